"""Assess a goal: the evidence beside the decision."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.formats import swedish_key
from goals.crumbs import crumbs
from goals.forms import AssessmentForm
from goals.models import ActivityReport, Assessment, Round
from goals.rounds import get_round
from goals.rules import EditConflict, RoundLocked, assess_goal
from goals.tree import clean_code
from indicators.queries import lines_of
from indicators.rules import FORECASTING
from organisation.access import Action, may


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, committee: str, year: int, part: str, code: str) -> HttpResponse:
    """Decide how far a goal is met in a round, and write why."""
    action = Action.ASSESS_GOALS if request.method == "POST" else Action.READ
    round = get_round(request.user, committee, year, part, action)
    assessment = _get_assessment(round, code)
    form = AssessmentForm(
        request.POST if request.method == "POST" else None,
        initial=AssessmentForm.initial_of(assessment),
    )
    theirs, problem, status = None, "", 200
    if request.method == "POST" and form.is_valid():
        try:
            assess_goal(
                assessment=assessment,
                level=form.cleaned_data["level"],
                analysis=form.cleaned_data["analysis"],
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_errors(error)
        except EditConflict as conflict:
            theirs, problem, status = conflict.current, str(conflict), 409
            form.keep_typed(conflict.current.version)
        except RoundLocked as locked:
            problem, status = str(locked), 409
            form.lock()
        else:
            messages.success(request, _("Saved: %(name)s") % {"name": assessment.goal})
            return redirect(request.path)
    if form.errors and status == 200:
        status = 422
    may_assess = round.is_open and may(request.user, Action.ASSESS_GOALS, round.committee)
    context = {
        **_evidence(round, assessment),
        "round": round,
        "assessment": assessment,
        "goal": assessment.goal,
        "form": form if may_assess or status == 409 else None,
        "may_assess": may_assess,
        "explains_lock": round.is_locked
        and may(request.user, Action.ASSESS_GOALS, round.committee),
        "theirs": theirs,
        "problem": problem,
    }
    return render(request, "indicators/assess.html", context, status=status)


def _get_assessment(round: Round, code: str) -> Assessment:
    """The round's line about the goal with that code; a plan assesses nothing."""
    if not round.reports_outcomes:
        raise Http404
    found = Assessment.objects.filter(round=round, goal__code=clean_code(code))
    assessment = found.select_related("goal__parent", "round__committee").first()
    if assessment is None:
        raise Http404
    return assessment


def _evidence(round: Round, assessment: Assessment) -> dict[str, object]:
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
        "lines": [line for line in lines_of(round) if line.measure.goal_id == goal.pk],
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
