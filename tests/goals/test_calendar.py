"""The calendar: a round's own days, and the days of the year that all rounds go by."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from goals.calendar import Dates, dates_for_new, set_calendar, set_dates
from goals.choices import RoundState, Verb
from goals.models import CalendarEntry, Event, Round
from tests.conftest import People
from tests.factories import RoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MAY = {"opens": date(2023, 5, 2), "due": date(2023, 5, 19), "locks": date(2023, 5, 24)}
JUNE = {"opens": date(2023, 5, 2), "due": date(2023, 6, 2), "locks": date(2023, 6, 9)}


@pytest.fixture(autouse=True)
def in_may() -> Any:
    with time_machine.travel(datetime(2023, 5, 10, 12, tzinfo=STOCKHOLM)):
        yield


def test_set_dates_keeps_them_and_tells(people: People) -> None:
    round = RoundFactory(committee=people.committee, **MAY)

    set_dates(round=round, **JUNE, by=people.eva)

    round.refresh_from_db()
    assert vars(Dates.of(round)) == JUNE
    event = Event.objects.get()
    assert (event.verb, event.details["cells"]) == (
        Verb.DATES_CHANGED,
        [["due", "2023-05-19", "2023-06-02"], ["locks", "2023-05-24", "2023-06-09"]],
    )


def test_set_dates_tells_nothing_when_nothing_changes(people: People) -> None:
    set_dates(round=RoundFactory(committee=people.committee, **MAY), **MAY, by=people.eva)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("opens", "due", "locks"),
    [
        (date(2023, 6, 1), date(2023, 5, 31), None),
        (None, date(2023, 6, 1), date(2023, 5, 31)),
        (date(2023, 6, 1), None, date(2023, 5, 31)),
    ],
)
def test_days_stand_in_order(
    people: People, opens: date | None, due: date | None, locks: date | None
) -> None:
    round = RoundFactory(committee=people.committee)
    days = {"opens": opens, "due": due, "locks": locks}

    with pytest.raises(ValidationError, match="opens first"):
        set_dates(round=round, **days, by=people.eva)
    with pytest.raises(ValidationError, match="opens first"):
        set_calendar(year=2023, part="t1", **days, by=people.karin)

    round.refresh_from_db()
    assert Dates.of(round) == Dates()
    assert not CalendarEntry.objects.exists()


def test_days_may_be_the_same_or_none(people: People) -> None:
    round = RoundFactory(committee=people.committee)
    day = date(2023, 5, 24)
    set_dates(round=round, opens=day, due=day, locks=day, by=people.eva)
    set_dates(round=round, opens=None, due=None, locks=None, by=people.eva)
    assert Event.objects.count() == 2


def test_an_open_round_is_not_locked_by_a_day_that_has_passed(people: People) -> None:
    round = RoundFactory(committee=people.committee)
    with pytest.raises(ValidationError) as caught:
        set_dates(round=round, opens=None, due=None, locks=date(2023, 5, 9), by=people.eva)
    assert list(caught.value.message_dict) == ["locks"]


def test_a_later_last_day_opens_what_the_calendar_locked_and_is_told(people: People) -> None:
    round = RoundFactory(committee=people.committee, locks=date(2023, 5, 9))
    assert round.is_locked

    assert set_dates(round=round, **MAY, by=people.eva).is_open

    assert ["state", "locked", "open"] in Event.objects.get().details["cells"]


def test_decided_round_keeps_its_days(people: People) -> None:
    round = RoundFactory(committee=people.committee, state=RoundState.DECIDED)
    with pytest.raises(ValidationError, match="decided"):
        set_dates(round=round, **MAY, by=people.eva)


def test_who_may_set_dates(people: People) -> None:
    round = RoundFactory(committee=people.committee)
    for by, error in ((people.rolf, PermissionDenied), (people.nils, Http404)):
        with pytest.raises(error):
            set_dates(round=round, **MAY, by=by)
    with pytest.raises(PermissionDenied):
        set_calendar(year=2023, part="t1", **MAY, by=people.eva)
    set_dates(round=round, **MAY, by=people.karin)


def test_set_calendar_takes_along_those_that_go_by_it(people: People) -> None:
    set_calendar(year=2023, part="t1", **MAY, by=people.karin)
    own = {**MAY, "due": date(2023, 5, 22)}
    follows = RoundFactory(**MAY)
    empty = RoundFactory()
    rounds = {
        "follows": follows,
        "empty": empty,
        "locked": RoundFactory(**MAY, state=RoundState.LOCKED),
        "own": RoundFactory(**own),
        "decided": RoundFactory(**MAY, state=RoundState.DECIDED),
    }
    elsewhere = [RoundFactory(part="t2"), RoundFactory(year=2024)]

    answers = set_calendar(year=2023, part="t1", **JUNE, by=people.karin)

    moved = {name for name, one in rounds.items() if _dates(one) == JUNE}
    assert moved == {"follows", "empty", "locked"}
    assert {one.round for one in answers if not one.problem} == {rounds[name] for name in moved}
    assert {one.round for one in answers if one.problem} == {rounds["own"], rounds["decided"]}
    assert [_dates(one) for one in elsewhere] == [vars(Dates()), vars(Dates())]
    assert vars(Dates.of(CalendarEntry.objects.get())) == JUNE
    assert Event.objects.filter(verb=Verb.DATES_CHANGED).count() == 3


def test_set_calendar_locks_no_round_behind_peoples_backs(people: People) -> None:
    round = RoundFactory(committee=people.committee)

    (answer,) = set_calendar(
        year=2023, part="t1", opens=None, due=None, locks=date(2023, 5, 9), by=people.karin
    )

    assert "has passed" in answer.problem
    assert Round.objects.get(pk=round.pk).is_open


def test_new_round_has_no_last_day_that_has_passed(people: People) -> None:
    assert dates_for_new(2023, "t1") == Dates()
    set_calendar(year=2023, part="t1", **MAY, by=people.karin)

    assert vars(dates_for_new(2023, "t1")) == MAY
    with time_machine.travel(datetime(2023, 5, 25, tzinfo=STOCKHOLM)):
        assert vars(dates_for_new(2023, "t1")) == {**MAY, "locks": None}


def _dates(round: Round) -> dict[str, date | None]:
    return vars(Dates.of(Round.objects.get(pk=round.pk)))
