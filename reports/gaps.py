"""How far women and men are apart in a document's indicators. Pure: no database, no clock.

A gap is women less men: in percentage points where the indicator is a share, else in percent of
the larger of the two. Points and percent stand on one scale when gaps are ordered and when they
are held against the municipality's threshold: both say how many in a hundred. Only what is shown
is compared: where a figure is hidden for a small group there is no gap. Nor is there one where
women and men are parts of the total, as in "teachers, of all employees: women 36 %, men 1 %": that
tells how many they are, not how it goes for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from config.formats import Value, read_word, swedish_key
from indicators.choices import Better
from indicators.suppression import SHARES, Figures, Nature, counts_people, is_hidden
from reports.document import WOMEN_AND_MEN, Document, GoalEntry, IndicatorEntry, SectionEntry

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
# Three numbers that were each rounded by itself may together be three half steps off.
ROUNDING = Decimal("1.5")
SHARE_NAMES = ("andel ", "andelen ")


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap of one indicator: what is measured for women less what is measured for men.

    `difference` is in percentage points, or in percent of the larger where the indicator is no
    share; `before` is last year's, where last year's annual report has both sexes.
    """

    goal: GoalEntry
    indicator: IndicatorEntry
    difference: Decimal
    in_points: bool
    before: Decimal | None = None

    @property
    def size(self) -> Decimal:
        """How far apart they are, whoever has more."""
        return abs(self.difference)

    @property
    def change(self) -> Decimal | None:
        """How much wider the gap has become since last year; below zero: narrower."""
        return None if self.before is None else self.size - abs(self.before)

    @property
    def better_for(self) -> int:
        """1 when it is better for women, -1 for men, 0 for neither or when that cannot be said."""
        women, men = self.indicator.women.amount, self.indicator.men.amount
        if women is None or men is None or women == men:
            return 0
        if self.indicator.better == Better.WITHIN:
            return _nearer(women, men, self.indicator.target)
        more = 1 if women > men else -1
        return more if self.indicator.better == Better.HIGHER else -more

    @property
    def is_explained(self) -> bool:
        """Whether somebody has analysed the indicator."""
        return bool((self.indicator.analysis or "").strip() or self.indicator.commented)


@dataclass(frozen=True, slots=True)
class SplitShare:
    """How many of the indicators about people have an outcome for both women and men.

    About people are those that are marked as split by sex, have a figure for a sex, or count
    people. Only indicators with an outcome are counted; a hidden figure is reported, not missing.
    """

    split: int
    of_people: int


def gaps_of(document: Document) -> tuple[Gap, ...]:
    """Every gap that is known, the largest first."""
    if document.is_plan:
        return ()
    found = (gap_of(goal, row) for goal in document.goals for row in goal.indicators)
    return tuple(sorted(filter(None, found), key=_largest_first))


def gap_of(goal: GoalEntry, row: IndicatorEntry) -> Gap | None:
    """The gap of an indicator; none when a sex has no number, they have other units, or parts."""
    now = _difference(row, row.women, row.men)
    if now is None or are_parts(row, row.outcome, row.women, row.men):
        return None
    before = _difference(row, row.previous_women, row.previous_men)
    if are_parts(row, row.previous_year, row.previous_women, row.previous_men):
        before = None
    same = _is_share(row, row.previous_women, row.previous_men) == _is_share(
        row, row.women, row.men
    )
    return Gap(goal, row, now, _is_share(row, row.women, row.men), before if same else None)


def large_gap_of(goal: GoalEntry, row: IndicatorEntry, document: Document) -> Gap | None:
    """The gap of an indicator, where it is at or over the municipality's threshold."""
    gap = None if document.is_plan else gap_of(goal, row)
    return gap if gap and gap.size and gap.size >= document.gap_threshold else None


def to_analyse(document: Document) -> tuple[Gap, ...]:
    """The gaps at or over the municipality's threshold that nobody has analysed."""
    found = (
        large_gap_of(goal, row, document) for goal in document.goals for row in goal.indicators
    )
    large = sorted(filter(None, found), key=_largest_first)
    return tuple(gap for gap in large if not gap.is_explained)


def are_parts(row: IndicatorEntry, total: Value, women: Value, men: Value) -> bool:
    """Whether women and men are shares of one whole: above both, the total is their sum.

    As far as rounding can tell, by the number that was written with the fewest decimals. Of a
    rate for each sex, the total would lie between them.
    """
    if total.amount is None or women.amount is None or men.amount is None:
        return False
    if not _is_share(row, women, men) or total.amount <= max(women.amount, men.amount):
        return False
    off = ROUNDING * max(map(_step, (total.amount, women.amount, men.amount)))
    both = women.amount + men.amount
    return abs(both - total.amount) <= off and both <= HUNDRED + off


def split_share(document: Document) -> SplitShare:
    """How many of the indicators about people are reported for women and men."""
    rows = [row for row in document.indicators() if _has_outcome(row) and _is_of_people(row)]
    both = sum(_is_reported(row.women) and _is_reported(row.men) for row in rows)
    return SplitShare(both, len(rows))


def own_analysis(document: Document) -> SectionEntry | None:
    """What the committee has written of the differences between women and men."""
    return next((one for one in document.sections or () if one.key == WOMEN_AND_MEN), None)


def rounded(amount: Decimal) -> Decimal:
    """A gap as it is shown: to one decimal, or the first that is no zero.

    A gap is never shown as none: 0.21 and 0.24 are 0.03 apart.
    """
    if not amount or abs(amount) >= TENTH:
        return amount.quantize(TENTH, ROUND_HALF_UP)
    return amount.quantize(Decimal(1).scaleb(amount.adjusted()), ROUND_HALF_UP)


def _difference(row: IndicatorEntry, women: Value, men: Value) -> Decimal | None:
    """Women less men, in points or in percent of the larger."""
    if women.amount is None or men.amount is None or len({women.unit, men.unit} - {""}) > 1:
        return None
    difference = women.amount - men.amount
    if _is_share(row, women, men):
        return difference
    larger = max(abs(women.amount), abs(men.amount))
    return difference / larger * HUNDRED if larger else Decimal(0)


def _step(amount: Decimal) -> Decimal:
    """One of the last place of a number, without noughts at the end: 0.1 for 36.4 and 36.40."""
    return Decimal(1).scaleb(min(0, int(amount.normalize().as_tuple().exponent)))


def _is_share(row: IndicatorEntry, women: Value, men: Value) -> bool:
    """Whether the figures are shares; where they have no unit, the rest of the row tells."""
    units = {women.unit, men.unit} - {""} or {row.outcome.unit, row.target.unit} - {""}
    if units:
        return units <= SHARES
    return row.name.casefold().startswith(SHARE_NAMES)


def _nearer(women: Decimal, men: Decimal, target: Value) -> int:
    """Who is nearer to a target that is to be neither passed nor missed."""
    band = read_word(target.word)
    middle = target.amount if band is None else Decimal(0)
    if middle is None:
        return 0
    far_women, far_men = abs(women - middle), abs(men - middle)
    return (far_women < far_men) - (far_women > far_men)


def _largest_first(gap: Gap) -> tuple[Decimal, tuple[str, str], tuple[int, ...]]:
    return -gap.size, swedish_key(gap.indicator.name), gap.goal.sort_key


def _is_reported(value: Value) -> bool:
    return value.is_number or is_hidden(value)


def _has_outcome(row: IndicatorEntry) -> bool:
    return any(map(_is_reported, _values(row)))


def _values(row: IndicatorEntry) -> Iterator[Value]:
    yield from (row.outcome, row.women, row.men)


def _is_of_people(row: IndicatorEntry) -> bool:
    if row.by_sex or _is_reported(row.women) or _is_reported(row.men):
        return True
    figures = Figures(row.outcome, row.women, row.men, row.forecast, row.previous_year)
    return counts_people(Nature(name=row.name, unit=row.target.unit), figures)
