"""The report as PDF: asking for it, how far it has come, cancelling, fetching it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from goals.models import Round
from organisation.access import Action, may
from organisation.models import User
from reports.choices import FileState
from reports.jobs.files import ask_for_files, ask_for_pdf, cancel, may_cancel
from reports.jobs.finished import forget, remember
from reports.jobs.how_far import how_far
from reports.jobs.sweeping import rescue
from reports.models import Edition, ReportFile
from reports.views.downloads import as_file
from reports.views.rounds import get_round, report_crumbs


@require_POST
def report_pdf_ask(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Ask for the report as PDF, and go and see how it is getting on."""
    round = get_round(request, committee, year, part)
    return _ask(request, round, None)


@require_POST
def report_pdf_again(
    request: HttpRequest, committee: str, year: int, part: str, pk: int
) -> HttpResponse:
    """Ask once more for what a file was asked for: the report as it is now, or the edition."""
    round = get_round(request, committee, year, part)
    file = get_object_or_404(_files(round), pk=pk)
    return _ask(request, round, file.edition)


def _ask(request: HttpRequest, round: Round, edition: Edition | None) -> HttpResponse:
    try:
        file = (
            ask_for_files(edition=edition, by=_person(request))
            if edition
            else ask_for_pdf(round=round, by=_person(request))
        )
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("report", *_place(round))
    remember(request, file)
    return redirect("report_pdf_status", *_place(round), file.pk)


@never_cache
@require_safe
def report_pdf_status(
    request: HttpRequest, committee: str, year: int, part: str, pk: int
) -> HttpResponse:
    """How far the file has come: a page, and the part of it that asks again by itself."""
    round = get_round(request, committee, year, part)
    rescue()
    file = get_object_or_404(_files(round), pk=pk)
    if not file.is_under_way:
        forget(request, file)
    context = {
        "round": round,
        "file": file,
        "far": how_far(file),
        "may_ask": file.edition is None or may(request.user, Action.MAKE_EDITIONS, round.committee),
        "may_cancel": file.is_under_way and may_cancel(file, _person(request)),
        "address": reverse("report_pdf_status", args=[*_place(round), pk]),
        "crumbs": _crumbs(round, file),
    }
    template = "reports/report_pdf.html"
    htmx = getattr(request, "htmx", False)
    return render(request, f"{template}#pdf-progress" if htmx else template, context)


@require_POST
def report_pdf_cancel(
    request: HttpRequest, committee: str, year: int, part: str, pk: int
) -> HttpResponse:
    """Stop the making; what was ready before that stays."""
    round = get_round(request, committee, year, part)
    file = get_object_or_404(_files(round), pk=pk)
    cancel(file=file, by=_person(request))
    return redirect("report_pdf_status", *_place(round), pk)


@never_cache
@require_safe
def report_pdf_download(
    request: HttpRequest, committee: str, year: int, part: str, pk: int
) -> HttpResponse:
    """The PDF itself; whoever comes too early is shown how far it has come."""
    round = get_round(request, committee, year, part)
    file = get_object_or_404(ReportFile.objects.defer("source"), pk=pk, round=round)
    if file.state != FileState.READY or file.content is None:
        return redirect("report_pdf_status", *_place(round), pk)
    return as_file(HttpResponse(bytes(file.content), content_type="application/pdf"), round, "pdf")


def _files(round: Round) -> QuerySet[ReportFile]:
    """The round's files, without what they are made of and what became of it."""
    files = ReportFile.objects.filter(round=round).select_related("edition")
    return files.defer("content", "source", "edition__snapshot")


def _crumbs(round: Round, file: ReportFile) -> list[tuple[str, str]]:
    if file.edition is None:
        return report_crumbs(round, (_("PDF"), ""))
    name = _("Edition %(number)s") % {"number": file.edition.number}
    return report_crumbs(
        round,
        (_("Editions"), reverse("editions", args=_place(round))),
        (name, reverse("edition", args=[*_place(round), file.edition.number])),
        (_("Files"), ""),
    )


def _place(round: Round) -> tuple[str, int, str]:
    return round.committee.slug, round.year, round.slug


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 (nobody gets here without logging in)
    return request.user
