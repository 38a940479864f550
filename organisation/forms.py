"""How people log in, and what they decide for themselves."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.models import User


class LoginForm(AllauthLoginForm):
    """Two fields and nothing between them: Tab goes from the address to the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class RemindersForm(forms.ModelForm[User]):
    """Whether somebody gets reminders."""

    class Meta:
        model = User
        fields = ("reminders",)
        labels = {"reminders": _("Send me reminders by e-mail")}
        help_texts = {
            "reminders": _(
                "Before and after the due date, while something of yours is left to do. "
                "At most one e-mail a day."
            )
        }
