"""What may be done with rounds, goals and activities. Forms, files and commands all come here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.formats import FormatError, format_date, parse_date
from goals.cells import CellAnswer, CellState, RowAnswer, Theirs, Typed, mark, storable
from goals.choices import ActivityStatus, Kind, Level, Verb
from goals.drafts import TEXT_LENGTH, drop_drafts
from goals.events import CellChange, record
from goals.locks import goal_places, locks_of
from goals.models import Activity, ActivityReport, Assessment, Event, Round
from goals.places import Place
from goals.proposal import Proposal
from organisation.access import Action, Principal, require
from organisation.models import User

# Reads what was typed in a cell: what it means, and how that is written.
Read = Callable[[str, str], tuple[Any, str]]
# How many events of a line are looked through for who wrote a cell.
LOOKED_BACK = 50


class RoundLocked(Exception):
    """Somebody tried to change a round, or a part of one, that takes no changes."""

    def __init__(self, round: Round) -> None:
        self.round = round
        super().__init__(_why_locked(round))


class EditConflict(Exception):
    """Somebody else saved in between: `current` is what is stored now."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__(_told(current))


def _why_locked(round: Round) -> str:
    """That the round takes no changes; who locked it and when, where somebody did."""
    if round.is_locked and round.state == round.current_state:
        locking = Event.objects.filter(
            round=round, verb__in=[Verb.ROUND_LOCKED, Verb.ROUND_DECIDED]
        )
        event = locking.select_related("by").first()
        if event is not None and event.by is not None:
            return _("%(round)s was locked by %(name)s, %(time)s.") % {
                "round": round,
                "name": event.by,
                "time": date_format(timezone.localtime(event.at), "j F Y H:i"),
            }
    elif round.is_locked and round.locks:
        return _("%(round)s was locked at the end of %(day)s.") % {
            "round": round,
            "day": format_date(round.locks),
        }
    return _("%(round)s is not open for changes (%(state)s).") % {
        "round": round,
        "state": round.state_label.lower(),
    }


def _told(current: Any) -> str:
    """Who saved the line that is stored now, and when."""
    theirs = theirs_of(current, "")
    if theirs.at is None or not theirs.name:
        return _("Somebody else has saved since you opened the page.")
    return _("%(name)s has saved since you opened the page: %(time)s.") % {
        "name": theirs.name,
        "time": date_format(timezone.localtime(theirs.at), "j F Y H:i"),
    }


def theirs_of(line: Any, text: str, place: Place | None = None, cell: str = "") -> Theirs:
    """What stands in a cell of a line now, with who wrote it there and when.

    Without a cell, or where nobody is known to have written it: who saved the line last.
    """
    if place is not None:
        told = Event.objects.filter(round=line.round_id, kind=place.kind, key=place.key)
        for event in told.select_related("by")[:LOOKED_BACK]:
            changes = {name: after for name, _before, after in event.details.get("cells", ())}
            if cell in changes:
                if changes[cell] in (None, text):
                    return Theirs(text, str(event.by or ""), event.at)
                break
    latest = line.history.select_related("history_user").first()
    if latest is None:
        return Theirs(text, "", None)
    return Theirs(text, str(latest.history_user or ""), latest.history_date)


def hold_round(round: Round, *places: Place) -> Round:
    """The round, held until the transaction ends, so that nobody locks it meanwhile.

    A locked round lets through what has been unlocked for a time: something that
    `places` name (the thing itself, its goal, the goals above it).

    Raises:
        RoundLocked: the round takes no changes there.
    """
    # Not the committee, which other rounds share; nor against who only points at the round.
    rounds = Round.objects.select_for_update(of=("self",), no_key=True)
    held = rounds.select_related("committee").get(pk=round.pk)
    if not locks_of(held).is_open(*places):
        raise RoundLocked(held)
    return held


def activity_places(activity: Activity) -> list[Place]:
    """Where an activity is: itself, its goal, and the goals above that."""
    return [Place(Kind.ACTIVITY, activity.pk), *goal_places(activity.goal)]


def sign(line: Any, by: Principal) -> None:
    """Let the row history name who saves the line, also where no request tells it."""
    if isinstance(by, User):
        line._history_user = by


# Cells --------------------------------------------------------------------------------


def read_cells(
    stored: Mapping[str, str], cells: Mapping[str, Typed], read: Read, line: Any, place: Place
) -> tuple[dict[str, Any], dict[str, CellAnswer]]:
    """What the cells that were sent in want stored, and the answers that are clear already.

    `stored` is how the row's cells read now. A cell that says what is stored is
    saved already, however often it is sent; one that cannot be read is invalid; one
    that somebody else has changed since its writer saw it is a conflict.

    Raises:
        ValidationError: the row has no such cell.
    """
    wanted: dict[str, Any] = {}
    answers: dict[str, CellAnswer] = {}
    for name, typed in cells.items():
        if name not in stored:
            raise ValidationError(_("There is no such field in the row."), code="no_cell")
        now = mark(stored[name])
        try:
            value, text = read(name, typed.text)
        except ValidationError as error:
            message = " ".join(error.messages)
            answers[name] = CellAnswer(CellState.INVALID, typed.text, typed.seen, message)
            continue
        if text == stored[name]:
            answers[name] = CellAnswer(CellState.SAVED, text, now)
        elif typed.seen != now:
            theirs = theirs_of(line, stored[name], place, name)
            answers[name] = CellAnswer(CellState.CONFLICT, typed.text, typed.seen, theirs=theirs)
        else:
            wanted[name] = value
    return wanted, answers


def read_text(text: str, length: int = TEXT_LENGTH) -> tuple[str, str]:
    """A long text as it is stored: without space around it, its lines ended in one way.

    Raises:
        ValidationError: it is too long, or holds what cannot be stored.
    """
    # Word breaks lines inside a paragraph with characters of its own.
    text = "\n".join(text.splitlines()).strip()
    if len(text) > length:
        raise ValidationError(_("Use at most %(count)s characters.") % {"count": length})
    if storable(text) != text:
        raise ValidationError(_("The text holds characters that cannot be stored. Write it again."))
    return text, text


def read_day(text: str) -> tuple[date | None, str]:
    """A day as it is stored; none when the cell is empty.

    Raises:
        ValidationError: it is no day written as 2026-04-30.
    """
    if not text.strip():
        return None, ""
    try:
        day = parse_date(text)
    except FormatError as error:
        raise ValidationError(error.message) from error
    return day, format_date(day)


# Goals --------------------------------------------------------------------------------


@transaction.atomic
def assess_goal(
    *,
    assessment: Assessment,
    level: str,
    analysis: str,
    version: int,
    by: Principal,
    description: str | None = None,
    reached_results: Sequence[str] | None = None,
    proposal: Proposal | None = None,
    reason: str | None = None,
) -> Assessment:
    """Say how far a goal is met in a round, and why; no level means not assessed.

    A goal that is not met fully asks for an analysis, and a level other than the
    proposed one for a reason: a judgement must be explained. The proposal is kept
    with its grounds beside what was decided. Where nothing is proposed there is nothing
    to differ from, and a reason that stands is kept; beside a proposed level, a reason
    that is not needed goes, and so does one without a level. What is None is left as it
    is. What says what is stored already is saved, whatever its version. What the person
    had written as a draft is done with.

    Raises:
        RoundLocked, EditConflict, ValidationError: nothing was changed.
    """
    require(by, Action.ASSESS_GOALS, assessment.round.committee)
    hold_round(assessment.round, *goal_places(assessment.goal))
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    texts = {"analysis": analysis, "description": description, "reason": reason}
    said: dict[str, Any] = {"level": level} | {
        name: _text_of(name, text) for name, text in texts.items() if text is not None
    }
    if reached_results is not None:
        said["reached_results"] = _reached(held, reached_results)
    if proposal is not None and proposal.level and not proposal.differs_from(level):
        said["reason"] = ""
    before = {name: getattr(held, name) for name in said}
    if said != before and held.version != version:
        raise EditConflict(held)
    _require_explained({"reason": held.reason} | said, None if said == before else proposal)
    if said != before:
        _store_assessment(held, before, said, proposal, by)
    if isinstance(by, User):
        place = Place(Kind.GOAL, held.goal_id)
        drop_drafts(round=held.round, place=place, cells=said, by=by)
    return held


def _require_explained(said: Mapping[str, Any], proposal: Proposal | None) -> None:
    """Both what is wrong with the analysis and with the reason are told at once."""
    level, problems = said["level"], {}
    if level in (Level.PARTIAL, Level.NONE) and not said["analysis"]:
        problems["analysis"] = _("Write why the goal is not met fully.")
    if proposal is not None and proposal.differs_from(level) and not said["reason"]:
        problems["reason"] = _("Write why the assessment is another than the proposed one.")
    if problems:
        raise ValidationError(problems)


def _text_of(field: str, text: str) -> str:
    """A long text of a form, as it is stored; what is wrong with it is said of its field."""
    try:
        return read_text(text)[0]
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def _reached(line: Assessment, ticked: Sequence[str]) -> list[str]:
    """The expected results that are reached, in the order they are expected."""
    if not set(ticked) <= set(line.expected_results):
        raise ValidationError({"reached_results": _("Tick only results that are expected.")})
    return [result for result in line.expected_results if result in ticked]


def _store_assessment(
    line: Assessment,
    before: Mapping[str, Any],
    said: Mapping[str, Any],
    proposal: Proposal | None,
    by: Principal,
) -> None:
    for name, text in said.items():
        setattr(line, name, text)
    line.proposed = (proposal and proposal.level) or ""
    line.grounds = [ground.stored for ground in proposal.grounds] if proposal else []
    line.version += 1
    line.full_clean()
    sign(line, by)
    line.save(update_fields=[*said, "proposed", "grounds", "version"])
    changes: list[CellChange] = [
        (name, before[name], text) if name == "level" else (name, None, None)
        for name, text in said.items()
        if text != before[name]
    ]
    record(
        Verb.GOAL_ASSESSED,
        by=by,
        round=line.round,
        place=Place(Kind.GOAL, line.goal_id),
        name=str(line.goal),
        cells=changes,
        version=line.version,
    )


# Activities -----------------------------------------------------------------------------


def activity_texts(report: ActivityReport) -> dict[str, str]:
    """How the cells of an activity's row read."""
    return {
        "status": report.status,
        "deviation": "yes" if report.deviation else "",
        "new_end": format_date(report.new_end) if report.new_end else "",
        "analysis": report.analysis,
    }


@transaction.atomic
def enter_activity(
    *, report: ActivityReport, cells: Mapping[str, Typed], by: Principal
) -> RowAnswer:
    """Say how an activity goes in a round, cell by cell.

    A deviation asks for an analysis, and an analysis is not taken away from a
    deviation: such a cell waits as invalid until the other has come. The new end
    date lies after the start.

    Raises:
        RoundLocked, ValidationError, Http404, PermissionDenied: nothing was changed.
    """
    require(by, Action.FOLLOW_UP_ACTIVITIES, report.round.committee)
    if not hold_round(report.round, *activity_places(report.activity)).reports_outcomes:
        raise Http404
    held = ActivityReport.objects.select_for_update(of=("self",)).select_related(
        "activity", "round__committee"
    )
    line = held.get(pk=report.pk)
    stored = activity_texts(line)
    place = Place(Kind.ACTIVITY, line.activity_id)
    wanted, answers = read_cells(stored, cells, _read_activity, line, place)
    answers |= {
        name: CellAnswer(CellState.INVALID, cells[name].text, cells[name].seen, message)
        for name, message in _activity_problems(line, wanted).items()
    }
    wanted = {name: value for name, value in wanted.items() if name not in answers}
    if wanted:
        _store_activity(line, wanted, stored, by)
    now = activity_texts(line)
    answers |= {name: CellAnswer(CellState.SAVED, now[name], mark(now[name])) for name in wanted}
    return RowAnswer(line, answers)


def _read_activity(name: str, text: str) -> tuple[Any, str]:
    if name == "status":
        if text and text not in ActivityStatus.values:
            raise ValidationError(_("Choose one of the listed words."))
        return text, text
    if name == "deviation":
        return bool(text), "yes" if text else ""
    return read_day(text) if name == "new_end" else read_text(text)


def _activity_problems(line: ActivityReport, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Which of the wanted cells do not go together with the rest of the row."""
    problems: dict[str, str] = {}
    deviation = wanted.get("deviation", line.deviation)
    # A loaded document may say that there is an analysis without its text.
    analysis = wanted.get("analysis", line.analysis or line.commented)
    if deviation and not analysis:
        asked = _("Describe the deviation and what is done about it in the analysis.")
        problems |= {name: asked for name in ("deviation", "analysis") if name in wanted}
    new_end = wanted.get("new_end")
    if new_end and line.start and new_end < line.start:
        problems["new_end"] = _("The new end date is before the start date.")
    return problems


def _store_activity(
    line: ActivityReport, wanted: Mapping[str, Any], stored: Mapping[str, str], by: Principal
) -> None:
    for name, value in wanted.items():
        setattr(line, name, value)
    if "analysis" in wanted:
        line.commented = bool(line.analysis)
    line.version += 1
    sign(line, by)
    line.save(update_fields=[*wanted, "commented", "version"])
    now = activity_texts(line)
    record(
        Verb.ACTIVITY_CHANGED,
        by=by,
        round=line.round,
        place=Place(Kind.ACTIVITY, line.activity_id),
        name=line.activity.title,
        cells=[
            (name, None, None) if name == "analysis" else (name, stored[name], now[name])
            for name in wanted
        ],
        version=line.version,
    )
