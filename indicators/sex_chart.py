"""A line for all, one for women and one for men, told apart by dashes, signs and names.

Colour is only the third sign: it reads the same on paper and by those who see no colours.
The literal colours are for paper; style sheets override them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from operator import attrgetter

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.formats import Value, format_number
from indicators.charts import Moment

WIDTH, HEIGHT = 440, 210
LEFT, TOP, BOTTOM = 48, 14, 34
# Room to the right for a line's name and last number: as wide as they are, within reason.
LETTER, LEAST_RIGHT, MOST_RIGHT = 8, 80, 180
# How far apart two names stand at least, and how wide the name of a round is.
NAME_HEIGHT, LABEL_WIDTH = 17, 54
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_TICKS = 4


@dataclass(frozen=True)
class Frame:
    """Where numbers and moments lie in the picture."""

    low: Decimal
    high: Decimal
    count: int
    right: int

    def x(self, index: int) -> Decimal:
        """How far to the right a moment lies."""
        return LEFT + index * Decimal(WIDTH - LEFT - self.right) / (self.count - 1)

    def y(self, amount: Decimal) -> Decimal:
        """How far down a number lies."""
        share = (amount - self.low) / (self.high - self.low)
        return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)


def draw_by_sex(key: str, name: str, times: Sequence[Moment]) -> str:
    """The chart as SVG; nothing when fewer than two moments have a number.

    A line is broken where a moment between has no number, so that nothing is
    guessed. Its title tells every number.
    """
    times = [time for time in times if time.values]
    if len(times) < 2:  # noqa: PLR2004 - one point makes no line
        return ""
    kinds = (("all", _("All"), "total"), ("women", _("Women"), "women"), ("men", _("Men"), "men"))
    series = [
        (kind, label, numbers)
        for kind, label, column in kinds
        if (numbers := _numbers(times, column))
    ]
    last = [f"{label} {format_number(numbers[max(numbers)])}" for kind, label, numbers in series]
    room = max(map(len, last)) * LETTER + 24
    ticks = _ticks(times)
    frame = Frame(ticks[0], ticks[-1], len(times), min(max(room, LEAST_RIGHT), MOST_RIGHT))
    context = {
        "key": key,
        "title": f"{name}. {_told(times, series)}",
        "series": _spread([_line(frame, *one) for one in series]),
        "ticks": [{"y": _px(frame.y(tick)), "text": format_number(tick)} for tick in ticks],
        "rounds": _rounds(frame, times),
        "targets": [
            {"x": _px(frame.x(index)), "y": _px(frame.y(time.target))}
            for index, time in enumerate(times)
            if time.target is not None
        ],
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "plot_right": WIDTH - frame.right,
    }
    return render_to_string("indicators/sex_chart.svg", context)


def _numbers(times: Sequence[Moment], column: str) -> dict[int, Decimal]:
    """The numbers of a column, by the moment's place."""
    values: list[Value] = [attrgetter(column)(time) for time in times]
    return {index: value.amount for index, value in enumerate(values) if value.amount is not None}


def _told(times: Sequence[Moment], series: list[tuple[str, str, dict[int, Decimal]]]) -> str:
    """Every number in words, line by line."""
    lines = []
    for _kind, label, numbers in series:
        said = [f"{times[index].label} {format_number(numbers[index])}" for index in numbers]
        lines.append(f"{label}: {', '.join(said)}.")
    return " ".join(lines)


def _ticks(times: Sequence[Moment]) -> list[Decimal]:
    """Even numbers from below the lowest to above the highest, at most a handful."""
    amounts = [value.amount for time in times for value in time.values if value.amount is not None]
    amounts += [time.target for time in times if time.target is not None]
    low, high = min(amounts), max(amounts)
    if low == high:
        low, high = low - (abs(low) / 2 or 1), high + (abs(high) / 2 or 1)
    size = Decimal(10) ** ((high - low) / MOST_TICKS).adjusted()
    step = next(one * size for one in STEPS if one * size * MOST_TICKS >= high - low)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    ticks = [first]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks


def _line(frame: Frame, kind: str, label: str, numbers: dict[int, Decimal]) -> dict[str, object]:
    """A line with its points, in pieces where a number is missing, and its name at the end."""
    points = {index: (_px(frame.x(index)), _px(frame.y(numbers[index]))) for index in numbers}
    pieces: list[list[str]] = []
    for index, (x, y) in points.items():
        if index - 1 not in points:
            pieces.append([])
        pieces[-1].append(f"{x},{y}")
    end = max(numbers)
    return {
        "kind": kind,
        "label": label,
        "number": format_number(numbers[end]),
        "pieces": [" ".join(piece) for piece in pieces if len(piece) > 1],
        "points": [{"x": x, "y": y} for x, y in points.values()],
        "name_x": _px(Decimal(WIDTH - frame.right + 14)),
        "name_y": frame.y(numbers[end]),
    }


def _spread(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    """The lines, their names moved apart so that none covers another."""
    ordered = sorted(lines, key=lambda line: Decimal(str(line["name_y"])))
    floor = Decimal(HEIGHT - BOTTOM)
    least = Decimal(TOP)
    for place, line in enumerate(ordered):
        most = floor - (len(ordered) - 1 - place) * NAME_HEIGHT
        y = min(max(Decimal(str(line["name_y"])), least), most)
        line["name_y"] = _px(y)
        least = y + NAME_HEIGHT
    return lines


def _rounds(frame: Frame, times: Sequence[Moment]) -> list[dict[str, str]]:
    """The names of the rounds under the chart: as many as there is room for, always the last."""
    each = -(-LABEL_WIDTH * (len(times) - 1) // (WIDTH - LEFT - frame.right))
    last = len(times) - 1
    return [
        {"x": _px(frame.x(index)), "text": time.label}
        for index, time in enumerate(times)
        if (last - index) % max(each, 1) == 0
    ]


def _px(number: Decimal) -> str:
    return f"{number:.1f}"
