"""The economy in a sentence or two, for the first page: the operating areas added together.

A row that is a part of the one above is not added again. Where an amount cannot be read, or one
that belongs is missing, nothing is said: half a sum is a wrong one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import NO_BREAK_SPACE, FormatError, format_number, parse_value
from reports.document import Document
from reports.rendering.economy_tables import OF_WHICH

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a committee may use is its budget and what is added to it during the year.
ADDED = ("requested_adjustments", "performance_changes")
SPENT = (
    "outcome_after_transfers",
    "outcome_before_transfers",
    "outcome",
    "forecast_after_transfers",
    "forecast_before_transfers",
    "forecast",
)
BEFORE = "budget_net_previous_year"
# By whether something is left (1), nothing, or less than that (-1).
OUTCOME: dict[int, "StrOrPromise"] = {
    1: gettext_lazy("The outcome is %(spent)s net of a budget of %(budget)s, %(left)s less."),
    0: gettext_lazy("The outcome is %(spent)s net, as budgeted."),
    -1: gettext_lazy("The outcome is %(spent)s net of a budget of %(budget)s, %(left)s more."),
}
FORECAST: dict[int, "StrOrPromise"] = {
    1: gettext_lazy("The forecast is %(spent)s net of a budget of %(budget)s, %(left)s less."),
    0: gettext_lazy("The forecast is %(spent)s net, as budgeted."),
    -1: gettext_lazy("The forecast is %(spent)s net of a budget of %(budget)s, %(left)s more."),
}


@dataclass(frozen=True)
class Area:
    """An operating area: its budget, and what is or will be spent of it."""

    name: str
    budget: Decimal
    spent: Decimal

    @property
    def deviation(self) -> Decimal:
        """What is left; a deficit is negative."""
        return self.budget - self.spent


def money_sentences(document: Document) -> tuple[str, ...]:
    """The economy in short; nothing where the document does not give it area by area."""
    economy = document.economy or {}
    unit = str(economy.get("unit") or "")
    rows = [row for row in economy.get("operating_areas") or () if not _is_part(row)]
    if document.is_plan:
        return tuple(_planned(rows, unit))
    areas = _areas(rows)
    return tuple(_spent(areas, unit, expects=document.has_forecast)) if areas else ()


def _spent(areas: list[Area], unit: str, *, expects: bool) -> Iterator[str]:
    budget = sum((area.budget for area in areas), Decimal())
    spent = sum((area.spent for area in areas), Decimal())
    said = {
        "budget": _amount(budget, unit),
        "spent": _amount(spent, unit),
        "left": _amount(abs(budget - spent), unit),
    }
    sentences = FORECAST if expects else OUTCOME
    yield str(sentences[(budget > spent) - (budget < spent)]) % said
    worst, best = (choose(areas, key=lambda area: area.deviation) for choose in (min, max))
    if worst.deviation < 0:
        yield _("The largest deficit is that of %(area)s, %(amount)s.") % _named(worst, unit)
    if best.deviation > 0:
        yield _("The largest surplus is that of %(area)s, %(amount)s.") % _named(best, unit)


def _planned(rows: list[Mapping[str, Any]], unit: str) -> Iterator[str]:
    net = _sum(rows, "budget_net")
    if net is None:
        return
    before = _sum([row for row in rows if row.get(BEFORE)], BEFORE)
    sentence = (
        _("The budget is %(net)s net; last year it was %(before)s.")
        if before
        else _("The budget is %(net)s net.")
    )
    yield sentence % {"net": _amount(net, unit), "before": _amount(before or Decimal(), unit)}


def _areas(rows: list[Mapping[str, Any]]) -> list[Area]:
    """The areas; none where one of them cannot be read."""
    key = next((name for name in SPENT if any(row.get(name) for row in rows)), "")
    found = []
    for row in rows:
        budget, spent = _read(row.get("budget_net")), _read(row.get(key))
        added = [_read(row[name]) for name in ADDED if row.get(name)]
        if budget is None or spent is None or None in added:
            return []
        found.append(Area(str(row.get("name", "")), sum(filter(None, added), budget), spent))
    return found


def _is_part(row: Mapping[str, Any]) -> bool:
    name = str(row.get("name", "")).casefold()
    return bool(row.get("part_of_above")) or name.startswith(OF_WHICH)


def _sum(rows: list[Mapping[str, Any]], name: str) -> Decimal | None:
    amounts = [_read(row.get(name)) for row in rows]
    if not amounts or None in amounts:
        return None
    return sum((amount for amount in amounts if amount is not None), Decimal())


def _read(cell: object) -> Decimal | None:
    try:
        return parse_value(str(cell)).amount if cell is not None else None
    except FormatError:
        return None


def _named(area: Area, unit: str) -> dict[str, str]:
    return {"area": area.name, "amount": _amount(abs(area.deviation), unit)}


def _amount(amount: Decimal, unit: str) -> str:
    return f"{format_number(amount, 1)}{NO_BREAK_SPACE}{unit}".strip()
