"""The columns of the page where activities are followed up, and which rows a filter shows."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.choices import ActivityStatus
from goals.queries import ActivityLine
from goals.sheet import CellSpec

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What `?visa=` may say, with what people call it.
MISSING, MINE, DEVIATIONS, DATES = "saknas", "mina", "avvikelser", "datum"
FILTERS: "dict[str, StrOrPromise]" = {
    "": gettext_lazy("All"),
    MISSING: gettext_lazy("Missing"),
    MINE: gettext_lazy("Mine"),
    DEVIATIONS: gettext_lazy("Deviations"),
    DATES: gettext_lazy("Dates to look at"),
}


def columns(line: ActivityLine) -> list[CellSpec]:
    """The cells of an activity's row that can be filled in."""
    statuses = [("", _("Not stated")), *ActivityStatus.choices]
    return [
        CellSpec("status", _("Status"), "choice", statuses),
        CellSpec("deviation", _("Deviation"), "tick"),
        CellSpec("new_end", _("New end date"), "day"),
        CellSpec("analysis", _("Analysis"), "text"),
    ]


def shows(choice: str, line: ActivityLine, is_mine: bool) -> bool:
    """Whether a filter shows the line; `is_mine`: the person answers for it."""
    if choice == MISSING:
        return not line.is_followed_up
    if choice == MINE:
        return is_mine
    if choice == DEVIATIONS:
        return line.report.deviation
    return choice != DATES or bool(line.date_notes)
