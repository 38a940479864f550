"""Tables of indicators and of activities in a Word document."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.office.word.pen import Line, Pen
from reports.office.word.styles import POOR
from reports.office.word.tables import Grid, Table
from reports.office.word.texts import say_status, write_comment
from reports.rendering.layout import ActivityLine, Cell, IndicatorLine, Rows

COMMENT_PAPER = "F1F5F9"


def write_rows(pen: Pen, rows: Rows) -> None:
    """Indicators or activities under a goal, each with its analysis under it."""
    table = Table(pen, rows.caption, Grid(rows.fit.widths, rows.fit.size), _ranged(rows))
    for line in rows.lines:
        if isinstance(line, ActivityLine):
            _activity(table, line)
        else:
            _indicator(table, line, two_lines=rows.two_lines)
        if line.comment:
            cell = table.whole(paper=COMMENT_PAPER, divisible=line.is_long)
            write_comment(pen, cell, line.comment, f"{_('Analysis')}: ")


def _ranged(rows: Rows) -> list[Cell]:
    """The headings; those of an indicator's figures, words and period all end where these end."""
    first, *others = rows.columns
    of_indicators = isinstance(rows.lines[0], IndicatorLine)
    return [first, *(Cell(column.text, of_indicators or column.number) for column in others)]


def _indicator(table: Table, line: IndicatorLine, *, two_lines: bool) -> None:
    """Its name and its figures; in two lines, the figures under the name with its status."""
    keep = bool(line.comment)
    if two_lines:
        _name(table.line(table.whole(without_rule=True), "TableName", keep=True), line)
        first, *others = table.row()
        status = table.line(first, keep=keep)
        if line.status:
            say_status(status, line.status, size=table.grid.words)
    else:
        first, *others = table.row()
        _name(table.line(first, "TableName", keep=keep), line)
    table.fill(others, [Cell(each.text, number=True) for each in line.cells], keep=keep)


def _name(written: Line, line: IndicatorLine) -> None:
    """An indicator's name, what its figures are in, and what sort it is."""
    marks = [
        mark_of(of_council=line.of_council),
        *([pgettext("mark", "By sex")] if line.by_sex else []),
    ]
    written.place(line.anchor, line.name)
    if line.unit:
        written.say(f", {line.unit}", style="Fact")
    written.say(f"  [{', '.join(marks)}]", style="Mark")


def mark_of(*, of_council: bool) -> str:
    """Whose an indicator is."""
    return pgettext("mark", "KF") if of_council else pgettext("mark", "Committee")


def _activity(table: Table, line: ActivityLine) -> None:
    keep = bool(line.comment)
    cells: list[Any] = table.row()
    table.line(cells[0], keep=keep).place(line.anchor, line.title, size=table.grid.words)
    if line.deviates:
        table.fill(cells[1:-1], line.cells[:-1], keep=keep)
        table.fill(cells[-1:], line.cells[-1:], keep=keep, strong=True, color=POOR)
    else:
        table.fill(cells[1:], line.cells, keep=keep)
