"""Shortcuts through WeasyPrint: what it does again and again, in a report done once.

It has no hooks for them, so they are put where its own functions stand, for as long as a piece
is drawn. They change what it takes, and nothing on a page but that thin rules are sharper;
`tests/reports/test_shortcuts.py` compares.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# A corner's radius where nothing is rounded.
SQUARE = ((0, "px"), (0, "px"))


@contextmanager
def shortcuts() -> Iterator[None]:
    """While this is open, WeasyPrint takes the shortcuts."""
    from weasyprint import draw
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    taken = (
        (draw, "draw_border", _border_drawer(draw.draw_border)),
        (inline, "strut", _line_measurer(inline.strut)),
        (Layout, "deactivate", _keep_line),
        (Layout, "reactivate", _line_finder(Layout.reactivate)),
    )
    before = [(place, name, getattr(place, name)) for place, name, _shortcut in taken]
    for place, name, shortcut in taken:
        setattr(place, name, shortcut)
    try:
        yield
    finally:
        for place, name, original in before:
            setattr(place, name, original)


def _border_drawer(original: Any) -> Any:
    """A rule under a cell or a line is a filled rectangle; in general a border is two paths,
    one cut out of the other, inside a third."""
    from weasyprint.draw.color import get_color

    def draw_border(stream: Any, box: Any) -> None:
        if not _has_only_rule_below(box):
            original(stream, box)
            return
        thickness = box.border_bottom_width
        below = box.border_box_y() + box.border_height()
        with stream.artifact(), stream.stacked():
            stream.set_color(get_color(box.style, "border_bottom_color"))
            left, width = box.border_box_x(), box.border_width()
            stream.rectangle(left, below - thickness, width, thickness)
            stream.fill()

    return draw_border


def _has_only_rule_below(box: Any) -> bool:
    style = box.style
    return bool(
        box.border_bottom_width
        and not (box.border_top_width or box.border_right_width or box.border_left_width)
        and style["border_bottom_style"] == "solid"
        and style["border_bottom_left_radius"] == style["border_bottom_right_radius"] == SQUARE
        and style["border_image_source"][0] == "none"
        and style["visibility"] == "visible"
        and style["column_width"] == style["column_count"] == "auto"
    )


def _line_measurer(original: Any) -> Any:
    """How high a line of a style is, looked up once for each style; in general that asks for
    fifteen of its properties each time."""

    def strut(style: Any) -> Any:
        try:
            return style.measured_strut
        except AttributeError:
            style.measured_strut = original(style)
            return style.measured_strut

    return strut


def _keep_line(_layout: Any) -> None:
    """A line that has been laid out is kept until it is drawn: a part is a few pages."""


def _line_finder(original: Any) -> Any:
    def reactivate(layout: Any, style: Any) -> None:
        # Justified, its spaces are others than when it was laid out.
        if layout.justification_spacing:
            original(layout, style)

    return reactivate
