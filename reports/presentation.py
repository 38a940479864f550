"""How a document is laid out: headings, tables, cells. The page and the PDF both show this.

So no template works anything out, and a figure cannot differ between the two.
Everything is said in the language that is active: render under Swedish.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from config.formats import NO_BREAK_SPACE, Value, format_date
from goals.choices import ActivityStatus, GoalLevel, Level, Owner, Part
from goals.tree import parent_codes
from indicators.choices import OutcomeState
from reports.choices import ReportStatus
from reports.column_widths import PORTRAIT, SIZES, Fit, Wish, fit
from reports.document import Document, GoalEntry, IndicatorEntry, SectionEntry
from reports.economy_tables import OF_WHICH, Table, economy_tables
from reports.summary import Change, Summary, Tally, judged, summarise

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KICKERS: dict[GoalLevel, "StrOrPromise"] = {
    GoalLevel.DIRECTION: gettext_lazy("The council's direction goal"),
    GoalLevel.AREA: gettext_lazy("The council's goal for the area"),
    GoalLevel.COMMITTEE: gettext_lazy("Committee goal"),
}
LEVELS: dict[GoalLevel, "StrOrPromise"] = {
    GoalLevel.DIRECTION: gettext_lazy("Direction goals"),
    GoalLevel.AREA: gettext_lazy("Goals for areas"),
    GoalLevel.COMMITTEE: gettext_lazy("Committee goals"),
}
FORECAST_WORDS: dict[Level, "StrOrPromise"] = {
    Level.FULL: gettext_lazy("Expected to be met fully"),
    Level.PARTIAL: gettext_lazy("Expected to be met partly"),
    Level.NONE: gettext_lazy("Expected not to be met"),
}
# The columns after the name, by kind of document. "{year}" is the year before.
PLAN_COLUMNS = ("target", "council_target", "periodicity")
OUTCOME_COLUMNS = ("outcome", "men", "women", "previous_year")
TARGET_COLUMNS = ("target", "council_target", "period")
HEADINGS: dict[str, "StrOrPromise"] = {
    "outcome": gettext_lazy("Outcome of the period"),
    "men": gettext_lazy("Outcome men/boys"),
    "women": gettext_lazy("Outcome women/girls"),
    "previous_year": gettext_lazy("Outcome annual report {year}"),
    "forecast": gettext_lazy("Forecast full year"),
    "target": gettext_lazy("Target"),
    "council_target": gettext_lazy("The council's target"),
    "period": pgettext_lazy("column", "Period"),
    "periodicity": gettext_lazy("Periodicity"),
}
# Nothing to print: an empty cell says it.
UNSAID_STATES = ("", OutcomeState.ENTERED, OutcomeState.MISSING)
WORDS = ("period", "periodicity")
TOTALS = ("summa", "totalt", "total", "netto totalt")
MOST_HEADING_LEVELS = 6
# How many of the largest changes the first page shows, each way.
MOST_CHANGES = 4
# Rows of an economy table that still go on one page.
SHORT_TABLE = 16
# A value this long is set in smaller type, so that it keeps to one line.
LONG_VALUE = 16
# In millimetres, when there is room; and about as wide as the symbol before a status.
FIGURE_WIDTH = 15.0
STATUS_SYMBOL = "mm"


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what it says, and how it is set."""

    text: str
    number: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it needs smaller type to stand on one line."""
        return len(self.text) > LONG_VALUE

    @property
    def breakable(self) -> SafeString:
        """A column's heading, which may break after a stroke."""
        return format_html_join(mark_safe("/<wbr>"), "{}", ((p,) for p in self.text.split("/")))


@dataclass(frozen=True)
class Status:
    """How far something is met, as symbol and word. No level: not assessed."""

    level: Level | None
    word: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a text, or a list in it."""

    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class TextBlock:
    """A small heading with its text: Analys, Beskrivning, Förväntat resultat."""

    heading: str
    level: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator's row and the comment under it."""

    name: str
    of_council: bool
    by_sex: bool
    status: Status | None
    cells: tuple[Cell, ...]
    comment: tuple[Paragraph, ...]


@dataclass(frozen=True)
class ActivityLine:
    """An activity's row and the comment under it."""

    title: str
    cells: tuple[Cell, ...]
    deviates: bool
    comment: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Rows:
    """A table of indicators or activities under a goal."""

    caption: str
    columns: tuple[Cell, ...]
    lines: tuple[IndicatorLine, ...] | tuple[ActivityLine, ...]
    # Name on a line of its own, figures under it: a report has too many columns for one line.
    two_lines: bool = False

    @property
    def width(self) -> int:
        """How many columns there are, with the name's."""
        return len(self.columns)

    @cached_property
    def fit(self) -> Fit:
        """How wide the columns are in print."""
        first, *others = self.columns
        wishes = [
            Wish([line.cells[place].text for line in self.lines], column.text, long=LONG_VALUE)
            for place, column in enumerate(others)
        ]
        name = Wish([self._longest_status()], first.text)
        if self.two_lines:
            return fit([name, *wishes], least_name=18.0, standard=FIGURE_WIDTH)
        return fit([name, *wishes], least_name=80.0, standard=FIGURE_WIDTH)

    def _longest_status(self) -> str:
        words = [
            line.status.word + STATUS_SYMBOL
            for line in self.lines
            if isinstance(line, IndicatorLine) and line.status
        ]
        return max(words, key=len, default="")


@dataclass(frozen=True)
class Chapter:
    """A goal, or a section of its own: a heading, and what stands under it."""

    anchor: str
    level: int
    heading: str
    code: str = ""
    kicker: str = ""
    status: Status | None = None
    texts: tuple[TextBlock, ...] = ()
    body: tuple[Paragraph, ...] = ()
    indicators: Rows | None = None
    activities: Rows | None = None

    @property
    def label(self) -> str:
        """The heading on one line, for contents and bookmarks."""
        return f"{self.code} {self.heading}" if self.code else self.heading


@dataclass(frozen=True)
class EconomyRow:
    """A row of an economy table."""

    cells: tuple[Cell, ...]

    @property
    def kind(self) -> str:
        """A total, a part of the row above, or nothing special."""
        name = self.cells[0].text.casefold().replace(NO_BREAK_SPACE, " ")
        if name.startswith(OF_WHICH):
            return "part"
        return "total" if name.startswith(TOTALS) else ""


@dataclass(frozen=True)
class EconomyTable:
    """An economy table with its cells told apart into figures and words."""

    table: Table
    caption: str
    columns: tuple[Cell, ...]
    rows: tuple[EconomyRow, ...]

    @cached_property
    def fit(self) -> Fit:
        """How wide the columns are in print."""
        wishes = [
            Wish([row.cells[place].text for row in self.rows], column.text, not column.number)
            for place, column in enumerate(self.columns)
        ]
        if not any(column.number for column in self.columns):
            return Fit(tuple(PORTRAIT / len(wishes) for _wish in wishes), SIZES[0])
        return fit(wishes, standard=FIGURE_WIDTH)

    @property
    def is_short(self) -> bool:
        """Whether it may stand undivided: a short table cut by a page is hard to read."""
        return len(self.rows) <= SHORT_TABLE

    @property
    def words_at(self) -> str:
        """Which line figures stand on: a name's last one, or a remark's first."""
        return "end" if not self.columns[-1].number else "start"


@dataclass(frozen=True)
class EconomySection:
    """A heading of the economy chapter with its tables; no heading at the chapter's beginning."""

    anchor: str
    level: int
    heading: str
    tables: tuple[EconomyTable, ...]


class Presentation:
    """A document laid out. `first_level` is the level of its highest heading."""

    def __init__(self, document: Document, first_level: int = 1) -> None:
        self.document = document
        self.first_level = first_level

    @property
    def title(self) -> str:
        """The document's name: "Tertialrapport 1 2023"."""
        return f"{self.document.part.label} {self.document.year}"

    @property
    def status(self) -> str:
        """How far the document has come; nothing said means a draft."""
        return str(ReportStatus(self.document.status or ReportStatus.DRAFT).label)

    @cached_property
    def summary(self) -> Summary:
        return summarise(self.document)

    @cached_property
    def front(self) -> tuple[Chapter, ...]:
        """The sections before the goals."""
        return self._sections(in_front=True)

    @cached_property
    def back(self) -> tuple[Chapter, ...]:
        """The sections after the economy."""
        return self._sections(in_front=False)

    @cached_property
    def goals(self) -> tuple[Chapter, ...]:
        """The goal tree, depth first."""
        return tuple(self._goal(goal) for goal in self.document.goals)

    @cached_property
    def economy(self) -> tuple[EconomySection, ...]:
        """The economy chapter: its tables, under the headings the document gives them."""
        return tuple(_economy_sections(self.document, self.first_level + 1))

    @property
    def economy_heading(self) -> str:
        return economy_heading(self.document)

    @cached_property
    def contents(self) -> tuple[Chapter | EconomySection, ...]:
        """Everything with a heading of its own, in order, for the contents."""
        economy: list[Chapter | EconomySection] = []
        if self.economy:
            economy.append(
                Chapter(anchor="economy", level=self.first_level, heading=self.economy_heading)
            )
            economy.extend(section for section in self.economy if section.heading)
        return (*self.front, *self.goals, *economy, *self.back)

    @property
    def second_level(self) -> int:
        return self.first_level + 1

    @property
    def third_level(self) -> int:
        return self.first_level + 2

    @property
    def levels(self) -> tuple[Status, ...]:
        """The three levels, as this document says them."""
        return tuple(self.status_of(level) for level in Level)

    @property
    def level_meanings(self) -> tuple[tuple[Status, str], ...]:
        """The levels with what they mean of an indicator."""
        meanings = (
            _("the target is reached"),
            _("the target is missed by at most a fifth of it"),
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
        return str(HEADINGS["forecast" if self.document.has_forecast else "outcome"])

    @property
    def before_heading(self) -> str:
        return str(self.heading_of("previous_year"))

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
        return _(
            "Goals not met fully: %(goals)d. Indicators not met fully: %(indicators)d."
            " Activities that deviate: %(deviations)d. Indicators without an outcome: %(missing)d."
        ) % {
            "goals": len(summary.goals_short),
            "indicators": len(summary.indicators_short),
            "deviations": len(summary.deviations),
            "missing": len(summary.missing_outcomes),
        }

    @property
    def short_goals(self) -> tuple[Chapter, ...]:
        """The goals that are not met fully."""
        codes = {goal.code for goal in self.summary.goals_short}
        return tuple(chapter for chapter in self.goals if chapter.code in codes)

    @property
    def short_caption(self) -> str:
        if self.document.has_forecast:
            return _("Indicators expected not to reach their target")
        return _("Indicators that do not reach their target")

    @property
    def short_indicators(self) -> tuple[tuple[str, str, str, Status], ...]:
        """The indicators that are not met fully: name, value, target, status."""
        field = "forecast" if self.document.has_forecast else "outcome"
        return tuple(
            (
                row.name,
                shown(getattr(row, field)),
                shown(row.target),
                self.status_of(judged(row, self.document)),
            )
            for row in self.summary.indicators_short
        )

    def heading_of(self, field: str) -> str:
        """The heading of a column of the indicator tables."""
        return str(HEADINGS[field]).replace("{year}", str(self.document.year - 1))

    def status_of(self, level: Level | None) -> Status:
        """A level as this document says it: a tertial report expects, an annual report knows."""
        if level is None:
            return Status(None, _("Not assessed"))
        words = FORECAST_WORDS if self.document.has_forecast else None
        return Status(level, str(words[level] if words else level.label))

    def goal_status(self, goal: GoalEntry) -> Status | None:
        """A goal's status; a plan has none."""
        if self.document.is_plan and goal.assessment is None:
            return None
        return self.status_of(goal.assessment)

    def indicator_status(self, row: IndicatorEntry) -> Status | None:
        """An indicator's status; nothing when there is nothing to judge by."""
        level = None if self.document.is_plan else judged(row, self.document)
        return self.status_of(level) if level else None

    def _sections(self, *, in_front: bool) -> tuple[Chapter, ...]:
        sections: list[SectionEntry] = [
            section for section in self.document.sections or () if section.in_front == in_front
        ]
        place = "front" if in_front else "back"
        return tuple(
            Chapter(
                anchor=f"{place}-{number}",
                level=self.first_level,
                heading=section.heading,
                body=paragraphs(section.body),
            )
            for number, section in enumerate(sections, 1)
        )

    def _goal(self, goal: GoalEntry) -> Chapter:
        above = sum(code in self.document.by_code for code in parent_codes(goal.code))
        level = min(self.first_level + above, MOST_HEADING_LEVELS - 1)
        return Chapter(
            anchor=f"goal-{goal.code}".replace(".", "-"),
            level=level,
            heading=goal.title,
            code=goal.code,
            kicker=str(KICKERS[goal.level]),
            status=self.goal_status(goal),
            texts=tuple(_texts(goal, level + 1)),
            indicators=self._indicators(goal),
            activities=self._activities(goal),
        )

    def _indicators(self, goal: GoalEntry) -> Rows | None:
        if not goal.indicators:
            return None
        fields = indicator_columns(self.document)
        lines = tuple(
            IndicatorLine(
                name=row.name,
                of_council=row.owner == Owner.COUNCIL,
                by_sex=row.by_sex,
                status=self.indicator_status(row),
                cells=tuple(_indicator_cell(row, field) for field in fields),
                comment=paragraphs(row.analysis),
            )
            for row in goal.indicators
        )
        return Rows(
            caption=_("Indicators for goal %(code)s") % {"code": goal.code},
            columns=(
                Cell(_("Indicator")),
                *(Cell(self.heading_of(field), field not in WORDS) for field in fields),
            ),
            lines=lines,
            two_lines=not self.document.is_plan,
        )

    def _activities(self, goal: GoalEntry) -> Rows | None:
        if not goal.activities:
            return None
        reports = not self.document.is_plan
        with_status = any(row.status for row in self.document.activities())
        headings = [_("Activity"), _("Start date"), _("End date")]
        headings += [_("Status")] if with_status else []
        headings += [pgettext("activity", "Deviation")] if reports else []
        lines = []
        for row in goal.activities:
            cells = [format_date(day) if day else "" for day in (row.start, row.end)]
            if with_status:
                cells.append(str(ActivityStatus(row.status).label) if row.status else "")
            if reports:
                cells.append(pgettext("activity", "Deviation") if row.deviation else "")
            lines.append(
                ActivityLine(
                    title=row.title,
                    cells=tuple(Cell(cell) for cell in cells),
                    deviates=row.deviation and reports,
                    comment=paragraphs(row.analysis),
                )
            )
        return Rows(
            caption=_("Activities for goal %(code)s") % {"code": goal.code},
            columns=tuple(Cell(heading) for heading in headings),
            lines=tuple(lines),
        )


def _beside_last_year(changes: tuple[Change, ...]) -> tuple[tuple[str, str, str], ...]:
    """The largest changes: the indicator's name, last year's value, and this year's."""
    return tuple(
        (change.indicator.name, shown(change.indicator.previous_year), shown(change.value))
        for change in changes[:MOST_CHANGES]
    )


def economy_heading(document: Document) -> str:
    """What the economy chapter is called."""
    return _("Economy of the plan") if document.is_plan else _("Follow-up of the economy")


def indicator_columns(document: Document) -> tuple[str, ...]:
    """The columns after the indicator's name, in the order documents print them."""
    if document.is_plan:
        return PLAN_COLUMNS
    forecast = ("forecast",) if document.part != Part.ANNUAL else ()
    return (*OUTCOME_COLUMNS, *forecast, *TARGET_COLUMNS)


def shown(value: Value) -> str:
    """A value as it was written, kept on one line; no value is nothing, not a dash."""
    return "" if value.is_nothing else kept_together(value.text)


def kept_together(text: str) -> str:
    """The text with no-break spaces, so that number and unit never part."""
    return NO_BREAK_SPACE.join(text.split())


def _indicator_cell(row: IndicatorEntry, field: str) -> Cell:
    if field == "period":
        return Cell(kept_together(row.period))
    if field == "periodicity":
        return Cell(str(row.periodicity.label) if row.periodicity else "")
    value: Value = getattr(row, field)
    if field == "outcome" and value.is_nothing and row.state not in UNSAID_STATES:
        return Cell(str(OutcomeState(row.state).label))
    return Cell(shown(value), number=True)


def _texts(goal: GoalEntry, level: int) -> Iterator[TextBlock]:
    """A goal's texts in printed order: a committee goal is described first, then analysed."""
    results = tuple(result for result in goal.expected_results or () if result.strip())
    blocks = [
        (_("Description"), paragraphs(goal.description)),
        (_("Expected results"), (Paragraph(results, is_list=len(results) > 1),) if results else ()),
        (_("Analysis"), paragraphs(goal.analysis)),
    ]
    for heading, content in blocks:
        if content:
            yield TextBlock(heading, level, content)


def paragraphs(text: str | None) -> tuple[Paragraph, ...]:
    """A text's paragraphs: an empty line parts them, and lines with a bullet make a list."""
    found: list[Paragraph] = []
    for part in "\n".join(line.strip() for line in (text or "").splitlines()).split("\n\n"):
        lines = [line for line in part.split("\n") if line]
        for is_list, group in _runs(lines):
            found.append(Paragraph(tuple(group), is_list))
    return tuple(found)


def _runs(lines: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
    """Lines that belong together: those with a bullet, taken off, and those without."""
    run: list[str] = []
    listed = False
    for line in lines:
        bulleted = line.startswith(("- ", "• ", "* "))
        if run and bulleted != listed:
            yield listed, run
            run = []
        listed = bulleted
        run.append(line[2:].strip() if bulleted else line)
    if run:
        yield listed, run


def _economy_sections(document: Document, level: int) -> Iterator[EconomySection]:
    """The tables under their headings; "A > B" is a heading B under a heading A."""
    tables = economy_tables(document.economy)
    paths = {table.section: _path(table.section, document) for table in tables}
    order = _first_places(paths.values())
    number = 0
    before: tuple[str, ...] = ()
    for path in sorted(set(paths.values()), key=lambda path: _place(path, order)):
        mine = tuple(_economy_table(table) for table in tables if paths[table.section] == path)
        if not path:
            yield EconomySection("", level, "", mine)
        for depth, heading in enumerate(path):
            last = depth == len(path) - 1
            if path[: depth + 1] == before[: depth + 1] and not last:
                continue
            number += 1
            yield EconomySection(
                f"economy-{number}",
                min(level + depth, MOST_HEADING_LEVELS),
                heading,
                mine if last else (),
            )
        before = path


def _path(section: str, document: Document) -> tuple[str, ...]:
    """The headings of a section; the chapter's own heading is not said again."""
    parts = tuple(part.strip() for part in section.split(">") if part.strip())
    return parts[1:] if parts[:1] == (economy_heading(document),) else parts


def _first_places(paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Where each heading is first met, so that what belongs under one heading comes together."""
    places: dict[tuple[str, ...], int] = {}
    for path in paths:
        for depth in range(len(path) + 1):
            places.setdefault(path[:depth], len(places))
    return places


def _place(path: tuple[str, ...], places: dict[tuple[str, ...], int]) -> tuple[int, ...]:
    return tuple(places[path[: depth + 1]] for depth in range(len(path)))


def _economy_table(table: Table) -> EconomyTable:
    width = len(table.columns)
    numeric = [_is_numeric([row[place] for row in table.rows]) for place in range(width)]
    numeric[:1] = [False]
    caption = f"{table.title}, {table.unit}" if table.unit else table.title
    return EconomyTable(
        table=table,
        caption=caption,
        columns=tuple(Cell(text, numeric[place]) for place, text in enumerate(table.columns)),
        rows=tuple(
            EconomyRow(
                tuple(
                    Cell(kept_together(text) if numeric[place] else text, numeric[place])
                    for place, text in enumerate(row)
                )
            )
            for row in table.rows
        ),
    )


def _is_numeric(cells: list[str]) -> bool:
    """Whether a column is one of figures: most of what stands in it begins like a number."""
    said = [cell for cell in cells if cell]
    figures = [cell for cell in said if cell.lstrip("+-−–* ")[:1].isdigit()]
    return len(figures) * 2 > len(said) and all(len(cell) <= 2 * LONG_VALUE for cell in said)
