"""Comments on the assessment of a goal: beside the text, counted, and in no output."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from goals.choices import Kind, Part, RoundState
from goals.drafts import keep_draft
from goals.models import Assessment, Round
from goals.places import Place
from goals.rules import RoundLocked
from organisation.models import User
from reports.compose import compose_report
from reports.models import Comment
from reports.review.goals import COMMENTED
from reports.reviewing import findings_of
from reports.writing.commented import Placed, find_commented
from reports.writing.comments import add_comment, answer_comment, comments_on, resolve_comment
from tests.conftest import People
from tests.factories import AssessmentFactory, RoundFactory, edition
from tests.pages import address, inline_code, repeated_ids
from tests.reports.test_comments import outputs

pytestmark = pytest.mark.usefixtures("in_english")
SECRET = "Hemligt mellan oss"


@pytest.fixture
def assessment(people: People) -> Assessment:
    made: Assessment = AssessmentFactory(
        round=RoundFactory(committee=people.committee, part=Part.ANNUAL),
        goal__code="1.2",
        goal__title="Fler läser",
        level="partial",
        analysis="Läsningen gick **bra** i år.",
        reason="Det räcker så.",
    )
    return made


def name_of(assessment: Assessment) -> str:
    return f"goal:{assessment.goal_id}"


def say(assessment: Assessment, by: User, text: str = SECRET, quote: str = "") -> Comment:
    round: Round = assessment.round
    return add_comment(round=round, name=name_of(assessment), text=text, quote=quote, by=by)


def page(assessment: Assessment) -> str:
    return address("assess", assessment.round, assessment.goal.code)


def test_assessment_is_commented_answered_and_resolved(
    people: People, assessment: Assessment
) -> None:
    comment = say(assessment, people.karin, quote="gick bra")
    answer_comment(comment=comment, text="Ja.", by=people.mona)
    (thread,) = comments_on(find_commented(assessment.round, name_of(assessment)))
    assert (thread.name, [one.text for one in thread.replies.all()]) == (
        name_of(assessment),
        ["Ja."],
    )
    resolve_comment(comment=comment, resolved=True, by=people.mona)
    comment.refresh_from_db()
    assert comment.resolved_by == people.mona


def test_who_may_comment_on_an_assessment(people: People, assessment: Assessment) -> None:
    for user, refusal in ((people.rolf, PermissionDenied), (people.nils, Http404)):
        with pytest.raises(refusal):
            say(assessment, user)
    Round.objects.filter(pk=assessment.round_id).update(state=RoundState.LOCKED)
    assert say(assessment, people.karin).pk
    Round.objects.filter(pk=assessment.round_id).update(state=RoundState.DECIDED)
    with pytest.raises(RoundLocked):
        say(assessment, people.karin)


@pytest.mark.parametrize(
    "name", ["goal:0", "goal:99999999", "goal:x", "goal:", "measure:1", "section:1", "x:1", ":"]
)
def test_what_is_not_there_cannot_be_commented(
    people: People, assessment: Assessment, name: str
) -> None:
    with pytest.raises(Http404):
        add_comment(round=assessment.round, name=name, text="Hm.", by=people.karin)


def test_goal_is_commented_in_rounds_that_assess_it(people: People, assessment: Assessment) -> None:
    own = find_commented(assessment.round, f"goal:0{assessment.goal_id}")
    assert isinstance(own, Placed)
    assert own.names == [name_of(assessment)]
    plan = RoundFactory(committee=people.committee, part=Part.PLAN)
    AssessmentFactory(round=plan, goal=assessment.goal)
    other = AssessmentFactory(round__committee=people.other_committee, goal__code="1.2")
    for round, line in ((plan, assessment), (assessment.round, other)):
        with pytest.raises(Http404):
            find_commented(round, name_of(line))


def test_assessment_has_room_for_so_many(
    people: People, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.writing.comments.MOST_COMMENTS", 1)
    say(assessment, people.mona)
    with pytest.raises(ValidationError):
        say(assessment, people.mona)


# The page -------------------------------------------------------------------------------------


def test_comment_stands_beside_the_assessment(
    english: Client, people: People, assessment: Assessment
) -> None:
    english.force_login(people.karin)
    add = address("comment_add", assessment.round, name_of(assessment))
    hostile = "<script>alert(1)</script>"
    answer = english.post(add, {"text": hostile, "quote": "gick bra i"})
    assert answer.headers["Location"] == f"{page(assessment)}#comments"
    english.post(add, {"text": "Räcker det?", "quote": "räcker så"})
    english.post(add, {"text": "Var är det?", "quote": "borta"})

    # Whoever writes has the words in the editor; all others see them marked.
    for user, marks, acts in ((people.karin, 2, True), (people.mona, 0, True), (people.rolf, 2, 0)):
        english.force_login(user)
        text = english.get(page(assessment)).text
        assert text.count('id="passage-') == marks
        assert text.count('href="#passage-') == marks
        assert escape(hostile) in text
        assert hostile not in text
        assert inline_code(text) == []
        assert repeated_ids(text) == set()
        assert ('name="do"' in text) is bool(acts)
        lost = [one.partition(">")[0] for one in text.split("data-lost=")[1:]]
        assert ["hidden" in one for one in lost] == [True, True, False]


def test_readers_and_strangers_may_not_say_anything(
    client: Client, people: People, assessment: Assessment
) -> None:
    add = address("comment_add", assessment.round, name_of(assessment))
    act = address("comment", assessment.round, say(assessment, people.karin).pk)
    for user, status in ((people.rolf, 403), (people.nils, 404)):
        client.force_login(user)
        assert client.post(add, {"text": "Hm."}).status_code == status
        assert client.post(act, {"do": "resolve"}).status_code == status
    assert Comment.objects.get().resolved_at is None


@pytest.mark.parametrize("do", ["answer", "change"])
def test_refused_words_stand_in_their_own_form(
    english: Client, people: People, assessment: Assessment, do: str
) -> None:
    comment = say(assessment, people.mona)
    english.force_login(people.mona)
    long = "å" * 2001
    refused = english.post(
        address("comment", assessment.round, comment.pk), {"do": do, "text": long}
    )
    assert refused.status_code == 422
    before, _open, after = refused.text.partition("<details open>")
    assert after.count(long) == 1
    assert long not in before
    assert f'value="{do}"' in after.partition("</form>")[0]
    # Only there: the form for a new comment is empty.
    assert not refused.context["comment_form"].is_bound


def test_refused_new_comment_stands_in_the_form_beside_the_draft(
    english: Client, people: People, assessment: Assessment
) -> None:
    keep_draft(
        round=assessment.round,
        place=Place(Kind.GOAL, assessment.goal_id),
        cell="analysis",
        text="Halvskrivet.",
        seen="",
        typed=0,
        by=people.mona,
    )
    english.force_login(people.mona)
    add = address("comment_add", assessment.round, name_of(assessment))
    refused = english.post(add, {"text": "å" * 2001, "quote": "gick"})
    assert refused.status_code == 422
    assert "å" * 2001 in refused.text
    assert "Halvskrivet." in refused.text
    assert '<details class="comments__new" open>' in " ".join(refused.text.split())
    Round.objects.filter(pk=assessment.round_id).update(state=RoundState.DECIDED)
    refused = english.post(add, {"text": "Vänta!"})
    assert refused.status_code == 409
    # What was written can be copied, where there is no form any more.
    assert "Vänta!" in refused.text
    assert 'name="quote"' not in refused.text


def test_new_comment_is_folded_beside_what_one_writes(
    english: Client, people: People, assessment: Assessment
) -> None:
    for user, is_open in ((people.mona, False), (people.karin, True)):
        english.force_login(user)
        shown = " ".join(english.get(page(assessment)).text.split())
        assert '<details class="comments__new"' in shown
        assert ('<details class="comments__new" open' in shown) == is_open


def test_open_comments_are_counted_where_one_looks(
    english: Client, people: People, assessment: Assessment
) -> None:
    say(assessment, people.karin)
    resolve_comment(comment=say(assessment, people.karin), resolved=True, by=people.mona)
    there = f'href="{page(assessment)}#comments"'

    def told(user: User, where: str) -> str:
        english.force_login(user)
        return " ".join(english.get(where).text.split())

    report, goal = address("report", assessment.round), address("goal", assessment.round, "1.2")
    for user in (people.mona, people.karin):
        assert "1 open comment" in told(user, report)
        assert there in told(user, report)
        assert there in told(user, goal)
    assert there not in told(people.rolf, report)
    assert "1 open comment" in told(people.rolf, goal)
    (finding,) = [one for one in findings_of(assessment.round).open if one.code == COMMENTED]
    assert finding.spot.code == "1.2"

    resolve_comment(comment=Comment.objects.earliest("pk"), resolved=True, by=people.mona)
    assert there not in told(people.mona, report)
    assert "Comment on the assessment" in told(people.mona, goal)
    assert there not in told(people.rolf, goal)
    assert not [one for one in findings_of(assessment.round).open if one.code == COMMENTED]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_comments_on_goals(
    client: Client,
    people: People,
    assessment: Assessment,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        line = AssessmentFactory(round=assessment.round, goal__code=f"2.{number}")
        answer_comment(comment=say(line, people.karin), text="Ja.", by=people.eva)
        answer_comment(comment=say(assessment, people.karin), text="Ja.", by=people.eva)
    client.force_login(people.mona)
    with django_assert_num_queries(26):
        client.get(page(assessment))
    with django_assert_num_queries(28):
        client.get(address("report", assessment.round))


# No output ------------------------------------------------------------------------------------


def test_comments_on_goals_reach_no_output(
    client: Client, people: People, assessment: Assessment
) -> None:
    round: Round = assessment.round
    document, before = compose_report(round), outputs(round)
    answer_comment(
        comment=say(assessment, people.karin, quote="gick bra"), text=SECRET, by=people.mona
    )

    after = outputs(round)
    assert compose_report(round) == document
    for name, content in after.items():
        assert SECRET.encode() not in content, name
        assert content.count(b"passage") == before[name].count(b"passage"), name
    edition(round)
    public: list[tuple[Any, ...]] = [
        ("publication",),
        ("public_whole",),
        ("public_goal", "1.2"),
    ]
    for name, *more in public:
        answer = client.get(address(name, round, *more))
        assert answer.status_code == 200, name
        assert SECRET not in answer.text, name
    client.force_login(people.rolf)
    for name in ("report", "report_json", "round"):
        assert SECRET not in client.get(address(name, round)).text
