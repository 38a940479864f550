"""What people write about a round itself: its days, a reason, what to unlock."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goals.lifecycle import REASON_LENGTH


class RuleForm(forms.Form):
    """A form for a rule: what the rule refuses is shown beside the field that it is about."""

    use_required_attribute = False

    def add_refused(self, error: ValidationError) -> None:
        """Show what a rule refused; what no field is about stands over them."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, ValidationError(errors))


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """A day, chosen in the browser's calendar or written as 2026-04-30."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as 2026-04-30.")},
    )


class DatesForm(RuleForm):
    """The days on which a round opens, is due and locks."""

    opens = day_field(_("Opens"))
    due = day_field(_("Due"))
    locks = day_field(_("Locks"), _("The last day on which something can be entered."))


class ReasonForm(RuleForm):
    """Why somebody does something with a round."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)


class ReopenForm(ReasonForm):
    """Why a round is opened again, and until when."""

    locks = day_field(_("Locks again after"), _("Empty: until somebody locks it."))


class UnlockForm(ReasonForm):
    """What to unlock, until the end of which day, and why."""

    until = day_field(_("Until the end of"), required=True)
    field_order = ("place", "until", "reason")

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(label=_("What"), choices=places)
        self.order_fields(self.field_order)
