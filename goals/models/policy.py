"""How the municipality judges, protects small groups and reviews: one row for all committees."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from goals.choices import ProposalMode
from goals.models.constraints import choice_check

# The only row there is.
THE_ONE = 1
SHARE = (MinValueValidator(0), MaxValueValidator(1))
WEIGHTS = (MaxValueValidator(10),)


class Policy(models.Model):
    """What the central controllers have set for the whole municipality.

    Where nobody has set anything there is no row, and an unsaved `Policy()` with its
    defaults holds; `goals.queries.policy_now` gives the one or the other.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    tolerance = models.DecimalField(
        _("tolerance of an indicator"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.200"),
        validators=SHARE,
        help_text=_("How far from its target an indicator is still met partly: 0.2 is 20 %."),
    )
    mode = models.CharField(
        _("proposals"), max_length=10, choices=ProposalMode, default=ProposalMode.PROPOSE
    )
    indicator_weight = models.PositiveSmallIntegerField(
        _("weight of the indicators"), default=2, validators=WEIGHTS
    )
    activity_weight = models.PositiveSmallIntegerField(
        _("weight of the activities"), default=1, validators=WEIGHTS
    )
    child_weight = models.PositiveSmallIntegerField(
        _("weight of the goals below"), default=3, validators=WEIGHTS
    )
    full_from = models.DecimalField(
        _("met fully from"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.750"),
        validators=SHARE,
        help_text=_("The weighted share, 0 to 1, from which a goal is proposed as met fully."),
    )
    partial_from = models.DecimalField(
        _("met partly from"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.250"),
        validators=SHARE,
        help_text=_("The weighted share, 0 to 1, from which a goal is proposed as met partly."),
    )
    never_full_with_unmet = models.BooleanField(
        _("never fully while an indicator is not met"), default=False
    )
    gap_threshold = models.DecimalField(
        _("gap between women and men to analyse"),
        max_digits=5,
        decimal_places=1,
        default=Decimal("10.0"),
        validators=[MinValueValidator(0)],
        help_text=_("In percentage points, or in percent of the larger where it is no share."),
    )
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group to show"),
        # Off until the municipality has chosen: what a file says then comes out as it went in.
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("Numbers of people below this are not shown. 0 shows all."),
    )
    # The review's checks that have another severity than their own: code → severity, or "off".
    severities = models.JSONField(_("severities"), default=dict, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = (
            choice_check("mode", ProposalMode, "policy_mode"),
            models.CheckConstraint(condition=models.Q(id=THE_ONE), name="policy_once"),
            models.CheckConstraint(
                condition=models.Q(tolerance__gte=0, tolerance__lte=1), name="policy_tolerance"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    partial_from__gte=0, full_from__gte=models.F("partial_from"), full_from__lte=1
                ),
                name="policy_order",
                violation_error_message=_("“Met fully from” is at least “met partly from”."),
            ),
        )

    def __str__(self) -> str:
        return str(_("The municipality’s policy"))
