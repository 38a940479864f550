"""What people ask the history for, and the texts they write in a report."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from config.widgets import TextEditor
from goals.choices import FIRST_YEAR, LAST_YEAR
from goals.drafts import TEXT_LENGTH
from goals.forms import LineForm
from goals.history import LASTING, PROGRAM, SUBJECTS, Wanted
from goals.places import Place
from organisation.models import User

SEARCH_LENGTH = 100
DAYS = (MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31)))


def _day_field(label: Any) -> forms.DateField:
    # A date field of the browser takes and gives days as 2026-04-30 only.
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label,
        required=False,
        widget=widget,
        input_formats=["%Y-%m-%d"],
        validators=DAYS,
    )


class HistoryForm(forms.Form):
    """Which events to show. The fields are named as in the address.

    `with_lasting` also offers what belongs to no round.
    """

    sok = forms.CharField(
        label=_("Search for a name"),
        required=False,
        max_length=SEARCH_LENGTH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    amne = forms.ChoiceField(label=_("About"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    fran = _day_field(_("From"))
    till = _day_field(_("To and including"))

    def __init__(
        self, *args: Any, people: Iterable[User], with_lasting: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        subject, person = self.fields["amne"], self.fields["person"]
        assert isinstance(subject, forms.ChoiceField)  # noqa: S101 (declared above)
        assert isinstance(person, forms.ChoiceField)  # noqa: S101 (declared above)
        subject.choices = [
            ("", _("Everything")),
            *(
                (key, name)
                for key, (name, _verbs) in SUBJECTS.items()
                if with_lasting or key not in LASTING
            ),
        ]
        person.choices = [
            ("", _("Everybody")),
            *((str(user.pk), str(user)) for user in people),
            (PROGRAM, _("The program")),
        ]

    def wanted(self, place: Place | None) -> Wanted:
        """What was asked for; what cannot be read is not asked for."""
        self.full_clean()
        asked = self.cleaned_data
        return Wanted(
            person=asked.get("person", ""),
            subject=asked.get("amne", ""),
            since=asked.get("fran"),
            until=asked.get("till"),
            text=asked.get("sok", ""),
            place=place,
        )


class SectionForm(LineForm):
    """A text of a report; its version is 0 before anybody has saved it."""

    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=TextEditor(attrs={"rows": 18}),
    )
