"""Submitting, deciding and correcting a report: a form, what will be frozen, and the act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.formats import format_date
from goals.models import Round
from goals.round_forms import RuleForm
from organisation.access import Action, Principal
from reports.editions import making
from reports.editions.acts import ActName, acts_of
from reports.editions.forms import BeginForm, CorrectForm, DecisionForm, SubmitForm
from reports.editions.making import EditionConflict
from reports.editions.state import Draft, draft_of
from reports.jobs.files import ask_for_files
from reports.jobs.finished import remember
from reports.models import Edition
from reports.reviewing import findings_of
from reports.unfinished import unfinished
from reports.views.rounds import get_round, report_crumbs

Rule = Callable[..., Edition | Round]
RULES: dict[ActName, Rule] = {
    ActName.SUBMIT: making.submit_proposal,
    ActName.DECIDE: making.decide_edition,
    ActName.BEGIN: making.begin_correction,
    ActName.CORRECT: making.correct_edition,
    ActName.END: making.end_correction,
}
FREEZES = (ActName.SUBMIT, ActName.DECIDE, ActName.CORRECT)


@dataclass(frozen=True)
class Act:
    """An act with its form and the words for it."""

    name: ActName
    form: RuleForm
    help: str

    @property
    def freezes(self) -> bool:
        """Whether it makes an edition."""
        return self.name in FREEZES

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was written in the form, for the page that asks once more."""
        return [
            (str(self.form.fields[name].label), _told(self.form, name, value))
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "")
        ]


def act_of(name: ActName, draft: Draft, post: Any = None) -> Act:
    """The act for a draft, with its form filled in as far as is known."""
    registry_number = {"registry_number": draft.document.registry_number}
    forms: dict[ActName, Callable[[], RuleForm]] = {
        ActName.SUBMIT: lambda: SubmitForm(post, initial=registry_number),
        ActName.DECIDE: lambda: DecisionForm(
            post,
            round=draft.round,
            initial=registry_number,
            proposal=draft.proposal.number if draft.proposal else None,
        ),
        ActName.BEGIN: lambda: BeginForm(post),
        ActName.CORRECT: lambda: CorrectForm(post, round=draft.round),
        ActName.END: lambda: RuleForm(post if post is not None else None),
    }
    return Act(name, forms[name](), _help(name))


def _help(name: ActName) -> str:
    return {
        ActName.SUBMIT: _(
            "The report is frozen as it is now. You can go on writing, and submit it again."
        ),
        ActName.DECIDE: _("The report is frozen and published, and the round is closed."),
        ActName.BEGIN: _(
            "The round is opened. The published edition holds until the correction is made."
        ),
        ActName.CORRECT: _(
            "The report is frozen and published as a new edition. The one before stays to be read."
        ),
        ActName.END: _("Nothing has changed since the edition that is published."),
    }[name]


@require_http_methods(["GET", "HEAD", "POST"])
def edition_act(
    request: HttpRequest, committee: str, year: int, part: str, name: str
) -> HttpResponse:
    """The form of an act; when it is filled in, what will be frozen; and when that is
    confirmed, the act."""
    if name not in ActName.values:
        raise Http404
    round = get_round(request, committee, year, part, Action.MAKE_EDITIONS)
    draft = draft_of(round)
    act = act_of(ActName(name), draft, request.POST if request.method == "POST" else None)
    if act.freezes and draft.last and 0 < _number(request.POST) <= draft.last.number:
        return _already_made(request, draft.last)
    if act.name not in acts_of(draft):
        messages.error(request, _("That cannot be done with the report as it is now."))
        return redirect(_list(round))
    if request.method != "POST":
        return _page(request, draft, act)
    if not act.form.is_valid():
        return _page(request, draft, act, status=422)
    if "confirmed" not in request.POST:
        return _page(request, draft, act, asks=True)
    return _do(request, draft, act)


def _do(request: HttpRequest, draft: Draft, act: Act) -> HttpResponse:
    try:
        made = _rule(act, draft.round, request.user, request.POST)
    except EditionConflict as conflict:
        last = conflict.draft.last
        if last and last.number >= _number(request.POST):
            return _already_made(request, last)
        messages.error(request, str(conflict))
        return _page(request, conflict.draft, act, asks=True, status=409)
    except ValidationError as error:
        act.form.add_refused(error)
        return _page(request, draft, act, status=422)
    messages.success(request, _done(made))
    if isinstance(made, Edition):
        remember(request, ask_for_files(edition=made, by=request.user))
    return redirect(_list(draft.round))


def _rule(act: Act, round: Round, by: Principal, post: Any) -> Edition | Round:
    seen = {"number": _number(post), "seen": post.get("seen", "")} if act.freezes else {}
    return RULES[act.name](round=round, by=by, **act.form.cleaned_data, **seen)


def _number(post: Any) -> int:
    """The number that the edition was to get, as the page said."""
    number = post.get("number", "")
    return int(number) if number.isdecimal() and len(number) < 6 else 0


def _already_made(request: HttpRequest, edition: Edition) -> HttpResponse:
    """A second click, or somebody else's: there is an edition of that number."""
    told = _("Edition %(number)s was made already, by %(name)s.")
    messages.info(request, told % {"number": edition.number, "name": edition.signature})
    return redirect(_list(edition.round))


def _done(made: Edition | Round) -> str:
    if isinstance(made, Edition):
        told = _("Edition %(number)s is made.")
        if made.is_published:
            told = _("Edition %(number)s is made and published.")
        return told % {"number": made.number}
    if made.is_open:
        return _("%(round)s is open for a correction.") % {"round": made.title}
    return _("%(round)s is closed.") % {"round": made.title}


def _told(form: RuleForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    if choices:
        return str(choices[form.data.get(form.add_prefix(name), "")])
    return format_date(value) if isinstance(value, date) else str(value)


def _page(
    request: HttpRequest, draft: Draft, act: Act, *, asks: bool = False, status: int = 200
) -> HttpResponse:
    round, document = draft.round, draft.document
    context: dict[str, Any] = {
        "round": round,
        "draft": draft,
        "act": act,
        "asks": asks,
        "crumbs": report_crumbs(round, (_("Editions"), _list(round)), (str(act.name.label), "")),
    }
    if asks and act.freezes:
        indicators = list(document.indicators())
        context |= {
            "outcomes": sum(not row.outcome.is_nothing for row in indicators),
            "indicators": len(indicators),
            "activities": sum(1 for _row in document.activities()),
            "assessed": sum(goal.assessment is not None for goal in document.goals),
            "sections": [one.heading for one in document.sections or () if one.body.strip()],
            "reviewed": findings_of(round, document),
            "unfinished": unfinished(round) if round.is_open else None,
            "since": draft.since(draft.last),
        }
    return render(request, "reports/edition_act.html", context, status=status)


def _list(round: Round) -> str:
    return reverse("editions", args=[round.committee.slug, round.year, round.slug])
