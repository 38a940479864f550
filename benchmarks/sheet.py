"""How long it takes to open the page of outcomes and to save one cell, beside a bare view.

    .venv/bin/python benchmarks/sheet.py [--indicators 80] [--times 60]

The yardstick is a Django view of a few lines that reads one row and writes it,
behind the same middleware, for the same person, in the same process and
database, and taken in turns with what is measured: so the ratios mean
something on a noisy machine, where times in milliseconds do not. It makes a
database of its own (DATABASE_URL chooses which kind) and removes it.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, get_runner
from django.urls import path

from config.urls import urlpatterns as project
from goals.cells import mark
from goals.choices import Part
from goals.models import Round
from indicators.models import Outcome
from organisation.models import Role, User
from tests.factories import OutcomeFactory, RoundFactory, TargetFactory, member


def bare(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one row, write it, answer."""
    outcome = Outcome.objects.get(pk=pk)
    outcome.analysis = request.POST["text"]
    outcome.save(update_fields=["analysis"])
    return HttpResponse("saved")


urlpatterns = [path("bare/<int:pk>/", bare), *project]


def fill(indicators: int) -> tuple[Round, User]:
    """A round with that many indicators, all with an outcome and every other one split."""
    round = RoundFactory(part=Part.T2)
    for number in range(indicators):
        target = TargetFactory(round=round, by_sex=bool(number % 2))
        OutcomeFactory(round=round, measure=target.measure, total="70 %", analysis="Text. " * 40)
    return round, member(Role.ADMINISTRATOR, round.committee)


def seconds(act: Callable[[int], Any], number: int) -> float:
    """How long it takes; it must be answered well."""
    begun = time.perf_counter()
    answer = act(number)
    taken = time.perf_counter() - begun
    assert answer.status_code == 200, answer
    return taken


Act = Callable[[int], Any]


def acts(round: Round, user: User) -> dict[str, Act]:
    """What is measured, the yardstick first; each is given the number of its turn."""
    client = Client()
    client.force_login(user)
    outcome = Outcome.objects.filter(round=round).first()
    assert outcome is not None
    pk, place = outcome.pk, f"measure:{outcome.measure_id}"
    base, stored = round.get_absolute_url(), [outcome.total.text]

    def save_a_cell(number: int) -> Any:
        cells = {"total": {"text": f"{70 + number % 9} %", "seen": mark(stored[0])}}
        said = {"person": user.pk, "typed": number, "rows": [{"place": place, "cells": cells}]}
        answer = client.post(f"{base}utfall/celler/", said, content_type="application/json")
        cell = json.loads(answer.content)["rows"][0]["cells"]["total"]
        assert cell["state"] == "saved", cell
        stored[0] = cell["stored"]
        return answer

    return {
        "bare view": lambda number: client.post(f"/bare/{pk}/", {"text": f"Text {number}"}),
        "save a cell": save_a_cell,
        "open the page": lambda number: client.get(f"{base}utfall/"),
    }


def measure(round: Round, user: User, times: int) -> None:
    """Take them in turns; print the medians as ratios to the bare view, and the queries."""
    measured = acts(round, user)
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for number in range(times + 3):
        for name, act in measured.items():
            taken[name].append(seconds(act, number))
    medians = {name: statistics.median(own[3:]) for name, own in taken.items()}
    for name, median in medians.items():
        with CaptureQueriesContext(connection) as queries:
            measured[name](times + 4)
        ratio = median / medians["bare view"]
        print(f"{name:14} {median * 1000:7.1f} ms {ratio:7.1f} × bare {len(queries):4} queries")


def main() -> None:
    """Make a database, measure, remove it."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--indicators", type=int, default=80)
    options.add_argument("--times", type=int, default=60)
    chosen = options.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
            print(f"{connection.vendor}, {chosen.indicators} indicators, {chosen.times} times")
            measure(*fill(chosen.indicators), chosen.times)
    finally:
        runner.teardown_databases(made)


if __name__ == "__main__":
    main()
