"""Rounds, the goal tree of a year, activities, and what a round says of each.

A goal, a measure or an activity lasts the year; everything that is *said* of it
(dates, texts, levels, figures) is a line that hangs on a round. So a locked
round is locked for all of it, and a plan does not change when a later report
does. See docs/adr/0003-a-round-holds-its-own-lines.md.
"""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from goals.choices import (
    FIRST_YEAR,
    LAST_YEAR,
    ActivityStatus,
    GoalLevel,
    Level,
    Part,
    RoundState,
)
from goals.tree import CODE, code_key
from organisation.models import Committee

YEAR_VALIDATORS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))


def choice_check(
    field: str, choices: type[models.TextChoices], name: str, *, blank: bool = False
) -> models.CheckConstraint:
    """A constraint that keeps a column to the choices it was declared with."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


class Round(models.Model):
    """One committee's plan, tertial report or annual report of one year, while it is made.

    Everything reported hangs on a round. A locked or decided round is locked
    for all of it, whichever way somebody tries to change it.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="rounds", verbose_name=_("committee")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_VALIDATORS)
    part = models.CharField(_("part"), max_length=10, choices=Part)
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.OPEN)
    opens = models.DateField(_("opens"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = (
            models.UniqueConstraint(
                fields=["committee", "year", "part"],
                name="round_once",
                violation_error_message=_("The committee already has that round."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="round_year"
            ),
            choice_check("part", Part, "round_part"),
            choice_check("state", RoundState, "round_state"),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True)
                | models.Q(due__isnull=True)
                | models.Q(opens__lte=models.F("due")),
                name="round_opens_before_due",
                violation_error_message=_("The round must open before it is due."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.committee.slug, self.year, self.slug])

    @property
    def title(self) -> str:
        """The round's name within its committee: 'Tertial report 1 2023'."""
        return f"{self.get_part_display()} {self.year}"

    @property
    def slug(self) -> str:
        """The last word of the round's address."""
        return PART_SLUGS[self.part]

    @property
    def is_open(self) -> bool:
        """Whether people may enter things in it."""
        return self.state == RoundState.OPEN

    @property
    def is_locked(self) -> bool:
        """Whether nothing in it may change any more."""
        return self.state in (RoundState.LOCKED, RoundState.DECIDED)

    @property
    def reports_outcomes(self) -> bool:
        """Whether it is a report; a plan has targets, but no outcomes yet."""
        return self.part != Part.PLAN


# The words in addresses: what people call the documents.
PART_SLUGS: dict[str, str] = {Part.PLAN: "vp", Part.T1: "t1", Part.T2: "t2", Part.ANNUAL: "vb"}


class Goal(TreeNode):
    """A goal of one year's tree. Without a committee it is the council's, shared by all."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_VALIDATORS)
    level = models.CharField(_("level"), max_length=10, choices=GoalLevel)
    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(CODE, _("Write the code as 1.3.1."))],
    )
    title = models.CharField(_("title"), max_length=500)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("committee"),
        help_text=_("Empty for the council's goals, which all committees share."),
    )
    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("goal above"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = (
            models.UniqueConstraint(
                fields=["year", "level", "code", "title", "committee"],
                condition=models.Q(committee__isnull=False),
                name="goal_once_per_committee",
                violation_error_message=_("The committee already has that goal."),
            ),
            models.UniqueConstraint(
                fields=["year", "level", "code", "title"],
                condition=models.Q(committee__isnull=True),
                name="goal_once_for_council",
                violation_error_message=_("The council already has that goal."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="goal_year"
            ),
            choice_check("level", GoalLevel, "goal_level"),
            models.CheckConstraint(
                condition=models.Q(level=GoalLevel.COMMITTEE, committee__isnull=False)
                | (~models.Q(level=GoalLevel.COMMITTEE) & models.Q(committee__isnull=True)),
                name="goal_owner",
                violation_error_message=_(
                    "Direction and area goals are the council's; a committee goal has a committee."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(title=""), name="goal_code_and_title"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def sort_key(self) -> tuple[int, ...]:
        """Where the goal stands in its tree, depth first."""
        return code_key(self.code)


class Assessment(models.Model):
    """What a round says of a goal: its words, how far it is met, and why.

    That the line exists means that the goal is in the round's document.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="assessments", verbose_name=_("round")
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, related_name="assessments", verbose_name=_("goal")
    )
    level = models.CharField(_("assessment"), max_length=10, choices=Level, blank=True)
    description = models.TextField(_("description"), blank=True)
    expected_results = models.JSONField(_("expected results"), default=list, blank=True)
    analysis = models.TextField(_("analysis"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = (
            models.UniqueConstraint(fields=["round", "goal"], name="assessment_once"),
            choice_check("level", Level, "assessment_level", blank=True),
        )

    def __str__(self) -> str:
        return f"{self.goal} · {self.get_level_display() or '–'}"


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
        )

    def __str__(self) -> str:
        return str(self.activity)
