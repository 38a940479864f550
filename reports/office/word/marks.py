"""What python-docx has no words for, as elements of Word's own; all that is written so is here."""

import hashlib
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from config.workbooks import printable

# Word cuts a longer name, and what led to it then leads nowhere.
LONGEST_BOOKMARK = 40


def element(name: str, /, *children: Any, **attributes: str | int) -> Any:
    """An element of Word's with its attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), printable(str(value)))
    made.extend(children)
    return made


def instruction(text: str) -> Any:
    """What a field is to show."""
    made = element("instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {text} "
    return made


def contents_block() -> Any:
    """What Word keeps contents in, so that it can offer to bring them up to date."""
    part = element(
        "docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique")
    )
    return element("sdt", element("sdtPr", part), element("sdtContent"))


def set_caption(table: Any, caption: str) -> None:
    """What a screen reader calls a table."""
    table.tblPr.append(element("tblCaption", val=caption))


def repeat_as_head(row: Any) -> None:
    """A row that stands on every page of its table."""
    row.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: Any) -> None:
    """A row that no page cuts."""
    row.get_or_add_trPr().append(element("cantSplit"))


def set_paper(cell: Any, color: str) -> None:
    """A cell on paper of a colour."""
    properties = cell.get_or_add_tcPr()
    shade = element("shd", val="clear", color="auto", fill=color)
    properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign")


def open_below(cell: Any) -> None:
    """A cell that no rule parts from the one below."""
    borders = element("tcBorders", element("bottom", val="nil"))
    cell.get_or_add_tcPr().insert_element_before(borders, "w:shd", "w:noWrap", "w:vAlign")


def bookmark(anchor: str) -> str:
    """What Word calls a place: letters, digits and underscores, at most forty."""
    name = anchor.replace("-", "_")
    if len(name) <= LONGEST_BOOKMARK:
        return name
    return f"p_{hashlib.sha256(anchor.encode()).hexdigest()[:30]}"
