"""Cells of Excel workbooks: true numbers and days, and text that stays text.

A number keeps the unit that it was written in (86 for "86 %"), with a format that makes it read
as it was written. A text that begins as a formula does is a text, whoever edits the cell.
"""

import datetime
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from config.formats import Value, number_pattern

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

# What XML, and so a workbook or a Word file, cannot hold.
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What Excel reads as a character by its number, wherever it stands.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
DAY = "yyyy-mm-dd"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Signs that begin a formula, or would hide one from whoever looks.
FORMULA_SIGNS = "=+-@#\t\n"
# Excel holds no longer text in a cell.
LONGEST = 32_767
# What everything is set in, and the head of a list: as paper and print have them.
TYPE, SIZE = "Calibri", 11
HEAD_PAPER, HEAD_RULE, ROW_RULE = "FFF1F5F9", "FF00508C", "FFCFD6DD"
# In points: a line of text, and the highest row that Excel shows.
LINE_HEIGHT, HIGHEST_ROW = 15, 405
# How many letters stand in the room of a digit, in a column wide enough for several words.
LETTERS, WIDE = 1.15, 28
# A text stands a little in from the figures before it: in steps of Excel, and in digits.
INDENT, INDENTED = 1, 2

Content = Value | str | int | Decimal | datetime.date | None


def printable(text: str) -> str:
    """The text without what XML cannot hold, and with line breaks of one kind."""
    return NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def heading(sheet: Any, text: str, *, right: bool = False) -> "WriteOnlyCell":
    """A cell in the head of a list; over figures it stands to the right, as they do."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    made = cell(sheet, text, bold=True)
    made.fill = PatternFill("solid", HEAD_PAPER)
    made.border = Border(bottom=Side("thin", HEAD_RULE))
    indent = 0 if right else INDENT
    place = "right" if right else "left"
    made.alignment = Alignment(horizontal=place, indent=indent, vertical="bottom", wrap_text=True)
    return made


def ruled(made: "WriteOnlyCell") -> "WriteOnlyCell":
    """The cell with a thin rule under it, for print."""
    from openpyxl.styles import Border, Side

    made.border = Border(bottom=Side("thin", ROW_RULE))
    return made


@dataclass
class Rows:
    """The rows of a sheet, written one after the other in columns as wide as so many digits."""

    sheet: Any
    widths: Sequence[float]
    count: int = 0

    def add(self, cells: Iterable[Any] = (), *, last: int = 0) -> None:
        """A row as high as what stands in it. Its last text has the room up to the column `last`.

        Excel would find that out by itself, but not every program does. Without `customHeight` it
        is found out anew when a cell is changed.
        """
        row = list(cells)
        self.count += 1
        widths = list(self.widths)
        if row and last > len(row):
            self._join(len(row), last)
            widths[len(row) - 1] = sum(widths[len(row) - 1 : last])
        beside = zip(row, widths, strict=False)
        lines = max((_lines(each, width) for each, width in beside), default=1)
        if lines > 1:
            height = min(lines * LINE_HEIGHT, HIGHEST_ROW)
            self.sheet.row_dimensions[self.count] = {"ht": str(height)}
        self.sheet.append(row)

    def _join(self, first: int, last: int) -> None:
        """Make one cell of several beside each other, in the row that comes next."""
        from openpyxl.worksheet.cell_range import CellRange

        self.sheet.merged_cells.add(
            CellRange(min_col=first, max_col=last, min_row=self.count, max_row=self.count)
        )


def _lines(made: "WriteOnlyCell", width: float) -> int:
    """How many lines a cell's text takes."""
    text = made.value
    width -= INDENTED * bool(made.alignment.indent)
    if not isinstance(text, str) or not made.alignment.wrap_text:
        return 1
    if len(text) <= width and "\n" not in text:
        return 1
    letters = int(width * LETTERS) if width >= WIDE else int(width)
    return sum(max(1, len(textwrap.wrap(line, letters))) for line in text.splitlines())


def cell(
    sheet: Any,
    content: Content,
    *,
    bold: bool = False,
    wrap: bool = True,
    right: bool = False,
) -> "WriteOnlyCell":
    """A cell with a number, a day or a text; one that does not wrap runs on over empty ones.

    A text among figures stands to the right, as they do.
    """
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    pattern = DAY
    if isinstance(content, Value):
        pattern = number_pattern(content)
        content = content.amount if content.is_number else content.word
    elif isinstance(content, int | Decimal):
        pattern = "General"
    if content is None or isinstance(content, str):
        made = _text(sheet, printable(content or ""))
        made.alignment = Alignment(
            horizontal="right" if right else "left",
            indent=0 if right else INDENT,
            wrap_text=wrap,
            vertical="top",
        )
    else:
        made = WriteOnlyCell(sheet, content)
        made.number_format = pattern
        made.alignment = Alignment(vertical="top")
        if isinstance(content, datetime.date):
            made.alignment = Alignment(horizontal="left", indent=INDENT, vertical="top")
    if bold:
        made.font = Font(TYPE, SIZE, bold=True)
    return made


def _text(sheet: Any, text: str) -> "WriteOnlyCell":
    """A cell with a text. "=1+1" and "#N/A" are texts too: `quotePrefix` keeps Excel from reading
    a formula in them, also after somebody has edited the cell."""
    from openpyxl.cell import WriteOnlyCell

    text = _fitting(ESCAPED.sub("_x005F_", text))
    made = WriteOnlyCell(sheet, text or None)
    if text:
        made.data_type = "s"
        made.quotePrefix = text[0] in FORMULA_SIGNS
    return made


def _fitting(text: str) -> str:
    """The text as far as a cell holds it, ended with a mark where it goes on."""
    # Excel counts what is outside the common plane twice.
    if len(text) + sum(character > "\uffff" for character in text) <= LONGEST:
        return text
    return text[: LONGEST // 2] + " […]"
