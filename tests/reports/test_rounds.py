"""A report's round starts with what the round before it has."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from goals.choices import Part, RoundState, Verb
from goals.models import ActivityReport, CalendarEntry, Event, Round
from indicators.models import Outcome
from organisation.access import SYSTEM
from reports.compose import compose
from reports.rounds import open_round
from tests.conftest import People
from tests.documents import activity, document, goal, indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Load = Callable[[dict[str, Any]], Round]


def plan(**fields: Any) -> dict[str, Any]:
    return document(
        kind="plan",
        goals=[
            goal("1"),
            goal("1.1", description="Hur vi bidrar."),
            goal("1.1.1", expected_results=["Fler är nöjda."], analysis="Bara i planen."),
        ],
        indicators=[
            indicator("1.1", "Andel", target="80 %", council_target="öka", periodicity="tertial"),
            indicator("1.1", "Nöjdhet", target="70 %", periodicity="year", better="lower"),
        ],
        activities=[activity("1.1.1", "Öppna en mötesplats", status="ongoing", deviation=True)],
        **fields,
    )


def test_report_starts_from_the_plan(loaded: Load) -> None:
    committee = loaded(plan()).committee

    round = open_round(committee=committee, year=2023, part=Part.T1, by=SYSTEM)

    made = compose(round)
    share, satisfaction = made.by_code["1.1"].indicators
    assert round.state == RoundState.OPEN
    assert made.by_code["1.1"].description == "Hur vi bidrar."
    assert made.by_code["1.1.1"].expected_results == ("Fler är nöjda.",)
    assert made.by_code["1.1.1"].analysis == ""
    assert (share.target.text, share.council_target.text) == ("80 %", "öka")
    assert (share.period, satisfaction.period) == ("Tertial 1 2023", "2023")
    assert satisfaction.better == "lower"
    (activity,) = made.activities()
    assert (activity.status, activity.deviation) == ("ongoing", False)
    assert activity.end is not None


def test_last_year_comes_from_last_years_annual_report(loaded: Load) -> None:
    loaded(document(year=2022, indicators=[indicator("1.1", "Andel", outcome="64,5 %")]))
    committee = loaded(plan()).committee

    open_round(committee=committee, year=2023, part=Part.T1, by=SYSTEM)

    outcome = Outcome.objects.get(round__part=Part.T1, measure__indicator__name="Andel")
    assert outcome.previous_year.text == "64,5 %"


def test_later_report_starts_from_the_latest_before_it(loaded: Load) -> None:
    loaded(plan())
    rows = [indicator("1.1", "Andel", target="75 %", previous_year="60 %", outcome="71 %")]
    committee = loaded(document(kind="t1", indicators=rows)).committee

    annual = open_round(committee=committee, year=2023, part=Part.ANNUAL, by=SYSTEM)

    (row,) = compose(annual).indicators()
    assert (row.target.text, row.previous_year.text) == ("75 %", "60 %")
    assert row.outcome.is_nothing
    assert row.period == "2023"


def test_round_is_opened_once_and_only_after_a_plan(loaded: Load) -> None:
    committee = loaded(plan()).committee
    open_round(committee=committee, year=2023, part=Part.T1, by=SYSTEM)

    with pytest.raises(ValidationError, match="already"):
        open_round(committee=committee, year=2023, part=Part.T1, by=SYSTEM)
    with pytest.raises(ValidationError, match="plan"):
        open_round(committee=committee, year=2024, part=Part.T1, by=SYSTEM)
    with pytest.raises(ValidationError, match="plan"):
        open_round(committee=committee, year=2023, part=Part.PLAN, by=SYSTEM)
    assert Round.objects.count() == 2


def test_who_may_open(people: People, loaded: Load) -> None:
    loaded(plan())

    for user, error in ((people.rolf, PermissionDenied), (people.nils, Http404)):
        with pytest.raises(error):
            open_round(committee=people.committee, year=2023, part=Part.T1, by=user)
    assert Round.objects.count() == 1

    open_round(committee=people.committee, year=2023, part=Part.T1, by=people.eva)
    open_round(committee=people.committee, year=2023, part=Part.T2, by=people.karin)


def test_page_opens_a_round_and_says_why_it_cannot(
    client: Client, people: People, loaded: Load
) -> None:
    loaded(plan())
    client.force_login(people.eva)

    opened = client.post(reverse("open_round", args=["aby", 2023, "t1"]))
    again = client.post(reverse("open_round", args=["aby", 2023, "t1"]), follow=True)

    assert opened.headers["Location"] == "/aby/2023/t1/"
    assert "Tertialrapport 1 2023 är redan öppnad." in again.text
    assert client.post("/aby/2023/t9/oppna/").status_code == 404


@pytest.mark.parametrize(
    ("today", "state", "verb", "locks"),
    [
        (date(2023, 4, 30), RoundState.PLANNED, Verb.ROUND_PLANNED, date(2023, 5, 24)),
        (date(2023, 5, 1), RoundState.OPEN, Verb.ROUND_OPENED, date(2023, 5, 24)),
        (date(2023, 5, 25), RoundState.OPEN, Verb.ROUND_OPENED, None),
    ],
)
def test_new_round_goes_by_the_calendar(
    loaded: Load, today: date, state: str, verb: str, locks: date | None
) -> None:
    CalendarEntry.objects.create(
        year=2023, part=Part.T1, opens=date(2023, 5, 1), locks=date(2023, 5, 24)
    )
    committee = loaded(plan()).committee

    with time_machine.travel(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
        round = open_round(committee=committee, year=2023, part=Part.T1, by=SYSTEM)
        assert round.current_state == state

    assert (round.state, round.opens, round.locks) == (state, date(2023, 5, 1), locks)
    assert Event.objects.filter(round=round).get().verb == verb


def test_new_end_date_goes_on_into_the_next_round(loaded: Load) -> None:
    first = loaded(plan())
    ActivityReport.objects.filter(round=first).update(new_end=date(2024, 3, 31))

    round = open_round(committee=first.committee, year=2023, part=Part.T1, by=SYSTEM)

    (report,) = ActivityReport.objects.filter(round=round)
    assert (report.end, report.new_end) == (date(2024, 3, 31), None)
