"""Comments on the analyses of indicators and activities: on a page of their own, linked from the
rows, and in no output."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goals.choices import Kind, Part, RoundState
from goals.models import ActivityReport, Round
from indicators.models import Target
from organisation.models import User
from reports.compose import compose_report
from reports.models import Comment
from reports.review.goals import COMMENTED
from reports.reviewing import findings_of
from reports.writing.commented import Placed, find_commented
from reports.writing.comments import add_comment, open_comments, resolve_comment
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    GoalFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import address, inline_code, repeated_ids
from tests.reports.test_comments import outputs

pytestmark = pytest.mark.usefixtures("in_english")
SECRET = "Hemligt mellan oss"
TEXT = "Vädret var **dåligt** hela våren."


@dataclass(frozen=True)
class Row:
    """A row with an analysis, and the page where it is written."""

    round: Round
    name: str
    title: str
    sheet: str

    @property
    def page(self) -> str:
        """Where its comments are."""
        return address("row_comments", self.round, self.name)

    def say(self, by: User, text: str = SECRET, quote: str = "") -> Comment:
        """A comment on it."""
        return add_comment(round=self.round, name=self.name, text=text, quote=quote, by=by)


def indicator_row(round: Round) -> Row:
    goal = AssessmentFactory(round=round, goal__code="1.2").goal
    name = "Andel nöjda barn"
    target: Target = TargetFactory(round=round, measure__goal=goal, measure__indicator__name=name)
    OutcomeFactory(round=round, measure=target.measure, total="70 %", analysis=TEXT)
    return Row(round, f"measure:{target.measure_id}", name, "outcomes")


def activity_row(round: Round) -> Row:
    goal = AssessmentFactory(round=round, goal__code="1.2").goal
    title = "Öppna en mötesplats"
    line: ActivityReport = ActivityReportFactory(
        round=round, activity__goal=goal, activity__title=title, deviation=True, analysis=TEXT
    )
    return Row(round, f"activity:{line.activity_id}", title, "activities")


@pytest.fixture(params=[indicator_row, activity_row])
def row(request: pytest.FixtureRequest, people: People) -> Row:
    make: Callable[[Round], Row] = request.param
    return make(RoundFactory(committee=people.committee, part=Part.ANNUAL))


def words(client: Client, where: str) -> str:
    return " ".join(client.get(where).text.split())


def test_analysis_is_commented_beside_what_it_says(
    english: Client, people: People, row: Row
) -> None:
    english.force_login(people.karin)
    add = address("comment_add", row.round, row.name)
    said = english.post(add, {"text": "Stämmer det?", "quote": "var dåligt hela"})
    assert said.headers["Location"] == f"{row.page}#comments"
    english.post(add, {"text": "Var är det?", "quote": "borta"})
    for user, acts in ((people.karin, True), (people.eva, True), (people.rolf, False)):
        english.force_login(user)
        text = english.get(row.page).text
        assert text.count('id="passage-') == 1
        assert ('name="do"' in text) is acts
        assert f"{address(row.sheet, row.round)}#{row.name.replace(':', '-')}" in text
        assert row.title in text
        assert inline_code(text) == []
        assert repeated_ids(text) == set()
        lost = [one.partition(">")[0] for one in text.split("data-lost=")[1:]]
        assert ["hidden" in one for one in lost] == [True, False]


def test_refused_comment_on_a_row_stands_in_the_form(
    english: Client, people: People, row: Row
) -> None:
    english.force_login(people.mona)
    add = address("comment_add", row.round, row.name)
    refused = english.post(add, {"text": "å" * 2001})
    assert (refused.status_code, "å" * 2001 in refused.text) == (422, True)
    Round.objects.filter(pk=row.round.pk).update(state=RoundState.DECIDED)
    refused = english.post(add, {"text": "Vänta!"})
    assert (refused.status_code, "Vänta!" in refused.text) == (409, True)
    assert not Comment.objects.exists()


def test_who_may_comment_on_a_row(client: Client, people: People, row: Row) -> None:
    for user, refusal, status in (
        (people.rolf, PermissionDenied, 403),
        (people.nils, Http404, 404),
    ):
        with pytest.raises(refusal):
            row.say(user)
        client.force_login(user)
        add = address("comment_add", row.round, row.name)
        assert client.post(add, {"text": "Hm."}).status_code == status
    assert not Comment.objects.exists()


def test_only_rows_of_the_round_have_the_page(client: Client, people: People, row: Row) -> None:
    placed = find_commented(row.round, row.name)
    assert isinstance(placed, Placed)
    assert (placed.code, placed.names) == ("1.2", [row.name])
    goal = GoalFactory(code="3")
    other: Any = RoundFactory(committee=people.committee, part=Part.T1)
    plan: Any = RoundFactory(committee=people.committee, part=Part.PLAN)
    client.force_login(people.eva)
    kind, _colon, key = row.name.partition(":")
    for round, name in (
        (row.round, f"{kind}:987654"),
        # A goal has a page of its own for them, and a section is none.
        (row.round, f"goal:{goal.pk}"),
        (row.round, "summary"),
        (row.round, kind),
        (row.round, key),
        (other, row.name),
        (plan, row.name),
    ):
        assert client.get(address("row_comments", round, name)).status_code == 404, name


def test_open_comments_are_linked_from_where_the_row_is_met(
    english: Client, people: People, row: Row
) -> None:
    there = f'href="{row.page}#comments"'
    places = [address("goal", row.round, "1.2"), address(row.sheet, row.round)]
    if row.sheet == "outcomes":
        places.append(address("outcome_value", row.round, row.name.partition(":")[2]))
    english.force_login(people.eva)
    # On the sheet there is a link only where something is said.
    assert [there in words(english, one) for one in places] == [True, False, True][: len(places)]
    english.force_login(people.rolf)
    assert not any(there in words(english, one) for one in places)

    comment = row.say(people.karin)
    for user in (people.eva, people.rolf):
        english.force_login(user)
        for one in places:
            text = words(english, one)
            assert there in text
            assert "1 open comment" in text
    english.force_login(people.karin)
    assert there in words(english, address("report", row.round))
    (finding,) = [one for one in findings_of(row.round).open if one.code == COMMENTED]
    assert f"{finding.spot.kind.value}:{finding.spot.key}" == row.name
    assert finding.spot.kind in (Kind.MEASURE, Kind.ACTIVITY)

    resolve_comment(comment=comment, resolved=True, by=people.eva)
    assert there not in words(english, address("report", row.round))
    assert not [one for one in findings_of(row.round).open if one.code == COMMENTED]


def test_comments_on_what_the_round_has_no_more_are_not_counted(people: People, row: Row) -> None:
    row.say(people.karin)
    assert open_comments(row.round) == {row.name: 1}
    Target.objects.filter(round=row.round).delete()
    ActivityReport.objects.filter(round=row.round).delete()
    assert open_comments(row.round) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_comments_on_a_row(
    client: Client,
    people: People,
    row: Row,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _each in range(count):
        row.say(people.karin)
    client.force_login(people.mona)
    with django_assert_num_queries(15):
        client.get(row.page)


def test_comments_on_rows_reach_no_output(client: Client, people: People, row: Row) -> None:
    document, before = compose_report(row.round), outputs(row.round)
    row.say(people.karin, quote="var dåligt")

    after = outputs(row.round)
    assert compose_report(row.round) == document
    for name, content in after.items():
        assert SECRET.encode() not in content, name
        assert content.count(b"passage") == before[name].count(b"passage"), name
    client.force_login(people.rolf)
    for name in ("report", "report_json", "round", "outcomes_excel"):
        assert SECRET.encode() not in client.get(address(name, row.round)).content
