"""Everything about one outcome in a round: its own page, and the panel beside the sheet."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.formats import format_number
from goals.crumbs import crumbs
from goals.drafts import drafts_of
from goals.locks import locks_of
from goals.responsible import duties_of
from goals.rules import RoundLocked
from goals.views.filling import address_of, row_json, row_of, writer_of
from indicators.charts import moments
from indicators.columns import has_forecast
from indicators.line_chart import draw_lines
from indicators.protection import has_only_shares, hides_from, seen_by
from indicators.queries import Line, history_of, line_of
from indicators.rules import restore_outcome
from indicators.versions import acceptances_of, log_of, versions_of
from indicators.views.outcomes import SHEET, get_reporting_round
from organisation.access import Action, may

PAGE, PANEL = "indicators/value.html", "indicators/_value.html"


@require_safe
def outcome_value(
    request: HttpRequest, committee: str, year: int, part: str, measure: int
) -> HttpResponse:
    """The value with its history, its definition, and what was done to it."""
    line = line_of(get_reporting_round(request, committee, year, part, Action.READ), measure)
    context = _context(request, line)
    return render(request, PANEL if _is_panel(request) else PAGE, context)


@require_POST
def outcome_restore(
    request: HttpRequest, committee: str, year: int, part: str, measure: int
) -> HttpResponse:
    """Make the outcome say what it said in an earlier version."""
    round = get_reporting_round(request, committee, year, part, Action.REPORT_OUTCOMES)
    line = line_of(round, measure)
    try:
        version = _version(request)
        line = restore_outcome(round=round, measure=line.measure, version=version, by=request.user)
    except RoundLocked as locked:
        return _refused(request, line, str(locked), 409)
    except ValidationError as error:
        return _refused(request, line, " ".join(error.messages), 422)
    said = _("Version %(version)s is restored: %(outcome)s.") % {
        "version": version,
        "outcome": line.outcome.total.text or line.outcome.get_state_display(),
    }
    if _is_panel(request):
        context = _context(request, line) | {"done": said}
        drafts = drafts_of(writer_of(request), round)
        row = row_of(SHEET, line, locks_of(round), drafts)
        html = render_to_string(PANEL, context, request)
        return JsonResponse({"html": html, "row": row_json(SHEET, request, round, row)})
    messages.success(request, said)
    return redirect(address_of("outcome_value", round, line.measure.pk))


def _version(request: HttpRequest) -> int:
    """Which version the person asks for.

    Raises:
        ValidationError: it is no number, or larger than any version.
    """
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004
        raise ValidationError(_("There is no such version."))
    return int(text)


def _refused(request: HttpRequest, line: Line, problem: str, status: int) -> HttpResponse:
    """The value as it is, with why it was not changed."""
    context = _context(request, line) | {"problem": problem}
    if _is_panel(request):
        html = render_to_string(PANEL, context, request)
        return JsonResponse({"html": html}, status=status)
    return render(request, PAGE, context, status=status)


def _is_panel(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _context(request: HttpRequest, line: Line) -> dict[str, Any]:
    round = line.target.round
    history = _history(request, line)
    shown = [one for one in history if one.target.round.reports_outcomes]
    may_report = may(request.user, Action.REPORT_OUTCOMES, round.committee)
    outcomes = address_of("outcomes", round)
    discreet = hides_from(request.user, round.committee)
    versions = versions_of(line)
    if discreet and not all(has_only_shares(one.outcome) for one in versions):
        # Beside each other, what was said at different times gives away what is hidden.
        versions = []
    return {
        "round": round,
        "line": seen_by(request.user, [line])[0],
        "tolerance": format_number(line.tolerance * 100),
        "responsible": duties_of(round.committee).of(*line.places),
        "forecasts": has_forecast(round),
        "history": shown,
        "any_hidden": any(one.has_hidden for one in shown),
        "any_sex": any(one.outcome.women.is_number or one.outcome.men.is_number for one in shown),
        "chart": draw_lines(line.indicator.name, moments(history)),
        "acceptances": [] if discreet and not versions else acceptances_of(line),
        "log": log_of(line, discreet=discreet),
        "versions": versions,
        "version_forecasts": any(not one.outcome.forecast.is_nothing for one in versions),
        "may_restore": may_report and locks_of(round).is_open(*line.places),
        "address": address_of("outcome_value", round, line.measure.pk),
        "back": f"{outcomes}#{line.places[0].anchor}",
        "crumbs": crumbs(round, (_("Outcomes"), outcomes), (line.indicator.name, "")),
    }


def _history(request: HttpRequest, shown: Line) -> list[Line]:
    """The committee's rounds, the newest first. An indicator may stand under several goals: of
    each round the line under the same goal, where there is one."""
    lines = history_of(
        request.user,
        shown.indicator,
        shown.target.round.committee,
        tolerance=shown.common_tolerance,
    )
    code = shown.measure.goal.code
    same = {line.target.round_id for line in lines if line.measure.goal.code == code}
    standing = [
        one for one in lines if one.measure.goal.code == code or one.target.round_id not in same
    ]
    return seen_by(request.user, standing)
