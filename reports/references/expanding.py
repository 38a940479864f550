"""Texts with their references replaced by what they say."""

import re
from collections.abc import Iterator
from dataclasses import replace

from config.numerals import capitalised
from config.texts import literal
from reports.document import Document
from reports.references.kinds import words

BRACKETS = re.compile(r"\[\[([^\[\]\n]*)\]\]")
# What may stand before the first word of a sentence: nothing, the sign of a list's item or of
# a heading, or the end of another sentence; and around it, emphasis and quotation marks.
_BEGINNING = re.compile(
    r"""(?:\A|\n[ \t]*\n|(?:\A|\n)[ \t]*(?:[-*]|[0-9]+\.|\#{1,6})[ \t]|[.!?…]["”'’)*]*\s)"""
    r"""\s*["”'’(*]*\Z"""
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:[a-zåäö]|ca|dvs|ex|exkl|inkl|jfr|jmf|kap|kl|nr|resp|tex)\.\s?)\s*\Z",
    re.IGNORECASE,
)


def expand(document: Document) -> Document:
    """The document with every reference in its texts replaced by what it says.

    Once: what a reference says is not read again. The numbers are the document's own, so one
    that has been left out of it cannot be told by a reference.
    """
    if not any("[[" in text for text in _texts(document)):
        return document

    def said(text: str | None) -> str | None:
        return expanded(text, document) if text else text

    goals = tuple(
        replace(
            goal,
            description=said(goal.description),
            analysis=said(goal.analysis),
            reason=said(goal.reason),
            indicators=tuple(replace(row, analysis=said(row.analysis)) for row in goal.indicators),
            activities=tuple(replace(row, analysis=said(row.analysis)) for row in goal.activities),
        )
        for goal in document.goals
    )
    sections = document.sections and tuple(
        replace(section, body=expanded(section.body, document)) for section in document.sections
    )
    return replace(document, goals=goals, sections=sections)


def expanded(text: str, document: Document) -> str:
    """A text with its references replaced; capitalised where one begins a sentence."""

    def said(found: re.Match[str]) -> str:
        now = words(found[1], document)
        if now is None:
            return found[0]
        begins = begins_sentence(text[: found.start()])
        return literal(capitalised(now) if begins else now)

    return BRACKETS.sub(said, text)


def begins_sentence(before: str) -> bool:
    """Whether what comes after this in a text begins a sentence."""
    return bool(_BEGINNING.search(before)) and not _ABBREVIATED.search(before)


def dangling(text: str) -> tuple[str, ...]:
    """What still stands between double brackets in an expanded text: it points at nothing."""
    return tuple(found[0] for found in BRACKETS.finditer(text))


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections or ():
        yield section.body
    for goal in document.goals:
        yield from filter(None, (goal.description, goal.analysis, goal.reason))
        yield from filter(None, (row.analysis for row in goal.indicators))
        yield from filter(None, (row.analysis for row in goal.activities))
