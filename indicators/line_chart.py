"""The line chart: one line for all, one for women and one for men, where there are any.

The lines are told apart by dashes, signs and names, and broken where the series is. Colour is
only the third sign: it reads the same on paper and by those who see no colours.
The literal colours are for paper; style sheets override them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from operator import attrgetter

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from config.formats import Value, format_number
from indicators.moments import Moment

SIZE = (440, 210)
LEFT, TOP, BOTTOM = 48, 14, 34
# Room to the right for a line's name and last number: as wide as they are, within reason.
LETTER, LEAST_RIGHT, MOST_RIGHT = 8, 80, 180
# How far apart two names stand at least, and how wide the name of a round is.
NAME_HEIGHT, LABEL_WIDTH = 17, 54
# A longer value at the end of a line goes without its unit.
LONG_VALUE = 12
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_TICKS = 4


@dataclass(frozen=True)
class Frame:
    """Where numbers and moments lie in the picture."""

    low: Decimal
    high: Decimal
    count: int
    width: int
    height: int
    # Room to the right, for the names.
    right: int

    def x(self, index: int) -> Decimal:
        """How far to the right a moment lies."""
        return LEFT + index * Decimal(self.width - LEFT - self.right) / (self.count - 1)

    def y(self, amount: Decimal) -> Decimal:
        """How far down a number lies."""
        share = (amount - self.low) / (self.high - self.low)
        return TOP + (1 - share) * (self.height - TOP - BOTTOM)


def draw_lines(
    name: str, times: Sequence[Moment], *, size: tuple[int, int] = SIZE
) -> SafeString | None:
    """The chart as SVG; none when fewer than two moments have a number.

    A line is broken where a moment between has no number, so that nothing is
    guessed, and where the series breaks. Its title tells every number.
    """
    times = [time for time in times if time.values]
    if len(times) < 2:  # noqa: PLR2004 - one point makes no line
        return None
    series = [
        (kind, label, numbers)
        for kind, label, column in _kinds()
        if (numbers := _numbers(times, column))
    ]
    ticks = _ticks(times)
    names = [_name(times, label, numbers, len(series)) for _kind, label, numbers in series]
    room = min(max(max(map(len, names)) * LETTER + 24, LEAST_RIGHT), MOST_RIGHT)
    frame = Frame(ticks[0], ticks[-1], len(times), *size, room)
    lines = [
        _line(frame, kind, numbers, times) | {"name": name}
        for (kind, _label, numbers), name in zip(series, names, strict=True)
    ]
    context = {
        "title": f"{name}. {_told(times)}",
        "series": _spread(lines, frame),
        "ticks": [{"y": _px(frame.y(tick)), "text": format_number(tick)} for tick in ticks],
        "rounds": _rounds(frame, times),
        "targets": [
            {"x": _px(frame.x(index)), "y": _px(frame.y(time.target))}
            for index, time in enumerate(times)
            if time.target is not None
        ],
        "breaks": [
            _px((frame.x(index - 1) + frame.x(index)) / 2)
            for index, time in enumerate(times)
            if index and time.breaks_before
        ],
        "width": frame.width,
        "height": frame.height,
        "left": LEFT,
        "bottom": frame.height - BOTTOM,
        "plot_right": frame.width - room,
    }
    return mark_safe(render_to_string("indicators/line_chart.svg", context))  # noqa: S308


def _name(times: Sequence[Moment], label: str, numbers: dict[int, Decimal], lines: int) -> str:
    """What stands at the end of a line; a line by itself needs no name, but its unit."""
    last = max(numbers)
    if lines == 1 and times[last].total.is_number and len(times[last].total.text) <= LONG_VALUE:
        return times[last].total.text
    return f"{label} {format_number(numbers[last])}"


def _kinds() -> tuple[tuple[str, str, str], ...]:
    """The lines that there may be: their kind, their name, and where their numbers stand."""
    return ("all", _("All"), "total"), ("women", _("Women"), "women"), ("men", _("Men"), "men")


def _numbers(times: Sequence[Moment], column: str) -> dict[int, Decimal]:
    """The numbers of a column, by the moment's place."""
    values: list[Value] = [attrgetter(column)(time) for time in times]
    return {index: value.amount for index, value in enumerate(values) if value.amount is not None}


def _told(times: Sequence[Moment]) -> str:
    """Every number in words, line by line, and where the series breaks."""
    lines = []
    for _kind, label, column in _kinds():
        values = [(time.label, attrgetter(column)(time)) for time in times]
        said = [f"{year} {value.text}" for year, value in values if value.is_number]
        if said:
            lines.append(f"{label}: {', '.join(said)}.")
    breaks = [time.label for index, time in enumerate(times) if index and time.breaks_before]
    if breaks:
        lines.append(_("The series breaks before %(years)s.") % {"years": ", ".join(breaks)})
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


def _line(
    frame: Frame, kind: str, numbers: dict[int, Decimal], times: Sequence[Moment]
) -> dict[str, object]:
    """A line with its points, in pieces where a number is missing or the series breaks."""
    points = {index: (_px(frame.x(index)), _px(frame.y(numbers[index]))) for index in numbers}
    pieces: list[list[str]] = []
    for index, (x, y) in points.items():
        if index - 1 not in points or times[index].breaks_before:
            pieces.append([])
        pieces[-1].append(f"{x},{y}")
    end = max(numbers)
    return {
        "kind": kind,
        "pieces": [" ".join(piece) for piece in pieces if len(piece) > 1],
        "points": [{"x": x, "y": y} for x, y in points.values()],
        "name_x": _px(Decimal(frame.width - frame.right + 14)),
        "name_y": frame.y(numbers[end]),
    }


def _spread(lines: list[dict[str, object]], frame: Frame) -> list[dict[str, object]]:
    """The lines, their names moved apart so that none covers another."""
    ordered = sorted(lines, key=lambda line: Decimal(str(line["name_y"])))
    floor = Decimal(frame.height - BOTTOM)
    least = Decimal(TOP)
    for place, line in enumerate(ordered):
        most = floor - (len(ordered) - 1 - place) * NAME_HEIGHT
        y = min(max(Decimal(str(line["name_y"])), least), most)
        line["name_y"] = _px(y)
        least = y + NAME_HEIGHT
    return lines


def _rounds(frame: Frame, times: Sequence[Moment]) -> list[dict[str, str]]:
    """The names of the rounds under the chart: as many as there is room for, always the last."""
    each = -(-LABEL_WIDTH * (len(times) - 1) // (frame.width - LEFT - frame.right))
    last = len(times) - 1
    return [
        {"x": _px(frame.x(index)), "text": time.label}
        for index, time in enumerate(times)
        if (last - index) % max(each, 1) == 0
    ]


def _px(number: Decimal) -> str:
    return f"{number:.1f}"
