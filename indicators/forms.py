"""What people write about outcomes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.formats import NO_BREAK_SPACE, NOTHING, FormatError, Value, parse_value
from goals.forms import TEXT_LENGTH, RowForm
from indicators.choices import OutcomeState
from indicators.models import Outcome, Target

# Why there is no outcome. That there is one needs not be said: it stands there.
REASONS = [
    ("", _("Not stated")),
    *(
        (state.value, state.label)
        for state in OutcomeState
        if state not in (OutcomeState.ENTERED, OutcomeState.MISSING)
    ),
]


class ValueFormField(forms.Field):
    """Reads what somebody writes in a cell as a `Value`; empty and a dash are no value.

    A number without a unit gets the indicator's. What was there already is left
    exactly as it was written.
    """

    unit = ""
    stored = NOTHING

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Value | str | None) -> str:
        """The text of a value, or what was typed."""
        return value.text if isinstance(value, Value) else value or ""

    def to_python(self, value: str | None) -> Value:
        """The value that the text says."""
        text = (value or "").strip()
        if text == self.stored.text:
            return self.stored
        try:
            read = parse_value(text)
        except FormatError as error:
            raise ValidationError(error.message, code="format") from error
        if read.is_nothing:
            return NOTHING
        if read.is_number and not read.unit and self.unit:
            return Value(amount=read.amount, printed=f"{text}{NO_BREAK_SPACE}{self.unit}")
        return read


class OutcomeForm(RowForm):
    """A row of the outcomes page: women, men and forecast only where they are asked for."""

    total = ValueFormField(label=_("Outcome"))
    women = ValueFormField(label=_("Women"))
    men = ValueFormField(label=_("Men"))
    forecast = ValueFormField(label=_("Full-year forecast"))
    state = forms.ChoiceField(label=_("Reason for no outcome"), choices=REASONS, required=False)
    analysis = forms.CharField(
        label=_("Analysis"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1}),
    )

    FIGURES = ("total", "women", "men", "forecast")

    def __init__(
        self, *args: Any, target: Target, outcome: Outcome, forecasts: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=self.initial_of(outcome), **kwargs)
        if not target.by_sex:
            del self.fields["women"], self.fields["men"]
        if not forecasts:
            del self.fields["forecast"]
        for name in self.FIGURES:
            field = self.fields.get(name)
            if isinstance(field, ValueFormField):
                field.unit = target.measure.indicator.unit
                field.stored = getattr(outcome, name)

    @staticmethod
    def initial_of(outcome: Outcome) -> dict[str, Any]:
        """What the form shows before anybody has typed."""
        unsaid = outcome.state in (OutcomeState.ENTERED, OutcomeState.MISSING)
        return {
            "version": outcome.version,
            "total": outcome.total,
            "women": outcome.women,
            "men": outcome.men,
            "forecast": outcome.forecast,
            "state": "" if unsaid else outcome.state,
            "analysis": outcome.analysis,
        }

    def figure(self, name: str) -> Value:
        """What was written in a cell; nothing where the row has no such cell."""
        value: Value = self.cleaned_data.get(name, NOTHING)
        return value

    @property
    def state_said(self) -> OutcomeState:
        """The reason that was chosen; none means that the outcome is missing."""
        return OutcomeState(self.cleaned_data["state"] or OutcomeState.MISSING)
