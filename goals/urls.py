"""Addresses of the pages about goals."""

from django.urls import path

from goals.views.activities import (
    activities,
    activities_state,
    activity_cells,
    activity_save,
)
from goals.views.policy import policy
from goals.views.rest import activities_rest
from goals.views.writing import draft, presence

ROUND = "<slug:committee>/<int:year>/<str:part>/"

urlpatterns = [
    path("regler/", policy, name="policy"),
    path(f"{ROUND}utkast/", draft, name="draft"),
    path(f"{ROUND}narvaro/", presence, name="presence"),
    path(f"{ROUND}aktiviteter/", activities, name="activities"),
    path(f"{ROUND}aktiviteter/celler/", activity_cells, name="activity_cells"),
    path(f"{ROUND}aktiviteter/lage/", activities_state, name="activities_state"),
    path(f"{ROUND}aktiviteter/ovriga/", activities_rest, name="activities_rest"),
    path(f"{ROUND}aktiviteter/<int:activity>/", activity_save, name="activity_save"),
]
