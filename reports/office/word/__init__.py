"""A document as a Word file, with real headings, table heads and contents."""

from django.utils import translation

from reports.document import Document
from reports.rendering.presentation import Presentation
from reports.rendering.render import LANGUAGE

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write_word(document: Document) -> bytes:
    """The document as .docx: what the PDF says, except for its pictures.

    The same document always gives the same bytes.
    """
    # python-docx takes its time to load, and only those who want such a file need it.
    from reports.office.word.story import Story

    with translation.override(LANGUAGE):
        return Story(Presentation(document)).written()
