"""What a part becomes when it has been drawn, and how it is kept between two reports."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

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


def _spot(said: list[Any]) -> Spot:
    page, x, y = said
    return page, x, y


def _bookmark(said: dict[str, Any]) -> Bookmark:
    return Bookmark(said["label"], _spot(said["spot"]), said["level"])
