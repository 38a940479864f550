"""The files of a published edition: what they are called, what they are, what they are for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.choices import EditionFormat
from reports.editions.files import ENDINGS, MEDIA_TYPES
from reports.models import EditionFile
from reports.publishing.shelf import Publication

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What every file is called in its address: "rapport.pdf".
STEM = "rapport"


@dataclass(frozen=True)
class FileKind:
    """A format, and what it is good for."""

    format: EditionFormat
    use: "StrOrPromise"
    # Data that a program can read on, and not only show.
    is_data: bool = False

    @property
    def name(self) -> str:
        """The last part of its files' addresses."""
        return f"{STEM}{ENDINGS[self.format]}"

    @property
    def content_type(self) -> str:
        return MEDIA_TYPES[self.format]

    @property
    def label(self) -> str:
        return str(self.format.label)


KINDS = (
    FileKind(EditionFormat.PDF, _("to read and to print")),
    FileKind(EditionFormat.WORD, _("to quote from")),
    FileKind(EditionFormat.EXCEL, _("goals, indicators and activities as tables"), is_data=True),
    FileKind(EditionFormat.CSV, _("open data, for spreadsheets"), is_data=True),
    FileKind(EditionFormat.JSON, _("open data, everything in one file"), is_data=True),
    FileKind(EditionFormat.ARCHIVE, _("to keep for ever")),
)
BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True)
class Download:
    """A file of an edition, or the place of one that is not made yet."""

    kind: FileKind
    address: str
    file: EditionFile | None


def downloads(publication: Publication) -> tuple[Download, ...]:
    """The files of the edition that is shown, each at an address that stays its own."""
    at = publication.numbered
    return tuple(
        Download(kind, at.file(kind.name), publication.files.get(kind.format)) for kind in KINDS
    )


def saved_as(publication: Publication, kind: FileKind) -> str:
    """What the file is called where it is kept: "aby-2023-vb-utgava-2.pdf"."""
    at = publication.stable
    edition = f"utgava-{publication.edition.number}"
    return f"{at.committee}-{at.year}-{at.part}-{edition}{ENDINGS[kind.format]}"
