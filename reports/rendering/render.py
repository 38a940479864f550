"""A document as print: one HTML file of its own, and the PDF/UA made from it.

The PDF is drawn in a child process with limits, because text from people and
files decides how long that takes. Nothing outside the program's own static
files can be fetched while it is drawn.
"""

import logging
import mimetypes
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports.document import Document
from reports.rendering.edits import Edits
from reports.rendering.layout import blocks_under
from reports.rendering.presentation import Presentation

if TYPE_CHECKING:
    from weasyprint import URLFetcher

# Documents are in Swedish, whatever language the person who asks for them reads.
LANGUAGE = "sv"
SCHEME = "static:"
VARIANT = "pdf/ua-1"
LAST_WORDS = 300


class RenderFailed(Exception):
    """The PDF could not be made; the message says why, for a person."""


def render_html(document: Document) -> str:
    """The print document: complete HTML, to be drawn with the print style sheet."""
    with translation.override(LANGUAGE):
        return render_to_string(
            "print/report.html", {"shown": Presentation(document), "print": True}
        )


def render_body(document: Document, edits: Mapping[str | int, str] | None = None) -> SafeString:
    """The same for a page: headings from the second level on, to be set under the page's own.

    `edits` are the addresses where its texts are written, by their keys and numbers, for
    those who may; the links speak the language that is active here.
    """
    links = Edits.in_active_language(edits or {})
    with translation.override(LANGUAGE):
        shown = Presentation(document, first_level=2, edits=links)
        return mark_safe(render_to_string("reports/_document.html", {"shown": shown}))  # noqa: S308


def render_first_page(document: Document, report: str) -> SafeString:
    """What is worked out for the first page, to be set beside its writer's own words.

    Its links lead to their places in the report at the address `report`.
    """
    with translation.override(LANGUAGE):
        glance = Presentation(document, first_level=2).glance
        context = {"glance": glance, "report": report}
        return mark_safe(render_to_string("reports/_first_page.html", context))  # noqa: S308


def render_text(text: str) -> SafeString:
    """A text as the report shows it, to be set under a heading of the second level."""
    with translation.override(LANGUAGE):
        context = {"blocks": blocks_under(text, 2)}
        return mark_safe(render_to_string("document/_text.html", context))  # noqa: S308


def render_pdf(document: Document) -> bytes:
    """The PDF of a document, drawn here and now, without limits."""
    return draw_pdf(render_html(document))


def render_pdf_safely(source: Document | str) -> bytes:
    """The PDF of a document, or of print HTML, drawn in a child process with limits.

    Raises:
        RenderFailed: it took too long or too much memory, or the HTML asks for what it may not.
    """
    html = source if isinstance(source, str) else render_html(source)
    try:
        child = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "reports.rendering.pdf_child"],
            input=html.encode(),
            capture_output=True,
            timeout=settings.PDF_SECONDS,
            cwd=settings.BASE_DIR,
            env=_child_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderFailed(_("Making the PDF took too long.")) from error
    if child.returncode or not child.stdout.startswith(b"%PDF"):
        raise RenderFailed(_why(child))
    return child.stdout


def _child_environment() -> dict[str, str]:
    """What the child needs to find the program's settings, and these limits."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings"),
        "PDF_SECONDS": str(settings.PDF_SECONDS),
        "PDF_MEMORY_BYTES": str(settings.PDF_MEMORY_BYTES),
    }


def _why(child: subprocess.CompletedProcess[bytes]) -> str:
    """Why a child gave no PDF, for a person; what it said last is for the log."""
    said = child.stderr.decode(errors="replace").strip()
    logging.getLogger(__name__).error("PDF child ended with %s: %s", child.returncode, said)
    if child.returncode < 0:
        return _("Making the PDF took too long or too much memory, and was stopped.")
    if "MemoryError" in said:
        return _("Making the PDF took too much memory.")
    last = said.splitlines()[-1] if said else ""
    return _("The PDF could not be made: %(why)s") % {"why": last[-LAST_WORDS:]}


def draw_pdf(html: str) -> bytes:
    """The PDF of print HTML. The same HTML always gives the same bytes.

    Raises:
        RenderFailed: WeasyPrint complained of something.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    from reports.rendering.pdf_tags import TagSources, TagTree

    sources = TagSources()
    with _Complaints() as complaints, sources.noted():
        try:
            pdf = HTML(string=html, base_url=SCHEME, url_fetcher=static_fetcher()).write_pdf(
                pdf_variant=VARIANT,
                presentational_hints=False,
                finisher=lambda _document, pdf: TagTree(pdf, sources).mend(),
            )
        except FatalURLFetchingError as error:
            raise RenderFailed(str(error)) from error
    if complaints.found:
        raise RenderFailed("; ".join(complaints.found))
    return bytes(pdf)


class _Complaints(logging.Handler):
    """What WeasyPrint complains of while this is open: a warning means something is missing."""

    LOGGERS = ("weasyprint",)

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []
        self._levels: dict[str, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())

    def __enter__(self) -> "_Complaints":
        for name in self.LOGGERS:
            logger = logging.getLogger(name)
            self._levels[name] = logger.level
            logger.setLevel(logging.WARNING)
            logger.addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        for name, level in self._levels.items():
            logger = logging.getLogger(name)
            logger.removeHandler(self)
            logger.setLevel(level)


def static_fetcher() -> "URLFetcher":
    """A fetcher that answers only for the program's own static files."""
    from weasyprint import URLFetcher
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = static_path(url)
            if path is None:
                raise FatalURLFetchingError(f"Refused to fetch {url[:80]}")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticFetcher(allowed_protocols=["static"], allow_redirects=False, fail_on_errors=True)


def static_path(url: str) -> Path | None:
    """The file behind "static:css/print/report.css"; nothing for any other address."""
    if not url.startswith(SCHEME):
        return None
    wanted = url.removeprefix(SCHEME).lstrip("/")
    for prefix, folder in _static_folders():
        if wanted.startswith(prefix):
            path = (folder / wanted.removeprefix(prefix)).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
    return None


def _static_folders() -> list[tuple[str, Path]]:
    """Where static files lie: in the sources, and collected in an installation."""
    folders: list[tuple[str, Path]] = []
    for entry in settings.STATICFILES_DIRS:
        prefix, folder = entry if isinstance(entry, tuple) else ("", entry)
        folders.append((f"{prefix}/" if prefix else "", Path(str(folder))))
    return [*folders, ("", Path(settings.STATIC_ROOT))]
