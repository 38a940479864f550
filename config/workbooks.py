"""Cells of Excel workbooks: true numbers and days, and text that stays text.

A number keeps the unit that it was written in (86 for "86 %"), with a format that makes it read
as it was written. A text that begins as a formula does is a text, whoever edits the cell.
"""

import datetime
import re
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

Content = Value | str | int | Decimal | datetime.date | None


def printable(text: str) -> str:
    """The text without what XML cannot hold, and with line breaks of one kind."""
    return NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def cell(sheet: Any, content: Content, *, bold: bool = False) -> "WriteOnlyCell":
    """A cell with a number, a day or a text."""
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
    else:
        made = WriteOnlyCell(sheet, content)
        made.number_format = pattern
        made.alignment = Alignment(vertical="top")
    if bold:
        made.font = Font(bold=True)
    return made


def _text(sheet: Any, text: str) -> "WriteOnlyCell":
    """A cell with a text. "=1+1" and "#N/A" are texts too: `quotePrefix` keeps Excel from reading
    a formula in them, also after somebody has edited the cell."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    text = _fitting(ESCAPED.sub("_x005F_", text))
    made = WriteOnlyCell(sheet, text or None)
    if text:
        made.data_type = "s"
        made.quotePrefix = text[0] in FORMULA_SIGNS
    made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _fitting(text: str) -> str:
    """The text as far as a cell holds it, ended with a mark where it goes on."""
    # Excel counts what is outside the common plane twice.
    if len(text) + sum(character > "\uffff" for character in text) <= LONGEST:
        return text
    return text[: LONGEST // 2] + " […]"
