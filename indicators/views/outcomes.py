"""Enter outcomes for a round: a table per goal, saved row by row."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goals.crumbs import crumbs
from goals.models import Round
from goals.rounds import get_round
from goals.rows import EntryRow
from indicators.forms import OutcomeForm
from indicators.models import Outcome
from indicators.queries import Line, by_goal, line_of, lines_of, progress_of
from indicators.rules import FORECASTING, report_outcome
from organisation.access import Action, Principal, may

PAGE = "indicators/outcomes.html"
MISSING_ONLY = "saknas"


@dataclass(kw_only=True)
class Row(EntryRow[OutcomeForm, Outcome]):
    """An indicator on the page."""

    line: Line

    @property
    def anchor(self) -> str:
        """The row's place on the page."""
        return f"outcome-{self.line.measure.pk}"

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """What somebody else saved meanwhile, beside what stands in the form."""
        if self.theirs is None or self.form is None:
            return []
        names = [*OutcomeForm.FIGURES, "analysis"]
        fields = [self.form[name] for name in names if name in self.form.fields]
        return [
            (str(field.label), str(getattr(self.theirs, field.name)), str(field.value() or ""))
            for field in fields
        ]


@require_safe
def outcomes(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """All the round's outcomes, to fill in or to read."""
    round = _get_round(request, committee, year, part, Action.READ)
    return _page(request, round)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_save(
    request: HttpRequest, committee: str, year: int, part: str, measure: int
) -> HttpResponse:
    """Save one row; or show it as it is stored, for somebody who gives up what was typed."""
    action = Action.REPORT_OUTCOMES if request.method == "POST" else Action.READ
    round = _get_round(request, committee, year, part, action)
    line = line_of(round, measure)
    if request.method != "POST":
        form = _form(line, round) if _may_enter(request.user, round) else None
        return _answer(request, round, Row(line=line, form=form))
    row = _save(line, round, _form(line, round, request), request.user)
    return _answer(request, round, row)


def _save(line: Line, round: Round, form: OutcomeForm, by: Principal) -> Row:
    """The row after trying to save it."""
    row = Row(line=line, form=form)
    outcome = row.attempt(
        lambda valid: report_outcome(
            round=round,
            measure=line.measure,
            total=valid.figure("total"),
            women=valid.figure("women"),
            men=valid.figure("men"),
            forecast=valid.figure("forecast"),
            analysis=valid.cleaned_data["analysis"],
            state=valid.state_said,
            version=valid.cleaned_data["version"],
            by=by,
        )
    )
    if outcome is None:
        return row
    stored = Line(line.target, outcome)
    return Row(line=stored, form=_form(stored, round), saved=True)


def _answer(request: HttpRequest, round: Round, row: Row) -> HttpResponse:
    """The row for HTMX; without it the whole page, or back to the row's place on it."""
    status = row.http_status
    if request.htmx:  # type: ignore[attr-defined]
        context = {**_context(request, round), "row": row, "progress": progress_of(round)}
        return render(request, f"{PAGE}#answer", context, status=status)
    if status != 200:
        return _page(request, round, row, status)
    if row.saved:
        messages.success(request, _("Saved: %(name)s") % {"name": row.line.indicator})
    query = f"?visa={MISSING_ONLY}" if _missing_only(request) else ""
    return redirect(f"{_address('outcomes', round)}{query}#{row.anchor}")


def _page(
    request: HttpRequest, round: Round, answered: Row | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; a row that was just refused stands in its place with what was typed."""
    lines = lines_of(round)
    missing_only = _missing_only(request)
    shown = [
        line
        for line in lines
        if not missing_only
        or not line.is_reported
        or (answered and answered.line.measure == line.measure)
    ]
    may_enter = _may_enter(request.user, round)
    groups = [
        (goal, [_row(line, round, may_enter, answered) for line in own])
        for goal, own in by_goal(shown)
    ]
    context = {
        **_context(request, round),
        "groups": groups,
        "answered": answered,
        "progress": (sum(line.is_reported for line in lines), len(lines)),
        "may_enter": may_enter,
        "explains_lock": not may_enter
        and may(request.user, Action.REPORT_OUTCOMES, round.committee),
        "missing_only": missing_only,
    }
    return render(request, PAGE, context, status=status)


def _row(line: Line, round: Round, may_enter: bool, answered: Row | None) -> Row:
    if answered and answered.line.measure == line.measure:
        return answered
    return Row(line=line, form=_form(line, round) if may_enter else None)


def _form(line: Line, round: Round, request: HttpRequest | None = None) -> OutcomeForm:
    return OutcomeForm(
        request.POST if request else None,
        target=line.target,
        outcome=line.outcome,
        forecasts=round.part in FORECASTING,
        form_id=f"outcome-{line.measure.pk}-form",
        row_name=line.indicator.name,
    )


def _context(request: HttpRequest, round: Round) -> dict[str, object]:
    """What the page and a single row both need."""
    return {
        "round": round,
        "forecasts": round.part in FORECASTING,
        "missing_query": f"?visa={MISSING_ONLY}" if _missing_only(request) else "",
        "crumbs": crumbs(round, (_("Outcomes"), "")),
    }


def _get_round(request: HttpRequest, committee: str, year: int, part: str, action: Action) -> Round:
    """The round; a plan has targets, but no outcomes."""
    round = get_round(request.user, committee, year, part, action)
    if not round.reports_outcomes:
        raise Http404
    return round


def _may_enter(user: Principal, round: Round) -> bool:
    return round.is_open and may(user, Action.REPORT_OUTCOMES, round.committee)


def _missing_only(request: HttpRequest) -> bool:
    return request.GET.get("visa") == MISSING_ONLY


def _address(name: str, round: Round) -> str:
    return reverse(name, args=[round.committee.slug, round.year, round.slug])
