"""The template of a document's sections: the city's, and what a committee makes of it. Pure.

A template is a sequence of `TemplateSection`, in the order they are printed. It is stored as
a list of plain mappings: the city's with all it says of each section, a committee's with the
keys of the city's sections in the committee's order, and its own sections in full.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.document import (
    FIRST_PAGE,
    FIRST_PAGE_OPENING,
    FRONT_PREFIX,
    OWN_PLACES,
    WOMEN_AND_MEN,
    is_front,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The sections that the program knows, with their standard headings, in the order of print: what
# a document has where nobody has made a template.
HEADINGS: "dict[str, StrOrPromise]" = {
    FIRST_PAGE_OPENING: gettext_lazy("In short: opening words"),
    FIRST_PAGE: gettext_lazy("In short: the text"),
    "decision_proposal": gettext_lazy("Proposal for decision"),
    "summary": pgettext_lazy("section", "Summary"),
    "introduction": pgettext_lazy("section", "Introduction"),
    "background": pgettext_lazy("section", "Background"),
    "preparation": gettext_lazy("Preparation of the matter"),
    WOMEN_AND_MEN: gettext_lazy("Differences between women and men"),
}
# Documents are in Swedish, whatever language the writer reads.
LANGUAGE = "sv"
KEY_LENGTH, SLUG_LENGTH = 60, 40
# Where sections stand, in the order of print.
PLACES = ("own", "front", "women", "back")


@dataclass(frozen=True)
class TemplateSection:
    """A section of a template. What is left out stays in a committee's, to be taken back."""

    key: str
    heading: str
    instructions: str = ""
    required: bool = False
    # Whether the committee made it; and whether it left out one of the city's.
    is_own: bool = False
    left_out: bool = False
    # Whether somebody has said its heading; else a document's own may be another.
    is_said: bool = False

    @property
    def has_own_place(self) -> bool:
        """Whether it stands where it belongs, whatever its order: it can't be moved."""
        return self.key in OWN_PLACES

    @property
    def place(self) -> str:
        """Which of `PLACES` it is printed at."""
        if self.key == WOMEN_AND_MEN:
            return "women"
        if self.has_own_place:
            return "own"
        return "front" if is_front(self.key) else "back"


Template = tuple[TemplateSection, ...]
Stored = Sequence[Mapping[str, Any]]


def default_template() -> Template:
    """What holds where the city has made no template: the known sections, none required."""
    with translation.override(LANGUAGE):
        return tuple(TemplateSection(key, str(heading)) for key, heading in HEADINGS.items())


def effective(city: Stored | None, committee: Stored | None) -> Template:
    """The template that holds, also with what the committee has left out; None: not made."""
    sections = default_template() if city is None else _in_order(map(_read, city))
    return _adapted(sections, committee) if committee else sections


def heading_of(section: TemplateSection | None, own: str) -> str:
    """What a written section is called: as the template says, else as it was called."""
    return section.heading if section and section.is_said else own


def shown(template: Template) -> Template:
    """What a document is made of: all but what the committee has left out."""
    return tuple(section for section in template if not section.left_out)


def stored(template: Template) -> list[dict[str, Any]]:
    """The city's template, as it is stored."""
    return [
        {
            "key": one.key,
            "heading": one.heading,
            "instructions": one.instructions,
            "required": one.required,
        }
        for one in template
    ]


def stored_changes(template: Template) -> list[dict[str, Any]]:
    """A committee's template as it is stored: its own sections in full, of the city's the keys."""
    return [
        {"key": one.key, "heading": one.heading, "instructions": one.instructions}
        if one.is_own
        else {"key": one.key, "left_out": one.left_out}
        for one in template
    ]


def _read(item: Mapping[str, Any]) -> TemplateSection:
    return TemplateSection(
        key=str(item["key"]),
        heading=str(item["heading"]),
        instructions=str(item.get("instructions", "")),
        required=bool(item.get("required")),
        is_said=True,
    )


def _adapted(city: Template, items: Stored) -> Template:
    """The city's with a committee's changes. What the city has added since stands after that
    which it follows there, and what the city requires is in the city's order."""
    known = {section.key: section for section in city}
    found: list[TemplateSection] = []
    for item in items:
        section = known.get(str(item["key"]))
        if section is not None:
            left_out = bool(item.get("left_out")) and not section.required
            found.append(replace(section, left_out=left_out))
        elif "heading" in item:
            found.append(replace(_read(item), is_own=True))
    for place, section in enumerate(city):
        keys = [one.key for one in found]
        if section.key not in keys:
            before = city[place - 1].key if place else ""
            found.insert(keys.index(before) + 1 if before in keys else 0, section)
    required = iter([section for section in city if section.required])
    return _in_order(next(required) if one.required else one for one in found)


def _in_order(sections: Iterable[TemplateSection]) -> Template:
    """As they are printed; those with a place of their own are always there."""
    found = list(sections)
    keys = {section.key for section in found}
    found += [one for one in default_template() if one.has_own_place and one.key not in keys]
    return tuple(sorted(found, key=lambda one: PLACES.index(one.place)))


# Changing one ----------------------------------------------------------------------------


def moved(template: Template, key: str, step: int) -> Template:
    """With a section one step up (-1) or down (1) among those at its place."""
    found = list(template)
    place = next((at for at, one in enumerate(found) if one.key == key), None)
    other = None if place is None else place + step
    if place is None or other is None or not 0 <= other < len(found):
        return template
    if found[place].has_own_place or found[other].place != found[place].place:
        return template
    found[place], found[other] = found[other], found[place]
    return tuple(found)


def without(template: Template, key: str) -> Template:
    """Without a section."""
    return tuple(one for one in template if one.key != key or one.has_own_place)


def changed(template: Template, key: str, **said: Any) -> Template:
    """With something else said of a section."""
    return tuple(replace(one, **said) if one.key == key else one for one in template)


def added(template: Template, section: TemplateSection) -> Template:
    """With a section more, last at its place."""
    return _in_order([*template, section])


def new_key(heading: str, *, in_front: bool, taken: Iterable[str]) -> str:
    """A key for a section of one's own, that tells where it is printed."""
    words = slugify(heading)[:SLUG_LENGTH].replace("-", "_").strip("_") or "text"
    start = f"{FRONT_PREFIX if in_front else 'own_'}{words}"
    keys, key, number = set(taken), start, 2
    while key in keys:
        key, number = f"{start}_{number}", number + 1
    return key
