"""Reminders: to whom, on which days, each once, and no more when all is done."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from goals.choices import Kind, RoundState
from goals.models import Activity, Responsibility, Round
from indicators.choices import OutcomeState
from indicators.models import Measure
from organisation.models import Unit, User
from reports.models import ReminderSent
from reports.reminders import CLAIM, NAMED, occasion, reminders_for, send
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    GoalFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import text_of
from tests.reports.mail_server import MailServer, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DUE = date(2023, 5, 10)
OTHER_DUE = date(2023, 5, 12)


def days(count: int) -> timedelta:
    return timedelta(days=count)


@pytest.fixture
def measure(people: People) -> Measure:
    """An indicator that Mona answers for, without an outcome, in an open round."""
    round = RoundFactory(committee=people.committee, due=DUE)
    target = TargetFactory(round=round, measure__indicator__name="Andel nöjda barn")
    found: Measure = target.measure
    give(found, people.mona)
    return found


@pytest.fixture
def round(measure: Measure) -> Round:
    return Round.objects.get()


def give(measure: Measure, person: User | None, unit: Unit | None = None) -> None:
    Responsibility.objects.create(
        committee=measure.committee,
        kind=Kind.MEASURE,
        key=measure.pk,
        person=person,
        unit=unit,
    )


def run(day: date) -> list[mail.EmailMessage]:
    """What is sent on a day, at seven in the morning."""
    mail.outbox.clear()
    with time_machine.travel(datetime(day.year, day.month, day.day, 5, tzinfo=UTC)):
        call_command("send_reminders", verbosity=0)
    return list(mail.outbox)


def reminded(day: date) -> list[str]:
    with time_machine.travel(datetime(day.year, day.month, day.day, 5, tzinfo=UTC)):
        return sorted(str(reminder.person) for reminder in reminders_for(day))


@pytest.fixture(autouse=True)
def quiet(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    capsys.readouterr()


# When ---------------------------------------------------------------------------------


def test_days_on_which_somebody_is_reminded(measure: Measure) -> None:
    """The command runs every day for five weeks."""
    start = DUE - days(14)

    sent = [start + days(n) for n in range(36) if run(start + days(n))]

    assert sent == [
        DUE - days(7),
        DUE - days(1),
        DUE,
        DUE + days(7),
        DUE + days(14),
        DUE + days(21),
    ]


def test_reminding_ends_when_the_round_locks(measure: Measure, round: Round) -> None:
    round.locks = DUE + days(10)
    round.save()

    sent = [n for n in range(22) if run(DUE + days(n))]

    assert sent == [0, 7]


@pytest.mark.parametrize(
    ("missed", "first"),
    [(0, 0), (1, 1), (2, 2), (3, None), (4, None)],
)
def test_a_day_without_a_run_is_made_good_soon_after(
    measure: Measure, missed: int, first: int | None
) -> None:
    """Nothing ran on the seventh day before; the next run comes so many days later."""
    day = DUE - days(7) + days(missed)

    assert bool(run(day)) == (first is not None)
    assert run(day + days(1)) == []


def test_settings_say_which_days(measure: Measure, settings: Settings) -> None:
    settings.REMINDER_DAYS_BEFORE = [3]
    settings.REMINDER_DAYS_BETWEEN = 4

    assert [n for n in range(-8, 10) if run(DUE + days(n))] == [-3, 0, 4, 8]


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        # Half past eleven at night in Stockholm is the day before still.
        (datetime(2023, 5, 2, 21, 30, tzinfo=UTC), 0),
        # Half past midnight in Stockholm is the next day, whatever it is in London.
        (datetime(2023, 5, 2, 22, 30, tzinfo=UTC), 1),
    ],
)
def test_a_day_is_stockholms(measure: Measure, at: datetime, sent: int) -> None:
    with time_machine.travel(at):
        call_command("send_reminders")

    assert len(mail.outbox) == sent
    if sent:
        assert ReminderSent.objects.get().day == timezone.localdate(at)


@pytest.mark.parametrize("due", [None, DUE])
def test_round_without_a_due_date_reminds_nobody(
    measure: Measure, round: Round, due: date | None
) -> None:
    round.due = due
    round.save()

    assert (occasion(round, DUE) is None) == (due is None)
    assert bool(reminded(DUE)) == (due is not None)


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_round_that_is_not_open_reminds_nobody(
    measure: Measure, round: Round, state: RoundState
) -> None:
    round.state = state
    round.save()

    assert reminded(DUE) == []


# Whom ---------------------------------------------------------------------------------


def test_whoever_is_responsible_is_reminded(measure: Measure) -> None:
    assert reminded(DUE) == ["Mona"]


@pytest.mark.parametrize(
    "take_away",
    [
        lambda people: Responsibility.objects.all().delete(),
        lambda people: User.objects.filter(pk=people.mona.pk).update(is_active=False),
        lambda people: people.mona.memberships.all().delete(),
        lambda people: Responsibility.objects.update(
            person=None, unit=Unit.objects.create(committee=people.committee, name="Förskola")
        ),
    ],
    ids=["nobody", "somebody who has left", "somebody without a role", "a unit alone"],
)
def test_administrators_are_reminded_of_what_no_person_answers_for(
    people: People, measure: Measure, take_away: Callable[[People], object]
) -> None:
    take_away(people)

    assert reminded(DUE) == ["Eva"]


def test_whoever_wants_no_reminders_gets_none(people: People, measure: Measure) -> None:
    people.mona.reminders = False
    people.mona.save()

    assert reminded(DUE) == []


def test_it_stops_when_all_is_done(measure: Measure, round: Round) -> None:
    assert len(run(DUE - days(7))) == 1
    OutcomeFactory(round=round, measure=measure, state=OutcomeState.NOT_MEASURED)

    assert [n for n in range(-6, 30) if run(DUE + days(n))] == []


def test_what_waits_for_others_is_not_reminded_of(people: People, round: Round) -> None:
    goal = Measure.objects.get().goal
    AssessmentFactory(round=round, goal=goal)
    Responsibility.objects.create(
        committee=round.committee, kind=Kind.GOAL, key=goal.pk, person=people.rolf
    )

    assert reminded(DUE) == ["Mona"]

    OutcomeFactory(round=round, measure=Measure.objects.get(), total="80 %")
    assert reminded(DUE) == ["Rolf"]


def test_an_activity_and_a_goal_remind_too(people: People, round: Round) -> None:
    ActivityReportFactory(
        round=round, deviation=True, activity__title="Öppna", activity__goal__code="1.2"
    )
    goal = GoalFactory(code="1.3", title="Trygghet")
    AssessmentFactory(round=round, goal=goal)
    Responsibility.objects.create(
        committee=round.committee, kind=Kind.GOAL, key=goal.pk, person=people.rolf
    )
    Responsibility.objects.create(
        committee=round.committee,
        kind=Kind.ACTIVITY,
        key=Activity.objects.get().pk,
        person=people.rolf,
    )

    (letter,) = [one for one in run(DUE) if one.to == [people.rolf.email]]
    assert "1.2 Öppna –" in letter.body
    assert "1.3 Trygghet –" in letter.body


# What ---------------------------------------------------------------------------------


def test_one_e_mail_tells_of_all_rounds(people: People, measure: Measure) -> None:
    other = RoundFactory(committee=people.committee, part="t2", due=OTHER_DUE)
    TargetFactory(round=other, measure=measure)

    (letter,) = run(DUE)
    assert letter.to == [people.mona.email]
    assert letter.subject.startswith("2 ")
    assert letter.body.count("Andel nöjda barn") == 2
    # Neither the other round's own days, nor a second run, brings another one the same day.
    assert run(DUE) == []
    assert len(run(OTHER_DUE)) == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [(DUE - days(7), "Due 10 May 2023"), (DUE, "Due today"), (DUE + days(7), "Was due 10 May")],
)
def test_e_mail_tells_when_it_is_due(
    measure: Measure, settings: Settings, day: date, words: str
) -> None:
    settings.LANGUAGE_CODE = "en"

    (letter,) = run(day)
    assert words in letter.body


def test_links_lead_to_the_place(
    people: People, measure: Measure, client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://mal.example.se"
    client.force_login(people.mona)

    (letter,) = run(DUE)

    links = re.findall(r"https://mal\.example\.se(\S+)", str(letter.body))
    assert links[0].endswith(f"/utfall/#measure-{measure.pk}")
    assert links[1:] == ["/aby/2023/t1/arbete/?visa=mina", reverse("reminder_settings")]
    for link in links:
        assert client.get(link.split("#")[0]).status_code == 200
    place = text_of(client.get(links[0].split("#")[0]))
    assert f'id="measure-{measure.pk}"' in place


def test_long_lists_are_cut_and_counted(measure: Measure, round: Round) -> None:
    for _more in range(NAMED + 4):
        give(TargetFactory(round=round).measure, User.objects.get(name="Mona"))

    (letter,) = run(DUE)

    assert str(letter.body).count("#measure-") == NAMED
    assert " 5 " in str(letter.body).split("#measure-")[-1]


# Once ---------------------------------------------------------------------------------


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as started:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = started.port
        yield started


def test_mail_server_that_first_refuses_gets_it_once(
    people: People, measure: Measure, server: MailServer
) -> None:
    server.refusals = 2
    for _again in range(2):
        with pytest.raises(CommandError, match="1 reminder could not be sent"):
            run(DUE)
        assert server.letters == []
        assert ReminderSent.objects.get().sent_at is None

    for _again in range(3):
        run(DUE)
    run(DUE + days(1))

    (letter,) = server.letters
    assert letter["To"] == people.mona.email
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Andel nöjda barn" in letter.get_content()
    assert ReminderSent.objects.get().sent_at is not None


def test_what_was_refused_is_tried_again_the_next_day(measure: Measure, server: MailServer) -> None:
    server.refusals = 1
    with pytest.raises(CommandError):
        run(DUE - days(7))

    run(DUE - days(6))
    run(DUE - days(5))

    assert len(server.letters) == 1


def test_one_that_is_refused_does_not_stop_the_others(
    people: People, measure: Measure, round: Round, server: MailServer
) -> None:
    TargetFactory(round=round)
    server.refusals = 1

    with pytest.raises(CommandError, match="1 reminder could not"):
        run(DUE)
    assert len(server.letters) == 1

    run(DUE)
    assert sorted(letter["To"] for letter in server.letters) == sorted(
        [people.eva.email, people.mona.email]
    )


def test_no_mail_server_at_all_is_told(measure: Measure, settings: Settings) -> None:
    with mail_server() as gone:
        settings.EMAIL_PORT = gone.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"

    with pytest.raises(CommandError, match="1 reminder could not"):
        run(DUE)
    assert ReminderSent.objects.get().claimed_at is None


def test_two_runs_at_once_send_it_once(measure: Measure) -> None:
    """Both have found the same reminder before either has sent it."""
    with time_machine.travel(datetime(2023, 5, 10, 5, tzinfo=UTC)):
        (first,), (second,) = reminders_for(DUE), reminders_for(DUE)

        assert [send(first), send(second)] == [True, False]
    assert len(mail.outbox) == 1


def test_run_that_died_is_taken_over_after_a_while(people: People, measure: Measure) -> None:
    claimed = datetime(2023, 5, 10, 5, tzinfo=UTC)
    ReminderSent.objects.create(person=people.mona, day=DUE, claimed_at=claimed)

    for later, sent in ((CLAIM / 2, 0), (CLAIM * 2, 1)):
        with time_machine.travel(claimed + later):
            call_command("send_reminders")
        assert len(mail.outbox) == sent


# The command and the person's own choice ------------------------------------------------


def test_dry_run_prints_and_sends_nothing(
    people: People, measure: Measure, capsys: pytest.CaptureFixture[str]
) -> None:
    with time_machine.travel(datetime(2023, 5, 10, 5, tzinfo=UTC)):
        call_command("send_reminders", dry_run=True)

    printed = capsys.readouterr().out
    assert people.mona.email in printed
    assert "Andel nöjda barn" in printed
    assert mail.outbox == []
    assert not ReminderSent.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_rounds_cost_the_same_however_much_is_left(
    people: People,
    round: Round,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _one in range(count):
        TargetFactory(round=round)

    # Rounds; administrators; responsibilities, policy, targets, outcomes, acceptances, activities,
    # assessments; and one for each of the two people.
    with django_assert_num_queries(11):
        reminders_for(DUE)


def test_person_turns_reminders_off_and_on(people: People, english: Client) -> None:
    english.force_login(people.mona)
    page = reverse("reminder_settings")
    assert page in text_of(english.get(reverse("start")))
    assert "checked" in text_of(english.get(page))

    assert "You get no reminders." in text_of(english.post(page, follow=True))
    people.mona.refresh_from_db()
    assert not people.mona.reminders

    assert "You get reminders." in text_of(english.post(page, {"reminders": "on"}, follow=True))
    people.mona.refresh_from_db()
    assert people.mona.reminders
