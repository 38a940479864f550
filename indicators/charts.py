"""One committee's numbers of an indicator in the order of time, for its line chart."""

from collections.abc import Iterable

from goals.choices import Part
from indicators.moments import Moment
from indicators.queries import Line


def moments(lines: Iterable[Line]) -> list[Moment]:
    """One committee's numbers in the order of time; a tertial's is not a whole year's.

    Last year's outcome, as a report printed it, stands in for a year without a
    report. A round without any number is left out.
    """
    found: dict[tuple[int, int], Moment] = {}
    stand_ins: dict[tuple[int, int], Moment] = {}
    for line in lines:
        round, outcome = line.target.round, line.outcome
        moment = Moment(
            str(round.year) if round.part == Part.ANNUAL else f"{round.slug.upper()} {round.year}",
            outcome.total,
            outcome.women,
            outcome.men,
            line.target.target.amount,
        )
        whole_year = (round.year - 1, Part.values.index(Part.ANNUAL))
        if outcome.previous_year.is_number:
            stand_ins.setdefault(whole_year, Moment(str(round.year - 1), outcome.previous_year))
        if moment.values:
            found.setdefault((round.year, Part.values.index(round.part)), moment)
    return [moment for _when, moment in sorted((stand_ins | found).items())]
