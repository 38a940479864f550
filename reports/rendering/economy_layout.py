"""The economy chapter of a document: its tables, under the headings the document gives them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from config.formats import NO_BREAK_SPACE, folded
from reports.document import Document
from reports.rendering.column_widths import Fit, Wish, fit
from reports.rendering.economy_tables import OF_WHICH, Table, economy_tables
from reports.rendering.layout import (
    FIGURE_WIDTH,
    LONG_VALUE,
    MOST_HEADING_LEVELS,
    Cell,
    kept_together,
)

TOTALS = ("summa", "totalt", "total")
# Rows of a table that no page may cut; longer ones would leave half a page white.
SHORT_TABLE = 10
# The least that a column of labels gets, in millimetres.
LEAST_LABEL = 34.0
# What stands where there is no value.
DASHES = "-−–— "


@dataclass(frozen=True)
class EconomyRow:
    """A row of an economy table."""

    cells: tuple[Cell, ...]

    @property
    def indent(self) -> str:
        """Something about as wide as what a part is moved in by."""
        return "mm" if self.kind == "part" else ""

    @property
    def kind(self) -> str:
        """A total, a part of the row above, or nothing special."""
        name = self.cells[0].text.casefold().replace(NO_BREAK_SPACE, " ")
        if name.startswith(OF_WHICH):
            return "part"
        return "total" if name.startswith(TOTALS) else ""


@dataclass(frozen=True)
class EconomyTable:
    """An economy table with its cells told apart into figures and words."""

    table: Table
    caption: str
    columns: tuple[Cell, ...]
    rows: tuple[EconomyRow, ...]

    @cached_property
    def fit(self) -> Fit:
        """How wide the columns are in print."""
        wishes = [
            Wish(
                [row.cells[place].text + row.indent * (not place) for row in self.rows],
                column.text,
                wraps=not column.number,
                least=0 if place else LEAST_LABEL,
            )
            for place, column in enumerate(self.columns)
        ]
        return fit(wishes, standard=FIGURE_WIDTH)

    @property
    def has_headings(self) -> bool:
        """Whether any column is called something."""
        return any(column.text for column in self.columns)

    @property
    def is_short(self) -> bool:
        """Whether it may stand undivided: a short table cut by a page is hard to read."""
        return len(self.rows) <= SHORT_TABLE

    @property
    def words_at(self) -> str:
        """Which line figures stand on: a name's last one, or a remark's first."""
        return "end" if not self.columns[-1].number else "start"


@dataclass(frozen=True)
class EconomySection:
    """A heading of the economy chapter with its tables; no heading at the chapter's beginning."""

    anchor: str
    level: int
    heading: str
    tables: tuple[EconomyTable, ...]

    @property
    def landscape(self) -> bool:
        """Whether a table is too wide for an upright page."""
        return any(table.fit.landscape for table in self.tables)

    @property
    def label(self) -> str:
        """The heading on one line, for contents and bookmarks."""
        return self.heading


def economy_heading(document: Document) -> str:
    """What the economy chapter is called."""
    return _("Economy of the plan") if document.is_plan else _("Follow-up of the economy")


def economy_sections(document: Document, level: int) -> Iterator[EconomySection]:
    """The tables under their headings; "A > B" is a heading B under a heading A."""
    tables = economy_tables(document.economy)
    paths = {table.section: _path(table.section, document) for table in tables}
    order = _first_places(paths.values())
    number = 0
    before: tuple[str, ...] = ()
    for path in sorted(set(paths.values()), key=lambda path: _place(path, order)):
        mine = tuple(_economy_table(table) for table in tables if paths[table.section] == path)
        if not path:
            yield EconomySection("", level, "", mine)
        for depth, heading in enumerate(path):
            last = depth == len(path) - 1
            if path[: depth + 1] == before[: depth + 1] and not last:
                continue
            number += 1
            yield EconomySection(
                f"economy-{number}",
                min(level + depth, MOST_HEADING_LEVELS),
                heading,
                mine if last else (),
            )
        before = path


def _path(section: str, document: Document) -> tuple[str, ...]:
    """The headings of a section; the chapter's own heading is not said again."""
    parts = tuple(part.strip() for part in section.split(">") if part.strip())
    return parts[1:] if parts[:1] == (economy_heading(document),) else parts


def _first_places(paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Where each heading is first met, so that what belongs under one heading comes together."""
    places: dict[tuple[str, ...], int] = {}
    for path in paths:
        for depth in range(len(path) + 1):
            places.setdefault(path[:depth], len(places))
    return places


def _place(path: tuple[str, ...], places: dict[tuple[str, ...], int]) -> tuple[int, ...]:
    return tuple(places[path[: depth + 1]] for depth in range(len(path)))


def _economy_table(table: Table) -> EconomyTable:
    width = len(table.columns)
    numeric = _numeric_columns(table)
    # Published tables often say their own name once more over their first column.
    names_itself = width > 1 and folded(table.columns[0]) == folded(table.title)
    named = 0 if names_itself else None
    # A head without rows is no table: a table that has none gets an empty one.
    rows = (table.rows or (("",) * width,)) if width else ()
    caption = f"{table.title}, {table.unit}" if table.unit else table.title
    return EconomyTable(
        table=table,
        caption=caption,
        columns=tuple(
            Cell("" if place == named else text, numeric[place])
            for place, text in enumerate(table.columns)
        ),
        rows=tuple(
            EconomyRow(
                tuple(
                    Cell(kept_together(text) if numeric[place] else text, numeric[place])
                    for place, text in enumerate(row)
                )
            )
            for row in rows
        ),
    )


def _numeric_columns(table: Table) -> list[bool]:
    """Which columns are of figures; one that says nothing is like those it stands among."""
    columns = [_said([row[place] for row in table.rows]) for place in range(len(table.columns))]
    numeric = [_is_numeric(said) for said in columns]
    numeric[:1] = [False] * len(numeric[:1])
    among_figures = bool(table.rows) and any(numeric)
    return [
        figures or (among_figures and place > 0 and not said)
        for place, (figures, said) in enumerate(zip(numeric, columns, strict=True))
    ]


def _said(cells: list[str]) -> list[str]:
    """The cells that say something: neither empty nor a dash."""
    return [cell for cell in cells if cell.strip(DASHES)]


def _is_numeric(said: list[str]) -> bool:
    """Whether a column is one of figures: most of what stands in it begins like a number."""
    figures = [cell for cell in said if cell.lstrip("+-−–* ")[:1].isdigit()]
    return len(figures) * 2 > len(said) and all(len(cell) <= 2 * LONG_VALUE for cell in said)
