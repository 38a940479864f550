"""Checks of the indicators' outcomes: those of `indicators.plausibility`, and what is missing."""

import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import Value
from goals.choices import Level, Part
from indicators.choices import OutcomeState, Periodicity, WarningCode
from indicators.plausibility import COUNTED, Figures, Suspicion, about_words, suspicions
from reports.choices import Severity
from reports.document import Document, IndicatorEntry
from reports.gaps import are_parts
from reports.review.findings import Case, Check, Told, indicator_spot
from reports.review.targets import says_something

# States that give no reason why there is no value.
UNSAID = ("", OutcomeState.MISSING, OutcomeState.ENTERED)
# What is measured in percent and may well be over a hundred.
NO_SHARE = re.compile(r"budget|prognos|täckning|beläggning|förändring|ökning|index", re.I)
MISSED = (Level.PARTIAL, Level.NONE)
# How grave a warning about an outcome is: totals outside both sexes have been printed, and
# jumps happen, so none of them must be mended.
WARNINGS: dict[WarningCode, Severity] = {
    WarningCode.OUTSIDE_SEXES: Severity.LOOK,
    WarningCode.OVER_HUNDRED: Severity.LOOK,
    WarningCode.UNIT_MISSING: Severity.NOTE,
    WarningCode.OTHER_UNIT: Severity.LOOK,
    WarningCode.ONE_SEX: Severity.LOOK,
    WarningCode.FORECAST: Severity.LOOK,
    WarningCode.PARTS: Severity.NOTE,
    WarningCode.JUMP_YEAR: Severity.NOTE,
    WarningCode.NOT_MEASURED: Severity.NOTE,
}
PREFIX = "indicator."
# Between the figures of several warnings that one finding tells.
ABOUT_BREAK = "\n"


def figures_of(row: IndicatorEntry, document: Document) -> Figures:
    """A row as `plausibility` reads it. The tertial before is another document: not compared."""
    return Figures(
        total=row.outcome,
        women=row.women,
        men=row.men,
        forecast=row.forecast,
        target=row.target,
        previous_year=row.previous_year,
        part=document.part,
        periodicity=row.periodicity or "",
        by_sex=row.by_sex,
    )


def suspicions_of(row: IndicatorEntry, document: Document) -> list[Suspicion]:
    """What looks wrong with a row; a plan has no outcomes that could."""
    if document.is_plan:
        return []
    return [
        one
        for one in suspicions(figures_of(row, document))
        if one.code != WarningCode.OVER_HUNDRED or not NO_SHARE.search(row.name)
    ]


def _warned(code: WarningCode) -> Callable[[Case], Iterator[Told]]:
    """The check that tells one of the warnings, once for each row."""

    def look(case: Case) -> Iterator[Told]:
        for row in case.document.indicators():
            found = [one for one in suspicions_of(row, case.document) if one.code == code]
            if found:
                message = _sentence(code, found) + _asked(code, row)
                about = ABOUT_BREAK.join(one.about for one in found)
                yield indicator_spot(row, found[0].cells[0]), message, about

    return look


def _sentence(code: WarningCode, found: list[Suspicion]) -> str:
    if code == WarningCode.JUMP_YEAR:
        before, _arrow, now = found[0].about.partition(" → ")
        message = _("Has changed by more than half since last year: from %(before)s to %(now)s.")
        return message % {"before": before, "now": now.removesuffix(".")}
    told = "; ".join(about_words(code, one.about) for one in found)
    # A unit may end with a full stop of its own.
    words = told.removesuffix(".")
    return f"{WarningCode(code).label}: {words}."


def _asked(code: WarningCode, row: IndicatorEntry) -> str:
    """What explains the figures, where that is likely and somebody can say whether it is so."""
    if code == WarningCode.OUTSIDE_SEXES and are_parts(row, row.outcome, row.women, row.men):
        return " " + _("Women and men seem to be shares of one whole. Are they?")
    return ""


def unlike_units(case: Case) -> Iterator[Told]:
    """The outcome has another unit than its forecast or last year, where no target tells it.

    How pieces are counted does not matter: "15 st" and "15 barn" are one unit.
    """
    for row in case.document.indicators():
        if row.target.unit or not row.outcome.is_number:
            continue
        others = {_("forecast"): row.forecast, _("last year"): row.previous_year}
        unlike = {name: one for name, one in others.items() if _is_unlike(row.outcome, one)}
        if unlike and not case.document.is_plan:
            told = ", ".join(f"{name} {value}" for name, value in unlike.items())
            message = _("The outcome %(outcome)s has another unit: %(others)s")
            values = {"outcome": row.outcome, "others": told.removesuffix(".") + "."}
            about = " | ".join(map(str, (row.outcome, *unlike.values())))
            yield indicator_spot(row, "outcome"), message % values, about


def _is_unlike(outcome: Value, other: Value) -> bool:
    units = {outcome.unit, other.unit} - {""}
    return len(units) == 2 and other.is_number and not units <= COUNTED


def without_outcome(case: Case) -> Iterator[Told]:
    """An outcome that is due has no value, no state that says why, and no analysis."""
    for row in case.document.indicators():
        if not row.outcome.is_nothing or not _is_due(row, case.document) or says_something(row):
            continue
        if row.state in UNSAID:
            message = _("There is no outcome, and nothing says why.")
            yield indicator_spot(row, "outcome"), message, row.state


def missed(case: Case) -> Iterator[Told]:
    """A target that is missed, or forecast to be, without an analysis.

    A tertial's outcome is on its way: where there is a forecast, that is what tells.
    """
    if case.document.is_plan:
        return
    for row in case.document.indicators():
        level, value = row.fulfilment, row.outcome
        forecast = case.document.has_forecast and row.forecast_fulfilment is not None
        if forecast:
            level, value = row.forecast_fulfilment, row.forecast
        if level not in MISSED or says_something(row) or _may_grow(row, case.document):
            continue
        message = (
            _("The forecast %(value)s misses the target %(target)s, and there is no analysis.")
            if forecast
            else _("The outcome %(value)s misses the target %(target)s, and there is no analysis.")
        )
        values = {"value": value, "target": row.target}
        yield indicator_spot(row, "analysis"), message % values, f"{value} | {row.target}"


def _is_due(row: IndicatorEntry, document: Document) -> bool:
    """Whether an outcome is to stand in the document: in a tertial only what is measured then."""
    if document.is_plan:
        return False
    if document.part == Part.ANNUAL:
        return True
    return row.periodicity == Periodicity.TERTIAL or (
        row.periodicity is None and row.period.casefold().startswith("tertial")
    )


def _may_grow(row: IndicatorEntry, document: Document) -> bool:
    """Whether the outcome is a count without a forecast, that has the rest of the year to grow."""
    unforecast = row.forecast_fulfilment is None
    return document.has_forecast and unforecast and figures_of(row, document).may_be_counted


CHECKS = (
    Check(
        "indicator.missed",
        Severity.MUST,
        gettext_lazy("A target is missed, or forecast to be, without an analysis"),
        missed,
    ),
    Check(
        "indicator.no_outcome",
        Severity.MUST,
        gettext_lazy("An outcome is missing, and nothing says why"),
        without_outcome,
    ),
    Check(
        "indicator.unlike_units",
        Severity.NOTE,
        gettext_lazy("An outcome in another unit than its forecast or last year"),
        unlike_units,
    ),
    *(
        Check(PREFIX + code, severity, WarningCode(code).label, _warned(code))
        for code, severity in WARNINGS.items()
    ),
)
