"""Values in forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.formats import NO_BREAK_SPACE, NOTHING, FormatError, Value, parse_value


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
