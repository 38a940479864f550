"""Addresses of the pages about goals."""

from django.urls import path

from goals.views.activities import activities, activity_save

urlpatterns = [
    path("<slug:committee>/<int:year>/<str:part>/aktiviteter/", activities, name="activities"),
    path(
        "<slug:committee>/<int:year>/<str:part>/aktiviteter/<int:activity>/",
        activity_save,
        name="activity_save",
    ),
]
