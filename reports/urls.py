"""The pages of rounds, and of the report."""

from django.urls import path

from reports import (
    urls_editions,
    urls_history,
    urls_overview,
    urls_report,
    urls_review,
    urls_work,
    urls_writing,
)
from reports.views import calendar, manage, rounds

urlpatterns = [
    path("kalender/", calendar.this_year, name="calendar_now"),
    path("kalender/<int:year>/", calendar.calendar, name="calendar"),
    path(
        "<slug:committee>/<int:year>/<str:part>/omgang/", manage.manage_round, name="manage_round"
    ),
    *urls_writing.urlpatterns,
    *urls_report.urlpatterns,
    *urls_editions.urlpatterns,
    *urls_review.urlpatterns,
    *urls_history.urlpatterns,
    *urls_work.urlpatterns,
    path(
        "<slug:committee>/<int:year>/<str:part>/oppna/", rounds.open_round_view, name="open_round"
    ),
    *urls_overview.urlpatterns,
]
