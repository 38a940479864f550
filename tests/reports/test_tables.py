"""Tables that do not add up: totals, nets, deviations, signs and percentages."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.formats import format_number
from reports import interchange
from reports.review import tables
from reports.review.findings import Case
from tests.documents import DEMO, document

pytestmark = pytest.mark.usefixtures("in_english")

Cells = list[str | None]


def case(*free: dict[str, Any], **economy: Any) -> Case:
    made = document(economy={"unit": "mnkr", "tables": list(free), **economy})
    return Case(interchange.read(json.dumps(made).encode()))


def table(columns: list[str], *rows: Cells, title: str = "Tabell") -> dict[str, Any]:
    return {"section": "Ekonomi", "title": title, "columns": columns, "rows": list(rows)}


def found(case: Case) -> list[tuple[str, str]]:
    """The checks that find something, and the rows they find it in."""
    return [
        (check.code.removeprefix("table."), spot.field)
        for check in tables.CHECKS
        for spot, _message, _about in check.look(case)
    ]


TWO = ["Verksamhet", "Budget", "Prognos"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["A", "10,0", "5,0"], ["B", "2,5", "1,0"], ["Summa", "12,5", "6,0"]], []),
        (
            [["A", "10,0", "5,0"], ["B", "2,5", "1,0"], ["Summa", "12,5", "7,0"]],
            [("sum", "Summa")],
        ),
        (
            [["A", "10,0", "5,0"], ["B", "2,5", "1,0"], ["Totalt", "12,6", "6,0"]],
            [("rounding", "tables")],
        ),
        # A part of a row is not added again, whether it says so or is told so.
        (
            [
                ["A", "10,0", "5,0"],
                ["varav C", "4,0", "4,0"],
                ["B", "2", "1"],
                ["Summa", "12", "6"],
            ],
            [],
        ),
        (
            [["A, varav", "10", "5"], ["c", "4", "4"], ["B", "2", "1"], ["Summa", "12", "6"]],
            [],
        ),
        # The sum of the sums, and the sum with what came after the last one.
        (
            [
                ["A", "1", "2"],
                ["Summa A", "1", "2"],
                ["B", "3", "4"],
                ["Summa B", "3", "4"],
                ["Totalt", "4", "6"],
            ],
            [],
        ),
        ([["A", "1", "2"], ["Summa", "1", "2"], ["B", "3", "4"], ["Summa efter", "4", "6"]], []),
        # A total that no way of adding comes near adds something else.
        ([["A", "1", "2"], ["B", "3", "4"], ["Summa", "100", "200"]], []),
        ([["A", "1 017,5", "-"], ["B", "0,5", None], ["Summa", "1018,0", "-"]], []),
    ],
)
def test_total_is_held_against_its_rows(rows: list[Cells], expected: list[Any]) -> None:
    assert found(case(table(TWO, *rows))) == expected


def test_total_of_two_tables_is_their_totals() -> None:
    first = table(["Drift", "Mnkr"], ["A", "2,0"], ["B", "1,0"], ["Totalt drift", "3,0"])
    second = table(
        ["Investering", "Mnkr"],
        ["C", "5,0"],
        ["D", "2,0"],
        ["Total investering", "7,0"],
        ["Total drift och investering", "10,0"],
    )

    assert found(case(first, second)) == []


def test_parts_that_make_up_a_row_are_added() -> None:
    areas = [
        {"name": "Omsorg", "part_of_above": False, "budget_costs": "9,0", "budget_income": "-1,0"},
        {"name": "barn", "part_of_above": True, "budget_costs": "4,0", "budget_income": "-1,0"},
        {"name": "vuxna", "part_of_above": True, "budget_costs": "5,0", "budget_income": "-0,0"},
    ]
    right = [{**row, "budget_net": net} for row, net in zip(areas, "835", strict=True)]
    wrong = [{**row, "budget_net": net} for row, net in zip(areas, "839", strict=True)]

    assert found(case(operating_areas=right)) == []
    assert found(case(operating_areas=wrong)) == [("sum", "Omsorg"), ("net", "vuxna")]


def test_column_that_sums_the_row_is_held_against_it() -> None:
    columns = ["Enhet", "Kvinnor", "Män", "Totalt"]
    rows: list[Cells] = [["A", "1", "2", "3"], ["B", "4", "5", "9"], ["C", "6", "7", "31"]]

    assert found(case(table(columns, *rows))) == [("sum", "C")]


NET = ["Verksamhet", "Budget 2023 Kostnader", "Budget 2023 Intäkter", "Budget 2023 Netto"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["A", "10,0", "-2,0", "8,0"], []),
        (["A", "10,0", None, "10,0"], []),
        (["A", "10,0", "-2,0", "8,1"], []),
        (["A", "10,0", "-2,0", "9,0"], [("net", "A")]),
        (["A", "10,0", "2,0", "8,0"], [("net", "A"), ("sign", "A")]),
        (["A", "10,0", "2,0", "12,0"], [("sign", "A")]),
    ],
)
def test_net_is_costs_with_income(row: Cells, expected: list[Any]) -> None:
    others: list[Cells] = [["B", "5,0", "-1,0", "4,0"], ["C", "5,0", "-1,0", "4,0"]]

    assert found(case(table(NET, row, *others))) == expected


@pytest.mark.parametrize(
    ("columns", "row", "expected"),
    [
        (["", "Budget", "Utfall", "Avvikelse"], ["A", "10", "12", "-2"], []),
        (["", "Budget", "Utfall", "Avvikelse"], ["A", "10", "12", "2"], [("deviation", "A")]),
        (["", "Budget", "Utfall", "Avvikelse"], ["A", "10", None, "2"], []),
        (
            ["", "Budget", "Begärda budgetjusteringar", "Prognos", "Avvikelse"],
            ["A", "10,0", "1,5", "11,0", "0,5"],
            [],
        ),
        (
            ["", "Kostnader", "Intäkter", "Kostnader", "Intäkter", "Avvikelse netto", "Avvikelse"],
            ["A", "10,0", "-1,0", "12,0", "-2,0", "-1,0", "7,0"],
            [],
        ),
        (
            ["", "Kostnader", "Intäkter", "Kostnader", "Intäkter", "Avvikelse netto", "Avvikelse"],
            ["A", "10,0", "-1,0", "12,0", "-2,0", "1,0", "7,0"],
            [("deviation", "A")],
        ),
    ],
)
def test_deviation_is_the_budget_less_the_outcome(
    columns: list[str], row: Cells, expected: list[Any]
) -> None:
    assert found(case(table(columns, row))) == expected


def test_table_with_every_deviation_reversed_is_told_once() -> None:
    rows: list[Cells] = [[name, "10", "12", "2"] for name in "ABC"]

    assert found(case(table(["", "Budget", "Utfall", "Avvikelse"], *rows))) == [("deviation", "")]


@pytest.mark.parametrize(
    ("columns", "row", "expected"),
    [
        (["", "Omslutning", "Resultat", "Resultat i % av omslutning"], ["A", "50", "1", "2%"], []),
        (
            ["", "Omslutning", "Resultat", "Resultat i % av omslutning"],
            ["A", "50,0", "1,0", "20%"],
            [("percent", "A")],
        ),
        (["", "2022", "2023", "Förändring i procent"], ["A", "18", "26", "44,4%"], []),
        (
            ["", "2022", "2023", "Förändring i procent"],
            ["A", "118", "126", "-6,8%"],
            [("percent", "A")],
        ),
        (["", "2021", "2022", "Differens mot 2021"], ["A", "423", "463", "9%"], []),
        (
            ["", "2021", "2022", "Differens mot 2021"],
            ["A", "423", "463", "19%"],
            [("percent", "A")],
        ),
        (["", "2021", "2022", "Differens mot 2020"], ["A", "423", "463", "19%"], []),
        (["", "2022", "2023", "Förändring i procent"], ["A", "0", "26", "100%"], []),
    ],
)
def test_percentage_is_made_of_its_row(columns: list[str], row: Cells, expected: list[Any]) -> None:
    assert found(case(table(columns, row))) == expected


@pytest.mark.parametrize(("share", "count"), [("8,4%", 0), ("4,8%", 1), ("-8,4%", 1)])
def test_deviation_in_percent_is_of_the_net_budget(share: str, count: int) -> None:
    columns = ["", "Budget Kostnader", "Budget Intäkter", "Utfall Kostnader", "Utfall Intäkter"]
    rows: list[Cells] = [
        ["A", "54,5", "-0,2", "51,4", "-1,6", "4,5"],
        ["B", "24,2", "-0,7", "22,3", "-0,9", "2,0"],
        ["Summa", "78,7", "-0,9", "73,7", "-2,5", "6,5"],
        ["Avvikelse i %", None, None, None, None, share],
    ]

    assert (
        found(case(table([*columns, "Avvikelse netto"], *rows))).count(("percent", "Avvikelse i %"))
        == count
    )


@given(st.lists(st.tuples(*[st.integers(-9990, 9990)] * 2), min_size=1, max_size=9))
@settings(max_examples=50)
def test_table_that_adds_up_has_nothing_to_find(tenths: list[tuple[int, int]]) -> None:
    numbers = [tuple(Decimal(one) / 10 for one in pair) for pair in tenths]
    rows: list[Cells] = [
        [f"Rad {place}", *(format_number(number, 1) for number in pair)]
        for place, pair in enumerate(numbers)
    ]
    sums = [sum(column, Decimal(0)) for column in zip(*numbers, strict=True)]
    total: Cells = ["Summa", *(format_number(number, 1) for number in sums)]

    assert found(case(table(["", "Utfall A", "Utfall B"], *rows, total))) == []


def test_rounding_of_all_tables_is_told_once() -> None:
    rows: list[Cells] = [["A, varav", "10,0", "5,0"], ["b", "4,0", "1,0"], ["c", "6,1", "4,0"]]
    rows += [["Totalt *", "10,1", "5,0"]]
    ((spot, message, about),) = tables.rounding(
        case(table(TWO, *rows, title="Ett"), table(TWO, *rows, title="Två"))
    )

    assert spot.name == ""
    assert "Ett (" in message
    assert "; Två (" in message
    assert "varav" not in message
    assert "*" not in message
    assert about.count("Totalt *") == 2


def test_message_tells_both_numbers() -> None:
    wrong = case(table(TWO, ["A", "10,0", "5,0"], ["B", "2,5", "1,0"], ["Summa", "12,5", "7,0"]))
    ((spot, message, about),) = tables.sums(wrong)

    assert (spot.name, spot.field) == ("Tabell", "Summa")
    assert message == "“Summa”: it says 7 in “Prognos”, but the rows make 6."
    assert about == "Summa prognos 7.0 6.0"


@pytest.mark.parametrize("economy", [{}, {"tables": [{"title": "Tom", "columns": [], "rows": []}]}])
def test_economy_without_numbers_has_nothing_to_find(economy: dict[str, Any]) -> None:
    assert found(case(**economy)) == []


# What is wrong in the tables of three published documents, each looked up in print.
PUBLISHED = {
    # An income of 0,4 among those with minus.
    "enskede-arsta-vantor-2023-annual": [("sign", "Visstidsanställningar och arbetsträning")],
    # 354,6 and 58,6 and 22,7 are not 431,9.
    "hasselby-vallingby-2024-plan": [("sum", "Summa")],
    # The outcome less the budget, all the way down.
    "norrmalm-2023-t1": [("deviation", "")],
}


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_what_is_wrong_in_published_tables_is_found(path: Path) -> None:
    told = found(Case(interchange.read(path.read_bytes())))

    assert [one for one in told if one[0] != "rounding"] == PUBLISHED[path.stem]
