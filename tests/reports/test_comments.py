"""Comments on sections: who may, what becomes of them, and that no output has them."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goals.choices import Part, RoundState
from goals.models import Draft, Round
from goals.rules import RoundLocked
from organisation.models import User
from reports.compose import compose_report
from reports.editions.files import WRITERS
from reports.models import Comment
from reports.rendering.render import render_body, render_html
from reports.snapshot import freeze
from reports.writing.comments import (
    add_comment,
    answer_comment,
    change_comment,
    comments_on,
    delete_comment,
    resolve_comment,
)
from reports.writing.section_work import work_of
from reports.writing.sections import find_writing, write_section
from tests.conftest import People
from tests.factories import RoundFactory
from tests.pages import address, inline_code, repeated_ids

pytestmark = pytest.mark.usefixtures("in_english")
SECRET = "Hemligt mellan oss"


@pytest.fixture
def annual(people: People) -> Round:
    made: Round = RoundFactory(committee=people.committee, part=Part.ANNUAL)
    write_section(round=made, name="summary", body="Året gick bra.", version=0, by=people.mona)
    return made


def say(
    round: Round, by: User, text: str = SECRET, quote: str = "", name: str = "summary"
) -> Comment:
    return add_comment(round=round, name=name, text=text, quote=quote, by=by)


def waiting(round: Round) -> int:
    return sum(one.comments for one in work_of(round))


def test_comment_is_answered_resolved_and_opened_again(people: People, annual: Round) -> None:
    comment = say(annual, people.karin, " Stämmer det? ", "  Året\n gick ")
    answer_comment(comment=comment, text="Ja.", by=people.mona)
    (thread,) = comments_on(find_writing(annual, "summary"))
    assert (thread.text, thread.quote) == ("Stämmer det?", "Året gick")
    assert [answer.text for answer in thread.replies.all()] == ["Ja."]
    assert waiting(annual) == 1

    for _again in range(2):
        resolve_comment(comment=comment, resolved=True, by=people.eva)
    comment.refresh_from_db()
    assert comment.resolved_by == people.eva
    assert waiting(annual) == 0
    answer_comment(comment=comment, text="Nja.", by=people.mona)
    assert waiting(annual) == 1
    resolve_comment(comment=comment, resolved=True, by=people.eva)
    resolve_comment(comment=comment, resolved=False, by=people.karin)
    assert waiting(annual) == 1


def test_own_comment_is_changed_and_taken_away(people: People, annual: Round) -> None:
    comment = say(annual, people.mona)
    change_comment(comment=comment, text="Annat.", by=people.mona)
    comment.refresh_from_db()
    assert comment.text == "Annat."
    assert comment.changed_at is not None
    for act in (change_comment, delete_comment):
        with pytest.raises(PermissionDenied):
            act(comment=comment, by=people.eva, **({"text": "x"} if act is change_comment else {}))

    answer = answer_comment(comment=comment, text="Ja.", by=people.eva)
    delete_comment(comment=comment, by=people.mona)
    comment.refresh_from_db()
    # What others have answered stays; what was said is gone.
    assert (comment.is_deleted, comment.text) == (True, "")
    with pytest.raises(PermissionDenied):
        change_comment(comment=comment, text="Åter.", by=people.mona)
    delete_comment(comment=answer, by=people.eva)
    assert Comment.objects.get() == comment


def test_only_a_comment_is_answered_and_resolved(people: People, annual: Round) -> None:
    answer = answer_comment(comment=say(annual, people.mona), text="Ja.", by=people.eva)
    with pytest.raises(Http404):
        answer_comment(comment=answer, text="Nej.", by=people.mona)
    with pytest.raises(Http404):
        resolve_comment(comment=answer, resolved=True, by=people.mona)


def test_who_may_comment(people: People, annual: Round) -> None:
    comment = say(annual, people.karin)
    acts: list[Any] = [
        lambda by: say(annual, by),
        lambda by: answer_comment(comment=comment, text="Ja.", by=by),
        lambda by: change_comment(comment=comment, text="Ja.", by=by),
        lambda by: delete_comment(comment=comment, by=by),
        lambda by: resolve_comment(comment=comment, resolved=True, by=by),
    ]
    for user, refusal in ((people.rolf, PermissionDenied), (people.nils, Http404)):
        for act in acts:
            with pytest.raises(refusal):
                act(user)
    Round.objects.filter(pk=annual.pk).update(state=RoundState.DECIDED)
    for act in acts:
        with pytest.raises(RoundLocked):
            act(people.karin)
    assert Comment.objects.count() == 1


def test_locked_round_is_talked_of(people: People, annual: Round) -> None:
    Round.objects.filter(pk=annual.pk).update(state=RoundState.LOCKED)
    assert say(annual, people.mona).pk


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("text", {"text": " "}),
        ("text", {"text": "å" * 2001}),
        ("text", {"text": "a\0"}),
        ("quote", {"quote": "å" * 601}),
    ],
)
def test_what_cannot_be_kept_is_refused(
    people: People, annual: Round, field: str, said: dict[str, str]
) -> None:
    with pytest.raises(ValidationError) as caught:
        say(annual, people.mona, **said)
    assert list(caught.value.message_dict) == [field]


def test_section_has_room_for_so_many(
    people: People, annual: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.writing.comments.MOST_COMMENTS", 1)
    comment = say(annual, people.mona)
    with pytest.raises(ValidationError):
        say(annual, people.mona)
    with pytest.raises(ValidationError):
        answer_comment(comment=comment, text="Ja.", by=people.mona)


def test_unwritten_section_is_commented_and_keeps_it(people: People, annual: Round) -> None:
    say(annual, people.mona, name="background")
    write_section(round=annual, name="background", body="Så.", version=0, by=people.mona)
    (thread,) = comments_on(find_writing(annual, "background"))
    assert thread.text == SECRET


# The page -------------------------------------------------------------------------------------


def page(round: Round) -> str:
    return address("section", round, "summary")


def test_comment_is_made_and_shown_beside_the_marked_passage(
    english: Client, people: People, annual: Round
) -> None:
    english.force_login(people.karin)
    add = address("comment_add", annual, "summary")
    hostile = "<script>alert(1)</script>"
    english.post(add, {"text": hostile, "quote": "gick bra"})
    english.post(add, {"text": "Var är det?", "quote": "borta"})

    for user, writes in ((people.karin, True), (people.mona, True), (people.rolf, False)):
        english.force_login(user)
        text = english.get(page(annual)).text
        assert '<mark class="passage" id="passage-' in text
        assert "&lt;script&gt;alert" in text
        assert inline_code(text) == []
        assert repeated_ids(text) == set()
        assert ('name="do"' in text) is writes
        lost = [one.partition(">")[0] for one in text.split("data-lost=")[1:]]
        assert ["hidden" in one for one in lost] == [True, False]


def test_acts_on_the_page(english: Client, people: People, annual: Round) -> None:
    comment = say(annual, people.mona)
    acts = address("comment", annual, comment.pk)
    english.force_login(people.mona)
    for said in (
        {"do": "answer", "text": "Ja."},
        {"do": "change", "text": "Annat."},
        {"do": "resolve"},
        {"do": "reopen"},
        {"do": "delete"},
    ):
        assert english.post(acts, said).status_code == 302
    comment.refresh_from_db()
    assert (comment.is_deleted, comment.resolved_at) == (True, None)
    assert english.post(acts, {"do": "burn"}).status_code == 422
    assert english.post(acts, {"do": "change", "text": "x"}).status_code == 403


def test_refused_comment_stands_in_the_form(english: Client, people: People, annual: Round) -> None:
    english.force_login(people.mona)
    long = "å" * 2001
    answer = english.post(address("comment_add", annual, "summary"), {"text": long})
    assert answer.status_code == 422
    assert long in answer.text
    Round.objects.filter(pk=annual.pk).update(state=RoundState.DECIDED)
    answer = english.post(address("comment_add", annual, "summary"), {"text": "Vänta!"})
    assert answer.status_code == 409
    assert not Draft.objects.exists()


def test_comments_are_counted_on_the_report_page(
    english: Client, people: People, annual: Round
) -> None:
    say(annual, people.mona)
    say(annual, people.mona)
    english.force_login(people.eva)
    text = " ".join(english.get(address("report", annual)).text.split())
    assert "2 open comments" in text


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_comments(
    people: People,
    annual: Round,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _each in range(count):
        answer_comment(comment=say(annual, people.mona), text="Ja.", by=people.eva)
    writing = find_writing(annual, "summary")
    with django_assert_num_queries(3):
        said = [
            (one.by.name, [a.by.name for a in one.replies.all()]) for one in comments_on(writing)
        ]
    assert said == [("Mona", ["Eva"])] * count


# No output ------------------------------------------------------------------------------------


def outputs(round: Round) -> dict[str, bytes]:
    """Everything that is made of a round's document, unpacked; the PDF is drawn from the print."""
    document = compose_report(round)
    made = {
        "page": str(render_body(document)).encode(),
        "print": render_html(document).encode(),
        "edition": freeze(document).encode(),
    }
    return made | {name: unpacked(write(document)) for name, write in WRITERS.items()}


def unpacked(content: bytes) -> bytes:
    """What a file says; of a packed one, all that is in it."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in sorted(packed.namelist()))


def test_comments_reach_no_output(client: Client, people: People, annual: Round) -> None:
    document, before = compose_report(annual), outputs(annual)
    comment = say(annual, people.mona, quote="gick bra")
    answer_comment(comment=comment, text=SECRET, by=people.eva)

    after = outputs(annual)
    assert compose_report(annual) == document
    assert len(after) == 3 + len(WRITERS)
    for name, content in after.items():
        assert content.count(b"gick bra") == before[name].count(b"gick bra"), name
        assert SECRET.encode() not in content, name
    assert [after[name] for name in ("page", "print", "edition")] == [
        before[name] for name in ("page", "print", "edition")
    ]
    client.force_login(people.rolf)
    for name in ("report", "report_json", "round"):
        assert SECRET not in client.get(address(name, annual)).text
