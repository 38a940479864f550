"""What people write about goals and activities."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goals.choices import ActivityStatus, Level
from goals.models import ActivityReport, Assessment

TEXT_LENGTH = 20_000


class LineForm(forms.Form):
    """A form for one line of a round; it knows which version of the line it was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def add_errors(self, error: ValidationError) -> None:
        """Show what a rule refused beside the field that it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            shown = next((field for field in self.fields if name.startswith(field)), None)
            self.add_error(shown, ValidationError(errors))

    def keep_typed(self, version: int) -> None:
        """Show again what was typed, as an answer to the version that is stored now."""
        typed = {name: self.data[name] for name in self.data}
        self.data = {**typed, self.add_prefix("version"): str(version)}

    def lock(self) -> None:
        """Let nothing more be typed; what was typed can still be read and copied."""
        for field in self.fields.values():
            reads_only = isinstance(field.widget, forms.TextInput | forms.Textarea)
            field.widget.attrs["readonly" if reads_only else "disabled"] = True


class RowForm(LineForm):
    """A line's form in a table: its fields stand in cells, outside the form's own element.

    Each field has a label of its own with the name of the row in it, so that
    no two fields of the page are called the same.
    """

    def __init__(self, *args: Any, form_id: str, row_name: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{form_id}-%s"
        super().__init__(*args, **kwargs)
        self.form_id = form_id
        self.row_name = row_name
        for field in self.fields.values():
            field.widget.attrs["form"] = form_id


class ActivityForm(RowForm):
    """How an activity goes."""

    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("Not stated")), *ActivityStatus.choices], required=False
    )
    deviation = forms.BooleanField(label=_("Deviation"), required=False)
    analysis = forms.CharField(
        label=_("Analysis"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1}),
    )

    @staticmethod
    def initial_of(report: ActivityReport) -> dict[str, Any]:
        """What the form shows before anybody has typed."""
        return {
            "version": report.version,
            "status": report.status,
            "deviation": report.deviation,
            "analysis": report.analysis,
        }


class AssessmentForm(LineForm):
    """How far a goal is met, and why."""

    level = forms.ChoiceField(
        label=_("Assessment"),
        choices=[*Level.choices, ("", _("Not assessed"))],
        required=False,
        widget=forms.RadioSelect,
    )
    analysis = forms.CharField(
        label=_("Analysis"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    @staticmethod
    def initial_of(assessment: Assessment) -> dict[str, Any]:
        """What the form shows before anybody has typed."""
        return {
            "version": assessment.version,
            "level": assessment.level,
            "analysis": assessment.analysis,
        }
