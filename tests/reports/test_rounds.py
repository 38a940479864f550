"""A report's round starts with what the round before it has."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from goals.choices import Part, RoundState
from goals.models import Round
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
