"""How wide the columns of a printed table are, so that every figure keeps to one line.

A value that wraps beside its neighbours is hard to read and cannot be searched
for. Widths are worked out here, from what the cells say, and given to the print
as they are: laying out a table of fixed columns is also quicker.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# Of the page: A4 less its margins, in millimetres.
PORTRAIT, LANDSCAPE = 174.0, 261.0
# Type in points, the largest that fits is used; a point is 0.353 mm.
SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)
POINT = 0.353
PADDING = 2.6
# A long value beside short ones is set this much smaller.
LONG_SCALE = 0.85
HEAD_SCALE = 0.88
# Widths of characters in ems, a little more than the font's own.
NARROW, MIDDLE, WIDE = 0.3, 0.54, 0.88
NARROW_CHARACTERS = frozenset("ijlftrI.,:;'|!()[]/- \N{NO-BREAK SPACE}\N{EN DASH}")
WIDE_CHARACTERS = frozenset("mwMWQO%@–—")
# The column of names never gets less than this, whatever the others ask for.
LEAST_NAME = 26.0


@dataclass(frozen=True)
class Fit:
    """A table's columns in millimetres, its type in points, and which way the page lies."""

    widths: tuple[float, ...]
    size: float
    landscape: bool = False

    @property
    def size_class(self) -> str:
        """The type's size as a part of a class name: "8-5"."""
        return f"{self.size:.1f}".replace(".", "-")

    @property
    def columns(self) -> list[str]:
        """The widths as a style sheet writes them."""
        return [f"{width:.1f}mm" for width in self.widths]


@dataclass(frozen=True)
class Wish:
    """What a column needs: its longest value, its heading, and whether it may wrap."""

    values: Sequence[str]
    heading: str
    wraps: bool = False
    long: int = 1000

    def at(self, size: float) -> float:
        """The width in millimetres at a size of type."""
        value = max((self._value(text) for text in self.values), default=0.0)
        heading = max((em_width(word) for word in heading_words(self.heading)), default=0.0)
        return max(value, heading * HEAD_SCALE) * size * POINT + PADDING

    def _value(self, text: str) -> float:
        if self.wraps:
            return max((em_width(word) for word in text.split()), default=0.0)
        return em_width(text) * (LONG_SCALE if len(text) > self.long else 1)


def em_width(text: str) -> float:
    """About how wide a text is, in ems."""
    return sum(
        NARROW if c in NARROW_CHARACTERS else WIDE if c in WIDE_CHARACTERS else MIDDLE for c in text
    )


def heading_words(heading: str) -> list[str]:
    """The pieces a heading breaks into: at spaces, and after a stroke."""
    return heading.replace("/", "/ ").split()


def fit(wishes: Sequence[Wish], *, least_name: float = LEAST_NAME, standard: float = 0.0) -> Fit:
    """Widths for a table whose first column takes what the others leave."""
    for landscape, whole in ((False, PORTRAIT), (True, LANDSCAPE)):
        for size in SIZES:
            rest = [max(wish.at(size), standard) for wish in wishes[1:]]
            name = whole - sum(rest)
            if name >= max(least_name, min(wishes[0].at(size), whole / 3)):
                return Fit((name, *rest), size, landscape)
            tight = [wish.at(size) for wish in wishes[1:]]
            name = whole - sum(tight)
            if name >= max(least_name, min(wishes[0].at(size), whole / 3)):
                return Fit((name, *tight), size, landscape)
    return _squeezed(wishes)


def _squeezed(wishes: Sequence[Wish]) -> Fit:
    """Widths for a table that fits nowhere: the smallest type, and everything shares the room."""
    size = SIZES[-1]
    asked = [LEAST_NAME, *(wish.at(size) for wish in wishes[1:])]
    scale = LANDSCAPE / sum(asked)
    return Fit(tuple(width * scale for width in asked), size, landscape=True)
