"""What can be found in a published report: each place with its words, where it is read."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from config.texts import plain
from reports.document import WOMEN_AND_MEN, Document, GoalEntry, SectionEntry
from reports.publishing.addresses import Address
from reports.publishing.finding import Spot
from reports.publishing.pages import ECONOMY, GAPS, SECTION, ChapterPage
from reports.rendering.presentation import Presentation


def spots_of(
    document: Document,
    address: Address,
    pages: Iterable[ChapterPage],
    shown: Presentation,
) -> tuple[Spot, ...]:
    """Every place of the document: goals, indicators, activities, sections, tables of money."""
    return (
        *(spot for goal in document.goals for spot in _of_goal(goal, address, shown)),
        *_of_sections(document, address, tuple(pages)),
        *_of_economy(tuple(pages), shown),
    )


def _of_goal(goal: GoalEntry, address: Address, shown: Presentation) -> Iterator[Spot]:
    at = address.goal(goal.code)
    texts = [goal.description, *(goal.expected_results or ()), goal.analysis, goal.reason]
    yield Spot(_("Goal"), goal.title, at, goal.code, _joined(texts))
    for number, row in enumerate(goal.indicators, 1):
        where = address.indicator(f"{goal.code}-{number}")
        yield Spot(_("Indicator"), row.name, where, text=_joined([row.analysis]))
    for activity in goal.activities:
        where = f"{at}#{shown.activity_anchor(activity)}"
        yield Spot(_("Activity"), activity.title, where, text=_joined([activity.analysis]))


def _of_sections(
    document: Document, address: Address, pages: tuple[ChapterPage, ...]
) -> Iterator[Spot]:
    """The sections where they stand: a chapter of their own, else the first page."""
    standing = iter([page for page in pages if page.kind == SECTION])
    gaps = next((page.address for page in pages if page.kind == GAPS), address.report)
    placed = [section for section in document.sections or () if not section.has_own_place]
    ordered = sorted(placed, key=lambda section: not section.in_front)
    places = {id(one): page.address for one, page in zip(ordered, standing, strict=True)}
    for section in document.sections or ():
        own = gaps if section.key == WOMEN_AND_MEN else address.report
        yield _section(section, places.get(id(section), own))


def _section(section: SectionEntry, where: str) -> Spot:
    return Spot(_("Section"), section.heading, where, text=_joined([section.body]))


def _of_economy(pages: tuple[ChapterPage, ...], shown: Presentation) -> Iterator[Spot]:
    page = next((page for page in pages if page.kind == ECONOMY), None)
    if page is None:
        return
    for section in shown.economy:
        where = f"{page.address}#{section.anchor}" if section.anchor else page.address
        for table in section.tables:
            rows = [row.cells[0].text for row in table.rows]
            title = table.caption or section.heading
            text = " · ".join(filter(None, [section.heading, *rows]))
            yield Spot(_("Economy"), title, where, text=text)


def _joined(texts: Iterable[str | None]) -> str:
    return " ".join(plain(text) for text in texts if text)
