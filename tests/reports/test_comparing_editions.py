"""What differs between two documents: case by case, and nothing a reader sees goes unnoticed."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from config.formats import Value, parse_value
from goals.choices import Kind, Level, Owner, Part
from indicators.choices import Better, Periodicity
from reports.compared import Fate, compare, merge
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry, SectionEntry
from reports.editions.comparing import PASSED_OVER, Comparison, compare_documents
from reports.interchange import read
from tests.documents import activity, as_file, document, goal, indicator

pytestmark = pytest.mark.usefixtures("in_english")


def made(**fields: Any) -> Document:
    """The small annual report, with a section and a table."""
    sections = [{"key": "summary", "heading": "I korthet", "body": "Året blev bra."}]
    economy = {"operating_areas": [{"name": "Förskola", "net": "7,0"}]}
    data = document(**{"sections": sections, "economy": economy, **fields})
    return read(as_file(data))


BASE = made()


def with_goal(code: str, **fields: Any) -> Document:
    goals = tuple(replace(one, **fields) if one.code == code else one for one in BASE.goals)
    return replace(BASE, goals=goals)


def with_row(kind: str, **fields: Any) -> Document:
    """The document with the first row of 1.1.1 changed."""
    goal = BASE.by_code["1.1.1"]
    first, *rest = getattr(goal, kind)
    return with_goal("1.1.1", **{kind: (replace(first, **fields), *rest)})


def lines(found: Comparison) -> list[tuple[str, ...]]:
    """Everything that was found, in short."""
    told: list[tuple[str, ...]] = []
    told += [("-", one.kind, one.spot.code, one.spot.name) for one in found.removed]
    told += [("+", one.kind, one.spot.code, one.spot.name) for one in found.added]
    told += [
        (
            one.spot.code,
            one.label,
            one.before or "not assessed",
            one.after or "not assessed",
        )
        for one in found.moved
    ]
    told += [(one.spot.code, one.label, one.before, one.after) for one in found.numbers]
    told += [(one.spot.code, one.label, one.before, one.after) for one in found.facts]
    told += [
        (
            one.spot.code or one.spot.name,
            one.label,
            *(f"{fate[0]}:{text}" for text, fate in one.pieces if fate != Fate.KEPT),
        )
        for one in found.texts
    ]
    return told


CASES: dict[str, tuple[Document, list[tuple[str, ...]]]] = {
    "nothing": (made(), []),
    "who reads does not see keys, status or what was before": (
        replace(with_goal("1", key=7), status="decided", earlier=BASE, slug="annat"),
        [],
    ),
    "nothing said is as nothing": (with_goal("1", analysis="", expected_results=()), []),
    "an outcome": (
        with_row("indicators", outcome=parse_value("2 000 st")),
        [("1.1.1", "Outcome", "1 945 st", "2 000 st")],
    ),
    "a way of writing": (
        with_row("indicators", outcome=parse_value("1945 st")),
        [("1.1.1", "Outcome", "1 945 st", "1945 st")],
    ),
    "zero for nothing": (
        with_row("indicators", women=parse_value("0")),
        [("1.1.1", "Women", "", "0")],
    ),
    "an outcome that moves the fulfilment": (
        with_goal(
            "1.1",
            indicators=(replace(BASE.by_code["1.1"].indicators[0], outcome=parse_value("90 %")),),
        ),
        [
            ("1.1", "The target is met", "partial", "full"),
            ("1.1", "Outcome", "77%", "90 %"),
        ],
    ),
    "an assessment": (
        with_goal("1.1.1", assessment=Level.FULL),
        [("1.1.1", "The goal’s assessment", "partial", "full")],
    ),
    "an assessment taken back": (
        with_goal("1.1.1", assessment=None),
        [("1.1.1", "The goal’s assessment", "partial", "not assessed")],
    ),
    "a text": (
        replace(BASE, sections=(SectionEntry("summary", "I korthet", "Året blev mycket bra."),)),
        [("I korthet", "Text", "a: mycket")],
    ),
    "a new analysis": (
        with_row("activities", analysis="Försenad."),
        [("1.1.1", "Analysis", "a:Försenad.")],
    ),
    "dates and a deviation": (
        with_row("activities", end=date(2024, 6, 1), deviation=True),
        [("1.1.1", "End", "2023-12-31", "2024-06-01"), ("1.1.1", "Deviation", "No", "Yes")],
    ),
    "a goal's title": (
        with_goal("1.1", title="Nytt mål"),
        [("1.1", "Title", "Mål 1.1", "Nytt mål")],
    ),
    "a goal added with what stands under it": (
        replace(
            BASE,
            goals=(
                *BASE.goals,
                replace(BASE.goals[0], code="2", title="Två"),
            ),
        ),
        [("+", Kind.GOAL, "2", "Två")],
    ),
    "an activity for another": (
        with_row("activities", title="Stäng en mötesplats"),
        [
            ("-", Kind.ACTIVITY, "1.1.1", "Öppna en mötesplats"),
            ("+", Kind.ACTIVITY, "1.1.1", "Stäng en mötesplats"),
        ],
    ),
    "a section removed with its text": (
        replace(BASE, sections=None),
        [
            ("-", Kind.SECTION, "", "I korthet"),
            ("I korthet", "Text", "r:Året blev bra."),
        ],
    ),
    "a cell of the economy": (
        made(economy={"operating_areas": [{"name": "Förskola", "net": "8,5"}]}),
        [("", "Net", "7,0", "8,5")],
    ),
    "a table gone": (made(economy=None), [("", "Net", "7,0", ""), ("", "Unit", "mnkr", "")]),
    "the registry number": (
        replace(BASE, registry_number="1.2-7/24"),
        [("", "Registry number", "", "1.2-7/24")],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_difference_is_told(case: tuple[Document, list[tuple[str, ...]]]) -> None:
    after, expected = case

    found = compare_documents(BASE, after)

    assert lines(found) == expected
    assert (found.count, bool(found)) == (len(expected), bool(expected))


def keyed(name: str, key: int | None) -> Document:
    data = document(
        goals=[goal("1"), goal("1.1")],
        indicators=[indicator("1.1", name, outcome="7")],
        activities=[activity("1.1", name)],
    )
    read_in = read(as_file(data))
    area = read_in.by_code["1.1"]
    changed = replace(
        area,
        indicators=tuple(replace(row, key=key) for row in area.indicators),
        activities=tuple(replace(row, key=key) for row in area.activities),
    )
    return replace(read_in, goals=(read_in.goals[0], changed))


def test_what_has_the_same_key_is_the_same_thing_under_another_name() -> None:
    found = compare_documents(keyed("Andel", 7), keyed("Andelen", 7))

    assert [(one.label, one.before, one.after) for one in found.facts] == [
        ("Name", "Andel", "Andelen"),
        ("Title", "Andel", "Andelen"),
    ]
    assert not found.added and not found.removed


def test_what_has_another_key_but_the_same_name_is_the_same_thing() -> None:
    assert not compare_documents(keyed("Andel", 7), keyed("Andel", 9))
    assert not compare_documents(keyed("Andel", None), keyed("Andel", 9))


# What a field may say that has nothing to say in the small report.
SAID: dict[str, Any] = {
    "assessment": Level.FULL,
    "expected_results": ("Ett",),
    "reached_results": ("Ett",),
    "periodicity": Periodicity.YEAR,
    "state": "later",
    "expected_on": date(2024, 1, 1),
    "start": date(2022, 1, 1),
    "end": date(2025, 1, 1),
    "status": "done",
    "owner": Owner.COUNCIL,
    "better": Better.LOWER,
    "part": Part.T2,
    "code": "1.1.2",
}


def another(name: str, value: Any) -> Any:
    """Something else that the field may say."""
    if name in SAID:
        return SAID[name]
    if isinstance(value, bool):
        return not value
    others: dict[type[Any], Any] = {Decimal: Decimal("0.5"), int: 2024, Value: parse_value("3")}
    return others.get(type(value), "annat")


HOLDERS: dict[type[Any], tuple[Any, Callable[..., Document]]] = {
    Document: (BASE, lambda **fields: replace(BASE, **fields)),
    GoalEntry: (BASE.by_code["1.1.1"], lambda **fields: with_goal("1.1.1", **fields)),
    IndicatorEntry: (
        BASE.by_code["1.1.1"].indicators[0],
        lambda **fields: with_row("indicators", **fields),
    ),
    ActivityEntry: (
        BASE.by_code["1.1.1"].activities[0],
        lambda **fields: with_row("activities", **fields),
    ),
    SectionEntry: (
        SectionEntry("summary", "I korthet", "Året blev bra."),
        lambda **fields: replace(
            BASE, sections=(replace(SectionEntry("summary", "I korthet"), **fields),)
        ),
    ),
}


@pytest.mark.parametrize("kind", HOLDERS)
def test_every_field_that_is_printed_is_compared(kind: type[Any]) -> None:
    """Also one that is added later: it is compared, or passed over with a reason."""
    now, changed = HOLDERS[kind]
    unseen = [
        field.name
        for field in dataclasses.fields(kind)
        if field.name not in PASSED_OVER[kind]
        and not compare_documents(
            BASE, changed(**{field.name: another(field.name, getattr(now, field.name))})
        )
    ]
    assert unseen == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("Ett två", "Ett tre två"),
        ("Ett.\n\nTvå.\n\nTre.", "Ett.\n\nTvå och en halv.\n\nTre.\n\nFyra."),
        ("| a | b |\n| 1 | 2 |", "| a | b |\n| 1 | 3 |"),
        ("ord " * 4000, "annat " * 4000),
    ],
)
def test_the_pieces_put_together_are_both_texts(before: str, after: str) -> None:
    pieces = merge(before, after)

    assert "".join(text for text, fate in pieces if fate != Fate.ADDED) == before
    assert "".join(text for text, fate in pieces if fate != Fate.REMOVED) == after
    old, new = compare(before, after)
    assert ("".join(text for text, _ in old), "".join(text for text, _ in new)) == (before, after)


def test_only_the_words_that_differ_are_marked() -> None:
    assert list(merge("En.\n\nTvå tre fyra.", "En.\n\nTvå fem fyra.")) == [
        ("En.\n\n", Fate.KEPT),
        ("Två", Fate.KEPT),
        (" tre", Fate.REMOVED),
        (" fem", Fate.ADDED),
        (" fyra.", Fate.KEPT),
    ]
    # What is written after a text, or a paragraph, leaves its last word as it was.
    assert list(merge("Ett två.", "Ett två. Tre.")) == [
        ("Ett två.", Fate.KEPT),
        (" Tre.", Fate.ADDED),
    ]
    assert [
        text for text, fate in merge("Ett.\n\nTvå.", "Ett. Nytt.\n\nTvå.") if fate.value == "added"
    ] == [" Nytt."]
