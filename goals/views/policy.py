"""What holds for all committees: everybody may read it, a central controller sets it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goals.choices import Level
from goals.models import Policy
from goals.policy import policy_changes, set_policy
from goals.policy_forms import PolicyForm
from goals.proposal import ActivityState, Evidence, Judged, Proposal, propose
from goals.queries import policy_now, rule_of
from goals.rules import EditConflict
from organisation.access import is_central, require_central


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """The rules for indicators, proposals, gaps and small groups, with who changed them when."""
    if request.method != "POST":
        stored = policy_now()
        return _page(request, stored, PolicyForm(initial=PolicyForm.initial_of(stored)))
    require_central(request.user)
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return _page(request, policy_now(), form, 422)
    values = {name: form.cleaned_data[name] for name in form.fields if name != "version"}
    try:
        set_policy(values=values, version=form.cleaned_data["version"], by=request.user)
    except ValidationError as error:
        form.add_errors(error)
        return _page(request, policy_now(), form, 422)
    except EditConflict as conflict:
        form.keep_typed(conflict.current.version)
        return _page(request, conflict.current, form, 409, str(conflict), values)
    messages.success(request, _("The rules are changed. They hold from now on."))
    return redirect(request.path)


def _page(
    request: HttpRequest,
    stored: Policy,
    form: PolicyForm,
    status: int = 200,
    problem: str = "",
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:
    may_set = is_central(request.user)
    context = {
        "form": form if may_set else None,
        # What stands now: to whoever only reads, and beside what somebody else has changed.
        "stored": list(PolicyForm.read_only(stored, typed)),
        "problem": problem,
        "example": _example(stored),
        "changes": policy_changes(),
        "crumbs": [(_("Start"), "/"), (_("Common rules"), "")],
    }
    return render(request, "goals/policy.html", context, status=status)


def _example(stored: Policy) -> Proposal:
    """What the rules as they stand propose about a goal like those in real annual reports."""
    levels = [Level.FULL] * 3 + [Level.PARTIAL] * 7 + [Level.NONE] * 2
    children = [Level.FULL, Level.PARTIAL, Level.FULL, Level.FULL]
    evidence = Evidence(
        indicators=tuple(Judged("", level) for level in levels),
        activities=(ActivityState.DONE, ActivityState.ONGOING, ActivityState.DEVIATING),
        children=tuple(Judged("", level) for level in children),
    )
    return propose(evidence, rule_of(stored))
