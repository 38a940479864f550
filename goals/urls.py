"""Addresses of the pages about goals."""

from django.urls import path

from goals import views

urlpatterns = [
    path(
        "<slug:committee>/<int:year>/<str:part>/aktiviteter/", views.activities, name="activities"
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/aktiviteter/<int:activity>/",
        views.activity_save,
        name="activity_save",
    ),
]
