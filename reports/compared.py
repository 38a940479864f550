"""How two texts differ, word by word. Pure."""

import difflib
import re
from collections.abc import Iterator
from enum import StrEnum

# A word with the space before it: what a text is compared by. With the space after it, the last
# word of a text would seem another as soon as something is written after it.
WORD = re.compile(r"\s*\S+|\s+")
PARAGRAPH = re.compile(r".+?(?:\n\s*\n|\Z)", re.DOTALL)
# Longer paragraphs are shown whole, as it was and as it became: comparing takes time by the square.
MOST_WORDS = 3000


class Fate(StrEnum):
    """What became of a piece of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


Pieces = list[tuple[str, Fate]]


def compare(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Two texts word by word: which pieces were removed from the first, or added in the second.

    The pieces of each put together are the text itself.
    """
    pieces = list(_words(before, after))
    return (
        [(text, fate) for text, fate in pieces if fate != Fate.ADDED],
        [(text, fate) for text, fate in pieces if fate != Fate.REMOVED],
    )


def merge(before: str, after: str) -> Pieces:
    """Two texts as one: what was kept, removed and added, in the order it stands.

    Paragraphs that are as they were are found first, so that long texts are compared where
    they differ.
    """
    old, new = PARAGRAPH.findall(before), PARAGRAPH.findall(after)
    pieces: Pieces = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            pieces.append(("".join(new[c:d]), Fate.KEPT))
        else:
            pieces += _words("".join(old[a:b]), "".join(new[c:d]))
    return pieces


def _words(before: str, after: str) -> Iterator[tuple[str, Fate]]:
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = [before], [after]
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            yield "".join(new[c:d]), Fate.KEPT
            continue
        if a < b:
            yield "".join(old[a:b]), Fate.REMOVED
        if c < d:
            yield "".join(new[c:d]), Fate.ADDED
