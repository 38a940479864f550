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
NARROW, MIDDLE, WIDE = 0.33, 0.55, 0.88
NARROW_CHARACTERS = frozenset("ijlftrI.,:;'|!()[]/- \N{NO-BREAK SPACE}\N{EN DASH}")
WIDE_CHARACTERS = frozenset("mwMWQO%@–—")
# About the longest part of a word that is divided, with its hyphen, in ems.
DIVIDED = 4.4


@dataclass(frozen=True)
class Fit:
    """A table's columns in millimetres, its type in points, and which way the page lies."""

    widths: tuple[float, ...]
    size: float
    landscape: bool = False
    # Whether words in the headings must be divided.
    divided: bool = False

    @property
    def size_class(self) -> str:
        """The type's size as a part of a class name: "8-5"."""
        return f"{self.size:.1f}".replace(".", "-")

    @property
    def columns(self) -> list[str]:
        """The widths as a style sheet writes them."""
        return [f"{width:.1f}mm" for width in self.widths]

    @property
    def whole(self) -> str:
        """The table's width as a style sheet writes it."""
        return f"{sum(self.widths):.1f}mm"


@dataclass(frozen=True)
class Wish:
    """What a column asks for: room for what it says, on one line or on several."""

    values: Sequence[str]
    heading: str
    wraps: bool = False
    # A value of more characters than this is set smaller.
    long: int = 1000
    least: float = 0.0

    def narrowest(self, size: float, *, divided: bool = False) -> float:
        """The least width in millimetres: of its longest word, or of its longest value."""
        value = max((self._least_ems(text) for text in self.values), default=0.0)
        heading = max((em_width(word) for word in self.heading.split()), default=0.0)
        if divided:
            heading = min(heading, DIVIDED)
        return max(max(value, heading * HEAD_SCALE) * size * POINT + PADDING, self.least)

    def widest(self, size: float) -> float:
        """The width in millimetres at which nothing wraps."""
        widest = max(map(em_width, self.values), default=0.0)
        return max(widest * size * POINT + PADDING, self.narrowest(size))

    def _least_ems(self, text: str) -> float:
        if self.wraps:
            return max((em_width(word) for word in text.split()), default=0.0)
        return em_width(text) * (LONG_SCALE if len(text) > self.long else 1)


def em_width(text: str) -> float:
    """About how wide a text is, in ems."""
    return sum(
        NARROW if c in NARROW_CHARACTERS else WIDE if c in WIDE_CHARACTERS else MIDDLE for c in text
    )


def fit(wishes: Sequence[Wish], *, standard: float = 0.0, whole_width: bool = False) -> Fit:
    """Widths at the largest type at which every value keeps to its line.

    `standard` is what a column of figures gets when there is room, so that tables
    look alike. With `whole_width` the first column takes what is left over.
    """
    for landscape, whole in ((False, PORTRAIT), (True, LANDSCAPE)):
        for size in SIZES:
            for least in (standard, 0.0):
                narrowest = [_least(wish, size, least) for wish in wishes]
                if sum(narrowest) <= whole:
                    widths = _shared_out(wishes, narrowest, size, whole)
                    if whole_width:
                        widths[0] += whole - sum(widths)
                    return Fit(tuple(widths), size, landscape)
    return _divided(wishes)


def _least(wish: Wish, size: float, standard: float) -> float:
    narrowest = wish.narrowest(size)
    return narrowest if wish.wraps else max(narrowest, standard)


def _shared_out(
    wishes: Sequence[Wish], narrowest: list[float], size: float, whole: float
) -> list[float]:
    """The room that is left, shared by the columns that wrap, as far as each can use it."""
    missing = [
        max(wish.widest(size) - least, 0.0) if wish.wraps else 0.0
        for wish, least in zip(wishes, narrowest, strict=True)
    ]
    room = whole - sum(narrowest)
    share = min(1.0, room / sum(missing)) if sum(missing) else 0.0
    return [least + share * lacking for least, lacking in zip(narrowest, missing, strict=True)]


def _divided(wishes: Sequence[Wish]) -> Fit:
    """Widths for a table whose headings must be divided, so that the values keep to their line.

    One that does not fit even so has the smallest type, and everything shares the room.
    """
    for size in SIZES:
        narrowest = [wish.narrowest(size, divided=True) for wish in wishes]
        if sum(narrowest) <= LANDSCAPE:
            widths = _shared_out(wishes, narrowest, size, LANDSCAPE)
            return Fit(tuple(widths), size, landscape=True, divided=True)
    scale = LANDSCAPE / sum(narrowest)
    widths = [width * scale for width in narrowest]
    return Fit(tuple(widths), size, landscape=True, divided=True)
