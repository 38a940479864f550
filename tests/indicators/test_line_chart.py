"""The chart of all, women and men: nothing is guessed, nothing covers anything, all is told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from config.formats import NOTHING, parse_value
from indicators.line_chart import NAME_HEIGHT, SIZE, draw_lines
from indicators.moments import Moment

WIDTH, HEIGHT = SIZE
pytestmark = pytest.mark.usefixtures("in_english")
Row = tuple[str, str, str]


def draw(rows: Sequence[Row], target: Decimal | None = None) -> str:
    """The chart of values for all, women and men, one row for each year."""
    times = []
    for index, row in enumerate(rows):
        total, women, men = (parse_value(text) if text else NOTHING for text in row)
        times.append(Moment(str(2020 + index), total, women, men, target))
    return draw_lines("Andel <nöjda>", times) or ""


def lines(svg: str, kind: str) -> list[str]:
    """The pieces of the line of a kind: each its points."""
    group = re.search(rf'<g class="chart__{kind}".*?</g>', svg)
    return re.findall(r'<polyline points="([^"]+)"', group[0]) if group else []


def names(svg: str) -> list[tuple[str, float]]:
    found = re.findall(r'y="([\d.-]+)" dx="10".*?class="chart__name">([^<]+)<', svg)
    return [(text, float(y)) for y, text in found]


def heights(svg: str) -> list[float]:
    """Every y of a point or a line."""
    points = [
        y for piece in re.findall(r'points="([^"]+)"', svg) for y in re.findall(r",(\S+)", piece)
    ]
    return [float(y) for y in points + re.findall(r'<path d="M[\d.-]+ ([\d.-]+)', svg)]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("1 %", "2 %", "3 %")],
        [("", "", ""), ("1 %", "", "")],
        [("öka", "-", ""), ("1 %", "", "")],
    ],
)
def test_less_than_two_moments_make_no_chart(rows: list[Row]) -> None:
    assert draw(rows) == ""


def test_the_title_tells_every_number_by_line() -> None:
    svg = draw([("1 %", "2 %", ""), ("1,5 %", "2 %", "1 017 %")])
    assert (
        "Andel &lt;nöjda&gt;. All: 2020 1 %, 2021 1,5 %. Women: 2020 2 %, 2021 2 %."
        " Men: 2021 1 017 %." in svg
    )
    assert "style=" not in svg


def test_a_line_is_broken_where_a_moment_has_no_number() -> None:
    svg = draw([("1", "1", ""), ("2", "", ""), ("3", "3", "3"), ("4", "4", "4")])
    assert [len(piece.split()) for piece in lines(svg, "all")] == [4]
    assert [len(piece.split()) for piece in lines(svg, "women")] == [2]
    assert [len(piece.split()) for piece in lines(svg, "men")] == [2]


def test_a_sex_without_numbers_has_no_line() -> None:
    svg = draw([("1", "1", ""), ("2", "2", "")])
    assert [text for text, _y in names(svg)] == ["All 2", "Women 2"]
    assert 'class="chart__men"' not in svg


def test_each_line_has_dashes_and_a_sign_of_its_own() -> None:
    svg = draw([("1", "2", "3"), ("1", "2", "3")])
    groups = re.findall(r"<g class=.*?</g>", svg)
    dashes = [re.findall(r'stroke-dasharray="([^"]+)"', group) for group in groups]
    signs = [set(re.findall(r'd="M[\d.-]+ [\d.-]+(m[^"]+)"', group)) for group in groups]
    assert len({tuple(one) for one in dashes}) == 3
    assert all(len(one) == 1 for one in signs)
    assert len(set.union(*signs)) == 3


@pytest.mark.parametrize(
    ("rows", "target"),
    [
        ([("5", "5", "5"), ("5", "5", "5")], None),
        ([("0", "0", "0"), ("0", "0", "0")], Decimal(0)),
        ([("-3", "-5", "2"), ("-1", "-2", "-0,5")], Decimal(-10)),
        ([("1 000 000", "999 999", "0,000001"), ("2", "1", "3")], Decimal(5)),
        ([("0,000001", "", ""), ("0,000002", "", "")], None),
        ([("99999999999999", "", ""), ("1", "", "")], None),
        ([(str(n), str(n + 1), str(n - 1)) for n in range(1, 30)], Decimal(200)),
    ],
    ids=["equal", "zero", "negative", "wide", "small", "huge", "many"],
)
def test_everything_lies_within_the_picture(rows: list[Row], target: Decimal | None) -> None:
    svg = draw(rows, target)
    assert all(0 <= y <= HEIGHT for y in heights(svg))
    ys = sorted(y for _text, y in names(svg))
    assert all(below - above >= NAME_HEIGHT - 0.1 for above, below in zip(ys, ys[1:], strict=False))
    assert all(0 <= y <= HEIGHT for y in ys)
    labels = [float(x) for x in re.findall(rf'<text x="([\d.]+)" y="{HEIGHT - 8}"', svg)]
    assert labels
    assert all(0 < x < WIDTH for x in labels)
    assert all(right - left >= 50 for left, right in zip(labels, labels[1:], strict=False))
    assert 2 <= svg.count("chart__grid") <= 7


def test_a_line_is_broken_where_the_series_breaks() -> None:
    times = [Moment(str(2020 + n), parse_value(f"{n} %")) for n in range(4)]
    times[2] = replace(times[2], breaks_before=True)

    svg = draw_lines("Andel", times) or ""

    assert [len(piece.split()) for piece in lines(svg, "all")] == [2, 2]
    assert svg.count('class="chart__break"') == 1
    assert "The series breaks before 2022." in svg


def test_a_line_by_itself_is_named_by_its_last_value() -> None:
    svg = draw([("70 %", "", ""), ("75 %", "", "")])
    assert [text for text, _y in names(svg)] == ["75 %"]
