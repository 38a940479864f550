"""Opening a round: it starts with the goals, targets and activities of the one before it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.formats import NOTHING, Value
from goals.calendar import Dates, dates_for_new
from goals.choices import Part, RoundState, Verb
from goals.events import record
from goals.models import ActivityReport, Assessment, Round
from indicators.choices import Periodicity
from indicators.models import Outcome, Target
from organisation.access import Action, Principal, require
from organisation.models import Committee
from reports.models import Report

ORDER = list(Part)
# What the documents print in the column Period.
PERIODS = {Part.T1: "Tertial 1 {year}", Part.T2: "Tertial 2 {year}", Part.ANNUAL: "VB {year}"}


def round_before(committee: Committee, year: int, part: str) -> Round | None:
    """The year's latest round before that part; a round of that part starts from it."""
    earlier = ORDER[: ORDER.index(Part(part))]
    rounds = Round.objects.filter(committee=committee, year=year, part__in=earlier)
    return max(rounds, key=lambda round: ORDER.index(Part(round.part)), default=None)


@transaction.atomic
def open_round(*, committee: Committee, year: int, part: str, by: Principal) -> Round:
    """Make a report's round, with what the year's round before it has and the calendar's dates.

    It is open, but where the calendar opens it later: then it is prepared, and opens
    by itself. Goals keep their descriptions and expected results, measures their
    targets, activities their status and dates, with the new end where one was
    given. Levels, outcomes, deviations and analyses start empty. Last year's
    outcomes come from the round before, else from last year's annual report.

    Raises:
        Http404, PermissionDenied: the person may not open rounds there.
        ValidationError: the round exists already, or no round comes before it.
    """
    require(by, Action.MANAGE_ROUNDS, committee)
    before = round_before(committee, year, part)
    if before is None:
        raise ValidationError(_("Load the year's plan first: a report starts from its goals."))
    round, made = Round.objects.get_or_create(
        committee=committee, year=year, part=part, defaults=_beginning(dates_for_new(year, part))
    )
    if not made:
        raise ValidationError(_("%(round)s has been opened already.") % {"round": round.title})
    _copy_goals(before, round)
    Report(round=round, committee_name=committee.name, municipality=committee.municipality).save()
    _copy_measures(before, round)
    _copy_activities(before, round)
    verb = Verb.ROUND_OPENED if round.is_open else Verb.ROUND_PLANNED
    record(verb, by=by, round=round, name=round.title)
    return round


def _beginning(dates: Dates) -> dict[str, Any]:
    """The dates of a new round, and the state that follows from them."""
    later = dates.opens is not None and dates.opens > timezone.localdate()
    return {**vars(dates), "state": RoundState.PLANNED if later else RoundState.OPEN}


def _copy_goals(before: Round, round: Round) -> None:
    for assessment in Assessment.objects.filter(round=before):
        Assessment(
            round=round,
            goal_id=assessment.goal_id,
            description=assessment.description,
            expected_results=assessment.expected_results,
        ).save()


def _copy_activities(before: Round, round: Round) -> None:
    for report in ActivityReport.objects.filter(round=before):
        ActivityReport(
            round=round,
            activity_id=report.activity_id,
            start=report.start,
            end=report.new_end or report.end,
            status=report.status,
        ).save()


def _copy_measures(before: Round, round: Round) -> None:
    reported = dict[int, Value](_last_years_outcomes(round))
    known = {line.measure_id: line for line in Outcome.objects.filter(round=before)}
    for target in Target.objects.filter(round=before).select_related("measure"):
        copy = Target(
            round=round,
            measure_id=target.measure_id,
            better=target.better,
            by_sex=target.by_sex,
            periodicity=target.periodicity,
        )
        copy.target, copy.council_target = target.target, target.council_target
        copy.save()
        outcome = Outcome(round=round, measure_id=target.measure_id, period=_period(target, round))
        earlier = known.get(target.measure_id)
        outcome.previous_year = earlier.previous_year if earlier else NOTHING
        if outcome.previous_year == NOTHING:
            outcome.previous_year = reported.get(target.measure.indicator_id, NOTHING)
        outcome.save()


def _last_years_outcomes(round: Round) -> list[tuple[int, Value]]:
    """What last year's annual report says of each indicator."""
    outcomes = Outcome.objects.filter(
        round__committee=round.committee, round__year=round.year - 1, round__part=Part.ANNUAL
    ).select_related("measure")
    return [(outcome.measure.indicator_id, outcome.total) for outcome in outcomes]


def _period(target: Target, round: Round) -> str:
    if target.periodicity == Periodicity.TERTIAL:
        return PERIODS[Part(round.part)].format(year=round.year)
    return str(round.year)
