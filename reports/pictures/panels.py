"""Panels: the pictures of a goal, or of the economy, under a title that states the finding.

A panel must earn its place: one row alone is read as well in the table beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goals.choices import Level
from indicators.choices import Better
from indicators.line_chart import draw_lines
from indicators.moments import Moment
from reports.document import Document, GoalEntry, IndicatorEntry
from reports.gaps import gap_of
from reports.pictures.bullet import bullet
from reports.pictures.dumbbell import dumbbell
from reports.pictures.economy import areas_of, economy_bar, scales_of
from reports.pictures.findings import (
    change_found,
    economy_found,
    gap_said,
    gaps_found,
    lines_found,
    targets_found,
)
from reports.pictures.strip import status_strip, tally_words
from reports.summary import goal_tally, indicator_tally, judged, with_all_below

# Fewer rows than these are no panel, and fewer years no line.
LEAST_ROWS = 2
LEAST_YEARS = 3
# The largest gaps are drawn; the table beside has them all.
MOST_GAPS = 6
# And the lines that have moved the most, as a share of where they began.
MOST_LINES = 6
LINE_SIZE = (300, 132)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A row of a panel: what it is about, its picture, and what that shows in a few words."""

    name: str
    picture: SafeString
    said: str = ""
    note: str = ""
    # A status that stands before what is said.
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Pictures of one kind under a title that states what they show, and how they are read."""

    kind: str
    anchor: str
    finding: str
    rows: tuple[PanelRow, ...]
    key: str


def goal_panels(
    goal: GoalEntry, document: Document, anchor: str, *, least: int = LEAST_ROWS
) -> tuple[Panel, ...]:
    """The panels of a goal, in the order they stand; `anchor` is the goal's place.

    `least`: how many rows make a panel. On the page of one indicator, one does.
    """
    if document.is_plan:
        return ()
    found = (_bullets(goal, document), _dumbbells(goal), _lines(goal))
    return tuple(
        Panel(kind, f"{anchor}-{kind}", finding, rows, key)
        for kind, finding, rows, key in found
        if len(rows) >= (1 if kind == "lines" else least)
    )


def economy_panel(document: Document) -> Panel | None:
    """The operating areas' budgets beside what became of them."""
    areas = areas_of(document)
    if len(areas) < LEAST_ROWS:
        return None
    scales = scales_of(areas)
    rows = tuple(PanelRow(area.name, economy_bar(area, scales), area.said) for area in areas)
    key = [
        _("Open bar: budget. Filled: forecast. To the right the deviation, on a larger scale:")
        if document.has_forecast
        else _("Open bar: budget. Filled: outcome. To the right the deviation, on a larger scale:"),
        _("filled is a surplus, hatched a deficit."),
    ]
    if any(area.is_adjusted for area in areas):
        key.append(_("What is added to the budget, or asked for, is counted in it."))
    return Panel("economy", "economy-picture", economy_found(areas), rows, " ".join(key))


def strips_below(goal: GoalEntry, document: Document) -> tuple[PanelRow, ...]:
    """The statuses of what lies under a goal: the goals at any depth, and their indicators."""
    if document.is_plan:
        return ()
    found = with_all_below(goal, document)
    goals = goal_tally(one for one in found if one is not goal)
    rows = indicator_tally((row for one in found for row in one.indicators), document)
    named = ((_("Goals below"), goals), (_("Indicators"), rows))
    strips = (
        (
            name,
            status_strip(name, tally, expected=document.has_forecast),
            tally_words(tally, expected=document.has_forecast),
        )
        for name, tally in named
    )
    return tuple(PanelRow(name, strip, said) for name, strip, said in strips if strip)


Found = tuple[str, str, tuple[PanelRow, ...], str]


def _bullets(goal: GoalEntry, document: Document) -> Found:
    forecasts, finding = document.has_forecast, targets_found(goal, document)
    # Bars alone, with nothing to be held against, say no more than the table.
    rows = tuple(_bullet_rows(goal, document)) if finding else ()
    bar = _("Open bar: forecast, filled: outcome so far.") if forecasts else _("Bar: outcome.")
    rest = _(
        "Line: target. Diamond: the council’s target. Ring: last year. Light field: the target is"
        " reached. Every bar begins at zero and has a scale of its own."
    )
    return "bullets", finding, rows, f"{bar} {rest}"


def _bullet_rows(goal: GoalEntry, document: Document) -> Iterator[PanelRow]:
    for row in goal.indicators:
        picture = bullet(row, forecasts=document.has_forecast)
        if picture is None:
            continue
        value = row.forecast if document.has_forecast else row.outcome
        # Without a forecast the outcome so far is drawn, but nothing is judged by it, or said.
        target = "" if row.target.is_nothing else _("target %(target)s") % {"target": row.target}
        yield PanelRow(
            row.name,
            picture,
            value.text if value.is_number else "",
            target,
            judged(row, document),
        )


def _dumbbells(goal: GoalEntry) -> Found:
    gaps = [gap for row in goal.indicators if (gap := gap_of(goal, row))]
    gaps.sort(key=lambda gap: -gap.size)
    rows = tuple(
        PanelRow(
            gap.indicator.name,
            dumbbell(gap, gap_said(gap)),
            gap_said(gap),
            _("women %(women)s, men %(men)s")
            % {"women": gap.indicator.women, "men": gap.indicator.men},
        )
        for gap in gaps[:MOST_GAPS]
        if gap.size
    )
    key = _("Filled circle: women. Open square: men. The scale begins at zero.")
    if len(gaps) > len(rows):
        rest = _("The largest differences are shown; the table below has all.")
        key = f"{key} {rest}"
    return "dumbbells", gaps_found(gaps) if gaps else "", rows, key


def _lines(goal: GoalEntry) -> Found:
    found = [row for row in goal.indicators if _years(row) >= LEAST_YEARS]
    drawn = sorted(found, key=_movement, reverse=True)[:MOST_LINES]
    rows = tuple(
        PanelRow(row.name, chart, note=_change(row.series))
        for row in drawn
        if (chart := draw_lines(row.name, row.series, size=LINE_SIZE))
    )
    changes = [change for row in found if (change := _direction(row)) is not None]
    finding = (
        lines_found(changes.count(1), changes.count(-1), changes.count(0))
        if changes
        else _("Outcomes over the years")
    )
    notes = [
        _("A gap with a dashed line: the series breaks, the years before cannot be compared.")
        if any(_breaks(row) for row in drawn)
        else "",
        _("Those that have moved the most are shown.") if len(found) > len(drawn) else "",
        _("The scales do not begin at zero."),
    ]
    return "lines", finding, rows, " ".join(filter(None, notes))


def _years(row: IndicatorEntry) -> int:
    return sum(moment.total.is_number for moment in row.series)


def _breaks(row: IndicatorEntry) -> bool:
    return any(moment.breaks_before for moment in row.series[1:])


def _unbroken(series: tuple[Moment, ...]) -> list[Moment]:
    """The years since the series last broke, those with a number."""
    since = max((n for n, moment in enumerate(series) if moment.breaks_before), default=0)
    return [moment for moment in series[since:] if moment.total.is_number]


def _difference(series: tuple[Moment, ...]) -> Decimal | None:
    found = _unbroken(series)
    first, last = (found[0].total.amount, found[-1].total.amount) if found else (None, None)
    return None if first is None or last is None or len(found) < LEAST_ROWS else last - first


def _movement(row: IndicatorEntry) -> Decimal:
    """How far it has moved since its series began, as a share of where it was then."""
    difference, found = _difference(row.series), _unbroken(row.series)
    first = found[0].total.amount if found else None
    return abs(difference / first) if difference and first else Decimal(0)


def _direction(row: IndicatorEntry) -> int | None:
    """Whether it is better (1) or worse (-1) than when its series began."""
    difference = _difference(row.series)
    if difference is None or row.better == Better.WITHIN:
        return None
    upwards = (difference > 0) - (difference < 0)
    return upwards if row.better == Better.HIGHER else -upwards


def _change(series: tuple[Moment, ...]) -> str:
    difference, found = _difference(series), _unbroken(series)
    if difference is None:
        return ""
    first, last = found[0], found[-1]
    return change_found(first.total.text, first.label, last.total.text, difference)
