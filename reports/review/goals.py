"""Checks of the goals: what stands under them, how they are judged, and whether that is explained.

A document may have been loaded without its texts. What is missing is only told where
other goals of the same level have it.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goals.choices import GoalLevel, Level, level_words
from goals.places import Place
from reports.choices import Severity
from reports.document import Document, GoalEntry
from reports.proposals import proposal_of
from reports.review.findings import Case, Check, Told, activity_spot, goal_spot, indicator_spot

COMMENTED = "goal.comments"


def empty_goal(case: Case) -> Iterator[Told]:
    """A goal that nothing can show to be met: neither indicator nor activity, nor a goal below."""
    for goal in case.document.goals:
        if goal.indicators or goal.activities or _has_goals_below(goal, case.document):
            continue
        message = _("The goal has neither indicators nor activities: nothing shows if it is met.")
        yield goal_spot(goal), message, goal.title


def unassessed(case: Case) -> Iterator[Told]:
    """A report says of each goal how far it is met."""
    if case.document.is_plan:
        return
    for goal in case.document.goals:
        if goal.assessment is None:
            yield goal_spot(goal, "assessment"), _("The goal is not assessed."), goal.title


def unexplained(case: Case) -> Iterator[Told]:
    """A goal that is not met fully, without a word about why."""
    if case.document.is_plan or not has_analyses(case.document):
        return
    for goal in case.document.goals:
        if goal.assessment in (Level.PARTIAL, Level.NONE) and not (goal.analysis or "").strip():
            message = _("The goal is assessed as “%(level)s”, but there is no analysis.")
            label = level_words(goal.assessment, expected=case.document.has_forecast)
            yield goal_spot(goal, "analysis"), message % {"level": label}, goal.assessment


def differs(case: Case) -> Iterator[Told]:
    """An assessment that is another than the evidence speaks for, without a reason.

    People judge, and printed reports were judged before there were proposals: a note.
    """
    for goal in case.document.goals:
        if goal.assessment is None or (goal.reason or "").strip():
            continue
        level = proposal_of(goal, case.document).level
        if level is None or level == goal.assessment:
            continue
        message = _("Assessed as “%(level)s”, but the evidence speaks for “%(proposed)s”.")
        expected = case.document.has_forecast
        values = {
            "level": level_words(goal.assessment, expected=expected),
            "proposed": level_words(level, expected=expected),
        }
        about = f"{goal.assessment} | {level}"
        yield (
            goal_spot(goal, "reason"),
            message % values + " " + _("No reason is given."),
            about,
        )


def undescribed(case: Case) -> Iterator[Told]:
    """A committee goal without a description, where most others have one."""
    goals = [goal for goal in case.document.goals if goal.level == GoalLevel.COMMITTEE]
    without = [goal for goal in goals if not (goal.description or "").strip()]
    if len(without) * 2 >= len(goals):
        return
    for goal in without:
        yield goal_spot(goal, "description"), _("The goal has no description."), goal.title


def without_results(case: Case) -> Iterator[Told]:
    """A committee goal without expected results, where most others have them."""
    goals = [goal for goal in case.document.goals if goal.level == GoalLevel.COMMITTEE]
    without = [goal for goal in goals if not any(r.strip() for r in goal.expected_results or ())]
    if len(without) * 2 >= len(goals):
        return
    for goal in without:
        message = _("The goal has no expected results.")
        yield goal_spot(goal, "expected_results"), message, goal.title


def unanalysed_area(case: Case) -> Iterator[Told]:
    """An area goal of a report without an analysis, where most others have one."""
    goals = [goal for goal in case.document.goals if goal.level == GoalLevel.AREA]
    without = [goal for goal in goals if not (goal.analysis or "").strip()]
    if case.document.is_plan or len(without) * 2 >= len(goals):
        return
    for goal in without:
        if goal.assessment in (None, Level.FULL):
            yield goal_spot(goal, "analysis"), _("The goal has no analysis."), goal.title


def commented(case: Case) -> Iterator[Told]:
    """Comments that nobody has resolved: on an assessment, and on the analyses under the goal."""
    for goal in case.document.goals:
        spots = [
            goal_spot(goal, "analysis"),
            *(indicator_spot(row, "analysis") for row in goal.indicators),
            *(activity_spot(row, "analysis") for row in goal.activities),
        ]
        for spot in spots:
            count = case.comments.get(str(Place(spot.kind, spot.key or 0)), 0)
            if count:
                message = ngettext(
                    "The analysis has %(count)s comment that is not resolved.",
                    "The analysis has %(count)s comments that are not resolved.",
                    count,
                )
                yield spot, message % {"count": count}, str(count)


def has_analyses(document: Document) -> bool:
    """Whether the analyses of the goals came with the document at all."""
    return any((goal.analysis or "").strip() for goal in document.goals)


def _has_goals_below(goal: GoalEntry, document: Document) -> bool:
    """An empty goal is told where it stands, and not again of those above it."""
    return any(other.code.startswith(f"{goal.code}.") for other in document.goals)


CHECKS = (
    Check("goal.unassessed", Severity.MUST, gettext_lazy("A goal is not assessed"), unassessed),
    Check(
        "goal.unexplained",
        Severity.MUST,
        gettext_lazy("A goal that is not met fully has no analysis"),
        unexplained,
    ),
    Check(
        "goal.differs",
        Severity.NOTE,
        gettext_lazy("An assessment differs from the proposal, without a reason"),
        differs,
    ),
    Check(
        "goal.analysis",
        Severity.LOOK,
        gettext_lazy("An area goal has no analysis"),
        unanalysed_area,
    ),
    Check(
        "goal.empty",
        Severity.LOOK,
        gettext_lazy("A goal has neither indicators nor activities"),
        empty_goal,
    ),
    Check(
        "goal.description",
        Severity.LOOK,
        gettext_lazy("A committee goal has no description"),
        undescribed,
    ),
    Check(
        "goal.results",
        Severity.NOTE,
        gettext_lazy("A committee goal has no expected results"),
        without_results,
    ),
    Check(
        COMMENTED,
        Severity.LOOK,
        gettext_lazy("Comments on a goal, an indicator or an activity are not resolved"),
        commented,
    ),
)
