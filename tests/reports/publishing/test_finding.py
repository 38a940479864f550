"""Finding words as people who read Swedish expect."""

import pytest

from reports.interchange import read
from reports.publishing.addresses import Address
from reports.publishing.chapters import Reading
from reports.publishing.finding import AROUND, MOST_WORDS, Folded, Spot, search, words_of
from tests.documents import as_file, document

TEXT = "Andelen äldre på Åsö som är nöjda med idéerna i förskolan ökade. Straße."


def found(looked_for: str, text: str = TEXT, title: str = "Trygghet") -> bool:
    return bool(search((Spot("Mål", title, "/", text=text),), looked_for))


@pytest.mark.parametrize(
    ("looked_for", "is_found"),
    [
        ("äldre", True),
        ("ÄLDRE", True),
        ("a\u0308ldre", True),  # an a and a mark
        ("aldre", False),  # ä is a letter of its own
        ("åsö", True),
        ("aso", False),
        ("asö", False),
        ("ideerna", True),  # é is an e with an accent
        ("IDÉERNA", True),
        ("ïdèerna", True),
        ("förskol", True),  # a part of a word
        ("kolan", True),
        ("forskolan", False),
        ("strasse", True),
        ("nöjda äldre", True),  # all words, in any order
        ("nöjda unga", False),
        ("trygghet äldre", True),  # one in the name, one in the text
        ("  äldre   ", True),
        ("äld\u00adre", True),  # a soft hyphen is nothing
        ("", False),
        ("   ", False),
        ("ä", False),  # too little
        ("*", False),
        ("äldre.*", False),
        ("ökade.", True),
    ],
)
def test_what_is_found(looked_for: str, is_found: bool) -> None:
    assert found(looked_for) is is_found


def test_a_name_is_found_before_a_text_and_else_the_order_of_the_report_holds() -> None:
    spots = (
        Spot("Mål", "Om annat", "/1", text="barn"),
        Spot("Mål", "Barn", "/2"),
        Spot("Mål", "Unga", "/3", text="Barn"),
    )
    assert [hit.spot.address for hit in search(spots, "barn")] == ["/2", "/1", "/3"]


def test_a_code_finds_its_goal() -> None:
    assert search((Spot("Mål", "Trygghet", "/", code="1.3.1"),), "1.3.1")


def marked(text: str, looked_for: str) -> list[tuple[str, bool]]:
    hit = search((Spot("Mål", "Namn", "/", text=text),), looked_for)[0]
    return [(piece.text, piece.is_found) for piece in hit.snippet]


def test_words_are_marked_as_they_are_written() -> None:
    assert marked("Idéer om ÄLDRE och idé", "ide äldre") == [
        ("Idé", True),
        ("er om ", False),
        ("ÄLDRE", True),
        (" och ", False),
        ("idé", True),
    ]


def test_words_that_overlap_are_marked_once() -> None:
    assert marked("förskolan", "försko skolan") == [("förskolan", True)]


def test_a_letter_that_becomes_two_is_marked_whole() -> None:
    assert marked("Straße", "ss") == [("Stra", False), ("ß", True), ("e", False)]


def test_a_snippet_is_cut_between_words_around_the_first_that_was_found() -> None:
    pieces = marked("ord " * 100 + "äldre" + " slut" * 100, "äldre")
    text = "".join(piece for piece, _found in pieces)
    assert text.startswith("… ord ") and text.endswith(" slut …")
    assert len(text) <= 2 * AROUND + 10


def test_what_is_looked_for_is_limited() -> None:
    assert len(words_of(" ".join(f"ord{n}" for n in range(50)))) <= MOST_WORDS
    assert words_of("x" * 500) == ("x" * 100,)
    assert words_of("barn BARN Barn") == ("barn",)


def test_folding_keeps_where_each_letter_stands() -> None:
    folded = Folded.of("  A\u030a \n Straße ")
    assert folded.text == "Å Straße"
    assert folded.letters == "å strasse"
    assert folded.places == (0, 1, 2, 3, 4, 5, 6, 6, 7)


def test_a_table_of_money_is_found_by_its_rows() -> None:
    areas = [{"name": name, "net": "7,0"} for name in ("Förskola", "Fritid")]
    shown = read(as_file(document(economy={"operating_areas": areas})))

    spots = Reading(shown, Address("aby", 2023, "vb")).spots

    assert [one.text for one in spots if "Fritid" in one.text] == ["Förskola · Fritid"]
