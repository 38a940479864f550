"""Assessing goals: who may, when, what is asked for, and what is kept."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from goals.choices import Kind, Level, RoundState, Verb
from goals.drafts import TEXT_LENGTH, keep_draft
from goals.grounds import GroundCode
from goals.models import Assessment, Draft, Event, Round
from goals.places import Place
from goals.proposal import Ground, Proposal
from goals.rules import EditConflict, RoundLocked, assess_goal
from organisation.models import User
from tests.conftest import People
from tests.factories import AssessmentFactory, RoundFactory

WHY = "Därför."


@pytest.fixture
def assessment(people: People) -> Assessment:
    made: Assessment = AssessmentFactory(
        round=RoundFactory(committee=people.committee), description="Så här vill vi ha det."
    )
    return made


def assess(
    assessment: Assessment,
    by: User,
    level: str = Level.PARTIAL,
    analysis: str = f" {WHY} ",
    version: int = 1,
    description: str | None = None,
) -> Assessment:
    return assess_goal(
        assessment=assessment,
        level=level,
        analysis=analysis,
        version=version,
        by=by,
        description=description,
    )


def test_the_level_and_why_are_stored(people: People, assessment: Assessment) -> None:
    assess(assessment, people.mona)

    assessment.refresh_from_db()
    assert (assessment.level, assessment.analysis, assessment.version) == ("partial", WHY, 2)
    assert assessment.description == "Så här vill vi ha det."
    history = assessment.history.order_by("history_id")
    assert [line.version for line in history] == [1, 2]
    assert history.last().history_user == people.mona


def test_the_event_tells_the_level_and_that_texts_changed(
    people: People, assessment: Assessment
) -> None:
    assess(assessment, people.mona, description="På ett annat sätt.")

    event = Event.objects.get()
    assert (event.verb, event.by, event.round) == (
        Verb.GOAL_ASSESSED,
        people.mona,
        assessment.round,
    )
    assert event.place == Place(Kind.GOAL, assessment.goal_id)
    assert event.details == {
        "name": str(assessment.goal),
        "cells": [
            ["level", "", "partial"],
            ["analysis", None, None],
            ["description", None, None],
        ],
        "version": 2,
    }


def test_a_new_description_alone_is_told(people: People, assessment: Assessment) -> None:
    assess(assessment, people.mona, level="", analysis="", description="På ett annat sätt.")
    assert Event.objects.get().details["cells"] == [["description", None, None]]


@pytest.mark.parametrize("version", [1, 2])
def test_the_same_answer_twice_is_stored_once(
    people: People, assessment: Assessment, version: int
) -> None:
    assess(assessment, people.mona)
    again = assess(assessment, people.mona, version=version)

    assert (again.version, again.history.count(), Event.objects.count()) == (2, 2, 1)


def test_what_somebody_else_saved_is_told(people: People, assessment: Assessment) -> None:
    assess(assessment, people.mona)

    with pytest.raises(EditConflict) as caught:
        assess(assessment, people.eva, level=Level.NONE)
    assert caught.value.current.version == 2


def refusals() -> dict[str, tuple[dict[str, str], list[str]]]:
    return {
        "level": ({"level": "good"}, ["level"]),
        "partly, unexplained": ({"level": Level.PARTIAL, "analysis": " "}, ["analysis"]),
        "not, unexplained": ({"level": Level.NONE, "analysis": ""}, ["analysis"]),
        "long": ({"analysis": "å" * (TEXT_LENGTH + 1)}, ["analysis"]),
        "zero character": ({"analysis": "a\0b"}, ["analysis"]),
        "half a pair": ({"analysis": "\ud83d"}, ["analysis"]),
        "description": ({"description": "a\0b"}, ["description"]),
    }


@pytest.mark.parametrize("case", list(refusals()))
def test_what_cannot_be_stored_is_refused(
    people: People, assessment: Assessment, case: str
) -> None:
    said, fields = refusals()[case]

    with pytest.raises(ValidationError) as caught:
        assess(assessment, people.mona, **said)  # type: ignore[arg-type]

    assessment.refresh_from_db()
    assert list(caught.value.message_dict) == fields
    assert (assessment.level, assessment.version) == ("", 1)
    assert not Event.objects.exists()


def test_met_fully_needs_no_words_and_the_longest_text_fits(
    people: People, assessment: Assessment
) -> None:
    assess(assessment, people.mona, level=Level.FULL, analysis="")
    assess(assessment, people.mona, analysis="å" * TEXT_LENGTH, version=2)
    assessment.refresh_from_db()
    assert len(assessment.analysis) == TEXT_LENGTH


def test_a_reader_and_a_stranger_are_refused(people: People, assessment: Assessment) -> None:
    for person in (people.rolf, people.karin):
        with pytest.raises(PermissionDenied):
            assess(assessment, person)
    with pytest.raises(Http404):
        assess(assessment, people.nils)


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_a_round_that_is_not_open_refuses(
    people: People, assessment: Assessment, state: str
) -> None:
    Round.objects.filter(pk=assessment.round_id).update(state=state)

    with pytest.raises(RoundLocked):
        assess(assessment, people.mona)

    assessment.refresh_from_db()
    assert (assessment.level, assessment.version) == ("", 1)


def test_own_drafts_are_done_with(people: People, assessment: Assessment) -> None:
    place = Place(Kind.GOAL, assessment.goal_id)
    for person in (people.mona, people.eva):
        keep_draft(
            round=assessment.round,
            place=place,
            cell="analysis",
            text="Utkast",
            seen="",
            typed=1,
            by=person,
        )

    assess(assessment, people.mona)

    assert Draft.objects.get().by == people.eva


def test_a_save_touches_one_row(people: People, assessment: Assessment) -> None:
    stored = Assessment.objects.select_related("goal", "round__committee").get(pk=assessment.pk)
    assess(stored, people.mona)
    with CaptureQueriesContext(connection) as captured:
        assess(stored, people.mona, level=Level.NONE, version=2)
    changed = [one["sql"] for one in captured if one["sql"].startswith("UPDATE")]
    assert len(changed) == 1
    assert 'UPDATE "goals_assessment"' in changed[0]


# The proposal ------------------------------------------------------------------------

GROUND = Ground(GroundCode.NOTHING)


def judge(
    assessment: Assessment,
    by: User,
    level: str = Level.FULL,
    proposed: Level | None = Level.PARTIAL,
    **said: Any,
) -> Assessment:
    return assess_goal(
        assessment=assessment,
        level=level,
        analysis=WHY,
        version=said.pop("version", 1),
        by=by,
        proposal=Proposal(proposed, (GROUND,)),
        **said,
    )


def test_assessment_that_differs_asks_for_a_reason(people: People, assessment: Assessment) -> None:
    for reason in (None, "", "  "):
        with pytest.raises(ValidationError) as refused:
            judge(assessment, people.mona, reason=reason)
        assert set(refused.value.message_dict) == {"reason"}

    judge(assessment, people.mona, reason=" Det är värt det. ")

    assessment.refresh_from_db()
    assert assessment.reason == "Det är värt det."
    assert (assessment.level, assessment.proposed) == (Level.FULL, Level.PARTIAL)
    assert assessment.grounds == [GROUND.stored]
    event = Event.objects.get()
    assert ["reason", None, None] in event.details["cells"]


def test_everything_that_is_missing_is_told_at_once(people: People, assessment: Assessment) -> None:
    with pytest.raises(ValidationError) as refused:
        assess_goal(
            assessment=assessment,
            level=Level.NONE,
            analysis="",
            version=1,
            by=people.mona,
            proposal=Proposal(Level.FULL),
        )

    assert set(refused.value.message_dict) == {"analysis", "reason"}


@pytest.mark.parametrize(
    ("level", "proposed"),
    [(Level.FULL, Level.FULL), ("", Level.FULL)],
)
def test_reason_that_is_not_needed_goes(
    people: People, assessment: Assessment, level: str, proposed: Level
) -> None:
    judge(assessment, people.mona, reason="Därför att.")

    judge(assessment, people.mona, level, proposed, reason="Därför att.", version=2)

    assessment.refresh_from_db()
    assert (assessment.reason, assessment.proposed) == ("", proposed)


@pytest.mark.parametrize("said", ["Därför att.", None])
@pytest.mark.parametrize("level", [Level.FULL, Level.PARTIAL, ""])
def test_reason_stays_where_nothing_is_proposed_any_more(
    people: People, assessment: Assessment, level: str, said: str | None
) -> None:
    judge(assessment, people.mona, reason="Därför att.")

    judge(assessment, people.mona, level, proposed=None, reason=said, version=2)

    assessment.refresh_from_db()
    assert (assessment.level, assessment.reason) == (level, "Därför att.")


def test_reason_that_stands_is_enough(people: People, assessment: Assessment) -> None:
    judge(assessment, people.mona, reason="Därför att.")

    judge(assessment, people.mona, reached_results=[], version=2, description="Ny.")

    assessment.refresh_from_db()
    assert assessment.reason == "Därför att."


def test_judgement_that_was_loaded_needs_no_reason(people: People, assessment: Assessment) -> None:
    """Saved as it stands: also where the evidence speaks for something else by now."""
    Assessment.objects.filter(pk=assessment.pk).update(level=Level.FULL, analysis=WHY)

    judge(assessment, people.mona)

    assessment.refresh_from_db()
    assert (assessment.version, assessment.proposed) == (1, "")


def test_without_a_proposal_nothing_is_asked_and_the_reason_stays(
    people: People, assessment: Assessment
) -> None:
    judge(assessment, people.mona, reason="Därför att.")

    assess(assessment, people.mona, level=Level.PARTIAL, version=2)

    assessment.refresh_from_db()
    assert (assessment.level, assessment.reason) == (Level.PARTIAL, "Därför att.")
    assert (assessment.proposed, assessment.grounds) == ("", [])


def test_only_expected_results_can_be_reached(people: People, assessment: Assessment) -> None:
    expected = ["Fler träffar", "Kortare väntan", "Nöjda barn"]
    Assessment.objects.filter(pk=assessment.pk).update(expected_results=expected)

    with pytest.raises(ValidationError) as refused:
        judge(assessment, people.mona, proposed=None, reached_results=["Något annat"])
    assert set(refused.value.message_dict) == {"reached_results"}
    judge(assessment, people.mona, proposed=None, reached_results=["Nöjda barn", "Fler träffar"])

    assessment.refresh_from_db()
    assert assessment.reached_results == ["Fler träffar", "Nöjda barn"]
    assert ["reached_results", None, None] in Event.objects.get().details["cells"]


def test_drafts_of_the_reason_and_the_ticks_are_done_with(
    people: People, assessment: Assessment
) -> None:
    place = Place(Kind.GOAL, assessment.goal_id)
    for cell in ("reason", "reached_results"):
        keep_draft(
            round=assessment.round,
            place=place,
            cell=cell,
            text="x",
            seen="",
            typed=0,
            by=people.mona,
        )

    judge(assessment, people.mona, reason="Därför att.", reached_results=[])

    assert not Draft.objects.exists()
