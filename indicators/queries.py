"""What a round says of its indicators, gathered for the pages in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from config.formats import NOTHING, Value, swedish_key
from goals.choices import Kind, Level, Part
from goals.locks import goal_places
from goals.models import Round
from goals.places import Place
from goals.queries import policy_now
from indicators.choices import Better, OutcomeState
from indicators.fulfilment import TOLERANCE, fulfilment
from indicators.models import Acceptance, Indicator, Measure, Outcome, Target
from indicators.plausibility import Figures, Suspicion, suspicions
from indicators.suppression import is_hidden
from organisation.access import Principal, visible_committees
from organisation.models import Committee

PARTS: list[str] = list(Part.values)


@dataclass(frozen=True)
class Line:
    """An indicator in a round: what it promises there, and what became of it."""

    target: Target
    outcome: Outcome
    # The total of the tertial before, or nothing.
    previous_tertial: Value = NOTHING
    # What somebody has accepted about the outcome, now or earlier.
    acceptances: tuple[Acceptance, ...] = ()
    # The municipality's; the indicator may have its own.
    common_tolerance: Decimal = TOLERANCE

    @property
    def tolerance(self) -> Decimal:
        """How far from the target still counts as partly met, as a share of it."""
        return tolerance_of(self.indicator, self.common_tolerance)

    @property
    def measure(self) -> Measure:
        """What the line is about."""
        return self.target.measure

    @property
    def indicator(self) -> Indicator:
        """The lasting definition."""
        return self.target.measure.indicator

    @property
    def is_reported(self) -> bool:
        """Whether there is an outcome, or a reason why there is none."""
        return self.outcome.state != OutcomeState.MISSING

    @property
    def fulfilment(self) -> Level | None:
        """How far the outcome meets the committee's target; nothing: not assessable."""
        return self._met(self.outcome.total)

    @property
    def forecast_fulfilment(self) -> Level | None:
        """How far the forecast meets the committee's target; nothing: not assessable."""
        return self._met(self.outcome.forecast)

    @property
    def asks_for_analysis(self) -> bool:
        """Whether the target is missed, or will be, and nobody has said why."""
        missed = {Level.PARTIAL, Level.NONE}
        return not (self.outcome.analysis or self.outcome.commented) and (
            self.fulfilment in missed or self.forecast_fulfilment in missed
        )

    @property
    def suspicions(self) -> list[Suspicion]:
        """Everything that looks wrong with the outcome, accepted or not."""
        return suspicions(self.figures)

    @property
    def warnings(self) -> list[Suspicion]:
        """What looks wrong, and nobody has accepted yet."""
        return [one for one in self.suspicions if self.acceptance_of(one) is None]

    @property
    def accepted(self) -> list[tuple[Suspicion, Acceptance]]:
        """What looks wrong and somebody has said is right."""
        pairs = ((one, self.acceptance_of(one)) for one in self.suspicions)
        return [(one, acceptance) for one, acceptance in pairs if acceptance is not None]

    def acceptance_of(self, suspicion: Suspicion) -> Acceptance | None:
        """Who has accepted the warning for the figures as they are now."""
        said = (suspicion.code, suspicion.about)
        return next((one for one in self.acceptances if (one.code, one.about) == said), None)

    @property
    def figures(self) -> Figures:
        """The outcome with everything that it is compared with."""
        outcome, indicator = self.outcome, self.indicator
        return Figures(
            total=outcome.total,
            women=outcome.women,
            men=outcome.men,
            forecast=outcome.forecast,
            target=self.target.target,
            previous_year=outcome.previous_year,
            previous_tertial=self.previous_tertial,
            part=self.target.round.part,
            periodicity=self.target.periodicity,
            kind=indicator.kind,
            by_sex=self.target.by_sex,
        )

    @property
    def has_hidden(self) -> bool:
        """Whether a figure is hidden for being of too few people."""
        shown = (getattr(self.outcome, cell) for cell in Outcome.FIGURES)
        return any(map(is_hidden, (*shown, self.previous_tertial)))

    @property
    def places(self) -> list[Place]:
        """Where the line is: the indicator, its goal, and the goals above that."""
        return measure_places(self.measure)

    def _met(self, value: Value) -> Level | None:
        return fulfilment(
            outcome=value,
            target=self.target.target,
            better=Better(self.target.better),
            previous=self.outcome.previous_year,
            tolerance=self.tolerance,
        )


def unreported(round: Round, measure: Measure) -> Outcome:
    """The outcome of a measure that nothing has been stored about in the round."""
    return Outcome(round=round, measure=measure, version=0)


def tolerance_of(indicator: Indicator, common: Decimal) -> Decimal:
    """How far from the target still counts as partly met: its own, or the municipality's."""
    own: Decimal | None = indicator.tolerance
    return common if own is None else own


def measure_places(measure: Measure) -> list[Place]:
    """Where a measure is: itself, its goal, and the goals above that."""
    return [Place(Kind.MEASURE, measure.pk), *goal_places(measure.goal)]


def targets_of(round: Round) -> QuerySet[Target]:
    """The round's indicators."""
    return Target.objects.filter(round=round).select_related(
        "measure__indicator", "measure__goal__parent__parent", "round__committee"
    )


def lines_of(round: Round) -> list[Line]:
    """The round's indicators with their outcomes, in the order they are printed.

    Five queries, however many indicators there are.
    """
    tolerance = policy_now().tolerance
    outcomes = {outcome.measure_id: outcome for outcome in Outcome.objects.filter(round=round)}
    accepted: dict[int, list[Acceptance]] = {}
    for one in Acceptance.objects.filter(outcome__round=round).select_related("by"):
        accepted.setdefault(one.outcome_id, []).append(one)
    earlier = tertials_before(round)
    lines = (
        _line(target, outcomes.get(target.measure_id), earlier, accepted, tolerance)
        for target in targets_of(round)
    )
    return sorted(lines, key=_order)


def line_of(round: Round, measure_id: int) -> Line:
    """One of the round's indicators, as `lines_of` has it.

    Raises:
        Http404: it is not in the round.
    """
    target = get_object_or_404(targets_of(round), measure_id=measure_id)
    outcome = Outcome.objects.filter(round=round, measure_id=measure_id).first()
    accepted = list(outcome.acceptances.select_related("by")) if outcome else []
    earlier = tertials_before(round, measure_id)
    by_outcome = {outcome.pk: accepted} if outcome else {}
    return _line(target, outcome, earlier, by_outcome, policy_now().tolerance)


def _line(
    target: Target,
    outcome: Outcome | None,
    earlier: dict[int, Value],
    accepted: dict[int, list[Acceptance]],
    tolerance: Decimal,
) -> Line:
    stored = outcome or unreported(target.round, target.measure)
    return Line(
        target,
        stored,
        earlier.get(target.measure_id, NOTHING),
        tuple(accepted.get(stored.pk, ())),
        tolerance,
    )


def tertials_before(round: Round, measure_id: int | None = None) -> dict[int, Value]:
    """The totals of the tertial before the round, by measure: of the year's latest tertial
    report before it. Last year's stands in the column for last year."""
    earlier = [part for part in (Part.T1, Part.T2) if PARTS.index(part) < PARTS.index(round.part)]
    if not earlier:
        return {}
    outcomes = Outcome.objects.filter(
        round__committee=round.committee_id, round__year=round.year, round__part__in=earlier
    ).select_related("round")
    if measure_id is not None:
        outcomes = outcomes.filter(measure_id=measure_id)
    found: dict[int, Value] = {}
    for outcome in sorted(outcomes, key=lambda one: PARTS.index(one.round.part)):
        if not outcome.total.is_nothing:
            found[outcome.measure_id] = outcome.total
    return found


def progress_of(round: Round) -> tuple[int, int]:
    """How many of the round's indicators are reported, and how many there are."""
    reported = (
        Outcome.objects.filter(round=round, measure__targets__round=round)
        .exclude(state=OutcomeState.MISSING)
        .count()
    )
    return reported, Target.objects.filter(round=round).count()


def history_of(
    user: Principal,
    indicator: Indicator,
    committee: Committee | None = None,
    *,
    tolerance: Decimal = TOLERANCE,
) -> list[Line]:
    """What all rounds that the person may read, or those of one committee, say of the indicator
    and its namesakes.

    The newest comes first. An indicator that moved between the council and a
    committee keeps its name, so it is found here too. `tolerance` is the municipality's.
    """
    committees = visible_committees(user)
    if committee is not None:
        committees = committees.filter(pk=committee.pk)
    targets = Target.objects.filter(
        measure__indicator__name=indicator.name, round__committee__in=committees
    ).select_related("round__committee", "measure__indicator", "measure__goal")
    outcomes = {
        (outcome.round_id, outcome.measure_id): outcome
        for outcome in Outcome.objects.filter(
            measure__indicator__name=indicator.name, round__committee__in=committees
        )
    }
    lines = [
        Line(
            target,
            outcomes.get((target.round_id, target.measure_id))
            or unreported(target.round, target.measure),
            common_tolerance=tolerance,
        )
        for target in targets
    ]
    return sorted(lines, key=_newest_first)


def _order(line: Line) -> tuple[tuple[int, ...], int, tuple[str, str]]:
    goal = line.measure.goal
    return goal.sort_key, goal.pk, swedish_key(line.indicator.name)


def _newest_first(line: Line) -> tuple[int, int, tuple[str, str], int]:
    round = line.target.round
    place = Part.values.index(round.part)
    return -round.year, -place, swedish_key(round.committee.name), line.measure.pk


@dataclass(frozen=True)
class Summary:
    """How far a round's outcomes have come, for the head of the page."""

    total: int
    reported: int
    warnings: int
    unexplained: int


def summary_of(lines: Iterable[Line]) -> Summary:
    """How many outcomes are filled in, or have a reason; on how many there are warnings that nobody
    has accepted; how many missed targets nobody has explained."""
    all_lines = list(lines)
    return Summary(
        total=len(all_lines),
        reported=sum(line.is_reported for line in all_lines),
        warnings=sum(bool(line.warnings) for line in all_lines),
        unexplained=sum(line.asks_for_analysis for line in all_lines),
    )
