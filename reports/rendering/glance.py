"""A document in short: what its first page says, worded and ready to print."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.formats import format_number
from goals.choices import GoalLevel, Level
from reports.document import IndicatorEntry
from reports.rendering.layout import Chapter, Status, shown
from reports.summary import Change, Summary, Tally, judged, summarise

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from reports.rendering.presentation import Presentation

LEVELS: dict[GoalLevel, "StrOrPromise"] = {
    GoalLevel.DIRECTION: gettext_lazy("Direction goals"),
    GoalLevel.AREA: gettext_lazy("Goals for areas"),
    GoalLevel.COMMITTEE: gettext_lazy("Committee goals"),
}
# How many of the largest changes the first page shows, each way.
MOST_CHANGES = 4
# More than these that are not met fully would no longer be in short.
MOST_SHORT = 12


class Glance:
    """The first page of a presentation."""

    def __init__(self, presentation: "Presentation") -> None:
        self.presentation = presentation
        self.document = presentation.document

    @cached_property
    def summary(self) -> Summary:
        return summarise(self.document)

    @property
    def second_level(self) -> int:
        return self.presentation.first_level + 1

    @property
    def third_level(self) -> int:
        return self.presentation.first_level + 2

    @property
    def levels(self) -> tuple[Status, ...]:
        """The three levels, as this document says them."""
        return tuple(self.presentation.status_of(level) for level in Level)

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
    def open_targets(self) -> tuple[tuple[str, str], ...]:
        """The indicators whose target is not yet set: name, and what stands instead."""
        return tuple((row.name, shown(row.target)) for row in self.summary.open_targets)

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
    def value_heading(self) -> str:
        """What the document judges an indicator by."""
        return self.presentation.heading_of("forecast" if self.document.has_forecast else "outcome")

    @property
    def before_heading(self) -> str:
        return str(self.presentation.heading_of("previous_year"))

    @property
    def change_sentence(self) -> str:
        """How many indicators are better, the same and worse than last year."""
        summary = self.summary
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

    @property
    def most_better(self) -> tuple[tuple[str, str, str], ...]:
        return _beside_last_year(self.summary.better)

    @property
    def most_worse(self) -> tuple[tuple[str, str, str], ...]:
        return _beside_last_year(self.summary.worse)

    @property
    def better_caption(self) -> str:
        return _("Largest improvements")

    @property
    def worse_caption(self) -> str:
        return _("Largest declines")

    @property
    def attention_sentence(self) -> str:
        """How much is not met fully, and how much is missing."""
        summary = self.summary
        sentence = (
            _(
                "Goals not expected to be met fully: %(goals)d."
                " Indicators not expected to reach their target: %(indicators)d."
                " Activities that deviate: %(deviations)d."
                " Indicators without an outcome: %(missing)d."
            )
            if self.document.has_forecast
            else _(
                "Goals not met fully: %(goals)d. Indicators not met fully: %(indicators)d."
                " Activities that deviate: %(deviations)d."
                " Indicators without an outcome: %(missing)d."
            )
        )
        return sentence % {
            "goals": len(summary.goals_short),
            "indicators": len(summary.indicators_short),
            "deviations": len(summary.deviations),
            "missing": len(summary.missing_outcomes),
        }

    @property
    def short_goals(self) -> tuple[Chapter, ...]:
        """The goals that are not met fully."""
        codes = {goal.code for goal in self.summary.goals_short}
        return tuple(chapter for chapter in self.presentation.goals if chapter.code in codes)

    @property
    def short_caption(self) -> str:
        if self.document.has_forecast:
            return _("Indicators expected not to reach their target")
        return _("Indicators that do not reach their target")

    @property
    def short_indicators(self) -> tuple[tuple[str, str, str, Status], ...]:
        """The indicators that most need attention: name, value, target, status."""
        field = "forecast" if self.document.has_forecast else "outcome"
        return tuple(
            (
                row.name,
                shown(getattr(row, field)),
                shown(row.target),
                self.presentation.status_of(judged(row, self.document)),
            )
            for row in self._listed
        )

    @property
    def short_rest(self) -> str:
        """How many more are not met fully, where the list would be too long to be in short."""
        rest = len(self.summary.indicators_short) - len(self._listed)
        if not rest:
            return ""
        sentence = (
            ngettext(
                "%(count)d more indicator is expected to be met partly; it stands at its goal.",
                "%(count)d more indicators are expected to be met partly;"
                " they stand at their goals.",
                rest,
            )
            if self.document.has_forecast
            else ngettext(
                "%(count)d more indicator is met partly; it stands at its goal.",
                "%(count)d more indicators are met partly; they stand at their goals.",
                rest,
            )
        )
        return sentence % {"count": rest}

    @cached_property
    def _listed(self) -> tuple[IndicatorEntry, ...]:
        """All that are not met fully; where they are many, only those that are not met."""
        short = self.summary.indicators_short
        if len(short) <= MOST_SHORT:
            return short
        return tuple(row for row in short if judged(row, self.document) == Level.NONE)


def _beside_last_year(changes: tuple[Change, ...]) -> tuple[tuple[str, str, str], ...]:
    """The largest changes: the indicator's name, last year's value, and this year's."""
    return tuple(
        (change.indicator.name, shown(change.indicator.previous_year), shown(change.value))
        for change in changes[:MOST_CHANGES]
    )
