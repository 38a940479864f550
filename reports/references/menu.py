"""Which references are useful where somebody writes, for the editor's menu. Pure.

What a choice is called is in the language of the interface; what it says is Swedish, as it will
stand in the document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.choices import GoalLevel
from reports.document import Document, GoalEntry, IndicatorEntry
from reports.references.kinds import words
from reports.summary import with_all_below

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Kinds and cells in the order a writer wants them, with what the menu calls them.
INDICATOR_KINDS: dict[str, "StrOrPromise"] = {
    "indicators": gettext_lazy("How far the indicators are met"),
    "indicators_full": gettext_lazy("Indicators met fully"),
    "indicators_partial": gettext_lazy("Indicators met partly"),
    "indicators_none": gettext_lazy("Indicators not met"),
}
ACTIVITY_KINDS: dict[str, "StrOrPromise"] = {
    "activities": gettext_lazy("Activities that are done"),
    "deviations": gettext_lazy("Activities that deviate"),
}
CELLS: dict[str, "StrOrPromise"] = {
    "outcome": gettext_lazy("Outcome"),
    "forecast": gettext_lazy("Forecast full year"),
    "women": gettext_lazy("Outcome women/girls"),
    "men": gettext_lazy("Outcome men/boys"),
    "target": gettext_lazy("Target"),
    "council_target": gettext_lazy("Council target"),
    "previous_year": gettext_lazy("Outcome last year"),
}
LEVELS: dict[GoalLevel, "StrOrPromise"] = {
    GoalLevel.DIRECTION: gettext_lazy("Direction goals"),
    GoalLevel.AREA: gettext_lazy("Goals for areas"),
    GoalLevel.COMMITTEE: gettext_lazy("Committee goals"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A reference that can be put into a text.

    `token` is what stands between the brackets, `text` what it says now, `name` what the menu
    calls it under its `group`.
    """

    group: str
    token: str
    text: str
    name: str

    @property
    def written(self) -> str:
        """The reference as it stands in a text."""
        return f"[[{self.token}]]"


def choices(document: Document, goal: GoalEntry | None) -> list[Choice]:
    """What is useful to refer to in a goal's texts, or (no goal) in those beside the goals."""
    found = _at_goal(goal, document) if goal else _in_section(document)
    return [
        Choice(group=group, token=token, text=text, name=str(name))
        for group, token, name in found
        if (text := words(token, document)) is not None
    ]


Found = Iterator[tuple[str, str, "StrOrPromise"]]


def _at_goal(goal: GoalEntry, document: Document) -> Found:
    """Its own counts, then those of what stands below, then each indicator's values."""
    yield from _counts(_("This goal"), goal.code, (goal,), document)
    if goal.expected_results:
        yield _("This goal"), f"results:{goal.code}", _("Expected results that are reached")
    below = with_all_below(goal, document)[1:]
    if below:
        yield _("Goals below"), f"goals:{goal.code}", _("How the goals below are assessed")
        rows = (goal, *below)
        yield from _counts(_("This goal and those below"), f"{goal.code}.*", rows, document, below)
    for row in goal.indicators:
        yield from _values(row, document)


def _in_section(document: Document) -> Found:
    """The whole document's counts, then each direction's."""
    everything = _("The whole document")
    for level, name in LEVELS.items():
        if any(goal.level == level for goal in document.goals):
            yield everything, f"goals:{level.value}", name
    yield from _counts(everything, "*", document.goals, document)
    for direction in document.goals:
        if direction.level == GoalLevel.DIRECTION:
            group = f"{direction.code}. {direction.title}"
            rows = with_all_below(direction, document)
            yield group, f"goals:{direction.code}", _("How the goals below are assessed")
            yield from _counts(group, f"{direction.code}.*", rows, document)


def _counts(
    group: str,
    argument: str,
    goals: tuple[GoalEntry, ...],
    document: Document,
    needed: tuple[GoalEntry, ...] | None = None,
) -> Found:
    """The counts of what stands at the goals; of nothing there is no count.

    `needed` are those of the goals that must have something of it.
    """
    asked = goals if needed is None else needed
    indicators = [row for goal in asked for row in goal.indicators]
    activities = [row for goal in asked for row in goal.activities]
    # A plan has nothing to tell but how many there are.
    one = slice(1) if document.is_plan else slice(None)
    for kind, name in list(INDICATOR_KINDS.items())[one] if indicators else ():
        yield group, f"{kind}:{argument}", name
    for kind, name in list(ACTIVITY_KINDS.items())[one] if activities else ():
        if kind != "activities" or document.is_plan or any(row.status for row in activities):
            yield group, f"{kind}:{argument}", name


def _values(row: IndicatorEntry, document: Document) -> Found:
    """The values an indicator has; none when the row was read from a file and has no key."""
    for cell, name in CELLS.items():
        asked = document.has_forecast or cell != "forecast"
        if row.key is not None and asked and not getattr(row, cell).is_nothing:
            yield row.name, f"value:{row.key}.{cell}", name
