"""The goal tree of a year, and what a round says of a goal."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from goals.choices import FIRST_YEAR, LAST_YEAR, GoalLevel, Level
from goals.models.constraints import YEAR_VALIDATORS, choice_check
from goals.models.rounds import Round
from goals.tree import CODE, code_key
from organisation.models import Committee


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
    # Those of the expected results that have been reached, by their words.
    reached_results = models.JSONField(_("results reached"), default=list, blank=True)
    analysis = models.TextField(_("analysis"), blank=True)
    # What the program proposed when somebody decided, and why: kept as evidence. What it
    # proposes now is worked out when it is read; see `goals.proposal`.
    proposed = models.CharField(
        _("proposed assessment"), max_length=10, choices=Level, blank=True, editable=False
    )
    grounds = models.JSONField(_("grounds"), default=list, blank=True, editable=False)
    reason = models.TextField(
        _("reason for differing"),
        blank=True,
        help_text=_("Why the assessment is another than the one proposed."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = (
            models.UniqueConstraint(fields=["round", "goal"], name="assessment_once"),
            choice_check("level", Level, "assessment_level", blank=True),
            choice_check("proposed", Level, "assessment_proposed", blank=True),
        )

    def __str__(self) -> str:
        return f"{self.goal} · {self.get_level_display() or '–'}"
