"""My work: what is left, whose it is, and how far everybody is."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goals.choices import ActivityStatus, Kind, Level, Part, RoundState
from goals.models import Responsibility, Round
from goals.places import Place
from indicators.choices import OutcomeState
from organisation.models import Committee, Unit, User
from reports.work import Item, items_of, shares
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    GoalFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import address, inline_code, repeated_ids, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def responsible(
    committee: Committee, place: Place, person: User | None = None, unit: str = ""
) -> None:
    Responsibility.objects.create(
        committee=committee,
        kind=place.kind,
        key=place.key,
        person=person,
        unit=Unit.objects.get_or_create(committee=committee, name=unit)[0] if unit else None,
    )


@pytest.fixture
def empty(people: People) -> Round:
    opened: Round = RoundFactory(committee=people.committee)
    return opened


def only(items: list[Item]) -> Item:
    (item,) = items
    return item


OUTCOMES = [
    ({}, "utfall", "Outcome missing"),
    ({"total": "85 %"}, None, "Entered"),
    ({"total": "0 %", "analysis": "För att."}, None, "Entered"),
    ({"total": "50 %"}, "analys", "Analysis missing"),
    ({"total": "50 %", "commented": True}, None, "Entered"),
    ({"total": "85 %", "forecast": "50 %"}, "analys", "Analysis missing"),
    ({"state": OutcomeState.NOT_MEASURED}, None, "Not measured this period"),
    ({"state": OutcomeState.LATER}, None, "Comes later"),
    (
        {"state": OutcomeState.LATER, "expected_on": date(2023, 10, 1)},
        None,
        "Comes 2023-10-01",
    ),
]


@pytest.mark.parametrize(("said", "lack", "status"), OUTCOMES)
def test_when_an_outcome_is_done(
    empty: Round, said: dict[str, object], lack: str | None, status: str
) -> None:
    target = TargetFactory(round=empty, target="80 %")
    OutcomeFactory(round=empty, measure=target.measure, **said)

    item = only(items_of(empty))

    assert (item.lack, item.status, item.waits) == (lack, status, False)
    assert item.address == f"{address('outcomes', empty)}#measure-{target.measure.pk}"


ACTIVITIES = [
    ({}, "status", "Not followed up"),
    ({"status": ActivityStatus.ONGOING}, None, "Ongoing"),
    ({"deviation": True}, "avvikelse", "The deviation lacks an analysis"),
    ({"deviation": True, "analysis": "Sen."}, "status", "Not followed up"),
    ({"deviation": True, "commented": True, "status": ActivityStatus.DONE}, None, "Done"),
]


@pytest.mark.parametrize(("said", "lack", "status"), ACTIVITIES)
def test_when_an_activity_is_done(
    empty: Round, said: dict[str, object], lack: str | None, status: str
) -> None:
    report = ActivityReportFactory(round=empty, **said)

    item = only(items_of(empty))

    assert (item.lack, item.status) == (lack, status)
    assert item.address == f"{address('activities', empty)}#activity-{report.activity.pk}"


def test_a_goal_waits_for_its_outcomes_and_the_goals_below(empty: Round) -> None:
    area = GoalFactory(code="1.1")
    goal = GoalFactory(code="1.1.1", committee=empty.committee, parent=area)
    above = AssessmentFactory(round=empty, goal=area)
    below = AssessmentFactory(round=empty, goal=goal)
    target = TargetFactory(round=empty, measure__goal=goal)

    def goals() -> list[tuple[str, bool]]:
        return [
            (item.status, item.waits) for item in items_of(empty) if item.place.kind == Kind.GOAL
        ]

    assert goals() == [("Waits for 1 goal below", True), ("Waits for 1 outcome", True)]

    OutcomeFactory(round=empty, measure=target.measure, total="80 %")
    assert goals() == [("Waits for 1 goal below", True), ("Not assessed", False)]

    below.level = Level.FULL
    below.save()
    assert goals() == [("Not assessed", False), ("Met fully", False)]

    above.level = Level.NONE
    above.save()
    assert goals() == [("Not met", False), ("Met fully", False)]


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_nothing_can_be_started_in_a_round_that_is_not_open(
    people: People, state: RoundState
) -> None:
    round = RoundFactory(committee=people.committee, state=state)
    TargetFactory(round=round)

    item = only(items_of(round))

    assert (item.waits, item.is_done, item.is_to_do) == (True, False, False)


def test_items_come_in_the_order_of_the_goals(empty: Round) -> None:
    for code in ("1.10", "1.2"):
        goal = GoalFactory(code=code, committee=empty.committee)
        AssessmentFactory(round=empty, goal=goal)
        ActivityReportFactory(round=empty, activity__goal=goal, activity__title=f"Öl {code}")
        ActivityReportFactory(round=empty, activity__goal=goal, activity__title=f"Al {code}")
        TargetFactory(round=empty, measure__goal=goal, measure__indicator__name=f"I {code}")

    assert [item.name for item in items_of(empty)] == [
        *("I 1.2", "Al 1.2", "Öl 1.2", "Assess the goal"),
        *("I 1.10", "Al 1.10", "Öl 1.10", "Assess the goal"),
    ]


def test_a_plan_has_nothing_to_do(people: People, client: Client) -> None:
    plan = RoundFactory(committee=people.committee, part=Part.PLAN)
    TargetFactory(round=plan)
    client.force_login(people.eva)

    assert items_of(plan) == []
    assert client.get(address("work", plan)).status_code == 404


def test_how_far_everybody_is(people: People, empty: Round) -> None:
    goals = [GoalFactory(code=f"1.{number}") for number in range(4)]
    for goal in goals:
        target = TargetFactory(round=empty, measure__goal=goal)
        OutcomeFactory(round=empty, measure=target.measure, total="80 %")
        TargetFactory(round=empty, measure__goal=goal)
    responsible(empty.committee, Place(Kind.GOAL, goals[0].pk), people.mona)
    responsible(empty.committee, Place(Kind.GOAL, goals[1].pk), people.eva, "Förskola")
    responsible(empty.committee, Place(Kind.GOAL, goals[2].pk), None, "Förskola")

    found = [(share.name, share.done, share.left, share.total) for share in shares(items_of(empty))]

    assert found == [("Eva", 1, 1, 2), ("Förskola", 1, 1, 2), ("Mona", 1, 1, 2), ("", 1, 1, 2)]


@pytest.mark.parametrize(
    ("who", "mine"),
    [
        # An administrator does what no person answers for.
        ("eva", {"Enhetens", "Ingens", "Lenas"}),
        ("mona", {"Monas"}),
        ("rolf", set()),
        ("karin", set()),
    ],
)
def test_what_is_mine(
    people: People, empty: Round, english: Client, who: str, mine: set[str]
) -> None:
    people.nils.is_active = False
    people.nils.save()
    for name, person, unit in (
        ("Monas", people.mona, ""),
        ("Enhetens", None, "Förskola"),
        ("Lenas", people.nils, ""),
        ("Ingens", None, ""),
    ):
        target = TargetFactory(round=empty, measure__indicator__name=name)
        if person or unit:
            responsible(empty.committee, Place(Kind.MEASURE, target.measure.pk), person, unit)
    english.force_login(getattr(people, who))

    response = english.get(address("work", empty))

    shown = {item.name for group in response.context["groups"] for item in group.left}
    assert shown == (mine or {"Monas", "Enhetens", "Lenas", "Ingens"})
    assert response.context["whose"] == ("mina" if mine else "alla")
    asked = english.get(address("work", empty), {"visa": "mina"}).context["groups"]
    assert {item.name for group in asked for item in group.left} == mine


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"visa": "alla"}, ["A", "B", "C"]),
        ({"visa": "alla", "brist": "utfall"}, ["A"]),
        ({"visa": "alla", "brist": "avvikelse"}, ["C"]),
        ({"visa": "alla", "brist": "saknas"}, ["A", "C"]),
        ({"visa": "alla", "brist": "finns-inte"}, []),
        ({"visa": "utan"}, ["B", "C"]),
        ({"visa": "person-0"}, []),
        ({"visa": "<script>"}, []),
    ],
)
def test_filter(
    people: People, empty: Round, english: Client, query: dict[str, str], names: list[str]
) -> None:
    goal = GoalFactory(code="1.1")
    first = TargetFactory(round=empty, measure__goal=goal, measure__indicator__name="A")
    done = TargetFactory(round=empty, measure__goal=goal, measure__indicator__name="B")
    OutcomeFactory(round=empty, measure=done.measure, total="80 %")
    ActivityReportFactory(round=empty, activity__goal=goal, activity__title="C", deviation=True)
    responsible(empty.committee, Place(Kind.MEASURE, first.measure.pk), people.mona)
    english.force_login(people.rolf)

    response = english.get(address("work", empty), query)

    groups = response.context["groups"]
    assert sorted(i.name for group in groups for i in [*group.left, *group.done]) == names
    assert "<script>" not in text_of(response)


def test_page_says_what_is_missing_and_who_has_no_owner(
    people: People, round: Round, english: Client
) -> None:
    english.force_login(people.eva)
    page = text_of(english.get(address("work", round)))

    assert "1 outcome missing" in page
    assert "1 deviation without analysis" in page
    assert "1 goal not assessed" in page
    assert "have no active owner" in page
    assert "in 6 days" in page
    assert inline_code(page) == []
    assert repeated_ids(page) == set()

    english.force_login(people.mona)
    page = text_of(english.get(address("work", round), {"visa": "alla"}))
    assert "have no active owner" not in page
    assert "entered by the committee’s administrator" in page


@time_machine.travel(date(2023, 5, 2))
def test_locked_round_says_so(people: People, english: Client) -> None:
    round = RoundFactory(committee=people.committee, locks=date(2023, 5, 1))
    TargetFactory(round=round)
    english.force_login(people.eva)

    assert "nothing can be entered now" in text_of(english.get(address("work", round)))


@pytest.mark.parametrize("count", [1, 3])
def test_work_asks_as_many_times_for_many_items(
    people: People,
    empty: Round,
    client: Client,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        above = GoalFactory(code=f"1.{number}")
        goal = GoalFactory(code=f"1.{number}.1", committee=empty.committee, parent=above)
        AssessmentFactory(round=empty, goal=goal)
        target = TargetFactory(round=empty, measure__goal=goal)
        ActivityReportFactory(round=empty, activity__goal=goal)
        responsible(
            empty.committee, Place(Kind.MEASURE, target.measure.pk), people.eva, f"Enhet {number}"
        )
    client.force_login(people.eva)

    # Session, person, round, memberships; responsibilities; targets, outcomes, acceptances;
    # activities, assessments; whether the person administers.
    with django_assert_num_queries(16):
        client.get(address("work", empty))
