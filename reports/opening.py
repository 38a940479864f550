"""The opening of a goal's analysis, drafted from the data for somebody to edit. Pure.

It says the assessment and what that stands on, as the reports do, with references for everything
that is counted: the draft stays true when a figure changes. Swedish, as the documents are.
"""

from collections.abc import Iterator

from config.numerals import joined
from goals.choices import GoalLevel, Level
from reports.document import Document, GoalEntry
from reports.statements import GOALS
from reports.summary import indicator_tally, with_all_below

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
    """A few sentences for the beginning of the goal's analysis; nothing in a plan.

    Without a level, and where there is nothing to stand on, a placeholder in brackets asks
    for it.
    """
    if document.is_plan:
        return ""
    predicates = FORECAST if document.has_forecast else RESULT
    predicate = predicates[level] if level else NO_LEVEL
    grounds, others = _grounds(goal, document)
    grounded = joined([f"att [[{token}]]" for token in grounds]) or NO_GROUNDS
    sentences = [
        f"Förvaltningen bedömer att {GOALS[goal.level].the} {predicate}.",
        f"Bedömningen grundar sig på {grounded}.",
        *(f"[[{token}]]." for token in others),
    ]
    return " ".join(sentences)


def _grounds(goal: GoalEntry, document: Document) -> tuple[list[str], list[str]]:
    """What the assessment is based on, and what else is to be told; only what there is.

    As the reports do it: a goal stands on its own rows, and the goals below are told after.
    A direction has no rows, and stands on the goals below it. What deviates is no ground.
    """
    own, after = list(_own(goal, document)), list[str]()
    below = [f"goals:{goal.code}"] if document.below.get(goal.code) else []
    if goal.level == GoalLevel.DIRECTION or not own:
        own, after = [*below, *own], []
        if _are_assessed(with_all_below(goal, document), document) and not goal.indicators:
            after = [f"indicators:{goal.code}.*"]
    else:
        after = below
    if any(row.deviation for row in goal.activities):
        after = [*after, f"deviations:{goal.code}"]
    return own, after


def _own(goal: GoalEntry, document: Document) -> Iterator[str]:
    """The goal's own results, indicators and activities.

    That no expected result is ticked may mean that nobody has come to it yet, so only reached
    ones are told; during the year it says little that activities are not done.
    """
    if set(goal.expected_results or ()) & set(goal.reached_results or ()):
        yield f"results:{goal.code}"
    if _are_assessed((goal,), document):
        yield f"indicators:{goal.code}"
    if any(row.status for row in goal.activities) and not document.has_forecast:
        yield f"activities:{goal.code}"
    elif goal.activities and not any(row.deviation for row in goal.activities):
        yield f"deviations:{goal.code}"


def _are_assessed(goals: tuple[GoalEntry, ...], document: Document) -> bool:
    """Whether any indicator of the goals can be assessed."""
    rows = [row for goal in goals for row in goal.indicators]
    return indicator_tally(rows, document).assessed > 0
