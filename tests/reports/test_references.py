"""References in texts become what the document counts, once, and only those that point at it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formats import Value, parse_value
from config.texts import REFERENCE, plain
from goals.models import Assessment, Round
from reports.compose import compose
from reports.document import Document
from reports.interchange import read
from reports.references import (
    KINDS,
    Choice,
    begins_sentence,
    choices,
    dangling,
    expand,
    expanded,
    words,
)
from reports.review.catalogue import review
from reports.review.findings import Case
from reports.summary import Tally, indicator_tally
from tests.documents import SHARED, activity, as_file, document, goal, indicator

# The counts that the published annual report of 2023 prints of its indicators, by goal: met fully,
# partly and not. Nothing where it says nothing of that level.
PRINTED: dict[str, tuple[int | None, int | None, int | None]] = {
    "1.1.2": (1, 0, 0),
    "1.2": (None, 3, None),
    "1.3": (3, 7, 2),
    "1.3.1": (2, 2, 0),
    "1.3.2": (1, 1, 1),
    "1.4": (1, 8, 1),
    "1.4.1": (1, 0, 0),
    "1.4.2": (2, 0, 0),
    "1.4.3": (5, 0, 0),
    "1.5": (3, 1, 1),
    "2.1": (2, 1, 0),
    "2.1.1": (1, 0, 0),
    "2.4": (0, 1, 2),
    "3.1": (1, 2, 0),
    "3.2": (5, 2, 1),
    "3.3": (2, 0, 2),
    "3.4": (2, 2, 0),
    "3.5": (1, None, None),
    "3.6": (0, 4, 0),
}
# How many there are, where it says that.
PRINTED_TOTALS = {
    "1.2": 4,
    "1.3": 12,
    "1.3.1": 4,
    "1.3.2": 3,
    "1.4": 10,
    "1.4.2": 2,
    "1.4.3": 5,
    "1.5": 5,
    "3.2": 8,
    "3.3": 4,
    "3.4": 4,
    "3.5": 2,
    "3.6": 4,
}
# "The outcome of the indicators": the twentieth statement has no number to compare with.
PRINTED_WITHOUT_COUNTS = "3.7.1"


def report(kind: str = "annual", **fields: Any) -> Document:
    return read(
        as_file(
            document(
                kind=kind,
                **{
                    "goals": [
                        goal("1", assessment="full"),
                        goal("1.1", assessment="full"),
                        goal("1.1.1", assessment="full", expected_results=["A"]),
                        goal("1.1.2", assessment="partial"),
                        goal("1.2"),
                    ],
                    "indicators": [
                        indicator("1.1", "A", outcome="80 %", target="80 %"),
                        indicator("1.1", "B", outcome="70 %", target="80 %"),
                        indicator("1.1.1", "C", outcome="80 %", target="80 %"),
                        indicator("1.2", "D", outcome="1 %", target="80 %"),
                    ],
                    "activities": [
                        activity("1.1", "A", status="done", deviation=True),
                        activity("1.1.2", "B", status="ongoing"),
                    ],
                    **fields,
                },
            )
        )
    )


def keyed(made: Document, **cells: Any) -> Document:
    """The document with its first indicator having a key, and those cells."""
    area = made.by_code["1.1"]
    row = replace(area.indicators[0], key=7, **cells)
    changed = replace(area, indicators=(row, *area.indicators[1:]))
    goals = tuple(changed if one is area else one for one in made.goals)
    return replace(made, goals=goals)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("indicators:1.1", "en av två indikatorer har uppfyllts helt och en delvis"),
        ("indicators:1.1.", "en av två indikatorer har uppfyllts helt och en delvis"),
        ("indicators: 1.1 ", "en av två indikatorer har uppfyllts helt och en delvis"),
        ("indicators:1.1.*", "två av tre indikatorer har uppfyllts helt och en delvis"),
        (
            "indicators:1.*",
            "två av fyra indikatorer har uppfyllts helt, en delvis och en inte",
        ),
        ("indicators:*", "två av fyra indikatorer har uppfyllts helt, en delvis och en inte"),
        ("indicators:1", "indikatorer saknas"),
        ("indicators_full:1.1", "en av två indikatorer"),
        ("indicators_partial:1.*", "en av fyra indikatorer"),
        ("indicators_none:1.1", "ingen av de två indikatorerna"),
        ("indicators_full:1.1.2", "inga indikatorer"),
        ("goals:1.1", "ett av två nämndmål bedöms ha uppfyllts helt och ett delvis"),
        (
            "goals:1",
            "ett av två verksamhetsområdesmål bedöms ha uppfyllts helt och ett återstår att bedöma",
        ),
        ("goals:1.2", "nämndmål saknas"),
        ("goals:committee", "ett av två nämndmål bedöms ha uppfyllts helt och ett delvis"),
        ("goals:direction", "inriktningsmålet bedöms ha uppfyllts helt"),
        ("activities:1.1", "aktiviteten är genomförd"),
        ("activities:1.1.*", "en av två aktiviteter är genomförd"),
        ("deviations:*", "en av två aktiviteter avviker från planen"),
        ("results:1.1.1", "inget förväntat resultat har uppnåtts"),
        ("results:1.1", "förväntade resultat saknas"),
    ],
)
def test_reference_says_what_the_document_counts(token: str, said: str) -> None:
    assert words(token, report()) == said


@pytest.mark.parametrize(
    "token",
    [
        "indicators:9.9",
        "indicators:",
        "indicators",
        "indicators:1.1.*.*",
        "unknown:1.1",
        "goals:1.1.1",
        "goals:*",
        "results:*",
        "value:7",
        "value:7.analysis",
        "value:7.analysis.printed",
        "value:7.outcome.",
        "value:7.outcome.loud",
        "value:7.outcome.printed.printed",
        "value:8.outcome",
        "value:None.outcome",
        "",
    ],
)
def test_reference_to_nothing_is_left_as_it_was_written(token: str) -> None:
    made = keyed(report())

    assert words(token, made) is None
    assert expanded(f"Se [[{token}]].", made) == f"Se [[{token}]]."
    assert dangling(f"Se [[{token}]].") == (f"[[{token}]]",)


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("outcome", "79,2 %", "79,2 procent"),
        ("women", "5,2 st", "5,2"),
        ("men", "15,4 barn/avd.", "15,4 barn/avd."),
        ("target", "öka", "öka"),
        ("council_target", "100%", "100 procent"),
        ("previous_year", "0", "0"),
        ("forecast", "", "[ange prognos]"),
        ("outcome", "-", "[ange utfall]"),
        # Too few people: hidden in the row, and so in the text.
        ("outcome", "..", ".."),
    ],
)
def test_value_is_said_in_words(cell: str, value: str, said: str) -> None:
    made = keyed(report(), **{cell: parse_value(value)})

    assert words(f"value:7.{cell}", made) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [("79,2 %", "79,2 %"), ("1 017 st", "1 017 st"), ("öka", "öka"), ("", "[ange utfall]")],
)
def test_value_is_said_as_it_is_printed(value: str, said: str) -> None:
    made = keyed(report(), outcome=parse_value(value))

    now = words("value:7.outcome.printed", made)

    assert now == (said if said.startswith("[") else said.replace(" ", "\u00a0"))


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("", True),
        ("Bedömningen grundar sig på att ", False),
        ("Det är klart. ", True),
        ("Är det klart? ", True),
        ("(Det är klart.) ", True),
        ("Stycke ett\n\n", True),
        ("Ett stycke som\n", False),
        ("- ", True),
        ("Ett stycke\n- ", True),
        ("Ett stycke\n1. ", True),
        ("### ", True),
        ("**", True),
        ("Det gäller **", False),
        ("Under året gäller t.ex. ", False),
        ("Det är ca. ", False),
        ("Resultatet: ", False),
    ],
)
def test_capital_begins_a_sentence(before: str, begins: bool) -> None:
    assert begins_sentence(before) == begins
    first = "En" if begins else "en"
    assert expanded(f"{before}[[indicators_full:1.1]]", report()) == (
        f"{before}{first} av två indikatorer"
    )


def test_every_text_is_expanded() -> None:
    said = "Se [[indicators_full:1.1]] här."
    made = report(
        goals=[goal("1"), goal("1.1", description=said, analysis=said, reason=said)],
        indicators=[
            indicator("1.1", "A", outcome="80 %", target="80 %", analysis=said),
            indicator("1.1", "B", outcome="10 %", target="80 %"),
        ],
        activities=[activity("1.1", "A", analysis=said)],
        sections=[{"key": "a", "heading": "A", "body": said}],
    )

    done = expand(made)

    area = done.by_code["1.1"]
    texts = [area.description, area.analysis, area.reason, area.indicators[0].analysis]
    texts += [area.activities[0].analysis, (done.sections or ())[0].body]
    assert texts == ["Se en av två indikatorer här."] * 6
    assert area.indicators[1].analysis is None


def test_what_a_reference_says_is_not_read_again() -> None:
    made = keyed(report(), target=Value(word="[[indicators:1.1]]"))

    done = expanded("Mål: [[value:7.target]]", made)

    assert plain(done) == "Mål: [[indicators:1.1]]"
    assert expanded(done, made) == done


def test_signs_in_a_value_mean_nothing() -> None:
    made = keyed(report(), target=Value(word="*1* till 2"))

    assert plain(expanded("Mål: [[value:7.target]]", made)) == "Mål: *1* till 2"


plain_texts = st.text(st.characters(exclude_characters="[]"), max_size=60)
known = st.sampled_from([f"[[{kind}:1.1]]" for kind in KINDS if kind != "value"])


def with_text(text: str) -> Document:
    made = report()
    return replace(made, goals=tuple(replace(one, analysis=text) for one in made.goals))


@given(plain_texts)
def test_text_without_references_is_unchanged(text: str) -> None:
    made = with_text(text)

    assert expand(made) is made


@given(st.lists(st.one_of(plain_texts, known), max_size=6).map("".join))
def test_no_known_reference_is_left(text: str) -> None:
    for done in expand(with_text(text)).goals:
        assert dangling(done.analysis or "") == ()


@pytest.mark.django_db
def test_composed_document_is_expanded_and_the_raw_one_is_not(round: Round) -> None:
    written = "Bedömningen grundar sig på att [[indicators:1.1.1]]."
    Assessment.objects.filter(round=round, goal__code="1.1.1").update(analysis=written)

    assert compose(round, raw=True).by_code["1.1.1"].analysis == written
    assert compose(round).by_code["1.1.1"].analysis == (
        "Bedömningen grundar sig på att en av två indikatorer bedöms uppfyllas helt"
        " och en saknar prognos."
    )


def names(found: list[Choice]) -> list[tuple[str, str]]:
    return [(choice.group, choice.token) for choice in found]


@pytest.mark.usefixtures("in_english")
def test_goal_offers_its_counts_then_those_below_then_its_values() -> None:
    made = keyed(report(), women=parse_value("79,2 %"))

    found = choices(made, made.by_code["1.1"])

    both = "This goal and those below"
    kinds = ("indicators", "indicators_full", "indicators_partial", "indicators_none")
    assert names(found) == [
        *(("This goal", f"{kind}:1.1") for kind in (*kinds, "activities", "deviations")),
        ("Goals below", "goals:1.1"),
        *((both, f"{kind}:1.1.*") for kind in (*kinds, "activities", "deviations")),
        *(("A", f"value:7.{cell}") for cell in ("outcome", "women", "target")),
    ]
    assert found[0].text == "en av två indikatorer har uppfyllts helt och en delvis"
    assert found[0].written == "[[indicators:1.1]]"
    assert [choice.text for choice in found[-3:]] == ["80 procent", "79,2 procent", "80 procent"]
    assert [choice.name for choice in found[-3:]] == ["Outcome", "Outcome women/girls", "Target"]


@pytest.mark.usefixtures("in_english")
def test_goal_without_anything_offers_nothing() -> None:
    made = report()

    assert choices(made, made.by_code["1.1.1"])[-1].token == "results:1.1.1"
    assert choices(made, replace(made.by_code["1.1.2"], activities=())) == []


@pytest.mark.usefixtures("in_english")
def test_section_offers_the_whole_document_and_each_direction() -> None:
    groups = dict.fromkeys(group for group, _token in names(choices(report(), None)))
    tokens = {token for _group, token in names(choices(report(), None))}

    assert list(groups) == ["The whole document", "1. Mål 1"]
    assert {"goals:committee", "indicators:*", "goals:1", "indicators:1.*"} <= tokens


def test_plan_offers_only_how_many_there_are() -> None:
    plan = report("plan")

    found = choices(plan, plan.by_code["1.1"])

    assert [choice.text for choice in found] == [
        "två indikatorer",
        "en aktivitet",
        "två nämndmål",
        "tre indikatorer",
        "två aktiviteter",
    ]


@given(st.sampled_from(["plan", "t1", "annual"]), st.sampled_from(["1", "1.1", "1.1.1", ""]))
def test_everything_offered_says_something(kind: str, code: str) -> None:
    made = keyed(report(kind))

    for choice in choices(made, made.by_code.get(code)):
        assert words(choice.token, made) == choice.text
        assert REFERENCE.fullmatch(choice.written)


def test_review_finds_a_reference_that_points_at_nothing() -> None:
    made = expand(with_text("Se [[indicators:9.9]] och [[indicators:1.1]]."))

    found = {one.about for one in review(Case(made)) if one.code == "text.reference"}

    assert found == {"[[indicators:9.9]]"}


@pytest.mark.skipif(not SHARED, reason="the published documents are not here")
@pytest.mark.parametrize("code", PRINTED)
def test_printed_statement_is_counted_alike(code: str) -> None:
    (path,) = [path for path in SHARED if path.stem == "eav-2023-annual"]
    made = read(path.read_bytes())

    tally = indicator_tally(made.by_code[code].indicators, made)

    for count, printed in zip((tally.full, tally.partial, tally.none), PRINTED[code], strict=True):
        assert printed in (None, count)
    assert PRINTED_TOTALS.get(code, tally.total) == tally.total
    assert tally.unassessed == 0


@pytest.mark.skipif(not SHARED, reason="the published documents are not here")
def test_printed_statement_without_a_count_has_one_here() -> None:
    (path,) = [path for path in SHARED if path.stem == "eav-2023-annual"]
    made = read(path.read_bytes())

    tally = indicator_tally(made.by_code[PRINTED_WITHOUT_COUNTS].indicators, made)

    assert tally == Tally(full=2)
