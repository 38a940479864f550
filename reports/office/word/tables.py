"""Tables in a Word document, with heads that are repeated and rows that no page cuts.

python-docx counts through a whole table for each cell that it hands out. So a row is prepared
once, its columns as wide as they are to be, and copied.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.table import CT_Tbl
from docx.shared import Length, Mm

from reports.office.word.marks import keep_whole, open_below, repeat_as_head, set_caption, set_paper
from reports.office.word.pen import Line, Pen
from reports.office.word.styles import ROWS_TABLE
from reports.rendering.economy_layout import EconomyTable
from reports.rendering.layout import Cell

# What the paragraphs of tables are set in, in points; another size is said at the words.
USUAL_SIZE = 8.5
# The fewest rows of an economy table that stand on a page.
ALONE = 3
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True)
class Grid:
    """A table's columns in millimetres, and its type in points."""

    widths: Sequence[float]
    size: float = USUAL_SIZE

    @property
    def words(self) -> float:
        """The size as it is said at words: nothing for the usual one."""
        return 0 if self.size == USUAL_SIZE else self.size


class Table:
    """A table that is being written, row by row, under its caption, which is also what a screen
    reader calls it."""

    def __init__(self, pen: Pen, caption: str, grid: Grid, columns: Sequence[Cell] = ()) -> None:
        self.pen = pen
        self.grid = grid
        if caption:
            pen.write("Caption").say(caption)
        self.width = Mm(sum(grid.widths))
        self._table: Any = CT_Tbl.new_tbl(1, len(grid.widths), self.width)
        self._table.tblStyle_val = ROWS_TABLE
        self._table.tblPr.autofit = False
        if caption:
            set_caption(self._table, caption)
        # Two tables that meet would be one.
        pen.write("AfterTable").paragraph._p.addprevious(self._table)
        self._row = self._prepared()
        if columns:
            self._head(columns)

    def row(self, *, without_rule: bool = False) -> list[Any]:
        """The cells of a new row, empty."""
        cells = list(self._added().tc_lst)
        if without_rule:
            for cell in cells:
                open_below(cell)
        return cells

    def whole(self, *, paper: str = "", divisible: bool = False, without_rule: bool = False) -> Any:
        """A new row of one cell."""
        row = self._added(divisible=divisible)
        cell, *others = row.tc_lst
        for other in others:
            row.remove(other)
        cell.width = self.width
        if others:
            cell.grid_span = len(others) + 1
        if without_rule:
            open_below(cell)
        if paper:
            set_paper(cell, paper)
        return cell

    def fill(
        self, places: Iterable[Any], cells: Iterable[Cell], *, keep: bool = False, **looks: Any
    ) -> None:
        """Words and figures in cells of a row."""
        for place, cell in zip(places, cells, strict=True):
            style = "TableFigure" if cell.number else "TableText"
            self.line(place, style, keep=keep).say(cell.text, size=self.grid.words, **looks)

    def line(self, cell: Any, style: str = "TableText", *, keep: bool = False) -> Line:
        """A paragraph in a cell, to write in."""
        return self.pen.write(style, cell, keep=keep)

    def _prepared(self) -> Any:
        """The row that all others are made of, with neither paragraphs nor words."""
        (row,) = self._table.tr_lst
        self._table.remove(row)
        keep_whole(row)
        widths: list[Length] = [Mm(width) for width in self.grid.widths]
        columns = self._table.tblGrid.gridCol_lst
        for column, cell, width in zip(columns, row.tc_lst, widths, strict=True):
            column.w = cell.width = width
            cell.get_or_add_tcPr().vAlign_val = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            cell.clear_content()
        return row

    def _added(self, *, divisible: bool = False) -> Any:
        row = deepcopy(self._row)
        if divisible:
            row.remove(row.trPr)
        self._table.append(row)
        return row

    def _head(self, columns: Sequence[Cell]) -> None:
        """The columns' headings."""
        row = self._added()
        repeat_as_head(row)
        for cell, column in zip(row.tc_lst, columns, strict=True):
            style = "TableHeadFigure" if column.number else "TableHead"
            # Where a heading may break, as in print.
            words = column.text.replace("/", f"/{ZERO_WIDTH_SPACE}")
            self.line(cell, style).say(words, size=self.grid.words * 0.9)


def write_money(pen: Pen, shown: EconomyTable) -> None:
    """A table of the economy."""
    columns = shown.columns if shown.has_headings else ()
    table = Table(pen, shown.caption, Grid(shown.fit.widths, shown.fit.size), columns)
    last = len(shown.rows) - 1
    for place, each in enumerate(shown.rows):
        first, *others = table.row()
        name, *figures = each.cells
        strong = each.kind == "total"
        # As in print: a short table stays on one page, a longer one keeps three rows on either.
        keep = place < last and (shown.is_short or place < ALONE - 1 or place > last - ALONE)
        style = "TablePart" if each.kind == "part" else "TableText"
        line = table.line(first, style, keep=keep)
        line.say(name.text, size=table.grid.words, strong=strong)
        table.fill(others, figures, keep=keep, strong=strong)


def write_plain(
    pen: Pen, caption: str, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]], grid: Grid
) -> None:
    """A table of names and what is said of them."""
    table = Table(pen, caption, grid, columns)
    for cells in rows:
        table.fill(table.row(), cells)
