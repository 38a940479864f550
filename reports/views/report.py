"""A round's report: on a page, as PDF, and as data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from goals.crumbs import crumbs
from goals.models import Round
from goals.views.filling import address_of
from organisation.access import Action, may
from organisation.models import User
from reports import interchange
from reports.choices import FileState
from reports.compose import compose, compose_report
from reports.document import Document
from reports.files import ask_for_pdf, give_up_stuck
from reports.gaps import Gap, to_analyse
from reports.models import ReportFile
from reports.rendering.render import render_body
from reports.reviewing import findings_of, reviews
from reports.sections import writings_of
from reports.views.rounds import get_round
from reports.views.sections import edits_of


@require_safe
def report(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The report as a page, with buttons for its files."""
    round = get_round(request, committee, year, part)
    latest = ReportFile.objects.filter(round=round, state=FileState.READY).defer("content")
    document = compose_report(round)
    writes = may(request.user, Action.WRITE_REPORT, round.committee)
    writings = writings_of(round) if writes else []
    context = {
        "round": round,
        "writings": writings,
        "written": sum(bool(one.body) for one in writings),
        "crumbs": crumbs(round, (_("Report"), "")),
        "reviewed": findings_of(round, document) if reviews(request.user, round) else None,
        "to_analyse": _to_analyse(document, round) if writes and round.is_open else [],
        "body": render_body(document, edits_of(writings)),
        "file": latest.order_by("-pk").first(),
    }
    return render(request, "reports/report.html", context)


def _to_analyse(document: Document, round: Round) -> list[tuple[Gap, str]]:
    """The gaps between women and men to write about, each with where the indicator is."""
    return [
        (gap, address_of("outcome_value", round, gap.indicator.key)) for gap in to_analyse(document)
    ]


@require_safe
def report_json(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The report as a file of the interchange format."""
    round = get_round(request, committee, year, part)
    answer = HttpResponse(interchange.write(compose(round)), content_type="application/json")
    return _as_file(answer, round, "json")


@require_POST
def report_pdf_ask(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Ask for the report as PDF, and go and see how it is getting on."""
    round = get_round(request, committee, year, part)
    assert isinstance(request.user, User)  # noqa: S101 (nobody gets here without logging in)
    file = ask_for_pdf(round=round, by=request.user)
    return redirect("report_pdf_status", committee, year, part, file.pk)


@never_cache
@require_safe
def report_pdf_status(
    request: HttpRequest, committee: str, year: int, part: str, pk: int
) -> HttpResponse:
    """How far the PDF has come: a page, and the part of it that asks again by itself."""
    round = get_round(request, committee, year, part)
    give_up_stuck(round)
    file = get_object_or_404(ReportFile.objects.defer("content"), pk=pk, round=round)
    context = {
        "round": round,
        "file": file,
        "under_way": file.state in file.UNDER_WAY,
        "address": reverse("report_pdf_status", args=[committee, year, part, pk]),
        "crumbs": crumbs(
            round, (_("Report"), reverse("report", args=[committee, year, part])), (_("PDF"), "")
        ),
    }
    template = "reports/report_pdf.html"
    htmx = getattr(request, "htmx", False)
    return render(request, f"{template}#pdf-progress" if htmx else template, context)


@never_cache
@require_safe
def report_pdf_download(
    request: HttpRequest, committee: str, year: int, part: str, pk: int
) -> HttpResponse:
    """The PDF itself; whoever comes too early is shown how far it has come."""
    round = get_round(request, committee, year, part)
    file = get_object_or_404(ReportFile, pk=pk, round=round)
    if file.state != FileState.READY or file.content is None:
        return redirect("report_pdf_status", committee, year, part, pk)
    return _as_file(HttpResponse(bytes(file.content), content_type="application/pdf"), round, "pdf")


def _as_file(answer: HttpResponse, round: Round, kind: str) -> HttpResponse:
    """The answer as a file to keep, which nothing on its way may keep."""
    name = f"{round.committee.slug}-{round.year}-{round.slug}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
