"""The first page in words: what has changed, what is not met and why, what has no value yet.

Said in the language that is active: render under Swedish.
"""

from functools import cached_property

from django.utils.translation import gettext as _

from config.formats import format_date
from indicators.choices import OutcomeState
from reports.document import GoalEntry, IndicatorEntry
from reports.firstpage import Short, state_of
from reports.gaps import Gap
from reports.rendering.differences import Differences, change_of
from reports.rendering.items import Item, Topic, lower
from reports.rendering.layout import shown
from reports.rendering.moves import Moves
from reports.rendering.narrator import MOST_OTHERS, Narrator
from reports.rendering.registers import DEVIATIONS, INDEX

# How many a list shows: what does not fit on a page is no first page.
MOST_SHORT = 4
MOST_GAPS = 3
MOST_OPEN = 12


class Digest(Narrator):
    """What the first page of a document says of it, beside the counts."""

    @cached_property
    def differences(self) -> Differences:
        """Women and men."""
        return Differences(self.frame)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Everything, in the order the committee must know it."""
        if self.document.is_plan:
            return self._open_targets()
        changed = Moves(self.frame, live=self.live).topic
        found = (changed, self._short(), self._sexes(), self._without_value())
        return tuple(topic for topic in found if topic.sentences or topic.listings)

    def _open_targets(self) -> tuple[Topic, ...]:
        """What a plan has not decided yet."""
        rows = self.frame.summary.open_targets
        sentence = _("The target of these indicators is not set yet:")
        listings = self.listing("", rows, MOST_OPEN, self._open_target, counts=False)
        return (Topic(_("What needs attention"), (sentence,), tuple(listings)),) if rows else ()

    def _open_target(self, row: IndicatorEntry) -> Item:
        return self.about(row, said=shown(row.target))

    # What is not met, and why ----------------------------------------------------------------

    def _short(self) -> Topic:
        expects = self.document.has_forecast
        page = self.page
        goals = _("Goals not expected to be met fully") if expects else _("Goals not met fully")
        indicators = (
            _("Indicators not expected to reach their target")
            if expects
            else _("Indicators that do not reach their target")
        )
        sentences = []
        if not page.short_goals:
            sentences.append(
                _("All goals that are assessed are expected to be met fully.")
                if expects
                else _("All goals that are assessed are met fully.")
            )
        if not page.short_indicators:
            sentences.append(
                _("All indicators that can be assessed are expected to reach their target.")
                if expects
                else _("All indicators that can be assessed reach their target.")
            )
        if not page.deviations:
            sentences.append(_("No activity deviates."))
        return Topic(
            _("What is not expected to be met, and why")
            if expects
            else _("What is not met, and why"),
            tuple(sentences),
            (
                *self.listing(
                    goals, page.short_goals, MOST_SHORT, self._short_goal, rest=DEVIATIONS
                ),
                *self.listing(
                    indicators,
                    page.short_indicators,
                    MOST_SHORT,
                    self._short_row,
                    rest=DEVIATIONS,
                ),
                *(() if page.follows_the_year else self.deviations(page.deviations)),
            ),
        )

    def _short_goal(self, short: Short[GoalEntry]) -> Item:
        goal = short.thing
        return Item(
            label=goal.title,
            anchor=self.frame.anchor_of(goal.code),
            code=goal.code,
            status=self.frame.status_of(short.level),
            why=_why(short),
        )

    def _short_row(self, short: Short[IndicatorEntry]) -> Item:
        row = short.thing
        said = _("forecast %(value)s, target %(target)s") if self.document.has_forecast else ""
        said = said or _("outcome %(value)s, target %(target)s")
        return self.about(
            row,
            said=said
            % {
                "value": self.value(row, self.judged_by),
                "target": self.value(row, "target"),
            },
            status=self.frame.status_of(short.level),
            why=_why(short),
        )

    # Women and men -----------------------------------------------------------------------------

    def _sexes(self) -> Topic:
        """How far apart they are; nothing where nothing is about people."""
        heading = _("Largest differences between women and men")
        differences = self.differences
        if not differences.share.of_people:
            return Topic(heading)
        if not differences.gaps:
            return Topic(heading, (_("No difference between women and men can be computed."),))
        listings = self.listing("", differences.gaps, MOST_GAPS, self._gap, counts=False)
        return Topic(heading, (), tuple(listings))

    def _gap(self, gap: Gap) -> Item:
        said = _("women %(women)s, men %(men)s") % {
            "women": self.value(gap.indicator, "women"),
            "men": self.value(gap.indicator, "men"),
        }
        return self.about(gap.indicator, said=said, note=lower(change_of(gap)))

    # What has no value yet --------------------------------------------------------------------

    def _without_value(self) -> Topic:
        heading, page = _("What has no value yet"), self.page
        settled = [
            f"{OutcomeState(state).label}: {count}." for state, count in page.settled.items()
        ]
        if not page.without_value:
            everything = _("Every indicator has an outcome.")
            rest = _("Every other indicator has an outcome.")
            return Topic(heading, (*settled, rest if settled else everything))
        caption = _("Indicators without an outcome")
        items = self.listing(caption, page.without_value, MOST_OTHERS, self._valueless, rest=INDEX)
        return Topic(heading, tuple(settled), tuple(items))

    def _valueless(self, row: IndicatorEntry) -> Item:
        said = lower(str(state_of(row).label))
        if row.expected_on:
            said = _("expected %(day)s") % {"day": format_date(row.expected_on)}
        return self.about(row, said=said)


def _why(short: Short[GoalEntry] | Short[IndicatorEntry]) -> str:
    """Why something is not met; that there is no analysis is said plainly."""
    return short.why or ("" if short.is_elsewhere else _("No analysis."))
