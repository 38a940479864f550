"""What a part becomes when it has been drawn, and how it is kept between two reports."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.progress import RenderFailed

# Where something is: the page's number within the piece, and the point on it.
Spot = tuple[int, float, float]


@dataclass(frozen=True)
class Bookmark:
    """A heading for the reader's list of bookmarks, and its level there."""

    label: str
    spot: Spot
    level: int


@dataclass(frozen=True)
class PageShape:
    """A page's kind: the name of its `@page` rule, and whether its number is printed."""

    name: str
    has_number: bool


@dataclass(frozen=True)
class Piece:
    """A drawn part: its PDF, and what must be known of it to put it beside the others."""

    pages: tuple[PageShape, ...]
    anchors: dict[str, Spot]
    bookmarks: tuple[Bookmark, ...]
    # Places whose page numbers stand in its text.
    references: tuple[str, ...]
    # Title, author and the like, by the names they have in HTML.
    facts: dict[str, str] = field(default_factory=dict)
    pdf: bytes = b""

    def packed(self) -> bytes:
        """The piece as it is kept."""
        said = asdict(self)
        del said["pdf"]
        head = json.dumps(said).encode()
        return len(head).to_bytes(8) + head + self.pdf

    @classmethod
    def unpacked(cls, data: bytes) -> "Piece":
        """The piece that was packed."""
        end = 8 + int.from_bytes(data[:8])
        said: dict[str, Any] = json.loads(data[8:end])
        return cls(
            pages=tuple(PageShape(**page) for page in said["pages"]),
            anchors={name: _spot(spot) for name, spot in said["anchors"].items()},
            bookmarks=tuple(map(_bookmark, said["bookmarks"])),
            references=tuple(said["references"]),
            facts=said["facts"],
            pdf=data[end:],
        )


@dataclass(frozen=True)
class Whole:
    """Pieces in their order, and where their places are in the joined file."""

    pieces: Sequence[Piece]

    def offsets(self) -> list[int]:
        """How many pages stand before each piece."""
        counts = [len(piece.pages) for piece in self.pieces]
        return [sum(counts[:place]) for place in range(len(counts))]

    def anchors(self) -> dict[str, Spot]:
        """Every place that can be led to; of two with one name the first."""
        found: dict[str, Spot] = {}
        for offset, piece in zip(self.offsets(), self.pieces, strict=True):
            for name, (page, x, y) in piece.anchors.items():
                found.setdefault(name, (offset + page, x, y))
        return found

    def numbers(self) -> dict[str, int]:
        """The page number of every place."""
        return {name: page + 1 for name, (page, _x, _y) in self.anchors().items()}

    def numbers_in(self, piece: Piece) -> dict[str, int]:
        """The page numbers of the places that a piece mentions.

        Raises:
            RenderFailed: a place is nowhere.
        """
        known = self.numbers()
        if nowhere := [name for name in piece.references if name not in known]:
            raise RenderFailed(_("A link leads nowhere: %(name)s") % {"name": nowhere[0]})
        return {name: known[name] for name in piece.references}


def _spot(said: list[Any]) -> Spot:
    page, x, y = said
    return page, x, y


def _bookmark(said: dict[str, Any]) -> Bookmark:
    return Bookmark(said["label"], _spot(said["spot"]), said["level"])
