"""The words that indicators and their values are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Better(models.TextChoices):
    """Which way an indicator should go. A property somebody sets: no name tells it."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    WITHIN = "within", _("Within a band")


class IndicatorKind(models.TextChoices):
    """What sort of quantity an indicator is."""

    SHARE = "share", _("Share")
    COUNT = "count", _("Count")
    INDEX = "index", _("Index")
    AMOUNT = "amount", _("Amount")


class Periodicity(models.TextChoices):
    """How often an indicator is measured."""

    YEAR = "year", _("Year")
    TERTIAL = "tertial", _("Tertial")


class OutcomeState(models.TextChoices):
    """Why an outcome has, or does not have, a value. An empty cell is never zero."""

    ENTERED = "entered", _("Entered")
    MISSING = "missing", _("Missing")
    NOT_MEASURED = "not_measured", _("Not measured this period")
    LATER = "later", _("Comes later")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    TOO_FEW = "too_few", _("Too few to show")


class WarningCode(models.TextChoices):
    """What can look wrong with an outcome without being so. See `indicators.plausibility`."""

    OUTSIDE_SEXES = "outside_sexes", _("The total lies outside both women and men")
    PARTS = "parts", _("Women and men do not add up to the total")
    OVER_HUNDRED = "over_hundred", _("Over 100 %")
    UNIT_MISSING = "unit_missing", _("The unit is missing")
    OTHER_UNIT = "other_unit", _("Another unit than the target’s")
    JUMP_YEAR = "jump_year", _("More than half from last year")
    JUMP_TERTIAL = "jump_tertial", _("More than half from last tertial")
    ONE_SEX = "one_sex", _("One sex is missing")
    FORECAST = "forecast", _("The forecast contradicts the outcome")
    NOT_MEASURED = "not_measured", _("Not measured in this period")
