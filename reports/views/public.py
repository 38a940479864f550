"""What is published: the list of all reports, one committee's, and the way there for machines."""

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from organisation.models import Committee
from reports.publishing.finding import Folded, words_of
from reports.publishing.shelf import Publication, newest, publications, published, shelves
from reports.views.public_answers import for_everybody, page, render

Crumb = tuple[str, str]


def crumbs(*more: Crumb) -> list[Crumb]:
    """The way from the list of all reports."""
    return [(_("Published reports"), reverse("published") if more else ""), *more]


@for_everybody
def published_list(request: HttpRequest) -> HttpResponse:
    """Every published report, by committee and year; `?q=` finds by name."""
    looked_for = request.GET.get("q", "")[:100].strip()
    found = publications(published())
    matching = _matching(found, looked_for)

    def make() -> str:
        return render(
            "public/published.html",
            shelves=shelves(matching),
            newest=[] if looked_for else newest(found),
            any=bool(found),
            looked_for=looked_for,
            count=len(matching),
            canonical=reverse("published"),
            crumbs=[],
        )

    return page(request, [looked_for, *_facts(found)], make, keep=not looked_for)


@for_everybody
def published_committee(request: HttpRequest, committee: str) -> HttpResponse:
    """One committee's published reports. A committee that has none is not told of."""
    found = publications(published().filter(round__committee__slug=committee))
    if not found:
        raise Http404
    owner: Committee = found[0].committee

    def make() -> str:
        return render(
            "public/committee.html",
            committee=owner,
            shelf=shelves(found)[0],
            canonical=reverse("published_committee", args=[owner.slug]),
            crumbs=crumbs((owner.name, "")),
        )

    return page(request, _facts(found), make)


def _facts(found: Iterable[Publication]) -> Sequence[object]:
    return [(one.committee.name, one.stable, one.edition.pk, one.edition.digest) for one in found]


def _matching(found: tuple[Publication, ...], looked_for: str) -> list[Publication]:
    """The reports with every word in the committee's name, the report's or its registry number."""
    words = words_of(looked_for)
    if not words:
        return [] if looked_for else list(found)
    named = [
        (one, Folded.of(f"{one.committee} {one.title} {one.edition.registry_number}").letters)
        for one in found
    ]
    return [one for one, name in named if all(word in name for word in words)]
