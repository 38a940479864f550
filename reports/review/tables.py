"""Checks of the economy's tables: sums, nets, deviations, signs and percentages.

What rounding can explain is told once, as a note; the rest is told row by row. A message does not
name its table: the heading above it does.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import format_number
from goals.choices import Kind
from reports.choices import Severity
from reports.review import reckoned
from reports.review.findings import Case, Check, Spot, Told
from reports.review.grids import Grid, Row, grids
from reports.review.reckoned import Off


def sums(case: Case) -> Iterator[Told]:
    """Totals that the rows do not make."""
    for offs in _all_sums(case):
        yield from (_told(off) for off in offs if not off.is_rounding)


def nets(case: Case) -> Iterator[Told]:
    """A net that is not the costs and the income together."""
    for grid in grids(case.document.economy):
        yield from (_told(off) for off in reckoned.nets(grid) if not off.is_rounding)


def deviations(case: Case) -> Iterator[Told]:
    """A deviation that is not the budget less the outcome or the forecast; told once if all are."""
    for grid in grids(case.document.economy):
        found = [off for off in reckoned.deviations(grid) if not off.is_rounding]
        reversed_ones = [off for off in found if off.is_reversed]
        if len(reversed_ones) > 2 and len(reversed_ones) == len(found):
            yield (
                grid.spot(),
                _(
                    "The deviations have the opposite sign: a surplus should be written with "
                    "plus, the budget less the outcome."
                ),
                _about(found),
            )
        else:
            yield from (_told(off) for off in found)


def percentages(case: Case) -> Iterator[Told]:
    """A percentage that the other numbers of its row, or of the total above, do not make."""
    for grid in grids(case.document.economy):
        yield from (_told(off) for off in reckoned.shares(grid) if not off.is_rounding)


def rounding(case: Case) -> Iterator[Told]:
    """Totals that are a step off, those of all tables together."""
    near = [
        [off for off in offs if off.is_rounding and off.said != off.made]
        for offs in _all_sums(case)
    ]
    near = [offs for offs in near if offs]
    if near:
        told = "; ".join(f"{offs[0].grid.title} ({_labels(offs)})" for offs in near)
        message = _("These totals are a little off, as rounding makes them: %(tables)s.")
        about = "\n".join(_about(offs) for offs in near)
        yield Spot(Kind.SECTION, field="tables"), message % {"tables": told}, about


def _labels(offs: list[Off]) -> str:
    return ", ".join(dict.fromkeys(off.row.label for off in offs))


def _all_sums(case: Case) -> Iterator[list[Off]]:
    """The totals of every table beside what makes them."""
    before: tuple[Row, ...] = ()
    for grid in grids(case.document.economy):
        yield list(reckoned.totals(grid, before))
        before = tuple(row for row in grid.rows if row.is_total)


def signs(case: Case) -> Iterator[Told]:
    """An income with plus or a cost with minus, among others that are written the usual way."""
    income = _("“%(row)s”: income should be written with minus, not “%(value)s”.")
    cost = _("“%(row)s”: costs should be written with plus, not “%(value)s”.")
    for grid in grids(case.document.economy):
        for column, head in enumerate(grid.columns):
            usual = -1 if "intäkt" in head else 1 if "kostnad" in head else 0
            for row, number in _odd(grid, column, usual):
                values = {"row": row.label, "value": format_number(number)}
                message = (income if usual < 0 else cost) % values
                yield grid.spot(row), message, f"{row.name} {head} {number}"


def _odd(grid: Grid, column: int, usual: int) -> list[tuple[Row, Decimal]]:
    """The rows whose number has another sign than most of the column have, as they should."""
    rows = [(row, row.number(column)) for row in grid.rows if not row.is_total]
    set_ones = [(row, number) for row, number in rows if number]
    odd = [(row, number) for row, number in set_ones if number * usual < 0]
    return odd if len(odd) * 2 < len(set_ones) else []


def _told(off: Off) -> Told:
    message = _("“%(row)s”: it says %(said)s in “%(column)s”, but %(what)s %(made)s.")
    values = {
        "row": off.row.label,
        "column": off.grid.heads[off.column],
        "said": format_number(off.said),
        "what": off.what,
        "made": format_number(off.made),
    }
    return off.grid.spot(off.row), message % values, _about([off])


def _about(offs: list[Off]) -> str:
    return "\n".join(
        f"{off.row.name} {off.grid.columns[off.column]} {off.said} {off.made}" for off in offs
    )


CHECKS = (
    Check("table.sum", Severity.LOOK, gettext_lazy("A total is not the sum of its rows"), sums),
    Check("table.net", Severity.LOOK, gettext_lazy("A net is not costs and income"), nets),
    Check(
        "table.deviation",
        Severity.LOOK,
        gettext_lazy("A deviation is not the budget less the outcome"),
        deviations,
    ),
    Check(
        "table.percent",
        Severity.LOOK,
        gettext_lazy("A percentage is not what its row makes"),
        percentages,
    ),
    Check("table.sign", Severity.LOOK, gettext_lazy("A sign is the opposite"), signs),
    Check(
        "table.rounding",
        Severity.NOTE,
        gettext_lazy("A total is a little off, by rounding"),
        rounding,
    ),
)
