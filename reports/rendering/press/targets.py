"""Page numbers of places in other parts, for WeasyPrint's `target-counter()`.

A part is laid out by itself, and cannot see the others. So each number that its text shows
is laid out as one of the usual width, and set in its place when all parts have been laid
out: no line is broken anew, so no number ever moves what it tells of. WeasyPrint has no
hook for this: its collector of targets is replaced by one of ours while a part is laid out.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

UNKNOWN = "888"


class FixedCounters:
    """Stands where WeasyPrint looks for a target's counters."""

    cached_counter_values = {"page": [int(UNKNOWN)]}  # noqa: RUF012


class Mentions:
    """The elements whose text shows page numbers, and the names of the places it mentions."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[Any, str]] = {}

    def note(self, element: Any, place: str) -> None:
        """This element shows the page number of that place."""
        self._places[id(element)] = (element, place)

    def places(self) -> tuple[str, ...]:
        """All places that are mentioned, each once."""
        return tuple(dict.fromkeys(place for _element, place in self._places.values()))

    def set_numbers(self, document: Any, numbers: Mapping[str, int]) -> None:
        """Put the numbers in their places, in a document that has been laid out."""
        from weasyprint.formatting_structure.boxes import TextBox

        for page in document.pages:
            for box in page._page_box.descendants():
                if isinstance(box, TextBox) and "::" in (box.element_tag or ""):
                    _element, place = self._places.get(id(box.element), (None, ""))
                    if place and UNKNOWN in box.text:
                        # A number alone ends where it ended; one with words before it
                        # begins where it began.
                        is_alone = box.text.strip() == UNKNOWN
                        text = box.text.replace(UNKNOWN, str(numbers[place]))
                        set_text(box, text, ends_there=is_alone)


def set_text(box: Any, text: str, *, ends_there: bool) -> None:
    """Change the text of a box that has been laid out and stands last in its line.

    The new text ends where the old one ended, or begins where it began.
    """
    from weasyprint.text.line_break import split_first_line

    layout, _length, _resume, width, *_height = split_first_line(text, box.style, None, None, 0)
    if ends_there:
        box.position_x += box.width - width
    box.text, box.width, box.pango_layout = text, width, layout


@contextmanager
def mentions_noted() -> Iterator[Mentions]:
    """While this is open, what is laid out shows no page numbers yet, but room for them."""
    from weasyprint import document
    from weasyprint.css.targets import TargetCollector, TargetLookupItem, anchor_name_from_token

    mentions = Mentions()

    class NotingTargets(TargetCollector):
        def lookup_target(self, token: Any, source: Any, *rest: Any) -> TargetLookupItem:
            if token[0] == "attr()":
                attribute, _type, fallback = token[1]
                token = ("string", source.element.get(attribute, fallback))
            mentions.note(source.element, str(anchor_name_from_token(token)))
            item = TargetLookupItem("up-to-date")
            item.target_box = FixedCounters()
            return item

    original = document.TargetCollector
    document.TargetCollector = NotingTargets
    try:
        yield mentions
    finally:
        document.TargetCollector = original
