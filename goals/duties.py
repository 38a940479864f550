"""Naming who answers for goals, indicators and activities, one by one or in bulk."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from goals.choices import Kind, Verb
from goals.events import CellChange, record
from goals.models import Responsibility
from goals.places import Place
from organisation.access import Action, Principal, require
from organisation.models import Committee, Unit, User
from organisation.queries import people_in


class Keep(Enum):
    """Says that a unit or a person stays as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
# What somebody can answer for; a round is nobody's.
ANSWERED_FOR = frozenset({Kind.GOAL, Kind.MEASURE, Kind.ACTIVITY})


@transaction.atomic
def set_responsible(
    *,
    committee: Committee,
    places: Mapping[Place, str],
    by: Principal,
    unit: Unit | None | Literal[Keep.KEEP] = KEEP,
    person: User | None | Literal[Keep.KEEP] = KEEP,
) -> int:
    """Name the unit and the person who answer for places; how many were changed.

    `places` tells what each is called, for the history; they belong to the
    committee. None takes the unit or the person away: where neither is left, the
    place is answered for as the goal above it.

    Raises:
        Http404, PermissionDenied, ValidationError: nothing was changed.
    """
    require(by, Action.ASSIGN, committee)
    _check(committee, places, unit, person)
    rows = _hold(committee, places)
    changed = 0
    for place, name in places.items():
        row = rows.get(place) or Responsibility(committee=committee, kind=place.kind, key=place.key)
        changed += _change(
            row,
            row.unit if unit is KEEP else unit,
            row.person if person is KEEP else person,
            name,
            by,
        )
    return changed


@transaction.atomic
def reassign(
    *,
    committee: Committee,
    from_person: User,
    to_person: User | None,
    names: Mapping[Place, str],
    by: Principal,
) -> int:
    """Give everything that a person answers for in a committee to another, or to nobody.

    Units stay. `names` tells what the places are called, for the history. The
    answer is how many places were changed: all of them, or, on an error, none.

    Raises:
        Http404, PermissionDenied, ValidationError: nothing was changed.
    """
    require(by, Action.ASSIGN, committee)
    if from_person == to_person:
        raise ValidationError(_("Choose somebody else."))
    _check(committee, (), KEEP, to_person)
    rows = _hold(committee)
    own = [row for row in rows.values() if row.person_id == from_person.pk]
    for row in own:
        name = names.get(row.place) or str(row.place.kind.label)
        _change(row, row.unit, to_person, name, by)
    return len(own)


def _check(
    committee: Committee,
    places: Iterable[Place],
    unit: Unit | None | Literal[Keep.KEEP],
    person: User | None | Literal[Keep.KEEP],
) -> None:
    if any(place.kind not in ANSWERED_FOR for place in places):
        raise ValidationError(_("Nobody can be made responsible for that."))
    if isinstance(unit, Unit) and unit.committee_id != committee.pk:
        raise ValidationError({"unit": _("The unit belongs to another committee.")})
    if isinstance(person, User) and not people_in(committee).filter(pk=person.pk).exists():
        raise ValidationError(
            {"person": _("%(name)s has no role in the committee.") % {"name": person}}
        )


def _hold(
    committee: Committee, places: Iterable[Place] | None = None
) -> dict[Place, Responsibility]:
    """The committee's responsibilities, held so that changes to them come one after the other."""
    Committee.objects.select_for_update().get(pk=committee.pk)
    rows = Responsibility.objects.filter(committee=committee).select_related("unit", "person")
    if places is not None:
        rows = rows.filter(key__in={place.key for place in places})
    return {row.place: row for row in rows}


def _change(
    row: Responsibility, unit: Unit | None, person: User | None, name: str, by: Principal
) -> bool:
    """Store a place's new unit and person, and write it down; whether anything changed."""
    cells: list[CellChange] = [
        (cell, str(before or ""), str(after or ""))
        for cell, before, after in (("person", row.person, person), ("unit", row.unit, unit))
        if before != after
    ]
    if not cells:
        return False
    row.unit, row.person = unit, person
    if unit is not None or person is not None:
        row.save()
    elif row.pk is not None:
        row.delete()
    record(
        Verb.RESPONSIBLE_CHANGED,
        by=by,
        committee=row.committee,
        place=row.place,
        name=name,
        cells=cells,
    )
    return True
