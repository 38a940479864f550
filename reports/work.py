"""What there is to do in a round, whose it is, and how far everybody is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.formats import format_date, swedish_key
from goals.choices import Kind
from goals.locks import Locks, goal_places, locks_of
from goals.models import ActivityReport, Assessment, Goal, Round
from goals.places import Place
from goals.responsible import Duties, Duty, duties_of
from indicators.choices import OutcomeState
from indicators.queries import Line, lines_of
from organisation.models import User


class Lack(StrEnum):
    """What is missing at a place; the words stand in addresses."""

    OUTCOME = "utfall"
    ANALYSIS = "analys"
    DEVIATION = "avvikelse"
    STATUS = "status"
    ASSESSMENT = "bedomning"


@dataclass(frozen=True)
class Item:
    """One thing to do in a round: an outcome, an activity, or the assessment of a goal."""

    place: Place
    goal: Goal
    name: str
    duty: Duty
    # The page and the row on it where it is done.
    address: str
    # How it stands, in few words.
    status: str
    # What is missing; nothing: it is done.
    lack: Lack | None = None
    # Whether it cannot be done yet: something else comes first, or the round is not open.
    waits: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.lack is None

    @property
    def is_to_do(self) -> bool:
        """Whether it can be done now, and is not."""
        return self.lack is not None and not self.waits

    def is_for(self, user: User, *, administers: bool) -> bool:
        """Whether the person does it; see `Duty.is_for`."""
        return self.duty.is_for(user, administers=administers)


def items_of(round: Round) -> list[Item]:
    """Everything to do in a round, goal by goal as they are printed; none in a plan.

    Within a goal: its indicators, its activities, and then its assessment. The
    number of queries does not grow with the round.
    """
    if not round.reports_outcomes:
        return []
    duties, locks = duties_of(round.committee), locks_of(round)
    outcomes = [_outcome(line, duties, locks) for line in lines_of(round)]
    reports = ActivityReport.objects.filter(round=round).select_related(
        "activity__goal__parent__parent"
    )
    activities = [_activity(report, round, duties, locks) for report in reports]
    activities.sort(key=lambda item: swedish_key(item.name))
    assessments = Assessment.objects.filter(round=round).select_related("goal__parent__parent")
    items = [
        *outcomes,
        *activities,
        *_goals(list(assessments), outcomes, round, duties, locks),
    ]
    # Sorting keeps the order within a goal.
    return sorted(items, key=lambda item: (item.goal.sort_key, item.goal.pk))


def _outcome(line: Line, duties: Duties, locks: Locks) -> Item:
    lack, status = None, _("Entered")
    if not line.is_reported:
        lack, status = Lack.OUTCOME, _("Outcome missing")
    elif line.asks_for_analysis:
        lack, status = Lack.ANALYSIS, _("Analysis missing")
    elif line.outcome.state == OutcomeState.LATER and line.outcome.expected_on:
        status = _("Comes %(day)s") % {"day": format_date(line.outcome.expected_on)}
    elif line.outcome.state != OutcomeState.ENTERED:
        status = line.outcome.get_state_display()
    return Item(
        place=Place(Kind.MEASURE, line.measure.pk),
        goal=line.measure.goal,
        name=line.indicator.name,
        duty=duties.of(*line.places),
        address=_address("outcomes", line.target.round, Place(Kind.MEASURE, line.measure.pk)),
        status=status,
        lack=lack,
        waits=lack is not None and not locks.is_open(*line.places),
    )


def _activity(report: ActivityReport, round: Round, duties: Duties, locks: Locks) -> Item:
    activity = report.activity
    place = Place(Kind.ACTIVITY, activity.pk)
    places = [place, *goal_places(activity.goal)]
    lack, status = None, report.get_status_display()
    if report.deviation and not (report.analysis or report.commented):
        lack, status = Lack.DEVIATION, _("The deviation lacks an analysis")
    elif not report.status:
        lack, status = Lack.STATUS, _("Not followed up")
    return Item(
        place=place,
        goal=activity.goal,
        name=activity.title,
        duty=duties.of(*places),
        address=_address("activities", round, place),
        status=status,
        lack=lack,
        waits=lack is not None and not locks.is_open(*places),
    )


def _goals(
    assessments: list[Assessment],
    outcomes: Iterable[Item],
    round: Round,
    duties: Duties,
    locks: Locks,
) -> Iterable[Item]:
    """The goals to assess; one waits for its own outcomes, and for the goals right below it."""
    missing = [item.goal.pk for item in outcomes if item.lack == Lack.OUTCOME]
    unassessed = [line.goal.parent_id for line in assessments if not line.level]
    for line in assessments:
        goal = line.goal
        lack, status = (None, line.get_level_display()) if line.level else _unassessed()
        waiting = ""
        if lack is not None:
            waiting = _waits_for(missing.count(goal.pk), unassessed.count(goal.pk))
        places = goal_places(goal)
        yield Item(
            place=places[0],
            goal=goal,
            name=_("Assess the goal"),
            duty=duties.of(*places),
            address=reverse(
                "assess", args=[round.committee.slug, round.year, round.slug, goal.code]
            ),
            status=waiting or status,
            lack=lack,
            waits=lack is not None and (bool(waiting) or not locks.is_open(*places)),
        )


def _unassessed() -> tuple[Lack, str]:
    return Lack.ASSESSMENT, _("Not assessed")


def _waits_for(outcomes: int, goals: int) -> str:
    """Why a goal cannot be assessed yet; empty: it can."""
    if outcomes:
        return ngettext("Waits for %(count)s outcome", "Waits for %(count)s outcomes", outcomes) % {
            "count": outcomes
        }
    if goals:
        return ngettext(
            "Waits for %(count)s goal below", "Waits for %(count)s goals below", goals
        ) % {"count": goals}
    return ""


def _address(page: str, round: Round, place: Place) -> str:
    address = reverse(page, args=[round.committee.slug, round.year, round.slug])
    return f"{address}#{place.anchor}"


@dataclass
class Share:
    """What one person or unit, or nobody, has to do in a round."""

    # As the filter of the page has it: "person-3", "enhet-2" or "utan".
    key: str
    name: str
    total: int = 0
    done: int = 0

    @property
    def left(self) -> int:
        """What is not done yet."""
        return self.total - self.done


WITHOUT_OWNER = "utan"


def owner_key(duty: Duty) -> str:
    """Whose something is: the person's who does it, else the unit's, else nobody's."""
    if duty.active_person is not None:
        return f"person-{duty.active_person.pk}"
    return f"enhet-{duty.unit.pk}" if duty.unit is not None else WITHOUT_OWNER


def owner_name(duty: Duty) -> str:
    """What they are called; empty where nobody answers for it."""
    return str(duty.active_person or duty.unit or "")


def shares(items: Iterable[Item]) -> list[Share]:
    """How far everybody is, by name; what nobody answers for comes last."""
    found: dict[str, Share] = {}
    for item in items:
        key = owner_key(item.duty)
        share = found.setdefault(key, Share(key, owner_name(item.duty)))
        share.total += 1
        share.done += item.is_done
    return sorted(
        found.values(), key=lambda share: (share.key == WITHOUT_OWNER, swedish_key(share.name))
    )
