"""The page where a round is locked, opened again and unlocked, and the year's calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goals.choices import Kind, Part, RoundState, Verb
from goals.lifecycle import end_of_day, end_unlock, lock_round, unlock
from goals.models import CalendarEntry, Draft, Event, Goal, Round, Unlock
from goals.places import Place
from indicators.models import Target
from organisation.models import User
from reports.editions.acts import ActName
from reports.editions.making import begin_correction, decide_edition
from reports.models import Edition
from tests.conftest import People
from tests.factories import AssessmentFactory, OutcomeFactory, RoundFactory, TargetFactory

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def client(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def round(people: People) -> Round:
    target: Target = TargetFactory(round=RoundFactory(committee=people.committee))
    AssessmentFactory(round=target.round, goal=target.measure.goal)
    return target.round


def page_of(round: Round) -> str:
    return reverse("manage_round", args=[round.committee.slug, round.year, round.slug])


def act(client: Client, round: Round, name: str, **said: Any) -> Any:
    fields = {f"{name}-{field}": value for field, value in said.items()}
    return client.post(page_of(round), {"act": name, **fields})


def test_a_round_is_locked_with_a_reason_and_says_who_did_it(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.eva)
    assert act(client, round, "lock", reason="").status_code == 422
    round.refresh_from_db()
    assert round.is_open

    assert act(client, round, "lock", reason="Rapporten skrivs.").status_code == 302
    round.refresh_from_db()
    assert round.state == RoundState.LOCKED
    text = client.get(page_of(round)).text
    assert "Rapporten skrivs." in text
    assert "Eva" in text


def test_what_is_unfinished_is_said_before_it_is_locked(
    client: Client, people: People, round: Round
) -> None:
    Draft.objects.create(round=round, by=people.mona, kind=Kind.MEASURE, key=1, cell="total")
    client.force_login(people.eva)
    text = client.get(page_of(round)).text
    for words in (
        "1 outcome is missing",
        "1 goal is not assessed",
        "Mona has 1 draft that is not saved",
    ):
        assert words in text


def test_a_goal_is_unlocked_until_the_end_of_a_day_and_locked_again(
    client: Client, people: People, round: Round
) -> None:
    lock_round(round=round, reason="Klar.", by=people.karin)
    goal = round.assessments.get().goal
    client.force_login(people.eva)
    tomorrow = timezone.localdate() + timedelta(days=1)
    said = {"place": f"goal:{goal.pk}", "until": tomorrow.isoformat(), "reason": "Ett fel."}
    assert act(client, round, "unlock", **said).status_code == 302
    made = Unlock.objects.get()
    assert timezone.localtime(made.until).date() == tomorrow
    assert goal.title in client.get(page_of(round)).text
    # The way in is open too.
    outcomes = reverse("outcomes", args=[round.committee.slug, round.year, round.slug])
    assert outcomes in client.get(round.get_absolute_url()).text
    assert 'name="total"' in client.get(outcomes).text

    client.post(page_of(round), {"act": "end_unlock", "unlock": made.pk})
    made.refresh_from_db()
    assert made.until <= timezone.now()
    assert 'name="total"' not in client.get(outcomes).text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"place": "goal:999999999"}, "place"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "snart"}, "until"),
        ({"until": ""}, "until"),
        ({"reason": " "}, "reason"),
    ],
)
def test_an_unlock_that_makes_no_sense_is_told_beside_its_field(
    client: Client, people: People, round: Round, said: dict[str, str], field: str
) -> None:
    lock_round(round=round, reason="Klar.", by=people.karin)
    client.force_login(people.eva)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    right = {"place": f"round:{round.pk}", "until": tomorrow, "reason": "Ett fel."}
    answer = act(client, round, "unlock", **{**right, **said})
    assert answer.status_code == 422
    assert answer.context["refused"].errors[field]
    assert not Unlock.objects.exists()


def record_address(round: Round) -> str:
    address = [round.committee.slug, round.year, round.slug]
    return reverse("edition_act", args=[*address, ActName.DECIDE])


def decide(round: Round, by: User) -> Edition:
    return decide_edition(
        round=round,
        decided_on=date(2023, 5, 25),
        paragraph="7",
        registry_number="KS 2023/17",
        by=by,
    )


def test_a_round_is_opened_again_decided_and_then_stays(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.eva)
    act(client, round, "lock", reason="Klar.")
    act(client, round, "reopen", reason="Fel siffra.", locks="")
    round.refresh_from_db()
    assert round.is_open
    act(client, round, "lock", reason="Klar igen.")
    decide(round, people.eva)
    for name in ("reopen", "unlock", "dates", "lock"):
        assert act(client, round, name, reason="Ändå.").status_code == 422
    assert [event.verb for event in Event.objects.filter(round=round)] == [
        Verb.ROUND_DECIDED,
        Verb.EDITION_DECIDED,
        Verb.ROUND_LOCKED,
        Verb.ROUND_REOPENED,
        Verb.ROUND_LOCKED,
    ]


@pytest.mark.parametrize("who", ["eva", "karin"])
def test_a_round_is_decided_by_its_report_alone(
    client: Client, people: People, round: Round, who: str
) -> None:
    client.force_login(getattr(people, who))
    assert "The committee’s decision" not in client.get(page_of(round)).text
    act(client, round, "lock", reason="Klar.")
    text = client.get(page_of(round)).text
    assert "The committee’s decision" in text
    # Who makes editions goes on to it; who does not is told who does.
    assert (record_address(round) in text) == (who == "eva")
    assert ("administrator records the decision" in text) == (who == "karin")
    assert act(client, round, "decide", reason="Nämnden 2023-05-25 § 7").status_code == 422
    round.refresh_from_db()
    assert round.state == RoundState.LOCKED


def test_the_button_of_the_round_leads_to_the_form_of_the_decision(
    client: Client, people: People, round: Round
) -> None:
    lock_round(round=round, reason="Klar.", by=people.eva)
    client.force_login(people.eva)
    form = client.get(record_address(round))
    assert form.status_code == 200
    assert {"decided_on", "paragraph"} <= set(form.context["act"].form.fields)


def test_a_decided_round_names_its_edition(client: Client, people: People, round: Round) -> None:
    lock_round(round=round, reason="Klar.", by=people.eva)
    made = decide(round, people.eva)
    client.force_login(people.rolf)
    text = " ".join(client.get(page_of(round)).text.split())
    assert "25 May 2023, § 7" in text
    address = [round.committee.slug, round.year, round.slug, made.number]
    assert reverse("edition", args=address) in text
    assert record_address(round) not in text


def test_a_round_that_was_decided_without_an_edition_still_gets_one(
    client: Client, people: People, round: Round
) -> None:
    Round.objects.filter(pk=round.pk).update(state=RoundState.DECIDED)
    client.force_login(people.eva)
    text = client.get(page_of(round)).text
    assert "not published" in text
    assert record_address(round) in text
    assert client.get(record_address(round)).status_code == 200


def test_a_round_opened_for_a_correction_leads_to_its_editions(
    client: Client, people: People, round: Round
) -> None:
    lock_round(round=round, reason="Klar.", by=people.eva)
    decide(round, people.eva)
    begin_correction(round=round, reason="Fel siffra.", by=people.eva)
    lock_round(round=round, reason="Rättad.", by=people.eva)
    client.force_login(people.eva)
    text = client.get(page_of(round)).text
    assert "opened for a correction" in text
    assert record_address(round) not in text


def test_only_who_manages_rounds_sees_and_does_the_acts(
    client: Client, people: People, round: Round
) -> None:
    for person in (people.rolf, people.mona):
        client.force_login(person)
        assert client.get(page_of(round)).context["acts"] == []
        assert act(client, round, "lock", reason="Nej.").status_code == 403
    client.force_login(people.nils)
    assert client.get(page_of(round)).status_code == 404
    assert act(client, round, "lock", reason="Nej.").status_code == 404
    assert not Event.objects.exists()


@pytest.mark.parametrize("items", [1, 3])
def test_queries_of_the_round_do_not_grow(
    client: Client, people: People, django_assert_num_queries: Any, items: int
) -> None:
    round = RoundFactory(committee=people.committee)
    for target in TargetFactory.create_batch(items, round=round):
        OutcomeFactory(round=round, measure=target.measure, total="70 %")
        AssessmentFactory(round=round, goal=target.measure.goal)
        Draft.objects.create(
            round=round, by=people.mona, kind=Kind.MEASURE, key=target.measure_id, cell="total"
        )
    client.force_login(people.eva)
    with django_assert_num_queries(14):
        client.get(page_of(round))


@pytest.mark.parametrize("items", [1, 3])
def test_queries_of_a_locked_round_do_not_grow(
    client: Client, people: People, django_assert_num_queries: Any, items: int
) -> None:
    round = RoundFactory(committee=people.committee)
    TargetFactory.create_batch(items, round=round)
    goals = [line.goal for line in AssessmentFactory.create_batch(items, round=round)]
    lock_round(round=round, reason="Klar.", by=people.karin)
    for goal in goals:
        unlock_goal(round, goal, people)
    client.force_login(people.eva)
    with django_assert_num_queries(14):
        client.get(page_of(round))
    assert client.get(round.get_absolute_url()).text.count("Unlocked now") == items


@pytest.mark.parametrize("who", ["rolf", "mona"])
def test_what_is_unlocked_is_seen_on_the_round(
    client: Client, people: People, round: Round, who: str
) -> None:
    lock_round(round=round, reason="Klar.", by=people.karin)
    goal = round.assessments.get().goal
    made = unlock_goal(round, goal, people)
    client.force_login(getattr(people, who))
    words = f"Unlocked now: {goal} (–{timezone.localtime(made.until):%Y-%m-%d} 23:59)"
    assert words in " ".join(client.get(round.get_absolute_url()).text.split())
    end_unlock(unlock=made, by=people.karin)
    assert "Unlocked now" not in client.get(round.get_absolute_url()).text


def unlock_goal(round: Round, goal: Goal, people: People) -> Unlock:
    until = end_of_day(timezone.localdate() + timedelta(days=2))
    place = Place(Kind.GOAL, goal.pk)
    return unlock(round=round, place=place, until=until, reason="Ett fel.", by=people.karin)


# The calendar -------------------------------------------------------------------------


def days(part: str, **said: str) -> dict[str, str]:
    return {"act": "days", "part": part, **{f"{part}-{name}": day for name, day in said.items()}}


def test_the_controller_sets_the_days_for_all_committees(
    client: Client, people: People, round: Round
) -> None:
    own = RoundFactory(committee=people.other_committee, due=date(2023, 5, 2))
    client.force_login(people.karin)
    address = reverse("calendar", args=[2023])
    opens, locks = "2023-04-20", (timezone.localdate() + timedelta(days=9)).isoformat()
    answer = client.post(address, days("t1", opens=opens, due="2023-05-10", locks=locks))
    assert answer.status_code == 302
    entry = CalendarEntry.objects.get(year=2023, part=Part.T1)
    round.refresh_from_db()
    own.refresh_from_db()
    assert (round.due, round.locks) == (entry.due, entry.locks) == (date(2023, 5, 10), entry.locks)
    assert own.due == date(2023, 5, 2)
    text = client.get(address).text
    assert "days of its own" in text
    assert "closes in 9 days" in client.get(round.get_absolute_url()).text


def test_days_in_the_wrong_order_are_told_and_nothing_is_stored(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.karin)
    address = reverse("calendar", args=[2023])
    answer = client.post(address, days("t1", opens="2023-05-20", due="2023-05-10", locks=""))
    assert answer.status_code == 422
    assert "opens first" in answer.text
    assert not CalendarEntry.objects.exists()


def test_the_controller_locks_a_part_for_all(client: Client, people: People, round: Round) -> None:
    other = RoundFactory(committee=people.other_committee, state=RoundState.DECIDED)
    client.force_login(people.karin)
    address = reverse("calendar", args=[2023])
    said = {"act": "lock", "part": "t1", "t1-lock-reason": "Stadens dag."}
    assert client.post(address, said).status_code == 302
    round.refresh_from_db()
    other.refresh_from_db()
    assert (round.state, other.state) == (RoundState.LOCKED, RoundState.DECIDED)


def test_an_administrator_reads_the_calendar_of_her_own(
    client: Client, people: People, round: Round
) -> None:
    RoundFactory(committee=people.other_committee)
    client.force_login(people.eva)
    address = reverse("calendar", args=[2023])
    text = client.get(address).text
    assert people.committee.name in text
    assert people.other_committee.name not in text
    assert client.post(address, days("t1", due="2023-05-10")).status_code == 403
    assert client.get(reverse("calendar_now")).headers["Location"] == address


@pytest.mark.parametrize(
    ("rounds", "days", "opens"),
    [
        ([], [], 2026),
        ([2023, 2024], [], 2024),
        ([2024, 2026, 2027], [], 2026),
        # Next year's plan is prepared before anything of a later year.
        ([2024, 2027, 2030], [], 2027),
        ([2025, 2027], [], 2027),
        ([2024], [2026], 2026),
    ],
)
def test_the_calendar_opens_on_this_year_or_the_nearest_with_something(
    client: Client, people: People, rounds: list[int], days: list[int], opens: int
) -> None:
    for year in rounds:
        RoundFactory(committee=people.committee, year=year)
    RoundFactory(committee=people.other_committee, year=2026)
    for year in days:
        CalendarEntry.objects.create(year=year, part=Part.T1, due=date(year, 5, 10))
    client.force_login(people.eva)
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        answer = client.get(reverse("calendar_now"))
    assert answer.headers["Location"] == reverse("calendar", args=[opens])


@pytest.mark.parametrize("committees", [1, 3])
def test_queries_of_the_calendar_do_not_grow(
    client: Client, people: People, django_assert_num_queries: Any, committees: int
) -> None:
    RoundFactory.create_batch(committees)
    client.force_login(people.karin)
    with django_assert_num_queries(5):
        client.get(reverse("calendar", args=[2023]))
