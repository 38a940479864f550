"""The start page: what each has to do, and no more; and the counts behind it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from goals.choices import Part, RoundState
from goals.models import Assessment, Round
from indicators.choices import OutcomeState
from organisation.access import SYSTEM
from organisation.models import Committee, Role
from reports import queries
from reports.models import Comment
from reports.writing.comments import add_comment
from reports.writing.section_work import mark_ready
from reports.writing.sections import write_section, writings_of
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    CommitteeFactory,
    MeasureFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
    UserFactory,
    member,
)
from tests.pages import address, text_of


def test_start_tells_the_administrator_what_is_missing(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.eva)

    page = text_of(english.get(reverse("start")))

    assert "1 of 2 outcomes filled in" in page
    assert "1 deviation lacks an analysis" in page
    assert "2 of 3 goals assessed" in page
    assert "in 6 days" in page
    assert address("outcomes", round) in page
    assert address("activities", round) in page
    assert address("round", round) + "?visa=obedomda" in page


def test_start_gives_the_manager_no_outcomes_to_enter(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.mona)

    page = text_of(english.get(reverse("start")))

    assert address("outcomes", round) not in page
    assert address("activities", round) in page
    assert "2 of 3 goals assessed" in page


@pytest.mark.parametrize("who", ["rolf", "karin"])
def test_start_gives_those_who_read_the_latest_report(
    english: Client, people: People, round: Round, who: str
) -> None:
    earlier = RoundFactory(committee=people.committee, part=Part.PLAN)
    english.force_login(getattr(people, who))

    page = text_of(english.get(reverse("start")))

    assert address("report", round) in page
    assert address("report", earlier) not in page
    assert address("outcomes", round) not in page
    assert "1 of 2" in page


def test_start_shows_nobody_another_committee(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.nils)

    page = text_of(english.get(reverse("start")))

    assert people.committee.name not in page
    assert people.other_committee.name in page
    assert "Nothing to do right now" in page


def test_start_gives_nothing_to_do_in_a_locked_round(
    english: Client, people: People, round: Round
) -> None:
    round.state = RoundState.LOCKED
    round.save()
    english.force_login(people.eva)

    page = text_of(english.get(reverse("start")))

    assert "Nothing to do right now" in page
    assert address("outcomes", round) not in page


def talked_of(people: People, round: Round) -> None:
    """One section of all is ready, and two comments are open: on a section, and on a goal."""
    section = write_section(round=round, name="summary", body="Så.", version=0, by=people.mona)
    mark_ready(round=round, name="summary", ready=True, version=section.version, by=people.mona)
    goal = Assessment.objects.get(round=round, goal__code="1.1").goal_id
    for name in ("background", f"goal:{goal}"):
        add_comment(round=round, name=name, text="Hm.", by=people.karin)
    # What is said of a goal that the round no longer has is nowhere to be read.
    Comment.objects.create(round=round, name="goal:987654", text="Hm.", by=people.karin)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("eva", "1 of {} sections ready · 2 open comments"),
        ("mona", "1 of {} sections ready · 2 open comments"),
        ("karin", "1 of {} 2 open comments"),
        ("rolf", ""),
    ],
)
def test_start_tells_how_far_the_texts_have_come(
    english: Client, people: People, round: Round, who: str, said: str
) -> None:
    talked_of(people, round)
    said = said.format(sum(one.counts for one in writings_of(round)))
    english.force_login(getattr(people, who))

    page = text_of(english.get(reverse("start")))

    assert (f"{address('report', round)}?visa=texter" in page) is bool(said)
    assert said in " ".join(strip_tags(page).split()).replace(f"– {round} ", "")
    if said:
        opened = text_of(english.get(address("report", round), {"visa": "texter"}))
        assert '<details class="writings no-print" open>' in opened
        assert "2 open comments" in opened


def test_start_says_nothing_of_texts_that_are_decided(
    english: Client, people: People, round: Round
) -> None:
    talked_of(people, round)
    Round.objects.filter(pk=round.pk).update(state=RoundState.DECIDED)
    english.force_login(people.karin)

    assert "?visa=texter" not in text_of(english.get(reverse("start")))


@pytest.mark.django_db
def test_start_tells_who_has_no_committee_whom_to_ask(english: Client) -> None:
    english.force_login(UserFactory())

    assert "You do not belong to a committee yet" in text_of(english.get(reverse("start")))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CONTROLLER])
@pytest.mark.django_db
def test_start_asks_as_many_times_for_many_committees(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int, role: Role
) -> None:
    committees: list[Committee] = [CommitteeFactory() for _number in range(count)]
    user = member(role, None if role == Role.CONTROLLER else committees[0])
    for committee in committees:
        if role == Role.ADMINISTRATOR and committee != committees[0]:
            user.memberships.create(committee=committee, role=role)
        for part in (Part.PLAN, Part.T1):
            round = RoundFactory(committee=committee, part=part)
            TargetFactory(round=round)
            AssessmentFactory(round=round)
            ActivityReportFactory(round=round, deviation=True)
            write_section(round=round, name="summary", body="Så.", version=0, by=SYSTEM)
            Comment.objects.create(round=round, name="summary", text="Hm.", by=user)
    client.force_login(user)

    # Session, person, memberships, committees, rounds; outcomes, assessments, activities;
    # comments, drafts, writers, templates, sections.
    with django_assert_num_queries(14):
        client.get(reverse("start"))


def test_progress_keeps_the_rounds_of_a_measure_apart(people: People) -> None:
    first = RoundFactory(committee=people.committee, part=Part.T1)
    second = RoundFactory(committee=people.committee, part=Part.T2)
    measure = MeasureFactory(committee=people.committee)
    for round in (first, second):
        TargetFactory(round=round, measure=measure)
    OutcomeFactory(round=first, measure=measure, total="3", state=OutcomeState.ENTERED)

    progress = queries.progress_of([first, second])

    assert (progress[first.pk].outcomes, progress[first.pk].outcomes_left) == (1, 0)
    assert (progress[second.pk].outcomes, progress[second.pk].outcomes_left) == (0, 1)


def test_progress_counts_a_reason_as_an_answer(people: People) -> None:
    round = RoundFactory(committee=people.committee)
    measure = MeasureFactory(committee=people.committee)
    TargetFactory(round=round, measure=measure)
    OutcomeFactory(round=round, measure=measure, state=OutcomeState.LATER)

    assert queries.progress_of([round])[round.pk].outcomes_left == 0


def test_progress_of_an_empty_round_is_nothing(people: People) -> None:
    round = RoundFactory(committee=people.committee)

    assert queries.progress_of([round])[round.pk] == queries.Progress()


def test_progress_takes_a_mentioned_analysis_for_one(people: People) -> None:
    round = RoundFactory(committee=people.committee)
    ActivityReportFactory(round=round, deviation=True, commented=True)
    ActivityReportFactory(round=round, deviation=True, analysis="Bygget är försenat.")

    progress = queries.progress_of([round])[round.pk]

    assert (progress.deviations, progress.unexplained) == (2, 0)
