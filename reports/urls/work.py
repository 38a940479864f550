"""Addresses of the work in a round, and of who answers for it."""

from django.urls import path

from reports.views.responsibilities import reassign_view, responsibilities
from reports.views.work import work

urlpatterns = [
    path("<slug:committee>/<int:year>/ansvar/", responsibilities, name="responsibilities"),
    path("<slug:committee>/<int:year>/ansvar/flytta/", reassign_view, name="reassign"),
    path("<slug:committee>/<int:year>/<str:part>/arbete/", work, name="work"),
]
