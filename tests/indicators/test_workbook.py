"""Outcomes as an Excel workbook: what the page shows, with true numbers and harmless text."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django.fixtures import DjangoAssertNumQueries

from config.formats import number_pattern, parse_value
from config.workbooks import NOT_XML
from goals.choices import Part
from goals.models import Goal, Round
from indicators.choices import OutcomeState
from indicators.columns import FILTERS
from indicators.queries import lines_of
from indicators.workbook import outcomes_workbook
from tests.conftest import People
from tests.factories import GoalFactory, IndicatorFactory, OutcomeFactory, RoundFactory
from tests.factories import TargetFactory as Target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FIGURES = ("Last year", "Target", "Outcome", "Women", "Men", "Full-year forecast")


def sheet_in(content: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(content)).active


def rows_in(content: bytes) -> list[dict[str, Any]]:
    """The rows, by heading."""
    headings, *rows = sheet_in(content).iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def address_of(round: Round, choice: str = "") -> str:
    address = reverse("outcomes_excel", args=[round.committee.slug, round.year, round.slug])
    return f"{address}?visa={choice}" if choice else address


@pytest.fixture
def round(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee)
    return made


def reported(round: Round, name: str = "Andel nöjda", **fields: Any) -> None:
    target = Target(
        round=round,
        measure__indicator=IndicatorFactory(name=name, unit="%"),
        measure__goal=Goal.objects.filter(code="1.1").first()
        or GoalFactory(code="1.1", title="Ett mål"),
        by_sex=True,
    )
    OutcomeFactory(round=round, measure=target.measure, **fields)


def test_the_workbook_holds_what_the_page_shows(
    client: Client, people: People, round: Round
) -> None:
    reported(
        round,
        total="130,5 %",
        women="1 017 st",
        men="-3",
        forecast="0 %",
        previous_year="45 %",
        analysis="Enkäten i mars.\n\nMer.",
    )
    client.force_login(people.rolf)
    answer = client.get(address_of(round))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="aby-2023-t1-utfall.xlsx"'
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    (row,) = rows_in(answer.content)
    assert "Last tertial" not in row
    assert (row["Goal code"], row["Goal"], row["Indicator"]) == ("1.1", "Ett mål", "Andel nöjda")
    assert (row["Set by"], row["Unit"], row["State"]) == ("The council’s", "%", "Entered")
    assert [Decimal(str(row[name])) for name in FIGURES] == [
        Decimal(text) for text in ("45", "80", "130.5", "1017", "-3", "0")
    ]
    assert row["Analysis"] == "Enkäten i mars.\n\nMer."
    assert "Over 100 %" in row["Warnings"]
    assert row["Fulfilment"] == "Met fully"


def test_the_sheet_is_ready_to_work_in(client: Client, people: People, round: Round) -> None:
    reported(round, total="1 017,50 %")
    client.force_login(people.eva)
    sheet = sheet_in(client.get(address_of(round)).content)
    assert (sheet.title, sheet.freeze_panes) == ("Outcomes", "A2")
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}2"
    assert sheet.column_dimensions["C"].width == 48
    cell = next(cell for cell in sheet[2] if cell.value == 1017.5)
    assert cell.number_format == '#,##0.00" %"'


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("86", "0"),
        ("86 %", '0" %"'),
        ("77%", '0"%"'),
        ("86\N{NO-BREAK SPACE}%", '0"\N{NO-BREAK SPACE}%"'),
        ("22,70 %", '0.00" %"'),
        ("2.5 kg", '0.0" kg"'),
        ("1 017 st", '#,##0" st"'),
        ("1.234,5", "#,##0.0"),
        ("1945 GWh", '0" GWh"'),
        ("-3,5", "0.0"),
        ("öka", "General"),
        ("", "General"),
    ],
)
def test_a_number_reads_as_it_was_written(written: str, pattern: str) -> None:
    assert number_pattern(parse_value(written)) == pattern


def test_days_are_days_and_nothing_is_empty(client: Client, people: People, round: Round) -> None:
    reported(round, state=OutcomeState.LATER, expected_on=date(2023, 6, 1))
    Round.objects.update(part=Part.ANNUAL)
    round.refresh_from_db()
    client.force_login(people.eva)
    (row,) = rows_in(client.get(address_of(round)).content)
    assert row["Expected on"] == datetime(2023, 6, 1)
    assert (row["Outcome"], row["Analysis"], row["Fulfilment"]) == (None, None, None)
    assert "Full-year forecast" not in row
    assert "Last tertial" in row


@pytest.mark.parametrize("choice", FILTERS)
def test_the_filter_shows_the_pages_rows(
    client: Client, people: People, round: Round, choice: str
) -> None:
    reported(round, "Bra", total="80 %", women="80 %", men="80 %")
    reported(round, "Konstig", total="130 %")
    reported(round, "Alla saknas")
    client.force_login(people.eva)
    page = client.get(reverse("outcomes", args=["aby", 2023, "t1"]), {"visa": choice})
    shown = [row.name for _goal, rows in page.context["groups"] for row in rows]
    answer = client.get(address_of(round, choice))
    assert [row["Indicator"] for row in rows_in(answer.content)] == shown
    assert f'href="{address_of(round, choice)}"' in page.text
    assert f"utfall{'-' * bool(choice)}{choice}.xlsx" in answer["Content-Disposition"]


dangerous = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "\r", "#N/A", "", "'"]), st.text()
)


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=dangerous, analysis=dangerous)
def test_no_text_becomes_a_formula(round: Round, name: str, analysis: str) -> None:
    if not lines_of(round):
        reported(round, total="80 %")
    (line,) = lines_of(round)
    line.indicator.name, line.outcome.analysis = name, analysis
    sheet = sheet_in(outcomes_workbook(round, [line]))
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    read = rows_in(outcomes_workbook(round, [line]))[0]
    for heading, text in (("Indicator", name), ("Analysis", analysis)):
        # XML reads every line break as one.
        kept = NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
        assert (read[heading] or "").replace("\r\n", "\n").replace("\r", "\n") == kept


def test_a_text_that_looks_like_a_formula_is_quoted(round: Round) -> None:
    reported(round, analysis='=HYPERLINK("http://example.com")')
    sheet = sheet_in(outcomes_workbook(round, lines_of(round)))
    (cell,) = [cell for cell in sheet[2] if str(cell.value).startswith("=")]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("many", [1, 3])
def test_the_queries_are_as_many_for_one_as_for_three(
    client: Client,
    people: People,
    round: Round,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(many):
        reported(round, f"Indikator {number}", total="80 %")
    client.force_login(people.eva)
    with django_assert_num_queries(10):
        client.get(address_of(round))


def test_a_plan_has_no_workbook_and_strangers_find_none(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.nils)
    assert client.get(address_of(round)).status_code == 404
    Round.objects.update(part=Part.PLAN)
    round.refresh_from_db()
    client.force_login(people.eva)
    assert client.get(address_of(round)).status_code == 404
