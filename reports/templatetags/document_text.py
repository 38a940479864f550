"""How the texts of a document are set."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from config.formats import NO_BREAK_SPACE
from config.texts import Block, Line, Run, words_of
from reports.rendering.layout import blocks_in_row

register = template.Library()

# A line may break after a hyphen or a stroke; "14-dagarsperiod" cut in two can't be searched for.
# In one expression with its word it would be looked for again at each of the word's letters.
DIVISIBLE = re.compile(r"\w[-/–]\w")
WORD = re.compile(r"(\S+)")
# A longer word is cut all the same, or it would leave the page.
LONGEST_WHOLE = 30
# A number and its per cent sign stand on one line.
PER_CENT = re.compile(r"(?<=\d) (?=%)")


@register.filter
def unbroken(text: str) -> SafeString:
    """The text, escaped, with words kept whole that have a hyphen or a stroke in them.

    So is a number with its per cent sign.
    """
    text = PER_CENT.sub(NO_BREAK_SPACE, text)
    if not DIVISIBLE.search(text):
        return conditional_escape(text)
    pieces = [
        format_html('<span class="whole">{}</span>', piece)
        if len(piece) <= LONGEST_WHOLE and DIVISIBLE.search(piece)
        else conditional_escape(piece)
        for piece in WORD.split(text)
    ]
    return mark_safe("".join(pieces))  # noqa: S308 (every piece is escaped)


@register.filter
def as_set(line: Line) -> SafeString:
    """The runs of a line, escaped, as they look."""
    return format_html_join("", "{}", ((_run(run),) for run in line))


@register.filter
def as_blocks(text: str | None) -> tuple[Block, ...]:
    """A text for document/_text.html, where its headings have no level of their own."""
    return blocks_in_row(text)


def _run(run: Run) -> SafeString:
    words = unbroken(words_of(run))
    if run.href:
        # Plain words, and inside what sets them: an element in a link is a link of its own in
        # the PDF, which nobody could tell from the first.
        words = format_html('<a href="{}">{}</a>', run.href, words_of(run))
    if run.em:
        words = format_html("<em>{}</em>", words)
    if run.strong:
        words = format_html("<strong>{}</strong>", words)
    return words
