"""The pages of rounds, and of the report."""

from django.urls import path

from reports.urls import editions, history, overview, report, review, work, writing
from reports.views import calendar, manage, rounds

urlpatterns = [
    path("kalender/", calendar.this_year, name="calendar_now"),
    path("kalender/<int:year>/", calendar.calendar, name="calendar"),
    path(
        "<slug:committee>/<int:year>/<str:part>/omgang/", manage.manage_round, name="manage_round"
    ),
    *writing.urlpatterns,
    *report.urlpatterns,
    *editions.urlpatterns,
    *review.urlpatterns,
    *history.urlpatterns,
    *work.urlpatterns,
    path(
        "<slug:committee>/<int:year>/<str:part>/oppna/", rounds.open_round_view, name="open_round"
    ),
    *overview.urlpatterns,
]
