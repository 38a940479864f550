"""The last touches to a PDF's tags, before WeasyPrint writes it.

WeasyPrint's PDF/UA is valid, but not yet as a reader wants it: an element that
a page break cuts in two becomes two elements, a table's repeated head is read
again on every page, running heads are content without a place, a header cell
does not say what it heads, a link says nothing but its address, and a figure
stands upside down. This mends them all, on the objects that are about to be
written. See docs/adr on the PDF.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SCOPES = {"row": "/Row", "rowgroup": "/Row"}
# Parts of a line have no identity of their own that a page break could cut.
INLINE = ("/Span", "/NonStruct", "/Lbl", "/Link")
POINTS_PER_PIXEL = 0.75
# The flag of an annotation that is printed with its page.
PRINTED = 4
Element = Any  # a pydyf.Dictionary of type StructElem


class TagSources:
    """Which HTML element each tag was made from, noted while WeasyPrint makes the tags."""

    def __init__(self) -> None:
        self._sources: dict[int, tuple[Element, Any, str | None]] = {}

    @contextmanager
    def noted(self) -> Iterator[None]:
        """While this is open, WeasyPrint's tags are noted. It has no hook for that."""
        from weasyprint.pdf import tags

        original = tags._build_box_tree

        def build(box: Any, *arguments: Any) -> Iterator[Element]:
            for element in original(box, *arguments):
                # A list item is yielded by a wrapper of the same box; the inner one comes first.
                self._sources.setdefault(id(element), (element, box.element, box.element_tag))
                yield element

        tags._build_box_tree = build
        try:
            yield
        finally:
            tags._build_box_tree = original

    def html(self, element: Element) -> Any:
        """The HTML element a tag was made from; nothing for what has none."""
        return self._sources.get(id(element), (None, None, None))[1]

    def key(self, element: Element) -> tuple[int, str | None, str] | None:
        """The same for all the pieces of one HTML element."""
        _element, html, tag = self._sources.get(id(element), (None, None, None))
        return None if html is None else (id(html), tag, element["S"])


class TagTree:
    """The tags of a PDF that is about to be written, and what can be mended in them."""

    def __init__(self, pdf: Any, sources: TagSources, name: str = "") -> None:
        self.pdf = pdf
        # What its identifiers begin with: those of no other part may be the same.
        self.name = name
        self._objects = {found.reference: found for found in pdf.objects}
        self.sources = sources
        self.pages = {reference: place for place, reference in enumerate(pdf.page_references)}
        self.root = self._object(pdf.catalog["StructTreeRoot"])
        self.document = self._object(self.root["K"][0])
        self.parents = self._object(self.root["ParentTree"])["Nums"]
        # All elements, in reading order.
        self.elements: list[Element] = []
        # Marked content, by page, that is no content after all.
        self.artifacts: dict[int, set[int]] = {}
        # Elements that were merged into another: their number, and that other.
        self.merged: dict[int, Element] = {}
        # Header cells of repeated heads: their ID, and that of the head's first printing.
        self.first_headers: dict[str, Any] = {}

    def mend(self) -> None:
        """Everything, in the order it must be done."""
        self._set_scopes()
        self._merge(self.document)
        self._drop_empty(self.document)
        self._simplify_tables()
        # From here on the tree stays as it is.
        self.elements = list(self._all(self.document))
        self._set_headers()
        self._name_headers()
        self._describe()
        self._collect_detached()
        self._rewrite_parents()
        self._write_artifacts()

    def _object(self, reference: Any) -> Any:
        return self._objects[reference]

    def _kids(self, element: Element) -> Iterator[Element]:
        """The elements right under one; its marked content and links are left out."""
        for kid in element["K"]:
            if isinstance(kid, bytes | str):
                found = self._object(kid)
                if found.get("Type") == "/StructElem":
                    yield found

    def _all(self, element: Element) -> Iterator[Element]:
        """An element and all under it, in reading order."""
        waiting = [element]
        while waiting:
            found = waiting.pop()
            yield found
            waiting.extend(reversed(list(self._kids(found))))

    def _set_scopes(self) -> None:
        """Every header cell says whether it heads a column or rows."""
        for element in self._all(self.document):
            html = self.sources.html(element)
            if element["S"] == "/TH" and html is not None:
                element["A"]["Scope"] = SCOPES.get(html.get("scope"), "/Column")

    def _merge(self, element: Element) -> None:
        """Join the pieces of each HTML element that page breaks have cut."""
        first_pieces: dict[Any, Element] = {}
        kept = []
        for kid in element["K"]:
            piece = self._object(kid) if isinstance(kid, bytes | str) else None
            key = None
            if piece is not None and piece.get("Type") == "/StructElem":
                key = self.sources.key(piece)
            first = first_pieces.get(key) if key else None
            if piece is None or first is None or piece["S"] in INLINE:
                kept.append(kid)
                if key is not None and piece is not None:
                    first_pieces.setdefault(key, piece)
            elif piece["S"] in ("/THead", "/TFoot"):
                self._drop_repeated(first, piece)
            else:
                self._join(first, piece)
        element["K"][:] = kept
        for kid in list(self._kids(element)):
            self._merge(kid)

    def _join(self, first: Element, piece: Element) -> None:
        """Move what a later piece holds into the first one."""
        import pydyf

        for kid in piece["K"]:
            if isinstance(kid, int):
                # Marked content belongs to a page; elsewhere it must name it.
                kid = pydyf.Dictionary({"Type": "/MCR", "Pg": piece["Pg"], "MCID": kid})
            else:
                inner = self._object(kid)
                if inner.get("Type") == "/StructElem":
                    inner["P"] = first.reference
            first["K"].append(kid)
        self.merged[piece.number] = first

    def _drop_repeated(self, first: Element, repeated: Element) -> None:
        """A head printed again is decoration; its cells' headers are those of the first."""
        for header, again in zip(self._headers(first), self._headers(repeated), strict=False):
            self.first_headers[again["ID"].string] = header["ID"]
        for page, mark in self._marks(repeated):
            self.artifacts.setdefault(page, set()).add(mark)

    def _headers(self, element: Element) -> list[Element]:
        return [inner for inner in self._all(element) if inner["S"] == "/TH" and "ID" in inner]

    def _marks(self, element: Element) -> Iterator[tuple[int, int]]:
        """The marked content of an element: page, and number on it."""
        for inner in self._all(element):
            for kid in inner["K"]:
                if isinstance(kid, int):
                    yield self.pages[inner["Pg"]], kid

    def _drop_empty(self, element: Element) -> None:
        """What holds nothing, as a symbol drawn by the style sheet, is not in the tree."""
        for kid in list(self._kids(element)):
            self._drop_empty(kid)
            if kid["S"] in INLINE and not kid["K"]:
                element["K"].remove(kid.reference)

    def _simplify_tables(self) -> None:
        for element in list(self._all(self.document)):
            if element["S"] == "/TBody":
                self._name_rows(element)
        for table in [one for one in self._all(self.document) if one["S"] == "/Table"]:
            self._spare_headers(table)

    def _name_rows(self, body: Element) -> None:
        """A name on a line of its own heads the line of values below it: one row to a reader."""
        rows = list(self._kids(body))
        for row, values in zip(rows, rows[1:], strict=False):
            cells, beside = list(self._kids(row)), list(self._kids(values))
            if [cell["S"] for cell in cells] != ["/TH"] or not beside or beside[0]["S"] != "/TD":
                continue
            (name,), said = cells, beside[0]
            self._join(name, said)
            name["P"] = values.reference
            name["A"].pop("ColSpan", None)
            values["K"][values["K"].index(said.reference)] = name.reference
            body["K"].remove(row.reference)

    def _spare_headers(self, table: Element) -> None:
        """Where headers outnumber what they head, only those of the columns are headers.

        So small a table is read row by row; a checker takes it for a shredded one.
        """
        headers = self._headers(table)
        columns = [one for one in headers if one["A"]["Scope"] == "/Column"]
        names = [one for one in headers if one["A"]["Scope"] == "/Row"]
        values = [one for one in self._all(table) if one["S"] == "/TD"]
        if not columns or len(headers) <= len(values):
            return
        for name in names:
            name["S"] = "/TD"
            del name["ID"], name["A"]["Scope"]
            name["A"]["Headers"] = self._array([columns[0]["ID"]])

    def _array(self, items: list[Any]) -> Any:
        import pydyf

        return pydyf.Array(items)

    def _set_headers(self) -> None:
        """Cells name the headers of their own group of rows, and heads at their first printing."""
        groups = [body for body in self.elements if body["S"] == "/TBody"]
        own = {body.number: self._group_headers(body) for body in groups}
        everywhere = {header.string for headers in own.values() for header in headers}
        for body in groups:
            for cell in self._all(body):
                if cell["S"] == "/TD" and "Headers" in cell["A"]:
                    headers = cell["A"]["Headers"]
                    columns = [header for header in headers if header.string not in everywhere]
                    columns = [self.first_headers.get(h.string, h) for h in columns]
                    headers[:] = [*own[body.number], *columns]

    def _group_headers(self, body: Element) -> list[Any]:
        """The IDs of the cells that head a whole group of rows."""
        return [
            header["ID"]
            for header in self._headers(body)
            if self.sources.html(header) is not None
            and self.sources.html(header).get("scope") == "rowgroup"
        ]

    def _collect_detached(self) -> None:
        """Marked content that no element of the tree holds: running heads and page numbers."""
        held = {element.number for element in self.elements}
        for page, elements in self._page_parents():
            for mark, reference in enumerate(elements):
                number = int(reference.split()[0])
                if number in self.merged:
                    elements[mark] = self.merged[number].reference
                elif number not in held:
                    self.artifacts.setdefault(page, set()).add(mark)

    def _page_parents(self) -> Iterator[tuple[int, list[Any]]]:
        """For each page, the element of each of its marked contents."""
        for place in range(0, 2 * len(self.pages), 2):
            yield self.parents[place], self.parents[place + 1]

    def _rewrite_parents(self) -> None:
        """Artifacts belong to no element; links in a merged one belong to that."""
        for page, elements in self._page_parents():
            for mark in self.artifacts.get(page, ()):
                elements[mark] = b"null"
        for place in range(2 * len(self.pages) + 1, len(self.parents), 2):
            number = int(self.parents[place].split()[0])
            if number in self.merged:
                self.parents[place] = self.merged[number].reference

    def _write_artifacts(self) -> None:
        """Say in the pages themselves what is decoration."""
        import pydyf

        for page, marks in self.artifacts.items():
            contents = self._object(self.pdf.page_references[page])["Contents"]
            stream = self._object(contents).stream
            for place, operator in enumerate(stream):
                if operator not in (b"BDC", "BDC"):
                    continue
                properties = stream[place - 1]
                if isinstance(properties, pydyf.Dictionary) and properties.get("MCID") in marks:
                    stream[place - 2] = "/Artifact"
                    stream[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})

    def _name_headers(self) -> None:
        """Give header cells identifiers of their own, and list where they are."""
        import pydyf

        heads = [one for one in self.elements if one["S"] == "/TH" and "ID" in one]
        named = {
            header["ID"].string: (pydyf.String(f"{self.name}{number:05}"), header)
            for number, header in enumerate(heads)
        }
        for name, header in named.values():
            header["ID"] = name
        for cell in self.elements:
            if cell["S"] == "/TD" and "Headers" in cell["A"]:
                headers = cell["A"]["Headers"]
                headers[:] = [named[old.string][0] for old in headers if old.string in named]
        places = [part for name, header in named.values() for part in (name, header.reference)]
        self.root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(places)})

    def _describe(self) -> None:
        """Links say where they lead, figures where they are, and parts what language they speak."""
        import pydyf

        for element in self.elements:
            html = self.sources.html(element)
            if html is None:
                continue
            if html.get("lang") and html.tag != "html":
                element["Lang"] = pydyf.String(html.get("lang"))
            if element["S"] == "/Link":
                self._describe_link(element, " ".join("".join(html.itertext()).split()))
            elif element["S"] == "/Figure":
                self._place_figure(element)

    def _describe_link(self, element: Element, text: str) -> None:
        """A link's own words tell what it is; it is printed with its page."""
        import pydyf

        for kid in element["K"]:
            found = self._object(kid) if isinstance(kid, bytes | str) else {}
            if found.get("Type") == "/OBJR":
                annotation = self._object(found["Obj"])
                annotation["F"] = PRINTED
                if text:
                    annotation["Contents"] = pydyf.String(text)

    def _place_figure(self, element: Element) -> None:
        """From pixels under the page's upper edge to points above its lower one."""
        left, top, right, bottom = element["A"]["BBox"]
        height = self._object(element["Pg"])["MediaBox"][3]
        element["A"]["BBox"][:] = [
            left * POINTS_PER_PIXEL,
            height - bottom * POINTS_PER_PIXEL,
            right * POINTS_PER_PIXEL,
            height - top * POINTS_PER_PIXEL,
        ]
