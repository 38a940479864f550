"""The page of who answers for what: read by all, changed by administrators, many rows at a time."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from goals.choices import Kind, Part, Verb
from goals.models import Event, Goal, Responsibility, Round
from goals.places import Place
from indicators.models import Measure
from organisation.models import Unit
from reports.responsibilities import names_of, rows_of
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    GoalFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import address, inline_code, repeated_ids, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def page(people: People) -> str:
    found: str = reverse("responsibilities", args=[people.committee.slug, 2023])
    return found


@pytest.fixture
def measure(people: People) -> Measure:
    """An indicator under 1.1.1, itself under 1.1; both goals are in the round."""
    round = RoundFactory(committee=people.committee)
    area = GoalFactory(code="1.1", title="Trygga barn")
    goal = GoalFactory(code="1.1.1", title="Fritid", committee=people.committee, parent=area)
    for one in (area, goal):
        AssessmentFactory(round=round, goal=one)
    target = TargetFactory(round=round, measure__goal=goal, measure__indicator__name="Nöjda")
    found: Measure = target.measure
    return found


def answers_for(people: People, goal: Goal, who: str) -> None:
    Responsibility.objects.create(
        committee=people.committee, kind=Kind.GOAL, key=goal.pk, person=getattr(people, who)
    )


def test_rows_come_in_the_order_of_the_tree(people: People, measure: Measure) -> None:
    report = RoundFactory(committee=people.committee, part=Part.T2)
    ActivityReportFactory(round=report, activity__goal=measure.goal, activity__title="Öppna")
    later = RoundFactory(committee=people.committee, year=2024)
    TargetFactory(round=later)

    rows = rows_of(people.committee, 2023)

    assert [(row.name, row.depth) for row in rows] == [
        ("Trygga barn", 2),
        ("Fritid", 3),
        ("Nöjda", 4),
        ("Öppna", 4),
    ]


def test_rows_show_what_is_inherited(people: People, measure: Measure) -> None:
    assert measure.goal.parent is not None
    answers_for(people, measure.goal.parent, "mona")

    rows = rows_of(people.committee, 2023)

    assert [(str(row.duty.person), row.inherits) for row in rows] == [
        ("Mona", False),
        ("Mona", True),
        ("Mona", True),
    ]


def test_names_of_what_is_gone_are_left_out(measure: Measure) -> None:
    places = [Place(Kind.MEASURE, measure.pk), Place(Kind.GOAL, 10**6), Place(Kind.ACTIVITY, 5)]

    assert names_of(places) == {places[0]: "Nöjda"}


def test_bulk_names_unit_and_person(
    people: People, measure: Measure, page: str, english: Client
) -> None:
    unit = Unit.objects.create(committee=people.committee, name="Förskola")
    english.force_login(people.eva)
    places = [f"measure:{measure.pk}", f"goal:{measure.goal.pk}"]

    response = english.post(
        f"{page}?visa=utan",
        {"places": places, "unit": unit.pk, "person": people.mona.pk},
        follow=True,
    )

    assert response.redirect_chain == [(f"{page}?visa=utan", 302)]
    assert "2 rows changed, of 2 chosen." in text_of(response)
    rows = Responsibility.objects.all()
    assert {(str(row.place), row.person, row.unit) for row in rows} == {
        (place, people.mona, unit) for place in places
    }
    events = Event.objects.filter(verb=Verb.RESPONSIBLE_CHANGED)
    assert {event.details["name"] for event in events} == {"Nöjda", "1.1.1 Fritid"}

    again = english.post(page, {"places": places, "person": people.mona.pk}, follow=True)
    assert "0 rows changed, of 2 chosen." in text_of(again)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose at least one row."),
        ({"places": "own"}, "Choose a unit or a person."),
        ({"places": "own", "person": "nils"}, "Select a valid choice."),
        ({"places": "foreign", "person": "eva"}, "Select a valid choice."),
        ({"places": "own", "unit": "999"}, "Select a valid choice."),
    ],
)
def test_bulk_refuses(
    people: People,
    measure: Measure,
    page: str,
    english: Client,
    sent: dict[str, str],
    message: str,
) -> None:
    foreign = TargetFactory(round__committee=people.other_committee).measure
    keys = {"own": f"measure:{measure.pk}", "foreign": f"measure:{foreign.pk}"}
    keys |= {name: str(getattr(people, name).pk) for name in ("nils", "eva")}
    english.force_login(people.eva)

    response = english.post(page, {name: keys.get(value, value) for name, value in sent.items()})

    assert response.status_code == 422
    assert message in text_of(response)
    assert not Responsibility.objects.exists()
    if sent.get("places") == "own":
        assert f'id="choose-measure-{measure.pk}" checked' in " ".join(text_of(response).split())


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("", ["Trygga barn", "Fritid", "Nöjda"]),
        ("utan", ["Trygga barn"]),
        ("mona", ["Fritid", "Nöjda"]),
        ("person-0", []),
    ],
)
def test_filter(
    people: People, measure: Measure, page: str, english: Client, show: str, names: list[str]
) -> None:
    answers_for(people, measure.goal, "mona")
    english.force_login(people.rolf)

    show = f"person-{people.mona.pk}" if show == "mona" else show
    response = english.get(page, {"visa": show})

    assert [row.name for row in response.context["rows"]] == names


def test_reader_sees_no_boxes(people: People, measure: Measure, page: str, english: Client) -> None:
    english.force_login(people.rolf)
    shown = text_of(english.get(page))
    assert "checkbox" not in shown
    assert reverse("reassign", args=[people.committee.slug, 2023]) not in shown

    english.force_login(people.eva)
    shown = text_of(english.get(page))
    assert shown.count('type="checkbox"') == 3
    assert inline_code(shown) == []
    assert repeated_ids(shown) == set()


def test_year_without_rounds_is_unknown(people: People, english: Client) -> None:
    english.force_login(people.eva)

    for name in ("responsibilities", "reassign"):
        assert english.get(reverse(name, args=["aby", 1999])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_many_times_for_many_rows(
    people: People,
    page: str,
    client: Client,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    round: Round = RoundFactory(committee=people.committee)
    for number in range(count):
        above = GoalFactory(code=f"1.{number}")
        goal = GoalFactory(code=f"1.{number}.1", committee=people.committee, parent=above)
        AssessmentFactory(round=round, goal=goal)
        TargetFactory(round=round, measure__goal=goal)
        ActivityReportFactory(round=round, activity__goal=goal)
        answers_for(people, goal, "mona")
        Unit.objects.create(committee=people.committee, name=f"Enhet {number}")
    client.force_login(people.eva)

    # Session, person, committee, memberships; the year; goals, indicators, activities,
    # responsibilities; units and people to choose from.
    with django_assert_num_queries(11):
        client.get(page)


def test_reassigning_asks_first_and_then_does(
    people: People, measure: Measure, english: Client
) -> None:
    answers_for(people, measure.goal, "mona")
    people.mona.is_active = False
    people.mona.save()
    english.force_login(people.eva)
    page = reverse("reassign", args=[people.committee.slug, 2023])
    sent = {"from_person": people.mona.pk, "to_person": people.eva.pk}

    assert "Mona (1)" in text_of(english.get(page))
    asked = text_of(english.post(page, sent))
    assert "1 row goes from Mona to Eva." in " ".join(asked.split())
    assert Responsibility.objects.get().person == people.mona

    done = english.post(page, sent | {"confirmed": "1"}, follow=True)
    assert "1 row went from Mona to Eva." in text_of(done)
    assert Responsibility.objects.get().person == people.eva
    assert Event.objects.get().details["name"] == "1.1.1 Fritid"


@pytest.mark.parametrize("to", ["", "mona", "nils"])
def test_reassigning_refuses(people: People, measure: Measure, english: Client, to: str) -> None:
    answers_for(people, measure.goal, "mona")
    english.force_login(people.eva)
    page = reverse("reassign", args=[people.committee.slug, 2023])

    response = english.post(
        page,
        {
            "from_person": people.mona.pk,
            "to_person": getattr(people, to).pk if to else "",
            "confirmed": "1",
        },
    )

    assert response.status_code == 422
    assert Responsibility.objects.get().person == people.mona


def test_goal_page_tells_who_is_responsible(
    people: People, measure: Measure, english: Client
) -> None:
    round = Round.objects.get()
    assert measure.goal.parent is not None
    answers_for(people, measure.goal.parent, "mona")
    Responsibility.objects.create(
        committee=people.committee,
        kind=Kind.MEASURE,
        key=measure.pk,
        person=people.rolf,
        unit=Unit.objects.create(committee=people.committee, name="Förskola"),
    )
    english.force_login(people.rolf)

    page = " ".join(text_of(english.get(address("goal", round, "1.1.1"))).split())

    assert "Responsible: Mona</span>" in page
    assert "Responsible: Rolf, Förskola</span>" in page
