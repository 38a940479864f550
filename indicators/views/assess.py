"""Assess a goal: the evidence beside the decision, and the long text kept while it is written."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.formats import swedish_key
from goals.cells import mark
from goals.choices import Kind
from goals.crumbs import crumbs
from goals.drafts import drafts_of, drop_drafts, keep_draft
from goals.forms import AssessmentForm
from goals.locks import goal_places, locks_of
from goals.models import ActivityReport, Assessment, Draft, Round
from goals.places import Place
from goals.rounds import get_round
from goals.rules import EditConflict, RoundLocked, assess_goal
from goals.tree import clean_code
from goals.views.filling import writer_of
from indicators.protection import seen_by
from indicators.queries import lines_of
from indicators.rules import FORECASTING
from organisation.access import Action, Principal, may
from organisation.models import User

# What is written in the form, and kept as drafts.
CELLS = ("level", "analysis")


@dataclass
class Attempt:
    """The form as it is shown: just opened, or refused with what was typed in it."""

    form: AssessmentForm
    status: int = 200
    problem: str = ""
    # What somebody else has saved meanwhile.
    theirs: Assessment | None = None
    # What the person has written earlier and not saved.
    drafts: dict[str, Draft] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, committee: str, year: int, part: str, code: str) -> HttpResponse:
    """Decide how far a goal is met in a round, and write why; or forget what was written."""
    action = Action.ASSESS_GOALS if request.method == "POST" else Action.READ
    round = get_round(request.user, committee, year, part, action)
    assessment = _get_assessment(round, code)
    if request.method != "POST":
        return _page(request, assessment, _opened(assessment, writer_of(request)))
    if "forget" in request.POST:
        place = _place(assessment)
        drop_drafts(round=round, place=place, cells=CELLS, by=writer_of(request))
        return redirect(request.path)
    form = AssessmentForm(request.POST, initial=AssessmentForm.initial_of(assessment))
    attempt = _save(assessment, form, request.user)
    if attempt.status == 200:
        messages.success(request, _("Saved: %(name)s") % {"name": assessment.goal})
        return redirect(request.path)
    _keep(assessment, request)
    return _page(request, assessment, attempt)


def _opened(assessment: Assessment, user: User) -> Attempt:
    """The form with what is stored, and over it what the person has written and not saved.

    What was written before somebody else saved stands beside theirs.
    """
    stored = _texts(assessment)
    place = _place(assessment)
    drafts = {
        cell: draft
        for (at, cell), draft in drafts_of(user, assessment.round).items()
        if at == place and cell in stored and draft.text.strip() != stored[cell]
    }
    written = {cell: draft.text for cell, draft in drafts.items()}
    attempt = Attempt(
        AssessmentForm(initial=AssessmentForm.initial_of(assessment) | written), drafts=drafts
    )
    if any(draft.seen != mark(stored[cell]) for cell, draft in drafts.items()):
        attempt.problem, attempt.theirs = str(EditConflict(assessment)), assessment
    return attempt


def _save(assessment: Assessment, form: AssessmentForm, by: Principal) -> Attempt:
    """What became of trying to save the form."""
    if not form.is_valid():
        return Attempt(form, 422)
    try:
        assess_goal(
            assessment=assessment,
            level=form.cleaned_data["level"],
            analysis=form.cleaned_data["analysis"],
            version=form.cleaned_data["version"],
            by=by,
        )
    except ValidationError as error:
        form.add_errors(error)
        return Attempt(form, 422)
    except EditConflict as conflict:
        form.keep_typed(conflict.current.version)
        return Attempt(form, 409, str(conflict), conflict.current)
    except RoundLocked as locked:
        form.lock()
        return Attempt(form, 409, str(locked))
    return Attempt(form)


def _keep(assessment: Assessment, request: HttpRequest) -> None:
    """Keep what was refused as drafts; the page's own script may not be running."""
    stored = _texts(assessment)
    is_current = request.POST.get("version") == str(assessment.version)
    for cell, now in stored.items():
        text = request.POST.get(cell, "")
        if _plain(text) != now:
            # What cannot even be a draft still stands in the page.
            with suppress(ValidationError):
                keep_draft(
                    round=assessment.round,
                    place=_place(assessment),
                    cell=cell,
                    text=text,
                    seen=mark(now) if is_current else "",
                    typed=0,
                    by=writer_of(request),
                )


def _page(request: HttpRequest, assessment: Assessment, attempt: Attempt) -> HttpResponse:
    round = assessment.round
    may_ever = may(request.user, Action.ASSESS_GOALS, round.committee)
    may_assess = may_ever and locks_of(round).is_open(*goal_places(assessment.goal))
    stored = _texts(attempt.theirs or assessment)
    cells = {name: {"stored": text, "seen": mark(text)} for name, text in stored.items()}
    context = {
        **_evidence(request.user, round, assessment),
        "round": round,
        "assessment": assessment,
        "goal": assessment.goal,
        "place": _place(assessment),
        "form": attempt.form if may_assess or attempt.status == 409 else None,
        "cells": json.dumps(cells),
        "may_assess": may_assess,
        "explains_lock": may_ever and not may_assess,
        "theirs": attempt.theirs if may_assess or attempt.status == 409 else None,
        "problem": attempt.problem if may_assess or attempt.status == 409 else "",
        "drafts": attempt.drafts,
        "drafted_at": max((one.at for one in attempt.drafts.values()), default=None),
    }
    return render(request, "indicators/assess.html", context, status=attempt.status)


def _texts(assessment: Assessment) -> dict[str, str]:
    """What is stored in the form's fields, as a page has it."""
    return {"level": assessment.level, "analysis": _plain(assessment.analysis)}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _place(assessment: Assessment) -> Place:
    return Place(Kind.GOAL, assessment.goal_id)


def _get_assessment(round: Round, code: str) -> Assessment:
    """The round's line about the goal with that code; a plan assesses nothing."""
    if not round.reports_outcomes:
        raise Http404
    found = Assessment.objects.filter(round=round, goal__code=clean_code(code))
    assessment = found.select_related("goal__parent__parent", "round__committee").first()
    if assessment is None:
        raise Http404
    return assessment


def _evidence(user: Principal, round: Round, assessment: Assessment) -> dict[str, Any]:
    """What there is to judge the goal by."""
    goal = assessment.goal
    address = [round.committee.slug, round.year, round.slug, goal.code]
    below = Assessment.objects.filter(round=round, goal__parent=goal).select_related("goal")
    reports = ActivityReport.objects.filter(round=round, activity__goal=goal)
    activities = sorted(
        reports.select_related("activity"),
        key=lambda report: (not report.deviation, swedish_key(report.activity.title)),
    )
    return {
        "lines": seen_by(
            user, [line for line in lines_of(round) if line.measure.goal_id == goal.pk]
        ),
        "forecasts": round.part in FORECASTING,
        "activities": activities,
        "deviations": sum(report.deviation for report in activities),
        "below": sorted(below, key=lambda line: line.goal.sort_key),
        "crumbs": crumbs(
            round,
            (goal.code, reverse("goal", args=address)),
            (_("Assessment"), ""),
        ),
    }
