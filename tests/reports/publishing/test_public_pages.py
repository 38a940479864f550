"""What everybody sees of a published report, and what stays inside."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goals.models import Round
from reports.choices import EditionKind
from reports.publishing.addresses import public_address
from tests.documents import document
from tests.factories import CommitteeFactory, edition
from tests.reports.publishing.conftest import HOSTILE, Published

pytestmark = pytest.mark.django_db
PAGES = (
    "",
    "hela/",
    "sok/",
    "sok/?q=nöjda",
    "andringar/",
    "kapitel/mal-1/",
    "kapitel/sammanfattning/",
    "kapitel/ovrigt-i/",
    "mal/1.1/",
    "indikator/1.1-1/",
)


def body(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("number", ["", "utgava/2/", "utgava/3/"])
def test_published_editions_are_for_everybody(
    client: Client, published: Published, place: str, number: str
) -> None:
    html = body(client, f"{published.address}{number}{place}")

    assert html.count("<h1") == 1
    assert "Verksamhetsberättelse 2023" in html
    assert ('role="note"' in html) == (number == "utgava/2/")


@pytest.mark.parametrize(
    "address",
    [
        "/publicerat/aby/2023/vp/",  # only proposed
        "/publicerat/aby/2023/vp/utgava/1/",
        "/publicerat/aby/2023/vb/utgava/1/",  # a proposal
        "/publicerat/aby/2023/vb/utgava/1/hela/",
        "/publicerat/aby/2023/vb/utgava/4/",
        "/publicerat/aby/2023/vb/utgava/99999999999999999999/",
        "/publicerat/aby/2023/t1/",  # a round that is not there
        "/publicerat/aby/2022/vb/",
        "/publicerat/aby/2023/xx/",
        "/publicerat/ostra/",  # a committee that has published nothing
        "/publicerat/ingen/",
        "/publicerat/aby/2023/vb/kapitel/mal-9/",
        "/publicerat/aby/2023/vb/mal/9.9/",
        "/publicerat/aby/2023/vb/indikator/1.1-0/",
        "/publicerat/aby/2023/vb/indikator/1.1-2/",
        "/publicerat/aby/2023/vb/indikator/x/",
        "/publicerat/2023/t1/",  # would be a round of a committee called so
        "/oppna-data/2023/",
    ],
)
def test_everything_else_is_unknown_to_everybody(
    client: Client, published: Published, address: str
) -> None:
    CommitteeFactory(slug="ostra")
    answer = client.get(address)

    assert answer.status_code == 404
    assert 'class="public"' in answer.content.decode()
    assert not answer.cookies


def test_those_who_work_with_a_draft_do_not_see_it_at_a_public_address(
    client: Client, published: Published, django_user_model: Any
) -> None:
    client.force_login(django_user_model.objects.create(email="a@example.com", is_superuser=True))

    assert client.get("/publicerat/aby/2023/vp/").status_code == 404
    assert client.get(f"{published.address}utgava/1/").status_code == 404


def test_a_report_without_one_before_tells_of_no_changes(
    client: Client, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    edition(loaded(document()))

    assert client.get("/publicerat/aby/2023/vb/andringar/").status_code == 404
    assert "andringar" not in body(client, "/publicerat/aby/2023/vb/")


def test_the_first_page_says_what_the_edition_is(client: Client, published: Published) -> None:
    html = body(client, published.address)

    assert "KS 2024/7" in html
    assert "2024-02-15, §&nbsp;7" in html
    assert "Fel siffra." in html
    assert f'<link rel="canonical" href="http://localhost:8000{published.address}">' in html
    assert 'href="/publicerat/aby/2023/vb/utgava/2/"' in html


def test_what_changes_afterwards_does_not_show(client: Client, published: Published) -> None:
    before = body(client, f"{published.address}mal/1.1/")
    published.round.assessments.update(analysis="Ändrat i efterhand.")

    assert body(client, f"{published.address}mal/1.1/") == before


@pytest.mark.parametrize("place", PAGES)
def test_texts_are_words_and_never_markup(client: Client, published: Published, place: str) -> None:
    html = body(client, f"{published.address}{place}")

    assert "<script" not in html
    assert 'onclick="' not in html
    assert "Övrigt <i>" not in html
    assert re.search(r'\sstyle="', html) is None


def test_hostile_text_is_shown_as_it_was_written(client: Client, published: Published) -> None:
    html = body(client, f"{published.address}kapitel/ovrigt-i/")

    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;")[:20] in html


@pytest.mark.parametrize(
    "looked_for", ["<script>", '"><b>x', "%00", "a" * 5000, "\u202e ä", "[[x]]"]
)
def test_hostile_searches_are_shown_as_words(
    client: Client, published: Published, looked_for: str
) -> None:
    for address in (f"{published.address}sok/", "/publicerat/"):
        answer = client.get(address, {"q": looked_for})
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "<script" not in html and '"><b>x' not in html
        assert len(html) < 40_000


def test_search_leads_to_the_places(client: Client, published: Published) -> None:
    html = body(client, f"{published.address}sok/?q=nöjda")

    assert 'href="/publicerat/aby/2023/vb/indikator/1.1-1/"' in html
    assert re.search(r"<mark\s*>nöjda</mark>", html)


def test_search_says_that_nothing_was_found(client: Client, published: Published) -> None:
    html = body(client, f"{published.address}sok/?q=xyzzy")
    assert 'class="empty"' in html and "<mark" not in html


def test_links_inside_a_chapter_lead_to_where_their_places_stand(
    client: Client, published: Published
) -> None:
    """Every link of every page leads to a page that is there, and to a place that is on it."""
    waiting, seen = ["/publicerat/"], dict[str, str]()
    links: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen[address] = body(client, address)
        found = set(re.findall(r'href="([^"]*)"', seen[address]))
        for link in found:
            page = link.split("#")[0] or address
            if page.startswith("/publicerat/"):
                links.add(f"{page}#{link.split('#')[1]}" if "#" in link else page)
                if "/fil/" not in page:
                    waiting.append(page)
    assert len(seen) > 25
    broken = [
        link
        for link in links
        if "#" in link and f'id="{link.split("#")[1]}"' not in seen[link.split("#")[0]]
    ]
    assert broken == []


def test_lists_ask_equally_often_whatever_they_hold(
    client: Client, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    asked = []
    for year in (2021, 2022, 2023):
        edition(loaded(document(year=year)))
        for address in ("/publicerat/", "/publicerat/aby/", "/oppna-data/katalog.json"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
    assert asked == [1, 1, 2] * 3


def test_a_report_asks_equally_often_whatever_it_holds(
    client: Client, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    asked = []
    for year, parts in ((2021, ["t1"]), (2022, ["t1", "t2", "annual"])):
        for part in parts:
            edition(loaded(document(year=year, kind=part)))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/publicerat/aby/{year}/t1/mal/1.1/").status_code == 200
        asked.append(len(queries))
    # The committee's editions, the edition's files, and the snapshot.
    assert asked == [3, 3]


@pytest.mark.parametrize(
    ("looked_for", "count"),
    [
        ("", 2),
        ("åby", 2),
        ("ABY", 0),
        ("2023", 1),
        ("vb 2023", 0),
        ("verksamhetsb", 2),
        ("ks 2024", 2),
    ],
)
def test_reports_are_found_by_name(
    client: Client, loaded: Callable[[dict[str, Any]], Round], looked_for: str, count: int
) -> None:
    for year in (2022, 2023):
        edition(loaded(document(year=year)))
    html = client.get("/publicerat/", {"q": looked_for}).content.decode()
    shelves = html.split("year__name", 1)[-1] if count else ""
    assert shelves.count('class="report-item"') == count


def test_nothing_published_is_said(client: Client, db: None) -> None:
    assert 'class="empty"' in body(client, "/publicerat/")


def test_an_indicator_leads_to_itself_in_earlier_reports(
    client: Client, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    for year in (2022, 2023):
        edition(loaded(document(year=year)))
    edition(loaded(document(year=2023, kind="t1")), kind=EditionKind.PROPOSAL)
    html = body(client, "/publicerat/aby/2023/vb/indikator/1.1-1/")

    assert 'href="/publicerat/aby/2022/vb/indikator/1.1-1/"' in html
    assert "/t1/" not in html
    assert "/2023/" not in body(client, "/publicerat/aby/2022/vb/indikator/1.1-1/")


def test_pages_are_in_swedish_whatever_the_browser_prefers(
    client: Client, published: Published
) -> None:
    answers = [
        client.get(published.address, headers={"Accept-Language": language})
        for language in ("en", "sv", "de")
    ]
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].headers["Content-Language"] == "sv"
    assert '<html lang="sv"' in answers[0].content.decode()


def test_public_address_is_only_of_what_is_published(published: Published) -> None:
    assert public_address(published.proposal) == ""
    assert public_address(published.correction) == f"{published.address}utgava/3/"


def test_the_site_map_names_every_report(client: Client, published: Published) -> None:
    tree = ElementTree.fromstring(body(client, "/sitemap.xml"))  # noqa: S314 (our own)
    addresses = [str(one.text) for one in tree.iter() if one.tag.endswith("loc")]

    assert f"http://localhost:8000{published.address}" in addresses
    assert "Disallow: /\n" in body(client, "/robots.txt")
    assert not [address for address in addresses if "/vp/" in address]
