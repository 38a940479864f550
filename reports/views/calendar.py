"""The year's calendar: when each document's round opens, is due and locks, for all committees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from config.formats import swedish_key
from goals.calendar import Dates, set_calendar
from goals.choices import FIRST_YEAR, LAST_YEAR, Part
from goals.lifecycle import RoundAnswer, lock_rounds
from goals.models import PART_SLUGS, CalendarEntry, Round
from goals.round_forms import DatesForm, ReasonForm, RuleForm
from organisation.access import is_central, require_central, visible_committees


@dataclass(frozen=True)
class Line:
    """A part of the year: its days for all, and each committee's round."""

    part: Part
    dates: Dates
    # Each committee's round, with whether it has days of its own.
    rounds: list[tuple[Round, bool]]
    days: DatesForm
    lock: ReasonForm

    @property
    def slug(self) -> str:
        """The part's word in addresses."""
        return PART_SLUGS[self.part]

    @property
    def open_rounds(self) -> int:
        """How many can be locked."""
        return sum(round.is_open for round, _own in self.rounds)


@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    """On to this year's calendar; to the nearest year's, where this year has nothing yet."""
    rounds = Round.objects.filter(committee__in=visible_committees(request.user))
    years = {*rounds.values_list("year", flat=True), *_years_with_days()}
    now = timezone.localdate().year
    nearest = min(years, key=lambda year: (abs(year - now), -year), default=now)
    return redirect("calendar", nearest)


def _years_with_days() -> Iterable[int]:
    return CalendarEntry.objects.values_list("year", flat=True)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """The year's days, and for a central controller the forms to change them for all."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    if request.method != "POST":
        return _page(request, _lines(request, year), year)
    require_central(request.user)
    lines = _lines(request, year)
    line = next((line for line in lines if line.slug == request.POST.get("part")), None)
    if line is None:
        return _page(request, lines, year, status=422)
    form: RuleForm = line.lock if request.POST.get("act") == "lock" else line.days
    try:
        if form.is_valid():
            _do(request, year, line, form)
            return redirect(request.path)
    except ValidationError as error:
        form.add_refused(error)
    return _page(request, lines, year, form, status=422)


def _do(request: HttpRequest, year: int, line: Line, form: RuleForm) -> None:
    """Change the days of a part, or lock it, for all committees; say what became of each."""
    said = form.cleaned_data
    if form is line.lock:
        answers = lock_rounds(year=year, part=line.part, by=request.user, **said)
        words = ngettext(
            "%(count)s round is locked.", "%(count)s rounds are locked.", _done(answers)
        )
    else:
        answers = set_calendar(year=year, part=line.part, by=request.user, **said)
        words = ngettext(
            "The days are changed, for %(count)s round that is there already.",
            "The days are changed, for %(count)s rounds that are there already.",
            _done(answers),
        )
    messages.success(request, words % {"count": _done(answers)})
    for answer in answers:
        if answer.problem:
            messages.warning(request, f"{answer.round.committee}: {answer.problem}")


def _done(answers: list[RoundAnswer]) -> int:
    return sum(not answer.problem for answer in answers)


def _lines(request: HttpRequest, year: int) -> list[Line]:
    """The four parts of the year, in two queries and one for the committees."""
    entries = {entry.part: entry for entry in CalendarEntry.objects.filter(year=year)}
    rounds = Round.objects.filter(
        year=year, committee__in=visible_committees(request.user)
    ).select_related("committee")
    ordered = sorted(rounds, key=lambda round: swedish_key(round.committee.name))
    return [
        _line(request, part, Dates.of(entries.get(part)), [r for r in ordered if r.part == part])
        for part in Part
    ]


def _line(request: HttpRequest, part: Part, dates: Dates, rounds: list[Round]) -> Line:
    slug = PART_SLUGS[part]
    sent = request.POST if request.POST.get("part") == slug else None
    locks = request.POST.get("act") == "lock"
    initial: dict[str, Any] = {"opens": dates.opens, "due": dates.due, "locks": dates.locks}
    return Line(
        part,
        dates,
        [(round, Dates.of(round) not in (dates, Dates())) for round in rounds],
        DatesForm(None if locks else sent, prefix=slug, initial=initial),
        ReasonForm(sent if locks else None, prefix=f"{slug}-lock"),
    )


def _page(
    request: HttpRequest,
    lines: list[Line],
    year: int,
    refused: RuleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "year": year,
        "lines": lines,
        "refused": refused,
        "is_central": is_central(request.user),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "crumbs": [(_("Start"), "/"), (_("Calendar %(year)s") % {"year": year}, "")],
    }
    return render(request, "reports/calendar.html", context, status=status)
