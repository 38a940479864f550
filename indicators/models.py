"""Indicators, the measures that tie them to a year, their targets and outcomes."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from goals.models import Goal, Round, choice_check
from indicators.choices import (
    Better,
    IndicatorKind,
    OutcomeState,
    Periodicity,
    WarningCode,
)
from indicators.fields import ValueField, value_constraint
from indicators.plausibility import about_words
from organisation.models import Committee


class Indicator(models.Model):
    """What is measured, for as long as it is measured. Its name is its key across years."""

    name = models.CharField(_("name"), max_length=500)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("committee"),
        help_text=_("Empty for the council's indicators, which all committees share."),
    )
    better = models.CharField(_("direction"), max_length=10, choices=Better, default=Better.HIGHER)
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    by_sex = models.BooleanField(_("split by sex"), default=False)
    periodicity = models.CharField(_("periodicity"), max_length=10, choices=Periodicity, blank=True)
    tolerance = models.DecimalField(
        _("tolerance"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_(
            "How far from the target still counts as met partly, as a share: 0.20 is 20 %. "
            "Empty: the municipality's own."
        ),
    )
    definition = models.TextField(_("definition"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("continues"),
        help_text=_("The indicator this one continues under a new name."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = (
            models.UniqueConstraint(
                fields=["name", "committee"],
                condition=models.Q(committee__isnull=False),
                name="indicator_once_per_committee",
                violation_error_message=_("The committee already has an indicator of that name."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(committee__isnull=True),
                name="indicator_once_for_council",
                violation_error_message=_("The council already has an indicator of that name."),
            ),
            choice_check("better", Better, "indicator_better"),
            choice_check("kind", IndicatorKind, "indicator_kind", blank=True),
            choice_check("periodicity", Periodicity, "indicator_periodicity", blank=True),
            models.CheckConstraint(condition=~models.Q(name=""), name="indicator_name"),
            models.CheckConstraint(
                condition=models.Q(tolerance__isnull=True)
                | models.Q(tolerance__gte=0, tolerance__lte=1),
                name="indicator_tolerance",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.pk])

    @property
    def is_councils(self) -> bool:
        """Whether the council defined it, for all committees."""
        return self.committee_id is None


class Measure(models.Model):
    """An indicator in one committee's year, under one goal."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="measures", verbose_name=_("indicator")
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="measures", verbose_name=_("committee")
    )
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="measures", verbose_name=_("goal"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "committee", "goal"],
                name="measure_once",
                violation_error_message=_("The goal already has that indicator."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} · {self.goal.code}"


class Target(models.Model):
    """What a measure promises in a round, and how it is read there.

    Targets change during the year by dated decisions: each round keeps those
    that held in it. That the line exists means that the measure is in the
    round's document.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="targets", verbose_name=_("round")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="targets", verbose_name=_("measure")
    )
    target = ValueField(_("target"))
    council_target = ValueField(_("council target"))
    better = models.CharField(_("direction"), max_length=10, choices=Better)
    by_sex = models.BooleanField(_("split by sex"), default=False)
    periodicity = models.CharField(_("periodicity"), max_length=10, choices=Periodicity, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = (
            models.UniqueConstraint(fields=["round", "measure"], name="target_once"),
            choice_check("better", Better, "target_better"),
            choice_check("periodicity", Periodicity, "target_periodicity", blank=True),
            value_constraint("target", "target"),
            value_constraint("target", "council_target"),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.target}"


class Outcome(models.Model):
    """What became of a measure in a round.

    Total, women and men are reported independently: none is worked out from
    the others.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="outcomes", verbose_name=_("round")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="outcomes", verbose_name=_("measure")
    )
    total = ValueField(_("outcome"))
    women = ValueField(_("women"))
    men = ValueField(_("men"))
    previous_year = ValueField(_("last year"))
    forecast = ValueField(_("full-year forecast"))
    state = models.CharField(
        _("state"), max_length=20, choices=OutcomeState, default=OutcomeState.MISSING
    )
    expected_on = models.DateField(
        _("expected on"),
        null=True,
        blank=True,
        help_text=_("When an outcome that comes later is expected."),
    )
    period = models.CharField(_("period"), max_length=60, blank=True)
    analysis = models.TextField(_("analysis"), blank=True)
    commented = models.BooleanField(_("has an analysis"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    FIGURES = ("total", "women", "men", "previous_year", "forecast")

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = (
            models.UniqueConstraint(fields=["round", "measure"], name="outcome_once"),
            choice_check("state", OutcomeState, "outcome_state"),
            value_constraint("outcome", "total"),
            value_constraint("outcome", "women"),
            value_constraint("outcome", "men"),
            value_constraint("outcome", "previous_year"),
            value_constraint("outcome", "forecast"),
            models.CheckConstraint(
                condition=models.Q(state=OutcomeState.ENTERED)
                | models.Q(total_amount__isnull=True, total_word=""),
                name="outcome_value_means_entered",
                violation_error_message=_("An outcome with a value is an entered outcome."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=OutcomeState.LATER) | models.Q(expected_on__isnull=True),
                name="outcome_expected_means_later",
                violation_error_message=_("Only an outcome that comes later is expected on a day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.total}"


class Acceptance(models.Model):
    """Somebody has seen a warning about an outcome and says that the figures are right.

    It holds for what the warning was about then (`about`); when the figures
    change, the warning comes back. Kept for ever, as evidence.
    """

    outcome = models.ForeignKey(
        Outcome, models.CASCADE, related_name="acceptances", verbose_name=_("outcome")
    )
    code = models.CharField(_("warning"), max_length=20, choices=WarningCode)
    about = models.CharField(_("about"), max_length=400)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("person")
    )
    at = models.DateTimeField(_("accepted"), default=timezone.now)

    class Meta:
        verbose_name = _("accepted warning")
        verbose_name_plural = _("accepted warnings")
        constraints = (
            models.UniqueConstraint(fields=["outcome", "code", "about"], name="acceptance_once"),
            choice_check("code", WarningCode, "acceptance_code"),
        )

    def __str__(self) -> str:
        return f"{self.get_code_display()} · {self.outcome}"

    @property
    def words(self) -> str:
        """The figures that the warning was about, as people read them."""
        return about_words(self.code, self.about)
