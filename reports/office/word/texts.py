"""Texts in a Word document: paragraphs, lists, headings, and how far something is met."""

from collections.abc import Iterable
from typing import Any

from config.texts import Block, BlockKind, words_of
from config.texts import Line as Words
from goals.choices import Level
from reports.office.word.pen import LINK, Line, Pen
from reports.rendering.layout import Status

# Symbol and colour say nothing that the word does not.
SYMBOLS = {Level.FULL: "●", Level.PARTIAL: "◐", Level.NONE: "○"}
COLORS = {Level.FULL: "056D13", Level.PARTIAL: "80540F", Level.NONE: "B81A1A"}
NOT_ASSESSED, NOT_ASSESSED_COLOR = "–", "5A6570"
LISTS = (BlockKind.BULLETS, BlockKind.NUMBERS)


def say_status(line: Line, status: Status, *, strong: bool = False, size: float = 0) -> None:
    """Symbol and word."""
    symbol = SYMBOLS[status.level] if status.level else NOT_ASSESSED
    color = COLORS[status.level] if status.level else NOT_ASSESSED_COLOR
    line.say(symbol, color=color, symbol=True, size=size)
    line.say(f" {status.word}", strong=strong, size=size)


def _say(line: Line, words: Words, *, strong: bool = False) -> None:
    """The runs of a line, as they look."""
    for each in words:
        into = line.link_out(each.href) if each.href else line
        into.say(
            words_of(each),
            style=LINK if each.href else "",
            strong=each.strong or strong,
            em=each.em,
        )


def _say_lines(line: Line, lines: Iterable[Words], *, strong: bool = False) -> None:
    """Lines of one paragraph."""
    for place, words in enumerate(lines):
        if place:
            line.line_break()
        _say(line, words, strong=strong)


def write_text(pen: Pen, blocks: Iterable[Block]) -> None:
    """A text in the body of the document."""
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            for words in block.lines:
                _say(pen.write("TextHeading", level=block.level), words)
        elif block.kind in LISTS:
            style = "ListBullet" if block.kind == BlockKind.BULLETS else "ListNumber"
            number = _list_for(pen, block)
            for words in block.lines:
                _say(pen.write(style, number=number), words)
        else:
            _say_lines(pen.write("Normal"), block.lines)


def write_comment(pen: Pen, cell: Any, blocks: Iterable[Block], label: str) -> None:
    """A text in a cell, under a label that stands first in it."""
    style, begun = "TableComment", False

    def begin(number: int = 0) -> Line:
        nonlocal begun
        line = pen.write(style, cell, number=number)
        if not begun:
            line.say(label, style="CommentLabel")
        begun = True
        return line

    for block in blocks:
        if block.kind in LISTS:
            if not begun:
                begin()
            number = _list_for(pen, block)
            for words in block.lines:
                _say(begin(number), words)
        else:
            _say_lines(begin(), block.lines, strong=block.kind == BlockKind.HEADING)


def _list_for(pen: Pen, block: Block) -> int:
    return pen.bullets if block.kind == BlockKind.BULLETS else pen.next_numbers()
