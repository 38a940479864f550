"""A document as an Excel workbook: goals, indicators, activities and the economy, a sheet each.

Numbers are numbers, in the unit that they are printed with (22.7 for "22,7 %"), shown as they are
printed; days are days. What is a word in print is a word here. Text stays text.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from config.formats import FormatError, parse_value
from config.workbooks import CONTENT_TYPE, Content, cell, printable
from reports.document import Document
from reports.office.archive import packed, unpacked
from reports.office.columns import (
    Column,
    Entry,
    activity_columns,
    goal_columns,
    indicator_columns,
)
from reports.rendering.layout import EconomyTable
from reports.rendering.presentation import Presentation
from reports.rendering.render import LANGUAGE

__all__ = ["CONTENT_TYPE", "write_excel"]

# When it was made: not the same from time to time.
MADE_AT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
PROPERTIES = "docProps/core.xml"
ECONOMY_WIDTHS = (44, 18)
# As Excel numbers papers.
A4 = 9


def write_excel(document: Document) -> bytes:
    """The document as .xlsx. The same document always gives the same bytes."""
    # It takes a moment to import, and most processes never write a workbook.
    from openpyxl import Workbook

    with translation.override(LANGUAGE):
        shown = Presentation(document)
        book = Workbook(write_only=True)
        book.properties.creator = printable(document.committee)
        book.properties.title = printable(f"{shown.title} – {document.committee}")
        book.properties.subject = printable(document.municipality)
        book.properties.keywords = printable(document.registry_number)
        book.properties.language = "sv-SE"
        book.properties.contentStatus = shown.status
        book.properties.category = str(document.part.label)
        _list(book, shown, _("Goals"), goal_columns(shown), document.goals)
        _list(book, shown, _("Indicators"), indicator_columns(shown), document.indicators())
        _list(book, shown, _("Activities"), activity_columns(shown), document.activities())
        if shown.economy:
            _economy(book, shown)
        _about(book, shown)
        written = io.BytesIO()
        book.save(written)
    return packed(_timeless(unpacked(written.getvalue())))


def _timeless(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, content in files:
        yield name, MADE_AT.sub(b"", content) if name == PROPERTIES else content


# Lists ---------------------------------------------------------------------------------------


def _list(
    book: Any,
    shown: Presentation,
    title: str,
    columns: list[Column[Entry]],
    entries: Iterable[Entry],
) -> None:
    """A sheet with a row for each entry, a head that stays, and filters."""
    from openpyxl.utils import get_column_letter

    sheet = _sheet(book, shown, title, [column.width for column in columns])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.append([cell(sheet, column.heading, bold=True) for column in columns])
    count = 1
    for entry in entries:
        sheet.append([cell(sheet, column.content(entry)) for column in columns])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"


def _sheet(book: Any, shown: Presentation, title: str, widths: Iterable[int]) -> Any:
    """A sheet to be printed on its side, as wide as the paper, with a head and a foot."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    head = f"{shown.document.committee} · {shown.title} · {shown.status} · {title}"
    # A sign that begins a code in heads and feet is written twice.
    sheet.oddHeader.left.text = printable(head).replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    return sheet


# The economy, and what the workbook is ------------------------------------------------------


def _economy(book: Any, shown: Presentation) -> None:
    """The tables of the economy, one under the other."""
    tables = [(section, table) for section in shown.economy for table in section.tables or (None,)]
    most = max((len(table.columns) for _section, table in tables if table), default=1)
    widths = [ECONOMY_WIDTHS[0], *[ECONOMY_WIDTHS[1]] * most]
    sheet = _sheet(book, shown, _("Economy"), widths)
    heading = None
    for section, table in tables:
        if section.heading and section.heading != heading:
            sheet.append([cell(sheet, section.heading, bold=True)])
            heading = section.heading
        if table:
            _money(sheet, table)


def _money(sheet: Any, shown: EconomyTable) -> None:
    sheet.append([cell(sheet, shown.caption, bold=True)])
    sheet.append([cell(sheet, column.text, bold=True) for column in shown.columns])
    for row in shown.rows:
        sheet.append(
            [cell(sheet, _amount(each.text) if each.number else each.text) for each in row.cells]
        )
    if shown.table.footnote:
        sheet.append([cell(sheet, shown.table.footnote)])
    sheet.append([])


def _amount(text: str) -> Content:
    """A figure of the economy as a number, where it is one."""
    try:
        return parse_value(text)
    except FormatError:
        return text


def _about(book: Any, shown: Presentation) -> None:
    """Whose figures they are, and how they are read."""
    document = shown.document
    sheet = _sheet(book, shown, _("About this file"), (26, 100))
    said_first: list[tuple[str, Content]] = [
        (_("Municipality"), document.municipality),
        (_("Committee"), document.committee),
        (_("Document"), str(document.part.label)),
        (_("Year"), document.year),
        *shown.standing.facts,
    ]
    for label, said in said_first:
        sheet.append([cell(sheet, label, bold=True), cell(sheet, said)])
    sheet.append([])
    for label, explained in _explained(shown):
        sheet.append([cell(sheet, label, bold=True), cell(sheet, explained)])


def _explained(shown: Presentation) -> Iterator[tuple[str, str]]:
    yield (
        _("Figures"),
        _(
            "The figures are those of the report. A number is in the unit that it is printed with:"
            " a share of 22,7 percent is 22,7 and not 0,227. The unit also stands in a column of"
            " its own."
        ),
    )
    yield _("Empty cells"), _("An empty cell means that there is no value. Zero is 0.")
    if shown.document.has_hidden:
        yield "..", _("Too few people to be shown")
    if not shown.document.is_plan:
        yield (
            _("Women and men"),
            _(
                "The total, women and men are reported each for itself: the total need not be their"
                " sum or mean."
            ),
        )
        for status, meaning in shown.glance.level_meanings:
            yield status.word, meaning[:1].upper() + meaning[1:]
