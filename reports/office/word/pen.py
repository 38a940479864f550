"""Writing in a Word document: paragraphs, and in them words, links, places and fields."""

from copy import deepcopy
from typing import Any, Self

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from config.workbooks import printable
from reports.office.word.marks import bookmark, element, instruction

LINK = "Hyperlink"
# A link where all are links: underlined, they would be all that is seen.
TABLE_LINK = "TableLink"
# Where the usual type lacks a sign, this has it.
SYMBOL_TYPE = "Segoe UI Symbol"


class Line:
    """A paragraph that is being written, or a link in one."""

    def __init__(self, pen: "Pen", paragraph: Paragraph, link: Any = None) -> None:
        self.pen = pen
        self.paragraph = paragraph
        self._link = link

    def say(
        self,
        text: str,
        *,
        style: str = "",
        strong: bool = False,
        em: bool = False,
        size: float = 0,
        color: str = "",
        symbol: bool = False,
    ) -> Self:
        """Words that look the same; `size` in points, nothing for the paragraph's own."""
        if not text:
            return self
        run = self._run(printable(text))
        if style:
            # By its key: python-docx would look for the name each time.
            run.element.style = style
        if strong:
            run.bold = True
        if em:
            run.italic = True
        if size:
            run.font.size = Pt(size)
        if color:
            run.font.color.rgb = RGBColor.from_string(color)
        if symbol:
            run.font.name = SYMBOL_TYPE
        return self

    def tab(self) -> Self:
        self._run().add_tab()
        return self

    def line_break(self) -> Self:
        self._run().add_break()
        return self

    def place(self, anchor: str, text: str, **looks: Any) -> Self:
        """Words that can be linked to."""
        self.pen.bookmarks += 1
        key = self.pen.bookmarks
        self._add(element("bookmarkStart", id=key, name=bookmark(anchor)))
        self.say(text, **looks)
        self._add(element("bookmarkEnd", id=key))
        return self

    def link(self, anchor: str) -> "Line":
        """A link to a place in the document, to write in."""
        return self._linked(element("hyperlink", anchor=bookmark(anchor), history=1))

    def link_out(self, address: str) -> "Line":
        """A link out of the document, to write in."""
        part = self.paragraph.part
        key = part.relate_to(printable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = element("hyperlink", history=1)
        link.set(qn("r:id"), key)
        return self._linked(link)

    def begin_field(self, what: str, *, dirty: bool = False) -> Self:
        """What stands before what a field shows. A dirty one is worked out when Word opens it."""
        begin = element("fldChar", fldCharType="begin", **({"dirty": 1} if dirty else {}))
        separate = element("fldChar", fldCharType="separate")
        return self._mark(begin)._mark(instruction(what))._mark(separate)

    def end_field(self) -> Self:
        return self._mark(element("fldChar", fldCharType="end"))

    def field(self, what: str, shown: str = "") -> Self:
        """A field that Word fills in, with what it shows until then."""
        return self.begin_field(what).say(shown).end_field()

    def _run(self, text: str = "") -> Run:
        run = self.paragraph.add_run(text)
        if self._link is not None:
            self._link.append(run.element)
        return run

    def _mark(self, mark: Any) -> Self:
        self._run().element.append(mark)
        return self

    def _add(self, made: Any) -> None:
        (self.paragraph._p if self._link is None else self._link).append(made)

    def _linked(self, link: Any) -> "Line":
        self._add(link)
        return Line(self.pen, self.paragraph, link)


class Pen:
    """Writes paragraphs, and counts what must be told apart."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.body: Any = word.element.body
        self.bookmarks = 0
        self._blank: dict[str, Any] = {}
        self._numbering: Any = word.part.numbering_part.element
        self.bullets = self._list_of("List Bullet")
        self._counted = self._numbering.num_having_numId(self._list_of("List Number"))

    def write(
        self,
        style: str,
        into: Any = None,
        *,
        keep: bool = False,
        here: bool = False,
        level: int = 0,
        number: int = 0,
    ) -> Line:
        """A paragraph, last in the body or in a cell. `keep` leaves it on the page of the next one,
        `here` leaves it on this page whatever its style says, `level` makes a heading of it for
        those who listen, `number` is the list that it counts in."""
        if style not in self._blank:
            self._blank[style] = OxmlElement("w:p")
            self._blank[style].style = style
        # Thousands are written, and a copy is made faster than one from nothing.
        made = deepcopy(self._blank[style])
        if into is None:
            self.body.sectPr.addprevious(made)
        else:
            into.append(made)
        paragraph = Paragraph(made, self.word)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        if here:
            paragraph.paragraph_format.page_break_before = False
        if level:
            made.pPr.get_or_add_outlineLvl().val = level - 1
        if number:
            counts = made.pPr.get_or_add_numPr()
            counts.get_or_add_ilvl().val = 0
            counts.get_or_add_numId().val = number
        return Line(self, paragraph)

    def next_numbers(self) -> int:
        """The number of a new list that counts from one."""
        made = self._numbering.add_num(self._counted.abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _list_of(self, name: str) -> int:
        return int(self.word.styles[name].element.pPr.numPr.numId.val)
