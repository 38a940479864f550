"""What may be done with rounds, goals and activities. Forms, files and commands all come here."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goals.choices import Level
from goals.models import ActivityReport, Assessment, Round
from organisation.access import Action, Principal, require

Line = TypeVar("Line", Assessment, ActivityReport)


class RoundLocked(Exception):
    """Somebody tried to change a round that takes no changes."""

    def __init__(self, round: Round) -> None:
        self.round = round
        super().__init__(
            _("%(round)s is not open for changes (%(state)s).")
            % {"round": round, "state": round.get_state_display().lower()}
        )


class EditConflict(Exception):
    """Somebody else saved in between: `current` is what is stored now."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__(_told(current))


def _told(current: Any) -> str:
    """Who saved the line that is stored now, and when."""
    latest = current.history.select_related("history_user").first()
    if latest is None or latest.history_user is None:
        return _("Somebody else has saved since you opened the page.")
    return _("%(name)s has saved since you opened the page: %(time)s.") % {
        "name": latest.history_user,
        "time": date_format(timezone.localtime(latest.history_date), "j F Y H:i"),
    }


def hold_round(round: Round) -> Round:
    """The round, held until the transaction ends, so that nobody locks it meanwhile.

    Raises:
        RoundLocked: the round is not open.
    """
    held = Round.objects.select_for_update().select_related("committee").get(pk=round.pk)
    if not held.is_open:
        raise RoundLocked(held)
    return held


@transaction.atomic
def assess_goal(
    *,
    assessment: Assessment,
    level: str,
    analysis: str,
    version: int,
    by: Principal,
    description: str | None = None,
) -> Assessment:
    """Say how far a goal is met in a round, and why; no level means not assessed.

    A goal that is not met fully asks for an analysis: a judgement must be
    explained. A description that is None is left as it is.

    Raises:
        RoundLocked, EditConflict, ValidationError: nothing was changed.
    """
    require(by, Action.ASSESS_GOALS, assessment.round.committee)
    held = _hold_line(assessment, version)
    analysis = analysis.strip()
    if level in (Level.PARTIAL, Level.NONE) and not analysis:
        raise ValidationError({"analysis": _("Write why the goal is not met fully.")})
    held.level = level
    held.analysis = analysis
    if description is not None:
        held.description = description.strip()
    held.version += 1
    held.full_clean()
    held.save(update_fields=["level", "analysis", "description", "version"])
    return held


@transaction.atomic
def follow_up_activity(
    *,
    report: ActivityReport,
    status: str,
    deviation: bool,
    analysis: str,
    version: int,
    by: Principal,
) -> ActivityReport:
    """Say how an activity goes in a round; a deviation asks for an analysis.

    Raises:
        RoundLocked, EditConflict, ValidationError: nothing was changed.
    """
    require(by, Action.FOLLOW_UP_ACTIVITIES, report.round.committee)
    held = _hold_line(report, version)
    analysis = analysis.strip()
    if deviation and not analysis:
        raise ValidationError({"analysis": _("Describe the deviation and what is done about it.")})
    # A loaded document may say that there is an analysis without its text.
    if analysis != held.analysis:
        held.commented = bool(analysis)
    held.status = status
    held.deviation = deviation
    held.analysis = analysis
    held.version += 1
    held.full_clean()
    held.save(update_fields=["status", "deviation", "analysis", "commented", "version"])
    return held


def _hold_line(line: Line, version: int) -> Line:
    """The line as it is stored, held together with its round.

    Raises:
        RoundLocked: the round is not open.
        EditConflict: somebody has saved since that version was read.
    """
    hold_round(line.round)
    held = type(line)._default_manager.select_for_update().get(pk=line.pk)
    if held.version != version:
        raise EditConflict(held)
    return held
