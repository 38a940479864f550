"""`write_document`: the round's document as JSON, HTML or PDF, for whoever may read it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from goals.models import Round
from organisation.models import Role
from reports.compose import compose_report
from reports.rendering.render import render_html
from tests.documents import areas, document, goal
from tests.factories import CommitteeFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Load = Callable[[dict[str, Any]], Round]
# Whether the database is up to date, the committee and the round, the document itself, and
# whether there is a report before it.
QUERIES = 14


def write(part: str, output: Path, **options: Any) -> bytes:
    call_command("write_document", "aby", 2023, part, output=output, **options)
    return output.read_bytes()


def test_json_says_what_was_loaded(loaded: Load, tmp_path: Path) -> None:
    loaded(document())

    written = json.loads(write("annual", tmp_path / "aby.json"))

    assert written["indicators"][0]["outcome"] == "77%"
    assert written["indicators"][0]["fulfilment"] == "partial"


def test_html_and_pdf_are_made_of_the_same_document(loaded: Load, tmp_path: Path) -> None:
    loaded(document())

    assert b'<html lang="sv"' in write("annual", tmp_path / "aby.html", format="html")
    assert write("annual", tmp_path / "aby.pdf", format="pdf").startswith(b"%PDF-1.7")


def test_what_has_changed_is_told_as_on_the_page(loaded: Load, tmp_path: Path) -> None:
    loaded(document(kind="t2"))
    goals = [goal("1"), goal("1.1", assessment="none"), goal("1.1.1", assessment="partial")]
    round = loaded(document(goals=goals))

    written = write("annual", tmp_path / "aby.html", format="html").decode()
    assert "sedan tertialrapport 2 2023" in written
    assert written == render_html(compose_report(round))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("format", ["json", "html", "pdf"])
def test_queries_do_not_grow_with_areas(
    loaded: Load,
    tmp_path: Path,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    format: str,
) -> None:
    loaded(areas(count))

    with django_assert_num_queries(QUERIES):
        write("annual", tmp_path / "aby", format=format)


@pytest.mark.parametrize(
    ("committee", "year", "told"),
    [("ostra", 2023, "no committee .*ostra"), ("aby", 2022, "aby.*annual report 2022")],
)
def test_round_that_is_not_there_is_told(
    loaded: Load, tmp_path: Path, committee: str, year: int, told: str
) -> None:
    loaded(document())

    with pytest.raises(CommandError, match=told):
        call_command("write_document", committee, year, "annual", output=tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_command_has_its_persons_rights(loaded: Load, tmp_path: Path) -> None:
    committee = loaded(document()).committee
    reader = member(Role.READER, committee)
    stranger = member(Role.ADMINISTRATOR, CommitteeFactory())

    assert write("annual", tmp_path / "aby.json", user=reader.email)
    with pytest.raises(CommandError, match="no committee"):
        write("annual", tmp_path / "other.json", user=stranger.email)


def test_what_was_there_stays_when_writing_fails(
    loaded: Load, tmp_path: Path, settings: Any
) -> None:
    loaded(document())
    output = tmp_path / "aby.pdf"
    output.write_bytes(b"yesterday's")
    settings.PDF_SECONDS = 0

    with pytest.raises(CommandError, match=r"aby\.pdf"):
        write("annual", output, format="pdf")

    assert output.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [output]


def test_folder_that_is_not_there_is_told(loaded: Load, tmp_path: Path) -> None:
    loaded(document())

    with pytest.raises(CommandError, match="nowhere"):
        write("annual", tmp_path / "nowhere" / "aby.json")
