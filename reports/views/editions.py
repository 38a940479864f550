"""A report's editions: the list, one of them, its files, and two beside each other."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goals.models import Round
from organisation.access import Action, may
from reports.choices import EditionFormat
from reports.compose import compose_report
from reports.document import Document
from reports.editions.acts import acts_of, hindrance, live_name
from reports.editions.comparing import compare_documents
from reports.editions.files import MEDIA_TYPES, file_name
from reports.editions.queries import editions_of
from reports.editions.state import draft_of
from reports.jobs.files import ask_for_files
from reports.jobs.finished import remember
from reports.models import Edition, EditionFile, ReportFile
from reports.publishing.addresses import public_address
from reports.rendering.render import render_body
from reports.snapshot import digest, thaw
from reports.views.edition_acts import act_of
from reports.views.rounds import get_round, report_crumbs

DRAFT = "utkast"


@dataclass(frozen=True)
class Side:
    """One of two documents that are compared."""

    value: str
    name: str
    document: Document
    edition: Edition | None


@require_safe
def editions(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The round's editions, the latest first, and what can be done next."""
    round = get_round(request, committee, year, part)
    files = EditionFile.objects.defer("content")
    jobs = ReportFile.objects.defer("content", "source").order_by("-pk")
    found = editions_of(round).reverse()
    made = list(found.prefetch_related(Prefetch("files", files), Prefetch("jobs", jobs)))
    context: dict[str, Any] = {
        "round": round,
        "editions": made,
        "live_name": live_name(round),
        "formats": len(EditionFormat),
        "holds": next((one.pk for one in made if one.is_published), None),
        "crumbs": report_crumbs(round, (_("Editions"), "")),
    }
    if may(request.user, Action.MAKE_EDITIONS, round.committee):
        draft = draft_of(round)
        context |= {
            "draft": draft,
            "may_ask": True,
            "acts": [act_of(name, draft) for name in acts_of(draft)],
            "hindrance": hindrance(draft),
        }
    return render(request, "reports/editions.html", context)


@require_safe
def edition(
    request: HttpRequest, committee: str, year: int, part: str, number: int
) -> HttpResponse:
    """One edition, drawn from its snapshot and nothing else."""
    round = get_round(request, committee, year, part)
    found = _edition(round, number)
    document = thaw(found.snapshot)
    context = {
        "round": round,
        "edition": found,
        "mark": document.edition,
        "document": document,
        "public": public_address(found),
        "formats": len(EditionFormat),
        "fits": digest(found.snapshot) == found.digest,
        "files": [
            (file, digest(bytes(file.content)) == file.digest)
            for file in EditionFile.objects.filter(edition=found).order_by("pk")
        ],
        "job": found.jobs.defer("content", "source").order_by("pk").last(),
        "may_ask": may(request.user, Action.MAKE_EDITIONS, round.committee),
        "others": list(editions_of(round).exclude(pk=found.pk)),
        "body": render_body(document),
        "crumbs": report_crumbs(round, (_("Editions"), _list(round)), (_name(found), "")),
    }
    return render(request, "reports/edition.html", context)


@require_POST
def edition_files(
    request: HttpRequest, committee: str, year: int, part: str, number: int
) -> HttpResponse:
    """Have the files of an edition made that has none, and go and see how it is getting on."""
    round = get_round(request, committee, year, part, Action.MAKE_EDITIONS)
    job = ask_for_files(edition=_edition(round, number), by=request.user)
    remember(request, job)
    return redirect("report_pdf_status", committee, year, part, job.pk)


@require_safe
def edition_file(
    request: HttpRequest, committee: str, year: int, part: str, number: int, format: str
) -> HttpResponse:
    """A file of an edition, as it was made; its digest is its ETag.

    Who may not read gets no answer, whatever they hold already.
    """
    round = get_round(request, committee, year, part)
    files = EditionFile.objects.select_related("edition__round__committee").defer(
        "edition__snapshot"
    )
    file = get_object_or_404(files, edition__round=round, edition__number=number, format=format)
    tag = f'"{file.digest}"'
    if tag in request.headers.get("If-None-Match", ""):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        content = bytes(file.content)
        if digest(content) != file.digest:
            raise RuntimeError(f"{file} is not the file that was kept: run verify_editions")
        answer = HttpResponse(content, content_type=MEDIA_TYPES[file.format])
        answer["Content-Disposition"] = f'attachment; filename="{file_name(file)}"'
    answer["ETag"] = tag
    return answer


@require_safe
def compare(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Two editions beside each other, or one and what the round says: ?fran=1&till=utkast."""
    round = get_round(request, committee, year, part)
    numbers = [str(one.number) for one in editions_of(round)]
    if not numbers:
        return redirect(_list(round))
    latest = numbers[-1]
    before = _side(round, request.GET.get("fran") or (numbers[-2:-1] or [latest])[0])
    after = _side(round, request.GET.get("till") or (latest if len(numbers) > 1 else DRAFT))
    context = {
        "round": round,
        "before": before,
        "after": after,
        "sides": [
            *((number, _("Edition %(number)s") % {"number": number}) for number in numbers),
            (DRAFT, live_name(round)),
        ],
        "found": compare_documents(before.document, after.document),
        "crumbs": report_crumbs(round, (_("Editions"), _list(round)), (_("Compare"), "")),
    }
    return render(request, "reports/editions_compare.html", context)


def _side(round: Round, value: str) -> Side:
    if value == DRAFT:
        return Side(value, live_name(round), compose_report(round), None)
    if not value.isdecimal() or len(value) > 5:
        raise Http404
    found = _edition(round, int(value))
    return Side(value, _name(found), thaw(found.snapshot), found)


def _edition(round: Round, number: int) -> Edition:
    found: Edition = get_object_or_404(Edition, round=round, number=number)
    return found


def _name(edition: Edition) -> str:
    return _("Edition %(number)s") % {"number": edition.number}


def _list(round: Round) -> str:
    return reverse("editions", args=[round.committee.slug, round.year, round.slug])
