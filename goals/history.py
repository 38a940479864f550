"""What was done: events by round, place and person, the newest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goals.choices import Verb
from goals.models import Event, Round
from goals.places import Place
from organisation.models import Committee, User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What one can ask for: the word in the address, its name, and the events it stands for.
SUBJECTS: "dict[str, tuple[StrOrPromise, tuple[Verb, ...]]]" = {
    "utfall": (_("Outcomes"), (Verb.OUTCOME_CHANGED, Verb.OUTCOME_RESTORED)),
    "aktiviteter": (_("Activities"), (Verb.ACTIVITY_CHANGED,)),
    "mal": (_("Goals"), (Verb.GOAL_ASSESSED,)),
    "texter": (_("Texts of the report"), (Verb.SECTION_WRITTEN, Verb.SECTION_READY)),
    "utgavor": (
        _("Editions of the report"),
        (Verb.EDITION_SUBMITTED, Verb.EDITION_DECIDED, Verb.EDITION_CORRECTED),
    ),
    "varningar": (_("Accepted warnings"), (Verb.WARNING_ACCEPTED,)),
    "ansvar": (_("Responsibility"), (Verb.RESPONSIBLE_CHANGED,)),
    "omgang": (
        _("The round"),
        (
            Verb.ROUND_PLANNED,
            Verb.ROUND_OPENED,
            Verb.ROUND_LOCKED,
            Verb.ROUND_REOPENED,
            Verb.ROUND_DECIDED,
            Verb.DATES_CHANGED,
            Verb.UNLOCKED,
            Verb.UNLOCK_ENDED,
            Verb.DOCUMENT_LOADED,
        ),
    ),
}
# What belongs to no round.
LASTING = frozenset({"ansvar"})
# In the place of a person: what was done without one.
PROGRAM = "programmet"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events somebody asks for; whatever is empty is not asked for.

    `since` and `until` are days, both included, in the time zone of the settings.
    """

    person: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    place: Place | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether it asks for less than all there is about the place."""
        return any((self.person, self.subject, self.since, self.until, self.text))


EVERYTHING = Wanted()


def events_of(
    committee: Committee, *, round: Round | None = None, wanted: Wanted = EVERYTHING
) -> QuerySet[Event]:
    """The committee's events, of one round or of all, the newest first, ready to be told.

    Who is responsible goes on from round to round: it is told of a thing in every round of
    it, but not among what was done in a round.
    """
    events = Event.objects.filter(committee=committee).select_related("by", "round", "committee")
    if round is not None:
        lasting = Q(round=None) if wanted.place is not None else Q()
        events = events.filter(Q(round=round) | lasting)
    if wanted.place is not None:
        events = events.filter(kind=wanted.place.kind, key=wanted.place.key)
    if wanted.person:
        by_program = wanted.person == PROGRAM
        events = events.filter(by=None) if by_program else events.filter(by=int(wanted.person))
    if wanted.subject:
        events = events.filter(verb__in=SUBJECTS[wanted.subject][1])
    if wanted.since:
        events = events.filter(at__gte=_start_of(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_start_of(wanted.until + timedelta(days=1)))
    if wanted.text:
        # A regular expression, since SQLite otherwise tells å from Å.
        sought = re.escape(wanted.text)
        events = events.filter(Q(details__name__iregex=sought) | Q(details__thing__iregex=sought))
    return events


def people_in(events: QuerySet[Event]) -> Iterable[User]:
    """Who has done something of that, by name."""
    return User.objects.filter(pk__in=events.order_by().values("by")).order_by("name", "email")


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
