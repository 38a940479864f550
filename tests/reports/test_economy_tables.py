"""Economy tables: every figure of a file stands in them, whatever its shape."""

import json
from typing import Any

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from reports.interchange import read
from reports.rendering.economy_layout import economy_sections
from reports.rendering.economy_tables import Table, economy_tables
from reports.rendering.render import render_html
from tests.documents import DEMO, as_file, document


@pytest.fixture(autouse=True)
def _in_english(in_english: None) -> None:
    """Headings in the language of the source."""


def only(economy: dict[str, Any]) -> Table:
    (table,) = economy_tables(economy)
    return table


@pytest.mark.parametrize("economy", [None, {}, {"unit": "mnkr", "tables": []}])
def test_nothing_gives_no_tables(economy: dict[str, Any] | None) -> None:
    assert economy_tables(economy) == ()


def test_known_amounts_come_in_fixed_order_and_unknown_ones_last() -> None:
    table = only(
        {
            "operating_areas": [
                {"name": "Förskola", "zon": "1", "budget_net": "2", "budget_costs": "3"},
                {"name": "Parker", "another_figure": "4"},
            ]
        }
    )

    assert table.columns == (
        "Operating area",
        "Budget, costs",
        "Budget, net",
        "Another figure",
        "Zon",
    )
    assert table.rows == (("Förskola", "3", "2", "", "1"), ("Parker", "", "", "4", ""))
    assert table.unit == "mnkr"


def test_part_of_the_row_above_says_so_once() -> None:
    table = only(
        {
            "operating_areas": [
                {"name": "Omsorg", "part_of_above": False, "budget": "3"},
                {"name": "vuxna", "part_of_above": True, "budget": "1"},
                {"name": "varav barn", "part_of_above": True, "budget": "2"},
            ]
        }
    )

    assert [row[0] for row in table.rows] == ["Omsorg", "varav vuxna", "varav barn"]
    assert len(table.columns) == 2


def test_result_units_are_in_thousands_unless_said() -> None:
    assert only({"result_units": {"rows": [{"name": "A", "result": "1"}]}}).unit == "tkr"
    said = {"unit": "kr", "rows": [{"name": "A", "result": "1"}]}
    assert only({"result_units": said}).unit == "kr"


def test_numbers_are_printed_with_a_decimal_comma() -> None:
    table = only({"investments": [{"name": "Park", "budget": 2.5, "outcome": 3, "net": 1e-7}]})

    assert table.rows == (("Park", "2,5", "0,0000001", "3"),)


def test_short_and_long_rows_are_made_equally_long() -> None:
    table = only(
        {"tables": [{"title": "T", "columns": ["A", None], "rows": [["1"], ["1", "2", "3"], []]}]}
    )

    assert table.columns == ("A", "", "")
    assert table.rows == (("1", "", ""), ("1", "2", "3"), ("", "", ""))


def test_table_without_title_is_called_after_its_section() -> None:
    assert only({"tables": [{"section": "A > B", "columns": ["x"], "rows": []}]}).title == "B"
    assert only({"tables": [{"columns": ["x"], "rows": [["1"]]}]}).title == "Table"


def test_heading_without_a_table_is_printed() -> None:
    nothing: dict[str, Any] = {"columns": [], "rows": []}
    economy = {"tables": [{**nothing, "section": "A > B"}, {**nothing, "title": "T"}]}
    said = read(as_file(document(economy=economy)))
    with translation.override("en"):
        untitled, *headings = economy_sections(said, 2)

    assert [table.caption for table in untitled.tables] == ["T"]
    assert [section.heading for section in headings] == ["A", "B"]
    assert "<table" not in render_html(said).split('id="economy"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("row", "numeric"),
    [
        (["A", "1", "-", ""], [False, True, True, True]),
        (["A", "b", "-", ""], [False, False, False, False]),
        (["A", "1", "–", "remark"], [False, True, True, False]),
    ],
)
def test_column_that_says_nothing_is_like_those_it_stands_among(
    row: list[str], numeric: list[bool]
) -> None:
    economy = {"tables": [{"title": "T", "columns": ["a", "b", "c", "d"], "rows": [row]}]}
    (section,) = economy_sections(read(as_file(document(economy=economy))), 2)

    assert [column.number for column in section.tables[0].columns] == numeric


def test_equal_tables_are_all_kept() -> None:
    table = {"title": "T", "columns": ["A"], "rows": [["1"]]}

    assert len(economy_tables({"tables": [table, table]})) == 2


def test_what_stands_under_unknown_names_is_printed_too() -> None:
    table = only({"notes": {"first": ["7,1", {"deep": "7,2"}]}, "result_units": {"cap": "7,3"}})

    assert [row[1] for row in table.rows] == ["7,1", "7,2", "7,3"]


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [value.strip()] if isinstance(value, str) and value.strip() else []


def printed(tables: tuple[Table, ...]) -> list[str]:
    """Every text of the tables, one after the other."""
    return [
        text
        for table in tables
        for text in (
            *(cell for row in table.rows for cell in row),
            *table.columns,
            table.title,
            table.section,
            table.footnote,
            table.unit,
        )
    ]


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_every_text_of_the_demo_stands_in_a_table(path: Any) -> None:
    economy = json.loads(path.read_text())["economy"]

    assert set(leaves(economy)) <= set(printed(economy_tables(economy)))


CELLS = (
    st.none()
    | st.text("ab 1,-", max_size=6)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
)
AMOUNTS = st.fixed_dictionaries(
    {"name": st.just("varav A")},
    optional={"budget": CELLS, "net": CELLS, "x_y": CELLS, "part_of_above": st.booleans()},
)
ECONOMIES = st.fixed_dictionaries(
    {},
    optional={
        "operating_areas": st.none() | st.lists(AMOUNTS, max_size=3),
        "investments": st.none() | st.lists(AMOUNTS, max_size=3),
        "result_units": st.none() | st.fixed_dictionaries({"rows": st.lists(AMOUNTS, max_size=2)}),
        "tables": st.none()
        | st.lists(
            st.fixed_dictionaries(
                {
                    "columns": st.lists(CELLS, max_size=3),
                    "rows": st.lists(st.lists(CELLS, max_size=4), max_size=3),
                },
                optional={"section": st.none() | st.just("A > B"), "title": st.none()},
            ),
            max_size=2,
        ),
    },
)


@given(ECONOMIES)
@example({"tables": [{"columns": [], "rows": [], "section": "A > B"}]})
@example({"tables": [{"columns": [], "rows": [[]], "title": "T", "footnote": "F"}]})
def test_whatever_can_be_read_can_be_printed(economy: dict[str, Any]) -> None:
    with translation.override("en"):
        read_back = read(as_file(document(economy=economy))).economy
        tables = economy_tables(read_back)

    assert set(leaves(economy)) <= set(printed(tables))
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
