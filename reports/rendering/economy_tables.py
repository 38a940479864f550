"""Printable tables of the economy of a document.

Nothing is added up here and nothing is left out: every figure of the file
stands in a table as it was written, whatever keys the file uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from config.formats import swedish_key

# The headings of the known amounts, in the order their columns are printed.
HEADINGS = {
    "budget": gettext_lazy("Budget"),
    "gross_budget": gettext_lazy("Gross budget"),
    "budget_costs": gettext_lazy("Budget, costs"),
    "budget_income": gettext_lazy("Budget, income"),
    "budget_net": gettext_lazy("Budget, net"),
    "costs": gettext_lazy("Costs"),
    "income": gettext_lazy("Income"),
    "net": gettext_lazy("Net"),
    "budget_net_previous_year": gettext_lazy("Budget, net, last year"),
    "net_previous_year": gettext_lazy("Net, last year"),
    "requested_adjustments": gettext_lazy("Requested budget adjustments"),
    "performance_changes": gettext_lazy("Performance and gross-up changes"),
    "forecast": pgettext_lazy("economy", "Forecast"),
    "forecast_before_transfers": gettext_lazy("Forecast before transfers of results"),
    "forecast_after_transfers": gettext_lazy("Forecast after transfers of results"),
    "outcome": pgettext_lazy("economy", "Outcome"),
    "outcome_before_transfers": gettext_lazy("Outcome before transfers of results"),
    "outcome_after_transfers": gettext_lazy("Outcome after transfers of results"),
    "brought_forward": gettext_lazy("Brought forward from last year"),
    "result": gettext_lazy("Result of the year"),
    "deviation": pgettext_lazy("economy", "Deviation"),
    "deviation_previous_year": gettext_lazy("Deviation, last year"),
    "forecast_previous_year": gettext_lazy("Forecast, last year"),
    "outcome_previous_year": gettext_lazy("Outcome, last year"),
    "outcome_two_years_ago": gettext_lazy("Outcome two years ago"),
}
OF_WHICH = "varav"
DEFAULT_UNIT = "mnkr"
DEFAULT_RESULT_UNIT = "tkr"
KNOWN_PARTS = ("unit", "operating_areas", "result_units", "investments", "tables")


@dataclass(frozen=True)
class Table:
    """A table as it is printed: every cell a text, every row as long as the columns."""

    title: str
    unit: str
    section: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footnote: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to print: a city's template may hold a heading alone."""
        return bool(self.columns or self.title or self.section or self.footnote)


def economy_tables(economy: dict[str, Any] | None) -> tuple[Table, ...]:
    """All tables of a document's economy: operating areas, units, investments, then its own."""
    if not economy:
        return ()
    unit = _text(economy.get("unit")) or DEFAULT_UNIT
    tables = [
        _amounts(
            _("Operating budget by area"), unit, _("Operating area"), economy, "operating_areas"
        ),
        _result_units(economy.get("result_units")),
        _amounts(_("Investments"), unit, _("Investment"), economy, "investments"),
        *(_free_table(table) for table in economy.get("tables") or []),
        _whatever_else(economy),
    ]
    return tuple(table for table in tables if table and table.says_something)


def _result_units(units: dict[str, Any] | None) -> Table | None:
    units = units or {}
    unit = _text(units.get("unit")) or DEFAULT_RESULT_UNIT
    return _amounts(_("Result units"), unit, _("Result unit"), units, "rows")


def _amounts(
    title: str, unit: str, first_heading: str, holder: dict[str, Any], key: str
) -> Table | None:
    """A table of rows that name their amounts, one column per name."""
    rows = holder.get(key) or []
    if not rows:
        return None
    names = _column_names(rows)
    return Table(
        title=title,
        unit=unit,
        section="",
        columns=(first_heading, *(_heading(name) for name in names)),
        rows=tuple((_row_name(row), *(_text(row.get(name)) for name in names)) for row in rows),
    )


def _column_names(rows: list[dict[str, Any]]) -> list[str]:
    """The amounts' names in printed order: the known ones, then the others by heading."""
    found = {name for row in rows for name in row} - {"name", "part_of_above"}
    known = [name for name in HEADINGS if name in found]
    unknown = found.difference(known)
    return [*known, *sorted(unknown, key=lambda name: swedish_key(_heading(name)))]


def _heading(name: str) -> str:
    if name in HEADINGS:
        return str(HEADINGS[name])
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _row_name(row: dict[str, Any]) -> str:
    """The row's name; a part of the row above says so."""
    name = _text(row.get("name"))
    if row.get("part_of_above") and not name.casefold().startswith(OF_WHICH):
        return f"{OF_WHICH} {name}"
    return name


def _free_table(table: dict[str, Any]) -> Table:
    """A table of the document's own, its rows and columns made equally long."""
    columns = [_text(cell) for cell in table.get("columns") or []]
    rows = [[_text(cell) for cell in row] for row in table.get("rows") or []]
    width = max([len(columns), *map(len, rows)])
    section = _text(table.get("section"))
    footnotes = [
        _text(table.get("footnote")),
        *_said(table, ("section", "title", "columns", "rows")),
    ]
    # What has no columns is no table, and is not called one.
    unnamed = (section.split(">")[-1].strip() or _("Table")) if width else ""
    return Table(
        title=_text(table.get("title")) or unnamed,
        unit="",
        section=section,
        columns=tuple(_padded(columns, width)),
        rows=tuple(tuple(_padded(row, width)) for row in rows),
        footnote=" ".join(filter(None, footnotes)),
    )


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _said(table: dict[str, Any], known: tuple[str, ...]) -> Iterator[str]:
    """What a table says under names we do not know."""
    for name, value in table.items():
        if name not in known and name != "footnote":
            yield from (f"{label}: {text}" for label, text in _leaves(_heading(name), value))


def _whatever_else(economy: dict[str, Any]) -> Table | None:
    """A table of everything that stands under names we do not know."""
    rows = [
        leaf
        for name, value in economy.items()
        if name not in KNOWN_PARTS
        for leaf in _leaves(_heading(name), value)
    ]
    units = economy.get("result_units") or {}
    for name, value in units.items():
        if name not in ("unit", "rows"):
            rows.extend(_leaves(f"{_('Result units')}, {_heading(name)}", value))
    if not rows:
        return None
    return Table(
        title=_("Other figures"),
        unit="",
        section="",
        columns=(_("Figure"), _("Value")),
        rows=tuple(rows),
    )


def _leaves(label: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text or number in a value, each with the way to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{label}, {_heading(name)}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _leaves(f"{label} {number}", inner)
    elif text := _text(value):
        yield label, text


def _text(cell: Any) -> str:
    """A cell as it is printed: texts as they were written, numbers with a decimal comma."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f").replace(".", ",")
    return str(cell).strip()
