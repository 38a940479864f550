"""An edition as files: made once from its snapshot, and kept as they were made."""

from collections.abc import Callable, Mapping

from django.db import transaction

from reports.choices import EditionFormat
from reports.document import Document
from reports.models import Edition, EditionFile
from reports.office.excel import write_excel
from reports.office.open_data import write_csv, write_json
from reports.office.word import write_word
from reports.rendering.progress import (
    Attachment,
    RenderStopped,
    ShouldStop,
    Told,
    never,
    tell_nobody,
)
from reports.rendering.render import render_pdf_safely
from reports.snapshot import digest, thaw

# What each is called in an address and on a disk, and its media type.
ENDINGS: Mapping[str, str] = {
    EditionFormat.PDF: ".pdf",
    EditionFormat.ARCHIVE: "-arkiv.pdf",
    EditionFormat.WORD: ".docx",
    EditionFormat.EXCEL: ".xlsx",
    EditionFormat.JSON: ".json",
    EditionFormat.CSV: ".csv.zip",
}
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[str, str] = {
    EditionFormat.PDF: "application/pdf",
    EditionFormat.ARCHIVE: "application/pdf",
    EditionFormat.WORD: f"{OFFICE}.wordprocessingml.document",
    EditionFormat.EXCEL: f"{OFFICE}.spreadsheetml.sheet",
    EditionFormat.JSON: "application/json",
    EditionFormat.CSV: "application/zip",
}

# What is made of a document at once; the PDFs take their time.
DATA_AND_OFFICE: Mapping[str, Callable[[Document], bytes]] = {
    EditionFormat.JSON: write_json,
    EditionFormat.CSV: write_csv,
    EditionFormat.WORD: write_word,
    EditionFormat.EXCEL: write_excel,
}
WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    EditionFormat.WORD: write_word,
    EditionFormat.EXCEL: write_excel,
    EditionFormat.JSON: write_json,
    EditionFormat.CSV: write_csv,
}
# The data that goes with the archive copy, with what it is, in the language of documents.
ATTACHED = {
    EditionFormat.JSON: "Rapportens uppgifter som JSON",
    EditionFormat.CSV: "Rapportens tabeller som CSV-filer",
}


def make_files(
    edition: Edition, *, told: Told = tell_nobody, should_stop: ShouldStop = never
) -> dict[str, bytes]:
    """Every file of an edition, from its snapshot alone: nothing of it is read from elsewhere.

    Raises:
        RenderFailed: a PDF could not be made; the message says why, for a person.
        RenderStopped: somebody asked for it to stop.
    """
    document = thaw(edition.snapshot)
    files: dict[str, bytes] = {}
    for format, write in WRITERS.items():
        if should_stop():
            raise RenderStopped
        files[format] = write(document)
    files[EditionFormat.PDF] = render_pdf_safely(document, told=told, should_stop=should_stop)
    files[EditionFormat.ARCHIVE] = render_pdf_safely(
        document,
        told=told,
        should_stop=should_stop,
        attachments=[
            Attachment(
                _data_name(document, format), MEDIA_TYPES[format], files[format], description
            )
            for format, description in ATTACHED.items()
        ],
    )
    return files


def _data_name(document: Document, format: str) -> str:
    return f"{document.slug}-{document.year}-{document.part.value}{ENDINGS[format]}"


@transaction.atomic
def keep_files(edition: Edition, files: Mapping[str, bytes]) -> list[EditionFile]:
    """Keep the files of an edition, all or none. One that is kept already stays as it is.

    Gives what was kept now.
    """
    # Two workers who made the same files wait for each other here.
    Edition.objects.select_for_update().defer("snapshot").get(pk=edition.pk)
    there = set(EditionFile.objects.filter(edition=edition).values_list("format", flat=True))
    kept = []
    for format, content in files.items():
        if format not in there:
            kept.append(
                EditionFile.objects.create(
                    edition=edition,
                    format=EditionFormat(format),
                    content=content,
                    digest=digest(content),
                    size=len(content),
                )
            )
    return kept


def missing_formats(edition: Edition) -> set[EditionFormat]:
    """In which formats the edition is not kept yet."""
    there = EditionFile.objects.filter(edition=edition).values_list("format", flat=True)
    return set(EditionFormat) - {EditionFormat(format) for format in there}


def file_name(file: EditionFile) -> str:
    """What a file is called on the disk of whoever downloads it: aby-2023-vb-utgava-2.pdf."""
    round = file.edition.round
    name = f"{round.committee.slug}-{round.year}-{round.slug}-utgava-{file.edition.number}"
    return f"{name}{ENDINGS[file.format]}"
