"""Addresses of the pages about indicators."""

from django.urls import path

from indicators.views.excel import outcomes_excel
from indicators.views.indicator import indicator
from indicators.views.outcomes import (
    outcome_cells,
    outcome_save,
    outcomes,
    outcomes_state,
)
from indicators.views.paste import outcome_preview, outcome_undo
from indicators.views.value import outcome_restore, outcome_value

urlpatterns = [
    path("indikator/<int:pk>/", indicator, name="indicator"),
    path("<slug:committee>/<int:year>/<str:part>/utfall/", outcomes, name="outcomes"),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/celler/",
        outcome_cells,
        name="outcome_cells",
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/lage/",
        outcomes_state,
        name="outcomes_state",
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/klistra/",
        outcome_preview,
        name="outcome_preview",
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/angra/",
        outcome_undo,
        name="outcome_undo",
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/utfall.xlsx",
        outcomes_excel,
        name="outcomes_excel",
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/<int:measure>/",
        outcome_save,
        name="outcome_save",
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/<int:measure>/varde/",
        outcome_value,
        name="outcome_value",
    ),
    path(
        "<slug:committee>/<int:year>/<str:part>/utfall/<int:measure>/varde/aterstall/",
        outcome_restore,
        name="outcome_restore",
    ),
]
