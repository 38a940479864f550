"""The words that reports are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportStatus(models.TextChoices):
    """How far a document has come on its way to a decision."""

    DRAFT = "draft", _("Draft")
    PROPOSAL = "proposal", _("Proposal")
    DECIDED = "decided", _("Decided")


class EditionKind(models.TextChoices):
    """What an edition of a report is: what was submitted, what was decided, or what was mended."""

    PROPOSAL = "proposal", _("Proposal")
    DECIDED = "decided", _("Decided")
    CORRECTION = "correction", pgettext_lazy("edition", "Correction")


# The editions that everybody may read.
PUBLISHED = (EditionKind.DECIDED, EditionKind.CORRECTION)


class EditionFormat(models.TextChoices):
    """What an edition is kept as."""

    PDF = "pdf", _("PDF")
    ARCHIVE = "archive", _("PDF for the archive, with its data")
    # The program’s name, not a word.
    WORD = "word", "Word"
    EXCEL = "excel", _("Excel")
    JSON = "json", _("JSON")
    CSV = "csv", _("CSV")


class FileState(models.TextChoices):
    """How far the making of a file has come."""

    QUEUED = "queued", _("Queued")
    MAKING = "making", _("Being made")
    READY = "ready", pgettext_lazy("file", "Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Severity(models.TextChoices):
    """How much a finding of the review matters, the gravest first."""

    MUST = "must", _("Must be mended")
    LOOK = "look", _("Look at this")
    NOTE = "note", pgettext_lazy("severity", "Note")


class SectionState(models.TextChoices):
    """How far a section of a report has come."""

    NOT_BEGUN = "not_begun", _("Not begun")
    BEGUN = "begun", _("Being written")
    READY = "ready", pgettext_lazy("section", "Ready")
