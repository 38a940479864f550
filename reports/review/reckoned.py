"""Numbers of a table beside what the others make them: sums, nets, deviations, percentages. Pure.

Every number was rounded by itself before it was printed, so a sum may be a step off without any
being wrong. A total may add what stands since the last heading, since the last total, the totals
themselves, or everything: the way that fits best is the one that is meant.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import isqrt

from django.utils.translation import gettext as _

from reports.review.grids import Cell, Grid, Row

HALF = Decimal("0.5")
# Columns whose total is no sum: means, shares, prices.
_NO_SUM = ("andel", "per ", "genomsnitt", "pris", "kvot", "i %", "%", "procent")


_CHANGES = ("förändring i procent", "förändring i %", "förändring %")


@dataclass(frozen=True, slots=True)
class Off:
    """A number that is not what the others make it: which, what it says, what they make."""

    grid: Grid
    row: Row
    column: int
    said: Decimal
    made: Decimal
    # How much rounding can explain.
    slack: Decimal
    what: str

    @property
    def is_rounding(self) -> bool:
        return abs(self.said - self.made) <= self.slack

    @property
    def is_reversed(self) -> bool:
        return self.said != 0 and abs(self.said + self.made) <= self.slack


def totals(grid: Grid, totals_before: tuple[Row, ...] = ()) -> Iterator[Off]:
    """Every total beside the sum that fits it best; none where no way of adding fits at all."""
    for place, row in enumerate(grid.rows):
        if not row.is_total:
            continue
        ways = [_compare(grid, row, rows) for rows in _ways(grid.rows[:place], totals_before)]
        fits = [offs for offs in ways if offs]
        best = min(fits, key=_misfit, default=[])
        if _is_meant(best):
            yield from best
    yield from _parts(grid)
    yield from _sum_columns(grid)


def _misfit(offs: list[Off]) -> tuple[int, Decimal]:
    """How badly a way of adding fits: how many are wrong, and by how much the worst."""
    wrong = sum(not off.is_rounding for off in offs)
    return wrong, max(abs(off.said - off.made) for off in offs)


def _ways(above: tuple[Row, ...], totals_before: tuple[Row, ...]) -> Iterator[list[Row]]:
    """The rows that a total may add."""
    whole = [row for row in above if not row.is_part and not row.is_heading]
    plain = [row for row in whole if not row.is_total]
    totals = [row for row in whole if row.is_total]
    since_heading: list[Row] = []
    since_total: list[Row] = []
    for row in above:
        if row.is_heading or row.is_total:
            since_heading = []
        if row.is_total:
            since_total = [row]
        elif not row.is_part and not row.is_heading:
            since_heading.append(row)
            since_total.append(row)
    # "Total drift och investering" adds the total of the table before to that of its own.
    with_table_before = [*totals_before[-1:], *totals[-1:]] if totals_before and totals else []
    yield from filter(None, (since_heading, plain, since_total, totals, with_table_before))


def _compare(grid: Grid, total: Row, rows: list[Row]) -> list[Off]:
    found = []
    for column, head in enumerate(grid.columns):
        said = total.number(column)
        cells = (row.number(column) for row in rows)
        numbers = [number for number in cells if number is not None]
        if said is None or not numbers or any(word in head for word in _NO_SUM):
            continue
        slack = grid.step(column) * _steps(len(numbers))
        made = sum(numbers, Decimal(0))
        found.append(Off(grid, total, column, said, made, slack, _("the rows make")))
    return found


def _steps(count: int) -> int:
    """How many of the last place the sum of so many rounded numbers may well be off.

    Errors of rounding meet: they grow as the root of how many there are, not as their number.
    """
    return 1 + isqrt(count) // 2


def _is_meant(offs: list[Off]) -> bool:
    """Whether the total must have been meant as that sum, though it is not.

    Most of its columns are right, or half of them and the rest not far from it.
    """
    wrong = [off for off in offs if not off.is_rounding]
    near = all(off.is_reversed or abs(off.said - off.made) * 4 <= abs(off.said) for off in wrong)
    return len(wrong) * 2 < len(offs) or (near and len(wrong) <= max(1, len(offs) // 2))


def _parts(grid: Grid) -> Iterator[Off]:
    """What "varav" rows make of the row above, where they are meant to make up all of it."""
    groups: list[tuple[Row, list[Row]]] = []
    for row in grid.rows:
        if row.is_part and groups:
            groups[-1][1].append(row)
        else:
            groups.append((row, []))
    for whole, parts in groups:
        offs = _compare(grid, whole, parts) if len(parts) > 1 and not whole.is_total else []
        right = sum(off.is_rounding for off in offs)
        if right * 2 > len(offs):
            yield from offs


def _sum_columns(grid: Grid) -> Iterator[Off]:
    """A column that says it is the sum of those before it, when most of its rows are."""
    for column, head in enumerate(grid.columns):
        if head.strip(" *") not in ("summa", "totalt", "total") or column < 2:
            continue
        offs = []
        for row in grid.rows:
            said = row.number(column)
            numbers = [row.number(at) for at in range(column)]
            set_ones = [number for number in numbers if number is not None]
            if said is not None and len(set_ones) > 1:
                slack = grid.step(column) * _steps(len(set_ones))
                made = sum(set_ones, Decimal(0))
                offs.append(Off(grid, row, column, said, made, slack, _("the row makes")))
        if sum(off.is_rounding for off in offs) * 2 > len(offs):
            yield from offs


def nets(grid: Grid) -> Iterator[Off]:
    words = _("costs and income make")
    for at in _adjacent(grid, ("kostnad", "intäkt", "netto")):
        if not any(word in grid.columns[at + 2] for word in ("avvik", "förändr")):
            yield from _made(grid, at + 2, [[(at, 1), (at + 1, 1)]], words)
    for at in _adjacent(grid, ("kostnad", "intäkt", "kostnad", "intäkt", "nettoförändring")):
        terms = [(at, -1), (at + 1, -1), (at + 2, 1), (at + 3, 1)]
        yield from _made(grid, at + 4, [terms], words)


def deviations(grid: Grid) -> Iterator[Off]:
    """Deviations beside budget less outcome, in the shapes that the tables have."""
    words = _("the budget less the outcome makes")
    for at in _adjacent(grid, ("kostnad", "intäkt", "kostnad", "intäkt", "avvikelse")):
        terms = [(at, 1), (at + 1, 1), (at + 2, -1), (at + 3, -1)]
        yield from _made(grid, at + 4, [terms], words)
    for at in _adjacent(grid, ("netto", "kostnad", "intäkt", "netto", "avvik")):
        yield from _made(grid, at + 4, [[(at, 1), (at + 3, -1)]], words)
    if found := _plain_deviation(grid):
        target, ways = found
        yield from _made(grid, target, ways, words)


def _plain_deviation(grid: Grid) -> tuple[int, list[list[tuple[int, int]]]] | None:
    """The deviation column of "Budget, (adjustments,) Outcome, Deviation", and what makes it."""
    target = next((at for at, head in enumerate(grid.columns) if head.startswith("avvik")), None)
    before = [
        (at, head)
        for at, head in enumerate(grid.columns[:target])
        if not ("kostnad" in head or "intäkt" in head)
    ]
    changes = [at for at, head in before if "justering" in head or head.startswith("prestation")]
    budgets = [at for at, head in before if head.startswith("budget") and at not in changes]
    results = [at for at, head in before if head.startswith(("utfall", "prognos", "bokslut"))]
    if target is None or len(budgets) != 1 or not results:
        return None
    budget, changed = (budgets[0], 1), [(at, 1) for at in changes]
    plain = [[budget, (at, -1)] for at in results]
    return target, [*plain, *([budget, *changed, (at, -1)] for at in results if changed)]


def _adjacent(grid: Grid, words: tuple[str, ...]) -> Iterator[int]:
    """Where columns with these words in their heads stand in a row, after another."""
    for at in range(len(grid.columns) - len(words) + 1):
        if all(word in head for word, head in zip(words, grid.columns[at:], strict=False)):
            yield at


def _made(grid: Grid, target: int, ways: list[list[tuple[int, int]]], what: str) -> Iterator[Off]:
    """A number of every row beside the one that others of its row make, the way that fits best.

    An empty cell counts as nothing, but there must be the first and one to set beside it.
    """
    for row in grid.rows:
        said = row.number(target)
        found = []
        for terms in ways:
            numbers = [(row.number(column), sign) for column, sign in terms]
            others = [number for number, _sign in numbers[1:] if number is not None]
            if said is None or numbers[0][0] is None or not others:
                continue
            made = sum((number * sign for number, sign in numbers if number), Decimal(0))
            slack = grid.step(target) * _steps(len(terms))
            found.append(Off(grid, row, target, said, made, slack, what))
        if found:
            yield min(found, key=lambda off: abs(off.said - off.made))


def shares(grid: Grid) -> Iterator[Off]:
    """Percentages of rows, and of the totals above them, beside what the numbers make."""
    for column, head in enumerate(grid.columns):
        if "i % av" in head or "andel av" in head:
            yield from _rows_shares(grid, column, lambda part, whole: part / whole)
        elif head.startswith(_CHANGES) or _is_difference(grid, column):
            yield from _rows_shares(grid, column, lambda now, before: (now - before) / before)
    yield from _deviation_shares(grid)


def _is_difference(grid: Grid, column: int) -> bool:
    """Whether it is the change from the year before: "2021", "2022", "Differens mot 2021"."""
    years = [head for head in grid.columns[:column] if not head.startswith("differens")]
    head = grid.columns[column]
    return len(years) > 1 and head.startswith("differens mot") and head.endswith(years[-2])


def _rows_shares(
    grid: Grid, column: int, share: Callable[[Decimal, Decimal], Decimal]
) -> Iterator[Off]:
    """The percentages of a column from the two columns of numbers before it."""
    for row in grid.rows:
        cell = row.cells[column]
        before = [each for each in row.cells[:column] if each and not each.is_percent][-2:]
        if cell and cell.is_percent and len(before) == 2 and before[0].amount:
            made = _share(before[1], before[0], share)
            yield _off(grid, row, column, cell, made)


def _share(
    now: Cell, base: Cell, share: Callable[[Decimal, Decimal], Decimal]
) -> tuple[Decimal, Decimal]:
    """A percentage, and how far the rounding of the two numbers can take it."""
    made = 100 * share(now.amount, base.amount)
    ends = product((-HALF, HALF), repeat=2)
    near = [(now.amount + up * now.step, base.amount + down * base.step) for up, down in ends]
    reach = [abs(100 * share(part, whole) - made) for part, whole in near if whole]
    return made, max(reach, default=Decimal(0))


def _off(grid: Grid, row: Row, column: int, cell: Cell, share: tuple[Decimal, Decimal]) -> Off:
    made, reach = share
    rounded = made.quantize(cell.step)
    words = _("the numbers make")
    return Off(grid, row, column, cell.amount, rounded, reach + cell.step, words)


def _deviation_shares(grid: Grid) -> Iterator[Off]:
    """ "Avvikelse i %" under a total: the deviation above it as a share of the net budget."""
    at = next(_adjacent(grid, ("kostnad", "intäkt")), None)
    totals = [row for row in grid.rows if row.is_total]
    net = _net_of([row for row in totals if at is not None and row.cells[at]], at)
    for row in grid.rows:
        if net is None or "i %" not in row.name.casefold():
            continue
        for column, cell in enumerate(row.cells):
            above = [found for total in totals if (found := total.cells[column])]
            if cell and cell.is_percent and above and _is_of_the_year(grid, column):
                made = _share(above[-1], net, lambda part, whole: part / whole)
                yield _off(grid, row, column, cell, made)


def _net_of(totals: list[Row], at: int | None) -> Cell | None:
    """The net budget of the last total that has costs and income beside each other."""
    if not totals or at is None:
        return None
    net = (totals[-1].number(at) or Decimal(0)) + (totals[-1].number(at + 1) or Decimal(0))
    return Cell(net) if net else None


def _is_of_the_year(grid: Grid, column: int) -> bool:
    """Whether it is the first deviation of the table: those after it are of years before."""
    first = next((at for at, head in enumerate(grid.columns) if "avvik" in head), None)
    head = grid.columns[column]
    return "avvik" in head and (column == first or ("netto" in head and "2" not in head))
