"""Draws print HTML with WeasyPrint, in this process: a whole document, or a part of one."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reports.rendering.press.pieces import Bookmark, PageShape, Piece, Spot, Whole
from reports.rendering.press.shortcuts import shortcuts
from reports.rendering.press.static import SCHEME, static_fetcher
from reports.rendering.press.tags import TagSources, TagTree
from reports.rendering.press.targets import mentions_noted
from reports.rendering.progress import RenderFailed

VARIANT = "pdf/ua-1"
# A link to a place that may lie in another part; the joiner finds it.
ELSEWHERE = "place:"
POINTS_PER_PIXEL = 0.75
PAGE_COUNTERS = {"page", "pages"}
# Fonts up to this size stand whole in every part, so that the joined file needs each once.
SMALL_FONT = 150_000
# Gives the page numbers of the places that a piece mentions, when they are known.
Ask = Callable[[Piece], Mapping[str, int] | None]


@dataclass
class Paper:
    """What the parts of a document share: fonts and style sheets, read once."""

    fonts: Any = None
    counters: Any = None
    style_sheets: list[Any] = field(default_factory=list)

    @classmethod
    def with_style_sheets(cls, addresses: tuple[str, ...]) -> "Paper":
        """Read these style sheets, and the fonts that they name."""
        from weasyprint import CSS
        from weasyprint.css.counters import CounterStyle
        from weasyprint.text.fonts import FontConfiguration

        from reports.rendering.press.reading import spared_style

        # Read here, once: whoever forks after this has it.
        spared_style()
        paper = cls(FontConfiguration(), CounterStyle())
        shared = {
            "font_config": paper.fonts,
            "counter_style": paper.counters,
            "url_fetcher": static_fetcher(),
        }
        with strictly():
            paper.style_sheets = [CSS(url=address, **shared) for address in addresses]
            hidden = CSS(string="[data-elsewhere] { display: none !important }", **shared)
        paper.style_sheets.append(hidden)
        return paper


def draw_whole(html: str) -> Piece:
    """A whole document, drawn at once.

    Raises:
        RenderFailed: WeasyPrint complained of something, or a link leads nowhere.
    """
    return _draw(html, Paper(), "", lambda piece: Whole([piece]).numbers_in(piece), is_part=False)


def draw_part(html: str, paper: Paper, name: str, ask: Ask) -> Piece:
    """A part, without the boxes in the margins that tell the page's number.

    `name` begins its identifiers. `ask` is given the piece as it has been laid out, and
    gives the page numbers of the places that it mentions; or None, and it gets no PDF.

    Raises:
        RenderFailed: WeasyPrint complained of something.
    """
    return _draw(html, paper, name, ask, is_part=True)


def _draw(html: str, paper: Paper, name: str, ask: Ask, *, is_part: bool) -> Piece:
    sources = TagSources()
    with strictly(), shortcuts(), sources.noted(), mentions_noted() as mentions:
        document = laid_out(html, paper, is_part=is_part)
        shapes = []
        for page in document.pages:
            box = page._page_box
            telling = [child for child in box.children if tells_number(child)]
            shapes.append(PageShape(box.page_type.name or "", bool(telling)))
            if is_part:
                box.children = [child for child in box.children if child not in telling]
        piece = Piece(
            pages=tuple(shapes),
            anchors=_anchors(document),
            bookmarks=_bookmarks(document),
            references=mentions.places(),
            facts=_facts(document.metadata),
        )
        numbers = ask(piece) if piece.references else {}
        if numbers is None:
            return piece
        mentions.set_numbers(document, numbers)
        document.fonts = FontShelf()
        pdf = document.write_pdf(
            pdf_variant=VARIANT,
            finisher=lambda _document, pdf: TagTree(pdf, sources, name).mend(),
        )
    return replace(piece, pdf=pdf)


def laid_out(html: str, paper: Paper, *, is_part: bool = False) -> Any:
    """WeasyPrint's document of this HTML, not drawn yet."""
    from reports.rendering.press.reading import PrintHTML

    source = PrintHTML(html, base_url=SCHEME, url_fetcher=static_fetcher())
    if is_part:
        _lead_elsewhere(source.etree_element)
    return source.render(
        pdf_variant=VARIANT,
        presentational_hints=False,
        font_config=paper.fonts,
        counter_style=paper.counters,
        stylesheets=paper.style_sheets,
    )


def _lead_elsewhere(root: Any) -> None:
    """Links to places that are not here get an address that leads to them in the joined file."""
    here = {element.get("id") for element in root.iter()}
    for element in root.iter("a"):
        address = element.get("href", "")
        if address.startswith("#") and address[1:] not in here:
            element.set("href", f"{ELSEWHERE}{address[1:]}")


def tells_number(box: Any) -> bool:
    """Whether a box stands in the margin and shows the page's number, or how many there are."""
    from weasyprint.formatting_structure.boxes import MarginBox

    content = box.style["content"] if isinstance(box, MarginBox) else ()
    return isinstance(content, tuple | list) and any(
        kind in ("counter()", "counters()") and value[0] in PAGE_COUNTERS for kind, value in content
    )


def _anchors(document: Any) -> dict[str, tuple[int, float, float]]:
    found: dict[str, tuple[int, float, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, *_end) in page.anchors.items():
            found.setdefault(name, _spot(number, page, x, y))
    return found


def _bookmarks(document: Any) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(label, _spot(number, page, x, y), level)
        for number, page in enumerate(document.pages)
        for level, label, (x, y), _state in page.bookmarks
    )


def _spot(number: int, page: Any, x: float, y: float) -> Spot:
    """A place on a page, in points from the left and from below."""
    return number, x * POINTS_PER_PIXEL, (page.height - y) * POINTS_PER_PIXEL


def _facts(metadata: Any) -> dict[str, str]:
    """What the head of the HTML says of the document."""
    facts = {
        "title": metadata.title,
        "author": ", ".join(metadata.authors),
        "description": metadata.description,
        "keywords": ", ".join(metadata.keywords),
        "lang": metadata.lang,
        "created": metadata.created,
        "identifier": metadata.custom.get("dcterms.identifier"),
    }
    return {name: said for name, said in facts.items() if said}


class FontShelf(dict[str, Any]):
    """The fonts of a document; small ones stay whole."""

    def __setitem__(self, key: str, font: Any) -> None:
        if len(font.file_content) <= SMALL_FONT and "fvar" not in font.tables:
            font.clean = lambda *_arguments: None
        super().__setitem__(key, font)


class strictly(logging.Handler):  # noqa: N801
    """What WeasyPrint complains of while this is open is an error: something would be missing.

    Raises:
        RenderFailed: it complained, or was refused a file.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []
        self._logger = logging.getLogger("weasyprint")

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())

    def __enter__(self) -> "strictly":
        self._level = self._logger.level
        self._logger.setLevel(logging.WARNING)
        self._logger.addHandler(self)
        return self

    def __exit__(self, kind: object, error: BaseException | None, *trace: object) -> None:
        from weasyprint.urls import FatalURLFetchingError

        self._logger.removeHandler(self)
        self._logger.setLevel(self._level)
        if isinstance(error, FatalURLFetchingError):
            raise RenderFailed(str(error)) from error
        if error is None and self.found:
            raise RenderFailed("; ".join(self.found))
