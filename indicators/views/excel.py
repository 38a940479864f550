"""A round's outcomes as an Excel workbook: what the page shows, with the same filter."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goals.queries import own_places
from goals.views.filling import choice_of
from indicators.columns import shows
from indicators.queries import lines_of
from indicators.views.outcomes import SHEET, get_reporting_round
from indicators.workbook import CONTENT_TYPE, file_name, outcomes_workbook
from organisation.access import Action


@require_safe
def outcomes_excel(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The rows that the page shows, as a workbook."""
    round = get_reporting_round(request, committee, year, part, Action.READ)
    choice, own = choice_of(SHEET, request), own_places(request.user, round)
    lines = [line for line in lines_of(round) if shows(choice, line, line.places[0] in own)]
    return HttpResponse(
        outcomes_workbook(round, lines),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{file_name(round, choice)}"'},
    )
