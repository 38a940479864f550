"""What was done: in a round, to one thing, in a committee; and the evidence behind it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goals.crumbs import crumbs
from goals.history import Wanted, events_of, people_in
from goals.models import Round
from goals.places import Place
from indicators.changes import warnings_of
from indicators.choices import WarningCode
from indicators.history import tell
from indicators.plausibility import about_words
from indicators.protection import hides_from
from organisation.access import get_committee
from organisation.models import Committee
from reports.evidence import evidence_of
from reports.forms import HistoryForm
from reports.views.rounds import get_round

EVENTS_ON_A_PAGE = 50


@require_safe
def round_history(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """What was done in a round, or to one thing in it: ?plats=measure:45."""
    round = get_round(request, committee, year, part)
    place = _place(request)
    context = _events(request, round.committee, round, place)
    context["crumbs"] = crumbs(round, (_("History"), ""))
    return _answer(request, context)


@require_safe
def committee_history(request: HttpRequest, committee: str) -> HttpResponse:
    """What was done in all of a committee's rounds, by everybody or by one person."""
    owner = get_committee(request.user, committee)
    context = _events(request, owner)
    context["crumbs"] = [
        (_("Start"), reverse("start")),
        (owner.name, owner.get_absolute_url()),
        (_("History"), ""),
    ]
    return _answer(request, context)


@require_safe
def event_evidence(
    request: HttpRequest, committee: str, year: int, part: str, event: int
) -> HttpResponse:
    """The row history behind an event: what the line said before and after it."""
    round = get_round(request, committee, year, part)
    found = get_object_or_404(events_of(round.committee, round=round), pk=event)
    labels = dict(WarningCode.choices)
    discreet = hides_from(request.user, round.committee)
    history = reverse("round_history", args=[committee, year, part])
    context = {
        "round": round,
        "line": tell([found], discreet=discreet)[0],
        "evidence": evidence_of(found, discreet=discreet),
        "warnings": [
            (labels.get(code, code), "" if discreet else about_words(code, about))
            for code, about in warnings_of(found)
        ],
        "crumbs": crumbs(round, (_("History"), history), (_("Evidence"), "")),
    }
    return render(request, "reports/evidence.html", context)


def _place(request: HttpRequest) -> Place | None:
    text = request.GET.get("plats")
    try:
        return Place.read(text) if text else None
    except ValueError:
        raise Http404 from None


def _events(
    request: HttpRequest,
    committee: Committee,
    round: Round | None = None,
    place: Place | None = None,
) -> dict[str, Any]:
    """The events that were asked for, a page of them, with the form that asks."""
    about = events_of(committee, round=round, wanted=Wanted(place=place))
    lasting = round is None or place is not None
    form = HistoryForm(request.GET, people=people_in(about), with_lasting=lasting)
    wanted = form.wanted(place)
    page = Paginator(events_of(committee, round=round, wanted=wanted), EVENTS_ON_A_PAGE).get_page(
        request.GET.get("sida")
    )
    lines = tell(page.object_list, discreet=hides_from(request.user, committee))
    asked = request.GET.copy()
    asked.pop("sida", None)
    return {
        "committee": committee,
        "round": round,
        "place": place,
        # A thing is called as it was when something was last done to it.
        "name": lines[0].name if place and lines else "",
        "form": form,
        "is_filtered": wanted.is_filtered,
        "page": page,
        "lines": lines,
        "asked": asked.urlencode(),
    }


def _answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The whole page; or the list alone for HTMX, but when it restores a page it has left."""
    htmx = request.htmx  # type: ignore[attr-defined]
    alone = htmx and not htmx.history_restore_request
    return render(request, f"reports/history.html{'#answer' if alone else ''}", context)
