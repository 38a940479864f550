"""A round's outcomes as an Excel workbook: the rows and columns that the page shows."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from config.workbooks import Rows, cell, heading, ruled
from goals.choices import Part
from goals.models import Round
from indicators.columns import figure_labels, has_forecast
from indicators.queries import Line


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook: its width in characters, and what stands in it for a line."""

    heading: str
    width: int
    content: Callable[[Line], Any]


def file_name(round: Round, choice: str) -> str:
    """What the file is called, in letters that every system can keep."""
    words = [round.committee.slug, str(round.year), round.slug, "utfall", choice]
    return "-".join(word for word in words if word) + ".xlsx"


def outcomes_workbook(round: Round, lines: Iterable[Line]) -> bytes:
    """The lines as a workbook with one sheet, in the order given."""
    # It takes a moment to import, and most processes never write a workbook.
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    columns = _columns(round)
    book = Workbook(write_only=True)
    book.properties.creator = str(round.committee)
    book.properties.title = f"{_('Outcomes')} · {round.title} · {round.committee}"
    sheet = book.create_sheet(_("Outcomes"))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    widths = [column.width for column in columns]
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    rows = Rows(sheet, widths)
    rows.add(heading(sheet, column.heading) for column in columns)
    for line in lines:
        rows.add(ruled(cell(sheet, column.content(line))) for column in columns)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows.count}"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _columns(round: Round) -> list[Column]:
    """The columns of the page, and what it shows under an indicator's name."""
    labels = figure_labels()
    tertial = Column(_("Last tertial"), 13, lambda line: line.previous_tertial)
    forecast = Column(labels["forecast"], 13, lambda line: line.outcome.forecast)
    return [
        Column(_("Goal code"), 9, lambda line: line.measure.goal.code),
        Column(_("Goal"), 32, lambda line: line.measure.goal.title),
        Column(_("Indicator"), 48, lambda line: line.indicator.name),
        Column(_("Set by"), 14, _owner),
        Column(_("Last year"), 13, lambda line: line.outcome.previous_year),
        *([tertial] if round.part != Part.T1 else []),
        Column(_("Target"), 13, lambda line: line.target.target),
        Column(_("Council’s target"), 13, lambda line: line.target.council_target),
        Column(labels["total"], 13, lambda line: line.outcome.total),
        Column(labels["women"], 13, lambda line: line.outcome.women),
        Column(labels["men"], 13, lambda line: line.outcome.men),
        *([forecast] if has_forecast(round) else []),
        Column(_("Unit"), 10, lambda line: line.indicator.unit or line.target.target.unit),
        Column(_("State"), 20, lambda line: line.outcome.get_state_display()),
        Column(_("Expected on"), 12, lambda line: line.outcome.expected_on),
        Column(_("Analysis"), 60, lambda line: line.outcome.analysis),
        Column(_("Warnings"), 40, _warnings),
        Column(_("Fulfilment"), 16, _met),
    ]


def _owner(line: Line) -> str:
    return _("The council’s") if line.indicator.is_councils else _("The committee’s")


def _met(line: Line) -> str:
    return str(line.fulfilment.label) if line.fulfilment else ""


def _warnings(line: Line) -> str:
    return "\n".join(f"{one.code.label}: {one.words}" for one in line.warnings)
