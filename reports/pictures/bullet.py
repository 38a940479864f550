"""A bullet: how far an indicator reaches, against its targets and last year.

The bar is what the document judges by: the outcome, or the full-year forecast as an open bar with
the outcome so far inside it. The light field is where the committee's target is reached, whether
more or less is better. The line is the committee's target, the diamond the council's, the
ring last year. Everything that has a number is told in the picture's title.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.formats import TargetKind, Value, read_word
from goals.choices import level_words
from indicators.choices import Better
from indicators.suppression import SHARES
from reports.document import IndicatorEntry
from reports.pictures.scale import Scale, scale_of
from reports.pictures.svg import ACCENT, INK, LINE, PAPER, SOFT, ZONE, box, picture, shape

SIZE = (260, 26)
LEFT, RIGHT = 7, 253
TOP, MIDDLE, BOTTOM = Decimal(3), Decimal(13), Decimal(23)
# An end of the field where the target is reached; nothing: it goes on.
Edge = Decimal | None


def bullet(row: IndicatorEntry, *, forecasts: bool = False) -> SafeString | None:
    """The bullet of an indicator; none where there is no number to draw.

    `forecasts`: the document judges by the full-year forecast.
    """
    if not (row.outcome.is_number or (forecasts and row.forecast.is_number)):
        return None
    scale = _scale(row, forecasts=forecasts)
    shapes = [
        *_field(row, scale),
        shape("path", "axis", d=f"M{scale.zero:.1f} 1V25", stroke=LINE, stroke_width=1),
        *_bars(row, scale, forecasts=forecasts),
        *_targets(row, scale),
    ]
    return picture("bullet", bullet_title(row, forecasts=forecasts), SIZE, shapes)


def bullet_title(row: IndicatorEntry, *, forecasts: bool = False) -> str:
    """Every number of the bullet, and how far the target is met, in words."""
    said: list[tuple[str, Value]] = [
        (_("outcome"), row.outcome),
        *([(_("forecast full year"), row.forecast)] if forecasts else []),
        (_("target"), row.target),
        (_("the council's target"), row.council_target),
        (_("last year"), row.previous_year),
    ]
    numbers = ", ".join(f"{label} {value.text}" for label, value in said if not value.is_nothing)
    level = row.forecast_fulfilment if forecasts else row.fulfilment
    if level is None:
        return f"{row.name}: {numbers}."
    return f"{row.name}: {numbers}. {level_words(level, expected=forecasts)}."


def reached(row: IndicatorEntry) -> tuple[Edge, Edge] | None:
    """From where to where the committee's target is reached; none when that cannot be said."""
    if row.target.amount is not None:
        return _towards(row.target.amount, row.better)
    word = read_word(row.target.word)
    if word is None:
        return None
    if word.kind == TargetKind.BAND:
        return None if word.amount is None else (-word.amount, word.amount)
    upwards = word.kind in (TargetKind.INCREASE, TargetKind.AT_LEAST)
    edge = row.previous_year.amount if word.amount is None else word.amount
    return None if edge is None else _towards(edge, Better.HIGHER if upwards else Better.LOWER)


def has_shares(row: IndicatorEntry) -> bool:
    """Whether the figures of the row are shares of a hundred."""
    units = {value.unit for value in (row.outcome, row.forecast, row.target) if value.is_number}
    return bool(units) and units <= SHARES


def _towards(edge: Decimal, better: Better) -> tuple[Edge, Edge]:
    if better == Better.WITHIN:
        return edge, edge
    return (edge, None) if better == Better.HIGHER else (None, edge)


def _scale(row: IndicatorEntry, *, forecasts: bool) -> Scale:
    values = [row.outcome, row.target, row.council_target, row.previous_year]
    values += [row.forecast] if forecasts else []
    amounts = [value.amount for value in values if value.amount is not None]
    amounts += [edge for edge in reached(row) or () if edge is not None]
    return scale_of(amounts, left=LEFT, right=RIGHT, shares=has_shares(row))


def _field(row: IndicatorEntry, scale: Scale) -> Iterator[SafeString]:
    """The light field where the target is reached."""
    edges = reached(row)
    if edges is None or edges[0] == edges[1]:
        return
    start = scale.left if edges[0] is None else scale.x(edges[0])
    end = scale.right if edges[1] is None else scale.x(edges[1])
    yield box("field", start, end - start, y=TOP + 1, height=BOTTOM - TOP - 2, fill=ZONE)


def _bars(row: IndicatorEntry, scale: Scale, *, forecasts: bool) -> Iterator[SafeString]:
    """The forecast as an open bar, the outcome as a filled one; a zero is a dot."""
    if forecasts and row.forecast.amount is not None:
        yield _bar("forecast", row.forecast.amount, scale, 11, fill=PAPER, stroke=ACCENT)
    if row.outcome.amount is not None:
        thin = forecasts and row.forecast.is_number
        yield _bar("bar", row.outcome.amount, scale, 5 if thin else 10, fill=ACCENT)


def _bar(kind: str, amount: Decimal, scale: Scale, height: int, **paint: str) -> SafeString:
    end = scale.x(amount)
    if amount == 0:
        return shape("circle", kind, cx=end, cy=MIDDLE, r=Decimal("3.5"), **paint)
    start, width = min(end, scale.zero), max(abs(end - scale.zero), Decimal(1))
    return box(kind, start, width, y=MIDDLE - Decimal(height) / 2, height=height, **paint)


def _targets(row: IndicatorEntry, scale: Scale) -> Iterator[SafeString]:
    """Last year as a ring, the committee's target as a line, the council's as a diamond."""
    if row.previous_year.amount is not None:
        x = scale.x(row.previous_year.amount)
        paint = {"fill": PAPER, "stroke": SOFT, "stroke_width": "1.6"}
        yield shape("circle", "before", cx=x, cy=MIDDLE, r=3, **paint)
    for edge in _lines(row):
        x = scale.x(edge)
        yield shape("path", "target", d=f"M{x:.1f} 2V24", stroke=INK, stroke_width="2.4")
    if row.council_target.amount is not None:
        x = scale.x(row.council_target.amount)
        paint = {"fill": PAPER, "stroke": INK, "stroke_width": "1.4"}
        yield shape("path", "council", d=f"M{x:.1f} 0.8l4.2 4.2l-4.2 4.2l-4.2 -4.2z", **paint)


def _lines(row: IndicatorEntry) -> tuple[Decimal, ...]:
    """Where the committee's target is drawn as a line: where it names a number."""
    if row.target.amount is not None:
        return (row.target.amount,)
    word = read_word(row.target.word)
    if word is None or word.amount is None:
        return ()
    return (-word.amount, word.amount) if word.kind == TargetKind.BAND else (word.amount,)
