"""The chart says all it shows, and shows all of it."""

import re

from config.formats import parse_value
from indicators.charts import WIDTH, Point, draw

WORDS = "15,3 barn/avd."
# No letter of the chart's type is wider than this, at its 13 pixels and semi-bold.
WIDEST_LETTER = 10


def test_every_value_lies_within_the_picture() -> None:
    points = [Point.of(parse_value(WORDS), str(year)) for year in (2021, 2022, 2023)]

    svg = draw("c", "Barn per grupp", "Åby nämnd", points)

    found = re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="(\w+)" font-weight', svg)
    assert [anchor for _x, anchor in found] == ["start", "middle", "end"]
    width = len(WORDS) * WIDEST_LETTER
    assert float(found[0][0]) >= 0
    assert float(found[0][0]) + width <= WIDTH
    assert float(found[2][0]) - width >= 0
    assert float(found[2][0]) <= WIDTH


def test_title_tells_the_whole_message() -> None:
    points = [
        Point.of(parse_value(text), year) for text, year in (("1 %", "2022"), ("2 %", "2023"))
    ]

    svg = draw("c", "Andel <nöjda>", "Åby nämnd", points)

    assert "Andel &lt;nöjda&gt;, Åby nämnd. 2022: 1 %, 2023: 2 %" in svg
    assert "style=" not in svg
