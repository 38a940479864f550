"""No way out of the program shows a small group to those who may not see it."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from goals.cells import Typed, mark
from goals.choices import GoalLevel, Kind, Part
from goals.models import Event, Policy, Round
from indicators.models import Outcome, Target
from indicators.queries import line_of
from indicators.rules import enter_outcome, outcome_texts
from organisation.access import SYSTEM
from organisation.models import User
from reports.compose import compose
from reports.interchange import read, write
from reports.load import load
from reports.rendering.render import render_html
from tests.conftest import People
from tests.factories import (
    AssessmentFactory,
    GoalFactory,
    IndicatorFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import address, text_of

pytestmark = pytest.mark.usefixtures("in_english")
LIMIT = 100
# Women are few; the men would give them away; so would what there was before.
SECRETS = ("83 klienter", "8234 klienter", "79 klienter", "8238 klienter")
HIDDEN = {"83", "8234", "8 234", "79", "8238", "8 238"}


@pytest.fixture
def policy(db: None) -> Policy:
    return Policy.objects.create(smallest_group=LIMIT)


@pytest.fixture
def target(people: People, policy: Policy) -> Target:
    round = RoundFactory(committee=people.committee, year=2023, part=Part.T1)
    direction = GoalFactory(code="1", year=2023, level=GoalLevel.DIRECTION)
    goal = GoalFactory(code="1.1", year=2023, parent=direction)
    AssessmentFactory(round=round, goal=direction)
    AssessmentFactory(round=round, goal=goal)
    made: Target = TargetFactory(
        round=round,
        measure__goal=goal,
        measure__indicator=IndicatorFactory(name="Klienter", unit="klienter", by_sex=True),
        by_sex=True,
        target="9000 klienter",
    )
    enter(made, people.eva, total="8317 klienter", women="79 klienter", men="8238 klienter")
    enter(made, people.eva, women="83 klienter", men="8234 klienter")
    return made


def enter(target: Target, by: User, **texts: str) -> None:
    seen = outcome_texts(line_of(target.round, target.measure_id))
    cells = {name: Typed(text, mark(seen[name])) for name, text in texts.items()}
    accept = ("outside_sexes", "parts")
    answer = enter_outcome(
        round=target.round, measure=target.measure, cells=cells, accept=accept, by=by
    )
    assert answer.is_saved


def pages_of(target: Target) -> list[str]:
    round, committee = target.round, target.round.committee.slug
    events = Event.objects.filter(kind=Kind.MEASURE)
    assert events
    return [
        address("report", round),
        address("report_json", round),
        address("round", round),
        address("goal", round, "1.1"),
        address("assess", round, "1.1"),
        address("outcomes", round),
        address("outcomes_state", round),
        address("outcome_value", round, target.measure_id),
        address("round_history", round),
        f"{address('round_history', round)}?plats=measure:{target.measure_id}",
        *(address("event_evidence", round, event.pk) for event in events),
        reverse("indicator", args=[target.measure.indicator_id]),
        reverse("committee_history", args=[committee]),
        reverse("year", args=[committee, round.year]),
        reverse("committee", args=[committee]),
        reverse("start"),
    ]


def secrets_in(page: str) -> list[str]:
    plain = page.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    return [secret for secret in (*SECRETS, "8 234", "8 238") if secret in plain]


@pytest.mark.parametrize("who", ["rolf", "karin"])
def test_no_page_shows_a_reader_a_small_group(
    client: Client, people: People, target: Target, who: str
) -> None:
    client.force_login(getattr(people, who))

    for page in pages_of(target):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert secrets_in(text_of(answer)) == [], page


def test_the_panel_shows_a_reader_no_small_group(
    client: Client, people: People, target: Target
) -> None:
    client.force_login(people.rolf)
    page = address("outcome_value", target.round, target.measure_id)

    panel = text_of(client.get(page, headers={"X-Requested-With": "fetch"}))

    assert secrets_in(panel) == []
    assert "8317 klienter" in panel


@pytest.mark.parametrize("who", ["eva", "mona"])
@pytest.mark.parametrize("page", ["outcomes", "outcome_value", "round_history"])
def test_those_who_enter_or_judge_see_what_is_entered(
    client: Client, people: People, target: Target, who: str, page: str
) -> None:
    client.force_login(getattr(people, who))
    more = [target.measure_id] if page == "outcome_value" else []

    assert "83 klienter" in text_of(client.get(address(page, target.round, *more)))


@pytest.mark.parametrize("who", ["eva", "rolf"])
@pytest.mark.parametrize("page", ["report", "report_json", "goal"])
def test_what_is_made_of_the_document_hides_from_everybody(
    client: Client, people: People, target: Target, who: str, page: str
) -> None:
    client.force_login(getattr(people, who))
    more = ["1.1"] if page == "goal" else []

    shown = text_of(client.get(address(page, target.round, *more)))

    assert secrets_in(shown) == []
    assert "8317" in shown
    assert ".." in shown


def test_the_pdf_hides_and_says_what_two_points_mean(target: Target) -> None:
    html = render_html(compose(target.round))

    assert secrets_in(html) == []
    assert "..:" in html


@pytest.mark.parametrize("who", ["eva", "rolf"])
def test_the_workbook_hides_from_everybody(
    client: Client, people: People, target: Target, who: str
) -> None:
    client.force_login(getattr(people, who))

    content = client.get(address("outcomes_excel", target.round)).content

    cells = {
        str(cell)
        for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        for cell in row
    }
    assert cells & HIDDEN == set()
    assert {"8317", ".."} <= cells


def test_last_years_and_last_tertials_figures_are_hidden_too(
    client: Client, people: People, target: Target
) -> None:
    later: Round = RoundFactory(committee=people.committee, year=2023, part=Part.T2)
    TargetFactory(round=later, measure=target.measure, target="9000 klienter")
    Outcome.objects.filter(round=target.round).update(total_amount=83, total_printed="83 klienter")
    OutcomeFactory(
        round=later, measure=target.measure, total="8317 klienter", previous_year="79 klienter"
    )
    AssessmentFactory(round=later, goal=target.measure.goal)
    client.force_login(people.rolf)

    for page in ("outcomes", "report", "report_json", "outcomes_excel"):
        assert secrets_in(text_of_any(client.get(address(page, later)))) == []


def text_of_any(answer: Any) -> str:
    return str(answer.content.decode(errors="replace"))


def test_a_hidden_total_has_no_level_and_a_state_that_says_why(target: Target) -> None:
    Outcome.objects.update(total_amount=83, total_printed="83 klienter")

    composed = compose(target.round)
    row = next(composed.indicators())
    again = next(read(write(composed).encode()).indicators())

    assert (row.outcome.text, row.state, row.fulfilment) == ("..", "too_few", None)
    assert (again.outcome.text, again.women.text, again.state) == ("", "..", "too_few")


@pytest.mark.parametrize("total", [83, 8317])
def test_a_file_with_hidden_figures_is_loaded_again_without_a_loss(
    target: Target, total: int
) -> None:
    Outcome.objects.update(total_amount=total, total_printed=f"{total} klienter")
    before = Outcome.objects.values().get()

    load(read(write(compose(target.round)).encode()), by=SYSTEM)

    assert Outcome.objects.values().get() == before


def test_a_file_with_hidden_figures_can_be_loaded_where_nothing_is(
    target: Target, people: People
) -> None:
    data = write(compose(target.round)).replace('"year": 2023', '"year": 2024')

    round = load(read(data.encode()), by=SYSTEM).round

    assert [row.women.text for row in compose(round).indicators()] == [".."]


def test_without_a_limit_everybody_sees_everything(
    client: Client, people: People, target: Target, policy: Policy
) -> None:
    policy.smallest_group = 0
    policy.save()
    client.force_login(people.rolf)

    for page in ("outcomes", "report", "report_json", "round_history"):
        assert "83 klienter" in text_of(client.get(address(page, target.round))).replace(
            "\N{NO-BREAK SPACE}", " "
        )


def test_shares_are_told_in_the_history(client: Client, people: People, target: Target) -> None:
    share: Target = TargetFactory(round=target.round, target="80 %", by_sex=True)
    enter(share, people.eva, total="70 %", women="3 %", men="75 %")
    client.force_login(people.rolf)

    assert "75 %" in text_of(client.get(address("round_history", target.round)))
