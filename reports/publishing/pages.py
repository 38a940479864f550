"""The pages that a published report is read on."""

from dataclasses import dataclass

from reports.rendering.layout import Chapter

# What a chapter's page can be of, beside a goal.
SECTION, ECONOMY, GAPS = "section", "economy", "gaps"


@dataclass(frozen=True)
class ChapterPage:
    """A page of the report: a section, a goal with all under it, the economy, women and men."""

    name: str
    label: str
    kind: str
    address: str
    chapters: tuple[Chapter, ...] = ()

    @property
    def code(self) -> str:
        """The code of the goal that it is about; a section has none."""
        return self.chapters[0].code if self.chapters else ""

    @property
    def heading(self) -> str:
        return self.chapters[0].heading if self.chapters else self.label

    @property
    def goals(self) -> tuple[Chapter, ...]:
        """The goals under the first one."""
        return tuple(chapter for chapter in self.chapters[1:] if chapter.code)


@dataclass(frozen=True)
class GoalPage:
    """A goal with those above it, the highest first, those right below it, and its chapter."""

    chapter: Chapter
    above: tuple[Chapter, ...]
    below: tuple[Chapter, ...]
    page: ChapterPage | None
