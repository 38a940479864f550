"""What the pages tell while somebody writes: drafts, and who is where."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goals.models import Draft, Presence
from indicators.models import Target
from organisation.models import Role, User
from tests.conftest import People
from tests.factories import RoundFactory, TargetFactory, member

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def target(people: People) -> Target:
    made: Target = TargetFactory(round=RoundFactory(committee=people.committee))
    return made


def tell(client: Client, name: str, target: Target, by: User, **said: Any) -> Any:
    round = target.round
    address = reverse(name, args=[round.committee.slug, round.year, round.slug])
    client.force_login(by)
    whole = {"person": by.pk, "typed": 1, "place": f"measure:{target.measure_id}", **said}
    return client.post(
        address, whole, content_type="application/json", headers={"X-Requested-With": "fetch"}
    )


def test_a_draft_is_kept_for_its_writer_and_forgotten(
    client: Client, people: People, target: Target
) -> None:
    said = {"cell": "analysis", "text": "Nästan klar, men 12,,5", "seen": "abc"}
    assert tell(client, "draft", target, people.eva, **said).status_code == 204
    draft = Draft.objects.get()
    assert (draft.by, draft.text, draft.cell) == (people.eva, said["text"], "analysis")

    tell(client, "draft", target, people.eva, cell="analysis", drop=True)
    assert not Draft.objects.exists()


def test_a_draft_that_arrives_late_does_not_overwrite(
    client: Client, people: People, target: Target
) -> None:
    for typed, text in ((2, "Nyare"), (1, "Äldre")):
        tell(client, "draft", target, people.eva, cell="analysis", text=text, typed=typed)
    assert Draft.objects.get().text == "Nyare"


@pytest.mark.parametrize(
    "said",
    [
        {"place": "measure:x"},
        {"place": "round:1"},
        {"place": "measure:" + "9" * 30},
        {"cell": "analysis", "text": "x" * 200_001},
    ],
)
def test_a_draft_that_cannot_be_kept_is_told(
    client: Client, people: People, target: Target, said: dict[str, Any]
) -> None:
    answer = tell(client, "draft", target, people.eva, **said)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["draft", "presence"])
def test_only_who_may_enter_writes(
    client: Client, people: People, target: Target, name: str
) -> None:
    for person in (people.rolf, people.mona):
        assert tell(client, name, target, person, cell="total").status_code == 403
    assert tell(client, name, target, people.nils, cell="total").status_code == 404
    assert not Draft.objects.exists()
    assert not Presence.objects.exists()


def test_others_are_told_where_one_writes(client: Client, people: People, target: Target) -> None:
    anna = member(Role.ADMINISTRATOR, people.committee, name="Anna")
    assert tell(client, "presence", target, anna, cell="women").json()["others"] == []
    answer = tell(client, "presence", target, people.eva, cell="total").json()
    assert answer == {
        "others": [{"place": f"measure:{target.measure_id}", "cell": "women", "name": "Anna"}],
        "open": True,
    }
    # One who goes is gone at once.
    tell(client, "presence", target, anna, place="")
    assert tell(client, "presence", target, people.eva, cell="total").json()["others"] == []


@pytest.mark.parametrize(("seconds", "here"), [(24, True), (26, False)])
def test_one_who_is_not_heard_of_is_gone(
    client: Client, people: People, target: Target, seconds: int, here: bool
) -> None:
    anna = member(Role.ADMINISTRATOR, people.committee, name="Anna")
    tell(client, "presence", target, anna, cell="women")
    with time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False):
        answer = tell(client, "presence", target, people.eva, cell="total").json()
    assert bool(answer["others"]) is here
