"""Who answers for what in a committee: read in one query, and followed up the goal tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from goals.models import Responsibility
from goals.places import Place
from organisation.models import Committee, Membership, Unit, User


@dataclass(frozen=True)
class Duty:
    """Who answers for a place: a unit, a person, both or nobody."""

    unit: Unit | None = None
    person: User | None = None
    # Whether the person may log in and has a role in the committee.
    person_is_active: bool = False
    # Where it was said: at the place itself, or at a goal above it.
    said_at: Place | None = None

    @property
    def says_something(self) -> bool:
        """Whether somebody is named, active or not."""
        return self.unit is not None or self.person is not None

    @property
    def active_person(self) -> User | None:
        """The person, if it is somebody who still works here."""
        return self.person if self.person_is_active else None

    def is_for(self, user: User, *, administers: bool) -> bool:
        """Whether the person does it: as the responsible one, or, for somebody who
        administers the committee, because there is no person to do it."""
        return self.active_person == user or (administers and self.active_person is None)

    @property
    def has_owner(self) -> bool:
        """Whether somebody answers for it: a unit, or a person who still works here."""
        return self.unit is not None or self.active_person is not None


NOBODY = Duty()


@dataclass(frozen=True)
class Duties:
    """What has been said of who answers for what in a committee. Made by `duties_of`."""

    said: Mapping[Place, Duty] = field(default_factory=dict)

    def at(self, place: Place) -> Duty:
        """Who has been named at the place itself."""
        return self.said.get(place, NOBODY)

    def of(self, *places: Place) -> Duty:
        """Who answers for something that these places hold, the nearest first.

        What nobody has been named for is answered for as the goal that it lies
        under. A person who has left still stands in the way of those above: the
        place has no active owner until somebody else has been named.
        """
        named = (self.at(place) for place in places)
        return next((duty for duty in named if duty.says_something), NOBODY)


def active_in(committee_column: str, person_column: str) -> Exists:
    """Whether the person of a row may log in and has a role in the row's committee."""
    return Exists(
        Membership.objects.filter(
            committee=OuterRef(committee_column),
            user=OuterRef(person_column),
            user__is_active=True,
        )
    )


def duties_of(committee: Committee) -> Duties:
    """Who answers for what in the committee, in one query."""
    rows: QuerySet[Responsibility] = (
        Responsibility.objects.filter(committee=committee)
        .select_related("unit", "person")
        .annotate(works_here=active_in("committee", "person"))
    )
    return Duties({row.place: _duty(row) for row in rows})


def _duty(row: Responsibility) -> Duty:
    works_here: bool = row.works_here  # type: ignore[attr-defined]
    return Duty(row.unit, row.person, works_here, row.place)
