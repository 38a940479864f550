"""Drawn parts put together: pages, tags, bookmarks, links from one part to another, numbers."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, OutlineItem

from reports.rendering.press.drawing import ELSEWHERE
from reports.rendering.press.pieces import Bookmark, Piece, Spot, Whole
from reports.rendering.progress import RenderFailed

NUMBER = Name("/PageNumber")
FONT_FILES = ("/FontFile2", "/FontFile3")


def join(pieces: Sequence[Piece], numbers: bytes | None) -> pikepdf.Pdf:
    """One PDF of the pieces; `numbers` has a page for each page whose number is printed.

    Raises:
        RenderFailed: a link leads to a place that is nowhere.
    """
    whole = Whole(pieces)
    pdf = pikepdf.new()
    tree = _Tree(pdf)
    for piece in pieces:
        with pikepdf.open(io.BytesIO(piece.pdf)) as part:
            tree.shift(part)
            for page in part.pages:
                pdf.pages.append(page)
            tree.append(part)
    tree.finish()
    _lead_links(pdf, whole.anchors())
    _write_bookmarks(pdf, whole)
    if numbers:
        _print_numbers(pdf, whole, numbers)
    _share_fonts(pdf)
    return pdf


class _Tree:
    """The tags of the joined file: one document, with what each part had in its own."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.parents: Any = Array()
        self.names: Any = Array()
        self.document: Any = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array())
        )
        # The first number of the next part in the tree of parents.
        self.next = 0

    def shift(self, part: pikepdf.Pdf) -> None:
        """Give a part's pages and links numbers that no part before it has."""
        for page in part.pages:
            for owner, key in _numbered(page):
                owner[key] = int(owner[key]) + self.next

    def append(self, part: pikepdf.Pdf) -> None:
        """Take over the tags of a part whose pages have been taken over."""
        root: Any = self.pdf.copy_foreign(part.Root.StructTreeRoot)
        entries = list(root.ParentTree.Nums)
        for place in range(0, len(entries), 2):
            self.parents.append(int(entries[place]) + self.next)
            self.parents.append(entries[place + 1])
        for kid in root.K[0].K:
            kid.P = self.document
            self.document.K.append(kid)
        self.names.extend(root.IDTree.Names)
        self.next += 1 + max((int(number) for number in entries[::2]), default=0)

    def finish(self) -> None:
        """Put the tree into the file."""
        pairs = sorted(
            zip(list(self.names)[::2], list(self.names)[1::2], strict=True),
            key=lambda pair: bytes(pair[0]),
        )
        names = Array([part for pair in pairs for part in pair])
        self.pdf.Root.StructTreeRoot = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self.document]),
                ParentTree=self.pdf.make_indirect(Dictionary(Nums=self.parents)),
                ParentTreeNextKey=self.next,
                IDTree=self.pdf.make_indirect(
                    Dictionary(Kids=Array([self._names(names)])) if pairs else Dictionary(Names=[])
                ),
            )
        )
        self.document.P = self.pdf.Root.StructTreeRoot

    def _names(self, names: Any) -> Any:
        return self.pdf.make_indirect(Dictionary(Limits=Array([names[0], names[-2]]), Names=names))


def _numbered(page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
    """What stands in the tree of parents: the page's content, and its links."""
    if "/StructParents" in page.obj:
        yield page.obj, "/StructParents"
    for annotation in page.obj.get("/Annots", []):
        if "/StructParent" in annotation:
            yield annotation, "/StructParent"


def _lead_links(pdf: pikepdf.Pdf, anchors: dict[str, Spot]) -> None:
    """Links lead to a page and a point on it."""
    pages = [page.obj for page in pdf.pages]
    for page in pages:
        for annotation in page.get("/Annots", []):
            name = _name_led_to(annotation)
            if name is None:
                continue
            if name not in anchors:
                raise RenderFailed(_("A link leads nowhere: %(name)s") % {"name": name})
            number, x, y = anchors[name]
            if "/A" in annotation:
                del annotation["/A"]
            annotation.Dest = Array([pages[number], Name.XYZ, _point(x), _point(y), 0])


def _name_led_to(annotation: Any) -> str | None:
    """The place that a link leads to, in this part or in another; nothing for other addresses."""
    if "/Dest" in annotation:
        return str(annotation.Dest)
    address = str(annotation.get("/A", {}).get("/URI", ""))
    return address.removeprefix(ELSEWHERE) if address.startswith(ELSEWHERE) else None


def _point(value: float) -> float:
    """A place in points, to no more decimals than can be seen."""
    return round(value, 2)


def _write_bookmarks(pdf: pikepdf.Pdf, whole: Whole) -> None:
    """Each heading under the last one above it, which may stand in another part."""
    above: list[tuple[int, OutlineItem]] = []
    with pdf.open_outline() as outline:
        for offset, piece in zip(whole.offsets(), whole.pieces, strict=True):
            for bookmark in piece.bookmarks:
                item = _item(bookmark, offset)
                while above and above[-1][0] >= bookmark.level:
                    above.pop()
                (above[-1][1].children if above else outline.root).append(item)
                above.append((bookmark.level, item))


def _item(bookmark: Bookmark, offset: int) -> OutlineItem:
    page, x, y = bookmark.spot
    return OutlineItem(bookmark.label, offset + page, "XYZ", left=_point(x), top=_point(y))


def _print_numbers(pdf: pikepdf.Pdf, whole: Whole, numbers: bytes) -> None:
    """Set on each page what tells its number, as something that is no content."""
    shapes = [shape for piece in whole.pieces for shape in piece.pages]
    numbered = [page for page, shape in zip(pdf.pages, shapes, strict=True) if shape.has_number]
    # WeasyPrint's pages leave their own measure behind.
    before = pdf.make_stream(b"q")
    after = pdf.make_stream(b"Q /Artifact <</Type /Pagination>> BDC /PageNumber Do EMC")
    with pikepdf.open(io.BytesIO(numbers)) as printed:
        for page, number in zip(numbered, printed.pages, strict=True):
            form = pdf.copy_foreign(number.as_form_xobject())
            resources: Any = Dictionary(dict(page.obj.Resources.items()))
            resources.XObject = Dictionary(dict(resources.get("/XObject", {}).items()))
            resources.XObject[NUMBER] = form
            page.obj.Resources = resources
            page.contents_add(before, prepend=True)
            page.contents_add(after)


def _share_fonts(pdf: pikepdf.Pdf) -> None:
    """Fonts that came with several parts stand once in the file."""
    kept: dict[bytes, Any] = {}
    for found in pdf.objects:
        if not isinstance(found, Dictionary) or found.get("/Type") != Name.FontDescriptor:
            continue
        for key in FONT_FILES:
            if key in found:
                digest = hashlib.sha256(found[key].read_raw_bytes()).digest()
                found[key] = kept.setdefault(digest, found[key])
