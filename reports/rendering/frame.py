"""What the chapters of a laid-out document stand in: how it says things, and where they stand.

Said in the language that is active: render under Swedish.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from goals.choices import Level, level_words
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.rendering.edits import Edits
from reports.rendering.layout import Status
from reports.summary import Summary, judged, summarise

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The columns of the indicator tables. "{year}" is the year before.
HEADINGS: dict[str, "StrOrPromise"] = {
    "outcome": gettext_lazy("Outcome of the period"),
    "men": gettext_lazy("Outcome men/boys"),
    "women": gettext_lazy("Outcome women/girls"),
    "previous_year": gettext_lazy("Outcome annual report {year}"),
    "forecast": gettext_lazy("Forecast full year"),
    "target": gettext_lazy("Target"),
    "council_target": gettext_lazy("The council's target"),
    "period": pgettext_lazy("column", "Period"),
    "periodicity": gettext_lazy("Periodicity"),
}


class Frame:
    """A document with what all its chapters need. `first_level` is the level of its highest
    heading."""

    def __init__(
        self,
        document: Document,
        first_level: int = 1,
        edits: Edits | None = None,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        self.document = document
        self.first_level = first_level
        # Where its texts are written, for those who may.
        self.edits = edits or Edits()
        # The pages of their own that goals and indicators have, by their places here.
        self.addresses = addresses or {}

    @cached_property
    def summary(self) -> Summary:
        """The document, counted."""
        return summarise(self.document)

    def heading_of(self, field: str) -> str:
        """The heading of a column of the indicator tables."""
        return str(HEADINGS[field]).replace("{year}", str(self.document.year - 1))

    def status_of(self, level: Level | None) -> Status:
        """A level as this document says it: a tertial report expects, an annual report knows."""
        if level is None:
            return Status(None, _("Not assessed"))
        return Status(level, level_words(level, expected=self.document.has_forecast))

    def goal_status(self, goal: GoalEntry) -> Status | None:
        """A goal's status; a plan has none."""
        if self.document.is_plan and goal.assessment is None:
            return None
        return self.status_of(goal.assessment)

    def indicator_status(self, row: IndicatorEntry) -> Status | None:
        """An indicator's status; nothing when there is nothing to judge by."""
        level = None if self.document.is_plan else judged(row, self.document)
        return self.status_of(level) if level else None

    @staticmethod
    def anchor_of(code: str) -> str:
        """The place of a goal in the document."""
        return f"goal-{code}".replace(".", "-")

    def indicator_anchor(self, row: IndicatorEntry) -> str:
        """The place of an indicator: its number under its goal."""
        return self._anchors[id(row)]

    def activity_anchor(self, row: ActivityEntry) -> str:
        """The place of an activity: its number under its goal."""
        return self._anchors[id(row)]

    @cached_property
    def _anchors(self) -> dict[int, str]:
        """By the entry itself: the same words may stand twice under a goal."""
        found: dict[int, str] = {}
        for goal in self.document.goals:
            code = goal.code.replace(".", "-")
            for kind, rows in (("indicator", goal.indicators), ("activity", goal.activities)):
                for number, row in enumerate(rows, 1):
                    found[id(row)] = f"{kind}-{code}-{number}"
        return found
