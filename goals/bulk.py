"""Following up many activities at once: "the rest go as planned"."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from goals.cells import Typed, mark
from goals.choices import ActivityStatus, Part
from goals.models import Activity, ActivityReport, Round
from goals.queries import activities_of, is_untouched
from goals.rules import RoundLocked, activity_places, enter_activity, hold_round
from organisation.access import Action, Principal, require


@dataclass
class BulkAnswer:
    """What became of each activity: set, or left as it was, since somebody has said something
    of it meanwhile or it is locked."""

    done: list[Activity] = field(default_factory=list)
    left: list[Activity] = field(default_factory=list)


def as_planned(round: Round) -> list[ActivityStatus]:
    """What goes as planned may be; first what most activities are when the round is written."""
    if round.part == Part.ANNUAL:
        return [ActivityStatus.DONE, ActivityStatus.ONGOING]
    return [ActivityStatus.ONGOING, ActivityStatus.DONE]


def follow_up_rest(
    *, round: Round, status: str, activities: Iterable[int], by: Principal
) -> BulkAnswer:
    """Say that activities (their keys) that nobody has said anything of go as planned.

    Each is saved by itself, with an event of its own; one that somebody has said
    something of meanwhile, or that is locked, is left as it is.

    Raises:
        Http404, PermissionDenied, ValidationError: nothing was changed.
    """
    if status not in as_planned(round):
        raise ValidationError(_("Choose one of the listed words."))
    return _set_each(round, activities, Typed(status, mark("")), by, only_untouched=True)


def take_back_rest(
    *, round: Round, status: str, activities: Iterable[int], by: Principal
) -> BulkAnswer:
    """Take back what `follow_up_rest` set; what somebody has given another status is left.

    Raises:
        Http404, PermissionDenied, ValidationError: nothing was changed.
    """
    if status not in as_planned(round):
        raise ValidationError(_("Choose one of the listed words."))
    return _set_each(round, activities, Typed("", mark(status)), by, only_untouched=False)


def _set_each(
    round: Round, activities: Iterable[int], typed: Typed, by: Principal, *, only_untouched: bool
) -> BulkAnswer:
    require(by, Action.FOLLOW_UP_ACTIVITIES, round.committee)
    there = {line.activity.pk: line.report for line in activities_of(round)}
    wanted = dict.fromkeys(activities)
    if not there.keys() >= wanted.keys():
        raise Http404
    answer = BulkAnswer()
    for report in (there[key] for key in wanted):
        done = _set(report, typed, by, only_untouched=only_untouched)
        (answer.done if done else answer.left).append(report.activity)
    return answer


def _set(report: ActivityReport, typed: Typed, by: Principal, *, only_untouched: bool) -> bool:
    """Whether the status was set."""
    try:
        with transaction.atomic():
            hold_round(report.round, *activity_places(report.activity))
            held = ActivityReport.objects.select_for_update().get(pk=report.pk)
            if only_untouched and not is_untouched(held):
                return False
            return enter_activity(report=report, cells={"status": typed}, by=by).is_saved
    except RoundLocked:
        return False
