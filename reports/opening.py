"""The opening of a goal's analysis, drafted from the data for somebody to edit. Pure.

It says the assessment and what that stands on, as the reports do, with references for everything
that is counted: the draft stays true when a figure changes. Swedish, as the documents are.
"""

from collections.abc import Iterator

from config.numerals import joined
from goals.choices import GoalLevel, Level
from reports.document import Document, GoalEntry
from reports.statements import GOALS

# What the writer has to fill in; the review finds it if it is left.
NO_LEVEL = "[välj bedömning]"
NO_GROUNDS = "[ange vad bedömningen grundar sig på]"
RESULT = {
    Level.FULL: "har uppfyllts helt",
    Level.PARTIAL: "har uppfyllts delvis",
    Level.NONE: "inte har uppfyllts",
}
FORECAST = {
    Level.FULL: "kommer att uppfyllas helt under året",
    Level.PARTIAL: "kommer att uppfyllas delvis under året",
    Level.NONE: "inte kommer att uppfyllas under året",
}


def opening(document: Document, goal: GoalEntry, level: Level | None) -> str:
    """Two sentences for the beginning of the goal's analysis; nothing in a plan.

    Without a level, and where there is nothing to stand on, a placeholder in brackets asks
    for it.
    """
    if document.is_plan:
        return ""
    predicates = FORECAST if document.has_forecast else RESULT
    predicate = predicates[level] if level else NO_LEVEL
    grounds = [f"att [[{token}]]" for token in _grounds(goal, document)]
    return (
        f"Förvaltningen bedömer att {GOALS[goal.level].the} {predicate}."
        f" Bedömningen grundar sig på {joined(grounds) or NO_GROUNDS}."
    )


def _grounds(goal: GoalEntry, document: Document) -> Iterator[str]:
    """What there is to refer to. A direction has no indicators of its own: there all below count.

    That no expected result is ticked may mean that nobody has come to it yet, so only reached
    ones are told.
    """
    if set(goal.expected_results or ()) & set(goal.reached_results or ()):
        yield f"results:{goal.code}"
    everything = f"{goal.code}.*"
    if goal.level == GoalLevel.DIRECTION:
        prefix = f"{goal.code}."
        if any(row.goal.startswith(prefix) for row in document.indicators()):
            yield f"indicators:{everything}"
    elif goal.indicators:
        yield f"indicators:{goal.code}"
    if document.below.get(goal.code):
        yield f"goals:{goal.code}"
    yield from _activities(goal, document)


def _activities(goal: GoalEntry, document: Document) -> Iterator[str]:
    """After the year how many are done, and any that deviate; during it how many deviate."""
    tells_done = not document.has_forecast and any(row.status for row in goal.activities)
    if tells_done:
        yield f"activities:{goal.code}"
    if any(row.deviation for row in goal.activities) or (goal.activities and not tells_done):
        yield f"deviations:{goal.code}"
