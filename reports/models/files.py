"""Files that people ask for, made by a worker."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models import Round, choice_check
from reports.choices import FileState


class ReportFile(models.Model):
    """A PDF that somebody asked for, made by a worker."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="files", verbose_name=_("round"))
    state = models.CharField(_("state"), max_length=10, choices=FileState, default=FileState.QUEUED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    content = models.BinaryField(null=True, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)

    UNDER_WAY = (FileState.QUEUED, FileState.MAKING)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = (choice_check("state", FileState, "reportfile_state"),)

    def __str__(self) -> str:
        return f"{self.round} · {self.get_state_display()}"
