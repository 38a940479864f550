"""What a document gives a proposal to go by."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from goals.choices import Level, ProposalMode
from goals.models import Policy, Round
from goals.proposal import ActivityState, Judged
from reports.compose import compose
from reports.document import Document
from reports.interchange import read
from reports.proposals import evidence_of, proposal_of
from tests.documents import activity, as_file, document, goal, indicator


def made(**fields: Any) -> Document:
    return read(as_file(document(**fields)))


def test_annual_report_is_judged_by_outcomes_and_a_tertial_report_by_forecasts() -> None:
    rows = [
        indicator("1.1", "Andel", outcome="100", forecast="50", target="100"),
        indicator("1.1", "Mål saknas", outcome="1"),
    ]
    annual, tertial = made(indicators=rows), made(indicators=rows, kind="t1")

    results = evidence_of(annual.by_code["1.1"], annual)
    ahead = evidence_of(tertial.by_code["1.1"], tertial)

    assert results.indicators == (Judged("Andel", Level.FULL), Judged("Mål saknas", None))
    assert ahead.indicators == (Judged("Andel", Level.NONE), Judged("Mål saknas", None))
    assert (results.forecasts, ahead.forecasts) == (False, True)


def test_goals_right_below_count_also_over_a_missing_step() -> None:
    read_one = made(
        goals=[goal("1"), goal("1.1", assessment="full"), goal("1.1.1"), goal("1.2.1")],
        indicators=[],
        activities=[],
    )

    def below(code: str) -> list[tuple[str, str | None]]:
        evidence = evidence_of(read_one.by_code[code], read_one)
        return [(child.name, child.level) for child in evidence.children]

    assert below("1") == [("Mål 1.1", "full"), ("Mål 1.2.1", None)]
    assert below("1.1") == [("Mål 1.1.1", None)]
    assert below("1.1.1") == []


def states(*rows: dict[str, Any]) -> list[ActivityState]:
    read_one = made(activities=list(rows))
    return list(evidence_of(read_one.by_code["1.1.1"], read_one).activities)


def test_activities_without_a_deviation_are_unstated_where_no_status_is_stated() -> None:
    rows = [activity("1.1.1", "A"), activity("1.1.1", "B", deviation=True)]

    assert states(*rows) == [ActivityState.UNSTATED, ActivityState.DEVIATING]
    assert states(*rows[:1]) == [ActivityState.UNSTATED]


def test_unstated_activities_count_as_going_to_plan() -> None:
    read_one = made(indicators=[], activities=[activity("1.1.1", "A")])

    assert proposal_of(read_one.by_code["1.1.1"], read_one).level == Level.FULL


def test_activities_without_a_status_are_unknown_where_others_have_one() -> None:
    stated = [
        activity("1.1.1", "A", status="done"),
        activity("1.1.1", "B", status="done", deviation=True),
        activity("1.1.1", "C", status="not_started"),
        activity("1.1.1", "D", status="stopped", deviation=True),
        activity("1.1.1", "E"),
    ]

    assert states(*stated) == [
        ActivityState.DONE,
        ActivityState.DEVIATING,
        ActivityState.ONGOING,
        ActivityState.STOPPED,
        ActivityState.UNKNOWN,
    ]


def test_results_are_counted_without_blank_ones() -> None:
    results: dict[str, Any] = {
        "expected_results": ["A", "B", " "],
        "reached_results": ["B"],
    }
    read_one = made(goals=[goal("1"), goal("1.1"), goal("1.1.1", **results)])

    evidence = evidence_of(read_one.by_code["1.1.1"], read_one)

    assert (evidence.results, evidence.reached) == (2, 1)


def test_plan_has_no_proposals() -> None:
    plan = made(kind="plan")

    assert proposal_of(plan.by_code["1.1"], plan).level is None


@pytest.mark.django_db
def test_composed_document_is_proposed_for_by_the_municipalitys_rule(
    loaded: Callable[[dict[str, Any]], Round],
) -> None:
    rows = [indicator("1.1.1", "Andel", outcome="100", target="100")]
    round = loaded(document(indicators=rows, activities=[]))
    before = compose(round)
    assert proposal_of(before.by_code["1.1.1"], before).level == Level.FULL

    Policy.objects.create(mode="manual", tolerance="0.5")
    after = compose(round)

    assert proposal_of(after.by_code["1.1.1"], after).level is None
    assert after.judging == replace(before.judging, mode=ProposalMode.MANUAL)
