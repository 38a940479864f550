"""What a check looks at, and what it finds. Pure: no database, no clock."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.texts import Block, BlockKind, blocks, words_of
from goals.choices import Kind
from reports.choices import Severity
from reports.document import (
    ActivityEntry,
    Document,
    GoalEntry,
    IndicatorEntry,
    SectionEntry,
)
from reports.review.phrases import paragraphs, sentences

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ABOUT_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a document something is.

    `kind` and `key` name it in the database, for links (no key: the document was read from a
    file); `code` is its goal's, `name` what it is called, `field` which of its texts or cells.
    An economy table is a section whose key is its title.
    """

    kind: Kind
    code: str = ""
    name: str = ""
    field: str = ""
    key: int | None = None

    @property
    def written(self) -> str:
        """The spot as one stable text, the same whenever the document is composed."""
        parts = (self.kind.value, self.code, self.name, self.field)
        return "|".join(parts) if len("|".join(parts)) <= 200 else _shortened(parts)


def _shortened(parts: tuple[str, ...]) -> str:
    mark = hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
    kind, code, name, cell = parts
    return f"{kind}|{code}|{name[:120]}…{mark}|{cell}"[:200]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks wrong: which check says so, how grave it is, where, and in words.

    `message` is in the language that was active when the check ran. `about` is everything
    that the finding depends on, as text: accepted findings come back when it changes.
    """

    code: str
    severity: Severity
    spot: Spot
    message: str
    about: str

    @property
    def mark(self) -> str:
        """`about`, short enough to be stored and compared."""
        return hashlib.sha256(self.about.encode()).hexdigest()[:ABOUT_LENGTH]


@dataclass(frozen=True)
class Text:
    """A running text of the document, in plain words, with what it is said of.

    Headings and items of lists keep their marks ("### ", "- "), a line each.
    """

    spot: Spot
    plain: str
    goal: GoalEntry | None = None
    indicator: IndicatorEntry | None = None
    activity: ActivityEntry | None = None
    section: SectionEntry | None = None

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs, items and headings, each on one line."""
        return tuple(paragraphs(self.plain))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences in order; a heading or an item of a list is one."""
        return tuple(sentences(self.plain))


@dataclass(frozen=True)
class Case:
    """A document under review, with what the municipality has set."""

    document: Document
    # Percentage points, or percent of the larger; see `goals.models.Policy`.
    gap_threshold: Decimal = Decimal(10)
    # Numbers of people below it are hidden; 0 where they are not, or where a file does not say.
    smallest_group: int = 0
    # Code of a check → a severity, or "off".
    severities: dict[str, str] = field(default_factory=dict, hash=False)
    # Of a round: the sections that nobody has said are ready, and how many comments wait on each
    # text. Sections go by their keys in the document (`SectionEntry.pk`, else its key), all else
    # by its place ("goal:45").
    unready: frozenset[int | str] = frozenset()
    comments: dict[int | str, int] = field(default_factory=dict, hash=False)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every running text that says something, in the order it is printed."""
        return tuple(text for text in _texts(self.document) if text.plain)


# What a check tells: where, in words, and what that depends on.
Told = tuple[Spot, str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the catalogue: its code, how grave what it finds is, what it looks for."""

    code: str
    severity: Severity
    title: "StrOrPromise"
    look: Callable[[Case], Iterator[Told]]

    def findings(self, case: Case) -> Iterator[Finding]:
        """What it finds, in the municipality's severity; nothing when it is switched off."""
        severity = case.severities.get(self.code, self.severity)
        if severity == OFF:
            return
        for spot, message, about in self.look(case):
            yield Finding(self.code, Severity(severity), spot, message, about)


# Instead of a severity: the municipality does not want the check.
OFF = "off"

FIELDS: "dict[str, StrOrPromise]" = {
    "description": _("Description"),
    "expected_results": _("Expected results"),
    "analysis": _("Analysis"),
    "reason": _("Reason for differing"),
    "body": _("Text"),
}


def goal_spot(goal: GoalEntry, field: str = "") -> Spot:
    """Where a goal is, or one of its texts."""
    return Spot(Kind.GOAL, goal.code, goal.title, field, goal.key)


def indicator_spot(row: IndicatorEntry, field: str = "") -> Spot:
    """Where an indicator is, or one of its cells."""
    return Spot(Kind.MEASURE, row.goal, row.name, field, row.key)


def activity_spot(row: ActivityEntry, field: str = "") -> Spot:
    """Where an activity is, or one of its cells."""
    return Spot(Kind.ACTIVITY, row.goal, row.title, field, row.key)


def section_spot(section: SectionEntry, field: str = "") -> Spot:
    """Where a section is, or its text."""
    return Spot(Kind.SECTION, "", section.key or section.heading, field, section.pk)


def _texts(document: Document) -> Iterator[Text]:
    for section in document.sections or ():
        yield Text(section_spot(section, "body"), _plain(section.body), section=section)
    for goal in document.goals:
        results = "\n".join(goal.expected_results or ())
        for name, text in (
            ("description", goal.description),
            ("expected_results", results),
            ("analysis", goal.analysis),
            ("reason", goal.reason),
        ):
            yield Text(goal_spot(goal, name), _plain(text), goal=goal)
        for row in goal.indicators:
            spot = indicator_spot(row, "analysis")
            yield Text(spot, _plain(row.analysis), goal=goal, indicator=row)
        for activity in goal.activities:
            spot = activity_spot(activity, "analysis")
            yield Text(spot, _plain(activity.analysis), goal=goal, activity=activity)


# What makes a text more than paragraphs of words: a mark somewhere, an item, a heading.
_SET = re.compile(r"[\\*\[\]#]|^[^\S\n]*(?:[-•]|[0-9]+\.) ", re.MULTILINE)


def _plain(text: str | None) -> str:
    if not text or not _SET.search(text):
        return (text or "").strip()
    return "\n\n".join(_block(block) for block in blocks(text))


def _block(block: Block) -> str:
    lines = ["".join(map(words_of, line)) for line in block.lines]
    if block.kind == BlockKind.HEADING:
        return f"{'#' * block.level} {' '.join(lines)}"
    mark = "" if block.kind == BlockKind.PARAGRAPH else "- "
    return "\n".join(f"{mark}{line}" for line in lines)
