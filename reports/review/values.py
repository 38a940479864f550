"""Checks of what a text says of an indicator's values against the indicator's row."""

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import Value, folded
from indicators.choices import Better
from reports.choices import Severity
from reports.document import IndicatorEntry
from reports.review.findings import Case, Check, Text, Told
from reports.review.phrases import quoted
from reports.review.stated import (
    Difference,
    Move,
    Named,
    Stated,
    differences,
    moves,
    speaks_of_sexes,
    values,
)

NAMES = {
    Named.OUTCOME: gettext_lazy("the outcome is %(value)s"),
    Named.TARGET: gettext_lazy("the target is %(value)s"),
    Named.FORECAST: gettext_lazy("the forecast is %(value)s"),
    Named.PREVIOUS: gettext_lazy("last year’s outcome was %(value)s"),
}
# Letters of a name that a sentence must hold to speak of that indicator and no other.
NAME_LENGTH = 20


def stated_values(case: Case) -> Iterator[Told]:
    """A number that is said to be an indicator's value and is not."""
    year = case.document.year
    for text in case.texts:
        if text.activity:
            continue
        for sentence in filter(_holds_a_number, text.sentences):
            row, said = spoken_of(text, folded(sentence), case)
            if row is None:
                continue
            wrong = [one.named for one in values(said, year=year) if not _agrees(one, row, said)]
            for move in moves(said, year=year):
                wrong += _wrong_ends(move, row)
            if wrong:
                message = _message(sentence, wrong, row)
                yield text.spot, message, _about(sentence, row)


def _holds_a_number(sentence: str) -> bool:
    return any(letter.isdecimal() for letter in sentence)


def stated_differences(case: Case) -> Iterator[Told]:
    """A difference, or a change for better or worse, that the row's own values do not show."""
    for text in case.texts:
        row = text.indicator
        if row is None:
            continue
        for sentence in text.sentences:
            wrong = [
                one
                for one in differences(sentence, year=case.document.year)
                if not _shows(one, row, sentence)
            ]
            if wrong:
                named = [Named.OUTCOME, *(one.to for one in wrong)]
                yield text.spot, _message(sentence, named, row), _about(sentence, row)


def spoken_of(text: Text, said: str, case: Case) -> tuple[IndicatorEntry | None, str]:
    """The indicator that the sentence speaks of, and the sentence without its name.

    Its own analysis speaks of it, other texts only where they name it and no other. "Andelen
    nöjda äldre är 79 procent" says what "utfallet är 79 procent" says.
    """
    if text.indicator:
        return text.indicator, _without_name(said, text.indicator)
    rows = [row for row in case.document.indicators() if len(row.name) >= NAME_LENGTH]
    found = {_without_name(said, row): row for row in rows if _without_name(said, row) != said}
    if len(found) != 1:
        return None, said
    (without, row), *_others = found.items()
    return row, without


def _without_name(said: str, row: IndicatorEntry) -> str:
    core, forms = _name(row.name)
    return forms.sub("utfallet", said) if core in said else said


@lru_cache(maxsize=4096)
def _name(name: str) -> tuple[str, re.Pattern[str]]:
    """What every form of a name holds, and the forms: each sentence is held against each name."""
    name = folded(name)
    core = re.sub(r"^(?:andel|antal) ", "", name)
    forms = [name, re.sub(r"^andel ", "andelen ", name), re.sub(r"^antal ", "antalet ", name)]
    forms += [f"{name}n", f"{name}en", f"{name}et"] if " " not in name else []
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return core, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _agrees(stated: Stated, row: IndicatorEntry, sentence: str) -> bool:
    """Whether the value is the row's, or the row has none that it could be held against."""
    own = [value for value in _values(stated.named, row, sentence) if value.amount is not None]
    if stated.is_percent:
        own = [value for value in own if value.unit in ("%", "")]
    elif any(value.unit == "%" for value in own):
        return True
    return not own or any(_is_rounded(stated.amount, value.amount) for value in own)


def _wrong_ends(move: Move, row: IndicatorEntry) -> list[Named]:
    """Which ends of "från 16,5 till 15,2" are not the row's.

    What is not said of the outcome by name may be of anything: then one end has to be the row's.
    """
    stated = {
        Named.PREVIOUS: [Stated(Named.PREVIOUS, move.before, move.is_percent)],
        Named.OUTCOME: [
            Stated(named, move.after, move.is_percent)
            for named in (Named.OUTCOME, Named.FORECAST, Named.TARGET)
            if named is Named.OUTCOME or _values(named, row, "")[0].is_number
        ],
    }
    wrong = [end for end, ways in stated.items() if not any(_agrees(one, row, "") for one in ways)]
    if move.is_named or not wrong:
        return wrong
    right = row.outcome if wrong == [Named.PREVIOUS] else row.previous_year
    is_telling = right.amount is not None and len(right.printed) > 1
    return wrong if len(wrong) == 1 and is_telling else []


def _values(named: Named, row: IndicatorEntry, sentence: str) -> list[Value]:
    """The values of the row that the name can mean."""
    if named is Named.TARGET:
        return [row.target, row.council_target]
    if named is Named.FORECAST:
        return [row.forecast]
    if named is Named.PREVIOUS:
        return [row.previous_year]
    if row.outcome.is_nothing:
        return []
    return [row.outcome, *([row.women, row.men] if speaks_of_sexes(sentence) else [])]


def _is_rounded(said: Decimal, value: Decimal | None) -> bool:
    """Whether the number is the value with fewer decimals, in any way that people round."""
    if value is None:
        return True
    step = Decimal(1).scaleb(min(0, int(said.as_tuple().exponent)))
    ways = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)
    return any(value.quantize(step, rounding=way) == said for way in ways)


def _shows(said: Difference, row: IndicatorEntry, sentence: str) -> bool:
    """Whether the row has that difference, by rounded numbers too, or none that can be told."""
    other = row.target.amount if said.to is Named.TARGET else row.previous_year.amount
    if row.outcome.amount is None or other is None:
        return True
    if speaks_of_sexes(sentence) and not _speaks_of_both(sentence):
        return True
    change = row.outcome.amount - other
    if said.size is None:
        # "Förbättrats" of two values that were rounded to the same says nothing wrong.
        return not change or _sign(change) == _meant(said, row, change)
    near = abs(abs(change) - said.size) < 1
    return near and (not said.direction or not change or _sign(change) == _meant(said, row, change))


def _speaks_of_both(sentence: str) -> bool:
    """Whether the sexes are only named with the whole: "både bland kvinnor och män"."""
    return any(word in folded(sentence) for word in ("både ", "såväl ", "främst ", "framför allt"))


def _meant(said: Difference, row: IndicatorEntry, change: Decimal) -> int:
    """Which way the number must have moved; what is neither better nor worse may be both."""
    if not said.by_worth:
        return said.direction
    if row.better == Better.WITHIN:
        return _sign(change)
    return said.direction if row.better == Better.HIGHER else -said.direction


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _message(sentence: str, named: list[Named], row: IndicatorEntry) -> str:
    told = []
    for name in dict.fromkeys(named):
        value = _values(name, row, "")[0]
        told.append(NAMES[name] % {"value": value.text})
    return _("The text says “%(sentence)s” By the table %(values)s.") % {
        "sentence": quoted(sentence),
        # A unit may end with a full stop of its own: "15,7 barn/avd.".
        "values": ", ".join(told).removesuffix("."),
    }


def _about(sentence: str, row: IndicatorEntry) -> str:
    cells = (row.outcome, row.women, row.men, row.previous_year, row.forecast, row.target)
    return "\n".join([sentence, *(value.text for value in cells)])


CHECKS = (
    Check(
        "claim.value",
        Severity.LOOK,
        gettext_lazy("A value in a text is not the indicator’s"),
        stated_values,
    ),
    Check(
        "claim.difference",
        Severity.LOOK,
        gettext_lazy("A difference in a text is not the indicator’s"),
        stated_differences,
    ),
)
