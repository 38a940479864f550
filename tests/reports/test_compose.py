"""The document is composed in a number of queries that does not grow."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from goals.models import Policy, Round
from reports.compose import compose, compose_report, earlier_round
from reports.interchange import read
from reports.rendering.render import render_html
from tests.documents import DEMO, areas, document, indicator

pytestmark = pytest.mark.django_db
Load = Callable[[dict[str, Any]], Round]
QUERIES = 9


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_areas(
    loaded: Load, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    round = loaded(areas(count) | {"sections": [{"key": "a", "heading": "A", "body": ""}]})
    round = Round.objects.select_related("committee").get(pk=round.pk)

    with django_assert_num_queries(QUERIES):
        composed = compose(round)

    assert len(composed.goals) == 1 + 2 * count


def test_empty_round_has_an_empty_document(people: Any) -> None:
    round = Round.objects.create(committee=people.committee, year=2024, part="plan")

    assert compose(round).goals == ()


def test_own_tolerance_decides_what_is_met_partly(loaded: Load) -> None:
    rows = [indicator("1.1", "Andel", outcome="70", target="80")]
    round = loaded(document(indicators=rows))
    assert [row.fulfilment for row in compose(round).indicators()] == ["partial"]

    definition = round.targets.get().measure.indicator
    definition.tolerance = 0
    definition.save()

    assert [row.fulfilment for row in compose(round).indicators()] == ["none"]


def test_municipalitys_tolerance_decides_where_an_indicator_has_none(
    loaded: Load,
) -> None:
    round = loaded(document(indicators=[indicator("1.1", "Andel", outcome="70", target="80")]))
    Policy.objects.create(tolerance="0.05")

    composed = compose(round)

    assert [row.fulfilment for row in composed.indicators()] == ["none"]
    assert "högst 5 % av det" in unescape(render_html(composed))


def test_composed_document_is_the_one_that_was_read(loaded: Load) -> None:
    """Beside the keys into the database, and the texts that the file did not mention."""
    for path in DEMO:
        data = path.read_bytes()
        round = loaded(json.loads(data))
        composed, original = compose(round), read(data)
        assert [goal.code for goal in composed.goals] == [goal.code for goal in original.goals]
        assert [row.name for row in composed.indicators()] == [
            row.name for row in original.indicators()
        ]
        assert [row.fulfilment for row in composed.indicators()] == [
            row.fulfilment for row in original.indicators()
        ]


@pytest.mark.parametrize("count", [1, 3])
def test_report_before_costs_as_much_again_and_no_more(
    loaded: Load, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    loaded(areas(count) | {"kind": "t1"})
    round = loaded(areas(count) | {"kind": "t2"})
    round = Round.objects.select_related("committee").get(pk=round.pk)

    with django_assert_num_queries(2 * QUERIES + 1):
        composed = compose_report(round)

    assert composed.earlier is not None
    assert composed.earlier.part == "t1"
    assert composed.earlier.earlier is None


@pytest.mark.parametrize(
    ("part", "year", "before"),
    [
        ("plan", 2024, None),
        ("t1", 2024, (2023, "annual")),
        ("t2", 2024, (2024, "t1")),
        ("annual", 2024, (2024, "t2")),
        ("t2", 2023, (2022, "annual")),
        ("annual", 2022, None),
    ],
)
def test_report_before(loaded: Load, part: str, year: int, before: tuple[int, str] | None) -> None:
    there = [(2022, "annual"), (2023, "plan"), (2023, "annual"), (2024, "t1"), (2024, "t2")]
    for one in there:
        loaded(document(kind=one[1], year=one[0]))
    round = loaded(document(kind=part, year=year))

    found = earlier_round(round)
    assert (found and (found.year, found.part)) == before
