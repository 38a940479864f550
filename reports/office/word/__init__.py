"""A document as a Word file, with real headings, table heads and contents."""

from django.utils import translation

from reports.document import Document
from reports.office.word.package import MIME, package
from reports.office.word.story import Story
from reports.rendering.presentation import Presentation
from reports.rendering.render import LANGUAGE

__all__ = ["MIME", "write_word"]


def write_word(document: Document) -> bytes:
    """The document as .docx: what the PDF says, except for its pictures.

    The same document always gives the same bytes.
    """
    with translation.override(LANGUAGE):
        shown = Presentation(document)
        story = Story(shown)
        return package(shown, story.pen, story.body())
