"""What takes changes and when: states, days, unlocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from goals.choices import Kind, RoundState
from goals.locks import goal_places, locks_of
from goals.models import Round, Unlock
from goals.places import Place
from goals.rules import RoundLocked, hold_round
from tests.conftest import People
from tests.factories import GoalFactory, RoundFactory

pytestmark = pytest.mark.django_db

PLANNED, OPEN = RoundState.PLANNED, RoundState.OPEN
LOCKED, DECIDED = RoundState.LOCKED, RoundState.DECIDED
STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOON = datetime(2023, 5, 2, 12, 0, tzinfo=STOCKHOLM)
DAY = timedelta(days=1)
MEASURE, OTHER_MEASURE = Place(Kind.MEASURE, 7), Place(Kind.MEASURE, 8)

OPENS, LOCKS = date(2023, 4, 1), date(2023, 5, 15)
# The day before the round opens, its first day, between, its last day, and the day after.
DAYS = [date(2023, 3, 31), OPENS, date(2023, 5, 1), LOCKS, date(2023, 5, 16)]
STATES = [
    (PLANNED, None, None, [PLANNED] * 5),
    (PLANNED, OPENS, None, [PLANNED, OPEN, OPEN, OPEN, OPEN]),
    (PLANNED, None, LOCKS, [PLANNED] * 5),
    (PLANNED, OPENS, LOCKS, [PLANNED, OPEN, OPEN, OPEN, LOCKED]),
    (PLANNED, LOCKS, LOCKS, [PLANNED, PLANNED, PLANNED, OPEN, LOCKED]),
    (OPEN, None, None, [OPEN] * 5),
    # Somebody opened it before its day.
    (OPEN, OPENS, None, [OPEN] * 5),
    (OPEN, None, LOCKS, [OPEN, OPEN, OPEN, OPEN, LOCKED]),
    (OPEN, OPENS, LOCKS, [OPEN, OPEN, OPEN, OPEN, LOCKED]),
    *((LOCKED, opens, locks, [LOCKED] * 5) for opens in (None, OPENS) for locks in (None, LOCKS)),
    *((DECIDED, opens, locks, [DECIDED] * 5) for opens in (None, OPENS) for locks in (None, LOCKS)),
]


@pytest.mark.parametrize(("state", "opens", "locks", "expected"), STATES)
def test_state_on_every_day(
    state: RoundState, opens: date | None, locks: date | None, expected: list[RoundState]
) -> None:
    round = RoundFactory(state=state, opens=opens, locks=locks)
    assert [round.state_on(day) for day in DAYS] == expected
    # The database says the same of rounds in lists.
    for day, then in zip(DAYS, expected, strict=True):
        with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=STOCKHOLM)):
            assert Round.objects.locked().exists() == (then in (LOCKED, DECIDED))


# An ordinary spring day, a winter day, and the days when the clocks change.
LAST_DAYS = [date(2023, 4, 30), date(2023, 12, 31), date(2024, 3, 31), date(2023, 10, 29)]


@pytest.mark.parametrize("last", LAST_DAYS)
@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_the_last_day_ends_at_midnight_in_stockholm(
    last: date, seconds: int, is_open: bool
) -> None:
    after = last + DAY
    midnight = datetime(after.year, after.month, after.day, tzinfo=STOCKHOLM)
    moment = midnight.astimezone(UTC) + timedelta(seconds=seconds)
    round = RoundFactory(locks=last)
    with time_machine.travel(moment, tick=False):
        assert locks_of(round).is_open(MEASURE) == is_open
        assert Round.objects.locked().exists() != is_open


@pytest.mark.parametrize("first", LAST_DAYS)
@pytest.mark.parametrize(("seconds", "is_open"), [(-1, False), (0, True), (1, True)])
def test_a_planned_round_opens_at_midnight_in_stockholm(
    first: date, seconds: int, is_open: bool
) -> None:
    midnight = datetime(first.year, first.month, first.day, tzinfo=STOCKHOLM)
    moment = midnight.astimezone(UTC) + timedelta(seconds=seconds)
    round = RoundFactory(state=PLANNED, opens=first)
    with time_machine.travel(moment, tick=False):
        assert locks_of(round).is_open(MEASURE) == is_open


def unlocked(round: Round, place: Place, until: datetime = NOON + DAY) -> Unlock:
    return Unlock.objects.create(
        round=round,
        kind=place.kind,
        key=place.key,
        reason="Rättelse",
        at=NOON - DAY,
        until=until,
    )


@time_machine.travel(NOON, tick=False)
def test_what_an_unlock_opens() -> None:
    """The round opens everything, a goal what lies under it, an indicator itself."""
    area = GoalFactory(code="1.1")
    goal = GoalFactory(code="1.1.1", parent=area)
    beside = GoalFactory(code="1.1.2", parent=area)
    under = [MEASURE, *goal_places(goal)]
    apart = [OTHER_MEASURE, *goal_places(beside)]
    assert goal_places(goal) == [Place(Kind.GOAL, goal.pk), Place(Kind.GOAL, area.pk)]

    for place, opened in (
        (None, (False, False)),
        (MEASURE, (True, False)),
        (Place(Kind.GOAL, goal.pk), (True, False)),
        (Place(Kind.GOAL, area.pk), (True, True)),
        (Place(Kind.GOAL, beside.pk), (False, True)),
    ):
        round = RoundFactory(state=LOCKED)
        if place is not None:
            unlocked(round, place)
        locks = locks_of(round)
        assert (locks.is_open(*under), locks.is_open(*apart)) == opened
        assert locks.any_open == any(opened)
        assert not locks.is_open()

    whole = RoundFactory(state=LOCKED)
    unlocked(whole, Place(Kind.ROUND, whole.pk))
    assert locks_of(whole).is_open()
    assert locks_of(whole).is_open(*under)


@time_machine.travel(NOON, tick=False)
def test_an_unlock_is_of_its_round_only() -> None:
    round, other = RoundFactory(state=LOCKED), RoundFactory(state=LOCKED)
    unlocked(round, MEASURE)
    # A place that only has the number of the round is not the round.
    unlocked(other, Place(Kind.ROUND, round.pk))
    assert not locks_of(other).is_open(MEASURE)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("state", "opens", "is_open"),
    [
        (LOCKED, None, True),
        (OPEN, None, True),
        (DECIDED, None, False),
        (PLANNED, None, False),
        (PLANNED, date(2023, 5, 3), False),
        (PLANNED, date(2023, 5, 2), True),
    ],
)
def test_only_a_locked_round_has_anything_to_unlock(
    state: RoundState, opens: date | None, is_open: bool
) -> None:
    round = RoundFactory(state=state, opens=opens)
    unlocked(round, MEASURE)
    assert locks_of(round).is_open(MEASURE) == is_open
    # The calendar locks as somebody does.
    over = RoundFactory(state=OPEN, locks=date(2023, 5, 1))
    unlocked(over, MEASURE)
    assert locks_of(over).is_open(MEASURE)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_an_unlock_runs_out_by_itself(people: People, seconds: int) -> None:
    until = NOON + DAY
    round = RoundFactory(state=LOCKED, committee=people.committee)
    unlocked(round, MEASURE, until)
    with time_machine.travel(until + timedelta(seconds=seconds), tick=False):
        if seconds < 0:
            assert hold_round(round, MEASURE) == round
        else:
            with pytest.raises(RoundLocked):
                hold_round(round, MEASURE)


def test_an_unlock_begins_when_it_is_made() -> None:
    round = RoundFactory(state=LOCKED)
    made = unlocked(round, MEASURE)
    with time_machine.travel(made.at - timedelta(seconds=1), tick=False):
        assert not locks_of(round).any_open
    with time_machine.travel(made.at, tick=False):
        assert locks_of(round).any_open


@time_machine.travel(NOON, tick=False)
def test_the_unlock_that_lasts_longest_is_told() -> None:
    round = RoundFactory(state=LOCKED)
    unlocked(round, MEASURE, NOON + DAY)
    longest = unlocked(round, Place(Kind.ROUND, round.pk), NOON + 3 * DAY)
    unlocked(round, MEASURE, NOON + 2 * DAY)
    assert locks_of(round).unlock_for(MEASURE) == longest


def test_a_held_round_is_read_afresh(people: People) -> None:
    """What the page read may be old: the rule looks at what is stored."""
    round = RoundFactory(committee=people.committee)
    Round.objects.filter(pk=round.pk).update(state=LOCKED)
    assert round.is_open
    with pytest.raises(RoundLocked):
        hold_round(round, MEASURE)
