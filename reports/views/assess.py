"""Assess a goal: the evidence beside the decision, and the long text kept while it is written."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.texts import normal
from config.widgets import TextEditor
from goals.cells import mark
from goals.choices import Kind, Level
from goals.crumbs import crumbs
from goals.drafts import drafts_of, drop_drafts
from goals.forms import AssessmentForm
from goals.locks import goal_places, locks_of
from goals.models import Assessment, Round
from goals.places import Place
from goals.rounds import get_round
from goals.rules import EditConflict, assess_goal
from goals.tree import clean_code
from goals.views.attempts import Attempt, keep_refused, plain, tried
from goals.views.filling import writer_of
from organisation.access import Action, Principal, may
from organisation.models import User
from reports.document import Document
from reports.judging import Basis, basis_of
from reports.opening import opening
from reports.proposals import proposal_of
from reports.references import choices, expanded, words
from reports.review.goals import COMMENTED
from reports.reviewing import findings_of
from reports.views.comments_beside import comments_beside, marked_texts
from reports.views.review_groups import Shown, goal_findings
from reports.writing.commented import Placed
from reports.writing.forms import CommentForm

# What is written in the form, and kept as drafts.
CELLS = ("level", "analysis", "reason", "reached_results")


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, committee: str, year: int, part: str, code: str) -> HttpResponse:
    """Decide how far a goal is met in a round, and write why; or forget what was written."""
    action = Action.ASSESS_GOALS if request.method == "POST" else Action.READ
    round = get_round(request.user, committee, year, part, action)
    assessment = _get_assessment(round, code)
    if "forget" in request.POST:
        place = _place(assessment)
        drop_drafts(round=round, place=place, cells=CELLS, by=writer_of(request))
        return redirect(request.path)
    basis = basis_of(assessment)
    if request.method != "POST":
        attempt = _opened(assessment, writer_of(request), _start(request, basis))
        return _page(request, assessment, basis, attempt)
    form = _form(assessment, request.POST)
    attempt = _save(assessment, basis, form, request.user)
    if attempt.status == 200:
        messages.success(request, _("Saved: %(name)s") % {"name": assessment.goal})
        return redirect(_next(request, round, basis))
    keep_refused(
        form,
        _shown_texts(assessment, form, basis),
        round=round,
        place=_place(assessment),
        is_current=request.POST.get("version") == str(assessment.version),
        by=writer_of(request),
    )
    return _page(request, assessment, basis, attempt)


def _next(request: HttpRequest, round: Round, basis: Basis) -> str:
    """Where one goes from a saved assessment: it stays, or goes to the next that is not made.

    When all are made, it goes to the one that is printed after this one.
    """
    if "next" not in request.POST:
        return request.path
    following = basis.next_open or basis.after
    if basis.next_open is None and request.POST.get("level"):
        said = _("Every goal is assessed now.")
        if following:
            said = _("Every goal is assessed now. This is the one that comes after.")
        messages.success(request, said)
    if following is None:
        return round.get_absolute_url()
    return reverse("assess", args=[*_address(round), following.code])


def _start(request: HttpRequest, basis: Basis) -> tuple[str, str]:
    """What is to stand before the text and after it, where a link asked for it: the beginning
    that the program drafts, and the text of the round before."""
    match request.GET.get("start"):
        case "last" if basis.last:
            return "", basis.last.analysis
        case "opening":
            return opening(basis.document, basis.goal, basis.goal.assessment), ""
        case _:
            return "", ""


def _form(assessment: Assessment, data: Any = None, **written: Any) -> AssessmentForm:
    initial = AssessmentForm.initial_of(assessment) | written
    return AssessmentForm(data, initial=initial, results=assessment.expected_results)


def _opened(assessment: Assessment, user: User, around: tuple[str, str]) -> Attempt[AssessmentForm]:
    """The form with what is stored, and over it what the person has written and not saved.

    What was written before somebody else saved stands beside theirs.
    """
    stored = _texts(assessment)
    place = _place(assessment)
    drafts = {
        cell: draft
        for (at, cell), draft in drafts_of(user, assessment.round).items()
        if at == place and cell in stored and normal(draft.text) != normal(stored[cell])
    }
    written: dict[str, Any] = {cell: draft.text for cell, draft in drafts.items()}
    if "reached_results" in written:
        written["reached_results"] = written["reached_results"].split("\n")
    before, after = around
    if before or after:
        text = written.get("analysis", assessment.analysis)
        written["analysis"] = "\n\n".join([before, text, after]).strip()
    attempt = Attempt(_form(assessment, **written), drafts=drafts)
    if any(draft.seen != mark(stored[cell]) for cell, draft in drafts.items()):
        attempt.problem, attempt.theirs = str(EditConflict(assessment)), assessment
    return attempt


def _save(
    assessment: Assessment, basis: Basis, form: AssessmentForm, by: Principal
) -> Attempt[AssessmentForm]:
    """What became of trying to save the form."""

    def save(said: dict[str, Any]) -> None:
        ticked = tuple(said["reached_results"])
        assess_goal(
            assessment=assessment,
            level=said["level"],
            analysis=said["analysis"],
            reason=said["reason"] if "reason" in form.data else None,
            reached_results=ticked,
            proposal=proposal_of(replace(basis.goal, reached_results=ticked), basis.document),
            version=said["version"],
            by=by,
        )

    return tried(form, save)


def assess_page(
    request: HttpRequest, round: Round, code: str, comment: CommentForm | None, status: int
) -> HttpResponse:
    """The page with what is stored and what the person writes, and a comment that was refused."""
    assessment = _get_assessment(round, code)
    basis = basis_of(assessment)
    attempt = _opened(assessment, writer_of(request), ("", ""))
    return _page(request, assessment, basis, attempt, comment, status)


def _page(
    request: HttpRequest,
    assessment: Assessment,
    basis: Basis,
    attempt: Attempt[AssessmentForm],
    comment: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    round = assessment.round
    may_ever = may(request.user, Action.ASSESS_GOALS, round.committee)
    may_assess = may_ever and locks_of(round).is_open(*goal_places(assessment.goal))
    writes = may_assess or attempt.status == 409
    if not basis.proposal.level:
        attempt.form.forget_proposal()
    context = {
        "round": round,
        "assessment": assessment,
        "goal": assessment.goal,
        "basis": basis,
        "forecasts": basis.document.has_forecast,
        "findings": _findings(round, basis),
        "place": _place(assessment),
        "form": attempt.form if writes else None,
        "cells": json.dumps(_cells(attempt, attempt.theirs or assessment, basis)),
        "has_reason": _has_reason(attempt.theirs or assessment, attempt.form, basis),
        "may_assess": may_assess,
        "explains_lock": may_ever and not may_assess,
        "theirs": attempt.theirs if writes else None,
        "problem": attempt.problem if writes else "",
        **_other_texts(attempt, basis.document),
        "drafted_at": max((one.at for one in attempt.drafts.values()), default=None),
        **_offered(attempt.form, basis),
        **_said(request, assessment, basis, comment),
        "links_passages": not writes,
        "crumbs": crumbs(
            round,
            (basis.goal.code, reverse("goal", args=[*_address(round), basis.goal.code])),
            (_("Assessment"), ""),
        ),
    }
    return render(request, "reports/assess.html", context, status=max(attempt.status, status))


def _said(
    request: HttpRequest, assessment: Assessment, basis: Basis, comment: CommentForm | None
) -> dict[str, Any]:
    """The comments, and what is stored with the passages marked that they are about."""
    said = comments_beside(
        request, Placed(assessment.round, _place(assessment), basis.goal.code), comment
    )
    texts = (basis.goal.analysis or "", basis.goal.reason or "")
    (analysis, reason), lost = marked_texts(said["threads"], *texts)
    return {**said, "analysis": analysis, "reason": reason, "lost": lost}


def _offered(form: AssessmentForm, basis: Basis) -> dict[str, Any]:
    """What can be put into the text: counts, and what to go on from, as the editor has it."""
    editor = form.fields["analysis"].widget
    assert isinstance(editor, TextEditor)  # noqa: S101 (declared in the form)
    document = basis.document
    editor.offer(choices(document, basis.goal), lambda token: words(token, document))
    levels = [(level.value, level) for level in Level]
    return {
        "last_html": editor.html_of(basis.last.analysis if basis.last else ""),
        "opening_html": editor.html_of(opening(document, basis.goal, None)),
        "openings": [
            (name, editor.html_of(opening(document, basis.goal, level))) for name, level in levels
        ],
    }


def _findings(round: Round, basis: Basis) -> list[Shown]:
    """What the review finds about the goal and what stands under it. Its own comments are there."""
    found = findings_of(round, basis.document).of_goal(basis.goal.code)
    own = (COMMENTED, Kind.GOAL)
    return goal_findings([one for one in found if (one.code, one.spot.kind) != own], round)


def _texts(assessment: Assessment) -> dict[str, str]:
    """What is stored in the form's fields, as a page has it."""
    texts: Mapping[str, str] = {
        "level": assessment.level,
        "analysis": assessment.analysis,
        "reason": assessment.reason,
        "reached_results": "\n".join(assessment.reached_results),
    }
    return {cell: plain(text) for cell, text in texts.items()}


def _other_texts(attempt: Attempt[AssessmentForm], document: Document) -> dict[str, Any]:
    """What stands on the page outside the form, with its references as they are shown: what
    somebody else has saved, and what the person has written and cannot save now."""
    theirs = attempt.theirs
    texts = {"reason": theirs.reason, "analysis": theirs.analysis} if theirs else {}
    drafts = [attempt.drafts[cell] for cell in ("reason", "analysis") if cell in attempt.drafts]
    return {
        "theirs_texts": {cell: expanded(text, document) for cell, text in texts.items()},
        "unsaved": [{"at": one.at, "text": expanded(one.text, document)} for one in drafts],
    }


def _has_reason(assessment: Assessment, form: AssessmentForm, basis: Basis) -> bool:
    """Whether the page has a field for the reason: something is proposed, or one stands there."""
    return bool(basis.proposal.level or assessment.reason or form["reason"].value())


def _shown_texts(assessment: Assessment, form: AssessmentForm, basis: Basis) -> dict[str, str]:
    """Of what is stored, that for which the page has a field."""
    texts = _texts(assessment)
    if not assessment.expected_results:
        del texts["reached_results"]
    if not _has_reason(assessment, form, basis):
        del texts["reason"]
    return texts


def _cells(
    attempt: Attempt[AssessmentForm], assessment: Assessment, basis: Basis
) -> dict[str, dict[str, str]]:
    """What the page's script knows of the fields."""
    stored = _shown_texts(assessment, attempt.form, basis)
    return {name: {"stored": text, "seen": mark(text)} for name, text in stored.items()}


def _place(assessment: Assessment) -> Place:
    return Place(Kind.GOAL, assessment.goal_id)


def _address(round: Round) -> list[Any]:
    return [round.committee.slug, round.year, round.slug]


def _get_assessment(round: Round, code: str) -> Assessment:
    """The round's line about the goal with that code; a plan assesses nothing."""
    if not round.reports_outcomes:
        raise Http404
    found = Assessment.objects.filter(round=round, goal__code=clean_code(code))
    assessment = found.select_related("goal__parent__parent", "round__committee").first()
    if assessment is None:
        raise Http404
    # The same round, with what has been read of it.
    assessment.round = round
    return assessment
