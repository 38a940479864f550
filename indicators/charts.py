"""Small charts as SVG, drawn without a library; the same on screen and on paper.

Colours are attributes with literal values, which style sheets may override:
a strict content policy lets no `style=` through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.formats import NOTHING, Value
from goals.choices import Part
from indicators.queries import Line

WIDTH, HEIGHT = 360, 170
LEFT, RIGHT, TOP, BOTTOM = 36, 36, 30, 34


@dataclass(frozen=True)
class Moment:
    """What one committee's report says of an indicator, at its place in time."""

    label: str
    total: Value
    women: Value
    men: Value
    target: Decimal | None = None

    @property
    def values(self) -> list[Value]:
        """Those that have a number."""
        return [value for value in (self.total, self.women, self.men) if value.is_number]


def moments(lines: Iterable[Line]) -> list[Moment]:
    """One committee's numbers in the order of time; a tertial's is not a whole year's.

    Last year's outcome, as a report printed it, stands in for a year without a
    report. A round without any number is left out.
    """
    found: dict[tuple[int, int], Moment] = {}
    stand_ins: dict[tuple[int, int], Moment] = {}
    for line in lines:
        round, outcome = line.target.round, line.outcome
        moment = Moment(
            str(round.year) if round.part == Part.ANNUAL else f"{round.slug.upper()} {round.year}",
            outcome.total,
            outcome.women,
            outcome.men,
            line.target.target.amount,
        )
        whole_year = (round.year - 1, Part.values.index(Part.ANNUAL))
        if outcome.previous_year.is_number:
            year = Moment(str(round.year - 1), outcome.previous_year, NOTHING, NOTHING)
            stand_ins.setdefault(whole_year, year)
        if moment.values:
            found.setdefault((round.year, Part.values.index(round.part)), moment)
    return [moment for _when, moment in sorted((stand_ins | found).items())]


@dataclass(frozen=True)
class Point:
    """A number at a time."""

    amount: Decimal
    text: str
    label: str
    target: Decimal | None = None

    @classmethod
    def of(cls, value: Value, label: str, target: Decimal | None = None) -> Self:
        """The point of a value that has a number."""
        return cls(value.amount or Decimal(0), value.text, label, target)


def draw(key: str, name: str, committee: str, points: list[Point]) -> str:
    """A line through the points, each with its value, and a tick at its target."""
    amounts = [point.amount for point in points]
    amounts += [point.target for point in points if point.target is not None]
    low, high = min(amounts), max(amounts)
    span = (high - low) or Decimal(1)
    step = Decimal(WIDTH - LEFT - RIGHT) / (len(points) - 1)

    def y_of(amount: Decimal) -> str:
        share = (amount - low) / span if high != low else Decimal("0.5")
        return f"{TOP + (1 - share) * (HEIGHT - TOP - BOTTOM):.1f}"

    marks = [
        {
            "point": point,
            "x": f"{LEFT + index * step:.1f}",
            "y": y_of(point.amount),
            # The first and the last value are as wide as they are: they grow inwards.
            "anchor": {0: "start", len(points) - 1: "end"}.get(index, "middle"),
            "text_x": f"{LEFT + index * step + {0: -10, len(points) - 1: 10}.get(index, 0):.1f}",
            "text_y": f"{Decimal(y_of(point.amount)) - 11:.1f}",
            "target_y": "" if point.target is None else y_of(point.target),
        }
        for index, point in enumerate(points)
    ]
    said = ", ".join(f"{point.label}: {point.text}" for point in points)
    context = {
        "key": key,
        "title": _("%(name)s, %(committee)s. %(values)s")
        % {"name": name, "committee": committee, "values": said},
        "marks": marks,
        "path": " ".join(f"{mark['x']},{mark['y']}" for mark in marks),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render_to_string("indicators/chart.svg", context)
