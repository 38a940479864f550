"""The page, and the panel, that tells everything about one outcome in a round."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config.formats import Value, parse_value
from goals.cells import Typed, mark
from goals.choices import Kind, Part, RoundState, Verb
from goals.models import Event, Responsibility, Round
from indicators.models import Outcome, Target
from indicators.queries import line_of
from indicators.rules import enter_outcome, outcome_texts
from organisation.models import User
from tests.conftest import People
from tests.factories import (
    GoalFactory,
    IndicatorFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import address, inline_code, repeated_ids, text_of

pytestmark = pytest.mark.usefixtures("in_english")
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def target(people: People) -> Target:
    made: Target = TargetFactory(
        round=RoundFactory(committee=people.committee),
        measure__indicator=IndicatorFactory(
            name="Andel nöjda", unit="%", definition="De som svarar 4 eller 5.", source="Enkäten"
        ),
        by_sex=True,
        target="80 %",
        council_target="öka",
    )
    return made


def page_of(target: Target) -> str:
    return address("outcome_value", target.round, target.measure_id)


def restore_of(target: Target) -> str:
    return address("outcome_restore", target.round, target.measure_id)


def enter(target: Target, by: User, accept: tuple[str, ...] = (), **texts: str) -> None:
    """Save cells of the outcome as somebody who has seen what is stored."""
    seen = outcome_texts(line_of(target.round, target.measure_id))
    cells = {name: Typed(text, mark(seen[name])) for name, text in texts.items()}
    answer = enter_outcome(
        round=target.round,
        measure=target.measure,
        cells=cells,
        by=by,
        accept=accept,
        reason="Enligt enkäten." if accept else "",
    )
    assert answer.is_saved


def stored(target: Target) -> Outcome:
    return Outcome.objects.get(round=target.round, measure=target.measure)


def figures(outcome: Any) -> tuple[str, str, str]:
    values: list[Value] = [outcome.total, outcome.women, outcome.men]
    return values[0].text, values[1].text, values[2].text


# What stands there ---------------------------------------------------------------------------


def test_the_page_tells_what_is_measured_and_by_whom(
    client: Client, people: People, target: Target
) -> None:
    Responsibility.objects.create(
        committee=people.committee, kind=Kind.MEASURE, key=target.measure_id, person=people.mona
    )
    enter(target, people.eva, total="70 %", women="72 %", men="68 %", analysis="Enkäten i mars.")
    client.force_login(people.rolf)

    answer = client.get(page_of(target))

    assert answer.status_code == 200
    page = text_of(answer)
    for words in (
        "De som svarar 4 eller 5.",
        "Enkäten",
        "Enkäten i mars.",
        "Mona",
        "Higher is better",
        "80 %",
        "öka",
        "Met partly",
        str(target.measure.goal),
    ):
        assert words in page
    assert inline_code(page) == []
    assert repeated_ids(page) == set()


def test_the_panel_is_the_page_without_its_frame(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.rolf)
    whole = text_of(client.get(page_of(target)))
    panel = text_of(client.get(page_of(target), headers=SCRIPT))
    assert "<html" in whole
    assert "<html" not in panel
    for page in (whole, panel):
        assert 'id="value-history"' in page
        assert "De som svarar 4 eller 5." in page
    assert page_of(target) in panel


def test_a_plan_has_no_values(client: Client, people: People, target: Target) -> None:
    Round.objects.update(part=Part.PLAN)
    target.refresh_from_db()
    client.force_login(people.eva)
    assert client.get(page_of(target)).status_code == 404
    assert client.post(restore_of(target), {"version": "1"}).status_code == 404


def test_history_is_the_committees_own(client: Client, people: People, target: Target) -> None:
    indicator = target.measure.indicator
    for committee, year in ((people.committee, 2022), (people.other_committee, 2021)):
        TargetFactory(
            round=RoundFactory(committee=committee, year=year), measure__indicator=indicator
        )
    client.force_login(people.karin)
    answer = client.get(page_of(target))
    assert [line.target.round.year for line in answer.context["history"]] == [2023, 2022]


def test_of_several_goals_the_same_one_is_followed(
    client: Client, people: People, target: Target
) -> None:
    earlier = RoundFactory(committee=people.committee, year=2022)
    same = GoalFactory(year=2022, code=target.measure.goal.code)
    for goal in (same, GoalFactory(year=2022)):
        TargetFactory(
            round=earlier, measure__indicator=target.measure.indicator, measure__goal=goal
        )
    client.force_login(people.eva)
    answer = client.get(page_of(target))
    assert [line.measure.goal for line in answer.context["history"]] == [target.measure.goal, same]


def test_the_chart_comes_with_the_second_round(
    client: Client, people: People, target: Target
) -> None:
    OutcomeFactory(
        round=target.round, measure=target.measure, total="70 %", women="72 %", men="68 %"
    )
    client.force_login(people.eva)
    assert "<svg" not in text_of(client.get(page_of(target)))
    earlier = TargetFactory(
        round=RoundFactory(committee=people.committee, year=2022),
        measure__indicator=target.measure.indicator,
    )
    OutcomeFactory(round=earlier.round, measure=earlier.measure, total="60 %")
    page = text_of(client.get(page_of(target)))
    told = "All: T1 2022 60 %, T1 2023 70 %. Women: T1 2023 72 %. Men: T1 2023 68 %."
    assert told in page.replace("\xa0", " ")


@pytest.mark.parametrize("rounds", [1, 3])
def test_queries_do_not_grow_with_rounds_and_versions(
    client: Client,
    people: People,
    target: Target,
    rounds: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for year in range(rounds):
        enter(target, people.eva, women=f"{70 + year} %")
        other = TargetFactory(
            round=RoundFactory(committee=people.committee, year=2022 - year),
            measure__indicator=target.measure.indicator,
        )
        OutcomeFactory(round=other.round, measure=other.measure, total="60 %")
    client.force_login(people.eva)
    with django_assert_num_queries(14):
        assert client.get(page_of(target)).status_code == 200


# Who changed what ----------------------------------------------------------------------------


def test_the_log_has_a_line_for_each_cell(client: Client, people: People, target: Target) -> None:
    enter(target, people.eva, women="70 %", men="69 %")
    enter(target, people.eva, women="71 %", analysis="Så är det.")
    client.force_login(people.rolf)
    log = client.get(page_of(target)).context["log"]
    told = [(one.who, one.cell, one.before, one.after, one.is_told) for one in log]
    assert told == [
        ("Eva", "Women", "70 %", "71 %", True),
        ("Eva", "Analysis", "nothing", "nothing", False),
        ("Eva", "Women", "no value", "70 %", True),
        ("Eva", "Men", "no value", "69 %", True),
    ]


def test_another_rounds_log_is_not_shown(client: Client, people: People, target: Target) -> None:
    later = TargetFactory(
        round=RoundFactory(committee=people.committee, part=Part.T2), measure=target.measure
    )
    enter(later, people.eva, total="70 %")
    client.force_login(people.rolf)
    assert client.get(page_of(target)).context["log"] == []
    assert client.get(page_of(target)).context["versions"] == []


def test_accepted_warnings_stay_when_they_no_longer_hold(
    client: Client, people: People, target: Target
) -> None:
    enter(target, people.eva, ("outside_sexes",), total="90 %", women="71 %", men="70 %")
    client.force_login(people.rolf)
    now = client.get(page_of(target)).context["acceptances"]
    assert [(one.code, one.reason, one.by, holds) for one, holds in now] == [
        ("outside_sexes", "Enligt enkäten.", people.eva, True)
    ]
    enter(target, people.eva, total="70,5 %")
    answer = client.get(page_of(target))
    assert [holds for _one, holds in answer.context["acceptances"]] == [False]
    assert "No longer so" in text_of(answer)


# Restoring -----------------------------------------------------------------------------------


def test_restoring_writes_a_new_version(client: Client, people: People, target: Target) -> None:
    enter(target, people.eva, total="70 %", women="72 %", men="68 %")
    enter(target, people.eva, total="71 %", men="69 %")
    client.force_login(people.eva)

    answer = client.post(restore_of(target), {"version": "1"}, follow=True)

    assert answer.redirect_chain == [(page_of(target), 302)]
    assert "Version 1 is restored: 70 %." in text_of(answer)
    assert figures(stored(target)) == ("70 %", "72 %", "68 %")
    assert stored(target).version == 3
    versions = answer.context["versions"]
    assert [(one.number, one.is_current, one.differs) for one in versions] == [
        (3, True, False),
        (2, False, True),
        (1, False, False),
    ]
    assert [figures(one.outcome)[0] for one in versions] == ["70 %", "71 %", "70 %"]
    event = Event.objects.get(verb=Verb.OUTCOME_RESTORED)
    assert (event.by, event.details["restored"]) == (people.eva, 1)
    assert answer.context["log"][0].restored == "1"


def test_the_panel_gets_the_row_of_the_sheet(
    client: Client, people: People, target: Target
) -> None:
    enter(target, people.eva, women="72 %")
    enter(target, people.eva, women="73 %")
    client.force_login(people.eva)

    answer = client.post(restore_of(target), {"version": "1"}, headers=SCRIPT).json()

    cell = answer["row"]["cells"]["women"]
    assert answer["row"]["place"] == f"measure:{target.measure_id}"
    assert (cell["stored"], cell["mark"], cell["state"]) == ("72 %", mark("72 %"), "")
    assert "Version 1 is restored" in answer["html"]


@pytest.mark.parametrize("version", ["", "0", "9", "-1", "ett", "1e3", "٣", "9" * 30])
def test_an_unknown_version_is_refused(
    client: Client, people: People, target: Target, version: str
) -> None:
    enter(target, people.eva, women="72 %")
    client.force_login(people.eva)
    for headers in ({}, SCRIPT):
        answer = client.post(restore_of(target), {"version": version}, headers=headers)
        assert answer.status_code == 422
        text = answer.json()["html"] if headers else text_of(answer)
        assert "There is no such version." in text
    assert stored(target).version == 1


@pytest.mark.parametrize("state", [RoundState.LOCKED, RoundState.DECIDED])
def test_a_locked_round_restores_nothing(
    client: Client, people: People, target: Target, state: RoundState
) -> None:
    enter(target, people.eva, women="72 %")
    enter(target, people.eva, women="73 %")
    Round.objects.update(state=state)
    client.force_login(people.eva)
    assert client.get(page_of(target)).context["may_restore"] is False
    assert restore_of(target) not in text_of(client.get(page_of(target)))
    for headers in ({}, SCRIPT):
        answer = client.post(restore_of(target), {"version": "1"}, headers=headers)
        assert answer.status_code == 409
        text = answer.json()["html"] if headers else text_of(answer)
        assert "Nothing was restored." in text
    assert stored(target).women == parse_value("73 %")


def test_only_who_enters_is_offered_to_restore(
    client: Client, people: People, target: Target
) -> None:
    enter(target, people.eva, women="72 %")
    enter(target, people.eva, women="73 %")
    for person, may in ((people.eva, True), (people.mona, False), (people.rolf, False)):
        client.force_login(person)
        assert (restore_of(target) in text_of(client.get(page_of(target)))) is may
        if not may:
            assert client.post(restore_of(target), {"version": "1"}).status_code == 403
    client.force_login(people.nils)
    assert client.get(page_of(target)).status_code == 404
    assert client.post(restore_of(target), {"version": "1"}).status_code == 404
    assert stored(target).version == 2


def test_a_measure_of_another_round_is_unknown(
    client: Client, people: People, target: Target
) -> None:
    other = TargetFactory(round=RoundFactory(committee=people.committee, year=2022))
    client.force_login(people.eva)
    wrong = [
        address(name, target.round, other.measure_id)
        for name in ("outcome_value", "outcome_restore")
    ]
    assert client.get(wrong[0]).status_code == 404
    assert client.post(wrong[1], {"version": "1"}).status_code == 404
