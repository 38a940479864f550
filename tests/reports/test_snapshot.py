"""A document is frozen and thawed without a loss, today and with tomorrow's program."""

import dataclasses
import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.formats import Value
from goals.choices import GoalLevel, Level, Owner, Part, ProposalMode
from goals.proposal import JudgingRule
from indicators.choices import Better, Periodicity
from reports.choices import EditionKind
from reports.document import (
    ActivityEntry,
    Document,
    EditionMark,
    GoalEntry,
    IndicatorEntry,
    SectionEntry,
)
from reports.interchange import read
from reports.snapshot import UnreadableSnapshot, digest, freeze, thaw
from tests.documents import DEMO

# Made by the first program that had snapshots: it must be read for ever, and never be remade.
FIRST = Path(__file__).parent / "snapshot-1.json"

st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=None))
amounts = st.decimals(allow_nan=False, allow_infinity=False)
words = st.text(min_size=1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(
    Value,
    st.one_of(
        st.just(Value()),
        st.builds(Value, amount=amounts, printed=words),
        st.builds(Value, word=words),
    ),
)
cells = st.none() | st.booleans() | st.integers() | st.text() | numbers
economies = st.none() | st.dictionaries(
    st.text(),
    st.recursive(cells, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
).map(lambda economy: json.loads(json.dumps(economy)) if finite(economy) else {})


def finite(economy: Any) -> bool:
    try:
        json.dumps(economy, allow_nan=False)
    except ValueError:
        return False
    return True


documents = st.builds(Document, economy=economies, earlier=st.none())
documents_with_earlier = st.builds(Document, economy=economies, earlier=st.none() | documents)


def same(one: Document, other: Document) -> bool:
    """Equal in every field, also in the one that comparing leaves out."""
    if (one.earlier is None) != (other.earlier is None):
        return False
    both_earlier = one.earlier is None or same(one.earlier, other.earlier)  # type: ignore[arg-type]
    return both_earlier and dataclasses.asdict(replace(one, earlier=None)) == dataclasses.asdict(
        replace(other, earlier=None)
    )


# Documents are large: what is drawn at first is often too much, and is drawn anew.
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow],
)
@given(documents_with_earlier)
def test_what_is_frozen_is_thawed_without_a_loss(document: Document) -> None:
    text = freeze(document)
    thawed = thaw(text)

    assert same(thawed, document)
    assert freeze(thawed) == text


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_a_real_document_is_the_same_after_it_was_frozen(path: Path) -> None:
    document = read(path.read_bytes())
    document = replace(document, earlier=document)

    assert same(thaw(freeze(document)), document)


def everything() -> Document:
    """A document in which every field of every kind of entry says something of its own."""
    indicator = IndicatorEntry(
        goal="1.1",
        name="Andel nöjda",
        owner=Owner.COUNCIL,
        better=Better.LOWER,
        periodicity=Periodicity.YEAR,
        by_sex=True,
        outcome=Value(Decimal("77.0"), "77,0 %"),
        women=Value(word=".."),
        men=Value(Decimal("-1017"), "−1 017 st"),
        target=Value(word="öka"),
        period="2022",
        commented=True,
        analysis="",
        state="pending",
        expected_on=date(2023, 9, 1),
        tolerance=Decimal("0.050"),
        key=7,
    )
    activity = ActivityEntry(
        goal="1.1", owner=Owner.COMMITTEE, title="Öppna", start=date(2023, 1, 1), status="done"
    )
    goal = GoalEntry(
        code="1.1",
        level=GoalLevel.AREA,
        title="Mål",
        assessment=Level.PARTIAL,
        expected_results=("Ett", "Två"),
        reached_results=(),
        analysis="**Bra**\n\n| a | b |",
        indicators=(indicator,),
        activities=(activity,),
    )
    return Document(
        municipality="Ängö kommun",
        committee="Åby nämnd",
        slug="aby",
        part=Part.ANNUAL,
        year=2023,
        goals=(GoalEntry(code="1", level=GoalLevel.DIRECTION, title="Inriktning"), goal),
        sections=(SectionEntry("summary", "Sammanfattning", "I korthet bra.", pk=3),),
        economy={"unit": "mnkr", "operating_areas": [{"name": "Förskola", "budget_net": "1,0"}]},
        registry_number="1.2-7/24",
        judging=JudgingRule(mode=ProposalMode.MANUAL, full_from=Decimal("0.80")),
        status="decided",
        edition=EditionMark(
            number=2,
            kind=EditionKind.DECIDED,
            made_on=date(2024, 2, 20),
            signature="Eva Ek",
            decided_on=date(2024, 2, 15),
            paragraph="§ 7",
            follows="0" * 64,
        ),
        earlier=Document("Ängö kommun", "Åby nämnd", "aby", Part.T2, 2023, (), sections=None),
    )


def test_the_first_format_is_read_for_ever() -> None:
    """The file stays as it is: what a later program adds takes its default."""
    thawed = thaw(FIRST.read_text(encoding="utf-8"))

    assert same(thawed, everything())


def test_the_digest_is_of_the_text_as_it_stands() -> None:
    assert digest("å") == digest("å".encode())
    assert digest(FIRST.read_bytes()) == digest(FIRST.read_text(encoding="utf-8"))
    # Known from elsewhere: `printf å | sha256sum`.
    assert digest("å") == "e83979df9d36090142f23051f8e8d7ad48e5c20dff5c9e7b92ca3454f67469f9"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format":1}',
        '{"format":2,"document":{}}',
        '{"format":1,"document":{"year":2023}}',
        '{"format":1,"document":null}',
    ],
)
def test_what_is_no_snapshot_is_told(text: str) -> None:
    with pytest.raises(UnreadableSnapshot):
        thaw(text)


def test_a_field_of_a_later_program_is_passed_over_and_a_missing_one_takes_its_default() -> None:
    data = json.loads(freeze(everything()))
    data["document"]["later"] = {"a": 1}
    del data["document"]["gap_threshold"]
    del data["document"]["goals"][1]["indicators"][0]["state"]

    thawed = thaw(json.dumps(data))

    assert thawed.gap_threshold == 10
    assert next(thawed.indicators()).state == ""


def test_every_later_field_has_a_default() -> None:
    """The fields of the first format may be without; all others were added since."""
    written = json.loads(FIRST.read_text(encoding="utf-8"))["document"]
    goal = written["goals"][1]
    first: dict[type[Any], set[str]] = {
        Document: set(written),
        GoalEntry: set(goal),
        IndicatorEntry: set(goal["indicators"][0]),
        ActivityEntry: set(goal["activities"][0]),
        SectionEntry: set(written["sections"][0]),
        EditionMark: set(written["edition"]),
    }
    for kind, known in first.items():
        assert is_dataclass(kind)
        for field in fields(kind):
            has_default = {field.default, field.default_factory} != {dataclasses.MISSING}
            assert field.name in known or has_default, f"{kind.__name__}.{field.name}"
