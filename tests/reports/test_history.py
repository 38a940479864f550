"""The history's pages: what was done, who asks for what, and the evidence behind it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from goals.cells import Typed, mark
from goals.choices import Kind, Level, Part, Verb
from goals.events import record
from goals.grounds import GroundCode
from goals.history import Wanted, events_of, people_in
from goals.models import Event, Goal, Round
from goals.places import Place
from goals.proposal import Ground, Proposal
from goals.rules import assess_goal, enter_activity
from indicators.history import tell
from indicators.models import Outcome
from indicators.rules import enter_outcome, restore_outcome
from organisation.access import SYSTEM
from reports.compared import Fate, compare
from reports.evidence import Evidence, evidence_of
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    GoalFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import address, inline_code, repeated_ids, text_of


@pytest.fixture
def round(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee)
    return made


def done(
    round: Round | None,
    verb: Verb = Verb.OUTCOME_CHANGED,
    *,
    place: Place | None = None,
    **fields: Any,
) -> Event:
    """An event as the rules write it, at a time that the test cares about."""
    assert round is not None
    at = place or Place(Kind.MEASURE, 1)
    fields.setdefault("details", {"name": "Andel nöjda barn", "cells": [["total", "1", "2"]]})
    made: Event = Event.objects.create(
        committee=round.committee, round=round, verb=verb, kind=at.kind, key=at.key, **fields
    )
    return made


def texts(client: Client, url: str) -> list[str]:
    return [line.text for line in client.get(url).context["lines"]]


# Queries --------------------------------------------------------------------------------------


def test_events_are_of_the_round_or_the_committee_newest_first(
    people: People, round: Round
) -> None:
    later: Round = RoundFactory(committee=people.committee, part=Part.T2)
    foreign: Round = RoundFactory(committee=people.other_committee)
    first, second, _third = done(round), done(later), done(foreign)

    assert list(events_of(people.committee)) == [second, first]
    assert list(events_of(people.committee, round=round)) == [first]


WANTED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"barn", "åbo", "goal", "program"}),
    ({"subject": "utfall"}, {"barn", "åbo", "program"}),
    ({"subject": "mal"}, {"goal"}),
    ({"text": "ÅBO"}, {"åbo"}),
    ({"text": "a.b"}, set()),
    ({"person": "programmet"}, {"program"}),
    ({"since": datetime(2026, 3, 2, tzinfo=UTC).date()}, {"åbo", "goal", "program"}),
    # 23:30 UTC on the first is the second already in Stockholm.
    ({"until": datetime(2026, 3, 1, tzinfo=UTC).date()}, {"barn"}),
    ({"until": datetime(2026, 3, 2, tzinfo=UTC).date()}, {"barn", "åbo"}),
    ({"place": Place(Kind.GOAL, 7)}, {"goal"}),
]


@pytest.mark.parametrize(("asked", "found"), WANTED)
def test_events_are_those_that_are_asked_for(
    people: People, round: Round, asked: dict[str, Any], found: set[str]
) -> None:
    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 3, day, hour, minute, tzinfo=UTC)

    done(round, at=at(1, 12), by=people.eva, details={"name": "barn"})
    done(round, at=at(1, 23, 30), by=people.eva, details={"name": "åbo"})
    done(
        round,
        Verb.GOAL_ASSESSED,
        at=at(3, 9),
        by=people.mona,
        place=Place(Kind.GOAL, 7),
        details={"name": "goal"},
    )
    done(round, at=at(4, 9), details={"name": "program"})

    events = events_of(people.committee, wanted=Wanted(**asked))

    assert {event.details["name"] for event in events} == found
    assert Wanted(**asked).is_filtered == bool(asked.keys() - {"place"})


def test_events_are_of_one_person_and_people_are_named_once(people: People, round: Round) -> None:
    for by in (people.mona, people.eva, people.eva, None):
        done(round, by=by)

    assert [one.name for one in people_in(events_of(people.committee))] == ["Eva", "Mona"]
    assert events_of(people.committee, wanted=Wanted(person=str(people.eva.pk))).count() == 2


def test_lines_lead_to_the_place_and_the_evidence(people: People, round: Round) -> None:
    goal: Goal = GoalFactory(code="1.3")
    start = round.get_absolute_url()
    measure = done(round)
    cases = [
        (measure, f"{start}utfall/#measure-1", f"{start}historik/{measure.pk}/"),
        (done(round, Verb.GOAL_ASSESSED, place=Place(Kind.GOAL, goal.pk)), f"{start}mal/1.3/", ...),
        (
            done(round, Verb.ACTIVITY_CHANGED, place=Place(Kind.ACTIVITY, 4)),
            f"{start}aktiviteter/#activity-4",
            ...,
        ),
        (done(round, Verb.UNLOCKED, place=Place(Kind.ROUND, round.pk)), start, ""),
        (done(round, Verb.GOAL_ASSESSED, place=Place(Kind.GOAL, 99)), "", ...),
    ]
    told = tell([event for event, _address, _evidence in cases])
    for line, (_event, where, evidence) in zip(told, cases, strict=True):
        assert line.address == where
        assert evidence is ... or line.evidence == evidence
    with transaction.atomic():
        homeless = record(
            Verb.RESPONSIBLE_CHANGED,
            by=people.eva,
            committee=people.committee,
            place=Place(Kind.ACTIVITY, 4),
        )
    assert [(line.address, line.evidence) for line in tell([homeless])] == [("", "")]


# Pages ----------------------------------------------------------------------------------------


def pages(round: Round, event: Event) -> list[str]:
    return [
        address("round_history", round),
        address("event_evidence", round, event.pk),
        reverse("committee_history", args=[round.committee.slug]),
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("eva", 200), ("rolf", 200), ("karin", 200), ("nils", 404)]
)
def test_history_is_for_those_who_may_read_there(
    client: Client, people: People, round: Round, who: str, status: int
) -> None:
    client.force_login(getattr(people, who))
    for url in pages(round, done(round)):
        assert client.get(url).status_code == status


@pytest.mark.parametrize("language", ["sv", "en"])
def test_history_has_nothing_inline_and_no_id_twice(
    client: Client, people: People, round: Round, language: str
) -> None:
    client.force_login(people.eva)
    done(round, at=datetime(2026, 3, 1, tzinfo=UTC))
    for url in pages(round, done(round)):
        page = text_of(client.get(url, headers={"accept-language": language}))
        assert inline_code(page) == []
        assert repeated_ids(page) == set()


def test_event_of_another_round_or_committee_is_unknown(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.eva)
    later: Round = RoundFactory(committee=people.committee, part=Part.T2)
    foreign: Round = RoundFactory(committee=people.other_committee)

    for event in (done(later), done(foreign)):
        assert client.get(address("event_evidence", round, event.pk)).status_code == 404
    assert client.get(address("event_evidence", round, 10**30)).status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_history_asks_the_same_few_questions(
    client: Client,
    people: People,
    round: Round,
    django_assert_num_queries: DjangoAssertNumQueries,
    items: int,
) -> None:
    for number in range(items):
        goal: Goal = GoalFactory()
        done(
            round,
            Verb.GOAL_ASSESSED,
            by=(people.eva, people.mona, people.karin)[number],
            place=Place(Kind.GOAL, goal.pk),
        )
    client.force_login(people.rolf)

    # Session and person, round, roles; people to choose, how many, the events, their codes.
    with django_assert_num_queries(9):
        client.get(address("round_history", round))
    with django_assert_num_queries(9):
        client.get(reverse("committee_history", args=[round.committee.slug]))


def test_history_is_filtered_by_its_address(english: Client, people: People, round: Round) -> None:
    english.force_login(people.eva)
    done(round, by=people.eva)
    done(round, Verb.GOAL_ASSESSED, by=people.mona, details={"name": "1.1 Åldrar"})
    url = address("round_history", round)

    assert len(texts(english, url)) == 2
    assert texts(english, f"{url}?sok=åldrar") == ["Mona changed the assessment of “1.1 Åldrar”."]
    assert texts(english, f"{url}?person={people.eva.pk}&amne=utfall") == [
        "Eva changed the outcome in “Andel nöjda barn” from 1 to 2."
    ]
    assert texts(english, f"{url}?amne=varningar") == []
    assert "Nothing matches" in text_of(english.get(f"{url}?amne=varningar"))


@pytest.mark.parametrize(
    "query", ["fran=igår", "till=2026-02-30", "person=x", "amne=x", "fran=0001-01-01", "sida=x"]
)
def test_what_cannot_be_read_is_not_asked_for(
    client: Client, people: People, round: Round, query: str
) -> None:
    client.force_login(people.eva)
    done(round)

    answer = client.get(f"{address('round_history', round)}?{query}")

    assert len(answer.context["lines"]) == 1
    assert bool(answer.context["form"].errors) == (query != "sida=x")


def test_history_of_one_thing(english: Client, people: People, round: Round) -> None:
    english.force_login(people.eva)
    done(round)
    done(round, place=Place(Kind.MEASURE, 2), details={"name": "Utsläpp"})
    url = address("round_history", round)

    answer = english.get(f"{url}?plats=measure:2")

    assert [line.name for line in answer.context["lines"]] == ["Utsläpp"]
    assert "<h1> History: Utsläpp </h1>" in " ".join(text_of(answer).split())
    for wrong in ("measure", "x:1", "measure:²"):
        assert english.get(url, {"plats": wrong}).status_code == 404


def test_history_of_one_thing_tells_who_is_responsible(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.eva)
    place = Place(Kind.MEASURE, 1)
    done(round, place=place)
    with transaction.atomic():
        record(Verb.RESPONSIBLE_CHANGED, by=people.eva, committee=people.committee, place=place)
    of_round = address("round_history", round)
    of_all = reverse("committee_history", args=[people.committee.slug])

    def verbs(url: str) -> list[str]:
        return [line.event.verb for line in client.get(url).context["lines"]]

    assert verbs(of_round) == [Verb.OUTCOME_CHANGED]
    assert verbs(f"{of_round}?plats=measure:1&amne=ansvar") == [Verb.RESPONSIBLE_CHANGED]
    assert verbs(f"{of_round}?plats=measure:1") == [Verb.RESPONSIBLE_CHANGED, Verb.OUTCOME_CHANGED]
    assert verbs(of_all) == [Verb.RESPONSIBLE_CHANGED, Verb.OUTCOME_CHANGED]


def test_history_with_nothing_in_it_says_so(english: Client, people: People, round: Round) -> None:
    english.force_login(people.rolf)
    assert "Nothing has been done yet" in text_of(english.get(address("round_history", round)))


def test_history_is_turned_page_by_page_with_its_filter(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.eva)
    for _number in range(51):
        done(round)
    url = address("round_history", round)

    first, last = client.get(f"{url}?amne=utfall"), client.get(f"{url}?amne=utfall&sida=2")

    assert (len(first.context["lines"]), len(last.context["lines"])) == (50, 1)
    assert 'href="?amne=utfall&amp;sida=2"' in " ".join(text_of(first).split())


def test_htmx_gets_the_list_alone_but_a_restored_page_whole(
    client: Client, people: People, round: Round
) -> None:
    client.force_login(people.eva)
    done(round)
    url = address("round_history", round)

    part = text_of(client.get(url, headers={"HX-Request": "true"}))
    whole = client.get(url, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<html" not in part and "event__text" in part
    assert "<html" in text_of(whole)


# Evidence -------------------------------------------------------------------------------------


def evidence(event: Event | None) -> Evidence:
    assert event is not None
    found = evidence_of(event)
    assert found is not None
    return found


def changed(found: Evidence) -> list[tuple[str, str, str]]:
    return [(field.label, field.before, field.after) for field in found.changed]


def test_evidence_is_the_outcome_before_and_after(
    in_english: None, people: People, round: Round
) -> None:
    target = TargetFactory(round=round)
    outcome: Outcome = OutcomeFactory(round=round, measure=target.measure, total="85 %")

    def enter(text: str, seen: str) -> None:
        cells = {"total": Typed(text, mark(seen))}
        enter_outcome(round=round, measure=target.measure, cells=cells, by=people.eva)

    enter("86 %", "85 %")
    enter("87 %", "86 %")
    restore_outcome(round=round, measure=target.measure, version=2, by=people.eva)

    told = [evidence(event) for event in events_of(people.committee)]
    assert [changed(one) for one in told] == [
        [("Outcome", "87 %", "86 %")],
        [("Outcome", "86 %", "87 %")],
        [("Outcome", "85 %", "86 %")],
    ]
    assert [(one.record.version, one.before.version) for one in told if one.before] == [
        (4, 3),
        (3, 2),
        (2, 1),
    ]
    assert {field.label for field in told[0].kept} == {"State"}
    # A change past the rules, later, of the same version: not what the event tells of.
    outcome.refresh_from_db()
    outcome.period = "VB 2023"
    outcome.save()
    assert changed(evidence(events_of(people.committee).first())) == changed(told[0])


def test_evidence_of_goals_activities_and_rounds(
    in_english: None, people: People, round: Round
) -> None:
    assessment = AssessmentFactory(round=round)
    assess_goal(assessment=assessment, level="full", analysis="Bra.", version=1, by=people.mona)
    assert changed(evidence(Event.objects.first())) == [
        ("Assessment", "", "Met fully"),
        ("Analysis", "", "Bra."),
    ]
    report = ActivityReportFactory(round=round)
    enter_activity(
        report=report,
        cells={
            "deviation": Typed("yes", mark("")),
            "analysis": Typed("Sen.", mark("")),
            "new_end": Typed("2024-01-31", mark("")),
        },
        by=people.mona,
    )
    assert changed(evidence(Event.objects.first())) == [
        ("New end date", "", "2024-01-31"),
        ("Deviation", "No", "Yes"),
        ("Analysis", "", "Sen."),
    ]
    round.state = "locked"
    round.save()
    with transaction.atomic():
        record(Verb.ROUND_LOCKED, by=people.karin, round=round, name=round.title)
    assert changed(evidence(Event.objects.first())) == [("State", "Open", "Locked")]


def test_evidence_of_a_row_that_was_made_then_has_none_before(
    in_english: None, people: People, round: Round
) -> None:
    target = TargetFactory(round=round)
    cells = {"total": Typed("85 %", mark(""))}
    enter_outcome(round=round, measure=target.measure, cells=cells, by=people.eva)

    found = evidence(Event.objects.first())

    assert found.before is None
    assert ("Outcome", "", "85 %") in changed(found)


@pytest.mark.parametrize("details", [{}, {"version": "x"}, {"version": 7}, {"version": None}])
def test_event_without_a_row_has_no_evidence(
    english: Client, people: People, round: Round, details: dict[str, Any]
) -> None:
    event = done(round, details=details, by=None)
    english.force_login(people.rolf)

    assert evidence_of(event) is None
    page = text_of(english.get(address("event_evidence", round, event.pk)))
    assert "There is no row of the history behind this" in page


def test_evidence_page_shows_texts_word_by_word_and_escaped(
    english: Client, people: People, round: Round
) -> None:
    assessment = AssessmentFactory(round=round, analysis="Det går <b>bra</b>.")
    assess_goal(
        assessment=assessment,
        level="full",
        analysis="Det går <b>inte</b>.",
        version=1,
        by=people.mona,
    )
    english.force_login(people.rolf)
    event = Event.objects.get()

    page = text_of(english.get(address("event_evidence", round, event.pk)))

    assert "&lt;b&gt;bra&lt;/b&gt;." in page
    assert "<del>" in page and "<ins>" in page and "removed:" in page and "added:" in page


def test_evidence_tells_what_was_proposed_and_why(
    in_english: None, people: People, round: Round
) -> None:
    ground = Ground(GroundCode.CHILDREN, {"full": 2, "forecasts": False})
    assess_goal(
        assessment=AssessmentFactory(round=round),
        level="partial",
        analysis="Det går.",
        version=1,
        by=people.mona,
        proposal=Proposal(Level.FULL, (ground,)),
        reason="Vi vet mer.",
    )

    told = changed(evidence(Event.objects.get()))

    assert ("Proposed assessment", "", "Met fully") in told
    assert ("Grounds", "", "Both goals below are judged as met fully.") in told
    assert ("Reason for differing", "", "Vi vet mer.") in told


def test_evidence_page_shows_the_figures_that_a_warning_was_about(
    english: Client, people: People, round: Round
) -> None:
    with transaction.atomic():
        event = record(
            Verb.WARNING_ACCEPTED,
            by=SYSTEM,
            round=round,
            place=Place(Kind.MEASURE, 1),
            name="Andel",
            warnings=[{"code": "over_hundred", "about": "total 105 %"}],
        )
    english.force_login(people.rolf)

    page = text_of(english.get(address("event_evidence", round, event.pk)))

    assert "Over 100 %" in page and "outcome 105 %" in page


WORDS = st.lists(st.sampled_from(["Det", "går", "bra", "inte", "\n\n", "å", "."]), max_size=12)


@given(before=WORDS, after=WORDS)
def test_compared_pieces_make_up_the_texts(before: list[str], after: list[str]) -> None:
    old, new = " ".join(before), " ".join(after)
    removed, added = compare(old, new)

    assert "".join(text for text, _fate in removed) == old
    assert "".join(text for text, _fate in added) == new
    kept = [[text for text, fate in pieces if fate == Fate.KEPT] for pieces in (removed, added)]
    assert kept[0] == kept[1]
    if old == new:
        assert {fate for _text, fate in removed + added} <= {Fate.KEPT}
