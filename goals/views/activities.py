"""Follow up a round's activities: one table, saved cell by cell."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.bulk import as_planned
from goals.cells import RowAnswer
from goals.choices import Kind
from goals.columns import FILTERS, columns, shows
from goals.crumbs import crumbs
from goals.models import Goal, Round
from goals.queries import ActivityLine, activities_of, activity_of, activity_summary
from goals.rounds import get_round
from goals.rules import activity_texts, enter_activity
from goals.sent import Sent
from goals.sheet import EntryRow
from goals.views.filling import Sheet, filters_of, page_context, save_cells, save_form
from organisation.access import Action
from organisation.models import User

PAGE = "goals/activities.html"
# What the page remembers of "the rest go as planned", until it has been shown: see `rest`.
JUST_DONE = "activities_rest"


def _enter(round: Round, line: ActivityLine, sent: Sent, by: User) -> RowAnswer:
    answer = enter_activity(report=line.report, cells=sent.cells, by=by)
    answer.line = ActivityLine(answer.line)
    return answer


def _goal(line: ActivityLine) -> Goal:
    return line.activity.goal


SHEET = Sheet[ActivityLine](
    kind=Kind.ACTIVITY,
    action=Action.FOLLOW_UP_ACTIVITIES,
    page="activities",
    cells="activity_cells",
    state="activities_state",
    find=activity_of,
    name=lambda line: line.activity.title,
    goal=_goal,
    places=lambda line: line.places,
    columns=columns,
    texts=lambda line: activity_texts(line.report),
    enter=_enter,
    filters=FILTERS,
    shows=shows,
    parts={"notes": "goals/_activity_notes.html", "dates": "goals/_activity_dates.html"},
)


@require_safe
def activities(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """All the round's activities, to follow up or to read."""
    return _page(request, get_round(request.user, committee, year, part))


@require_safe
def activities_state(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """How far the follow-up has come, for the head of the page."""
    round = get_round(request.user, committee, year, part)
    lines = activities_of(round)
    context = {
        "summary": activity_summary(lines),
        "round": round,
        "told": filters_of(SHEET, request, round, lines),
    }
    return render(request, "goals/_activity_progress.html", context)


@require_POST
def activity_cells(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Save cells of some rows, sent by the page's script; each row is saved by itself."""
    return save_cells(SHEET, request, round_to_follow_up(request, committee, year, part))


@require_http_methods(["GET", "HEAD", "POST"])
def activity_save(
    request: HttpRequest, committee: str, year: int, part: str, activity: int
) -> HttpResponse:
    """Save one row that was posted as a form; or forget what was typed in it."""
    if request.method == "POST":
        round = round_to_follow_up(request, committee, year, part)
    else:
        round = get_round(request.user, committee, year, part)
    return save_form(
        SHEET, request, round, activity, lambda row, status: _page(request, round, row, status)
    )


def round_to_follow_up(request: HttpRequest, committee: str, year: int, part: str) -> Round:
    """The round, for somebody who follows its activities up; a plan only promises."""
    round = get_round(request.user, committee, year, part, Action.FOLLOW_UP_ACTIVITIES)
    if not round.reports_outcomes:
        raise Http404
    return round


def rest_of(context: dict[str, Any]) -> list[ActivityLine]:
    """The activities on a page that nobody has said anything of, and that are open."""
    if not context["may_enter"]:
        return []
    rows = (row for _goal, rows in context["groups"] for row in rows)
    return [row.line for row in rows if row.is_open and row.line.is_untouched and row.is_saved]


def _page(
    request: HttpRequest, round: Round, answered: EntryRow | None = None, status: int = 200
) -> HttpResponse:
    lines = activities_of(round)
    context = page_context(SHEET, request, round, lines, answered)
    context |= {
        "rest": rest_of(context),
        "as_planned": as_planned(round)[0],
        "just_done": _just_done(request, round),
        "summary": activity_summary(lines),
        "crumbs": crumbs(round, (_("Activities"), "")),
    }
    return render(request, PAGE, context, status=status)


def _just_done(request: HttpRequest, round: Round) -> dict[str, Any] | None:
    """What has just been done in bulk in the round, to be told once, with a way to undo it."""
    said: dict[str, Any] | None = request.session.get(JUST_DONE)
    if said is None or said["round"] != round.pk:
        return None
    del request.session[JUST_DONE]
    return said
