"""A status strip: how many things are met fully, partly, not, or not assessed.

One cell for each thing as long as they can be told apart, then one field for each status, as long
as its share. Filled, hatched, open and dotted: it is read without colours.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from goals.choices import Level, level_words
from reports.pictures.svg import FAIR, GOOD, LINE, PAPER, POOR, hatched, picture, shape
from reports.summary import Tally

SIZE = (320, 18)
WIDTH, HEIGHT, EDGE = Decimal(SIZE[0]), Decimal(14), Decimal(2)
# A narrower cell cannot be counted, nor its pattern told.
LEAST_CELL, MOST_CELL = Decimal(9), Decimal(24)
GAP = Decimal(2)


def status_strip(name: str, tally: Tally, *, expected: bool = False) -> SafeString | None:
    """The strip of a tally, called `name`; none where there is nothing to count.

    `expected`: the levels are forecasts.
    """
    if not tally.total:
        return None
    title = f"{name}: {tally_words(tally, expected=expected)}."
    return picture("strip", title, SIZE, list(_cells(tally)))


def tally_words(tally: Tally, *, expected: bool = False) -> str:
    """The counts of a tally in words: "3 met fully, 2 met partly, 1 not assessed"."""
    words = [(count, level_words(level, expected=expected)) for level, count in _counts(tally)]
    words.append((tally.unassessed, pgettext("counted", "Not assessed")))
    return ", ".join(f"{count} {word[:1].lower()}{word[1:]}" for count, word in words if count)


def _counts(tally: Tally) -> tuple[tuple[Level, int], ...]:
    return (Level.FULL, tally.full), (Level.PARTIAL, tally.partial), (Level.NONE, tally.none)


def _cells(tally: Tally) -> Iterator[SafeString]:
    each = min(WIDTH / tally.total, MOST_CELL)
    x = Decimal(0)
    for level, count in (*_counts(tally), (None, tally.unassessed)):
        counted = count if each >= LEAST_CELL else min(count, 1)
        width = each * count / counted if counted else Decimal(0)
        for _number in range(counted):
            yield _cell(level, x, width - GAP)
            x += width


def _cell(level: Level | None, x: Decimal, width: Decimal) -> SafeString:
    """A cell with the pattern of its level, drawn inside its edges."""
    place = {"x": x + 1, "y": EDGE, "width": max(width - 1, Decimal(1)), "height": HEIGHT}
    if level == Level.FULL:
        return shape("rect", "full", **place, fill=GOOD, stroke=GOOD, stroke_width="1.4")
    if level == Level.NONE:
        return shape("rect", "none", **place, fill=PAPER, stroke=POOR, stroke_width="1.8")
    if level is None:
        dots = {"stroke": LINE, "stroke_width": "1.2", "stroke_dasharray": "1.5 2.5"}
        return shape("rect", "open", **place, fill=PAPER, **dots)
    frame = shape("rect", "partial", **place, fill=PAPER, stroke=FAIR, stroke_width="1.4")
    lines = hatched(place["x"], EDGE, place["width"], HEIGHT)
    return mark_safe(  # noqa: S308 (both are shapes)
        frame + shape("path", "hatch", d=lines, fill="none", stroke=FAIR, stroke_width="1.6")
    )
