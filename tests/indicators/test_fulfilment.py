"""How far an outcome meets its target."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formats import NOTHING, Value, make_value, parse_value
from goals.choices import Level
from indicators.choices import Better
from indicators.fulfilment import TOLERANCE, fulfilment

FULL, PARTIAL, NONE = Level.FULL, Level.PARTIAL, Level.NONE
HIGHER, LOWER, WITHIN = Better.HIGHER, Better.LOWER, Better.WITHIN
REPORT = Path(__file__).resolve().parents[3] / "shared" / "data" / "eav-2023-annual.json"

# The counts printed in the annual report 2023 of Enskede-Årsta-Vantörs stadsdelsnämnd: how many
# indicators under a goal were met fully, partly and not; and the indicators they were counted over.
PRINTED_COUNTS = {
    "1.1.2": (1, 0, 0),
    "1.2": (1, 3, 0),
    "1.3": (3, 7, 2),
    "1.3.1": (2, 2, 0),
    "1.3.2": (1, 1, 1),
    "1.4": (1, 8, 1),
    "1.4.1": (1, 0, 0),
    "1.4.2": (2, 0, 0),
    "1.4.3": (5, 0, 0),
    "1.5": (3, 1, 1),
    "2.1": (2, 1, 0),
    "2.1.1": (1, 0, 0),
    "2.4": (0, 1, 2),
    "3.1": (1, 2, 0),
    "3.2": (5, 2, 1),
    "3.3": (2, 0, 2),
    "3.4": (2, 2, 0),
    "3.5": (1, 0, 1),
    "3.6": (0, 4, 0),
}
PRINTED_INDICATORS: dict[str, list[tuple[str, str, Better]]] = {
    "1.1.2": [("27", "20 st", HIGHER)],
    "1.2": [
        ("35,2 %", "33 %", HIGHER),
        ("15,7 barn/avd.", "15", LOWER),
        ("4,93 st", "4,9", LOWER),
        ("15,7 st", "15,5 st", LOWER),
    ],
    "1.3": [
        ("22,7 %", "24 %", LOWER),
        ("83 %", "90 %", HIGHER),
        ("88 %", "92 %", HIGHER),
        ("84 %", "90 %", HIGHER),
        ("87 %", "90 %", HIGHER),
        ("82 %", "90 %", HIGHER),
        ("79,22 %", "88 %", HIGHER),
        ("90", "80 %", HIGHER),
        ("100 %", "80 %", HIGHER),
        ("63,75", "80 %", HIGHER),
        ("70,91", "85 %", HIGHER),
        ("67 %", "90 %", HIGHER),
    ],
    "1.3.1": [
        ("69,47 %", "70 %", HIGHER),
        ("57,14 %", "70 %", HIGHER),
        ("21", "20", HIGHER),
        ("21,09 %", "20 %", HIGHER),
    ],
    "1.3.2": [("77 %", "80 %", HIGHER), ("45,45 %", "75 %", HIGHER), ("44 %", "35 %", HIGHER)],
    "1.4": [
        ("84 %", "87 %", HIGHER),
        ("78 %", "79 %", HIGHER),
        ("67 %", "70 %", HIGHER),
        ("64 %", "65 %", HIGHER),
        ("66 %", "70 %", HIGHER),
        ("66 %", "70 %", HIGHER),
        ("93 %", "93 %", HIGHER),
        ("84 %", "86 %", HIGHER),
        ("75 %", "82 %", HIGHER),
        ("12,3", "10", LOWER),
    ],
    "1.4.1": [("57,1 %", "50", HIGHER)],
    "1.4.2": [("94,1 %", "90 %", HIGHER), ("83,33 %", "80", HIGHER)],
    "1.4.3": [
        ("98,77 %", "90 %", HIGHER),
        ("95,65 %", "90 %", HIGHER),
        ("97,58 %", "90 %", HIGHER),
        ("100 %", "100 %", HIGHER),
        ("90,76 %", "80 %", HIGHER),
    ],
    "1.5": [
        ("85", "75 %", HIGHER),
        ("56", "77 %", HIGHER),
        ("77 %", "76 %", HIGHER),
        ("81 %", "77 %", HIGHER),
        ("62 %", "66 %", HIGHER),
    ],
    "2.1": [
        ("86 %", "100 %", HIGHER),
        ("1,4 kg CO2 per kg livsmedel", "1,6 kg CO2 per kg livsmedel", LOWER),
        ("2,5 GWh", "2,8 GWh", LOWER),
    ],
    "2.1.1": [("0,31 kg CO2e", "0,4 kg CO2e", LOWER)],
    "2.4": [("33,33 %", "100 %", HIGHER), ("85 %", "88", HIGHER), ("51,34 %", "70 %", HIGHER)],
    "3.1": [("101 %", "100 %", LOWER), ("102,3 %", "100 %", LOWER), ("0 %", "+/-1 %", WITHIN)],
    "3.2": [
        ("3,1 %", "3 %", LOWER),
        ("1,69 %", "1,7 %", LOWER),
        ("80 %", "70 %", HIGHER),
        ("1,16 %", "1 %", LOWER),
        ("1 042", "1 030 st", HIGHER),
        ("31", "80 st", HIGHER),
        ("230 st", "220 st", HIGHER),
        ("1 300 st", "1 300 st", HIGHER),
    ],
    "3.3": [
        ("65,96 %", "65 %", HIGHER),
        ("100", "80 %", HIGHER),
        ("39", "25", LOWER),
        ("7", "0", LOWER),
    ],
    "3.4": [
        ("79", "80", HIGHER),
        ("11,2 %", "10 %", LOWER),
        ("8 %", "8 %", LOWER),
        ("2,8 %", "2,8 %", LOWER),
    ],
    "3.5": [("30,02 %", "55 %", HIGHER), ("100 %", "100 %", HIGHER)],
    "3.6": [
        ("78 %", "79 %", HIGHER),
        ("59 %", "73 %", HIGHER),
        ("69 %", "73 %", HIGHER),
        ("83 %", "84 %", HIGHER),
    ],
}

amounts = st.decimals(min_value=-10_000, max_value=10_000, places=2)
betters = st.sampled_from(Better)
RANK = {NONE: 0, PARTIAL: 1, FULL: 2}


def level(outcome: str, target: str, better: Better, previous: str = "") -> Level | None:
    """The level for cells as they are printed."""
    return fulfilment(
        outcome=parse_value(outcome),
        target=parse_value(target),
        better=better,
        previous=parse_value(previous),
    )


def counts(levels: list[Level | None]) -> tuple[int, int, int]:
    """How many are fully, partly and not met; every one must be one of them."""
    assert None not in levels
    counted = Counter(levels)
    return counted[FULL], counted[PARTIAL], counted[NONE]


@pytest.mark.parametrize("goal", PRINTED_COUNTS)
def test_rule_gives_the_counts_printed_in_a_report(goal: str) -> None:
    levels = [level(*row) for row in PRINTED_INDICATORS[goal]]
    assert counts(levels) == PRINTED_COUNTS[goal]


@pytest.mark.skipif(not REPORT.exists(), reason="the published report is not here")
@pytest.mark.parametrize("goal", PRINTED_COUNTS)
def test_rule_gives_the_printed_counts_for_the_whole_report(goal: str) -> None:
    rows = json.loads(REPORT.read_text(encoding="utf-8"))["indicators"]
    levels = [
        level(row["outcome"], row["target"], Better(row["better"]), row["previous_year"])
        for row in rows
        if row["goal"] == goal
    ]
    assert counts(levels) == PRINTED_COUNTS[goal]


@pytest.mark.parametrize(
    ("outcome", "target", "better", "expected"),
    [
        # Equal counts as reached, whatever the unit and the decimals.
        ("80 %", "80", HIGHER, FULL),
        ("80,0", "80 %", LOWER, FULL),
        ("80", "80", WITHIN, FULL),
        # The edge of the tolerance: 20 % of 80 is 16.
        ("64", "80", HIGHER, PARTIAL),
        ("63,999999", "80", HIGHER, NONE),
        ("96", "80", HIGHER, FULL),
        ("96", "80", LOWER, PARTIAL),
        ("96,000001", "80", LOWER, NONE),
        ("64", "80", LOWER, FULL),
        # A plain number with "within" is to be hit, from either side.
        ("101,5 %", "100 %", WITHIN, PARTIAL),
        ("80 %", "100 %", WITHIN, PARTIAL),
        ("120,1 %", "100 %", WITHIN, NONE),
        # A zero target is reached or not.
        ("0", "0", LOWER, FULL),
        ("-1", "0", LOWER, FULL),
        ("0,000001", "0", LOWER, NONE),
        ("0", "0", HIGHER, FULL),
        ("-0,1", "0", HIGHER, NONE),
        ("0", "0,0 %", WITHIN, FULL),
        ("0,1", "0", WITHIN, NONE),
        # A zero outcome is an outcome.
        ("0", "5", HIGHER, NONE),
        ("0", "5", LOWER, FULL),
        # A negative target is measured by its size.
        ("-12", "-10", HIGHER, PARTIAL),
        ("-12,1", "-10", HIGHER, NONE),
        ("-8", "-10", LOWER, PARTIAL),
        # No outcome, no target, or nothing to compare: cannot be said.
        ("", "80", HIGHER, None),
        ("-", "80", HIGHER, None),
        ("Ja", "80", HIGHER, None),
        ("80", "", HIGHER, None),
        ("80", "-", LOWER, None),
        ("80", "Tas fram av nämnd", HIGHER, None),
        ("80", "Fastställs 2024", HIGHER, None),
        ("82", "80-85 %", WITHIN, None),
        # Bounds decide their own direction.
        ("9", "Max 10 personer", HIGHER, FULL),
        ("12", "Max 10 personer", LOWER, PARTIAL),
        ("12,3", "Max 10 personer", LOWER, NONE),
        ("0", "Högst 0", LOWER, FULL),
        ("1", "Högst 0", LOWER, NONE),
        ("80 %", "Minst 80 %", LOWER, FULL),
        ("64 %", "≥ 80 %", HIGHER, PARTIAL),
        ("63 %", "≥ 80 %", HIGHER, NONE),
        # A band lies around zero.
        ("0 %", "+/-1 %", WITHIN, FULL),
        ("-1 %", "+/- 1 %", WITHIN, FULL),
        ("1 %", "± 1 %", HIGHER, FULL),
        ("-1,2 %", "+/-1 %", WITHIN, PARTIAL),
        ("1,3 %", "+/-1 %", WITHIN, NONE),
        ("0", "+/-0", WITHIN, FULL),
        ("0,1", "+/-0", WITHIN, NONE),
    ],
)
def test_fulfilment(outcome: str, target: str, better: Better, expected: Level | None) -> None:
    assert level(outcome, target, better) == expected


@pytest.mark.parametrize(
    ("outcome", "target", "previous", "expected"),
    [
        ("81", "öka", "80", FULL),
        ("80", "öka", "80", PARTIAL),
        ("64", "Ökning", "80", PARTIAL),
        ("63", "Öka", "80", NONE),
        ("79", "minska", "80", FULL),
        ("80", "Minskning", "80", PARTIAL),
        ("96", "minska", "80", PARTIAL),
        ("97", "minska", "80", NONE),
        ("1", "öka", "0", FULL),
        ("0", "öka", "0", NONE),
        ("0", "minska", "0", NONE),
        ("1", "minska", "0", NONE),
        ("-9", "öka", "-10", FULL),
        ("-12", "öka", "-10", PARTIAL),
        ("-13", "öka", "-10", NONE),
        ("80", "öka", "", None),
        ("80", "öka", "-", None),
        ("", "öka", "80", None),
    ],
)
@pytest.mark.parametrize("better", Better)
def test_fulfilment_against_last_year(
    better: Better, outcome: str, target: str, previous: str, expected: Level | None
) -> None:
    assert level(outcome, target, better, previous) == expected


def test_fulfilment_with_own_tolerance() -> None:
    outcome, target = parse_value("95"), parse_value("100")
    for tolerance, expected in (("0", NONE), ("0.04", NONE), ("0.05", PARTIAL), ("1", PARTIAL)):
        assert (
            fulfilment(outcome=outcome, target=target, better=HIGHER, tolerance=Decimal(tolerance))
            == expected
        )


def test_tolerance_is_a_fifth() -> None:
    assert Decimal("0.20") == TOLERANCE


targets = st.one_of(
    amounts.map(make_value),
    st.sampled_from(["öka", "minska", "Max 10", "Minst 80 %", "+/-1 %", "≤ 0"]).map(parse_value),
)


def badness(outcome: Decimal, target: Value, better: Better) -> Decimal:
    """How bad an outcome is, on a scale of its own for each target and direction."""
    word = target.word
    if word in {"öka", "Minst 80 %"}:
        return -outcome
    if word in {"minska", "Max 10", "≤ 0"}:
        return outcome
    if word == "+/-1 %":
        return abs(outcome)
    goal = target.amount or Decimal(0)
    return {HIGHER: -outcome, LOWER: outcome, WITHIN: abs(outcome - goal)}[better]


@given(amounts, amounts, targets, betters, st.one_of(st.just(NOTHING), amounts.map(make_value)))
def test_worse_outcome_is_never_met_better(
    first: Decimal, second: Decimal, target: Value, better: Better, previous: Value
) -> None:
    worse, milder = sorted((first, second), key=lambda o: badness(o, target, better), reverse=True)
    low, high = (
        fulfilment(outcome=make_value(o), target=target, better=better, previous=previous)
        for o in (worse, milder)
    )
    if low is None or high is None:
        assert low is high is None
    else:
        assert RANK[low] <= RANK[high]


@given(amounts, targets, betters, st.decimals(min_value=0, max_value=2, places=2))
def test_wider_tolerance_never_lowers_the_level(
    outcome: Decimal, target: Value, better: Better, tolerance: Decimal
) -> None:
    previous, made = make_value(Decimal(50)), make_value(outcome)
    narrow, wide = (
        fulfilment(outcome=made, target=target, better=better, previous=previous, tolerance=share)
        for share in (tolerance, tolerance + Decimal("0.5"))
    )
    assert narrow is not None
    assert wide is not None
    assert RANK[narrow] <= RANK[wide]
