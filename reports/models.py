"""The report of a round: its registry number, status, sections, economy, and the files made."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from goals.models import Round, choice_check
from reports.choices import FileState, ReportStatus


class Report(models.Model):
    """What a round's document has beside its goals."""

    round = models.OneToOneField(
        Round, models.PROTECT, related_name="report", verbose_name=_("round")
    )
    registry_number = models.CharField(_("registry number"), max_length=60, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT
    )
    # What the committee and the municipality are called in this document; empty: as now.
    committee_name = models.CharField(_("committee’s name"), max_length=200, blank=True)
    municipality = models.CharField(_("municipality"), max_length=200, blank=True)
    # As it was loaded: its screens, and tables of its own, come with the app `economy`.
    economy = models.JSONField(
        _("economy"), null=True, blank=True, editable=False, encoder=DjangoJSONEncoder
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = (choice_check("status", ReportStatus, "report_status"),)

    def __str__(self) -> str:
        return str(self.round)


class Section(models.Model):
    """A headed text of a report, beside the goals."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sections", verbose_name=_("report")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=60)
    heading = models.CharField(_("heading"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("report", "position")
        constraints = (
            models.UniqueConstraint(fields=["report", "position"], name="section_position_once"),
        )

    def __str__(self) -> str:
        return self.heading


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


class ReminderSent(models.Model):
    """That a person is reminded on a day; written before the e-mail is sent, so that it goes once.

    Whoever sends it claims it first. Without `sent_at` it was not sent, and is
    tried again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = (models.UniqueConstraint(fields=["person", "day"], name="remindersent_once"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.day}"


class AcceptedFinding(models.Model):
    """Somebody has seen what the review found and says why it may stand.

    It holds for what the finding was about then (`about`, a mark of the texts and
    figures); when that changes, the finding comes back. Who takes it back deletes it: the
    events keep what was said.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="accepted_findings", verbose_name=_("round")
    )
    code = models.CharField(_("check"), max_length=40)
    spot = models.CharField(_("place"), max_length=200)
    about = models.CharField(max_length=64)
    message = models.TextField(_("message"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"))
    at = models.DateTimeField(_("accepted"), default=timezone.now)

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "code", "spot", "about"], name="acceptedfinding_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="acceptedfinding_reason"),
        )

    def __str__(self) -> str:
        return f"{self.code} · {self.spot}"
