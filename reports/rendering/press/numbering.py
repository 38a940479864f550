"""The boxes in the margins that tell a page's number, on pages of their own.

One page of each kind is laid out, and printed for every page of that kind, with another
number in it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from reports.rendering.press.drawing import FontShelf, Paper, laid_out, strictly, tells_number
from reports.rendering.press.pieces import PageShape
from reports.rendering.press.targets import set_text

TO_THE_RIGHT = {"right", "end"}


def draw_numbers(head: str, shapes: Sequence[PageShape], paper: Paper) -> bytes:
    """A PDF with a page for each that has a number, and nothing on it but what tells that;
    nothing when none has.

    `head` is the print document's, to the start of its body; `shapes` are all its pages.

    Raises:
        RenderFailed: WeasyPrint complained of something.
    """
    from weasyprint.document import Page

    kinds = list(dict.fromkeys(shape.name for shape in shapes if shape.has_number))
    if not kinds:
        return b""
    page = '<div style="page: {}; break-after: page"></div>'
    pages = "".join(page.format(kind or "auto") for kind in kinds)
    with strictly():
        document = laid_out(f"{head}{pages}</body></html>", paper)
        patterns = dict(zip(kinds, document.pages, strict=True))
        document.pages = [
            Page(_with_number(patterns[shape.name]._page_box, number, len(shapes)))
            for number, shape in enumerate(shapes, start=1)
            if shape.has_number
        ]
        document.fonts = FontShelf()
        return bytes(document.write_pdf())


def _with_number(pattern: Any, number: int, total: int) -> Any:
    """A copy of a page, with nothing on it but this number."""
    page = pattern.copy()
    page.background = page.canvas_background = None
    page.children = [_copy(child) for child in pattern.children if tells_number(child)]
    counters = {"page": str(number), "pages": str(total)}
    for box in page.children:
        text = "".join(
            value if kind == "string" else counters[value[0]]
            for kind, value in box.style["content"]
        )
        (said,) = _texts(box)
        set_text(said, text, ends_there=said.style["text_align_all"] in TO_THE_RIGHT)
    return page


def _copy(box: Any) -> Any:
    copied = box.copy()
    if hasattr(box, "children"):
        copied.children = [_copy(child) for child in box.children]
    return copied


def _texts(box: Any) -> Iterator[Any]:
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)
