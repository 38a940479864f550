"""Figures on their way out to somebody: what `indicators.suppression` lets be shown of them."""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace

from goals.queries import policy_now
from indicators.choices import OutcomeState
from indicators.models import Outcome, Target
from indicators.queries import Line
from indicators.suppression import (
    CELLS,
    Figures,
    Nature,
    counts_people,
    is_hidden,
    is_share,
    may_be_shown,
)
from organisation.access import Action, Principal, may
from organisation.models import Committee


def hides_from(user: Principal, committee: Committee) -> bool:
    """Whether small groups are hidden from the person in the committee: from those who neither
    enter nor judge there, once the municipality has set a limit."""
    return not may(user, Action.SEE_SMALL_GROUPS, committee) and policy_now().smallest_group > 0


def seen_by(user: Principal, lines: Iterable[Line]) -> list[Line]:
    """The lines as the person may see them; one query when something may have to be hidden."""
    lines = list(lines)
    committees = {line.target.round.committee_id: line.target.round.committee for line in lines}
    hidden_in = {
        pk
        for pk, committee in committees.items()
        if not may(user, Action.SEE_SMALL_GROUPS, committee)
    }
    if not hidden_in:
        return lines
    limit = policy_now().smallest_group
    return [
        protected_line(line, limit) if line.target.round.committee_id in hidden_in else line
        for line in lines
    ]


def protected_lines(lines: Iterable[Line]) -> list[Line]:
    """The lines as anybody may see them, for what leaves the program; one query."""
    limit = policy_now().smallest_group
    return [protected_line(line, limit) for line in lines]


def protected_line(line: Line, limit: int) -> Line:
    """The line with nothing in it that would show a small group."""
    if not limit:
        return line
    outcome = protected(line.outcome, line.target, limit)
    before = Outcome()
    before.total = line.previous_tertial
    earlier = protected(before, line.target, limit, alike=line.outcome)
    return replace(line, outcome=outcome, previous_tertial=earlier.total)


def protected(
    outcome: Outcome, target: Target, limit: int, *, alike: Outcome | None = None
) -> Outcome:
    """The outcome as it may be shown, never to be saved: a copy where anything is hidden.

    `alike` is the outcome that tells what is counted, where this one is only a part of it.
    A total that is hidden has the state that says why.
    """
    if not limit or not is_of_people(alike or outcome, target):
        return outcome
    stored = _figures(outcome)
    shown = may_be_shown(stored, limit=limit)
    if shown == stored:
        return outcome
    protected = copy(outcome)
    for cell in CELLS:
        setattr(protected, cell, getattr(shown, cell))
    if is_hidden(shown.total):
        protected.state = OutcomeState.TOO_FEW
    return protected


def is_of_people(outcome: Outcome, target: Target) -> bool:
    """Whether the outcome counts people."""
    indicator = target.measure.indicator
    by_sex = target.by_sex or indicator.by_sex
    nature = Nature(indicator.name, indicator.unit, indicator.kind, by_sex)
    return counts_people(nature, _figures(outcome))


def has_only_shares(outcome: Outcome) -> bool:
    """Whether no figure of the outcome could be a number of people."""
    return all(is_share(getattr(outcome, cell)) for cell in CELLS)


def _figures(outcome: Outcome) -> Figures:
    return Figures(**{cell: getattr(outcome, cell) for cell in CELLS})
