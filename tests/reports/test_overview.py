"""Start, committee, year, goal tree and goal: what they show, to whom, in how many queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goals.choices import Part, RoundState
from goals.models import Round
from organisation.access import SYSTEM
from organisation.models import Role
from reports.editions.making import submit_proposal
from tests.conftest import People
from tests.documents import document
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    GoalFactory,
    MeasureFactory,
    RoundFactory,
    TargetFactory,
    member,
)
from tests.pages import address, inline_code, repeated_ids, text_of
from tests.reports.filled import fill

# Who sees what ------------------------------------------------------------------------------


PAGES = ("committee", "year", "round", "goal")


def page_of(name: str, round: Round) -> str:
    arguments = [round.committee.slug, round.year, round.slug, "1.1.1"]
    return reverse(name, args=arguments[: PAGES.index(name) + 1])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("eva", 200), ("mona", 200), ("rolf", 200), ("karin", 200), ("nils", 404)]
)
def test_page_is_for_those_who_may_know_of_the_committee(
    client: Client, people: People, round: Round, name: str, who: str, status: int
) -> None:
    client.force_login(getattr(people, who))

    assert client.get(page_of(name, round)).status_code == status


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_strangers_to_log_in(client: Client, round: Round, name: str) -> None:
    response = client.get(page_of(name, round))

    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_page_has_nothing_inline_and_no_id_twice(
    client: Client, people: People, round: Round, name: str, language: str
) -> None:
    client.force_login(people.eva)

    response = client.get(page_of(name, round), headers={"accept-language": language})

    page = text_of(response)
    assert f'<html lang="{language}"' in page
    assert inline_code(page) == []
    assert repeated_ids(page) == set()
    assert "style-src 'self';" in response.headers["Content-Security-Policy"] + ";"


# Committee and year -------------------------------------------------------------------------


def test_committee_lists_its_years_with_what_is_not_started(
    english: Client, people: People, round: Round
) -> None:
    RoundFactory(committee=people.committee, year=2022, part=Part.ANNUAL)
    english.force_login(people.rolf)

    page = text_of(english.get(reverse("committee", args=["aby"])))

    assert page.index(">2023<") < page.index(">2022<")
    assert page.count("Not started") == 6
    assert address("round", round) in page


def test_committee_without_documents_says_who_acts(english: Client, people: People) -> None:
    english.force_login(people.rolf)

    page = text_of(english.get(reverse("committee", args=["aby"])))

    assert "The committee has no plans or reports yet" in page


def test_committee_asks_as_many_times_for_many_years(
    client: Client, people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in (2021, 2022, 2023):
        RoundFactory(committee=people.committee, year=year)
    client.force_login(people.rolf)

    # Session, person, committee, memberships, rounds.
    with django_assert_num_queries(5):
        client.get(reverse("committee", args=["aby"]))


@pytest.mark.parametrize(("who", "offered"), [("eva", True), ("karin", True), ("mona", False)])
def test_year_offers_the_next_round_to_those_who_may_open_it(
    english: Client, people: People, round: Round, who: str, offered: bool
) -> None:
    english.force_login(getattr(people, who))

    page = text_of(english.get(reverse("year", args=["aby", 2023])))

    assert (reverse("open_round", args=["aby", 2023, "t2"]) in page) is offered


def test_year_that_has_its_annual_report_offers_no_more(
    english: Client, people: People, round: Round
) -> None:
    RoundFactory(committee=people.committee, part=Part.ANNUAL)
    english.force_login(people.eva)

    assert "/oppna/" not in text_of(english.get(reverse("year", args=["aby", 2023])))


def test_year_opens_the_next_round(english: Client, people: People, round: Round) -> None:
    english.force_login(people.eva)

    response = english.post(reverse("open_round", args=["aby", 2023, "t2"]), follow=True)

    assert response.status_code == 200
    assert Round.objects.filter(committee=people.committee, part=Part.T2).exists()


def test_year_names_who_does_what(english: Client, people: People, round: Round) -> None:
    member(Role.READER, people.committee, name="Slutat", is_active=False)
    english.force_login(people.rolf)

    page = text_of(english.get(reverse("year", args=["aby", 2023])))

    assert [name in page for name in ("Eva", "Mona", "Rolf", "Nils", "Slutat")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_year_without_rounds_is_not_there(client: Client, people: People, round: Round) -> None:
    client.force_login(people.eva)

    assert client.get(reverse("year", args=["aby", 2019])).status_code == 404


# Goal tree ----------------------------------------------------------------------------------


def shown(page: str) -> list[str]:
    """The goals of the test's tree that stand on the page."""
    titles = {"1": "Ett tryggt Åby", "1.1": "Barn får en god start", "1.1.1": "Förskolan är jämlik"}
    return [code for code, title in titles.items() if title in page]


def test_tree_shows_goals_with_what_stands_under_them(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.rolf)

    page = text_of(english.get(address("round", round)))

    assert shown(page) == ["1", "1.1", "1.1.1"]
    assert "Andel nöjda" in page
    assert "Bygga en förskola" in page
    assert "2 indicators" in page
    assert "1 outcome missing" in page
    assert "Expected to be met partly" in page


@pytest.mark.parametrize(
    ("query", "codes", "found"),
    [
        ({"visa": "ej-helt"}, ["1", "1.1"], "1 goal of 3"),
        ({"visa": "obedomda"}, ["1", "1.1", "1.1.1"], "1 goal of 3"),
        ({"visa": "utan-utfall"}, ["1", "1.1", "1.1.1"], "1 goal of 3"),
        ({"sok": "  TRYGGT åby "}, ["1"], "1 goal of 3"),
        ({"sok": "nöjda"}, ["1", "1.1", "1.1.1"], "1 goal of 3"),
        ({"sok": "månen"}, [], "No goal matches"),
        ({"sok": "start", "visa": "ej-helt"}, ["1", "1.1"], "1 goal of 3"),
        ({"visa": "nonsens"}, ["1", "1.1", "1.1.1"], "Goal tree"),
    ],
)
def test_tree_is_filtered_with_the_goals_that_lead_there(
    english: Client,
    people: People,
    round: Round,
    query: dict[str, str],
    codes: list[str],
    found: str,
) -> None:
    english.force_login(people.rolf)

    page = text_of(english.get(address("round", round), query))

    assert shown(page) == codes
    assert found in page


def test_tree_shows_what_was_searched_for_as_text(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.rolf)

    page = text_of(client.get(address("round", round), {"sok": '"><script>x</script>'}))

    assert inline_code(page) == []


def test_tree_of_a_plan_has_no_levels_and_no_filter_for_them(
    english: Client, people: People
) -> None:
    plan = fill(RoundFactory(committee=people.committee, part=Part.PLAN))
    english.force_login(people.eva)

    page = text_of(english.get(address("round", plan)))

    assert shown(page) == ["1", "1.1", "1.1.1"]
    assert "Met fully" not in page
    assert "Goals not assessed" not in page
    assert address("outcomes", plan) not in page


def test_tree_without_goals_says_where_they_come_from(english: Client, people: People) -> None:
    english.force_login(people.eva)

    page = text_of(english.get(address("round", RoundFactory(committee=people.committee))))

    assert "This round has no goals yet" in page


@pytest.mark.parametrize("count", [1, 3])
def test_tree_and_goal_ask_as_many_times_for_many_goals(
    client: Client,
    people: People,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    round = RoundFactory(committee=people.committee)
    for number in range(1, count + 1):
        goal = GoalFactory(code=f"1.{number}")
        AssessmentFactory(round=round, goal=goal)
        for measure in [MeasureFactory(committee=people.committee, goal=goal) for _ in "ab"]:
            TargetFactory(round=round, measure=measure)
        ActivityReportFactory(round=round, activity__goal=goal)
    client.force_login(people.eva)

    # Session, person, round, memberships; report, targets, outcomes, activities, assessments; the
    # latest edition.
    with django_assert_num_queries(13):
        client.get(address("round", round))
    # The same, the indicators behind the measures, who answers for what, the review, and comments.
    with django_assert_num_queries(23):
        client.get(address("goal", round, "1.1"))


def test_tree_tells_of_the_latest_edition(english: Client, people: People, loaded: Any) -> None:
    round = loaded(document())
    english.force_login(people.rolf)
    link = f'href="{address("editions", round)}"'
    assert link not in english.get(address("round", round)).text

    submit_proposal(round=round, registry_number="VOF 2023/1", by=SYSTEM)
    page = text_of(english.get(address("round", round)))
    assert "Edition 1, proposal" in page
    assert link in page


# Goal ---------------------------------------------------------------------------------------


def test_goal_shows_everything_the_round_says_of_it(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.rolf)

    page = text_of(english.get(address("goal", round, "1.1.1")))

    for said in (
        "Alla barn möts lika.",
        "Fler barn går i förskola",
        "Andel nöjda",
        "70 %",
        "72 %",
        "68 %",
        "81 %",
        "Färre svarade.",
        "Bygga en förskola",
        "Deviation",
        "Not assessed",
    ):
        assert said in page


def test_goal_shows_why_it_is_judged_so_and_what_is_reached(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.rolf)
    line = round.assessments.get(goal__code="1.1.1")
    line.reached_results = line.expected_results
    line.reason, line.analysis = "Vi vet **mer**.", "- ett\n- två"
    line.save()

    page = text_of(english.get(address("goal", round, "1.1.1")))

    assert "Reason for the assessment" in page and "Vi vet <strong>mer</strong>." in page
    assert ">Reached:</strong>" in page
    assert "<li>två</li>" in page


@pytest.mark.parametrize(("who", "offered"), [("eva", True), ("mona", True), ("rolf", False)])
def test_goal_offers_its_assessment_to_those_who_may_make_it(
    english: Client, people: People, round: Round, who: str, offered: bool
) -> None:
    english.force_login(getattr(people, who))

    page = text_of(english.get(address("goal", round, "1.1.1")))

    assert (address("assess", round, "1.1.1") in page) is offered


def test_goal_in_a_locked_round_offers_nothing(
    english: Client, people: People, round: Round
) -> None:
    round.state = RoundState.DECIDED
    round.save()
    english.force_login(people.eva)

    page = text_of(english.get(address("goal", round, "1.1.1")))

    assert address("assess", round, "1.1.1") not in page
    assert address("outcomes", round) not in page


def test_goal_leads_up_down_and_on(client: Client, people: People, round: Round) -> None:
    client.force_login(people.rolf)

    page = text_of(client.get(address("goal", round, "1.1")))

    assert page.count(address("goal", round, "1")) >= 2
    assert page.count(address("goal", round, "1.1.1")) == 2


@pytest.mark.parametrize("code", ["9", "1.1.1.1", "x", "1.1.1."])
def test_goal_that_is_not_in_the_round_is_not_there(
    client: Client, people: People, round: Round, code: str
) -> None:
    client.force_login(people.eva)

    assert client.get(address("goal", round, code)).status_code == 404


@pytest.mark.parametrize("part", ["t2", "x", "plan"])
def test_round_that_is_not_there_is_not_found(
    client: Client, people: People, round: Round, part: str
) -> None:
    client.force_login(people.eva)

    assert client.get(reverse("round", args=["aby", 2023, part])).status_code == 404


@pytest.mark.parametrize(
    ("days", "said"), [(-3, "3 days ago"), (-1, "1 day ago"), (0, "today"), (1, "in 1 day")]
)
def test_due_day_is_told_as_one_says_it(
    english: Client, people: People, round: Round, days: int, said: str
) -> None:
    round.due = timezone.localdate() + timedelta(days=days)
    round.opens = date(2020, 1, 1)
    round.save()
    english.force_login(people.eva)

    assert said in text_of(english.get(reverse("start")))
