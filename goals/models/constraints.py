"""What several models are kept to by the database."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.choices import FIRST_YEAR, LAST_YEAR

YEAR_VALIDATORS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))


def choice_check(
    field: str, choices: type[models.TextChoices], name: str, *, blank: bool = False
) -> models.CheckConstraint:
    """A constraint that keeps a column to the choices it was declared with."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


def date_order(prefix: str) -> tuple[models.CheckConstraint, ...]:
    """Constraints that keep a round to open, be due and lock in that order."""
    message = _("A round opens first, is then due, and is locked last.")
    pairs = (("opens", "due"), ("due", "locks"), ("opens", "locks"))
    return tuple(
        models.CheckConstraint(
            condition=models.Q(**{f"{first}__isnull": True})
            | models.Q(**{f"{then}__isnull": True})
            | models.Q(**{f"{first}__lte": models.F(then)}),
            name=f"{prefix}_{first}_before_{then}",
            violation_error_message=message,
        )
        for first, then in pairs
    )
