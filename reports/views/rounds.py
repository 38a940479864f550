"""Rounds by their addresses, the way to their reports, and opening one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goals import rounds
from goals.crumbs import crumbs
from goals.models import Round
from goals.rounds import PARTS_BY_SLUG
from organisation.access import Action, get_committee
from reports.rounds import open_round


def get_round(
    request: HttpRequest,
    committee: str,
    year: int,
    part: str,
    action: Action = Action.READ,
) -> Round:
    """The round at that address, for the person who asks; 404 or 403 for whoever may not."""
    return rounds.get_round(request.user, committee, year, part, action)


def report_crumbs(round: Round, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a round's report, and on to what belongs to it."""
    address = reverse("report", args=[round.committee.slug, round.year, round.slug])
    return crumbs(round, (_("Report"), address), *more)


@require_POST
def open_round_view(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Open a report's round from the one before it."""
    owner = get_committee(request.user, committee, Action.MANAGE_ROUNDS)
    if part not in PARTS_BY_SLUG:
        raise Http404
    try:
        round = open_round(committee=owner, year=year, part=PARTS_BY_SLUG[part], by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("year", owner.slug, year)
    messages.success(request, _("%(round)s is open.") % {"round": round.title})
    return redirect(round)
