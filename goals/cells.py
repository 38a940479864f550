"""A cell that somebody has written in, and what became of it. Pure: no database.

Cells are saved one by one, against what their writer saw: `seen` is the mark
of the text that stood in the cell when the writer began. So two people who
write in different cells of a row never meet, and two who write in the same one
always do; and the same answer sent twice is stored once. See
docs/adr/0011-a-cell-is-saved-against-what-its-writer-saw.md.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

# What PostgreSQL does not store: the character zero, and half a surrogate pair.
NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


def mark(text: str) -> str:
    """A short mark of a cell's text, the same whenever the text is."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def storable(text: str) -> str:
    """The text with what a database cannot store made visible."""
    return NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wrote in a cell, and the mark of what stood there before."""

    text: str
    seen: str


class CellState(StrEnum):
    """What became of a cell that was sent in. Only `SAVED` is stored in the round."""

    SAVED = "saved"
    # It cannot be read, or asks for something else first; the text is kept as a draft.
    INVALID = "invalid"
    # A warning waits to be accepted; the text is kept as a draft.
    WARNING = "warning"
    # Somebody else has changed it meanwhile; the text is kept as a draft.
    CONFLICT = "conflict"
    # The round takes no changes; the text is kept as a draft.
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else has saved in a cell meanwhile."""

    text: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """What became of one cell: `text` is what stands in it now, `seen` the mark of what is stored.

    A saved cell's text is what is stored, as it was understood; any other's is
    what was typed, so that nothing is lost.
    """

    state: CellState
    text: str
    seen: str
    message: str = ""
    theirs: Theirs | None = None


@dataclass(slots=True)
class RowAnswer:
    """What became of the cells of a row that were sent in together."""

    line: Any
    cells: dict[str, CellAnswer] = field(default_factory=dict)
    # Warnings that ask to be accepted before what waits is saved.
    warnings: list[Any] = field(default_factory=list)

    @property
    def is_saved(self) -> bool:
        """Whether everything that was sent in is stored."""
        return all(cell.state == CellState.SAVED for cell in self.cells.values())

    def named(self, state: CellState) -> list[str]:
        """The cells that ended in that state."""
        return [name for name, cell in self.cells.items() if cell.state == state]
