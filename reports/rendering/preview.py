"""A section as the report shows it, while it is written."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from reports.rendering.layout import Chapter, blocks_under
from reports.rendering.render import LANGUAGE, render_text

# Under the heading that the preview itself has on the page.
LEVEL = 3


def render_preview(heading: str, text: str) -> SafeString:
    """A section with its heading as the report sets it; without one, only its text."""
    if not heading:
        return render_text(text)
    with translation.override(LANGUAGE):
        chapter = Chapter(
            anchor="previewed",
            level=LEVEL,
            heading=heading,
            body=blocks_under(text, LEVEL),
            is_unwritten=not text.strip(),
        )
        html = render_to_string("document/_chapter.html", {"chapter": chapter, "print": False})
        return mark_safe(html)  # noqa: S308 (our own template)
