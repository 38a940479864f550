"""The columns of the page where outcomes are entered, and which rows a filter shows."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.models import Round
from goals.sheet import CellSpec
from indicators.choices import OutcomeState
from indicators.queries import Line
from indicators.rules import FORECASTING, figures_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What `?visa=` may say, with what people call it.
MISSING, MINE, COUNCILS, BY_SEX = "saknas", "mina", "kf", "kon"
WARNINGS, UNEXPLAINED = "varningar", "analys"
FILTERS: "dict[str, StrOrPromise]" = {
    "": gettext_lazy("All"),
    MISSING: gettext_lazy("Missing"),
    MINE: gettext_lazy("Mine"),
    WARNINGS: gettext_lazy("Warnings"),
    UNEXPLAINED: gettext_lazy("Without analysis"),
    COUNCILS: gettext_lazy("The council’s"),
    BY_SEX: gettext_lazy("Split by sex"),
}


def columns(line: Line) -> list[CellSpec]:
    """The cells of an indicator's row that can be filled in."""
    labels = figure_labels()
    figures = [CellSpec(name, labels[name], "figure") for name in figures_of(line)]
    return [
        *figures,
        CellSpec("state", _("State"), "choice", OutcomeState.choices),
        CellSpec("expected_on", _("Expected on"), "day"),
        CellSpec("analysis", _("Analysis"), "text"),
    ]


def figure_labels() -> dict[str, str]:
    """What the columns of figures are called; not every row has them all."""
    return {
        "total": _("Outcome"),
        "women": _("Women"),
        "men": _("Men"),
        "forecast": _("Full-year forecast"),
    }


def has_forecast(round: Round) -> bool:
    """Whether the round asks for a forecast of the whole year."""
    return round.part in FORECASTING


def paste_columns(round: Round) -> list[str]:
    """The cells from left to right, as somebody who pastes a block over them counts."""
    forecast = ["forecast"] if has_forecast(round) else []
    return ["total", "women", "men", *forecast, "state", "expected_on", "analysis"]


def shows(choice: str, line: Line, is_mine: bool) -> bool:
    """Whether a filter shows the line; `is_mine`: the person answers for it."""
    if choice == MISSING:
        return not line.is_reported
    if choice == MINE:
        return is_mine
    if choice == WARNINGS:
        return bool(line.warnings)
    if choice == UNEXPLAINED:
        return line.asks_for_analysis
    if choice == COUNCILS:
        return line.indicator.is_councils
    return choice != BY_SEX or line.target.by_sex
