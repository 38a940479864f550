"""The goal tree of a document as the pages show it: nested, counted and filtered. No database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from goals.choices import Level
from goals.tree import parent_codes
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.gaps import Gap, large_gap_of
from reports.rendering.differences import in_words
from reports.summary import judged

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOW_ALL, SHOW_SHORT, SHOW_UNASSESSED, SHOW_MISSING = "", "ej-helt", "obedomda", "utan-utfall"
# What the filter of the tree can show; in addresses by the words to the left.
CHOICES: dict[str, "StrOrPromise"] = {
    SHOW_ALL: _("All goals"),
    SHOW_SHORT: _("Goals not fully met"),
    SHOW_UNASSESSED: _("Goals not assessed"),
    SHOW_MISSING: _("Goals with missing outcomes"),
}


@dataclass(frozen=True)
class JudgedIndicator:
    """An indicator's row, and how far the document judges its target to be met."""

    entry: IndicatorEntry
    level: Level | None
    # How far women and men are apart, where that is so far that it is to be analysed.
    gap: Gap | None = None

    @property
    def difference(self) -> str:
        """How far women and men are apart, in words."""
        return in_words(self.gap) if self.gap else ""


@dataclass
class Node:
    """A goal in the tree, and what stands under it."""

    goal: GoalEntry
    indicators: list[JudgedIndicator]
    children: list["Node"] = field(default_factory=list)
    # Whether the filter asks for the goal itself; else it only leads to one that is asked for.
    found: bool = True

    @property
    def met(self) -> int:
        """How many of its indicators reach their targets."""
        return sum(1 for row in self.indicators if row.level == Level.FULL)

    @property
    def judged(self) -> int:
        """How many of its indicators can be judged at all."""
        return sum(1 for row in self.indicators if row.level is not None)

    @property
    def missing(self) -> int:
        """How many of its indicators have neither an outcome nor a reason why."""
        return sum(1 for row in self.indicators if is_missing(row.entry))

    @property
    def deviations(self) -> list[ActivityEntry]:
        """Its activities that do not go as planned."""
        return [activity for activity in self.goal.activities if activity.deviation]


def is_missing(row: IndicatorEntry) -> bool:
    """Whether there is no outcome, and nobody has said why."""
    return row.outcome.is_nothing and not row.state


def judged_indicators(goal: GoalEntry, document: Document) -> list[JudgedIndicator]:
    """The goal's indicators with the levels that the document judges them by."""
    return [
        JudgedIndicator(row, judged(row, document), large_gap_of(goal, row, document))
        for row in goal.indicators
    ]


def tree_of(document: Document, *, show: str = SHOW_ALL, text: str = "") -> list[Node]:
    """The goals that the filter asks for, under those that lead to them."""
    wanted = _wanted(document, show, text)
    kept = wanted | {parent for code in wanted for parent in parent_codes(code)}
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for goal in document.goals:
        if goal.code not in kept:
            continue
        node = Node(goal, judged_indicators(goal, document), found=goal.code in wanted)
        nodes[goal.code] = node
        above = next((nodes[code] for code in parent_codes(goal.code) if code in nodes), None)
        (above.children if above else roots).append(node)
    return roots


def count_found(nodes: Iterable[Node]) -> int:
    """How many goals the filter found."""
    return sum(node.found + count_found(node.children) for node in nodes)


def ancestors(document: Document, code: str) -> list[GoalEntry]:
    """The goals above, the topmost first."""
    above = [
        document.by_code[parent] for parent in parent_codes(code) if parent in document.by_code
    ]
    return above[::-1]


def children(document: Document, code: str) -> list[GoalEntry]:
    """The goals right below."""
    return [
        goal
        for goal in document.goals
        if next((up for up in parent_codes(goal.code) if up in document.by_code), None) == code
    ]


def _wanted(document: Document, show: str, text: str) -> set[str]:
    tests: dict[str, Callable[[GoalEntry], bool]] = {
        SHOW_SHORT: lambda goal: goal.assessment in (Level.PARTIAL, Level.NONE),
        SHOW_UNASSESSED: lambda goal: goal.assessment is None,
        SHOW_MISSING: lambda goal: any(is_missing(row) for row in goal.indicators),
    }
    asked = tests.get(show)
    words = text.casefold().split()
    return {
        goal.code
        for goal in document.goals
        if (asked is None or asked(goal)) and _says(goal, words)
    }


def _says(goal: GoalEntry, words: list[str]) -> bool:
    """Whether every word stands somewhere in the goal or its rows."""
    texts = [goal.code, goal.title, goal.description or "", *(goal.expected_results or ())]
    texts += [row.name for row in goal.indicators]
    texts += [activity.title for activity in goal.activities]
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words)
