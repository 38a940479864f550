"""The page where outcomes are entered."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config.formats import NOTHING, parse_value
from goals.choices import Part, RoundState
from goals.models import Round
from indicators.choices import OutcomeState
from indicators.models import Outcome, Target
from indicators.rules import report_outcome
from tests.conftest import People
from tests.factories import IndicatorFactory, OutcomeFactory, RoundFactory, TargetFactory

pytestmark = pytest.mark.usefixtures("in_english")
HTMX = {"HX-Request": "true"}


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
        "version": 0,
        "total": "70",
        "women": "71 %",
        "men": "",
        "forecast": "75",
        "analysis": "Enkäten i mars.",
        **changes,
    }


def outcome_of(target: Target) -> Outcome | None:
    return Outcome.objects.filter(round=target.round, measure=target.measure).first()


def test_the_page_has_a_row_to_fill_in(client: Client, people: People, target: Target) -> None:
    client.force_login(people.eva)
    answer = client.get(page_of(target.round))
    assert answer.status_code == 200
    assert "0 of 1 outcomes reported" in answer.text
    for column in ("Outcome", "Women", "Men", "Full-year forecast", "Analysis"):
        assert f"{column}" in answer.text
    for name in ("total", "women", "men", "forecast", "state", "analysis"):
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


def test_saving_without_javascript_goes_back_to_the_row(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.eva)
    answer = client.post(f"{address_of(target)}?visa=saknas", typed())
    assert answer.status_code == 302
    assert answer["Location"] == f"{page_of(target.round)}?visa=saknas#outcome-{target.measure_id}"
    outcome = outcome_of(target)
    assert outcome is not None
    # A number without a unit gets the indicator's.
    assert (str(outcome.total), str(outcome.women)) == ("70\N{NO-BREAK SPACE}%", "71 %")
    assert outcome.men == NOTHING


def test_saving_with_htmx_answers_with_the_row_and_the_count(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.eva)
    answer = client.post(address_of(target), typed(total="85"), headers=HTMX)
    assert answer.status_code == 200
    assert f'id="outcome-{target.measure_id}"' in answer.text
    assert "1 of 1 outcomes reported" in answer.text
    assert "Met fully" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("headers", [HTMX, {}])
@pytest.mark.parametrize("wrong", ["1.234", "ganska bra", "1e3", "x" * 500])
def test_what_cannot_be_read_is_kept_and_nothing_stored(
    client: Client, people: People, target: Target, headers: dict[str, str], wrong: str
) -> None:
    client.force_login(people.eva)
    answer = client.post(address_of(target), typed(total=wrong), headers=headers)
    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.text
    assert 'value="71 %"' in answer.text
    assert "Enkäten i mars." in answer.text
    assert f'id="outcome-{target.measure_id}-form-total_error"' in answer.text
    assert outcome_of(target) is None


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_conflict_shows_both_and_keeps_what_was_typed(
    client: Client, people: People, target: Target, headers: dict[str, str]
) -> None:
    report_outcome(
        round=target.round,
        measure=target.measure,
        total=parse_value("66 %"),
        women=NOTHING,
        men=NOTHING,
        forecast=NOTHING,
        analysis="Räknat i april.",
        state=OutcomeState.MISSING,
        version=0,
        by=people.eva,
    )
    client.force_login(people.eva)
    answer = client.post(address_of(target), typed(), headers=headers)
    assert answer.status_code == 409
    for text in ("66 %", "Räknat i april.", 'value="70"', "Enkäten i mars."):
        assert text in answer.text
    outcome = outcome_of(target)
    assert outcome is not None
    assert outcome.version == 1

    # Saving once more is a choice made knowingly.
    assert 'name="version" value="1"' in answer.text
    client.post(address_of(target), typed(version=1), headers=headers)
    outcome.refresh_from_db()
    assert outcome.analysis == "Enkäten i mars."


def test_theirs_can_be_taken(client: Client, people: People, target: Target) -> None:
    OutcomeFactory(round=target.round, measure=target.measure, total="66 %")
    client.force_login(people.eva)
    row = client.get(address_of(target), headers=HTMX)
    assert row.status_code == 200
    assert 'value="66 %"' in row.text
    assert client.get(address_of(target)).status_code == 302


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_locked_round_refuses_and_keeps_what_was_typed(
    client: Client, people: People, target: Target, headers: dict[str, str]
) -> None:
    Round.objects.update(state=RoundState.LOCKED)
    client.force_login(people.eva)
    answer = client.post(address_of(target), typed(), headers=headers)
    assert answer.status_code == 409
    assert 'value="70"' in answer.text
    assert "Enkäten i mars." in answer.text
    assert outcome_of(target) is None
    page = client.get(page_of(target.round))
    assert page.status_code == 200
    assert 'name="total"' not in page.text


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
    assert "2 of 3 outcomes reported" in text


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
    with django_assert_num_queries(7):
        client.get(page_of(round))
