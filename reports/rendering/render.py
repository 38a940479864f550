"""A document as print: one HTML file of its own, and the PDF/UA made from it.

The PDF is drawn in a child process with limits, because text from people and
files decides how long that takes. Nothing outside the program's own static
files can be fetched while it is drawn.
"""

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from reports.document import Document
from reports.rendering.edits import Edits
from reports.rendering.layout import blocks_under
from reports.rendering.presentation import Presentation
from reports.rendering.press.guard import press
from reports.rendering.press.order import Order
from reports.rendering.press.work import make
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

__all__ = ["Attachment", "Progress", "RenderFailed", "RenderStopped", "Step"]

# Documents are in Swedish, whatever language the person who asks for them reads.
LANGUAGE = "sv"


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
    """The PDF of a document, made here and now, without limits."""
    return make(Order(render_html(document)))


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
