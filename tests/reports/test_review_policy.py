"""The page where the municipality switches checks off, or changes how grave they are."""

import pytest
from django.test import Client

from goals.models import Policy
from goals.queries import policy_now
from reports.review.catalogue import CATALOGUE, GROUPS, group_of
from tests.conftest import People
from tests.documents import ROOT
from tests.pages import inline_code, repeated_ids

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PAGE = "/regler/granskning/"


def sent(**changed: str) -> dict[str, str]:
    """The form as it is filled in from the start, with something changed."""
    return {check.code: check.severity.value for check in CATALOGUE} | {"version": "0"} | changed


def test_every_check_has_a_group_and_one_code() -> None:
    codes = [check.code for check in CATALOGUE]
    assert {group_of(code) for code in codes} <= set(GROUPS)
    assert len(set(codes)) == len(codes)
    assert all(len(code) <= 40 for code in codes)


def test_every_check_is_written_down() -> None:
    told = (ROOT / "docs/review.md").read_text()
    rows = [line.split("|")[1:3] for line in told.splitlines() if line.startswith("| `")]

    written = {code.strip(" `"): severity.strip() for code, severity in rows}
    assert written == {check.code: check.severity.value for check in CATALOGUE}


def test_controller_switches_a_check_off(client: Client, people: People) -> None:
    client.force_login(people.karin)

    answer = client.post(PAGE, sent(**{"code.gap": "off", "goal.empty": "must"}))

    assert answer.status_code == 302
    assert policy_now().severities == {"code.gap": "off", "goal.empty": "must"}
    page = client.get(PAGE, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert page.count("Comes as:") == 2
    assert not inline_code(page)
    assert not repeated_ids(page)


def test_saving_what_the_program_came_with_stores_nothing(client: Client, people: People) -> None:
    client.force_login(people.karin)
    Policy(severities={"code.gap": "off"}, version=3).save()

    client.post(PAGE, sent(version="3"))

    assert policy_now().severities == {}


@pytest.mark.parametrize("version", ["1", "", "-1", "x", "9" * 40])
def test_what_somebody_else_set_is_not_written_over(
    client: Client, people: People, version: str
) -> None:
    client.force_login(people.karin)
    Policy(severities={"code.gap": "off"}, version=3).save()

    answer = client.post(PAGE, sent(version=version, **{"goal.empty": "must"}))

    assert answer.status_code == 409
    assert policy_now().severities == {"code.gap": "off"}
    assert 'name="version" value="3"' in answer.content.decode()


def test_word_that_is_none_leaves_the_check_as_it_came(client: Client, people: People) -> None:
    client.force_login(people.karin)

    client.post(PAGE, sent(**{"code.gap": "sideways"}))

    assert policy_now().severities == {}


def test_others_read_without_choosing(client: Client, people: People) -> None:
    client.force_login(people.eva)

    page = client.get(PAGE).content.decode()

    assert "<select" not in page
    assert "goal.unassessed" in page
