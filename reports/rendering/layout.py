"""The parts a laid-out document is made of: headings, texts, tables, cells.

Plain data for templates, the same for page and print.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from config.formats import NO_BREAK_SPACE, Value
from config.texts import Block, BlockKind, blocks
from goals.choices import Level
from reports.pictures.panels import Panel, PanelRow
from reports.rendering.column_widths import Fit, Wish, em_width, fit
from reports.rendering.edits import EditLink

# HTML and PDF have six levels of headings.
MOST_HEADING_LEVELS = 6
# Words of a heading in the head of a page: enough to know it by, too few for a sentence.
RUNNING_WORDS = 6
# An analysis of more characters than this may be cut by a page; a shorter one stays whole.
LONG_ANALYSIS = 1200
# A value this long is set in smaller type, so that it keeps to one line.
LONG_VALUE = 16
# In millimetres, when there is room; and about as wide as the symbol before a status.
FIGURE_WIDTH = 15.0
STATUS_SYMBOL = "mm"
# Lines of the tree that a page holds, and ems of a title on a line, at each size of its type.
DENSITIES = (("calm", 42, 35.0), ("close", 60, 41.0))
# The least that the first column gets: under a name, of a name.
LEAST_STATUS, LEAST_NAME = 20.0, 80.0


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what it says, and how it is set."""

    text: str
    number: bool = False
    # The heading of its column, for screens where it stands under its row's name.
    heading: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it needs smaller type to stand on one line."""
        return len(self.text) > LONG_VALUE

    @property
    def breakable(self) -> SafeString:
        """A column's heading, which may break after a stroke."""
        return format_html_join(mark_safe("/<wbr>"), "{}", ((p,) for p in self.text.split("/")))


@dataclass(frozen=True)
class Status:
    """How far something is met, as symbol and word. No level: not assessed."""

    level: Level | None
    word: str


@dataclass(frozen=True)
class TextBlock:
    """A small heading with its text: Analys, Beskrivning, Förväntat resultat."""

    heading: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Line:
    """A row and the comment under it."""

    comment: tuple[Block, ...]

    @property
    def is_long(self) -> bool:
        """Whether a page may cut the comment, since it would leave too much of one empty."""
        return sum(block.length for block in self.comment) > LONG_ANALYSIS


@dataclass(frozen=True)
class IndicatorLine(Line):
    """An indicator's row and the comment under it."""

    anchor: str
    name: str
    of_council: bool
    by_sex: bool
    status: Status | None
    cells: tuple[Cell, ...]
    # The page of its own, where it has one.
    address: str = ""
    # What all its figures are in, said once; empty where they differ or have none.
    unit: str = ""


@dataclass(frozen=True)
class ActivityLine(Line):
    """An activity's row and the comment under it."""

    anchor: str
    title: str
    cells: tuple[Cell, ...]
    deviates: bool


@dataclass(frozen=True)
class Rows:
    """A table of indicators or activities under a goal."""

    caption: str
    columns: tuple[Cell, ...]
    lines: tuple[IndicatorLine, ...] | tuple[ActivityLine, ...]
    # Name on a line of its own, figures under it: a report has too many columns for one line.
    two_lines: bool = False

    @property
    def width(self) -> int:
        """How many columns there are, with the name's."""
        return len(self.columns)

    @cached_property
    def fit(self) -> Fit:
        """How wide the columns are in print."""
        first, *others = self.columns
        wishes = [
            Wish(
                [line.cells[place].text for line in self.lines],
                column.text.replace("/", "/ "),
                long=LONG_VALUE,
            )
            for place, column in enumerate(others)
        ]
        name = Wish([self._longest_status()], first.text, least=LEAST_STATUS)
        if not self.two_lines:
            name = Wish([], first.text, least=LEAST_NAME)
        return fit([name, *wishes], standard=FIGURE_WIDTH, whole_width=True)

    def _longest_status(self) -> str:
        words = [
            line.status.word + STATUS_SYMBOL
            for line in self.lines
            if isinstance(line, IndicatorLine) and line.status
        ]
        return max(words, key=len, default="")


@dataclass(frozen=True)
class GoalRow:
    """A goal in short: where it stands, how it goes, and what lies under it."""

    code: str
    title: str
    anchor: str
    # Steps below the first goal of the table.
    depth: int
    status: Status | None
    # "3 of 8"; of a plan, how many there are.
    indicators: str
    activities: str


@dataclass(frozen=True)
class Overview:
    """A table of goals."""

    caption: str
    rows: tuple[GoalRow, ...]
    is_plan: bool
    # Whether its statuses are what is expected: longer words.
    expects: bool
    # The tree alone says no counts: one line a goal.
    with_counts: bool = True

    @property
    def indicator_heading(self) -> str:
        return _("Indicators") if self.is_plan else _("Indicators that reach their target")

    @property
    def activity_heading(self) -> str:
        return _("Activities") if self.is_plan else _("Activities that deviate")

    @cached_property
    def density(self) -> str:
        """How close its rows must stand to be on one page; "long" when no page holds them."""
        for name, most, width in DENSITIES:
            if sum(1 + int(em_width(row.title) // width) for row in self.rows) <= most:
                return name
        return "long"


@dataclass(frozen=True)
class Chapter:
    """A goal, or a section of its own: a heading, and what stands under it."""

    anchor: str
    level: int
    heading: str
    code: str = ""
    kicker: str = ""
    # The page of its own, where it has one.
    address: str = ""
    # Where it is written, for those who may.
    edit: EditLink | None = None
    status: Status | None = None
    texts: tuple[TextBlock, ...] = ()
    body: tuple[Block, ...] = ()
    indicators: Rows | None = None
    activities: Rows | None = None
    # What stands below a direction goal, and the pictures of a goal's indicators.
    strips: tuple[PanelRow, ...] = ()
    panels: tuple[Panel, ...] = ()
    # What lies under it, where it opens a chapter.
    overview: Overview | None = None
    # A heading that is printed though nobody has written anything under it.
    is_unwritten: bool = False

    @property
    def running(self) -> str:
        """The label, short enough for the head of a page."""
        words = self.label.split()
        return (
            self.label if len(words) <= RUNNING_WORDS else " ".join([*words[:RUNNING_WORDS], "…"])
        )

    @property
    def label(self) -> str:
        """The heading on one line, for contents and bookmarks."""
        return f"{self.code} {self.heading}" if self.code else self.heading


def shown(value: Value) -> str:
    """A value as it was written, kept on one line; no value is nothing, not a dash."""
    return "" if value.is_nothing else kept_together(value.text)


def kept_together(text: str) -> str:
    """The text with no-break spaces, so that number and unit never part."""
    return NO_BREAK_SPACE.join(text.split())


def blocks_under(text: str | None, level: int) -> tuple[Block, ...]:
    """A text's blocks, with its headings right below the heading that it stands under."""
    found: list[Block] = []
    above: list[int] = []
    for block in blocks(text):
        if block.kind == BlockKind.HEADING:
            above = [other for other in above if other < block.level] + [block.level]
            block = replace(block, level=min(level + len(above), MOST_HEADING_LEVELS))
        found.append(block)
    return tuple(found)


def blocks_in_row(text: str | None) -> tuple[Block, ...]:
    """A text's blocks in a table, where a heading is a paragraph that is set as one."""
    return tuple(replace(block, level=0) for block in blocks(text))
