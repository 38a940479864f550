"""What stands last in a document, to look things up in: all that deviates, and all indicators."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.formats import Value, format_date, swedish_key
from goals.choices import Owner
from reports.document import ActivityEntry, GoalEntry, IndicatorEntry
from reports.firstpage import FirstPage, Short
from reports.reasons import why
from reports.rendering.frame import Frame
from reports.rendering.layout import Status, kept_together, shown

DEVIATIONS, INDEX = "deviations", "indicator-index"
# Characters of a value that its column in the index holds on a line.
NARROW = 8


@dataclass(frozen=True)
class ShortLine:
    """A goal or an indicator that falls short, or an activity that deviates."""

    code: str
    label: str
    anchor: str
    # An indicator's figures, or an activity's dates.
    cells: tuple[str, ...] = ()
    status: Status | None = None
    why: str = ""


@dataclass(frozen=True)
class ShortList:
    """A list of the deviations with the headings of its columns; empty, it says so."""

    heading: str
    caption: str
    columns: tuple[str, ...]
    lines: tuple[ShortLine, ...]
    none: str
    # Whether the cells are figures.
    numbers: bool = False

    @property
    def rows(self) -> Iterator[tuple[ShortLine, tuple[tuple[str, str], ...]]]:
        """The lines, each with its cells under their headings."""
        for line in self.lines:
            headings = self.columns[len(self.columns) - len(line.cells) :]
            yield line, tuple(zip(headings, line.cells, strict=True))

    @property
    def width(self) -> int:
        """How many columns a reason spans: the name, those said, and the page."""
        return len(self.columns) + 1


@dataclass(frozen=True)
class IndexLine:
    """An indicator in the index."""

    name: str
    code: str
    anchor: str
    of_council: bool
    status: Status | None
    # What it became, which a plan has nothing of, and what it was to be.
    outcome: str = ""
    target: str = ""


def _in_narrow(value: Value) -> str:
    """A value in a narrow column: a long unit goes on under its number, by words."""
    text = shown(value)
    if not value.is_number or len(text) <= NARROW:
        return text
    return f"{kept_together(value.digits)} {value.unit}"


class Registers:
    """The lists at the end of a document."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.document = frame.document
        self.page = FirstPage(frame.document)

    # What deviates ------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        return _("What deviates, all of it")

    @cached_property
    def deviations(self) -> tuple[ShortList, ...]:
        """All that deviates, in three lists; a plan has none."""
        if self.document.is_plan:
            return ()
        return (self._goals(), self._indicators(), self._activities())

    def _goals(self) -> ShortList:
        expects = self.document.has_forecast
        return ShortList(
            heading=_("Goals not expected to be met fully")
            if expects
            else _("Goals not met fully"),
            caption=_("Goals that fall short, those not met at all first"),
            columns=(_("Goal"), _("Assessment")),
            lines=tuple(map(self._goal, self.page.short_goals)),
            none=_("All goals that are assessed are expected to be met fully.")
            if expects
            else _("All goals that are assessed are met fully."),
        )

    def _goal(self, short: Short[GoalEntry]) -> ShortLine:
        goal = short.thing
        return ShortLine(
            code=goal.code,
            label=goal.title,
            anchor=self.frame.anchor_of(goal.code),
            status=self.frame.status_of(short.level),
            why=short.why,
        )

    def _indicators(self) -> ShortList:
        expects = self.document.has_forecast
        return ShortList(
            heading=_("Indicators not expected to reach their target")
            if expects
            else _("Indicators that do not reach their target"),
            caption=_("Indicators that fall short, those furthest from their targets first"),
            columns=(
                _("Indicator"),
                _("Assessment"),
                self.frame.heading_of("forecast") if expects else _("Outcome"),
                self.frame.heading_of("target"),
            ),
            lines=tuple(map(self._indicator, self.page.short_indicators)),
            none=_("All indicators that can be assessed are expected to reach their target.")
            if expects
            else _("All indicators that can be assessed reach their target."),
            numbers=True,
        )

    def _indicator(self, short: Short[IndicatorEntry]) -> ShortLine:
        row = short.thing
        value = row.forecast if self.document.has_forecast else row.outcome
        return ShortLine(
            code=row.goal,
            label=row.name,
            anchor=self.frame.indicator_anchor(row),
            cells=(shown(value), shown(row.target)),
            status=self.frame.status_of(short.level),
            why=short.why,
        )

    def _activities(self) -> ShortList:
        return ShortList(
            heading=_("Activities that deviate"),
            caption=_("Activities that deviate, in the order of the goals"),
            columns=(_("Activity"), _("Status"), _("Start date"), _("End date"))
            if self.document.states_activities
            else (_("Activity"), _("Start date"), _("End date")),
            lines=tuple(map(self._activity, self.page.deviations)),
            none=_("No activity deviates."),
        )

    def _activity(self, row: ActivityEntry) -> ShortLine:
        dates = tuple(format_date(day) if day else "" for day in (row.start, row.end))
        status = (row.status_label,) if self.document.states_activities else ()
        return ShortLine(
            code=row.goal,
            label=row.title,
            anchor=self.frame.activity_anchor(row),
            cells=(*status, *dates),
            why=why(row.analysis),
        )

    # The index ----------------------------------------------------------------------------------

    @property
    def index_heading(self) -> str:
        return _("Index of indicators")

    @cached_property
    def index(self) -> tuple[IndexLine, ...]:
        """Every indicator, in Swedish alphabetical order; of the same name by the goals' codes."""
        rows = sorted(
            self.document.indicators(),
            key=lambda row: (swedish_key(row.name), self.document.by_code[row.goal].sort_key),
        )
        return tuple(
            IndexLine(
                name=row.name,
                code=row.goal,
                anchor=self.frame.indicator_anchor(row),
                of_council=row.owner == Owner.COUNCIL,
                status=self.frame.indicator_status(row),
                outcome=_in_narrow(row.outcome),
                target=_in_narrow(row.target),
            )
            for row in rows
        )

    @property
    def index_figures(self) -> tuple[str, ...]:
        """What the index' columns of figures are called; a plan has no outcomes."""
        fields = ("target",) if self.document.is_plan else ("outcome", "target")
        return tuple(map(self.frame.heading_of, fields))

    @property
    def index_note(self) -> str:
        """How many there are, and how they are ordered."""
        count = len(self.index)
        return ngettext(
            "%(count)s indicator.", "%(count)s indicators, in alphabetical order.", count
        ) % {"count": count}
