"""How a document is laid out: headings, tables, cells. The page and the PDF both show this.

So no template works anything out, and a figure cannot differ between the two.
Everything is said in the language that is active: render under Swedish.
"""

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from goals.choices import GoalLevel
from goals.tree import parent_codes
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry, SectionEntry
from reports.pictures.panels import Panel, economy_panel, goal_panels, strips_below
from reports.rendering.appendix import ANCHOR as METHOD
from reports.rendering.appendix import Appendix
from reports.rendering.differences import Differences
from reports.rendering.economy_layout import EconomySection, economy_heading, economy_sections
from reports.rendering.frame import Frame
from reports.rendering.glance import Glance
from reports.rendering.layout import (
    MOST_HEADING_LEVELS,
    Chapter,
    blocks_under,
)
from reports.rendering.overview import Overviews
from reports.rendering.registers import DEVIATIONS, INDEX, Registers
from reports.rendering.standing import Standing
from reports.rendering.under_goals import activity_rows, indicator_rows, texts_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KICKERS: dict[GoalLevel, "StrOrPromise"] = {
    GoalLevel.DIRECTION: gettext_lazy("The council's direction goal"),
    GoalLevel.AREA: gettext_lazy("The council's goal for the area"),
    GoalLevel.COMMITTEE: gettext_lazy("Committee goal"),
}
# What fills a page, and from how many pages on the average a goal for an area begins one.
LETTERS_ON_PAGE, ROWS_ON_PAGE, FULL_AREA = 2500, 6, 4
# A document whose goals take no more pages is short.
SHORT = 10


class Presentation(Frame):
    """A document laid out."""

    @property
    def title(self) -> str:
        """The document's name: "Tertialrapport 1 2023"."""
        return f"{self.document.part.label} {self.document.year}"

    @property
    def status(self) -> str:
        """How far the document has come; nothing said means a draft."""
        return self.standing.label

    @cached_property
    def standing(self) -> Standing:
        """How far the document has come, and what belongs to that."""
        return Standing(self.document)

    @cached_property
    def glance(self) -> Glance:
        """The first page: the document in short."""
        return Glance(self)

    @cached_property
    def overviews(self) -> Overviews:
        """The goals in short: the whole tree, and what lies under a goal."""
        return Overviews(self)

    @cached_property
    def registers(self) -> Registers:
        """What stands last, to look things up in."""
        return Registers(self)

    @cached_property
    def appendix(self) -> Appendix:
        """How the document is read."""
        return Appendix(self)

    @cached_property
    def differences(self) -> Differences:
        """The section about women and men."""
        return Differences(self)

    @cached_property
    def front(self) -> tuple[Chapter, ...]:
        """The sections before the goals."""
        return self._sections(in_front=True)

    @cached_property
    def back(self) -> tuple[Chapter, ...]:
        """The sections after the economy."""
        return self._sections(in_front=False)

    @cached_property
    def goals(self) -> tuple[Chapter, ...]:
        """The goal tree, depth first."""
        return tuple(self._goal(goal) for goal in self.document.goals)

    @cached_property
    def directions(self) -> tuple[tuple[Chapter, ...], ...]:
        """The same, each direction goal with all that stands under it."""
        by_direction = groupby(self.goals, key=lambda goal: goal.code.split(".")[0])
        return tuple(tuple(goals) for _code, goals in by_direction)

    @cached_property
    def goal_parts(self) -> tuple[tuple[Chapter, ...], ...]:
        """The same, as they begin on pages of their own: each direction goal with all under it;
        where areas take pages, its opening, then each area with all under that."""
        if not self._areas_take_pages:
            return self.directions
        by_area = groupby(self.goals, key=lambda goal: goal.code.split(".")[:2])
        return tuple(tuple(goals) for _code, goals in by_area)

    @property
    def _areas_take_pages(self) -> bool:
        """Whether areas are so long on the average that little of a page is left empty."""
        areas = sum(goal.level == GoalLevel.AREA for goal in self.document.goals)
        return pages_of_goals(self.document) >= FULL_AREA * max(areas, 1)

    @property
    def is_short(self) -> bool:
        """Whether its chapters are a few lines each: then what comes after the goals is printed on
        the same pages, as far as it fits."""
        return pages_of_goals(self.document) <= SHORT

    @cached_property
    def economy(self) -> tuple[EconomySection, ...]:
        """The economy chapter: its tables, under the headings the document gives them."""
        return tuple(economy_sections(self.document, self.first_level + 1))

    @cached_property
    def economy_panel(self) -> Panel | None:
        """The picture that the economy chapter begins with."""
        return economy_panel(self.document)

    @property
    def economy_heading(self) -> str:
        return economy_heading(self.document)

    @cached_property
    def chapters(self) -> tuple[Chapter | EconomySection, ...]:
        """Everything of the document's own with a heading, in order, without what is added last."""
        economy: list[Chapter | EconomySection] = []
        if self.economy:
            economy.append(
                Chapter(anchor="economy", level=self.first_level, heading=self.economy_heading)
            )
            economy.extend(
                section
                for section in self.economy
                if section.heading and section.level <= self.first_level + 1
            )
        goals = [goal for goal in self.goals if goal.level <= self.first_level + 2]
        about_sexes = [self.differences.chapter] if self.differences.is_shown else []
        return (*self.front, *goals, *about_sexes, *economy, *self.back)

    @cached_property
    def contents(self) -> tuple[Chapter | EconomySection, ...]:
        """The headings that open something: the tree on its page gives every goal its number."""
        opening = (one for one in self.chapters if one.level <= self.first_level + 1)
        return (*opening, *self.last)

    @cached_property
    def last(self) -> tuple[Chapter, ...]:
        """What stands last: all that deviates, how the document is read, the index."""
        registers = self.registers
        found = (
            (DEVIATIONS, registers.heading, bool(registers.deviations)),
            (METHOD, self.appendix.heading, True),
            (INDEX, registers.index_heading, bool(registers.index)),
        )
        return tuple(
            Chapter(anchor=anchor, level=self.first_level, heading=heading)
            for anchor, heading, is_shown in found
            if is_shown
        )

    def _sections(self, *, in_front: bool) -> tuple[Chapter, ...]:
        sections: list[SectionEntry] = [
            section
            for section in self.document.sections or ()
            if section.in_front == in_front and not section.has_own_place
        ]
        place = "front" if in_front else "back"
        return tuple(
            Chapter(
                anchor=f"{place}-{number}",
                level=self.first_level,
                heading=section.heading,
                edit=self.edits.link(section.pk or section.key),
                body=blocks_under(section.body, self.first_level),
                is_unwritten=not section.body.strip(),
            )
            for number, section in enumerate(sections, 1)
        )

    def _goal(self, goal: GoalEntry) -> Chapter:
        above = sum(code in self.document.by_code for code in parent_codes(goal.code))
        level = min(self.first_level + above, MOST_HEADING_LEVELS - 1)
        anchor = self.anchor_of(goal.code)
        return Chapter(
            anchor=anchor,
            address=self.addresses.get(anchor, ""),
            level=level,
            heading=goal.title,
            code=goal.code,
            kicker=str(KICKERS[goal.level]),
            status=self.goal_status(goal),
            texts=tuple(texts_of(goal, level + 1)),
            indicators=indicator_rows(self, goal),
            activities=activity_rows(self, goal),
            panels=goal_panels(goal, self.document, anchor),
            strips=strips_below(goal, self.document) if goal.level == GoalLevel.DIRECTION else (),
            overview=self.overviews.below(goal),
        )


def pages_of_goals(document: Document) -> float:
    """About how many pages the goals take, by their texts and the rows of their tables."""
    rows: list[IndicatorEntry | ActivityEntry]
    rows = [*document.indicators(), *document.activities()]
    texts = [row.analysis or "" for row in rows]
    for goal in document.goals:
        texts += [goal.description or "", goal.analysis or "", *(goal.expected_results or ())]
    return sum(map(len, texts)) / LETTERS_ON_PAGE + len(rows) / ROWS_ON_PAGE
