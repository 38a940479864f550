"""The files on the report page: who gets them, what they are called, and what they cost."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from goals.models import Round
from tests.conftest import People
from tests.documents import areas, document

pytestmark = pytest.mark.django_db
Load = Callable[[dict[str, Any]], Round]
ADDRESSES = {
    "report_word": ("docx", "wordprocessingml.document"),
    "report_excel": ("xlsx", "spreadsheetml.sheet"),
    "report_csv": ("csv.zip", "zip"),
    "report_json": ("json", "json"),
}
# The page's own: the session, the person with committee and roles, the round. Then the document.
QUERIES = {"report_word": 14, "report_excel": 13, "report_csv": 13, "report_json": 13}


def address_of(name: str) -> str:
    return reverse(name, args=["aby", 2023, "vb"])


@pytest.mark.parametrize("name", ADDRESSES)
def test_whoever_reads_the_draft_gets_its_files(
    client: Client, people: People, loaded: Load, name: str
) -> None:
    loaded(document())
    client.force_login(people.rolf)
    answer = client.get(address_of(name))

    ending, kind = ADDRESSES[name]
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith(kind)
    assert answer["Content-Disposition"] == f'attachment; filename="aby-2023-vb.{ending}"'
    assert answer["Cache-Control"] == "private, no-store"
    if ending != "json":
        assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    client.force_login(people.nils)
    assert client.get(address_of(name)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ADDRESSES)
def test_the_queries_are_as_many_for_one_as_for_three(
    client: Client,
    people: People,
    loaded: Load,
    name: str,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    loaded(areas(count))
    client.force_login(people.rolf)
    with django_assert_num_queries(QUERIES[name]):
        client.get(address_of(name))


def test_the_report_page_leads_to_every_file(client: Client, people: People, loaded: Load) -> None:
    loaded(document())
    client.force_login(people.rolf)
    page = client.get(address_of("report")).text
    assert [name for name in ADDRESSES if f'href="{address_of(name)}"' not in page] == []


@pytest.mark.parametrize("format", ["docx", "xlsx", "csv"])
def test_the_command_writes_the_same_files(
    client: Client, people: People, loaded: Load, tmp_path: Path, format: str
) -> None:
    loaded(document())
    output = tmp_path / "aby"
    call_command("write_document", "aby", 2023, "annual", output=output, format=format)

    client.force_login(people.rolf)
    (name,) = [name for name, (ending, _kind) in ADDRESSES.items() if ending.startswith(format)]
    assert output.read_bytes() == client.get(address_of(name)).content
