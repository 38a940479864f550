"""What the counts of a document say in Swedish: "tre av tolv indikatorer har uppfyllts helt, …".

The sentences stand in Swedish documents and are Swedish whatever the interface language. Each is
a clause that can stand alone and after "att" alike, so "inte" stands at its end or nowhere. The
counts are those of `reports.summary`.
"""

from collections.abc import Collection

from config.numerals import (
    ACTIVITY,
    AREA_GOAL,
    COMMITTEE_GOAL,
    DIRECTION_GOAL,
    DONE,
    EXPECTED_RESULT,
    INDICATOR,
    Noun,
    count,
    joined,
    no_word,
    number_word,
    share,
)
from goals.choices import ActivityStatus, GoalLevel
from indicators.choices import OutcomeState
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.summary import Tally, goal_tally, indicator_tally, judged

GOALS: dict[GoalLevel, Noun] = {
    GoalLevel.DIRECTION: DIRECTION_GOAL,
    GoalLevel.AREA: AREA_GOAL,
    GoalLevel.COMMITTEE: COMMITTEE_GOAL,
}
# What stands in a cell whose number is not shown because it is of too few people.
HIDDEN = ".."
# What is left unassessed, with what is said of it: how many, and their predicate.
Left = list[tuple[int, str]]


def indicators_said(rows: Collection[IndicatorEntry], document: Document) -> str:
    """How many indicators are met fully, partly and not, and how many cannot be assessed.

    A tertial report says what is expected; a plan only how many they are.
    """
    if document.is_plan:
        return _there_are(len(rows), INDICATOR)
    verb = "bedöms uppfyllas" if document.has_forecast else "har uppfyllts"
    return _by_level(indicator_tally(rows, document), INDICATOR, verb, _left(rows, document))


def goals_said(goals: Collection[GoalEntry], noun: Noun, document: Document) -> str:
    """How many goals are assessed as met fully, partly and not."""
    if document.is_plan:
        return _there_are(len(goals), noun)
    verb = "bedöms uppfyllas" if document.has_forecast else "bedöms ha uppfyllts"
    tally = goal_tally(goals)
    return _by_level(tally, noun, verb, [(tally.unassessed, "återstår att bedöma")])


def activities_said(rows: Collection[ActivityEntry], document: Document) -> str:
    """How many activities are done; where nobody has said of any how far it has come, that."""
    if document.is_plan or not rows:
        return _there_are(len(rows), ACTIVITY)
    if not any(row.status for row in rows):
        return f"{share(len(rows), len(rows), ACTIVITY)} saknar status"
    done = sum(1 for row in rows if row.status == ActivityStatus.DONE)
    return f"{share(done, len(rows), ACTIVITY)} är {DONE.with_count(done, ACTIVITY)}"


def deviations_said(rows: Collection[ActivityEntry]) -> str:
    """How many activities do not go as planned."""
    if not rows:
        return _there_are(0, ACTIVITY)
    deviating = sum(1 for row in rows if row.deviation)
    return f"{share(deviating, len(rows), ACTIVITY)} avviker från planen"


def results_said(goal: GoalEntry, document: Document) -> str:
    """How many of the goal's expected results have been reached."""
    expected = goal.expected_results or ()
    if document.is_plan or not expected:
        return _there_are(len(expected), EXPECTED_RESULT)
    reached = sum(1 for result in expected if result in (goal.reached_results or ()))
    return f"{share(reached, len(expected), EXPECTED_RESULT)} har uppnåtts"


def _there_are(number: int, noun: Noun) -> str:
    """How many there are, where nothing more is to be said of them."""
    return count(number, noun) if number else f"{noun.plural} saknas"


def _left(rows: Collection[IndicatorEntry], document: Document) -> Left:
    """Why indicators cannot be assessed, and how many for each reason."""
    reasons = {"saknar utfall": 0, "har för litet underlag": 0, "återstår att bedöma": 0}
    missing, few, other = reasons
    for row in rows:
        value = row.forecast if document.has_forecast else row.outcome
        if judged(row, document) is not None:
            continue
        if value.word == HIDDEN or row.state == OutcomeState.TOO_FEW:
            reasons[few] += 1
        else:
            reasons[other if value.is_number else missing] += 1
    if document.has_forecast:
        reasons = {"saknar prognos": reasons.pop(missing)} | reasons
    return [(number, predicate) for predicate, number in reasons.items()]


def _by_level(tally: Tally, noun: Noun, verb: str, left: Left) -> str:
    """One clause about all levels, the first of which carries the noun and the verb."""
    total = tally.total
    left = [(number, predicate) for number, predicate in left if number]
    if total == 0:
        return _there_are(0, noun)
    if tally.assessed == 0:
        (number, predicate), *rest = left
        return joined([f"{share(number, total, noun)} {predicate}", *_also(rest, noun, total)])
    if tally.assessed == tally.none:
        lacking = joined(_also(left, noun, total))
        return f"{share(0, total, noun)} {verb}" + (f", varav {lacking}" if lacking else "")
    if tally.full == 0 and tally.none == 0:
        first, lower = f"{share(tally.partial, total, noun)} {verb} delvis", list[str]()
    else:
        first, lower = f"{share(tally.full, total, noun)} {verb} helt", _after_full(tally, noun)
    return joined([first, *lower, *_also(left, noun, total)])


def _after_full(tally: Tally, noun: Noun) -> list[str]:
    """The levels below "fully". That none is met partly is said only where one is not met:
    else "två inte" could mean that they are not met fully."""
    said = []
    if tally.partial:
        said.append(f"{number_word(tally.partial, noun.gender, largest=tally.total)} delvis")
    elif tally.none:
        said.append(f"{no_word(noun.gender)} delvis")
    if tally.none:
        said.append(f"{number_word(tally.none, noun.gender, largest=tally.total)} inte")
    return said


def _also(left: Left, noun: Noun, total: int) -> list[str]:
    return [
        f"{number_word(number, noun.gender, largest=total)} {predicate}"
        for number, predicate in left
    ]
