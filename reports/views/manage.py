"""A round as it is managed: its days, its lock, what is unlocked for a time, and who did what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goals import lifecycle
from goals.calendar import set_dates
from goals.choices import Kind, RoundState
from goals.crumbs import crumbs
from goals.history import Wanted, events_of
from goals.models import Assessment, Round, Unlock
from goals.places import Place
from goals.round_forms import DatesForm, ReasonForm, ReopenForm, RuleForm, UnlockForm
from indicators.history import tell
from indicators.queries import lines_of
from organisation.access import Action, Principal, may
from reports.editions.acts import ActName
from reports.editions.queries import latest_published
from reports.unfinished import unfinished
from reports.views.rounds import get_round

LATEST = 8
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Act:
    """Something that can be done with a round: its form, its rule, and the words for it."""

    name: str
    form: RuleForm
    do: Callable[[dict[str, Any]], object]
    title: str
    done: str
    help: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def manage_round(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Where the round is in its life; and the acts of somebody who manages it."""
    action = Action.MANAGE_ROUNDS if request.method == "POST" else Action.READ
    round = get_round(request, committee, year, part, action)
    may_manage = may(request.user, Action.MANAGE_ROUNDS, round.committee)
    name = request.POST.get("act", "")
    acts = _acts(round, request.user, request.POST if name else None, name) if may_manage else []
    if request.method != "POST":
        return _page(request, round, acts)
    if name == "end_unlock":
        return _end_unlock(request, round)
    act = next((act for act in acts if act.name == name), None)
    if act is None:
        messages.error(request, _("That cannot be done with the round as it is now."))
        return _page(request, round, acts, status=422)
    try:
        if act.form.is_valid():
            act.do(act.form.cleaned_data)
            messages.success(request, act.done)
            return redirect(request.path)
    except ValidationError as error:
        act.form.add_refused(error)
    return _page(request, round, acts, act.form, status=422)


def _acts(round: Round, by: Principal, post: Any, chosen: str) -> list[Act]:
    """What can be done with the round in the state that it is in today."""
    state = round.current_state

    def data(name: str) -> Any:
        return post if name == chosen else None

    acts = []
    if state == RoundState.PLANNED:
        acts.append(_open(round, by, RuleForm(data("open"), prefix="open")))
    if state == RoundState.OPEN:
        acts.append(_lock(round, by, ReasonForm(data("lock"), prefix="lock")))
    if state == RoundState.LOCKED:
        acts.append(_unlock(round, by, data("unlock")))
        ahead = round.locks if round.locks and round.locks >= timezone.localdate() else None
        reopen = ReopenForm(data("reopen"), prefix="reopen", initial={"locks": ahead})
        acts.append(_reopen(round, by, reopen))
    if state != RoundState.DECIDED:
        dates = {name: getattr(round, name) for name in ("opens", "due", "locks")}
        acts.append(_dates(round, by, DatesForm(data("dates"), prefix="dates", initial=dates)))
    return acts


def _open(round: Round, by: Principal, form: RuleForm) -> Act:
    return Act(
        "open",
        form,
        lambda said: lifecycle.open_planned(round=round, by=by),
        _("Open %(round)s now") % {"round": round.title},
        _("%(round)s is open.") % {"round": round.title},
    )


def _lock(round: Round, by: Principal, form: RuleForm) -> Act:
    return Act(
        "lock",
        form,
        lambda said: lifecycle.lock_round(round=round, reason=said["reason"], by=by),
        _("Lock %(round)s") % {"round": round.title},
        _("%(round)s is locked.") % {"round": round.title},
        _("Nothing more can be entered. It can be opened again, or unlocked in part."),
    )


def _reopen(round: Round, by: Principal, form: RuleForm) -> Act:
    return Act(
        "reopen",
        form,
        lambda said: lifecycle.reopen_round(
            round=round, reason=said["reason"], locks=said["locks"], by=by
        ),
        _("Open %(round)s again") % {"round": round.title},
        _("%(round)s is open.") % {"round": round.title},
        _("For everybody and everything. To let a few things be mended, unlock them for a time."),
    )


def _dates(round: Round, by: Principal, form: RuleForm) -> Act:
    return Act(
        "dates",
        form,
        lambda said: set_dates(round=round, by=by, **said),
        _("Change the days"),
        _("The days are changed."),
        _("Days of its own: the round no longer follows the calendar for all committees."),
    )


def _unlock(round: Round, by: Principal, post: Any) -> Act:
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = UnlockForm(
        post, prefix="unlock", places=_places(round), initial={"until": tomorrow.isoformat()}
    )

    def do(said: dict[str, Any]) -> Unlock:
        until: date = said["until"]
        return lifecycle.unlock(
            round=round,
            place=Place.read(said["place"]),
            until=lifecycle.end_of_day(until),
            reason=said["reason"],
            by=by,
        )

    return Act(
        "unlock",
        form,
        do,
        _("Unlock for a time"),
        _("It is unlocked."),
        _("It locks itself again."),
    )


def _places(round: Round) -> Choices:
    """What can be unlocked: the round, a goal with what lies under it, an indicator."""
    goals = Assessment.objects.filter(round=round).select_related("goal")
    ordered = sorted((line.goal for line in goals), key=lambda goal: goal.sort_key)
    return [
        (_("The committee"), [(str(Place(Kind.ROUND, round.pk)), _("Everything in the round"))]),
        (
            _("A goal, with what lies under it"),
            [(str(Place(Kind.GOAL, goal.pk)), str(goal)) for goal in ordered],
        ),
        (
            _("An indicator"),
            [
                (str(line.places[0]), f"{line.measure.goal.code} {line.indicator}")
                for line in lines_of(round)
            ],
        ),
    ]


def _end_unlock(request: HttpRequest, round: Round) -> HttpResponse:
    key = request.POST.get("unlock", "")
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    unlock = get_object_or_404(Unlock, pk=key, round=round)
    try:
        lifecycle.end_unlock(unlock=unlock, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is locked again."))
    return redirect(request.path)


def _decision(request: HttpRequest, round: Round) -> dict[str, Any] | None:
    """The committee's decision on a locked or decided round: the edition that has it, or where it
    is recorded. None: it is not time for it."""
    if round.current_state not in (RoundState.LOCKED, RoundState.DECIDED):
        return None
    address = [round.committee.slug, round.year, round.slug]
    return {
        "is_decided": round.current_state == RoundState.DECIDED,
        "edition": latest_published(round),
        "editions": reverse("editions", args=address),
        "record": reverse("edition_act", args=[*address, ActName.DECIDE]),
        "may_record": may(request.user, Action.MAKE_EDITIONS, round.committee),
    }


def _page(
    request: HttpRequest,
    round: Round,
    acts: list[Act],
    refused: RuleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    unlocks = list(Unlock.objects.filter(round=round).select_related("by").order_by("-at", "-pk"))
    names = lifecycle.place_names(round, [one.place for one in unlocks])
    now = timezone.now()
    told = [(one, names.get(one.place, "")) for one in unlocks]
    about = Wanted(subject="omgang")
    context = {
        "round": round,
        "acts": acts,
        "decision": _decision(request, round),
        "refused": refused,
        "unfinished": unfinished(round) if round.is_open and acts else None,
        "running": [pair for pair in told if pair[0].until > now],
        "past": [pair for pair in told if pair[0].until <= now],
        "events": tell(events_of(round.committee, round=round, wanted=about)[:LATEST]),
        "calendar": reverse("calendar", args=[round.year]),
        "crumbs": crumbs(round, (_("Round"), "")),
    }
    return render(request, "reports/manage_round.html", context, status=status)
