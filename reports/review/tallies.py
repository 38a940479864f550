"""What the document itself counts, in every way that a sentence can mean it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from goals.choices import ActivityStatus, GoalLevel, Level, Owner
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.review.counted import Claim, Part, Said, Thing

Row = TypeVar("Row", IndicatorEntry, ActivityEntry)

_GOAL_LEVELS = {
    Thing.COMMITTEE_GOAL: GoalLevel.COMMITTEE,
    Thing.AREA_GOAL: GoalLevel.AREA,
    Thing.DIRECTION_GOAL: GoalLevel.DIRECTION,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The things counted in one way: levels of indicators and goals, or the activities."""

    full: int = 0
    partial: int = 0
    none: int = 0
    # Without a level: whoever wrote may have known more than the table tells.
    open: int = 0
    deviating: int | None = None
    # Of the activities whose status somebody told; None when nobody told any.
    done: int | None = None
    untold: int = 0

    @property
    def total(self) -> int:
        return self.full + self.partial + self.none + self.open

    def agrees(self, claim: Claim) -> bool:
        """Whether everything that the claim states can be so."""
        totals = {self.total, self.total - self.open}
        return claim.totals <= totals and all(self._allows(part, claim) for part in claim.parts)

    def _allows(self, part: Part, claim: Claim) -> bool:
        number = self.total if part.number is None else part.number
        if self.deviating is not None:
            return self._allows_of_activities(part.said, number)
        counts = self._counts(part.said, claim)
        return any(least <= number <= least + self.open for least in counts)

    def _counts(self, said: Said, claim: Claim) -> tuple[int, ...]:
        """How many it may be, without those that have no level."""
        short = self.none + self.partial
        told_apart = any(part.said is Said.PARTIAL for part in claim.parts)
        return {
            Said.FULL: (self.full,),
            Said.PARTIAL: (self.partial,),
            Said.NOT: (self.none,) if told_apart else (self.none, short),
            Said.NOT_FULL: (short,),
            Said.SOME: (self.full + self.partial,),
            Said.REACHED: (self.full, self.full + self.partial),
        }.get(said, ())

    def _allows_of_activities(self, said: Said, number: int) -> bool:
        if said is Said.DEVIATES:
            return number == self.deviating
        done = number if said is Said.DONE else self.total - number
        if self.done is not None:
            return self.done <= done <= self.done + self.untold
        # Nobody has said how far they have come: one that deviated may have been done all the
        # same, and one that did not may be on its way.
        return True


def readings(thing: Thing, goal: GoalEntry | None, document: Document) -> list[Reading]:
    """The ways to count the things under a goal (or in the document), the nearest first."""
    below = _below(goal, document)
    if thing is Thing.INDICATOR:
        return _of_indicators(goal, below, document)
    if thing is Thing.ACTIVITY:
        return [_of_activities(group) for group in _groups(goal, below, lambda at: at.activities)]
    if thing is Thing.RESULT:
        return list(_of_results(goal, below))
    level = _GOAL_LEVELS[thing]
    found = [each for each in below if each.level == level and each is not goal]
    return [_tally(each.assessment for each in found)] if found else []


def _below(goal: GoalEntry | None, document: Document) -> list[GoalEntry]:
    """The goal and everything under it; the whole tree without a goal."""
    if goal is None:
        return list(document.goals)
    return [
        each
        for each in document.goals
        if each is goal or each.sort_key[: len(goal.sort_key)] == goal.sort_key
    ]


def _groups(
    goal: GoalEntry | None, below: list[GoalEntry], rows: Callable[[GoalEntry], tuple[Row, ...]]
) -> Iterator[list[Row]]:
    """Its own rows, those with what stands under it, and either owner's; never no rows at all."""
    every: list[Row] = [row for each in below for row in rows(each)]
    own = list(rows(goal)) if goal else every
    groups = [own, every]
    groups += [[row for row in every if row.owner == owner] for owner in Owner]
    for number, group in enumerate(groups):
        if group and group not in groups[:number]:
            yield group


def _of_indicators(
    goal: GoalEntry | None, below: list[GoalEntry], document: Document
) -> list[Reading]:
    found = []
    for group in _groups(goal, below, lambda at: at.indicators):
        by_outcome = _tally(row.fulfilment for row in group)
        by_forecast = _tally(row.forecast_fulfilment for row in group)
        if document.has_forecast:
            found.append(by_forecast)
        # Outcomes that are yet to come tell nothing against what is forecast.
        if not document.has_forecast or by_outcome.open <= by_forecast.open:
            found.append(by_outcome)
    return found


def _of_activities(group: list[ActivityEntry]) -> Reading:
    told = [row.status for row in group if row.status]
    return Reading(
        full=len(group),
        deviating=sum(1 for row in group if row.deviation),
        done=told.count(ActivityStatus.DONE) if told else None,
        untold=len(group) - len(told),
    )


def _of_results(goal: GoalEntry | None, below: list[GoalEntry]) -> Iterator[Reading]:
    """A goal's own expected results, and with those below. One not ticked may be reached too."""
    for goals in ([goal] if goal else [], below):
        total = sum(len(each.expected_results or ()) for each in goals)
        reached = sum(len(each.reached_results or ()) for each in goals)
        if total:
            yield Reading(full=reached, open=total - reached)


def _tally(levels: Iterable[Level | None]) -> Reading:
    found = list(levels)
    return Reading(
        full=found.count(Level.FULL),
        partial=found.count(Level.PARTIAL),
        none=found.count(Level.NONE),
        open=found.count(None),
    )
