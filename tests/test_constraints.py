"""The database itself refuses what must not be: whichever way it comes in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from goals.choices import GoalLevel, Verb
from goals.events import record
from goals.models import (
    Activity,
    ActivityReport,
    Assessment,
    CalendarEntry,
    Draft,
    Event,
    Goal,
    Policy,
    Presence,
    Responsibility,
    Round,
    Unlock,
)
from indicators.models import Acceptance, Indicator, Measure, Outcome, Target
from organisation.models import Committee, Membership, Role, Unit, User
from reports.choices import EditionKind
from reports.models import AcceptedFinding, Edition, ReminderSent, Report, ReportFile, Section
from tests.factories import (
    ActivityFactory,
    ActivityReportFactory,
    AssessmentFactory,
    CommitteeFactory,
    GoalFactory,
    IndicatorFactory,
    MeasureFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
    UserFactory,
    edition,
    edition_file,
    member,
)

pytestmark = pytest.mark.django_db
EARLIER, LATER = date(2023, 5, 1), date(2023, 5, 2)
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def calendar_entry() -> CalendarEntry:
    """The calendar of one part of a year."""
    return CalendarEntry.objects.create(year=2023, part="t1")


def accepted_finding() -> AcceptedFinding:
    """Something that the review found and somebody let stand."""
    return AcceptedFinding.objects.create(
        round=RoundFactory(), code="a", spot="goal|1", about="0", reason="Rätt.", by=UserFactory()
    )


def an_unlock() -> Unlock:
    """A round that is unlocked for a while."""
    round = RoundFactory()
    until = datetime(2099, 1, 1, tzinfo=UTC)
    return Unlock.objects.create(
        round=round, kind="round", key=round.pk, reason="Fel.", until=until
    )


def copied(thing: models.Model) -> None:
    """Store the same thing once more."""
    thing.pk = None
    thing._state.adding = True
    thing.save()


def draft() -> Draft:
    return Draft.objects.create(
        round=RoundFactory(), by=UserFactory(), kind="measure", key=1, cell="total"
    )


def presence() -> Presence:
    return Presence.objects.create(
        round=RoundFactory(), by=UserFactory(), kind="goal", key=1, cell="level"
    )


def acceptance() -> Acceptance:
    return Acceptance.objects.create(outcome=OutcomeFactory(), code="parts", about="1 | 2 | 3")


def told(**values: Any) -> Callable[[], Event]:
    """Write an event with those columns: it could not be changed afterwards."""
    said = {"verb": "unlocked", "kind": "round", "key": 1, **values}
    return lambda: Event.objects.create(committee=CommitteeFactory(), **said)


def an_edition(**wrong: Any) -> Callable[[], Edition]:
    """Make an edition with those columns: it could not be changed afterwards."""
    return lambda: edition(RoundFactory(), **wrong)


TWICE: list[tuple[str, Callable[[], models.Model]]] = [
    ("committee", CommitteeFactory),
    ("council's goal", GoalFactory),
    ("committee's goal", lambda: GoalFactory(committee=CommitteeFactory())),
    ("council's indicator", IndicatorFactory),
    ("committee's indicator", lambda: IndicatorFactory(committee=CommitteeFactory())),
    ("round", RoundFactory),
    ("calendar entry", calendar_entry),
    ("measure", MeasureFactory),
    ("target", TargetFactory),
    ("outcome", OutcomeFactory),
    ("activity", ActivityFactory),
    ("activity report", ActivityReportFactory),
    ("assessment", AssessmentFactory),
    ("draft", draft),
    ("presence", presence),
    ("acceptance", acceptance),
    ("role in a committee", lambda: member(Role.READER, CommitteeFactory()).memberships.get()),
    ("central controller", lambda: member(Role.CONTROLLER).memberships.get()),
    ("report", lambda: Report.objects.create(round=RoundFactory())),
    ("unit", lambda: Unit.objects.create(name="Förskola", committee=CommitteeFactory())),
    (
        "responsibility",
        lambda: Responsibility.objects.create(committee=CommitteeFactory(), kind="goal", key=1),
    ),
    (
        "reminder of a person on a day",
        lambda: ReminderSent.objects.create(person=UserFactory(), day=date(2023, 5, 1)),
    ),
    ("accepted finding", accepted_finding),
    ("edition", lambda: edition(RoundFactory())),
    ("edition's file", lambda: edition_file(edition(RoundFactory()))),
    (
        "section",
        lambda: Section.objects.create(
            report=Report.objects.create(round=RoundFactory()), position=1, key="a", heading="A"
        ),
    ),
]


@pytest.mark.parametrize("make", [case[1] for case in TWICE], ids=[case[0] for case in TWICE])
def test_the_same_thing_is_not_stored_twice(make: Callable[[], models.Model]) -> None:
    thing = make()

    with pytest.raises(IntegrityError), transaction.atomic():
        copied(thing)


def test_e_mail_address_is_one_persons_however_it_is_written() -> None:
    UserFactory(email="eva@example.com")

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="EVA@example.com")


def of(make: Callable[..., models.Model], **values: Any) -> Callable[[], Any]:
    """Change columns behind the model's back, as a careless script would."""

    def change() -> None:
        thing = make()
        type(thing)._default_manager.filter(pk=thing.pk).update(**values)

    return change


WRONG: list[tuple[str, Callable[[], Any]]] = [
    ("policy of one committee", of(lambda: Policy.objects.create(), id=2)),
    ("policy in a mode unknown", of(lambda: Policy.objects.create(), mode="guess")),
    ("policy with fully below partly", of(lambda: Policy.objects.create(), full_from="0.1")),
    ("policy with a tolerance over all", of(lambda: Policy.objects.create(), tolerance="1.5")),
    ("proposal unknown", of(AssessmentFactory, proposed="perhaps")),
    ("finding accepted without a reason", of(accepted_finding, reason="")),
    ("slug reserved", of(CommitteeFactory, slug="admin")),
    ("slug empty", of(CommitteeFactory, slug="")),
    (
        "role unknown",
        of(lambda: member(Role.READER, CommitteeFactory()).memberships.get(), role="king"),
    ),
    (
        "controller of one committee",
        of(lambda: member(Role.READER, CommitteeFactory()).memberships.get(), role=Role.CONTROLLER),
    ),
    (
        "reader of no committee",
        of(lambda: member(Role.CONTROLLER).memberships.get(), role=Role.READER),
    ),
    ("year of a round", of(RoundFactory, year=20)),
    ("year of a goal", of(GoalFactory, year=20230)),
    ("part unknown", of(RoundFactory, part="t3")),
    ("state unknown", of(RoundFactory, state="ajar")),
    ("round due before it opens", of(RoundFactory, opens=date(2023, 5, 2), due=date(2023, 5, 1))),
    ("round locked before it is due", of(RoundFactory, due=LATER, locks=EARLIER)),
    ("round locked before it opens", of(RoundFactory, opens=LATER, locks=EARLIER)),
    ("calendar due before it opens", of(calendar_entry, opens=LATER, due=EARLIER)),
    ("calendar locked before it is due", of(calendar_entry, due=LATER, locks=EARLIER)),
    ("calendar locked before it opens", of(calendar_entry, opens=LATER, locks=EARLIER)),
    ("calendar part unknown", of(calendar_entry, part="t9")),
    ("unlock of an activity", of(an_unlock, kind="activity")),
    ("unlock that ends before it begins", of(an_unlock, until=LONG_AGO)),
    ("unlock without a reason", of(an_unlock, reason="")),
    ("level unknown", of(GoalFactory, level="unit")),
    ("committee goal without committee", of(GoalFactory, level=GoalLevel.COMMITTEE)),
    ("goal without title", of(GoalFactory, title="")),
    ("assessment unknown", of(AssessmentFactory, level="nearly")),
    ("activity without title", of(ActivityFactory, title="")),
    ("status unknown", of(ActivityReportFactory, status="soon")),
    ("end before start", of(ActivityReportFactory, end=date(2022, 12, 31))),
    ("new end before start", of(ActivityReportFactory, new_end=date(2022, 12, 31))),
    ("draft of an unknown kind", of(draft, kind="wish")),
    ("presence at an unknown kind", of(presence, kind="wish")),
    ("acceptance of an unknown warning", of(acceptance, code="odd")),
    ("event about an unknown kind", told(kind="wish")),
    ("event of an unknown verb", told(verb="dreamt")),
    ("indicator without name", of(IndicatorFactory, name="")),
    ("direction unknown", of(IndicatorFactory, better="sideways")),
    ("kind unknown", of(IndicatorFactory, kind="thing")),
    ("periodicity unknown", of(IndicatorFactory, periodicity="week")),
    ("tolerance below zero", of(IndicatorFactory, tolerance=Decimal("-0.1"))),
    ("tolerance above one", of(IndicatorFactory, tolerance=Decimal("1.5"))),
    ("target with value and word", of(TargetFactory, target_word="öka")),
    ("target with half a value", of(TargetFactory, target_printed="")),
    ("council target with half a value", of(TargetFactory, council_target_printed="7")),
    ("outcome with value and word", of(lambda: OutcomeFactory(total="7"), total_word="öka")),
    ("women with half a value", of(OutcomeFactory, women_amount=Decimal(7))),
    ("men with half a value", of(OutcomeFactory, men_printed="7")),
    ("forecast with half a value", of(OutcomeFactory, forecast_printed="7")),
    ("last year with half a value", of(OutcomeFactory, previous_year_printed="7")),
    ("outcome that is missing", of(lambda: OutcomeFactory(total="7"), state="missing")),
    ("expected though missing", of(OutcomeFactory, expected_on=date(2023, 9, 1))),
    (
        "expected though entered",
        of(lambda: OutcomeFactory(total="7"), expected_on=date(2023, 9, 1)),
    ),
    ("outcome state unknown", of(OutcomeFactory, state="lost")),
    (
        "responsibility for an unknown kind",
        of(
            lambda: Responsibility.objects.create(committee=CommitteeFactory(), kind="goal", key=1),
            kind="wish",
        ),
    ),
    ("report status unknown", of(lambda: Report.objects.create(round=RoundFactory()), status="x")),
    ("edition without a number", an_edition(number=0)),
    ("edition of an unknown kind", an_edition(kind="wish")),
    ("edition without a registry number", an_edition(registry_number="")),
    ("edition without a signature", an_edition(signature="")),
    ("edition without a snapshot", an_edition(snapshot="")),
    ("edition with half a digest", an_edition(digest="0a")),
    ("edition of an unknown version", an_edition(program_version="")),
    ("decided edition without a day", an_edition(decided_on=None)),
    ("decided edition without a paragraph", an_edition(paragraph="")),
    ("proposal with a paragraph", an_edition(kind=EditionKind.PROPOSAL, paragraph="7")),
    ("proposal with a day", an_edition(kind=EditionKind.PROPOSAL, decided_on=EARLIER)),
    ("correction of nothing", an_edition(kind=EditionKind.CORRECTION, note=None)),
    ("empty file", lambda: edition_file(edition(RoundFactory()), content=b"")),
    ("file of an unknown format", lambda: edition_file(edition(RoundFactory()), format="gif")),
    ("file state unknown", of(lambda: ReportFile.objects.create(round=RoundFactory()), state="x")),
]


@pytest.mark.parametrize("change", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_the_database_refuses(change: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_zero_is_a_value_and_empty_is_none() -> None:
    outcome = OutcomeFactory(total="0", women="", men=None)

    stored = Outcome.objects.get(pk=outcome.pk)
    assert (stored.total.amount, stored.total.text) == (Decimal(0), "0")
    assert stored.women.amount is None
    assert stored.men.is_nothing


def test_what_rounds_speak_of_cannot_be_deleted() -> None:
    target = TargetFactory()
    AssessmentFactory(goal=target.measure.goal, round=target.round)

    for thing in (
        target.measure,
        target.measure.indicator,
        target.measure.goal,
        target.round,
        target.round.committee,
    ):
        with pytest.raises(models.ProtectedError):
            thing.delete()


@pytest.fixture
def event() -> Event:
    round = RoundFactory()
    with transaction.atomic():
        return record(Verb.ROUND_LOCKED, by=UserFactory(), round=round, name=round.title)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE goals_event SET by_id = NULL",
        "UPDATE goals_event SET at = CURRENT_TIMESTAMP",
        "UPDATE goals_event SET details = '{}'",
        "UPDATE goals_event SET verb = 'unlocked' WHERE id > 0",
    ],
)
def test_event_is_never_changed(event: Event, change: str) -> None:
    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        event.save()
    assert Event.objects.get().details == {"name": event.round.title}  # type: ignore[union-attr]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's tests are emptied so")
def test_event_is_never_deleted(event: Event) -> None:
    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM goals_event")
    assert Event.objects.count() == 1


def test_whoever_has_done_something_is_kept_with_the_committee(event: Event) -> None:
    assert event.by is not None
    for thing in (event.by, event.committee):
        with pytest.raises(models.ProtectedError):
            thing.delete()


def test_people_edit_only_what_keeps_a_history() -> None:
    """Beside files, which are made again, and people, whose log-in is their own."""
    without = {
        model
        for model in (
            *(Committee, Membership, Unit, User, Round, Goal, Assessment, Activity),
            *(ActivityReport, Indicator, Measure, Target, Outcome, Report, Section, ReportFile),
        )
        if not hasattr(model, "history")
    }
    assert without == {User, Unit, ReportFile}
