"""The pages of rounds, and of the report."""

from django.urls import path

from reports import urls_history, urls_overview, urls_report, urls_work
from reports.views import rounds

urlpatterns = [
    *urls_report.urlpatterns,
    *urls_history.urlpatterns,
    *urls_work.urlpatterns,
    path(
        "<slug:committee>/<int:year>/<str:part>/oppna/", rounds.open_round_view, name="open_round"
    ),
    *urls_overview.urlpatterns,
]
