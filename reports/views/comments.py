"""Comments on a text: made, answered, changed, taken away and resolved, each by a form."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from goals.choices import Kind
from goals.rules import RoundLocked
from goals.views.filling import address_of, writer_of
from organisation.access import Action
from reports.models import Comment
from reports.views.assess import assess_page
from reports.views.rounds import get_round
from reports.views.row_comments import row_page
from reports.views.sections import section_page
from reports.writing.commented import Commented, find_commented
from reports.writing.comments import (
    add_comment,
    answer_comment,
    change_comment,
    delete_comment,
    resolve_comment,
)
from reports.writing.forms import CommentForm
from reports.writing.sections import Writing


@require_POST
def comment_add(
    request: HttpRequest, committee: str, year: int, part: str, name: str
) -> HttpResponse:
    """Say something of a text or of a passage in it."""
    round = get_round(request, committee, year, part, Action.COMMENT)
    commented = find_commented(round, name)
    return _tried(
        request,
        commented,
        CommentForm(request.POST),
        lambda: add_comment(
            round=round,
            name=commented.name,
            text=request.POST.get("text", ""),
            quote=request.POST.get("quote", ""),
            by=writer_of(request),
        ),
    )


@require_POST
def comment(request: HttpRequest, committee: str, year: int, part: str, pk: int) -> HttpResponse:
    """Do something with a comment: `do` says what."""
    round = get_round(request, committee, year, part, Action.COMMENT)
    found = get_object_or_404(
        Comment.objects.select_related("round__committee"), pk=pk, round=round
    )
    commented, user = find_commented(round, found.name), writer_of(request)
    text, do = request.POST.get("text", ""), request.POST.get("do", "")
    acts: dict[str, Callable[[], object]] = {
        "answer": lambda: answer_comment(comment=found, text=text, by=user),
        "change": lambda: change_comment(comment=found, text=text, by=user),
        "delete": lambda: delete_comment(comment=found, by=user),
        "resolve": lambda: resolve_comment(comment=found, resolved=True, by=user),
        "reopen": lambda: resolve_comment(comment=found, resolved=False, by=user),
    }
    act = acts.get(do)
    if act is None:
        return _page(request, commented, None, 422)
    return _tried(request, commented, CommentForm(request.POST, of=pk, act=do), act)


def _tried(
    request: HttpRequest, commented: Commented, form: CommentForm, act: Callable[[], object]
) -> HttpResponse:
    """The page of the text; with what was said still in its form, where it was refused."""
    try:
        act()
    except ValidationError as error:
        form.is_valid()
        for name, texts in error.message_dict.items():
            form.errors.pop(name, None)
            form.add_error(name, texts)
        return _page(request, commented, form, 422)
    except RoundLocked as locked:
        form.full_clean()
        form.add_error(None, str(locked))
        return _page(request, commented, form, 409)
    return redirect(f"{_address(commented)}#comments")


def _page(
    request: HttpRequest, commented: Commented, form: CommentForm | None, status: int
) -> HttpResponse:
    """The page where the text is written, and talked of."""
    if isinstance(commented, Writing):
        return section_page(request, commented, comment=form, status=status)
    if commented.place.kind == Kind.GOAL:
        return assess_page(request, commented.round, commented.code, form, status)
    return row_page(request, commented, form, status)


def _address(commented: Commented) -> str:
    if isinstance(commented, Writing):
        return address_of("section", commented.round, commented.name)
    if commented.place.kind == Kind.GOAL:
        return address_of("assess", commented.round, commented.code)
    return address_of("row_comments", commented.round, commented.name)
