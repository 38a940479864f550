"""How a Word document looks: its styles, set in the template that comes with python-docx."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.office.word.marks import element

TYPE = "Calibri"
INK, BRAND, QUIET, RULE = "1B2733", "00508C", "5A6570", "CFD6DD"
# What is amiss; a word says so, too.
POOR = "A3231F"
PARAGRAPH, CHARACTER = WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER
ROWS_TABLE = "RowsTable"
# What a style of the template keeps: which list it is in, and which level of heading it is.
KEPT = {qn("w:numPr"), qn("w:outlineLvl")}
TEXT_WIDTH = Mm(174)


@dataclass(frozen=True)
class Look:
    """A style: what it is called here and in Word, and how it differs from the one it builds on.

    Sizes and distances in points, `left` in millimetres, `line` in lines.
    """

    key: str
    name: str
    size: float = 0
    color: str = ""
    before: float | None = None
    after: float | None = None
    line: float = 0
    left: float = 0
    base: str = "Normal"
    bold: bool | None = None
    underline: bool = False
    keep: bool = False
    new_page: bool = False
    right: bool = False
    # The level that a heading outside the contents has for those who listen.
    level: int = 0
    kind: WD_STYLE_TYPE = PARAGRAPH


def heading(key: str, name: str, size: float, before: float, after: float, **more: Any) -> Look:
    """A heading: bold, and on the page of what follows it."""
    color = more.pop("color", INK)
    return Look(key, name, size, color, before, after, 1.05, bold=True, keep=True, **more)


LOOKS = (
    Look("Normal", "Normal", 10.5, INK, 0, 6, 1.15, base=""),
    Look("CoverMunicipality", "Omslag kommun", 13, BRAND, 20, 170, bold=True),
    Look("Title", "Title", 36, BRAND, 0, 8, 1, bold=True),
    Look("Subtitle", "Subtitle", 20, INK, 0, 60, 1.1),
    Look("CoverDraft", "Omslag utkast", 15, POOR, 0, 28, bold=True),
    Look("CoverFact", "Omslag uppgift", after=3),
    heading("Heading1", "Heading 1", 21, 0, 10, color=BRAND, new_page=True),
    heading("Heading2", "Heading 2", 15, 22, 6),
    heading("Heading3", "Heading 3", 12.5, 19, 5),
    heading("Heading4", "Heading 4", 10.5, 13, 3),
    heading("Heading5", "Heading 5", 10, 11, 2),
    heading("Heading6", "Heading 6", 10, 11, 2),
    heading(
        "Unlisted1", "Rubrik utanför innehållet", 21, 0, 10, color=BRAND, new_page=True, level=1
    ),
    Look("Kicker", "Överrubrik", 8.5, QUIET, 18, 1, keep=True),
    Look("KickerOnTop", "Överrubrik på ny sida", before=0, base="Kicker", new_page=True),
    heading("TextHeading", "Rubrik i text", 10.5, 12, 3),
    heading("Minor", "Liten rubrik", 10.5, 9, 2, color=BRAND),
    Look("Verdict", "Bedömning", after=7, keep=True),
    Look("ListBullet", "List Bullet", after=3),
    Look("ListNumber", "List Number", after=3),
    Look("Caption", "Caption", 9, BRAND, 10, 3, 1, bold=True, keep=True),
    Look("TOC1", "toc 1", 10.5, "", 6, 1, 1.05, bold=True),
    Look("TOC2", "toc 2", 10, "", 0, 1, 1.05, left=5),
    Look("TableText", "Tabelltext", 8.5, "", 1.5, 1.5, 1.02),
    Look("TableFigure", "Tabelltal", base="TableText", right=True),
    Look("TableName", "Tabellnamn", before=3, base="TableText", bold=True),
    Look("TablePart", "Tabell varav", color="3A4653", left=3.5, base="TableText"),
    Look("TableHead", "Tabellhuvud", 7.5, QUIET, base="TableText", keep=True),
    Look("TableHeadFigure", "Tabellhuvud tal", base="TableHead", right=True),
    Look("TableComment", "Tabellanalys", before=3, after=3, line=1.06, base="TableText"),
    Look("TableWhy", "Tabellskäl", color=QUIET, after=3, left=4, base="TableText"),
    Look("TableNote", "Tabellnot", 8, QUIET, 0, 8, 1.02),
    Look("AfterTable", "Efter tabell", 6, "", 0, 0, 0.85),
    Look("SectionEnd", "Avsnittsslut", 1, "", 0, 0, 0.1),
    Look("Header", "Header", 8, QUIET, 0, 0, 1),
    Look("Footer", "Footer", 8, QUIET, 0, 0, 1),
    Look("Hyperlink", "Hyperlink", color=BRAND, base="", underline=True, kind=CHARACTER),
    Look("TableLink", "Länk i tabell", color=BRAND, base="", kind=CHARACTER),
    Look("Mark", "Märke", 7, QUIET, base="", bold=False, kind=CHARACTER),
    Look("Fact", "Uppgift", color=QUIET, base="", kind=CHARACTER),
    Look("CommentLabel", "Analysmärke", color=BRAND, base="", bold=True, kind=CHARACTER),
)
# Styles that Word has, though the template has not.
BUILT_IN = {"toc 1", "toc 2", "Hyperlink"}


def set_styles(word: WordDocument) -> None:
    """Make the template look as ours; its table styles, which nothing is set in, are left out."""
    styles: Any = word.styles
    for style in list(styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()
    by_key: dict[str, Any] = {}
    for look in LOOKS:
        by_key[look.key] = style = _style(styles, look)
        if look.base:
            style.base_style = by_key[look.base]
        _set_font(style.font, look)
        if look.kind == PARAGRAPH:
            _set_paragraph(style, look)
    tabs = {"TOC1": WD_TAB_ALIGNMENT.RIGHT, "TOC2": WD_TAB_ALIGNMENT.RIGHT}
    for key, alignment in tabs.items():
        stops = by_key[key].paragraph_format.tab_stops
        stops.add_tab_stop(TEXT_WIDTH, alignment, WD_TAB_LEADER.DOTS)
    by_key["CoverFact"].paragraph_format.tab_stops.add_tab_stop(Mm(35))
    _add_table_style(styles)


def _style(styles: Any, look: Look) -> Any:
    """The style, without what the template has set in it."""
    if look.name in styles:
        style = styles[look.name]
        style.element._remove_rPr()
        for each in list(style.element.get_or_add_pPr()):
            if each.tag not in KEPT:
                style.element.pPr.remove(each)
        style.hidden = False
        return style
    style = styles.add_style(look.name, look.kind, builtin=look.name in BUILT_IN)
    style.element.styleId = look.key
    style.quick_style = True
    return style


def _set_font(font: Any, look: Look) -> None:
    if look.key == "Normal":
        font.name = TYPE
    font.bold = look.bold
    font.underline = look.underline or None
    if look.size:
        font.size = Pt(look.size)
    if look.color:
        font.color.rgb = RGBColor.from_string(look.color)


def _set_paragraph(style: Any, look: Look) -> None:
    looks = style.paragraph_format
    looks.space_before = None if look.before is None else Pt(look.before)
    looks.space_after = None if look.after is None else Pt(look.after)
    looks.line_spacing = look.line or None
    looks.left_indent = Mm(look.left) if look.left else None
    looks.keep_with_next = looks.keep_together = look.keep or None
    looks.page_break_before = look.new_page or None
    looks.alignment = WD_ALIGN_PARAGRAPH.RIGHT if look.right else None
    if look.level:
        style.element.get_or_add_pPr().get_or_add_outlineLvl().val = look.level - 1


def _add_table_style(styles: Any) -> None:
    """Rows parted by thin rules, the head by a stronger one; python-docx has no words for it."""
    style = styles.add_style("Radtabell", WD_STYLE_TYPE.TABLE)
    style.element.styleId = ROWS_TABLE
    thin: dict[str, str | int] = {"val": "single", "sz": 4, "space": 0, "color": RULE}
    head = element("bottom", val="single", sz=6, space=0, color=BRAND)
    style.element.append(
        element(
            "tblPr",
            element("tblBorders", element("bottom", **thin), element("insideH", **thin)),
            element(
                "tblCellMar", element("left", w=51, type="dxa"), element("right", w=51, type="dxa")
            ),
        )
    )
    style.element.append(
        element("tblStylePr", element("tcPr", element("tcBorders", head)), type="firstRow")
    )
