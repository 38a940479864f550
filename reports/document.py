"""The document: what a plan, a tertial report or an annual report says, as plain data.

Everything that is read (page, PDF, JSON) is made from this, and a file that is
loaded is read into it first. It knows no database.

A text that is None was not said at all (an optional key left out of a file);
an empty one was said to be empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from config.formats import NOTHING, Value
from goals.choices import ActivityStatus, GoalLevel, Level, Owner, Part
from goals.proposal import JudgingRule
from goals.tree import code_key, parent_codes
from indicators.choices import Better, Periodicity
from indicators.fulfilment import TOLERANCE, fulfilment
from indicators.moments import Moment
from indicators.suppression import is_hidden
from reports.choices import EditionKind

# What a section is printed before and after: everything else comes after the goals.
FRONT_SECTIONS = ("decision_proposal", "summary", "introduction", "background", "preparation")
# Sections with a place of their own: they stand neither before nor after the goals.
FIRST_PAGE, FIRST_PAGE_OPENING = "first_page", "first_page_opening"
WOMEN_AND_MEN = "women_and_men"
OWN_PLACES = (FIRST_PAGE_OPENING, FIRST_PAGE, WOMEN_AND_MEN)
# How the keys of a template's other sections before the goals begin.
FRONT_PREFIX = "front_"


def is_front(key: str) -> bool:
    """Whether a section with that key is printed before the goals."""
    return key in FRONT_SECTIONS or key.startswith(FRONT_PREFIX)


@dataclass(frozen=True)
class IndicatorEntry:
    """An indicator's row: its targets, its figures, and the comment under it."""

    goal: str
    name: str
    owner: Owner
    better: Better
    periodicity: Periodicity | None = None
    by_sex: bool = False
    outcome: Value = NOTHING
    women: Value = NOTHING
    men: Value = NOTHING
    previous_year: Value = NOTHING
    forecast: Value = NOTHING
    # Of last year, from the committee's own annual report; no file has them.
    previous_women: Value = NOTHING
    previous_men: Value = NOTHING
    target: Value = NOTHING
    council_target: Value = NOTHING
    period: str = ""
    commented: bool = False
    analysis: str | None = None
    # Why there is no outcome (an `OutcomeState`); empty when nothing was said.
    state: str = ""
    # When an outcome that comes later is expected.
    expected_on: date | None = None
    tolerance: Decimal = TOLERANCE
    # The outcomes of whole years up to this report, the oldest first, each labelled by its year;
    # no file has them.
    series: tuple[Moment, ...] = ()
    # The measure's key in the database, for links; nothing when read from a file.
    key: int | None = None

    @property
    def fulfilment(self) -> Level | None:
        """How far the outcome meets the committee's target; nothing: not assessable."""
        return self._met(self.outcome)

    @property
    def forecast_fulfilment(self) -> Level | None:
        """How far the full-year forecast meets the target; nothing: not assessable."""
        return self._met(self.forecast)

    @property
    def has_hidden(self) -> bool:
        """Whether a figure is hidden for being of too few people."""
        figures = (self.outcome, self.women, self.men, self.previous_year, self.forecast)
        return any(map(is_hidden, figures))

    def _met(self, value: Value) -> Level | None:
        return fulfilment(
            outcome=value,
            target=self.target,
            better=self.better,
            previous=self.previous_year,
            tolerance=self.tolerance,
        )


@dataclass(frozen=True)
class ActivityEntry:
    """An activity's row, and the comment under it."""

    goal: str
    owner: Owner
    title: str
    start: date | None = None
    end: date | None = None
    deviation: bool = False
    commented: bool = False
    analysis: str | None = None
    status: str = ""
    key: int | None = None

    @property
    def status_label(self) -> str:
        """The status in words; nothing where none was said."""
        return str(ActivityStatus(self.status).label) if self.status else ""


@dataclass(frozen=True)
class GoalEntry:
    """A goal with what stands under it: indicators and activities in the order they are printed."""

    code: str
    level: GoalLevel
    title: str
    assessment: Level | None = None
    description: str | None = None
    expected_results: tuple[str, ...] | None = None
    # Those of the expected results that have been reached.
    reached_results: tuple[str, ...] | None = None
    analysis: str | None = None
    # Why the assessment is another than the one that was proposed.
    reason: str | None = None
    indicators: tuple[IndicatorEntry, ...] = ()
    activities: tuple[ActivityEntry, ...] = ()
    key: int | None = None

    @property
    def sort_key(self) -> tuple[int, ...]:
        """Where it stands in the tree, depth first."""
        return code_key(self.code)

    @property
    def depth(self) -> int:
        """1 for a direction goal, 2 for an area goal, 3 for a committee goal."""
        return list(GoalLevel).index(self.level) + 1


@dataclass(frozen=True)
class SectionEntry:
    """A headed text beside the goals."""

    key: str
    heading: str
    body: str = ""
    # The section's key in the database, for links; nothing when read from a file.
    pk: int | None = None
    # Its heading is printed also while nobody has written it: the template requires it.
    required: bool = False

    @property
    def in_front(self) -> bool:
        """Whether it is printed before the goals."""
        return is_front(self.key)

    @property
    def has_own_place(self) -> bool:
        """Whether it stands neither before nor after the goals, but where it belongs."""
        return self.key in OWN_PLACES


@dataclass(frozen=True)
class EditionMark:
    """Which edition a document is of, and by what act; it is printed in the document."""

    number: int
    kind: EditionKind
    # When the edition was made, and by whom, as the name was then.
    made_on: date
    signature: str = ""
    decided_on: date | None = None
    paragraph: str = ""
    # What was corrected, or what is to be known of the edition.
    note: str = ""
    # The digest of the edition before it: a row of editions cannot lose one unseen.
    follows: str = ""
    # The proposal that was decided, and whether without a change; none: there was no proposal.
    proposal: int | None = None
    as_proposed: bool | None = None


@dataclass(frozen=True)
class Document:
    """One committee's plan or report of one year."""

    municipality: str
    committee: str
    slug: str
    part: Part
    year: int
    goals: tuple[GoalEntry, ...]
    sections: tuple[SectionEntry, ...] | None = None
    # As the interchange format has it; `reports.economy` makes tables of it.
    economy: dict[str, Any] | None = field(default=None, hash=False)
    registry_number: str = ""
    # The municipality's; an indicator may have its own.
    tolerance: Decimal = TOLERANCE
    # From which gap between women and men, in percentage points or percent, it is to be analysed.
    gap_threshold: Decimal = Decimal(10)
    # The municipality's rule for proposals; what a file says is judged by the default one.
    judging: JudgingRule = JudgingRule()
    # A `ReportStatus`; empty when nothing was said, which means a draft.
    status: str = ""
    # Which edition it is; none: the draft, as it is now.
    edition: EditionMark | None = None
    # The committee's report before this one, to tell what has changed since. It is not part
    # of what this one says: no file holds it, and it has none before itself.
    earlier: "Document | None" = field(default=None, compare=False, repr=False)

    @property
    def is_plan(self) -> bool:
        """Whether it plans; else it reports."""
        return self.part == Part.PLAN

    @property
    def has_forecast(self) -> bool:
        """Whether it forecasts the whole year: the tertial reports do."""
        return self.part in (Part.T1, Part.T2)

    @cached_property
    def by_code(self) -> dict[str, GoalEntry]:
        """The goals by their codes."""
        return {goal.code: goal for goal in self.goals}

    def section(self, key: str) -> SectionEntry | None:
        """The section with that key; an empty one says nothing, and so is none."""
        found = (one for one in self.sections or () if one.key == key and one.body.strip())
        return next(found, None)

    @cached_property
    def states_activities(self) -> bool:
        """Whether it says how activities go, and not only which ones deviate."""
        return any(activity.status for activity in self.activities())

    @cached_property
    def below(self) -> dict[str, tuple[GoalEntry, ...]]:
        """The goals right below each goal, by its code; a missing step is stepped over."""
        found: dict[str, tuple[GoalEntry, ...]] = {}
        for goal in self.goals:
            above = next((code for code in parent_codes(goal.code) if code in self.by_code), "")
            found[above] = (*found.get(above, ()), goal)
        return found

    def indicators(self) -> Iterator[IndicatorEntry]:
        """All indicators, in the order they are printed."""
        for goal in self.goals:
            yield from goal.indicators

    @property
    def has_hidden(self) -> bool:
        """Whether a figure is hidden for being of too few people."""
        return any(row.has_hidden for row in self.indicators())

    def activities(self) -> Iterator[ActivityEntry]:
        """All activities, in the order they are printed."""
        for goal in self.goals:
            yield from goal.activities
