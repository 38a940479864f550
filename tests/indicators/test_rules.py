"""Reporting outcomes: what is asked for, what is refused, and that nothing is worked out."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from config.formats import NOTHING, parse_value
from goals.choices import Part, RoundState
from goals.models import Round
from goals.rules import EditConflict, RoundLocked
from indicators.choices import OutcomeState
from indicators.models import Outcome, Target
from indicators.rules import report_outcome
from organisation.models import User
from tests.conftest import People
from tests.factories import OutcomeFactory, RoundFactory, TargetFactory


@pytest.fixture
def target(people: People) -> Target:
    made: Target = TargetFactory(round=RoundFactory(committee=people.committee), by_sex=True)
    return made


def report(target: Target, by: User, **changes: Any) -> Outcome:
    said: dict[str, Any] = {"analysis": "", "state": OutcomeState.MISSING, "version": 0, **changes}
    for name in ("total", "women", "men", "forecast"):
        said[name] = parse_value(said.get(name, ""))
    return report_outcome(round=target.round, measure=target.measure, by=by, **said)


def stored(target: Target) -> Outcome:
    return Outcome.objects.get(round=target.round, measure=target.measure)


def test_a_new_outcome_is_made(people: People, target: Target) -> None:
    report(target, people.eva, total="70 %", women="71 %", men="69 %", forecast="75 %")

    outcome = stored(target)
    assert [str(getattr(outcome, name)) for name in ("total", "women", "men", "forecast")] == [
        "70 %",
        "71 %",
        "69 %",
        "75 %",
    ]
    assert (outcome.state, outcome.version, outcome.history.count()) == ("entered", 1, 1)


def test_an_outcome_is_changed_with_history(people: People, target: Target) -> None:
    OutcomeFactory(round=target.round, measure=target.measure, total="70 %", previous_year="68 %")

    report(target, people.eva, total="72 %", analysis=" Bättre. ", version=1)

    outcome = stored(target)
    assert (str(outcome.total), outcome.analysis, outcome.commented) == ("72 %", "Bättre.", True)
    assert (outcome.version, str(outcome.previous_year)) == (2, "68 %")
    amounts = [str(line.total_amount) for line in outcome.history.order_by("history_id")]
    assert amounts == ["70.000000", "72.000000"]


def test_the_total_is_never_worked_out(people: People, target: Target) -> None:
    report(target, people.eva, women="5", men="6")

    outcome = stored(target)
    assert outcome.total == NOTHING
    assert outcome.state == OutcomeState.MISSING


def test_zero_is_an_entered_outcome(people: People, target: Target) -> None:
    report(target, people.eva, total="0")
    assert stored(target).state == OutcomeState.ENTERED


@pytest.mark.parametrize("dash", ["", "-", "–"])
def test_no_value_has_the_reason_that_was_said(people: People, target: Target, dash: str) -> None:
    report(target, people.eva, total=dash, state=OutcomeState.LATER)

    outcome = stored(target)
    assert (outcome.total, outcome.state) == (NOTHING, OutcomeState.LATER)


def test_a_total_is_entered_whatever_reason_was_said(people: People, target: Target) -> None:
    report(target, people.eva, total="3", state=OutcomeState.LATER)
    assert stored(target).state == OutcomeState.ENTERED


def test_without_a_total_it_is_not_entered(people: People, target: Target) -> None:
    report(target, people.eva, state=OutcomeState.ENTERED)
    assert stored(target).state == OutcomeState.MISSING


@pytest.mark.parametrize("field", ["total", "women", "men", "forecast"])
def test_words_are_refused(people: People, target: Target, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        report(target, people.eva, **{field: "ganska bra"})
    assert list(caught.value.message_dict) == [field]
    assert not Outcome.objects.exists()


def test_a_word_that_a_document_brought_may_stay(people: People, target: Target) -> None:
    OutcomeFactory(round=target.round, measure=target.measure, total="Godkänd")
    report(target, people.eva, total="Godkänd", analysis="Så var det.", version=1)
    assert str(stored(target).total) == "Godkänd"


def test_women_and_men_only_where_it_is_split(people: People, target: Target) -> None:
    target.by_sex = False
    target.save()
    with pytest.raises(ValidationError) as caught:
        report(target, people.eva, total="5", women="2", men="3")
    assert sorted(caught.value.message_dict) == ["men", "women"]


def test_a_forecast_only_in_the_tertial_reports(people: People, target: Target) -> None:
    Round.objects.filter(pk=target.round_id).update(part=Part.ANNUAL)
    target.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        report(target, people.eva, forecast="5")
    assert list(caught.value.message_dict) == ["forecast"]


def test_that_the_original_has_an_analysis_is_kept(people: People, target: Target) -> None:
    OutcomeFactory(round=target.round, measure=target.measure, commented=True)
    assert report(target, people.eva, total="5", version=1).commented


def test_an_old_version_is_a_conflict(people: People, target: Target) -> None:
    report(target, people.eva, total="5")
    report(target, people.eva, total="6", version=1)

    with pytest.raises(EditConflict) as caught:
        report(target, people.eva, total="7", version=1)

    assert str(caught.value.current.total) == "6"
    assert str(stored(target).total) == "6"


def test_two_who_report_first_end_in_a_conflict(people: People, target: Target) -> None:
    report(target, people.eva, total="5")
    with pytest.raises(EditConflict):
        report(target, people.eva, total="6")


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_a_round_that_is_not_open_refuses(people: People, target: Target, state: str) -> None:
    Round.objects.filter(pk=target.round_id).update(state=state)
    with pytest.raises(RoundLocked):
        report(target, people.eva, total="5")
    assert not Outcome.objects.exists()


def test_only_administrators_report(people: People, target: Target) -> None:
    for person in (people.mona, people.rolf, people.karin):
        with pytest.raises(PermissionDenied):
            report(target, person, total="5")
    with pytest.raises(Http404):
        report(target, people.nils, total="5")
