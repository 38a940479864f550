"""An earlier outcome can be had back; that is a new version."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from config.formats import parse_value
from goals.cells import Typed, mark
from goals.choices import RoundState, Verb
from goals.models import Event, Round
from goals.rules import RoundLocked
from indicators.choices import OutcomeState
from indicators.models import Outcome, Target
from indicators.queries import line_of
from indicators.rules import enter_outcome, outcome_texts, restore_outcome
from organisation.models import User
from tests.conftest import People
from tests.factories import OutcomeFactory, RoundFactory, TargetFactory


@pytest.fixture
def target(people: People) -> Target:
    made: Target = TargetFactory(
        round=RoundFactory(committee=people.committee), by_sex=True, target="10"
    )
    return made


def enter(target: Target, by: User, **cells: str) -> None:
    stood = outcome_texts(line_of(target.round, target.measure_id))
    typed = {name: Typed(text, mark(stood[name])) for name, text in cells.items()}
    assert enter_outcome(round=target.round, measure=target.measure, cells=typed, by=by).is_saved


def restore(target: Target, by: User, version: int) -> Outcome:
    return restore_outcome(
        round=target.round, measure=target.measure, version=version, by=by
    ).outcome


def test_every_version_can_be_had_back(people: People, target: Target) -> None:
    steps: list[dict[str, Any]] = [
        {"expected_on": "2023-09-01"},
        {"total": "12", "women": "7", "men": "5"},
        {"analysis": "Bra.", "forecast": "15"},
        {"total": "", "state": "not_measured"},
    ]
    read = []
    for step in steps:
        enter(target, people.eva, **step)
        read.append(outcome_texts(line_of(target.round, target.measure_id)))

    for version in (1, 2, 3, 4, 2, 1):
        restore(target, people.eva, version)
        assert outcome_texts(line_of(target.round, target.measure_id)) == read[version - 1]

    outcome = Outcome.objects.get()
    assert outcome.expected_on == date(2023, 9, 1)
    assert outcome.history.count() == outcome.version == 10
    restored = Event.objects.filter(verb=Verb.OUTCOME_RESTORED).order_by("pk")
    assert [one.details["restored"] for one in restored] == [1, 2, 3, 4, 2, 1]
    assert [one.details["version"] for one in restored] == [5, 6, 7, 8, 9, 10]
    assert restored[0].details["cells"] == [
        ["women", "7", ""],
        ["men", "5", ""],
        ["forecast", "15", ""],
        ["state", "not_measured", "later"],
        ["expected_on", "", "2023-09-01"],
        ["analysis", None, None],
    ]
    assert outcome.history.latest("history_id").history_user == people.eva


def test_what_is_stored_already_is_not_stored_again(people: People, target: Target) -> None:
    enter(target, people.eva, total="5")
    assert restore(target, people.eva, 1).version == 1
    assert not Event.objects.filter(verb=Verb.OUTCOME_RESTORED).exists()


def test_that_the_original_has_an_analysis_is_restored(people: People, target: Target) -> None:
    OutcomeFactory(round=target.round, measure=target.measure, total="5", commented=True)
    enter(target, people.eva, analysis="Ny.")
    enter(target, people.eva, analysis="")
    assert not Outcome.objects.get().commented
    enter(target, people.eva, analysis="Ny igen.")
    restore(target, people.eva, 1)
    assert (Outcome.objects.get().analysis, Outcome.objects.get().commented) == ("", True)


def test_a_word_that_a_document_brought_can_be_had_back(people: People, target: Target) -> None:
    OutcomeFactory(round=target.round, measure=target.measure, total="Godkänd")
    enter(target, people.eva, total="5")
    restore(target, people.eva, 1)
    assert Outcome.objects.get().total == parse_value("Godkänd")


def test_cells_that_the_row_no_longer_has_are_left_alone(people: People, target: Target) -> None:
    enter(target, people.eva, total="12", women="7", men="5")
    enter(target, people.eva, total="10", women="6", men="4")
    Target.objects.update(by_sex=False)
    outcome = restore(target, people.eva, 1)
    assert (str(outcome.total), str(outcome.women)) == ("12", "6")


@pytest.mark.parametrize("version", [0, 2, -1, 2**31, 2**63, 2**80])
def test_a_version_that_there_is_not_is_refused(
    people: People, target: Target, version: int
) -> None:
    enter(target, people.eva, total="5")
    with pytest.raises(ValidationError):
        restore(target, people.eva, version)
    assert Outcome.objects.get().version == 1


def test_nothing_can_be_had_back_of_what_nobody_reported(people: People, target: Target) -> None:
    with pytest.raises(ValidationError):
        restore(target, people.eva, 1)
    assert not Outcome.objects.exists()


def test_who_may_and_when(people: People, target: Target) -> None:
    enter(target, people.eva, total="5")
    enter(target, people.eva, total="6")
    for person in (people.mona, people.rolf, people.karin):
        with pytest.raises(PermissionDenied):
            restore(target, person, 1)
    with pytest.raises(Http404):
        restore(target, people.nils, 1)
    Round.objects.update(state=RoundState.LOCKED)
    with pytest.raises(RoundLocked):
        restore(target, people.eva, 1)
    assert (str(Outcome.objects.get().total), Outcome.objects.get().state) == (
        "6",
        OutcomeState.ENTERED,
    )
