"""The review of a round: what is found in it, and letting things stand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from config.formats import parse_value
from goals.choices import RoundState, Verb
from goals.models import Assessment, Event, Policy, Round
from goals.rules import RoundLocked
from indicators.models import Acceptance, Outcome
from organisation.models import User
from reports.choices import Severity
from reports.models import AcceptedFinding
from reports.review.findings import Finding
from reports.reviewing import accept_finding, findings_of, undo_acceptance
from tests.conftest import People
from tests.documents import areas, document, goal, indicator
from tests.factories import RoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def reviewed(people: People, loaded: Callable[[dict[str, Any]], Round]) -> Round:
    """A report with a goal that nobody has assessed, and a share that lies outside both sexes."""
    return loaded(
        document(
            goals=[goal("1", assessment="full"), goal("1.1")],
            indicators=[
                indicator("1.1", "Andel", outcome="50 %", women="60 %", men="65 %", target="40 %")
            ],
            activities=[],
        )
    )


def codes(round: Round) -> list[str]:
    return [finding.code for finding in findings_of(round).open]


def the(round: Round, code: str) -> Finding:
    (found,) = (finding for finding in findings_of(round).open if finding.code == code)
    return found


def accept(round: Round, by: User, code: str = "goal.unassessed", reason: str = "Rätt.") -> None:
    found = the(round, code)
    accept_finding(
        round=round,
        code=code,
        spot=found.spot.written,
        mark=found.mark,
        reason=reason,
        by=by,
    )


def test_findings_are_told_the_gravest_first(reviewed: Round) -> None:
    found = findings_of(reviewed)

    assert [one.code for one in found.open] == ["goal.unassessed", "indicator.outside_sexes"]
    assert found.counts == {Severity.MUST: 1, Severity.LOOK: 1, Severity.NOTE: 0}
    assert found.must == 1


def test_accepted_finding_is_no_longer_open(reviewed: Round, people: People) -> None:
    accept(reviewed, people.mona)

    found = findings_of(reviewed)
    assert [one.code for one in found.open] == ["indicator.outside_sexes"]
    (accepted,) = found.accepted
    assert (accepted.reason, accepted.by) == ("Rätt.", people.mona)
    event = Event.objects.get(verb=Verb.FINDING_ACCEPTED)
    assert event.by == people.mona
    assert event.details["reason"] == "Rätt."
    assert event.details["check"] == "goal.unassessed"


def test_accepting_twice_keeps_the_first_reason(reviewed: Round, people: People) -> None:
    found = the(reviewed, "goal.unassessed")
    for reason in ("Rätt.", "Fel."):
        accept_finding(
            round=reviewed,
            code=found.code,
            spot=found.spot.written,
            mark=found.mark,
            reason=reason,
            by=people.eva,
        )

    assert AcceptedFinding.objects.get().reason == "Rätt."
    assert Event.objects.filter(verb=Verb.FINDING_ACCEPTED).count() == 1


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501])
def test_accepting_asks_for_a_reason(reviewed: Round, people: People, reason: str) -> None:
    with pytest.raises(ValidationError):
        accept(reviewed, people.eva, reason=reason)
    assert not AcceptedFinding.objects.exists()


def test_finding_that_has_changed_cannot_be_accepted(reviewed: Round, people: People) -> None:
    found = the(reviewed, "goal.unassessed")

    with pytest.raises(ValidationError, match="changed"):
        accept_finding(
            round=reviewed,
            code=found.code,
            spot=found.spot.written,
            mark="another",
            reason="Rätt.",
            by=people.eva,
        )


def test_accepted_finding_comes_back_when_its_figures_change(
    reviewed: Round, people: People
) -> None:
    accept(reviewed, people.eva, "indicator.outside_sexes")
    outcome = Outcome.objects.get()
    Assessment.objects.filter(goal__code="1.1").update(level="full")
    assert codes(reviewed) == []

    outcome.total = parse_value("49 %")
    outcome.save()

    assert codes(reviewed) == ["indicator.outside_sexes"]


def test_warning_accepted_on_the_sheet_is_accepted_here(reviewed: Round, people: People) -> None:
    Acceptance.objects.create(
        outcome=Outcome.objects.get(),
        code="outside_sexes",
        about=the(reviewed, "indicator.outside_sexes").about,
        reason="Okänt kön.",
        by=people.eva,
    )

    (accepted,) = findings_of(reviewed).accepted
    assert (accepted.finding.code, accepted.reason) == ("indicator.outside_sexes", "Okänt kön.")
    assert accepted.key is None


def test_undoing_opens_the_finding_again(reviewed: Round, people: People) -> None:
    accept(reviewed, people.eva)

    undo_acceptance(round=reviewed, key=AcceptedFinding.objects.get().pk, by=people.mona)

    assert "goal.unassessed" in codes(reviewed)
    assert Event.objects.filter(verb=Verb.FINDING_ACCEPTED).first().details["undone"]  # type: ignore[union-attr]


def test_undoing_twice_is_done_once(reviewed: Round, people: People) -> None:
    accept(reviewed, people.eva)
    key = AcceptedFinding.objects.get().pk

    for _again in range(2):
        undo_acceptance(round=reviewed, key=key, by=people.eva)

    assert Event.objects.filter(verb=Verb.FINDING_ACCEPTED).count() == 2


def test_acceptance_of_another_round_is_unknown(reviewed: Round, people: People) -> None:
    other = AcceptedFinding.objects.create(
        round=RoundFactory(), code="goal.empty", spot="goal|1||", reason="Rätt.", by=people.eva
    )

    with pytest.raises(Http404):
        undo_acceptance(round=reviewed, key=other.pk, by=people.eva)


@pytest.mark.parametrize(
    ("who", "answer"),
    [("rolf", PermissionDenied), ("karin", PermissionDenied), ("nils", Http404)],
)
def test_who_may_not_accept(
    reviewed: Round, people: People, who: str, answer: type[Exception]
) -> None:
    with pytest.raises(answer):
        accept(reviewed, getattr(people, who))


def test_history_names_tables_as_they_are_printed(
    people: People, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    area = {"part_of_above": False, "budget_costs": "9,0", "budget_income": "-1,0"}
    nets = {"Omsorg": "8,0", "Kultur": "8,0", "Vägar": "2,0"}
    areas = [{"name": name, **area, "budget_net": net} for name, net in nets.items()]
    rows = [["A", "1,0"], ["B", "1,0"], ["Summa", "2,1"]]
    table = {"title": "Tabell", "columns": ["Verksamhet", "Budget"], "rows": rows}
    round = loaded(document(economy={"operating_areas": areas, "tables": [table]}))

    accept(round, people.eva, "table.net")
    accept(round, people.eva, "table.rounding")

    named = Event.objects.filter(verb=Verb.FINDING_ACCEPTED).values_list("details", flat=True)
    assert {one["name"] for one in named} == {"Operating budget by area", "The document"}


@pytest.mark.parametrize(("state", "takes"), [("locked", True), ("decided", False)])
def test_which_rounds_take_acceptances(
    reviewed: Round, people: People, state: str, takes: bool
) -> None:
    reviewed.state = RoundState(state)
    reviewed.save()

    if takes:
        accept(reviewed, people.eva)
    else:
        with pytest.raises(RoundLocked):
            accept(reviewed, people.eva)
    assert AcceptedFinding.objects.exists() is takes


def test_municipality_switches_a_check_off(reviewed: Round) -> None:
    Policy(severities={"goal.unassessed": "off", "indicator.outside_sexes": "must"}).save()

    found = findings_of(reviewed).open
    assert [(one.code, one.severity) for one in found] == [
        ("indicator.outside_sexes", Severity.MUST)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_review_takes_few_queries(
    people: People,
    loaded: Callable[[dict[str, Any]], Round],
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    round = loaded(areas(count))

    with django_assert_num_queries(17):
        findings_of(round)
