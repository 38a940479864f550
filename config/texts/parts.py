"""What a text consists of: blocks of lines of runs."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote

# What stands between the brackets of a reference.
TOKEN = re.compile(r"[a-z_]+:[^\[\]\n]{1,200}")
REFERENCE = re.compile(rf"\[\[({TOKEN.pattern})\]\]")
ADDRESS = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)
# What could end an address, or mean something else in it.
NOT_IN_ADDRESS = re.compile(r"""[\s\x00-\x20\x7f()<>\[\]\\*";]""")
SPACE = re.compile(r"(\s+)")
# A space at which a line may break; one that may not is kept as it is.
COMMON_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")

# What a reference shows now; nothing where it points at nothing.
Shown = Callable[[str], str | None]


class BlockKind(StrEnum):
    """What a part of a text is."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    HEADING = "heading"


@dataclass(frozen=True)
class Run:
    """Words that look the same. A reference has no words of its own until somebody counts."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""
    reference: str = ""

    def looks_like(self, other: "Run") -> bool:
        """Whether it is set as the other is."""
        return (self.strong, self.em, self.href) == (other.strong, other.em, other.href)


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph with its lines, a list with its items, or a heading (level 3 or 4)."""

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0

    @property
    def length(self) -> int:
        """How many characters there are to read."""
        return sum(len(run.text) for line in self.lines for run in line)


def words_of(run: Run, shown: Shown | None = None) -> str:
    """What a run says; a reference that shows nothing says itself, so that somebody sees it."""
    if not run.reference:
        return run.text
    return (shown and shown(run.reference)) or f"[[{run.reference}]]"


def outside_address(url: str) -> str:
    """An address that a text may link to (the web or e-mail), or nothing."""
    whole = NOT_IN_ADDRESS.sub(lambda found: quote(found[0], safe=""), url.strip())
    return whole if ADDRESS.match(whole) else ""


def tidy(runs: Iterable[Run]) -> Line:
    """The same words, with no space at the ends, and a space between two runs set only as both
    are."""
    found: list[Run] = []
    space = ""
    for run in runs:
        for part in [""] if run.reference else SPACE.split(run.text):
            if part.isspace():
                space += part
            elif part or run.reference:
                piece = replace(run, text=part)
                if found and space:
                    found.append(_between(found[-1], COMMON_SPACE.sub(" ", space), piece))
                found.append(piece)
                space = ""
    return tuple(_merged(found))


def _between(before: Run, space: str, after: Run) -> Run:
    href = before.href if before.href == after.href else ""
    return Run(space, before.strong and after.strong, before.em and after.em, href)


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if last and not last.reference and not run.reference and last.looks_like(run):
            last = replace(last, text=last.text + run.text)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last
