"""A round's outcomes as an Excel workbook: what the page shows, with the same filter."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.workbooks import CONTENT_TYPE
from goals.views.filling import choice_of, lines_shown
from indicators.protection import protected_lines, seen_by
from indicators.queries import lines_of
from indicators.views.outcomes import SHEET, get_reporting_round
from indicators.workbook import file_name, outcomes_workbook
from organisation.access import Action


@require_safe
def outcomes_excel(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The rows that the page shows, as a workbook.

    It goes on from hand to hand, so small groups are hidden in it whoever asks.
    """
    round = get_reporting_round(request, committee, year, part, Action.READ)
    lines = lines_shown(SHEET, request, round, seen_by(request.user, lines_of(round)))
    name = file_name(round, choice_of(SHEET, request))
    return HttpResponse(
        outcomes_workbook(round, protected_lines(lines)),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
