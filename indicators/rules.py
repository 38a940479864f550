"""What may be done with indicators and their outcomes."""

import copy
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from config.formats import NO_BREAK_SPACE, NOTHING, FormatError, Value, format_date, parse_value
from goals.cells import CellAnswer, CellState, RowAnswer, Typed, mark
from goals.choices import Kind, Part, Verb
from goals.events import record
from goals.models import Round
from goals.places import Place
from goals.rules import hold_round, read_cells, read_day, read_text, sign, theirs_of
from indicators.choices import OutcomeState
from indicators.models import Acceptance, Measure, Outcome
from indicators.plausibility import Suspicion
from indicators.queries import Line, line_of, measure_places, unreported
from organisation.access import Action, Principal, require
from organisation.models import User

FORECASTING = (Part.T1, Part.T2)
COLUMNS = ("amount", "printed", "word")
FIGURES = ("total", "women", "men", "forecast")
REASON_LENGTH = 500
# States that say that no outcome will come.
NEVER = (OutcomeState.NOT_MEASURED, OutcomeState.NOT_APPLICABLE, OutcomeState.TOO_FEW)


def outcome_texts(line: Line) -> dict[str, str]:
    """How the cells of an outcome's row read: only those that its round and indicator have."""
    outcome = line.outcome
    texts = {name: getattr(outcome, name).text for name in figures_of(line)}
    expected = outcome.expected_on
    return texts | {
        "state": outcome.state,
        "expected_on": format_date(expected) if expected else "",
        "analysis": outcome.analysis,
    }


def figures_of(line: Line) -> list[str]:
    """The figures that a row asks for: sexes where it is split, a forecast in the tertials."""
    sexes = ["women", "men"] if line.target.by_sex else []
    forecast = ["forecast"] if line.target.round.part in FORECASTING else []
    return ["total", *sexes, *forecast]


@transaction.atomic
def enter_outcome(
    *,
    round: Round,
    measure: Measure,
    cells: Mapping[str, Typed],
    by: Principal,
    accept: Collection[str] = (),
    reason: str = "",
) -> RowAnswer:
    """Report what became of a measure in a round, cell by cell; nothing is worked out.

    A figure that looks wrong (`plausibility`) waits until the warning is accepted:
    `accept` names the warnings that the person has been shown and ticked, `reason`
    says why. Cells that only fit together are sent, and saved, together. A total
    makes the outcome an entered one; without it a state says why there is none.

    Raises:
        RoundLocked, ValidationError, Http404, PermissionDenied: nothing was changed.
    """
    require(by, Action.REPORT_OUTCOMES, round.committee)
    held = hold_round(round, *measure_places(measure))
    line = _hold(held, measure)
    stored = outcome_texts(line)
    wanted, answers = read_cells(
        stored,
        cells,
        lambda name, text: _read(line, name, text),
        line.outcome,
        Place(Kind.MEASURE, measure.pk),
    )
    for name, message in _misfits(line, wanted).items():
        typed = cells[name]
        answers[name] = CellAnswer(CellState.INVALID, typed.text, typed.seen, message)
        del wanted[name]
    kept, waiting = _plausible(line, wanted, accept)
    after = _with(line, kept)
    accepted = [one for one in after.warnings if one.code in accept]
    if kept:
        _save(after, kept, stored, by)
    if accepted:
        after = _accept(after, accepted, reason, by)
    for name in wanted:
        state = CellState.SAVED if name in kept else CellState.WARNING
        answers[name] = CellAnswer(state, cells[name].text, cells[name].seen)
    _tell_what_followed(after, stored, answers)
    return RowAnswer(after, answers, waiting)


@transaction.atomic
def restore_outcome(*, round: Round, measure: Measure, version: int, by: Principal) -> Line:
    """Make an outcome say what it said in an earlier version; that is a new version.

    Raises:
        RoundLocked, Http404, PermissionDenied: nothing was changed.
        ValidationError: there is no such version.
    """
    require(by, Action.REPORT_OUTCOMES, round.committee)
    held = hold_round(round, *measure_places(measure))
    line = _hold(held, measure)
    earlier = line.outcome.history.filter(version=version).order_by("history_id").last()
    if earlier is None:
        raise ValidationError(_("There is no such version."))
    stored = outcome_texts(line)
    then = outcome_texts(replace(line, outcome=earlier.instance))
    changed = {
        name: getattr(earlier.instance, name) for name in stored if then[name] != stored[name]
    }
    after = _with(line, changed)
    after.outcome.commented = earlier.commented
    if changed:
        _save(after, changed, stored, by, verb=Verb.OUTCOME_RESTORED, restored=version)
    return after


def preview_outcome(
    *, round: Round, measure: Measure, cells: Mapping[str, Typed], by: Principal
) -> RowAnswer:
    """What `enter_outcome` would answer. Nothing is stored.

    Raises:
        RoundLocked, ValidationError, Http404, PermissionDenied: as it would.
    """
    with transaction.atomic():
        answer = enter_outcome(round=round, measure=measure, cells=cells, by=by)
        transaction.set_rollback(True)
    return answer


@transaction.atomic
def put_back_outcome(
    *, round: Round, measure: Measure, cells: Mapping[str, Typed], by: Principal
) -> RowAnswer:
    """Make cells say what they said in an earlier version; that is a new version.

    A cell that somebody has changed since (`seen` is the mark of what is to be taken
    away), or that never said so, is left as it is: a conflict. What has been stored
    before is not questioned again.

    Raises:
        RoundLocked, ValidationError, Http404, PermissionDenied: nothing was changed.
    """
    require(by, Action.REPORT_OUTCOMES, round.committee)
    held = hold_round(round, *measure_places(measure))
    line = _hold(held, measure)
    stored = outcome_texts(line)
    versions = [unreported(held, measure), *(one.instance for one in line.outcome.history.all())]
    earlier = {
        (name, text): version
        for version in versions
        for name, text in outcome_texts(replace(line, outcome=version)).items()
    }
    wanted, answers = {}, {}
    for name, typed in cells.items():
        version = earlier.get((name, typed.text))
        if version is None or mark(stored.get(name, "")) != typed.seen:
            answers[name] = CellAnswer(CellState.CONFLICT, typed.text, typed.seen)
        else:
            wanted[name] = getattr(version, name)
    after = _with(line, wanted)
    if "analysis" in wanted:
        after.outcome.commented = earlier["analysis", cells["analysis"].text].commented
    if outcome_texts(after) != stored:
        _save(after, wanted, stored, by)
    now = outcome_texts(after)
    answers |= {name: CellAnswer(CellState.SAVED, now[name], mark(now[name])) for name in wanted}
    return RowAnswer(after, answers)


def _tell_what_followed(
    line: Line, stored: Mapping[str, str], answers: dict[str, CellAnswer]
) -> None:
    """Let the answers say what stands in the cells now. Some of it followed from other cells:
    a total makes an entered outcome of one that was said to come later."""
    now = outcome_texts(line)
    for name, answer in answers.items():
        followed = now[name] != stored[name]
        if answer.state == CellState.SAVED or (followed and answer.text == now[name]):
            answers[name] = CellAnswer(CellState.SAVED, now[name], mark(now[name]))
        elif followed and answer.theirs is not None:
            theirs = theirs_of(line.outcome, now[name], line.places[0], name)
            answers[name] = replace(answer, theirs=theirs)


def _hold(round: Round, measure: Measure) -> Line:
    """The stored line, held. The round is held already, so that nobody else makes the same
    outcome meanwhile.

    Raises:
        Http404: the indicator is not in the round, or the round is a plan.
    """
    if not round.reports_outcomes:
        raise Http404
    Outcome.objects.select_for_update().filter(round=round, measure=measure).first()
    line = line_of(round, measure.pk)
    line.outcome.round = round
    return line


def _read(line: Line, name: str, text: str) -> tuple[Any, str]:
    """What was typed in a cell, and how it is written when stored."""
    if name == "state":
        if text not in OutcomeState.values:
            raise ValidationError(_("Choose one of the listed words."))
        return OutcomeState(text), text
    if name == "expected_on":
        return read_day(text)
    if name == "analysis":
        return read_text(text)
    value = _read_figure(line, getattr(line.outcome, name), text.strip())
    return value, value.text


def _read_figure(line: Line, stored: Value, text: str) -> Value:
    """The figure that was typed; one without a unit gets the target's, or the indicator's.

    What was there already is left exactly as it was written, also a word.
    """
    if text == stored.text:
        return stored
    try:
        value = parse_value(text)
    except FormatError as error:
        raise ValidationError(error.message) from error
    if value.is_nothing:
        return NOTHING
    if not value.is_number:
        raise ValidationError(
            _("Write a number, for example 12,5. Leave the field empty for no value.")
        )
    unit = line.target.target.unit or " ".join(line.indicator.unit.split())
    if value.unit or not unit:
        return value
    if (stored.amount, stored.unit) == (value.amount, unit):
        return stored
    try:
        whole = parse_value(f"{value.printed}{NO_BREAK_SPACE}{unit}")
    except FormatError:
        return value
    # A unit like "15-åringar" cannot stand after a number.
    return whole if (whole.amount, whole.unit) == (value.amount, unit) else value


def _misfits(line: Line, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Which of the wanted cells contradict the rest of the row outright."""
    total: Value = wanted.get("total", line.outcome.total)
    state = wanted.get("state")
    misfits = {}
    if state == OutcomeState.ENTERED and total.is_nothing:
        misfits["state"] = _("Write the outcome in its field.")
    elif state not in (None, OutcomeState.ENTERED) and not total.is_nothing:
        misfits["state"] = _("There is an outcome. Empty its field first.")
    if wanted.get("expected_on"):
        said = wanted.get("state", line.outcome.state)
        # An entered outcome whose total is taken away is missing, and may come later.
        if not total.is_nothing or said in NEVER:
            misfits["expected_on"] = _("Only an outcome that comes later is expected on a day.")
    return misfits


def _with(line: Line, wanted: Mapping[str, Any]) -> Line:
    """The line as it would be with those cells; what follows from a cell follows."""
    outcome = copy.copy(line.outcome)
    outcome._state = copy.copy(line.outcome._state)
    for name, value in wanted.items():
        setattr(outcome, name, value)
    if not outcome.total.is_nothing:
        outcome.state = OutcomeState.ENTERED
    elif outcome.state == OutcomeState.ENTERED:
        outcome.state = OutcomeState.MISSING
    if wanted.get("expected_on") and outcome.state == OutcomeState.MISSING:
        outcome.state = OutcomeState.LATER
    if outcome.state != OutcomeState.LATER:
        outcome.expected_on = None
    if "analysis" in wanted:
        # A loaded document may say that there is an analysis without its text.
        outcome.commented = bool(outcome.analysis)
    return replace(line, outcome=outcome)


def _plausible(
    line: Line, wanted: Mapping[str, Any], accept: Collection[str]
) -> tuple[dict[str, Any], list[Suspicion]]:
    """The cells that can be saved, and the warnings that hold the others back.

    Women, men and total may fit together where each alone does not, so all the
    figures are tried together first, then as many of them as possible.
    """
    known = {(one.code, one.about) for one in line.suspicions}

    def held_back(cells: Mapping[str, Any]) -> list[Suspicion]:
        return [
            one
            for one in _with(line, cells).warnings
            if one.holds_back and one.code not in accept and (one.code, one.about) not in known
        ]

    waiting = held_back(wanted)
    if not waiting:
        return dict(wanted), []
    figures = [name for name in FIGURES if name in wanted]
    words = {name: value for name, value in wanted.items() if name not in FIGURES}
    subsets = (
        words | {name: wanted[name] for name in names}
        for size in reversed(range(len(figures)))
        for names in combinations(figures, size)
    )
    kept = next(cells for cells in subsets if not held_back(cells))
    # A word may have come with a figure that now waits.
    misfits = _misfits(line, kept)
    return {name: value for name, value in kept.items() if name not in misfits}, waiting


def _save(
    line: Line,
    cells: Mapping[str, Any],
    stored: Mapping[str, str],
    by: Principal,
    verb: Verb = Verb.OUTCOME_CHANGED,
    **details: Any,
) -> None:
    """Write the outcome, in one row, and what was done; a new outcome is written whole."""
    outcome = line.outcome
    outcome.version += 1
    outcome.clean_fields(exclude={"round", "measure"})
    sign(outcome, by)
    if outcome._state.adding:
        outcome.save()
    else:
        figures = [f"{name}_{column}" for name in FIGURES for column in COLUMNS]
        words = ["state", "expected_on", "analysis", "commented", "version"]
        outcome.save(update_fields=[*figures, *words])
    now = outcome_texts(line)
    changed = {name for name in now if now[name] != stored[name]} | set(cells)
    record(
        verb,
        by=by,
        round=outcome.round,
        place=Place(Kind.MEASURE, line.measure.pk),
        name=line.indicator.name,
        cells=[
            (name, None, None) if name == "analysis" else (name, stored[name], now[name])
            for name in now
            if name in changed
        ],
        version=outcome.version,
        **details,
    )


def _accept(line: Line, accepted: Iterable[Suspicion], reason: str, by: Principal) -> Line:
    """Keep that somebody has seen the warnings, and why the figures are right."""
    reason, _as_read = read_text(reason, REASON_LENGTH)
    person = by if isinstance(by, User) else None
    kept = [
        Acceptance.objects.get_or_create(
            outcome=line.outcome,
            code=one.code,
            about=one.about,
            defaults={"reason": reason, "by": person},
        )[0]
        for one in accepted
    ]
    record(
        Verb.WARNING_ACCEPTED,
        by=by,
        round=line.outcome.round,
        place=Place(Kind.MEASURE, line.measure.pk),
        name=line.indicator.name,
        warnings=[{"code": one.code, "about": one.about} for one in kept],
        reason=reason,
    )
    return replace(line, acceptances=(*line.acceptances, *kept))
