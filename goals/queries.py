"""What a round says of its activities."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from config.formats import swedish_key
from goals.choices import ActivityStatus, Kind, Part, ProposalMode
from goals.locks import goal_places
from goals.models import Activity, ActivityReport, Goal, Policy, Round
from goals.places import Place
from goals.proposal import JudgingRule

# The tertials end with April and August.
PERIOD_ENDS: dict[str, tuple[int, int]] = {Part.T1: (4, 30), Part.T2: (8, 31)}


@dataclass(frozen=True)
class ActivityLine:
    """An activity in a round: its dates, and how it goes."""

    report: ActivityReport

    @property
    def activity(self) -> Activity:
        """What the line is about."""
        return self.report.activity

    @property
    def places(self) -> list[Place]:
        """Where the line is: the activity, its goal, and the goals above that."""
        goal: Goal = self.activity.goal
        return [Place(Kind.ACTIVITY, self.report.activity_id), *goal_places(goal)]

    @property
    def is_followed_up(self) -> bool:
        """Whether somebody has said how far it has come."""
        return bool(self.report.status)

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has said anything of it in the round."""
        return is_untouched(self.report)

    @property
    def date_notes(self) -> list[str]:
        """What is odd with the dates, in words."""
        return date_notes(self.report, timezone.localdate())


def is_untouched(report: ActivityReport) -> bool:
    """Whether nobody has said how the activity goes: no status, deviation, new date or analysis."""
    said = (report.status, report.deviation, report.new_end, report.analysis, report.commented)
    return not any(said)


def activities_of(round: Round) -> list[ActivityLine]:
    """The round's activities in the order they are printed, in one query."""
    return sorted((ActivityLine(report) for report in _reports(round)), key=_order)


def activity_of(round: Round, activity_id: int) -> ActivityLine:
    """One of the round's activities.

    Raises:
        Http404: it is not in the round.
    """
    return ActivityLine(get_object_or_404(_reports(round), activity_id=activity_id))


def date_notes(report: ActivityReport, today: date) -> list[str]:
    """What is odd with an activity's dates, in words.

    A round that is read afterwards is not blamed for the time since: an end date
    has passed when it lies before the last day that the round speaks of, and no
    later one has been given.
    """
    notes = []
    year = report.round.year
    if report.start and report.start.year != year:
        notes.append(_("Starts in %(year)s") % {"year": report.start.year})
    if report.end and report.end.year != year:
        notes.append(_("Ends in %(year)s") % {"year": report.end.year})
    if not report.round.reports_outcomes:
        return notes
    finished = report.status in (ActivityStatus.DONE, ActivityStatus.STOPPED)
    end = max(report.end, report.new_end) if report.end and report.new_end else report.end
    if end and end < min(today, period_end(report.round)) and not finished:
        notes.append(_("The end date has passed"))
    return notes


def period_end(round: Round) -> date:
    """The last day that the round speaks of; a plan speaks of the whole year."""
    month, day = PERIOD_ENDS.get(round.part, (12, 31))
    return date(round.year, month, day)


@dataclass(frozen=True)
class ActivitySummary:
    """How far the follow-up of a round's activities has come, for the head of the page."""

    total: int
    followed_up: int
    deviations: int


def activity_summary(lines: Collection[ActivityLine]) -> ActivitySummary:
    """How many activities have a status, and how many deviate from the plan."""
    return ActivitySummary(
        total=len(lines),
        followed_up=sum(line.is_followed_up for line in lines),
        deviations=sum(line.report.deviation for line in lines),
    )


def _reports(round: Round) -> QuerySet[ActivityReport]:
    return ActivityReport.objects.filter(round=round).select_related(
        "activity__goal__parent__parent", "round__committee"
    )


def _order(line: ActivityLine) -> tuple[tuple[int, ...], int, tuple[str, str], int]:
    goal: Goal = line.activity.goal
    return goal.sort_key, goal.pk, swedish_key(line.activity.title), line.activity.number


def policy_now() -> Policy:
    """What the municipality has set, or the defaults; one query."""
    return Policy.objects.first() or Policy()


def rule_of(policy: Policy) -> JudgingRule:
    """How goals are proposed for under the policy."""
    return JudgingRule(
        mode=ProposalMode(policy.mode),
        indicator_weight=policy.indicator_weight,
        activity_weight=policy.activity_weight,
        child_weight=policy.child_weight,
        full_from=policy.full_from,
        partial_from=policy.partial_from,
        never_full_with_unmet=policy.never_full_with_unmet,
    )
