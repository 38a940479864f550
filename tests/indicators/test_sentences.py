"""Events as sentences: every verb, every cell, and whatever an old event may lack."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from goals.choices import Kind, Verb
from goals.models import Event
from indicators.changes import CELLS, EMPTY, changes_of
from indicators.choices import OutcomeState, WarningCode
from indicators.sentences import sentence
from organisation.models import User

EVA = User(pk=1, name="Eva", email="eva@example.com")
NAME = "Andel nöjda barn"


def event(verb: str, kind: str = Kind.MEASURE, *, by: User | None = EVA, **details: Any) -> Event:
    return Event(verb=verb, kind=kind, key=1, by=by, details=details)


OUTCOMES: list[tuple[list[Any], str]] = [
    (
        [["women", "85 %", "86 %"]],
        "Eva changed the outcome for women in “Andel nöjda barn” from 85 % to 86 %.",
    ),
    (
        [["total", "", "86 %"]],
        "Eva changed the outcome in “Andel nöjda barn” from no value to 86 %.",
    ),
    (
        [["men", "0", ""]],
        "Eva changed the outcome for men in “Andel nöjda barn” from 0 to no value.",
    ),
    (
        [["forecast", "100 %", "öka"]],
        "Eva changed the full-year forecast in “Andel nöjda barn” from 100 % to öka.",
    ),
    (
        [["state", "missing", "later"]],
        "Eva changed the state in “Andel nöjda barn” from “Missing” to “Comes later”.",
    ),
    (
        [["expected_on", "", "2026-10-01"]],
        "Eva changed the expected date in “Andel nöjda barn” from no date to 2026-10-01.",
    ),
    ([["analysis", None, None]], "Eva changed the analysis in “Andel nöjda barn”."),
    # The state follows from the figure, and is not told beside it.
    (
        [["total", "", "1"], ["state", "missing", "entered"]],
        "Eva changed the outcome in “Andel nöjda barn” from no value to 1.",
    ),
    (
        [["total", "1", ""], ["state", "entered", "missing"]],
        "Eva changed the outcome in “Andel nöjda barn” from 1 to no value.",
    ),
    (
        [["total", "1", ""], ["state", "entered", "too_few"]],
        "Eva changed “Andel nöjda barn”: the outcome from 1 to no value and the state from "
        "“Entered” to “Too few to show”.",
    ),
    (
        [["total", "1", "2"], ["women", "3", "4"], ["analysis", None, None]],
        "Eva changed “Andel nöjda barn”: the outcome from 1 to 2, the outcome for women from 3 to 4"
        " and the analysis.",
    ),
    ([], "Eva changed the outcome of “Andel nöjda barn”."),
    ([["öl", "Å", ""]], "Eva changed “öl” in “Andel nöjda barn” from “Å” to nothing."),
    (
        [["state", "gone", "entered"]],
        "Eva changed the state in “Andel nöjda barn” from “gone” to “Entered”.",
    ),
]


@pytest.mark.parametrize(("cells", "told"), OUTCOMES)
def test_outcome_is_told_by_its_cells(in_english: None, cells: list[Any], told: str) -> None:
    assert sentence(event(Verb.OUTCOME_CHANGED, name=NAME, cells=cells)) == told


OTHERS: list[tuple[Event, str]] = [
    (
        event(Verb.OUTCOME_RESTORED, name=NAME, restored=3, cells=[["total", "1", "2"]], version=5),
        "Eva restored version 3 of “Andel nöjda barn”: the outcome from 1 to 2.",
    ),
    (event(Verb.OUTCOME_RESTORED), "Eva restored an earlier outcome of the indicator."),
    (
        event(
            Verb.WARNING_ACCEPTED,
            name=NAME,
            warnings=[{"code": "over_hundred", "about": "total 105 %"}],
            reason="Så är det.",
        ),
        "Eva accepted the warning “Over 100 %” for “Andel nöjda barn”. Reason: Så är det.",
    ),
    (
        event(
            Verb.WARNING_ACCEPTED,
            name=NAME,
            warnings=[{"code": "one_sex", "about": ""}, {"code": "okänd"}, {"about": "x"}, 7],
            reason="",
        ),
        "Eva accepted the warnings “One sex is missing” and “okänd” for “Andel nöjda barn”.",
    ),
    (event(Verb.WARNING_ACCEPTED), "Eva accepted a warning for the indicator."),
    (
        event(
            Verb.ACTIVITY_CHANGED,
            Kind.ACTIVITY,
            name="Öppna en mötesplats",
            cells=[["status", "", "ongoing"]],
        ),
        "Eva changed the status of “Öppna en mötesplats” from “Not stated” to “Ongoing”.",
    ),
    (
        event(
            Verb.ACTIVITY_CHANGED,
            Kind.ACTIVITY,
            name="Öppna",
            cells=[
                ["deviation", "", "yes"],
                ["new_end", "", "2024-03-31"],
                ["analysis", None, None],
            ],
        ),
        "Eva changed “Öppna”: the deviation from “No” to “Yes”, the new end date from no date to "
        "2024-03-31 and the analysis.",
    ),
    (event(Verb.ACTIVITY_CHANGED, Kind.ACTIVITY, name="Öppna"), "Eva followed up “Öppna”."),
    (
        event(
            Verb.GOAL_ASSESSED, Kind.GOAL, name="1.1 Alla barn", cells=[["level", "", "partial"]]
        ),
        "Eva changed the assessment of “1.1 Alla barn” from “Not assessed” to “Met partly”.",
    ),
    (event(Verb.GOAL_ASSESSED, Kind.GOAL), "Eva changed the assessment of the goal."),
    (
        event(Verb.RESPONSIBLE_CHANGED, name=NAME, cells=[["person", "", "Åsa"]]),
        "Eva changed the responsible person of “Andel nöjda barn” from nobody to Åsa.",
    ),
    (
        event(
            Verb.RESPONSIBLE_CHANGED,
            name=NAME,
            cells=[["person", "Åsa", None], ["unit", None, "A"]],
        ),
        "Eva changed “Andel nöjda barn”: the responsible person from Åsa to nobody and the "
        "responsible unit from no unit to A.",
    ),
    (
        event(Verb.RESPONSIBLE_CHANGED, Kind.ACTIVITY),
        "Eva changed who is responsible for the activity.",
    ),
    (
        event(Verb.SECTION_READY, Kind.SECTION, name="Summary"),
        "Eva marked “Summary” as ready.",
    ),
    (
        event(Verb.SECTION_READY, Kind.SECTION, name="Summary", undone="1"),
        "Eva marked “Summary” as not ready.",
    ),
    (
        event(
            Verb.EDITION_SUBMITTED, Kind.ROUND, name="T1", number="1", registry_number="1.2-7/23"
        ),
        "Eva submitted the report of the round T1: edition 1, registry number 1.2-7/23.",
    ),
    (
        event(Verb.EDITION_DECIDED, Kind.ROUND, name="T1", number="2", reason="2023-05-25 § 7"),
        "Eva recorded the decision of the report of the round T1: edition 2. "
        "Decision: 2023-05-25 § 7",
    ),
    (
        event(Verb.EDITION_CORRECTED, Kind.ROUND, number="3", reason="Fel siffra"),
        "Eva corrected the report of the round: edition 3. Reason: Fel siffra",
    ),
    (event(Verb.ROUND_PLANNED, Kind.ROUND, name="Plan 2023"), "Eva prepared the round Plan 2023."),
    (event(Verb.ROUND_OPENED, Kind.ROUND), "Eva opened the round."),
    (
        event(Verb.ROUND_LOCKED, Kind.ROUND, name="T1 2023", reason="Alla är klara"),
        "Eva locked the round T1 2023. Reason: Alla är klara",
    ),
    (event(Verb.ROUND_REOPENED, Kind.ROUND, name="T1"), "Eva opened the round T1 again."),
    (event(Verb.ROUND_DECIDED, Kind.ROUND, name="T1"), "Eva marked the round T1 as decided."),
    (
        event(Verb.ROUND_DECIDED, Kind.ROUND, name="T1", reason="2023-05-25 § 7"),
        "Eva marked the round T1 as decided. Decision: 2023-05-25 § 7",
    ),
    (
        event(
            Verb.DATES_CHANGED,
            Kind.ROUND,
            name="T1",
            cells=[["opens", None, "2023-05-01"], ["locks", "2023-05-31", ""]],
        ),
        "Eva changed the round T1: the opening day from no date to 2023-05-01 and the last day "
        "from 2023-05-31 to no date.",
    ),
    (
        event(Verb.DATES_CHANGED, Kind.ROUND, cells=[["due", "2023-05-20", "2023-05-31"]]),
        "Eva changed the due date from 2023-05-20 to 2023-05-31.",
    ),
    (event(Verb.DATES_CHANGED, Kind.ROUND), "Eva changed the dates of the round."),
    (
        event(
            Verb.UNLOCKED,
            name="T1 2023",
            thing=NAME,
            until="2023-06-01T14:00:00+00:00",
            reason="Fel siffra.",
        ),
        "Eva unlocked “Andel nöjda barn” in the round T1 2023 until 1 June 2023 16:00. "
        "Reason: Fel siffra.",
    ),
    (
        event(Verb.UNLOCKED, Kind.ROUND, name="T1", thing="T1", until="2023-06-01"),
        "Eva unlocked the round T1 until 1 June 2023 00:00.",
    ),
    (
        event(Verb.UNLOCKED, Kind.GOAL, until="2023-99-99T00:00:00Z"),
        "Eva unlocked the goal for a time.",
    ),
    (
        event(Verb.UNLOCK_ENDED, Kind.GOAL, name="T1", thing="1.1 Alla barn"),
        "Eva locked “1.1 Alla barn” in the round T1 again before the time was out.",
    ),
    (
        event(Verb.DOCUMENT_LOADED, Kind.ROUND, by=None, added=3, changed=[1], removed=0),
        "The program loaded a document into the round: 3 lines added and 1 line changed.",
    ),
    (
        event(Verb.DOCUMENT_LOADED, Kind.ROUND, name="T1"),
        "Eva loaded a document into the round T1.",
    ),
    (
        event(Verb.SECTION_WRITTEN, Kind.SECTION, name="Sammanfattning"),
        "Eva wrote “Sammanfattning”.",
    ),
    (event(Verb.SECTION_WRITTEN, Kind.SECTION), "Eva wrote the section."),
    (
        event(
            Verb.FINDING_ACCEPTED,
            Kind.GOAL,
            name="1.3 Stöd",
            finding="Målet saknar indikator.",
            reason="Det är rätt.",
        ),
        "Eva accepted what the review found in “1.3 Stöd”: Målet saknar indikator. "
        "Reason: Det är rätt.",
    ),
    (
        event(Verb.FINDING_ACCEPTED, Kind.GOAL, name="1.3 Stöd", finding="Målet.", undone="yes"),
        "Eva took back that what the review found in “1.3 Stöd” may stand: Målet.",
    ),
    (
        event(Verb.FINDING_ACCEPTED, Kind.ROUND),
        "Eva accepted what the review found in the round.",
    ),
    (event("unknown", "unknown"), "Eva changed the round."),
]


@pytest.mark.parametrize(("done", "told"), OTHERS)
def test_event_is_told(in_english: None, done: Event, told: str) -> None:
    assert sentence(done) == told


def test_every_verb_is_in_the_table() -> None:
    told = {done.verb for done, _told in OTHERS} | {Verb.OUTCOME_CHANGED}
    assert set(Verb.values) <= told


def test_sentence_leaves_the_name_out_where_the_page_has_it(in_english: None) -> None:
    changed = event(Verb.OUTCOME_CHANGED, name=NAME, cells=[["women", "85 %", "86 %"]])
    both = event(Verb.OUTCOME_CHANGED, name=NAME, cells=[["total", "1", "2"], ["men", "", "3"]])

    assert sentence(changed, named=False) == "Eva changed the outcome for women from 85 % to 86 %."
    assert sentence(both, named=False) == (
        "Eva changed the outcome from 1 to 2 and the outcome for men from no value to 3."
    )
    assert sentence(event(Verb.UNLOCKED, name="T1", thing=NAME), named=False) == (
        "Eva unlocked “Andel nöjda barn” for a time."
    )


def test_person_without_a_name_is_somebody(in_english: None) -> None:
    nameless = event(Verb.ROUND_OPENED, Kind.ROUND, by=User(pk=2))
    assert sentence(nameless) == "Somebody opened the round."


def test_names_and_values_are_never_taken_for_places_in_the_text(in_english: None) -> None:
    odd = event(Verb.OUTCOME_CHANGED, name="100 %(who)s %s", cells=[["total", "%d", "5 %"]])
    assert sentence(odd) == "Eva changed the outcome in “100 %(who)s %s” from %d to 5 %."


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("done", [done for done, _told in OTHERS])
def test_sentence_keeps_its_facts_in_every_language(language: str, done: Event) -> None:
    with translation.override(language):
        told = sentence(done)
    facts = [done.details.get("thing"), done.details.get("reason")]
    facts += [] if done.details.get("thing") else [done.details.get("name")]
    facts += [
        value for cell in done.details.get("cells", ()) if cell[0] in EMPTY for value in cell[1:]
    ]
    assert all(fact in told for fact in facts if fact)
    assert "%(" not in told


def test_every_code_has_a_word() -> None:
    """What the rules write must not reach people as a code."""
    with translation.override("en"):
        for state in OutcomeState:
            told = sentence(event(Verb.OUTCOME_CHANGED, cells=[["state", "", state.value]]))
            assert f"“{state.label}”" in told
        for code in WarningCode:
            told = sentence(event(Verb.WARNING_ACCEPTED, warnings=[{"code": code.value}]))
            assert f"“{code.label}”" in told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
CELL = st.tuples(
    st.sampled_from(sorted(CELLS)) | st.text(), st.none() | st.text(), st.none() | st.text()
).map(list)
DETAILS = JSON | st.fixed_dictionaries(
    {},
    optional={
        "name": JSON,
        "thing": JSON,
        "reason": JSON,
        "until": JSON | st.datetimes().map(str),
        "cells": JSON | st.lists(CELL | JSON, max_size=4),
        "warnings": JSON | st.lists(st.fixed_dictionaries({"code": JSON}), max_size=3),
        "restored": JSON,
        "added": JSON,
        "changed": JSON,
        "removed": JSON,
    },
)


@given(
    verb=st.sampled_from(Verb.values) | st.text(max_size=20),
    kind=st.sampled_from(Kind.values),
    details=DETAILS,
    by=st.sampled_from([EVA, None]),
    named=st.booleans(),
    language=st.sampled_from(["sv", "en"]),
)
def test_any_details_make_a_sentence(
    verb: str, kind: str, details: Any, by: User | None, named: bool, language: str
) -> None:
    done = Event(verb=verb, kind=kind, key=1, by=by, details=details)
    with translation.override(language):
        told = sentence(done, named=named)
    assert told.strip()
    assert all(change.cell for change in changes_of(done))
