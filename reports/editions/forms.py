"""What people write about an act that makes an edition: a registry number, a decision, a note."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goals.lifecycle import REASON_LENGTH
from goals.models import Round
from goals.round_forms import ReasonForm, RuleForm, day_field
from reports.editions.making import clean_decision
from reports.models import Edition


def _length(name: str) -> int | None:
    length: int | None = Edition._meta.get_field(name).max_length  # type: ignore[union-attr]
    return length


def _registry_number() -> forms.CharField:
    return forms.CharField(
        label=_("Registry number"),
        help_text=_("The number of the matter in the registry, for example KS 2024/17."),
        max_length=_length("registry_number"),
    )


def _paragraph(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("Paragraph"),
        help_text=_("Of the minutes, for example § 7."),
        max_length=_length("paragraph"),
        required=required,
    )


class SubmitForm(RuleForm):
    """Under which number the report is submitted."""

    registry_number = _registry_number()


class _DecidingForm(RuleForm):
    """One that asks for a decision: what is wrong with it is said before it is looked over."""

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if {"decided_on", "paragraph"} <= given.keys() and any(
            (given["decided_on"], given["paragraph"])
        ):
            try:
                clean_decision(self.round, given["decided_on"], given["paragraph"])
            except ValidationError as error:
                self.add_refused(error)
        return given


class DecisionForm(_DecidingForm):
    """When the committee decided, in which paragraph, and whether as was proposed."""

    registry_number = _registry_number()
    decided_on = day_field(_("Decided on"), required=True)
    paragraph = _paragraph()

    def __init__(self, *args: Any, proposal: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposal is not None:
            self.fields["as_proposed"] = forms.TypedChoiceField(
                label=_("The committee decided"),
                choices=[
                    ("yes", _("as proposed in edition %(number)s") % {"number": proposal}),
                    ("no", _("with changes")),
                ],
                coerce=lambda answer: answer == "yes",
                widget=forms.RadioSelect,
            )


class CorrectForm(_DecidingForm):
    """What was corrected, and the new decision where there is one."""

    note = forms.CharField(
        label=_("What was corrected"),
        help_text=_("Everybody who reads the edition sees this."),
        max_length=_length("note"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decided_on = day_field(
        _("Decided anew on"), _("Empty: the decision of the edition before holds.")
    )
    paragraph = _paragraph(required=False)


class BeginForm(ReasonForm):
    """Why a decided round is opened."""

    reason = forms.CharField(label=_("What is to be corrected"), max_length=REASON_LENGTH)
