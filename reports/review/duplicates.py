"""Checks of what stands twice, and of codes that do not follow each other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.choices import GoalLevel
from reports.choices import Severity
from reports.document import GoalEntry
from reports.review.findings import (
    Case,
    Check,
    Spot,
    Told,
    activity_spot,
    goal_spot,
    indicator_spot,
)

Row = TypeVar("Row")
NOT_LETTERS = re.compile(r"\W+")


def normal(title: str) -> str:
    """A title as it is compared: without case, punctuation and double spaces."""
    return NOT_LETTERS.sub(" ", title).strip().casefold()


def twice(case: Case) -> Iterator[Told]:
    """An indicator or an activity that stands twice under one goal."""
    message = _("It stands twice under the same goal.")
    for goal in case.document.goals:
        for indicator in _repeated((normal(row.name), row) for row in goal.indicators):
            yield indicator_spot(indicator, "name"), message, indicator.name
        for activity in _repeated((normal(row.title), row) for row in goal.activities):
            yield activity_spot(activity, "title"), message, activity.title


def repeated(case: Case) -> Iterator[Told]:
    """The same indicator or activity under several goals, told once. That may be meant."""
    places: defaultdict[tuple[str, str], dict[str, Spot]] = defaultdict(dict)
    for indicator in case.document.indicators():
        places["measure", normal(indicator.name)][indicator.goal] = indicator_spot(indicator)
    for activity in case.document.activities():
        places["activity", normal(activity.title)][activity.goal] = activity_spot(activity)
    for spots in places.values():
        if len(spots) > 1:
            codes = ", ".join(spots)
            message = _("It stands under several goals: %(codes)s.") % {"codes": codes}
            yield list(spots.values())[1], message, codes


def same_code(case: Case) -> Iterator[Told]:
    """Two goals with one code."""
    for goal in _repeated((goal.code, goal) for goal in case.document.goals):
        message = _("Another goal has the code %(code)s too.") % {"code": goal.code}
        yield goal_spot(goal, "code"), message, goal.code


def same_title(case: Case) -> Iterator[Told]:
    """Two goals of one level with the same title."""
    named = ((f"{goal.level} {normal(goal.title)}", goal) for goal in case.document.goals)
    for goal in _repeated(named):
        yield goal_spot(goal, "title"), _("Another goal has the same title."), goal.title


def gap(case: Case) -> Iterator[Told]:
    """A committee's goals that are not numbered one, two, three under the goal above.

    The council's own have gaps where a committee has no part in a goal: those say nothing.
    """
    last: dict[str, int] = {}
    for goal in case.document.goals:
        if goal.level != GoalLevel.COMMITTEE:
            continue
        above, _point, number = goal.code.rpartition(".")
        expected = last.get(above, 0) + 1
        if int(number) > expected:
            message = _("The code %(code)s follows, but %(expected)s was expected.")
            values = {"code": goal.code, "expected": f"{above}.{expected}"}
            yield goal_spot(goal, "code"), message % values, f"{goal.code} | {expected}"
        last[above] = int(number)


def orphan(case: Case) -> Iterator[Told]:
    """A goal whose own code says that it stands under one that is not in the document."""
    codes = {goal.code for goal in case.document.goals}
    for goal in case.document.goals:
        above = goal.code.rpartition(".")[0]
        if above and above not in codes and _is_told_first(goal, case):
            message = _("There is no goal %(code)s above it.") % {"code": above}
            yield goal_spot(goal, "code"), message, goal.code


def _is_told_first(goal: GoalEntry, case: Case) -> bool:
    """One finding for each goal that is missing, not one for each that stands under it."""
    above = goal.code.rpartition(".")[0]
    under = (one for one in case.document.goals if one.code.rpartition(".")[0] == above)
    return next(under) is goal


def _repeated(named: Iterable[tuple[str, Row]]) -> Iterator[Row]:
    """The rows whose name another row before them had."""
    seen: set[str] = set()
    for name, row in named:
        if name in seen:
            yield row
        seen.add(name)


CHECKS = (
    Check(
        "duplicate.row",
        Severity.MUST,
        gettext_lazy("An indicator or activity stands twice under a goal"),
        twice,
    ),
    Check("duplicate.code", Severity.MUST, gettext_lazy("Two goals have one code"), same_code),
    Check("duplicate.goal", Severity.LOOK, gettext_lazy("Two goals have one title"), same_title),
    Check(
        "duplicate.elsewhere",
        Severity.NOTE,
        gettext_lazy("An indicator or activity stands under several goals"),
        repeated,
    ),
    Check("code.gap", Severity.NOTE, gettext_lazy("A code is out of sequence"), gap),
    Check("code.orphan", Severity.LOOK, gettext_lazy("The goal above is missing"), orphan),
)
