"""The first page in words: what has changed, what is not met and why, what has no value yet.

Said in the language that is active: render under Swedish.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from config.formats import Value, format_date
from goals.choices import level_words
from indicators.choices import OutcomeState
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.firstpage import FirstPage, MovedForecast, MovedGoal, Short, state_of
from reports.gaps import Gap
from reports.references import PRINTED
from reports.rendering.differences import Differences, change_of
from reports.rendering.frame import Frame
from reports.rendering.items import Item, Listing, Topic, listing, lower
from reports.rendering.layout import Status, shown
from reports.rendering.registers import DEVIATIONS, INDEX
from reports.summary import Change

Thing = TypeVar("Thing")

# How many a list shows: what does not fit on a page is no first page.
MOST_MOVED = 3
MOST_SHORT = 4
MOST_CHANGES = 2
MOST_OTHERS = 3
MOST_GAPS = 3
MOST_OPEN = 12


class Digest:
    """What the first page of a document says of it, beside the counts."""

    def __init__(self, frame: Frame, *, live: bool = False) -> None:
        """`live`: the document's values as references, for a text that is going to be edited."""
        self.frame = frame
        self.differences = Differences(frame)
        self.live = live
        self.document = frame.document
        self.page = FirstPage(frame.document)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Everything, in the order the committee must know it."""
        if self.document.is_plan:
            return self._open_targets()
        found = (self._changed(), self._short(), self._sexes(), self._without_value())
        return tuple(topic for topic in found if topic.sentences or topic.listings)

    def _open_targets(self) -> tuple[Topic, ...]:
        """What a plan has not decided yet."""
        rows = self.frame.summary.open_targets
        sentence = _("The target of these indicators is not set yet:")
        listings = self._listing("", rows, MOST_OPEN, self._open_target, counts=False)
        return (Topic(_("What needs attention"), (sentence,), tuple(listings)),) if rows else ()

    def _open_target(self, row: IndicatorEntry) -> Item:
        return self._about(row, said=shown(row.target))

    # What has changed ----------------------------------------------------------------------

    def _changed(self) -> Topic:
        listings = [
            *self._moved_goals(),
            *self._moved_forecasts(),
            *(self._deviations(self.page.new_deviations) if self.page.follows_the_year else ()),
            *(() if self.page.follows_the_year else self._beside_last_year()),
        ]
        return Topic(_("What has changed"), tuple(self._unmoved()), tuple(listings))

    def _unmoved(self) -> list[str]:
        """What has not changed, said calmly; and how the year goes beside the last one."""
        page, sentences = self.page, []
        since = {"report": _since(page.earlier)} if page.earlier else {}
        if page.earlier and not page.moved_goals:
            sentences.append(_("No goal is assessed otherwise than in %(report)s.") % since)
        if page.follows_the_year and not page.moved_forecasts:
            unmoved = (
                _("No forecast has changed since %(report)s.")
                if self.document.has_forecast
                else _("All targets are met as %(report)s forecast.")
            )
            sentences.append(unmoved % since)
        if page.follows_the_year and not page.new_deviations:
            sentences.append(_("No activity has begun to deviate since %(report)s.") % since)
        if self.frame.summary.changes:
            sentences.append(self._beside_last_year_in_short())
        return sentences

    def _moved_goals(self) -> list[Listing]:
        earlier = self.page.earlier
        if earlier is None:
            return []
        caption = _("Goals assessed otherwise than in %(report)s") % {"report": _since(earlier)}
        return self._listing(caption, self.page.moved_goals, MOST_MOVED, self._moved_goal)

    def _moved_goal(self, moved: MovedGoal) -> Item:
        assert self.page.earlier is not None  # noqa: S101 - without one, nothing has moved
        before = level_words(moved.before, expected=self.page.earlier.has_forecast)
        return Item(
            label=moved.goal.title,
            anchor=self.frame.anchor_of(moved.goal.code),
            code=moved.goal.code,
            status=self.frame.status_of(moved.after),
            note=_("before: %(status)s") % {"status": lower(before)},
        )

    def _moved_forecasts(self) -> list[Listing]:
        earlier = self.page.earlier
        if earlier is None:
            return []
        caption = (
            _("Forecasts that have changed since %(report)s")
            if self.document.has_forecast
            else _("Targets met otherwise than %(report)s forecast")
        )
        caption %= {"report": _since(earlier)}
        return self._listing(caption, self.page.moved_forecasts, MOST_MOVED, self._moved_forecast)

    def _moved_forecast(self, moved: MovedForecast) -> Item:
        assert self.page.earlier is not None  # noqa: S101 - without one, nothing has moved
        said = (
            _("forecast %(after)s, before %(before)s, target %(target)s")
            if self.document.has_forecast
            else _("outcome %(after)s, forecast %(before)s, target %(target)s")
        )
        row = moved.indicator
        told = said % {
            "after": self._value(row, self._judged_by),
            "before": shown(moved.before),
            "target": self._value(row, "target"),
        }
        note = ""
        if moved.changes_level and moved.level_before:
            before = level_words(moved.level_before, expected=self.page.earlier.has_forecast)
            note = _("before: %(status)s") % {"status": lower(before)}
        status = self.frame.status_of(moved.level) if moved.level else None
        return self._about(row, said=told, status=status, note=note)

    def _beside_last_year_in_short(self) -> str:
        """How many indicators are better, the same and worse than last year."""
        summary = self.frame.summary
        sentence = (
            _(
                "%(compared)d indicators can be compared with last year: for %(better)d the"
                " forecast is better, for %(same)d the same and for %(worse)d worse."
            )
            if self.document.has_forecast
            else _(
                "%(compared)d indicators can be compared with last year: %(better)d are better,"
                " %(same)d the same and %(worse)d worse."
            )
        )
        return sentence % {
            "compared": len(summary.changes),
            "better": len(summary.better),
            "same": len(summary.unchanged),
            "worse": len(summary.worse),
        }

    def _beside_last_year(self) -> list[Listing]:
        summary = self.frame.summary
        return [
            *self._listing(
                _("Largest improvements since last year"),
                summary.better,
                MOST_CHANGES,
                self._change,
                counts=False,
            ),
            *self._listing(
                _("Largest declines since last year"),
                summary.worse,
                MOST_CHANGES,
                self._change,
                counts=False,
            ),
        ]

    def _change(self, change: Change) -> Item:
        # What is only expected has not happened.
        said = (
            _("from %(before)s to the forecast %(now)s")
            if self.document.has_forecast
            else _("from %(before)s to %(now)s")
        )
        values = {
            "before": self._value(change.indicator, "previous_year"),
            "now": self._value(change.indicator, self._judged_by),
        }
        return self._about(change.indicator, said=said % values)

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
                *self._listing(
                    goals, page.short_goals, MOST_SHORT, self._short_goal, rest=DEVIATIONS
                ),
                *self._listing(
                    indicators,
                    page.short_indicators,
                    MOST_SHORT,
                    self._short_row,
                    rest=DEVIATIONS,
                ),
                *(() if page.follows_the_year else self._deviations(page.deviations)),
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
        return self._about(
            row,
            said=said
            % {
                "value": self._value(row, self._judged_by),
                "target": self._value(row, "target"),
            },
            status=self.frame.status_of(short.level),
            why=_why(short),
        )

    def _deviations(self, rows: Sequence[ActivityEntry]) -> list[Listing]:
        is_new = self.page.follows_the_year
        caption = _("Activities that have begun to deviate") if is_new else ""
        return self._listing(
            caption or _("Activities that deviate"), rows, MOST_OTHERS, self._deviation
        )

    def _deviation(self, row: ActivityEntry) -> Item:
        return Item(label=row.title, anchor=self.frame.activity_anchor(row), code=row.goal)

    # Women and men -----------------------------------------------------------------------------

    def _sexes(self) -> Topic:
        """How far apart they are; nothing where nothing is about people."""
        heading = _("Largest differences between women and men")
        differences = self.differences
        if not differences.share.of_people:
            return Topic(heading)
        if not differences.gaps:
            return Topic(heading, (_("No difference between women and men can be computed."),))
        listings = self._listing("", differences.gaps, MOST_GAPS, self._gap, counts=False)
        return Topic(heading, (), tuple(listings))

    def _gap(self, gap: Gap) -> Item:
        said = _("women %(women)s, men %(men)s") % {
            "women": self._value(gap.indicator, "women"),
            "men": self._value(gap.indicator, "men"),
        }
        return self._about(gap.indicator, said=said, note=lower(change_of(gap)))

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
        items = self._listing(caption, page.without_value, MOST_OTHERS, self._valueless, rest=INDEX)
        return Topic(heading, tuple(settled), tuple(items))

    def _valueless(self, row: IndicatorEntry) -> Item:
        said = lower(str(state_of(row).label))
        if row.expected_on:
            said = _("expected %(day)s") % {"day": format_date(row.expected_on)}
        return self._about(row, said=said)

    def _listing(
        self,
        caption: str,
        things: Sequence[Thing],
        most: int,
        item: Callable[[Thing], Item],
        *,
        counts: bool = True,
        rest: str = "",
    ) -> list[Listing]:
        # A number that is written down stays as it is when the data change.
        return listing(caption, things, most, item, counts=counts and not self.live, rest=rest)

    @property
    def _judged_by(self) -> str:
        """The cell that this document judges an indicator by."""
        return "forecast" if self.document.has_forecast else "outcome"

    def _value(self, row: IndicatorEntry, cell: str) -> str:
        """A value of the document: as it is, or in a text to be edited by reference."""
        value: Value = getattr(row, cell)
        if self.live and row.key is not None and value.is_number:
            return f"[[value:{row.key}.{cell}.{PRINTED}]]"
        return shown(value) or "–"

    def _about(
        self,
        row: IndicatorEntry,
        said: str,
        status: Status | None = None,
        note: str = "",
        why: str = "",
    ) -> Item:
        anchor = self.frame.indicator_anchor(row)
        return Item(row.name, anchor, row.goal, said, status, note, why)


def _why(short: Short[GoalEntry] | Short[IndicatorEntry]) -> str:
    """Why something is not met; that there is no analysis is said plainly."""
    return short.why or ("" if short.is_elsewhere else _("No analysis."))


def _since(document: Document) -> str:
    """The report before, as sentences call it."""
    return f"{lower(str(document.part.label))} {document.year}"
