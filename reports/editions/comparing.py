"""What differs between two documents, in the words of whoever reads it. Pure.

Numbers as a table, texts word by word, assessments that moved, what was added and removed,
and every other thing that the document says. What no reader sees is passed over: keys in the
database, which edition it is, and the report before.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from config.formats import Value, format_date, format_number
from goals.choices import ActivityStatus, Kind, Level, Owner, Part
from goals.tree import code_key
from indicators.choices import Better, OutcomeState, Periodicity
from reports.compared import Pieces, merge
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry, SectionEntry
from reports.editions.words import ECONOMY, label_of
from reports.rendering.economy_tables import economy_tables

Row = GoalEntry | IndicatorEntry | ActivityEntry | SectionEntry
Pair = tuple[Row, Row]
R = TypeVar("R", bound=Row)
# Told as the rows themselves, as what they stand under, or by nobody.
PASSED_OVER: dict[type[Any], frozenset[str]] = {
    Document: frozenset(
        ["goals", "sections", "economy", "edition", "earlier", "status", "judging", "slug"]
    ),
    GoalEntry: frozenset(["indicators", "activities", "level", "code", "key"]),
    # Years that have been are in the numbers of their own reports.
    IndicatorEntry: frozenset(["goal", "key", "series"]),
    ActivityEntry: frozenset(["goal", "key"]),
    SectionEntry: frozenset(["key", "pk", "required"]),
}
PROSE = frozenset(["analysis", "reason", "description", "body"])
CHOICES = {"state": OutcomeState, "status": ActivityStatus}
KINDS = {
    GoalEntry: Kind.GOAL,
    IndicatorEntry: Kind.MEASURE,
    ActivityEntry: Kind.ACTIVITY,
    SectionEntry: Kind.SECTION,
}


@dataclass(frozen=True)
class Spot:
    """What a difference is about: a goal, something under a goal, a section, or the document."""

    name: str = ""
    # The goal's, that it is or stands under.
    code: str = ""


@dataclass(frozen=True)
class Change:
    """A number, or another short thing, before and after; empty: nothing was said."""

    spot: Spot
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Moved:
    """A goal's or an indicator's level, before and after; none: not assessed."""

    spot: Spot
    label: str
    before: Level | None
    after: Level | None
    # Whether it is about the year to come.
    expected: bool = False


@dataclass(frozen=True)
class Rewritten:
    """A text in pieces: what was kept, removed and added."""

    spot: Spot
    label: str
    pieces: Pieces


@dataclass(frozen=True)
class Listed:
    """Something that one of the documents has and the other has not."""

    kind: Kind
    spot: Spot


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two documents."""

    added: tuple[Listed, ...]
    removed: tuple[Listed, ...]
    moved: tuple[Moved, ...]
    numbers: tuple[Change, ...]
    facts: tuple[Change, ...]
    texts: tuple[Rewritten, ...]

    @cached_property
    def count(self) -> int:
        """How many differences there are."""
        parts = (self.added, self.removed, self.moved, self.numbers, self.facts, self.texts)
        return sum(map(len, parts))

    def __bool__(self) -> bool:
        return bool(self.count)


def compare_documents(before: Document, after: Document) -> Comparison:
    """Everything a reader can see that differs, in the order it is printed."""
    pairs, added, removed = _paired(before, after)
    forecast = after.has_forecast
    return Comparison(
        added=tuple(Listed(KINDS[type(row)], _spot(row)) for row in added),
        removed=tuple(Listed(KINDS[type(row)], _spot(row)) for row in removed),
        moved=tuple(moved for one, other in pairs for moved in _moved(one, other, forecast)),
        numbers=tuple(
            change for one, other in pairs for change in _changes(one, other, numbers=True)
        )
        + tuple(_economy(before, after)),
        facts=tuple(_facts(Spot(), before, after, numbers=False))
        + tuple(change for one, other in pairs for change in _changes(one, other, numbers=False)),
        texts=tuple(text for one, other in pairs for text in _texts(one, other))
        + tuple(_whole_sections(removed, added)),
    )


# Which rows are the same -----------------------------------------------------------------


def _paired(
    before: Document, after: Document
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """The rows that both have, as they stand in the second; those added; those removed."""
    pairs: list[tuple[Row, Row]] = []
    added: list[Row] = []
    removed: list[Row] = []
    kinds: tuple[tuple[Sequence[Row], Sequence[Row]], ...] = (
        (before.sections or (), after.sections or ()),
        (before.goals, after.goals),
        (tuple(before.indicators()), tuple(after.indicators())),
        (tuple(before.activities()), tuple(after.activities())),
    )
    for old, new in kinds:
        same = _same(old, new)
        pairs += [(same[index], row) for index, row in enumerate(new) if index in same]
        added += [row for index, row in enumerate(new) if index not in same]
        kept = {id(row) for row in same.values()}
        removed += [row for row in old if id(row) not in kept]
    pairs.sort(key=lambda pair: code_key(_spot(pair[1]).code) if _spot(pair[1]).code else ())
    return pairs, added, removed


def _same(old: Sequence[R], new: Sequence[R]) -> dict[int, R]:
    """For the rows of `new`, by their place: the row of `old` that is the same thing.

    What has the same key in the database is, whatever it is called now; else what has the
    same name in the same place, the first with the first where there are several.
    """
    found: dict[int, R] = {}
    taken: set[int] = set()
    for identity in (_key, _name):
        waiting: dict[Hashable, list[int]] = {}
        for place, row in enumerate(old):
            if place not in taken and (name := identity(row)) is not None:
                waiting.setdefault(name, []).append(place)
        for place, row in enumerate(new):
            if place not in found and (places := waiting.get(identity(row))):
                taken.add(first := places.pop(0))
                found[place] = old[first]
    return found


def _key(row: Row) -> Hashable:
    return row.pk if isinstance(row, SectionEntry) else row.key


def _name(row: Row) -> Hashable:
    if isinstance(row, GoalEntry):
        return row.code
    if isinstance(row, SectionEntry):
        return row.key, row.heading
    return row.goal, row.name if isinstance(row, IndicatorEntry) else row.title


def _spot(row: Row) -> Spot:
    if isinstance(row, SectionEntry):
        return Spot(row.heading)
    if isinstance(row, GoalEntry):
        return Spot(row.title, row.code)
    return Spot(row.name if isinstance(row, IndicatorEntry) else row.title, row.goal)


# What differs in a row ---------------------------------------------------------------------


def _moved(before: Row, after: Row, forecast: bool) -> Iterator[Moved]:
    levels = ["assessment"] if isinstance(after, GoalEntry) else []
    if isinstance(after, IndicatorEntry):
        levels = ["fulfilment", *(["forecast_fulfilment"] if forecast else [])]
    for name in levels:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            expected = forecast and name != "fulfilment"
            yield Moved(_spot(after), label_of(name), old, new, expected)


def _changes(before: Row, after: Row, *, numbers: bool) -> Iterator[Change]:
    yield from _facts(_spot(after), before, after, numbers=numbers)
    if isinstance(before, GoalEntry) and isinstance(after, GoalEntry) and not numbers:
        yield from _change(_spot(after), "code", before.code, after.code)


def _facts(spot: Spot, before: Any, after: Any, *, numbers: bool) -> Iterator[Change]:
    """The fields that are numbers, or those that are neither numbers nor texts."""
    for field in fields(after):
        name = field.name
        if name in PASSED_OVER[type(after)] or name in PROSE or name == "assessment":
            continue
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(new, tuple) or isinstance(old, tuple):
            continue
        if isinstance(new, Value) == numbers:
            yield from _change(spot, name, _written(name, old), _written(name, new))


def _change(spot: Spot, name: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(spot, label_of(name), before, after)


def _written(name: str, value: Any) -> str:
    """A field as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, Value):
        return value.text
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Owner | Better | Periodicity | Part | Level):
        return str(value.label)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_number(value)
    return str(CHOICES[name](value).label) if name in CHOICES else str(value)


def _texts(before: Row, after: Row) -> Iterator[Rewritten]:
    for field in fields(after):
        name = field.name
        old, new = getattr(before, name), getattr(after, name)
        if name in ("expected_results", "reached_results"):
            old, new = "\n\n".join(old or ()), "\n\n".join(new or ())
        elif name not in PROSE:
            continue
        if (old or "") != (new or ""):
            yield Rewritten(_spot(after), label_of(name), merge(old or "", new or ""))


def _whole_sections(removed: Iterable[Row], added: Iterable[Row]) -> Iterator[Rewritten]:
    """The texts of the sections that only one of the documents has."""
    for row in removed:
        if isinstance(row, SectionEntry) and row.body:
            yield Rewritten(_spot(row), label_of("body"), merge(row.body, ""))
    for row in added:
        if isinstance(row, SectionEntry) and row.body:
            yield Rewritten(_spot(row), label_of("body"), merge("", row.body))


# The economy ------------------------------------------------------------------------------


def _economy(before: Document, after: Document) -> Iterator[Change]:
    """Cells of the economy's tables, each named by its table, row and column."""
    old, new = _cells(before), _cells(after)
    for place in [*new, *(place for place in old if place not in new)]:
        was, became = old.get(place, ""), new.get(place, "")
        if was != became:
            table, row, column, _again = place
            name = " · ".join(filter(None, [str(ECONOMY), table, row]))
            yield Change(Spot(name), column, was, became)


def _cells(document: Document) -> dict[tuple[str, str, str, int], str]:
    """Every cell, and each table's unit and footnote, by table, row and column; those that
    are called the same are numbered."""
    cells: dict[tuple[str, str, str, int], str] = {}
    for table in economy_tables(document.economy):
        found = [
            (row[0], column, cell)
            for row in table.rows
            for column, cell in zip(table.columns[1:], row[1:], strict=False)
        ]
        found += [("", _("Unit"), table.unit), ("", _("Footnote"), table.footnote)]
        for row, column, cell in found:
            place, again = (table.title or table.section, row, column), 1
            while (*place, again) in cells:
                again += 1
            cells[*place, again] = cell
    return cells
