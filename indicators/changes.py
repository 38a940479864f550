"""What events tell of, read out of their details: cells from and to, warnings, names.

Old events may lack anything, and lists may hold anything: what cannot be read is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import FormatError, parse_value
from goals.choices import ActivityStatus, Level, RoundState
from goals.models import Event
from indicators.choices import OutcomeState
from indicators.suppression import is_share

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The cells that events tell of, as they are called in the middle of a sentence.
CELLS: "dict[str, StrOrPromise]" = {
    "total": gettext_lazy("the outcome"),
    "women": gettext_lazy("the outcome for women"),
    "men": gettext_lazy("the outcome for men"),
    "forecast": gettext_lazy("the full-year forecast"),
    "state": gettext_lazy("the state"),
    "expected_on": gettext_lazy("the expected date"),
    "analysis": gettext_lazy("the analysis"),
    "status": gettext_lazy("the status"),
    "deviation": gettext_lazy("the deviation"),
    "new_end": gettext_lazy("the new end date"),
    "level": gettext_lazy("the assessment"),
    "description": gettext_lazy("the description"),
    "reached_results": gettext_lazy("the results reached"),
    "reason": gettext_lazy("the reason for differing"),
    "opens": gettext_lazy("the opening day"),
    "due": gettext_lazy("the due date"),
    "locks": gettext_lazy("the last day"),
    "person": gettext_lazy("the responsible person"),
    "unit": gettext_lazy("the responsible unit"),
}
# Where a cell holds a code, the words that people choose from.
WORDS: "dict[str, dict[str, StrOrPromise]]" = {
    "state": {**dict(OutcomeState.choices), **dict(RoundState.choices)},
    "level": {"": gettext_lazy("Not assessed"), **dict(Level.choices)},
    "status": {"": gettext_lazy("Not stated"), **dict(ActivityStatus.choices)},
    "deviation": {"": gettext_lazy("No"), "yes": gettext_lazy("Yes")},
}
# The cells that hold figures.
FIGURES = ("total", "women", "men", "forecast")
# What an empty cell is called.
NO_VALUE, NO_DATE = gettext_lazy("no value"), gettext_lazy("no date")
EMPTY: "dict[str, StrOrPromise]" = {
    **dict.fromkeys(FIGURES, NO_VALUE),
    **dict.fromkeys(("expected_on", "new_end", "opens", "due", "locks"), NO_DATE),
    "person": gettext_lazy("nobody"),
    "unit": gettext_lazy("no unit"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A cell with its text before and after; both None: only that it changed is known."""

    cell: str
    before: str | None
    after: str | None

    @property
    def label(self) -> str:
        """The cell's name in the middle of a sentence."""
        return str(CELLS.get(self.cell) or quoted(self.cell))

    @property
    def is_told(self) -> bool:
        """Whether it is known from what, and to what."""
        return not (self.before is None and self.after is None)

    @property
    def is_discreet(self) -> bool:
        """Whether it can be told without showing how many people something was about."""
        return self.cell not in FIGURES or (_is_share(self.before) and _is_share(self.after))

    @property
    def values(self) -> dict[str, str]:
        """Its parts, for a text with places for them."""
        return {
            "cell": self.label,
            "before": value_words(self.cell, self.before or ""),
            "after": value_words(self.cell, self.after or ""),
        }


def changes_of(event: Event, *, discreet: bool = False) -> list[Change]:
    """The cells that the event tells of; those that cannot be read are left out.

    Said discreetly, to somebody who may not see small groups, a figure that is no share
    is only said to have changed: what it was once, and what it is, give away the other.

    That an outcome is entered, or missing again, goes without saying when its
    figure is told.
    """
    cells = event.details.get("cells") if isinstance(event.details, Mapping) else None
    found = [_change(cell) for cell in cells] if isinstance(cells, list) else []
    changes = [
        change if change.is_discreet or not discreet else Change(change.cell, None, None)
        for change in found
        if change is not None
    ]
    if not any(change.cell == "total" for change in changes):
        return changes
    return [change for change in changes if not _goes_without_saying(change)]


def _goes_without_saying(change: Change) -> bool:
    emptied = (OutcomeState.ENTERED, OutcomeState.MISSING)
    return change.cell == "state" and (
        change.after == OutcomeState.ENTERED or (change.before, change.after) == emptied
    )


def _is_share(text: str | None) -> bool:
    try:
        return is_share(parse_value(text))
    except FormatError:
        return False


def value_words(cell: str, text: str) -> str:
    """A cell's text in a sentence: the words for a code, and a word for nothing."""
    words = WORDS.get(cell)
    if words is not None and text in words:
        return quoted(str(words[text]))
    if not text:
        return str(EMPTY.get(cell) or _("nothing"))
    return text if cell in EMPTY else quoted(text)


def quoted(text: str) -> str:
    """The text in the quotation marks of the language."""
    return _("“%(text)s”") % {"text": text}


def listed(parts: Iterable[str]) -> str:
    """The parts as a list in running text: a, b and c."""
    *first, last = parts
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )


def warnings_of(event: Event) -> list[tuple[str, str]]:
    """The warnings that the event tells of: their codes, and the figures they were about."""
    warnings = event.details.get("warnings") if isinstance(event.details, Mapping) else None
    if not isinstance(warnings, list):
        return []
    rows = [(text_of(one, "code"), text_of(one, "about")) for one in warnings]
    return [row for row in rows if row[0]]


def text_of(details: Any, name: str) -> str:
    """A detail as one line of text; empty when there is none."""
    value = details.get(name) if isinstance(details, Mapping) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return " ".join(value.split()) if isinstance(value, str) else ""


def count_of(details: Any, name: str) -> int:
    """How many there are of something, told as a number or as a list."""
    value = details.get(name) if isinstance(details, Mapping) else None
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _change(cell: Any) -> Change | None:
    if not isinstance(cell, list) or len(cell) != len(("cell", "from", "to")):
        return None
    name, before, after = (part if isinstance(part, str) else None for part in cell)
    return Change(name, before, after) if name else None
