"""The pages of templates: read by all, set by a controller, adapted by an administrator."""

from typing import Any

import pytest
from django.test import Client

from goals.choices import Part
from goals.models import PART_SLUGS, Round
from reports.models import SectionTemplate
from reports.queries import template_for, template_of
from reports.writing.template import shown
from tests.conftest import People
from tests.factories import RoundFactory
from tests.pages import address, inline_code, repeated_ids

pytestmark = pytest.mark.usefixtures("in_english")
NEW = {"do": "save", "key": "ny", "heading": "Risker", "place": "before"}


@pytest.fixture
def annual(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee, part=Part.ANNUAL)
    return made


def city_page() -> str:
    return f"/mallar/2023/{PART_SLUGS[Part.ANNUAL]}/"


def post(client: Client, page: str, version: int, **said: Any) -> Any:
    return client.post(page, {"version": version, **said})


def keys(year: int = 2023) -> list[str]:
    return [one.key for one in template_for(None, year, Part.ANNUAL) if not one.has_own_place]


def test_controller_adds_changes_moves_and_removes(english: Client, people: People) -> None:
    english.force_login(people.karin)
    page = city_page()
    post(english, page, 0, **NEW, instructions="Kort.", required="on")
    assert keys()[-1] == "front_risker"
    post(english, page, 1, do="up", key="front_risker")
    assert keys()[-2] == "front_risker"
    assert 'value="Risker"' in english.get(f"{page}?andra=front_risker").text
    post(english, page, 2, do="save", key="front_risker", heading="Faror")
    changed = next(one for one in template_for(None, 2023, Part.ANNUAL) if one.heading == "Faror")
    assert (changed.instructions, changed.required) == ("", False)
    post(english, page, 3, do="remove", key="background")
    assert "background" not in keys()

    text = english.get(page).text
    assert "What has been changed" in text
    assert inline_code(text) == []
    assert repeated_ids(text) == set()


def test_last_years_template_is_taken_over(english: Client, people: People) -> None:
    english.force_login(people.karin)
    post(english, city_page(), 0, **NEW)
    after = city_page().replace("2023", "2024")
    assert "Take over 2023" in english.get(after).text
    post(english, after, 0, do="copy")
    assert keys(2024) == keys()
    assert "Take over" not in english.get(city_page()).text
    # Nothing to copy: nothing is made of it.
    earlier = city_page().replace("2023", "2022")
    post(english, earlier, 0, do="copy")
    assert "front_risker" not in keys(2022)


@pytest.mark.parametrize("version", ["0", "2", "", "x", "9" * 30])
def test_what_somebody_else_changed_is_not_written_over(
    english: Client, people: People, version: str
) -> None:
    english.force_login(people.karin)
    post(english, city_page(), 0, **NEW)
    answer = english.post(city_page(), {"version": version, **NEW, "heading": "Mitt <b>"})
    assert answer.status_code == 409
    # What was typed stands in the form, which is filled from what is stored now.
    assert "Mitt &lt;b&gt;" in answer.text
    assert 'name="version" value="1"' in " ".join(answer.text.split())
    assert SectionTemplate.objects.get().version == 1


@pytest.mark.parametrize(
    "said",
    [
        {**NEW, "heading": " "},
        {**NEW, "heading": "å" * 301},
        {**NEW, "instructions": "å" * 4001},
        {**NEW, "place": "middle"},
        {"do": "save", "key": "unknown", "heading": "Så"},
        {"do": "burn", "key": "summary"},
        {},
    ],
)
def test_what_cannot_be_is_refused(english: Client, people: People, said: dict[str, str]) -> None:
    english.force_login(people.karin)
    assert post(english, city_page(), 0, **said).status_code == 422
    assert not SectionTemplate.objects.exists()


def test_everybody_reads_the_citys(english: Client, people: People) -> None:
    for user in (people.eva, people.rolf):
        english.force_login(user)
        assert "Made by the city" not in english.get("/mallar/").text
        text = english.get(city_page()).text
        assert "The central controllers set the templates." in text
        assert 'name="do"' not in text
        assert english.get(f"{city_page()}?andra=ny").text.count("<form") == text.count("<form")


def test_address_of_no_document_is_unknown(client: Client, people: People) -> None:
    client.force_login(people.karin)
    for page in ("/mallar/2023/okand/", "/mallar/1066/t1/", f"/mallar/{10**20}/t1/"):
        assert client.get(page).status_code == 404


def test_committee_adds_leaves_out_and_restores(
    english: Client, people: People, annual: Round
) -> None:
    english.force_login(people.karin)
    post(english, city_page(), 0, **NEW, required="on")
    english.force_login(people.eva)
    page = address("committee_template", annual)
    own = {"do": "save", "key": "ny", "heading": "Eget", "place": "after", "required": "on"}
    post(english, page, 0, **own)
    post(english, page, 1, do="leave_out", key="background")
    found = {one.key: one for one in template_of(annual)}
    assert found["own_eget"].is_own
    assert not found["own_eget"].required
    assert "background" not in [one.key for one in shown(template_of(annual))]

    # What the city requires, or has made, is not the committee's to change.
    for act in ("leave_out", "remove", "up"):
        post(english, page, 2, do=act, key="front_risker")
    assert post(english, page, 2, do="save", key="summary", heading="Mitt").status_code == 422
    after = {one.key: one for one in template_of(annual)}
    assert list(after) == list(found)
    assert not after["front_risker"].left_out

    text = english.get(page).text
    assert "Take it in again" in text
    assert inline_code(text) == []
    post(english, page, 2, do="take_back", key="background")
    post(english, page, 3, do="restore", key="")
    assert [one.key for one in template_of(annual)] == [
        one.key for one in template_for(None, 2023, Part.ANNUAL)
    ]


def test_others_read_the_committees(english: Client, people: People, annual: Round) -> None:
    page = address("committee_template", annual)
    for user in (people.mona, people.rolf, people.karin):
        english.force_login(user)
        assert 'name="do"' not in english.get(page).text
    Round.objects.filter(pk=annual.pk).update(state="decided")
    english.force_login(people.eva)
    assert 'name="do"' not in english.get(page).text
    assert post(english, page, 0, do="leave_out", key="summary").status_code == 409


def test_act_that_changes_nothing_does_not_say_that_it_did(english: Client, people: People) -> None:
    english.force_login(people.karin)
    first, page = keys()[0], city_page()
    for act, key in (("up", first), ("remove", "gone"), ("copy", "")):
        answer = post(english, page, 0, do=act, key=key)
        assert answer.status_code == 422
        assert "Nothing was changed." in answer.text
    assert not SectionTemplate.objects.exists()


def test_what_replaces_a_template_that_is_made_is_asked_for_twice(
    english: Client, people: People
) -> None:
    english.force_login(people.karin)
    post(english, city_page(), 0, **NEW)
    after = city_page().replace("2023", "2024")
    assert "is replaced" not in english.get(after).text
    post(english, after, 0, **NEW, instructions="Annat.")
    text = english.get(after).text
    assert text.index("Begin again from 2023") < text.index("is replaced") < text.index('"copy"')
    post(english, after, 1, do="copy")
    assert all(one.instructions == "" for one in template_for(None, 2024, Part.ANNUAL))
