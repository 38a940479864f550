"""Submitting, deciding and correcting: what is frozen, by whom, and when it is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from goals.choices import RoundState, Verb
from goals.lifecycle import lock_round
from goals.models import Assessment, Event, Round
from organisation.access import SYSTEM
from reports.choices import EditionKind, ReportStatus
from reports.compose import compose_report
from reports.editions import making
from reports.editions.making import EditionConflict
from reports.editions.queries import editions_of, latest_published, published
from reports.editions.state import draft_of
from reports.models import Edition, Report
from reports.snapshot import digest, thaw
from tests.conftest import People

pytestmark = pytest.mark.django_db
DECIDED_ON = date(2024, 2, 15)
NUMBER = "KS 2024/17"


def state(round: Round, state: RoundState) -> Round:
    Round.objects.filter(pk=round.pk).update(state=state, locks=None)
    round.refresh_from_db()
    return round


def lock(round: Round) -> Round:
    return state(round, RoundState.LOCKED)


def write(round: Round, text: str) -> None:
    """Change what the report says of a goal."""
    Assessment.objects.filter(round=round, goal__code="1.1").update(analysis=text)


def submit(people: People, round: Round, **more: Any) -> Edition:
    return making.submit_proposal(round=round, registry_number=NUMBER, by=people.eva, **more)


def decide(people: People, round: Round, **more: Any) -> Edition:
    said: dict[str, Any] = {
        "decided_on": DECIDED_ON,
        "paragraph": "§ 7",
        "registry_number": NUMBER,
        **more,
    }
    return making.decide_edition(round=round, by=people.eva, **said)


def correct(people: People, round: Round, **more: Any) -> Edition:
    return making.correct_edition(
        round=round, by=people.eva, **{"note": "Fel siffra på sidan 3.", **more}
    )


def opened(people: People, round: Round) -> Round:
    """A decided round that is open for a correction."""
    decide(people, lock(round))
    return making.begin_correction(round=round, reason="Fel siffra", by=people.eva)


def test_what_is_submitted_is_frozen_with_the_act(people: People, round: Round) -> None:
    document = compose_report(round)

    made = submit(people, round)

    frozen = thaw(made.snapshot)
    assert (made.number, made.kind, made.made_by) == (1, EditionKind.PROPOSAL, people.eva)
    assert (made.signature, made.registry_number) == ("Eva", NUMBER)
    assert made.digest == digest(made.snapshot)
    assert made.program_version
    assert frozen.goals == document.goals
    assert frozen.sections == document.sections
    assert (frozen.status, frozen.registry_number) == ("proposal", NUMBER)
    assert frozen.edition is not None
    assert (frozen.edition.number, frozen.edition.signature) == (1, "Eva")
    assert Report.objects.get(round=round).status == ReportStatus.PROPOSAL
    assert Round.objects.get(pk=round.pk).is_open


def test_every_act_is_told(people: People, round: Round) -> None:
    submit(people, round)
    decide(people, lock(round))
    making.begin_correction(round=round, reason="Fel siffra", by=people.eva)
    write(round, "Rätt.")
    correct(people, lock(round))

    told = Event.objects.filter(round=round, verb__startswith="edition_").order_by("pk")
    assert [(one.verb, one.by, one.details["number"]) for one in told] == [
        (Verb.EDITION_SUBMITTED, people.eva, "1"),
        (Verb.EDITION_DECIDED, people.eva, "2"),
        (Verb.EDITION_CORRECTED, people.eva, "3"),
    ]
    assert {one.details["registry_number"] for one in told} == {NUMBER}
    assert [one.details["reason"] for one in told] == [
        "",
        "2024-02-15, § 7",
        "Fel siffra på sidan 3.",
    ]
    assert [one.details["digest"] for one in told] == list(
        Edition.objects.order_by("number").values_list("digest", flat=True)
    )


def test_a_decision_closes_the_round_and_is_published(people: People, round: Round) -> None:
    submit(people, round)
    assert latest_published(round) is None

    made = decide(people, lock(round), as_proposed=True)

    assert (made.number, made.kind) == (2, EditionKind.DECIDED)
    assert (made.decided_on, made.paragraph) == (DECIDED_ON, "7")
    assert Round.objects.get(pk=round.pk).state == RoundState.DECIDED
    assert Report.objects.get(round=round).status == ReportStatus.DECIDED
    assert latest_published(round) == made
    assert list(published(people.committee)) == [made]
    mark = thaw(made.snapshot).edition
    assert mark is not None
    assert (mark.proposal, mark.as_proposed) == (1, True)
    assert mark.follows == Edition.objects.get(round=round, number=1).digest


def test_a_decision_says_whether_it_is_as_proposed(
    people: People, round: Round, in_english: None
) -> None:
    submit(people, round)
    lock(round)
    with pytest.raises(ValidationError, match="Nothing has changed"):
        decide(people, round, as_proposed=False)
    write(round, "Ändrat på mötet.")
    with pytest.raises(ValidationError, match="has been changed since"):
        decide(people, round, as_proposed=True)

    made = decide(people, round, as_proposed=False)

    mark = thaw(made.snapshot).edition
    assert mark is not None
    assert (mark.proposal, mark.as_proposed) == (1, False)


def test_a_report_is_decided_without_a_proposal(people: People, round: Round) -> None:
    made = decide(people, lock(round))

    mark = thaw(made.snapshot).edition
    assert (made.number, mark and mark.proposal, mark and mark.as_proposed) == (1, None, None)


def test_a_round_that_was_decided_before_there_were_editions_gets_one(
    people: People, round: Round
) -> None:
    decide(people, state(round, RoundState.DECIDED))

    assert Round.objects.get(pk=round.pk).state == RoundState.DECIDED


def test_a_correction_is_a_new_edition_and_holds(people: People, round: Round) -> None:
    opened(people, round)
    assert Round.objects.get(pk=round.pk).is_open
    assert Report.objects.get(round=round).status == ReportStatus.DRAFT
    first = latest_published(round)
    write(round, "Rätt siffra.")
    lock_round(round=round, reason="Rättat", by=people.eva)

    made = correct(people, round)

    assert first is not None
    assert (made.number, made.note) == (2, "Fel siffra på sidan 3.")
    # The decision that was made holds for it too.
    assert (made.decided_on, made.paragraph) == (DECIDED_ON, "7")
    assert latest_published(round) == made
    assert Round.objects.get(pk=round.pk).state == RoundState.DECIDED
    assert Edition.objects.get(pk=first.pk).snapshot == first.snapshot


def test_a_correction_may_have_a_decision_of_its_own(people: People, round: Round) -> None:
    opened(people, round)
    write(round, "Rätt siffra.")

    made = correct(people, lock(round), decided_on=date(2024, 3, 1), paragraph="12")

    assert (made.decided_on, made.paragraph) == (date(2024, 3, 1), "12")


def test_a_correction_of_nothing_is_ended_instead(
    people: People, round: Round, in_english: None
) -> None:
    opened(people, round)
    lock(round)
    with pytest.raises(ValidationError, match="nothing to correct"):
        correct(people, round)

    making.end_correction(round=round, by=people.eva)

    assert Round.objects.get(pk=round.pk).state == RoundState.DECIDED
    assert Report.objects.get(round=round).status == ReportStatus.DECIDED
    assert editions_of(round).count() == 1


def test_a_correction_that_changes_something_is_not_ended_without_an_edition(
    people: People, round: Round
) -> None:
    opened(people, round)
    write(round, "Annat.")

    with pytest.raises(ValidationError):
        making.end_correction(round=lock(round), by=people.eva)


def open_and_submitted(people: People, round: Round) -> object:
    submit(people, round)
    return submit(people, round)


REFUSED: dict[str, Callable[[People, Round], object]] = {
    "submitted without a registry number": lambda people, round: making.submit_proposal(
        round=round, registry_number=" ", by=people.eva
    ),
    "submitted before the round has begun": lambda people, round: submit(
        people, state(round, RoundState.PLANNED)
    ),
    "submitted again unchanged": open_and_submitted,
    "submitted under too long a number": lambda people, round: making.submit_proposal(
        round=round, registry_number="1" * 61, by=people.eva
    ),
    "decided in an open round": lambda people, round: decide(people, round),
    "decided tomorrow": lambda people, round: decide(
        people, lock(round), decided_on=timezone.localdate() + timedelta(days=1)
    ),
    "decided long before its year": lambda people, round: decide(
        people, lock(round), decided_on=date(round.year - 2, 12, 31)
    ),
    "decided without a paragraph": lambda people, round: decide(
        people, lock(round), paragraph=" § "
    ),
    "decided without a registry number": lambda people, round: decide(
        people, lock(round), registry_number=""
    ),
    "decided twice": lambda people, round: (decide(people, lock(round)), decide(people, round)),
    "submitted when decided": lambda people, round: (
        decide(people, lock(round)),
        submit(people, round),
    ),
    "corrected before the decision": lambda people, round: correct(people, lock(round)),
    "corrected in an open round": lambda people, round: correct(people, opened(people, round)),
    "corrected without a note": lambda people, round: correct(
        people, lock(opened(people, round)), note=" "
    ),
    "corrected with half a decision": lambda people, round: correct(
        people, lock(opened(people, round)), paragraph="9"
    ),
    "opened without an edition": lambda people, round: making.begin_correction(
        round=state(round, RoundState.DECIDED), reason="Fel", by=people.eva
    ),
    "opened without a reason": lambda people, round: (
        decide(people, lock(round)),
        making.begin_correction(round=round, reason=" ", by=people.eva),
    ),
    "opened twice": lambda people, round: (
        opened(people, round),
        making.begin_correction(round=round, reason="Fel", by=people.eva),
    ),
}


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_refused(
    people: People, round: Round, act: Callable[[People, Round], object]
) -> None:
    with pytest.raises(ValidationError):
        act(people, round)


def test_the_program_itself_makes_editions(round: Round) -> None:
    made = making.submit_proposal(round=round, registry_number=NUMBER, by=SYSTEM)

    assert made.made_by is None
    assert made.signature


def test_a_proposal_is_submitted_again_when_something_has_changed(
    people: People, round: Round
) -> None:
    submit(people, round)
    write(round, "Mer.")

    assert submit(people, round).number == 2


@pytest.mark.parametrize("who", ["mona", "rolf", "karin", "nils"])
def test_only_an_administrator_of_the_committee_makes_editions(
    people: People, round: Round, who: str
) -> None:
    by = getattr(people, who)
    lock(round)
    acts: list[Callable[[], object]] = [
        lambda: making.submit_proposal(round=round, registry_number=NUMBER, by=by),
        lambda: making.decide_edition(
            round=round, decided_on=DECIDED_ON, paragraph="7", registry_number=NUMBER, by=by
        ),
        lambda: making.begin_correction(round=round, reason="Fel", by=by),
        lambda: making.correct_edition(round=round, note="Fel", by=by),
        lambda: making.end_correction(round=round, by=by),
    ]
    for act in acts:
        with pytest.raises(Http404 if who == "nils" else PermissionDenied):
            act()
    assert not Edition.objects.exists()


def test_a_second_click_makes_no_second_edition(people: People, round: Round) -> None:
    draft = draft_of(round)
    submit(people, round, number=draft.number, seen=draft.mark)

    with pytest.raises(EditionConflict) as caught:
        submit(people, round, number=draft.number, seen=draft.mark)

    assert caught.value.draft.last == Edition.objects.get()


def test_what_has_changed_since_it_was_seen_is_not_frozen(people: People, round: Round) -> None:
    draft = draft_of(round)
    write(round, "Ändrat i sista stund.")

    with pytest.raises(EditionConflict):
        submit(people, round, number=draft.number, seen=draft.mark)

    assert not Edition.objects.exists()
