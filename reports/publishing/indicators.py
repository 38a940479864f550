"""An indicator's page: its figures one by one, its goal, and itself in the reports before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from config.formats import folded
from config.texts import Block
from goals.choices import Owner
from indicators.choices import OutcomeState
from reports.document import Document, GoalEntry, IndicatorEntry
from reports.pictures.panels import Panel, goal_panels
from reports.publishing.chapters import Reading
from reports.publishing.desk import document_of
from reports.publishing.shelf import Publication
from reports.rendering.layout import Cell, Status, blocks_under, shown
from reports.rendering.presentation import Presentation
from reports.rendering.under_goals import UNSAID_STATES, indicator_columns

# Reports before this one that are looked through for the same indicator.
MOST_EARLIER = 6
# The columns of the reports' tables, with women before men as they are read out.
WORDS = ("period", "periodicity")


@dataclass(frozen=True)
class Figure:
    """A figure of the indicator: what it is, and what it says."""

    label: str
    cell: Cell


@dataclass(frozen=True)
class EarlierFigure:
    """The indicator in a report before: which, where, and what it said."""

    title: str
    address: str
    outcome: str
    forecast: str
    target: str
    status: Status | None


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that the page of an indicator shows."""

    key: str
    name: str
    row: IndicatorEntry
    goal: GoalEntry
    of_council: bool
    status: Status | None
    figures: tuple[Figure, ...]
    # Its pictures: against the target, women and men, over the years.
    panels: tuple[Panel, ...]
    comment: tuple[Block, ...]
    earlier: tuple[EarlierFigure, ...]
    has_forecasts: bool


def indicator_page(reading: Reading, key: str, before: Iterable[Publication]) -> IndicatorPage:
    """The page of the indicator with that key, which must be one of the document's."""
    row, goal = reading.indicators[key]
    earlier = tuple(_earlier(row, tuple(before)[:MOST_EARLIER]))
    return IndicatorPage(
        key=key,
        name=row.name,
        row=row,
        goal=goal,
        of_council=row.owner == Owner.COUNCIL,
        status=reading.shown.indicator_status(row),
        figures=tuple(_figures(row, reading)),
        panels=_panels(row, goal, reading.document),
        comment=blocks_under(row.analysis, 2),
        earlier=earlier,
        has_forecasts=any(one.forecast for one in earlier),
    )


def _panels(row: IndicatorEntry, goal: GoalEntry, document: Document) -> tuple[Panel, ...]:
    """The pictures that its goal would have if it were the goal's only indicator."""
    return goal_panels(replace(goal, indicators=(row,)), document, "picture", least=1)


def _figures(row: IndicatorEntry, reading: Reading) -> Iterator[Figure]:
    """The figures that the report's table has in its columns; what nobody said is left out."""
    for field in indicator_columns(reading.document):
        label = reading.shown.heading_of(field)
        if field == "period":
            cell = Cell(row.period)
        elif field == "periodicity":
            cell = Cell(str(row.periodicity.label) if row.periodicity else "")
        else:
            cell = Cell(shown(getattr(row, field)), number=True)
        if field == "outcome" and not cell.text and row.state not in UNSAID_STATES:
            cell = Cell(str(OutcomeState(row.state).label))
        if cell.text:
            yield Figure(label, cell)


def _earlier(row: IndicatorEntry, before: tuple[Publication, ...]) -> Iterator[EarlierFigure]:
    """The same indicator, known by its name, in the reports before; none where a report has none.

    A plan before it tells the target only.
    """
    for publication in before:
        document = document_of(publication)
        found = _same_name(row, document)
        if found is None:
            continue
        key, entry = found
        laid_out = Presentation(document)
        yield EarlierFigure(
            title=publication.title,
            address=publication.address.indicator(key),
            outcome=shown(entry.outcome),
            forecast=shown(entry.forecast),
            target=shown(entry.target),
            status=laid_out.indicator_status(entry),
        )


def _same_name(row: IndicatorEntry, document: Document) -> tuple[str, IndicatorEntry] | None:
    """The one of that name: under the same goal where there are several, else the first."""
    name = folded(row.name)
    found = [
        (f"{goal.code}-{number}", entry)
        for goal in document.goals
        for number, entry in enumerate(goal.indicators, 1)
        if folded(entry.name) == name
    ]
    return min(found, key=lambda one: one[1].goal != row.goal, default=None)
