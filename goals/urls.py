"""Addresses of the pages about goals."""

from django.urls import path

from goals.views.activities import activities, activity_save
from goals.views.writing import draft, presence

urlpatterns = [
    path("<slug:committee>/<int:year>/<str:part>/utkast/", draft, name="draft"),
    path("<slug:committee>/<int:year>/<str:part>/narvaro/", presence, name="presence"),
    path("<slug:committee>/<int:year>/<str:part>/aktiviteter/", activities, name="activities"),
    path(
        "<slug:committee>/<int:year>/<str:part>/aktiviteter/<int:activity>/",
        activity_save,
        name="activity_save",
    ),
]
