"""A text in an editor: HTML out, HTML in, and nothing in it that a text cannot say."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import nh3
from django.utils.html import escape

from config.texts.parts import (
    REFERENCE,
    TOKEN,
    Block,
    BlockKind,
    Line,
    Run,
    Shown,
    outside_address,
    tidy,
    words_of,
)
from config.texts.reading import blocks
from config.texts.writing import normal, written

CLEANER = nh3.Cleaner(
    tags={"p", "br", "strong", "b", "em", "i", "ul", "ol", "li", "h3", "h4", "a", "span"},
    attributes={"a": {"href"}, "span": {"data-reference"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
LISTS = {"ul": BlockKind.BULLETS, "ol": BlockKind.NUMBERS}
HEADINGS = {"h3": 3, "h4": 4}


def to_editor(text: str | None, shown: Shown | None = None) -> str:
    """A text as HTML for the editor, with references as spans that show their words."""
    return CLEANER.clean("".join(_html_of(block, shown) for block in blocks(text)))


def from_editor(html: str) -> str:
    """What an editor, or whoever pretends to be one, sent: as a text, in its normal form.

    Signs that somebody typed as words are escaped, but for a reference written by hand: that is
    what it says, as it is in a text area.
    """
    reader = _EditorReader()
    reader.feed(CLEANER.clean(html))
    reader.close()
    return normal(written(reader.pages.found))


def _html_of(block: Block, shown: Shown | None) -> str:
    lines = ["".join(_html_of_run(run, shown) for run in line) for line in block.lines]
    if block.kind == BlockKind.HEADING:
        return "".join(f"<h{block.level}>{line}</h{block.level}>" for line in lines)
    for tag, kind in LISTS.items():
        if block.kind == kind:
            items = "".join(f"<li><p>{line}</p></li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{'<br>'.join(lines)}</p>"


def _html_of_run(run: Run, shown: Shown | None) -> str:
    html: str = escape(words_of(run, shown))
    if run.reference:
        html = f'<span data-reference="{escape(run.reference)}">{html}</span>'
    html = f"<em>{html}</em>" if run.em else html
    html = f"<strong>{html}</strong>" if run.strong else html
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html


def _referring(line: Line) -> Iterator[Run]:
    """The line with the references that somebody typed as words."""
    for run in line:
        # Every second part is what stands between the brackets.
        for place, part in enumerate(REFERENCE.split(run.text)):
            yield replace(run, text="", reference=part) if place % 2 else replace(run, text=part)


@dataclass
class _Pages:
    """Blocks as they are found, one run after the other."""

    found: list[Block] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    lines: list[Line] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def end_line(self) -> bool:
        """Whether there was anything in it."""
        line = tidy(_referring(tidy(self.runs)))
        self.runs.clear()
        if line:
            self.lines.append(line)
        return bool(line)

    def begin(self, kind: BlockKind, level: int = 0) -> None:
        """Another block begins, and the one before it has ended."""
        self.end_line()
        if self.lines:
            self.found.append(Block(self.kind, tuple(self.lines), self.level))
        self.lines = []
        self.kind, self.level = kind, level


class _EditorReader(HTMLParser):
    """Reads HTML that has been cleaned. Lists in lists become one list."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = _Pages()
        self.now = Run("")
        self.depth = 0
        # Whether each span that is open is a reference.
        self.spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        match tag:
            case "strong" | "b":
                self.now = replace(self.now, strong=True)
            case "em" | "i":
                self.now = replace(self.now, em=True)
            case "a":
                self.now = replace(self.now, href=outside_address(said.get("href", "")))
            case "span":
                token = said.get("data-reference", "")
                self.spans.append(bool(TOKEN.fullmatch(token)) and not any(self.spans))
                if self.spans[-1]:
                    self.pages.runs.append(replace(self.now, reference=token))
            case "br":
                self._break()
            case _:
                self._block(tag, begins=True)

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "strong" | "b":
                self.now = replace(self.now, strong=False)
            case "em" | "i":
                self.now = replace(self.now, em=False)
            case "a":
                self.now = replace(self.now, href="")
            case "span":
                self.spans.pop()
            case _:
                self._block(tag, begins=False)

    def handle_data(self, data: str) -> None:
        if not any(self.spans):
            self.pages.runs.append(replace(self.now, text=data))

    def close(self) -> None:
        super().close()
        self.pages.begin(BlockKind.PARAGRAPH)

    def _block(self, tag: str, *, begins: bool) -> None:
        if tag in LISTS:
            self.depth += 1 if begins else -1
            outermost = self.depth == (1 if begins else 0)
            if outermost:
                self.pages.begin(LISTS[tag] if begins else BlockKind.PARAGRAPH)
        if tag == "li" or (tag in LISTS and not outermost):
            self.pages.end_line()
        elif self.depth:
            self.pages.runs.append(Run(" "))
        elif tag in HEADINGS and begins:
            self.pages.begin(BlockKind.HEADING, HEADINGS[tag])
        else:
            self.pages.begin(BlockKind.PARAGRAPH)

    def _break(self) -> None:
        """A line break; two of them part paragraphs. In an item or a heading it is a space."""
        if self.depth or self.pages.kind == BlockKind.HEADING:
            self.pages.runs.append(Run(" "))
        elif not self.pages.end_line():
            self.pages.begin(BlockKind.PARAGRAPH)
