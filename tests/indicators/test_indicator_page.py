"""The page of one indicator: its definition, and its outcomes over the years."""

from typing import Any

import pytest
from django.test import Client

from goals.choices import Part
from organisation.models import User
from tests.conftest import People
from tests.factories import (
    CommitteeFactory,
    IndicatorFactory,
    MeasureFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("in_english")


def rows_of(client: Client, indicator: Any) -> list[tuple[int, str, str]]:
    answer = client.get(indicator.get_absolute_url())
    assert answer.status_code == 200
    return [
        (line.target.round.year, str(line.target.round.committee), str(line.target.target))
        for line in answer.context["lines"]
    ]


def test_plans_of_two_years_show_both(client: Client, people: People) -> None:
    indicator = IndicatorFactory(name="Antal barn per grupp")
    for year, target in [(2021, "14,5"), (2024, "15")]:
        round = RoundFactory(committee=people.committee, year=year, part=Part.PLAN)
        TargetFactory(round=round, measure__indicator=indicator, target=target)
    client.force_login(people.rolf)
    assert rows_of(client, indicator) == [(2024, "Åby nämnd", "15"), (2021, "Åby nämnd", "14,5")]


def test_a_namesake_of_another_owner_shows_too(client: Client, people: People) -> None:
    councils = IndicatorFactory(name="Matsvinn")
    own = IndicatorFactory(name="Matsvinn", committee=people.committee)
    for year, indicator in [(2022, councils), (2023, own)]:
        round = RoundFactory(committee=people.committee, year=year)
        TargetFactory(round=round, measure__indicator=indicator)
    client.force_login(people.rolf)
    assert [row[0] for row in rows_of(client, councils)] == [2023, 2022]
    assert [row[0] for row in rows_of(client, own)] == [2023, 2022]


def test_a_year_has_its_latest_document_first(client: Client, people: People) -> None:
    indicator = IndicatorFactory()
    for part in (Part.T1, Part.ANNUAL, Part.PLAN, Part.T2):
        round = RoundFactory(committee=people.committee, part=part)
        TargetFactory(round=round, measure__indicator=indicator)
    client.force_login(people.rolf)
    answer = client.get(indicator.get_absolute_url())
    parts = [line.target.round.part for line in answer.context["lines"]]
    assert parts == ["annual", "t2", "t1", "plan"]


def test_only_visible_committees_are_shown(client: Client, people: People) -> None:
    indicator = IndicatorFactory()
    for committee in (people.committee, people.other_committee):
        TargetFactory(round=RoundFactory(committee=committee), measure__indicator=indicator)
    client.force_login(people.rolf)
    assert [row[1] for row in rows_of(client, indicator)] == ["Åby nämnd"]
    client.force_login(people.karin)
    assert [row[1] for row in rows_of(client, indicator)] == ["Åby nämnd", "Östra nämnden"]


def test_a_committees_indicator_is_for_those_who_may_read_there(
    client: Client, people: People
) -> None:
    indicator = IndicatorFactory(committee=people.committee)
    for person, status in [(people.rolf, 200), (people.karin, 200), (people.nils, 404)]:
        client.force_login(person)
        assert client.get(indicator.get_absolute_url()).status_code == status


def test_a_councils_indicator_is_for_everybody_with_a_role(client: Client, people: People) -> None:
    indicator = IndicatorFactory()
    nobody: User = UserFactory()
    for person, status in [(people.nils, 200), (nobody, 404)]:
        client.force_login(person)
        assert client.get(indicator.get_absolute_url()).status_code == status


def test_a_chart_needs_two_numbers(client: Client, people: People) -> None:
    indicator = IndicatorFactory(name="Andel nöjda")
    client.force_login(people.rolf)
    for year, total, charts in [(2022, "70 %", 0), (2023, "75 %", 1)]:
        round = RoundFactory(committee=people.committee, year=year, part=Part.ANNUAL)
        target = TargetFactory(round=round, measure__indicator=indicator)
        OutcomeFactory(round=round, measure=target.measure, total=total)
        answer = client.get(indicator.get_absolute_url())
        assert len(answer.context["charts"]) == charts
    assert "2022 70 %, 2023 75 %.</title>" in answer.text
    assert "style=" not in answer.text


def test_an_indicator_without_figures_says_so(client: Client, people: People) -> None:
    indicator = IndicatorFactory()
    client.force_login(people.rolf)
    answer = client.get(indicator.get_absolute_url())
    assert "No plan or report has this indicator" in answer.text


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow(
    client: Client, people: People, django_assert_num_queries: Any, items: int
) -> None:
    indicator = IndicatorFactory()
    for committee in [people.committee, *CommitteeFactory.create_batch(items - 1)]:
        round = RoundFactory(committee=committee)
        measure = MeasureFactory(indicator=indicator, committee=committee)
        TargetFactory(round=round, measure=measure)
        OutcomeFactory(round=round, measure=measure, total="70 %")
    client.force_login(people.karin)
    with django_assert_num_queries(9):
        client.get(indicator.get_absolute_url())
