"""The page where outcomes are entered."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config.formats import NOTHING
from goals.cells import mark
from goals.choices import Part, RoundState
from goals.models import Draft, Responsibility, Round
from indicators.choices import OutcomeState
from indicators.models import Outcome, Target
from organisation.models import User
from tests.conftest import People
from tests.factories import IndicatorFactory, OutcomeFactory, RoundFactory, TargetFactory

pytestmark = pytest.mark.usefixtures("in_english")
SCRIPT = {"X-Requested-With": "fetch"}
CELLS = ("total", "women", "men", "forecast", "expected_on", "analysis")
NOTHING_SEEN = {**{name: mark("") for name in CELLS}, "state": mark("missing")}


@pytest.fixture
def target(people: People) -> Target:
    made: Target = TargetFactory(
        round=RoundFactory(committee=people.committee),
        measure__indicator=IndicatorFactory(name="Andel nöjda", unit="%"),
        by_sex=True,
    )
    return made


def page_of(round: Round) -> str:
    return reverse("outcomes", args=[round.committee.slug, round.year, round.slug])


def address_of(target: Target) -> str:
    round = target.round
    return reverse(
        "outcome_save", args=[round.committee.slug, round.year, round.slug, target.measure_id]
    )


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "seen": json.dumps(NOTHING_SEEN),
        "total": "70",
        "women": "71 %",
        "men": "",
        "forecast": "75",
        "state": "missing",
        "analysis": "Enkäten i mars.",
        **changes,
    }


def send(client: Client, target: Target, by: User, **row: Any) -> Any:
    """Send cells of the target's row as the page's script does."""
    round = target.round
    address = reverse("outcome_cells", args=[round.committee.slug, round.year, round.slug])
    cells = {
        name: {"text": text, "seen": NOTHING_SEEN[name]}
        for name, text in row.pop("texts", {}).items()
    }
    said = {"place": f"measure:{target.measure_id}", "cells": cells, **row}
    return client.post(
        address,
        {"person": by.pk, "typed": 1, "rows": [said]},
        content_type="application/json",
        headers=SCRIPT,
    )


def outcome_of(target: Target) -> Outcome | None:
    return Outcome.objects.filter(round=target.round, measure=target.measure).first()


def test_the_page_has_a_row_to_fill_in(client: Client, people: People, target: Target) -> None:
    client.force_login(people.eva)
    answer = client.get(page_of(target.round))
    assert answer.status_code == 200
    assert "0 of 1 outcomes filled in" in answer.text
    for column in ("Outcome", "Women", "Men", "Full-year forecast", "Analysis"):
        assert f"{column}" in answer.text
    for name in ("total", "women", "men", "forecast", "state", "analysis", "expected_on"):
        assert answer.text.count(f'name="{name}"') == 1


def test_cells_that_are_not_asked_for_are_not_there(
    client: Client, people: People, target: Target
) -> None:
    Target.objects.update(by_sex=False)
    Round.objects.update(part=Part.ANNUAL)
    target.refresh_from_db()
    client.force_login(people.eva)
    text = client.get(page_of(target.round)).text
    for name in ("women", "men", "forecast"):
        assert f'name="{name}"' not in text


def test_a_manager_and_a_reader_read_and_may_not_save(
    client: Client, people: People, target: Target
) -> None:
    for person in (people.mona, people.rolf, people.karin):
        client.force_login(person)
        answer = client.get(page_of(target.round))
        assert answer.status_code == 200
        assert 'name="total"' not in answer.text
        assert "line--read" in answer.text
        assert client.post(address_of(target), typed()).status_code == 403
    assert outcome_of(target) is None


def test_another_committees_person_finds_nothing(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.nils)
    assert client.get(page_of(target.round)).status_code == 404
    assert client.get(address_of(target)).status_code == 404
    assert client.post(address_of(target), typed()).status_code == 404


def test_a_plan_has_no_outcomes(client: Client, people: People, target: Target) -> None:
    Round.objects.update(part=Part.PLAN)
    target.refresh_from_db()
    client.force_login(people.eva)
    assert client.get(page_of(target.round)).status_code == 404
    assert client.post(address_of(target), typed()).status_code == 404


def test_an_indicator_of_another_round_is_not_found(
    client: Client, people: People, target: Target
) -> None:
    other = TargetFactory(round=RoundFactory(committee=people.committee, year=2022))
    wrong = address_of(target).replace(f"/{target.measure_id}/", f"/{other.measure_id}/")
    client.force_login(people.eva)
    assert client.post(wrong, typed()).status_code == 404


def test_saving_without_scripts_goes_back_to_the_row(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.eva)
    answer = client.post(f"{address_of(target)}?visa=saknas", typed())
    assert answer.status_code == 302
    assert answer["Location"] == f"{page_of(target.round)}?visa=saknas#measure-{target.measure_id}"
    outcome = outcome_of(target)
    assert outcome is not None
    # A number without a unit gets the indicator's.
    assert (str(outcome.total), str(outcome.women)) == ("70\N{NO-BREAK SPACE}%", "71 %")
    assert outcome.men == NOTHING


def test_a_cell_sent_by_a_script_is_saved_alone(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.eva)
    answer = send(client, target, people.eva, texts={"total": "85"})
    assert answer.status_code == 200
    (row,) = answer.json()["rows"]
    cell = row["cells"]["total"]
    assert (cell["state"], cell["text"]) == ("saved", "85\N{NO-BREAK SPACE}%")
    assert cell["mark"] == mark(cell["text"])
    # What follows from it is told too.
    assert row["cells"]["state"]["stored"] == OutcomeState.ENTERED
    assert "Met fully" in row["html"][f"measure-{target.measure_id}-met"]
    outcome = outcome_of(target)
    assert outcome is not None
    assert outcome.women == NOTHING


@pytest.mark.parametrize("wrong", ["1.234", "ganska bra", "1e3", "x" * 500])
@pytest.mark.parametrize("scripts", [True, False])
def test_what_cannot_be_read_is_kept_as_a_draft_and_the_rest_saved(
    client: Client, people: People, target: Target, wrong: str, scripts: bool
) -> None:
    client.force_login(people.eva)
    if scripts:
        answer = send(client, target, people.eva, texts={"total": wrong, "women": "71 %"})
        cells = answer.json()["rows"][0]["cells"]
        assert (cells["total"]["state"], cells["women"]["state"]) == ("invalid", "saved")
        assert cells["total"]["text"] == wrong
        assert cells["total"]["message"]
    else:
        answer = client.post(address_of(target), typed(total=wrong))
        assert answer.status_code == 422
        assert "There is a problem" in answer.text
    outcome = outcome_of(target)
    assert outcome is not None
    assert (outcome.total, str(outcome.women)) == (NOTHING, "71 %")
    # It is there when the page is opened again, for its writer only.
    assert f'value="{wrong}"' in client.get(page_of(target.round)).text
    assert Draft.objects.get().text == wrong


@pytest.mark.parametrize("scripts", [True, False])
def test_a_conflict_shows_both_with_name_and_keeps_what_was_typed(
    client: Client, people: People, target: Target, scripts: bool
) -> None:
    client.force_login(people.eva)
    send(client, target, people.eva, texts={"total": "66 %"})
    if scripts:
        answer = send(client, target, people.eva, texts={"total": "70 %"})
        (row,) = answer.json()["rows"]
        assert (row["cells"]["total"]["state"], row["cells"]["total"]["text"]) == (
            "conflict",
            "70 %",
        )
        notes = row["html"][f"measure-{target.measure_id}-notes"]
    else:
        answer = client.post(address_of(target), typed(total="70 %"))
        assert answer.status_code == 409
        notes = answer.text
    for text in ("66 %", "70 %", "Eva saved here"):
        assert text in notes
    outcome = outcome_of(target)
    assert outcome is not None
    assert str(outcome.total) == "66 %"

    # Saving over theirs is a choice made knowingly, and so is giving up.
    client.post(address_of(target), typed(total="70 %", mine="total"))
    outcome.refresh_from_db()
    assert str(outcome.total) == "70 %"


def test_what_was_typed_can_be_given_up(client: Client, people: People, target: Target) -> None:
    client.force_login(people.eva)
    send(client, target, people.eva, texts={"total": "oj"})
    assert Draft.objects.count() == 1
    assert client.post(address_of(target), typed(forget="total")).status_code == 302
    assert Draft.objects.count() == 0


def test_a_warning_holds_the_value_until_it_is_accepted(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.eva)
    answer = send(client, target, people.eva, texts={"total": "130 %"})
    (row,) = answer.json()["rows"]
    assert row["cells"]["total"]["state"] == "warning"
    notes = row["html"][f"measure-{target.measure_id}-notes"]
    assert "Over 100 %" in notes
    assert 'name="accept"' in notes
    assert outcome_of(target) is None

    send(
        client,
        target,
        people.eva,
        texts={"total": "130 %"},
        accept=["over_hundred"],
        reason="Två kommuner räknas.",
    )
    outcome = outcome_of(target)
    assert outcome is not None
    assert str(outcome.total) == "130 %"
    acceptance = outcome.acceptances.get()
    assert (acceptance.reason, acceptance.by) == ("Två kommuner räknas.", people.eva)
    assert "Två kommuner räknas." in client.get(page_of(target.round)).text


@pytest.mark.parametrize("scripts", [True, False])
def test_a_locked_round_refuses_and_keeps_what_was_typed(
    client: Client, people: People, target: Target, scripts: bool
) -> None:
    Round.objects.update(state=RoundState.LOCKED)
    client.force_login(people.eva)
    if scripts:
        (row,) = send(client, target, people.eva, texts={"total": "70 %"}).json()["rows"]
        assert row["locked"]
        assert row["cells"]["total"]["state"] == "locked"
    else:
        answer = client.post(address_of(target), typed(total="70 %"))
        assert answer.status_code == 409
    assert outcome_of(target) is None
    page = client.get(page_of(target.round))
    assert 'name="total"' not in page.text
    # It can be read and copied.
    assert "your draft of" in page.text
    assert "70 %" in page.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"rows": 1}',
        b'{"rows": [{}]}',
        b'{"rows": [{"place": "x", "cells": {}}]}',
        b'{"rows": [{"place": "measure:1", "cells": {"total": {"text": 1, "seen": ""}}}]}',
        b"[" * 100_000,
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    client: Client, people: People, target: Target, body: bytes
) -> None:
    client.force_login(people.eva)
    round = target.round
    address = reverse("outcome_cells", args=[round.committee.slug, round.year, round.slug])
    said = body.replace(b'{"rows"', f'{{"person": {people.eva.pk}, "rows"'.encode())
    answer = client.post(address, said, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_page_that_somebody_else_opened_saves_nothing(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.eva)
    answer = send(client, target, people.rolf, texts={"total": "70 %"})
    assert answer.status_code == 401
    assert "Eva" in answer.json()["message"]
    assert outcome_of(target) is None


def test_a_script_is_told_that_the_session_has_ended(
    client: Client, people: People, target: Target
) -> None:
    answer = send(client, target, people.eva, texts={"total": "70 %"})
    assert answer.status_code == 401
    assert "logged out" in answer.json()["message"]


def test_mine_shows_what_i_answer_for(client: Client, people: People, target: Target) -> None:
    other = TargetFactory(round=target.round, measure__indicator__name="Någon annans")
    Responsibility.objects.create(
        committee=people.committee, kind="measure", key=target.measure_id, person=people.eva
    )
    Responsibility.objects.create(
        committee=people.committee, kind="measure", key=other.measure_id, person=people.mona
    )
    # She administers the committee: what nobody answers for is hers too.
    orphan = TargetFactory(round=target.round, measure__indicator__name="Ingens")
    client.force_login(people.eva)
    text = client.get(f"{page_of(target.round)}?visa=mina").text
    assert "Andel nöjda" in text
    assert orphan.measure.indicator.name in text
    assert other.measure.indicator.name not in text


def test_the_filter_leaves_what_is_missing(client: Client, people: People, target: Target) -> None:
    done = TargetFactory(round=target.round, measure__indicator__name="Redan inne")
    OutcomeFactory(round=target.round, measure=done.measure, total="1")
    later = TargetFactory(round=target.round, measure__indicator__name="Kommer i höst")
    OutcomeFactory(round=target.round, measure=later.measure, state=OutcomeState.LATER)
    client.force_login(people.eva)
    text = client.get(f"{page_of(target.round)}?visa=saknas").text
    assert "Andel nöjda" in text
    assert "Redan inne" not in text
    assert "Kommer i höst" not in text
    assert "2 of 3 outcomes filled in" in text


def test_goals_and_rows_stand_in_order(client: Client, people: People) -> None:
    round = RoundFactory(committee=people.committee)
    for code, name in [("1.10", "A"), ("1.2", "Östan"), ("1.2", "Ålder"), ("1.2", "zon")]:
        goal = {"measure__goal__code": code, "measure__goal__title": f"Mål {code} {name}"}
        TargetFactory(round=round, measure__indicator__name=f"{code} {name}", **goal)
    client.force_login(people.eva)
    groups = client.get(page_of(round)).context["groups"]
    codes = [goal.code for goal, _rows in groups]
    assert codes == ["1.2", "1.2", "1.2", "1.10"]


@pytest.mark.parametrize(
    ("women", "men", "warned"), [("60 %", "65 %", True), ("60 %", "75 %", False)]
)
def test_a_share_outside_both_sexes_is_pointed_out(
    client: Client, people: People, target: Target, women: str, men: str, warned: bool
) -> None:
    OutcomeFactory(round=target.round, measure=target.measure, total="70 %", women=women, men=men)
    client.force_login(people.eva)
    text = client.get(page_of(target.round)).text
    assert ("The total lies outside both women and men" in text) is warned


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow(
    client: Client, people: People, django_assert_num_queries: Any, items: int
) -> None:
    round = RoundFactory(committee=people.committee)
    for target in TargetFactory.create_batch(items, round=round):
        OutcomeFactory(round=round, measure=target.measure, total="70 %")
    client.force_login(people.eva)
    with django_assert_num_queries(11):
        client.get(page_of(round))
