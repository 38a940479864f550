"""What comments are about: a text of a round's report, and what it is called there.

A section is called as in its address. The text of a goal, an indicator or an activity is called by
its place in the round ("goal:45"), which no section is: a section's name has no colon.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, Model, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404

from goals.choices import Kind
from goals.models import ActivityReport, Assessment, Round
from goals.places import Place
from indicators.models import Target
from reports.writing.sections import Writing, find_writing

# What a round has a line of: the line's model, what it is a line of, and that one's goal.
LINES: dict[Kind, tuple[type[Model], str, str]] = {
    Kind.GOAL: (Assessment, "goal_id", "goal__code"),
    Kind.MEASURE: (Target, "measure_id", "measure__goal__code"),
    Kind.ACTIVITY: (ActivityReport, "activity_id", "activity__goal__code"),
}


@dataclass(frozen=True)
class Placed:
    """What is written at a place in a round: a goal's analysis and the reason for its assessment,
    or the analysis of an indicator or an activity."""

    round: Round
    place: Place
    # The code of the goal that it is, or stands under.
    code: str

    @property
    def name(self) -> str:
        """What it is called where comments are kept, and in addresses."""
        return str(self.place)

    @property
    def names(self) -> list[str]:
        """Everything it is, or has been, called."""
        return [self.name]


Commented = Writing | Placed


def place_name(kind: Kind, key: int | None) -> str:
    """What the comments on a place's text are kept under."""
    return str(Place(kind, key or 0))


def find_commented(round: Round, name: str) -> Commented:
    """The text with that name.

    Raises:
        Http404: the round's report has no such text. A plan assesses nothing.
    """
    return find_placed(round, name) if ":" in name else find_writing(round, name)


def find_placed(round: Round, name: str) -> Placed:
    """The same, of a text that is called by its place."""
    try:
        place = Place.read(name)
    except ValueError:
        raise Http404 from None
    if place.kind not in LINES or not round.reports_outcomes:
        raise Http404
    model, key, goal = LINES[place.kind]
    line = {"round": round, key: place.key}
    code = model._default_manager.filter(**line).values_list(goal, flat=True).first()
    if code is None:
        raise Http404
    return Placed(round, place, code)


def still_there() -> Q:
    """Comments on what the round still has: a document that is loaded again may lack a goal."""
    found = ~Q(name__contains=":")
    for kind, (model, key, _goal) in LINES.items():
        name: Any = Concat(Value(f"{kind.value}:"), Cast(key, CharField()))
        lines = model._default_manager.filter(round=OuterRef("round")).annotate(called=name)
        found |= Q(Exists(lines.filter(called=OuterRef("name"))))
    return found
