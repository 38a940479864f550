"""Print HTML, divided where it says that it may be.

The division is of text, not of a tree: so a part that was laid out before need not even
be parsed again. Each part becomes a whole document of its own, with the same head and
the same body's attributes, and empty sections where the others stand, so that selectors
which look at neighbours find what they find in the whole.
"""

import re
from dataclasses import dataclass

# A section that begins a page and may be laid out by itself, right under the body.
MARK = re.compile(r"<section\b[^>]*\bdata-part\b[^>]*>")
SECTION = re.compile(r"<(/?)section\b[^>]*>")
BODY = re.compile(r"<body\b[^>]*>")
STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="(static:[^"]*)">')
# A document that says so has parts that share pages.
WHOLE = 'data-whole=""'
# What a style sheet that stands in the page would say differently in parts.
OWN_STYLE = re.compile(r"<style\b|<link\b")
# An element whose text shows the page number of a place.
MENTION = "data-href="
END = "</body></html>"


@dataclass(frozen=True)
class Division:
    """A print document in parts: what they share, and their own HTML."""

    head: str
    style_sheets: tuple[str, ...]
    parts: tuple[str, ...]

    def page(self, place: int) -> str:
        """The document that one part is by itself."""
        empty = [_emptied(part) for part in self.parts]
        return "".join([self.head, *empty[:place], self.parts[place], *empty[place + 1 :], END])

    def turn(self, place: int) -> tuple[bool, int]:
        """When a part should be begun: those that must wait for page numbers first, and of
        the others the longest, by what takes time: cells, then text."""
        part = self.parts[place]
        cells = part.count("<td") + part.count("<th")
        return MENTION not in part, -len(part) - 500 * cells


def divide(html: str) -> Division | None:
    """The parts of a document; nothing when it is not all in parts, is only one, or says that
    it is to be laid out as a whole."""
    body = BODY.search(html)
    if body is None or WHOLE in body[0]:
        return None
    head, rest = html[: body.end()], html[body.end() :]
    style_sheets = tuple(STYLE_SHEET.findall(head))
    head = STYLE_SHEET.sub("", head)
    if OWN_STYLE.search(head):
        return None
    parts, outside = _sections(rest)
    between = "".join(outside).replace("</body>", "").replace("</html>", "")
    if between.strip() or len(parts) < 2:
        return None
    return Division(head, style_sheets, tuple(parts))


def _sections(text: str) -> tuple[list[str], list[str]]:
    """The marked sections of a text, and what stands outside of them."""
    parts, outside, place = [], [], 0
    while mark := MARK.search(text, place):
        outside.append(text[place : mark.start()])
        place = _end_of(text, mark.start())
        parts.append(text[mark.start() : place])
    outside.append(text[place:])
    return parts, outside


def _end_of(text: str, start: int) -> int:
    """Where the section ends that begins there; the text's end when it never does."""
    depth = 0
    for tag in SECTION.finditer(text, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(text)


def _emptied(part: str) -> str:
    """A part's section with nothing in it, and no place on the page."""
    opening, _rest = part.split(">", 1)
    return f'{opening} data-elsewhere=""></section>'
