"""From a text to its parts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from config.texts.parts import (
    REFERENCE,
    Block,
    BlockKind,
    Line,
    Run,
    Shown,
    outside_address,
    tidy,
    words_of,
)

BULLET = re.compile(r"[-•*] ")
NUMBER = re.compile(r"([0-9]{1,9})\. ")
HEADING = re.compile(r"#{3,4} ")
# Without one of these, a line is nothing but words.
SPECIAL = re.compile(r"[\\*\[\]]")


def blocks(text: str | None) -> tuple[Block, ...]:
    """What a text consists of."""
    return tuple(_blocks(text or ""))


def plain(text: str | None, shown: Shown | None = None) -> str:
    """The words alone, line by line; a reference is what it shows, or itself."""
    return "\n\n".join(
        "\n".join("".join(words_of(run, shown) for run in line) for line in block.lines)
        for block in blocks(text)
    )


def _blocks(text: str) -> Iterator[Block]:
    last = Block(BlockKind.PARAGRAPH, ())
    number, gap = 0, False
    for each in text.replace("\0", "").splitlines():
        words = each.strip()
        if not words:
            gap = True
            continue
        kind, level, words, number = kind_of(words, number)
        lines = tuple(filter(None, [read_line(words)]))
        # A list that counts on goes on, also over an empty line.
        if kind == last.kind and not level and (not gap or number > 1):
            last = replace(last, lines=last.lines + lines)
        else:
            if last.lines:
                yield last
            last = Block(kind, lines, level)
        gap = False
    if last.lines:
        yield last


def kind_of(line: str, number: int) -> tuple[BlockKind, int, str, int]:
    """What a line is, its level, its words without the sign, and its number in a list.

    A number begins an item only where it counts: a line with "2023. " first is no item.
    """
    if BULLET.match(line):
        return BlockKind.BULLETS, 0, line[2:], 0
    if (found := NUMBER.match(line)) and int(found[1]) in (1, number + 1):
        return BlockKind.NUMBERS, 0, line[found.end() :], int(found[1])
    if HEADING.match(line):
        level = line.index(" ")
        return BlockKind.HEADING, level, line[level + 1 :], 0
    return BlockKind.PARAGRAPH, 0, line, 0


def read_line(words: str) -> Line:
    """A line's runs."""
    if not SPECIAL.search(words):
        return tidy([Run(words)])
    runs, now = list[Run](), Run("")
    for token in MARKDOWN.parseInline(words)[0].children or []:
        match token.type:
            case "strong_open" | "strong_close":
                now = replace(now, strong=token.nesting == 1)
            case "em_open" | "em_close":
                now = replace(now, em=token.nesting == 1)
            case "link_open" | "link_close":
                now = replace(now, href=str(token.attrGet("href") or ""))
            case "reference":
                runs.append(replace(now, reference=token.content))
            case _:
                runs.append(replace(now, text=token.content))
    return tidy(runs)


class _Markdown(MarkdownIt):
    """Strong, emphasis, links to the outside, and our references."""

    def __init__(self) -> None:
        super().__init__("zero")
        self.enable(["emphasis", "link", "escape"])
        self.inline.ruler.at("emphasis", _stars)
        self.inline.ruler.before("link", "reference", _reference)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the library's name)
        return outside_address(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return bool(url)


def _stars(state: StateInline, silent: bool) -> bool:
    """Stars begin what stands right after them and end what stands right before them, also beside
    a comma or a bracket, as one expects of an editor. An underscore means nothing."""
    if silent or state.src[state.pos] != "*":
        return False
    length = state.scanDelims(state.pos, canSplitWord=True).length
    before, after = state.src[: state.pos][-1:], state.src[state.pos + length :][:1]
    opens, closes = bool(after.strip()), bool(before.strip())
    for _ in range(length):
        state.push("text", "", 0).content = "*"
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord("*"), length, place, -1, opens, closes))
    state.pos += length
    return True


def _reference(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("reference", "", 0).content = found[1]
    state.pos = found.end()
    return True


MARKDOWN = _Markdown()
