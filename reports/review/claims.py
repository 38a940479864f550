"""Checks of what the texts claim against what the document itself says.

A claim is a contradiction only when no sensible reading of the document agrees with it: an area
goal's indicators may be its own, or those with the committee goals'. What cannot be judged may be
anything. A false alarm costs the reader more than what is missed.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.choices import Severity
from reports.document import Document, GoalEntry
from reports.review.counted import Claim, Thing, claims, counts_any
from reports.review.findings import Case, Check, Text, Told
from reports.review.phrases import quoted
from reports.review.tallies import Reading, readings

# The texts of a goal that tell how it went; a description tells what is meant to be.
TELLING_FIELDS = ("analysis", "reason", "body", "description")


def counts(case: Case) -> Iterator[Told]:
    """Counts of indicators, goals and activities that the document's own do not agree with."""
    for text in case.texts:
        if text.spot.field not in TELLING_FIELDS or text.indicator or text.activity:
            continue
        before = ""
        for sentence in text.sentences:
            for claim in claims(sentence):
                if claim.points and counts_any(before, claim.thing):
                    continue
                found = _contradicted(claim, text, case.document)
                if found:
                    yield text.spot, _message(claim, found, sentence), f"{sentence}\n{found[0]}"
            before = sentence


def _contradicted(claim: Claim, text: Text, document: Document) -> list[Reading]:
    """The ways to count, when none of them agrees; nothing when one does, or there is none."""
    found: list[Reading] = []
    for goal in _scopes(text, document):
        found += readings(claim.thing, goal, document)
    return [] if any(reading.agrees(claim) for reading in found) else found


def _scopes(text: Text, document: Document) -> list[GoalEntry | None]:
    """Which goals a text may be counting under; None is the whole document."""
    if text.goal is not None:
        # A direction may tell of all that the committee has.
        return [text.goal, None] if text.goal.depth == 1 else [text.goal]
    words = text.plain.casefold()
    named = [goal for goal in document.goals if goal.title.casefold() in words]
    directions = [goal for goal in document.goals if goal.depth == 1]
    return [None, *directions, *(goal for goal in named if goal not in directions)]


def _message(claim: Claim, found: list[Reading], sentence: str) -> str:
    return _("The text says “%(sentence)s” By the tables it is: %(counted)s.") % {
        "sentence": quoted(sentence),
        "counted": _in_words(claim.thing, found[0]),
    }


def _in_words(thing: Thing, reading: Reading) -> str:
    """The document's own count: "5 indicators, 3 met fully, 1 partly, 1 not"."""
    total = _total_in_words(thing, reading.total)
    if reading.deviating is not None:
        return ", ".join([total, *_of_activities_in_words(reading, reading.deviating)])
    if thing is Thing.RESULT:
        return total
    parts = [
        _("%(count)d met fully") % {"count": reading.full},
        _("%(count)d partly") % {"count": reading.partial},
        _("%(count)d not") % {"count": reading.none},
    ]
    if reading.open:
        parts.append(_("%(count)d that cannot be judged") % {"count": reading.open})
    return ", ".join([total, *parts])


def _of_activities_in_words(reading: Reading, deviating: int) -> Iterator[str]:
    if reading.done is not None:
        yield ngettext("%(count)d done", "%(count)d done", reading.done) % {"count": reading.done}
        if reading.untold:
            yield _("%(count)d without a status") % {"count": reading.untold}
    yield ngettext("%(count)d with a deviation", "%(count)d with deviations", deviating) % {
        "count": deviating
    }


def _total_in_words(thing: Thing, count: int) -> str:
    named = {
        Thing.INDICATOR: lambda: ngettext("%(count)d indicator", "%(count)d indicators", count),
        Thing.COMMITTEE_GOAL: lambda: ngettext(
            "%(count)d committee goal", "%(count)d committee goals", count
        ),
        Thing.AREA_GOAL: lambda: ngettext("%(count)d area goal", "%(count)d area goals", count),
        Thing.DIRECTION_GOAL: lambda: ngettext(
            "%(count)d direction goal", "%(count)d direction goals", count
        ),
        Thing.ACTIVITY: lambda: ngettext("%(count)d activity", "%(count)d activities", count),
        Thing.RESULT: lambda: ngettext(
            "%(count)d expected result", "%(count)d expected results", count
        ),
    }
    return named[thing]() % {"count": count}


CHECKS = (
    Check(
        "claim.count",
        Severity.LOOK,
        gettext_lazy("A number in a text is not what the tables say"),
        counts,
    ),
)
