"""What the committee must know first: what has moved since the report before, what is not met and
why, and what has no value yet.

Worked out from two documents alone, this one and the one before it; worded elsewhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypeVar

from config.formats import Value, folded
from goals.choices import Level
from indicators.choices import Better, OutcomeState
from indicators.suppression import is_hidden
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.reasons import why
from reports.summary import judged

Thing = TypeVar("Thing")
Entry = TypeVar("Entry", GoalEntry, IndicatorEntry)

# From the worst to the best.
ORDER = (Level.NONE, Level.PARTIAL, Level.FULL)
# What says in the document why there is no outcome, the most unsettled first.
UNSETTLED = (OutcomeState.MISSING, OutcomeState.LATER)


@dataclass(frozen=True)
class MovedGoal:
    """A goal that is assessed otherwise than before."""

    goal: GoalEntry
    before: Level
    after: Level

    @property
    def is_worse(self) -> bool:
        """Whether it is met less than before."""
        return ORDER.index(self.after) < ORDER.index(self.before)


@dataclass(frozen=True)
class MovedForecast:
    """An indicator whose year is now expected, or became, another than was expected before."""

    indicator: IndicatorEntry
    before: Value
    after: Value
    # How far the target was, and is now, going to be met; nothing: not assessable.
    level_before: Level | None
    level: Level | None
    # The change as a share of what was expected; nothing when that was zero or a word.
    share: Decimal | None = None
    # +1 towards the target, -1 away from it; 0 where that cannot be told.
    direction: int = 0

    @property
    def changes_level(self) -> bool:
        """Whether the target is now going to be met otherwise than before."""
        return self.level != self.level_before


@dataclass(frozen=True)
class Short(Generic[Entry]):
    """A goal or an indicator that is not met fully, with the analysis' own words about why."""

    thing: Entry
    level: Level
    # Empty: there is no analysis.
    why: str
    # There is one, which this document does not hold (a loaded file may only say so).
    is_elsewhere: bool = False


@dataclass(frozen=True)
class FirstPage:
    """Everything the first page tells, the most important first in each list, none cut short."""

    document: Document

    @property
    def earlier(self) -> Document | None:
        """The report before this one."""
        return self.document.earlier

    @property
    def follows_the_year(self) -> bool:
        """Whether the report before is of the same year, so that forecasts can be compared."""
        return self.earlier is not None and self.earlier.year == self.document.year

    @cached_property
    def moved_goals(self) -> tuple[MovedGoal, ...]:
        """The goals that both reports assess, and this one otherwise; those that fell first."""
        find = finder(self.earlier.goals if self.earlier else (), goal_keys)
        moved = [
            MovedGoal(goal, before.assessment, goal.assessment)
            for goal in self.document.goals
            if goal.assessment
            and (before := find(goal))
            and before.assessment
            and before.assessment != goal.assessment
        ]
        return tuple(sorted(moved, key=lambda one: not one.is_worse))

    @cached_property
    def moved_forecasts(self) -> tuple[MovedForecast, ...]:
        """The indicators whose year has moved since the same year's report before.

        A tertial report tells each new forecast, an annual report only the outcomes that meet
        their targets otherwise than was forecast: hardly any is exactly what was expected.
        """
        if self.earlier is None or not self.follows_the_year:
            return ()
        find = finder(self.earlier.indicators(), indicator_keys)
        pairs = ((row, find(row)) for row in self.document.indicators())
        moved = [one for row, before in pairs if before and (one := self._moved(row, before))]
        return tuple(sorted(moved, key=_importance))

    def _moved(self, row: IndicatorEntry, before: IndicatorEntry) -> MovedForecast | None:
        now = row.forecast if self.document.has_forecast else row.outcome
        if not (_is_told(now) and _is_told(before.forecast)) or is_same(now, before.forecast):
            return None
        moved = MovedForecast(
            indicator=row,
            before=before.forecast,
            after=now,
            level_before=before.forecast_fulfilment,
            level=judged(row, self.document),
            share=_share(before.forecast, now),
            direction=direction(before.forecast, now, row.better),
        )
        return moved if self.document.has_forecast or moved.changes_level else None

    @cached_property
    def new_deviations(self) -> tuple[ActivityEntry, ...]:
        """The activities that deviate, and did not in the same year's report before."""
        rows = self.earlier.activities() if self.earlier and self.follows_the_year else ()
        before = {_activity_key(row) for row in rows if row.deviation}
        return tuple(row for row in self.deviations if _activity_key(row) not in before)

    @cached_property
    def deviations(self) -> tuple[ActivityEntry, ...]:
        """All activities that deviate."""
        return tuple(row for row in self.document.activities() if row.deviation)

    @cached_property
    def short_goals(self) -> tuple[Short[GoalEntry], ...]:
        """The goals that are not met fully and why, those not met at all first."""
        short = [
            Short(goal, goal.assessment, why(goal.analysis))
            for goal in self.document.goals
            if goal.assessment in (Level.NONE, Level.PARTIAL)
        ]
        return tuple(sorted(short, key=lambda one: ORDER.index(one.level)))

    @cached_property
    def short_indicators(self) -> tuple[Short[IndicatorEntry], ...]:
        """The indicators that miss their targets and why, those furthest from them first."""
        levels = ((row, judged(row, self.document)) for row in self.document.indicators())
        short = [
            Short(row, level, why(row.analysis), row.commented and not row.analysis)
            for row, level in levels
            if level in (Level.NONE, Level.PARTIAL)
        ]
        return tuple(sorted(short, key=lambda one: ORDER.index(one.level)))

    @cached_property
    def without_value(self) -> tuple[IndicatorEntry, ...]:
        """The indicators that have no outcome and should: missing ones, then those that come."""
        rows = () if self.document.is_plan else self.document.indicators()
        empty = [row for row in rows if row.outcome.is_nothing and state_of(row) in UNSETTLED]
        return tuple(sorted(empty, key=lambda row: UNSETTLED.index(state_of(row))))

    @cached_property
    def settled(self) -> dict[OutcomeState, int]:
        """How many have no outcome for a reason that is final in this report, by the reason."""
        rows = () if self.document.is_plan else self.document.indicators()
        states = [state_of(row) for row in rows if row.outcome.is_nothing]
        final = (state for state in OutcomeState if state not in UNSETTLED)
        return {state: states.count(state) for state in final if state in states}


def state_of(row: IndicatorEntry) -> OutcomeState:
    """Why an indicator without an outcome has none; nothing said means that it is missing."""
    state = OutcomeState(row.state) if row.state else OutcomeState.MISSING
    return OutcomeState.MISSING if state == OutcomeState.ENTERED else state


# Finding the same thing in the report before ---------------------------------------------------


def finder(
    things: Iterable[Thing], keys: Callable[[Thing], tuple[str, str]]
) -> Callable[[Thing], Thing | None]:
    """Finds the same thing among others: at the same place, else by its words where only one
    has them. A tree may be numbered anew from year to year."""
    exact: dict[tuple[str, str], Thing] = {}
    by_words: dict[str, list[Thing]] = {}
    for thing in things:
        place, words = keys(thing)
        exact.setdefault((place, words), thing)
        by_words.setdefault(words, []).append(thing)

    def find(thing: Thing) -> Thing | None:
        place, words = keys(thing)
        alike = by_words.get(words, [])
        return exact.get((place, words)) or (alike[0] if len(alike) == 1 else None)

    return find


def goal_keys(goal: GoalEntry) -> tuple[str, str]:
    return goal.code, folded(goal.title)


def indicator_keys(row: IndicatorEntry) -> tuple[str, str]:
    return row.goal, folded(row.name)


def _activity_key(row: ActivityEntry) -> tuple[str, str]:
    return row.goal, folded(row.title)


# Comparing -------------------------------------------------------------------------------------


def _is_told(value: Value) -> bool:
    return not value.is_nothing and not is_hidden(value)


def is_same(one: Value, other: Value) -> bool:
    if one.amount is not None and other.amount is not None:
        return one.amount == other.amount
    return folded(one.text) == folded(other.text)


def _share(before: Value, now: Value) -> Decimal | None:
    if not before.amount or now.amount is None:
        return None
    return abs((now.amount - before.amount) / before.amount)


def direction(before: Value, now: Value, better: Better) -> int:
    if before.amount is None or now.amount is None or better == Better.WITHIN:
        return 0
    up = (now.amount > before.amount) - (now.amount < before.amount)
    return up if better == Better.HIGHER else -up


def _importance(moved: MovedForecast) -> tuple[bool, bool, Decimal]:
    """First what is met otherwise, the worse before the better; then by how much it moved."""
    return not moved.changes_level, moved.direction > 0, -(moved.share or Decimal(0))
