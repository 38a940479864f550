"""Setting what holds for the whole municipality, and what was set before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.formats import format_number
from goals.choices import ProposalMode
from goals.models import Policy
from goals.models.policy import THE_ONE
from goals.rules import EditConflict, sign
from organisation.access import Principal, require_central

# Stored as shares; people read and write them in percent.
SHARES = ("tolerance", "full_from", "partial_from")
WEIGHTS = ("indicator_weight", "activity_weight", "child_weight")
FIELDS = (
    "tolerance",
    "mode",
    *WEIGHTS,
    "full_from",
    "partial_from",
    "never_full_with_unmet",
    "gap_threshold",
    "smallest_group",
    "severities",
)
# A share that is never below it could not be proposed as not met.
LEAST_PARTIAL = Decimal("0.01")
# How many changes are told.
TOLD = 50


def version_of(policy: Policy) -> int:
    """The version that a form was filled from; 0 while nobody has set anything."""
    return 0 if policy._state.adding else policy.version


@transaction.atomic
def set_policy(*, values: Mapping[str, Any], version: int, by: Principal) -> Policy:
    """Set what holds for all committees from now on; fields that `values` leaves out are kept.

    What says what is stored already is saved, whatever its version.

    Raises:
        PermissionDenied, ValidationError, EditConflict: nothing was changed.
    """
    require_central(by)
    policies = Policy.objects.select_for_update()
    policy, made = policies.get_or_create(pk=THE_ONE, defaults={"version": 0})
    if all(getattr(policy, name) == value for name, value in values.items()):
        return policy
    if not made and policy.version != version:
        raise EditConflict(policy)
    for name, value in values.items():
        setattr(policy, name, value)
    _check(policy)
    policy.version += 1
    policy.full_clean()
    sign(policy, by)
    policy.save()
    return policy


def _check(policy: Policy) -> None:
    """Refuse rules by which some level, or any at all, could never be proposed."""
    problems: dict[str, str] = {}
    if policy.partial_from < LEAST_PARTIAL:
        problems["partial_from"] = _("At least 1 %: with 0, “not met” is never proposed.")
    elif policy.full_from < policy.partial_from:
        problems["full_from"] = _("“Met fully from” is at least “met partly from”.")
    weighs = any(getattr(policy, name) for name in WEIGHTS)
    if policy.mode == ProposalMode.PROPOSE and not weighs:
        problems[WEIGHTS[0]] = _(
            "At least one weight must be above 0; choose otherwise that nothing is proposed."
        )
    if problems:
        raise ValidationError(problems)


# Telling -----------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldChange:
    """A field that was set to something else, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PolicyChange:
    """Who changed what, and when."""

    name: str
    at: datetime
    fields: list[FieldChange]


def policy_changes() -> list[PolicyChange]:
    """What has been changed, the newest first; one query."""
    rows = Policy.history.select_related("history_user").order_by("-history_date", "-history_id")
    told = list(rows[: TOLD + 1])
    changes = []
    for after, before in zip(told, told[1:], strict=False):
        fields = _fields(before.instance, after.instance)
        if fields:
            changes.append(PolicyChange(str(after.history_user or ""), after.history_date, fields))
    return changes


def _fields(before: Policy, after: Policy) -> list[FieldChange]:
    return [
        FieldChange(label_of(name), written(before, name), written(after, name))
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    ]


def label_of(name: str) -> str:
    """What a field is called."""
    return str(capfirst(Policy._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def written(policy: Policy, name: str) -> str:
    """A field as people read it."""
    value = getattr(policy, name)
    if name in SHARES:
        return f"{format_number(value * 100)} %"
    if name == "mode":
        return policy.get_mode_display()
    if name == "severities":
        told = ngettext(
            "%(count)s check set otherwise", "%(count)s checks set otherwise", len(value)
        )
        return told % {"count": len(value)}
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return format_number(Decimal(value))
