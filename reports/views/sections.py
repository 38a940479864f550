"""Write a text of a report beside its goals; what is written is kept while it is written."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.texts import normal
from config.widgets import TextEditor
from goals.cells import mark
from goals.choices import Kind
from goals.crumbs import crumbs
from goals.drafts import drop_drafts
from goals.locks import locks_of
from goals.models import Draft
from goals.rules import EditConflict, RoundLocked
from goals.views.attempts import Attempt, keep_refused, plain, tried
from goals.views.filling import address_of, writer_of
from organisation.access import Action, Principal, may
from organisation.models import User
from reports.compose import compose_report
from reports.document import FIRST_PAGE, FIRST_PAGE_OPENING, Document
from reports.forms import SectionForm
from reports.references import choices, expanded, words
from reports.rendering.draft import draft_first_page
from reports.rendering.render import render_first_page
from reports.views.comments_beside import comments_beside
from reports.views.rounds import get_round
from reports.views.section_beside import beside_of, people_beside
from reports.writing.forms import CommentForm
from reports.writing.section_work import mark_ready
from reports.writing.sections import CELL, Writing, find_writing, write_section

# A cookie of the writer's browser, and what it says when instructions are hidden.
INSTRUCTIONS, HIDDEN = "instruktioner", "dolda"


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, committee: str, year: int, part: str, name: str) -> HttpResponse:
    """Write a section, forget what was written, or go back to what is computed."""
    action = Action.WRITE_REPORT if request.method == "POST" else Action.READ
    round = get_round(request, committee, year, part, action)
    writing = find_writing(round, name)
    if request.method != "POST":
        return section_page(request, writing)
    if writing.is_first_page and ("draft" in request.POST or "compute" in request.POST):
        return _rewrite(request, writing)
    if "forget" in request.POST:
        for place in writing.places:
            drop_drafts(round=round, place=place, cells=[CELL], by=writer_of(request))
        return redirect(request.path)
    if "unready" in request.POST:
        return _mark(request, writing, ready=False)
    form = SectionForm(request.POST, initial=_initial(writing))
    if "preview" in request.POST:
        attempt = Attempt(form, 200 if form.is_valid() else 422)
    else:
        attempt = _save(writing, form, request.user)
        if attempt.status == 200:
            return _saved(request, writing)
    _keep(request, writing, attempt)
    return section_page(request, writing, attempt)


def _saved(request: HttpRequest, before: Writing) -> HttpResponse:
    """After a text was saved; said to be ready, where that was asked for too."""
    if "ready" in request.POST:
        return _mark(request, find_writing(before.round, before.name), ready=True)
    messages.success(request, _("Saved: %(name)s") % {"name": before.label})
    if before.mark and not find_writing(before.round, before.name).mark:
        messages.info(
            request, _("The section is not marked as ready any more, since its text has changed.")
        )
    return redirect(request.path)


def _mark(request: HttpRequest, writing: Writing, *, ready: bool) -> HttpResponse:
    try:
        mark_ready(
            round=writing.round,
            name=writing.name,
            ready=ready,
            version=writing.version,
            by=writer_of(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except (EditConflict, RoundLocked) as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Marked as ready: %(name)s") if ready else _("Not marked as ready: %(name)s")
        messages.success(request, said % {"name": writing.label})
    return redirect(request.path)


def _keep(request: HttpRequest, writing: Writing, attempt: Attempt[SectionForm]) -> None:
    """Keep what was not saved; the page's own script may not be running."""
    keep_refused(
        attempt.form,
        {CELL: plain(writing.body)},
        round=writing.round,
        place=writing.place,
        is_current=request.POST.get("version") == str(writing.version),
        by=writer_of(request),
    )


def _rewrite(request: HttpRequest, writing: Writing) -> HttpResponse:
    """Make what is worked out for the first page a text of one's own, or go back to it."""
    drafts = "draft" in request.POST
    body = draft_first_page(compose_report(writing.round)) if drafts else ""
    form = SectionForm({"version": request.POST.get("version", ""), CELL: body})
    attempt = _save(writing, form, request.user)
    if attempt.status == 200:
        said = (
            _("The computed page is a text of your own now. Change it as you like.")
            if drafts
            else _("The computed page is shown again. Your text stays in the history.")
        )
        messages.success(request, said)
    else:
        messages.error(request, attempt.problem or _("Nothing was changed."))
    return redirect(request.path)


def edits_of(writings: Sequence[Writing]) -> dict[str | int, str]:
    """Where the texts of a report are written, by their keys and numbers; none where it is
    locked."""
    if not writings or not locks_of(writings[0].round).any_open:
        return {}
    found: dict[str | int, str] = {}
    for writing in writings:
        address = address_of("section", writing.round, writing.name)
        found |= {writing.key: address} if writing.key else {}
        found |= {writing.section.pk: address} if writing.section else {}
    return found


def _initial(writing: Writing) -> dict[str, str | int]:
    return {"version": writing.version, CELL: writing.body}


def _opened(writing: Writing, user: User) -> Attempt[SectionForm]:
    """The form with what is stored, and over it what the person has written and not saved.

    What was written before somebody else saved stands beside theirs.
    """
    stored = plain(writing.body)
    keys = [place.key for place in writing.places]
    own = Draft.objects.filter(
        round=writing.round, by=user, kind=Kind.SECTION, key__in=keys, cell=CELL
    )
    draft = own.order_by("-at").first()
    if draft is None or normal(draft.text) == normal(stored):
        return Attempt(SectionForm(initial=_initial(writing)))
    attempt = Attempt(
        SectionForm(initial=_initial(writing) | {CELL: draft.text}), drafts={CELL: draft}
    )
    if draft.seen != mark(stored) and writing.section is not None:
        attempt.theirs = writing.section
        attempt.problem = str(EditConflict(writing.section))
    return attempt


def _save(writing: Writing, form: SectionForm, by: Principal) -> Attempt[SectionForm]:
    """What became of trying to save the form."""

    def save(said: dict[str, Any]) -> None:
        write_section(
            round=writing.round,
            name=writing.name,
            body=said[CELL],
            version=said["version"],
            by=by,
        )

    return tried(form, save)


def section_page(
    request: HttpRequest,
    writing: Writing,
    attempt: Attempt[SectionForm] | None = None,
    comment: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a section; with what was refused, where something was."""
    round = writing.round
    attempt = attempt or _opened(writing, writer_of(request))
    may_ever = may(request.user, Action.WRITE_REPORT, round.committee)
    may_write = may_ever and locks_of(round).is_open(writing.place)
    stored = plain(attempt.theirs.body if attempt.theirs else writing.body)
    is_shown = may_write or attempt.status == 409
    report = address_of("report", round)
    document = compose_report(round)
    draft = attempt.drafts.get(CELL)
    computes = writing.key in (FIRST_PAGE, FIRST_PAGE_OPENING)
    _offer(attempt.form, document)
    typed = str(attempt.form[CELL].value() or "") if is_shown else writing.body
    beside = beside_of(writing, expanded(typed, document), has_heading=is_shown)
    context = {
        "round": round,
        "writing": writing,
        "form": attempt.form if is_shown else None,
        "cells": json.dumps({CELL: {"stored": stored, "seen": mark(stored)}}),
        "may_write": may_write,
        "explains_lock": may_ever and not may_write,
        "theirs": attempt.theirs if is_shown else None,
        "theirs_text": expanded(attempt.theirs.body, document) if attempt.theirs else "",
        "problem": attempt.problem if is_shown else "",
        "draft": draft,
        "draft_text": expanded(draft.text, document) if draft else "",
        "report": report,
        "computed": render_first_page(document, report) if computes else "",
        "shows_instructions": request.COOKIES.get(INSTRUCTIONS) != HIDDEN,
        **beside,
        "links_passages": True,
        **people_beside(request, writing),
        **comments_beside(request, writing, comment),
        "crumbs": crumbs(round, (_("Report"), report), (writing.label, "")),
    }
    return render(request, "reports/section.html", context, status=max(attempt.status, status))


def _offer(form: SectionForm, document: Document) -> None:
    """What can be put into the text: what the document counts."""
    editor = form.fields[CELL].widget
    assert isinstance(editor, TextEditor)  # noqa: S101 (declared in the form)
    editor.offer(choices(document, None), lambda token: words(token, document))
