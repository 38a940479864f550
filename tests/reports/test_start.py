"""The start page: what each has to do, and no more; and the counts behind it."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from goals.choices import Part, RoundState
from goals.models import Round
from indicators.choices import OutcomeState
from organisation.models import Committee, Role
from reports import queries
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    CommitteeFactory,
    MeasureFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
    UserFactory,
    member,
)
from tests.pages import address, text_of


def test_start_tells_the_administrator_what_is_missing(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.eva)

    page = text_of(english.get(reverse("start")))

    assert "1 of 2 outcomes filled in" in page
    assert "1 deviation lacks an analysis" in page
    assert "2 of 3 goals assessed" in page
    assert "in 6 days" in page
    assert address("outcomes", round) in page
    assert address("activities", round) in page
    assert address("round", round) + "?visa=obedomda" in page


def test_start_gives_the_manager_no_outcomes_to_enter(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.mona)

    page = text_of(english.get(reverse("start")))

    assert address("outcomes", round) not in page
    assert address("activities", round) in page
    assert "2 of 3 goals assessed" in page


@pytest.mark.parametrize("who", ["rolf", "karin"])
def test_start_gives_those_who_read_the_latest_report(
    english: Client, people: People, round: Round, who: str
) -> None:
    earlier = RoundFactory(committee=people.committee, part=Part.PLAN)
    english.force_login(getattr(people, who))

    page = text_of(english.get(reverse("start")))

    assert address("report", round) in page
    assert address("report", earlier) not in page
    assert address("outcomes", round) not in page
    assert "1 of 2" in page


def test_start_shows_nobody_another_committee(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.nils)

    page = text_of(english.get(reverse("start")))

    assert people.committee.name not in page
    assert people.other_committee.name in page
    assert "Nothing to do right now" in page


def test_start_gives_nothing_to_do_in_a_locked_round(
    english: Client, people: People, round: Round
) -> None:
    round.state = RoundState.LOCKED
    round.save()
    english.force_login(people.eva)

    page = text_of(english.get(reverse("start")))

    assert "Nothing to do right now" in page
    assert address("outcomes", round) not in page


@pytest.mark.django_db
def test_start_tells_who_has_no_committee_whom_to_ask(english: Client) -> None:
    english.force_login(UserFactory())

    assert "You do not belong to a committee yet" in text_of(english.get(reverse("start")))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CONTROLLER])
@pytest.mark.django_db
def test_start_asks_as_many_times_for_many_committees(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int, role: Role
) -> None:
    committees: list[Committee] = [CommitteeFactory() for _number in range(count)]
    user = member(role, None if role == Role.CONTROLLER else committees[0])
    for committee in committees:
        if role == Role.ADMINISTRATOR and committee != committees[0]:
            user.memberships.create(committee=committee, role=role)
        for part in (Part.PLAN, Part.T1):
            round = RoundFactory(committee=committee, part=part)
            TargetFactory(round=round)
            AssessmentFactory(round=round)
            ActivityReportFactory(round=round, deviation=True)
    client.force_login(user)

    # Session, person, memberships, committees, rounds; outcomes, assessments, activities.
    with django_assert_num_queries(9):
        client.get(reverse("start"))


def test_progress_keeps_the_rounds_of_a_measure_apart(people: People) -> None:
    first = RoundFactory(committee=people.committee, part=Part.T1)
    second = RoundFactory(committee=people.committee, part=Part.T2)
    measure = MeasureFactory(committee=people.committee)
    for round in (first, second):
        TargetFactory(round=round, measure=measure)
    OutcomeFactory(round=first, measure=measure, total="3", state=OutcomeState.ENTERED)

    progress = queries.progress_of([first, second])

    assert (progress[first.pk].outcomes, progress[first.pk].outcomes_left) == (1, 0)
    assert (progress[second.pk].outcomes, progress[second.pk].outcomes_left) == (0, 1)


def test_progress_counts_a_reason_as_an_answer(people: People) -> None:
    round = RoundFactory(committee=people.committee)
    measure = MeasureFactory(committee=people.committee)
    TargetFactory(round=round, measure=measure)
    OutcomeFactory(round=round, measure=measure, state=OutcomeState.LATER)

    assert queries.progress_of([round])[round.pk].outcomes_left == 0


def test_progress_of_an_empty_round_is_nothing(people: People) -> None:
    round = RoundFactory(committee=people.committee)

    assert queries.progress_of([round])[round.pk] == queries.Progress()


def test_progress_takes_a_mentioned_analysis_for_one(people: People) -> None:
    round = RoundFactory(committee=people.committee)
    ActivityReportFactory(round=round, deviation=True, commented=True)
    ActivityReportFactory(round=round, deviation=True, analysis="Bygget är försenat.")

    progress = queries.progress_of([round])[round.pk]

    assert (progress.deviations, progress.unexplained) == (2, 0)
