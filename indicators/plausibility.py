"""What looks wrong with an outcome without being so. Pure: no database, no clock.

A wrong outcome is worth a question, never a refusal: totals outside both sexes
have been printed, and jumps happen. Each check gives a warning that somebody may
accept; the figures it was about are its `about`, so that the warning comes back
when they change. The limits are practice, not law.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from config.formats import NOTHING, Value
from goals.choices import Part
from indicators.choices import IndicatorKind, Periodicity, WarningCode

# How far from an earlier outcome counts as a jump: more than half of it.
JUMP = Decimal("0.5")
# Units that are counted, so that women and men add up to the total.
COUNTED = frozenset({"st", "antal", "personer", "barn", "platser", "ungdomar", "hushåll"})
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
        """Whether women and men are parts of the total, and the year's tertials add up."""
        if self.kind:
            return self.kind == IndicatorKind.COUNT
        units = {value.unit for value in (self.total, self.women, self.men, self.target)}
        return not COUNTED.isdisjoint(units)

    @property
    def is_share(self) -> bool:
        """Whether it cannot be over 100 %."""
        if self.kind:
            return self.kind == IndicatorKind.SHARE
        return "%" in (self.total.unit, self.target.unit)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A warning about an outcome: what it is, the figures it is about, and their cells."""

    code: WarningCode
    about: str
    cells: tuple[str, ...]

    @property
    def holds_back(self) -> bool:
        """Whether the value waits until somebody has accepted the warning."""
        return self.code not in AFTERWARDS


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
    """The target tells the unit; where it has none, any will do."""
    asked = figures.target.unit
    if not figures.target.is_number or not asked:
        return
    for name in ("total", "women", "men", "forecast"):
        value: Value = getattr(figures, name)
        if not value.is_number or value.unit == asked:
            continue
        code = WarningCode.OTHER_UNIT if value.unit else WarningCode.UNIT_MISSING
        yield Suspicion(code, f"{name} {value} | {figures.target}", (name,))


def _jump(figures: Figures) -> Iterator[Suspicion]:
    """More than half from last year or last tertial.

    A count grows through the year: a tertial's is a jump against last year's whole only
    upwards, and against the tertial before only downwards.
    """
    growing = figures.is_counted and figures.part in TERTIALS
    pairs = (
        (WarningCode.JUMP_YEAR, figures.previous_year, (not growing, True)),
        (WarningCode.JUMP_TERTIAL, figures.previous_tertial, (True, not figures.is_counted)),
    )
    for code, earlier, (downwards, upwards) in pairs:
        if not figures.total.is_number or not earlier.is_number or not earlier.amount:
            continue
        change = (figures.total.amount - earlier.amount) / abs(earlier.amount)  # type: ignore[operator]
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
