"""The check of texts that may tell a figure which is hidden for being of too few people.

The document has ".." where the figure was, so what a text tells can only be likely to be it: a
small number of people, or of women and of men, in what is said of such an indicator.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import folded
from config.numerals import NUMBER_WORDS, read_number_word
from indicators.choices import OutcomeState
from indicators.suppression import LEAST_LIMIT, PEOPLE, is_hidden
from reports.choices import Severity
from reports.document import IndicatorEntry
from reports.review.findings import Case, Check, Text, Told
from reports.review.phrases import quoted
from reports.review.stated import Named, values
from reports.review.values import spoken_of

# Below which number a file's figures may have been hidden: it does not say what the limit was.
LIMIT_OF_FILES = 10
# Letters of a word for people that tell which of a goal's indicators is spoken of.
TELLING_LENGTH = 8
_SEXES = "kvinna|kvinnor|man|män|flicka|flickor|pojke|pojkar"
_ONE_OF_PEOPLE = (
    "person|individ|ungdom|brukare|klient|familj|barnfamilj|förälder|medborgare|elev|sökande"
)
_PEOPLE = "|".join(sorted((*PEOPLE, *_ONE_OF_PEOPLE.split("|")), key=len, reverse=True))
_WORDS = [word for word in NUMBER_WORDS if (said := read_number_word(word)) and said.number]
_NUMBER = rf"(?<![\w,.–-])(?P<number>[0-9]{{1,3}}|{'|'.join(_WORDS)})"
_BETWEEN = r"(?:av de |av |nya |ny |unga |ung |vuxna |vuxen |äldre |enskilda |enskild |olika )*"
_OF_PEOPLE = re.compile(
    rf"{_NUMBER} {_BETWEEN}(?:(?P<sex>{_SEXES})|(?P<people>{_PEOPLE}))(?:na|n|en|et)?(?!\w)"
    r"(?! (?:mer|fler|färre|mindre)(?!\w))"
)
# "Ligger på 3", "har tre beviljats": of whatever the sentence speaks of.
_BARE = re.compile(
    rf"(?<!\w)(?:(?:ligger på|låg på|uppgår till|uppgick till|landar på|är|var|blev) {_NUMBER}"
    rf"(?=$|[.;:!)]|,(?![0-9])| (?:och|men|vilket|mot|jämfört|stycken|st)(?!\w))"
    rf"|har {_NUMBER.replace('number', 'done')} \w+t[ts](?!\w))"
)
# What everybody may know: a target, a limit.
_PUBLIC = re.compile(r"(?:\w*mål\w*|högst|minst|under|över)(?: (?:är|på|om|att|nå|max))* ?$")


def told(case: Case) -> Iterator[Told]:
    """A number that a text gives of few people, where the indicator's figures are hidden."""
    if not any(map(_hides, case.document.indicators())):
        return
    limit = max(case.smallest_group or LIMIT_OF_FILES, LEAST_LIMIT)
    for text in case.texts:
        if text.activity or text.spot.field not in ("analysis", "body"):
            continue
        for sentence in text.sentences:
            said = folded(sentence)
            row = _row(text, said, case)
            if row and _tells(row, said, text, case, limit):
                yield text.spot, _message(sentence, row), f"{sentence}\n{row.name}"


def _row(text: Text, said: str, case: Case) -> IndicatorEntry | None:
    """The indicator with hidden figures that the sentence is of: by its whole name, or by those
    whom it counts, in the analysis of its goal."""
    row, _said = spoken_of(text, said, case)
    if row is None and text.goal:
        named = (one for one in text.goal.indicators if _counted(one) & set(_words(said)))
        row = next(filter(_hides, named), None)
    return row if row and _hides(row) else None


def _hides(row: IndicatorEntry) -> bool:
    """Whether a figure is hidden; in a file a total is left out, and its state says why."""
    return row.has_hidden or row.state == OutcomeState.TOO_FEW


def _counted(row: IndicatorEntry) -> set[str]:
    """The words of its name that are of people, and of few others."""
    return {word for word in _words(row.name) if word in PEOPLE and len(word) >= TELLING_LENGTH}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _tells(row: IndicatorEntry, said: str, text: Text, case: Case, limit: int) -> bool:
    sexes = is_hidden(row.women) or is_hidden(row.men)
    for found in _OF_PEOPLE.finditer(said):
        # Either sex may be hidden so that the other cannot be reckoned, however large it is.
        is_small = _number(found["number"]) < limit or (found["sex"] and sexes)
        if is_small and not _PUBLIC.search(said[: found.start()]):
            return True
    if any(_number(one["number"] or one["done"]) < limit for one in _BARE.finditer(said)):
        return True
    _row, without_name = spoken_of(text, said, case)
    hidden = {
        named
        for named in (Named.OUTCOME, Named.FORECAST, Named.PREVIOUS)
        if is_hidden(getattr(row, named.value))
    }
    if row.state == OutcomeState.TOO_FEW:
        hidden.add(Named.OUTCOME)
    return any(
        one.named in hidden and not one.is_percent and one.amount < limit
        for one in values(without_name, year=case.document.year)
    )


def _number(word: str) -> Decimal:
    read = read_number_word(word)
    return Decimal((read and read.number) or 0)


def _message(sentence: str, row: IndicatorEntry) -> str:
    return _(
        "The text says “%(sentence)s” A figure of “%(name)s” is hidden for being of too few"
        " people, and this may give it away."
    ) % {"sentence": quoted(sentence), "name": row.name}


CHECKS = (
    Check(
        "text.hidden",
        Severity.LOOK,
        gettext_lazy("A text may give away a hidden figure"),
        told,
    ),
)
