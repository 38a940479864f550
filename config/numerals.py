"""How counts are written and read in running Swedish: words, genders, singular and plural.

Everything here makes or reads Swedish, whatever language the interface has: it is for sentences
in Swedish documents, which stay Swedish. It is therefore not translated. Pure: no database.

Numbers to twelve are written as words and larger ones with digits; when one of the numbers of a
sentence needs digits, all of them have them ("3 av 14 indikatorer, 9 delvis"). So say the Swedish
language council's rules of writing, and so do the reports.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.formats import Value, folded, format_number

# The largest number that is written as a word.
LAST_WORD = 12

_SMALL = (
    *("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva"),
    *("tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"),
)
_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")
# Words that people write beside those above.
_OTHER_SPELLINGS = {"två": "tvenne", "arton": "aderton", "fyrtio": "förtio"}
_NONE = frozenset({"ingen", "inget", "inga", "ingendera", "ingetdera"})
_ALL = frozenset({"samtliga", "alla"})
_BOTH = frozenset({"båda", "bägge", "bådadera"})
_DIGITS = re.compile(r"[0-9]{1,3}(?:[ \N{NO-BREAK SPACE}][0-9]{3})+|[0-9]+")


class Gender(StrEnum):
    """The two genders of Swedish nouns."""

    COMMON = "common"
    NEUTER = "neuter"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that is counted, in the forms that its counts need.

    `the_plural` is the plural after "de två": "indikatorerna". Where an adjective belongs to the
    noun `both` says "båda de" before it.
    """

    singular: str
    plural: str
    the: str
    the_plural: str
    gender: Gender = Gender.COMMON
    both: str = "båda"


INDICATOR = Noun("indikator", "indikatorer", "indikatorn", "indikatorerna")
ACTIVITY = Noun("aktivitet", "aktiviteter", "aktiviteten", "aktiviteterna")
COMMITTEE_GOAL = Noun("nämndmål", "nämndmål", "nämndmålet", "nämndmålen", Gender.NEUTER)
# Counted with one word, called with three: so the reports say it.
AREA_GOAL = Noun(
    "verksamhetsområdesmål",
    "verksamhetsområdesmål",
    "målet för verksamhetsområdet",
    "verksamhetsområdesmålen",
    Gender.NEUTER,
)
DIRECTION_GOAL = Noun(
    "inriktningsmål", "inriktningsmål", "inriktningsmålet", "inriktningsmålen", Gender.NEUTER
)
EXPECTED_RESULT = Noun(
    "förväntat resultat",
    "förväntade resultat",
    "det förväntade resultatet",
    "förväntade resultaten",
    Gender.NEUTER,
    both="båda de",
)


@dataclass(frozen=True, slots=True)
class Agreeing:
    """A word that agrees with what it is said of: "genomförd", "genomfört", "genomförda"."""

    common: str
    neuter: str
    plural: str

    def with_count(self, count: int, noun: Noun) -> str:
        """The form after so many; after none it is that of one ("ingen … är genomförd")."""
        if count > 1:
            return self.plural
        return self.common if noun.gender == Gender.COMMON else self.neuter


DONE = Agreeing("genomförd", "genomfört", "genomförda")


@dataclass(frozen=True, slots=True)
class NumberWord:
    """What a number word says: how many, and whether those are all there are.

    "fyra" is 4; "båda" is 2 and all; "samtliga" is all, however many; "ingen" is 0.
    """

    number: int | None
    is_all: bool = False


def number_word(number: int, gender: Gender = Gender.COMMON, *, largest: int | None = None) -> str:
    """The number as it is written in a sentence: "en", "ett", "tolv", "13", "1 234".

    `largest` is the largest number of the sentence, when that is another: above twelve it
    makes this one digits too. Raises ValueError below zero.
    """
    if number < 0:
        raise ValueError("only what can be counted has a number word")
    if max(number, largest or 0) > LAST_WORD:
        return format_number(Decimal(number))
    return "en" if number == 1 and gender == Gender.COMMON else _SMALL[number]


def spelled(number: int, gender: Gender = Gender.COMMON) -> str:
    """The number in letters, 0 to 100: "tjugoen", "nittionio", "hundra". ValueError outside."""
    if not 0 <= number <= 100:
        raise ValueError("only 0 to 100 are spelled out")
    if number == 100:
        return "hundra"
    one = "en" if gender == Gender.COMMON else "ett"
    if number < len(_SMALL):
        return one if number == 1 else _SMALL[number]
    tens, rest = divmod(number, 10)
    ending = one if rest == 1 else _SMALL[rest]
    return _TENS[tens - 2] + (ending if rest else "")


def no_word(gender: Gender = Gender.COMMON) -> str:
    """ "ingen" or "inget"."""
    return "ingen" if gender == Gender.COMMON else "inget"


def _reading_table() -> dict[str, NumberWord]:
    table = {}
    for number in range(101):
        for gender in Gender:
            word = spelled(number, gender)
            table[word] = NumberWord(number)
            for usual, other in _OTHER_SPELLINGS.items():
                table[word.replace(usual, other, 1)] = NumberWord(number)
    table |= {word: NumberWord(100) for word in ("etthundra", "ett hundra")}
    table |= {f"tjug{one}": NumberWord(21) for one in ("en", "ett")}
    table |= {word: NumberWord(0) for word in _NONE}
    table |= {word: NumberWord(2, is_all=True) for word in _BOTH}
    table |= {word: NumberWord(None, is_all=True) for word in _ALL}
    table |= {word: NumberWord(1, is_all=True) for word in ("den enda", "det enda")}
    return table


_READ = _reading_table()
# Every word that `read_number_word` knows, the longest first: for patterns.
NUMBER_WORDS = tuple(sorted(_READ, key=lambda word: (-len(word), word)))


def read_number_word(text: str) -> NumberWord | None:
    """What a number word or a whole number in digits says; None when it is neither.

    Upper and lower case and the kind of space do not matter. The inverse of `number_word` and
    `spelled`.
    """
    written = folded(text)
    if _DIGITS.fullmatch(written):
        return NumberWord(int(written.replace(" ", "")))
    return _READ.get(written)


def count(number: int, noun: Noun) -> str:
    """So many of them: "en indikator", "tolv indikatorer", "13 aktiviteter", "inga nämndmål"."""
    if number == 0:
        return f"inga {noun.plural}"
    return f"{number_word(number, noun.gender)} {noun.singular if number == 1 else noun.plural}"


def share(part: int, total: int, noun: Noun) -> str:
    """So many of all: "tre av tolv indikatorer", "båda indikatorerna", "samtliga fem nämndmål".

    Of a single one: "indikatorn", or "ingen indikator". None of several: "ingen av tolv
    indikatorer". Where there are none at all "inga indikatorer". Raises ValueError when the
    part is larger than the whole.
    """
    if not 0 <= part <= total:
        raise ValueError("a part is at least none and at most all")
    none = no_word(noun.gender)
    if total <= 1:
        return count(0, noun) if total == 0 else noun.the if part else f"{none} {noun.singular}"
    if total == 2 and part != 1:
        return f"{noun.both} {noun.the_plural}" if part else f"{none} av de två {noun.the_plural}"
    all_of_them = f"{number_word(total, noun.gender)} {noun.plural}"
    if part == total:
        return f"samtliga {all_of_them}"
    first = number_word(part, noun.gender, largest=total) if part else none
    return f"{first} av {all_of_them}"


def joined(parts: list[str]) -> str:
    """The parts in a row, as a sentence lists them: "a, b och c"."""
    return " och ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def capitalised(text: str) -> str:
    """The text with a capital first letter, as at the start of a sentence; the rest is kept."""
    return text[:1].upper() + text[1:]


# What a unit is called in running text. The others stand as they are written: "barn/avd.",
# "GWh", and "mnkr" and "tkr", which the reports write out in words nowhere.
UNIT_WORDS = {
    "%": "procent",
    "‰": "promille",
    "%-enhet": "procentenhet",
    "%-enheter": "procentenheter",
    "kr": "kronor",
    "kr.": "kronor",
    "st": "",
    "st.": "",
}


def unit_words(value: Value) -> str:
    """A value as running text says it: "79,2 %" is "79,2 procent", "5,2 st" is "5,2".

    The number stays as it was written; a target word ("öka") and an empty value too.
    """
    unit = value.unit
    if unit not in UNIT_WORDS:
        return value.text
    number = value.printed[: len(value.printed) - len(unit)].rstrip()
    return f"{number} {UNIT_WORDS[unit]}".rstrip()
