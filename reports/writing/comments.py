"""Saying something of a text while it is written: comments, answers, and resolving them.

Whoever may read the draft reads the comments; whoever takes part in writing and reviewing it
writes them (`Action.COMMENT`). A locked round is still talked of: that changes nothing in
it. A decided one is done.
"""

from collections import Counter
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.choices import RoundState
from goals.models import Round
from goals.rules import RoundLocked, read_text
from organisation.access import Action, Principal, may, require
from organisation.models import User
from reports.models import Comment
from reports.writing.commented import Commented, find_commented, still_there

COMMENT_LENGTH, QUOTE_LENGTH = 2000, 600
# More on one text is no conversation any more.
MOST_COMMENTS = 500


def may_comment(by: Principal, round: Round) -> bool:
    """Whether the person may say something of the round's texts now."""
    is_done = round.current_state == RoundState.DECIDED
    return not is_done and may(by, Action.COMMENT, round.committee)


def comments_on(text: Commented) -> list[Comment]:
    """The comments on a text in the order they were made, with their answers; three queries."""
    threads = Comment.objects.filter(round=text.round, name__in=text.names, answers=None)
    threads = threads.select_related("by", "resolved_by")
    return list(threads.prefetch_related("replies__by"))


def open_comments(round: Round) -> Counter[str]:
    """How many comments nobody has resolved, by the names of what they are about; one query."""
    return open_comments_in([round])[round.pk]


def open_comments_in(rounds: Collection[Round]) -> dict[int, Counter[str]]:
    """The same of as many rounds as there are, by their keys; one query for all of them."""
    threads = Comment.objects.filter(round__in=rounds, answers=None, resolved_at=None)
    counted: dict[int, Counter[str]] = {round.pk: Counter() for round in rounds}
    for key, name in threads.filter(still_there()).values_list("round", "name"):
        counted[key][name] += 1
    return counted


@transaction.atomic
def add_comment(*, round: Round, name: str, text: str, quote: str = "", by: User) -> Comment:
    """Say something of a text, or of a passage in it as it was read (`quote`).

    Raises:
        Http404, PermissionDenied: the person may not, or there is no such text.
        RoundLocked, ValidationError: nothing was changed.
    """
    _hold(round, by)
    commented = find_commented(round, name)
    _require_room(commented)
    quote = " ".join(quote.split())
    return Comment.objects.create(
        round=round,
        name=commented.name,
        quote=_read("quote", quote, QUOTE_LENGTH),
        text=_said(text),
        by=by,
    )


@transaction.atomic
def answer_comment(*, comment: Comment, text: str, by: User) -> Comment:
    """Answer a comment. An answer to one that is resolved opens it again.

    Raises:
        Http404, PermissionDenied, RoundLocked, ValidationError: nothing was changed.
    """
    _hold(comment.round, by)
    held = _held(comment)
    if held.answers_id is not None:
        raise Http404
    _require_room(find_commented(comment.round, held.name))
    answer = Comment.objects.create(
        round=comment.round, name=held.name, answers=held, text=_said(text), by=by
    )
    if held.resolved_at is not None:
        Comment.objects.filter(pk=held.pk).update(resolved_at=None, resolved_by=None)
    return answer


@transaction.atomic
def change_comment(*, comment: Comment, text: str, by: User) -> None:
    """Say one's own comment in other words.

    Raises:
        Http404, PermissionDenied, RoundLocked, ValidationError: nothing was changed.
    """
    _hold(comment.round, by)
    held = _own(comment, by)
    if _said(text) != held.text:
        held.text, held.changed_at = _said(text), timezone.now()
        held.save(update_fields=["text", "changed_at"])


@transaction.atomic
def delete_comment(*, comment: Comment, by: User) -> None:
    """Take one's own comment away. Where others have answered it, that it was there is told.

    Raises:
        Http404, PermissionDenied, RoundLocked: nothing was changed.
    """
    _hold(comment.round, by)
    held = _own(comment, by)
    if held.replies.exists():
        held.text, held.is_deleted = "", True
        held.save(update_fields=["text", "is_deleted"])
    else:
        held.delete()


@transaction.atomic
def resolve_comment(*, comment: Comment, resolved: bool, by: User) -> None:
    """Say that nothing is left to do about a comment, or that something is after all.

    Raises:
        Http404, PermissionDenied, RoundLocked: nothing was changed.
    """
    _hold(comment.round, by)
    held = _held(comment)
    if held.answers_id is not None:
        raise Http404
    if (held.resolved_at is not None) == resolved:
        return
    held.resolved_at, held.resolved_by = (timezone.now(), by) if resolved else (None, None)
    held.save(update_fields=["resolved_at", "resolved_by"])


def _hold(round: Round, by: User) -> None:
    """Whether the person may comment in the round, which is held until the transaction ends."""
    require(by, Action.COMMENT, round.committee)
    rounds = Round.objects.select_for_update(of=("self",), no_key=True)
    held = rounds.select_related("committee").get(pk=round.pk)
    if held.current_state == RoundState.DECIDED:
        raise RoundLocked(held)


def _held(comment: Comment) -> Comment:
    held = Comment.objects.select_for_update(of=("self",)).filter(pk=comment.pk).first()
    if held is None:
        raise Http404
    return held


def _own(comment: Comment, by: User) -> Comment:
    held = _held(comment)
    if held.by_id != by.pk or held.is_deleted:
        raise PermissionDenied(_("Only whoever wrote a comment may change it."))
    return held


def _said(text: str) -> str:
    text = _read("text", text, COMMENT_LENGTH)
    if not text:
        raise ValidationError({"text": _("Write the comment.")})
    return text


def _read(name: str, text: str, length: int) -> str:
    try:
        return read_text(text, length)[0]
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error


def _require_room(text: Commented) -> None:
    there = Comment.objects.filter(round=text.round, name__in=text.names).count()
    if there >= MOST_COMMENTS:
        raise ValidationError(
            {"text": _("A text has at most %(count)s comments.") % {"count": MOST_COMMENTS}}
        )
