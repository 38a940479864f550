"""What is being written is kept, errors and all, until it is saved or given up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from goals.cells import CellAnswer, CellState, RowAnswer, Theirs, mark
from goals.choices import Kind, RoundState
from goals.drafts import AHEAD, DRAFT_LENGTH, TEXT_LENGTH, drafts_of, drop_drafts, keep_unsaved
from goals.drafts import keep_draft as keep
from goals.models import Draft, Round
from goals.places import Place
from organisation.models import User
from tests.conftest import People
from tests.factories import RoundFactory

NOW = datetime(2023, 5, 2, 12, 30, tzinfo=UTC)
MOMENT = int(NOW.timestamp() * 1000)
PLACE = Place(Kind.MEASURE, 7)


@pytest.fixture
def round(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee)
    return made


def write(round: Round, by: User, text: str = "Utkast", **said: Any) -> None:
    whole: dict[str, Any] = {"cell": "analysis", "place": PLACE, "seen": mark(""), "typed": MOMENT}
    with time_machine.travel(NOW, tick=False):
        keep(round=round, by=by, text=text, **{**whole, **said})


def texts(user: User, round: Round) -> dict[str, str]:
    return {f"{place} {cell}": one.text for (place, cell), one in drafts_of(user, round).items()}


@pytest.mark.parametrize("state", list(RoundState))
def test_a_draft_is_kept_whatever_the_rounds_state(
    people: People, round: Round, state: str
) -> None:
    Round.objects.filter(pk=round.pk).update(state=state)
    write(round, people.eva, "12,,5", cell="total")
    assert texts(people.eva, round) == {"measure:7 total": "12,,5"}


def test_a_draft_is_its_writers_and_its_rounds(people: People, round: Round) -> None:
    write(round, people.eva)
    assert texts(people.mona, round) == {}
    assert texts(people.eva, RoundFactory(committee=people.committee, year=2024)) == {}


@pytest.mark.parametrize(
    ("moments", "kept"),
    [
        ([(1, "a"), (2, "ab"), (3, "abc")], "abc"),
        ([(1, "a"), (3, "abc"), (2, "ab")], "abc"),
        ([(3, "abc"), (2, "ab"), (1, "a")], "abc"),
        # The same moment: what came last.
        ([(2, "a"), (2, "b")], "b"),
        # No moment was said: it counts as the newest, and nothing said is left out after it.
        ([(5, "a"), (0, "b")], "b"),
        ([(0, "a"), (5, "b")], "b"),
        ([(5, "a"), (-5, "b")], "a"),
    ],
)
def test_what_was_typed_last_stays_in_whatever_order_it_comes(
    people: People, round: Round, moments: list[tuple[int, str]], kept: str
) -> None:
    for typed, text in moments:
        write(round, people.eva, text, typed=typed)
    assert Draft.objects.get().text == kept


@pytest.mark.parametrize("typed", [MOMENT + 10**11, 2**63, 2**80])
def test_a_clock_that_goes_ahead_does_not_stop_another_machine(
    people: People, round: Round, typed: int
) -> None:
    write(round, people.eva, "från en klocka som går fel", typed=typed)
    later = NOW + timedelta(minutes=2)
    with time_machine.travel(later, tick=False):
        keep(
            round=round,
            place=PLACE,
            cell="analysis",
            text="från en som går rätt",
            seen="",
            typed=MOMENT + 120_000,
            by=people.eva,
        )
    assert Draft.objects.get().text == "från en som går rätt"
    assert Draft.objects.get().typed <= MOMENT + 120_000 + AHEAD


REFUSED: list[dict[str, Any]] = [
    {"text": "x" * (DRAFT_LENGTH + 1)},
    {"text": "a\0b"},
    {"text": "half a pair: \ud83d"},
    {"cell": "x" * 21},
    {"cell": ""},
    {"cell": "total; drop"},
    {"cell": "to\0tal"},
    {"seen": "0" * 65},
    {"seen": "a\0b"},
    {"place": Place(Kind.ROUND, 1)},
    {"place": Place(Kind.MEASURE, 2**63)},
    {"place": Place(Kind.MEASURE, -1)},
]


@pytest.mark.parametrize("said", REFUSED, ids=lambda said: next(iter(said)))
def test_what_cannot_be_a_draft_is_told(people: People, round: Round, said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        write(round, people.eva, **said)
    assert caught.value.messages[0]
    assert not Draft.objects.exists()


def test_a_draft_may_be_longer_than_what_is_saved(people: People, round: Round) -> None:
    write(round, people.eva, "å" * (TEXT_LENGTH + 1))
    assert len(Draft.objects.get().text) == TEXT_LENGTH + 1


def test_only_who_may_write_there_keeps_a_draft(people: People, round: Round) -> None:
    write(round, people.mona, place=Place(Kind.GOAL, 1))
    write(round, people.mona, place=Place(Kind.ACTIVITY, 1))
    for person in (people.mona, people.rolf, people.karin):
        with pytest.raises(PermissionDenied):
            write(round, person)
    with pytest.raises(Http404):
        write(round, people.nils)


def answer(**cells: tuple[CellState, str]) -> RowAnswer:
    return RowAnswer(
        None,
        {
            name: CellAnswer(state, text, mark(""), theirs=Theirs("x", "Nils", NOW))
            for name, (state, text) in cells.items()
        },
    )


def after(round: Round, by: User, typed: int = MOMENT, **cells: tuple[CellState, str]) -> None:
    with time_machine.travel(NOW, tick=False):
        keep_unsaved(round=round, place=PLACE, answer=answer(**cells), typed=typed, by=by)


def test_what_was_refused_is_kept_and_what_was_saved_is_forgotten(
    people: People, round: Round
) -> None:
    for cell in ("total", "women", "men"):
        write(round, people.eva, f"gammalt {cell}", cell=cell)
    write(round, people.mona, "hennes", place=Place(Kind.GOAL, 7), cell="total")

    after(
        round,
        people.eva,
        total=(CellState.SAVED, "12"),
        women=(CellState.INVALID, "7,,"),
        forecast=(CellState.CONFLICT, "9"),
        analysis=(CellState.LOCKED, "Text"),
        state=(CellState.WARNING, "later"),
    )

    assert texts(people.eva, round) == {
        "measure:7 women": "7,,",
        "measure:7 men": "gammalt men",
        "measure:7 forecast": "9",
        "measure:7 analysis": "Text",
        "measure:7 state": "later",
    }
    assert texts(people.mona, round) == {"goal:7 total": "hennes"}


@pytest.mark.parametrize(("typed", "kept"), [(MOMENT - 1, True), (MOMENT, False), (0, False)])
def test_what_was_typed_after_the_save_was_sent_is_kept(
    people: People, round: Round, typed: int, kept: bool
) -> None:
    write(round, people.eva, "skrivet medan det sparades", cell="total", typed=MOMENT)
    after(round, people.eva, typed=typed, total=(CellState.SAVED, "12"))
    assert Draft.objects.exists() == kept


def test_one_text_that_cannot_be_kept_does_not_stop_the_others(
    people: People, round: Round
) -> None:
    after(
        round,
        people.eva,
        analysis=(CellState.INVALID, "x" * (DRAFT_LENGTH + 1)),
        no_such_cell_at_all_there=(CellState.LOCKED, "x"),
        women=(CellState.INVALID, "7\0"),
        men=(CellState.INVALID, "\ud83d"),
        total=(CellState.INVALID, "mycket"),
    )
    assert texts(people.eva, round) == {
        "measure:7 women": "7\N{REPLACEMENT CHARACTER}",
        "measure:7 men": "\N{REPLACEMENT CHARACTER}",
        "measure:7 total": "mycket",
    }


def test_giving_up_forgets_ones_own_drafts_of_those_cells(people: People, round: Round) -> None:
    for cell in ("total", "women"):
        write(round, people.eva, cell=cell)
    write(round, people.eva, cell="total", place=Place(Kind.MEASURE, 8))

    drop_drafts(round=round, place=PLACE, cells=["total"], by=people.eva)

    assert set(texts(people.eva, round)) == {"measure:7 women", "measure:8 total"}


def test_forgetting_is_one_statement(people: People, round: Round) -> None:
    """So that the database sees a newer draft that came meanwhile, and leaves it."""
    write(round, people.eva)
    with CaptureQueriesContext(connection) as captured:
        drop_drafts(round=round, place=PLACE, cells=["analysis"], by=people.eva, typed=MOMENT)
    (one,) = captured
    assert one["sql"].startswith("DELETE FROM")
    assert '"typed" <= ' in one["sql"]
