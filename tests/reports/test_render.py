"""The PDF: what it says, how it is tagged, and what it cannot be made to do."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from config.formats import NO_BREAK_SPACE
from reports.interchange import read
from reports.rendering.column_widths import LANDSCAPE, PORTRAIT, Wish, fit
from reports.rendering.layout import IndicatorLine, blocks_in_row, blocks_under
from reports.rendering.presentation import Presentation
from reports.rendering.render import (
    render_body,
    render_html,
    render_pdf,
)
from reports.rendering.under_goals import shared_unit
from reports.review.catalogue import review
from reports.review.findings import Case
from reports.templatetags.document_text import unbroken
from tests.documents import DEMO, activity, as_file, document, goal, indicator

VALUES = ("outcome", "women", "men", "previous_year", "forecast", "target", "council_target")


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="session", params=DEMO, ids=lambda path: path.stem)
def drawn(request: pytest.FixtureRequest, demo_pdf: Callable[[Path], Path]) -> Any:
    """A demo document, its PDF and the PDF's text."""
    data = json.loads(request.param.read_text())
    path = demo_pdf(request.param)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return data, path, folded(text)


# What it says ---------------------------------------------------------------------------


def test_every_printed_value_stands_in_the_text(drawn: Any) -> None:
    data, _path, text = drawn

    said = {row[field] for row in data["indicators"] for field in ("name", "period")}
    for row in read(json.dumps(data).encode()).indicators():
        unit = shared_unit(row)
        values = [getattr(row, field) for field in VALUES]
        # A unit that all figures share is said once, with the name; the numbers stay.
        said |= {v.digits if unit and v.is_number else v.text for v in values if not v.is_nothing}
        said |= {f"{row.name}, {unit}"} if unit else set()
    missing = {value for value in said - {None, "-"} if folded(value) not in text}
    assert missing == set()


def test_every_activity_and_goal_stands_in_the_text(drawn: Any) -> None:
    data, _path, text = drawn

    said = {row[field] for row in data["activities"] for field in ("title", "start", "end")}
    said |= {f"{row['code']} {row['title']}" for row in data["goals"]}
    assert {value for value in said - {None} if folded(value) not in text} == set()


def test_every_figure_of_the_economy_stands_in_the_text(drawn: Any) -> None:
    data, _path, text = drawn

    economy = data["economy"]
    rows = [*economy["operating_areas"], *economy["investments"]]
    rows += (economy.get("result_units") or {}).get("rows", [])
    figures = {value for row in rows for value in row.values() if isinstance(value, str)}
    figures |= {cell for table in economy["tables"] for row in table["rows"] for cell in row}
    assert {figure for figure in figures - {None} if folded(figure) not in text} == set()


def test_assessments_stand_beside_their_goals(drawn: Any) -> None:
    data, _path, text = drawn
    shown = Presentation(read(json.dumps(data).encode()))

    with translation.override("sv"):
        for chapter in shown.goals:
            if chapter.status:
                assert f"{folded(chapter.label)} {chapter.status.word}" in text


# How it is tagged ------------------------------------------------------------------------


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """The structure elements, in reading order."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append(element)
            kids: Any = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

    for kid in pdf.Root.StructTreeRoot.K:
        walk(kid)
    return found


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S)[1:] for element in elements(pdf)]


def test_it_is_valid_pdf_ua(drawn: Any) -> None:
    _data, path, _text = drawn

    report = page.validate_pdf_bytes(path.read_bytes(), profile="ua1")
    assert report.is_compliant, str(report)


def test_it_has_language_title_and_bookmarks(drawn: Any) -> None:
    data, path, _text = drawn
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert data["committee"]["name"] in str(pdf.docinfo["/Title"])
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root
        with pdf.open_outline() as outline:
            directions = [item.title for item in outline.root if item.title[0].isdigit()]
    wanted = [f"{g['code']} {g['title']}" for g in data["goals"] if g["level"] == "direction"]
    assert directions == wanted


def test_headings_come_in_order(drawn: Any) -> None:
    _data, path, _text = drawn
    with pikepdf.open(path) as pdf:
        levels = [int(kind[1]) for kind in kinds(pdf) if kind[0] == "H" and kind[1:].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_tables_have_headers_with_scope_and_are_whole(drawn: Any) -> None:
    data, path, _text = drawn
    with pikepdf.open(path) as pdf:
        all_elements = elements(pdf)
        heads = [element for element in all_elements if element.S == "/TH"]
        assert {str(head.A.get("/Scope")) for head in heads} == {"/Row", "/Column"}
        tables = sum(element.S == "/Table" for element in all_elements)
        captions = sum(element.S == "/Caption" for element in all_elements)
        assert all("/Alt" in element for element in all_elements if element.S == "/Figure")
    shown = Presentation(read(json.dumps(data).encode()))
    of_goals = sum(bool(c.indicators) + bool(c.activities) for c in shown.goals)
    of_money = sum(len(section.tables) for section in shown.economy)
    overviews = sum(bool(chapter.overview) for chapter in shown.goals)
    lists = sum(bool(one.lines) for one in shown.registers.deviations)
    # In short two, or one of a plan; the tree, the index and the words; women and men.
    others = (1 if shown.document.is_plan else 2) + 3 + bool(shown.differences.rows)
    # One element a table, though page breaks cut some.
    assert tables == captions == of_goals + of_money + overviews + lists + others


# How it is laid out ------------------------------------------------------------------------


def shown_of(**fields: Any) -> Presentation:
    return Presentation(read(as_file(document(**fields))))


def test_columns_follow_the_kind_of_document() -> None:
    def fields(kind: str) -> list[str]:
        table = shown_of(kind=kind).goals[1].indicators
        assert table is not None
        return [column.text for column in table.columns]

    with translation.override("en"):
        annual = fields("annual")
        assert annual == [
            "Indicator",
            "Outcome of the period",
            "Outcome men/boys",
            "Outcome women/girls",
            "Outcome annual report 2022",
            "Target",
            "The council's target",
            "Period",
        ]
        assert fields("t1") == [*annual[:5], "Forecast full year", *annual[5:]]
        assert fields("plan") == ["Indicator", "Target", "The council's target", "Periodicity"]


def test_empty_tables_and_texts_are_left_out() -> None:
    chapter = shown_of(goals=[goal("1"), goal("1.1"), goal("1.1.1", description="")]).goals[0]

    assert (chapter.indicators, chapter.activities, chapter.texts) == (None, None, ())


def test_reason_and_what_is_reached_stand_under_the_goal() -> None:
    judged = goal(
        "1.1",
        assessment="full",
        reason="Staben ser mer än <siffrorna>.",
        expected_results=["Fler träffar", "Kortare väntan"],
        reached_results=["Kortare väntan"],
        analysis="Det går bra.",
    )
    said = read(as_file(document(goals=[goal("1"), judged], indicators=[], activities=[])))

    with translation.override("en"):
        chapter = next(one for one in Presentation(said).goals if one.code == "1.1")
        html = render_html(said)
    _reason, results, _analysis = chapter.texts
    assert [text.heading for text in chapter.texts] == [
        "Reason for the assessment",
        "Expected results",
        "Analysis",
    ]
    assert [[run.text for run in line] for line in results.blocks[0].lines] == [
        ["Fler träffar"],
        ["Reached:", " Kortare väntan"],
    ]
    assert html.index('class="verdict"') < html.index("Staben ser mer än &lt;siffrorna&gt;.")
    assert html.index("Staben ser") < html.index("Det går bra.")


def test_dash_is_blank_zero_is_not_and_a_state_is_said() -> None:
    table = (
        shown_of(
            indicators=[
                indicator("1.1", "A", outcome="-", target="0"),
                indicator("1.1", "B", state="not_measured"),
                indicator("1.1", "C", state="missing"),
            ]
        )
        .goals[1]
        .indicators
    )
    assert table is not None

    with translation.override("en"):
        outcomes = [line.cells[0].text for line in table.lines]
    assert table.lines[0].cells[4].text == "0"
    assert outcomes[0] == outcomes[2] == ""
    assert outcomes[1] != ""


def test_values_keep_to_one_line() -> None:
    table = shown_of(indicators=[indicator("1.1", "A", outcome="1 945 st")]).goals[1].indicators
    assert table is not None

    (line,) = table.lines
    assert isinstance(line, IndicatorLine)
    assert (line.cells[0].text, line.unit) == (f"1{NO_BREAK_SPACE}945", "st")


@pytest.mark.parametrize(
    ("figures", "unit"),
    [
        ({"outcome": "77%", "target": "80 %", "council_target": "öka"}, "%"),
        ({"outcome": "15,4 barn/avd.", "target": "-"}, "barn/avd."),
        ({"outcome": "1,6 kg CO2 per kg", "target": "0"}, ""),
        ({"outcome": "20", "previous_year": "20 st"}, ""),
        ({"outcome": "20", "target": "25"}, ""),
        ({"target": "Max 10 personer"}, ""),
        ({}, ""),
    ],
)
def test_unit_is_said_once_where_all_figures_share_it(figures: Any, unit: str) -> None:
    (row,) = read(as_file(document(indicators=[indicator("1.1", "A", **figures)]))).indicators()
    assert shared_unit(row) == unit


def test_heading_levels_skip_nothing_where_the_tree_does() -> None:
    chapters = shown_of(
        goals=[goal("1"), goal("1.1.1"), goal("2"), goal("2.1"), goal("2.1.1")],
        indicators=[],
        activities=[],
    ).goals

    assert [chapter.level for chapter in chapters] == [1, 2, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "under", "levels"),
    [
        ("### A\n#### B\n### C", 3, [4, 5, 4]),
        ("#### A\n#### B\n### C", 3, [4, 4, 4]),
        ("### A\n#### B", 5, [6, 6]),
        ("### A\n#### B", 1, [2, 3]),
    ],
)
def test_headings_of_a_text_skip_nothing(text: str, under: int, levels: list[int]) -> None:
    assert [block.level for block in blocks_under(text, under)] == levels


def test_a_heading_in_a_table_is_a_paragraph() -> None:
    assert [block.level for block in blocks_in_row("### A\nB")] == [0, 0]


def test_a_text_is_set_and_escaped() -> None:
    text = "**<b>** och *14-dagars* [x](https://a.se/?a&b)\nrad\n\n1. a\n\n- b\n\n### R"
    page = render_to_string("document/_text.html", {"blocks": blocks_under(text, 2)})
    assert folded(page) == (
        '<p> <strong>&lt;b&gt;</strong> och <em><span class="whole">14-dagars</span></em>'
        ' <a href="https://a.se/?a&amp;b">x</a><br>rad </p> <ol><li>a</li></ol>'
        ' <ul><li>b</li></ul> <h3 class="in-text" >R</h3>'
    )


def test_hyphenated_words_are_kept_whole_and_escaped() -> None:
    assert unbroken("en 14-dagars <b>") == 'en <span class="whole">14-dagars</span> &lt;b&gt;'
    assert "<span" not in unbroken("a-" * 40 + "b")


# Hours, if the time grew with the square of the length.
@pytest.mark.parametrize("one", ["å", "a-", "-", " ", "1 %", "\n", "- a\n", "[[", "*"])
def test_texts_of_any_length_are_set(one: str) -> None:
    text = one * (1_000_000 // len(one))
    assert unbroken(text).count(one[0]) >= text.count(one[0])
    # As long as a text may be, it is read and reviewed too.
    long = text[:20_000]
    made = read(as_file(document(sections=[{"key": "summary", "heading": "S", "body": long}])))
    assert isinstance(review(Case(made)), list)


def test_wide_tables_get_smaller_type_then_a_page_on_its_side() -> None:
    label, figure = Wish(["Förskola"], "Område", wraps=True), Wish(["1 234,5"], "Budget")

    few, many, most = (fit([label, *[figure] * count]) for count in (4, 13, 18))
    assert (few.size, few.landscape, many.landscape) == (8.5, False, False)
    assert many.size < few.size
    assert most.landscape
    assert sum(many.widths) <= PORTRAIT < sum(most.widths) <= LANDSCAPE


SENTENCE = "Nämnden har följt målet under året. "


def pages_of(data: dict[str, Any], folder: Path) -> list[str]:
    """The text of each page of a document's PDF."""
    path = folder / "report.pdf"
    path.write_bytes(render_pdf(read(as_file(data))))
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return [folded(page) for page in text.split("\f")[:-1]]


@pytest.mark.parametrize(("goals", "together"), [(3, True), (40, False)])
def test_tree_and_contents_share_a_page_that_holds_both(
    tmp_path: Path, goals: int, together: bool
) -> None:
    codes = ["1", *(f"1.{number}" for number in range(1, goals))]
    pages = pages_of(
        document(goals=[goal(code) for code in codes], indicators=[], activities=[]), tmp_path
    )
    (tree,) = [page for page in pages if "Alla mål och hur det går" in page]
    # In the contents alone, a goal is followed by dots.
    assert (re.search(r"1 [^.]* (\. )+\.", tree) is not None) == together


def test_long_analysis_leaves_no_page_nearly_empty(tmp_path: Path) -> None:
    lengths = [900, 150, 150, 9, 9, 60, 9, 9]
    pages = pages_of(
        document(
            goals=[goal("1"), goal("1.1", analysis=SENTENCE * 30)],
            indicators=[
                indicator("1.1", f"Antal {place}", outcome="7", analysis=SENTENCE * length)
                for place, length in enumerate(lengths)
            ],
            activities=[activity("1.1", "Öppna", analysis=SENTENCE * 250)],
        ),
        tmp_path,
    )

    first = next(place for place, page in enumerate(pages) if "KF:s inriktningsmål" in page)
    with translation.override("sv"):
        after = gettext("What deviates, all of it")
    body = pages[first : max(place for place, page in enumerate(pages) if page.count(after) > 1)]
    assert len(body) == pytest.approx(sum(map(len, body)) / 5000, abs=3)
    # The first page is the opening of the direction goal: its overview, and no more.
    assert min(map(len, body[1:-1])) > 2500


def test_short_analysis_is_never_cut(tmp_path: Path) -> None:
    analysis = SENTENCE * 30
    rows = [
        indicator("1.1", f"Antal {place}", outcome="7", analysis=f"{analysis}Slut {place}.")
        for place in range(12)
    ]
    pages = pages_of(document(indicators=rows), tmp_path)

    for place in range(12):
        (page,) = [page for page in pages if f"Slut {place}." in page]
        assert f"Antal {place} " in page


def test_links_in_texts_and_on_the_first_page_are_valid_pdf_ua() -> None:
    link = "Läs **[om 14-dagars-regeln](https://example.com)** här."
    made = read(
        as_file(
            document(
                goals=[goal("1"), goal("1.1", "Ett 14-dagars-mål " * 9, assessment="none")],
                indicators=[indicator("1.1", "Andel på-väg " * 9, outcome="7", analysis=link)],
                activities=[activity("1.1", "Åter-bruk " * 20, deviation=True, analysis=link)],
                sections=[{"key": "first_page_opening", "heading": "Ord", "body": link}],
            )
        )
    )

    report = page.validate_pdf_bytes(render_pdf(made), profile="ua1")
    assert report.is_compliant, str(report)


def test_first_chapter_is_short_and_ends_with_its_legend() -> None:
    for path in DEMO:
        html = render_html(read(path.read_bytes()))
        glance = html.split('class="glance"')[1].split('class="tree"')[0]
        assert glance.count('class="legend"') == html.count('class="legend"') == 1


def test_very_wide_table_divides_its_headings_and_has_its_page_alone(tmp_path: Path) -> None:
    columns = ["Område", *["Budgetavvikelse", "Verksamhetskostnad"] * 9]
    wide = {"section": "Bred", "columns": columns, "rows": [["Skola", *["1 234,5"] * 18]] * 3}
    narrow = {"section": "Smal", "columns": ["A", "Budget"], "rows": [["Park", "1"]]}
    pages = pages_of(document(economy={"tables": [wide, narrow]}), tmp_path)

    (page,) = [page for page in pages if "1 234,5" in page]
    assert page.count("1 234,5") == 54
    assert re.search(r"Budget\w*- ", page)
    assert "Park" not in page
    with pikepdf.open(tmp_path / "report.pdf") as pdf:
        widths = [float(sheet.MediaBox[2]) for sheet in pdf.pages]
    assert [round(width) for width in widths].count(842) == 1
    turned = [round(width) for width in widths].index(842)
    assert round(widths[turned + 1]) == 595


def test_running_head_is_cut_between_words() -> None:
    title = "Ett Stockholm som håller samman med en stark och jämlik välfärd"
    chapter = shown_of(goals=[goal("1", title), goal("1.1"), goal("1.1.1")]).goals[0]

    assert chapter.running == "1 Ett Stockholm som håller samman …"


def test_page_and_print_say_the_same() -> None:
    with_both = read(DEMO[0].read_bytes())
    html, body = render_html(with_both), render_body(with_both)

    rows = list(with_both.indicators())
    said = {row.outcome.digits if shared_unit(row) else row.outcome.text for row in rows}
    for value in said - {""}:
        shown = NO_BREAK_SPACE.join(value.split())
        assert (shown in html) == (shown in body) is True
    assert "<h1" not in body
    assert " style=" not in body


def test_document_is_in_swedish_whatever_the_reader_speaks() -> None:
    small = read(as_file(document()))
    with translation.override("sv"):
        swedish = gettext("Contents")
        expected = render_html(small)

    with translation.override("en"):
        assert render_html(small) == expected
    assert swedish in expected


def test_texts_of_people_are_escaped() -> None:
    html = render_html(
        read(
            as_file(
                document(
                    goals=[goal("1", "<img src=http://x>"), goal("1.1"), goal("1.1.1")],
                    activities=[activity("1.1", "<script>")],
                )
            )
        )
    )

    assert "<img" not in html
    assert "<script" not in html
