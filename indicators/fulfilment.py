"""How far an outcome meets its target. Pure: no database, no clock, no language.

The rule is read out of a published annual report for 2023 (Enskede-Årsta-Vantörs
stadsdelsnämnd): it gives all nineteen counts of fully, partly and not met indicators printed there.
It proposes a level for an indicator; whether a goal is met is judged by people, never computed.
"""

from decimal import Decimal

from config.formats import NOTHING, TargetKind, TargetWord, Value, read_word
from goals.choices import Level
from indicators.choices import Better

# The largest miss, as a share of the target, that still counts as partly met: 0.20 is 20 %. In the
# report 59 against 73 (19,2 %) is partly met and 63,75 against 80 (20,3 %) is not.
TOLERANCE = Decimal("0.20")


def fulfilment(
    *,
    outcome: Value,
    target: Value,
    better: Better,
    previous: Value = NOTHING,
    tolerance: Decimal = TOLERANCE,
) -> Level | None:
    """The level at which `outcome` meets `target`, or None when that cannot be said.

    Full when the target is reached (equal is reached), partial when the miss is at most `tolerance`
    of the target's size, otherwise none. A zero target is reached or not, with nothing between.
    Numbers are compared as they stand: the documents often leave the unit out on one side.

    A target word decides its own direction, whatever `better` says; "öka" and "minska" compare with
    `previous`, the outcome of the year before. None when there is no outcome or target, when the
    word asks nothing that can be compared, and when the year before is needed but has no number.
    """
    if outcome.amount is None:
        return None
    if target.amount is not None:
        miss = _miss(outcome.amount, target.amount, Better(better))
        return _level(miss, target.amount, tolerance)
    word = read_word(target.word)
    return None if word is None else _against_word(outcome.amount, word, previous, tolerance)


def _miss(outcome: Decimal, target: Decimal, better: Better) -> Decimal:
    """How far the outcome falls short of the target, in their unit; zero or less is reached.

    A plain number has no width, so "within" means the number itself: any difference, up or
    down, misses it, partly within the tolerance. A band with a width is written as "+/-1 %".
    """
    if better == Better.HIGHER:
        return target - outcome
    if better == Better.LOWER:
        return outcome - target
    return abs(outcome - target)


def _level(miss: Decimal, target: Decimal, tolerance: Decimal) -> Level:
    """The level for a miss, measured against the size of the target."""
    if miss <= 0:
        return Level.FULL
    if target != 0 and miss <= tolerance * abs(target):
        return Level.PARTIAL
    return Level.NONE


def _against_word(
    outcome: Decimal, word: TargetWord, previous: Value, tolerance: Decimal
) -> Level | None:
    """The level against a target word.

    A band lies around zero: "+/-1 %" stands under the accuracy of forecasts, whose outcomes are
    deviations printed as 0 % and -1 %. The report counts 0 % as fully met. Beyond the band's
    edge the miss is measured against the edge, like any other.
    """
    if word.amount is None:
        return _against_last_year(outcome, word.kind, previous.amount, tolerance)
    if word.kind == TargetKind.BAND:
        return _level(abs(outcome) - word.amount, word.amount, tolerance)
    better = Better.LOWER if word.kind == TargetKind.AT_MOST else Better.HIGHER
    return _level(_miss(outcome, word.amount, better), word.amount, tolerance)


def _against_last_year(
    outcome: Decimal, kind: TargetKind, previous: Decimal | None, tolerance: Decimal
) -> Level | None:
    """The level against "öka" or "minska": only a change in that direction reaches it.

    No change at all, or one in the wrong direction within the tolerance, is partly met; when last
    year's outcome was zero there is nothing to measure a miss against, so it is not met.
    """
    if previous is None:
        return None
    better = Better.HIGHER if kind == TargetKind.INCREASE else Better.LOWER
    if outcome == previous:
        return Level.PARTIAL if previous != 0 else Level.NONE
    return _level(_miss(outcome, previous, better), previous, tolerance)
