"""The page that assesses a goal: it shows indicators, so it lives with them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goals.choices import RoundState
from goals.models import Assessment, Round
from goals.rules import assess_goal
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def assessment(people: People) -> Assessment:
    made: Assessment = AssessmentFactory(
        round=RoundFactory(committee=people.committee, part="annual"),
        goal__code="1.2",
        expected_results=["Fler barn läser."],
    )
    return made


def address_of(assessment: Assessment) -> str:
    round = assessment.round
    return reverse(
        "assess", args=[round.committee.slug, round.year, round.slug, assessment.goal.code]
    )


def typed(**changes: Any) -> dict[str, Any]:
    return {"version": 1, "level": "partial", "analysis": "Två av tre nåddes.", **changes}


def test_the_evidence_stands_beside_the_decision(
    client: Client, people: People, assessment: Assessment
) -> None:
    round, goal = assessment.round, assessment.goal
    target = TargetFactory(round=round, measure__goal=goal, measure__indicator__name="Läslust")
    OutcomeFactory(round=round, measure=target.measure, total="70 %")
    ActivityReportFactory(
        round=round, activity__goal=goal, activity__title="Bokbussen", deviation=True
    )
    AssessmentFactory(
        round=round,
        level="none",
        goal__code="1.2.1",
        goal__parent=goal,
        goal__committee=people.committee,
        goal__title="Alla läser",
    )
    client.force_login(people.mona)

    text = client.get(address_of(assessment)).text

    for expected in ("Läslust", "70 %", "Bokbussen", "1.2.1 Alla läser", "Fler barn läser."):
        assert expected in text
    assert text.count("Met partly") == 2  # the indicator, and the choice


def test_a_manager_assesses(client: Client, people: People, assessment: Assessment) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed())
    assert answer.status_code == 302
    assessment.refresh_from_db()
    assert (assessment.level, assessment.analysis) == ("partial", "Två av tre nåddes.")


def test_a_reader_reads_and_may_not_save(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.rolf)
    answer = client.get(address_of(assessment))
    assert answer.status_code == 200
    assert 'name="level"' not in answer.text
    assert client.post(address_of(assessment), typed()).status_code == 403
    assessment.refresh_from_db()
    assert assessment.version == 1


def test_another_committees_person_finds_nothing(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.nils)
    assert client.get(address_of(assessment)).status_code == 404
    assert client.post(address_of(assessment), typed()).status_code == 404


def test_an_unknown_goal_or_part_is_not_found(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    address = address_of(assessment)
    assert client.get(address.replace("/1.2/", "/9.9/")).status_code == 404
    assert client.get(address.replace("/vb/", "/annual/")).status_code == 404


def test_an_unknown_level_is_refused_and_the_text_kept(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed(level="good"))
    assert answer.status_code == 422
    assert "Två av tre nåddes." in answer.text
    assessment.refresh_from_db()
    assert assessment.version == 1


def test_a_conflict_shows_both(client: Client, people: People, assessment: Assessment) -> None:
    assess_goal(
        assessment=assessment, level="full", analysis="Alla nåddes.", version=1, by=people.eva
    )
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed())
    assert answer.status_code == 409
    assert "Alla nåddes." in answer.text
    assert "Två av tre nåddes." in answer.text
    assert 'name="version" value="2"' in answer.text
    assessment.refresh_from_db()
    assert assessment.analysis == "Alla nåddes."


def test_a_locked_round_refuses_and_keeps_the_text(
    client: Client, people: People, assessment: Assessment
) -> None:
    Round.objects.filter(pk=assessment.round_id).update(state=RoundState.LOCKED)
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed())
    assert answer.status_code == 409
    assert "Två av tre nåddes." in answer.text
    assessment.refresh_from_db()
    assert assessment.version == 1


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow(
    client: Client,
    people: People,
    assessment: Assessment,
    django_assert_num_queries: Any,
    items: int,
) -> None:
    round, goal = assessment.round, assessment.goal
    for number in range(items):
        target = TargetFactory(round=round, measure__goal=goal)
        OutcomeFactory(round=round, measure=target.measure, total="70 %")
        ActivityReportFactory(round=round, activity__goal=goal)
        AssessmentFactory(
            round=round,
            goal__code=f"1.2.{number + 1}",
            goal__parent=goal,
            goal__committee=people.committee,
        )
    client.force_login(people.mona)
    with django_assert_num_queries(11):
        client.get(address_of(assessment))
