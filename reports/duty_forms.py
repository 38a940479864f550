"""Saying who answers for goals, indicators and activities."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.duties import KEEP
from goals.places import Place
from organisation.models import Committee, Unit, User
from organisation.queries import people_in
from reports.responsibilities import named_people

NOBODY = "0"


def people_choices(committee: Committee) -> list[tuple[str, str]]:
    """Those who can be made responsible in the committee."""
    return [(str(person.pk), str(person)) for person in people_in(committee)]


def unit_choices(committee: Committee) -> list[tuple[str, str]]:
    """The committee's units, by name."""
    return [(str(unit.pk), unit.name) for unit in committee.units.order_by("name")]


def choose_from(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """What a field offers."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class AssignForm(forms.Form):
    """A unit and a person for the chosen rows."""

    places = forms.MultipleChoiceField(
        label=_("Rows"), error_messages={"required": _("Choose at least one row.")}
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)

    def __init__(
        self, *args: Any, committee: Committee, places: Iterable[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.committee = committee
        stays = [("", _("As it is")), (NOBODY, _("Nobody"))]
        choose_from(self, "places", [(str(place), str(place)) for place in places])
        choose_from(self, "unit", [*stays, *unit_choices(committee)])
        choose_from(self, "person", [*stays, *people_choices(committee)])

    def clean(self) -> dict[str, Any]:
        """Something is to be changed."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data["unit"] and not data["person"]:
            raise ValidationError(_("Choose a unit or a person."))
        return data

    @property
    def chosen(self) -> list[Place]:
        """The chosen rows."""
        return [Place.read(text) for text in self.cleaned_data["places"]]

    @property
    def unit_said(self) -> Any:
        """The unit, None, or that it stays."""
        text = self.cleaned_data["unit"]
        if not text:
            return KEEP
        return None if text == NOBODY else Unit.objects.get(pk=text, committee=self.committee)

    @property
    def person_said(self) -> Any:
        """The person, None, or that it stays."""
        text = self.cleaned_data["person"]
        if not text:
            return KEEP
        return None if text == NOBODY else User.objects.get(pk=text)


class ReassignForm(forms.Form):
    """From whom everything goes, and to whom."""

    from_person = forms.ChoiceField(label=pgettext_lazy("person", "From"))
    to_person = forms.ChoiceField(label=pgettext_lazy("person", "To"))

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = named_people(committee)
        choose = ("", _("Choose…"))
        from_whom = [(str(one.pk), f"{one} ({count})") for one, count in named]
        choose_from(self, "from_person", [choose, *from_whom])
        to_whom = [*people_choices(committee), (NOBODY, _("Nobody"))]
        choose_from(self, "to_person", [choose, *to_whom])

    def clean(self) -> dict[str, Any]:
        """To somebody else."""
        data = super().clean() or self.cleaned_data
        if data.get("from_person") and data.get("from_person") == data.get("to_person"):
            self.add_error("to_person", _("Choose somebody else."))
        return data

    @property
    def from_said(self) -> User:
        """Who gives it away."""
        return User.objects.get(pk=self.cleaned_data["from_person"])

    @property
    def to_said(self) -> User | None:
        """Who gets it; nobody."""
        text = self.cleaned_data["to_person"]
        return None if text == NOBODY else User.objects.get(pk=text)
