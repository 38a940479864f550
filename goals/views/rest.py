"""Say that the rest of a round's activities go as planned: which they are, and then do it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from goals.bulk import BulkAnswer, as_planned, follow_up_rest, take_back_rest
from goals.choices import ActivityStatus
from goals.crumbs import crumbs
from goals.models import Round
from goals.queries import activities_of
from goals.views.activities import JUST_DONE, SHEET, rest_of, round_to_follow_up
from goals.views.filling import address_of, page_context, query_of


@require_http_methods(["GET", "HEAD", "POST"])
def activities_rest(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Show which activities are left and ask; set them, or take it back (`undo`)."""
    round = round_to_follow_up(request, committee, year, part)
    if request.method != "POST":
        return _page(request, round)
    status, undo = request.POST.get("status", ""), "undo" in request.POST
    rule = take_back_rest if undo else follow_up_rest
    try:
        answer = rule(round=round, status=status, activities=_keys(request), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_back(request, round))
    _tell(request, round, answer, "" if undo else status)
    return redirect(_back(request, round))


def _page(request: HttpRequest, round: Round) -> HttpResponse:
    context = page_context(SHEET, request, round, activities_of(round))
    context |= {
        "rest": rest_of(context),
        "statuses": as_planned(round),
        "back": _back(request, round),
        "crumbs": crumbs(
            round,
            (_("Activities"), address_of("activities", round)),
            (_("The rest go as planned"), ""),
        ),
    }
    return render(request, "goals/activities_rest.html", context)


def _tell(request: HttpRequest, round: Round, answer: BulkAnswer, status: str) -> None:
    """What came of it; what was set can be taken back from the page that is shown next."""
    if answer.done and status:
        keys = [activity.pk for activity in answer.done]
        request.session[JUST_DONE] = {
            "round": round.pk,
            "status": status,
            "label": str(ActivityStatus(status).label),
            "activities": keys,
        }
    elif answer.done:
        many = len(answer.done)
        text = ngettext(
            "%(count)s activity has no status again.",
            "%(count)s activities have no status again.",
            many,
        )
        messages.success(request, text % {"count": many})
    if answer.left:
        names = ", ".join(str(activity) for activity in answer.left)
        text = _("Left as they are, since they are locked or somebody has changed them: %(names)s")
        messages.warning(request, text % {"names": names})
    if not answer.done and not answer.left:
        messages.warning(request, _("No activity was left to set."))


def _keys(request: HttpRequest) -> list[int]:
    """The activities that the form names.

    Raises:
        Http404: it names something else.
    """
    keys = request.POST.getlist("activity")
    if not all(key.isascii() and key.isdecimal() and len(key) <= 18 for key in keys):
        raise Http404
    return [int(key) for key in keys]


def _back(request: HttpRequest, round: Round) -> str:
    return address_of("activities", round) + query_of(SHEET, request)
