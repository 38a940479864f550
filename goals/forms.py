"""What people write about goals."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.widgets import TextEditor
from goals.choices import Level
from goals.models import Assessment

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
        # A copy keeps every tick of a list, where a plain mapping has the last one only.
        typed: Any = copy(self.data)
        typed[self.add_prefix("version")] = str(version)
        self.data = typed

    def lock(self) -> None:
        """Let nothing more be typed; what was typed can still be read and copied."""
        for field in self.fields.values():
            reads_only = isinstance(field.widget, forms.TextInput | forms.Textarea)
            field.widget.attrs["readonly" if reads_only else "disabled"] = True


class AssessmentForm(LineForm):
    """How far a goal is met, and why."""

    # As they stand on the page; what is wrong with them is told in that order.
    field_order = ("version", "reached_results", "level", "reason", "analysis")

    level = forms.ChoiceField(
        label=_("Assessment"),
        choices=[*Level.choices, ("", _("Not assessed"))],
        required=False,
        widget=forms.RadioSelect,
    )
    analysis = forms.CharField(
        label=_("Analysis"),
        help_text=_("What the report says about the goal. Needed unless it is met fully."),
        required=False,
        max_length=TEXT_LENGTH,
        widget=TextEditor,
    )
    reason = forms.CharField(
        label=_("Why the assessment is another than the proposed one"),
        help_text=_("Needed when they differ. It stands in the report, before the analysis."),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reached_results = forms.MultipleChoiceField(
        label=_("Expected results that are reached"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, results: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reached_results"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (declared above)
        field.choices = [(result, result) for result in dict.fromkeys(results) if result.strip()]

    def forget_proposal(self) -> None:
        """Ask for no reason to differ: nothing is proposed, but an earlier reason still stands."""
        reason = self.fields["reason"]
        reason.label = _("Reason")
        reason.help_text = _("It stands in the report, before the analysis.")

    @staticmethod
    def initial_of(assessment: Assessment) -> dict[str, Any]:
        """What the form shows before anybody has typed."""
        return {
            "version": assessment.version,
            "level": assessment.level,
            "analysis": assessment.analysis,
            "reason": assessment.reason,
            "reached_results": assessment.reached_results,
        }
