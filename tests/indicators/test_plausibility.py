"""What looks wrong with an outcome: every warning at, below and above its limit."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formats import NOTHING, Value, make_value, parse_value
from goals.choices import Part
from goals.models import Round
from indicators.choices import IndicatorKind, Periodicity
from indicators.choices import WarningCode as Code
from indicators.plausibility import Figures, Suspicion, suspicions
from indicators.queries import lines_of
from tests.documents import SHARED

SHARE, COUNT, INDEX = IndicatorKind.SHARE, IndicatorKind.COUNT, IndicatorKind.INDEX


def found(**said: Any) -> list[Suspicion]:
    values: dict[str, Any] = {
        name: parse_value(value) if isinstance(getattr(Figures, name, ""), Value) else value
        for name, value in said.items()
    }
    return suspicions(Figures(**values))


def codes(**said: Any) -> list[Code]:
    return [one.code for one in found(**said)]


SEXES: list[tuple[str, str, str, dict[str, Any], list[Code]]] = [
    ("86 %", "85 %", "87 %", {}, []),
    ("85 %", "85 %", "87 %", {}, []),
    ("87 %", "85 %", "87 %", {}, []),
    ("84,999999 %", "85 %", "87 %", {}, [Code.OUTSIDE_SEXES]),
    ("87,000001 %", "85 %", "87 %", {}, [Code.OUTSIDE_SEXES]),
    ("86 %", "87 %", "85 %", {}, []),
    ("88 %", "87 %", "85 %", {}, [Code.OUTSIDE_SEXES]),
    ("0 %", "0 %", "0 %", {}, []),
    ("0 %", "1 %", "2 %", {}, [Code.OUTSIDE_SEXES]),
    ("-3", "-4", "-2", {"kind": INDEX}, []),
    ("-1", "-4", "-2", {"kind": INDEX}, [Code.OUTSIDE_SEXES]),
    # A sum is no answer for a share or an index.
    ("12", "5", "7", {"kind": INDEX}, [Code.OUTSIDE_SEXES]),
    ("12 %", "5 %", "7 %", {}, [Code.OUTSIDE_SEXES]),
    # A count is the sum.
    ("12 st", "5 st", "7 st", {}, []),
    ("12", "5", "7", {"kind": COUNT}, []),
    ("12", "5", "7", {"target": "10 personer"}, [Code.UNIT_MISSING] * 3),
    ("13 st", "5 st", "7 st", {}, [Code.PARTS]),
    ("11 st", "5 st", "7 st", {}, [Code.PARTS]),
    ("6", "5", "7", {"kind": COUNT}, [Code.PARTS]),
    ("0", "0", "0", {"kind": COUNT}, []),
    ("5", "5", "0", {"kind": COUNT}, []),
    # Children per employee are written in "st" too.
    ("4,9 st", "4,8 st", "5 st", {}, []),
    ("9,8 st", "4,8 st", "5 st", {}, [Code.OUTSIDE_SEXES]),
    # Nothing tells a count from an index: both ways are right.
    ("12", "5", "7", {}, []),
    ("6", "5", "7", {}, []),
    ("13", "5", "7", {}, [Code.OUTSIDE_SEXES]),
    # Words, and empty cells, are compared with nothing.
    ("Godkänd", "5", "7", {}, []),
    ("12", "öka", "7", {}, []),
    ("12", "", "7", {}, []),
    ("", "5", "7", {}, []),
    ("-", "5", "7", {}, []),
]


@pytest.mark.parametrize(("total", "women", "men", "more", "expected"), SEXES)
def test_total_and_sexes(
    total: str, women: str, men: str, more: dict[str, Any], expected: list[Code]
) -> None:
    assert codes(total=total, women=women, men=men, **more) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"total": "100 %"}, []),
        ({"total": "100,1 %"}, [Code.OVER_HUNDRED]),
        ({"total": "0 %"}, []),
        ({"total": "101", "kind": SHARE}, [Code.OVER_HUNDRED]),
        ({"total": "101", "kind": INDEX}, []),
        ({"total": "101 %", "kind": INDEX}, []),
        ({"total": "101"}, []),
        ({"total": "101", "target": "80 %"}, [Code.OVER_HUNDRED, Code.UNIT_MISSING]),
        ({"women": "101 %", "men": "102 %", "kind": SHARE}, [Code.OVER_HUNDRED] * 2),
        ({"forecast": "101 %", "target": "100 %"}, [Code.OVER_HUNDRED]),
        # A budget may be kept to 101 %.
        ({"total": "101 %", "previous_year": "102 %"}, []),
        ({"total": "101 %", "target": "105 %"}, []),
        ({"total": "101 %", "previous_year": "102 %", "kind": SHARE}, [Code.OVER_HUNDRED]),
    ],
)
def test_over_hundred(said: dict[str, Any], expected: list[Code]) -> None:
    assert codes(**said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"total": "7 %", "target": "8 %"}, []),
        ({"total": "7%", "target": "8 %"}, []),
        ({"total": "7", "target": "8 %"}, [Code.UNIT_MISSING]),
        ({"total": "7 st", "target": "8 %"}, [Code.OTHER_UNIT]),
        ({"total": "7 st", "target": "8"}, []),
        ({"total": "7", "target": "8 st"}, []),
        ({"total": "7 %", "target": "8 st"}, [Code.OTHER_UNIT]),
        ({"total": "0", "target": "8 %"}, [Code.UNIT_MISSING]),
        ({"total": "7", "target": "Max 10 personer"}, []),
        ({"total": "7", "target": "öka"}, []),
        ({"total": "", "target": "8 %"}, []),
        ({"total": "Godkänd", "target": "8 %"}, []),
        ({"women": "7", "men": "7 st", "target": "8 %"}, [Code.UNIT_MISSING, Code.OTHER_UNIT]),
    ],
)
def test_units(said: dict[str, Any], expected: list[Code]) -> None:
    assert codes(**said) == expected


YEAR, TERTIAL = Code.JUMP_YEAR, Code.JUMP_TERTIAL


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"total": "15 %", "previous_year": "10 %"}, []),
        ({"total": "15,1 %", "previous_year": "10 %"}, [YEAR]),
        ({"total": "5 %", "previous_year": "10 %"}, []),
        ({"total": "4,9 %", "previous_year": "10 %"}, [YEAR]),
        ({"total": "0 %", "previous_year": "10 %"}, [YEAR]),
        # From nothing, everything is a jump; none is told.
        ({"total": "10 %", "previous_year": "0 %"}, []),
        ({"total": "10 %", "previous_year": ""}, []),
        ({"total": "10 %", "previous_year": "öka"}, []),
        ({"total": "", "previous_year": "10 %"}, []),
        ({"total": "-15", "previous_year": "-10", "kind": INDEX}, []),
        ({"total": "-15,1", "previous_year": "-10", "kind": INDEX}, [YEAR]),
        ({"total": "5,1", "previous_year": "-10", "kind": INDEX}, [YEAR]),
        # Thousands and millions are not compared.
        ({"total": "12 mnkr", "previous_year": "11 000 tkr"}, []),
        ({"total": "16", "previous_year": "10 %"}, [YEAR]),
        ({"total": "16 %", "previous_tertial": "10 %", "part": Part.T2}, [TERTIAL]),
        ({"total": "4 %", "previous_tertial": "10 %", "part": Part.T2}, [TERTIAL]),
        # A count grows through the year.
        ({"total": "3 st", "previous_year": "10 st", "part": Part.T1}, []),
        ({"total": "16 st", "previous_year": "10 st", "part": Part.T1}, [YEAR]),
        ({"total": "3", "previous_year": "10", "part": Part.T2}, []),
        ({"total": "3", "previous_year": "10", "part": Part.T2, "kind": INDEX}, [YEAR]),
        ({"total": "3 st", "previous_year": "10 st", "part": Part.ANNUAL}, [YEAR]),
        ({"total": "30 st", "previous_tertial": "10 st", "part": Part.T2}, []),
        ({"total": "30 st", "previous_tertial": "10 st", "part": Part.ANNUAL}, []),
        ({"total": "4 st", "previous_tertial": "10 st", "part": Part.ANNUAL}, [TERTIAL]),
        (
            {"total": "9 %", "previous_year": "1 %", "previous_tertial": "2 %"},
            [YEAR, TERTIAL],
        ),
    ],
)
def test_jumps(said: dict[str, Any], expected: list[Code]) -> None:
    assert codes(**said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"by_sex": True, "women": "5", "men": "7"}, []),
        ({"by_sex": True}, []),
        ({"by_sex": True, "women": "0"}, [Code.ONE_SEX]),
        ({"by_sex": True, "men": "7", "women": "-"}, [Code.ONE_SEX]),
        ({"by_sex": False, "men": "7"}, []),
    ],
)
def test_one_sex(said: dict[str, Any], expected: list[Code]) -> None:
    assert codes(**said) == expected


def test_one_sex_names_the_cell_that_is_missing_and_holds_nothing_back() -> None:
    (one,) = found(by_sex=True, women="5")
    assert (one.cells, one.holds_back) == (("men",), False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"total": "10 %", "forecast": "15 %"}, []),
        ({"total": "10 %", "forecast": "15,1 %"}, [Code.FORECAST]),
        ({"total": "10 %", "forecast": "4,9 %"}, [Code.FORECAST]),
        ({"total": "0 %", "forecast": "50 %"}, []),
        ({"total": "10 st", "forecast": "10 st"}, []),
        ({"total": "10 st", "forecast": "9 st"}, [Code.FORECAST]),
        ({"total": "10 st", "forecast": "40 st"}, []),
        # Nothing tells whether it is counted: growing is no contradiction.
        ({"total": "1", "forecast": "4"}, []),
        ({"total": "4", "forecast": "1"}, [Code.FORECAST]),
        ({"total": "1", "forecast": "4", "kind": INDEX}, [Code.FORECAST]),
        ({"total": "5,2 st", "forecast": "5 st"}, []),
        ({"total": "", "forecast": "9 st"}, []),
        ({"total": "10 st", "forecast": "öka"}, []),
    ],
)
def test_forecast(said: dict[str, Any], expected: list[Code]) -> None:
    assert codes(part=Part.T1, **said) == expected


@pytest.mark.parametrize("part", [Part.T1, Part.T2, Part.ANNUAL])
@pytest.mark.parametrize("periodicity", ["", Periodicity.YEAR, Periodicity.TERTIAL])
@pytest.mark.parametrize("total", ["", "0", "7", "Godkänd"])
def test_not_measured(part: str, periodicity: str, total: str) -> None:
    odd = part != Part.ANNUAL and periodicity == Periodicity.YEAR and total in ("0", "7")
    expected = [Code.NOT_MEASURED] if odd else []
    assert codes(part=part, periodicity=periodicity, total=total) == expected


VALUES = st.one_of(
    st.just(NOTHING),
    st.just(parse_value("öka")),
    st.builds(
        make_value,
        st.decimals(-1000, 1000, places=2),
        st.sampled_from(["", "%", "st", "kr"]),
    ),
)
FIGURES = st.builds(
    Figures,
    **dict.fromkeys(
        ("total", "women", "men", "forecast", "target", "previous_year", "previous_tertial"),
        VALUES,
    ),
    part=st.sampled_from(Part.values),
    periodicity=st.sampled_from(["", *Periodicity.values]),
    kind=st.sampled_from(["", *IndicatorKind.values]),
    by_sex=st.booleans(),
)


@given(FIGURES)
def test_whatever_the_figures_there_is_an_answer_in_order(figures: Figures) -> None:
    """Each warning is told once, names cells there are, and fits the column it is accepted in."""
    all_found = suspicions(figures)
    order = list(Code)
    places = [order.index(one.code) for one in all_found]
    assert places == sorted(places)
    assert len({(one.code, one.about) for one in all_found}) == len(all_found)
    for one in all_found:
        assert 0 < len(one.about) <= 400
        assert set(one.cells) <= {"total", "women", "men", "forecast"}


def test_nothing_looks_wrong_with_nothing() -> None:
    assert suspicions(Figures()) == []


# The counts were gone through line by line: units left out beside a target in per cent, four
# totals outside both sexes in the annual report, two budgets kept to over 100 %, real jumps.
PUBLISHED = {
    "eav-2023-annual": {
        Code.OUTSIDE_SEXES: 4,
        Code.OVER_HUNDRED: 2,
        Code.UNIT_MISSING: 8,
        Code.JUMP_YEAR: 3,
    },
    "norrmalm-2023-t1": {Code.OUTSIDE_SEXES: 2, Code.UNIT_MISSING: 10},
}


@pytest.mark.skipif(not SHARED, reason="the published documents are not here")
@pytest.mark.parametrize("name", list(PUBLISHED))
def test_published_documents_are_warned_about_sparingly(
    loaded: Callable[[dict[str, Any]], Round], name: str
) -> None:
    (path,) = [path for path in SHARED if path.stem == name]
    round = loaded(json.loads(path.read_text()))
    found = Counter(one.code for line in lines_of(round) for one in line.suspicions)
    assert found == PUBLISHED[name]
