"""The report of a round: its registry number, status, sections and economy."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from goals.models import Round, choice_check
from reports.choices import ReportStatus


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
