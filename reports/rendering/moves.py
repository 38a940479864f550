"""What has changed since the report before, and beside the last year, in words."""

from django.utils.translation import gettext as _

from goals.choices import level_words
from reports.document import Document
from reports.firstpage import MovedForecast, MovedGoal
from reports.rendering.items import Item, Listing, Topic, lower
from reports.rendering.layout import shown
from reports.rendering.narrator import Narrator
from reports.summary import Change

# How many a list shows.
MOST_MOVED = 3
MOST_CHANGES = 2


class Moves(Narrator):
    """What a document's first page says has changed."""

    @property
    def topic(self) -> Topic:
        """What has changed, and calmly what has not."""
        listings = [
            *self._moved_goals(),
            *self._moved_forecasts(),
            *(self.deviations(self.page.new_deviations) if self.page.follows_the_year else ()),
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
        return self.listing(caption, self.page.moved_goals, MOST_MOVED, self._moved_goal)

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
        return self.listing(caption, self.page.moved_forecasts, MOST_MOVED, self._moved_forecast)

    def _moved_forecast(self, moved: MovedForecast) -> Item:
        assert self.page.earlier is not None  # noqa: S101 - without one, nothing has moved
        said = (
            _("forecast %(after)s, before %(before)s, target %(target)s")
            if self.document.has_forecast
            else _("outcome %(after)s, forecast %(before)s, target %(target)s")
        )
        row = moved.indicator
        told = said % {
            "after": self.value(row, self.judged_by),
            "before": shown(moved.before),
            "target": self.value(row, "target"),
        }
        note = ""
        if moved.changes_level and moved.level_before:
            before = level_words(moved.level_before, expected=self.page.earlier.has_forecast)
            note = _("before: %(status)s") % {"status": lower(before)}
        status = self.frame.status_of(moved.level) if moved.level else None
        return self.about(row, said=told, status=status, note=note)

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
            *self.listing(
                _("Largest improvements since last year"),
                summary.better,
                MOST_CHANGES,
                self._change,
                counts=False,
            ),
            *self.listing(
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
            "before": self.value(change.indicator, "previous_year"),
            "now": self.value(change.indicator, self.judged_by),
        }
        return self.about(change.indicator, said=said % values)


def _since(document: Document) -> str:
    """The report before, as sentences call it."""
    return f"{lower(str(document.part.label))} {document.year}"
