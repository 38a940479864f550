"""Checks of the activities: their dates, and what is said when they deviate."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.choices import ActivityStatus, Part
from reports.choices import Severity
from reports.document import ActivityEntry
from reports.review.findings import Case, Check, Told, activity_spot

PERIOD_ENDS: dict[str, tuple[int, int]] = {Part.T1: (4, 30), Part.T2: (8, 31)}
# Words that say that something comes later than was planned, or not at all.
POSTPONED = re.compile(
    r"\b(?:skjut\w*|sköts?|flytta(?:s|ts|des)|senarelagts?|senareläggs)"
    r"\s+(?:\w+\s+){0,3}?(?:upp|fram(?:åt)?|till\s+(?:nästa\s+år|20\d\d|våren|hösten))\b"
    r"|\b(?:upp|fram)skjut\w+|\bframflytta\w*|\bsenarel[aä]g\w+|\bförsena\w*|\bförsening\w*"
    r"|\bpausa[dts]\w*|\bavbrut\w+|\bvilande\b|\bavvakta[rts]*\b"
    r"|\binställ(?:d|t|da)\b|\bställ(?:ts|des|s)\s+in\b"
    r"|\b(?:har|kunde|kunnat)\s+inte\s+(?:kunnat\s+)?(?:genomför\w+|påbörja\w+|starta\w*)",
    re.I,
)
# What is done in another year than the document's: "kommer att genomföras 2024".
LATER = (
    r"\b(?:genomför|påbörja|starta|inled|färdigställ|slutför)\w*"
    r"\s+(?:först\s+)?(?:under\s+|i\s+)?(?:våren\s+|hösten\s+)?%d\b"
)
# "inga förseningar", "utan att pausas": what is denied was not postponed.
DENIED = re.compile(
    r"\b(inte|ej|inga|ingen|inget|utan|aldrig|minska\w*|undvik\w*)\W+(\w+\W+){0,3}$", re.I
)
SENTENCE = re.compile(r"[^.!?\n]+")


def outside_year(case: Case) -> Iterator[Told]:
    """An activity that lies wholly in another year: perhaps last year's dates."""
    first, last = date(case.document.year, 1, 1), date(case.document.year, 12, 31)
    for row in case.document.activities():
        start, end = row.start or row.end, row.end or row.start
        if start and end and (end < first or start > last):
            message = _("The activity is dated %(dates)s, outside the year %(year)s.")
            values = {"dates": _dates(row), "year": case.document.year}
            yield activity_spot(row, "start"), message % values, _dates(row)


def beyond_year(case: Case) -> Iterator[Told]:
    """An activity that begins before the year, or ends after it."""
    year = case.document.year
    for row in case.document.activities():
        if not row.start or not row.end or row.start.year == row.end.year:
            continue
        if row.start.year <= year <= row.end.year:
            message = _("The activity is dated %(dates)s, beyond the year %(year)s.")
            values = {"dates": _dates(row), "year": year}
            yield activity_spot(row, "start"), message % values, _dates(row)


def backwards(case: Case) -> Iterator[Told]:
    """An activity that ends before it starts."""
    for row in case.document.activities():
        if row.start and row.end and row.end < row.start:
            message = _("The activity ends before it starts: %(dates)s.")
            yield activity_spot(row, "end"), message % {"dates": _dates(row)}, _dates(row)


def overdue(case: Case) -> Iterator[Told]:
    """An activity whose time is out, that is neither done nor stopped, and deviates from nothing.

    Printed reports have no statuses: where no activity has one, nothing is said.
    """
    document = case.document
    if document.is_plan or not any(row.status for row in document.activities()):
        return
    month, day = PERIOD_ENDS.get(document.part, (12, 31))
    period_end = date(document.year, month, day)
    finished = (ActivityStatus.DONE, ActivityStatus.STOPPED)
    for row in document.activities():
        if row.end and row.end <= period_end and row.status not in finished and not row.deviation:
            message = _("The activity ended %(end)s, but is neither done nor marked as deviating.")
            about = f"{row.end} | {row.status}"
            yield activity_spot(row, "status"), message % {"end": row.end}, about


def unexplained(case: Case) -> Iterator[Told]:
    """A deviation without a word about it."""
    for row in case.document.activities():
        if row.deviation and not row.commented and not (row.analysis or "").strip():
            message = _("The activity deviates, and there is no analysis.")
            yield activity_spot(row, "analysis"), message, row.title


def postponed(case: Case) -> Iterator[Told]:
    """An analysis that says that the activity is late or put off, where no deviation is marked."""
    for row in case.document.activities():
        if row.deviation or not row.analysis:
            continue
        words = postponed_words(row.analysis, case.document.year)
        if words:
            message = _("The analysis says “%(words)s”, but no deviation is marked.")
            yield activity_spot(row, "deviation"), message % {"words": words}, row.analysis


def postponed_words(text: str, year: int) -> str:
    """The words of a text that say that something of the year comes later or not at all; else
    nothing."""
    for sentence in SENTENCE.findall(text):
        for found in (*POSTPONED.finditer(sentence), *_later(year).finditer(sentence)):
            if not DENIED.search(sentence[: found.start()]):
                return found[0]
    return ""


def _later(year: int) -> re.Pattern[str]:
    return re.compile(LATER % (year + 1), re.I)


def _dates(row: ActivityEntry) -> str:
    return f"{row.start or '–'} – {row.end or '–'}"


CHECKS = (
    Check(
        "activity.outside_year",
        Severity.MUST,
        gettext_lazy("An activity is dated in another year"),
        outside_year,
    ),
    Check(
        "activity.backwards",
        Severity.MUST,
        gettext_lazy("An activity ends before it starts"),
        backwards,
    ),
    Check(
        "activity.unexplained",
        Severity.MUST,
        gettext_lazy("A deviation has no analysis"),
        unexplained,
    ),
    Check(
        "activity.postponed",
        Severity.LOOK,
        gettext_lazy("An analysis says postponed, but no deviation is marked"),
        postponed,
    ),
    Check(
        "activity.overdue",
        Severity.LOOK,
        gettext_lazy("An activity ended without being done"),
        overdue,
    ),
    Check(
        "activity.beyond_year",
        Severity.NOTE,
        gettext_lazy("An activity begins or ends in another year"),
        beyond_year,
    ),
)
