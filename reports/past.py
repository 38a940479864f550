"""What the committee's earlier annual reports say of an indicator: its years, as a series.

An indicator's name is its key across years. One that was renamed is followed back to the name it
continues, and its series breaks there: what is called otherwise may be measured otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.formats import NOTHING, Value
from goals.choices import Part
from goals.models import Round
from indicators.models import Outcome, Target
from indicators.moments import Moment
from indicators.protection import protected
from indicators.suppression import is_hidden
from reports.document import IndicatorEntry

# How many years a series has at most, this year's among them.
MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Year:
    """A whole year of an indicator, under the name it had then."""

    year: int
    name: str
    total: Value
    women: Value = NOTHING
    men: Value = NOTHING


@dataclass(frozen=True)
class Past:
    """The outcomes of the earlier years by name and year, and which name each name continues."""

    round: Round
    outcomes: dict[tuple[str, int], Outcome]
    continues: dict[str, str]

    def of(self, name: str, year: int) -> Outcome | None:
        """The outcome of a year in the committee's annual report, under that very name."""
        return self.outcomes.get((name, year))

    def series(self, row: IndicatorEntry, target: Target, limit: int) -> tuple[Moment, ...]:
        """The years of an indicator up to this report, as they may be shown, the oldest first.

        This year's outcome is among them once it is a whole year's. A year without a report has
        what the year after printed of it. Years without a number are left out.
        """
        if not self.round.reports_outcomes:
            return ()
        years = list(
            reversed([one for one in self._back(row, target, limit) if one.total.is_number])
        )
        return tuple(
            Moment(
                str(one.year),
                one.total,
                one.women,
                one.men,
                breaks_before=place > 0 and _breaks(years[place - 1], one),
            )
            for place, one in enumerate(years)
        )

    def _back(self, row: IndicatorEntry, target: Target, limit: int) -> Iterator[Year]:
        """This year, if it is whole, and the years before it, the newest first."""
        name, stated = row.name, row.previous_year
        last = self.round.year
        if self.round.part == Part.ANNUAL:
            yield Year(last, name, row.outcome, row.women, row.men)
        for year in range(last - 1, last - MOST_YEARS, -1):
            found = self._under_any_name(name, year)
            if found is None:
                yield Year(year, name, stated)
                stated = NOTHING
                continue
            name, stored = found
            outcome = _shown(stored, target, limit)
            total = outcome.total if outcome.total.is_number or is_hidden(outcome.total) else stated
            yield Year(year, name, total, outcome.women, outcome.men)
            stated = outcome.previous_year

    def _under_any_name(self, name: str, year: int) -> tuple[str, Outcome] | None:
        """The outcome of a year under the name, or under one that it continues."""
        tried = list[str]()
        while name and name not in tried:
            if found := self.of(name, year):
                return name, found
            tried.append(name)
            name = self.continues.get(name, "")
        return None


def past_of(round: Round, targets: Iterable[Target]) -> Past:
    """The earlier years of a committee, in one query however many there are.

    The targets are this round's, with what their indicators continue. A name that stands under
    several goals with different figures in a year tells nothing of it.
    """
    if not round.reports_outcomes:
        return Past(round, {}, {})
    outcomes = (
        Outcome.objects.filter(
            round__committee=round.committee_id,
            round__year__range=(round.year - MOST_YEARS + 1, round.year - 1),
            round__part=Part.ANNUAL,
        )
        .select_related("measure__indicator__predecessor", "round")
        .defer("analysis")
    )
    found: defaultdict[tuple[str, int], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome.measure.indicator.name, outcome.round.year].append(outcome)
    indicators = [target.measure.indicator for target in targets]
    indicators += [outcome.measure.indicator for outcome in outcomes]
    return Past(
        round,
        {key: same[0] for key, same in found.items() if len({_figures(one) for one in same}) == 1},
        {one.name: one.predecessor.name for one in indicators if one.predecessor},
    )


def _figures(outcome: Outcome) -> tuple[Value, Value, Value]:
    return outcome.total, outcome.women, outcome.men


def _shown(outcome: Outcome, target: Target, limit: int) -> Outcome:
    """The outcome as it may be shown, whether it counts people by its own name or by today's."""
    indicator = outcome.measure.indicator
    own = Target(measure=outcome.measure, by_sex=indicator.by_sex, better=indicator.better)
    return protected(protected(outcome, target, limit), own, limit)


def _breaks(before: Year, after: Year) -> bool:
    """Whether two years cannot be compared: other names, or other units."""
    units = {before.total.unit, after.total.unit} - {""}
    return before.name != after.name or len(units) > 1
