"""The rest of the activities go as planned: said of many at once, and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goals.bulk import as_planned, follow_up_rest, take_back_rest
from goals.cells import Typed, mark
from goals.choices import Kind, Part, RoundState, Verb
from goals.models import ActivityReport, Event, Round, Unlock
from goals.rules import enter_activity
from tests.conftest import People
from tests.factories import ActivityReportFactory, RoundFactory

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def round(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee, part=Part.ANNUAL)
    return made


def reports(round: Round, *titles: str, **fields: Any) -> list[ActivityReport]:
    return [ActivityReportFactory(round=round, activity__title=title, **fields) for title in titles]


def keys(lines: list[ActivityReport]) -> list[int]:
    return [line.activity_id for line in lines]


def statuses(round: Round) -> dict[str, str]:
    lines = ActivityReport.objects.filter(round=round).select_related("activity")
    return {line.activity.title: line.status for line in lines}


@pytest.mark.parametrize(
    ("part", "first"), [(Part.T1, "ongoing"), (Part.T2, "ongoing"), (Part.ANNUAL, "done")]
)
def test_the_sensible_status_comes_first(part: str, first: str) -> None:
    assert as_planned(Round(part=part))[0] == first
    assert set(as_planned(Round(part=part))) == {"ongoing", "done"}


def test_each_is_saved_with_an_event_of_its_own(people: People, round: Round) -> None:
    lines = reports(round, "A", "B", "C")
    answer = follow_up_rest(round=round, status="done", activities=keys(lines[:2]), by=people.mona)
    assert [str(one) for one in answer.done] == ["A", "B"]
    assert answer.left == []
    assert statuses(round) == {"A": "done", "B": "done", "C": ""}
    events = Event.objects.filter(verb=Verb.ACTIVITY_CHANGED).order_by("pk")
    assert [event.details["cells"] for event in events] == [[["status", "", "done"]]] * 2


@pytest.mark.parametrize(
    "said",
    [
        {"status": "stopped"},
        {"deviation": True, "analysis": "Sen."},
        {"analysis": "Vi har börjat."},
        {"commented": True},
    ],
)
def test_what_somebody_has_said_something_of_is_left(
    people: People, round: Round, said: dict[str, Any]
) -> None:
    lines = reports(round, "Rörd", **said) + reports(round, "Orörd")
    answer = follow_up_rest(round=round, status="done", activities=keys(lines), by=people.mona)
    assert [str(one) for one in answer.left] == ["Rörd"]
    assert statuses(round) == {"Rörd": said.get("status", ""), "Orörd": "done"}


def test_what_is_locked_is_left(people: People, round: Round) -> None:
    lines = reports(round, "Låst", "Upplåst")
    Round.objects.update(state=RoundState.LOCKED)
    now = timezone.now()
    Unlock.objects.create(
        round=round,
        kind=Kind.GOAL,
        key=lines[1].activity.goal_id,
        reason="Rättas",
        by=people.karin,
        at=now,
        until=now + timedelta(hours=1),
    )
    answer = follow_up_rest(round=round, status="done", activities=keys(lines), by=people.mona)
    assert [str(one) for one in answer.left] == ["Låst"]
    assert statuses(round) == {"Låst": "", "Upplåst": "done"}


def test_who_may_not_and_what_is_not_there_changes_nothing(people: People, round: Round) -> None:
    lines = reports(round, "A")
    foreign = reports(RoundFactory(committee=people.committee, year=2022), "Annan")
    for by, error in ((people.rolf, PermissionDenied), (people.nils, Http404)):
        with pytest.raises(error):
            follow_up_rest(round=round, status="done", activities=keys(lines), by=by)
        with pytest.raises(error):
            take_back_rest(round=round, status="done", activities=keys(lines), by=by)
    with pytest.raises(Http404):
        follow_up_rest(round=round, status="done", activities=keys(lines + foreign), by=people.mona)
    for status in ("stopped", "", "klart"):
        with pytest.raises(ValidationError):
            follow_up_rest(round=round, status=status, activities=keys(lines), by=people.mona)
    assert statuses(round) == {"A": ""}


def test_it_is_taken_back_but_not_what_was_changed_since(people: People, round: Round) -> None:
    lines = reports(round, "A", "B")
    follow_up_rest(round=round, status="done", activities=keys(lines), by=people.mona)
    cells = {"status": Typed("stopped", mark("done"))}
    enter_activity(report=lines[0], cells=cells, by=people.eva)

    answer = take_back_rest(round=round, status="done", activities=keys(lines), by=people.mona)

    assert [str(one) for one in answer.left] == ["A"]
    assert statuses(round) == {"A": "stopped", "B": ""}


def address_of(round: Round, name: str = "activities_rest") -> str:
    return reverse(name, args=[round.committee.slug, round.year, round.slug])


def test_the_page_says_which_and_how_many_and_can_undo(
    client: Client, people: People, round: Round
) -> None:
    lines = reports(round, "A", "B")
    reports(round, "Klar", status="done")
    client.force_login(people.mona)
    assert address_of(round) in client.get(address_of(round, "activities")).text
    page = client.get(address_of(round))
    assert [line.activity.title for line in page.context["rest"]] == ["A", "B"]
    assert "2 activities" in page.text

    said = {"status": "done", "activity": keys(lines)}
    answer = client.post(address_of(round), said, follow=True)
    assert statuses(round) == {"A": "done", "B": "done", "Klar": "done"}
    assert "2 activities now say “Done”" in answer.text
    assert answer.text.count('name="undo"') == 1
    # It is told once.
    assert 'name="undo"' not in client.get(address_of(round, "activities")).text

    answer = client.post(address_of(round), {**said, "undo": "yes"}, follow=True)
    assert statuses(round) == {"A": "", "B": "", "Klar": "done"}
    assert "2 activities have no status again" in answer.text


def test_the_filter_and_drafts_of_ones_own_narrow_it(
    client: Client, people: People, round: Round
) -> None:
    old, started, plain = reports(round, "Gammal", "Påbörjad", "Vanlig")
    ActivityReport.objects.filter(pk=old.pk).update(start=None, end="2022-12-31")
    client.force_login(people.mona)
    client.post(
        reverse("draft", args=[round.committee.slug, round.year, round.slug]),
        {
            "person": people.mona.pk,
            "place": f"activity:{started.activity_id}",
            "cell": "analysis",
            "text": "Vi har",
            "seen": mark(""),
        },
        content_type="application/json",
    )
    page = client.get(address_of(round))
    assert {line.activity.title for line in page.context["rest"]} == {"Gammal", "Vanlig"}
    page = client.get(address_of(round), {"visa": "datum"})
    assert {line.activity.title for line in page.context["rest"]} == {"Gammal"}
    back = client.post(f"{address_of(round)}?visa=datum", {"status": "done"})
    assert back["Location"] == f"{address_of(round, 'activities')}?visa=datum"


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 30])
def test_what_no_form_of_ours_sends_is_not_found(
    client: Client, people: People, round: Round, wrong: str
) -> None:
    reports(round, "A")
    client.force_login(people.mona)
    answer = client.post(address_of(round), {"status": "done", "activity": [wrong]})
    assert answer.status_code == 404
    assert statuses(round) == {"A": ""}


@pytest.mark.parametrize("state", [RoundState.LOCKED, RoundState.DECIDED])
def test_a_locked_round_offers_nothing(
    client: Client, people: People, round: Round, state: str
) -> None:
    lines = reports(round, "A")
    Round.objects.update(state=state)
    client.force_login(people.mona)
    assert client.get(address_of(round)).context["rest"] == []
    assert address_of(round) not in client.get(address_of(round, "activities")).text
    answer = client.post(
        address_of(round), {"status": "done", "activity": keys(lines)}, follow=True
    )
    assert "Left as they are" in answer.text
    assert statuses(round) == {"A": ""}


def test_a_plan_has_no_rest(client: Client, people: People, round: Round) -> None:
    Round.objects.update(part=Part.PLAN)
    round.refresh_from_db()
    client.force_login(people.mona)
    assert client.get(address_of(round)).status_code == 404
    assert client.post(address_of(round), {"status": "done"}).status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow(
    client: Client, people: People, round: Round, django_assert_num_queries: Any, items: int
) -> None:
    ActivityReportFactory.create_batch(items, round=round)
    client.force_login(people.mona)
    with django_assert_num_queries(7):
        client.get(address_of(round))
