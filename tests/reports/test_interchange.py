"""A file is read whole or not at all, and what was read is written again."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.entry import BrokenDocument
from reports.interchange import VALUE_FIELDS, read, write
from tests.documents import (
    DEMO,
    SHARED,
    activity,
    areas,
    as_file,
    document,
    goal,
    indicator,
)

COMPUTED = ("fulfilment", "forecast_fulfilment")
pytestmark = pytest.mark.usefixtures("in_english")


def written(data: dict[str, Any]) -> dict[str, Any]:
    """The data, read and written again, without what the program has computed."""
    again: dict[str, Any] = json.loads(write(read(as_file(data))))
    for row in again["indicators"]:
        for name in COMPUTED:
            row.pop(name, None)
    return again


@pytest.mark.parametrize(
    "path", [*DEMO, *SHARED], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_real_document_is_written_as_it_was_read(path: Any) -> None:
    data = json.loads(path.read_bytes())

    assert written(data) == data


def test_all_three_demo_documents_are_there() -> None:
    assert len(DEMO) == 3


values = st.sampled_from(
    ["22,7 %", "3 257,5", "77%", "1945 GWh", "öka", "+/-1 %", "0", "0,0", "-3,5", "−3,5", None]
)
texts = st.text(
    st.characters(codec="utf-8", categories=["L", "Nd", "P", "Zs"]), max_size=30
).filter(lambda text: text.strip() != "")


@settings(max_examples=60)
@given(st.data())
def test_written_says_the_same_as_read(data: st.DataObject) -> None:
    names = sorted(data.draw(st.sets(texts, min_size=1, max_size=4)))
    rows = [
        indicator("1.1", name, **{field: data.draw(values) for field in VALUE_FIELDS})
        for name in names
    ]
    original = document(indicators=rows, activities=[])

    again = written(original)

    by_name = {row["name"]: row for row in again["indicators"]}
    assert by_name == {row["name"]: row for row in rows}
    assert again["goals"] == original["goals"]


def test_rows_come_in_swedish_alphabetical_order() -> None:
    names = ["Ödla", "apa", "Ärla", "Zebra", "Åsna"]
    data = document(
        indicators=[indicator("1.1", name) for name in names],
        activities=[activity("1.1.1", name) for name in names],
    )

    again = written(data)

    expected = ["apa", "Zebra", "Åsna", "Ärla", "Ödla"]
    assert [row["name"] for row in again["indicators"]] == expected
    assert [row["title"] for row in again["activities"]] == expected


def test_goals_come_depth_first_by_number_not_by_letter() -> None:
    codes = ["1", "1.10", "1.2", "1.2.1", "2", "2.1", "10"]
    again = written(document(goals=[goal(c) for c in codes], indicators=[], activities=[]))

    assert [row["code"] for row in again["goals"]] == [
        "1",
        "1.2",
        "1.2.1",
        "1.10",
        "2",
        "2.1",
        "10",
    ]


@pytest.mark.parametrize(
    ("outcome", "target", "expected"),
    [
        ("80 %", "80 %", "full"),
        ("77%", "80 %", "partial"),
        ("10 %", "80 %", "none"),
        (None, "80 %", None),
        ("10 %", "Tas fram av nämnd", None),
        ("0", "0", "full"),
    ],
)
def test_written_file_tells_fulfilment(
    outcome: str | None, target: str, expected: str | None
) -> None:
    rows = [indicator("1.1", "Andel", outcome=outcome, target=target)]
    again = json.loads(write(read(as_file(document(indicators=rows)))))

    assert again["indicators"][0]["fulfilment"] == expected
    assert "forecast_fulfilment" not in again["indicators"][0]


def test_tertial_report_tells_forecast_fulfilment() -> None:
    rows = [indicator("1.1", "Andel", outcome="1", forecast="80 %", target="80 %")]
    again = json.loads(write(read(as_file(document(kind="t1", indicators=rows)))))

    assert again["indicators"][0]["forecast_fulfilment"] == "full"
    assert again["indicators"][0]["fulfilment"] == "none"


def test_code_with_final_full_stop_is_the_same_code() -> None:
    data = document()
    data["goals"][2]["code"] = "1.1.1."

    assert written(data)["goals"][2]["code"] == "1.1.1"


# Entry, field and a word of the message for each way a file can be broken.
BROKEN: list[tuple[str, dict[str, Any], tuple[str, str, str]]] = [
    ("format", document(format="document/2"), ("", "format", "document/1")),
    ("kind", document(kind="t3"), ("", "kind", "t3")),
    ("year", document(year="2023"), ("", "year", "2023")),
    ("year too large", document(year=20233), ("", "year", "20233")),
    ("year true", document(year=True), ("", "year", "true")),
    ("no committee", document(committee=None), ("committee", "", "object")),
    (
        "slug",
        document(committee={"name": "Åby", "slug": "Åby nämnd"}),
        ("committee", "slug", "a–z"),
    ),
    (
        "reserved slug",
        document(committee={"name": "Åby", "slug": "admin"}),
        ("committee", "slug", "a–z"),
    ),
    ("goals missing", document(goals=None), ("", "goals", "list")),
    ("goal no object", document(goals=[3]), ("goals 1", "", "object")),
    (
        "code twice",
        document(goals=[goal("1"), goal("1")], indicators=[], activities=[]),
        ("goals 2 (1)", "code", "twice"),
    ),
    (
        "code of letters",
        document(goals=[goal("1"), goal("1") | {"code": "1.a"}], indicators=[], activities=[]),
        ("goals 2 (1.a)", "code", "1.3.1"),
    ),
    (
        "no goal above",
        document(goals=[goal("1"), goal("2.1")], indicators=[], activities=[]),
        ("goals 2 (2.1)", "code", "2.1"),
    ),
    (
        "level of another code",
        document(
            goals=[goal("1"), goal("1.1") | {"level": "direction"}], indicators=[], activities=[]
        ),
        ("goals 2 (1.1)", "level", "1.1"),
    ),
    (
        "code of another level",
        document(goals=[goal("1") | {"level": "area"}], indicators=[], activities=[]),
        ("goals 1 (1)", "level", "1"),
    ),
    (
        "assessment",
        document(goals=[goal("1", assessment="nearly")], indicators=[], activities=[]),
        ("goals 1 (1)", "assessment", "nearly"),
    ),
    (
        "title empty",
        document(goals=[goal("1") | {"title": " "}], indicators=[], activities=[]),
        ("goals 1 (1)", "title", "filled"),
    ),
    (
        "title too long",
        document(goals=[goal("1", "å" * 501)], indicators=[], activities=[]),
        ("goals 1 (1)", "title", "501"),
    ),
    (
        "expected results",
        document(goals=[goal("1", expected_results=[1])], indicators=[], activities=[]),
        ("goals 1 (1)", "expected_results", "list of texts"),
    ),
    (
        "unknown goal",
        document(indicators=[indicator("9.9", "Andel nöjda")]),
        ("indicators 1 (Andel nöjda)", "goal", "9.9"),
    ),
    (
        "duplicate indicator",
        document(indicators=[indicator("1.1", "Andel"), indicator("1.1", "Andel")]),
        ("indicators 2 (Andel)", "name", "twice"),
    ),
    (
        "ambiguous value",
        document(indicators=[indicator("1.1", "Andel", outcome="1.234")]),
        ("indicators 1 (Andel)", "outcome", "1234"),
    ),
    (
        "exponent",
        document(indicators=[indicator("1.1", "Andel", target="1e3")]),
        ("indicators 1 (Andel)", "target", "1000"),
    ),
    (
        "number where a text belongs",
        document(indicators=[indicator("1.1", "Andel", women=7)]),
        ("indicators 1 (Andel)", "women", "7"),
    ),
    (
        "flag",
        document(indicators=[indicator("1.1", "Andel", by_sex="ja")]),
        ("indicators 1 (Andel)", "by_sex", "ja"),
    ),
    (
        "end before start",
        document(activities=[activity("1.1", "Bygga", start="2023-05-01", end="2023-04-30")]),
        ("activities 1 (Bygga)", "end", "before"),
    ),
    (
        "word for a date",
        document(activities=[activity("1.1", "Bygga", start="våren")]),
        ("activities 1 (Bygga)", "start", "2026-04-30"),
    ),
    (
        "no such day",
        document(activities=[activity("1.1", "Bygga", end="2023-02-30")]),
        ("activities 1 (Bygga)", "end", "2026-04-30"),
    ),
    (
        "section without heading",
        document(sections=[{"key": "summary", "heading": "", "body": ""}]),
        ("sections 1", "heading", "filled"),
    ),
    ("economy", document(economy=[]), ("economy", "", "object")),
    (
        "operating area",
        document(economy={"operating_areas": [{"name": "Förskola", "budget": ["1"]}]}),
        ("economy operating_areas 1 (Förskola)", "budget", "list of texts"),
    ),
    (
        "table",
        document(economy={"tables": [{"title": "Barn", "columns": ["År"], "rows": ["1"]}]}),
        ("economy tables 1 (Barn)", "rows 1", "list of texts"),
    ),
    (
        "half a character",
        document(goals=[goal("1", "Mål \ud800")], indicators=[], activities=[]),
        ("goals 1", "title", "printed"),
    ),
    (
        "zero byte",
        document(municipality="Å\x00by"),
        ("", "municipality", "printed"),
    ),
]


@pytest.mark.parametrize(
    ("data", "expected"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_broken_document_names_entry_and_field(
    data: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    with pytest.raises(BrokenDocument) as caught:
        read(json.dumps(data).encode())

    problem = caught.value.problems[0]
    assert (problem.entry, problem.field) == expected[:2]
    assert expected[2] in problem.message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "JSON"),
        (b'{"format": ', "line 1, column 12"),
        (b"[]", "object"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 200_000, "nested"),
        (b'{"format": NaN}', "number"),
        (b'{"year": 1' + b"0" * 5000 + b"}", "number"),
    ],
)
def test_file_that_is_no_document_says_why(data: bytes, word: str) -> None:
    with pytest.raises(BrokenDocument, match=word):
        read(data)


def test_misspelled_field_is_told_though_the_rest_is_read() -> None:
    data = document(autor="Eva")
    data["indicators"][0]["outcom"] = "37,4 %"
    notes: list[str] = []

    read(as_file(data), notes=notes)

    assert notes == [
        "the field “autor” is not known.",
        "indicators 1 (Andel nöjda): the field “outcom” is not known.",
    ]


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_nothing_is_unknown_in_what_the_program_writes(path: Any) -> None:
    notes: list[str] = []

    read(write(read(path.read_bytes())).encode(), notes=notes)

    assert notes == []


def test_all_problems_are_told_at_once() -> None:
    data = document(
        indicators=[indicator("9", "A"), indicator("1.1", "B", outcome="1e3")],
        activities=[activity("1.1", "C", end="snart")],
    )

    with pytest.raises(BrokenDocument) as caught:
        read(as_file(data))

    assert [problem.field for problem in caught.value.problems] == ["goal", "outcome", "end"]


def test_many_problems_are_counted_not_listed() -> None:
    rows = [indicator("9", f"Andel {number}") for number in range(50)]

    with pytest.raises(BrokenDocument, match="30 more"):
        read(as_file(document(indicators=rows)))


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from(
        ["goals", "indicators", "activities", "sections", "economy", "committee", "kind", "year"]
    ),
)
def test_any_other_json_is_refused_or_read_but_never_breaks_the_reader(
    junk: Any, field: str
) -> None:
    try:
        read(json.dumps(document() | {field: junk}).encode())
    except BrokenDocument as error:
        assert str(error)


def test_areas_makes_what_it_says() -> None:
    assert len(read(as_file(areas(3))).goals) == 7
