"""One indicator: its definition, and what became of it over the years."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.formats import format_number, swedish_key
from goals.queries import policy_now
from indicators.charts import moments
from indicators.line_chart import draw_lines
from indicators.models import Indicator
from indicators.protection import seen_by
from indicators.queries import Line, history_of, tolerance_of
from organisation.access import Action, Principal, may, visible_committees


@require_safe
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicator's definition and its outcomes in the committees that the person may read."""
    shown = get_object_or_404(Indicator.objects.select_related("committee", "predecessor"), pk=pk)
    _require_visible(request.user, shown)
    tolerance = policy_now().tolerance
    lines = seen_by(request.user, history_of(request.user, shown, tolerance=tolerance))
    context = {
        "indicator": shown,
        "tolerance": format_number(tolerance_of(shown, tolerance) * 100),
        "lines": lines,
        "namesakes": _namesakes(lines, shown),
        "several_committees": len({line.target.round.committee_id for line in lines}) > 1,
        "charts": _charts(shown, lines),
        "any_hidden": any(line.has_hidden for line in lines),
        "any_forecast": any(not line.outcome.forecast.is_nothing for line in lines),
        "any_sex": any(
            not (line.outcome.women.is_nothing and line.outcome.men.is_nothing) for line in lines
        ),
        "crumbs": [(_("Start"), "/"), (shown.name, "")],
    }
    return render(request, "indicators/indicator.html", context)


def _require_visible(user: Principal, shown: Indicator) -> None:
    """The council's indicators are for everybody with a role; a committee's, for its own."""
    if shown.committee is None:
        visible = visible_committees(user).exists()
    else:
        visible = may(user, Action.READ, shown.committee)
    if not visible:
        raise Http404


def _namesakes(lines: list[Line], shown: Indicator) -> list[Indicator]:
    """Other owners' indicators of the same name among the lines."""
    others = {line.indicator.pk: line.indicator for line in lines if line.indicator != shown}
    return [others[pk] for pk in sorted(others)]


def _charts(shown: Indicator, lines: list[Line]) -> list[tuple[str, str]]:
    """A line chart per committee that has reported at least two numbers."""
    charts = list[tuple[str, str]]()
    ordered = sorted(lines, key=lambda line: swedish_key(line.target.round.committee.name))
    for committee, own in groupby(ordered, lambda line: line.target.round.committee):
        if chart := draw_lines(f"{shown.name}, {committee.name}", moments(own)):
            charts.append((committee.name, chart))
    return charts
