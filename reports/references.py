"""References in texts: `[[indicators:1.3]]` stands for what the document counts. Pure.

A reference is a kind and an argument between double brackets. Until the edition is frozen it is
kept as it is and computed each time the document is read; `docs/writing.md` lists the kinds. What
it becomes is Swedish, as the documents are. One that points at nothing is left as it is written,
so that the review finds it. `token` below is what stands between the brackets.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from config.formats import Value
from config.numerals import INDICATOR, capitalised, share, unit_words
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
from reports.summary import goals_below, indicator_tally, with_all_below

BRACKETS = re.compile(r"\[\[([^\[\]\n]*)\]\]")
# The whole document, and (after a code) everything in and under a goal.
ALL, AND_BELOW = "*", ".*"
# The cells of an indicator's row that can be referred to, and what is missing in an empty one.
CELLS = {
    "outcome": "utfall",
    "women": "utfall för kvinnor och flickor",
    "men": "utfall för män och pojkar",
    "forecast": "prognos",
    "target": "årsmål",
    "council_target": "KF:s årsmål",
    "previous_year": "fjolårets utfall",
}
# What may stand before the first word of a sentence: nothing, the sign of a list's item or of
# a heading, or the end of another sentence; and around it, emphasis and quotation marks.
_BEGINNING = re.compile(
    r"""(?:\A|\n[ \t]*\n|(?:\A|\n)[ \t]*(?:[-*]|[0-9]+\.|\#{1,6})[ \t]|[.!?…]["”'’)*]*\s)"""
    r"""\s*["”'’(*]*\Z"""
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:[a-zåäö]|ca|dvs|ex|exkl|inkl|jfr|jmf|kap|kl|nr|resp|tex)\.\s?)\s*\Z",
    re.IGNORECASE,
)


def words(token: str, document: Document) -> str | None:
    """What a reference says now ("tre av tolv indikatorer …"); None when it points at nothing."""
    kind, _colon, argument = token.partition(":")
    written = KINDS.get(kind)
    return written(argument.strip(), document) if written else None


def expand(document: Document) -> Document:
    """The document with every reference in its texts replaced by what it says.

    Once: what a reference says is not read again. The numbers are the document's own, so one
    that has been left out of it cannot be told by a reference.
    """
    if not any("[[" in text for text in _texts(document)):
        return document

    def said(text: str | None) -> str | None:
        return expanded(text, document) if text else text

    goals = tuple(
        replace(
            goal,
            description=said(goal.description),
            analysis=said(goal.analysis),
            reason=said(goal.reason),
            indicators=tuple(replace(row, analysis=said(row.analysis)) for row in goal.indicators),
            activities=tuple(replace(row, analysis=said(row.analysis)) for row in goal.activities),
        )
        for goal in document.goals
    )
    sections = document.sections and tuple(
        replace(section, body=expanded(section.body, document)) for section in document.sections
    )
    return replace(document, goals=goals, sections=sections)


def expanded(text: str, document: Document) -> str:
    """A text with its references replaced; capitalised where one begins a sentence."""

    def said(found: re.Match[str]) -> str:
        now = words(found[1], document)
        if now is None:
            return found[0]
        return capitalised(now) if begins_sentence(text[: found.start()]) else now

    return BRACKETS.sub(said, text)


def begins_sentence(before: str) -> bool:
    """Whether what comes after this begins a sentence."""
    return bool(_BEGINNING.search(before)) and not _ABBREVIATED.search(before)


def dangling(text: str) -> tuple[str, ...]:
    """What still stands between double brackets in an expanded text: it points at nothing."""
    return tuple(found[0] for found in BRACKETS.finditer(text))


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections or ():
        yield section.body
    for goal in document.goals:
        yield from filter(None, (goal.description, goal.analysis, goal.reason))
        yield from filter(None, (row.analysis for row in goal.indicators))
        yield from filter(None, (row.analysis for row in goal.activities))


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
    below = goals_below(goal, document)
    # A document may leave a level out: what stands right below is then of the one after it.
    level = below[0].level if below else list(GoalLevel)[goal.depth]
    return goals_said(below, GOALS[level], document)


def _results(argument: str, document: Document) -> str | None:
    goal = _goal(argument, document)
    return None if goal is None else results_said(goal, document)


def _value(argument: str, document: Document) -> str | None:
    """A cell of an indicator's row, in words; an empty one as a placeholder to be mended."""
    key, _point, cell = argument.partition(".")
    rows = (row for row in document.indicators() if row.key is not None and str(row.key) == key)
    row = next(rows, None)
    if row is None or cell not in CELLS:
        return None
    value: Value = getattr(row, cell)
    return f"[{CELLS[cell]} saknas]" if value.is_nothing else unit_words(value)


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
