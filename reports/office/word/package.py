"""A Word file: the parts that Word expects, beside what the document says.

They are written as they are, and not by way of python-docx, whose template is 400 kB of styles to
take away again and whose tables make an object of every cell: this is both shorter and some ten
times quicker. The tests read the files with python-docx.
"""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from config.formats import format_date
from config.workbooks import printable
from reports.office.archive import packed
from reports.office.facts import is_decided
from reports.office.word.markup import Xml, field, joined, paragraph, right_tab, run
from reports.office.word.pages import FOOTER, HEADER
from reports.office.word.pen import FIRST_NUMBERS, Pen
from reports.rendering.presentation import Presentation

HERE = Path(__file__).parent
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme"
MIME = f"{CONTENT_TYPE}.document"
# The parts that the document leads to: their keys, and what Word calls their kinds.
PARTS = {
    "rStyles": ("styles", "styles.xml"),
    "rNumbering": ("numbering", "numbering.xml"),
    "rSettings": ("settings", "settings.xml"),
    "rFonts": ("fontTable", "fontTable.xml"),
    "rTheme": ("theme", "theme.xml"),
    HEADER: ("header", "header.xml"),
    FOOTER: ("footer", "footer.xml"),
}


def package(shown: Presentation, pen: Pen, body: Xml) -> bytes:
    """The file."""
    document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _properties(shown),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(pen),
        "word/header.xml": f"<w:hdr {NAMES}>{_header(shown)}</w:hdr>",
        "word/footer.xml": f"<w:ftr {NAMES}>{_footer(shown)}</w:ftr>",
        "word/numbering.xml": _numbering(pen),
    }
    written = [(name, f"{DECLARATION}{text}".encode()) for name, text in files.items()]
    own = ("styles.xml", "settings.xml", "fontTable.xml", "theme.xml")
    return packed([*written, *((f"word/{name}", (HERE / name).read_bytes()) for name in own)])


def _content_types() -> str:
    kinds = {kind: f"{CONTENT_TYPE}.{kind}" for kind, _name in PARTS.values()}
    kinds |= {"document": f"{CONTENT_TYPE}.document.main", "theme": THEME_TYPE}
    parts = {"document": "document.xml", **dict(PARTS.values())}
    overrides = "".join(
        f'<Override PartName="/word/{parts[kind]}" ContentType="{said}+xml"/>'
        for kind, said in kinds.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}"
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _package_relations() -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rDocument" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rProperties" Type="{PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    )


def _relations(pen: Pen) -> str:
    """What the document leads to: its parts, and the addresses of its links."""
    parts = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{name}"/>'
        for key, (kind, name) in PARTS.items()
    )
    links = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/hyperlink"'
        f' Target={quoteattr(printable(address))} TargetMode="External"/>'
        for address, key in pen.links.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{parts}{links}</Relationships>'


def _properties(shown: Presentation) -> str:
    """What the file says of itself. A day only where the document has one, of its edition: with
    the day of the making no two files would agree."""
    document = shown.document
    days = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{format_date(document.edition.made_on)}'
        f"T00:00:00Z</dcterms:{name}>"
        for name in ("created", "modified")
        if document.edition
    )
    said = {
        "dc:title": f"{shown.title} – {document.committee}",
        "dc:subject": " ".join(filter(None, [document.municipality, document.registry_number])),
        "dc:creator": document.committee,
        "cp:keywords": document.registry_number,
        "dc:language": "sv-SE",
        "cp:category": str(document.part.label),
        "cp:contentStatus": shown.status,
    }
    fields = "".join(
        f"<{name}>{escape(printable(value))}</{name}>" for name, value in said.items() if value
    )
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{fields}{days}'
        "</cp:coreProperties>"
    )


def _header(shown: Presentation) -> Xml:
    """Whose document it is, whether it is decided, and the chapter."""
    document = shown.document
    words = [document.committee, shown.title]
    if not is_decided(shown):
        words.append(shown.status)
    return paragraph("Header", run(" · ".join(words)), right_tab(), field("STYLEREF 1"))


def _footer(shown: Presentation) -> Xml:
    before, _page, rest = _("Page %(page)s of %(pages)s").partition("%(page)s")
    between, _pages, after = rest.partition("%(pages)s")
    return paragraph(
        "Footer",
        run(shown.document.registry_number),
        right_tab(),
        joined(run(before), field("PAGE", "1"), run(between)),
        joined(field("NUMPAGES", "1"), run(after)),
    )


def _numbering(pen: Pen) -> str:
    """The lists: one of bullets, and one of its own for every list that counts."""
    template = (HERE / "numbering.xml").read_text()
    lists = "".join(
        f'<w:num w:numId="{FIRST_NUMBERS + place}"><w:abstractNumId w:val="2"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for place in range(pen.lists)
    )
    return template.replace("<!-- numbers -->", lists)
