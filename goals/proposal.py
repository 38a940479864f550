"""How far a goal seems to be met, with the reasons in words. Pure: no database, no clock.

It proposes and never decides: a goal is judged by people (docs/adr/0014, docs/judging.md).
Each kind of evidence gives a share from 0 to 1: an indicator that is met partly, a goal
below that is, and an activity that deviates from its plan count half; a stopped activity
counts nothing. What cannot be judged yet is left out, never counted as missed. The shares
are weighed together by the municipality's rule.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from goals.choices import Level, ProposalMode
from goals.grounds import GroundCode, words_of

WORTH: Mapping[Level, Fraction] = {
    Level.FULL: Fraction(1),
    Level.PARTIAL: Fraction(1, 2),
    Level.NONE: Fraction(0),
}


class ActivityState(StrEnum):
    """How an activity goes, as far as a proposal needs to know."""

    DONE = "done"
    # Going to plan, also when it has not started yet.
    ONGOING = "ongoing"
    DEVIATING = "deviating"
    STOPPED = "stopped"
    # Without a deviation, in a document that states no activity's status.
    UNSTATED = "unstated"
    # Nobody has said anything of it, though of others.
    UNKNOWN = "unknown"


ACTIVITY_WORTH: Mapping[ActivityState, Fraction] = {
    ActivityState.DONE: Fraction(1),
    ActivityState.ONGOING: Fraction(1),
    ActivityState.DEVIATING: Fraction(1, 2),
    ActivityState.STOPPED: Fraction(0),
    ActivityState.UNSTATED: Fraction(1),
}


@dataclass(frozen=True, slots=True)
class JudgingRule:
    """What the municipality has set about proposals; see `goals.models.Policy`."""

    mode: ProposalMode = ProposalMode.PROPOSE
    indicator_weight: int = 2
    activity_weight: int = 1
    child_weight: int = 3
    full_from: Decimal = Decimal("0.750")
    partial_from: Decimal = Decimal("0.250")
    never_full_with_unmet: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator, or a goal below, with its level; none: it cannot be, or is not, judged yet."""

    name: str
    level: Level | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything there is to judge a goal by. `forecasts` says whether it is about the year to
    come (a tertial report) or the one that has been."""

    indicators: tuple[Judged, ...] = ()
    activities: tuple[ActivityState, ...] = ()
    # The goals right below.
    children: tuple[Judged, ...] = ()
    # The expected results: told, but not counted.
    results: int = 0
    reached: int = 0
    forecasts: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason: what it says, and the figures in it. Stored as it is, told in any language."""

    code: GroundCode
    figures: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def words(self) -> str:
        """One plain sentence, in the language that is active."""
        return words_of(self.code, self.figures)

    @property
    def stored(self) -> dict[str, Any]:
        """As JSON, for `Assessment.grounds`."""
        return {"code": self.code.value, "figures": dict(self.figures)}

    @classmethod
    def read(cls, stored: Any) -> Self | None:
        """A stored ground; none where it is one that is not known any more."""
        try:
            return cls(GroundCode(stored["code"]), dict(stored["figures"]))
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed level, none when there is no proposal, and the reasons for it."""

    level: Level | None
    grounds: tuple[Ground, ...] = ()

    def differs_from(self, level: str) -> bool:
        """Whether somebody who judges so owes a reason."""
        return bool(level and self.level and level != self.level)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of evidence: how much it weighs, its share, and what is told of it."""

    weight: int
    # Nothing: there is nothing of this kind to go by.
    share: Fraction | None
    grounds: tuple[Ground, ...]


def propose(evidence: Evidence, rule: JudgingRule) -> Proposal:
    """The level that the evidence speaks for under the rule, with the reasons.

    No level when the municipality judges by hand, or when there is nothing to go by. A kind
    of evidence that weighs nothing is left out, and not told of; only "never fully while an
    indicator is not met" holds whatever the indicators weigh.
    """
    if rule.mode == ProposalMode.MANUAL:
        return Proposal(None, (Ground(GroundCode.MANUAL),))
    kinds = [kind for kind in _kinds(evidence, rule) if kind.weight]
    grounds = [ground for kind in kinds for ground in kind.grounds]
    grounds += _results(evidence)
    counted = [(kind.weight, kind.share) for kind in kinds if kind.share is not None]
    if not counted:
        return Proposal(None, (*grounds, Ground(GroundCode.NOTHING)))
    share = sum((weight * part for weight, part in counted), Fraction(0)) / sum(
        weight for weight, _part in counted
    )
    level = _level(share, rule)
    grounds.append(_weighed(share, level, rule))
    grounds += _activities_alone(evidence, rule)
    unmet = any(one.level == Level.NONE for one in evidence.indicators)
    if rule.never_full_with_unmet and unmet and level == Level.FULL:
        level = Level.PARTIAL
        grounds.append(Ground(GroundCode.NEVER_FULL, {"forecasts": evidence.forecasts}))
    return Proposal(level, tuple(grounds))


def _level(share: Fraction, rule: JudgingRule) -> Level:
    if share >= Fraction(rule.full_from):
        return Level.FULL
    return Level.PARTIAL if share >= Fraction(rule.partial_from) else Level.NONE


def _kinds(evidence: Evidence, rule: JudgingRule) -> Iterator[_Kind]:
    yield _judged(
        rule.indicator_weight,
        evidence.indicators,
        (GroundCode.INDICATORS, GroundCode.INDICATORS_OPEN),
        evidence.forecasts,
    )
    yield _activities(rule.activity_weight, evidence.activities)
    yield _judged(
        rule.child_weight,
        evidence.children,
        (GroundCode.CHILDREN, GroundCode.CHILDREN_OPEN),
        evidence.forecasts,
    )


def _judged(
    weight: int, things: tuple[Judged, ...], codes: tuple[GroundCode, GroundCode], forecasts: bool
) -> _Kind:
    """Indicators, or goals below: those with a level count, the others are pointed out."""
    levels = [thing.level for thing in things if thing.level is not None]
    counted, left_open = codes
    left = len(things) - len(levels)
    grounds = []
    if levels:
        counts: dict[str, Any] = {level.value: levels.count(level) for level in Level}
        grounds.append(Ground(counted, counts | {"open": left, "forecasts": forecasts}))
    if left:
        grounds.append(Ground(left_open, {"count": left, "total": len(things)}))
    share = sum((WORTH[level] for level in levels), Fraction(0)) / len(levels) if levels else None
    return _Kind(weight, share, tuple(grounds))


def _activities(weight: int, states: tuple[ActivityState, ...]) -> _Kind:
    counts = Counter(states)
    unknown = counts.pop(ActivityState.UNKNOWN, 0)
    known = counts.total()
    grounds = []
    if known:
        told = {state.value: counts[state] for state in ACTIVITY_WORTH} | {"open": unknown}
        grounds.append(Ground(GroundCode.ACTIVITIES, told))
    if unknown:
        left = {"count": unknown, "total": len(states)}
        grounds.append(Ground(GroundCode.ACTIVITIES_OPEN, left))
    worth = sum((ACTIVITY_WORTH[state] * count for state, count in counts.items()), Fraction(0))
    return _Kind(weight, worth / known if known else None, tuple(grounds))


def _activities_alone(evidence: Evidence, rule: JudgingRule) -> list[Ground]:
    """Told where there is more to go by, and none of it can be judged yet."""
    others = [
        *(evidence.indicators if rule.indicator_weight else ()),
        *(evidence.children if rule.child_weight else ()),
    ]
    if not others or any(other.level is not None for other in others):
        return []
    known = sum(state != ActivityState.UNKNOWN for state in evidence.activities)
    return [Ground(GroundCode.ACTIVITIES_ALONE, {"count": known, "total": known})]


def _results(evidence: Evidence) -> list[Ground]:
    """Nobody ticks results in many reports: none at all is not told."""
    if not evidence.reached:
        return []
    return [Ground(GroundCode.RESULTS, {"count": evidence.reached, "total": evidence.results})]


def _weighed(share: Fraction, level: Level, rule: JudgingRule) -> Ground:
    edges = {Level.FULL: rule.full_from, Level.PARTIAL: rule.partial_from}
    return Ground(
        GroundCode.WEIGHED,
        {
            # In percent, rounded down: 74.9 has not reached 75.
            "share": int(share * 100),
            "level": level.value,
            "edge": str(edges.get(level, rule.partial_from) * 100),
        },
    )
