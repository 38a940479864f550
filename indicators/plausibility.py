"""What looks wrong with an outcome without being so. Pure: no database, no clock.

A wrong outcome is worth a question, never a refusal: totals outside both sexes
have been printed, and jumps happen. Each check gives a warning that somebody may
accept; the figures it was about are its `about`, so that the warning comes back
when they change. The limits are practice, not law.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from config.formats import NOTHING, Value
from goals.choices import Part
from indicators.choices import IndicatorKind, Periodicity, WarningCode

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# How far from an earlier outcome counts as a jump: more than half of it.
JUMP = Decimal("0.5")
# Units that are counted, so that women and men add up to the total.
PIECES = frozenset({"st", "antal"})
COUNTED = PIECES | {"personer", "barn", "platser", "ungdomar", "hushåll"}
TERTIALS = (Part.T1, Part.T2)
# Shown, but they do not hold the value back: the other sex is on its way.
AFTERWARDS = frozenset({WarningCode.ONE_SEX})


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything that an outcome is compared with."""

    total: Value = NOTHING
    women: Value = NOTHING
    men: Value = NOTHING
    forecast: Value = NOTHING
    target: Value = NOTHING
    previous_year: Value = NOTHING
    previous_tertial: Value = NOTHING
    part: str = Part.ANNUAL
    periodicity: str = ""
    kind: str = ""
    by_sex: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether women and men are parts of the total, and the year's tertials add up.

        "4,93 st" is no count, but children per employee.
        """
        if self.kind:
            return self.kind == IndicatorKind.COUNT
        whole = all(amount == int(amount) for amount in self._amounts)
        return whole and not COUNTED.isdisjoint(self._units)

    @property
    def may_be_counted(self) -> bool:
        """Whether it is a count, or nothing tells what it is: an index is written so too."""
        return self.is_counted or not (self.kind or self._units)

    @property
    def is_share(self) -> bool:
        """Whether it cannot be over 100 %. What is promised to be, or has been, can: a budget."""
        if self.kind:
            return self.kind == IndicatorKind.SHARE
        earlier = (self.target, self.previous_year, self.previous_tertial)
        over = any(value.is_number and value.amount > 100 for value in earlier)  # type: ignore[operator]
        return not over and "%" in (self.total.unit, self.target.unit)

    @property
    def _amounts(self) -> list[Decimal]:
        values = (self.total, self.women, self.men, self.forecast, self.target)
        return [value.amount for value in values if value.amount is not None]

    @property
    def _units(self) -> set[str]:
        return {value.unit for value in (self.total, self.women, self.men, self.target)} - {""}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A warning about an outcome: what it is, the figures it is about, and their cells."""

    code: WarningCode
    about: str
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """The figures that it is about, as people read them."""
        return about_words(self.code, self.about)

    @property
    def holds_back(self) -> bool:
        """Whether the value waits until somebody has accepted the warning."""
        return self.code not in AFTERWARDS


# How `about` is read out: its parts stand between bars. What has no line here reads as it is.
PARTS = (WarningCode.OUTSIDE_SEXES, WarningCode.PARTS)
UNITS = (WarningCode.UNIT_MISSING, WarningCode.OTHER_UNIT)
CELLS: "dict[str, StrOrPromise]" = {
    "total": gettext_lazy("outcome"),
    "women": gettext_lazy("women"),
    "men": gettext_lazy("men"),
    "forecast": gettext_lazy("forecast"),
}


def about_words(code: str, about: str) -> str:
    """What a warning was about, in the reader's language: "women 5, target 80 %"."""
    parts = [part.strip() or "–" for part in about.split("|")]
    if code in PARTS and len(parts) == 3:
        names = [CELLS["total"], CELLS["women"], CELLS["men"]]
    elif code == WarningCode.ONE_SEX and len(parts) == 2:
        names = [CELLS["women"], CELLS["men"]]
    elif code == WarningCode.FORECAST and len(parts) == 2:
        names = [CELLS["total"], CELLS["forecast"]]
    elif code in (*UNITS, WarningCode.OVER_HUNDRED):
        cell, _space, value = parts[0].partition(" ")
        names, parts = [CELLS.get(cell, cell), gettext_lazy("target")], [value, *parts[1:]]
    else:
        return about
    return ", ".join(f"{name} {part}" for name, part in zip(names, parts, strict=False))


def suspicions(figures: Figures) -> list[Suspicion]:
    """Everything that looks wrong, in the order of `WarningCode`."""
    found = [suspicion for check in CHECKS for suspicion in check(figures)]
    order = list(WarningCode)
    return sorted(found, key=lambda one: order.index(one.code))


def _between(figures: Figures) -> Iterator[Suspicion]:
    """A share or an index lies between women and men; a count is their sum."""
    total, women, men = figures.total.amount, figures.women.amount, figures.men.amount
    if total is None or women is None or men is None:
        return
    about = f"{figures.total} | {figures.women} | {figures.men}"
    cells = ("total", "women", "men")
    if figures.is_counted:
        if total != women + men:
            yield Suspicion(WarningCode.PARTS, about, cells)
    elif figures.may_be_counted and total == women + men:
        return
    elif not min(women, men) <= total <= max(women, men):
        yield Suspicion(WarningCode.OUTSIDE_SEXES, about, cells)


def _over_hundred(figures: Figures) -> Iterator[Suspicion]:
    if not figures.is_share:
        return
    for name in ("total", "women", "men", "forecast"):
        value: Value = getattr(figures, name)
        if value.amount is not None and value.amount > 100:
            yield Suspicion(WarningCode.OVER_HUNDRED, f"{name} {value}", (name,))


def _unit(figures: Figures) -> Iterator[Suspicion]:
    """The target tells the unit; where it has none, any will do.

    "27" for "20 st" is how counts are written: a piece goes without saying.
    """
    asked = figures.target.unit
    if not figures.target.is_number or not asked:
        return
    for name in ("total", "women", "men", "forecast"):
        value: Value = getattr(figures, name)
        if not value.is_number or value.unit == asked:
            continue
        if not value.unit and asked in PIECES:
            continue
        code = WarningCode.OTHER_UNIT if value.unit else WarningCode.UNIT_MISSING
        yield Suspicion(code, f"{name} {value} | {figures.target}", (name,))


def _jump(figures: Figures) -> Iterator[Suspicion]:
    """More than half from last year or last tertial.

    A count grows through the year: a tertial's is a jump against last year's whole only
    upwards, and against the tertial before only downwards. Other units cannot be compared.
    """
    growing = figures.may_be_counted and figures.part in TERTIALS
    pairs = (
        (WarningCode.JUMP_YEAR, figures.previous_year, (not growing, True)),
        (WarningCode.JUMP_TERTIAL, figures.previous_tertial, (True, not figures.may_be_counted)),
    )
    for code, earlier, (downwards, upwards) in pairs:
        total, before = figures.total.amount, earlier.amount
        units = {figures.total.unit, earlier.unit} - {""}
        if total is None or not before or len(units) > 1:
            continue
        change = (total - before) / abs(before)
        if (upwards and change > JUMP) or (downwards and change < -JUMP):
            yield Suspicion(code, f"{earlier} → {figures.total}", ("total",))


def _one_sex(figures: Figures) -> Iterator[Suspicion]:
    """Where there is a split, both sexes are reported."""
    if figures.by_sex and figures.women.is_number != figures.men.is_number:
        missing = "men" if figures.women.is_number else "women"
        about = f"{figures.women} | {figures.men}"
        yield Suspicion(WarningCode.ONE_SEX, about, (missing,))


def _forecast(figures: Figures) -> Iterator[Suspicion]:
    """A count has already passed the year's forecast, or a share is forecast to jump."""
    total, forecast = figures.total.amount, figures.forecast.amount
    if total is None or forecast is None:
        return
    if figures.is_counted:
        contradicts = forecast < total
    elif figures.may_be_counted and forecast >= total:
        return
    else:
        contradicts = total != 0 and abs(forecast - total) / abs(total) > JUMP
    if contradicts:
        about = f"{figures.total} | {figures.forecast}"
        yield Suspicion(WarningCode.FORECAST, about, ("forecast", "total"))


def _not_measured(figures: Figures) -> Iterator[Suspicion]:
    """What is measured once a year has no outcome in a tertial report."""
    yearly = figures.periodicity == Periodicity.YEAR and figures.part in TERTIALS
    if yearly and figures.total.is_number:
        yield Suspicion(WarningCode.NOT_MEASURED, str(figures.total), ("total",))


CHECKS = (_between, _over_hundred, _unit, _jump, _one_sex, _forecast, _not_measured)
