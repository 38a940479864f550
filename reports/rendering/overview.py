"""The goals as a table, one row each: the whole tree on a page, and what lies under a goal.

A goal's indicators and activities are counted with all that stands under it.
"""

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from goals.tree import parent_codes
from reports.document import Document, GoalEntry
from reports.rendering.frame import Frame
from reports.rendering.layout import GoalRow, Overview
from reports.summary import indicator_tally, with_all_below

NOTHING = "–"


class Overviews:
    """The overviews of a document."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.document: Document = frame.document

    @cached_property
    def tree(self) -> Overview:
        """Every goal, depth first."""
        stand = _("All goals, and where they stand")
        caption = _("All goals") if self.document.is_plan else stand
        return self._overview(caption, self.document.goals, with_counts=False)

    def directions(self) -> Overview:
        """The uppermost goals, for the first page."""
        tops = [goal for goal in self.document.goals if not self._above(goal)]
        return self._overview(_("The direction goals in short"), tops)

    def below(self, goal: GoalEntry) -> Overview | None:
        """What lies under a goal that opens a chapter; nothing where nothing does."""
        below = [other for other in with_all_below(goal, self.document) if other is not goal]
        if self._above(goal) or not below:
            return None
        caption = _("What lies under goal %(code)s") % {"code": goal.code}
        return self._overview(caption, below)

    def _overview(
        self, caption: str, goals: Iterable[GoalEntry], *, with_counts: bool = True
    ) -> Overview:
        depths = [(goal, self._above(goal)) for goal in goals]
        least = min((depth for _goal, depth in depths), default=0)
        rows = tuple(self._row(goal, depth - least) for goal, depth in depths)
        return Overview(
            caption=caption,
            rows=rows,
            is_plan=self.document.is_plan,
            expects=self.document.has_forecast,
            with_counts=with_counts,
        )

    def _above(self, goal: GoalEntry) -> int:
        return sum(code in self.document.by_code for code in parent_codes(goal.code))

    def _row(self, goal: GoalEntry, depth: int) -> GoalRow:
        return GoalRow(
            code=goal.code,
            title=goal.title,
            anchor=self.frame.anchor_of(goal.code),
            depth=depth,
            status=self.frame.goal_status(goal),
            indicators=self._indicators(goal),
            activities=self._activities(goal),
        )

    def _indicators(self, goal: GoalEntry) -> str:
        below = with_all_below(goal, self.document)
        tally = indicator_tally((row for one in below for row in one.indicators), self.document)
        if self.document.is_plan:
            return str(tally.total) if tally.total else NOTHING
        return _of(tally.full, tally.assessed)

    def _activities(self, goal: GoalEntry) -> str:
        rows = [row for one in with_all_below(goal, self.document) for row in one.activities]
        if self.document.is_plan:
            return str(len(rows)) if rows else NOTHING
        return _of(sum(row.deviation for row in rows), len(rows))


def _of(count: int, total: int) -> str:
    return _("%(count)s of %(total)s") % {"count": count, "total": total} if total else NOTHING
