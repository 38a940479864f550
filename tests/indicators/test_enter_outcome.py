"""Reporting outcomes cell by cell: what is asked for, what waits, what is stored."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from goals.cells import CellState, RowAnswer, Typed, mark
from goals.choices import Kind, Part, RoundState, Verb
from goals.drafts import TEXT_LENGTH
from goals.models import Event, Round
from goals.places import Place
from goals.rules import RoundLocked
from indicators.choices import WarningCode as Code
from indicators.models import Acceptance, Indicator, Outcome, Target
from indicators.queries import Line, line_of
from indicators.rules import REASON_LENGTH, enter_outcome, outcome_texts
from organisation.access import SYSTEM
from organisation.models import User
from tests.conftest import People
from tests.factories import MeasureFactory, OutcomeFactory, RoundFactory, TargetFactory

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def target(people: People) -> Target:
    """A count split by sex, in a tertial report, with no unit."""
    made: Target = TargetFactory(
        round=RoundFactory(committee=people.committee), by_sex=True, target="10"
    )
    return made


@pytest.fixture
def share(people: People) -> Target:
    """A share split by sex, in an annual report."""
    made: Target = TargetFactory(
        round=RoundFactory(committee=people.committee, part=Part.ANNUAL), by_sex=True
    )
    return made


def line(target: Target) -> Line:
    return line_of(target.round, target.measure_id)


def texts(target: Target) -> dict[str, str]:
    """How the row reads now: only the cells that say something, with plain spaces."""
    now = outcome_texts(line(target)).items()
    return {name: text.replace(NBSP, " ") for name, text in now if text}


def enter(
    target: Target,
    by: User,
    seen: Any = None,
    accept: Any = (),
    reason: Any = "",
    **cells: str,
) -> RowAnswer:
    """Write in the cells after having seen what is stored, or what `seen` says."""
    stood = outcome_texts(line(target)) if seen is None else seen
    typed = {name: Typed(text, mark(stood.get(name, ""))) for name, text in cells.items()}
    return enter_outcome(
        round=target.round,
        measure=target.measure,
        cells=typed,
        by=by,
        accept=accept,
        reason=reason,
    )


def states(answer: RowAnswer) -> dict[str, str]:
    return {name: str(cell.state) for name, cell in answer.cells.items()}


def stored(target: Target, **values: Any) -> Outcome:
    made: Outcome = OutcomeFactory(round=target.round, measure=target.measure, **values)
    return made


# What is stored -------------------------------------------------------------------------


def test_a_new_outcome_is_made_with_history_and_event(people: People, target: Target) -> None:
    answer = enter(
        target, people.eva, total="12", women="7", men="5", forecast="30", analysis=" Bra. "
    )

    assert answer.is_saved
    outcome = Outcome.objects.get()
    assert (outcome.state, outcome.version, outcome.commented) == ("entered", 1, True)
    assert texts(target) == {
        "total": "12",
        "women": "7",
        "men": "5",
        "forecast": "30",
        "state": "entered",
        "analysis": "Bra.",
    }
    (row,) = outcome.history.all()
    assert row.history_user == people.eva
    event = Event.objects.get()
    assert (event.verb, event.by, event.round) == (Verb.OUTCOME_CHANGED, people.eva, target.round)
    assert event.place == Place(Kind.MEASURE, target.measure_id)
    assert event.details == {
        "name": target.measure.indicator.name,
        "cells": [
            ["total", "", "12"],
            ["women", "", "7"],
            ["men", "", "5"],
            ["forecast", "", "30"],
            ["state", "missing", "entered"],
            ["analysis", None, None],
        ],
        "version": 1,
    }


def test_a_change_keeps_what_it_does_not_touch(people: People, share: Target) -> None:
    stored(share, total="70 %", previous_year="68 %", period="2022", women="71 %", men="69 %")

    assert enter(share, people.eva, women="72 %").is_saved

    outcome = Outcome.objects.get()
    assert (str(outcome.total), str(outcome.women), str(outcome.men)) == ("70 %", "72 %", "69 %")
    assert (outcome.version, str(outcome.previous_year), outcome.period) == (2, "68 %", "2022")
    amounts = [str(row.women_amount) for row in outcome.history.order_by("history_id")]
    assert amounts == ["71.000000", "72.000000"]
    assert Event.objects.get().details["cells"] == [["women", "71 %", "72 %"]]


def test_nothing_is_worked_out(people: People, target: Target) -> None:
    assert enter(target, people.eva, women="5", men="6").is_saved
    assert texts(target) == {"women": "5", "men": "6", "state": "missing"}


FIGURES: list[tuple[str, str, dict[str, str], str]] = [
    # the target, the indicator's unit, what is typed, and how it is stored
    ("80 %", "", {"total": "70"}, "70 %"),
    ("80 %", "", {"total": "70%"}, "70%"),
    ("80 %", "", {"total": " 70 % "}, "70 %"),
    ("80 %", "", {"total": "7,5"}, "7,5 %"),
    ("80 %", "", {"total": "0"}, "0 %"),
    ("80", "st", {"total": "70"}, "70 st"),
    ("80", "", {"total": "70"}, "70"),
    ("80", "", {"total": "-70"}, "-70"),
    ("", "st", {"total": "1 234"}, "1 234 st"),
    ("öka", " barn  per avdelning ", {"total": "7"}, "7 barn per avdelning"),
    # The round's own promise goes before the lasting definition.
    ("80 %", "procent", {"total": "70"}, "70 %"),
    # Invisible characters come along from other programs.
    ("80 %", "", {"total": "7\N{ZERO WIDTH SPACE}0"}, "70 %"),
    # What cannot stand after a number is left out.
    ("", "15-åringar", {"total": "12"}, "12"),
    ("", "%%", {"total": "12"}, "12"),
    ("", "e3", {"total": "12"}, "12"),
]


@pytest.mark.parametrize(("promised", "unit", "cells", "expected"), FIGURES)
def test_a_figure_gets_its_unit(
    people: People, promised: str, unit: str, cells: dict[str, str], expected: str
) -> None:
    target = TargetFactory(round=RoundFactory(committee=people.committee), target=promised)
    Indicator.objects.update(unit=unit)
    answer = enter(target, people.eva, **cells)
    assert answer.cells["total"].text.replace(NBSP, " ") == expected
    assert texts(target)["total"] == expected
    # What was typed means the same the next time.
    assert enter(target, people.eva, **cells).is_saved
    assert Outcome.objects.get().version == 1


@pytest.mark.parametrize(
    ("was", "typed"), [("77%", "77"), ("77 %", "77"), ("77 %", "77,0"), ("1 017 %", "1017")]
)
def test_the_same_number_without_its_unit_changes_nothing(
    people: People, share: Target, was: str, typed: str
) -> None:
    stored(share, total=was)
    answer = enter(share, people.eva, total=typed)
    assert (answer.is_saved, answer.cells["total"].text) == (True, was)
    assert not Event.objects.exists()


def test_a_word_that_a_document_brought_may_stay(people: People, target: Target) -> None:
    stored(target, total="Godkänd")
    assert enter(target, people.eva, total="Godkänd", analysis="Så var det.").is_saved
    assert texts(target)["total"] == "Godkänd"


@pytest.mark.parametrize("dash", ["", " ", "-", "–"])
def test_an_emptied_total_is_missing(people: People, target: Target, dash: str) -> None:
    stored(target, total="5")
    assert enter(target, people.eva, total=dash).is_saved
    assert texts(target) == {"state": "missing"}


# What is refused ------------------------------------------------------------------------


INVALID: list[tuple[str, str]] = [
    ("total", "ganska bra"),
    ("women", "öka"),
    ("men", "1.234"),
    ("forecast", "12,3,4"),
    ("total", "1e3"),
    ("total", "9" * 15),
    ("total", "1" * 121),
    ("total", "7\0"),
    ("women", "\ud83d"),
    ("state", "lost"),
    ("state", ""),
    ("state", "entered"),
    ("expected_on", "i höst"),
    ("expected_on", "2023-02-30"),
    ("expected_on", "30/4 2023"),
    ("analysis", "å" * (TEXT_LENGTH + 1)),
    ("analysis", "a\0b"),
    ("analysis", "\udcff"),
]


@pytest.mark.parametrize(("name", "text"), INVALID)
def test_what_cannot_be_read_waits_and_the_rest_is_stored(
    people: People, target: Target, name: str, text: str
) -> None:
    valid = "analysis" if name != "analysis" else "men"
    answer = enter(target, people.eva, **{name: text, valid: "5"})

    assert states(answer) == {name: "invalid", valid: "saved"}
    cell = answer.cells[name]
    assert (cell.text, cell.seen) == (text, mark("missing" if name == "state" else ""))
    assert cell.message
    assert set(texts(target)) == {valid, "state"}


def test_nothing_is_stored_when_nothing_can_be_read(people: People, target: Target) -> None:
    enter(target, people.eva, total="bra", state="lost")
    assert not Outcome.objects.exists()
    assert not Event.objects.exists()


def test_the_longest_text_is_stored_and_lines_end_in_one_way(
    people: People, target: Target
) -> None:
    long = "å" * TEXT_LENGTH
    assert enter(target, people.eva, analysis=f" {long}\r\n").is_saved
    assert texts(target)["analysis"] == long
    enter(target, people.eva, analysis="ett\r\ntvå\rtre\vfyra\n\nfem")
    assert texts(target)["analysis"] == "ett\ntvå\ntre\nfyra\n\nfem"


@pytest.mark.parametrize("name", ["level", "version", "id", "previous_year", "__class__", ""])
def test_a_cell_that_there_is_not_refuses_the_row(
    people: People, target: Target, name: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        enter(target, people.eva, **{"total": "5", name: "x"})
    assert caught.value.code == "no_cell"
    assert not Outcome.objects.exists()


def test_women_and_men_only_where_it_is_split(people: People, target: Target) -> None:
    Target.objects.update(by_sex=False)
    for name in ("women", "men"):
        with pytest.raises(ValidationError):
            enter(target, people.eva, **{name: "5"})


@pytest.mark.parametrize(("part", "asked"), [("t1", True), ("t2", True), ("annual", False)])
def test_a_forecast_only_in_the_tertial_reports(
    people: People, target: Target, part: str, asked: bool
) -> None:
    Round.objects.update(part=part)
    if asked:
        assert enter(target, people.eva, forecast="5").is_saved
    else:
        with pytest.raises(ValidationError):
            enter(target, people.eva, forecast="5")


def test_a_plan_takes_no_outcomes(people: People, target: Target) -> None:
    Round.objects.update(part=Part.PLAN)
    with pytest.raises(Http404):
        enter(target, people.eva, total="5")


def test_an_indicator_of_another_round_is_not_known(people: People, target: Target) -> None:
    measure = MeasureFactory(committee=people.committee)
    with pytest.raises(Http404):
        enter_outcome(round=target.round, measure=measure, cells={}, by=people.eva)


def test_only_administrators_report(people: People, target: Target) -> None:
    for person in (people.mona, people.rolf, people.karin):
        with pytest.raises(PermissionDenied):
            enter(target, person, total="5")
    with pytest.raises(Http404):
        enter(target, people.nils, total="5")
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_a_round_that_is_not_open_refuses(people: People, target: Target, state: str) -> None:
    Round.objects.update(state=state)
    with pytest.raises(RoundLocked):
        enter(target, people.eva, total="5")
    assert not Outcome.objects.exists()


# State, total and expected day ------------------------------------------------------------


LATER: dict[str, Any] = {"state": "later", "expected_on": date(2023, 9, 1)}
TOGETHER: list[tuple[dict[str, Any], dict[str, str], dict[str, str], dict[str, str]]] = [
    # stored before, sent in, what waits, and how the row reads then
    ({}, {"state": "later"}, {}, {"state": "later"}),
    ({}, {"state": "not_measured"}, {}, {"state": "not_measured"}),
    # A day means that it comes later.
    ({}, {"expected_on": "2023-09-01"}, {}, {"state": "later", "expected_on": "2023-09-01"}),
    (LATER, {"expected_on": ""}, {}, {"state": "later"}),
    (LATER, {"state": "too_few"}, {}, {"state": "too_few"}),
    (LATER, {"total": "5"}, {}, {"state": "entered", "total": "5"}),
    # The page sends along what it shows; the answer says what became of it.
    (LATER, {"total": "5", "state": "later"}, {}, {"state": "entered", "total": "5"}),
    ({}, {"total": "5", "state": "missing"}, {}, {"state": "entered", "total": "5"}),
    ({"total": "5"}, {"total": "", "state": "entered"}, {}, {"state": "missing"}),
    ({"total": "5"}, {"total": "", "state": "later"}, {}, {"state": "later"}),
    (
        {"total": "5"},
        {"total": "", "expected_on": "2023-09-01"},
        {},
        {"state": "later", "expected_on": "2023-09-01"},
    ),
    ({}, {"total": "5", "state": "entered"}, {}, {"state": "entered", "total": "5"}),
    # Contradictions wait.
    ({}, {"state": "entered"}, {"state": "invalid"}, {"state": "missing"}),
    ({}, {"total": "bra", "state": "entered"}, {"total": "invalid", "state": "invalid"}, {}),
    ({"total": "5"}, {"state": "later"}, {"state": "invalid"}, {"state": "entered", "total": "5"}),
    ({}, {"total": "5", "state": "later"}, {"state": "invalid"}, {"state": "entered"}),
    ({}, {"total": "5", "expected_on": "2023-09-01"}, {"expected_on": "invalid"}, {"total": "5"}),
    (
        {"state": "not_measured"},
        {"expected_on": "2023-09-01"},
        {"expected_on": "invalid"},
        {"state": "not_measured"},
    ),
    # A state that came with a total waits with it: nothing else is thrown away.
    (
        {**LATER, "previous_year": "5"},
        {"total": "50", "state": "entered"},
        {"total": "warning", "state": "warning"},
        {"state": "later", "expected_on": "2023-09-01"},
    ),
]


@pytest.mark.parametrize(("before", "cells", "waits", "after"), TOGETHER)
def test_state_total_and_day_fit_together(
    people: People,
    target: Target,
    before: dict[str, Any],
    cells: dict[str, str],
    waits: dict[str, str],
    after: dict[str, str],
) -> None:
    if before:
        stored(target, **before)
    then = texts(target)

    answer = enter(target, people.eva, **cells)

    now = texts(target)
    assert states(answer) == {name: waits.get(name, "saved") for name in cells}
    assert after.items() <= now.items()
    assert ("expected_on" in now) == ("expected_on" in after)
    for name, cell in answer.cells.items():
        if cell.state == CellState.SAVED:
            assert (cell.text, cell.seen) == (now.get(name, ""), mark(now.get(name, "")))
    assert Event.objects.count() == (now != then)


# Warnings ---------------------------------------------------------------------------------


def test_a_warning_waits_until_it_is_accepted_with_a_reason(people: People, share: Target) -> None:
    answer = enter(share, people.eva, total="150 %")
    assert states(answer) == {"total": "warning"}
    assert [(one.code, one.cells) for one in answer.warnings] == [(Code.OVER_HUNDRED, ("total",))]
    assert answer.cells["total"].text == "150 %"
    assert not Outcome.objects.exists()

    answer = enter(
        share, people.eva, total="150 %", accept=["over_hundred"], reason=" Kontrollerat. "
    )
    assert answer.is_saved
    assert answer.warnings == []
    acceptance = Acceptance.objects.get()
    assert (acceptance.code, acceptance.about) == ("over_hundred", "total 150 %")
    assert (acceptance.reason, acceptance.by) == ("Kontrollerat.", people.eva)
    assert line(share).warnings == []
    assert [said.reason for _one, said in line(share).accepted] == ["Kontrollerat."]
    accepted = Event.objects.get(verb=Verb.WARNING_ACCEPTED)
    assert accepted.by == people.eva
    assert accepted.details == {
        "name": share.measure.indicator.name,
        "warnings": [{"code": "over_hundred", "about": "total 150 %"}],
        "reason": "Kontrollerat.",
    }


def test_an_acceptance_holds_until_the_figures_change_and_comes_back(
    people: People, share: Target
) -> None:
    enter(share, people.eva, total="150 %", accept=["over_hundred"])

    assert states(enter(share, people.eva, total="160 %")) == {"total": "warning"}
    assert texts(share)["total"] == "150 %"
    assert enter(share, people.eva, total="90 %").is_saved
    # What was once said to be right is right again, and is not told twice.
    assert enter(share, people.eva, total="150 %").is_saved
    assert enter(share, people.eva, accept=["over_hundred"]).is_saved
    assert Acceptance.objects.count() == 1
    assert Event.objects.filter(verb=Verb.WARNING_ACCEPTED).count() == 1


def test_only_what_was_ticked_is_accepted(people: People, share: Target) -> None:
    stored(share, previous_year="20 %")
    answer = enter(share, people.eva, total="150 %", accept=["jump_year"])
    assert states(answer) == {"total": "warning"}
    assert [one.code for one in answer.warnings] == [Code.OVER_HUNDRED]
    assert not Acceptance.objects.exists()

    assert enter(share, people.eva, total="150 %", accept=["jump_year", "over_hundred"]).is_saved
    assert {one.code for one in Acceptance.objects.all()} == {"jump_year", "over_hundred"}
    assert Event.objects.filter(verb=Verb.WARNING_ACCEPTED).count() == 1


@pytest.mark.parametrize(
    "accept", [["no such warning"], ["", "\0"], ["parts"], ["OVER_HUNDRED"], ["over_hundred\0"]]
)
def test_accepting_what_is_not_there_accepts_nothing(
    people: People, share: Target, accept: list[str]
) -> None:
    assert states(enter(share, people.eva, total="150 %", accept=accept)) == {"total": "warning"}
    assert enter(share, people.eva, total="50 %", accept=accept).is_saved
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("reason", ["x" * (REASON_LENGTH + 1), "a\0b", "\ud83d"])
def test_a_reason_that_cannot_be_kept_refuses_the_row(
    people: People, share: Target, reason: str
) -> None:
    with pytest.raises(ValidationError):
        enter(share, people.eva, total="150 %", accept=["over_hundred"], reason=reason)
    assert not Outcome.objects.exists()
    assert not Event.objects.exists()


def test_what_is_stored_already_can_be_accepted(people: People, share: Target) -> None:
    stored(share, total="150 %")
    assert [one.code for one in line(share).warnings] == [Code.OVER_HUNDRED]
    assert enter(share, people.eva, accept=["over_hundred"]).is_saved
    assert line(share).warnings == []
    assert Outcome.objects.get().version == 1


def test_a_known_warning_holds_nothing_else_back(people: People, share: Target) -> None:
    stored(share, total="150 %")
    assert enter(share, people.eva, analysis="Så är det.", state="entered").is_saved
    assert enter(share, people.eva, women="60 %").is_saved
    # Changed, it is asked about again.
    assert states(enter(share, people.eva, total="151 %")) == {"total": "warning"}


def test_cells_that_only_fit_together_are_saved_together(people: People) -> None:
    target = TargetFactory(
        round=RoundFactory(committee=people.committee), by_sex=True, target="10 st"
    )
    stored(target, total="10 st", women="6 st", men="4 st")
    for name, value in (("total", "12"), ("women", "7"), ("men", "5")):
        assert states(enter(target, people.eva, **{name: value})) == {name: "warning"}

    # A fourth figure that looks wrong holds only itself back.
    answer = enter(target, people.eva, total="12", women="7", men="5", forecast="5")

    assert states(answer) == {
        "total": "saved",
        "women": "saved",
        "men": "saved",
        "forecast": "warning",
    }
    assert [one.code for one in answer.warnings] == [Code.FORECAST]
    assert texts(target) == {"total": "12 st", "women": "7 st", "men": "5 st", "state": "entered"}


def test_one_sex_is_shown_and_holds_nothing_back(people: People, share: Target) -> None:
    answer = enter(share, people.eva, women="60 %")
    assert answer.is_saved
    assert answer.warnings == []
    assert [one.code for one in answer.line.warnings] == [Code.ONE_SEX]


def test_the_tertial_before_is_the_latest_that_has_a_total(people: People, share: Target) -> None:
    for part, total in ((Part.T1, "20 %"), (Part.T2, "")):
        earlier = RoundFactory(committee=people.committee, part=part)
        OutcomeFactory(round=earlier, measure=share.measure, total=total)
    answer = enter(share, people.eva, total="90 %")
    assert [one.about for one in answer.warnings] == ["20 % → 90 %"]


# Two people -------------------------------------------------------------------------------


def test_the_same_answer_twice_is_stored_once(people: People, target: Target) -> None:
    stood = outcome_texts(line(target))
    for _time in range(3):
        answer = enter(target, people.eva, seen=stood, total="5", analysis="Bra.")
        assert answer.is_saved
    outcome = Outcome.objects.get()
    assert (outcome.version, outcome.history.count(), Event.objects.count()) == (1, 1, 1)


def test_different_cells_of_a_row_never_meet(people: People, target: Target) -> None:
    stood = outcome_texts(line(target))
    assert enter(target, people.eva, seen=stood, women="5").is_saved
    assert enter(target, people.eva, seen=stood, men="6").is_saved
    assert texts(target) == {"women": "5", "men": "6", "state": "missing"}


def test_a_conflict_is_one_cells_and_names_who_wrote_it(people: People, target: Target) -> None:
    stood = outcome_texts(line(target))
    enter(target, people.eva, women="5")
    enter_outcome(
        round=target.round,
        measure=target.measure,
        cells={"men": Typed("6", mark(""))},
        by=SYSTEM,
    )

    answer = enter(target, people.eva, seen=stood, women="7", men="6", forecast="20")

    assert states(answer) == {"women": "conflict", "men": "saved", "forecast": "saved"}
    cell = answer.cells["women"]
    assert (cell.text, cell.seen) == ("7", mark(""))
    assert cell.theirs is not None
    assert (cell.theirs.text, cell.theirs.name) == ("5", "Eva")
    assert cell.theirs.at == Event.objects.order_by("pk")[0].at
    assert texts(target)["women"] == "5"
    # Having seen theirs, one may still mean one's own.
    assert enter(target, people.eva, women="7").is_saved


@pytest.mark.parametrize("seen", ["", "0" * 16, "x" * 1000, "a\0b", "\ud83d"])
def test_a_mark_that_is_none_is_a_conflict(people: People, target: Target, seen: str) -> None:
    answer = enter_outcome(
        round=target.round,
        measure=target.measure,
        cells={"total": Typed("5", seen)},
        by=people.eva,
    )
    assert states(answer) == {"total": "conflict"}
    theirs = answer.cells["total"].theirs
    assert theirs is not None
    assert (theirs.text, theirs.name, theirs.at) == ("", "", None)


# Cost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_a_save_touches_one_row_and_asks_the_same_however_many_there_are(
    people: People, target: Target, rows: int
) -> None:
    stored(target, total="5")
    for _number in range(rows - 1):
        OutcomeFactory(round=target.round, total="5")
    known = line(target)
    typed = {"total": Typed("6", mark("5"))}
    enter(target, people.eva, analysis="Läser rollerna, en gång.")

    with CaptureQueriesContext(connection) as captured:
        enter_outcome(round=known.target.round, measure=known.measure, cells=typed, by=people.eva)

    changed = [one["sql"] for one in captured if one["sql"].startswith("UPDATE")]
    assert len(changed) == 1
    assert changed[0].startswith('UPDATE "indicators_outcome" SET ')
    assert changed[0].endswith(f'WHERE "indicators_outcome"."id" = {known.outcome.pk}')
    # Savepoint, round, outcome held, target, outcome, acceptances, change, history, event, end.
    assert len(captured) == 11
