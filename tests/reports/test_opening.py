"""The drafted opening of an analysis: each level of goal, each level, each kind of report."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.choices import Level
from reports.document import Document
from reports.interchange import read
from reports.opening import opening
from reports.references import dangling, expand, expanded
from reports.review.catalogue import review
from reports.review.findings import Case
from tests.documents import activity, as_file, document, goal, indicator


def report(kind: str = "annual", *, status: str = "done", deviation: bool = False) -> Document:
    rows: dict[str, Any] = {
        "goals": [
            goal("1", assessment="full"),
            goal("1.1", assessment="full"),
            goal("1.1.1", assessment="full", expected_results=["A"], reached_results=["A"]),
            goal("1.1.2", assessment="partial", expected_results=["A"], reached_results=[]),
            goal("1.2", assessment="full"),
        ],
        "indicators": [
            indicator("1.1", "A", outcome="80", forecast="80", target="80"),
            indicator("1.1", "B", outcome="70", forecast="80", target="80"),
            indicator("1.1.1", "C", outcome="80", forecast="80", target="80"),
        ],
        "activities": [
            activity("1.1.1", "A", deviation=deviation, **({"status": status} if status else {}))
        ],
    }
    return read(as_file(document(kind=kind, **rows)))


@pytest.mark.parametrize(
    ("kind", "level", "said"),
    [
        ("annual", Level.FULL, "nämndmålet har uppfyllts helt."),
        ("annual", Level.PARTIAL, "nämndmålet har uppfyllts delvis."),
        ("annual", Level.NONE, "nämndmålet inte har uppfyllts."),
        ("annual", None, "nämndmålet [välj bedömning]."),
        ("t1", Level.FULL, "nämndmålet kommer att uppfyllas helt under året."),
        ("t2", Level.PARTIAL, "nämndmålet kommer att uppfyllas delvis under året."),
        ("t1", Level.NONE, "nämndmålet inte kommer att uppfyllas under året."),
        ("t2", None, "nämndmålet [välj bedömning]."),
    ],
)
def test_first_sentence_says_the_level(kind: str, level: Level | None, said: str) -> None:
    made = report(kind)

    written = opening(made, made.by_code["1.1.1"], level)

    assert written.startswith(f"Förvaltningen bedömer att {said} Bedömningen grundar sig på ")


@pytest.mark.parametrize(
    ("code", "called"),
    [("1", "inriktningsmålet"), ("1.1", "målet för verksamhetsområdet"), ("1.1.1", "nämndmålet")],
)
def test_goal_is_called_by_its_level(code: str, called: str) -> None:
    made = report()

    written = opening(made, made.by_code[code], Level.FULL)

    assert written.startswith(f"Förvaltningen bedömer att {called} har")


@pytest.mark.parametrize(
    ("code", "grounds"),
    [
        ("1", "att [[goals:1]]. [[indicators:1.*]]"),
        ("1.1", "att [[indicators:1.1]]. [[goals:1.1]]"),
        ("1.1.1", "att [[results:1.1.1]], att [[indicators:1.1.1]] och att [[activities:1.1.1]]"),
        # Nothing to stand on, and nothing ticked.
        ("1.1.2", "[ange vad bedömningen grundar sig på]"),
        ("1.2", "[ange vad bedömningen grundar sig på]"),
    ],
)
def test_the_rest_refers_to_what_there_is(code: str, grounds: str) -> None:
    made = report()

    written = opening(made, made.by_code[code], Level.FULL)

    assert written.endswith(f"Bedömningen grundar sig på {grounds}.")


@pytest.mark.parametrize(
    ("kind", "status", "deviation", "grounds"),
    [
        ("annual", "done", False, "[[activities:1.1.1]]"),
        ("annual", "done", True, "[[activities:1.1.1]]. [[deviations:1.1.1]]"),
        # A printed report tells only which deviate.
        ("annual", "", False, "[[deviations:1.1.1]]"),
        # During the year it says little that nothing is done yet.
        ("t1", "ongoing", False, "[[deviations:1.1.1]]"),
    ],
)
def test_activities_are_told_by_what_is_known(
    kind: str, status: str, deviation: bool, grounds: str
) -> None:
    made = report(kind, status=status, deviation=deviation)

    assert opening(made, made.by_code["1.1.1"], Level.FULL).endswith(f"{grounds}.")


def test_opening_reads_as_a_clerk_would_write_it() -> None:
    made = report()

    area = expanded(opening(made, made.by_code["1.1"], Level.PARTIAL), made)
    below = expanded(opening(made, made.by_code["1.1.1"], Level.FULL), made)

    assert area == (
        "Förvaltningen bedömer att målet för verksamhetsområdet har uppfyllts delvis."
        " Bedömningen grundar sig på att en av två indikatorer har uppfyllts helt och en delvis."
        " Ett av två nämndmål bedöms ha uppfyllts helt och ett delvis."
    )
    assert below == (
        "Förvaltningen bedömer att nämndmålet har uppfyllts helt."
        " Bedömningen grundar sig på att det förväntade resultatet har uppnåtts,"
        " att indikatorn har uppfyllts helt och att aktiviteten är genomförd."
    )


def test_what_nobody_has_forecast_is_no_ground() -> None:
    rows = [indicator("1.1", "A", outcome="80", target="80")]
    goals = [goal("1"), goal("1.1"), goal("1.1.1")]
    made = read(as_file(document(kind="t1", goals=goals, indicators=rows, activities=[])))

    assert opening(made, made.by_code["1.1"], Level.FULL).endswith("på att [[goals:1.1]].")
    assert opening(made, made.by_code["1"], Level.FULL).endswith("på att [[goals:1]].")


@pytest.mark.parametrize("kind", ["t1", "t2", "annual"])
@pytest.mark.parametrize("level", [*Level, None])
def test_every_reference_of_an_opening_says_something(kind: str, level: Level | None) -> None:
    made = report(kind, deviation=True)

    for one in made.goals:
        assert dangling(expanded(opening(made, one, level), made)) == ()


def test_plan_has_no_opening() -> None:
    plan = report("plan")

    assert opening(plan, plan.by_code["1.1.1"], None) == ""


@pytest.mark.parametrize("code", ["1.1", "1.2"])
def test_review_finds_what_was_left_open(code: str) -> None:
    made = report()
    draft = opening(made, made.by_code[code], None if code == "1.1" else Level.FULL)
    rows = [goal("1"), goal(code, analysis=draft)]
    left = read(as_file(document(goals=rows, indicators=[], activities=[])))

    found = [one.code for one in review(Case(left)) if one.spot.field == "analysis"]

    assert "text.placeholder" in found


levels = st.sampled_from(list(Level))
outcomes = st.sampled_from(["80", "70", "10", None])


@settings(max_examples=60)
@given(
    kind=st.sampled_from(["t1", "annual"]),
    judged=st.lists(levels, min_size=1, max_size=4),
    values=st.lists(outcomes, max_size=15),
    done=st.lists(st.tuples(st.sampled_from(["done", "ongoing"]), st.booleans()), max_size=15),
)
def test_review_contradicts_no_opening(
    kind: str, judged: list[Level], values: list[str | None], done: list[tuple[str, bool]]
) -> None:
    codes = [f"1.1.{number}" for number in range(1, len(judged) + 1)]
    below = [goal(code, assessment=str(level)) for code, level in zip(codes, judged, strict=True)]
    data = document(
        kind=kind,
        goals=[goal("1"), goal("1.1", assessment=str(judged[0])), *below],
        indicators=[
            indicator("1.1", f"Mått {number}", outcome=value, forecast=value, target="80")
            for number, value in enumerate(values)
        ],
        activities=[
            activity("1.1", f"Insats {number}", status=status, deviation=deviation)
            for number, (status, deviation) in enumerate(done)
        ],
    )
    made = read(as_file(data))
    draft = opening(made, made.by_code["1.1"], judged[0])
    goals = tuple(replace(one, analysis=draft) if one.code == "1.1" else one for one in made.goals)

    found = review(Case(expand(replace(made, goals=goals))))

    assert [one.message for one in found if one.code.startswith(("claim.", "text."))] == []
