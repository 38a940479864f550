"""Values that a sentence states of an indicator, read out of Swedish. Pure.

Only what the sentence itself names is read: "utfallet är 79,2 procent", "årsmålet på 80 procent",
"två procentenheter under fjolårets resultat". A number with no name may be anything, one with
"cirka" before it is meant to be inexact, and one of another year is not in the tables.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.formats import folded
from config.numerals import NUMBER_WORDS, read_number_word


class Named(StrEnum):
    """Which of an indicator's values a number is said to be."""

    OUTCOME = "outcome"
    TARGET = "target"
    FORECAST = "forecast"
    PREVIOUS = "previous_year"


@dataclass(frozen=True, slots=True)
class Stated:
    """A value by its name; in percent, or in the indicator's own unit."""

    named: Named
    amount: Decimal
    is_percent: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """So far from another value, up (1), down (-1), or either way (0); None: not said how far."""

    to: Named
    size: Decimal | None
    direction: int
    # Whether up and down are better and worse, not more and less.
    by_worth: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """From a value of last year to one of this year; whether it is said of the outcome by name."""

    before: Decimal
    after: Decimal
    is_percent: bool
    is_named: bool


_NUMBER = r"(?P<number>[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?)"
# Percent, or a number that stands by itself: "5 av 12" and "3 dagar längre" are something else.
_UNIT = (
    r"(?:(?: ?(?P<percent>%|procent))(?![\w-]| ?enhet)"
    r"|(?: st| stycken)?(?= ?(?:[.;:)!]|,(?![0-9])|$)"
    r"| (?:och|vilket|medan|men|jämfört|mot|i|för|där|under|föregående|förra|år|20[0-9]{2}"
    r"|är|har|nås|nåddes|uppnås|bedöms)(?!\w)))"
)
_IS = (
    r"(?:är|var|blev|blir|uppgår till|uppgick till|uppgått till|ligger på|låg på|har legat på"
    r"|landar på|landade på|hamnar på|hamnade på|uppmättes till)(?: i år| nu| totalt)?"
)
_OF_THE_YEAR = (
    r"(?: (?:för|under|i) (?:året|helåret|perioden|år|indikatorn|[0-9]{4}"
    r"|kvinnor|män|flickor|pojkar)| [0-9]{4}"
    r"| i årets \w+| i (?:medborgar|brukar)?undersökningen)*"
)
_LAST_YEAR = r"(?:föregående år|föregående års?|förra året|förra årets|i fjol|fjolåret|fjolårets)"
_PATTERNS = (
    (
        Named.OUTCOME,
        rf"(?<!\w)(?:utfallet|periodens utfall|årets utfall|resultatet|årets resultat|andelen"
        rf"|indexvärdet){_OF_THE_YEAR} {_IS} {_NUMBER}{_UNIT}",
    ),
    (
        Named.TARGET,
        rf"(?<!\w)(?:årsmålet|målvärdet|nämndens mål|målet|årsmål){_OF_THE_YEAR}"
        rf"(?: (?:{_IS}|på|om|är satt till|sattes till))? {_NUMBER}{_UNIT}",
    ),
    (
        Named.FORECAST,
        rf"(?<!\w)(?:prognosen|helårsprognosen|prognos){_OF_THE_YEAR}(?: (?:{_IS}|på|om))?"
        rf" {_NUMBER}{_UNIT}",
    ),
    (
        Named.PREVIOUS,
        rf"(?:jämfört med|i jämförelse med|mot|från) {_NUMBER}{_UNIT}"
        rf" (?:under |för |år )?(?:{_LAST_YEAR}|<last>)",
    ),
    (
        Named.PREVIOUS,
        rf"(?:{_LAST_YEAR}|<last> års|år <last>|<last>)(?: (?:utfall|resultat))?"
        rf" (?:(?:var|låg|uppgick)(?: (?:utfallet|resultatet|andelen))?(?: på| till)?|på) "
        rf"{_NUMBER}{_UNIT}",
    ),
)
_SIZES = [word for word in NUMBER_WORDS if (read := read_number_word(word)) and not read.is_all]
_SIZE = rf"(?P<size>[0-9]+(?:,[0-9]+)?|{'|'.join(_SIZES)}) (?:procentenhet|enhet|indexenhet)(?:er)?"
_TARGETS = r"(?:det |nämndens )?(?:årsmålet|målet|målvärdet)"
_BEFORE = rf"(?:{_LAST_YEAR}|<last>)(?: (?:resultat|utfall))?"
_DIFFERENCES = (
    (Named.TARGET, rf"{_SIZE} (?P<how>under|över|från|ifrån|lägre än|högre än) {_TARGETS}"),
    (Named.TARGET, rf"{_TARGETS}, (?:endast |bara |blott )?{_SIZE} (?P<how>ifrån|under|över)"),
    (Named.PREVIOUS, rf"{_SIZE} (?P<how>under|över|lägre än|högre än) {_BEFORE}"),
    (
        Named.PREVIOUS,
        rf"(?P<how>ökat|höjts|stigit|minskat|sjunkit|sänkts|förbättrats|försämrats|ökning"
        rf"|minskning|höjning|sänkning|förbättring|försämring) med {_SIZE}"
        rf" (?:jämfört med|i jämförelse med|sedan|från|mot) (?:{_BEFORE}|i fjol)",
    ),
)
_MOVES = re.compile(
    r"(?<!\w)(?:resultatet|utfallet|andelen|antalet|indexet|värdet)"
    r"(?: (?:för året|för indikatorn|i år|totalt|som helhet))?(?: har)?"
    r"(?: (?:under året|under perioden|dock|också|därmed|nu|något|marginellt|tydligt|klart))*"
    r" (?P<how>förbättrats|försämrats|ökat|minskat|höjts|stigit|sjunkit|sänkts)(?!\w)"
    r"(?: (?:något|betydligt|marginellt|avsevärt|markant|kraftigt|tydligt|svagt|lite))?"
    r" (?:jämfört med|i jämförelse med|sedan|från|mot) (?P<before>[^.,;]+)"
)
_AMOUNT = r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"
# "Utfallet har minskat från 16,5 till 15,2 barn": with a unit, and nothing that narrows it after.
_FROM_TO = re.compile(
    r"(?P<named>(?<!\w)(?:utfallet|resultatet|andelen|antalet|indexet|värdet)"
    r"(?: (?:har|under|året|perioden|dock|därmed|nu|också|totalt|i|år))* )?"
    r"(?<!\w)(?:ökade|ökat|minskade|minskat|höjdes|höjts|steg|stigit|sjönk|sjunkit|sänktes|sänkts"
    r"|föll|fallit|gick|gått|förbättrades|förbättrats|försämrades|försämrats)(?: [a-zåäö]+){0,2},?"
    rf" från (?P<before>{_AMOUNT})(?P<share> ?%| procent)?(?: [a-zåäö]+)?"
    rf" till (?P<after>{_AMOUNT})(?P<percent> ?%| procent)?(?: (?!och|men)[a-zåäö/]+)?"
    r"(?=$|[.;:!)]|,(?![0-9])"
    r"| (?:och|men|medan|vilket|jämfört|i år|under året|per|tack vare)(?!\w))"
)
# Not from last year to this: an aim, or less than a year.
_OTHER_MOVE = re.compile(
    r"mål|prognos|budget|(?<!\w)(?:ska|skulle|bör|behöver|måste|planer\w+|senaste|sedan)(?!\w)"
    r"|tertial|delår|kvartal|halvår|månad"
)
_DOWN = ("under", "lägre", "minsk", "sjunk", "sänk", "försäm")
_UP = ("över", "högre", "ök", "höj", "stig", "förbätt")
# What makes the number another than that of the whole.
_SOME_OF_THEM = re.compile(
    r"(?<!\w)(?:delindex|i de ärenden|i de fall|av dessa|av dem som|svarsfrekvens\w*|medelvärde\w*"
    r"|i staden|stadens|staden|för staden|stockholm|riket|genomsnitt\w*)(?!\w)"
)
_SEXES = re.compile(r"(?<!\w)(?:kvinn|flick|män(?!\w|nisk)|männe[nr]|pojk|kön)")


def speaks_of_sexes(sentence: str) -> bool:
    """Whether the numbers may be those of women or of men."""
    return _SEXES.search(folded(sentence)) is not None


def values(sentence: str, *, year: int) -> Iterator[Stated]:
    """The values that the sentence states by name; `year` is the document's."""
    text = folded(sentence)
    if _SOME_OF_THEM.search(text):
        return
    for named, pattern in _PATTERNS:
        for found in re.finditer(_with_year(pattern, year), text):
            if named is Named.PREVIOUS or not _of_another_year(text, found, year):
                amount = _decimal(found["number"])
                yield Stated(named, amount, bool(found["percent"]))


def differences(sentence: str, *, year: int) -> Iterator[Difference]:
    """How far the outcome is said to be from another value."""
    text = folded(sentence)
    if _SOME_OF_THEM.search(text):
        return
    for named, pattern in _DIFFERENCES:
        for found in re.finditer(_with_year(pattern, year), text):
            how = found["how"]
            yield Difference(named, _size(found["size"]), _direction(how), _is_worth(how))
    for found in _MOVES.finditer(text):
        if re.match(_with_year(_BEFORE, year), found["before"]):
            how = found["how"]
            yield Difference(Named.PREVIOUS, None, _direction(how), _is_worth(how))


def moves(sentence: str, *, year: int) -> Iterator[Move]:
    """From what to what the outcome is said to have gone since last year, or may be."""
    text = folded(sentence)
    years = {int(one) for one in re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", text)}
    if _SOME_OF_THEM.search(text) or speaks_of_sexes(text) or years - {year, year - 1}:
        return
    for found in _FROM_TO.finditer(text):
        clause = re.split(r"[,;]| medan | men ", text[: found.start()])[-1]
        if not _OTHER_MOVE.search(clause):
            before, after = (_decimal(found[end]) for end in ("before", "after"))
            is_percent = bool(found["share"] or found["percent"])
            yield Move(before, after, is_percent, bool(found["named"]))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", "."))


def _with_year(pattern: str, year: int) -> str:
    return pattern.replace("<last>", str(year - 1))


def _of_another_year(text: str, found: re.Match[str], year: int) -> bool:
    """Whether another year is named with the number: "2022 var utfallet 78 procent"."""
    clause = re.split(r"[,;]| medan | men ", text[: found.start()])[-1] + found[0]
    after = re.match(rf" (?:{_LAST_YEAR}|(?:år )?[0-9]{{4}})", text[found.end() :])
    years = {int(one) for one in re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", clause)}
    return bool(years - {year}) or re.search(_LAST_YEAR, clause) is not None or after is not None


def _size(text: str) -> Decimal:
    read = read_number_word(text)
    if read is not None and read.number is not None:
        return Decimal(read.number)
    return _decimal(text)


def _direction(how: str) -> int:
    if how.startswith(_DOWN):
        return -1
    return 1 if how.startswith(_UP) else 0


def _is_worth(how: str) -> bool:
    return how.startswith(("förbätt", "försäm"))
