"""Comments on a section: made, answered, changed, taken away and resolved, each by a form."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from goals.rules import RoundLocked
from goals.views.filling import address_of, writer_of
from organisation.access import Action
from reports.models import Comment
from reports.views.rounds import get_round
from reports.views.sections import section_page
from reports.writing.comments import (
    add_comment,
    answer_comment,
    change_comment,
    delete_comment,
    resolve_comment,
)
from reports.writing.forms import CommentForm
from reports.writing.sections import Writing, find_writing


@require_POST
def comment_add(
    request: HttpRequest, committee: str, year: int, part: str, name: str
) -> HttpResponse:
    """Say something of a section or of a passage in it."""
    round = get_round(request, committee, year, part, Action.COMMENT)
    writing = find_writing(round, name)
    return _tried(
        request,
        writing,
        lambda: add_comment(
            round=round,
            name=writing.name,
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
    writing, user = find_writing(round, found.name), writer_of(request)
    text = request.POST.get("text", "")
    acts: dict[str, Callable[[], object]] = {
        "answer": lambda: answer_comment(comment=found, text=text, by=user),
        "change": lambda: change_comment(comment=found, text=text, by=user),
        "delete": lambda: delete_comment(comment=found, by=user),
        "resolve": lambda: resolve_comment(comment=found, resolved=True, by=user),
        "reopen": lambda: resolve_comment(comment=found, resolved=False, by=user),
    }
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        return section_page(request, writing, status=422)
    return _tried(request, writing, act)


def _tried(request: HttpRequest, writing: Writing, act: Callable[[], object]) -> HttpResponse:
    """The page of the section; with what was said still in the form, where it was refused."""
    form = CommentForm(request.POST, auto_id="id_comment_%s")
    try:
        act()
    except ValidationError as error:
        form.is_valid()
        for name, texts in error.message_dict.items():
            form.errors.pop(name, None)
            form.add_error(name, texts)
        return section_page(request, writing, comment=form, status=422)
    except RoundLocked as locked:
        form.full_clean()
        form.add_error(None, str(locked))
        return section_page(request, writing, comment=form, status=409)
    return redirect(f"{address_of('section', writing.round, writing.name)}#comments")
