"""Pictures where a template has an entry and its document at hand."""

from django import template
from django.utils.safestring import SafeString

from indicators.line_chart import draw_lines
from reports.document import Document, IndicatorEntry
from reports.pictures.bullet import bullet
from reports.pictures.strip import status_strip
from reports.summary import Tally

register = template.Library()


@register.simple_tag
def bullet_of(row: IndicatorEntry, forecasts: bool) -> SafeString | str:
    """An indicator against its targets; nothing where there is no number."""
    return bullet(row, forecasts=forecasts) or ""


@register.simple_tag
def line_of(row: IndicatorEntry) -> SafeString | str:
    """An indicator over the years; nothing where there are less than two."""
    return draw_lines(row.name, row.series) or ""


@register.simple_tag
def strip_of(name: str, tally: Tally, document: Document) -> SafeString | str:
    """How many of some things are met fully, partly, not, or not assessed."""
    return status_strip(name, tally, expected=document.has_forecast) or ""
