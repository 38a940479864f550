"""Who works where."""

from django.db.models import QuerySet

from organisation.models import Committee, Role, User


def people_in(committee: Committee) -> QuerySet[User]:
    """Those who have a role in the committee and may log in, by name."""
    return User.objects.filter(is_active=True, memberships__committee=committee).order_by(
        "name", "email"
    )


def administrators_of(committee: Committee) -> QuerySet[User]:
    """The committee's administrators who may log in, by name."""
    return people_in(committee).filter(
        memberships__committee=committee, memberships__role=Role.ADMINISTRATOR
    )
