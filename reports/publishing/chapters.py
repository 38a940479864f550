"""A published document laid out in pages: one for each chapter, with what is before and after it.

Pure: it knows the document and the addresses of its pages, and no database. Words are said in
the language that is active: ask under Swedish.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from django.utils.text import slugify
from django.utils.translation import gettext as _

from goals.tree import parent_codes
from reports.document import Document, GoalEntry, IndicatorEntry
from reports.publishing.addresses import Address
from reports.publishing.finding import Spot
from reports.publishing.pages import ECONOMY, GAPS, SECTION, ChapterPage, GoalPage
from reports.publishing.spots import spots_of
from reports.rendering.layout import Chapter
from reports.rendering.presentation import Presentation

# A link to a place in the document, as its templates write it. A text cannot hold one: there
# the quotation marks are written otherwise.
PLACE_LINK = re.compile(r'href="#([\w.-]+)"')
FIRST_LEVEL = 1


class Reading:
    """A document that is read at an address."""

    def __init__(self, document: Document, address: Address) -> None:
        self.document = document
        self.address = address

    @cached_property
    def shown(self) -> Presentation:
        """The document laid out with a chapter's heading as the page's own."""
        return Presentation(self.document, FIRST_LEVEL, addresses=self.own_pages)

    @cached_property
    def under_a_heading(self) -> Presentation:
        """The document laid out to stand under the heading of a page."""
        return Presentation(self.document, FIRST_LEVEL + 1, addresses=self.own_pages)

    @cached_property
    def own_pages(self) -> dict[str, str]:
        """The pages of goals and indicators, by their places in the document."""
        anchors = Presentation.anchor_of
        found = {anchors(goal.code): self.address.goal(goal.code) for goal in self.document.goals}
        for key in self.indicators:
            found[f"indicator-{key.replace('.', '-')}"] = self.address.indicator(key)
        return found

    @cached_property
    def indicators(self) -> dict[str, tuple[IndicatorEntry, GoalEntry]]:
        """The indicators with their goals, by a key that is the same in every copy of an edition:
        the goal's code and the number under it."""
        return {
            f"{goal.code}-{number}": (row, goal)
            for goal in self.document.goals
            for number, row in enumerate(goal.indicators, 1)
        }

    @cached_property
    def pages(self) -> tuple[ChapterPage, ...]:
        """The chapters' pages in the order they are read."""
        names: set[str] = set()
        return tuple(self._page(names, *made) for made in self._made())

    @cached_property
    def by_name(self) -> dict[str, ChapterPage]:
        return {page.name: page for page in self.pages}

    def beside(self, page: ChapterPage) -> tuple[ChapterPage | None, ChapterPage | None]:
        """The pages before and after a page; nothing at the ends."""
        number = self.pages.index(page)
        before = self.pages[number - 1] if number else None
        after = self.pages[number + 1] if number + 1 < len(self.pages) else None
        return before, after

    def page_of_goal(self, code: str) -> ChapterPage | None:
        """The chapter that a goal stands in."""
        anchor = Presentation.anchor_of(code)
        return next((page for page in self.pages if anchor in _anchors(page)), None)

    def goal(self, code: str) -> "GoalPage | None":
        """A goal alone, set as if there were no other, with its place in the tree."""
        entry = self.document.by_code.get(code)
        if entry is None:
            return None
        alone = Presentation(
            replace(self.document, goals=(entry,)), FIRST_LEVEL, addresses=self.own_pages
        )
        by_code = {chapter.code: chapter for chapter in self.shown.goals}
        above = [by_code[one] for one in reversed(parent_codes(code)) if one in by_code]
        below = [by_code[one.code] for one in self.document.below.get(code, ())]
        # Its page is this one: it needs no link to it.
        chapter = replace(alone.goals[0], address="")
        return GoalPage(chapter, tuple(above), tuple(below), self.page_of_goal(code))

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Everything that can be found in the report, in its order."""
        return spots_of(self.document, self.address, self.pages, self.shown)

    def linked(self, html: str, *, whole: bool = False) -> str:
        """A part of the document with its links to places led to the pages they stand on.

        On the page with the whole document they stay where they are.
        """
        if whole:
            return html
        here = set(re.findall(r'\bid="([\w.-]+)"', html))

        def led(found: re.Match[str]) -> str:
            anchor = found[1]
            return found[0] if anchor in here else f'href="{self.page_of(anchor)}"'

        return PLACE_LINK.sub(led, html)

    def page_of(self, anchor: str) -> str:
        """Where the place stands: a page of its own, its chapter's, else the whole document's."""
        if anchor in self.own_pages:
            return self.own_pages[anchor]
        page = self._page_of_anchor.get(anchor)
        return f"{page.address}#{anchor}" if page else f"{self.address.whole}#{anchor}"

    @cached_property
    def _page_of_anchor(self) -> dict[str, ChapterPage]:
        return {anchor: page for page in self.pages for anchor in self._all_anchors(page)}

    def _all_anchors(self, page: ChapterPage) -> Iterator[str]:
        yield from _anchors(page)
        for chapter in page.chapters:
            for rows in (chapter.indicators, chapter.activities):
                yield from (line.anchor for line in rows.lines) if rows else ()
        if page.kind == ECONOMY:
            yield "economy"
            yield from (section.anchor for section in self.shown.economy if section.anchor)
        if page.kind == GAPS:
            yield self.shown.differences.chapter.anchor

    def _made(self) -> Iterator[tuple[str, str, str, tuple[Chapter, ...]]]:
        """What pages there are: a name to begin from, a label, a kind, and what stands there."""
        shown = self.shown
        for chapter in shown.front:
            yield slugify(chapter.heading), chapter.label, SECTION, (chapter,)
        for tree in shown.directions:
            yield f"mal-{tree[0].code.replace('.', '-')}", tree[0].label, "goal", tree
        if shown.differences.is_shown:
            yield "kvinnor-och-man", shown.differences.heading, GAPS, ()
        if shown.economy:
            yield "ekonomi", shown.economy_heading or _("Economy"), ECONOMY, ()
        for chapter in shown.back:
            yield slugify(chapter.heading), chapter.label, SECTION, (chapter,)

    def _page(
        self, names: set[str], wanted: str, label: str, kind: str, chapters: tuple[Chapter, ...]
    ) -> ChapterPage:
        name, number = wanted or "kapitel", 1
        while name in names:
            number += 1
            name = f"{wanted or 'kapitel'}-{number}"
        names.add(name)
        return ChapterPage(name, label, kind, self.address.chapter(name), chapters)


def _anchors(page: ChapterPage) -> set[str]:
    return {chapter.anchor for chapter in page.chapters}
