"""Who writes which section, how far they are, what is ready, and the preview."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goals.cells import mark
from goals.choices import Part, RoundState, Verb
from goals.drafts import keep_draft
from goals.models import Draft, Event, Round
from goals.rules import EditConflict, RoundLocked
from indicators.sentences import sentence
from organisation.models import User
from reports.choices import SectionState
from reports.mending import mend_address
from reports.models import Report, Section, SectionWriter
from reports.reviewing import findings_of
from reports.views import section_beside
from reports.writing.comments import add_comment, resolve_comment
from reports.writing.section_work import mark_ready, set_writers, texts_of, work_of
from reports.writing.sections import find_writing, write_section
from reports.writing.template import TemplateSection, added, changed, default_template
from reports.writing.templates import set_template
from tests.conftest import People
from tests.factories import AssessmentFactory, RoundFactory, UserFactory
from tests.pages import address, inline_code, repeated_ids

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def annual(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee, part=Part.ANNUAL)
    return made


@pytest.fixture
def summary(people: People, annual: Round) -> Section:
    return write_section(
        round=annual, name="summary", body="Året gick bra.", version=0, by=people.mona
    )


def ready(round: Round, by: User, version: int = 1, *, ready: bool = True) -> None:
    mark_ready(round=round, name="summary", ready=ready, version=version, by=by)


def writers(round: Round, by: User, *people: User, name: str = "summary") -> bool:
    return set_writers(round=round, name=name, people=people, by=by)


def states(round: Round) -> dict[str, SectionState]:
    return {one.writing.name: one.state for one in work_of(round)}


# Ready ----------------------------------------------------------------------------------------


def test_mark_holds_for_the_text_it_was_set_on(
    people: People, annual: Round, summary: Section
) -> None:
    ready(annual, people.mona)
    ready(annual, people.eva)
    assert states(annual)["summary"] == SectionState.READY
    said = find_writing(annual, "summary").mark
    assert said is not None
    assert said.by == people.mona

    write_section(round=annual, name="summary", body="Nej.", version=1, by=people.eva)
    assert states(annual)["summary"] == SectionState.BEGUN
    ready(annual, people.eva, 2)
    ready(annual, people.mona, 0, ready=False)
    assert states(annual)["summary"] == SectionState.BEGUN
    told = [sentence(event) for event in Event.objects.filter(verb=Verb.SECTION_READY)]
    assert len(told) == 3
    assert "not ready" in str(told[0])


def test_text_that_changed_since_it_was_read_is_not_marked(
    people: People, annual: Round, summary: Section
) -> None:
    for version in (0, 2):
        with pytest.raises(EditConflict):
            ready(annual, people.eva, version)


def test_nothing_is_not_ready(people: People, annual: Round) -> None:
    with pytest.raises(ValidationError):
        ready(annual, people.eva, 0)
    with pytest.raises(Http404):
        mark_ready(round=annual, name="unknown", ready=True, version=0, by=people.eva)


def test_who_may_mark_and_when(people: People, annual: Round, summary: Section) -> None:
    for user, refusal in (
        (people.rolf, PermissionDenied),
        (people.karin, PermissionDenied),
        (people.nils, Http404),
    ):
        with pytest.raises(refusal):
            ready(annual, user)
    Round.objects.filter(pk=annual.pk).update(state=RoundState.LOCKED)
    with pytest.raises(RoundLocked):
        ready(annual, people.mona)
    assert states(annual)["summary"] == SectionState.BEGUN


def test_section_that_somebody_has_begun_on_is_being_written(people: People, annual: Round) -> None:
    keep_draft(
        round=annual,
        place=find_writing(annual, "background").place,
        cell="body",
        text="Halv",
        seen=mark(""),
        typed=0,
        by=people.mona,
    )
    assert states(annual)["background"] == SectionState.BEGUN
    assert states(annual)["summary"] == SectionState.NOT_BEGUN


def test_only_what_is_to_be_ready_is_counted(
    people: People, annual: Round, summary: Section
) -> None:
    ready(annual, people.mona)
    texts = texts_of(work_of(annual), {})
    assert (texts.ready, texts.total) == (1, 5)


# Writers --------------------------------------------------------------------------------------


def test_writers_are_named_before_anything_is_written(people: People, annual: Round) -> None:
    assert writers(annual, people.eva, people.mona, people.eva)
    assert not writers(annual, people.eva, people.eva, people.mona)
    write_section(round=annual, name="summary", body="Så.", version=0, by=people.mona)
    assert writers(annual, people.eva, people.mona)

    (found,) = [one for one in work_of(annual) if one.writers]
    assert (found.writing.name, found.writers) == ("summary", (people.mona,))
    event = Event.objects.filter(verb=Verb.RESPONSIBLE_CHANGED)[0]
    assert event.details["cells"] == [["person", "Eva, Mona", "Mona"]]


def test_only_those_who_may_write_are_named(people: People, annual: Round) -> None:
    for person in (people.rolf, people.karin, people.nils, UserFactory()):
        with pytest.raises(ValidationError):
            writers(annual, people.eva, person)
    for user, refusal in (
        (people.mona, PermissionDenied),
        (people.karin, PermissionDenied),
        (people.nils, Http404),
    ):
        with pytest.raises(refusal):
            writers(annual, user, people.mona)
    assert not SectionWriter.objects.exists()


def test_writer_who_has_left_can_stay_and_be_taken_away(people: People, annual: Round) -> None:
    writers(annual, people.eva, people.mona)
    people.mona.memberships.all().delete()
    writers(annual, people.eva, people.mona, people.eva)
    writers(annual, people.eva)
    assert not SectionWriter.objects.exists()


def test_sections_are_found_on_the_start_page_and_in_the_list(
    english: Client, people: People, annual: Round
) -> None:
    plan = RoundFactory(committee=people.committee, part=Part.PLAN)
    for round in (annual, plan):
        writers(round, people.eva, people.mona)
        AssessmentFactory(round=round, goal__code="1", goal__committee=people.committee)
    english.force_login(people.mona)

    start = english.get("/").text
    assert f'href="{address("section", annual, "summary")}"' in start
    assert f'href="{address("section", plan, "summary")}"' in start
    work = english.get(address("work", annual)).text
    assert "Write: Sammanfattning" in work
    english.force_login(people.rolf)
    assert "Write:" not in english.get(address("work", annual) + "?visa=mina").text
    assert "Write:" in english.get(address("work", annual) + "?visa=alla").text
    assert "Write:" in english.get(f"{address('work', annual)}?visa=person-{people.mona.pk}").text


@pytest.mark.parametrize("count", [1, 3])
def test_work_is_read_in_a_few_queries(
    people: People,
    annual: Round,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for name in ("summary", "background", "introduction")[:count]:
        section = write_section(round=annual, name=name, body="Så.", version=0, by=people.mona)
        mark_ready(round=annual, name=name, ready=True, version=section.version, by=people.mona)
        writers(annual, people.eva, people.mona, people.eva, name=name)
    with django_assert_num_queries(5):
        found = texts_of(work_of(annual), {})
    assert found.ready == count


# The review -----------------------------------------------------------------------------------


def found(round: Round) -> list[str]:
    said = [one.code for one in findings_of(round).open]
    return [code for code in said if code.startswith("section.") or code == "text.section"]


def test_review_tells_what_is_not_ready(people: People, annual: Round, summary: Section) -> None:
    # Nothing is said where nobody works so.
    assert found(annual) == []
    writers(annual, people.eva, people.mona, name="background")
    assert found(annual) == ["section.unready"]
    ready(annual, people.mona)
    assert found(annual) == []

    comment = add_comment(round=annual, name="summary", text="Hm.", by=people.karin)
    assert found(annual) == ["section.comments"]
    resolve_comment(comment=comment, resolved=True, by=people.mona)
    template = changed(default_template(), "preparation", required=True)
    set_template(year=2023, part=Part.ANNUAL, sections=template, version=0, by=people.karin)
    assert found(annual) == ["section.empty"]
    (finding,) = [one for one in findings_of(annual).open if one.code == "section.empty"]
    assert mend_address(finding.spot, annual) == page(annual, "preparation")


def test_review_tells_what_is_published_without_a_text(
    english: Client, people: People, annual: Round, summary: Section
) -> None:
    write_section(round=annual, name="background", body="Så.", version=0, by=people.mona)
    write_section(round=annual, name="first_page", body="Så.", version=0, by=people.mona)
    assert found(annual) == []
    # Emptied: a heading is printed, but for what is computed then.
    for name in ("background", "first_page"):
        write_section(round=annual, name=name, body="", version=1, by=people.mona)
    assert found(annual) == ["text.section"]
    english.force_login(people.rolf)
    assert page(annual, "background") in english.get(address("review", annual)).text
    # Required, it must be written.
    template = changed(default_template(), "background", required=True)
    set_template(year=2023, part=Part.ANNUAL, sections=template, version=0, by=people.karin)
    assert found(annual) == ["section.empty"]


# The page -------------------------------------------------------------------------------------


def page(round: Round, name: str = "summary") -> str:
    return address("section", round, name)


def test_text_is_saved_and_marked_in_one(english: Client, people: People, annual: Round) -> None:
    english.force_login(people.mona)
    english.post(page(annual), {"body": "Så.", "version": 0, "ready": "yes"})
    assert states(annual)["summary"] == SectionState.READY

    text = english.get(page(annual)).text
    assert "Not ready after all" in text
    assert inline_code(text) == []
    assert repeated_ids(text) == set()
    answer = english.post(page(annual), {"body": "Annat.", "version": 1}, follow=True)
    assert "not marked as ready any more" in answer.text
    english.post(page(annual), {"body": "Annat.", "version": 2, "ready": "yes"})
    english.post(page(annual), {"unready": "yes"})
    assert states(annual)["summary"] == SectionState.BEGUN


def test_instructions_are_shown_until_they_are_hidden(
    english: Client, people: People, annual: Round
) -> None:
    hostile = "Skriv **kort**.\n\n<script>alert(1)</script>"
    template = changed(default_template(), "summary", instructions=hostile, required=True)
    set_template(year=2023, part=Part.ANNUAL, sections=template, version=0, by=people.karin)
    english.force_login(people.mona)
    text = english.get(page(annual)).text
    assert "<strong>kort</strong>" in text
    assert "&lt;script&gt;alert" in text
    assert "<details" in text.partition("data-instructions")[0][-60:]
    assert "data-instructions open" in " ".join(text.split())

    english.cookies["instruktioner"] = "dolda"
    assert "data-instructions open" not in " ".join(english.get(page(annual)).text.split())


def test_preview_without_a_script_saves_nothing_and_keeps_the_text(
    english: Client, people: People, annual: Round
) -> None:
    AssessmentFactory(round=annual, goal__code="1", goal__committee=people.committee)
    english.force_login(people.mona)
    answer = english.post(
        page(annual), {"body": "### Läget\n\n[[indicators:*]]", "version": 0, "preview": "yes"}
    )
    assert answer.status_code == 200
    shown = answer.text.partition('id="preview"')[2]
    assert "Läget</h4>" in shown
    assert "[[" not in shown.partition('id="comments"')[0]
    assert not Section.objects.exists()
    assert Draft.objects.get().text.startswith("### Läget")
    assert (
        english.post(
            page(annual), {"body": "å" * 20_001, "version": 0, "preview": "yes"}
        ).status_code
        == 422
    )


def preview(client: Client, round: Round, body: str, name: str = "summary", **more: Any) -> Any:
    return client.post(
        address("section_preview", round, name), {"body": body, "version": 0, **more}
    )


def test_preview_shows_what_is_around(client: Client, people: People, annual: Round) -> None:
    template = added(
        changed(default_template(), "introduction", required=True),
        TemplateSection("own_rest", "Övrigt"),
    )
    set_template(year=2023, part=Part.ANNUAL, sections=template, version=0, by=people.karin)
    write_section(round=annual, name="decision_proposal", body="Så.", version=0, by=people.mona)
    client.force_login(people.mona)
    text = preview(client, annual, "Kort **sagt**.").text
    near = [
        text.index(words) for words in ("Förslag till beslut", "Sammanfattning</h3>", "Inledning")
    ]
    assert near == sorted(near)
    assert "<strong>sagt</strong>" in text
    assert "The goals and the economy" in preview(client, annual, "a", "own_rest").text or (
        "Målen och ekonomin" in preview(client, annual, "a", "own_rest").text
    )
    assert preview(client, annual, "Ord.", "first_page").status_code == 200
    assert not Section.objects.filter(key="summary").exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[[value:1.outcome]] [[nothing:*]] [[indicators:'<b>]]",
    ],
)
def test_hostile_text_is_text(client: Client, people: People, annual: Round, body: str) -> None:
    client.force_login(people.mona)
    for more in ({}, {"body_format": "html"}):
        text = preview(client, annual, body, **more).text
        assert inline_code(text) == []
        assert "<img" not in text
        assert "javascript:" not in text or "href" not in text


def test_preview_has_limits(
    client: Client, people: People, annual: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(people.mona)
    assert preview(client, annual, "å" * 20_001).status_code == 422
    assert preview(client, annual, "a\0b").status_code == 422
    monkeypatch.setattr(section_beside, "time", lambda: 12345.0)
    monkeypatch.setattr(section_beside, "MOST_PREVIEWS", 2)
    answers = [preview(client, annual, "a") for _again in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    # Another person is not stopped.
    client.force_login(people.eva)
    assert preview(client, annual, "a").status_code == 200


def test_preview_of_an_empty_section_is_what_the_report_has(
    client: Client, people: People, annual: Round
) -> None:
    client.force_login(people.mona)
    # Nobody has made a template: its heading would stand there.
    assert "Inledning</h3>" in preview(client, annual, "", "introduction").text
    template = changed(default_template(), "introduction", required=True)
    set_template(year=2023, part=Part.ANNUAL, sections=template, version=0, by=people.karin)
    required = preview(client, annual, " \n ", "introduction").text
    assert "Inledning</h3>" in required
    assert "Här är inget skrivet." in required
    left_out = preview(client, annual, "", "background").text
    assert "Bakgrund</h3>" not in left_out
    assert "rapporten utelämnar avsnittet" in left_out
    assert "Bakgrund</h3>" in preview(client, annual, "Så.", "background").text


def test_nobody_is_to_write_in_what_is_decided(
    english: Client, people: People, annual: Round
) -> None:
    Round.objects.filter(pk=annual.pk).update(due=date(2024, 2, 1))
    writers(annual, people.eva, people.mona)
    english.force_login(people.eva)
    shown = english.get(page(annual)).text
    assert 'name="people"' in shown
    assert "1 February 2024" in shown

    Round.objects.filter(pk=annual.pk).update(state=RoundState.DECIDED)
    shown = english.get(page(annual)).text
    assert 'name="people"' not in shown
    for where in (page(annual), address("round", annual), address("work", annual)):
        assert "1 February 2024" not in english.get(where).text
    answer = english.post(
        address("section_writers", annual, "summary"), {"people": [people.eva.pk]}, follow=True
    )
    assert "nobody writes in its report any more" in answer.text
    assert SectionWriter.objects.get().person == people.mona


def test_report_page_tells_how_far_the_texts_are(
    english: Client, people: People, annual: Round, summary: Section
) -> None:
    ready(annual, people.mona)
    writers(annual, people.eva, people.mona)
    for user, sees in ((people.mona, True), (people.karin, True), (people.rolf, False)):
        english.force_login(user)
        text = " ".join(english.get(address("report", annual)).text.split())
        assert ("1 of 5 sections ready" in text) is sees
    english.force_login(people.karin)
    # The controller is shown the way to read, and no links to change.
    assert "Change<span" not in english.get(address("report", annual)).text


def test_administrator_names_writers_on_the_page(
    english: Client, people: People, annual: Round
) -> None:
    english.force_login(people.eva)
    assert 'name="people"' in english.get(page(annual)).text
    names = address("section_writers", annual, "summary")
    english.post(names, {"people": [people.mona.pk]})
    assert SectionWriter.objects.get().person == people.mona
    english.post(names, {"people": [people.rolf.pk]})
    assert SectionWriter.objects.get().person == people.mona
    english.post(names, {})
    assert not SectionWriter.objects.exists()
    english.force_login(people.mona)
    assert 'name="people"' not in english.get(page(annual)).text


def test_report_that_is_loaded_keeps_its_writers(people: People, annual: Round) -> None:
    report = Report.objects.create(round=annual)
    own = Section.objects.create(report=report, position=1, key="own", heading="Eget", body="Så.")
    writers(annual, people.eva, people.mona, name=str(own.pk))
    template = added(default_template(), TemplateSection("own", "Eget"))
    set_template(year=2023, part=Part.ANNUAL, sections=template, version=0, by=people.karin)
    (found,) = [one for one in work_of(annual) if one.writers]
    assert found.writing.name == "own"
    assert find_writing(annual, str(own.pk)).section == own
