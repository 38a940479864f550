"""Bars of the economy: budget against outcome or forecast for each operating area.

All on one scale, in the unit of the document, from zero: the open bar is the budget, the filled one
what became of it. Beside them the deviations, too small to be seen there, on a scale of their own:
a surplus is filled and goes right, a deficit is hatched and goes left. Sums and parts of the row
above are left out, since they would count the same money twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.formats import FormatError, format_number, parse_value
from reports.document import Document
from reports.pictures.scale import Scale, scale_of
from reports.pictures.svg import ACCENT, GOOD, LINE, PAPER, POOR, SOFT, box, hatched, picture, shape
from reports.rendering.economy_tables import DEFAULT_UNIT, OF_WHICH
from reports.rendering.money import ADDED

SIZE = (320, 22)
# The bars to the left, the deviations to the right, each on a scale of its own.
BARS, DEVIATIONS = (3, 190), (206, 316)
TOP, HEIGHT, BAR = Decimal(3), Decimal(16), Decimal(8)
TOTALS = ("summa", "total")
# What is compared, the first that an area has.
BUDGETS = ("budget_net", "budget")
OUTCOMES = ("outcome_after_transfers", "outcome_before_transfers", "outcome")
FORECASTS = ("forecast_after_transfers", "forecast_before_transfers", "forecast")


@dataclass(frozen=True, slots=True)
class Area:
    """An operating area: what it was given, and what became of it.

    The budget has in it what was added to it during the year, as on the first page. The
    deviation is budget less outcome, as the reports have it: a surplus is above zero.
    """

    name: str
    budget: Decimal
    result: Decimal
    unit: str
    deviation: Decimal
    forecast: bool = False
    # Whether anything was added to the budget.
    is_adjusted: bool = False

    @property
    def said(self) -> str:
        """The deviation in words."""
        if not self.deviation:
            return _("as budgeted")
        size = f"{format_number(abs(self.deviation))}\N{NO-BREAK SPACE}{self.unit}"
        if self.deviation > 0:
            return pgettext("economy", "surplus %(size)s") % {"size": size}
        return pgettext("economy", "deficit %(size)s") % {"size": size}


def areas_of(document: Document) -> tuple[Area, ...]:
    """The operating areas that have both a budget and an outcome, or a forecast of it."""
    economy = document.economy or {}
    if document.is_plan:
        return ()
    unit = str(economy.get("unit") or DEFAULT_UNIT)
    found = (
        _area(row, unit, document)
        for row in economy.get("operating_areas") or []
        if isinstance(row, dict) and _is_whole(row)
    )
    return tuple(filter(None, found))


@dataclass(frozen=True, slots=True)
class Scales:
    """Where amounts and deviations lie, for all the areas."""

    amounts: Scale
    deviations: Scale


def scales_of(areas: tuple[Area, ...]) -> Scales:
    """The scales that all the areas share."""
    amounts = [amount for area in areas for amount in (area.budget, area.result)]
    return Scales(
        scale_of(amounts, left=BARS[0], right=BARS[1]),
        scale_of((area.deviation for area in areas), left=DEVIATIONS[0], right=DEVIATIONS[1]),
    )


def economy_bar(area: Area, scales: Scales) -> SafeString:
    """The bars of an area."""
    told = (
        _("%(name)s: budget %(budget)s, forecast %(result)s %(unit)s: %(said)s.")
        if area.forecast
        else _("%(name)s: budget %(budget)s, outcome %(result)s %(unit)s: %(said)s.")
    )
    title = told % {
        "name": area.name,
        "budget": format_number(area.budget),
        "result": format_number(area.result),
        "unit": area.unit,
        "said": area.said,
    }
    return picture("economy", title, SIZE, list(_bars(area, scales)))


def _bars(area: Area, scales: Scales) -> Iterator[SafeString]:
    start, width = _span(scales.amounts, area.budget)
    paint = {"fill": PAPER, "stroke": SOFT, "stroke_width": "1.2"}
    yield box("budget", start, width, y=TOP, height=HEIGHT, **paint)
    middle = TOP + (HEIGHT - BAR) / 2
    start, width = _span(scales.amounts, area.result)
    yield box("bar", start, width, y=middle, height=BAR, fill=ACCENT)
    start, width = _span(scales.deviations, area.deviation)
    if area.deviation > 0:
        yield box("surplus", start, width, y=middle, height=BAR, fill=GOOD)
    elif area.deviation < 0:
        width = max(width, Decimal(1))
        paint = {"fill": PAPER, "stroke": POOR, "stroke_width": "1.2"}
        yield box("deficit", start, width, y=middle, height=BAR, **paint)
        if lines := hatched(start, middle, width, BAR):
            yield shape("path", "hatch", d=lines, fill="none", stroke=POOR, stroke_width="1.4")
    for scale in (scales.amounts, scales.deviations):
        yield shape("path", "axis", d=f"M{scale.zero:.1f} 1V21", stroke=LINE, stroke_width=1)


def _span(scale: Scale, amount: Decimal) -> tuple[Decimal, Decimal]:
    """From zero to the amount: where the bar begins, and how long it is."""
    ends = sorted((scale.zero, scale.x(amount)))
    return ends[0], ends[1] - ends[0]


def _is_whole(row: dict[str, Any]) -> bool:
    name = str(row.get("name") or "").strip().casefold()
    return bool(name) and not row.get("part_of_above") and not name.startswith((OF_WHICH, *TOTALS))


def _area(row: dict[str, Any], unit: str, document: Document) -> Area | None:
    budget = _first(row, BUDGETS)
    result = _first(row, FORECASTS if document.has_forecast else OUTCOMES)
    added = [amount for name in ADDED if (amount := _amount(row.get(name)))]
    if budget is None or result is None or budget == result == 0:
        return None
    budget = sum(added, budget)
    # What the document states holds: transfers of results may stand between.
    stated = _amount(row.get("deviation"))
    return Area(
        name=str(row["name"]).strip(),
        budget=budget,
        result=result,
        unit=unit,
        deviation=budget - result if stated is None else stated,
        forecast=document.has_forecast,
        is_adjusted=bool(added),
    )


def _first(row: dict[str, Any], names: tuple[str, ...]) -> Decimal | None:
    amounts = (_amount(row.get(name)) for name in names)
    return next((amount for amount in amounts if amount is not None), None)


def _amount(cell: object) -> Decimal | None:
    """A number as the file has it, written or not."""
    if isinstance(cell, bool) or cell is None:
        return None
    try:
        return parse_value(
            str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
        ).amount
    except FormatError:
        return None
