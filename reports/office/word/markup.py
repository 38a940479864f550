"""Pieces of a Word document: runs, paragraphs, fields, links, as the XML that Word keeps.

Text becomes XML here and nowhere else, so nothing that somebody wrote can be taken for markup.
The order of properties is that of the standard (ISO/IEC 29500): Word refuses any other.
"""

from typing import NewType
from xml.sax.saxutils import escape, quoteattr

from config.workbooks import printable

Xml = NewType("Xml", str)
NOTHING = Xml("")
# Where Word's own type lacks a sign, this has it.
SYMBOL_TYPE = "Segoe UI Symbol"
ON = "1"


def joined(*pieces: Xml) -> Xml:
    return Xml("".join(pieces))


def element(name: str, /, *children: Xml, **attributes: str | int) -> Xml:
    """An element of Word's, with its attributes; one that is empty is closed at once."""
    said = "".join(
        f" w:{key}={quoteattr(printable(str(value)))}" for key, value in attributes.items()
    )
    content = "".join(children)
    return Xml(f"<w:{name}{said}>{content}</w:{name}>" if content else f"<w:{name}{said}/>")


def run(
    text: str,
    *,
    style: str = "",
    strong: bool = False,
    em: bool = False,
    size: float = 0,
    color: str = "",
    symbol: bool = False,
) -> Xml:
    """Words that look the same; `size` in points, nothing for the paragraph's own."""
    if not text:
        return NOTHING
    looks = joined(
        element("rStyle", val=style) if style else NOTHING,
        element("rFonts", ascii=SYMBOL_TYPE, hAnsi=SYMBOL_TYPE, cs=SYMBOL_TYPE)
        if symbol
        else NOTHING,
        element("b") if strong else NOTHING,
        element("i") if em else NOTHING,
        element("color", val=color) if color else NOTHING,
        element("sz", val=round(size * 2)) if size else NOTHING,
    )
    return element("r", element("rPr", looks) if looks else NOTHING, words(text))


def words(text: str) -> Xml:
    """The words of a run."""
    return Xml(f'<w:t xml:space="preserve">{escape(printable(text))}</w:t>')


def line_break() -> Xml:
    return element("r", element("br"))


def tab() -> Xml:
    return element("r", element("tab"))


def right_tab() -> Xml:
    """On to the right margin, however wide the page is."""
    return element("r", element("ptab", relativeTo="margin", alignment="right", leader="none"))


def paragraph(
    style: str,
    *content: Xml,
    keep: bool = False,
    here: bool = False,
    level: int = 0,
    number: int = 0,
) -> Xml:
    """A paragraph; `keep` leaves it on the page of the next one, `here` leaves it on this page
    whatever its style says, `level` makes a heading of it for those who listen, `number` is the
    list that it counts in."""
    return element(
        "p",
        element(
            "pPr",
            element("pStyle", val=style),
            element("keepNext") if keep else NOTHING,
            element("pageBreakBefore", val=0) if here else NOTHING,
            element("numPr", element("ilvl", val=0), element("numId", val=number))
            if number
            else NOTHING,
            element("outlineLvl", val=level - 1) if level else NOTHING,
        ),
        *content,
    )


def begins_field(instruction: str, *, dirty: bool = False) -> Xml:
    """What stands before what a field shows. A dirty one is worked out when Word opens it."""
    begin = element("fldChar", fldCharType="begin", **({"dirty": "true"} if dirty else {}))
    return joined(
        element("r", begin),
        element("r", Xml(f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>')),
        element("r", element("fldChar", fldCharType="separate")),
    )


def ends_field() -> Xml:
    return element("r", element("fldChar", fldCharType="end"))


def field(instruction: str, shown: str = "") -> Xml:
    """A field that Word fills in, with what it shows until then."""
    return joined(begins_field(instruction), run(shown), ends_field())


def link_inside(bookmark: str, *content: Xml) -> Xml:
    """A link to a place in the document."""
    return element("hyperlink", *content, anchor=bookmark, history=ON)
