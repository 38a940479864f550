"""The economy's tables as grids of numbers, whatever shape they were written in. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.formats import FormatError, folded, parse_value
from goals.choices import Kind
from reports.rendering.economy_tables import HEADINGS, OF_WHICH
from reports.review.findings import Spot
from reports.review.names import NAMES

# The amounts of the operating areas and the investments, as a table would head them.
_WORDS = {
    "budget": "Budget",
    "budget_costs": "Budget kostnader",
    "budget_income": "Budget intäkter",
    "budget_net": "Budget netto",
    "costs": "Kostnader",
    "income": "Intäkter",
    "net": "Netto",
    "requested_adjustments": "Begärda budgetjusteringar",
    "performance_changes": "Prestationsförändringar",
    "forecast": "Prognos",
    "forecast_before_transfers": "Prognos före",
    "forecast_after_transfers": "Prognos efter",
    "outcome": "Utfall",
    "outcome_before_transfers": "Utfall före",
    "outcome_after_transfers": "Utfall efter",
    "deviation": "Avvikelse",
}
_TOTAL = re.compile(r"(?:del)?summa\b|total(?:t|a|summa)?\b|.*\b(?:totalt|summa)$")
_TAIL = re.compile(r"[,\s]*(?:\bvarav(?: på)?)?[\s*:]*$", re.I)
_ENDS_WITH_OF_WHICH = re.compile(r"\bvarav(?: på)?[ *:]*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table with the last place it was written to; percent are told apart."""

    amount: Decimal
    is_percent: bool = False

    @property
    def step(self) -> Decimal:
        """One of the last place: 0.1 for "12,5"."""
        return Decimal(1).scaleb(min(0, int(self.amount.as_tuple().exponent)))


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is called, its numbers by column, and whether it is part of one above."""

    name: str
    cells: tuple[Cell | None, ...]
    is_part: bool = False

    @property
    def label(self) -> str:
        """What it is called in a sentence: without the "varav" or the stars that it ends with."""
        return _TAIL.sub("", self.name).strip() or self.name

    @property
    def is_total(self) -> bool:
        """Whether it says that it adds up."""
        return not self.is_part and _TOTAL.match(_bare(self.name)) is not None

    @property
    def is_heading(self) -> bool:
        """Whether there are no numbers in it."""
        return not any(self.cells)

    def number(self, column: int) -> Decimal | None:
        """The amount of a column that is no percentage; nothing beyond the last column."""
        cell = self.cells[column] if column < len(self.cells) else None
        return None if cell is None or cell.is_percent else cell.amount


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `name` is the same in every language, `title` is what people read.

    `columns` are the heads in small Swedish letters, `heads` as people read them.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    def step(self, column: int) -> Decimal:
        """One of the last place that the column is written to anywhere: 0.1 beside "2" too."""
        cells = [row.cells[column] for row in self.rows]
        steps = [cell.step for cell in cells if cell and not cell.is_percent]
        return min(steps, default=Decimal(1))

    def spot(self, row: Row | None = None) -> Spot:
        """Where the table is, or a row of it."""
        return Spot(Kind.SECTION, "", self.name, row.name if row else "")


def grids(economy: dict[str, Any] | None) -> Iterator[Grid]:
    """The tables of a document's economy, in the order they are printed."""
    if not economy:
        return
    areas = economy.get("operating_areas")
    yield from _named_amounts("operating_areas", areas)
    yield from _named_amounts("investments", economy.get("investments"))
    for table in economy.get("tables") or []:
        yield _free(table)


def _named_amounts(name: str, rows: list[dict[str, Any]] | None) -> Iterator[Grid]:
    """A table of rows that name their amounts."""
    if not rows:
        return
    names = [key for key in HEADINGS if any(key in row for row in rows)]
    yield Grid(
        name,
        str(NAMES[name]),
        tuple(_WORDS.get(key, key).casefold() for key in names),
        tuple(str(HEADINGS[key]) for key in names),
        tuple(
            Row(
                str(row.get("name") or ""),
                tuple(_cell(row.get(key)) for key in names),
                bool(row.get("part_of_above")),
            )
            for row in rows
        ),
    )


def _free(table: dict[str, Any]) -> Grid:
    columns = [str(cell or "") for cell in table.get("columns") or []]
    title = str(table.get("title") or "") or str(table.get("section") or "").split(">")[-1].strip()
    rows = [row for row in table.get("rows") or [] if row]
    width = max([len(columns), *(len(row) for row in rows)]) - 1 if rows else 0
    named = [
        (str(row[0] or ""), tuple(_cell(cell) for cell in (*row[1:], *[None] * width)[:width]))
        for row in rows
    ]
    heads = (*columns[1:], *[""] * width)[:width]
    plain = tuple(head.casefold() for head in heads)
    return Grid(title, title, plain, heads, tuple(_with_parts(named)))


def _with_parts(named: Iterable[tuple[str, tuple[Cell | None, ...]]]) -> Iterator[Row]:
    """The rows, those told as parts of one above: "varav …", or in small letters after "varav"."""
    after_of_which = False
    for name, cells in named:
        starts = _bare(name).startswith(OF_WHICH)
        part = starts or (after_of_which and name[:1].islower())
        yield Row(name, cells, part)
        after_of_which = part or _ENDS_WITH_OF_WHICH.search(_bare(name)) is not None


def _bare(name: str) -> str:
    return folded(name).strip(" *:")


def _cell(cell: Any) -> Cell | None:
    """The number of a cell; nothing for words, dashes and empty ones."""
    if isinstance(cell, bool) or cell is None:
        return None
    written = format(Decimal(repr(cell)), "f") if isinstance(cell, float) else str(cell)
    try:
        value = parse_value(written)
    except FormatError:
        return None
    if value.amount is None:
        return None
    return Cell(value.amount, is_percent=value.unit == "%")
