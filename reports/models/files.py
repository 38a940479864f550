"""Files that people ask for: each is a job for a worker, and keeps what the worker made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models import Round, choice_check
from reports.choices import FileState
from reports.models.editions import Edition

# A job whose worker dies is begun again, but not for ever: it may be what kills them.
ATTEMPTS = 3


class ReportFile(models.Model):
    """A PDF that somebody asked for, made by a worker; or all the files of an edition.

    A PDF of a draft is made of `source`, the document as it was when it was asked for, and
    known by the digest of that: the same input is never under way, or kept, twice. The files
    of an edition are made of its snapshot, and kept with it.
    """

    UNDER_WAY = (FileState.QUEUED, FileState.MAKING)
    # Asking for the same again gives one in these states.
    GOOD = (*UNDER_WAY, FileState.READY)

    round = models.ForeignKey(Round, models.CASCADE, related_name="files", verbose_name=_("round"))
    # Nothing: a PDF of the round as it was when it was asked for.
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, blank=True, related_name="jobs")
    state = models.CharField(_("state"), max_length=10, choices=FileState, default=FileState.QUEUED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # SHA-256 of what it is made of; empty for files from before this was kept.
    digest = models.CharField(max_length=64, blank=True)
    # What it is made of; let go when it is finished.
    source = models.TextField(blank=True)
    # How many times it has been begun; the latest attempt alone may store anything.
    attempt = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    # When its worker last said that it lives, and how far it had come: a step, and a part of it.
    beat_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True, blank=True)
    # Why there is no file, for a person.
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = (
            choice_check("state", FileState, "reportfile_state"),
            models.UniqueConstraint(
                fields=["round", "digest"],
                condition=models.Q(state__in=["queued", "making", "ready"]) & ~models.Q(digest=""),
                name="reportfile_once",
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=models.Q(state__in=["queued", "making", "ready"]),
                name="reportfile_edition_once",
            ),
            models.CheckConstraint(
                condition=models.Q(attempt__lte=ATTEMPTS), name="reportfile_attempts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} · {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits for a worker, or is being made."""
        return self.state in self.UNDER_WAY
