"""Reports and their sections on the administration pages."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from goals.admin import OnRoundAdmin
from reports.models import Report, Section


class SectionInline(admin.StackedInline[Section, Report]):
    model = Section
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return self._may_change(obj)

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return self._may_change(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return self._may_change(obj)

    @staticmethod
    def _may_change(report: Report | None) -> bool:
        return not (report and report.round.is_locked)


@admin.register(Report)
class ReportAdmin(OnRoundAdmin):
    list_display = ("round", "registry_number", "status")
    list_select_related: ClassVar = ("round__committee",)
    inlines = (SectionInline,)
