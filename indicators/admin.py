"""Indicators, measures and targets on the administration pages."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goals.admin import OnRoundAdmin, OnRoundForm, UsedInRoundsAdmin
from indicators.forms import ValueFormField
from indicators.models import Indicator, Measure, Target


@admin.register(Indicator)
class IndicatorAdmin(UsedInRoundsAdmin[Indicator]):
    lines = "targets__measure__indicator"
    printed_fields = ("name", "committee", "tolerance")
    list_display = ("name", "committee", "better", "periodicity", "by_sex")
    list_filter = ("committee", "better", "periodicity", "by_sex")
    list_select_related = ("committee",)
    search_fields = ("name",)
    autocomplete_fields = ("predecessor",)


@admin.register(Measure)
class MeasureAdmin(UsedInRoundsAdmin[Measure]):
    lines = "targets__measure"
    printed_fields = ("indicator", "committee", "goal")
    list_display = ("indicator", "committee", "goal")
    list_filter = ("goal__year", "committee")
    list_select_related = ("indicator", "committee", "goal")
    search_fields = ("indicator__name",)
    autocomplete_fields = ("indicator", "goal")


class TargetForm(OnRoundForm):
    """Targets are written as people write them: “80 %”, “öka”, “Tas fram av nämnd”."""

    target = ValueFormField(label=_("Target"))
    council_target = ValueFormField(label=_("Council target"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("target", "council_target"):
            stored = getattr(self.instance, name)
            field = self.fields.get(name)
            if isinstance(field, ValueFormField):
                field.stored = stored
                self.initial[name] = stored

    def _post_clean(self) -> None:
        # Before the model checks itself: a value and a word are not columns of a form.
        for name in ("target", "council_target"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()  # type: ignore[misc]


@admin.register(Target)
class TargetAdmin(OnRoundAdmin):
    form = TargetForm
    list_display = ("measure", "round", "shown_target", "shown_council_target")
    list_filter = ("round__year", "round__part", "round__committee")
    list_select_related: ClassVar = (
        "measure__indicator",
        "measure__goal",
        "round__committee",
    )
    autocomplete_fields = ("measure",)
    fields = (
        "round",
        "measure",
        "target",
        "council_target",
        "better",
        "by_sex",
        "periodicity",
    )

    @admin.display(description=_("target"))
    def shown_target(self, target: Target) -> str:
        return target.target.text

    @admin.display(description=_("council target"))
    def shown_council_target(self, target: Target) -> str:
        return target.council_target.text

    def get_readonly_fields(self, request: HttpRequest, obj: Target | None = None) -> Any:
        # Which line it is cannot change, only what it says.
        return ("round", "measure") if obj else ()
