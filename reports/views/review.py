"""The review of a round's document: what was found, and accepting what may stand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from goals.choices import Kind, RoundState
from goals.crumbs import crumbs
from goals.models import Round
from goals.rules import RoundLocked
from organisation.access import Action, may
from organisation.models import User
from reports.choices import Severity
from reports.review.catalogue import in_print
from reports.review.findings import Finding
from reports.reviewing import Reviewed, accept_finding, findings_of, undo_acceptance
from reports.views.review_groups import Refused, groups_of, shown_alone
from reports.views.rounds import get_round

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: "dict[str, StrOrPromise]" = {
    Kind.GOAL: gettext_lazy("Goals"),
    Kind.MEASURE: gettext_lazy("Indicators"),
    Kind.ACTIVITY: gettext_lazy("Activities"),
    Kind.SECTION: gettext_lazy("Sections and tables"),
}


@dataclass(frozen=True)
class Asked:
    """Which findings the page is to show; whatever is empty is not asked for."""

    severity: str = ""
    kind: str = ""
    goal: str = ""

    @classmethod
    def read(cls, sent: QueryDict) -> "Asked":
        """What an address asks for; words that mean nothing are passed over."""
        severity, kind = sent.get("allvar", ""), sent.get("slag", "")
        return cls(
            severity if severity in Severity.values else "",
            kind if kind in KINDS else "",
            sent.get("mal", "")[:40],
        )

    def takes(self, finding: Finding) -> bool:
        """Whether a finding is among those asked for."""
        return (
            self.severity in ("", finding.severity)
            and self.kind in ("", finding.spot.kind)
            and self.goal in ("", finding.spot.code)
        )

    def address(self, **changed: str) -> str:
        """The end of the address that asks for this, with something changed."""
        asked = {"allvar": self.severity, "slag": self.kind, "mal": self.goal} | changed
        return "?" + urlencode({name: word for name, word in asked.items() if word})

    @property
    def query(self) -> str:
        """What it asks for, to be sent along with a form."""
        return self.address()[1:]

    @property
    def of_all_severities(self) -> str:
        """The end of the address that asks for the same of every severity."""
        return self.address(allvar="")

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.severity or self.kind or self.goal)


@require_safe
def review(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Everything the review finds in a round, as the document is printed."""
    round = get_round(request, committee, year, part)
    return _page(request, round, Asked.read(request.GET), Refused())


@require_POST
def accept(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Say why a finding may stand."""
    round = get_round(request, committee, year, part, Action.WRITE_REPORT)
    asked = Asked.read(QueryDict(request.POST.get("visar", "")))
    names = ("code", "spot", "mark", "reason")
    code, spot, mark, reason = (request.POST.get(name, "") for name in names)
    assert isinstance(request.user, User)  # noqa: S101 (nobody gets here without logging in)
    try:
        accept_finding(round=round, code=code, spot=spot, mark=mark, reason=reason, by=request.user)
    except RoundLocked as error:
        messages.error(request, str(error))
    except ValidationError as error:
        refused = Refused((code, spot, mark), reason, " ".join(error.messages))
        return _page(request, round, asked, refused, status=422)
    else:
        messages.success(request, _("It may stand: the reason is kept."))
    return redirect(_address(round) + asked.address())


@require_POST
def undo(request: HttpRequest, committee: str, year: int, part: str, key: int) -> HttpResponse:
    """Take back that a finding may stand."""
    round = get_round(request, committee, year, part, Action.WRITE_REPORT)
    asked = Asked.read(QueryDict(request.POST.get("visar", "")))
    assert isinstance(request.user, User)  # noqa: S101 (nobody gets here without logging in)
    try:
        undo_acceptance(round=round, key=key, by=request.user)
    except RoundLocked as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The finding is open again."))
    return redirect(_address(round) + asked.address())


def _page(
    request: HttpRequest, round: Round, asked: Asked, refused: Refused, status: int = 200
) -> HttpResponse:
    found = findings_of(round)
    writes = may(request.user, Action.WRITE_REPORT, round.committee)
    is_decided = round.current_state == RoundState.DECIDED
    asked_for = in_print(filter(asked.takes, found.open), found.document)
    context = {
        "round": round,
        "found": found,
        "groups": groups_of(asked_for, found.document, round, refused),
        "accepted": [
            shown_alone(one, found.document, round)
            for one in found.accepted
            if asked.takes(one.finding)
        ],
        "asked": asked,
        "shown": len(asked_for),
        "severities": _severities(found, asked),
        "kinds": _kinds(found),
        "goals": _goals(found),
        "refused": refused.problem,
        "may_accept": writes and not is_decided,
        "lead": _lead(found, writes=writes, is_decided=is_decided),
        "crumbs": crumbs(round, (_("Review"), "")),
    }
    return render(request, "reports/review.html", context, status=status)


def _lead(found: Reviewed, *, writes: bool, is_decided: bool) -> str:
    """What the page says of itself, to those who are to mend the document and to others."""
    if is_decided:
        return _("Decided: this was left when the decision was made.")
    if not writes:
        return _("What the review has found so far. Those who write the document look at it.")
    if found.document.is_plan:
        return _("What should be looked at before the plan goes on.")
    return _("What should be looked at before the report goes on.")


def _address(round: Round) -> str:
    return reverse("review", args=[round.committee.slug, round.year, round.slug])


def _severities(found: Reviewed, asked: Asked) -> list[tuple[Severity, int, str]]:
    """Each severity, how many findings it has, and the address that shows them alone."""
    return [
        (severity, count, asked.address(allvar=severity))
        for severity, count in found.counts.items()
    ]


def _kinds(found: Reviewed) -> "list[tuple[str, StrOrPromise, int]]":
    """The kinds of things that something was found about."""
    counted = {kind: sum(one.spot.kind == kind for one in found.open) for kind in KINDS}
    return [(kind, KINDS[kind], count) for kind, count in counted.items() if count]


def _goals(found: Reviewed) -> list[tuple[str, str]]:
    """The goals that something was found about: their codes and titles."""
    codes = {finding.spot.code for finding in found.open}
    return [(goal.code, goal.title) for goal in found.document.goals if goal.code in codes]
