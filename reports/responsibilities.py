"""The goals, indicators and activities of a committee's year, with who answers for each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count

from config.formats import swedish_key
from goals.choices import GoalLevel, Kind
from goals.locks import goal_places
from goals.models import Activity, Goal, Responsibility, Round
from goals.places import Place
from goals.responsible import Duty, duties_of
from indicators.models import Measure
from organisation.models import Committee, User


@dataclass(frozen=True)
class DutyRow:
    """Something that somebody answers for."""

    place: Place
    name: str
    goal: Goal
    # Who has been named for it, and who answers for it when that is said higher up.
    own: Duty
    duty: Duty

    @property
    def full_name(self) -> str:
        """What the history calls it: a goal by its code too."""
        return str(self.goal) if self.is_goal else self.name

    @property
    def is_goal(self) -> bool:
        """Whether it is a goal, which the rows under it follow."""
        return self.place.kind == Kind.GOAL

    @property
    def depth(self) -> int:
        """How far in it stands: 1 for a direction goal."""
        return list(GoalLevel).index(GoalLevel(self.goal.level)) + (1 if self.is_goal else 2)

    @property
    def inherits(self) -> bool:
        """Whether it is answered for as a goal above it."""
        return not self.own.says_something and self.duty.says_something


def rows_of(committee: Committee, year: int) -> list[DutyRow]:
    """The rows of a year in the order of the tree, in four queries.

    What any round of the year speaks of is there.
    """
    rounds = Round.objects.filter(committee=committee, year=year)
    above = "goal__parent__parent"
    goals = Goal.objects.filter(assessments__round__in=rounds).select_related("parent__parent")
    measures = Measure.objects.filter(targets__round__in=rounds).select_related("indicator", above)
    activities = Activity.objects.filter(reports__round__in=rounds).select_related(above)
    named: list[tuple[Place, str, Goal]] = [
        *((Place(Kind.GOAL, goal.pk), goal.title, goal) for goal in goals.distinct()),
        *sorted(
            (
                (Place(Kind.MEASURE, one.pk), one.indicator.name, one.goal)
                for one in measures.distinct()
            ),
            key=lambda row: swedish_key(row[1]),
        ),
        *sorted(
            ((Place(Kind.ACTIVITY, one.pk), one.title, one.goal) for one in activities.distinct()),
            key=lambda row: swedish_key(row[1]),
        ),
    ]
    duties = duties_of(committee)
    rows = []
    for place, name, goal in sorted(named, key=lambda row: (row[2].sort_key, row[2].pk)):
        places = goal_places(goal)
        nearest = places if place.kind == Kind.GOAL else [place, *places]
        rows.append(DutyRow(place, name, goal, duties.at(place), duties.of(*nearest)))
    return rows


def names_of(places: Iterable[Place]) -> dict[Place, str]:
    """What places are called in the history; one that is gone is left out. Three queries."""
    keys: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for place in places:
        keys[place.kind].append(place.key)
    goals = Goal.objects.filter(pk__in=keys[Kind.GOAL])
    measures = Measure.objects.filter(pk__in=keys[Kind.MEASURE]).select_related("indicator")
    activities = Activity.objects.filter(pk__in=keys[Kind.ACTIVITY])
    return {
        **{Place(Kind.GOAL, goal.pk): str(goal) for goal in goals},
        **{Place(Kind.MEASURE, one.pk): one.indicator.name for one in measures},
        **{Place(Kind.ACTIVITY, one.pk): one.title for one in activities},
    }


def places_of(committee: Committee, person: User) -> Collection[Place]:
    """Everything the person has been named for in the committee, whatever the year."""
    own = Responsibility.objects.filter(committee=committee, person=person)
    return [row.place for row in own]


def named_people(committee: Committee) -> list[tuple[User, int]]:
    """Those who have been named for something in the committee, by name, and for how much.

    Also those who have left: what they answered for is to be given to others.
    """
    people = (
        User.objects.filter(responsibilities__committee=committee)
        .annotate(count=Count("responsibilities"))
        .order_by("name", "email")
    )
    return [(person, person.count) for person in people]
