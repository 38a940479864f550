"""The work of the press, in the child process: from an order to a PDF.

Parts are laid out side by side and kept. Then what tells the pages' numbers is printed on
pages of its own, which are laid over those of the parts: so a part never depends on how
long the ones before it are, and one edited paragraph redraws one part.
"""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import TypeVar

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _

from reports.rendering.press.crew import side_by_side
from reports.rendering.press.drawing import Paper, draw_numbers, draw_part, draw_whole
from reports.rendering.press.joining import Whole, join
from reports.rendering.press.metadata import describe, make_archive
from reports.rendering.press.order import Order
from reports.rendering.press.parts import Division, divide
from reports.rendering.press.pieces import Piece
from reports.rendering.press.static import files_named_in
from reports.rendering.press.store import Store
from reports.rendering.progress import Progress, RenderFailed, Step, Told, tell_nobody

# Shorter HTML, about ten pages, is drawn at once: processes would take longer to start.
SHORT = 80_000
# Page numbers move pages only where they gain a digit: twice is enough, and never ends is wrong.
MOST_ROUNDS = 4
Made = TypeVar("Made")


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
        press = Press(division, Store.of_settings(), told)
        pieces, numbers = press.pieces(), press.numbers()
    return _bound(order, pieces, numbers, told)


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

    def __init__(self, division: Division, store: Store, told: Told) -> None:
        self.division = division
        self.store = store
        self.told = told
        self.places = range(len(division.parts))
        self.drawn: dict[int, Piece] = {}
        # All that a part is made of beside its own HTML.
        self.common = _digest(
            division.head,
            *files_named_in(" ".join(division.style_sheets)),
            *_program(),
        )
        self._paper: Paper | None = None

    @property
    def paper(self) -> Paper:
        """Fonts and style sheets, read when something is drawn at all."""
        if self._paper is None:
            self._paper = Paper.with_style_sheets(self.division.style_sheets)
        return self._paper

    def pieces(self) -> list[Piece]:
        """The parts as they are printed, each with the page numbers that its text shows.

        Raises:
            RenderFailed: a part cannot be drawn, or mentions a place that is nowhere.
        """
        shown: dict[int, dict[str, int]] = {}
        for _round in range(MOST_ROUNDS):
            wrong = [place for place in self.places if shown.get(place) != self._numbers(place)]
            if not wrong:
                return [self.drawn[place] for place in self.places]
            shown |= {place: self._numbers(place) for place in wrong}
            self._draw({place: shown[place] for place in wrong})
        raise RenderFailed(_("The page numbers never come to rest."))

    def numbers(self) -> bytes:
        """The pages that tell the page's number."""
        shapes = [shape for place in self.places for shape in self.drawn[place].pages]
        pages = "".join(
            f'<div style="page: {escape(shape.name)}; break-after: page"></div>'
            if shape.name
            else '<div style="break-after: page"></div>'
            for shape in shapes
        )
        html = f"{self.division.head}{pages}</body></html>"
        key = _digest("numbers", self.common, html)
        kept = self.store.get(key)
        self.told(Progress(Step.NUMBERS, 0, len(shapes)))
        if kept is None:
            (_key, kept), *_none = self._side_by_side({0: partial(draw_numbers, html, self.paper)})
            self.store.put(key, kept)
        self.told(Progress(Step.NUMBERS, len(shapes), len(shapes)))
        return kept

    def _numbers(self, place: int) -> dict[str, int]:
        """The page numbers that a part's text mentions, as far as they are known."""
        if len(self.drawn) < len(self.places):
            return {}
        known = Whole([self.drawn[one] for one in self.places]).numbers()
        mentioned = self.drawn[place].references
        if nowhere := [name for name in mentioned if name not in known]:
            raise RenderFailed(_("A link leads nowhere: %(name)s") % {"name": nowhere[0]})
        return {name: known[name] for name in mentioned}

    def _draw(self, wanted: Mapping[int, Mapping[str, int]]) -> None:
        """Draw parts with these page numbers, or take them from the store."""
        keys = {place: self._key(place, known) for place, known in wanted.items()}
        kept = {place: self.store.get(key) for place, key in keys.items()}
        found = {place: Piece.unpacked(piece) for place, piece in kept.items() if piece}
        self.drawn |= found
        total = len(self.places)
        done = total - len(wanted) + len(found)
        self.told(Progress(Step.LAYOUT, done, total))
        missing = sorted(set(wanted) - set(found), key=self.division.weight, reverse=True)
        work = {place: self._work(place, wanted[place]) for place in missing}
        for place, piece in self._side_by_side(work):
            self.drawn[place] = piece
            self.store.put(keys[place], piece.packed())
            done += 1
            self.told(Progress(Step.LAYOUT, done, total))
        if missing:
            self.store.sweep()

    def _work(self, place: int, known: Mapping[str, int]) -> Callable[[], Piece]:
        html = self.division.page(place)
        return partial(draw_part, html, self.paper, known, _digest(html)[:12])

    def _side_by_side(self, work: Mapping[int, Callable[[], Made]]) -> Iterator[tuple[int, Made]]:
        return side_by_side(work, settings.PDF_PROCESSES)

    def _key(self, place: int, known: Mapping[str, int]) -> str:
        html = self.division.page(place)
        return _digest(self.common, html, repr(sorted(known.items())), *files_named_in(html))


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
