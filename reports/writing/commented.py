"""What comments are about: a text of a round's report, and what it is called there.

A section is called as in its address. Any other text is called by its place in the round
("goal:45"), which no section is: a section's name has no colon.
"""

from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404

from goals.choices import Kind
from goals.models import Assessment, Round
from goals.places import Place
from reports.writing.sections import Writing, find_writing


@dataclass(frozen=True)
class Assessed:
    """What is written when a goal is assessed in a round: the analysis, and the reason."""

    assessment: Assessment

    @property
    def round(self) -> Round:
        """The round in which it is written."""
        found: Round = self.assessment.round
        return found

    @property
    def name(self) -> str:
        """What it is called where comments are kept, and in addresses."""
        return place_name(Kind.GOAL, self.assessment.goal_id)

    @property
    def names(self) -> list[str]:
        """Everything it is, or has been, called."""
        return [self.name]


Commented = Writing | Assessed


def place_name(kind: Kind, key: int | None) -> str:
    """What the comments on a place's text are kept under."""
    return str(Place(kind, key or 0))


def still_there() -> Q:
    """Comments on what the round still has: a document that is loaded again may lack a goal."""
    key = Concat(Value(f"{Kind.GOAL.value}:"), Cast("goal_id", CharField()))
    goals = Assessment.objects.filter(round=OuterRef("round")).annotate(called=key)
    return ~Q(name__contains=":") | Q(Exists(goals.filter(called=OuterRef("name"))))


def find_commented(round: Round, name: str) -> Commented:
    """The text with that name.

    Raises:
        Http404: the round's report has no such text. A plan assesses nothing.
    """
    if ":" not in name:
        return find_writing(round, name)
    try:
        place = Place.read(name)
    except ValueError:
        raise Http404 from None
    if place.kind != Kind.GOAL or not round.reports_outcomes:
        raise Http404
    lines = Assessment.objects.filter(round=round, goal=place.key)
    assessment = lines.select_related("goal__parent__parent").first()
    if assessment is None:
        raise Http404
    # The same round, with what has been read of it.
    assessment.round = round
    return Assessed(assessment)
