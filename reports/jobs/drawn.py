"""What a PDF is made of, and by what: the same mark means the same PDF."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from config.version import program_version
from reports.document import Document
from reports.snapshot import digest, freeze

# What decides how a document looks in print, beside the document itself.
DRAWN_BY = (
    "templates/print/**/*.html",
    "templates/document/**/*.html",
    "static/css/print/**/*.*",
    "reports/rendering/**/*.py",
    "reports/pictures/**/*.py",
)


class ToDraw(NamedTuple):
    """A document as a worker gets it, and the mark of how it is drawn now."""

    source: str
    digest: str


def to_draw(document: Document) -> ToDraw:
    """What a PDF of the document is made of. The same digest: the same PDF."""
    source = freeze(document)
    return ToDraw(source, digest(f"{drawing_version()}\n{source}"))


def drawing_version() -> str:
    """What changes when the program draws differently: its version, and what it draws with."""
    drawn_by = sorted(
        path for pattern in DRAWN_BY for path in Path(settings.BASE_DIR).glob(pattern)
    )
    return digest(program_version().encode() + b"".join(path.read_bytes() for path in drawn_by))
