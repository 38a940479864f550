"""A document as an Excel workbook: goals, indicators, activities and the economy, a sheet each.

Numbers are numbers, in the unit that they are printed with (22.7 for "22,7 %"), shown as they are
printed; days are days. What is a word in print is a word here. Text stays text.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from config.formats import FormatError, Value, parse_value
from config.workbooks import (
    CONTENT_TYPE,
    HEAD_RULE,
    TYPE,
    Content,
    Rows,
    cell,
    heading,
    printable,
    ruled,
)
from reports.document import Document
from reports.office.archive import packed, unpacked
from reports.office.columns import (
    Column,
    Entry,
    activity_columns,
    goal_columns,
    indicator_columns,
)
from reports.rendering.economy_layout import EconomyTable
from reports.rendering.layout import Cell
from reports.rendering.presentation import Presentation
from reports.rendering.render import LANGUAGE

__all__ = ["CONTENT_TYPE", "write_excel"]

# When it was made: not the same from time to time.
MADE_AT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
PROPERTIES = "docProps/core.xml"
ECONOMY_WIDTHS = (44, 18)
ABOUT_WIDTHS = (26, 100)
OPENING_SIZE = 14
# As Excel numbers papers, and how many characters an A4 on its side can hold to be read.
A3, A4 = 8, 9
MOST_ON_A4 = 200
# Around a figure, and the widest that a column of figures becomes.
AROUND, WIDEST_FIGURES = 2, 34


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

    listed = [[column.content(entry) for column in columns] for entry in entries]
    widths = [
        _width(column, [contents[place] for contents in listed])
        for place, column in enumerate(columns)
    ]
    rows = _sheet(book, shown, title, widths)
    sheet = rows.sheet
    # The code and the name stay, however far one goes to the right.
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    rows.add(heading(sheet, column.heading, right=column.figures) for column in columns)
    for contents in listed:
        beside = zip(contents, columns, strict=True)
        rows.add(ruled(cell(sheet, each, right=column.figures)) for each, column in beside)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows.count}"


def _width(column: Column[Entry], contents: Iterable[Content]) -> int:
    """As wide as the column is; no word of its heading is wider, and no figure, for which Excel
    shows ####."""
    figures = [
        len(content.text) + AROUND
        for content in contents
        if isinstance(content, Value) and content.is_number
    ]
    width = max(column.width, _longest_word(column.heading) + AROUND)
    return min(max([width, *figures]), max(width, WIDEST_FIGURES))


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _sheet(book: Any, shown: Presentation, title: str, widths: Sequence[int]) -> Rows:
    """A sheet to be printed on its side, as wide as the paper, with a head and a foot."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4 if sum(widths) <= MOST_ON_A4 else A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    head = f"{shown.document.committee} · {shown.title} · {shown.status} · {title}"
    # A sign that begins a code in heads and feet is written twice.
    sheet.oddHeader.left.text = printable(head).replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    # A wide sheet is printed small, but not what stands at its edges.
    sheet.HeaderFooter.scaleWithDoc = False
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    return Rows(sheet, widths)


# The economy, and what the workbook is ------------------------------------------------------


def _economy(book: Any, shown: Presentation) -> None:
    """The tables of the economy, one under the other."""
    tables = [(section, table) for section in shown.economy for table in section.tables or (None,)]
    rows = _sheet(
        book, shown, _("Economy"), _economy_widths([table for _, table in tables if table])
    )
    said = None
    for section, table in tables:
        if section.heading and section.heading != said:
            rows.add([_opening(rows.sheet, section.heading)])
            said = section.heading
        if table:
            _money(rows, table, said)


def _economy_widths(tables: Iterable[EconomyTable]) -> list[int]:
    """The widths of the columns that all tables stand in: no word of a heading is wider."""
    widths = [ECONOMY_WIDTHS[0]]
    for table in tables:
        widths += [ECONOMY_WIDTHS[1]] * (len(table.columns) - len(widths))
        if table.has_headings:
            for at, column in enumerate(table.columns):
                widths[at] = max(widths[at], _longest_word(column.text) + AROUND)
    return widths


def _opening(sheet: Any, text: str) -> Any:
    """What a group of tables is called: on one line, and larger."""
    from openpyxl.styles import Font

    made = cell(sheet, text, wrap=False)
    made.font = Font(TYPE, OPENING_SIZE, bold=True, color=HEAD_RULE)
    return made


def _money(rows: Rows, shown: EconomyTable, under: str | None) -> None:
    sheet, most = rows.sheet, len(rows.widths)
    if shown.caption and shown.caption != under:
        rows.add([cell(sheet, shown.caption, bold=True, wrap=False)])
    if shown.has_headings:
        rows.add(heading(sheet, column.text, right=column.number) for column in shown.columns)
    for row in shown.rows:
        bold = row.kind == "total"
        contents = [_amount(each) for each in row.cells]
        # What a table ends with in words has the room beside the table too.
        runs_on = len(contents) > 1 and _is_words(contents[-1])
        rows.add(
            (ruled(cell(sheet, content, bold=bold)) for content in contents),
            last=most if runs_on else 0,
        )
    if shown.table.footnote:
        rows.add([cell(sheet, shown.table.footnote, wrap=False)])
    rows.add()


def _amount(shown: Cell) -> Content:
    """A figure of the economy as a number, where it is one."""
    if not shown.number:
        return shown.text
    try:
        return parse_value(shown.text)
    except FormatError:
        return shown.text


def _is_words(content: Content) -> bool:
    """Whether it is a text, and no number, day or empty cell."""
    said = content.word if isinstance(content, Value) else content
    return isinstance(said, str) and bool(said)


def _about(book: Any, shown: Presentation) -> None:
    """Whose figures they are, and how they are read."""
    from openpyxl.styles import Alignment

    document = shown.document
    rows = _sheet(book, shown, _("About this file"), ABOUT_WIDTHS)
    sheet = rows.sheet
    said_first: list[tuple[str, Content]] = [
        (_("Municipality"), document.municipality),
        (_("Committee"), document.committee),
        (_("Document"), str(document.part.label)),
        (_("Year"), document.year),
        *shown.standing.facts,
    ]
    for label, said in said_first:
        beside = cell(sheet, said)
        beside.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        rows.add([cell(sheet, label, bold=True), beside])
    rows.add()
    for label, explained in _explained(shown):
        rows.add([cell(sheet, label, bold=True), cell(sheet, explained)])


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
