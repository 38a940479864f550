"""Public pages are kept by browsers and proxies: the same for all, and told from older selves."""

import gzip
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from organisation.models import Role
from reports.choices import EditionFormat, EditionKind
from reports.publishing import desk
from reports.views.public_answers import Bodies, kept
from tests.factories import edition, edition_file, member
from tests.reports.publishing.conftest import Published

pytestmark = pytest.mark.django_db
FRESH = "public, max-age=300, stale-while-revalidate=3600"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.clear()
    desk._document.cache_clear()
    desk._reading.cache_clear()
    yield


@pytest.mark.parametrize(
    "address",
    [
        "/publicerat/",
        "/publicerat/aby/",
        "/publicerat/aby/2023/vb/",
        "/publicerat/aby/2023/vb/hela/",
        "/publicerat/aby/2023/vb/utgava/2/mal/1.1/",
        "/publicerat/aby/2023/vb/sok/?q=barn",
        "/oppna-data/",
        "/oppna-data/katalog.json",
        "/sitemap.xml",
        "/robots.txt",
    ],
)
def test_a_page_is_the_same_for_everybody(
    client: Client, published: Published, address: str
) -> None:
    first = client.get(address)
    client.force_login(member(Role.ADMINISTRATOR, published.round.committee))
    client.cookies["django_language"] = "en"
    answers = [client.get(address), Client().get(address)]

    for answer in answers:
        assert answer.content == first.content
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == FRESH
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert not answer.cookies
        assert "csrf" not in answer.content.decode().casefold()


def test_who_has_the_page_is_told_so_without_its_being_made(
    client: Client, published: Published
) -> None:
    address = f"{published.address}hela/"
    etag = client.get(address).headers["ETag"]
    kept.clear()
    desk._document.cache_clear()

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == FRESH
    assert len(queries) == 2
    assert not [query for query in queries if '"snapshot"' in query["sql"].partition("FROM")[0]]
    assert kept.size == 0
    assert desk._document.cache_info().currsize == 0


def test_a_page_that_is_kept_is_not_made_again(client: Client, published: Published) -> None:
    first = client.get(published.address)
    desk._document.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        again = client.get(published.address)

    assert again.content == first.content
    assert len(queries) == 2
    assert desk._document.cache_info().currsize == 0


def test_searches_are_not_kept(client: Client, published: Published) -> None:
    for number in range(5):
        client.get(f"{published.address}sok/", {"q": f"ord {number}"})
        client.get("/publicerat/", {"q": f"ord {number}"})
    assert kept.size == 0


def test_a_correction_makes_the_page_another(client: Client, published: Published) -> None:
    tags = {}
    for address in (published.address, f"{published.address}utgava/3/", "/publicerat/"):
        tags[address] = client.get(address).headers["ETag"]
    edition(published.round, number=4, kind=EditionKind.CORRECTION, note="Ny rättelse.")

    for address, tag in tags.items():
        answer = client.get(address, headers={"If-None-Match": tag})
        assert answer.status_code == 200, address
    assert "Ny rättelse." in client.get(published.address).content.decode()
    assert 'role="note"' in client.get(f"{published.address}utgava/3/").content.decode()


def test_a_file_that_gets_ready_makes_the_page_another(
    client: Client, published: Published
) -> None:
    before = client.get(published.address)
    assert client.get(f"{published.address}fil/rapport.pdf").status_code == 404
    edition_file(published.correction, EditionFormat.PDF, b"%PDF" + b"x" * 2_000_000)

    after = client.get(published.address, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "1,9\xa0MB" in after.content.decode()


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ({"MUNICIPALITY": "Ängö kommun"}, "Ängö kommun"),
        ({"SITE_URL": "https://mal.ango.se"}, 'href="https://mal.ango.se/publicerat/'),
        ({"ACCESSIBILITY_STATEMENT": "https://ango.se/om"}, 'href="https://ango.se/om"'),
    ],
)
def test_another_setting_makes_the_page_another(
    client: Client, published: Published, setting: dict[str, str], shown: str
) -> None:
    before = client.get(published.address)
    with override_settings(**setting):
        after = client.get(published.address)

    assert shown not in before.content.decode()
    assert shown in after.content.decode()
    assert after.headers["ETag"] != before.headers["ETag"]


def test_pages_are_sent_compressed_to_those_who_read_that(
    client: Client, published: Published
) -> None:
    plain = client.get(published.address)
    packed = client.get(published.address, headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2


@pytest.mark.parametrize(
    ("format", "name", "content_type", "saved"),
    [
        ("pdf", "rapport.pdf", "application/pdf", "aby-2023-vb-utgava-3.pdf"),
        ("archive", "rapport-arkiv.pdf", "application/pdf", "aby-2023-vb-utgava-3-arkiv.pdf"),
        ("json", "rapport.json", "application/json", "aby-2023-vb-utgava-3.json"),
        ("csv", "rapport.csv.zip", "application/zip", "aby-2023-vb-utgava-3.csv.zip"),
        (
            "word",
            "rapport.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "aby-2023-vb-utgava-3.docx",
        ),
        (
            "excel",
            "rapport.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "aby-2023-vb-utgava-3.xlsx",
        ),
    ],
)
def test_a_file_is_sent_as_what_it_is(
    client: Client,
    published: Published,
    format: str,
    name: str,
    content_type: str,
    saved: str,
) -> None:
    file = edition_file(published.correction, format, b"innehall")
    numbered = client.get(f"{published.address}utgava/3/fil/{name}")
    latest = client.get(f"{published.address}fil/{name}")

    for answer in (numbered, latest):
        assert answer.content == b"innehall"
        assert answer.headers["Content-Type"] == content_type
        assert answer.headers["ETag"] == f'"{file.digest}"'
        assert answer.headers["Content-Length"] == "8"
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} .* GMT", answer.headers["Last-Modified"])
        assert f'filename="{saved}"' in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert numbered.headers["Cache-Control"] == FOR_EVER
    assert latest.headers["Cache-Control"] == FRESH


def test_who_has_the_file_is_told_so_without_its_being_taken_out(
    client: Client, published: Published
) -> None:
    edition_file(published.correction, EditionFormat.PDF, b"%PDF")
    address = f"{published.address}utgava/3/fil/rapport.pdf"
    etag = client.get(address).headers["ETag"]

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert len(queries) == 2
    assert not [query for query in queries if '"content"' in query["sql"].partition("FROM")[0]]


@pytest.mark.parametrize("name", ["rapport", "rapport.exe", "../rapport.pdf", "annat.pdf", "pdf"])
def test_a_file_of_another_name_is_unknown(client: Client, published: Published, name: str) -> None:
    edition_file(published.correction, EditionFormat.PDF, b"%PDF")
    assert client.get(f"{published.address}fil/{name}").status_code == 404


def test_a_proposals_files_are_unknown(client: Client, published: Published) -> None:
    edition_file(published.proposal, EditionFormat.PDF, b"%PDF")
    assert client.get(f"{published.address}utgava/1/fil/rapport.pdf").status_code == 404
    assert client.get(f"{published.address}fil/rapport.pdf").status_code == 404


def test_the_catalogue_describes_every_file(client: Client, published: Published) -> None:
    file = edition_file(published.correction, EditionFormat.JSON, b"{}")
    answer = client.get("/oppna-data/katalog.json")

    assert answer.headers["Content-Type"].startswith("application/ld+json")
    [dataset] = answer.json()["dcat:dataset"]
    assert dataset["dct:title"] == "Åby nämnd: Verksamhetsberättelse 2023"
    assert dataset["dct:issued"] == "2024-02-15"
    [one] = dataset["dcat:distribution"]
    assert one["dcat:downloadURL"] == {
        "@id": f"http://localhost:8000{published.address}utgava/3/fil/rapport.json"
    }
    assert one["dcat:byteSize"] == 2
    assert one["spdx:checksum"]["spdx:checksumValue"] == file.digest


def test_kept_pages_are_bounded_and_the_oldest_goes_first() -> None:
    bodies = Bodies(most_bytes=10)
    for name in ("a", "b", "c"):
        bodies.keep(name, b"1234")
        bodies.get("a")

    assert bodies.size == 8
    assert [name for name in ("a", "b", "c") if bodies.get(name)] == ["a", "c"]
