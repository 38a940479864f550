"""The goals in short and the lists that stand last, as tables of links in a Word document."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.shared import Mm

from reports.office.word.pen import TABLE_LINK, Line, Pen
from reports.office.word.rows import mark_of
from reports.office.word.tables import Grid, Table, write_plain
from reports.office.word.texts import say_status
from reports.rendering.appendix import Appendix
from reports.rendering.column_widths import PORTRAIT
from reports.rendering.layout import Cell, Overview, Status
from reports.rendering.presentation import Presentation
from reports.rendering.registers import ShortList

# In millimetres: a status in few words and in many, what is counted, and what is looked up.
STATUS, LONG_STATUS, COUNT, FIGURE, OWNER, CODE, TERM = 26.0, 42.0, 24.0, 22.0, 18.0, 16.0, 44.0
# How far a goal is moved in below another.
STEP = 4
NOT_JUDGED = "–"


def write_overview(pen: Pen, overview: Overview) -> None:
    """Goals, one row each."""
    columns, widths = [Cell(_("Goal"))], []
    if not overview.is_plan:
        columns.append(Cell(_("Assessment")))
        widths.append(LONG_STATUS if overview.expects else STATUS)
    if overview.with_counts:
        counted = (overview.indicator_heading, overview.activity_heading)
        columns += [Cell(heading, number=True) for heading in counted]
        widths += [COUNT, COUNT]
    table = Table(pen, overview.caption, _grid(widths), columns)
    for row in overview.rows:
        first, *others = table.row()
        line = table.line(first)
        if row.depth:
            line.paragraph.paragraph_format.left_indent = Mm(STEP * row.depth)
        _linked(line, row.code, row.title, row.anchor)
        if not overview.is_plan:
            _status(table.line(others.pop(0)), row.status)
        if overview.with_counts:
            table.fill(
                others, [Cell(text, number=True) for text in (row.indicators, row.activities)]
            )


def write_deviations(pen: Pen, shown: Presentation) -> None:
    """All that deviates, with why where that is said."""
    for listed in shown.registers.deviations:
        heading = pen.write("TextHeading", level=shown.first_level + 1)
        heading.say(f"{listed.heading} ({len(listed.lines)})")
        if listed.lines:
            _write_short(pen, listed, LONG_STATUS if shown.document.has_forecast else STATUS)
        else:
            pen.write("Normal").say(listed.none)


def _write_short(pen: Pen, listed: ShortList, status_width: float) -> None:
    with_status = listed.lines[0].status is not None
    figures = len(listed.columns) - 1 - with_status
    columns = [
        Cell(column, number=listed.numbers and place > with_status)
        for place, column in enumerate(listed.columns)
    ]
    widths = [*([status_width] if with_status else []), *([FIGURE] * figures)]
    table = Table(pen, listed.caption, _grid(widths), columns)
    for line in listed.lines:
        first, *others = table.row(without_rule=bool(line.why))
        keep = bool(line.why)
        _linked(table.line(first, keep=keep), line.code, line.label, line.anchor)
        if with_status:
            _status(table.line(others.pop(0), keep=keep), line.status)
        table.fill(others, [Cell(text, number=listed.numbers) for text in line.cells], keep=keep)
        if line.why:
            table.line(table.whole(), "TableWhy").say(line.why)


def write_index(pen: Pen, shown: Presentation) -> None:
    """Every indicator, to look it up."""
    judged = not shown.document.is_plan
    columns = [Cell(_("Indicator")), Cell(_("Owner"))]
    columns += [*([Cell(_("Assessment"))] if judged else []), Cell(_("Goal"))]
    status = [LONG_STATUS if shown.document.has_forecast else STATUS] if judged else []
    table = Table(pen, shown.registers.index_note, _grid([OWNER, *status, CODE]), columns)
    for line in shown.registers.index:
        first, owner, *others = table.row()
        _linked(table.line(first), "", line.name, line.anchor)
        table.line(owner).say(mark_of(of_council=line.of_council))
        if judged:
            _status(table.line(others.pop(0)), line.status, NOT_JUDGED)
        table.fill(others, [Cell(line.code)])


def write_appendix(pen: Pen, appendix: Appendix, level: int) -> None:
    """The rules that the document is made by, and what its words mean."""
    for rule in appendix.rules:
        pen.write("TextHeading", level=level).say(rule.heading)
        for sentence in rule.sentences:
            pen.write("Normal").say(sentence)
    pen.write("TextHeading", level=level).say(pgettext("of a document", "Words"))
    columns = [Cell(_("Word")), Cell(_("Meaning"))]
    rows = [[Cell(term), Cell(meaning)] for term, meaning in appendix.terms]
    grid = Grid((TERM, PORTRAIT - TERM))
    write_plain(pen, _("What the words mean"), columns, rows, grid)


def _grid(widths: list[float]) -> Grid:
    """Columns as wide as they are said to be, after a first one that has the rest."""
    return Grid((PORTRAIT - sum(widths), *widths))


def _linked(line: Line, code: str, label: str, anchor: str) -> None:
    line.say(f"{code} " if code else "")
    line.link(anchor).say(label, style=TABLE_LINK)


def _status(line: Line, status: Status | None, otherwise: str = "") -> None:
    if status:
        say_status(line, status)
    else:
        line.say(otherwise)
