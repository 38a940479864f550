"""The section about women and men: what is computed of their differences, worded to be printed."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from config.formats import NO_BREAK_SPACE, format_number
from config.texts import Block
from reports.document import WOMEN_AND_MEN
from reports.gaps import Gap, SplitShare, gaps_of, own_analysis, rounded, split_share
from reports.rendering.frame import Frame
from reports.rendering.layout import Chapter, blocks_under, kept_together, shown

ANCHOR = "women-and-men"
# More rows than these are shown only when the gap is to be analysed.
MOST_ROWS = 12


@dataclass(frozen=True)
class Difference:
    """A row of the table: an indicator with its goal, and how far women and men are apart."""

    name: str
    code: str
    anchor: str
    women: str
    men: str
    gap: str
    change: str
    better_for: str


class Differences:
    """The section about women and men of a document."""

    def __init__(self, frame: Frame) -> None:
        self.document = frame.document
        self.level = frame.first_level
        self._edit = frame.edits.link(WOMEN_AND_MEN)
        self._anchor_of = frame.anchor_of

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say: a report of people, or a text that somebody wrote."""
        reports = bool(self.share.of_people) and not self.document.is_plan
        return reports or bool(self.analysis)

    @property
    def heading(self) -> str:
        return _("Differences between women and men")

    @property
    def chapter(self) -> Chapter:
        """The section as the contents name it."""
        return Chapter(anchor=ANCHOR, level=self.level, heading=self.heading, edit=self._edit)

    @cached_property
    def share(self) -> SplitShare:
        """How many indicators about people are reported for women and men."""
        return split_share(self.document)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap there is, the largest first."""
        return tuple(gap for gap in gaps_of(self.document) if gap.size)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the table says in short."""
        if self.document.is_plan:
            return ()
        return (self._split, *([self._large, self._direction] if self.gaps else [self._none]))

    @property
    def _split(self) -> str:
        of_people, split = self.share.of_people, self.share.split
        return ngettext(
            "%(split)s of %(of_people)s indicator about people is reported for women and men.",
            "%(split)s of %(of_people)s indicators about people are reported for women and men.",
            of_people,
        ) % {"split": split, "of_people": of_people}

    @property
    def _none(self) -> str:
        return _("No difference between women and men can be computed.")

    @property
    def _large(self) -> str:
        least = self.document.gap_threshold
        large = sum(gap.size >= least for gap in self.gaps)
        if not large:
            return _(
                "In none of them is the difference %(least)s percentage points, or percent,"
                " or more."
            ) % {"least": format_number(least)}
        return ngettext(
            "In %(large)s of them the difference is %(least)s percentage points, or percent,"
            " or more.",
            "In %(large)s of them the difference is %(least)s percentage points, or percent,"
            " or more.",
            large,
        ) % {"large": large, "least": format_number(least)}

    @property
    def _direction(self) -> str:
        sides = [gap.better_for for gap in self.gaps]
        return _("Where they differ, %(women)s are better for women and %(men)s for men.") % {
            "women": sides.count(1),
            "men": sides.count(-1),
        }

    @property
    def caption(self) -> str:
        return _("Differences by indicator, the largest first")

    @property
    def note(self) -> str:
        """How the table is read."""
        measured = _(
            "The difference is in percentage points (pp) for shares, otherwise in percent of the"
            " larger figure."
        )
        since = _("The change is since last year’s annual report.")
        return f"{measured} {since}" if self.has_changes else measured

    @property
    def rows(self) -> tuple[Difference, ...]:
        """The table."""
        return tuple(self._row(gap) for gap in self._listed)

    @cached_property
    def has_changes(self) -> bool:
        """Whether last year's gap is known of any row."""
        return any(gap.change is not None for gap in self._listed)

    @property
    def rest(self) -> str:
        """How many more there are, with smaller gaps; empty when all are shown."""
        rest = len(self.gaps) - len(self._listed)
        if not rest:
            return ""
        return ngettext(
            "%(count)s more indicator has a smaller difference; it stands at its goal.",
            "%(count)s more indicators have smaller differences; they stand at their goals.",
            rest,
        ) % {"count": rest}

    @cached_property
    def _listed(self) -> tuple[Gap, ...]:
        large = sum(gap.size >= self.document.gap_threshold for gap in self.gaps)
        return self.gaps[: max(large, MOST_ROWS)]

    @property
    def analysis(self) -> tuple[Block, ...]:
        """What the committee has written."""
        own = own_analysis(self.document)
        return blocks_under(own.body, self.level) if own else ()

    def _row(self, gap: Gap) -> Difference:
        return Difference(
            name=gap.indicator.name,
            code=gap.goal.code,
            anchor=self._anchor_of(gap.goal.code),
            women=shown(gap.indicator.women),
            men=shown(gap.indicator.men),
            gap=measured(gap.size, in_points=gap.in_points),
            change=change_of(gap),
            better_for=better_for(gap),
        )


def measured(size: Decimal, *, in_points: bool) -> str:
    """A gap in words, kept on one line."""
    number = format_number(rounded(size))
    unit = pgettext("percentage points, short", "pp") if in_points else "%"
    return f"{number}{NO_BREAK_SPACE}{unit}"


def change_of(gap: Gap) -> str:
    """How the gap has changed since last year, in words; nothing when that is not known."""
    if gap.change is None:
        return ""
    change = rounded(gap.change)
    if not change:
        return _("As last year")
    size = kept_together(measured(abs(change), in_points=gap.in_points))
    return (
        _("%(size)s wider") % {"size": size}
        if change > 0
        else _("%(size)s narrower") % {"size": size}
    )


def better_for(gap: Gap) -> str:
    """Who the outcome is better for, in words; nothing when that cannot be said."""
    return {1: _("Women"), -1: _("Men")}.get(gap.better_for, "")


def in_words(gap: Gap) -> str:
    """A gap in words: how large it is, and who it is better for."""
    size = measured(gap.size, in_points=gap.in_points)
    sentences = {
        1: _("Women and men differ by %(size)s, better for women"),
        -1: _("Women and men differ by %(size)s, better for men"),
    }
    told = sentences.get(gap.better_for, _("Women and men differ by %(size)s"))
    return told % {"size": size}
