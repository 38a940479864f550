"""A value in a model: a number as it was written, or a word, or nothing."""

from typing import Any, Self, overload

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.formats import NOTHING, Value

MAX_DIGITS, DECIMAL_PLACES = 20, 6
TEXT_LENGTH = 120


class ValueField:
    """Three columns that are read and written as one `config.formats.Value`.

    `total = ValueField(_("outcome"))` gives the columns `total_amount` (the
    number), `total_printed` (how it was written, with its unit) and
    `total_word` ("öka", "Tas fram av nämnd"), and the attribute `total`.
    `constraint` keeps them to a number, a word or nothing, in the database.
    """

    def __init__(self, verbose_name: Any) -> None:
        self.verbose_name = verbose_name

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        self.name = name
        columns: dict[str, models.Field[Any, Any]] = {
            "amount": models.DecimalField(
                self.verbose_name,
                max_digits=MAX_DIGITS,
                decimal_places=DECIMAL_PLACES,
                null=True,
                blank=True,
                editable=False,
            ),
            "printed": models.CharField(
                _("as written"), max_length=TEXT_LENGTH, blank=True, editable=False
            ),
            "word": models.CharField(_("word"), max_length=TEXT_LENGTH, blank=True, editable=False),
        }
        for suffix, column in columns.items():
            cls.add_to_class(f"{name}_{suffix}", column)
        setattr(cls, name, self)

    @overload
    def __get__(self, instance: None, owner: type[models.Model]) -> Self: ...
    @overload
    def __get__(self, instance: models.Model, owner: type[models.Model]) -> Value: ...
    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Self | Value:
        if instance is None:
            return self
        amount = getattr(instance, f"{self.name}_amount")
        word = getattr(instance, f"{self.name}_word")
        if amount is None and not word:
            return NOTHING
        return Value(amount=amount, printed=getattr(instance, f"{self.name}_printed"), word=word)

    def __set__(self, instance: models.Model, value: Value) -> None:
        setattr(instance, f"{self.name}_amount", value.amount)
        setattr(instance, f"{self.name}_printed", value.printed)
        setattr(instance, f"{self.name}_word", value.word)


def value_constraint(model: str, name: str) -> models.CheckConstraint:
    """A number with its writing, or a word, or nothing: never two of them, never half of one."""
    number = models.Q(**{f"{name}_amount__isnull": False, f"{name}_word": ""}) & ~models.Q(
        **{f"{name}_printed": ""}
    )
    no_number = models.Q(**{f"{name}_amount__isnull": True, f"{name}_printed": ""})
    return models.CheckConstraint(
        condition=number | no_number,
        name=f"{model}_{name}_value_or_word",
        violation_error_message=_("Give a value or a word, not both."),
    )
