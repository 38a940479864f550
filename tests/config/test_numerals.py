"""Counts in running Swedish: every number, gender and form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formats import parse_value
from config.numerals import (
    ACTIVITY,
    AREA_GOAL,
    COMMITTEE_GOAL,
    DONE,
    EXPECTED_RESULT,
    INDICATOR,
    Gender,
    Noun,
    NumberWord,
    capitalised,
    count,
    joined,
    number_word,
    read_number_word,
    share,
    spelled,
    unit_words,
)


@pytest.mark.parametrize(
    ("number", "common", "neuter"),
    [
        (0, "noll", "noll"),
        (1, "en", "ett"),
        (2, "två", "två"),
        (3, "tre", "tre"),
        (4, "fyra", "fyra"),
        (5, "fem", "fem"),
        (6, "sex", "sex"),
        (7, "sju", "sju"),
        (8, "åtta", "åtta"),
        (9, "nio", "nio"),
        (10, "tio", "tio"),
        (11, "elva", "elva"),
        (12, "tolv", "tolv"),
        (13, "13", "13"),
        (21, "21", "21"),
        (1234, "1\N{NO-BREAK SPACE}234", "1\N{NO-BREAK SPACE}234"),
    ],
)
def test_number_is_a_word_to_twelve(number: int, common: str, neuter: str) -> None:
    assert number_word(number) == common
    assert number_word(number, Gender.NEUTER) == neuter


def test_number_beside_a_large_one_has_digits() -> None:
    assert number_word(3, largest=14) == "3"
    assert number_word(3, largest=12) == "tre"


@pytest.mark.parametrize(
    ("number", "common", "neuter"),
    [
        (18, "arton", "arton"),
        (20, "tjugo", "tjugo"),
        (21, "tjugoen", "tjugoett"),
        (47, "fyrtiosju", "fyrtiosju"),
        (99, "nittionio", "nittionio"),
        (100, "hundra", "hundra"),
    ],
)
def test_number_is_spelled_to_a_hundred(number: int, common: str, neuter: str) -> None:
    assert spelled(number) == common
    assert spelled(number, Gender.NEUTER) == neuter


@pytest.mark.parametrize("number", [-1, 101])
def test_number_outside_is_not_spelled(number: int) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        spelled(number)


def test_nothing_below_zero_is_counted() -> None:
    with pytest.raises(ValueError, match="counted"):
        number_word(-1)


@given(st.integers(0, 10**9), st.sampled_from(Gender))
def test_number_word_is_read_as_it_was_written(number: int, gender: Gender) -> None:
    assert read_number_word(number_word(number, gender)) == NumberWord(number)


@given(st.integers(0, 100), st.sampled_from(Gender))
def test_spelled_number_is_read_as_it_was_written(number: int, gender: Gender) -> None:
    assert read_number_word(capitalised(spelled(number, gender))) == NumberWord(number)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("fyra", NumberWord(4)),
        ("Fyra", NumberWord(4)),
        ("ETT", NumberWord(1)),
        ("4", NumberWord(4)),
        ("1 234", NumberWord(1234)),
        ("etthundra", NumberWord(100)),
        ("tjugen", NumberWord(21)),
        ("aderton", NumberWord(18)),
        ("ingen", NumberWord(0)),
        ("Inget", NumberWord(0)),
        ("inga", NumberWord(0)),
        ("Båda", NumberWord(2, is_all=True)),
        ("bägge", NumberWord(2, is_all=True)),
        ("samtliga", NumberWord(None, is_all=True)),
        ("alla", NumberWord(None, is_all=True)),
        ("den  enda", NumberWord(1, is_all=True)),
        ("", None),
        ("flera", None),
        ("4,5", None),
        ("-4", None),
        ("12 34", None),
        ("fyrahundra", None),
        ("²", None),
    ],
)
def test_number_word_is_read(text: str, read: NumberWord | None) -> None:
    assert read_number_word(text) == read


@pytest.mark.parametrize(
    ("number", "noun", "written"),
    [
        (0, INDICATOR, "inga indikatorer"),
        (1, INDICATOR, "en indikator"),
        (2, INDICATOR, "två indikatorer"),
        (12, INDICATOR, "tolv indikatorer"),
        (13, ACTIVITY, "13 aktiviteter"),
        (0, COMMITTEE_GOAL, "inga nämndmål"),
        (1, COMMITTEE_GOAL, "ett nämndmål"),
        (3, COMMITTEE_GOAL, "tre nämndmål"),
        (1, AREA_GOAL, "ett verksamhetsområdesmål"),
        (5, AREA_GOAL, "fem verksamhetsområdesmål"),
        (1, EXPECTED_RESULT, "ett förväntat resultat"),
        (2, EXPECTED_RESULT, "två förväntade resultat"),
    ],
)
def test_noun_is_counted(number: int, noun: Noun, written: str) -> None:
    assert count(number, noun) == written


@pytest.mark.parametrize(
    ("part", "total", "noun", "written"),
    [
        (0, 0, INDICATOR, "inga indikatorer"),
        (0, 0, COMMITTEE_GOAL, "inga nämndmål"),
        (0, 1, INDICATOR, "ingen indikator"),
        (1, 1, INDICATOR, "indikatorn"),
        (0, 2, INDICATOR, "ingen av de två indikatorerna"),
        (1, 2, INDICATOR, "en av två indikatorer"),
        (2, 2, INDICATOR, "båda indikatorerna"),
        (0, 12, INDICATOR, "ingen av tolv indikatorer"),
        (1, 12, INDICATOR, "en av tolv indikatorer"),
        (3, 12, INDICATOR, "tre av tolv indikatorer"),
        (12, 12, INDICATOR, "samtliga tolv indikatorer"),
        (5, 5, ACTIVITY, "samtliga fem aktiviteter"),
        (3, 14, ACTIVITY, "3 av 14 aktiviteter"),
        (1, 14, ACTIVITY, "1 av 14 aktiviteter"),
        (0, 14, ACTIVITY, "ingen av 14 aktiviteter"),
        (14, 14, ACTIVITY, "samtliga 14 aktiviteter"),
        (0, 1, COMMITTEE_GOAL, "inget nämndmål"),
        (1, 1, COMMITTEE_GOAL, "nämndmålet"),
        (0, 2, COMMITTEE_GOAL, "inget av de två nämndmålen"),
        (1, 2, COMMITTEE_GOAL, "ett av två nämndmål"),
        (2, 2, COMMITTEE_GOAL, "båda nämndmålen"),
        (0, 3, COMMITTEE_GOAL, "inget av tre nämndmål"),
        (1, 3, COMMITTEE_GOAL, "ett av tre nämndmål"),
        (3, 3, COMMITTEE_GOAL, "samtliga tre nämndmål"),
        (1, 1, AREA_GOAL, "målet för verksamhetsområdet"),
        (2, 2, AREA_GOAL, "båda verksamhetsområdesmålen"),
        (4, 5, AREA_GOAL, "fyra av fem verksamhetsområdesmål"),
        (0, 1, EXPECTED_RESULT, "inget förväntat resultat"),
        (1, 1, EXPECTED_RESULT, "det förväntade resultatet"),
        (0, 2, EXPECTED_RESULT, "inget av de två förväntade resultaten"),
        (2, 2, EXPECTED_RESULT, "båda de förväntade resultaten"),
        (3, 3, EXPECTED_RESULT, "samtliga tre förväntade resultat"),
    ],
)
def test_share_of_all(part: int, total: int, noun: Noun, written: str) -> None:
    assert share(part, total, noun) == written


@pytest.mark.parametrize(("part", "total"), [(-1, 2), (3, 2)])
def test_share_larger_than_all_is_refused(part: int, total: int) -> None:
    with pytest.raises(ValueError, match="at most all"):
        share(part, total, INDICATOR)


@pytest.mark.parametrize(
    ("number", "noun", "written"),
    [
        (0, ACTIVITY, "genomförd"),
        (1, ACTIVITY, "genomförd"),
        (2, ACTIVITY, "genomförda"),
        (0, COMMITTEE_GOAL, "genomfört"),
        (1, COMMITTEE_GOAL, "genomfört"),
        (5, COMMITTEE_GOAL, "genomförda"),
    ],
)
def test_word_agrees_with_its_noun(number: int, noun: Noun, written: str) -> None:
    assert DONE.with_count(number, noun) == written


@pytest.mark.parametrize(
    ("parts", "written"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_parts_are_joined(parts: list[str], written: str) -> None:
    assert joined(parts) == written


def test_capital_leaves_the_rest() -> None:
    assert capitalised("åtta av tio KF-mål") == "Åtta av tio KF-mål"
    assert capitalised("") == ""


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("79,2 %", "79,2 procent"),
        ("79,2%", "79,2 procent"),
        ("79,2\N{NO-BREAK SPACE}%", "79,2 procent"),
        ("-3,5 %", "-3,5 procent"),
        ("4 ‰", "4 promille"),
        ("2 %-enheter", "2 procentenheter"),
        ("5,2 st", "5,2"),
        ("1\N{NO-BREAK SPACE}017 st", "1\N{NO-BREAK SPACE}017"),
        ("250 kr", "250 kronor"),
        ("15,4 barn/avd.", "15,4 barn/avd."),
        ("2,5 mnkr", "2,5 mnkr"),
        ("2,5 GWh", "2,5 GWh"),
        ("1,6 kg CO2 per kg livsmedel", "1,6 kg CO2 per kg livsmedel"),
        ("81", "81"),
        ("öka", "öka"),
        ("", ""),
    ],
)
def test_unit_is_said_in_words(value: str, written: str) -> None:
    assert unit_words(parse_value(value)) == written
