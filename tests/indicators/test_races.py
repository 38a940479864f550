"""Two people at the same moment, on PostgreSQL: nobody's words are lost, nothing stands twice.

First the races are shown to happen when nothing is held; if those tests fail,
the others say nothing.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.formats import parse_value
from goals.cells import CellState, RowAnswer, Typed, mark
from goals.choices import Kind, Level, RoundState, Verb
from goals.drafts import drop_drafts, keep_draft
from goals.lifecycle import end_unlock, lock_round
from goals.models import Draft, Event, Round, Unlock
from goals.places import Place
from goals.rules import EditConflict, RoundLocked, assess_goal, enter_activity
from goals.sent import Sent
from goals.sheet import try_row
from indicators.models import Outcome, Target
from indicators.queries import unreported
from indicators.rules import enter_outcome, restore_outcome
from organisation.models import Role, User
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
    member,
)
from tests.races import Pair, at_once, racers

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
# Of each of the four ways that two people can meet in a row: two hundred in all.
PAIRS = 50
SAVED, CONFLICT = CellState.SAVED, CellState.CONFLICT


@pytest.fixture
def race(people: People) -> Iterator[Callable[..., Pair]]:
    with racers() as pair:
        yield pair.forced


@pytest.fixture
def anna(people: People) -> User:
    return member(Role.ADMINISTRATOR, people.committee, name="Anna")


@pytest.fixture
def round(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee)
    return made


def rows(round: Round, count: int, **stored: Any) -> list[Target]:
    """That many indicators split by sex in the round, reported when something is stored."""
    targets: list[Target] = TargetFactory.create_batch(count, round=round, by_sex=True)
    for target in targets if stored else ():
        OutcomeFactory(round=round, measure=target.measure, **stored)
    return targets


def enter(target: Target, by: User, seen: str = "", **cells: str) -> Callable[[], RowAnswer]:
    typed = {name: Typed(text, mark(seen)) for name, text in cells.items()}
    return lambda: enter_outcome(round=target.round, measure=target.measure, cells=typed, by=by)


def states(answer: RowAnswer) -> list[CellState]:
    return [cell.state for cell in answer.cells.values()]


def stored(target: Target) -> Outcome:
    return Outcome.objects.get(round=target.round, measure=target.measure)


def versions(outcome: Outcome) -> list[int]:
    return list(outcome.history.order_by("history_id").values_list("version", flat=True))


# The races, with the guard taken away -------------------------------------------------------


def unguarded(target: Target, text: str, seen: str) -> CellState:
    """Read, compare and write as the rule does, but hold nothing meanwhile."""
    with transaction.atomic():
        found = Outcome.objects.filter(round=target.round, measure=target.measure).first()
        outcome = found or unreported(target.round, target.measure)
        is_open = Round.objects.get(pk=target.round_id).is_open
        if not is_open or mark(outcome.women.text) != mark(seen):
            return CONFLICT
        outcome.women = parse_value(text)
        outcome.version += 1
        outcome.save()
        return SAVED


def test_without_the_guard_an_update_is_lost(
    people: People, round: Round, race: Callable[..., Pair]
) -> None:
    (target,) = rows(round, 1, women="60 %")

    pair = race(
        lambda: unguarded(target, "61 %", "60 %"), lambda: unguarded(target, "62 %", "60 %")
    )

    assert (pair.first, pair.second) == (SAVED, SAVED)
    assert str(stored(target).women) == "62 %"
    assert versions(stored(target)) == [1, 2, 2]


def test_without_the_guard_the_first_report_fails(
    people: People, round: Round, race: Callable[..., Pair]
) -> None:
    (target,) = rows(round, 1)

    pair = race(lambda: unguarded(target, "61 %", ""), lambda: unguarded(target, "62 %", ""))

    assert pair.first == SAVED
    assert isinstance(pair.second, IntegrityError)


def test_without_the_guard_a_locked_round_changes(
    people: People, round: Round, race: Callable[..., Pair]
) -> None:
    (target,) = rows(round, 1, women="60 %")

    pair = race(lambda: unguarded(target, "61 %", "60 %"), lambda: lock(target, people.karin))

    assert not pair.waited
    assert (pair.first, pair.second) == (SAVED, "60 %")
    assert str(stored(target).women) == "61 %"


# Two hundred pairs in a row -------------------------------------------------------------------


def test_on_the_same_cell_one_is_saved_and_the_other_told(
    people: People, anna: User, round: Round, race: Callable[..., Pair]
) -> None:
    for target in rows(round, PAIRS, women="60 %"):
        pair = race(
            enter(target, people.eva, "60 %", women="61 %"),
            enter(target, anna, "60 %", women="62 %"),
        )
        assert pair.waited
        assert (states(pair.first), states(pair.second)) == ([SAVED], [CONFLICT])
        theirs = pair.second.cells["women"].theirs
        assert (theirs.text, theirs.name) == ("61 %", "Eva")
        assert str(stored(target).women) == "61 %"
        assert versions(stored(target)) == [1, 2]
    assert Event.objects.count() == PAIRS


def test_on_different_cells_both_are_saved(
    people: People, anna: User, round: Round, race: Callable[..., Pair]
) -> None:
    for target in rows(round, PAIRS, women="60 %", men="60 %"):
        pair = race(
            enter(target, people.eva, "60 %", women="61 %"),
            enter(target, anna, "60 %", men="62 %"),
        )
        assert (states(pair.first), states(pair.second)) == ([SAVED], [SAVED])
        outcome = stored(target)
        assert (str(outcome.women), str(outcome.men)) == ("61 %", "62 %")
        assert versions(outcome) == [1, 2, 3]
        people_in_order = outcome.history.order_by("history_id").values_list(
            "history_user__name", flat=True
        )
        assert list(people_in_order) == [None, "Eva", "Anna"]
    assert Event.objects.count() == 2 * PAIRS


def test_a_double_click_stores_once(
    people: People, round: Round, race: Callable[..., Pair]
) -> None:
    for target in rows(round, PAIRS, women="60 %"):
        save = enter(target, people.eva, "60 %", women="61 %")
        pair = race(save, save)
        assert (states(pair.first), states(pair.second)) == ([SAVED], [SAVED])
        assert versions(stored(target)) == [1, 2]
    assert Event.objects.count() == PAIRS


def test_two_who_report_first_make_one_row(
    people: People, anna: User, round: Round, race: Callable[..., Pair]
) -> None:
    for number, target in enumerate(rows(round, PAIRS)):
        # Half of them mean different cells, half of them the same.
        same = number % 2 == 0
        pair = race(
            enter(target, people.eva, women="61 %"),
            enter(target, anna, **{"women" if same else "men": "62 %"}),
        )
        assert states(pair.first) == [SAVED]
        assert states(pair.second) == [CONFLICT if same else SAVED]
        assert versions(stored(target)) == ([1] if same else [1, 2])
        assert str(stored(target).women) == "61 %"


def test_of_eight_at_once_one_is_saved(people: People, anna: User, round: Round) -> None:
    (target,) = rows(round, 1)
    writers = (people.eva, anna)
    answers = at_once(*(enter(target, writers[i % 2], women=f"{60 + i} %") for i in range(8)))
    ended = [state for answer in answers for state in states(answer)]
    assert sorted(ended) == sorted([SAVED] + [CONFLICT] * 7)
    winner = next(answer for answer in answers if answer.is_saved)
    assert str(stored(target).women) == winner.cells["women"].text
    assert versions(stored(target)) == [1]


# Saving against locking -----------------------------------------------------------------------


def lock(target: Target, by: User) -> str:
    """Lock the round, and read what was stored then, as a snapshot does."""
    with transaction.atomic():
        lock_round(round=target.round, reason="Sista dagen", by=by)
        return str(stored(target).women)


def test_what_is_saved_before_the_lock_is_in_the_snapshot(
    people: People, race: Callable[..., Pair]
) -> None:
    for year in range(2001, 2011):
        (target,) = rows(RoundFactory(committee=people.committee, year=year), 1, women="60 %")
        pair = race(
            enter(target, people.eva, "60 %", women="61 %"), lambda t=target: lock(t, people.karin)
        )
        assert pair.waited
        assert states(pair.first) == [SAVED]
        assert pair.second == str(stored(target).women) == "61 %"


def test_what_comes_after_the_lock_is_kept_as_a_draft(
    people: People, race: Callable[..., Pair]
) -> None:
    for year in range(2001, 2011):
        (target,) = rows(RoundFactory(committee=people.committee, year=year), 1, women="60 %")
        place = Place(Kind.MEASURE, target.measure_id)
        sent = Sent(place, {"women": Typed("61 %", mark("60 %"))})
        pair = race(
            lambda t=target: lock(t, people.karin),
            lambda t=target, sent=sent: try_row(
                enter(t, people.eva, "60 %", women="61 %"),
                round=t.round,
                sent=sent,
                typed=0,
                by=people.eva,
            ),
        )
        assert pair.waited
        answer, told = pair.second
        assert states(answer) == [CellState.LOCKED]
        assert "Karin" in told
        assert pair.first == str(stored(target).women) == "60 %"
        assert Draft.objects.get(round=target.round, by=people.eva).text == "61 %"


def unlocked(target: Target) -> Unlock:
    Round.objects.filter(pk=target.round_id).update(state=RoundState.LOCKED)
    return Unlock.objects.create(
        round=target.round,
        kind=Kind.MEASURE,
        key=target.measure_id,
        reason="Rättelse",
        until=timezone.now() + timedelta(days=1),
    )


def test_a_save_and_the_end_of_an_unlock_come_one_after_the_other(
    people: People, race: Callable[..., Pair]
) -> None:
    for year in range(2001, 2011):
        first, last = rows(RoundFactory(committee=people.committee, year=year), 2, women="60 %")

        unlock = unlocked(first)
        pair = race(
            enter(first, people.eva, "60 %", women="61 %"),
            lambda one=unlock: end_unlock(unlock=one, by=people.karin),
        )
        assert pair.waited
        assert (states(pair.first), str(stored(first).women)) == ([SAVED], "61 %")
        assert pair.second.until <= timezone.now()

        unlock = unlocked(last)
        pair = race(
            lambda one=unlock: end_unlock(unlock=one, by=people.karin),
            enter(last, people.eva, "60 %", women="61 %"),
        )
        assert pair.waited
        assert isinstance(pair.second, RoundLocked)
        assert str(stored(last).women) == "60 %"


def test_other_rounds_of_the_committee_and_drafts_do_not_wait_for_a_save(
    people: People, anna: User, race: Callable[..., Pair]
) -> None:
    rounds = [RoundFactory(committee=people.committee, year=year) for year in (2001, 2002)]
    (here,), (there,) = (rows(round, 1, women="60 %") for round in rounds)

    pair = race(
        enter(here, people.eva, "60 %", women="61 %"), enter(there, anna, "60 %", women="62 %")
    )
    assert (pair.waited, states(pair.second)) == (False, [SAVED])

    pair = race(enter(here, people.eva, "61 %", women="63 %"), draft(here, anna, "Hennes", 1))
    assert (pair.waited, pair.second) == (False, None)
    assert Draft.objects.get().text == "Hennes"


# The other rules ------------------------------------------------------------------------------


def test_a_restored_outcome_and_a_save_come_one_after_the_other(
    people: People, anna: User, round: Round, race: Callable[..., Pair]
) -> None:
    for target in rows(round, 5, women="60 %"):
        assert enter(target, people.eva, "60 %", women="61 %")().is_saved
        pair = race(
            lambda t=target: restore_outcome(
                round=t.round, measure=t.measure, version=1, by=people.eva
            ),
            enter(target, anna, "61 %", women="62 %"),
        )
        assert pair.waited
        assert states(pair.second) == [CONFLICT]
        assert str(stored(target).women) == "60 %"
        assert versions(stored(target)) == [1, 2, 3]


def test_two_who_follow_up_the_same_activity(
    people: People, anna: User, round: Round, race: Callable[..., Pair]
) -> None:
    for report in ActivityReportFactory.create_batch(5, round=round):
        pair = race(
            *(
                lambda r=report, by=by, status=status: enter_activity(
                    report=r, cells={"status": Typed(status, mark(""))}, by=by
                )
                for by, status in ((people.eva, "ongoing"), (anna, "done"))
            )
        )
        assert (states(pair.first), states(pair.second)) == ([SAVED], [CONFLICT])
        report.refresh_from_db()
        assert (report.status, versions(report)) == ("ongoing", [1, 2])


def test_two_who_assess_the_same_goal(
    people: People, round: Round, race: Callable[..., Pair]
) -> None:
    for line in AssessmentFactory.create_batch(5, round=round):
        pair = race(
            *(
                lambda a=line, by=by, level=level: assess_goal(
                    assessment=a, level=level, analysis="Därför.", version=1, by=by
                )
                for by, level in ((people.eva, Level.FULL), (people.mona, Level.NONE))
            )
        )
        assert isinstance(pair.second, EditConflict)
        line.refresh_from_db()
        assert (line.level, versions(line)) == (Level.FULL, [1, 2])
    assert Event.objects.filter(verb=Verb.GOAL_ASSESSED).count() == 5


def draft(target: Target, by: User, text: str, typed: int) -> Callable[[], None]:
    return lambda: keep_draft(
        round=target.round,
        place=Place(Kind.MEASURE, target.measure_id),
        cell="analysis",
        text=text,
        seen="",
        typed=typed,
        by=by,
    )


@pytest.mark.parametrize("there_was_one", [False, True])
@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_two_drafts_the_one_typed_last_stays(
    people: People,
    round: Round,
    race: Callable[..., Pair],
    order: tuple[int, int],
    there_was_one: bool,
) -> None:
    for target in rows(round, 5):
        if there_was_one:
            draft(target, people.eva, "Gammalt", 1)()
        first, second = (draft(target, people.eva, f"Skrivet {n}", n) for n in order)
        pair = race(first, second)
        assert (pair.first, pair.second, pair.waited) == (None, None, True)
        assert Draft.objects.get(key=target.measure_id).text == "Skrivet 2"


@pytest.mark.parametrize("save_first", [False, True])
def test_a_save_takes_no_newer_draft_with_it(
    people: People, round: Round, race: Callable[..., Pair], save_first: bool
) -> None:
    for target in rows(round, 5):
        draft(target, people.eva, "Skickat", 1)()

        def forget(target: Target = target) -> None:
            drop_drafts(
                round=target.round,
                place=Place(Kind.MEASURE, target.measure_id),
                cells=["analysis"],
                by=people.eva,
                typed=1,
            )

        newer = draft(target, people.eva, "Skrivet sedan", 2)
        pair = race(forget, newer) if save_first else race(newer, forget)
        assert (pair.first, pair.second, pair.waited) == (None, None, True)
        assert Draft.objects.get(key=target.measure_id).text == "Skrivet sedan"
