"""Assessing goals and following up activities: who may, when, and what is kept."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from goals.choices import ActivityStatus, Level, RoundState
from goals.models import ActivityReport, Assessment, Round
from goals.rules import EditConflict, RoundLocked, assess_goal, follow_up_activity
from organisation.models import User
from tests.conftest import People
from tests.factories import ActivityReportFactory, AssessmentFactory, RoundFactory


@pytest.fixture
def round(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee)
    return made


@pytest.fixture
def assessment(round: Round) -> Assessment:
    made: Assessment = AssessmentFactory(round=round, description="Så här vill vi ha det.")
    return made


@pytest.fixture
def report(round: Round) -> ActivityReport:
    made: ActivityReport = ActivityReportFactory(round=round)
    return made


def assess(
    assessment: Assessment, by: User, version: int = 1, level: str = Level.PARTIAL
) -> Assessment:
    return assess_goal(
        assessment=assessment, level=level, analysis=" Därför. ", version=version, by=by
    )


def follow_up(
    report: ActivityReport, by: User, deviation: bool = True, analysis: str = "Försenad."
) -> ActivityReport:
    return follow_up_activity(
        report=report,
        status=ActivityStatus.ONGOING,
        deviation=deviation,
        analysis=analysis,
        version=1,
        by=by,
    )


def test_assess_goal_stores_the_level_and_why(people: People, assessment: Assessment) -> None:
    assess(assessment, people.mona)

    assessment.refresh_from_db()
    assert (assessment.level, assessment.analysis, assessment.version) == ("partial", "Därför.", 2)
    assert assessment.description == "Så här vill vi ha det."
    assert [line.version for line in assessment.history.order_by("history_id")] == [1, 2]


def test_assess_goal_refuses_a_level_that_there_is_not(
    people: People, assessment: Assessment
) -> None:
    with pytest.raises(ValidationError) as caught:
        assess_goal(assessment=assessment, level="good", analysis="", version=1, by=people.mona)
    assert list(caught.value.message_dict) == ["level"]


def test_assess_goal_refuses_a_reader_and_a_stranger(
    people: People, assessment: Assessment
) -> None:
    with pytest.raises(PermissionDenied):
        assess(assessment, people.rolf)
    with pytest.raises(Http404):
        assess(assessment, people.nils)


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_assess_goal_refuses_a_round_that_is_not_open(
    people: People, assessment: Assessment, state: str
) -> None:
    Round.objects.filter(pk=assessment.round_id).update(state=state)

    with pytest.raises(RoundLocked):
        assess(assessment, people.mona)

    assessment.refresh_from_db()
    assert (assessment.level, assessment.version) == ("", 1)


def test_assess_goal_tells_what_somebody_else_saved(people: People, assessment: Assessment) -> None:
    assess(assessment, people.mona)

    with pytest.raises(EditConflict) as caught:
        assess(assessment, people.eva, version=1, level=Level.NONE)
    assert caught.value.current.version == 2


def test_follow_up_stores_status_deviation_and_analysis(
    people: People, report: ActivityReport
) -> None:
    follow_up(report, people.mona)

    report.refresh_from_db()
    assert (report.status, report.deviation, report.analysis) == ("ongoing", True, "Försenad.")
    assert (report.commented, report.version) == (True, 2)
    assert [line.deviation for line in report.history.order_by("history_id")] == [False, True]


def test_follow_up_asks_why_when_there_is_a_deviation(
    people: People, report: ActivityReport
) -> None:
    with pytest.raises(ValidationError) as caught:
        follow_up(report, people.mona, analysis="  ")
    assert list(caught.value.message_dict) == ["analysis"]
    report.refresh_from_db()
    assert not report.deviation


def test_follow_up_keeps_that_the_original_has_an_analysis(
    people: People, report: ActivityReport
) -> None:
    ActivityReport.objects.filter(pk=report.pk).update(commented=True)

    assert follow_up(report, people.mona, deviation=False, analysis="").commented


def test_follow_up_refuses_a_reader_a_locked_round_and_an_old_version(
    people: People, report: ActivityReport
) -> None:
    with pytest.raises(PermissionDenied):
        follow_up(report, people.rolf)
    follow_up(report, people.mona)
    with pytest.raises(EditConflict):
        follow_up(report, people.eva)
    Round.objects.filter(pk=report.round_id).update(state=RoundState.LOCKED)
    with pytest.raises(RoundLocked):
        follow_up(report, people.eva)


@pytest.mark.parametrize("level", [Level.PARTIAL, Level.NONE])
def test_goal_that_is_not_met_fully_asks_for_an_analysis(people: People, level: Level) -> None:
    line = AssessmentFactory(round=RoundFactory(committee=people.committee))

    with pytest.raises(ValidationError) as caught:
        assess_goal(assessment=line, level=level, analysis=" ", version=1, by=people.mona)
    line.refresh_from_db()
    assert list(caught.value.message_dict) == ["analysis"]
    assert (line.level, line.version) == ("", 1)

    assess_goal(assessment=line, level=level, analysis="Därför.", version=1, by=people.mona)
    line.refresh_from_db()
    assert line.level == level
