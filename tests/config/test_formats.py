"""Reading and writing Swedish numbers, dates, target words and names."""

import datetime
import json
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from config.formats import (
    NOTHING,
    FormatError,
    TargetKind,
    TargetWord,
    Value,
    format_date,
    format_number,
    make_value,
    parse_date,
    parse_value,
    read_word,
    swedish_key,
)

DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "data"
CELLS = ("outcome", "women", "men", "previous_year", "forecast", "target", "council_target")


amounts = st.decimals(
    min_value=Decimal("-99999999999999.999999"),
    max_value=Decimal("99999999999999.999999"),
    places=6,
)
units = st.sampled_from(
    ["", "%", "st", "kr", "mnkr", "GWh", "barn/avd.", "kg CO2e", "kg CO2 per kg livsmedel"]
    + ["m²", "per 1 000 invånare", "%-enheter", "besök"]
)
# Texts made of the characters that numbers and target words are made of, and of any others.
cells = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="0123456789 .,-+%eE/−–±≤ \u00a0\u202f\u2009\u200bstöka:", max_size=30),
)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("0", "0", ""),
        ("0,0", "0", ""),
        ("-0", "0", ""),
        ("22,7 %", "22.7", "%"),
        ("98,9 %", "98.9", "%"),
        ("77%", "77", "%"),
        ("77\u00a0%", "77", "%"),
        ("+5 %", "5", "%"),
        ("3 257,5", "3257.5", ""),
        ("3\u00a0257,5", "3257.5", ""),
        ("3\u202f257,5", "3257.5", ""),
        ("3\u2009257,5", "3257.5", ""),
        ("1 234 567,89", "1234567.89", ""),
        ("-3,5", "-3.5", ""),
        ("−3,5", "-3.5", ""),
        ("–3,5", "-3.5", ""),
        ("15,4 barn/avd.", "15.4", "barn/avd."),
        ("0,31 kg CO2e", "0.31", "kg CO2e"),
        ("1,6 kg CO2 per kg livsmedel", "1.6", "kg CO2 per kg livsmedel"),
        ("2,5 GWh", "2.5", "GWh"),
        ("1945 GWh", "1945", "GWh"),
        ("1 735 GWh", "1735", "GWh"),
        ("1 017 st", "1017", "st"),
        ("5st", "5", "st"),
        ("12 per 1 000 invånare", "12", "per 1 000 invånare"),
        ("1.5", "1.5", ""),
        ("4.75 %", "4.75", "%"),
        ("1.2345", "1.2345", ""),
        ("1,234", "1.234", ""),
        ("1.234,5", "1234.5", ""),
        ("1.234.567,8", "1234567.8", ""),
        ("99999999999999,999999", "99999999999999.999999", ""),
    ],
)
def test_parse_value_reads_number(text: str, amount: str, unit: str) -> None:
    value = parse_value(text)
    assert (value.amount, value.unit, value.text, value.word) == (Decimal(amount), unit, text, "")
    assert value.is_number
    assert not value.is_nothing


@pytest.mark.parametrize(
    "text",
    ["öka", "Minskning", "Max 10 personer", "+/-1 %", "± 1 %", "Tas fram av nämnd/styrelse"]
    + ["Fastställs 2024", "80-85 %", "80 – 85 %", "1:10", "50/50", "12 av 15", "2024-03-01"]
    + ["15 eller färre", "2023 års nivå", "2x3", "80 % eller 85 %", "inf", "NaN", "%", "st"],
)
def test_parse_value_keeps_other_text_as_word(text: str) -> None:
    assert parse_value(text) == Value(word=text)
    assert not parse_value(text).is_nothing


@pytest.mark.parametrize("text", [None, "", "   ", "\u00a0\t\n", "\u200b", " \ufeff "])
def test_parse_value_empty_cell_is_nothing(text: str | None) -> None:
    assert parse_value(text) == NOTHING
    assert NOTHING.is_nothing
    assert str(NOTHING) == ""


@pytest.mark.parametrize("dash", ["-", "–", "—", "−"])
def test_parse_value_dash_is_kept_but_nothing(dash: str) -> None:
    value = parse_value(f" {dash} ")
    assert (value.word, value.is_nothing, value.is_number) == (dash, True, False)


def test_parse_value_trims_outer_and_invisible_characters_only() -> None:
    assert parse_value("\ufeff 1 017\u200b\u00a0st \n").text == "1 017\u00a0st"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1e3", "Write the number in full: 1000, not 1e3."),
        ("1,5E-3 %", "Write the number in full: 1000, not 1e3."),
        ("1.234", "A point can mean thousands or decimals"),
        ("-1.234 st", "A point can mean thousands or decimals"),
        ("1.234.567", "A point can mean thousands or decimals"),
        ("1 23", "Write thousands in groups of three"),
        ("1234 567", "Write thousands in groups of three"),
        ("1  234", "Write thousands in groups of three"),
        ("12,3,4", "Write the number with one decimal comma"),
        ("1,234.5", "Write the number with one decimal comma"),
        ("5,", "Write the number with one decimal comma"),
        ("2.5.2024", "Write the number with one decimal comma"),
        ("5 %%", "Write the percent sign only once."),
        ("5 % %", "Write the percent sign only once."),
        (",5", "with the sign next to a digit"),
        ("- 5", "with the sign next to a digit"),
        ("1,1234567", "Use at most 6 decimals."),
        ("123456789012345", "Use at most 14 digits before the decimal comma."),
        ("١٢", "Write the number with the digits 0 to 9."),
        ("a" * 121, "Use at most 120 characters."),
        ("9" * 100_000, "Use at most 120 characters."),
        ("5\x00", "The text holds characters that cannot be stored."),
        ("\ud800", "The text holds characters that cannot be stored."),
    ],
)
def test_parse_value_refuses_with_advice(text: str, advice: str) -> None:
    with translation.override("en"), pytest.raises(FormatError) as refused:
        parse_value(text)
    with translation.override("en"):
        assert advice in str(refused.value.message)
        assert str(refused.value) == str(refused.value.message)


def test_parse_value_accepts_longest_word() -> None:
    assert parse_value("a" * 120).word == "a" * 120


@given(cells)
@example("1" * 120)
@example("1 " * 60)
@example("1.111" * 24)
def test_parse_value_raises_only_format_error_and_is_stable(text: str) -> None:
    try:
        value = parse_value(text)
    except FormatError:
        return
    assert parse_value(value.text) == value


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("1 017,50 st", "1017,50"),
        ("1.234,5 kr", "1234,5"),
        ("80 %", "80"),
        ("22.7%", "22,7"),
        ("\N{MINUS SIGN}3,50", "-3,50"),
        ("+3", "3"),
        ("0,00 %", "0,00"),
        ("-0", "0"),
        ("öka", ""),
        ("", ""),
    ],
)
def test_number_for_programs_has_the_decimals_that_were_written(printed: str, bare: str) -> None:
    value = parse_value(printed)
    assert value.bare == bare
    if value.amount is not None:
        # As a column of the database hands it out.
        stored = value.amount.quantize(Decimal("0.000001"))
        assert Value(stored, value.printed).bare == bare


@given(amounts, units)
def test_made_value_is_read_back(amount: Decimal, unit: str) -> None:
    value = make_value(amount, unit)
    read = parse_value(value.text)
    assert (read, read.amount, read.unit) == (value, amount, unit)


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        ("0", "", "0"),
        ("-0", "%", "0\u00a0%"),
        ("22.700000", "%", "22,7\u00a0%"),
        ("999", "st", "999\u00a0st"),
        ("1017", "st", "1\u00a0017\u00a0st"),
        ("-1234567.5", "", "-1\u00a0234\u00a0567,5"),
        ("1E+3", "kr", "1\u00a0000\u00a0kr"),
        ("0.1234565", "", "0,123457"),
    ],
)
def test_make_value_writes_swedish(amount: str, unit: str, text: str) -> None:
    assert make_value(Decimal(amount), unit).text == text


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        ("NaN", ""),
        ("Infinity", "%"),
        ("1E+14", ""),
        ("1E+999999", ""),
        ("99999999999999.9999999", ""),
    ]
    + [("1", "av 15"), ("1", "%%"), ("1", "-85 %"), ("1", "e3"), ("1", "234"), ("1", "a" * 120)],
)
def test_make_value_refuses_what_cannot_be_read_back(amount: str, unit: str) -> None:
    with pytest.raises(FormatError):
        make_value(Decimal(amount), unit)


@pytest.mark.parametrize(
    ("amount", "decimals", "text"),
    [
        ("0", 1, "0,0"),
        ("-0.04", 1, "0,0"),
        ("0.05", 1, "0,1"),
        ("-0.05", 1, "-0,1"),
        ("2.5", 0, "3"),
        ("3257.5", 1, "3\u00a0257,5"),
        ("3257.5", 2, "3\u00a0257,50"),
        ("100", None, "100"),
        ("100.10", None, "100,1"),
        ("33.33333333333333333333333333", None, "33,333333"),
    ],
)
def test_format_number(amount: str, decimals: int | None, text: str) -> None:
    assert format_number(Decimal(amount), decimals) == text


def test_value_is_a_number_or_a_word() -> None:
    with pytest.raises(ValueError, match="belong together"):
        Value(amount=Decimal(1))
    with pytest.raises(ValueError, match="belong together"):
        Value(printed="1")
    with pytest.raises(ValueError, match="not both"):
        Value(amount=Decimal(1), printed="1", word="öka")


@given(st.dates())
def test_dates_round_trip(day: datetime.date) -> None:
    assert parse_date(format_date(day)) == day


def test_parse_date_reads_iso() -> None:
    assert parse_date(" 2026-04-30 ") == datetime.date(2026, 4, 30)


@pytest.mark.parametrize(
    "text",
    [None, "", "4/30/2026", "30/4 2026", "20260430", "2026-4-30", "30 april 2026", "2026-04-30T10"]
    + ["2026-02-30", "0000-01-01", "٢٠٢٦-04-30"],
)
def test_parse_date_refuses_with_advice(text: str | None) -> None:
    with translation.override("en"), pytest.raises(FormatError, match="Write the date as 2026-04"):
        parse_date(text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("öka", TargetWord(TargetKind.INCREASE)),
        ("Öka", TargetWord(TargetKind.INCREASE)),
        ("ÖKAS", TargetWord(TargetKind.INCREASE)),
        ("Ökning", TargetWord(TargetKind.INCREASE)),
        ("o\u0308ka", TargetWord(TargetKind.INCREASE)),
        ("minska", TargetWord(TargetKind.DECREASE)),
        ("Minskning", TargetWord(TargetKind.DECREASE)),
        ("Max 10 personer", TargetWord(TargetKind.AT_MOST, Decimal(10))),
        ("max. 1\u00a0000 st", TargetWord(TargetKind.AT_MOST, Decimal(1000))),
        ("Högst 5 %", TargetWord(TargetKind.AT_MOST, Decimal(5))),
        ("≤ 10", TargetWord(TargetKind.AT_MOST, Decimal(10))),
        ("Minst 80 %", TargetWord(TargetKind.AT_LEAST, Decimal(80))),
        ("≥80", TargetWord(TargetKind.AT_LEAST, Decimal(80))),
        ("+/-1 %", TargetWord(TargetKind.BAND, Decimal(1))),
        ("+/- 1 %", TargetWord(TargetKind.BAND, Decimal(1))),
        ("± 1,5 %", TargetWord(TargetKind.BAND, Decimal("1.5"))),
        ("+/− 0", TargetWord(TargetKind.BAND, Decimal(0))),
        ("Tas fram av nämnd", None),
        ("Tas fram av nämnd/styrelse", None),
        ("Fastställs 2024", None),
        ("Maxa", None),
        ("Max", None),
        ("Max 1.234", None),
        ("Minst 80-85 %", None),
        ("Högst hälften", None),
        ("+/- -1 %", None),
        ("öka lite", None),
        ("80-85 %", None),
        ("-", None),
        ("", None),
    ],
)
def test_read_word(word: str, expected: TargetWord | None) -> None:
    assert read_word(word) == expected


@given(st.text())
def test_read_word_reads_any_text(text: str) -> None:
    word = read_word(text)
    assert word is None or (word.amount is None) == (word.kind in {"increase", "decrease"})


def test_swedish_key_orders_as_documents_do() -> None:
    names = [
        "Aktivt Medskapandeindex",
        "Andel äldre som känner till stadsdelens aktivitetscenter",
        "Andelen nöjda omsorgstagare",
        "Idé",
        "idéer",
        "Sjukfrånvaro",
        "Sjukfrånvaro dag 1-14",
        "Überyta",
        "Yta",
        "Zon",
        "Åldrande",
        "ängsmark",
        "Æra",
        "Ökning",
        "Ørebro",
        "östra",
    ]
    shuffled = names[1::2] + names[::2]
    assert sorted(shuffled, key=swedish_key) == names


@given(st.text(), st.text(), st.text())
def test_swedish_key_order_is_total(first: str, second: str, third: str) -> None:
    keys = [swedish_key(text) for text in (first, second, third)]
    assert (keys[0] == keys[1]) == (first == second)
    assert (keys[0] < keys[1]) + (keys[0] == keys[1]) + (keys[0] > keys[1]) == 1
    assert sorted(keys) == sorted(keys, reverse=True)[::-1]


@pytest.mark.parametrize("name", ["eav-2023-annual", "hv-2024-plan", "norrmalm-2023-t1"])
def test_published_documents_are_read_and_written_alike(name: str) -> None:
    path = DOCUMENTS / f"{name}.json"
    if not path.exists():
        pytest.skip("the published documents are not here")
    rows = json.loads(path.read_text(encoding="utf-8"))["indicators"]
    for row in rows:
        for cell in CELLS:
            assert parse_value(row[cell]).text == (row[cell] or "")
    for _goal, group in groupby(rows, key=lambda row: (row["goal"], row["owner"])):
        names = [row["name"] for row in group]
        assert names == sorted(names, key=swedish_key)
