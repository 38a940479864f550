"""The workbook: true numbers and days, and text that stays text."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from config.formats import FormatError, Value, number_pattern, parse_value
from config.workbooks import HIGHEST_ROW, LINE_HEIGHT, NOT_XML
from indicators.choices import OutcomeState
from reports.choices import EditionKind
from reports.document import Document, EditionMark
from reports.interchange import read
from reports.office.excel import write_excel
from reports.rendering.presentation import Presentation
from reports.rendering.under_goals import indicator_columns
from tests.documents import activity, as_file, document, goal, indicator

NEVER_FIGURES = ("period", "periodicity")


def opened(source: Document) -> Workbook:
    return load_workbook(io.BytesIO(write_excel(source)))


def made(**fields: Any) -> Document:
    return read(as_file(document(**fields)))


def sheet_of(book: Workbook, place: int) -> Worksheet:
    found: Worksheet = book.worksheets[place]
    return found


def rows_of(sheet: Worksheet) -> list[dict[str, Cell]]:
    """The rows by heading."""
    heads, *rows = sheet.iter_rows()
    return [{str(head.value): cell for head, cell in zip(heads, row, strict=True)} for row in rows]


def amount_in(cell: Cell) -> Decimal:
    assert cell.data_type == "n"
    return Decimal(str(cell.value))


# What it says ---------------------------------------------------------------------------------


def test_every_figure_of_an_indicator_is_the_number_that_is_printed(
    demo: Document, shown: Presentation
) -> None:
    rows = rows_of(sheet_of(opened(demo), 1))
    fields = [name for name in indicator_columns(demo) if name not in NEVER_FIGURES]
    assert len(rows) == len(list(demo.indicators()))
    seen = 0
    for row, entry in zip(rows, demo.indicators(), strict=True):
        assert row["Indikator"].value == entry.name
        for name in fields:
            value: Value = getattr(entry, name)
            cell = row[shown.heading_of(name)]
            if value.amount is not None:
                assert amount_in(cell) == value.amount
                assert cell.number_format == number_pattern(value)
                seen += 1
            else:
                assert cell.value == (None if value.is_nothing else value.word)
    assert seen


def test_every_figure_of_the_economy_is_the_number_that_is_printed(
    demo: Document, shown: Presentation
) -> None:
    sheet = sheet_of(opened(demo), 3)
    written = Counter(
        Decimal(str(cell.value)) for row in sheet.iter_rows() for cell in row if is_number(cell)
    )
    printed = [
        cell.text
        for section in shown.economy
        for table in section.tables
        for row in table.rows
        for cell in row.cells
        if cell.number
    ]
    amounts = Counter(amount for text in printed if (amount := read_amount(text)) is not None)
    assert amounts
    assert written == amounts


def is_number(cell: Any) -> bool:
    return cell.value is not None and cell.data_type == "n"


def read_amount(text: str) -> Decimal | None:
    try:
        return parse_value(text).amount
    except FormatError:
        return None


def test_goals_and_activities_are_said_with_words_and_days(
    demo: Document, shown: Presentation
) -> None:
    book = opened(demo)
    for row, entry in zip(rows_of(sheet_of(book, 0)), demo.goals, strict=True):
        status = shown.goal_status(entry)
        assert (row["Målkod"].value, row["Mål"].value) == (entry.code, entry.title)
        assert status is None or row["Bedömning"].value == status.word
    rows = rows_of(sheet_of(book, 2))
    for row, activity_entry in zip(rows, demo.activities(), strict=True):
        assert row["Aktivitet"].value == activity_entry.title
        assert row["Startdatum"].value == at_midnight(activity_entry.start)
        assert row["Slutdatum"].value == at_midnight(activity_entry.end)


def at_midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day) if day else None


def test_women_and_men_stand_beside_the_total() -> None:
    row = indicator("1.1", "Andel", outcome="22,7 %", women="20,1 %", men="25 %", by_sex=True)
    row |= {"target": "öka", "previous_year": "21 %", "period": "2023", "analysis": "**Bra** år."}
    (found,) = rows_of(sheet_of(opened(made(indicators=[row])), 1))
    said = {head: cell.value for head, cell in found.items()}
    assert said["Utfall kvinnor/flickor"] == 20.1
    assert said["Utfall män/pojkar"] == 25
    assert (said["Årsmål"], said["Uppfyllelse"], said["Analys"]) == (
        "öka",
        "Uppfylls helt",
        "Bra år.",
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"outcome": "0"}, OutcomeState.ENTERED),
        ({"outcome": None}, OutcomeState.MISSING),
        ({"outcome": None, "state": "not_measured"}, OutcomeState.NOT_MEASURED),
        ({"outcome": "..", "state": "too_few"}, OutcomeState.TOO_FEW),
    ],
)
def test_the_state_of_an_outcome_is_said(fields: dict[str, Any], state: OutcomeState) -> None:
    (row,) = rows_of(sheet_of(opened(made(indicators=[indicator("1.1", "A", **fields)])), 1))
    with translation.override("sv"):
        assert row["Läge"].value == str(state.label)


def test_zero_is_zero_and_nothing_is_empty() -> None:
    row = indicator("1.1", "Antal", outcome="0", women="-", target="0,00 %")
    (found,) = rows_of(sheet_of(opened(made(indicators=[row])), 1))
    assert found["Periodens utfall"].value == 0
    assert found["Utfall kvinnor/flickor"].value is None
    assert found["Årsmål"].number_format == '0.00" %"'


# How it is built ------------------------------------------------------------------------------


def test_sheets_are_ready_to_work_in_and_to_print(demo: Document) -> None:
    book = opened(demo)
    for place in range(3):
        sheet = sheet_of(book, place)
        assert sheet.freeze_panes == "C2"
        last = sheet.cell(1, sheet.max_column).column_letter
        assert sheet.auto_filter.ref == f"A1:{last}{sheet.max_row}"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet["A1"].font.bold
        assert all(cell.alignment.wrap_text for cell in sheet[1])


def test_rows_are_as_high_as_their_texts_and_figures_never_too_wide_for_their_column() -> None:
    long = indicator("1.1", "A", outcome="2,6 kg CO2 per kg livsmedel", analysis="Ord " * 200)
    short = indicator("1.1", "B", outcome="5")
    source = made(indicators=[long, short])
    sheet = sheet_of(opened(source), 1)

    assert sheet.row_dimensions[2].height > 5 * LINE_HEIGHT
    assert sheet.row_dimensions[2].height <= HIGHEST_ROW
    row = rows_of(sheet)[0]
    letter = row["Periodens utfall"].column_letter
    assert sheet.column_dimensions[letter].width > len("2,6 kg CO2 per kg livsmedel")
    with zipfile.ZipFile(io.BytesIO(write_excel(source))) as archive:
        assert b"customHeight" not in archive.read("xl/worksheets/sheet2.xml")


def test_no_word_of_a_heading_is_wider_than_its_column(demo: Document) -> None:
    book = opened(demo)
    for place in range(3):
        sheet = sheet_of(book, place)
        for head in sheet[1]:
            width = sheet.column_dimensions[head.column_letter].width
            assert max(map(len, str(head.value).split())) < width, head.value


def test_texts_stand_apart_from_the_figures_beside_them() -> None:
    row = indicator("1.1", "A", outcome="5", target="Öka", council_target="7 st")
    (found,) = rows_of(sheet_of(opened(made(indicators=[row])), 1))
    assert found["Årsmål"].alignment.horizontal == "right"
    assert (found["Enhet"].alignment.horizontal, found["Enhet"].alignment.indent) == ("left", 1)
    assert found["Periodens utfall"].alignment.indent == 0


def test_a_plan_has_no_columns_of_what_only_reports_say() -> None:
    nothing: dict[str, Any] = {"indicators": [], "activities": []}
    plan = made(kind="plan", goals=[goal("1", description="Vi ska."), goal("1.1")], **nothing)
    (first, _second) = rows_of(sheet_of(opened(plan), 0))
    assert list(first) == ["Målkod", "Mål", "Målnivå", "Beskrivning"]

    told = made(kind="plan", goals=[goal("1", analysis="Redan nu.")], **nothing)
    assert "Analys" in rows_of(sheet_of(opened(told), 0))[0]
    report = made(goals=[goal("1")], **nothing)
    assert "Uppnådda resultat" in rows_of(sheet_of(opened(report), 0))[0]


def test_a_table_that_ends_in_words_has_the_room_beside_it_and_no_title_twice() -> None:
    wide = [["A", "1", "2", "3", "4"]]
    table = {"section": "Pengar", "title": "Pengar", "columns": ["Namn", "Kr", "Om"]}
    rows = [["Å", "5", "för att " * 12], ["Ä", "6", ""], ["Ö", "7", "1-3 år"]]
    economy = {
        "unit": "mnkr",
        "operating_areas": [],
        "tables": [
            {**table, "rows": rows},
            {"section": "Bred", "title": "", "columns": list("abcde"), "rows": wide},
        ],
    }
    sheet = sheet_of(opened(made(economy=economy)), 3)
    said = [cell.value for (cell,) in sheet.iter_rows(max_col=1) if cell.value]
    assert said.count("Pengar") == 1
    lines = {cell.value: cell.row for (cell,) in sheet.iter_rows(max_col=1)}
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert merged == {f"C{lines['Å']}:E{lines['Å']}", f"C{lines['Ö']}:E{lines['Ö']}"}
    assert (sheet.row_dimensions[lines["Å"]].height or LINE_HEIGHT) <= 2 * LINE_HEIGHT


def test_the_last_sheet_says_whose_figures_they_are() -> None:
    mark = EditionMark(2, EditionKind.DECIDED, date(2024, 2, 20), decided_on=date(2024, 2, 15))
    source = replace(made(registry_number="NO 7"), status="decided", edition=mark)
    facts = {row[0].value: row[1].value for row in sheet_of(opened(source), -1).iter_rows()}
    assert facts["Nämnd"] == source.committee
    assert facts["År"] == 2023
    assert facts["Diarienummer"] == "NO 7"
    with translation.override("sv"):
        assert dict(Presentation(source).standing.facts).items() <= facts.items()


def test_a_draft_says_so_on_every_printed_page() -> None:
    for sheet in opened(made(committee={"name": "Kultur & fritid", "slug": "kultur"})).worksheets:
        assert "Utkast" in sheet.oddHeader.left.text
        assert "Kultur && fritid" in sheet.oddHeader.left.text


def test_the_same_document_gives_the_same_bytes(demo: Document) -> None:
    assert write_excel(demo) == write_excel(replace(demo))


# What people write ----------------------------------------------------------------------------

dangerous = st.builds(
    str.__add__,
    st.sampled_from(
        ["=", "+", "-", "@", "\t=", "\r=", "\n=", "#N/A", "", "'", "=cmd|' /C calc'!A0"]
    ),
    st.text(),
)


@settings(max_examples=25)
@given(name=dangerous, text=dangerous)
def test_no_text_becomes_a_formula(name: str, text: str) -> None:
    source = made()
    goals = [
        replace(
            one,
            title=name,
            expected_results=(text,),
            indicators=tuple(replace(row, name=name, period=text) for row in one.indicators),
            activities=tuple(replace(row, title=text) for row in one.activities),
        )
        for one in source.goals
    ]
    content = write_excel(replace(source, goals=tuple(goals), committee=name))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(each) for each in archive.namelist() if "worksheets/" in each]
    assert all(b"<f>" not in sheet and b"<f " not in sheet for sheet in sheets)
    book = load_workbook(io.BytesIO(content))
    kept = NOT_XML.sub("", name).replace("\r\n", "\n").replace("\r", "\n")
    assert (rows_of(sheet_of(book, 1))[0]["Indikator"].value or "") == kept
    assert {cell.data_type for row in sheet_of(book, 1).iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "inlineStr",
    }


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-a", "@SUM(A1)", "#N/A", "\t=1", "\r=1"])
def test_a_text_that_looks_like_a_formula_is_quoted(sign: str) -> None:
    source = made(goals=[goal("1", "Ett"), goal("1.1"), goal("1.1.1")])
    goals = tuple(replace(one, title=sign) for one in source.goals)
    row = rows_of(sheet_of(opened(replace(source, goals=goals)), 0))[0]
    assert (row["Mål"].data_type, row["Mål"].quotePrefix) == ("s", True)


def test_what_excel_would_read_as_a_character_is_kept_as_it_is_written() -> None:
    source = made(activities=[activity("1.1", "Se _x000D_ i koden")])
    with zipfile.ZipFile(io.BytesIO(write_excel(source))) as archive:
        assert b"_x005F_x000D_" in archive.read("xl/worksheets/sheet3.xml")


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    source = made()
    goals = tuple(replace(one, analysis="å" * 40_000) for one in source.goals)
    row = rows_of(sheet_of(opened(replace(source, goals=goals)), 0))[0]
    assert len(str(row["Analys"].value)) < 32_767
    assert str(row["Analys"].value).endswith("[…]")
