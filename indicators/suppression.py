"""Which figures may be shown, so that small groups of people cannot be recognised. Pure.

A number of people that is neither zero nor as large as the limit is replaced by "..". So are both
sexes when either of them is that small, or when a subtraction among what would be shown gives a
number that small: the total less one sex, or less both. The total stays where it is large enough.
Target, level and text are no figures of people; a level is not told of a hidden figure, since it
follows from the number. See docs/statistics.md for what this does not cover.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from config.formats import Value, folded
from indicators.choices import IndicatorKind

# What stands where a figure may not; Statistics Sweden writes it so too.
HIDDEN = Value(word="..")
# Under a limit of two only ones would be hidden, and then everybody would know that they are ones.
LEAST_LIMIT = 3
CELLS = ("total", "women", "men", "forecast", "previous_year")
# Units that name nothing, so that the number may be of people.
BARE_UNITS = frozenset({"", "st", "st.", "stycken", "antal"})
PEOPLE_WORDS = """
person personer individer barn förskolebarn ungdom ungdomar unga vuxna äldre kvinnor män flickor
pojkar elev elever studerande brukare klient klienter hushåll familj familjer barnfamiljer föräldrar
vårdnadshavare invånare medborgare nyanlända ensamkommande deltagare aspiranter sökande besökare
anställda medarbetare placerade boende omsorgstagare hemtjänsttagare bidragstagare biståndstagare
patienter våldsutövare våldsutsatta
"""
PEOPLE = frozenset(PEOPLE_WORDS.split())
SHARES = frozenset({"%", "‰"})
COUNTS = frozenset({"antal", "antalet"})


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an indicator in a round that may be of people."""

    total: Value
    women: Value
    men: Value
    forecast: Value
    previous_year: Value

    @property
    def all(self) -> Iterator[Value]:
        """Every one of them."""
        yield from (getattr(self, cell) for cell in CELLS)

    @property
    def has_sexes(self) -> bool:
        """Whether there is a number for women or for men."""
        return self.women.is_number or self.men.is_number


@dataclass(frozen=True, slots=True)
class Nature:
    """What is known of an indicator that can tell whether it counts people."""

    name: str = ""
    unit: str = ""
    kind: str = ""
    by_sex: bool = False


def counts_people(nature: Nature, figures: Figures) -> bool:
    """Whether the figures are numbers of people.

    A unit that names people tells so, and so does a name like "Antal ungdomar som …"; a share, an
    average ("barn/avd.", "per grupp") and any other unit tell that they are not. Where nothing but
    a bare number is left, it counts people when it is split by sex: a kind that says count, or
    whole numbers in which women and men fit within the total.
    """
    units = {folded(unit) for unit in (nature.unit, *(value.unit for value in figures.all))}
    if any(_names_people(unit) for unit in units):
        return True
    if not units <= BARE_UNITS or _is_average(nature.name):
        return False
    split = nature.by_sex or figures.has_sexes
    if nature.kind:
        return nature.kind == IndicatorKind.COUNT and (split or _is_named_after_people(nature.name))
    return _is_named_after_people(nature.name) or (split and _adds_up(figures))


def may_be_shown(figures: Figures, *, limit: int) -> Figures:
    """The figures of people with ".." for what may not be shown; a limit of 0 or 1 hides nothing.

    Zero and a missing value are shown, but not beside what they would give away.
    """
    if limit < 2:  # noqa: PLR2004 (no number of people lies below one)
        return figures
    limit = max(limit, LEAST_LIMIT)
    hidden = {cell for cell in CELLS if _is_small(getattr(figures, cell).amount, limit)}
    if hidden & {"total", "women", "men"} or any(_is_small(n, limit) for n in _derived(figures)):
        hidden |= {"women", "men"}
    return replace(figures, **{cell: HIDDEN for cell in hidden if getattr(figures, cell).is_number})


def is_share(value: Value) -> bool:
    """Whether the value is a share, or nothing: such a one shows no number of people."""
    return value.unit in SHARES if value.is_number else not value.word


def is_hidden(value: Value) -> bool:
    """Whether the value was hidden on the way out."""
    return value == HIDDEN


def _is_small(amount: Decimal | None, limit: int) -> bool:
    return amount is not None and 0 < amount < limit


def _derived(figures: Figures) -> Iterator[Decimal]:
    """What the total and the sexes give by subtraction: those of the other sex, or of none."""
    total = figures.total.amount
    sexes = [value.amount for value in (figures.women, figures.men) if value.amount is not None]
    if total is not None and sexes:
        yield total - sum(sexes)


def _names_people(unit: str) -> bool:
    return not _is_average(unit) and unit.partition(" ")[0] in PEOPLE


def _is_named_after_people(name: str) -> bool:
    words = folded(name).split()
    return len(words) > 1 and words[0] in COUNTS and words[1].strip(",.:;/") in PEOPLE


def _is_average(text: str) -> bool:
    """Whether it is so many per something, or a share."""
    words = folded(text).split()
    is_share = words[:1] in (["andel"], ["andelen"])
    return "per" in words or "/avd" in text or is_share or ("/" in text and len(words) == 1)


def _adds_up(figures: Figures) -> bool:
    """Whether the figures are whole, and those for women and men fit within the total."""
    if not _are_whole(value.amount for value in figures.all):
        return False
    total, women, men = figures.total.amount, figures.women.amount, figures.men.amount
    if total is None or women is None or men is None:
        return True
    return women + men <= total


def _are_whole(amounts: Iterable[Decimal | None]) -> bool:
    return all(n is None or (n >= 0 and n == n.to_integral_value()) for n in amounts)
