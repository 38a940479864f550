"""A round's report as files, for those who may read the draft."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.workbooks import CONTENT_TYPE as EXCEL
from goals.models import Round
from reports.compose import compose, compose_report
from reports.office.excel import write_excel
from reports.office.open_data import CSV_TYPE, write_csv, write_json
from reports.office.word import MIME as WORD
from reports.office.word import write_word
from reports.views.rounds import get_round


@require_safe
def report_word(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The report as a Word file; its first page tells what has changed since the one before."""
    round = get_round(request, committee, year, part)
    return as_file(
        HttpResponse(write_word(compose_report(round)), content_type=WORD), round, "docx"
    )


@require_safe
def report_excel(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Goals, indicators, activities and the economy as an Excel workbook."""
    round = get_round(request, committee, year, part)
    return as_file(HttpResponse(write_excel(compose(round)), content_type=EXCEL), round, "xlsx")


@require_safe
def report_csv(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Goals, indicators and activities as open data: tables in a zip archive."""
    round = get_round(request, committee, year, part)
    return as_file(HttpResponse(write_csv(compose(round)), content_type=CSV_TYPE), round, "csv.zip")


@require_safe
def report_json(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The report as a file of the interchange format."""
    round = get_round(request, committee, year, part)
    content = write_json(compose(round))
    return as_file(HttpResponse(content, content_type="application/json"), round, "json")


def as_file(answer: HttpResponse, round: Round, kind: str) -> HttpResponse:
    """The answer as a file to keep, which nothing on its way may keep."""
    name = f"{round.committee.slug}-{round.year}-{round.slug}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
