"""Open data: tables that programs and Excel read alike, and files that follow their schema."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from config.formats import Value
from goals.choices import ActivityStatus, GoalLevel, Level, Owner, Part
from indicators.choices import Better, OutcomeState, Periodicity
from reports.choices import ReportStatus
from reports.document import Document
from reports.interchange import COMPUTED_FIELDS, FORMAT, KNOWN_FIELDS, VALUE_FIELDS, read
from reports.office.open_data import schema, write_csv, write_json
from tests.documents import activity, as_file, document, goal, indicator

ROOT = Path(__file__).resolve().parents[3]
SIGNS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?")


def made(**fields: Any) -> Document:
    return read(as_file(document(**fields)))


def files_in(source: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_csv(source))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_in(source: Document, name: str) -> list[dict[str, str]]:
    text = files_in(source)[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


# Tables ---------------------------------------------------------------------------------------


def test_every_figure_is_the_number_that_is_printed(demo: Document) -> None:
    rows = rows_in(demo, "indicators")
    for row, entry in zip(rows, demo.indicators(), strict=True):
        assert (row["goal"], row["name"]) == (entry.goal, entry.name)
        for name in VALUE_FIELDS:
            value: Value = getattr(entry, name)
            if value.amount is None:
                assert row[name] == ""
            else:
                assert NUMBER.fullmatch(row[name])
                assert row[name].replace(",", ".") == f"{value.amount:f}"
            assert row[f"{name}_text"].removeprefix("'") == ("" if value.is_nothing else value.text)


def test_a_figure_from_the_database_has_no_decimals_of_the_column() -> None:
    source = made(indicators=[indicator("1.1", "Andel", outcome="80 %", target="1 017,50 st")])
    goal_of = {one.code: one for one in source.goals}["1.1"]
    (row,) = goal_of.indicators
    for name in ("outcome", "target"):
        value: Value = getattr(row, name)
        assert value.amount is not None
        stored = Value(value.amount.quantize(Decimal("0.000001")), value.printed)
        row = replace(row, **{name: stored})  # type: ignore[arg-type]
    goals = (replace(one, indicators=(row,)) if one is goal_of else one for one in source.goals)
    stored_source = replace(source, goals=tuple(goals))

    (told,) = rows_in(stored_source, "indicators")
    assert (told["outcome"], told["target"]) == ("80", "1017,50")
    assert write_csv(stored_source) == write_csv(source)
    assert write_json(stored_source) == write_json(source)


def test_goals_and_activities_are_told_by_the_codes_of_the_interchange_file(
    demo: Document,
) -> None:
    told = json.loads(write_json(demo))
    for row, entry in zip(rows_in(demo, "goals"), told["goals"], strict=True):
        assert (row["code"], row["level"], row["title"]) == (
            entry["code"],
            entry["level"],
            entry["title"],
        )
        assert row["assessment"] == (entry["assessment"] or "")
    for row, entry in zip(rows_in(demo, "activities"), told["activities"], strict=True):
        assert (row["title"], row["start"], row["end"]) == (
            entry["title"],
            entry["start"] or "",
            entry["end"] or "",
        )
        assert row["deviation"] == str(entry["deviation"]).lower()


def test_tables_open_in_excel_and_say_whose_they_are(demo: Document) -> None:
    files = files_in(demo)
    assert list(files) == [
        "goals.csv",
        "indicators.csv",
        "activities.csv",
        "metadata.json",
        "README.txt",
    ]
    for name in ("goals", "indicators", "activities"):
        assert files[f"{name}.csv"].startswith(b"\xef\xbb\xbfmunicipality;committee;year;kind;")
        (year,) = {row["year"] for row in rows_in(demo, name)}
        assert year == str(demo.year)


def test_metadata_describe_every_field_of_every_table(demo: Document) -> None:
    files = files_in(demo)
    described = json.loads(files["metadata.json"])
    assert described["dialect"]["delimiter"] == ";"
    for table in described["tables"]:
        head = files[table["url"]].decode("utf-8-sig").splitlines()[0].split(";")
        columns = table["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == head
        assert all(column["dc:description"] for column in columns)
        for column in columns:
            assert f"  {column['name']}: {column['dc:description']}" in files["README.txt"].decode()


def test_the_same_document_gives_the_same_bytes(demo: Document) -> None:
    assert write_csv(demo) == write_csv(replace(demo))
    assert write_json(demo) == write_json(replace(demo))


def test_a_draft_says_so() -> None:
    assert "Status: Utkast" in files_in(made())["README.txt"].decode()


@settings(max_examples=40)
@given(
    st.builds(
        str.__add__, st.sampled_from([*SIGNS, "", '"', ";", "\n", "=cmd|' /C calc'!A0"]), st.text()
    )
)
def test_no_program_takes_a_text_for_a_formula(text: str) -> None:
    source = made()
    goals = tuple(
        replace(
            one,
            title=text,
            expected_results=(text,),
            indicators=tuple(
                replace(row, name=text, period=text, target=Value(word=text))
                for row in one.indicators
            ),
            activities=tuple(replace(row, title=text) for row in one.activities),
        )
        for one in source.goals
    )
    for name in ("goals", "indicators", "activities"):
        rows = rows_in(replace(source, goals=goals, committee=text), name)
        assert len(rows) == len(rows_in(source, name))
        cells = [cell for row in rows for cell in row.values()]
        assert [
            cell for cell in cells if cell.startswith(SIGNS) and not NUMBER.fullmatch(cell)
        ] == []


def test_a_negative_number_stays_one() -> None:
    row = indicator("1.1", "Resultat", outcome="-3,50 mnkr", target="+/-1 %")
    (found,) = rows_in(made(indicators=[row]), "indicators")
    assert (found["outcome"], found["outcome_text"]) == ("-3,50", "'-3,50 mnkr")
    assert (found["target"], found["target_text"]) == ("", "'+/-1 %")
    assert found["unit"] == "mnkr"


def test_zero_is_zero_and_nothing_is_empty() -> None:
    row = indicator("1.1", "Antal", outcome="0", women="-", men=None)
    (found,) = rows_in(made(indicators=[row]), "indicators")
    assert (found["outcome"], found["women"], found["women_text"], found["men"]) == (
        "0",
        "",
        "",
        "",
    )


# The schema -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def test_the_demos_documents_follow_the_schema(
    demo: Document, validator: Draft202012Validator
) -> None:
    validator.validate(json.loads(write_json(demo)))


values = st.sampled_from(["22,7 %", "77%", "öka", "+/-1 %", "0", "-3,5", "..", None])
texts = st.text(st.characters(categories=["L", "Nd", "P"]), min_size=1, max_size=20)
days = st.sampled_from(["2023-01-01", None])


@settings(max_examples=40)
@given(st.data())
def test_whatever_can_be_read_is_written_as_the_schema_says(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(Part.values))
    row = indicator(
        "1.1",
        data.draw(texts),
        **{name: data.draw(values) for name in VALUE_FIELDS},
        state=data.draw(st.sampled_from(["not_measured", "later", "not_applicable", "too_few"])),
        expected_on=data.draw(days),
        periodicity=data.draw(st.sampled_from([*Periodicity.values, None])),
        better=data.draw(st.sampled_from(Better.values)),
        analysis=data.draw(texts),
    )
    one = goal("1.1", data.draw(texts), assessment=data.draw(st.sampled_from(Level.values)))
    one |= {"reason": data.draw(texts), "expected_results": data.draw(st.lists(texts))}
    done = activity("1.1", data.draw(texts), start=data.draw(days), end=None)
    source = made(
        kind=part,
        goals=[goal("1"), one],
        indicators=[row],
        activities=[done | {"status": data.draw(st.sampled_from(ActivityStatus.values))}],
        sections=[{"key": "own", "heading": data.draw(texts), "body": ""}],
        economy={"tables": [{"columns": ["År"], "rows": [["2023", 1.5, None, True]]}], "annat": 1},
        status=data.draw(st.sampled_from(ReportStatus.values)),
        registry_number=data.draw(texts),
    )

    Draft202012Validator(schema()).validate(json.loads(write_json(source)))


@pytest.mark.parametrize(
    "change",
    [
        {"format": "document/2"},
        {"kind": "t3"},
        {"year": "2023"},
        {"goals": None},
        {"goals": [{"code": "1.a", "level": "area", "title": "Mål", "assessment": None}]},
        {"indicators": [{"name": "Andel"}]},
        {"unheard_of": 1},
    ],
    ids=str,
)
def test_what_is_wrong_does_not_follow_the_schema(
    change: dict[str, Any], validator: Draft202012Validator
) -> None:
    with pytest.raises(ValidationError):
        validator.validate(json.loads(write_json(made())) | change)


def part_of(name: str) -> dict[str, Any]:
    """What the schema says of a part of a file."""
    whole = schema()
    singular = {"goals": "goal", "indicators": "indicator"} | {
        "activities": "activity",
        "sections": "section",
    }
    found: dict[str, Any] = (whole["$defs"][singular[name]] if name else whole)["properties"]
    return found


@pytest.mark.parametrize("name", KNOWN_FIELDS, ids=lambda name: name or "document")
def test_schema_reader_and_description_know_the_same_fields(name: str) -> None:
    assert set(part_of(name)) == set(KNOWN_FIELDS[name])
    described = (ROOT / "docs/interchange.md").read_text()
    computed = set(COMPUTED_FIELDS)
    assert [
        field
        for field in KNOWN_FIELDS[name]
        if f'"{field}"' not in described and not (field in computed and f"`{field}`" in described)
    ] == []


def test_schema_knows_the_same_choices_as_the_program() -> None:
    indicators, goals = part_of("indicators"), part_of("goals")
    assert part_of("")["format"]["const"] == FORMAT
    assert part_of("")["kind"]["enum"] == Part.values
    assert part_of("")["status"]["enum"] == ReportStatus.values
    assert goals["level"]["enum"] == GoalLevel.values
    assert schema()["$defs"]["level"]["enum"] == [*Level.values, None]
    assert schema()["$defs"]["owner"]["enum"] == Owner.values
    assert indicators["better"]["enum"] == Better.values
    assert indicators["periodicity"]["enum"] == [*Periodicity.values, None]
    assert part_of("activities")["status"]["enum"] == ActivityStatus.values
    unsaid = {OutcomeState.ENTERED, OutcomeState.MISSING}
    assert set(indicators["state"]["enum"]) == set(OutcomeState.values) - unsaid
