"""The review of a round's document: what was found, and accepting what may stand."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
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
from reports.document import Document
from reports.mending import mend_address
from reports.review.catalogue import BY_CODE, in_print
from reports.review.findings import FIELDS, Finding
from reports.reviewing import Accepted, Reviewed, accept_finding, findings_of, undo_acceptance
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


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: where it is mended, and who has accepted it."""

    finding: Finding
    link: str
    accepted: Accepted | None = None
    # What somebody just wrote as a reason, and what was wrong with that.
    reason: str = ""
    problem: str = ""

    @property
    def anchor(self) -> str:
        """The finding's id on the page."""
        finding = self.finding
        parts = f"{finding.code}|{finding.spot.written}|{finding.mark}"
        return f"finding-{hashlib.sha256(parts.encode()).hexdigest()[:12]}"

    @property
    def title(self) -> "StrOrPromise":
        """The check's title."""
        return BY_CODE[self.finding.code].title

    @property
    def thing(self) -> str:
        """What is called what the finding is about, where the heading does not say it."""
        return "" if self.finding.spot.kind == Kind.GOAL else self.finding.spot.name

    @property
    def field(self) -> "StrOrPromise":
        """The text it is found in, where it is one."""
        return FIELDS.get(self.finding.spot.field, "")


@dataclass(frozen=True)
class Group:
    """A goal, or a section, with what was found there."""

    code: str
    title: str
    link: str
    findings: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class Refused:
    """An acceptance that was refused: of which finding, what was written, and what is wrong."""

    seen: tuple[str, str, str] = ("", "", "")
    reason: str = ""
    problem: str = ""


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
    context = {
        "round": round,
        "found": found,
        "groups": _groups(found, asked, refused, round),
        "accepted": [
            Shown(one.finding, mend_address(one.finding.spot, round), one)
            for one in found.accepted
            if asked.takes(one.finding)
        ],
        "asked": asked,
        "shown": sum(asked.takes(finding) for finding in found.open),
        "severities": _severities(found, asked),
        "kinds": _kinds(found),
        "goals": _goals(found),
        "refused": refused.problem,
        "may_accept": writes and round.current_state != RoundState.DECIDED,
        "crumbs": crumbs(round, (_("Review"), "")),
    }
    return render(request, "reports/review.html", context, status=status)


def _address(round: Round) -> str:
    return reverse("review", args=[round.committee.slug, round.year, round.slug])


def _groups(found: Reviewed, asked: Asked, refused: Refused, round: Round) -> list[Group]:
    """What is shown, by the goals and sections of the document in the order it is printed."""
    shown = in_print(filter(asked.takes, found.open), found.document)
    return [
        _group(code, name, [_shown(one, refused, round) for one in own], found.document, round)
        for (code, name), own in groupby(shown, _place)
    ]


def _place(finding: Finding) -> tuple[str, str]:
    spot = finding.spot
    return (spot.code, "") if spot.code else ("", spot.name)


def _group(code: str, name: str, findings: list[Shown], document: Document, round: Round) -> Group:
    goal = document.by_code.get(code)
    if goal is None:
        headings = {section.key: section.heading for section in document.sections or ()}
        return Group("", headings.get(name) or name or _("The document"), "", findings)
    address = reverse("goal", args=[round.committee.slug, round.year, round.slug, code])
    return Group(code, goal.title, address, findings)


def _shown(finding: Finding, refused: Refused, round: Round) -> Shown:
    link = mend_address(finding.spot, round)
    if refused.seen == (finding.code, finding.spot.written, finding.mark):
        return Shown(finding, link, reason=refused.reason, problem=refused.problem)
    return Shown(finding, link)


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


def goal_findings(findings: Iterable[Finding], round: Round) -> list[Shown]:
    """Findings with the pages where they are mended, for the pages of a goal."""
    return [Shown(finding, mend_address(finding.spot, round)) for finding in findings]
