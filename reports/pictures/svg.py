"""What every picture is drawn with: shapes, the few colours, and the picture itself.

Colours are attributes with literal values: WeasyPrint knows neither classes nor custom
properties inside a picture, and a strict content policy lets no `style=` through. On the web
style sheets override them by class, for dark mode and high contrast. Coordinates have one
decimal at most, so that the same figures always give the same bytes.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

INK, SOFT, LINE, ZONE, PAPER = "#1b2733", "#5a6570", "#8a97a5", "#d8e1ea", "#ffffff"
ACCENT, GOOD, FAIR, POOR = "#00508c", "#056d13", "#80540f", "#b81a1a"
# Between the lines of a hatched surface.
HATCH = Decimal(4)


def px(number: Decimal | int) -> str:
    """A coordinate as it is written: one decimal, none where it is whole."""
    written = f"{Decimal(number):.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def shape(tag: str, kind: str, **attributes: object) -> SafeString:
    """A shape of a picture; `kind` names its class, by which style sheets find it.

    Numbers become coordinates, and what is empty or None is left out.
    """
    pairs = [
        (name.replace("_", "-"), px(value) if isinstance(value, Decimal | int) else value)
        for name, value in attributes.items()
        if value is not None and value != ""
    ]
    said = format_html_join("", ' {}="{}"', pairs)
    return format_html('<{} class="pic__{}"{}/>', mark_safe(tag), kind, said)  # noqa: S308


def box(kind: str, x: Decimal, width: Decimal, **attributes: object) -> SafeString:
    """A rectangle, nothing where it has no width."""
    if width <= 0:
        return mark_safe("")
    return shape("rect", kind, x=x, width=width, **attributes)


def hatched(x: Decimal, y: Decimal, width: Decimal, height: Decimal) -> str:
    """The path of slanting lines over a rectangle, cut at its edges."""
    lines, right, low = [], x + width, y + height
    start = x - height + HATCH / 2
    while start < right:
        left, end = max(start, x), min(start + height, right)
        if end > left:
            begin = (left, low - (left - start))
            lines.append(f"M{px(begin[0])} {px(begin[1])}L{px(end)} {px(low - (end - start))}")
        start += HATCH
    return "".join(lines)


def picture(
    kind: str, title: str, size: tuple[int, int], shapes: Iterable[SafeString]
) -> SafeString:
    """The picture as SVG. Its title is all that those who do not see it get: tell every number."""
    width, height = size
    return format_html(
        '<svg class="pic pic--{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img">'
        "<title>{}</title>{}</svg>",
        kind,
        width,
        height,
        width,
        height,
        title,
        format_html_join("", "{}", ((one,) for one in shapes)),
    )
