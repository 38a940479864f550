"""Addresses of a report's editions."""

from django.urls import path

from reports.views import edition_acts, editions

EDITIONS = "<slug:committee>/<int:year>/<str:part>/rapport/utgavor/"

urlpatterns = [
    path(EDITIONS, editions.editions, name="editions"),
    path(f"{EDITIONS}jamfor/", editions.compare, name="editions_compare"),
    path(f"{EDITIONS}<int:number>/", editions.edition, name="edition"),
    path(f"{EDITIONS}<int:number>/fil/", editions.edition_files, name="edition_files"),
    path(f"{EDITIONS}<int:number>/fil/<slug:format>/", editions.edition_file, name="edition_file"),
    path(f"{EDITIONS}<slug:name>/", edition_acts.edition_act, name="edition_act"),
]
