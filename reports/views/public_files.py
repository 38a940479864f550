"""The files of published reports, and the open data described: a page, a catalogue, a site map."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from reports.models import EditionFile
from reports.office.open_data import SCHEMA, SCHEMA_TYPE
from reports.publishing.catalogue import as_json, catalogue, site_map
from reports.publishing.downloads import BY_NAME, KINDS, saved_as
from reports.publishing.shelf import publications, published
from reports.views.public_answers import FOR_EVER, PAGE_CACHE, for_everybody, page, render
from reports.views.public_report import get_publication


@for_everybody
def public_file(request: HttpRequest, name: str, **where: Any) -> HttpResponse:
    """A file of the report; 404 while it is being made.

    The file of a numbered edition never changes, and is kept for ever by whoever has it.
    """
    found = get_publication(**where)
    kind = BY_NAME.get(name)
    file = found.files.get(kind.format) if kind else None
    if kind is None or file is None:
        raise Http404
    response = HttpResponse(content_type=kind.content_type)
    response["ETag"] = f'"{file.digest}"'
    made = int(file.made_at.timestamp())
    response["Last-Modified"] = http_date(made)
    response["Cache-Control"] = FOR_EVER if found.by_number else PAGE_CACHE
    way = "inline" if kind.content_type == "application/pdf" else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{saved_as(found, kind)}"'
    answer = get_conditional_response(
        request,
        etag=response["ETag"],
        last_modified=made,
        response=response,
    )
    if answer is response:
        content = EditionFile.objects.values_list("content", flat=True).get(pk=file.pk)
        response.content = bytes(content)
        response["Content-Length"] = str(len(response.content))
    return answer  # type: ignore[return-value]


@for_everybody
def open_data(request: HttpRequest) -> HttpResponse:
    """What the open data are, and under what licence."""

    def make() -> str:
        return render(
            "public/open_data.html",
            kinds=KINDS,
            licence=settings.OPEN_DATA_LICENCE,
            canonical=reverse("open_data"),
            crumbs=[(_("Published reports"), reverse("published")), (_("Open data"), "")],
        )

    return page(request, [settings.OPEN_DATA_LICENCE], make)


@for_everybody
def open_data_catalogue(request: HttpRequest) -> HttpResponse:
    """Every published report with its files, for machines: a DCAT catalogue as JSON-LD."""
    found = publications(published())
    files = EditionFile.objects.filter(edition__in=[one.edition for one in found])
    by_edition: dict[int, dict[str, EditionFile]] = {one.edition.pk: {} for one in found}
    for file in files.defer("content"):
        by_edition[file.edition_id][file.format] = file
    made = catalogue(found, by_edition)
    return page(
        request,
        [made],
        lambda: as_json(made),
        content_type="application/ld+json; charset=utf-8",
    )


@for_everybody
def open_data_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON files look like, for machines: a JSON Schema."""
    text = SCHEMA.read_text()
    return page(request, [text], lambda: text, content_type=SCHEMA_TYPE)


@for_everybody
def site_map_view(request: HttpRequest) -> HttpResponse:
    """The addresses of all published reports, for those who find pages for others."""
    addresses = site_map(publications(published()))

    def make() -> str:
        return render("public/sitemap.xml", addresses=addresses)

    return page(request, [addresses], make, content_type="application/xml; charset=utf-8")


@for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read: what everybody may."""
    lines = [
        "User-agent: *",
        "Allow: /publicerat/",
        "Allow: /oppna-data/",
        "Allow: /static/",
        "Disallow: /",
        f"Sitemap: {settings.SITE_URL}{reverse('site_map')}",
    ]
    text = "\n".join(lines) + "\n"
    return page(request, [text], lambda: text, content_type="text/plain; charset=utf-8")
