"""What is left behind in texts: placeholders, bare headings, copies, other languages."""

import json
from typing import Any

import pytest

from reports import interchange
from reports.review import prose
from reports.review.findings import Case, Told
from tests.documents import document, goal, indicator

pytestmark = pytest.mark.usefixtures("in_english")

LONG = "Verksamheten har under året ökat öppettiderna, mött fler besökare och prövat nya vägar. "


def case(*analyses: str, **fields: Any) -> Case:
    """A document whose area and committee goals have these analyses."""
    texts = dict(zip(("1.1", "1.1.1", "1.1.2"), analyses, strict=False))
    goals = [goal("1"), *(goal(code, analysis=text) for code, text in texts.items())]
    rows = {"goals": goals, "indicators": [], "activities": []}
    return Case(interchange.read(json.dumps(document(**(rows | fields))).encode()))


@pytest.mark.parametrize(
    "text",
    [
        "Nämndmålen bedöms ha uppfyllts xxx.",
        "Andelen är XX procent i år.",
        "Andelen är X procent i år.",
        "TODO",
        "Utfallet kommenteras här […] senare.",
        "Målet har [välj bedömning].",
        "Lorem ipsum dolor sit amet.",
        "Varför ökar antalet ???",
        "Klicka här för att ange text.",
        "Ansvarig: ______",
        "Text kommer.",
        "Kompletteras senare.",
        "Beslutet fattas 20XX.",
    ],
)
def test_placeholder_is_found(text: str) -> None:
    assert len(list(prose.placeholders(case(f"Bra. {text}")))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "X-nämnden ska i samarbete med stadsdelsnämnderna ta fram en plan.",
        "Byggnader från XX-talet och Fas XX rustas.",
        "Se [planen](https://example.com) och [1].",
        "Modell X används. Storlek XXL finns.",
        "Vad hände? Vad gör vi nu?!",
        "Generation X och axxess deltog.",
        "Ansökan kompletteras senare under hösten.",
        "Trafikkontoret (TK) ansvarar.",
        "Ja [ ] Nej [ ]",
    ],
)
def test_what_only_looks_like_a_placeholder_is_not_found(text: str) -> None:
    assert list(prose.placeholders(case(text))) == []


def test_placeholder_in_a_name_is_found() -> None:
    goals = [goal("1"), goal("1.1", title="Mål om xxx")]
    found = list(prose.placeholders(case(goals=goals, indicators=[indicator("1.1", "Andel XX")])))

    assert [spot.field for spot, _message, _about in found] == ["title", "name"]


def test_placeholder_in_a_table_is_found() -> None:
    table = {"title": "Kostnader", "columns": ["", "Mnkr"], "rows": [["A", "xx,x"], ["B", "1,0"]]}
    found = list(prose.placeholders(case(economy={"unit": "mnkr", "tables": [table]})))

    assert [(spot.name, about) for spot, _message, about in found] == [("Kostnader", "xx,x")]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("### Barnrätt\n\nText.", []),
        ("### Barnrätt", ["Barnrätt"]),
        ("### Barnrätt\n\n### Jämställdhet\n\nText.", ["Barnrätt"]),
        ("### Barnrätt\n\n#### Inflytande\n\nText.", []),
        ("#### Inflytande\n\n### Barnrätt\n\nText.", ["Inflytande"]),
    ],
)
def test_heading_with_nothing_under_it_is_found(text: str, headings: list[str]) -> None:
    found = list(prose.empty_headings(case(text)))

    assert [about.split("\n")[0].lstrip("# ") for _spot, _message, about in found] == headings


def test_section_without_text_is_found_unless_it_is_checked_elsewhere() -> None:
    sections = [
        {"key": "summary", "heading": "Sammanfattning", "body": ""},
        {"key": "four", "heading": "4. Övrigt", "body": ""},
        {"key": "complaints", "heading": "4.1 Klagomål", "body": ""},
    ]
    found = list(prose.empty_sections(case(sections=sections)))

    assert [about for _spot, _message, about in found] == ["4.1 Klagomål"]


@pytest.mark.parametrize(("times", "count"), [(20, 0), (30, 1)])
def test_paragraph_is_long_from_two_thousand_characters(times: int, count: int) -> None:
    assert len(list(prose.long_paragraphs(case(LONG * times)))) == count
    assert list(prose.long_paragraphs(case("\n\n".join([LONG] * times)))) == []


def test_text_under_two_goals_is_found_at_the_second() -> None:
    copied = LONG * 2
    found = list(prose.same_texts(case(f"Först.\n\n{copied}", f"{copied.upper()}\n\nSedan.")))

    assert [spot.code for spot, _message, _about in found] == ["1.1.1"]
    assert "1.1 Mål 1.1" in found[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "Målet är uppnått.",
        "Förvaltningen bedömer att målet uppfylls helt. Bedömningen grundar sig på att samtliga "
        "tre indikatorer har uppfyllts helt och att samtliga fem aktiviteter är genomförda.",
    ],
)
def test_what_is_rightly_said_under_every_goal_is_not_found(text: str) -> None:
    assert list(prose.same_texts(case(text, text))) == []


def test_same_text_twice_in_one_analysis_or_in_a_summary_is_not_found() -> None:
    sections = [{"key": "summary", "heading": "Sammanfattning", "body": LONG * 2}]

    assert list(prose.same_texts(case(f"{LONG * 2}\n\n{LONG * 2}", sections=sections))) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The administration has worked with the children and their families in the area.", 1),
        ("Förvaltningen har arbetat med barnen och deras familjer i området under hela året.", 0),
        ("Projektet Safe in the City har under året pågått i samarbete med polisen och skolan.", 0),
        ("The end.", 0),
    ],
)
def test_paragraph_in_another_language_is_found(text: str, count: int) -> None:
    assert len(list(prose.languages(case(text)))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Det är viktigt att att alla deltar.", 1),
        ("Arbetet har har gått bra.", 1),
        ("Det det handlar om är trygghet.", 0),
        ("Gruppen besökte Baden Baden.", 0),
        ("Värdet är 100 100 kronor.", 0),
        ("Vi gör mer-mer.", 0),
    ],
)
def test_word_written_twice_is_found(text: str, count: int) -> None:
    assert len(list(prose.doubled_words(case(text)))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Bedömningen grundar sig på att", 1),
        ("Bedömningen grundar sig på att.", 1),
        ("Arbetet omfattar råd, stöd och\n\nText.", 1),
        ("Arbetet omfattar råd, stöd och\n\nomsorg.", 0),
        ("Arbetet består av\n\n- råd\n- stöd", 0),
        ("Det är värt att.\n\nText.", 1),
        ("Målet är nått.", 0),
    ],
)
def test_text_that_stops_in_a_sentence_is_found(text: str, count: int) -> None:
    assert len(list(prose.open_ends(case(text)))) == count


def test_every_message_says_where_and_quotes() -> None:
    wrong = case(f"xxx. {LONG * 2}\n\natt att\n\n### Rubrik", LONG * 2)
    told: list[Told] = [one for check in prose.CHECKS for one in check.look(wrong)]

    assert len(told) == 4
    assert all(spot.written and message and about for spot, message, about in told)
