"""What is said of a text, for the page where it is written."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from goals.views.filling import address_of
from reports.models import Comment
from reports.rendering.passages import mark_passages
from reports.rendering.render import render_text
from reports.writing.commented import Commented
from reports.writing.comments import comments_on, may_comment
from reports.writing.forms import CommentForm


def comments_beside(
    request: HttpRequest, commented: Commented, refused: CommentForm | None = None
) -> dict[str, Any]:
    """The comments on a text and the forms for more; with what was refused, where something was."""
    round = commented.round
    threads = comments_on(commented)
    is_new = refused is not None and refused.of is None
    return {
        "threads": [one for one in threads if one.resolved_at is None],
        "resolved": [one for one in threads if one.resolved_at is not None],
        "may_comment": may_comment(request.user, round),
        "comment_form": refused if is_new else CommentForm(),
        "refused": refused,
        "comment_address": address_of("comment_add", round, commented.name),
    }


def marked_texts(
    threads: Iterable[Comment], *texts: str
) -> tuple[tuple[SafeString, ...], set[int]]:
    """The texts as the report shows them, with the passages that open comments are about marked
    where each first stands; and the comments whose passage stands in none of them."""
    left = {one.pk: one.quote for one in threads if one.quote}
    shown = []
    for text in texts:
        html, found = mark_passages(render_text(text) if text else SafeString(), left)
        shown.append(html)
        left = {key: quote for key, quote in left.items() if key not in found}
    return tuple(shown), set(left)
