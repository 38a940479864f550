"""The counts that "I korthet" and the pages show."""

from typing import Any

from goals.choices import GoalLevel
from reports.interchange import read
from reports.summary import Summary, Tally, summarise
from tests.documents import activity, as_file, document, goal, indicator


def summary_of(**fields: Any) -> Summary:
    return summarise(read(as_file(document(**fields))))


def test_goals_are_counted_by_level_and_assessment() -> None:
    summary = summary_of(
        goals=[
            goal("1", assessment="full"),
            goal("1.1", assessment="partial"),
            goal("1.2", assessment="none"),
            goal("1.3"),
        ],
        indicators=[],
        activities=[],
    )

    assert summary.goals == {
        GoalLevel.DIRECTION: Tally(full=1),
        GoalLevel.AREA: Tally(partial=1, none=1, unassessed=1),
    }
    assert summary.goals[GoalLevel.AREA].total == 3
    assert summary.goals[GoalLevel.AREA].assessed == 2
    assert [goal.code for goal in summary.goals_short] == ["1.1", "1.2"]


INDICATORS = [
    indicator("1.1", "A", outcome="80 %", forecast="70 %", target="80 %"),
    indicator("1.1", "B", outcome="70 %", forecast="80 %", target="80 %", analysis="Därför."),
    indicator("1.1", "C", outcome="10 %", target="80 %", commented=True),
    indicator("1.1", "D", target="80 %"),
    indicator("1.1", "E", target="80 %", state="not_measured"),
    indicator("1.1", "F", outcome="0", target="Fastställs 2024"),
]


def test_annual_report_judges_by_outcomes() -> None:
    summary = summary_of(indicators=INDICATORS)

    assert summary.indicators == summary.fulfilment == Tally(1, 1, 1, 3)
    assert [row.name for row in summary.indicators_short] == ["C", "B"]


def test_tertial_report_judges_by_forecasts() -> None:
    summary = summary_of(kind="t1", indicators=INDICATORS)

    assert summary.indicators == summary.forecast == Tally(1, 1, 0, 4)
    assert summary.fulfilment == Tally(1, 1, 1, 3)
    assert [row.name for row in summary.indicators_short] == ["A"]


def test_what_is_missing_is_listed() -> None:
    summary = summary_of(kind="t1", indicators=INDICATORS)

    assert [row.name for row in summary.missing_outcomes] == ["D"]
    assert [row.name for row in summary.missing_analyses] == ["A"]
    assert [row.name for row in summary.open_targets] == ["F"]


def test_plan_misses_no_outcomes() -> None:
    assert summary_of(kind="plan", indicators=INDICATORS).missing_outcomes == ()


def test_deviating_activities_are_listed() -> None:
    summary = summary_of(activities=[activity("1.1", "Ja", deviation=True), activity("1.1", "Nej")])

    assert [row.title for row in summary.deviations] == ["Ja"]
    assert summary.activities == 2


def test_changes_follow_what_is_better_not_what_is_more() -> None:
    summary = summary_of(
        indicators=[
            indicator("1.1", "Mer är bättre", outcome="9", previous_year="8"),
            indicator("1.1", "Mindre är bättre", better="lower", outcome="9", previous_year="6"),
            indicator("1.1", "Lika", outcome="9", previous_year="9"),
            indicator("1.1", "Från noll", outcome="9", previous_year="0"),
            indicator("1.1", "Inom band", better="within", outcome="9", previous_year="8"),
            indicator("1.1", "Utan fjolår", outcome="9"),
        ]
    )

    assert [change.indicator.name for change in summary.better] == ["Mer är bättre", "Från noll"]
    assert [change.indicator.name for change in summary.worse] == ["Mindre är bättre"]
    assert [change.indicator.name for change in summary.unchanged] == ["Lika"]
