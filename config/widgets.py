"""Fields of forms that are more than Django's own."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Protocol

from django import forms
from django.utils.safestring import SafeString

from config.texts import Shown, from_editor, to_editor

# Characters of HTML that are read at all; more than any text that may be stored becomes.
MOST_HTML = 400_000


class Insertion(Protocol):
    """Something counted that can be put into a text: in which group of the menu it stands and what
    it is called there, what stands between the brackets of its reference, and what it shows now."""

    @property
    def group(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def text(self) -> str: ...


class TextEditor(forms.Textarea):
    """A text with a little Markdown, in an editor. Without its script it is a text area with the
    text itself; a field beside it, named with `_format`, says which of the two was sent.

    A page that shows one includes `components/editor_head.html` in its head. What can be
    put in, and what references show, is said by the view: `offer`.
    """

    template_name = "components/text_editor.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 12, "autocomplete": "off"} | (attrs or {}))
        self.insertions: tuple[Insertion, ...] = ()
        self.shown: Shown | None = None

    def offer(self, insertions: Iterable[Insertion], shown: Shown | None = None) -> None:
        """Let these be put into the text; `shown` tells what a reference shows, else they do."""
        self.insertions = tuple(insertions)
        self.shown = shown or {each.token: each.text for each in self.insertions}.get

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "html": self.html_of(value),
            "insertions": [
                (group, list(found)) for group, found in groupby(self.insertions, _group)
            ],
        }
        return context

    def html_of(self, text: str | None) -> SafeString | str:
        """A text as the editor has it, for what a page lets one put in."""
        return to_editor(text, self.shown)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        sent = super().value_from_datadict(data, files, name)
        is_html = data.get(f"{name}_format") == "html"
        # What is longer is refused as too long, without being read.
        return from_editor(sent) if is_html and sent and len(sent) <= MOST_HTML else sent


def _group(insertion: Insertion) -> str:
    return insertion.group
