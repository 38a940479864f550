"""A round's life: which act goes with which state, who may, when days end, and what is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from goals.choices import Kind, RoundState, Verb
from goals.lifecycle import (
    decide_round,
    end_of_day,
    end_unlock,
    lock_round,
    lock_rounds,
    open_planned,
    reopen_round,
    running_unlocks,
    unlock,
)
from goals.locks import locks_of
from goals.models import Event, Round, Unlock
from goals.places import Place
from goals.rules import RoundLocked, hold_round
from organisation.access import SYSTEM, Principal
from organisation.models import User
from tests.conftest import People
from tests.factories import AssessmentFactory, GoalFactory, RoundFactory, TargetFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
Act = Callable[[Round, Principal], Any]


def round_place(round: Round) -> Place:
    return Place(Kind.ROUND, round.pk)


def unlock_round(round: Round, by: Principal) -> Unlock:
    until = timezone.now() + timedelta(hours=1)
    return unlock(round=round, place=round_place(round), until=until, reason="Fel siffra.", by=by)


ACTS: dict[str, Act] = {
    "open": lambda round, by: open_planned(round=round, by=by),
    "lock": lambda round, by: lock_round(round=round, reason="Klar.", by=by),
    "reopen": lambda round, by: reopen_round(round=round, reason="Fel.", by=by, locks=None),
    "decide": lambda round, by: decide_round(round=round, reason="Beslut § 7", by=by),
    "unlock": unlock_round,
}
# What each act makes of each state; where nothing stands, it makes no sense.
BECOMES = {
    ("planned", "open"): "open",
    ("open", "lock"): "locked",
    ("locked", "reopen"): "open",
    ("locked", "decide"): "decided",
    ("locked", "unlock"): "locked",
}
VERBS = {
    "open": Verb.ROUND_OPENED,
    "lock": Verb.ROUND_LOCKED,
    "reopen": Verb.ROUND_REOPENED,
    "decide": Verb.ROUND_DECIDED,
    "unlock": Verb.UNLOCKED,
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", RoundState.values)
def test_every_act_in_every_state(people: People, state: str, act: str) -> None:
    round = RoundFactory(committee=people.committee, state=state)
    wanted = BECOMES.get((state, act))

    if wanted is None:
        with pytest.raises(ValidationError):
            ACTS[act](round, people.eva)
    else:
        ACTS[act](round, people.eva)

    round.refresh_from_db()
    assert round.state == (wanted or state)
    told = [(event.verb, event.by) for event in Event.objects.all()]
    assert told == ([(VERBS[act], people.eva)] if wanted else [])


@pytest.mark.parametrize("act", ACTS)
def test_who_may_act(people: People, act: str) -> None:
    before = next(state for state, one in BECOMES if one == act)
    refused: list[tuple[User, type[Exception]]] = [
        (people.rolf, PermissionDenied),
        (people.mona, PermissionDenied),
        (people.nils, Http404),
    ]
    for by, error in refused:
        with pytest.raises(error):
            ACTS[act](RoundFactory(committee=people.committee, state=before, year=2020), by)
        Round.objects.all().delete()
    allowed: list[Principal] = [people.eva, people.karin, SYSTEM]
    for year, who in enumerate(allowed, 2021):
        ACTS[act](RoundFactory(committee=people.committee, state=before, year=year), who)
    assert Event.objects.count() == 3


@pytest.mark.parametrize("act", ["lock", "reopen", "decide", "unlock"])
@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501])
def test_an_act_asks_for_a_reason(people: People, act: str, reason: str) -> None:
    before = next(state for state, one in BECOMES if one == act)
    round = RoundFactory(committee=people.committee, state=before)
    rules: dict[str, Callable[[], Any]] = {
        "lock": lambda: lock_round(round=round, reason=reason, by=SYSTEM),
        "reopen": lambda: reopen_round(round=round, reason=reason, by=SYSTEM, locks=None),
        "decide": lambda: decide_round(round=round, reason=reason, by=SYSTEM),
        "unlock": lambda: unlock(
            round=round,
            place=round_place(round),
            until=timezone.now() + timedelta(hours=1),
            reason=reason,
            by=SYSTEM,
        ),
    }

    with pytest.raises(ValidationError) as caught:
        rules[act]()

    assert list(caught.value.message_dict) == ["reason"]
    assert not Event.objects.exists()


def test_the_reason_is_told(people: People) -> None:
    round = RoundFactory(committee=people.committee)

    lock_round(round=round, reason=" Alla är klara. ", by=people.eva)

    event = Event.objects.get()
    assert (event.round, event.place) == (round, round_place(round))
    assert event.details == {"name": round.title, "reason": "Alla är klara."}


@pytest.mark.parametrize("state", ["open", "planned"])
def test_what_the_calendar_has_locked_can_be_opened_again_or_decided(
    people: People, state: str
) -> None:
    past = {"opens": date(2023, 4, 1), "locks": date(2023, 5, 31)}
    with time_machine.travel(datetime(2023, 6, 1, 12, tzinfo=STOCKHOLM)):
        round = RoundFactory(committee=people.committee, state=state, **past)
        assert round.is_locked
        with pytest.raises(ValidationError) as caught:
            reopen_round(round=round, reason="Fel.", by=people.eva, locks=date(2023, 5, 31))
        assert list(caught.value.message_dict) == ["locks"]

        again = reopen_round(round=round, reason="Fel.", by=people.eva, locks=date(2023, 6, 1))
        assert (again.state, again.is_open) == (RoundState.OPEN, True)

        lock_round(round=round, reason="Klar.", by=people.eva)
        assert decide_round(round=round, reason="§ 7", by=people.eva).state == RoundState.DECIDED


def test_planned_round_whose_last_day_has_passed_is_not_opened(people: People) -> None:
    round = RoundFactory(
        committee=people.committee, state=RoundState.PLANNED, locks=date(2023, 5, 31)
    )
    with pytest.raises(ValidationError) as caught:
        open_planned(round=round, by=people.eva)
    assert list(caught.value.message_dict) == ["locks"]


def test_reopening_keeps_the_days_in_order(people: People) -> None:
    ahead = timezone.localdate() + timedelta(days=10)
    round = RoundFactory(committee=people.committee, state=RoundState.LOCKED, due=ahead)

    with pytest.raises(ValidationError, match="opens first"):
        reopen_round(round=round, reason="Fel.", by=people.eva, locks=ahead - timedelta(days=1))

    round.refresh_from_db()
    assert (round.state, round.locks) == (RoundState.LOCKED, None)


# Locking all at once ------------------------------------------------------------------


def test_lock_rounds_locks_what_is_open_and_says_why_not(people: People) -> None:
    first = RoundFactory(committee=people.committee)
    decided = RoundFactory(committee=people.other_committee, state=RoundState.DECIDED)
    RoundFactory(committee=people.committee, part="t2")

    answers = lock_rounds(year=2023, part="t1", reason="Tiden är ute.", by=people.karin)

    assert [(one.round, bool(one.problem)) for one in answers] == [(first, False), (decided, True)]
    states = Round.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["locked", "decided", "open"]
    assert Event.objects.get().details["reason"] == "Tiden är ute."


def test_only_a_controller_locks_for_all(people: People) -> None:
    RoundFactory(committee=people.committee)

    with pytest.raises(PermissionDenied):
        lock_rounds(year=2023, part="t1", reason="Klar.", by=people.eva)
    with pytest.raises(ValidationError):
        lock_rounds(year=2023, part="t1", reason="", by=people.karin)
    assert Round.objects.get().is_open


# Days end at midnight in Stockholm ----------------------------------------------------

SECOND = timedelta(seconds=1)
# The day, and when it begins and ends in UTC: winter, summer, and the days of 23 and 25 hours.
DAYS = [
    (date(2023, 1, 31), "2023-01-30T23:00", "2023-01-31T23:00"),
    (date(2023, 6, 15), "2023-06-14T22:00", "2023-06-15T22:00"),
    (date(2023, 3, 26), "2023-03-25T23:00", "2023-03-26T22:00"),
    (date(2023, 10, 29), "2023-10-28T22:00", "2023-10-29T23:00"),
]


def states_around(round: Round, moment: str) -> list[str]:
    """The state a second before a moment, and at it."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    found = []
    for when in (at - SECOND, at):
        with time_machine.travel(when, tick=False):
            found.append(Round.objects.get(pk=round.pk).current_state.value)
    return found


@pytest.mark.parametrize(("day", "begins", "ends"), DAYS, ids=["winter", "summer", "23", "25"])
def test_a_day_is_stockholms(day: date, begins: str, ends: str) -> None:
    opening = RoundFactory(state=RoundState.PLANNED, opens=day)
    locking = RoundFactory(state=RoundState.OPEN, locks=day)
    both = RoundFactory(state=RoundState.PLANNED, opens=day, due=day, locks=day)

    assert states_around(opening, begins) == ["planned", "open"]
    assert states_around(locking, ends) == ["open", "locked"]
    assert states_around(both, begins) == ["planned", "open"]
    assert states_around(both, ends) == ["open", "locked"]


@pytest.mark.parametrize(("day", "begins", "ends"), DAYS, ids=["winter", "summer", "23", "25"])
def test_an_unlock_ends_with_its_day(people: People, day: date, begins: str, ends: str) -> None:
    midnight = datetime.fromisoformat(ends).replace(tzinfo=UTC)
    assert end_of_day(day) == midnight - SECOND
    with time_machine.travel(midnight - timedelta(hours=30), tick=False):
        round = RoundFactory(committee=people.committee, state=RoundState.LOCKED)
        unlock(
            round=round,
            place=round_place(round),
            until=end_of_day(day),
            reason="Fel.",
            by=people.eva,
        )

    with time_machine.travel(midnight - 2 * SECOND, tick=False):
        assert hold_round(round) == round
    with time_machine.travel(midnight - SECOND, tick=False), pytest.raises(RoundLocked):
        hold_round(round)


# Unlocking for a time -----------------------------------------------------------------


@pytest.fixture
def locked(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee, state=RoundState.LOCKED)
    return made


def unlock_place(round: Round, place: Place, by: Principal, hours: int = 1) -> Unlock:
    until = timezone.now() + timedelta(hours=hours)
    return unlock(round=round, place=place, until=until, reason="Fel siffra.", by=by)


def test_unlock_opens_that_and_nothing_else(people: People, locked: Round) -> None:
    target = TargetFactory(round=locked)
    goal = AssessmentFactory(round=locked, goal=target.measure.goal).goal
    other = AssessmentFactory(round=locked).goal
    measure = Place(Kind.MEASURE, target.measure_id)

    unlock_place(locked, measure, people.eva)
    assert locks_of(locked).is_open(measure)
    assert not locks_of(locked).is_open(Place(Kind.GOAL, goal.pk))

    unlock_place(locked, Place(Kind.GOAL, goal.pk), people.karin)
    assert locks_of(locked).is_open(Place(Kind.ACTIVITY, 1), Place(Kind.GOAL, goal.pk))
    assert not locks_of(locked).is_open(Place(Kind.GOAL, other.pk))

    assert [event.details["thing"] for event in Event.objects.all()] == [
        str(goal),
        target.measure.indicator.name,
    ]


def test_unlock_is_told_with_its_time(people: People, locked: Round) -> None:
    made = unlock_place(locked, round_place(locked), people.eva)

    event = Event.objects.get()
    assert event.details == {
        "name": locked.title,
        "thing": locked.title,
        "until": made.until.isoformat(),
        "reason": "Fel siffra.",
    }
    assert made.by == people.eva


@pytest.mark.parametrize(
    ("hours", "problem"), [(0, "lies ahead"), (-1, "lies ahead"), (33 * 24, "31")]
)
def test_unlock_ends_soon(people: People, locked: Round, hours: int, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem) as caught:
        unlock_place(locked, round_place(locked), people.eva, hours)
    assert list(caught.value.message_dict) == ["until"]


def test_unlock_may_last_to_the_end_of_the_thirty_first_day(people: People, locked: Round) -> None:
    last = timezone.localdate() + timedelta(days=31)
    for day, fits in ((last, True), (last + timedelta(days=1), False)):
        asked: dict[str, Any] = {"place": round_place(locked), "until": end_of_day(day)}
        if fits:
            unlock(round=locked, **asked, reason="Fel.", by=people.eva)
        else:
            with pytest.raises(ValidationError):
                unlock(round=locked, **asked, reason="Fel.", by=people.eva)


def test_unlock_refuses_what_is_not_in_the_round(people: People, locked: Round) -> None:
    elsewhere = RoundFactory(committee=people.other_committee)
    target = TargetFactory(round=elsewhere)
    places = [
        round_place(elsewhere),
        Place(Kind.GOAL, GoalFactory().pk),
        Place(Kind.MEASURE, target.measure_id),
        Place(Kind.ACTIVITY, 1),
    ]
    for place in places:
        with pytest.raises(ValidationError, match="does not belong"):
            unlock_place(locked, place, people.eva)
    assert not Unlock.objects.exists()


def test_end_unlock_locks_at_once_and_only_once(people: People, locked: Round) -> None:
    made = unlock_place(locked, round_place(locked), people.eva)

    end_unlock(unlock=made, by=people.karin)

    assert not locks_of(locked).any_open
    assert running_unlocks(locked) == []
    latest = Event.objects.first()
    assert latest is not None
    assert (latest.verb, latest.by) == (Verb.UNLOCK_ENDED, people.karin)
    with pytest.raises(ValidationError):
        end_unlock(unlock=made, by=people.eva)
    assert Event.objects.count() == 2


@pytest.mark.parametrize("who", ["rolf", "nils"])
def test_who_may_not_end_an_unlock(people: People, locked: Round, who: str) -> None:
    made = unlock_place(locked, round_place(locked), people.eva)

    with pytest.raises((PermissionDenied, Http404)):
        end_unlock(unlock=made, by=getattr(people, who))
    assert locks_of(locked).any_open


@pytest.mark.parametrize("act", ["reopen", "decide"])
def test_an_unlock_does_not_outlive_the_lock_it_opened(
    people: People, locked: Round, act: str
) -> None:
    unlock_place(locked, round_place(locked), people.eva)

    ACTS[act](locked, people.eva)

    assert running_unlocks(locked) == []
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert verbs == {Verb.UNLOCKED, Verb.UNLOCK_ENDED, VERBS[act]}
