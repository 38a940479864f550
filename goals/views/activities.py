"""Follow up a round's activities: a table per goal, saved row by row."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.formats import swedish_key
from goals.choices import ActivityStatus
from goals.crumbs import crumbs
from goals.forms import ActivityForm
from goals.models import ActivityReport, Goal, Round
from goals.rounds import get_round, period_end
from goals.rows import EntryRow
from goals.rules import follow_up_activity
from organisation.access import Action, Principal, may

PAGE = "goals/activities.html"


@dataclass(kw_only=True)
class Row(EntryRow[ActivityForm, ActivityReport]):
    """An activity on the page."""

    report: ActivityReport

    @property
    def anchor(self) -> str:
        """The row's place on the page."""
        return f"activity-{self.report.activity_id}"

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """What somebody else saved meanwhile, beside what stands in the form."""
        if self.theirs is None or self.form is None:
            return []
        status, deviation = self.form["status"], self.form["deviation"]
        analysis = self.form["analysis"]
        chosen = dict(ActivityStatus.choices).get(status.value(), "")
        return [
            (str(status.label), self.theirs.get_status_display(), str(chosen)),
            (
                str(deviation.label),
                str(yesno(self.theirs.deviation)),
                str(yesno(bool(deviation.value()))),
            ),
            (str(analysis.label), self.theirs.analysis, analysis.value()),
        ]

    @property
    def date_notes(self) -> list[str]:
        """What is odd with the dates, in words."""
        return date_notes(self.report, timezone.localdate())


@require_safe
def activities(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """All the round's activities, to follow up or to read."""
    round = get_round(request.user, committee, year, part)
    return _page(request, round)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_save(
    request: HttpRequest, committee: str, year: int, part: str, activity: int
) -> HttpResponse:
    """Save one row; or show it as it is stored, for somebody who gives up what was typed."""
    action = Action.FOLLOW_UP_ACTIVITIES if request.method == "POST" else Action.READ
    round = get_round(request.user, committee, year, part, action)
    report = get_object_or_404(_reports(round), activity_id=activity)
    if request.method != "POST":
        form = _form(report) if _may_enter(request.user, round) else None
        return _answer(request, round, Row(report=report, form=form))
    row = _save(report, _form(report, request), request.user)
    return _answer(request, round, row)


def date_notes(report: ActivityReport, today: date) -> list[str]:
    """What is odd with an activity's dates, in words.

    A round that is read afterwards is not blamed for the time since: an end date
    has passed when it lies before the last day that the round speaks of.
    """
    notes = []
    year = report.round.year
    if report.start and report.start.year != year:
        notes.append(_("Starts in %(year)s") % {"year": report.start.year})
    if report.end and report.end.year != year:
        notes.append(_("Ends in %(year)s") % {"year": report.end.year})
    finished = report.status in (ActivityStatus.DONE, ActivityStatus.STOPPED)
    if not report.round.reports_outcomes:
        return notes
    if report.end and report.end < min(today, period_end(report.round)) and not finished:
        notes.append(_("The end date has passed"))
    return notes


def _save(report: ActivityReport, form: ActivityForm, by: Principal) -> Row:
    """The row after trying to save it."""
    row = Row(report=report, form=form)
    stored = row.attempt(
        lambda valid: follow_up_activity(
            report=report,
            status=valid.cleaned_data["status"],
            deviation=valid.cleaned_data["deviation"],
            analysis=valid.cleaned_data["analysis"],
            version=valid.cleaned_data["version"],
            by=by,
        )
    )
    return row if stored is None else Row(report=stored, form=_form(stored), saved=True)


def _answer(request: HttpRequest, round: Round, row: Row) -> HttpResponse:
    """The row for HTMX; without it the whole page, or back to the row's place on it."""
    status = row.http_status
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, f"{PAGE}#answer", {"round": round, "row": row}, status=status)
    if status != 200:
        return _page(request, round, row, status)
    if row.saved:
        messages.success(request, _("Saved: %(name)s") % {"name": row.report.activity})
    address = reverse("activities", args=[round.committee.slug, round.year, round.slug])
    return redirect(f"{address}#{row.anchor}")


def _page(
    request: HttpRequest, round: Round, answered: Row | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; a row that was just refused stands in its place with what was typed."""
    reports = sorted(_reports(round), key=_order)
    may_enter = _may_enter(request.user, round)
    context = {
        "round": round,
        "groups": [
            (goal, [_row(report, may_enter, answered) for report in own])
            for goal, own in groupby(reports, lambda report: report.activity.goal)
        ],
        "count": len(reports),
        "deviations": sum(report.deviation for report in reports),
        "answered": answered,
        "may_enter": may_enter,
        "explains_lock": not may_enter
        and may(request.user, Action.FOLLOW_UP_ACTIVITIES, round.committee),
        "crumbs": crumbs(round, (_("Activities"), "")),
    }
    return render(request, PAGE, context, status=status)


def _row(report: ActivityReport, may_enter: bool, answered: Row | None) -> Row:
    if answered and answered.report.pk == report.pk:
        return answered
    return Row(report=report, form=_form(report) if may_enter else None)


def _form(report: ActivityReport, request: HttpRequest | None = None) -> ActivityForm:
    return ActivityForm(
        request.POST if request else None,
        initial=ActivityForm.initial_of(report),
        form_id=f"activity-{report.activity_id}-form",
        row_name=report.activity.title,
    )


def _reports(round: Round) -> QuerySet[ActivityReport]:
    return ActivityReport.objects.filter(round=round).select_related("activity__goal", "round")


def _may_enter(user: Principal, round: Round) -> bool:
    return round.is_open and may(user, Action.FOLLOW_UP_ACTIVITIES, round.committee)


def _order(report: ActivityReport) -> tuple[tuple[int, ...], int, tuple[str, str], int]:
    activity = report.activity
    goal: Goal = activity.goal
    return goal.sort_key, goal.pk, swedish_key(activity.title), activity.number
