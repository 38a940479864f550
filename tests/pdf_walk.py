"""A walk through a PDF's structure tree: what a screen reader meets, and in what order.

Checkers ask whether a file follows the standard. This asks whether it makes sense:
headings that can be skipped between, tables whose cells know their headers, links that
say where they lead, and content that is read in the order it stands on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

HEADINGS = {f"H{level}": level for level in range(1, 7)}
# How much higher, in points, something may stand that is read later: cells of one row do.
LEVEL_LINE = 4.0


@dataclass
class Node:
    """An element of the tree."""

    kind: str
    pdf: Any
    kids: list["Node"] = field(default_factory=list)
    # Marked content of its own: page and number.
    marks: list[tuple[int, int]] = field(default_factory=list)
    # Annotations that belong to it.
    annotations: list[Any] = field(default_factory=list)

    def all(self) -> Iterator["Node"]:
        yield self
        for kid in self.kids:
            yield from kid.all()

    def of(self, *kinds: str) -> list["Node"]:
        return [node for node in self.all() if node.kind in kinds]

    def content(self) -> Iterator[tuple[int, int]]:
        """All its marked content, in reading order."""
        for node in self.all():
            yield from node.marks


@dataclass
class Mark:
    """A piece of marked content on a page: where it begins, and its text's bytes."""

    x: float
    y: float
    shows: int


class Walk:
    """A PDF with its structure tree."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.page_numbers: dict[Any, int] = {
            page.objgen: place for place, page in enumerate(pdf.pages)
        }
        tree: Any = pdf.Root.StructTreeRoot
        self.root = self._node(tree.K[0])

    def _node(self, element: Any) -> Node:
        node = Node(str(element.S)[1:], element)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                node.marks.append((self.page_numbers[element.Pg.objgen], kid))
            elif kid.get("/Type") == "/MCR":
                node.marks.append((self.page_numbers[kid.Pg.objgen], int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                node.annotations.append(kid.Obj)
            else:
                assert kid.P.objgen == element.objgen, "a kid names another parent"
                node.kids.append(self._node(kid))
        return node

    @cached_property
    def marks(self) -> dict[tuple[int, int], Mark]:
        """Where each piece of marked content stands."""
        found: dict[tuple[int, int], Mark] = {}
        for number, page in enumerate(self.pdf.pages):
            for mcid, mark in _marked(page):
                found[number, mcid] = mark
        return found

    def heading_levels(self) -> list[int]:
        return [HEADINGS[node.kind] for node in self.root.of(*HEADINGS)]

    def bookmarks(self) -> list[tuple[str, int]]:
        """The labels of the bookmarks, with the pages they lead to."""
        with self.pdf.open_outline() as outline:
            return list(self._items(outline.root))

    def _items(self, items: Any) -> Iterator[tuple[str, int]]:
        for item in items:
            destination: Any = item.destination
            yield item.title, self.page_numbers[destination[0].objgen]
            yield from self._items(item.children)

    def tables_without_headers(self) -> list[Node]:
        """Tables with no header cell, or with one that does not say what it heads."""
        return [
            table
            for table in self.root.of("Table")
            if not (heads := table.of("TH"))
            or any(str(head.pdf.A.get("/Scope")) not in ("/Row", "/Column") for head in heads)
        ]

    def lost_headers(self) -> list[str]:
        """What cells name as their headers, but no header is called."""
        ids: set[bytes] = {bytes(head.pdf.ID) for head in self.root.of("TH")}
        named = (
            bytes(header)
            for cell in self.root.of("TD")
            for header in _attributes(cell).get("/Headers", [])
        )
        return [name.decode() for name in named if name not in ids]

    def undescribed_links(self) -> list[Node]:
        """Links that say nothing, or only an address."""
        return [
            link
            for link in self.root.of("Link")
            if not link.annotations
            or any(
                not (said := str(one.get("/Contents", "")).strip())
                or said.startswith(("#", "place:"))
                for one in link.annotations
            )
        ]

    def dead_links(self) -> int:
        """Links that lead neither to a page of this file nor to an address."""
        links: list[Any] = [
            annotation
            for page in self.pdf.pages
            for annotation in page.obj.get("/Annots", [])
            if annotation.Subtype == "/Link"
        ]
        return sum(map(self._is_dead, links))

    def _is_dead(self, link: Any) -> bool:
        if isinstance(link.get("/Dest"), pikepdf.Array):
            return link.Dest[0].objgen not in self.page_numbers
        return str(link.A.URI).startswith("place:") if "/A" in link else True

    def untagged_text(self) -> list[int]:
        """Pages with text that is neither in the tree nor said to be decoration."""
        held = set(self.root.content())
        found = {page for page, _mark in set(self.marks) - held}
        for number, page in enumerate(self.pdf.pages):
            if any(not inside for inside in _text_shown(page)):
                found.add(number)
        return sorted(found)

    def out_of_order(self) -> list[tuple[int, int]]:
        """Blocks that are read after something that stands below them on the same page."""
        found = []
        last: tuple[int, float] | None = None
        for block in self._blocks():
            places = [(page, self.marks[page, mark]) for page, mark in block.content()]
            if not places:
                continue
            page, first = places[0]
            if last and (page < last[0] or (page == last[0] and first.y > last[1] + LEVEL_LINE)):
                found.append((page, round(first.y)))
            last = (page, first.y)
        return found

    def _blocks(self) -> Iterator[Node]:
        """What is read as one: a heading, a paragraph, an item, a row's first cell."""
        kinds = (*HEADINGS, "P", "LI", "TR", "Caption")
        waiting = [self.root]
        while waiting:
            node = waiting.pop(0)
            if node.kind in kinds:
                yield node
            else:
                waiting[:0] = node.kids


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, Mark]]:
    """The marked content of a page that has a number, and where its text begins."""
    matrices, matrix, text = [], IDENTITY, IDENTITY
    mcid: int | None = None
    mark: Mark | None = None
    for operands, operator in _instructions(page):
        match operator:
            case "q":
                matrices.append(matrix)
            case "Q":
                matrix = matrices.pop()
            case "cm":
                matrix = _times(_matrix(operands), matrix)
            case "BT":
                text = IDENTITY
            case "Tm":
                text = _matrix(operands)
            case "BDC" if isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
                mcid, mark = int(operands[1].MCID), None
            case "Tj" | "TJ" | "Do" if mcid is not None and mark is None:
                place = _times(text, matrix) if operator != "Do" else matrix
                mark = Mark(place[4], place[5], 1)
            case "EMC" if mcid is not None:
                yield mcid, mark or Mark(matrix[4], matrix[5], 0)
                mcid = None


def _instructions(page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
    for instruction in pikepdf.parse_content_stream(page):
        yield instruction.operands, str(instruction.operator)


def _attributes(node: Node) -> Any:
    return node.pdf.get("/A", pikepdf.Dictionary())


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _text_shown(page: pikepdf.Page) -> Iterator[bool]:
    """For each text on a page, whether it stands in marked content or in an artifact."""
    depth = 0
    for _operands, operator in _instructions(page):
        match operator:
            case "BDC" | "BMC":
                depth += 1
            case "EMC":
                depth -= 1
            case "Tj" | "TJ":
                yield depth > 0
