"""A published report: its first page, its chapters, goals and indicators, the whole, its search."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.publishing.addresses import Address
from reports.publishing.chapters import Reading
from reports.publishing.desk import reading_of
from reports.publishing.downloads import downloads
from reports.publishing.finding import MOST_CHARACTERS, search, words_of
from reports.publishing.indicators import indicator_page
from reports.publishing.shelf import Publication, find
from reports.publishing.worded import SincePage
from reports.views.public import Crumb, crumbs
from reports.views.public_answers import for_everybody, page, render

# Places that a search shows; the words can be made more exact.
MOST_HITS = 100


def get_publication(committee: str, year: int, part: str, number: int | None = None) -> Publication:
    """The published report at that address; 404 for everything else, also for those who work
    with it: a public address shows what everybody may see."""
    found = find(Address(committee, year, part, number))
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest,
    publication: Publication,
    template: str,
    context: Callable[[Reading], dict[str, Any]],
    *also: object,
    keep: bool = True,
) -> HttpResponse:
    """A page of the report; `context` is asked for what it shows only when it must be set."""

    def make() -> str:
        reading = reading_of(publication)
        shared = {
            "publication": publication,
            "edition": publication.edition,
            "reading": reading,
            "shown": reading.shown,
            "title": reading.shown.title,
            "document": reading.document,
        }
        return render(template, **(shared | context(reading)))

    return page(request, [*publication.facts, *also], make, keep=keep)


def _crumbs(publication: Publication, *more: Crumb) -> list[Crumb]:
    committee = publication.committee
    place = reverse("published_committee", args=[committee.slug])
    report = publication.address.report if more else ""
    return crumbs((committee.name, place), (publication.title, report), *more)


@for_everybody
def publication(request: HttpRequest, **where: Any) -> HttpResponse:
    """The report's first page: what it is, what it says in short, what is in it."""
    found = get_publication(**where)

    def context(reading: Reading) -> dict[str, Any]:
        glance = {"shown": reading.under_a_heading, "level": 2}
        return {
            "crumbs": _crumbs(found),
            "canonical": found.stable.report,
            "glance": reading.linked(render_to_string("document/_at_a_glance.html", glance)),
            "downloads": downloads(found),
            "changes": reading.document.earlier is not None,
        }

    return _answer(request, found, "public/report.html", context)


@for_everybody
def chapter(request: HttpRequest, name: str, **where: Any) -> HttpResponse:
    """One chapter."""
    found = get_publication(**where)

    def context(reading: Reading) -> dict[str, Any]:
        shown = reading.by_name.get(name)
        if shown is None:
            raise Http404
        before, after = reading.beside(shown)
        set_as = {"shown": reading.shown, "page": shown}
        return {
            "page": shown,
            "before": before,
            "after": after,
            "canonical": found.stable.chapter(name),
            "crumbs": _crumbs(found, (shown.label, "")),
            "body": reading.linked(render_to_string("public/_chapter.html", set_as)),
        }

    return _answer(request, found, "public/chapter.html", context)


@for_everybody
def whole(request: HttpRequest, **where: Any) -> HttpResponse:
    """The whole report on one page, to print and to find in."""
    found = get_publication(**where)

    def context(reading: Reading) -> dict[str, Any]:
        shown = {"shown": reading.under_a_heading}
        return {
            "canonical": found.stable.whole,
            "crumbs": _crumbs(found, (_("The whole report"), "")),
            "body": render_to_string("public/_whole.html", shown),
        }

    return _answer(request, found, "public/whole.html", context)


@for_everybody
def goal(request: HttpRequest, code: str, **where: Any) -> HttpResponse:
    """One goal, with its place in the tree."""
    found = get_publication(**where)

    def context(reading: Reading) -> dict[str, Any]:
        shown = reading.goal(code)
        if shown is None:
            raise Http404
        set_as = {"chapter": shown.chapter}
        return {
            "goal": shown,
            "canonical": found.stable.goal(code),
            "permanent": found.numbered.goal(code),
            "crumbs": _crumbs(found, (shown.chapter.label, "")),
            "body": reading.linked(render_to_string("document/_chapter.html", set_as)),
        }

    return _answer(request, found, "public/goal.html", context)


@for_everybody
def indicator(request: HttpRequest, key: str, **where: Any) -> HttpResponse:
    """One indicator: its figures, its comment, its goal, and itself in earlier reports."""
    found = get_publication(**where)

    def context(reading: Reading) -> dict[str, Any]:
        if key not in reading.indicators:
            raise Http404
        shown = indicator_page(reading, key, found.earlier)
        return {
            "indicator": shown,
            "canonical": found.stable.indicator(key),
            "permanent": found.numbered.indicator(key),
            "goal_address": reading.address.goal(shown.goal.code),
            "crumbs": _crumbs(found, (shown.name, "")),
        }

    return _answer(request, found, "public/indicator.html", context)


@for_everybody
def changes(request: HttpRequest, **where: Any) -> HttpResponse:
    """What has changed since the report before; 404 where there was none."""
    found = get_publication(**where)

    def context(reading: Reading) -> dict[str, Any]:
        if reading.document.earlier is None:
            raise Http404
        return {
            "since": SincePage(reading),
            "canonical": found.stable.changes,
            "crumbs": _crumbs(found, (_("What has changed"), "")),
        }

    return _answer(request, found, "public/changes.html", context)


@for_everybody
def search_in(request: HttpRequest, **where: Any) -> HttpResponse:
    """What holds the words that somebody looks for."""
    found = get_publication(**where)
    looked_for = " ".join(request.GET.get("q", "")[:MOST_CHARACTERS].split())

    def context(reading: Reading) -> dict[str, Any]:
        hits = search(reading.spots, looked_for)
        return {
            "looked_for": looked_for,
            "too_little": bool(looked_for) and not words_of(looked_for),
            "hits": hits[:MOST_HITS],
            "count": len(hits),
            "canonical": found.stable.search,
            "crumbs": _crumbs(found, (_("Search"), "")),
        }

    return _answer(request, found, "public/search.html", context, looked_for, keep=False)
