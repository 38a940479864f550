"""An indicator's earlier years: found by name, broken where it was renamed, hidden where few."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from goals.models import Policy, Round
from indicators.models import Indicator
from indicators.moments import Moment
from reports.compose import compose
from tests.documents import document, indicator

pytestmark = pytest.mark.django_db
Load = Callable[[dict[str, Any]], Round]
NAME = "Andel nöjda"


def year(number: int, outcome: str, name: str = NAME, **fields: Any) -> dict[str, Any]:
    rows = [indicator("1.1", name, outcome=outcome, target="80 %", **fields)]
    return document(year=number, indicators=rows)


def series(round: Round) -> tuple[Moment, ...]:
    return next(compose(round).indicators()).series


def told(round: Round) -> list[tuple[str, str]]:
    return [(moment.label, moment.total.text) for moment in series(round)]


def test_series_is_of_whole_years_up_to_the_report(loaded: Load) -> None:
    loaded(year(2021, "70 %"))
    loaded(year(2022, "72 %") | {"kind": "t1"})
    loaded(year(2022, "74 %"))
    later = year(2024, "99 %")
    annual, tertial = loaded(year(2023, "75 %")), loaded(year(2023, "10 %") | {"kind": "t1"})
    loaded(later)

    assert told(annual) == [("2021", "70 %"), ("2022", "74 %"), ("2023", "75 %")]
    assert told(tertial) == [("2021", "70 %"), ("2022", "74 %")]
    assert told(loaded(year(2024, "1 %") | {"kind": "plan"})) == []


def test_year_without_a_report_has_what_the_year_after_printed(loaded: Load) -> None:
    loaded(year(2021, "70 %", previous_year="65 %"))
    round = loaded(year(2023, "75 %", previous_year="74 %"))

    expected = [("2020", "65 %"), ("2021", "70 %"), ("2022", "74 %"), ("2023", "75 %")]
    assert told(round) == expected


def test_series_is_at_most_six_years(loaded: Load) -> None:
    for number in range(2014, 2023):
        loaded(year(number, f"{number - 2000} %"))

    labels = [label for label, _text in told(loaded(year(2023, "75 %")))]
    assert labels == ["2018", "2019", "2020", "2021", "2022", "2023"]


def test_renamed_indicator_is_followed_and_its_series_breaks(loaded: Load) -> None:
    loaded(year(2021, "70 %", name="Nöjdhet"))
    loaded(year(2022, "74 %"))
    round = loaded(year(2023, "75 %"))
    assert [label for label, _text in told(round)] == ["2022", "2023"]

    now = Indicator.objects.get(name=NAME)
    now.predecessor = Indicator.objects.get(name="Nöjdhet")
    now.save()

    assert [(one.label, one.breaks_before) for one in series(round)] == [
        ("2021", False),
        ("2022", True),
        ("2023", False),
    ]


def test_names_that_continue_each_other_in_a_ring_end(loaded: Load) -> None:
    loaded(year(2022, "74 %"))
    round = loaded(year(2023, "75 %"))
    Indicator.objects.filter(name=NAME).update(predecessor=Indicator.objects.get(name=NAME))

    assert [label for label, _text in told(round)] == ["2022", "2023"]


def test_series_breaks_where_the_unit_is_another(loaded: Load) -> None:
    loaded(year(2022, "74 st"))
    assert [one.breaks_before for one in series(loaded(year(2023, "75 %")))] == [False, True]


def test_small_groups_of_earlier_years_are_hidden(loaded: Load) -> None:
    Policy.objects.create(smallest_group=5)
    for number, outcome in ((2021, "3 personer"), (2022, "40 personer")):
        loaded(year(number, outcome, women="2 personer", men="38 personer"))
    round = loaded(year(2023, "50 personer", previous_year="40 personer"))

    shown = series(round)
    assert [one.label for one in shown] == ["2022", "2023"]
    assert [one.women.text for one in shown] == ["..", ""]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_years(
    loaded: Load, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        loaded(year(2022 - number, "70 %"))
    round = Round.objects.select_related("committee").get(pk=loaded(year(2023, "75 %")).pk)

    with django_assert_num_queries(9):
        composed = compose(round)

    assert len(next(composed.indicators()).series) == count + 1
