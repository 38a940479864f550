"""What the places of findings are called, where their names are for the program. Pure."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.document import Document
from reports.review.findings import Spot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Sections and tables by their keys; a section of the document is called by its own heading.
NAMES: "dict[str, StrOrPromise]" = {
    "introduction": pgettext_lazy("section", "Introduction"),
    "summary": pgettext_lazy("section", "Summary"),
    "other": pgettext_lazy("section", "Other"),
    "operating_areas": gettext_lazy("Operating budget by area"),
    "investments": gettext_lazy("Investments"),
}


def section_name(spot: Spot, document: Document) -> str:
    """The heading of a section, or the title of a table. Several sections may have one key."""
    sections = document.sections or ()
    own = [one.heading for one in sections if spot.key and one.pk == spot.key]
    own = own or [one.heading for one in sections if one.key == spot.name]
    return own[0] if len(own) == 1 else str(NAMES.get(spot.name, spot.name))
