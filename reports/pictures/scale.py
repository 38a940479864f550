"""Where numbers lie along a picture. Every scale holds zero: a bar's length is its number.

A scale of shares that passes half ends at the whole, 100; any other ends at an even number
above the largest. Nothing is cut off, and nothing is stretched to look larger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)
STEPS = tuple(map(Decimal, ("1", "1.5", "2", "3", "4", "5", "7.5", "10")))
# The largest number reaches at most so far, so that what lies beyond it can be seen.
ROOM = Decimal("1.05")


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from `low` to `high` over the pixels from `left` to `right`."""

    low: Decimal
    high: Decimal
    left: Decimal
    right: Decimal

    def x(self, amount: Decimal) -> Decimal:
        """How far to the right a number lies; what is outside lies at the edge."""
        share = (amount - self.low) / (self.high - self.low)
        return self.left + min(max(share, Decimal(0)), Decimal(1)) * (self.right - self.left)

    @property
    def zero(self) -> Decimal:
        """Where zero lies."""
        return self.x(Decimal(0))


def scale_of(amounts: Iterable[Decimal], *, left: int, right: int, shares: bool = False) -> Scale:
    """The scale that holds all the amounts, and zero."""
    found = [Decimal(0), *amounts]
    low, high = min(found), max(found)
    if shares and 50 < high <= HUNDRED and low == 0:
        return Scale(low, HUNDRED, Decimal(left), Decimal(right))
    if low == high:
        high = Decimal(1)
    return Scale(-_above(-low), _above(high), Decimal(left), Decimal(right))


def _above(amount: Decimal) -> Decimal:
    """An even number above the amount; zero for zero."""
    if amount <= 0:
        return Decimal(0)
    wanted = amount * ROOM
    size = Decimal(1).scaleb(wanted.adjusted())
    return next(step * size for step in STEPS if step * size >= wanted)
