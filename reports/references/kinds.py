"""The kinds of references: what each says of its argument in a document."""

from collections.abc import Callable

from config.formats import NO_BREAK_SPACE, Value
from config.numerals import INDICATOR, share, unit_words
from goals.choices import GoalLevel, Level
from goals.tree import clean_code
from reports.document import Document, GoalEntry
from reports.statements import (
    GOALS,
    activities_said,
    deviations_said,
    goals_said,
    indicators_said,
    results_said,
)
from reports.summary import indicator_tally, with_all_below

# The whole document, and (after a code) everything in and under a goal.
ALL, AND_BELOW = "*", ".*"
# The cells of an indicator's row that can be referred to, and how an empty one asks to be filled.
CELLS = {
    "outcome": "[ange utfall]",
    "women": "[ange utfall för kvinnor och flickor]",
    "men": "[ange utfall för män och pojkar]",
    "forecast": "[ange prognos]",
    "target": "[ange årsmål]",
    "council_target": "[ange KF:s årsmål]",
    "previous_year": "[ange fjolårets utfall]",
}
# After a cell: its value as the tables print it, for a list; without it, as running text has it.
PRINTED = "printed"


def words(token: str, document: Document) -> str | None:
    """What a reference says now ("tre av tolv indikatorer …"); None when it points at nothing."""
    kind, _colon, argument = token.partition(":")
    written = KINDS.get(kind)
    return written(argument.strip(), document) if written else None


def counted(argument: str, document: Document) -> tuple[GoalEntry, ...] | None:
    """The goals whose rows are counted: "1.3", "1.*" (with those below) or "*" (all), if any."""
    if argument == ALL:
        return document.goals
    goal = _goal(argument.removesuffix(AND_BELOW), document)
    if goal is None:
        return None
    return with_all_below(goal, document) if argument.endswith(AND_BELOW) else (goal,)


def _goal(code: str, document: Document) -> GoalEntry | None:
    return document.by_code.get(clean_code(code))


def _counting(
    say: Callable[[tuple[GoalEntry, ...], Document], str],
) -> Callable[[str, Document], str | None]:
    """A kind that counts what stands at goals."""

    def written(argument: str, document: Document) -> str | None:
        goals = counted(argument, document)
        return None if goals is None else say(goals, document)

    return written


def _indicators(goals: tuple[GoalEntry, ...], document: Document) -> str:
    return indicators_said([row for goal in goals for row in goal.indicators], document)


def _indicators_at(level: Level) -> Callable[[tuple[GoalEntry, ...], Document], str]:
    def say(goals: tuple[GoalEntry, ...], document: Document) -> str:
        rows = [row for goal in goals for row in goal.indicators]
        tally = indicator_tally(rows, document)
        return share(getattr(tally, level.value), tally.total, INDICATOR)

    return say


def _activities(goals: tuple[GoalEntry, ...], document: Document) -> str:
    return activities_said([row for goal in goals for row in goal.activities], document)


def _deviations(goals: tuple[GoalEntry, ...], _document: Document) -> str:
    return deviations_said([row for goal in goals for row in goal.activities])


def _goals(argument: str, document: Document) -> str | None:
    """The goals right below one, or all of a level of the tree."""
    if argument in GoalLevel.values:
        level = GoalLevel(argument)
        of_level = [goal for goal in document.goals if goal.level == level]
        return goals_said(of_level, GOALS[level], document)
    goal = _goal(argument, document)
    if goal is None or goal.level == GoalLevel.COMMITTEE:
        return None
    below = document.below.get(goal.code, ())
    # A document may leave a level out: what stands right below is then of the one after it.
    level = below[0].level if below else list(GoalLevel)[goal.depth]
    return goals_said(below, GOALS[level], document)


def _results(argument: str, document: Document) -> str | None:
    goal = _goal(argument, document)
    return None if goal is None else results_said(goal, document)


def _value(argument: str, document: Document) -> str | None:
    """A cell of an indicator's row, in words ("79,2 procent") or as it is printed ("79,2 %").

    An empty one is a placeholder to be mended.
    """
    key, _point, asked = argument.partition(".")
    cell, point, form = asked.partition(".")
    rows = (row for row in document.indicators() if row.key is not None and str(row.key) == key)
    row = next(rows, None)
    if row is None or cell not in CELLS or (point and form != PRINTED):
        return None
    value: Value = getattr(row, cell)
    if value.is_nothing:
        return CELLS[cell]
    return NO_BREAK_SPACE.join(value.text.split()) if form else unit_words(value)


# What each kind says of its argument in a document; None when that points at nothing.
KINDS: dict[str, Callable[[str, Document], str | None]] = {
    "indicators": _counting(_indicators),
    "indicators_full": _counting(_indicators_at(Level.FULL)),
    "indicators_partial": _counting(_indicators_at(Level.PARTIAL)),
    "indicators_none": _counting(_indicators_at(Level.NONE)),
    "goals": _goals,
    "activities": _counting(_activities),
    "deviations": _counting(_deviations),
    "results": _results,
    "value": _value,
}
