"""Addresses of the history. "historik" is no year, so a committee's stands beside its years."""

from django.urls import path

from reports.views import history

ROUND = "<slug:committee>/<int:year>/<str:part>"
urlpatterns = [
    path("<slug:committee>/historik/", history.committee_history, name="committee_history"),
    path(f"{ROUND}/historik/", history.round_history, name="round_history"),
    path(f"{ROUND}/historik/<int:event>/", history.event_evidence, name="event_evidence"),
]
