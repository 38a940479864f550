"""The links of a report that lead its writers to where its texts are written.

A document is in its own language, but these are controls: they speak the reader's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.document import FIRST_PAGE, FIRST_PAGE_OPENING


@dataclass(frozen=True)
class EditLink:
    """A link to where a text is written. No name: what it stands under is the name."""

    address: str
    label: str
    language: str
    name: str = ""


@dataclass(frozen=True)
class Edits:
    """Where the texts of a document are written, by their keys and numbers."""

    addresses: Mapping[str | int, str] = field(default_factory=dict)
    label: str = ""
    language: str = ""
    names: Mapping[str | int, str] = field(default_factory=dict)

    @classmethod
    def in_active_language(cls, addresses: Mapping[str | int, str]) -> Self:
        """The links in the language that is active now, whatever the document is set in."""
        names: dict[str | int, str] = {
            FIRST_PAGE_OPENING: _("Opening words"),
            FIRST_PAGE: _("Text of the first page"),
        }
        return cls(addresses, _("Change"), get_language() or "", names)

    def link(self, key: str | int | None) -> EditLink | None:
        """The link to a text; none for those who may not write it."""
        address = self.addresses.get(key) if key else None
        if not address:
            return None
        return EditLink(address, self.label, self.language, self.names.get(key or "", ""))

    @property
    def of_first_page(self) -> tuple[EditLink, ...]:
        """The links of the first page, which has two texts."""
        return tuple(link for key in self.names if (link := self.link(key)))
