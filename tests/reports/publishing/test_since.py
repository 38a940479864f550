"""What has changed since the report before: from what to what."""

from dataclasses import replace
from typing import Any

import pytest

from reports.document import Document
from reports.interchange import read
from reports.publishing.addresses import Address
from reports.publishing.chapters import Reading
from reports.publishing.since import Since
from reports.publishing.worded import SincePage
from tests.documents import as_file, document, goal, indicator

pytestmark = pytest.mark.usefixtures("in_english")
GOALS = [goal("1"), goal("1.1", assessment="full")]


def made(kind: str, *rows: dict[str, Any], goals: list[dict[str, Any]] | None = None) -> Document:
    data = document(kind=kind, indicators=list(rows), goals=goals or GOALS, activities=[])
    return read(as_file(data))


def row(name: str = "Andel nöjda", **fields: Any) -> dict[str, Any]:
    return indicator("1.1", name, **fields)


def since(now: Document, before: Document) -> Since:
    return Since(replace(now, earlier=before))


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        ("70 %", "77 %", True),
        ("77 %", "77%", False),  # written otherwise
        ("77 %", "77,0 %", False),
        (None, "77 %", True),
        ("77 %", None, True),
        (None, None, False),
        ("0 st", None, True),  # zero is a value
        ("öka", "Öka", False),
    ],
)
def test_an_outcome_is_compared_as_it_is_meant(
    before: str | None, now: str | None, changed: bool
) -> None:
    found = since(made("annual", row(outcome=now)), made("t2", row(outcome=before)))
    assert bool(found.indicators) is changed
    assert found.unchanged == (not changed)


@pytest.mark.parametrize(
    ("better", "before", "now", "direction"),
    [
        ("higher", "5", "6", 1),
        ("lower", "5", "6", -1),
        ("lower", "6", "5", 1),
        ("within", "5", "6", 0),
    ],
)
def test_a_forecast_that_moved_says_whether_it_is_better(
    better: str, before: str, now: str, direction: int
) -> None:
    found = since(
        made("t2", row(forecast=now, better=better)),
        made("t1", row(forecast=before, better=better)),
    )
    [one] = found.indicators
    assert one.year is not None
    assert (one.year.before.text, one.year.after.text) == (before, now)
    assert one.year.direction == direction


def test_an_annual_report_tells_what_became_of_the_forecast() -> None:
    found = since(made("annual", row(outcome="6")), made("t2", row(outcome="4", forecast="5")))
    [one] = found.indicators
    assert one.year is not None
    assert (one.year.before.text, one.year.after.text) == ("5", "6")


def test_last_years_report_had_no_forecast_of_this_year() -> None:
    before = replace(made("annual", row(outcome="4")), year=2022)
    found = since(made("t1", row(outcome="2", forecast="5")), before)
    [one] = found.indicators
    assert one.year is None


def test_what_is_new_and_what_is_gone_is_told() -> None:
    now = made("t2", row("Ny"), goals=[*GOALS, goal("1.2")])
    found = since(now, made("t1", row("Gammal"), goals=[*GOALS, goal("2")]))

    assert [entry.name for _key, entry in found.new_indicators] == ["Ny"]
    assert [entry.name for entry in found.gone_indicators] == ["Gammal"]
    assert [entry.code for entry in found.new_goals] == ["1.2"]
    assert [entry.code for entry in found.gone_goals] == ["2"]


def page(now: Document, before: Document | None) -> SincePage:
    return SincePage(Reading(replace(now, earlier=before), Address("aby", 2023, "vb")))


def test_the_page_names_the_figures_and_leads_to_them() -> None:
    shown = page(
        made("annual", row(outcome="6", target="7")),
        made("t2", row(outcome="4", forecast="5", target="7")),
    )
    [one] = shown.indicators
    assert one.address == "/publicerat/aby/2023/vb/indikator/1.1-1/"
    assert [(figure.before, figure.after) for figure in one.figures] == [
        ("4", "6"),
        ("5", "6"),
        ("7", "7"),
    ]
    assert [figure.is_changed for figure in one.figures] == [True, True, False]
    assert one.word == "Better"


def test_a_tertials_outcome_is_not_called_worse_than_a_whole_years() -> None:
    before = replace(made("annual", row(outcome="60")), year=2022)
    [one] = page(made("t1", row(outcome="20")), before).indicators
    assert one.word == ""


def test_an_assessment_that_fell_is_called_worse() -> None:
    now = made("annual", goals=[goal("1"), goal("1.1", assessment="none")])
    [one] = page(now, made("t2")).goals
    assert (one.code, one.word) == ("1.1", "Worse")
    assert (one.before.level, one.after.level) == ("full", "none")


def test_nothing_changed_is_said() -> None:
    now = made("annual", row(outcome="6"))
    assert page(now, made("t2", row(outcome="6", forecast="6"))).is_empty
