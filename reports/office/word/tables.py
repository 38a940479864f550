"""Tables in a Word document, with heads that are repeated and rows that no page cuts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.office.word.markup import NOTHING, Xml, element, joined, paragraph, run
from reports.office.word.pen import Pen
from reports.office.word.texts import status_runs, text_in_cell
from reports.rendering.layout import (
    ActivityLine,
    Cell,
    EconomyTable,
    IndicatorLine,
    Rows,
)

TWIPS = 1440 / 25.4
# What the paragraphs of tables are set in, in points; another size is said at the words.
USUAL_SIZE = 8.5
COMMENT_PAPER = "F1F5F9"
POOR = "A3231F"
# A table is read by row and column, with heads for both.
LOOK = element("tblLook", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)


@dataclass(frozen=True)
class Grid:
    """A table's columns in millimetres, and its type in points."""

    widths: Sequence[float]
    size: float = USUAL_SIZE

    @property
    def words(self) -> float:
        """The size as it is said at words: nothing for the usual one."""
        return 0 if self.size == USUAL_SIZE else self.size

    def twips(self, place: int, span: int = 1) -> int:
        return round(sum(self.widths[place : place + span]) * TWIPS)


def table(caption: str, grid: Grid, rows: Iterable[Xml]) -> Xml:
    """A table under its caption, which is also what a screen reader calls it."""
    width = grid.twips(0, len(grid.widths))
    return joined(
        paragraph("Caption", run(caption), keep=True) if caption else NOTHING,
        element(
            "tbl",
            element(
                "tblPr",
                element("tblStyle", val="RowsTable"),
                element("tblW", w=width, type="dxa"),
                element("tblLayout", type="fixed"),
                LOOK,
                element("tblCaption", val=caption) if caption else NOTHING,
            ),
            element(
                "tblGrid",
                *(element("gridCol", w=grid.twips(place)) for place in range(len(grid.widths))),
            ),
            *rows,
        ),
        # Two tables that meet would be one.
        paragraph("AfterTable"),
    )


def row(*cells: Xml, head: bool = False, divisible: bool = False) -> Xml:
    """A row; a head is repeated on every page."""
    properties = joined(
        NOTHING if divisible else element("cantSplit"),
        element("tblHeader") if head else NOTHING,
    )
    return element("tr", element("trPr", properties) if properties else NOTHING, *cells)


def cell(
    content: Xml, width: int, *, span: int = 1, paper: str = "", open_below: bool = False
) -> Xml:
    """A cell with its paragraphs; `width` in twips."""
    return element(
        "tc",
        element(
            "tcPr",
            element("tcW", w=width, type="dxa"),
            element("gridSpan", val=span) if span > 1 else NOTHING,
            element("tcBorders", element("bottom", val="nil")) if open_below else NOTHING,
            element("shd", val="clear", color="auto", fill=paper) if paper else NOTHING,
            element("vAlign", val="bottom"),
        ),
        content,
    )


def head_row(columns: Sequence[Cell], grid: Grid) -> Xml:
    """The columns' headings."""
    return row(
        *(
            cell(
                paragraph(
                    "TableHeadFigure" if column.number else "TableHead",
                    run(column.text, size=grid.words and grid.words * 0.9),
                    keep=True,
                ),
                grid.twips(place),
            )
            for place, column in enumerate(columns)
        ),
        head=True,
    )


def rows_table(pen: Pen, rows: Rows) -> Xml:
    """Indicators or activities under a goal."""
    grid = Grid(rows.fit.widths, rows.fit.size)
    made = [head_row(_ranged(rows), grid)]
    for line in rows.lines:
        if isinstance(line, ActivityLine):
            made.append(_activity(pen, line, grid))
        elif rows.two_lines:
            made += _indicator_in_two(pen, line, grid)
        else:
            made.append(_indicator_in_one(pen, line, grid))
        if line.comment:
            label = run(f"{_('Analysis')}: ", style="CommentLabel")
            words = text_in_cell(pen, line.comment, "TableComment", label)
            made.append(_whole(words, grid, paper=COMMENT_PAPER, divisible=line.is_long))
    return table(rows.caption, grid, made)


def _ranged(rows: Rows) -> list[Cell]:
    """The headings; those of an indicator's figures, words and period all end where these end."""
    first, *others = rows.columns
    of_indicators = isinstance(rows.lines[0], IndicatorLine)
    return [first, *(Cell(column.text, of_indicators or column.number) for column in others)]


def _whole(
    content: Xml, grid: Grid, *, paper: str = "", divisible: bool = False, open_below: bool = False
) -> Xml:
    """A row of one cell."""
    width = len(grid.widths)
    return row(
        cell(content, grid.twips(0, width), span=width, paper=paper, open_below=open_below),
        divisible=divisible,
    )


def _indicator_in_two(pen: Pen, line: IndicatorLine, grid: Grid) -> list[Xml]:
    """The name, and its figures under it."""
    keep = bool(line.comment)
    status = status_runs(line.status, size=grid.words) if line.status else NOTHING
    name = paragraph("TableName", _name(pen, line), keep=True)
    return [
        _whole(name, grid, open_below=True),
        row(
            cell(paragraph("TableText", status, keep=keep), grid.twips(0)),
            *_cells(_at_end(line), grid, keep=keep),
        ),
    ]


def _at_end(line: IndicatorLine) -> list[Cell]:
    return [Cell(each.text, number=True) for each in line.cells]


def _indicator_in_one(pen: Pen, line: IndicatorLine, grid: Grid) -> Xml:
    keep = bool(line.comment)
    return row(
        cell(paragraph("TableName", _name(pen, line), keep=keep), grid.twips(0)),
        *_cells(_at_end(line), grid, keep=keep),
    )


def _name(pen: Pen, line: IndicatorLine) -> Xml:
    """An indicator's name and what sort it is."""
    owner = pgettext("mark", "KF") if line.of_council else pgettext("mark", "Committee")
    name = f"{line.name}, {line.unit}" if line.unit else line.name
    marks = [owner, *([pgettext("mark", "By sex")] if line.by_sex else [])]
    return joined(pen.place(line.anchor, run(name)), run(f"  [{', '.join(marks)}]", style="Mark"))


def _activity(pen: Pen, line: ActivityLine, grid: Grid) -> Xml:
    keep = bool(line.comment)
    last = len(line.cells) - 1
    title = pen.place(line.anchor, run(line.title, size=grid.words))
    return row(
        cell(paragraph("TableText", title, keep=keep), grid.twips(0)),
        *(
            cell(
                paragraph(
                    "TableText",
                    run(
                        each.text,
                        size=grid.words,
                        strong=line.deviates and place == last,
                        color=POOR if line.deviates and place == last else "",
                    ),
                    keep=keep,
                ),
                grid.twips(place + 1),
            )
            for place, each in enumerate(line.cells)
        ),
    )


def _cells(
    cells: Sequence[Cell], grid: Grid, *, keep: bool = False, strong: bool = False, first: int = 1
) -> list[Xml]:
    return [
        cell(
            paragraph(
                "TableFigure" if each.number else "TableText",
                run(each.text, size=grid.words, strong=strong),
                keep=keep,
            ),
            grid.twips(place),
        )
        for place, each in enumerate(cells, first)
    ]


def money_table(shown: EconomyTable) -> Xml:
    """A table of the economy."""
    grid = Grid(shown.fit.widths, shown.fit.size)
    made = [head_row(shown.columns, grid)] if shown.has_headings else []
    for each in shown.rows:
        name, *others = each.cells
        style = "TablePart" if each.kind == "part" else "TableText"
        strong = each.kind == "total"
        first = paragraph(style, run(name.text, size=grid.words, strong=strong))
        made.append(row(cell(first, grid.twips(0)), *_cells(others, grid, strong=strong)))
    return table(shown.caption, grid, made)


def plain_table(
    caption: str, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]], grid: Grid
) -> Xml:
    """A table of names and what is said of them."""
    made = [head_row(columns, grid)]
    made += [row(*_cells(cells, grid, first=0)) for cells in rows]
    return table(caption, grid, made)
