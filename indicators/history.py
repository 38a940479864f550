"""Events as lines to show: the sentence, where it happened, and the evidence behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from goals.choices import Kind, Verb
from goals.models import Event, Goal, Round
from indicators.changes import text_of
from indicators.sentences import sentence

# Events that say all there is to say: no row was changed.
WITHOUT_EVIDENCE = frozenset(
    {Verb.RESPONSIBLE_CHANGED, Verb.DOCUMENT_LOADED, Verb.UNLOCKED, Verb.UNLOCK_ENDED}
)


@dataclass(frozen=True)
class EventLine:
    """An event to show in a list."""

    event: Event
    text: str
    # Where it happened, and what stands behind it; empty where there is no such page.
    address: str
    evidence: str

    @property
    def at(self) -> datetime:
        """When, in local time."""
        return timezone.localtime(self.event.at)

    @property
    def day(self) -> date:
        """The local day."""
        return self.at.date()

    @property
    def name(self) -> str:
        """What it was done to, as it was called then."""
        return text_of(self.event.details, "thing") or text_of(self.event.details, "name")


def tell(events: Iterable[Event], *, named: bool = True, discreet: bool = False) -> list[EventLine]:
    """The events as lines, with one query more for all of them together.

    `discreet` leaves out figures, for those who may not see small groups.
    They are read with `goals.history.events_of`, which has people and rounds along.
    """
    events = list(events)
    goals = [event.key for event in events if event.kind == Kind.GOAL]
    codes = dict(Goal.objects.filter(pk__in=goals).values_list("pk", "code")) if goals else {}
    return [
        EventLine(
            event,
            sentence(event, named=named, discreet=discreet),
            _address(event, codes.get(event.key, "")),
            _evidence(event),
        )
        for event in events
    ]


def _address(event: Event, code: str) -> str:
    """The page of what the event is about, at its place there."""
    round = event.round
    if round is None or not round.reports_outcomes and event.kind == Kind.MEASURE:
        return ""
    if event.kind == Kind.MEASURE:
        return f"{reverse('outcomes', args=_words(event, round))}#{event.place.anchor}"
    if event.kind == Kind.ACTIVITY:
        return f"{reverse('activities', args=_words(event, round))}#{event.place.anchor}"
    if event.kind == Kind.GOAL:
        return reverse("goal", args=[*_words(event, round), code]) if code else ""
    if event.kind == Kind.SECTION:
        return reverse("report", args=_words(event, round))
    return reverse("round", args=_words(event, round))


def _evidence(event: Event) -> str:
    if event.round is None or event.verb in WITHOUT_EVIDENCE:
        return ""
    return reverse("event_evidence", args=[*_words(event, event.round), event.pk])


def _words(event: Event, round: Round) -> list[str | int]:
    return [event.committee.slug, round.year, round.slug]
