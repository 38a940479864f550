"""The pages and the file of a Word document: how pages lie, what stands on all of them, and what
the file says of itself."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.enum.section import WD_HEADER_FOOTER, WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from config.workbooks import printable
from reports.office.archive import packed, unpacked
from reports.office.word.pen import Line, Pen
from reports.office.word.styles import POOR, TEXT_WIDTH, set_styles
from reports.rendering.presentation import Presentation

SHORT, LONG = Mm(210), Mm(297)
# Between the margins of a page on its side.
WIDE_TEXT = Mm(261)
LANGUAGE = "sv-SE"
# The longest that a file may say of itself.
LONGEST_PROPERTY = 255
# Of the template's parts those that tell of an empty page, and of styles that are not ours.
NOT_OURS = (RELATIONSHIP_TYPE.THUMBNAIL, "stylesWithEffects")


def blank() -> WordDocument:
    """A document with our styles, in Swedish, and nothing in it."""
    word = docx.Document()
    set_styles(word)
    _set_language(word)
    for owner in (word.part.package, word.part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.endswith(NOT_OURS):
                del owner.rels[key]
    return word


def _set_language(word: WordDocument) -> None:
    """Swedish, and what Word of today reads as its own."""
    styles: Any = word.styles.element
    settings: Any = word.settings.element
    said = {
        "lang": {"val": LANGUAGE, "eastAsia": LANGUAGE},
        "themeFontLang": {"val": LANGUAGE},
        "decimalSymbol": {"val": ","},
        "listSeparator": {"val": ";"},
        "zoom": {"percent": "100"},
        "compatSetting": {"val": "15"},
    }
    for name, attributes in said.items():
        found = (styles if name == "lang" else settings).find(f".//{qn(f'w:{name}')}")
        for key, value in attributes.items():
            found.set(qn(f"w:{key}"), value)


class Pages:
    """Turns the pages of a document: upright, and on their side where a table needs it."""

    def __init__(self, pen: Pen, shown: Presentation) -> None:
        self.pen = pen
        self.shown = shown
        self._wide = False
        self._in_chapters = False
        # The header or the footer that the pages of a kind share, by its relation.
        self._shared: dict[tuple[str, bool, bool], str] = {}
        _lay(pen.word.sections[0], wide=False)

    def end_cover(self) -> None:
        """What has been said is the cover, with neither header nor footer; all others have."""
        self._next()

    def begin_chapters(self) -> None:
        """The pages that follow have their chapter in the header; those before belong to none."""
        self._in_chapters = True
        self._next()

    def turn(self, *, wide: bool = False) -> None:
        """What follows lies so; where it lies another way than before, it begins a page."""
        if wide != self._wide:
            self._wide = wide
            self._next()

    def _next(self) -> None:
        section: Section = self.pen.word.add_section(WD_SECTION.NEW_PAGE)
        # What ends the pages before is a paragraph of its own, last before how these lie.
        self.pen.body[-2].style = "SectionEnd"
        _lay(section, wide=self._wide)
        of_header = ("header", self._wide, self._in_chapters)
        self._dress(section, of_header, section.header, self._header)
        self._dress(section, ("footer", self._wide, True), section.footer, self._footer)

    def _dress(
        self,
        section: Section,
        kind: tuple[str, bool, bool],
        part: Any,
        write: Callable[[Line], None],
    ) -> None:
        """What stands on the section's pages: written once, and shared by all of the kind."""
        properties: Any = section._sectPr
        name, wide, _in_chapters = kind
        if kind in self._shared:
            add = getattr(properties, f"add_{name}Reference")
            add(WD_HEADER_FOOTER.PRIMARY, self._shared[kind])
            return
        part.is_linked_to_previous = False
        paragraph = part.paragraphs[0]
        # A stop, not Word's "on to the margin", which other programs do not know.
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(WIDE_TEXT if wide else TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        write(Line(self.pen, paragraph))
        found = getattr(properties, f"get_{name}Reference")(WD_HEADER_FOOTER.PRIMARY)
        self._shared[kind] = found.rId

    def _header(self, line: Line) -> None:
        """Whose document it is, whether it is decided, and the chapter."""
        shown = self.shown
        words = [shown.document.committee, shown.title]
        line.say(" · ".join(words))
        if not shown.standing.is_decided:
            word = shown.standing.draft or shown.status
            line.say(" · ").say(word, strong=True, color=POOR if shown.standing.draft else "")
        if self._in_chapters:
            # Where no chapter has begun, Word would show the first that comes.
            line.tab().field("STYLEREF 1")

    def _footer(self, line: Line) -> None:
        """How far it has come, where it is filed, and the page."""
        before, _page, rest = _("Page %(page)s of %(pages)s").partition("%(page)s")
        between, _pages, after = rest.partition("%(pages)s")
        line.say(self.shown.standing.foot).tab()
        line.say(before).field("PAGE", "1").say(between).field("NUMPAGES", "1").say(after)


def _lay(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.left_margin = section.right_margin = Mm(18)
    section.header_distance, section.footer_distance = Mm(12), Mm(11)


def saved(word: WordDocument, shown: Presentation) -> bytes:
    """The file, the same bytes for the same document."""
    _say_what_it_is(word, shown)
    written = io.BytesIO()
    word.save(written)
    return packed(unpacked(written.getvalue()))


def _say_what_it_is(word: WordDocument, shown: Presentation) -> None:
    """What the file says of itself. A day only where the document has one, of its edition: with
    the day of the making no two files would agree."""
    document = shown.document
    part: Any = word.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    for said in list(part.element):
        part.element.remove(said)
    properties = word.core_properties
    names = {
        "title": f"{shown.title} – {document.committee}",
        "subject": " ".join(filter(None, [document.municipality, document.registry_number])),
        "author": document.committee,
        "keywords": document.registry_number,
        "language": LANGUAGE,
        "category": str(document.part.label),
        "content_status": shown.status,
    }
    for name, value in names.items():
        if value:
            setattr(properties, name, printable(value)[:LONGEST_PROPERTY])
    if document.edition:
        day = datetime.combine(document.edition.made_on, time(), UTC)
        properties.created = properties.modified = day
