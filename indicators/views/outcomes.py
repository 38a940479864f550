"""Enter outcomes for a round: one table, saved cell by cell."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.cells import RowAnswer
from goals.choices import Kind, Part
from goals.crumbs import crumbs
from goals.models import Round
from goals.rounds import get_round
from goals.sent import Sent
from goals.sheet import EntryRow
from goals.views.filling import (
    Sheet,
    address_of,
    filters_of,
    page_context,
    query_of,
    save_cells,
    save_form,
)
from indicators.columns import FILTERS, columns, has_forecast, paste_columns, shows
from indicators.protection import seen_by
from indicators.queries import Line, line_of, lines_of, summary_of
from indicators.rules import enter_outcome, outcome_texts
from organisation.access import Action
from organisation.models import User

PAGE = "indicators/outcomes.html"


def _enter(round: Round, line: Line, sent: Sent, by: User) -> RowAnswer:
    return enter_outcome(
        round=round,
        measure=line.measure,
        cells=sent.cells,
        accept=sent.accept,
        reason=sent.reason,
        by=by,
    )


SHEET = Sheet[Line](
    kind=Kind.MEASURE,
    action=Action.REPORT_OUTCOMES,
    page="outcomes",
    cells="outcome_cells",
    state="outcomes_state",
    find=line_of,
    name=lambda line: line.indicator.name,
    goal=lambda line: line.measure.goal,
    places=lambda line: line.places,
    columns=columns,
    texts=outcome_texts,
    enter=_enter,
    filters=FILTERS,
    shows=shows,
    parts={"notes": "indicators/_notes.html", "met": "indicators/_met.html"},
)


@require_safe
def outcomes(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """All the round's outcomes, to fill in or to read."""
    return _page(request, get_reporting_round(request, committee, year, part, Action.READ))


@require_safe
def outcomes_state(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """How far the round's outcomes have come, for the head of the page."""
    round = get_reporting_round(request, committee, year, part, Action.READ)
    lines = seen_by(request.user, lines_of(round))
    context = {
        "summary": summary_of(lines),
        "round": round,
        "told": filters_of(SHEET, request, round, lines),
    }
    return render(request, "indicators/_progress.html", context)


@require_POST
def outcome_cells(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Save cells of some rows, sent by the page's script; each row is saved by itself."""
    round = get_reporting_round(request, committee, year, part, Action.REPORT_OUTCOMES)
    return save_cells(SHEET, request, round)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_save(
    request: HttpRequest, committee: str, year: int, part: str, measure: int
) -> HttpResponse:
    """Save one row that was posted as a form; or forget what was typed in it."""
    action = Action.REPORT_OUTCOMES if request.method == "POST" else Action.READ
    round = get_reporting_round(request, committee, year, part, action)
    return save_form(
        SHEET, request, round, measure, lambda row, status: _page(request, round, row, status)
    )


def _page(
    request: HttpRequest, round: Round, answered: EntryRow | None = None, status: int = 200
) -> HttpResponse:
    lines = seen_by(request.user, lines_of(round))
    context = {
        **page_context(SHEET, request, round, lines, answered),
        **_columns_shown(round),
        "excel_url": address_of("outcomes_excel", round) + query_of(SHEET, request),
        "paste_url": address_of("outcome_preview", round),
        "undo_url": address_of("outcome_undo", round),
        "paste_columns": " ".join(paste_columns(round)),
        "summary": summary_of(lines),
        "any_hidden": any(line.has_hidden for line in lines),
        "details": True,
        "crumbs": crumbs(round, (_("Outcomes"), "")),
    }
    return render(request, PAGE, context, status=status)


def _columns_shown(round: Round) -> dict[str, Any]:
    """Which columns the round has, and how many they are."""
    forecasts, earlier = has_forecast(round), round.part != Part.T1
    return {"forecasts": forecasts, "earlier": earlier, "width": 9 + forecasts + earlier}


def get_reporting_round(
    request: HttpRequest, committee: str, year: int, part: str, action: Action
) -> Round:
    """The round; a plan has targets, but no outcomes."""
    round = get_round(request.user, committee, year, part, action)
    if not round.reports_outcomes:
        raise Http404
    return round
