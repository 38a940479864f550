"""Templates of sections: which a document has, what a committee may change, and who may."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from goals.choices import Part, RoundState
from goals.models import Round
from goals.rules import EditConflict, RoundLocked
from reports.compose import compose
from reports.document import OWN_PLACES
from reports.models import Report, Section, SectionTemplate
from reports.queries import template_of
from reports.writing.sections import find_writing, write_section, writings_of
from reports.writing.template import (
    Template,
    TemplateSection,
    added,
    changed,
    default_template,
    effective,
    moved,
    new_key,
    shown,
    stored,
    stored_changes,
    without,
)
from reports.writing.templates import adapt_template, find_template, set_template, template_changes
from tests.conftest import People
from tests.factories import RoundFactory

pytestmark = pytest.mark.usefixtures("in_english")
RISKS = TemplateSection("front_risks", "Risker", "Skriv kort.", required=True)
REST = TemplateSection("own_rest", "Övrigt")


@pytest.fixture
def annual(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee, part=Part.ANNUAL)
    return made


def keys(template: Template) -> list[str]:
    return [one.key for one in template if not one.has_own_place]


def city(people: People, sections: Template, version: int = 0, **fields: Any) -> SectionTemplate:
    said: dict[str, Any] = {"year": 2023, "part": Part.ANNUAL, "by": people.karin} | fields
    return set_template(sections=sections, version=version, **said)


def with_risks() -> Template:
    return added(added(default_template(), RISKS), REST)


# The list -------------------------------------------------------------------------------------


def test_without_a_template_the_known_sections_are_offered(annual: Round) -> None:
    assert template_of(annual) == default_template()
    assert not any(one.required for one in writings_of(annual))


def test_what_is_stored_is_read_again() -> None:
    read = effective(stored(with_risks()), None)
    assert [(one.key, one.heading, one.instructions, one.required) for one in read] == [
        (one.key, one.heading, one.instructions, one.required) for one in with_risks()
    ]


@pytest.mark.parametrize(
    ("key", "step", "expected"),
    [
        ("summary", -1, ["summary", "decision_proposal", "introduction"]),
        ("summary", 1, ["decision_proposal", "introduction", "summary"]),
        # Not past an end, nor from before the goals to after them.
        ("decision_proposal", -1, ["decision_proposal", "summary", "introduction"]),
        ("unknown", 1, ["decision_proposal", "summary", "introduction"]),
    ],
)
def test_section_is_moved_among_those_at_its_place(
    key: str, step: int, expected: list[str]
) -> None:
    assert keys(moved(default_template(), key, step))[:3] == expected


def test_sections_stay_on_their_side_of_the_goals() -> None:
    template = with_risks()
    assert moved(template, "front_risks", 1) == template
    assert moved(template, "own_rest", -1) == template
    assert keys(template)[-2:] == ["front_risks", "own_rest"]


@pytest.mark.parametrize("key", OWN_PLACES)
def test_what_has_a_place_of_its_own_stays(key: str) -> None:
    template = default_template()
    assert without(template, key) == template
    assert moved(template, key, 1) == template
    # Also where what is stored does not name it.
    assert key in [one.key for one in effective([], None)]


def test_committees_changes_follow_the_citys_template() -> None:
    base = effective(stored(with_risks()), None)
    mine = added(base, TemplateSection("front_mine", "Mitt", is_own=True))
    mine = changed(moved(mine, "summary", -1), "background", left_out=True)
    changes = stored_changes(mine)

    # The city adds a section, drops one, and requires one that was left out.
    later = added(without(with_risks(), "preparation"), TemplateSection("front_new", "Nytt"))
    later = changed(later, "introduction", required=True)
    found = effective(stored(later), changes)
    assert keys(found) == [
        *("summary", "decision_proposal", "introduction", "background", "front_risks"),
        *("front_new", "front_mine", "own_rest"),
    ]
    assert "background" not in keys(shown(found))
    assert [one.key for one in found if one.is_own] == ["front_mine"]
    again = effective(stored(changed(later, "background", required=True)), changes)
    assert "background" in keys(shown(again))


def test_what_is_required_stands_in_the_citys_order() -> None:
    required = changed(
        changed(default_template(), "summary", required=True), "background", required=True
    )
    changes = stored_changes(
        moved(moved(moved(required, "background", -1), "background", -1), "background", -1)
    )
    found = keys(effective(stored(required), changes))
    assert found.index("summary") < found.index("background")


def test_new_keys_tell_where_they_are_printed() -> None:
    assert new_key("Risker & möjligheter", in_front=True, taken=[]) == "front_risker_mojligheter"
    assert new_key("Övrigt", in_front=False, taken=["own_ovrigt"]) == "own_ovrigt_2"
    assert new_key("…", in_front=False, taken=[]) == "own_text"
    assert len(new_key("å" * 300, in_front=True, taken=["front_" + "a" * 40])) <= 60


# The rules ------------------------------------------------------------------------------------


def test_controller_sets_the_citys_template(people: People, annual: Round) -> None:
    row = city(people, with_risks())
    city(people, without(with_risks(), "background"), row.version)

    assert "background" not in keys(template_of(annual))
    row.refresh_from_db()
    newest, first = template_changes(row, {})
    assert (newest.name, newest.removed, newest.added) == ("Karin", ["Bakgrund"], [])
    assert "Risker" in first.added


def test_what_is_said_already_is_saved_whatever_its_version(people: People) -> None:
    row = city(people, with_risks())
    assert city(people, with_risks(), 0).version == row.version == 1


@pytest.mark.parametrize("version", [0, 2])
def test_citys_template_is_not_written_over(people: People, version: int) -> None:
    city(people, with_risks())
    with pytest.raises(EditConflict):
        city(people, default_template(), version)
    with pytest.raises(EditConflict):
        city(people, default_template(), 1, year=2024)
    assert SectionTemplate.objects.count() == 1


def test_only_a_controller_sets_the_citys(people: People) -> None:
    for user in (people.eva, people.mona, people.rolf):
        with pytest.raises(PermissionDenied):
            city(people, with_risks(), by=user)


@pytest.mark.parametrize(
    "wrong",
    [
        {"heading": " "},
        {"heading": "å" * 301},
        {"heading": "a\0"},
        {"instructions": "å" * 4001},
    ],
)
def test_what_cannot_be_stored_is_refused(people: People, wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as caught:
        city(people, changed(with_risks(), "own_rest", **wrong))
    assert list(caught.value.message_dict) == list(wrong)


def test_template_has_an_end(people: People) -> None:
    many = tuple(TemplateSection(f"own_{n}", str(n)) for n in range(61))
    for sections in (many, (REST, REST)):
        with pytest.raises(ValidationError):
            city(people, sections)


def test_administrator_adapts_and_takes_it_back(people: People, annual: Round) -> None:
    mine = added(default_template(), TemplateSection("own_mine", "Mitt", is_own=True))
    row = adapt_template(round=annual, sections=mine, version=0, by=people.eva)
    assert keys(template_of(annual))[-1] == "own_mine"

    adapt_template(round=annual, sections=(), version=row.version, by=people.eva)
    assert template_of(annual) == default_template()


def test_who_may_adapt(people: People, annual: Round) -> None:
    for user, refusal in (
        (people.mona, PermissionDenied),
        (people.rolf, PermissionDenied),
        (people.karin, PermissionDenied),
        (people.nils, Http404),
    ):
        with pytest.raises(refusal):
            adapt_template(round=annual, sections=default_template(), version=0, by=user)
    Round.objects.filter(pk=annual.pk).update(state=RoundState.DECIDED)
    annual.refresh_from_db()
    with pytest.raises(RoundLocked):
        adapt_template(round=annual, sections=default_template(), version=0, by=people.eva)
    assert find_template(people.committee, 2023, Part.ANNUAL) is None


# What is made of it ---------------------------------------------------------------------------


def test_required_heading_is_there_before_anybody_writes(people: People, annual: Round) -> None:
    city(people, moved(with_risks(), "front_risks", -1))
    (entry,) = compose(annual).sections or ()
    assert (entry.key, entry.heading, entry.body, entry.pk) == ("front_risks", "Risker", "", None)
    assert entry.required
    assert entry.in_front

    write_section(round=annual, name="front_risks", body="Inga.", version=0, by=people.mona)
    write_section(round=annual, name="preparation", body="Så.", version=0, by=people.mona)
    found = compose(annual).sections or ()
    assert [(one.key, one.body) for one in found] == [
        ("front_risks", "Inga."),
        ("preparation", "Så."),
    ]
    assert find_writing(annual, "front_risks").instructions == "Skriv kort."

    # Emptied, what is not required is gone, and may be written again.
    for name in ("front_risks", "preparation"):
        write_section(round=annual, name=name, body="", version=1, by=people.mona)
    (entry,) = compose(annual).sections or ()
    assert (entry.key, entry.body) == ("front_risks", "")
    write_section(round=annual, name="preparation", body="Så igen.", version=2, by=people.mona)
    assert [one.body for one in compose(annual).sections or ()] == ["", "Så igen."]


def test_loaded_sections_keep_their_order_and_headings(people: People, annual: Round) -> None:
    report = Report.objects.create(round=annual)
    for position, key in enumerate(("background", "loaded", "summary"), 1):
        heading = f"Egen {key}"
        Section.objects.create(
            report=report, position=position, key=key, heading=heading, body="Så."
        )
    before = [(one.key, one.heading) for one in compose(annual).sections or ()]
    assert before == [
        ("background", "Egen background"),
        ("loaded", "Egen loaded"),
        ("summary", "Egen summary"),
    ]

    city(people, default_template())
    after = [(one.key, one.heading) for one in compose(annual).sections or ()]
    # What the template does not have follows what it followed.
    assert after == [
        ("summary", "Sammanfattning"),
        ("background", "Bakgrund"),
        ("loaded", "Egen loaded"),
    ]


def test_written_section_stays_when_the_template_drops_it(people: People, annual: Round) -> None:
    write_section(round=annual, name="background", body="Så.", version=0, by=people.mona)
    city(people, without(default_template(), "background"))

    (entry,) = compose(annual).sections or ()
    assert entry.body == "Så."
    assert [one.body for one in writings_of(annual) if one.section] == ["Så."]
