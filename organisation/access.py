"""What a person may do: the only place where that is decided.

Pages, commands and background work ask here. Whoever may not know that a
committee exists gets 404; whoever may read but not change gets 403.
"""

from collections.abc import Collection
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from organisation.models import Committee, Membership, Role, User


class Action(StrEnum):
    """Something one can do with a committee's things."""

    READ = "read"
    REPORT_OUTCOMES = "report_outcomes"
    FOLLOW_UP_ACTIVITIES = "follow_up_activities"
    ASSESS_GOALS = "assess_goals"
    WRITE_REPORT = "write_report"
    # Say something of a text while it is written; it is no part of the report.
    COMMENT = "comment"
    # Change which sections the committee's report has beside those that the city requires.
    ADAPT_TEMPLATE = "adapt_template"
    # Numbers of so few people that others are shown "..": those who enter and judge need them.
    SEE_SMALL_GROUPS = "see_small_groups"
    MANAGE_ROUNDS = "manage_rounds"
    # Submit the report, record its decision, correct it: each makes an edition for ever.
    MAKE_EDITIONS = "make_editions"
    LOAD_DOCUMENTS = "load_documents"
    ASSIGN = "assign"


class System:
    """The program itself: commands run without a person, and background work."""

    is_active = True


SYSTEM = System()
Principal = User | AnonymousUser | System

EVERYTHING: frozenset[Action] = frozenset(Action)
RIGHTS: dict[str, frozenset[Action]] = {
    Role.ADMINISTRATOR: EVERYTHING,
    Role.MANAGER: frozenset(
        {
            Action.READ,
            Action.FOLLOW_UP_ACTIVITIES,
            Action.ASSESS_GOALS,
            Action.WRITE_REPORT,
            Action.COMMENT,
            Action.SEE_SMALL_GROUPS,
        }
    ),
    Role.READER: frozenset({Action.READ}),
    Role.CONTROLLER: frozenset(
        {Action.READ, Action.COMMENT, Action.MANAGE_ROUNDS, Action.LOAD_DOCUMENTS}
    ),
}


def _roles(principal: Principal) -> list[Membership]:
    """A person's memberships, read once per request."""
    if not isinstance(principal, User):
        return []
    cached: list[Membership] | None = getattr(principal, "_memberships", None)
    if cached is None:
        cached = list(principal.memberships.select_related("committee"))
        principal._memberships = cached  # type: ignore[attr-defined]
    return cached


def may_everywhere(principal: Principal) -> bool:
    """The program itself, and the person who runs it, are not asked."""
    if isinstance(principal, System):
        return True
    return isinstance(principal, User) and principal.is_active and principal.is_superuser


def may_administer(principal: Principal) -> bool:
    """Whether the principal may use the administration pages, which see all committees."""
    return isinstance(principal, User) and principal.is_staff and may_everywhere(principal)


def rights_in(principal: Principal, committee: Committee) -> frozenset[Action]:
    """Everything the principal may do with the committee's things; empty: may not know of it."""
    if may_everywhere(principal):
        return EVERYTHING
    if not isinstance(principal, User) or not principal.is_active:
        return frozenset()
    rights: frozenset[Action] = frozenset()
    for membership in _roles(principal):
        if membership.committee_id in (None, committee.pk):
            rights |= RIGHTS[membership.role]
    return rights


def may(principal: Principal, action: Action, committee: Committee) -> bool:
    """Whether the principal may do the action with the committee's things."""
    return action in rights_in(principal, committee)


def require(principal: Principal, action: Action, committee: Committee) -> None:
    """Let through, or raise.

    Raises:
        Http404: the principal may not know of the committee.
        PermissionDenied: the principal may read there, but not do this.
    """
    rights = rights_in(principal, committee)
    if Action.READ not in rights:
        raise Http404
    if action not in rights:
        raise PermissionDenied(
            _("You may read what belongs to %(committee)s, but not change this.")
            % {"committee": committee}
        )


def visible_committees(principal: Principal) -> QuerySet[Committee]:
    """The committees whose things the principal may read, by name."""
    committees = Committee.objects.order_by("name")
    if is_central(principal):
        return committees
    return committees.filter(pk__in=own_committee_ids(principal))


def own_committee_ids(principal: Principal) -> Collection[int]:
    """The committees in which the principal has a role of its own."""
    if not isinstance(principal, User) or not principal.is_active:
        return []
    return [m.committee_id for m in _roles(principal) if m.committee_id is not None]


def is_controller(principal: Principal) -> bool:
    """Whether the principal is a central controller."""
    return (
        isinstance(principal, User)
        and principal.is_active
        and any(m.role == Role.CONTROLLER for m in _roles(principal))
    )


def is_central(principal: Principal) -> bool:
    """Whether the principal works for all committees, and sets what is common to them."""
    return may_everywhere(principal) or is_controller(principal)


def require_central(principal: Principal) -> None:
    """Let through who works for all committees, or raise.

    Raises:
        PermissionDenied: the principal is no central controller.
    """
    if not is_central(principal):
        raise PermissionDenied(_("Only a central controller may do that for all committees."))


def people_who_may(action: Action, committee: Committee) -> QuerySet[User]:
    """Those with a role in the committee itself who may do the action there, by name."""
    roles = [role for role, rights in RIGHTS.items() if action in rights]
    own = Membership.objects.filter(committee=committee, role__in=roles)
    people = User.objects.filter(is_active=True, memberships__in=own)
    return people.distinct().order_by("name", "email")


def get_committee(principal: Principal, slug: str, action: Action = Action.READ) -> Committee:
    """The committee with that address, for somebody who is about to do the action.

    Raises:
        Http404: there is none, or the principal may not know of it.
        PermissionDenied: the principal may read there, but not do this.
    """
    try:
        committee = Committee.objects.get(slug=slug)
    except Committee.DoesNotExist:
        raise Http404 from None
    require(principal, action, committee)
    return committee
