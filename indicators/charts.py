"""Small charts as SVG, drawn without a library; the same on screen and on paper.

Colours are attributes with literal values, which style sheets may override:
a strict content policy lets no `style=` through.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.formats import Value

WIDTH, HEIGHT = 360, 170
LEFT, RIGHT, TOP, BOTTOM = 36, 36, 30, 34


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
