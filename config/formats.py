"""How numbers, dates, target words and names are read, written and ordered in Swedish.

The only module that does so; nothing here touches the database. What people type, paste or import
is kept as it was written, because a document must come out as it went in: "77%" and "77 %",
"1945 GWh" and "1 735 GWh" are all in use.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_LENGTH = 120  # characters in a value or a target word
MAX_DECIMALS = 6
MAX_DIGITS = 14  # before the decimal comma

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
DASHES = frozenset("-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")

# Thousands are grouped with any of these; Excel and Word paste the last four.
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}"
_MINUS = "\N{MINUS SIGN}\N{EN DASH}-"  # hyphen last: in a character class it must not span

_NUMBER = re.compile(rf"([+{_MINUS}]?)([0-9][0-9.,{_SPACES}]*)(.*)", re.DOTALL)
_WHOLE = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}})+)"
_READABLE = re.compile(
    rf"{_WHOLE}(?:[.,][0-9]+)?"
    r"|[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+"  # 1.234,5: the comma tells what the points are
)
_POINT_AND_THREE = re.compile(rf"[0-9{_SPACES}]+(?:\.[0-9]{{3}})+")
_WRONG_GROUPS = re.compile(rf"[0-9{_SPACES}]+(?:[.,][0-9]+)?")
_EXPONENT = re.compile(rf"[eE][+{_MINUS}]?[0-9]")
_LOOSE_SIGN = re.compile(rf"[+{_MINUS}](?:\s+[0-9]|[.,][0-9])|[.,][0-9]")
_REPEATED_PERCENT = re.compile(r"%(?:\s*%)+")
_UNIT_SIGNS = frozenset("%‰°€$£/.·-²³µ()' ")
# Words that turn a number into a phrase: "15 eller färre" is not a count of "eller färre".
_PHRASE_WORDS = frozenset(
    {"eller", "och", "till", "än", "fler", "färre", "mer", "mindre", "högre", "lägre"}
    | {"års", "senast"}
)
# Private-use characters stand for the letters after z until the accents have been taken off.
_SWEDISH_LETTERS = str.maketrans(
    {"å": "\ue000", "ä": "\ue001", "æ": "\ue001", "ö": "\ue002", "ø": "\ue002"}
    | {"ü": "y", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
)
_INCREASE = frozenset({"öka", "ökas", "ökar", "ökning", "ökande", "ska öka"})
_DECREASE = frozenset({"minska", "minskas", "minskar", "minskning", "minskande", "ska minska"})


class FormatError(ValueError):
    """A text that cannot be read; `message` tells the person who wrote it what to do.

    The message is translated when it is shown, not when it is raised.
    """

    def __init__(self, message: "StrOrPromise") -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a cell for an outcome or a target: a number, a word, or nothing.

    `amount` is the number in the unit it was written in (45 for "45 %"), `printed` the number as it
    was written with its unit ("77%", "1 017 st") and "" exactly when there is no amount, `word` a
    target word or a bare dash. A number and a word never stand together: ValueError.
    """

    amount: Decimal | None = None
    printed: str = ""
    word: str = ""

    def __post_init__(self) -> None:
        if (self.amount is None) != (self.printed == ""):
            raise ValueError("an amount and its printed form belong together")
        if self.amount is not None and self.word:
            raise ValueError("a value is a number or a word, not both")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The value as it was written; "" for an empty cell."""
        return self.printed or self.word

    @property
    def unit(self) -> str:
        """The unit as written after the number ("%", "barn/avd."), spaces made plain; else ""."""
        found = _NUMBER.match(self.printed)
        return _plain(found[3]) if found else ""

    @property
    def digits(self) -> str:
        """The number as it was written, without its unit: "1 017" of "1 017 st"; else ""."""
        found = _NUMBER.match(self.printed)
        return f"{found[1]}{found[2]}".rstrip(_SPACES) if found else ""

    @property
    def bare(self) -> str:
        """The number for programs, with a decimal comma and no other signs: "1017,50" of
        "1 017,50 st"; else "". It has the decimals that were written, not those of a column."""
        found = _NUMBER.match(self.printed)
        if found is None or self.amount is None:
            return ""
        digits = f"{abs(_read_digits(found[2].rstrip(_SPACES))):f}".replace(".", ",")
        return f"-{digits}" if self.amount < 0 else digits

    @property
    def is_number(self) -> bool:
        """Whether there is a number; zero is one."""
        return self.amount is not None

    @property
    def is_nothing(self) -> bool:
        """Whether there is no value at all: an empty cell or a bare dash. Zero is a value."""
        return self.amount is None and (self.word == "" or self.word in DASHES)


NOTHING = Value()


class TargetKind(StrEnum):
    """What a target word asks for."""

    INCREASE = "increase"
    DECREASE = "decrease"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    BAND = "band"


_BOUNDS = {
    TargetKind.AT_MOST: re.compile(r"(?:(?:max|maximalt|(?:som )?högst)\b\.?|≤|<=) ?(.+)"),
    TargetKind.AT_LEAST: re.compile(r"(?:(?:minst|lägst)\b|≥|>=) ?(.+)"),
    TargetKind.BAND: re.compile(rf"(?:±|\+ ?/? ?[{_MINUS}]) ?([0-9].*)"),
}


@dataclass(frozen=True, slots=True)
class TargetWord:
    """A target word that an outcome can be compared with.

    `amount` is the bound of at_most and at_least, or the half width of a band around zero, in the
    unit it was written in; None for increase and decrease, which compare with last year.
    """

    kind: TargetKind
    amount: Decimal | None = None


def parse_value(text: str | None) -> Value:
    """Read what somebody wrote in a cell; the writing is kept, outer and zero-width space is not.

    A number with or without a unit becomes an amount, any other text a word ("öka", "1:10", "-").
    Raises FormatError, and nothing else, when the text is too long, cannot be stored, or looks like
    a number that could mean two things or none: "1.234", "1 23", "12,3,4", "1e3", "5 %%".
    """
    cleaned = _cleaned(text or "")
    if _LOOSE_SIGN.match(cleaned):
        raise FormatError(_("Write the number like -3,5, with the sign next to a digit."))
    found = _NUMBER.fullmatch(cleaned)
    if found is None:
        return Value(word=cleaned)
    sign, digits, rest = found[1], found[2].rstrip(_SPACES), found[3]
    if not _is_unit(rest, adjacent=digits == found[2]):
        return Value(word=cleaned)
    amount = _read_digits(digits)
    negative = sign not in {"", "+"}
    return Value(amount=-amount if negative else amount, printed=cleaned)


def make_value(amount: Decimal, unit: str = "") -> Value:
    """The value in the house's own writing: "1 234,5 %", with no-break spaces.

    More than six decimals are rounded half up. Raises FormatError for a number that could not be
    read back (15 digits before the comma, not finite) and for a unit that is none ("av 15").
    """
    if not amount.is_finite() or amount.adjusted() >= MAX_DIGITS:
        raise FormatError(_("Use at most 14 digits before the decimal comma."))
    number, unit = format_number(amount), _plain(unit)
    value = parse_value(f"{number}{NO_BREAK_SPACE}{unit}" if unit else number)
    if value.amount is None or value.unit != unit:
        raise FormatError(_("Write the unit as a word or a sign, for example st."))
    return value


def format_number(amount: Decimal, decimals: int | None = None) -> str:
    """Write a finite number with decimal comma and thousands set off by no-break spaces.

    With `decimals` exactly that many, rounded half up; without, as many as it takes, at most six.
    Minus is a plain "-", as in the documents; a number that rounds to zero has no sign.
    """
    places = MAX_DECIMALS if decimals is None else decimals
    # Whole numbers of the last place: the context's 28 digits cannot get in the way of rounding.
    scaled = int(amount.scaleb(places).to_integral_value(ROUND_HALF_UP))
    whole, fraction = divmod(abs(scaled), 10**places)
    decimal_digits = f"{fraction:0{places}d}" if places else ""
    if decimals is None:
        decimal_digits = decimal_digits.rstrip("0")
    written = f"{whole:,d}".replace(",", NO_BREAK_SPACE)
    return ("-" if scaled < 0 else "") + ",".join(filter(None, [written, decimal_digits]))


def number_pattern(value: Value) -> str:
    """How a spreadsheet shows the amount as it was written: "1 017,50 st" is `#,##0.00" st"`.

    The unit is a text in quotes: 86 stays 86 and reads "86 %", where a bare % would ask for 0.86.
    """
    found = _NUMBER.match(value.printed)
    if found is None:
        return "General"
    number = found[2].rstrip(_SPACES)
    whole, _mark, decimals = number.replace(".", "," if "," not in number else "").partition(",")
    grouped = not whole.isdecimal() or "." in number and "," in number
    unit = (found[2][len(number) :] + found[3]).replace('"', "")
    pattern = ("#,##0" if grouped else "0") + (f".{'0' * len(decimals)}" if decimals else "")
    return f'{pattern}"{unit}"' if unit else pattern


def parse_date(text: str | None) -> datetime.date:
    """Read a date written the ISO way, "2026-04-30", and no other; FormatError tells how."""
    written = (text or "").strip()
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise FormatError(_("Write the date as 2026-04-30."))
    try:
        return datetime.date.fromisoformat(written)
    except ValueError as error:
        raise FormatError(_("There is no such day. Write the date as 2026-04-30.")) from error


def format_date(day: datetime.date) -> str:
    """Write a date the ISO way: "2026-04-30"; the time of a datetime is left out."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def read_word(word: str) -> TargetWord | None:
    """What a target word asks for, or None when it says nothing an outcome can be compared with.

    None for "Tas fram av nämnd" and "Fastställs 2024" (not decided yet) and for any unknown word.
    """
    written = _plain(unicodedata.normalize("NFC", word)).casefold().rstrip(".")
    if written in _INCREASE:
        return TargetWord(TargetKind.INCREASE)
    if written in _DECREASE:
        return TargetWord(TargetKind.DECREASE)
    for kind, pattern in _BOUNDS.items():
        found = pattern.fullmatch(written)
        if found:
            return _bound(kind, found[1])
    return None


def swedish_key(text: str) -> tuple[str, str]:
    """Sort key: å, ä, ö after z, case and accents ignored (é as e, ü as y, æ as ä, ø as ö).

    Texts that read alike are told apart by their spelling, so the order is total and always the
    same. A space comes before every letter, as the documents have it: "Andel äldre", "Andelen".
    """
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = letters.translate(_SWEDISH_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(c))
    return bare, text


def folded(text: str) -> str:
    """The text as it is compared with another: without case, and with single plain spaces."""
    return " ".join(text.casefold().split())


def _plain(text: str) -> str:
    """The text with every run of white space made one plain space, and none at the ends."""
    return " ".join(text.split())


def _cleaned(text: str) -> str:
    """The text without outer space and invisible characters; FormatError when it cannot be kept."""
    trimmed = text.strip()
    if len(trimmed) > MAX_LENGTH:
        raise FormatError(_("Use at most 120 characters."))
    visible = "".join(c for c in trimmed if unicodedata.category(c) != "Cf").strip()
    for character in visible:
        # Line breaks come along from cells; other control characters PostgreSQL cannot store.
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r":
            raise FormatError(_("The text holds characters that cannot be stored. Write it again."))
        if character.isdecimal() and not character.isascii():
            raise FormatError(_("Write the number with the digits 0 to 9."))
    return visible


def _is_unit(rest: str, *, adjacent: bool) -> bool:
    """Whether what follows a number is its unit, so that the text is a number and not a phrase.

    No digits of its own ("12 av 15", "2x3") except in a name like CO2 or m2, or after "per".
    Raises FormatError for an exponent and for a percent sign written twice.
    """
    if _EXPONENT.match(rest):
        raise FormatError(_("Write the number in full: 1000, not 1e3."))
    unit = _plain(unicodedata.normalize("NFC", rest))
    if _REPEATED_PERCENT.fullmatch(unit):
        raise FormatError(_("Write the percent sign only once."))
    if not unit:
        return True
    words = unit.split(" ")
    if not (unit[0].isalpha() or unit[0] in "%‰°€$£") or not _PHRASE_WORDS.isdisjoint(words):
        return False
    if not all(c.isalpha() or c.isdecimal() or c in _UNIT_SIGNS for c in unit):
        return False
    if unit.count("%") > 1 or (adjacent and any(c.isdecimal() for c in words[0])):
        return False
    before_per = words[: words.index("per")] if "per" in words else words
    return not any(word.lstrip("(-./")[:1].isdecimal() for word in before_per)


def _read_digits(digits: str) -> Decimal:
    """The number that digits, separators and spaces spell; FormatError says what is wrong."""
    if "," not in digits and _POINT_AND_THREE.fullmatch(digits):
        raise FormatError(
            _("A point can mean thousands or decimals. Write 1234 or 1,234, whichever you mean.")
        )
    if not _READABLE.fullmatch(digits):
        if _WRONG_GROUPS.fullmatch(digits):
            raise FormatError(_("Write thousands in groups of three, for example 1 234 567."))
        raise FormatError(_("Write the number with one decimal comma, for example 1 234,5."))
    compact = "".join(c for c in digits if c not in _SPACES)
    if "," in compact:
        compact = compact.replace(".", "").replace(",", ".")
    whole, _point, decimals = compact.partition(".")
    if len(decimals) > MAX_DECIMALS:
        raise FormatError(_("Use at most 6 decimals."))
    if len(whole.lstrip("0")) > MAX_DIGITS:
        raise FormatError(_("Use at most 14 digits before the decimal comma."))
    return Decimal(compact)


def _bound(kind: TargetKind, text: str) -> TargetWord | None:
    """The target word with the number that follows it; None when there is no readable one."""
    try:
        amount = parse_value(text).amount
    except FormatError:
        return None
    return None if amount is None else TargetWord(kind, amount)
