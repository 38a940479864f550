"""What there is to go by when a goal is judged in a round. The round's document is made once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from goals.choices import Level, Part
from goals.models import Assessment, Round
from goals.proposal import Proposal
from reports.compose import compose
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.proposals import proposal_of
from reports.summary import change_of, judged

REPORTS: list[str] = [Part.T1, Part.T2, Part.ANNUAL]


@dataclass(frozen=True)
class Row:
    """An indicator as evidence: its row, how far it is met, and how it stands beside last year
    (1 better, -1 worse, 0 as it was; nothing: it cannot be told)."""

    entry: IndicatorEntry
    level: Level | None
    direction: int | None


@dataclass(frozen=True)
class Basis:
    """A goal in its document, and everything that stands around it."""

    document: Document
    goal: GoalEntry
    # The goal in the round before, if it was there.
    last: Assessment | None

    @cached_property
    def proposal(self) -> Proposal:
        """What the municipality's rule proposes."""
        return proposal_of(self.goal, self.document)

    @property
    def indicators(self) -> list[Row]:
        """The goal's indicators."""
        return [_row(entry, self.document) for entry in self.goal.indicators]

    @property
    def by_sex(self) -> bool:
        """Whether an indicator has figures of women and men."""
        return any(
            not (row.women.is_nothing and row.men.is_nothing) for row in self.goal.indicators
        )

    @property
    def has_hidden(self) -> bool:
        """Whether a figure is hidden for being of too few people."""
        return any(row.has_hidden for row in self.goal.indicators)

    @property
    def activities(self) -> list[ActivityEntry]:
        """The goal's activities, those that deviate first."""
        return sorted(self.goal.activities, key=lambda row: not row.deviation)

    @property
    def below(self) -> tuple[GoalEntry, ...]:
        """The goals right below."""
        return tuple(self.document.below.get(self.goal.code, ()))

    @property
    def left_below(self) -> int:
        """How many of the goals right below nobody has assessed yet."""
        return sum(goal.assessment is None for goal in self.below)

    @property
    def before(self) -> GoalEntry | None:
        """The goal that is printed before this one."""
        place = self.document.goals.index(self.goal)
        return self.document.goals[place - 1] if place else None

    @property
    def after(self) -> GoalEntry | None:
        """The goal that is printed after this one."""
        return next(iter(self._after), None)

    @property
    def next_open(self) -> GoalEntry | None:
        """The next goal that is not assessed, from here on and then from the beginning."""
        goals = (*self._after, *self.document.goals)
        open_ones: Iterable[GoalEntry] = (goal for goal in goals if goal.assessment is None)
        return next((goal for goal in open_ones if goal is not self.goal), None)

    @property
    def _after(self) -> tuple[GoalEntry, ...]:
        return self.document.goals[self.document.goals.index(self.goal) + 1 :]


def basis_of(assessment: Assessment) -> Basis:
    """What there is to judge a goal by; a number of queries that does not grow."""
    document = compose(assessment.round)
    goal = document.by_code[assessment.goal.code]
    return Basis(document, goal, _last(assessment))


def _last(assessment: Assessment) -> Assessment | None:
    """The goal in the report before: of the same year, else the annual one of the year before."""
    round: Round = assessment.round
    earlier = REPORTS[: REPORTS.index(round.part)]
    lines = Assessment.objects.filter(
        round__committee=round.committee_id, goal__code=assessment.goal.code
    ).select_related("round")
    this_year = lines.filter(round__year=round.year, round__part__in=earlier)
    year_before = lines.filter(round__year=round.year - 1, round__part=Part.ANNUAL)
    found = (this_year | year_before).exclude(level="", analysis="")
    return max(
        found, key=lambda line: (line.round.year, REPORTS.index(line.round.part)), default=None
    )


def _row(entry: IndicatorEntry, document: Document) -> Row:
    change = change_of(entry, document)
    return Row(entry, judged(entry, document), change.direction if change else None)
