"""Pages of a Word document: upright, and on their side where a table needs it."""

from reports.office.word.markup import NOTHING, Xml, element, joined

# A4 and its margins in twips.
SHORT, LONG = 11906, 16838
MARGINS = {"top": 1417, "right": 1020, "bottom": 1247, "left": 1020}
HEADER, FOOTER = "rHeader", "rFooter"


class Pages:
    """What has been written so far, in sections of pages that lie the same way."""

    def __init__(self) -> None:
        self._done: list[Xml] = []
        self._wide = False
        self._begun = False

    def add(self, content: Xml, *, wide: bool = False) -> None:
        """More of it; where it lies another way, it begins a page."""
        if not content:
            return
        if wide != self._wide and self._begun:
            self._end(section(wide=self._wide))
        self._wide, self._begun = wide, True
        self._done.append(content)

    def end_cover(self) -> None:
        """What has been said is the cover, with neither header nor footer."""
        self._end(section(plain=True))
        self._begun = False

    def closed(self) -> Xml:
        """All of it, with how the last pages lie."""
        return joined(*self._done, section(wide=self._wide))

    def _end(self, last: Xml) -> None:
        self._done.append(element("p", element("pPr", element("pStyle", val="SectionEnd"), last)))


def section(*, wide: bool = False, plain: bool = False) -> Xml:
    """How the pages of a section lie."""
    width, height = (LONG, SHORT) if wide else (SHORT, LONG)
    lies = {"orient": "landscape"} if wide else {}
    return element(
        "sectPr",
        NOTHING if plain else _reference("header", HEADER),
        NOTHING if plain else _reference("footer", FOOTER),
        element("type", val="nextPage"),
        element("pgSz", w=width, h=height, **lies),
        element("pgMar", **MARGINS, header=680, footer=624, gutter=0),
    )


def _reference(kind: str, key: str) -> Xml:
    return Xml(f'<w:{kind}Reference w:type="default" r:id="{key}"/>')
