"""What of a round takes changes: the round while it is open, and what is unlocked for a time."""

from dataclasses import dataclass

from django.utils import timezone

from goals.choices import Kind, RoundState
from goals.models import Goal, Round, Unlock
from goals.places import Place


@dataclass(frozen=True)
class Locks:
    """The locks of a round at one moment. Made by `locks_of`, in one query at most."""

    round: Round
    unlocks: tuple[Unlock, ...] = ()

    def is_open(self, *places: Place) -> bool:
        """Whether something that all these places hold takes changes."""
        return self.round.is_open or self.unlock_for(*places) is not None

    def unlock_for(self, *places: Place) -> Unlock | None:
        """What opens it though the round is locked; the one that lasts longest."""
        round_place = Place(Kind.ROUND, self.round.pk)
        fitting = [one for one in self.unlocks if one.place in (round_place, *places)]
        return max(fitting, key=lambda one: one.until, default=None)

    @property
    def any_open(self) -> bool:
        """Whether anything at all in the round takes changes."""
        return self.round.is_open or bool(self.unlocks)


def locks_of(round: Round) -> Locks:
    """What of the round is open right now. Only a locked round has anything to unlock: a
    planned one has not begun, and a decided one is done."""
    if round.current_state != RoundState.LOCKED:
        return Locks(round)
    now = timezone.now()
    running = Unlock.objects.filter(round=round, at__lte=now, until__gt=now).select_related("by")
    return Locks(round, tuple(running.order_by("until")))


def goal_places(goal: Goal) -> list[Place]:
    """The goal's place and those of the goals above it: an unlocked goal opens what lies under it.

    Goals are read with `select_related("parent__parent")` where there are many.
    """
    places = []
    above: Goal | None = goal
    while above is not None:
        places.append(Place(Kind.GOAL, above.pk))
        above = above.parent
    return places
