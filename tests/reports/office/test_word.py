"""The Word file: what it says, how it is built, and what no text can make of it."""

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from django.utils import translation
from django.utils.translation import gettext
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.choices import Part
from reports.choices import EditionKind
from reports.document import Document, EditionMark
from reports.interchange import read
from reports.office.word import write_word
from reports.office.word.marks import LONGEST_BOOKMARK, bookmark
from reports.rendering.layout import IndicatorLine, Rows
from reports.rendering.presentation import Presentation
from tests.documents import activity, as_file, document, goal, indicator

# In the order that ISO/IEC 29500 wants them; Word refuses a file with any other.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs"
    " spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps noProof color spacing kern sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr"
    " tblPr tblStylePr",
}
PARTS = ("document", "styles", "header1", "header2", "footer1")


def opened(source: Document) -> WordDocument:
    return docx.Document(io.BytesIO(write_word(source)))


@pytest.fixture(scope="module")
def word(demo: Document) -> WordDocument:
    return opened(demo)


def made(**fields: Any) -> Document:
    return read(as_file(document(**fields)))


def folded(text: str) -> str:
    return " ".join(text.split())


def every_text(word: WordDocument) -> str:
    """All that is said in the body, a line for each paragraph."""
    lines = (
        "".join(
            node.text or "" if node.tag == qn("w:t") else " "
            for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        )
        for paragraph in word.element.body.iter(qn("w:p"))
    )
    return "\n".join(map(folded, lines))


def captions(word: WordDocument) -> dict[str, Table]:
    """The tables by what a screen reader calls them."""
    found = {}
    for table in word.tables:
        (caption,) = table._tbl.tblPr.findall(qn("w:tblCaption"))
        found[caption.get(qn("w:val"))] = table
    return found


def rows_of(table: Table) -> list[list[str]]:
    """What stands in each row, a cell that spans several only once; without what says where a
    word may break."""
    return [
        [folded(cell.text.replace("\N{ZERO WIDTH SPACE}", "")) for cell in _cells(row)]
        for row in table.rows
    ]


def _cells(row: Any) -> Iterator[Any]:
    seen = set()
    for cell in row.cells:
        if cell._tc not in seen:
            seen.add(cell._tc)
            yield cell


def tables_of(shown: Presentation) -> Iterator[Rows]:
    for chapter in shown.goals:
        yield from filter(None, (chapter.indicators, chapter.activities))


# What it says ---------------------------------------------------------------------------------


def test_every_row_of_goals_stands_as_it_is_printed(
    word: WordDocument, shown: Presentation
) -> None:
    tables = captions(word)
    for rows in tables_of(shown):
        head, *written = rows_of(tables[rows.caption])
        assert head == [folded(column.text) for column in rows.columns]
        cells = [[folded(cell.text) for cell in line.cells] for line in rows.lines]
        # Names, comments and the symbol before a status are looked at elsewhere.
        kept = [row[1:] for row in written if len(row) == rows.width]
        assert kept == cells


def test_every_figure_of_the_economy_stands_as_it_is_printed(
    word: WordDocument, shown: Presentation
) -> None:
    expected = [
        [folded(cell.text) for cell in row.cells]
        for section in shown.economy
        for table in section.tables
        for row in table.rows
    ]
    written = [row for table in word.tables for row in rows_of(table)]
    assert expected
    assert [row for row in expected if row not in written] == []


def test_everything_of_the_first_page_is_said(word: WordDocument, shown: Presentation) -> None:
    said = every_text(word)
    glance = shown.glance
    wanted = [sentence for topic in glance.topics for sentence in topic.sentences]
    wanted += [
        item.label for topic in glance.topics for one in topic.listings for item in one.items
    ]
    counts = [str(count) for _label, tally in glance.tallies for count in (tally.full, tally.total)]
    wanted += [] if shown.document.is_plan else counts
    assert [text for text in wanted if folded(text) not in said] == []


def test_every_analysis_follows_its_row(word: WordDocument, shown: Presentation) -> None:
    tables = captions(word)
    for rows in tables_of(shown):
        written = rows_of(tables[rows.caption])[1:]
        for line in rows.lines:
            name = line.name if isinstance(line, IndicatorLine) else line.title
            if not line.comment:
                continue
            at = next(place for place, row in enumerate(written) if row[0].startswith(folded(name)))
            comment = written[at + (2 if rows.two_lines else 1)]
            assert len(comment) == 1
            first = "".join(run.text for run in line.comment[0].lines[0])
            assert comment[0].startswith(f"Analys: {folded(first)}")


def test_goals_stand_in_short_as_they_are_printed(word: WordDocument, shown: Presentation) -> None:
    tables = captions(word)
    below = [chapter.overview for chapter in shown.goals if chapter.overview]
    assert below
    for overview in (shown.overviews.tree, shown.overviews.directions(), *below):
        _head, *written = rows_of(tables[overview.caption])
        assert [row[0] for row in written] == [
            folded(f"{row.code} {row.title}") for row in overview.rows
        ]
        if not overview.is_plan:
            words = [row.status.word if row.status else "" for row in overview.rows]
            assert [row[1][2:] for row in written] == words
        if overview.with_counts:
            counts = [[row.indicators, row.activities] for row in overview.rows]
            assert [row[-2:] for row in written] == counts


def test_all_that_deviates_is_listed_with_why(word: WordDocument, shown: Presentation) -> None:
    tables = captions(word)
    for listed in shown.registers.deviations:
        written = rows_of(tables[listed.caption])[1:] if listed.lines else []
        expected = []
        for line in listed.lines:
            status = [line.status.word] if line.status else []
            expected.append([f"{line.code} {line.label}", *status, *line.cells])
            expected += [[line.why]] if line.why else []
        plain = [[cell.lstrip("●◐○ ") for cell in row] for row in written]
        assert plain == [[folded(cell) for cell in row] for row in expected]


def test_every_indicator_is_in_the_index(word: WordDocument, shown: Presentation) -> None:
    _head, *written = rows_of(captions(word)[shown.registers.index_note])
    expected = [[folded(line.name), line.code] for line in shown.registers.index]
    assert [[row[0], row[-1]] for row in written] == expected


def test_the_document_tells_how_it_is_read(word: WordDocument, shown: Presentation) -> None:
    said = every_text(word)
    wanted = [sentence for rule in shown.appendix.rules for sentence in rule.sentences]
    wanted += [word for term in shown.appendix.terms for word in term]
    wanted += [*shown.glance.money, shown.glance.next_sentence]
    assert [text for text in wanted if folded(text) not in said] == []


def test_a_status_is_symbol_and_word(word: WordDocument, shown: Presentation) -> None:
    said = every_text(word).splitlines()
    symbols = {"full": "●", "partial": "◐", "none": "○", None: "–"}
    for chapter in shown.goals:
        if chapter.status:
            assert f"{symbols[chapter.status.level]} {chapter.status.word}" in said


def test_the_same_document_gives_the_same_bytes(demo: Document) -> None:
    assert write_word(demo) == write_word(replace(demo))


# How it is built ------------------------------------------------------------------------------


def test_headings_are_those_of_the_chapters(word: WordDocument, shown: Presentation) -> None:
    headings = [
        (int(paragraph.style.name[-1]), folded(paragraph.text))
        for paragraph in word.paragraphs
        if paragraph.style is not None and re.fullmatch(r"Heading [1-6]", paragraph.style.name)
    ]
    wanted = (*shown.chapters, *shown.last)
    assert headings == [(entry.level, folded(entry.label)) for entry in wanted]


def test_contents_are_filled_and_know_where_to_find_pages(
    word: WordDocument, shown: Presentation
) -> None:
    (contents,) = word.element.body.iter(qn("w:sdt"))
    entries = [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in contents.iter(qn("w:p"))
        if paragraph.pPr.pStyle.val.startswith("TOC")
    ]
    assert list(map(folded, entries)) == [folded(entry.label) for entry in shown.contents]
    fields = [node.text.split() for node in contents.iter(qn("w:instrText"))]
    assert fields[0][0] == "TOC"
    assert [field[0] for field in fields[1:]] == ["PAGEREF"] * len(shown.contents)


def test_every_link_leads_to_a_place_that_is_there_once(word: WordDocument) -> None:
    body = word.element.body
    names = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    wanted = {node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))} - {None}
    assert len(names) == len(set(names))
    assert wanted <= set(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    ids = [node.get(qn("w:id")) for node in body.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))


def test_tables_have_heads_names_and_rows_that_stay_whole(word: WordDocument) -> None:
    for table in word.tables:
        (head,) = [row for row in table.rows if row._tr.find(f".//{qn('w:tblHeader')}") is not None]
        assert head._tr is table.rows[0]._tr
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        assert head._tr.find(f".//{qn('w:cantSplit')}") is not None
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))]
        # A cell without a paragraph would make Word refuse the file.
        assert all(cell.find(qn("w:p")) is not None for cell in table._tbl.iter(qn("w:tc")))
        for row in table.rows:
            spans = [int(cell._tc.grid_span) for cell in _cells(row)]
            assert sum(spans) == len(grid)


def test_pages_are_turned_for_wide_tables_only(shown: Presentation, word: WordDocument) -> None:
    wide = [table for table in tables_of(shown) if table.fit.landscape]
    wide_economy = [section for section in shown.economy if section.landscape]
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in word.sections]
    assert any(turned) == bool(wide or wide_economy)
    for section in word.sections:
        width = section.page_width
        assert width is not None
        across = section.orientation == WD_ORIENT.LANDSCAPE
        assert round(width.mm) == (297 if across else 210)


def test_a_wide_table_lies_on_a_page_of_its_own() -> None:
    columns = ["Verksamhetsområde", *(f"Budgetavvikelse{number}" for number in range(14))]
    wide = {"title": "Bred", "columns": columns, "rows": [["Rad", *["1 234,5"] * 14]]}
    word = opened(made(economy={"tables": [wide]}, sections=section("own")))

    lies = [section.orientation == WD_ORIENT.LANDSCAPE for section in word.sections]
    # The cover, what stands before the chapters, and the chapters.
    assert lies == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("rows", "kept"), [(1, [0]), (4, [1, 1, 1, 0]), (12, [1, 1, *[0] * 7, 1, 1, 0])]
)
def test_a_short_table_of_the_economy_is_not_cut_nor_a_long_one_near_its_ends(
    rows: int, kept: list[int]
) -> None:
    table = {"title": "T", "columns": ["A", "B"], "rows": [["Rad", "1,0"]] * rows}
    word = opened(made(economy={"tables": [table]}))
    found = captions(word)["T"].rows[1:]
    said = [
        [bool(p.paragraph_format.keep_with_next) for p in row.cells[0].paragraphs] for row in found
    ]
    assert said == [[bool(each)] for each in kept]


def section(key: str, body: str = "Text.", heading: str = "Rubrik") -> list[dict[str, Any]]:
    return [{"key": key, "heading": heading, "body": body}]


@pytest.mark.parametrize("part", PARTS)
def test_properties_stand_in_the_order_of_the_standard(demo: Document, part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_word(demo))) as archive:
        root = parse_xml(archive.read(f"word/{part}.xml"))
    for name, order in ORDER.items():
        places = {qn(f"w:{child}"): place for place, child in enumerate(order.split())}
        for node in root.iter(qn(f"w:{name}")):
            found = [places[child.tag] for child in node]
            assert found == sorted(found), name


def test_the_file_tells_what_it_is_and_in_which_language(
    word: WordDocument, shown: Presentation
) -> None:
    properties = word.core_properties
    assert properties.title == f"{shown.title} – {shown.document.committee}"
    assert properties.author == shown.document.committee
    assert properties.language == "sv-SE"
    assert properties.content_status == shown.status
    lang = word.styles.element.find(f".//{qn('w:lang')}")
    assert lang is not None
    assert lang.get(qn("w:val")) == "sv-SE"


def test_nothing_of_the_template_is_told() -> None:
    with zipfile.ZipFile(io.BytesIO(write_word(made()))) as archive:
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
    assert [name for name in names if "thumbnail" in name or "WithEffects" in name] == []
    assert "python-docx" not in core
    assert "created" not in core


def test_what_the_file_says_of_itself_is_cut_where_it_must_be() -> None:
    word = opened(replace(made(), committee="Å" * 400))
    assert word.core_properties.author == "Å" * 255


@pytest.mark.parametrize(("status", "said"), [("", True), ("proposal", True), ("decided", False)])
def test_what_is_not_decided_says_so_on_every_page(status: str, said: bool) -> None:
    source = replace(made(), status=status)
    with translation.override("sv"):
        words = Presentation(source).standing.draft or Presentation(source).status
    header = opened(source).sections[-1].header
    assert (words in header.paragraphs[0].text) == said
    assert not opened(source).sections[0].header.paragraphs[0].text


def test_only_pages_within_chapters_name_one() -> None:
    columns = ["Verksamhetsområde", *(f"Budgetavvikelse{number}" for number in range(14))]
    wide = {"title": "Bred", "columns": columns, "rows": [["Rad", *["1 234,5"] * 14]]}
    source = made(economy={"tables": [wide]}, sections=section("own"))
    with zipfile.ZipFile(io.BytesIO(write_word(source))) as archive:
        parts = [name for name in archive.namelist() if re.search("header|footer", name)]
    # Written once for upright pages and once for those on their side.
    assert len(parts) == 3 + 2

    cover, front, *chapters = opened(source).sections
    assert not list(cover.header._element.iter(qn("w:instrText")))
    # Before the first chapter Word would name that one.
    assert not list(front.header._element.iter(qn("w:instrText")))
    for one in chapters:
        (field,) = one.header._element.iter(qn("w:instrText"))
        assert "STYLEREF" in field.text
        (stop,) = one.header.paragraphs[0].paragraph_format.tab_stops
        assert one.page_width is not None
        assert round(stop.position.mm) == round(one.page_width.mm) - 36


def test_sections_follow_each_other_on_a_page() -> None:
    written = section("own") + section("other", heading="Nästa")
    word = opened(made(sections=written))
    breaks = {
        paragraph.text: paragraph.paragraph_format.page_break_before
        for paragraph in word.paragraphs
        if paragraph.style is not None and paragraph.style.name == "Heading 1"
    }
    assert (breaks["Rubrik"], breaks["Nästa"]) == (None, False)


def test_pages_are_numbered_by_word() -> None:
    footer = opened(made(registry_number="NO 2023/7")).sections[-1].footer
    fields = [node.text.strip() for node in footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert footer.paragraphs[0].text.startswith("NO 2023/7")


def test_an_edition_says_which_it_is_and_has_its_day() -> None:
    mark = EditionMark(
        2,
        EditionKind.CORRECTION,
        date(2024, 3, 1),
        decided_on=date(2024, 2, 15),
        paragraph="7",
        note="Utfallet rättat",
    )
    source = replace(made(), status="decided", edition=mark)
    word = opened(source)
    said = every_text(word).splitlines()
    with translation.override("sv"):
        standing = Presentation(source).standing
        facts = [folded(f"{name} {fact}") for name, fact in standing.facts]
        foot = standing.foot
    assert "Utfallet rättat" in facts[-1]
    assert [fact for fact in facts if fact not in said] == []
    assert foot in word.sections[-1].footer.paragraphs[0].text
    created = word.core_properties.created
    assert created is not None
    assert created.date() == date(2024, 3, 1)


# Texts ----------------------------------------------------------------------------------------


def test_texts_keep_their_looks_and_lists_begin_anew() -> None:
    first = "**Fet** och *kursiv* [länk](https://example.se/?a=1&b=2).\n\n1. Ett\n2. Två"
    body = f"{first}\n\nMellan.\n\n1. Ett"
    word = opened(made(sections=section("summary", body)))

    runs = {run.text: run for paragraph in word.paragraphs for run in paragraph.runs}
    assert runs["Fet"].bold
    assert runs["kursiv"].italic
    (link,) = [
        link for paragraph in word.paragraphs for link in paragraph.hyperlinks if link.address
    ]
    assert (link.address, link.text) == ("https://example.se/?a=1&b=2", "länk")
    numbers = [
        number.get(qn("w:val"))
        for paragraph in word.paragraphs
        if paragraph.style is not None and paragraph.style.name == "List Number"
        for number in paragraph._p.iter(qn("w:numId"))
    ]
    assert [len(list(group)) for _number, group in itertools.groupby(numbers)] == [2, 1]


def test_an_empty_section_has_its_heading_and_says_that_it_is_empty() -> None:
    word = opened(made(sections=section("summary", "", "Krävd rubrik")))
    said = [paragraph.text for paragraph in word.paragraphs]
    with translation.override("sv"):
        assert said[said.index("Krävd rubrik") + 1] == gettext("Nothing is written here.")


def test_a_very_long_code_has_a_place_all_the_same() -> None:
    anchor = "indicator-" + "-".join("123456789" * 5)
    assert len(bookmark(anchor)) <= LONGEST_BOOKMARK
    assert bookmark(anchor) != bookmark(anchor + "-1")
    assert bookmark("goal-1-1") == "goal_1_1"


HOSTILE: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: f"<w:p>{text}",
    lambda text: f'"]]>&amp;{text}\x0b\x00\ufffe',
]


@settings(max_examples=25)
@given(st.text(min_size=1), st.sampled_from(HOSTILE))
def test_no_text_becomes_markup(text: str, hostile: Callable[[str], str]) -> None:
    said = hostile(text)
    source = made(goals=[goal("1"), goal("1.1", "Mål"), goal("1.1.1")])
    goals = [replace(one, title=f"x{said}x", analysis=said) for one in source.goals]
    written = opened(replace(source, goals=tuple(goals), committee=said, registry_number=said))

    kept = re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", said)
    assert folded(f"x{kept}x") in folded(every_text(written))


def test_a_plan_names_its_indicators_on_the_line_of_their_targets() -> None:
    word = opened(
        made(
            kind=Part.PLAN.value,
            indicators=[indicator("1.1", "Andel nöjda", target="80 %", by_sex=True)],
            activities=[activity("1.1", "Bygga")],
        )
    )
    (table,) = [table for name, table in captions(word).items() if "1.1" in name][:1]
    (row,) = rows_of(table)[1:]
    assert row[0].startswith("Andel nöjda, % [")
    assert row[1] == "80"
