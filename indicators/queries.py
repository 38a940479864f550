"""What a round says of its indicators, gathered for the pages in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from config.formats import Value, swedish_key
from goals.choices import Level, Part
from goals.models import Goal, Round
from indicators.choices import Better, OutcomeState
from indicators.fulfilment import fulfilment
from indicators.models import Indicator, Measure, Outcome, Target
from organisation.access import Principal, visible_committees


@dataclass(frozen=True)
class Line:
    """An indicator in a round: what it promises there, and what became of it."""

    target: Target
    outcome: Outcome

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
    def is_outside_sexes(self) -> bool:
        """Whether the total lies outside both women and men: worth a look, not an error."""
        total, women, men = (
            getattr(self.outcome, name).amount for name in ("total", "women", "men")
        )
        if total is None or women is None or men is None or not _is_share(self.outcome.total):
            return False
        outside: bool = not min(women, men) <= total <= max(women, men)
        return outside

    def _met(self, value: Value) -> Level | None:
        return fulfilment(
            outcome=value,
            target=self.target.target,
            better=Better(self.target.better),
            previous=self.outcome.previous_year,
            tolerance=tolerance_of(self.indicator),
        )


def unreported(round: Round, measure: Measure) -> Outcome:
    """The outcome of a measure that nothing has been stored about in the round."""
    return Outcome(round=round, measure=measure, version=0)


def tolerance_of(indicator: Indicator) -> Decimal:
    """How far from the target still counts as partly met: its own, or the municipality's."""
    own: Decimal | None = indicator.tolerance
    return settings.TARGET_TOLERANCE if own is None else own


def targets_of(round: Round) -> QuerySet[Target]:
    """The round's indicators."""
    return Target.objects.filter(round=round).select_related(
        "measure__indicator", "measure__goal", "round"
    )


def lines_of(round: Round) -> list[Line]:
    """The round's indicators with their outcomes, in the order they are printed."""
    outcomes = {outcome.measure_id: outcome for outcome in Outcome.objects.filter(round=round)}
    lines = (
        Line(target, outcomes.get(target.measure_id) or unreported(round, target.measure))
        for target in targets_of(round)
    )
    return sorted(lines, key=_order)


def line_of(round: Round, measure_id: int) -> Line:
    """One of the round's indicators.

    Raises:
        Http404: it is not in the round.
    """
    target = get_object_or_404(targets_of(round), measure_id=measure_id)
    outcome = Outcome.objects.filter(round=round, measure_id=measure_id).first()
    return Line(target, outcome or unreported(round, target.measure))


def progress_of(round: Round) -> tuple[int, int]:
    """How many of the round's indicators are reported, and how many there are."""
    reported = (
        Outcome.objects.filter(round=round, measure__targets__round=round)
        .exclude(state=OutcomeState.MISSING)
        .count()
    )
    return reported, Target.objects.filter(round=round).count()


def by_goal(lines: Iterable[Line]) -> list[tuple[Goal, list[Line]]]:
    """The lines under their goals; they must be in order."""
    return [(goal, list(own)) for goal, own in groupby(lines, lambda line: line.measure.goal)]


def history_of(user: Principal, indicator: Indicator) -> list[Line]:
    """What all rounds that the person may read say of the indicator and its namesakes.

    The newest comes first. An indicator that moved between the council and a
    committee keeps its name, so it is found here too.
    """
    targets = Target.objects.filter(
        measure__indicator__name=indicator.name, round__committee__in=visible_committees(user)
    ).select_related("round__committee", "measure__indicator", "measure__goal")
    outcomes = {
        (outcome.round_id, outcome.measure_id): outcome
        for outcome in Outcome.objects.filter(
            measure__indicator__name=indicator.name, round__committee__in=visible_committees(user)
        )
    }
    lines = [
        Line(
            target,
            outcomes.get((target.round_id, target.measure_id))
            or unreported(target.round, target.measure),
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


def _is_share(value: Value) -> bool:
    return value.unit == "%"
