"""A round with something of everything."""

from goals.choices import GoalLevel, Level
from goals.models import Round
from indicators.choices import OutcomeState
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    GoalFactory,
    MeasureFactory,
    OutcomeFactory,
    TargetFactory,
)


def fill(round: Round) -> Round:
    """A direction, an area and a committee goal; one outcome of two; a deviation unexplained."""
    year = round.year
    direction = GoalFactory(year=year, level=GoalLevel.DIRECTION, code="1", title="Ett tryggt Åby")
    area = GoalFactory(year=year, code="1.1", title="Barn får en god start", parent=direction)
    goal = GoalFactory(
        year=year,
        code="1.1.1",
        title="Förskolan är jämlik",
        committee=round.committee,
        parent=area,
    )
    AssessmentFactory(round=round, goal=direction, level=Level.FULL)
    AssessmentFactory(round=round, goal=area, level=Level.PARTIAL, analysis="Området når nästan.")
    AssessmentFactory(
        round=round,
        goal=goal,
        description="Alla barn möts lika.",
        expected_results=["Fler barn går i förskola"],
    )
    reported = MeasureFactory(
        committee=round.committee, goal=goal, indicator__name="Andel nöjda", indicator__by_sex=True
    )
    missing = MeasureFactory(committee=round.committee, goal=goal, indicator__name="Antal platser")
    for measure in (reported, missing):
        TargetFactory(round=round, measure=measure, target="80 %")
    OutcomeFactory(
        round=round,
        measure=reported,
        total="70 %",
        women="72 %",
        men="68 %",
        forecast="81 %",
        state=OutcomeState.ENTERED,
        analysis="Färre svarade.",
    )
    OutcomeFactory(round=round, measure=missing, state=OutcomeState.MISSING)
    ActivityReportFactory(
        round=round,
        activity__goal=goal,
        activity__title="Bygga en förskola",
        deviation=True,
    )
    return round
