"""What stands in the columns of the workbook, for each goal, indicator and activity."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from config.formats import NOTHING
from config.texts import plain
from config.workbooks import Content
from goals.choices import Owner
from indicators.choices import OutcomeState
from reports.document import ActivityEntry, GoalEntry, IndicatorEntry
from reports.rendering.presentation import Presentation
from reports.rendering.under_goals import OUTCOME_COLUMNS, PLAN_COLUMNS

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Column(Generic[Entry]):
    """A column: its heading, its width in characters, and what stands in it for an entry.
    A column of figures is as wide as the longest takes."""

    heading: str
    width: int
    content: Callable[[Entry], Content]
    figures: bool = False


def goal_columns(shown: Presentation) -> list[Column[GoalEntry]]:
    def status(goal: GoalEntry) -> str:
        found = shown.goal_status(goal)
        return found.word if found else ""

    columns: list[Column[GoalEntry]] = [
        Column(_("Goal code"), 9, lambda goal: goal.code),
        Column(_("Goal"), 44, lambda goal: goal.title),
        Column(_("Kind of goal"), 22, lambda goal: str(goal.level.label)),
        Column(_("Assessment"), 18, status),
        Column(_("Reason for the assessment"), 30, lambda goal: plain(goal.reason)),
        Column(_("Description"), 50, lambda goal: plain(goal.description)),
        Column(_("Expected results"), 40, lambda goal: _lines(goal.expected_results)),
        Column(_("Results reached"), 30, lambda goal: _lines(goal.reached_results)),
        Column(_("Analysis"), 80, lambda goal: plain(goal.analysis)),
    ]
    goals = shown.document.goals
    if not shown.document.is_plan or not goals:
        return columns
    # A plan does not say what became of its goals: no columns of nothing.
    return [column for column in columns if any(column.content(goal) for goal in goals)]


def _lines(results: tuple[str, ...] | None) -> str:
    return "\n".join(result for result in results or () if result.strip())


def indicator_columns(shown: Presentation) -> list[Column[IndicatorEntry]]:
    document = shown.document
    titles = {goal.code: goal.title for goal in document.goals}
    columns: list[Column[IndicatorEntry]] = [
        Column(_("Goal code"), 9, lambda row: row.goal),
        Column(_("Indicator"), 42, lambda row: row.name),
        Column(_("Goal"), 32, lambda row: titles.get(row.goal, "")),
        Column(_("Set by"), 19, lambda row: _owner(row.owner)),
        Column(_("Direction"), 16, lambda row: str(row.better.label)),
        Column(_("By sex"), 11, lambda row: _yes(said=row.by_sex)),
    ]
    if document.is_plan:
        columns += [_figure(shown, name) for name in PLAN_COLUMNS if name != "periodicity"]
    else:
        forecast = ["forecast"] if document.has_forecast else []
        figures = [*OUTCOME_COLUMNS, *forecast, "target", "council_target"]
        columns += [_figure(shown, name) for name in figures]
    columns += [
        Column(_("Unit"), 12, unit_of),
        Column(
            _("Periodicity"), 12, lambda row: str(row.periodicity.label) if row.periodicity else ""
        ),
    ]
    return columns if document.is_plan else [*columns, *_reported_columns(shown)]


def _reported_columns(shown: Presentation) -> list[Column[IndicatorEntry]]:
    def met(row: IndicatorEntry) -> str:
        found = shown.indicator_status(row)
        return found.word if found else ""

    return [
        Column(shown.heading_of("period"), 17, lambda row: row.period),
        Column(_("State"), 20, _state),
        Column(_("Expected on"), 12, lambda row: row.expected_on),
        Column(_("Fulfilment"), 18, met),
        Column(_("Analysis"), 80, lambda row: plain(row.analysis)),
    ]


def _figure(shown: Presentation, name: str) -> Column[IndicatorEntry]:
    def content(row: IndicatorEntry) -> Content:
        value = getattr(row, name)
        return NOTHING if value.is_nothing else value

    return Column(shown.heading_of(name), 12, content, figures=True)


def _state(row: IndicatorEntry) -> str:
    """Why there is no outcome, in words; that it is missing where nothing was said."""
    if row.state and (row.outcome.is_nothing or row.has_hidden):
        return str(OutcomeState(row.state).label)
    state = OutcomeState.MISSING if row.outcome.is_nothing else OutcomeState.ENTERED
    return str(state.label)


def _owner(owner: Owner) -> str:
    return _("The council’s") if owner == Owner.COUNCIL else _("The committee’s")


def _yes(*, said: bool) -> str:
    return _("Yes") if said else ""


def activity_columns(shown: Presentation) -> list[Column[ActivityEntry]]:
    titles = {goal.code: goal.title for goal in shown.document.goals}
    columns: list[Column[ActivityEntry]] = [
        Column(_("Goal code"), 9, lambda row: row.goal),
        Column(_("Activity"), 60, lambda row: row.title),
        Column(_("Goal"), 32, lambda row: titles.get(row.goal, "")),
        Column(_("Set by"), 19, lambda row: _owner(row.owner)),
        Column(_("Start date"), 12, lambda row: row.start),
        Column(_("End date"), 12, lambda row: row.end),
    ]
    if shown.document.is_plan:
        return columns
    return [
        *columns,
        Column(_("Status"), 14, lambda row: row.status_label),
        Column(_("Deviation"), 11, lambda row: _yes(said=row.deviation)),
        Column(_("Analysis"), 80, lambda row: plain(row.analysis)),
    ]


def unit_of(row: IndicatorEntry) -> str:
    """What the indicator is measured in: its outcome's unit, else that of another figure."""
    values = (row.outcome, row.target, row.council_target, row.forecast, row.previous_year)
    return next((value.unit for value in (*values, row.women, row.men) if value.unit), "")
