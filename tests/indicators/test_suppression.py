"""What may be shown of small groups, and that it never gives away what may not."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formats import NOTHING, Value, make_value, parse_value
from indicators.suppression import (
    CELLS,
    HIDDEN,
    LEAST_LIMIT,
    Figures,
    Nature,
    counts_people,
    is_share,
    may_be_shown,
)

Row = tuple[int | None, int | None, int | None]
Truth = tuple[int, int, int]


def figures(
    total: str = "", women: str = "", men: str = "", forecast: str = "", previous_year: str = ""
) -> Figures:
    return Figures(*map(parse_value, (total, women, men, forecast, previous_year)))


def texts(shown: Figures) -> tuple[str, ...]:
    return tuple(getattr(shown, cell).text for cell in CELLS)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (("20", "12", "8"), ("20", "12", "8")),
        # One sex is few: the other goes with it, the total stays.
        (("20", "3", "17"), ("20", "..", "..")),
        (("20", "17", "3"), ("20", "..", "..")),
        (("20 st", "3 st", "17 st"), ("20 st", "..", "..")),
        # All of them are few.
        (("3", "3", "0"), ("..", "..", "..")),
        (("4", "2", "2"), ("..", "..", "..")),
        # Five is as large as the limit, and no part of it is.
        (("5", "5", "0"), ("5", "5", "0")),
        (("5", "3", "2"), ("5", "..", "..")),
        # Nobody is not few.
        (("0", "0", "0"), ("0", "0", "0")),
        (("20", "20", "0"), ("20", "20", "0")),
        # Zero would give the other away.
        (("", "0", "3"), ("", "..", "..")),
        # What is not said follows from what is.
        (("20", "18", ""), ("20", "..", "")),
        (("20", "", "17"), ("20", "", "..")),
        (("20", "12", ""), ("20", "12", "")),
        # Three whose sex is not known are few as well.
        (("25", "12", "10"), ("25", "..", "..")),
        (("25", "10", "10"), ("25", "10", "10")),
        # What is no number stays.
        (("", "", ""), ("", "", "")),
        (("4", "-", "saknas"), ("..", "-", "saknas")),
    ],
)
def test_what_is_shown(stored: tuple[str, ...], shown: tuple[str, ...]) -> None:
    assert texts(may_be_shown(figures(*stored), limit=5))[:3] == shown


def test_forecast_and_last_year_are_hidden_for_themselves() -> None:
    stored = figures("20", "10", "10", "4", "3")

    assert texts(may_be_shown(stored, limit=5)) == ("20", "10", "10", "..", "..")


@pytest.mark.parametrize("limit", [0, 1])
def test_without_a_limit_nothing_is_hidden(limit: int) -> None:
    stored = figures("3", "1", "2", "4", "1")

    assert may_be_shown(stored, limit=limit) == stored


def test_a_limit_of_two_works_as_three() -> None:
    """Else ".." would mean one, and nothing else."""
    assert texts(may_be_shown(figures("2", "2", "0"), limit=2))[:3] == ("..", "..", "..")


@pytest.mark.parametrize(
    ("nature", "stored", "is_of_people"),
    [
        (Nature(unit="personer"), figures("3"), True),
        (Nature(), figures("3 hushåll"), True),
        (Nature(kind="count", by_sex=True), figures("3 st"), True),
        (Nature(kind="count"), figures("3 st", "1 st", "2 st"), True),
        (Nature(kind="count"), figures("3 st"), False),
        (Nature(by_sex=True), figures("1", "1", "0"), True),
        (Nature(by_sex=True), figures("1 300 st", "634 st", "666 st"), True),
        (Nature(by_sex=True), figures("3"), True),
        (Nature(name="Antal ungdomar som fått feriejobb"), figures("3 st"), True),
        (Nature(name="Antal barnfamiljer som beviljats akut boende"), figures("3"), True),
        (Nature(name="Antal barn per grupp"), figures("3"), False),
        (Nature(name="Antal barn per grupp"), figures("15,4 barn/avd."), False),
        (Nature(name="Antal platser"), figures("3"), False),
        (Nature(name="Andel nöjda", by_sex=True), figures("3", "2", "1"), False),
        (Nature(by_sex=True), figures("3 %", "1 %", "2 %"), False),
        (Nature(unit="%", by_sex=True), figures("3", "1", "2"), False),
        # An index is a mean of its parts, not their sum.
        (Nature(by_sex=True), figures("4", "3", "5"), False),
        (Nature(kind="index", by_sex=True), figures("3", "1", "2"), False),
        (Nature(kind="share", by_sex=True), figures("3", "1", "2"), False),
        (Nature(by_sex=True), figures("3,5", "1", "2"), False),
        (Nature(), figures("2,5 GWh"), False),
        (Nature(), figures(), False),
    ],
)
def test_what_counts_people(nature: Nature, stored: Figures, is_of_people: bool) -> None:
    assert counts_people(nature, stored) is is_of_people


@pytest.mark.parametrize(
    ("text", "share"), [("3 %", True), ("", True), ("2‰", True), ("3", False), ("öka", False)]
)
def test_what_is_a_share(text: str, share: bool) -> None:
    assert is_share(parse_value(text)) is share


# What everybody may know of how the figures hang together.
KNOWN: dict[str, Callable[[int, int, int], bool]] = {
    "nothing": lambda total, women, men: True,
    "women and men make the total": lambda total, women, men: women + men == total,
    "of some the sex is unknown": lambda total, women, men: women + men <= total,
}
# Those whom a number can be of: all, women, men, and those whose sex is not known.
GROUPS: tuple[Callable[[Truth], int], ...] = (
    lambda truth: truth[0],
    lambda truth: truth[1],
    lambda truth: truth[2],
    lambda truth: truth[0] - truth[1] - truth[2],
)
MOST = 14


def value(number: int | None) -> Value:
    return NOTHING if number is None else make_value(Decimal(number))


def shown_of(row: Row, limit: int) -> Figures:
    total, women, men = map(value, row)
    return may_be_shown(Figures(total, women, men, NOTHING, NOTHING), limit=limit)


def everything(known: str, missing: tuple[bool, ...]) -> Iterator[tuple[Row, Truth]]:
    """All figures there can be, as they are stored and as they are in truth."""
    for truth in product(range(MOST), range(MOST), range(MOST)):
        if KNOWN[known](*truth):
            row = [None if gone else n for n, gone in zip(truth, missing, strict=True)]
            yield (row[0], row[1], row[2]), truth


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("limit", [2, 3, 5, 8])
@pytest.mark.parametrize(
    "missing",
    [
        (False, False, False),
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (False, True, True),
    ],
)
def test_no_hidden_number_can_be_worked_out(
    known: str, limit: int, missing: tuple[bool, ...]
) -> None:
    """Whoever knows the rule and the limit tries every number that gives what is shown: of each
    small number of people, also of one that is not stored, there are always two or more."""
    behind: defaultdict[tuple[str, ...], set[Truth]] = defaultdict(set)
    for row, truth in everything(known, missing):
        behind[texts(shown_of(row, limit))].add(truth)

    lowest = max(limit, LEAST_LIMIT)
    for shown, truths in behind.items():
        # At the edge of what was tried, the larger numbers that fit were not.
        if any(max(truth) == MOST - 1 for truth in truths):
            continue
        for group in GROUPS:
            possible = {group(truth) for truth in truths}
            assert len(possible) > 1 or not 0 < possible.pop() < lowest, (shown, truths)


numbers = st.one_of(st.none(), st.integers(0, 60))


@given(numbers, numbers, numbers, numbers, numbers, st.integers(2, 20))
def test_nothing_small_is_shown_or_left_by_subtraction(
    total: int | None,
    women: int | None,
    men: int | None,
    forecast: int | None,
    before: int | None,
    limit: int,
) -> None:
    stored = Figures(*map(value, (total, women, men, forecast, before)))

    shown = may_be_shown(stored, limit=limit)

    amounts = {cell: getattr(shown, cell).amount for cell in CELLS}
    sexes = [amounts[cell] for cell in ("women", "men") if amounts[cell] is not None]
    derived = [] if amounts["total"] is None or not sexes else [amounts["total"] - sum(sexes)]
    assert not any(n is not None and 0 < n < limit for n in (*amounts.values(), *derived))
    for cell in CELLS:
        assert getattr(shown, cell) in (getattr(stored, cell), HIDDEN)
        assert getattr(stored, cell).is_number or getattr(shown, cell) == getattr(stored, cell)
    # What is shown hides nothing more when it is looked at again.
    assert may_be_shown(shown, limit=limit) == shown
