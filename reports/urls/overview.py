"""Addresses of the pages one walks through: start, committee, year, goal tree, goal."""

from django.urls import path

from reports.views import overview
from reports.views.assess import assess

urlpatterns = [
    path("", overview.start, name="start"),
    path("<slug:committee>/", overview.committee, name="committee"),
    path("<slug:committee>/<int:year>/", overview.year, name="year"),
    path("<slug:committee>/<int:year>/<str:part>/", overview.round_tree, name="round"),
    path("<slug:committee>/<int:year>/<str:part>/mal/<str:code>/", overview.goal, name="goal"),
    path("<slug:committee>/<int:year>/<str:part>/mal/<str:code>/bedom/", assess, name="assess"),
]
