"""A document as print: one HTML file of its own, and the PDF/UA made from it.

The PDF is drawn in a child process with limits, because text from people and
files decides how long that takes. Nothing outside the program's own static
files can be fetched while it is drawn.
"""

import logging
import mimetypes
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from reports.document import Document
from reports.rendering.edits import Edits
from reports.rendering.layout import blocks_under
from reports.rendering.presentation import Presentation
from reports.rendering.press.guard import press
from reports.rendering.press.order import Order
from reports.rendering.progress import (
    Attachment,
    Progress,
    RenderFailed,
    RenderStopped,
    ShouldStop,
    Step,
    Told,
    never,
    tell_nobody,
)

if TYPE_CHECKING:
    from weasyprint import URLFetcher

__all__ = ["Attachment", "Progress", "RenderFailed", "RenderStopped", "Step"]

# Documents are in Swedish, whatever language the person who asks for them reads.
LANGUAGE = "sv"
SCHEME = "static:"
VARIANT = "pdf/ua-1"
ARCHIVE_VARIANT = "pdf/a-3a"
NO_DATE = datetime(2000, 1, 1)


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
    return draw_pdf(Order(render_html(document)))


def render_pdf_safely(
    source: Document | str,
    *,
    told: Told = tell_nobody,
    should_stop: ShouldStop = never,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF of a document, or of print HTML, made in a child process with limits.

    `told` hears how far it has come. `should_stop` is asked a few times a second. With
    attachments it is the archive copy: PDF/A-3a with those files in it.

    Raises:
        RenderFailed: it took too long or too much memory, or the HTML asks for what it may not.
        RenderStopped: should_stop() was true.
    """
    html = source if isinstance(source, str) else render_html(source)
    return press(Order(html, tuple(attachments)), told=told, should_stop=should_stop)


def draw_pdf(order: Order, told: Told = tell_nobody) -> bytes:
    """The PDF of print HTML. The same order always gives the same bytes.

    Raises:
        RenderFailed: WeasyPrint complained of something.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    from reports.rendering.pdf_tags import TagSources, TagTree

    sources = TagSources()
    told(Progress(Step.LAYOUT, 0, 1))
    with _Complaints() as complaints, sources.noted():
        try:
            pdf = HTML(string=order.html, base_url=SCHEME, url_fetcher=static_fetcher()).write_pdf(
                pdf_variant=ARCHIVE_VARIANT if order.attachments else VARIANT,
                presentational_hints=False,
                attachments=[_attached(one) for one in order.attachments],
                finisher=lambda _document, pdf: TagTree(pdf, sources).mend(),
            )
        except FatalURLFetchingError as error:
            raise RenderFailed(str(error)) from error
    if complaints.found:
        raise RenderFailed("; ".join(complaints.found))
    told(Progress(Step.LAYOUT, 1, 1))
    return bytes(pdf)


def _attached(attachment: Attachment) -> Any:
    """An attachment as WeasyPrint wants it; its dates follow from nothing but the program."""
    import weasyprint

    return weasyprint.Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        created=NO_DATE,
        modified=NO_DATE,
        relationship="Source",
    )


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
