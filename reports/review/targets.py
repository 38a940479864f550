"""Checks of the targets: against the council's, and whether they are set at all."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import TargetKind, Value, read_word
from indicators.choices import Better
from indicators.plausibility import PIECES
from reports.choices import Severity
from reports.document import IndicatorEntry
from reports.review.findings import Case, Check, Told, indicator_spot

# What the council writes instead of a target: the committee sets it, or somebody does later.
COMMITTEE_SETS = re.compile(r"(tas|ska tas) fram av nämnd|sätts av nämnd|nämnden sätter", re.I)
SET_LATER = re.compile(r"fastställs\b|beslutas senare|tas fram (under|senare)|återkommer", re.I)
# "Andel", "Andelen": a share is nothing without its unit.
SHARE_NAME = re.compile(r"andel(en|ar)?\b", re.I)
CITY_TOTAL = re.compile(r"(det totala )?antal(et)?\b(?!.*\b(per|i snitt|i genomsnitt)\b)", re.I)


def weaker(case: Case) -> Iterator[Told]:
    """The committee promises less than the council asks, without a word about it."""
    for row in case.document.indicators():
        if is_weaker(row) and not says_something(row):
            message = _("The target %(target)s is weaker than the council’s %(council)s.")
            values = {"target": row.target, "council": _at_the_end(row.council_target)}
            yield (
                indicator_spot(row, "target"),
                message % values + " " + _("Say why in a comment, or change it."),
                f"{row.target} | {row.council_target} | {row.better} | {row.previous_year}",
            )


def unanswered(case: Case) -> Iterator[Told]:
    """The council has left the target to the committee, and the committee has not set it."""
    for row in case.document.indicators():
        asked = COMMITTEE_SETS.search(row.council_target.word)
        if (asked and row.target.is_nothing) or COMMITTEE_SETS.search(row.target.word):
            message = _("The committee is to set this target, and has not done so.")
            yield indicator_spot(row, "target"), message, f"{row.target} | {row.council_target}"


def undecided(case: Case) -> Iterator[Told]:
    """A target that was to be decided in the document's own year, or before, is still missing."""
    for row in case.document.indicators():
        own = row.target.word
        said = own if SET_LATER.search(own) else row.council_target.word
        if not SET_LATER.search(said) or not (row.target.is_nothing or said == own):
            continue
        year = re.search(r"\b(19|20)\d\d\b", said)
        if year and int(year[0]) > case.document.year:
            continue
        message = _("There is no target yet: it says “%(word)s”.") % {"word": said}
        yield indicator_spot(row, "target"), message, f"{row.target} | {row.council_target}"


def missing(case: Case) -> Iterator[Told]:
    """An indicator without a target, for which the council has one or nothing."""
    for row in case.document.indicators():
        words = row.council_target.word
        if COMMITTEE_SETS.search(words) or SET_LATER.search(words):
            continue
        if row.target.is_nothing:
            about = f"{row.target} | {row.council_target}"
            yield indicator_spot(row, "target"), _("The indicator has no target."), about


def unit(case: Case) -> Iterator[Told]:
    """A target without a unit, or in another one than the council's."""
    for row in case.document.indicators():
        own, council = row.target, row.council_target
        if not own.is_number or own.unit == council.unit:
            continue
        about = f"{own} | {council}"
        if own.unit and council.unit:
            message = _("The target is %(target)s, but the council’s %(council)s: other units.")
            values = {"target": own, "council": council}
            yield indicator_spot(row, "target"), message % values, about
        elif not own.unit and council.unit not in PIECES:
            message = _("The target %(target)s has no unit, but the council’s has: %(council)s.")
            told = {"target": own.text, "council": _at_the_end(council)}
            yield indicator_spot(row, "target"), message % told, about


def _at_the_end(value: Value) -> str:
    """The value where a sentence ends: a unit may have a full stop of its own, "barn/avd."."""
    return value.text.removesuffix(".")


def share_without_unit(case: Case) -> Iterator[Told]:
    """A share whose target has no unit: 5 is 5 %, or 500 %?"""
    for row in case.document.indicators():
        # A share may be written as a quotient: 0,07.
        amount = row.target.amount
        if not SHARE_NAME.match(row.name) or amount is None or abs(amount) < 1:
            continue
        if not row.target.unit and not row.council_target.unit:
            message = _("The target %(target)s of a share has no unit.") % {"target": row.target}
            yield indicator_spot(row, "target"), message, str(row.target)


def is_weaker(row: IndicatorEntry) -> bool:
    """Whether the committee's target asks less than the council's, as far as that can be said.

    A number of things or people is not compared: the council's is for the whole city.
    """
    if row.better == Better.HIGHER and CITY_TOTAL.match(row.name):
        return False
    if len({row.target.unit, row.council_target.unit} - {"", *PIECES, *_words_unit(row)}) > 1:
        return False
    own, own_better = _bound(row.target, row.better)
    council, better = _bound(row.council_target, row.better)
    word = read_word(row.council_target.word)
    if own is None or own_better != better:
        return False
    if word and word.kind in (TargetKind.INCREASE, TargetKind.DECREASE):
        return _is_no_change(own, row.previous_year, word.kind)
    if council is None or better == Better.WITHIN and not (word and read_word(row.target.word)):
        return False
    return own < council if better == Better.HIGHER else own > council


def _is_no_change(own: Decimal, before: Value, kind: TargetKind) -> bool:
    """Whether a target only asks for what was reached last year, or less, where more was asked."""
    if before.amount is None:
        return False
    return own <= before.amount if kind == TargetKind.INCREASE else own >= before.amount


def _bound(value: Value, better: Better) -> tuple[Decimal | None, Better]:
    """The number of a target, and which way it is to be passed: "Max 10 personer" is 10, lower."""
    if value.amount is not None:
        return value.amount, better
    word = read_word(value.word)
    kinds = {
        TargetKind.AT_MOST: Better.LOWER,
        TargetKind.DECREASE: Better.LOWER,
        TargetKind.AT_LEAST: Better.HIGHER,
        TargetKind.INCREASE: Better.HIGHER,
        TargetKind.BAND: Better.WITHIN,
    }
    return (word.amount, kinds[word.kind]) if word else (None, better)


def _words_unit(row: IndicatorEntry) -> set[str]:
    """Units that a bound's words hide: they are not compared."""
    return {row.target.unit} if row.council_target.word else set()


def says_something(row: IndicatorEntry) -> bool:
    """Whether there is an analysis; its text may not have come with the file."""
    return row.commented or bool((row.analysis or "").strip())


CHECKS = (
    Check(
        "target.unanswered",
        Severity.MUST,
        gettext_lazy("The committee has not set a target that is left to it"),
        unanswered,
    ),
    Check(
        "target.undecided",
        Severity.LOOK,
        gettext_lazy("A target that was to be decided later is still missing"),
        undecided,
    ),
    Check("target.missing", Severity.LOOK, gettext_lazy("An indicator has no target"), missing),
    Check(
        "target.weaker",
        Severity.LOOK,
        gettext_lazy("A target is weaker than the council’s, without a comment"),
        weaker,
    ),
    Check(
        "target.unit",
        Severity.LOOK,
        gettext_lazy("A target’s unit is missing, or another than the council’s"),
        unit,
    ),
    Check(
        "target.share_unit",
        Severity.NOTE,
        gettext_lazy("The target of a share has no unit"),
        share_without_unit,
    ),
)
