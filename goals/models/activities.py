"""Activities, and what a round says of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from goals.choices import ActivityStatus
from goals.models.constraints import choice_check
from goals.models.goals import Goal
from goals.models.rounds import Round
from organisation.models import Committee


class Activity(models.Model):
    """Something a committee does for a goal."""

    goal = models.ForeignKey(
        Goal, models.PROTECT, related_name="activities", verbose_name=_("goal")
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="activities", verbose_name=_("committee")
    )
    by_council = models.BooleanField(
        _("set by the council"),
        default=False,
        help_text=_("The council's assignments stand under area goals."),
    )
    title = models.CharField(_("title"), max_length=1000)
    number = models.PositiveSmallIntegerField(
        _("number"),
        default=1,
        help_text=_("Tells activities of the same title under the same goal apart."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = (
            models.UniqueConstraint(
                fields=["goal", "committee", "by_council", "title", "number"],
                name="activity_once",
                violation_error_message=_("The goal already has that activity."),
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="activity_title"),
        )

    def __str__(self) -> str:
        return self.title


class ActivityReport(models.Model):
    """What a round says of an activity: its dates, how it goes, and why."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="activity_reports", verbose_name=_("round")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="reports", verbose_name=_("activity")
    )
    start = models.DateField(_("start date"), null=True, blank=True)
    end = models.DateField(_("end date"), null=True, blank=True)
    new_end = models.DateField(
        _("new end date"),
        null=True,
        blank=True,
        help_text=_("When it is expected to end, where that has changed."),
    )
    status = models.CharField(_("status"), max_length=12, choices=ActivityStatus, blank=True)
    deviation = models.BooleanField(_("deviation"), default=False)
    analysis = models.TextField(_("analysis"), blank=True)
    commented = models.BooleanField(_("has an analysis"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("activity report")
        verbose_name_plural = _("activity reports")
        constraints = (
            models.UniqueConstraint(fields=["round", "activity"], name="activityreport_once"),
            choice_check("status", ActivityStatus, "activityreport_status", blank=True),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(start__lte=models.F("end")),
                name="activityreport_start_before_end",
                violation_error_message=_("The end date is before the start date."),
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True)
                | models.Q(new_end__isnull=True)
                | models.Q(start__lte=models.F("new_end")),
                name="activityreport_start_before_new_end",
                violation_error_message=_("The new end date is before the start date."),
            ),
        )

    def __str__(self) -> str:
        return str(self.activity)
