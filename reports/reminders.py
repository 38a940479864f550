"""Reminders by e-mail: to whom, on which days, and each once.

Somebody who has something to do in an open round gets an e-mail before the due
date, on it, and after it until the round is locked; about all rounds at once,
at most one a day. It stops by itself when everything is done.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from goals.choices import RoundState
from goals.models import Round
from organisation.models import User
from organisation.queries import administrators_of
from reports.models import ReminderSent
from reports.work import Item, items_of

# How many things an e-mail names for each round; the rest are counted.
NAMED = 10
# A reminder that could not be sent on its day is sent this many days later at most.
LATE = timedelta(days=2)
# Whoever has claimed a reminder and not sent it within this time has died.
CLAIM = timedelta(minutes=10)


@dataclass(frozen=True)
class Part:
    """What a person has left to do in one round."""

    round: Round
    items: list[Item]

    @property
    def named(self) -> list[Item]:
        """Those that the e-mail names."""
        return self.items[:NAMED]

    @property
    def more(self) -> int:
        """How many more there are."""
        return len(self.items) - len(self.named)

    @property
    def address(self) -> str:
        """The person's list for the round."""
        round = self.round
        path = reverse("work", args=[round.committee.slug, round.year, round.slug])
        return f"{settings.SITE_URL}{path}?visa=mina"


@dataclass
class Reminder:
    """What one person is reminded of on a day."""

    person: User
    day: date
    parts: list[Part] = field(default_factory=list)
    # The latest of the days on which it should be sent.
    occasion: date = date.min

    @property
    def count(self) -> int:
        """How much is left to do."""
        return sum(len(part.items) for part in self.parts)


def occasion(round: Round, today: date) -> date | None:
    """The latest day, up to today, on which people are reminded of the round.

    Nothing: it has no due date, or no such day was near enough.
    """
    if round.due is None:
        return None
    days = [round.due - timedelta(days=before) for before in settings.REMINDER_DAYS_BEFORE]
    days.append(round.due)
    if today > round.due:
        between = settings.REMINDER_DAYS_BETWEEN
        passed = (today - round.due).days // between
        days.append(round.due + timedelta(days=passed * between))
    return max((day for day in days if today - LATE <= day <= today), default=None)


def reminders_for(today: date) -> list[Reminder]:
    """Whom to remind of what today; those who have been reminded since the day it was for, not.

    A person who wants no reminders gets none. An administrator is also reminded
    of what no person answers for.
    """
    found: dict[int, Reminder] = {}
    for round in _open_rounds(today):
        day = occasion(round, today)
        for person, items in _left(round):
            reminder = found.setdefault(person.pk, Reminder(person, today))
            reminder.parts.append(Part(round, items))
            reminder.occasion = max(reminder.occasion, day or date.min)
    return [
        reminder
        for reminder in found.values()
        if reminder.occasion > date.min and not _was_sent(reminder)
    ]


def _open_rounds(today: date) -> list[Round]:
    """The rounds that are open, the one due first is first; those without a due date last."""
    rounds = Round.objects.select_related("committee")
    return sorted(
        (
            round
            for round in rounds
            if round.state_on(today) == RoundState.OPEN and round.reports_outcomes
        ),
        key=lambda round: (round.due or date.max, round.year, round.committee.name),
    )


def _left(round: Round) -> Iterable[tuple[User, list[Item]]]:
    """Those who have something that they can do now in the round, and what."""
    own: defaultdict[User, list[Item]] = defaultdict(list)
    administrators = list(administrators_of(round.committee))
    for item in items_of(round):
        if item.is_to_do:
            person = item.duty.active_person
            for somebody in administrators if person is None else [person]:
                own[somebody].append(item)
    return ((person, items) for person, items in own.items() if person.reminders)


def _was_sent(reminder: Reminder) -> bool:
    return ReminderSent.objects.filter(
        person=reminder.person, day__gte=reminder.occasion, sent_at__isnull=False
    ).exists()


def send(reminder: Reminder) -> bool:
    """Send a reminder, unless it has been sent or somebody else is about to; whether it was.

    Two runs at once send it once. When the mail server refuses it, it is let go,
    and the next run tries again.

    Raises:
        OSError, SMTPException: it could not be sent.
    """
    mail = message(reminder)
    if not _claim(reminder):
        return False
    own = ReminderSent.objects.filter(person=reminder.person, day=reminder.day)
    try:
        mail.send()
    except (OSError, SMTPException):
        own.update(claimed_at=None)
        raise
    own.update(sent_at=timezone.now())
    return True


def _claim(reminder: Reminder) -> bool:
    """Take the reminder: one who asks gets it, also when two ask at once."""
    ReminderSent.objects.get_or_create(person=reminder.person, day=reminder.day)
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM)
    return bool(
        ReminderSent.objects.filter(
            free, person=reminder.person, day=reminder.day, sent_at__isnull=True
        ).update(claimed_at=now)
    )


def message(reminder: Reminder) -> EmailMessage:
    """The e-mail, in the language of the program."""
    with translation.override(settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_subject(reminder),
            body=render_to_string(
                "reports/reminder.txt",
                {
                    "reminder": reminder,
                    "site": settings.SITE_URL,
                    "settings_address": settings.SITE_URL + reverse("reminder_settings"),
                },
            ),
            to=[reminder.person.email],
            # So that nobody's out-of-office answers it.
            headers={"Auto-Submitted": "auto-generated"},
        )


def _subject(reminder: Reminder) -> str:
    first = reminder.parts[0].round
    if len(reminder.parts) > 1:
        text = ngettext(
            "%(count)s thing left to do in %(rounds)s reports",
            "%(count)s things left to do in %(rounds)s reports",
            reminder.count,
        )
    else:
        text = ngettext(
            "%(count)s thing left to do in %(round)s",
            "%(count)s things left to do in %(round)s",
            reminder.count,
        )
    return text % {
        "count": reminder.count,
        "round": first.title,
        "rounds": len(reminder.parts),
    }
