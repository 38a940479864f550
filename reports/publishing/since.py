"""What has changed since the report before: numbers from and to, assessments, deviations. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from config.formats import Value
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.firstpage import (
    FirstPage,
    MovedGoal,
    direction,
    finder,
    goal_keys,
    indicator_keys,
    is_same,
)


@dataclass(frozen=True)
class ChangedFigure:
    """A figure of an indicator in the report before and in this one."""

    before: Value
    after: Value
    # 1 better, -1 worse, 0 where that cannot be told.
    direction: int = 0

    @property
    def is_changed(self) -> bool:
        return not is_same(self.before, self.after)


@dataclass(frozen=True)
class ChangedIndicator:
    """An indicator of both reports that does not say the same: its outcome, and its whole year."""

    key: str
    indicator: IndicatorEntry
    outcome: ChangedFigure
    # What was forecast of the whole year, and what is forecast or was reached now.
    year: ChangedFigure | None
    target: ChangedFigure

    @property
    def is_changed(self) -> bool:
        figures = [self.outcome, self.target, *([self.year] if self.year else [])]
        return any(figure.is_changed for figure in figures)


class Since:
    """A document beside the report before it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.first_page = FirstPage(document)

    @property
    def earlier(self) -> Document | None:
        return self.document.earlier

    @property
    def follows_the_year(self) -> bool:
        """Whether the report before is of the same year, and its forecasts are of this year."""
        return self.first_page.follows_the_year

    @property
    def moved_goals(self) -> tuple[MovedGoal, ...]:
        """The goals that are assessed otherwise."""
        return self.first_page.moved_goals

    @property
    def new_deviations(self) -> tuple[ActivityEntry, ...]:
        """The activities that deviate now and did not before."""
        return self.first_page.new_deviations if self.earlier else ()

    @cached_property
    def indicators(self) -> tuple[ChangedIndicator, ...]:
        """The indicators of both reports whose figures differ, in this report's order."""
        return tuple(one for one in self._in_both if one.is_changed)

    @property
    def unchanged(self) -> int:
        """How many indicators of both reports say the same."""
        return len(self._in_both) - len(self.indicators)

    @cached_property
    def new_indicators(self) -> tuple[tuple[str, IndicatorEntry], ...]:
        """The indicators that the report before does not have, with their keys."""
        return tuple((key, row) for key, row in self._rows() if not self._before(row))

    @cached_property
    def gone_indicators(self) -> tuple[IndicatorEntry, ...]:
        """The indicators that only the report before has."""
        find = finder(self.document.indicators(), indicator_keys)
        earlier = self.earlier.indicators() if self.earlier else ()
        return tuple(row for row in earlier if not find(row))

    @cached_property
    def new_goals(self) -> tuple[GoalEntry, ...]:
        """The goals that the report before does not have."""
        find = finder(self.earlier.goals if self.earlier else (), goal_keys)
        return tuple(goal for goal in self.document.goals if not find(goal))

    @cached_property
    def gone_goals(self) -> tuple[GoalEntry, ...]:
        """The goals that only the report before has."""
        find = finder(self.document.goals, goal_keys)
        return tuple(
            goal for goal in (self.earlier.goals if self.earlier else ()) if not find(goal)
        )

    @cached_property
    def _in_both(self) -> tuple[ChangedIndicator, ...]:
        return tuple(
            self._compared(key, row, before)
            for key, row in self._rows()
            if (before := self._before(row))
        )

    def _rows(self) -> list[tuple[str, IndicatorEntry]]:
        return [
            (f"{goal.code}-{number}", row)
            for goal in self.document.goals
            for number, row in enumerate(goal.indicators, 1)
        ]

    @cached_property
    def _find(self) -> Callable[[IndicatorEntry], IndicatorEntry | None]:
        return finder(self.earlier.indicators() if self.earlier else (), indicator_keys)

    def _before(self, row: IndicatorEntry) -> IndicatorEntry | None:
        return self._find(row)

    def _compared(self, key: str, row: IndicatorEntry, before: IndicatorEntry) -> ChangedIndicator:
        def figure(was: Value, now: Value) -> ChangedFigure:
            return ChangedFigure(was, now, direction(was, now, row.better))

        now = row.forecast if self.document.has_forecast else row.outcome
        # A year that nobody forecast became what it became, and has not changed.
        told = self.document.has_forecast or not before.forecast.is_nothing
        with_forecast = told and self.follows_the_year
        return ChangedIndicator(
            key,
            row,
            outcome=figure(before.outcome, row.outcome),
            year=figure(before.forecast, now) if with_forecast else None,
            target=ChangedFigure(before.target, row.target),
        )
