"""Writing the texts of a report: who may, when, where they come, and what is kept."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goals.cells import mark
from goals.choices import Kind, Part, RoundState, Verb
from goals.drafts import TEXT_LENGTH, keep_draft
from goals.models import Draft, Event, Round
from goals.rules import EditConflict, RoundLocked
from organisation.models import User
from reports.document import FIRST_PAGE, FIRST_PAGE_OPENING
from reports.evidence import evidence_of
from reports.models import Report, Section
from reports.writing.sections import find_writing, write_section, writings_of
from tests.conftest import People
from tests.factories import AssessmentFactory, RoundFactory
from tests.pages import address, inline_code, repeated_ids

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def annual(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee, part=Part.ANNUAL)
    return made


def write(
    round: Round, by: User, body: str = " Året gick bra. ", name: str = "summary", version: int = 0
) -> Section:
    return write_section(round=round, name=name, body=body, version=version, by=by)


def keys(round: Round) -> list[str]:
    return [one.key for one in Section.objects.filter(report__round=round).order_by("position")]


# The rule -----------------------------------------------------------------------------------


def test_first_writing_makes_the_report_and_the_section(people: People, annual: Round) -> None:
    section = write(annual, people.mona)

    assert (section.key, section.body, section.version) == ("summary", "Året gick bra.", 1)
    assert section.heading
    report = Report.objects.get(round=annual)
    assert (report.committee_name, report.municipality) == ("Åby nämnd", "Stockholms stad")


def test_rewriting_is_told_with_both_texts_as_evidence(people: People, annual: Round) -> None:
    write(annual, people.mona)
    section = write(annual, people.eva, "Året gick sämre.", version=1)

    event = Event.objects.all()[0]
    assert (event.verb, event.by, event.place.kind) == (
        Verb.SECTION_WRITTEN,
        people.eva,
        Kind.SECTION,
    )
    assert event.details == {
        "name": section.heading,
        "cells": [["body", None, None]],
        "version": 2,
    }
    evidence = evidence_of(event)
    assert evidence is not None
    (changed,) = evidence.changed
    assert (changed.before, changed.after) == ("Året gick bra.", "Året gick sämre.")
    assert changed.is_prose


@pytest.mark.parametrize("version", [0, 1])
def test_same_text_twice_is_stored_once(people: People, annual: Round, version: int) -> None:
    write(annual, people.mona)
    again = write(annual, people.mona, version=version)

    assert (again.version, again.history.count(), Event.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("version", [0, 2])
def test_what_somebody_else_saved_is_not_written_over(
    people: People, annual: Round, version: int
) -> None:
    write(annual, people.mona)

    with pytest.raises(EditConflict) as caught:
        write(annual, people.eva, "Mitt.", version=version)
    assert caught.value.current.body == "Året gick bra."
    assert str(caught.value).startswith("Mona has saved")


@pytest.mark.parametrize("body", ["", " \n ", "å" * (TEXT_LENGTH + 1), "a\0b"])
def test_what_cannot_be_stored_is_refused(people: People, annual: Round, body: str) -> None:
    with pytest.raises(ValidationError) as caught:
        write(annual, people.mona, body)
    assert list(caught.value.message_dict) == ["body"]
    assert not Section.objects.exists()


def test_written_section_can_be_emptied(people: People, annual: Round) -> None:
    write(annual, people.mona)
    assert write(annual, people.mona, "", version=1).body == ""


def test_who_may_write(people: People, annual: Round) -> None:
    for user, refusal in (
        (people.rolf, PermissionDenied),
        (people.karin, PermissionDenied),
        (people.nils, Http404),
    ):
        with pytest.raises(refusal):
            write(annual, user)
    assert not Report.objects.exists()


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_only_an_open_round_is_written_in(people: People, annual: Round, state: RoundState) -> None:
    Round.objects.filter(pk=annual.pk).update(state=state)

    with pytest.raises(RoundLocked):
        write(annual, people.mona)
    assert not Section.objects.exists()


@pytest.mark.parametrize("name", ["unknown", "Ö/ä", "0", ""])
def test_sections_that_nobody_knows_are_not_made(people: People, annual: Round, name: str) -> None:
    with pytest.raises(Http404):
        write(annual, people.mona, name=name)


def test_new_section_takes_its_place_among_the_others(people: People, annual: Round) -> None:
    report = Report.objects.create(round=annual)
    for position, key in enumerate(("own", "another"), 1):
        Section.objects.create(report=report, position=position, key=key, heading=key)
    for name in ("background", "decision_proposal", "women_and_men", "summary"):
        write(annual, people.mona, name=name)

    assert keys(annual) == [
        *("decision_proposal", "summary", "background", "women_and_men"),
        *("own", "another"),
    ]


def test_sections_of_loaded_documents_are_found_by_their_numbers(
    people: People, annual: Round
) -> None:
    report = Report.objects.create(round=annual)
    made = [
        Section.objects.create(report=report, position=position, key=key, heading=str(position))
        for position, key in enumerate(("summary", "Å/ä", "summary"), 1)
    ]

    found = [one.name for one in writings_of(annual) if one.section]
    assert found == ["summary", str(made[1].pk), str(made[2].pk)]
    write(annual, people.mona, "Två.", name=str(made[2].pk), version=1)
    made[2].refresh_from_db()
    assert made[2].body == "Två."


def test_draft_goes_when_the_text_is_saved_and_nobody_elses(people: People, annual: Round) -> None:
    offered = find_writing(annual, "summary")
    for user in (people.mona, people.eva):
        keep_draft(
            round=annual,
            place=offered.place,
            cell="body",
            text="Halv",
            seen=mark(""),
            typed=0,
            by=user,
        )
    write(annual, people.mona)

    assert [draft.by for draft in Draft.objects.all()] == [people.eva]


# The page ------------------------------------------------------------------------------------


def page_of(round: Round, name: str = "summary") -> str:
    return address("section", round, name)


def typed(body: str = "Året gick bra.", version: int = 0) -> dict[str, Any]:
    return {"body": body, "version": version}


def test_manager_writes_on_the_page(client: Client, people: People, annual: Round) -> None:
    client.force_login(people.mona)
    assert client.post(page_of(annual), typed()).status_code == 302

    text = client.get(page_of(annual)).text
    assert "Året gick bra." in text
    assert 'name="version" value="1"' in text
    assert inline_code(text) == []
    assert repeated_ids(text) == set()


def test_reader_reads_and_has_no_form(client: Client, people: People, annual: Round) -> None:
    write(annual, people.mona)
    client.force_login(people.rolf)
    answer = client.get(page_of(annual))

    assert "Året gick bra." in answer.text
    assert 'name="body"' not in answer.text
    assert client.post(page_of(annual), typed()).status_code == 403


def test_conflict_shows_both_texts(client: Client, people: People, annual: Round) -> None:
    write(annual, people.eva, "Evas text.")
    client.force_login(people.mona)
    answer = client.post(page_of(annual), typed("Monas text."))

    assert answer.status_code == 409
    assert "Evas text." in answer.text
    assert "Monas text." in answer.text
    assert 'name="version" value="1"' in answer.text
    assert Draft.objects.get().text == "Monas text."


def test_locked_round_keeps_what_was_typed(english: Client, people: People, annual: Round) -> None:
    Round.objects.filter(pk=annual.pk).update(state=RoundState.LOCKED)
    english.force_login(people.mona)
    answer = english.post(page_of(annual), typed("Monas text."))

    assert answer.status_code == 409
    assert "Monas text." in answer.text
    assert Draft.objects.get().text == "Monas text."
    assert "can only be read" in english.get(page_of(annual)).text


def test_other_texts_are_shown_as_they_will_be_set(
    client: Client, people: People, annual: Round
) -> None:
    AssessmentFactory(round=annual, goal__code="1", goal__committee=people.committee)
    marked = "### Läget\n\n**Två** av [[indicators:*]]"
    write(annual, people.eva, marked)
    client.force_login(people.mona)
    answer = client.post(page_of(annual), typed("Monas **text**, [[indicators:*]]."))
    theirs = answer.text.partition('class="theirs')[2].partition("</form>")[0]
    assert answer.status_code == 409
    assert "<strong>Två</strong>" in theirs
    assert not [raw for raw in ("###", "**", "[[") if raw in theirs]

    Round.objects.filter(pk=annual.pk).update(state=RoundState.LOCKED)
    mine = client.get(page_of(annual)).text.partition("line__draft")[2]
    assert "<strong>text</strong>" in mine
    assert not [raw for raw in ("###", "**", "[[") if raw in mine]


def test_text_that_is_too_long_is_shown_again(
    client: Client, people: People, annual: Round
) -> None:
    client.force_login(people.mona)
    assert client.post(page_of(annual), typed("å" * 20_001)).status_code == 422


def test_draft_from_before_somebody_else_wrote_stands_beside_theirs(
    client: Client, people: People, annual: Round
) -> None:
    keep_draft(
        round=annual,
        place=find_writing(annual, "summary").place,
        cell="body",
        text="Monas halva text.",
        seen=mark(""),
        typed=0,
        by=people.mona,
    )
    write(annual, people.eva, "Evas text.")
    client.force_login(people.mona)

    text = client.get(page_of(annual)).text
    assert "Monas halva text." in text
    assert "Evas text." in text
    client.post(page_of(annual), {"forget": "yes"})
    assert not Draft.objects.exists()


def test_known_sections_are_offered_before_they_are_written(
    client: Client, people: People, annual: Round
) -> None:
    client.force_login(people.mona)
    for name in ("decision_proposal", FIRST_PAGE):
        assert client.get(page_of(annual, name)).status_code == 200
    assert client.get(page_of(annual, "unknown")).status_code == 404


def test_computed_first_page_becomes_a_text_and_is_computed_again(
    english: Client, people: People, annual: Round
) -> None:
    goal = AssessmentFactory(round=annual, level="none", goal__title="Äldre åldras väl").goal
    english.force_login(people.mona)
    page = page_of(annual, FIRST_PAGE)
    assert "Äldre åldras väl" in english.get(page).text

    english.post(page, {"draft": "yes", "version": 0})
    drafted = Section.objects.get(key=FIRST_PAGE)
    assert f"**{goal.title}**" in drafted.body
    assert "Back to the computed page" in english.get(page).text

    english.post(page, {"compute": "yes", "version": 1})
    drafted.refresh_from_db()
    assert (drafted.body, drafted.version) == ("", 2)
    assert drafted.history.order_by("history_id").first().body != ""
    after = english.get(page).text
    assert "Write it yourself" in after
    # What was taken away is found again.
    history = f"{annual.get_absolute_url()}historik/?plats=section:{drafted.pk}"
    assert f'href="{history}"' in after
    (event, _first) = english.get(history).context["page"].object_list
    assert goal.title in english.get(f"{annual.get_absolute_url()}historik/{event.pk}/").text


def test_page_that_was_never_written_has_no_earlier_texts(
    english: Client, people: People, annual: Round
) -> None:
    english.force_login(people.mona)

    assert "?plats=" not in english.get(page_of(annual, FIRST_PAGE)).text


@pytest.mark.parametrize("sent", [{"version": 0}, {}, {"version": "x"}])
def test_text_that_changed_meanwhile_is_not_thrown_away(
    english: Client, people: People, annual: Round, sent: dict[str, Any]
) -> None:
    write(annual, people.eva, "Evas ord.", FIRST_PAGE)
    english.force_login(people.mona)

    english.post(page_of(annual, FIRST_PAGE), {"compute": "yes", **sent})
    assert Section.objects.get().body == "Evas ord."


def test_only_the_first_page_is_computed(client: Client, people: People, annual: Round) -> None:
    write(annual, people.mona)
    client.force_login(people.mona)
    assert client.post(page_of(annual), {"compute": "yes"}).status_code == 422
    assert Section.objects.get().body == "Året gick bra."


def test_writers_text_is_shown_with_its_references_counted(
    client: Client, people: People, annual: Round
) -> None:
    write(annual, people.mona, "### Så gick det\n\nResultat: [[indicators:*]].")
    client.force_login(people.rolf)
    text = client.get(page_of(annual)).text
    assert "Så gick det</h3>" in text
    assert "Resultat: [[" not in text


def test_report_leads_its_writers_to_every_text(
    client: Client, people: People, annual: Round
) -> None:
    write(annual, people.mona)
    report, places = address("report", annual), ("summary", "background", FIRST_PAGE)
    client.force_login(people.mona)
    text = client.get(report).text
    assert all(page_of(annual, name) in text for name in places)
    # In the list, and at its heading.
    assert text.count(f'href="{page_of(annual)}"') == 2
    assert repeated_ids(text) == set()

    client.force_login(people.rolf)
    assert "rapport/text/" not in client.get(report).text
    Round.objects.filter(pk=annual.pk).update(state=RoundState.LOCKED)
    client.force_login(people.mona)
    assert client.get(report).text.count(f'href="{page_of(annual)}"') == 1


def test_links_to_the_texts_speak_the_readers_language(
    english: Client, people: People, annual: Round
) -> None:
    write(annual, people.mona)
    english.force_login(people.mona)
    text = " ".join(english.get(address("report", annual)).text.split())

    heading = Section.objects.get(report__round=annual).heading
    link = f'<a href="{page_of(annual)}" lang="en">Change<span class="sr-only">'
    assert f'{link}: <span lang="sv" >{heading}</span></span></a>' in text
    opening = page_of(annual, FIRST_PAGE_OPENING)
    assert f'<a href="{opening}" lang="en">Change: Opening words</a>' in text
    assert '<div class="document" lang="sv">' in text


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_sections(
    client: Client,
    people: People,
    annual: Round,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for name in ("summary", "background", "introduction")[:count]:
        write(annual, people.mona, name=name)
    with django_assert_num_queries(2):
        assert sum(bool(one.body) for one in writings_of(annual)) == count
