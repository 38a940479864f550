"""Texts in a Word document: paragraphs, lists, headings, and how far something is met."""

from collections.abc import Iterable

from config.texts import Block, BlockKind, Line, words_of
from goals.choices import Level
from reports.office.word.markup import (
    NOTHING,
    Xml,
    joined,
    line_break,
    paragraph,
    run,
)
from reports.office.word.pen import BULLETS, Pen
from reports.rendering.layout import Status

# Symbol and colour say nothing that the word does not.
SYMBOLS = {Level.FULL: "●", Level.PARTIAL: "◐", Level.NONE: "○"}
COLORS = {Level.FULL: "056D13", Level.PARTIAL: "80540F", Level.NONE: "B81A1A"}
NOT_ASSESSED, NOT_ASSESSED_COLOR = "–", "5A6570"
LINK = "Hyperlink"


def status_runs(status: Status, *, strong: bool = False, size: float = 0) -> Xml:
    """Symbol and word."""
    symbol = SYMBOLS[status.level] if status.level else NOT_ASSESSED
    color = COLORS[status.level] if status.level else NOT_ASSESSED_COLOR
    return joined(
        run(symbol, color=color, symbol=True, size=size),
        run(f" {status.word}", strong=strong, size=size),
    )


def line_runs(pen: Pen, line: Line, *, size: float = 0, strong: bool = False) -> Xml:
    """The runs of a line, as they look."""
    pieces = []
    for each in line:
        piece = run(
            words_of(each),
            style=LINK if each.href else "",
            strong=each.strong or strong,
            em=each.em,
            size=size,
        )
        pieces.append(pen.link(each.href, piece) if each.href else piece)
    return joined(*pieces)


def text(pen: Pen, blocks: Iterable[Block]) -> Xml:
    """A text in the body of the document."""
    return joined(*(_block(pen, block) for block in blocks))


def _block(pen: Pen, block: Block) -> Xml:
    lines = [line_runs(pen, line) for line in block.lines]
    if block.kind == BlockKind.HEADING:
        return joined(
            *(paragraph("TextHeading", line, keep=True, level=block.level) for line in lines)
        )
    if block.kind == BlockKind.BULLETS:
        return joined(*(paragraph("ListBullet", line, number=BULLETS) for line in lines))
    if block.kind == BlockKind.NUMBERS:
        numbers = pen.next_numbers()
        return joined(*(paragraph("ListNumber", line, number=numbers) for line in lines))
    return paragraph("Normal", _broken(lines))


def text_in_cell(pen: Pen, blocks: Iterable[Block], style: str, first: Xml = NOTHING) -> Xml:
    """A text in a table, under a label that stands first in it."""
    found = []
    for block in blocks:
        is_list = block.kind in (BlockKind.BULLETS, BlockKind.NUMBERS)
        number = 0
        if is_list:
            number = BULLETS if block.kind == BlockKind.BULLETS else pen.next_numbers()
        lines = [
            line_runs(pen, line, strong=block.kind == BlockKind.HEADING) for line in block.lines
        ]
        if is_list and first:
            found.append(paragraph(style, first, keep=True))
            first = NOTHING
        for line in lines if is_list else [_broken(lines)]:
            found.append(paragraph(style, first, line, number=number))
            first = NOTHING
    return joined(*found)


def _broken(lines: list[Xml]) -> Xml:
    """Lines of one paragraph."""
    pieces: list[Xml] = []
    for place, line in enumerate(lines):
        pieces += [line_break(), line] if place else [line]
    return joined(*pieces)
