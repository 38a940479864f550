"""Rounds, goals and activities on the administration pages.

A locked round is locked here too: `OnRoundAdmin` is for lines that hang on a
round, `UsedInRoundsAdmin` for what such lines speak of.
"""

from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from goals.models import Activity, ActivityReport, Assessment, Goal, Round
from goals.rules import RoundLocked

Line = TypeVar("Line", bound=Model)


def locked_rounds(**used: Any) -> QuerySet[Round]:
    """The locked rounds that use something: `locked_rounds(assessments__goal=goal)`."""
    return Round.objects.filter(**used).locked()


class OnRoundForm(forms.ModelForm[Any]):
    """Refuses a line of a locked round, whether it is there already or is put there."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        round = self.cleaned_data.get("round")
        if isinstance(round, Round) and round.is_locked:
            raise ValidationError(str(RoundLocked(round)))
        return cleaned


class OnRoundAdmin(admin.ModelAdmin[Any]):
    """For lines with a `round`: those of a locked round can only be read."""

    form = OnRoundForm

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.round.is_locked)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.round.is_locked)


class UsedInRoundsAdmin(admin.ModelAdmin[Line], Generic[Line]):
    """For what lines speak of: fields that documents print are fixed once a round is locked."""

    lines: str  # the way from Round to this: "assessments__goal"
    printed_fields: tuple[str, ...]

    def is_fixed(self, obj: Line | None) -> bool:
        """Whether a locked round's document speaks of it."""
        return obj is not None and locked_rounds(**{self.lines: obj}).exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Line | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *self.printed_fields) if self.is_fixed(obj) else fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self.is_fixed(obj)


@admin.register(Round)
class RoundAdmin(admin.ModelAdmin[Round]):
    list_display = ("committee", "year", "part", "state", "opens", "due", "locks")
    list_filter = ("year", "part", "state", "committee")
    list_select_related = ("committee",)

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> Any:
        # What is done with a round asks for a reason, and is told: see goals.lifecycle.
        fixed = ("committee", "year", "part", "state", "opens", "due", "locks")
        return fixed if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_locked)


@admin.register(Goal)
class GoalAdmin(UsedInRoundsAdmin[Goal]):
    lines = "assessments__goal"
    printed_fields = ("year", "level", "code", "title", "committee", "parent")
    list_display = ("code", "title", "year", "level", "committee")
    list_filter = ("year", "level", "committee")
    list_select_related = ("committee",)
    search_fields = ("code", "title")
    ordering = ("-year", "code")


@admin.register(Activity)
class ActivityAdmin(UsedInRoundsAdmin[Activity]):
    lines = "activity_reports__activity"
    printed_fields = ("goal", "committee", "by_council", "title", "number")
    list_display = ("title", "goal", "committee", "by_council")
    list_filter = ("goal__year", "committee")
    list_select_related = ("goal", "committee")
    search_fields = ("title",)
    autocomplete_fields = ("goal",)


@admin.register(Assessment)
class AssessmentAdmin(OnRoundAdmin):
    list_display = ("goal", "round", "level")
    list_filter = ("round__year", "round__part", "round__committee")
    list_select_related: ClassVar = ("goal", "round__committee")
    autocomplete_fields = ("goal",)


@admin.register(ActivityReport)
class ActivityReportAdmin(OnRoundAdmin):
    list_display = ("activity", "round", "start", "end", "status", "deviation")
    list_filter = ("round__year", "round__part", "round__committee")
    list_select_related: ClassVar = ("activity", "round__committee")
    autocomplete_fields = ("activity",)
