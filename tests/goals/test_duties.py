"""Who answers for what: named, followed up the tree, moved in bulk, and written down."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from goals.choices import Kind, Verb
from goals.duties import reassign, set_responsible
from goals.models import Event, Responsibility
from goals.places import Place
from goals.responsible import Duties, duties_of
from organisation.models import Unit
from tests.conftest import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AREA, GOAL = Place(Kind.GOAL, 1), Place(Kind.GOAL, 2)
MEASURE, ACTIVITY = Place(Kind.MEASURE, 2), Place(Kind.ACTIVITY, 2)


def named(people: People, said: dict[Place, tuple[str, str]]) -> Duties:
    """Responsibilities as a table: place → the person's and the unit's names."""
    units = {
        name: Unit.objects.create(committee=people.committee, name=name)
        for name in {unit for _person, unit in said.values() if unit}
    }
    for place, (person, unit) in said.items():
        Responsibility.objects.create(
            committee=people.committee,
            kind=place.kind,
            key=place.key,
            person=getattr(people, person) if person else None,
            unit=units.get(unit),
        )
    return duties_of(people.committee)


def leave(people: People) -> None:
    people.mona.is_active = False
    people.mona.save()


@pytest.mark.parametrize(
    ("said", "person", "unit", "has_owner"),
    [
        ({}, None, None, False),
        ({MEASURE: ("eva", "")}, "Eva", None, True),
        ({GOAL: ("eva", "")}, "Eva", None, True),
        ({AREA: ("eva", "")}, "Eva", None, True),
        ({AREA: ("rolf", ""), GOAL: ("eva", "")}, "Eva", None, True),
        ({AREA: ("rolf", ""), MEASURE: ("eva", "")}, "Eva", None, True),
        # A unit says something too: the goal's person does not come with it.
        ({GOAL: ("eva", ""), MEASURE: ("", "Förskola")}, None, "Förskola", True),
        ({GOAL: ("eva", "Förskola")}, "Eva", "Förskola", True),
        # Whoever has left, or has no role any more, answers for nothing.
        ({MEASURE: ("mona", "")}, None, None, False),
        ({GOAL: ("eva", ""), MEASURE: ("mona", "")}, None, None, False),
        ({MEASURE: ("mona", "Förskola")}, None, "Förskola", True),
        ({MEASURE: ("nils", "")}, None, None, False),
        # A row that says nothing hides nobody.
        ({GOAL: ("eva", ""), MEASURE: ("", "")}, "Eva", None, True),
        # Something else of the same key is something else.
        ({ACTIVITY: ("eva", "")}, None, None, False),
    ],
)
def test_who_answers_for_an_indicator(
    people: People,
    said: dict[Place, tuple[str, str]],
    person: str | None,
    unit: str | None,
    has_owner: bool,
) -> None:
    leave(people)

    duty = named(people, said).of(MEASURE, GOAL, AREA)

    assert (duty.active_person and str(duty.active_person)) == person
    assert (duty.unit and str(duty.unit)) == unit
    assert duty.has_owner == has_owner


@pytest.mark.parametrize("count", [1, 3])
def test_responsibilities_are_read_in_one_query(
    people: People, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    named(people, {Place(Kind.GOAL, key): ("eva", "Förskola") for key in range(count)})

    with django_assert_num_queries(1):
        duties = duties_of(people.committee)
        assert {str(duty.unit) for duty in duties.said.values()} == {"Förskola"}


def test_naming_writes_one_event_for_each_place(people: People) -> None:
    unit = Unit.objects.create(committee=people.committee, name="Förskola")
    places = {MEASURE: "Nöjda barn", GOAL: "1.1 Trygga barn"}

    changed = set_responsible(
        committee=people.committee, places=places, unit=unit, person=people.mona, by=people.eva
    )

    assert changed == 2
    events = Event.objects.filter(verb=Verb.RESPONSIBLE_CHANGED).order_by("pk")
    assert [(event.place, event.details) for event in events] == [
        (place, {"name": name, "cells": [["person", "", "Mona"], ["unit", "", "Förskola"]]})
        for place, name in places.items()
    ]
    assert {(event.by, event.committee) for event in events} == {(people.eva, people.committee)}


def test_naming_the_same_again_changes_nothing(people: People) -> None:
    for expected in (1, 0):
        assert expected == set_responsible(
            committee=people.committee, places={GOAL: "Mål"}, person=people.mona, by=people.eva
        )
    assert Event.objects.count() == 1
    assert Responsibility.objects.count() == 1


def test_what_is_not_named_stays(people: People) -> None:
    unit = Unit.objects.create(committee=people.committee, name="Förskola")
    place = {GOAL: "Mål"}
    set_responsible(
        committee=people.committee, places=place, unit=unit, person=people.mona, by=people.eva
    )

    set_responsible(committee=people.committee, places=place, person=people.eva, by=people.eva)
    row = Responsibility.objects.get()
    assert (row.unit, row.person) == (unit, people.eva)

    set_responsible(committee=people.committee, places=place, person=None, by=people.eva)
    row.refresh_from_db()
    assert (row.unit, row.person) == (unit, None)
    latest = Event.objects.first()
    assert latest is not None
    assert latest.details["cells"] == [["person", "Eva", ""]]

    set_responsible(committee=people.committee, places=place, unit=None, by=people.eva)
    assert not Responsibility.objects.exists()


@pytest.mark.parametrize("who", ["mona", "rolf", "karin"])
def test_only_administrators_name_who_is_responsible(people: People, who: str) -> None:
    with pytest.raises(PermissionDenied):
        set_responsible(
            committee=people.committee,
            places={GOAL: "Mål"},
            person=people.eva,
            by=getattr(people, who),
        )
    with pytest.raises(PermissionDenied):
        reassign(
            committee=people.committee,
            from_person=people.eva,
            to_person=None,
            names={},
            by=getattr(people, who),
        )


def test_nobody_names_anybody_in_another_committee(people: People) -> None:
    with pytest.raises(Http404):
        set_responsible(
            committee=people.committee, places={GOAL: "Mål"}, person=people.eva, by=people.nils
        )


@pytest.mark.parametrize("who", ["nils", "karin", "mona"])
def test_only_active_people_of_the_committee_answer_for_something(people: People, who: str) -> None:
    leave(people)

    with pytest.raises(ValidationError, match="has no role in the committee"):
        set_responsible(
            committee=people.committee,
            places={GOAL: "Mål"},
            person=getattr(people, who),
            by=people.eva,
        )
    assert not Responsibility.objects.exists()


def test_only_units_of_the_committee_answer_for_something(people: People) -> None:
    theirs = Unit.objects.create(committee=people.other_committee, name="Förskola")

    with pytest.raises(ValidationError, match="another committee"):
        set_responsible(
            committee=people.committee, places={GOAL: "Mål"}, unit=theirs, by=people.eva
        )


def test_a_round_is_nobodys(people: People) -> None:
    with pytest.raises(ValidationError):
        set_responsible(
            committee=people.committee,
            places={GOAL: "Mål", Place(Kind.ROUND, 1): "T1"},
            person=people.eva,
            by=people.eva,
        )
    assert not Responsibility.objects.exists()


def test_reassigning_moves_all_of_one_persons(people: People) -> None:
    named(people, {GOAL: ("mona", "Förskola"), MEASURE: ("mona", ""), AREA: ("rolf", "")})
    leave(people)

    moved = reassign(
        committee=people.committee,
        from_person=people.mona,
        to_person=people.eva,
        names={GOAL: "1.1 Trygga barn"},
        by=people.eva,
    )

    assert moved == 2
    duties = duties_of(people.committee)
    assert [str(duties.at(place).person) for place in (GOAL, MEASURE, AREA)] == [
        "Eva",
        "Eva",
        "Rolf",
    ]
    assert str(duties.at(GOAL).unit) == "Förskola"
    assert sorted(event.details["name"] for event in Event.objects.all()) == [
        "1.1 Trygga barn",
        "Indicator",
    ]


def test_reassigning_to_nobody_leaves_the_units(people: People) -> None:
    named(people, {GOAL: ("mona", "Förskola"), MEASURE: ("mona", "")})

    moved = reassign(
        committee=people.committee,
        from_person=people.mona,
        to_person=None,
        names={},
        by=people.eva,
    )

    assert moved == 2
    row = Responsibility.objects.get()
    assert (row.place, row.person) == (GOAL, None)


@pytest.mark.parametrize("to", ["mona", "nils"])
def test_reassigning_is_all_or_nothing(people: People, to: str) -> None:
    named(people, {GOAL: ("mona", ""), MEASURE: ("mona", "")})

    with pytest.raises(ValidationError):
        reassign(
            committee=people.committee,
            from_person=people.mona,
            to_person=getattr(people, to),
            names={},
            by=people.eva,
        )
    assert Responsibility.objects.filter(person=people.mona).count() == 2
    assert not Event.objects.exists()


def test_what_somebody_answers_for_elsewhere_stays(people: People) -> None:
    Responsibility.objects.create(
        committee=people.other_committee, kind=GOAL.kind, key=GOAL.key, person=people.mona
    )

    assert (
        reassign(
            committee=people.committee,
            from_person=people.mona,
            to_person=None,
            names={},
            by=people.eva,
        )
        == 0
    )
    assert Responsibility.objects.filter(person=people.mona).exists()
