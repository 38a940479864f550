"""Enter outcomes for a round: one table, saved cell by cell."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.cells import RowAnswer
from goals.choices import Kind, Part
from goals.crumbs import crumbs
from goals.drafts import drafts_of, drop_drafts
from goals.locks import Locks, locks_of
from goals.models import Draft, Round
from goals.places import Place
from goals.rounds import get_round
from goals.sheet import (
    EntryRow,
    Sent,
    WrongWriter,
    as_json,
    entry_row,
    over_theirs,
    read_json,
    read_post,
    read_rows,
    require_writer,
    try_row,
    typed_at,
)
from indicators.columns import FILTERS, columns, has_forecast, shows
from indicators.queries import Line, by_goal, line_of, lines_of, own_places, summary_of
from indicators.rules import enter_outcome, outcome_texts
from organisation.access import Action, may
from organisation.models import User

PAGE = "indicators/outcomes.html"
Drafts = Mapping[tuple[Place, str], Draft]


@require_safe
def outcomes(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """All the round's outcomes, to fill in or to read."""
    return _page(request, _get_round(request, committee, year, part, Action.READ))


@require_safe
def outcomes_state(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """How far the round's outcomes have come, for the head of the page."""
    round = _get_round(request, committee, year, part, Action.READ)
    return render(
        request,
        "indicators/_progress.html",
        {"summary": summary_of(lines_of(round)), "round": round},
    )


@require_POST
def outcome_cells(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Save cells of some rows, sent by the page's script; each row is saved by itself."""
    round = _get_round(request, committee, year, part, Action.REPORT_OUTCOMES)
    try:
        said = read_json(request)
        require_writer(said, _writer(request))
        rows = [_save(request, round, sent, typed_at(said)) for sent in read_rows(said)]
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    except WrongWriter as error:
        return JsonResponse({"message": str(error)}, status=401)
    return JsonResponse({"rows": [_row_json(request, round, row) for row in rows]})


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_save(
    request: HttpRequest, committee: str, year: int, part: str, measure: int
) -> HttpResponse:
    """Save one row that was posted as a form; or forget what was typed in it."""
    action = Action.REPORT_OUTCOMES if request.method == "POST" else Action.READ
    round = _get_round(request, committee, year, part, action)
    line = line_of(round, measure)
    address = f"{_address('outcomes', round)}{_query(request)}#{line.places[0].anchor}"
    if request.method != "POST":
        return redirect(address)
    names = [spec.name for spec in columns(line)]
    if "forget" in request.POST:
        drop_drafts(round=round, place=line.places[0], cells=names, by=_writer(request))
        return redirect(address)
    try:
        sent = read_post(request.POST, line.places[0], names)
        row = _save(request, round, over_theirs(sent, request.POST, outcome_texts(line)), typed=0)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address)
    if not row.is_saved:
        return _page(request, round, row, 409 if row.locked or row.conflicts else 422)
    messages.success(request, _("Saved: %(name)s") % {"name": row.name})
    return redirect(address)


def _save(request: HttpRequest, round: Round, sent: Sent, typed: int) -> EntryRow:
    """The row after trying to save what was sent of it."""
    if sent.place.kind != Kind.MEASURE:
        raise Http404
    line = line_of(round, sent.place.key)
    writer = _writer(request)
    answer, locked = try_row(
        lambda: enter_outcome(
            round=round,
            measure=line.measure,
            cells=sent.cells,
            accept=sent.accept,
            reason=sent.reason,
            by=writer,
        ),
        round=round,
        sent=sent,
        typed=typed,
        by=writer,
    )
    if answer.line is None:
        answer.line = line
    drafts = drafts_of(writer, round)
    return _row(answer.line, locks_of(round), drafts, answer, locked)


def _row(
    line: Line,
    locks: Locks,
    drafts: Drafts,
    answer: RowAnswer | None = None,
    locked: str = "",
) -> EntryRow:
    return entry_row(
        place=line.places[0],
        name=line.indicator.name,
        line=line,
        specs=columns(line),
        texts=outcome_texts(line),
        is_open=locks.is_open(*line.places),
        drafts=drafts,
        answer=answer,
        locked=locked,
    )


def _row_json(request: HttpRequest, round: Round, row: EntryRow) -> dict[str, Any]:
    """The row's answer, with the parts of the page that say more than the cells do."""
    context = {"row": row, "round": round, "may_enter": True}
    return {
        **as_json(row),
        "html": {
            f"{row.anchor}-notes": render_to_string("indicators/_notes.html", context, request),
            f"{row.anchor}-met": render_to_string("indicators/_met.html", context, request),
        },
    }


def _page(
    request: HttpRequest, round: Round, answered: EntryRow | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; a row that was just refused stands in its place with what was typed."""
    lines = lines_of(round)
    locks = locks_of(round)
    may_report = may(request.user, Action.REPORT_OUTCOMES, round.committee)
    may_enter = may_report and locks.any_open
    drafts = drafts_of(_writer(request), round) if may_report else {}
    choice = _choice(request)
    own = own_places(request.user, round)
    groups = [
        (
            goal,
            [
                answered
                if answered and answered.place == line.places[0]
                else _row(line, locks, drafts)
                for line in own_lines
            ],
        )
        for goal, own_lines in by_goal(
            line
            for line in lines
            if shows(choice, line, own) or (answered and answered.place == line.places[0])
        )
    ]
    context = {
        "round": round,
        "groups": groups,
        "answered": answered,
        **_columns_shown(round),
        "save_url": _address("outcome_cells", round),
        "progress_url": _address("outcomes_state", round),
        "may_enter": may_enter,
        "may_report": may_report,
        "locks": locks,
        "summary": summary_of(lines),
        "choice": choice,
        "filters": [
            (value, label, sum(shows(value, line, own) for line in lines))
            for value, label in FILTERS.items()
        ],
        "query": _query(request),
        "crumbs": crumbs(round, (_("Outcomes"), "")),
    }
    return render(request, PAGE, context, status=status)


def _columns_shown(round: Round) -> dict[str, Any]:
    """Which columns the round has, and how many they are."""
    forecasts, earlier = has_forecast(round), round.part != Part.T1
    return {"forecasts": forecasts, "earlier": earlier, "width": 9 + forecasts + earlier}


def _get_round(request: HttpRequest, committee: str, year: int, part: str, action: Action) -> Round:
    """The round; a plan has targets, but no outcomes."""
    round = get_round(request.user, committee, year, part, action)
    if not round.reports_outcomes:
        raise Http404
    return round


def _writer(request: HttpRequest) -> User:
    """Who is logged in; every page but the log-in page has somebody."""
    assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else through
    return request.user


def _choice(request: HttpRequest) -> str:
    """The filter that was asked for; one that does not exist shows all."""
    choice = request.GET.get("visa", "")
    return choice if choice in FILTERS else ""


def _query(request: HttpRequest) -> str:
    choice = _choice(request)
    return f"?visa={choice}" if choice else ""


def _address(name: str, round: Round) -> str:
    return reverse(name, args=[round.committee.slug, round.year, round.slug])
