"""What has changed since the report before, worded for its page."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.formats import NOTHING
from reports.publishing.chapters import Reading
from reports.publishing.since import ChangedFigure, ChangedIndicator, Since
from reports.rendering.layout import Status, shown
from reports.rendering.presentation import Presentation


@dataclass(frozen=True)
class Moved:
    """Something with a status before and now."""

    label: str
    code: str
    address: str
    before: Status
    after: Status
    word: str


@dataclass(frozen=True)
class FromTo:
    """A figure before and now, by what it is called; both alike: it has not changed."""

    label: str
    before: str
    after: str
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """An indicator whose figures differ."""

    name: str
    code: str
    address: str
    figures: tuple[FromTo, ...]
    word: str


@dataclass(frozen=True)
class Named:
    """Something that is new or gone; what is gone has no place here."""

    label: str
    code: str
    address: str = ""


class SincePage:
    """The page about what has changed."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.since = Since(reading.document)

    @property
    def before(self) -> str:
        """The name of the report before."""
        earlier = self.since.earlier
        return Presentation(earlier).title if earlier else ""

    @property
    def now(self) -> str:
        return self.reading.shown.title

    @cached_property
    def has_year(self) -> bool:
        """Whether the report before forecast this very year."""
        return any(one.year for one in self.since.indicators)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """What the figures are called that every row has."""
        return (_("Outcome"), *([self._year_heading] if self.has_year else []), _("Target"))

    @property
    def _year_heading(self) -> str:
        """What the whole year's figure is called now: a forecast, or what it became."""
        if self.reading.document.has_forecast:
            return _("Forecast full year")
        return _("Forecast, and what it became")

    @cached_property
    def goals(self) -> tuple[Moved, ...]:
        """The goals that are assessed otherwise, those that fell first."""
        earlier = Presentation(self.since.earlier or self.reading.document)
        return tuple(
            Moved(
                label=one.goal.title,
                code=one.goal.code,
                address=self.reading.address.goal(one.goal.code),
                before=earlier.status_of(one.before),
                after=self.reading.shown.status_of(one.after),
                word=_("Worse") if one.is_worse else _("Better"),
            )
            for one in self.since.moved_goals
        )

    @cached_property
    def indicators(self) -> tuple[Row, ...]:
        return tuple(self._row(one) for one in self.since.indicators)

    @property
    def unchanged(self) -> str:
        """How many indicators say the same; nothing when all differ."""
        count = self.since.unchanged
        sentence = ngettext(
            "%(count)d indicator of both reports says the same.",
            "%(count)d indicators of both reports say the same.",
            count,
        )
        return sentence % {"count": count} if count else ""

    @cached_property
    def deviations(self) -> tuple[Named, ...]:
        """The activities that deviate now and did not before."""
        shown_at = self.reading.shown.activity_anchor
        return tuple(
            Named(
                row.title,
                row.goal,
                f"{self.reading.address.goal(row.goal)}#{shown_at(row)}",
            )
            for row in self.since.new_deviations
        )

    @cached_property
    def new(self) -> tuple[Named, ...]:
        """The goals and indicators that were not in the report before."""
        at = self.reading.address
        goals = [Named(goal.title, goal.code, at.goal(goal.code)) for goal in self.since.new_goals]
        rows = self.since.new_indicators
        return (*goals, *(Named(row.name, row.goal, at.indicator(key)) for key, row in rows))

    @cached_property
    def gone(self) -> tuple[Named, ...]:
        """The goals and indicators that only the report before had."""
        goals = [Named(goal.title, goal.code) for goal in self.since.gone_goals]
        return (*goals, *(Named(row.name, row.goal) for row in self.since.gone_indicators))

    @property
    def is_empty(self) -> bool:
        return not (self.goals or self.indicators or self.deviations or self.new or self.gone)

    def _row(self, one: ChangedIndicator) -> Row:
        figures = [one.outcome, *([one.year or NO_FIGURE] if self.has_year else []), one.target]
        pairs = zip(self.headings, figures, strict=True)
        told = one.year if one.year and one.year.is_changed else one.outcome
        return Row(
            name=one.indicator.name,
            code=one.indicator.goal,
            address=self.reading.address.indicator(one.key),
            figures=tuple(_from_to(label, figure) for label, figure in pairs),
            word=_word(told) if self._is_comparable(one) else "",
        )

    def _is_comparable(self, one: ChangedIndicator) -> bool:
        """A tertial's outcome beside a whole year's says nothing of better or worse."""
        earlier, part = self.since.earlier, self.reading.document.part
        return bool(one.year and one.year.is_changed) or bool(earlier and earlier.part == part)


NO_FIGURE = ChangedFigure(NOTHING, NOTHING)


def _from_to(label: str, figure: ChangedFigure) -> FromTo:
    return FromTo(label, shown(figure.before), shown(figure.after), figure.is_changed)


def _word(figure: ChangedFigure) -> str:
    words = {1: _("Better"), -1: _("Worse"), 0: ""}
    return words[figure.direction]
