"""Pasting from a spreadsheet: the preview says what would happen, and undoing puts it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.formats import NOTHING
from goals.cells import Typed, mark
from goals.choices import Part, RoundState
from goals.models import Draft, Round, Unlock
from indicators.choices import OutcomeState
from indicators.models import Outcome, Target
from indicators.paste import Fate
from indicators.queries import line_of
from indicators.rules import enter_outcome, outcome_texts
from organisation.models import User
from tests.conftest import People
from tests.factories import IndicatorFactory, OutcomeFactory, RoundFactory, TargetFactory

pytestmark = pytest.mark.usefixtures("in_english")
ASKED = {"X-Requested-With": "fetch"}


@pytest.fixture
def target(people: People) -> Target:
    made: Target = TargetFactory(
        round=RoundFactory(committee=people.committee),
        measure__indicator=IndicatorFactory(name="Andel nöjda", unit="%"),
        by_sex=True,
    )
    return made


def texts_of(target: Target) -> dict[str, str]:
    return outcome_texts(line_of(target.round, target.measure_id))


def row(target: Target, **texts: str) -> dict[str, Any]:
    """Cells of a row, seen as they stand."""
    stored = texts_of(target)
    cells = {
        name: {"text": text, "seen": mark(stored[name]) if name in stored else ""}
        for name, text in texts.items()
    }
    return {"place": f"measure:{target.measure_id}", "cells": cells}


def send(client: Client, name: str, target: Target, by: User, *rows: Any, **more: Any) -> Any:
    round = target.round
    return client.post(
        reverse(name, args=[round.committee.slug, round.year, round.slug]),
        {"person": by.pk, "rows": rows, **more},
        content_type="application/json",
        headers=ASKED,
    )


def counts() -> dict[str, int]:
    """How many rows every table of ours holds, history and events among them."""
    labels = ("organisation", "goals", "indicators", "reports")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def preview(client: Client, people: People, target: Target, **texts: str) -> Any:
    client.force_login(people.eva)
    return send(client, "outcome_preview", target, people.eva, row(target, **texts))


def has_fate(answer: Any, fate: Fate, text: str = "") -> bool:
    html = answer.json()["html"]
    return f'data-fate="{fate}"' in html and text in html


def stored(target: Target, **fields: Any) -> Outcome:
    made: Outcome = OutcomeFactory(round=target.round, measure=target.measure, **fields)
    return made


def test_a_preview_stores_nothing(client: Client, people: People, target: Target) -> None:
    stored(target, total="50 %")
    before = counts(), texts_of(target)
    answer = preview(client, people, target, total="70 %", women="oj", analysis="Text.")
    assert answer.status_code == 200
    assert (counts(), texts_of(target)) == before
    assert counts()["indicators.HistoricalOutcome"] == 1
    # The same cells sent in are stored: the preview could have.
    client.force_login(people.eva)
    send(client, "outcome_cells", target, people.eva, row(target, total="70 %", women="oj"))
    assert texts_of(target)["total"] == "70 %"
    assert counts() != before[0]


@pytest.mark.parametrize(
    ("column", "text", "fate", "shown"),
    [
        ("total", "70", Fate.SAVED, "70\N{NO-BREAK SPACE}%"),
        ("total", "1\N{NARROW NO-BREAK SPACE}", Fate.SAVED, "<strong>1"),
        ("women", "\N{MINUS SIGN}3,5 %", Fate.SAVED, "\N{MINUS SIGN}3,5 %"),
        ("total", "", Fate.EMPTIED, "50 %"),
        ("total", "50 %", Fate.UNCHANGED, "50 %"),
        ("men", "", Fate.UNCHANGED, "Unchanged"),
        ("total", "ganska bra", Fate.INVALID, "Write a number"),
        ("total", "1.234", Fate.INVALID, "A point can mean"),
        ("total", "130 %", Fate.WARNING, "Over 100 %"),
        ("state", "Entered", Fate.UNCHANGED, "Entered"),
        ("state", "Påhittat", Fate.INVALID, "Choose one of the listed words."),
        ("state", "too_few", Fate.INVALID, "Empty its field first."),
        ("analysis", "Rad ett\nrad <två>", Fate.SAVED, "rad &lt;två&gt;"),
    ],
)
def test_the_preview_tells_what_becomes_of_a_cell(
    client: Client,
    people: People,
    target: Target,
    column: str,
    text: str,
    fate: Fate,
    shown: str,
) -> None:
    stored(target, total="50 %")
    answer = preview(client, people, target, **{column: text})
    assert answer.status_code == 200
    assert has_fate(answer, fate, shown), answer.json()["html"]


def test_a_state_is_read_as_the_list_shows_it(
    client: Client, people: People, target: Target
) -> None:
    answer = preview(client, people, target, state=" not measured THIS period ")
    assert has_fate(answer, Fate.SAVED, "Not measured this period")
    (sent,) = answer.json()["rows"]
    assert sent["cells"] == {"state": OutcomeState.NOT_MEASURED}


def test_an_empty_state_says_nothing(client: Client, people: People, target: Target) -> None:
    answer = preview(client, people, target, state="", total="70 %")
    assert answer.json()["rows"][0]["cells"] == {"total": "70 %"}
    assert "1 of 1 cells can be saved" in answer.json()["html"]


def test_what_has_no_field_is_told_and_not_sent(
    client: Client, people: People, target: Target
) -> None:
    Target.objects.update(by_sex=False)
    Round.objects.update(part=Part.ANNUAL)
    target.refresh_from_db()
    answer = preview(client, people, target, total="70 %", women="71 %", men=" ", forecast="80 %")
    html = answer.json()["html"]
    assert "1 of 3 cells can be saved" in html
    assert html.count('data-fate="nowhere"') == 2
    assert "71 %" in html
    assert answer.json()["rows"][0]["cells"] == {"total": "70 %"}


def test_what_lies_outside_the_table_is_told(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.eva)
    answer = send(client, "outcome_preview", target, people.eva, beyond=["4711", "<b>"])
    html = answer.json()["html"]
    assert "4711" in html
    assert "&lt;b&gt;" in html
    assert "0 of 2 cells can be saved" in html
    assert 'value="paste"' not in html


def test_somebody_elses_change_meanwhile_is_told(
    client: Client, people: People, target: Target
) -> None:
    seen = row(target, total="70 %")
    stored(target, total="60 %")
    client.force_login(people.eva)
    answer = send(client, "outcome_preview", target, people.eva, seen)
    assert has_fate(answer, Fate.CONFLICT, "60 %")


def test_what_is_locked_is_told_and_not_sent(
    client: Client, people: People, target: Target
) -> None:
    other = TargetFactory(round=target.round, measure__indicator__name="Öppen")
    Round.objects.update(state=RoundState.LOCKED)
    Unlock.objects.create(
        round=target.round,
        kind="measure",
        key=other.measure_id,
        reason="Sent in late.",
        until=timezone.now() + timedelta(hours=1),
        by=people.karin,
    )
    client.force_login(people.eva)
    rows = [row(target, total="70 %"), row(other, total="71 %")]
    answer = send(client, "outcome_preview", target, people.eva, *rows)
    assert has_fate(answer, Fate.LOCKED, "1 of 2 cells can be saved")
    assert [sent["place"] for sent in answer.json()["rows"]] == [f"measure:{other.measure_id}"]


def test_what_waits_for_a_warning_can_be_accepted_with_the_paste(
    client: Client, people: People, target: Target
) -> None:
    (sent,) = preview(client, people, target, total="130 %").json()["rows"]
    assert sent["accept"] == ["over_hundred"]
    accepted = row(target, **sent["cells"]) | {"accept": sent["accept"], "reason": "Två kommuner."}
    send(client, "outcome_cells", target, people.eva, accepted)
    assert texts_of(target)["total"] == "130 %"


def test_an_indicator_of_another_round_is_not_found(
    client: Client, people: People, target: Target
) -> None:
    other = TargetFactory(round=RoundFactory(committee=people.other_committee))
    client.force_login(people.eva)
    for name in ("outcome_preview", "outcome_undo"):
        answer = send(client, name, target, people.eva, row(other, total="70 %"))
        assert answer.status_code == 404
    assert counts()["indicators.Outcome"] == 0


@pytest.mark.parametrize("name", ["outcome_preview", "outcome_undo"])
def test_only_who_may_enter_may_paste(
    client: Client, people: People, target: Target, name: str
) -> None:
    for person, status in ((people.rolf, 403), (people.mona, 403), (people.nils, 404)):
        client.force_login(person)
        assert send(client, name, target, person, row(target)).status_code == status
    client.force_login(people.eva)
    assert send(client, name, target, people.rolf, row(target)).status_code == 401


@pytest.mark.parametrize(
    "more",
    [
        {"beyond": "x"},
        {"beyond": [1]},
        {"beyond": ["x"] * 501},
        {"rows": [{"place": "measure:1", "cells": {}}] * 501},
        {"rows": [{"place": "measure:1"}]},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    client: Client, people: People, target: Target, more: Any
) -> None:
    client.force_login(people.eva)
    assert send(client, "outcome_preview", target, people.eva, **more).status_code == 422


def test_a_column_that_no_row_has_is_refused(
    client: Client, people: People, target: Target
) -> None:
    assert preview(client, people, target, previous_year="1").status_code == 422


# Undo -----------------------------------------------------------------------------------------


def enter(target: Target, by: User, **texts: str) -> None:
    now = texts_of(target)
    cells = {name: Typed(text, mark(now[name])) for name, text in texts.items()}
    enter_outcome(round=target.round, measure=target.measure, cells=cells, by=by)


def undo(client: Client, people: People, target: Target, **texts: str) -> Any:
    client.force_login(people.eva)
    answer = send(client, "outcome_undo", target, people.eva, row(target, **texts))
    assert answer.status_code == 200
    return answer.json()


def test_undoing_puts_back_what_stood_there_as_a_new_version(
    client: Client, people: People, target: Target
) -> None:
    enter(target, people.eva, state="later", expected_on="2023-06-01", analysis="Kommer.")
    before = texts_of(target)
    enter(target, people.eva, total="70 %", analysis="Bra.")
    after = texts_of(target)
    changed = {name: text for name, text in before.items() if after[name] != text}
    assert set(changed) == {"total", "state", "expected_on", "analysis"}
    answer = undo(client, people, target, **changed)
    assert (answer["back"], answer["left"]) == (4, 0)
    assert texts_of(target) == before
    assert Outcome.objects.get().version == 3
    assert Outcome.objects.get().total == NOTHING
    cell = answer["rows"][0]["cells"]["total"]
    assert (cell["state"], cell["stored"], cell["mark"]) == ("saved", "", mark(""))


def test_undoing_brings_back_what_nobody_could_write_now(
    client: Client, people: People, target: Target
) -> None:
    """A word and a figure that looks wrong, from a loaded document, exactly as they stood."""
    stored(target, total="Redovisas senare", women="130", analysis="", commented=True)
    enter(target, people.eva, total="70 %", women="71 %", analysis="Ny.")
    undo(client, people, target, total="Redovisas senare", women="130", analysis="")
    outcome = Outcome.objects.get()
    assert (outcome.total.word, outcome.women.text) == ("Redovisas senare", "130")
    assert outcome.commented


def test_undoing_leaves_what_somebody_else_has_changed_since(
    client: Client, people: People, target: Target
) -> None:
    enter(target, people.eva, total="70 %", women="71 %")
    seen = row(target, total="", women="")
    enter(target, people.eva, women="75 %")
    client.force_login(people.eva)
    answer = send(client, "outcome_undo", target, people.eva, seen).json()
    assert (answer["back"], answer["left"]) == (1, 1)
    assert (texts_of(target)["total"], texts_of(target)["women"]) == ("", "75 %")
    # What is left says what is stored, and no draft is made of the old.
    cell = answer["rows"][0]["cells"]["women"]
    assert (cell["state"], cell["text"]) == ("", "75 %")
    assert not Draft.objects.exists()


def test_undoing_cannot_write_what_never_stood_there(
    client: Client, people: People, target: Target
) -> None:
    enter(target, people.eva, total="70 %")
    answer = undo(client, people, target, total="99 %")
    assert (answer["back"], answer["left"]) == (0, 1)
    assert texts_of(target)["total"] == "70 %"


def test_a_locked_round_is_not_put_back(client: Client, people: People, target: Target) -> None:
    enter(target, people.eva, total="70 %")
    Round.objects.update(state=RoundState.LOCKED)
    answer = undo(client, people, target, total="")
    assert (answer["back"], answer["left"]) == (0, 1)
    assert answer["rows"][0]["locked"]
    assert texts_of(target)["total"] == "70 %"
