"""What stands under a goal: its texts, and its tables of indicators and of activities."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.formats import Value, format_date
from config.texts import Block, BlockKind, Run
from goals.choices import ActivityStatus, Owner, Part
from indicators.choices import OutcomeState
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.rendering.frame import Frame
from reports.rendering.layout import (
    ActivityLine,
    Cell,
    IndicatorLine,
    Rows,
    TextBlock,
    blocks_in_row,
    blocks_under,
    kept_together,
    shown,
)

# The columns after the name, by kind of document.
PLAN_COLUMNS = ("target", "council_target", "periodicity")
OUTCOME_COLUMNS = ("outcome", "men", "women", "previous_year")
TARGET_COLUMNS = ("target", "council_target", "period")
# Nothing to print: an empty cell says it.
UNSAID_STATES = ("", OutcomeState.ENTERED, OutcomeState.MISSING)
WORDS = ("period", "periodicity")
VALUES = ("outcome", "women", "men", "previous_year", "forecast", "target", "council_target")


def indicator_columns(document: Document) -> tuple[str, ...]:
    """The columns after the indicator's name, in the order documents print them."""
    if document.is_plan:
        return PLAN_COLUMNS
    forecast = ("forecast",) if document.part != Part.ANNUAL else ()
    return (*OUTCOME_COLUMNS, *forecast, *TARGET_COLUMNS)


def indicator_rows(frame: Frame, goal: GoalEntry) -> Rows | None:
    """The goal's indicators; a report has the name on a line of its own."""
    if not goal.indicators:
        return None
    document = frame.document
    fields = indicator_columns(document)
    return Rows(
        caption=_("Indicators for goal %(code)s") % {"code": goal.code},
        columns=(
            Cell(_("Indicator")),
            *(Cell(frame.heading_of(field), field not in WORDS) for field in fields),
        ),
        lines=tuple(_indicator_line(frame, row, fields) for row in goal.indicators),
        two_lines=not document.is_plan,
    )


def _indicator_line(frame: Frame, row: IndicatorEntry, fields: tuple[str, ...]) -> IndicatorLine:
    unit = shared_unit(row)
    anchor = frame.indicator_anchor(row)
    return IndicatorLine(
        anchor=anchor,
        address=frame.addresses.get(anchor, ""),
        name=row.name,
        of_council=row.owner == Owner.COUNCIL,
        by_sex=row.by_sex,
        status=frame.indicator_status(row),
        cells=tuple(
            replace(
                _indicator_cell(row, field, bare=bool(unit)),
                heading=frame.heading_of(field),
            )
            for field in fields
        ),
        comment=blocks_in_row(row.analysis),
        unit=kept_together(unit),
    )


def shared_unit(row: IndicatorEntry) -> str:
    """The unit that all an indicator's figures have; empty where they differ or one has none."""
    values = [getattr(row, field) for field in VALUES]
    units = {value.unit for value in values if value.is_number}
    return units.pop() if len(units) == 1 else ""


def _indicator_cell(row: IndicatorEntry, field: str, *, bare: bool) -> Cell:
    if field == "period":
        return Cell(kept_together(row.period))
    if field == "periodicity":
        return Cell(str(row.periodicity.label) if row.periodicity else "")
    value: Value = getattr(row, field)
    if field == "outcome" and value.is_nothing and row.state not in UNSAID_STATES:
        return Cell(str(OutcomeState(row.state).label))
    # The unit is said once, with the name; the number stands as it was written.
    text = kept_together(value.digits) if bare and value.is_number else shown(value)
    return Cell(text, number=True)


def activity_rows(frame: Frame, goal: GoalEntry) -> Rows | None:
    """The goal's activities; their status only where the document has any."""
    if not goal.activities:
        return None
    document = frame.document
    headings = [_("Activity"), _("Start date"), _("End date")]
    headings += [_("Status")] if document.states_activities else []
    headings += [] if document.is_plan else [pgettext("activity", "Deviation")]
    return Rows(
        caption=_("Activities for goal %(code)s") % {"code": goal.code},
        columns=tuple(Cell(heading) for heading in headings),
        lines=tuple(_activity_line(frame, row, headings[1:]) for row in goal.activities),
    )


def _activity_line(frame: Frame, row: ActivityEntry, headings: list[str]) -> ActivityLine:
    reports = not frame.document.is_plan
    cells = [format_date(day) if day else "" for day in (row.start, row.end)]
    if frame.document.states_activities:
        cells.append(str(ActivityStatus(row.status).label) if row.status else "")
    if reports:
        cells.append(pgettext("activity", "Deviation") if row.deviation else "")
    return ActivityLine(
        anchor=frame.activity_anchor(row),
        title=row.title,
        cells=tuple(
            Cell(cell, heading=heading) for heading, cell in zip(headings, cells, strict=True)
        ),
        deviates=row.deviation and reports,
        comment=blocks_in_row(row.analysis),
    )


def texts_of(goal: GoalEntry, level: int) -> Iterator[TextBlock]:
    """A goal's texts in printed order: why it is judged so, where that is not what the evidence
    speaks for; then a committee goal is described, and analysed."""
    texts = [
        (_("Reason for the assessment"), blocks_under(goal.reason, level)),
        (_("Description"), blocks_under(goal.description, level)),
        (_("Expected results"), _results(goal)),
        (_("Analysis"), blocks_under(goal.analysis, level)),
    ]
    for heading, content in texts:
        if content:
            yield TextBlock(heading, level, content)


def _results(goal: GoalEntry) -> tuple[Block, ...]:
    """What is expected of a goal, one thing or a list; what is reached is marked in words."""
    reached = goal.reached_results or ()
    mark = Run(_("Reached:"), strong=True)
    lines = tuple(
        (mark, Run(f" {result}")) if result in reached else (Run(result),)
        for result in goal.expected_results or ()
        if result.strip()
    )
    kind = BlockKind.BULLETS if len(lines) > 1 else BlockKind.PARAGRAPH
    return (Block(kind, lines),) if lines else ()
