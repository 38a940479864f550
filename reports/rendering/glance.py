"""A document in short: what its first page says, worded and ready to print."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import format_number
from config.texts import Block
from goals.choices import GoalLevel, Level, Part
from reports.document import FIRST_PAGE, FIRST_PAGE_OPENING
from reports.rendering.digest import Digest
from reports.rendering.edits import EditLink
from reports.rendering.frame import Frame
from reports.rendering.items import Topic, lines_of
from reports.rendering.layout import Status, blocks_under
from reports.rendering.money import money_sentences
from reports.summary import Summary, Tally

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# About how many lines of the first chapter's type a page holds, how many stand before its topics
# and after them, and the fewest topics that can be parted.
LINES_ON_PAGE, LINES_BEFORE, LINES_AFTER, LEAST_TOPICS = 66, 31, 11, 2
LEVELS: dict[GoalLevel, "StrOrPromise"] = {
    GoalLevel.DIRECTION: gettext_lazy("Direction goals"),
    GoalLevel.AREA: gettext_lazy("Goals for areas"),
    GoalLevel.COMMITTEE: gettext_lazy("Committee goals"),
}


class Glance:
    """The first page of a document."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.document = frame.document

    @property
    def summary(self) -> Summary:
        return self.frame.summary

    @property
    def second_level(self) -> int:
        return self.frame.first_level + 1

    @property
    def third_level(self) -> int:
        return self.frame.first_level + 2

    @property
    def levels(self) -> tuple[Status, ...]:
        """The three levels, as this document says them."""
        return tuple(self.frame.status_of(level) for level in Level)

    @property
    def level_meanings(self) -> tuple[tuple[Status, str], ...]:
        """The levels with what they mean of an indicator."""
        meanings = (
            _("the target is reached"),
            _("the target is missed by at most %(share)s %% of it")
            % {"share": format_number(self.document.tolerance * 100)},
            _("the target is missed by more"),
        )
        return tuple(zip(self.levels, meanings, strict=True))

    @property
    def goal_counts(self) -> tuple[tuple[str, Tally], ...]:
        """The goals of each level: what they are called, and how many there are."""
        return tuple((str(LEVELS[level]), tally) for level, tally in self.summary.goals.items())

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How much a plan holds."""
        return (
            *((label, tally.total) for label, tally in self.goal_counts),
            (_("Indicators"), self.summary.indicators.total),
            (_("Activities"), self.summary.activities),
        )

    @property
    def tallies(self) -> tuple[tuple[str, Tally], ...]:
        """The rows of the table of assessments: goals by level, then the indicators."""
        return (*self.goal_counts, (_("Indicators"), self.summary.indicators))

    @property
    def tally_caption(self) -> str:
        if self.document.has_forecast:
            return _("How far goals and indicators are expected to be met")
        return _("How far goals and indicators are met")

    @property
    def money(self) -> tuple[str, ...]:
        """The economy in a few sentences."""
        return money_sentences(self.document)

    @property
    def next_sentence(self) -> str:
        """Which document comes after this one."""
        year = self.document.year
        sentences = {
            Part.PLAN: _("The plan is followed up in tertial report 1, to 30 April %(year)s."),
            Part.T1: _("The next report is tertial report 2, to 31 August %(year)s."),
            Part.T2: _("The next report is the annual report of %(year)s."),
            Part.ANNUAL: _("The next report is tertial report 1 of %(next)s, to 30 April."),
        }
        return sentences[self.document.part] % {"year": year, "next": year + 1}

    @property
    def edits(self) -> tuple[EditLink, ...]:
        """Where the first page is written, for those who may."""
        return self.frame.edits.of_first_page

    @property
    def opening(self) -> tuple[Block, ...]:
        """What the writer says first, in words of their own."""
        return self._text(FIRST_PAGE_OPENING)

    @property
    def own_text(self) -> tuple[Block, ...]:
        """What the writer says in the place of all that is worked out; nothing: that stands."""
        return self._text(FIRST_PAGE)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """What has changed, what is not met and why, what has no value yet."""
        return Digest(self.frame).topics

    @property
    def turned(self) -> str:
        """The heading that begins a page, where all does not go on one: what is amiss then stands
        together. Nothing where one page is enough, or where the second would be too full."""
        if self.own_text or len(self.topics) < LEAST_TOPICS:
            return ""
        first, *others = self.topics
        opening = sum(lines_of(block.length) for block in self.opening)
        rest = sum(topic.lines for topic in others) + LINES_AFTER
        fits = LINES_BEFORE + opening + first.lines + rest <= LINES_ON_PAGE
        return "" if fits or rest > LINES_ON_PAGE else others[0].heading

    def _text(self, key: str) -> tuple[Block, ...]:
        section = self.document.section(key)
        return blocks_under(section.body, self.frame.first_level) if section else ()
