"""Which checks the review makes, and how grave they are: everybody may read it, a central
controller sets it for all committees."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from goals.models import Policy
from goals.policy import set_policy, version_of
from goals.queries import policy_now
from goals.rules import EditConflict
from organisation.access import is_central, require_central
from reports.choices import Severity
from reports.review.catalogue import CATALOGUE, GROUPS, group_of
from reports.review.findings import OFF, Check

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHOICES: "tuple[tuple[str, StrOrPromise], ...]" = (*Severity.choices, (OFF, gettext_lazy("Off")))


@dataclass(frozen=True)
class Line:
    """A check with the severity that holds, or that somebody tried to set."""

    check: Check
    severity: str

    @property
    def is_changed(self) -> bool:
        """Whether the municipality has another severity than the program came with."""
        return self.severity != self.check.severity

    @property
    def choices(self) -> "list[tuple[str, StrOrPromise, bool]]":
        """What can be chosen: the word, its name, and whether it is chosen."""
        return [(word, label, word == self.severity) for word, label in CHOICES]

    @property
    def label(self) -> "StrOrPromise":
        """The severity in words."""
        return dict(CHOICES)[self.severity]


@require_http_methods(["GET", "HEAD", "POST"])
def review_policy(request: HttpRequest) -> HttpResponse:
    """All checks, by what they look at, each with its severity."""
    if request.method != "POST":
        return _page(request, policy_now())
    require_central(request.user)
    chosen = {check.code: request.POST.get(check.code, "") for check in CATALOGUE}
    severities = {
        check.code: chosen[check.code]
        for check in CATALOGUE
        if chosen[check.code] in dict(CHOICES) and chosen[check.code] != check.severity
    }
    try:
        set_policy(values={"severities": severities}, version=_version(request), by=request.user)
    except EditConflict as conflict:
        return _page(request, conflict.current, chosen, 409, str(conflict))
    messages.success(request, _("The checks are changed. They hold from now on."))
    return redirect(request.path)


def _version(request: HttpRequest) -> int:
    """The version that the page was shown with; one that is none conflicts with all."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1


def _page(
    request: HttpRequest,
    stored: Policy,
    chosen: Mapping[str, str] | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    said = stored.severities if chosen is None else chosen
    lines = [Line(check, _severity(said.get(check.code, ""), check)) for check in CATALOGUE]
    context = {
        "groups": [
            (group, GROUPS[group], list(own))
            for group, own in groupby(lines, lambda line: group_of(line.check.code))
        ],
        "version": version_of(stored),
        "problem": problem,
        "may_set": is_central(request.user),
        "crumbs": [
            (_("Start"), "/"),
            (_("Common rules"), reverse("policy")),
            (_("The review’s checks"), ""),
        ],
    }
    return render(request, "reports/review_policy.html", context, status=status)


def _severity(said: str, check: Check) -> str:
    return said if said in dict(CHOICES) else check.severity.value
