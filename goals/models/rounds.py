"""Rounds, and the calendar that says when they open and lock."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from goals.choices import FIRST_YEAR, LAST_YEAR, Kind, Part, RoundState
from goals.models.constraints import YEAR_VALIDATORS, choice_check, date_order
from goals.places import Place
from organisation.models import Committee

# States in which nothing may change, whatever the calendar says.
CLOSED = (RoundState.LOCKED, RoundState.DECIDED)


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds by the state that they are in today."""

    def locked(self) -> Self:
        """Those that take no more changes: locked, decided, or past their last day."""
        today = timezone.localdate()
        return self.filter(
            models.Q(state__in=CLOSED)
            | models.Q(state=RoundState.OPEN, locks__lt=today)
            | models.Q(state=RoundState.PLANNED, opens__lte=today, locks__lt=today)
        )


class CalendarEntry(models.Model):
    """When a part of a year opens, is due and locks, for all committees.

    Each round has its own dates. They are taken from here when it is made, and
    follow along when this changes, unless the committee has other dates.
    """

    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_VALIDATORS)
    part = models.CharField(_("part"), max_length=10, choices=Part)
    opens = models.DateField(_("opens"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    locks = models.DateField(_("locks"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar")
        constraints = (
            models.UniqueConstraint(fields=["year", "part"], name="calendarentry_once"),
            choice_check("part", Part, "calendarentry_part"),
            *date_order("calendarentry"),
        )

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.year}"


class Round(models.Model):
    """One committee's plan, tertial report or annual report of one year, while it is made.

    Everything reported hangs on a round. A locked or decided round is locked
    for all of it, whichever way somebody tries to change it, but for what has
    been unlocked for a time (`Unlock`).

    `state` is what somebody has said; the calendar goes on from there by itself:
    ask `current_state`. A day ends at midnight in the time zone of the
    settings, Europe/Stockholm.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="rounds", verbose_name=_("committee")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_VALIDATORS)
    part = models.CharField(_("part"), max_length=10, choices=Part)
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.OPEN)
    opens = models.DateField(_("opens"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    locks = models.DateField(
        _("locks"),
        null=True,
        blank=True,
        help_text=_("The last day on which something can be entered."),
    )

    history = HistoricalRecords()
    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = (
            models.UniqueConstraint(
                fields=["committee", "year", "part"],
                name="round_once",
                violation_error_message=_("The committee already has that round."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="round_year"
            ),
            choice_check("part", Part, "round_part"),
            choice_check("state", RoundState, "round_state"),
            *date_order("round"),
        )

    def __str__(self) -> str:
        return f"{self.committee} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.committee.slug, self.year, self.slug])

    @property
    def title(self) -> str:
        """The round's name within its committee: 'Tertial report 1 2023'."""
        return f"{self.get_part_display()} {self.year}"

    @property
    def slug(self) -> str:
        """The last word of the round's address."""
        return PART_SLUGS[self.part]

    @property
    def current_state(self) -> RoundState:
        """The state today: a planned round opens by itself, and an open one locks."""
        return self.state_on(timezone.localdate())

    def state_on(self, day: date) -> RoundState:
        """The state on that day, by what was said and by the calendar."""
        state = RoundState(self.state)
        if state == RoundState.PLANNED and self.opens and self.opens <= day:
            state = RoundState.OPEN
        if state == RoundState.OPEN and self.locks and self.locks < day:
            state = RoundState.LOCKED
        return state

    @property
    def state_label(self) -> str:
        """The state today, in words."""
        return str(self.current_state.label)

    @property
    def is_open(self) -> bool:
        """Whether people may enter things in it today."""
        return self.current_state == RoundState.OPEN

    @property
    def is_locked(self) -> bool:
        """Whether nothing in it may change any more, but for what is unlocked."""
        return self.current_state in CLOSED

    @property
    def is_decided(self) -> bool:
        """Whether it is done with: nobody is to do anything in it by any day."""
        return self.state == RoundState.DECIDED

    @property
    def closes_in(self) -> str:
        """How far off the day is when it locks, in words; nothing when no such day is set."""
        if not self.is_open or self.locks is None:
            return ""
        days = (self.locks - timezone.localdate()).days
        if days == 0:
            return gettext("closes today at midnight")
        return ngettext("closes in %(count)s day", "closes in %(count)s days", days) % {
            "count": days
        }

    @property
    def reports_outcomes(self) -> bool:
        """Whether it is a report; a plan has targets, but no outcomes yet."""
        return self.part != Part.PLAN


# The words in addresses: what people call the documents.
PART_SLUGS: dict[str, str] = {Part.PLAN: "vp", Part.T1: "t1", Part.T2: "t2", Part.ANNUAL: "vb"}


class Unlock(models.Model):
    """A locked round opened for a time: all of it, one goal with what lies under it, or one
    indicator. It locks itself again when the time is out."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="unlocks", verbose_name=_("round")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("person")
    )
    at = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("unlock")
        verbose_name_plural = _("unlocks")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[Kind.ROUND, Kind.GOAL, Kind.MEASURE]),
                name="unlock_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("at")), name="unlock_until_after_at"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="unlock_reason"),
        )

    def __str__(self) -> str:
        return f"{self.place} – {self.until:%Y-%m-%d %H:%M}"

    @property
    def place(self) -> Place:
        """What it opens."""
        return Place(Kind(self.kind), self.key)
