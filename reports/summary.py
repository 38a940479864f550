"""What a document says in short: the counts, and what needs attention.

Every number in "I korthet", on pages and in exports comes from here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from config.formats import Value, read_word
from goals.choices import GoalLevel, Level
from goals.tree import parent_codes
from indicators.choices import Better
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Tally:
    """How many of some things are met fully, partly, not, or not assessed."""

    full: int = 0
    partial: int = 0
    none: int = 0
    unassessed: int = 0

    @property
    def total(self) -> int:
        return self.full + self.partial + self.none + self.unassessed

    @property
    def assessed(self) -> int:
        return self.total - self.unassessed


@dataclass(frozen=True)
class Change:
    """An indicator beside last year: its value, and whether that is better (+1) or worse (-1)."""

    indicator: IndicatorEntry
    value: Value
    direction: int
    # The change as a share of last year's value; nothing when that was zero.
    share: Decimal | None


@dataclass(frozen=True)
class Summary:
    """The counts of a document, and the lists behind them."""

    goals: dict[GoalLevel, Tally]
    # By the year's outcome; and, in a tertial report, by the forecast.
    fulfilment: Tally
    forecast: Tally
    # What the document judges by: the forecast in a tertial report, else the outcome.
    indicators: Tally
    activities: int
    goals_short: tuple[GoalEntry, ...]
    indicators_short: tuple[IndicatorEntry, ...]
    deviations: tuple[ActivityEntry, ...]
    missing_outcomes: tuple[IndicatorEntry, ...]
    missing_analyses: tuple[IndicatorEntry, ...]
    # Without a target, or with one that says nothing yet ("Fastställs 2024").
    open_targets: tuple[IndicatorEntry, ...]
    changes: tuple[Change, ...]

    @property
    def better(self) -> tuple[Change, ...]:
        """What is better than last year, the largest change first."""
        return self._changed(1)

    @property
    def worse(self) -> tuple[Change, ...]:
        """What is worse than last year, the largest change first."""
        return self._changed(-1)

    @property
    def unchanged(self) -> tuple[Change, ...]:
        """What is the same as last year."""
        return self._changed(0)

    def _changed(self, direction: int) -> tuple[Change, ...]:
        changes = [change for change in self.changes if change.direction == direction]
        return tuple(sorted(changes, key=lambda change: -(change.share or Decimal(0))))


def judged(indicator: IndicatorEntry, document: Document) -> Level | None:
    """How far an indicator meets its target, by what the document judges it by."""
    return indicator.forecast_fulfilment if document.has_forecast else indicator.fulfilment


def summarise(document: Document) -> Summary:
    """The document in short."""
    indicators = tuple(document.indicators())
    fulfilment = _tally(indicators, lambda row: row.fulfilment)
    forecast = _tally(indicators, lambda row: row.forecast_fulfilment)
    short = tuple(row for row in indicators if judged(row, document) in (Level.NONE, Level.PARTIAL))
    reports = not document.is_plan
    return Summary(
        goals=_goal_tallies(document),
        fulfilment=fulfilment,
        forecast=forecast,
        indicators=forecast if document.has_forecast else fulfilment,
        activities=sum(1 for _activity in document.activities()),
        goals_short=tuple(
            goal for goal in document.goals if goal.assessment in (Level.NONE, Level.PARTIAL)
        ),
        indicators_short=tuple(sorted(short, key=lambda row: judged(row, document) != Level.NONE)),
        deviations=tuple(row for row in document.activities() if row.deviation),
        missing_outcomes=tuple(
            row for row in indicators if reports and row.outcome.is_nothing and _expected(row)
        ),
        missing_analyses=tuple(row for row in short if not row.analysis and not row.commented),
        open_targets=tuple(row for row in indicators if _is_open(row.target)),
        changes=tuple(filter(None, (change_of(row, document) for row in indicators))),
    )


def _is_open(target: Value) -> bool:
    return not target.is_number and read_word(target.word) is None


def _expected(row: IndicatorEntry) -> bool:
    """Whether nobody has said why there is no outcome."""
    return row.state in ("", "entered", "missing")


def indicator_tally(rows: Iterable[IndicatorEntry], document: Document) -> Tally:
    """The indicators by how far they meet their targets, as the document judges them."""
    return _tally(rows, lambda row: judged(row, document))


def goal_tally(goals: Iterable[GoalEntry]) -> Tally:
    """The goals by how they are assessed."""
    return _tally(goals, lambda goal: goal.assessment)


def _goal_tallies(document: Document) -> dict[GoalLevel, Tally]:
    """The goals of each level that the document has, by assessment."""
    return {
        level: goal_tally(goals)
        for level in GoalLevel
        if (goals := [goal for goal in document.goals if goal.level == level])
    }


def with_all_below(goal: GoalEntry, document: Document) -> tuple[GoalEntry, ...]:
    """The goal and every goal under it, at any depth, in the order they are printed."""
    return tuple(
        other for other in document.goals if other is goal or goal.code in parent_codes(other.code)
    )


def _tally(things: Iterable[Thing], level: Callable[[Thing], Level | None]) -> Tally:
    levels = [level(thing) for thing in things]
    return Tally(
        full=levels.count(Level.FULL),
        partial=levels.count(Level.PARTIAL),
        none=levels.count(Level.NONE),
        unassessed=levels.count(None),
    )


def change_of(row: IndicatorEntry, document: Document) -> Change | None:
    """The indicator beside last year; nothing when there is nothing to compare."""
    value = row.forecast if document.has_forecast else row.outcome
    now, before = value.amount, row.previous_year.amount
    # "Within" has a target, not a direction: moving is neither better nor worse.
    if now is None or before is None or row.better == Better.WITHIN:
        return None
    difference = now - before
    upwards = (difference > 0) - (difference < 0)
    return Change(
        indicator=row,
        value=value,
        direction=upwards if row.better == Better.HIGHER else -upwards,
        share=abs(difference / before) if before else None,
    )
