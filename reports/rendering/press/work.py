"""The work of the press, in the child process: from an order to a PDF.

Parts are laid out side by side and kept. When all are, the page numbers that some mention
are set in their places, and what tells each page's own number is printed on pages which are
laid over those of the parts: so a part never depends on how long the ones before it are,
and one edited paragraph redraws one part.
"""

import atexit
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _

from reports.rendering.press.crew import Act, Ask, Crew
from reports.rendering.press.drawing import Paper, draw_part, draw_whole
from reports.rendering.press.joining import join
from reports.rendering.press.metadata import describe, make_archive
from reports.rendering.press.numbering import draw_numbers
from reports.rendering.press.order import Order
from reports.rendering.press.parts import Division, divide
from reports.rendering.press.pieces import Piece, Whole
from reports.rendering.press.static import files_named_in
from reports.rendering.press.store import Store
from reports.rendering.progress import Progress, RenderFailed, Step, Told, tell_nobody

# Shorter HTML, about ten pages, is drawn at once: processes would take longer to start.
SHORT = 80_000
REPORT_STYLE = ("static:css/print/report.css",)
# Something in every kind of letter, so that the fonts are at hand.
SAMPLE = """<html lang="sv"><head><title>x</title></head><body><section><h1>x</h1>
<p>x <strong>x</strong></p><table><tbody><tr><th>x</th><td>1</td></tr></tbody></table>
</section></body></html>"""


def make(order: Order, told: Told = tell_nobody) -> bytes:
    """The PDF that was ordered. The same order always gives the same bytes.

    Raises:
        RenderFailed: it cannot be made of this HTML.
    """
    division = divide(order.html) if len(order.html) >= SHORT else None
    if division is None:
        told(Progress(Step.LAYOUT, 0, 1))
        pieces, numbers = [draw_whole(order.html)], None
        told(Progress(Step.LAYOUT, 1, 1))
    else:
        with Crew(settings.PDF_PROCESSES) as crew:
            press = Press(division, Store.of_settings(), crew, told)
            pieces, numbers = press.numbered(press.pieces())
    return _bound(order, pieces, numbers, told)


def get_ready() -> None:
    """Do what every order needs, while there is none: read what draws, and the style of reports."""
    paper = _paper(REPORT_STYLE, _digest_of_files(REPORT_STYLE))
    draw_part(SAMPLE, paper, "", lambda _piece: None)


def _bound(order: Order, pieces: list[Piece], numbers: bytes | None, told: Told) -> bytes:
    told(Progress(Step.JOIN, 0, len(pieces)))
    pdf = join(pieces, numbers)
    describe(pdf, pieces[0].facts, archive=bool(order.attachments))
    if order.attachments:
        make_archive(pdf, order.attachments)
    made = io.BytesIO()
    pdf.save(
        made,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    told(Progress(Step.JOIN, len(pieces), len(pieces)))
    _check(made, sum(len(piece.pages) for piece in pieces), told)
    return made.getvalue()


def _check(made: io.BytesIO, pages: int, told: Told) -> None:
    """See that the file can be read, with every page and what is on it for a screen reader.

    Raises:
        RenderFailed: it cannot.
    """
    told(Progress(Step.CHECK, 0, 1))
    with pikepdf.open(made) as pdf:
        if len(pdf.pages) != pages or not all("/StructParents" in page.obj for page in pdf.pages):
            raise RenderFailed(_("The file that was made is damaged."))
    told(Progress(Step.CHECK, 1, 1))


class Press:
    """A divided document, while it is being made."""

    def __init__(self, division: Division, store: Store, crew: Crew, told: Told) -> None:
        self.division = division
        self.store = store
        self.crew = crew
        self.told = told
        self.style = _digest_of_files(division.style_sheets)
        # All that a part is made of beside its own HTML.
        self.common = _digest(division.head, self.style, *_program())
        self.html = [division.page(place) for place in range(len(division.parts))]
        self.keys = [_digest(self.common, html, *files_named_in(html)) for html in self.html]
        self.asking: set[int] = set()

    @property
    def paper(self) -> Paper:
        """Fonts and style sheets, read when something is drawn at all."""
        return _paper(self.division.style_sheets, self.style)

    def pieces(self) -> list[Piece]:
        """The parts in their order; those that mention page numbers are laid out only.

        Raises:
            RenderFailed: a part cannot be drawn.
        """
        kept = {place: self.store.get(key) for place, key in enumerate(self.keys)}
        pieces = {place: Piece.unpacked(piece) for place, piece in kept.items() if piece}
        for place in sorted(set(kept) - set(pieces), key=self.division.turn):
            self.crew.add(place, self._act(place))
        self.told(Progress(Step.LAYOUT, len(pieces), len(kept)))
        for place, piece, is_asking in self.crew.news():
            pieces[place] = piece
            self.store.put(self.keys[place], piece.packed())
            if is_asking:
                self.asking.add(place)
            self.told(Progress(Step.LAYOUT, len(pieces), len(kept)))
        return [pieces[place] for place in sorted(pieces)]

    def numbered(self, pieces: list[Piece]) -> tuple[list[Piece], bytes]:
        """The same parts with the page numbers that they mention, and the pages that tell
        the page's own number, to be laid over them.

        Raises:
            RenderFailed: a part cannot be drawn, or mentions a place that is nowhere.
        """
        made: dict[int | None, bytes] = {}
        keys: dict[int | None, str] = {}
        whole = Whole(pieces)
        shapes = [shape for piece in pieces for shape in piece.pages]
        mentioning = [place for place, piece in enumerate(pieces) if piece.references]
        for place in sorted(mentioning, key=self.division.turn):
            known = whole.numbers_in(pieces[place])
            keys[place] = _digest(self.keys[place], repr(sorted(known.items())))
            if not self._is_kept(place, keys, made):
                self._go_on(place, known)
        keys[None] = _digest("numbers", self.common, repr(shapes))
        if not self._is_kept(None, keys, made):
            head, paper = self.division.head, self.paper
            self.crew.add(None, lambda _ask: draw_numbers(head, shapes, paper))
        self.told(Progress(Step.NUMBERS, len(made), len(keys)))
        for place, drawn, _is_asking in self.crew.news():
            made[place] = drawn if place is None else drawn.pdf
            self.store.put(keys[place], made[place])
            self.told(Progress(Step.NUMBERS, len(made), len(keys)))
        self.store.sweep()
        numbered = [
            replace(piece, pdf=made.get(place, piece.pdf)) for place, piece in enumerate(pieces)
        ]
        return numbered, made[None]

    def _is_kept(
        self, place: int | None, keys: dict[int | None, str], made: dict[int | None, bytes]
    ) -> bool:
        """Whether the store has it; then it is made."""
        kept = self.store.get(keys[place])
        if kept is not None:
            made[place] = kept
        return kept is not None

    def _go_on(self, place: int, known: Mapping[str, int]) -> None:
        """Draw a part that shows page numbers: it waits for them, or is laid out again."""
        if place in self.asking:
            self.crew.answer(place, known)
        else:
            self.crew.add(place, self._act(place, known))

    def _act(self, place: int, known: Mapping[str, int] | None = None) -> Act:
        html, paper = self.html[place], self.paper
        name = _digest(html)[:12]

        def act(ask: Ask) -> Piece:
            return draw_part(html, paper, name, ask if known is None else lambda _piece: known)

        return act


@lru_cache(maxsize=1)
def _paper(style_sheets: tuple[str, ...], _files: str) -> Paper:
    """Paper with these style sheets, read anew when any of their files has changed."""
    return Paper.with_style_sheets(style_sheets)


# Fonts clean up behind them, and cannot when the interpreter has gone.
atexit.register(_paper.cache_clear)


def _digest_of_files(addresses: tuple[str, ...]) -> str:
    return _digest(*files_named_in(" ".join(addresses)))


def _digest(*said: str | bytes) -> str:
    """A digest of all this, in this order."""
    digest = hashlib.sha256()
    for one in said:
        content = one.encode() if isinstance(one, str) else one
        digest.update(len(content).to_bytes(8))
        digest.update(content)
    return digest.hexdigest()


def _program() -> Iterator[bytes]:
    """What draws: the press itself, and the libraries that it draws with."""
    import pydyf
    import weasyprint
    from weasyprint.text.ffi import pango

    yield f"{weasyprint.__version__} {pydyf.__version__} {pango.pango_version()}".encode()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        yield path.read_bytes()
