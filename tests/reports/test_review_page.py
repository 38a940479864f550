"""The page of the review: filters, accepting, and taking back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from goals.models import Round
from reports.mending import mend_address
from reports.models import AcceptedFinding
from reports.reviewing import findings_of
from tests.conftest import People
from tests.documents import activity, areas, document, goal, indicator
from tests.pages import inline_code, repeated_ids

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def reviewed(people: People, loaded: Callable[[dict[str, Any]], Round]) -> Round:
    return loaded(
        document(
            goals=[goal("1", assessment="full"), goal("1.1"), goal("1.1.1")],
            indicators=[],
            activities=[
                activity("1.1", "Öppna", start="2022-01-01", end="2022-12-31"),
                activity("1.1.1", "Stänga", start="2022-03-01"),
            ],
        )
    )


def page(client: Client, round: Round, query: str = "") -> str:
    answer = client.get(
        f"/aby/{round.year}/{round.slug}/granskning/{query}", HTTP_ACCEPT_LANGUAGE="en"
    )
    assert answer.status_code == 200
    return answer.content.decode()


def form(round: Round, code: str, **changed: str) -> dict[str, str]:
    found = next(one for one in findings_of(round).open if one.code == code)
    sent = {"code": code, "spot": found.spot.written, "mark": found.mark, "reason": "Det är rätt."}
    return sent | {"visar": "allvar=must"} | changed


def test_page_shows_findings_by_place(client: Client, people: People, reviewed: Round) -> None:
    client.force_login(people.eva)

    html = page(client, reviewed)

    text = " ".join(strip_tags(html.partition("<h1")[2].partition("<section")[2]).split())
    assert text.index("1.1 Mål 1.1") < text.index("Öppna") < text.index("1.1.1 Mål 1.1.1")
    assert "The goal is not assessed." in text
    assert "outside the year 2023" in text
    assert not inline_code(html)
    assert not repeated_ids(html)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("?allvar=must", 3),
        ("?allvar=note", 1),
        ("?allvar=look", 0),
        ("?slag=activity", 2),
        ("?mal=1.1.1", 2),
        ("?allvar=must&slag=goal&mal=1.1", 1),
        ("?allvar=strange&slag=strange", 4),
        ("?mal=9", 0),
    ],
)
def test_filter_shows_what_it_asks_for(
    client: Client, people: People, reviewed: Round, query: str, count: int
) -> None:
    client.force_login(people.rolf)

    assert page(client, reviewed, query).count('<li class="finding"') == count


def test_reader_is_not_asked_to_accept(client: Client, people: People, reviewed: Round) -> None:
    client.force_login(people.rolf)

    assert "granskning/godta/" not in page(client, reviewed)


def test_accepting_and_taking_back(client: Client, people: People, reviewed: Round) -> None:
    client.force_login(people.mona)
    address = f"/aby/2023/{reviewed.slug}/granskning/godta/"

    answer = client.post(address, form(reviewed, "goal.unassessed"))

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/granskning/?allvar=must")
    accepted = AcceptedFinding.objects.get()
    html = page(client, reviewed)
    assert "Det är rätt." in html
    assert f"godta/{accepted.pk}/angra/" in html

    client.post(f"{address}{accepted.pk}/angra/")

    assert not AcceptedFinding.objects.exists()


def test_refused_reason_is_asked_for_where_it_was_written(
    client: Client, people: People, reviewed: Round
) -> None:
    client.force_login(people.eva)

    answer = client.post(
        f"/aby/2023/{reviewed.slug}/granskning/godta/",
        form(reviewed, "goal.unassessed", reason=" "),
        HTTP_ACCEPT_LANGUAGE="en",
    )

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Write why it may stand." in html
    assert 'aria-invalid="true"' in html


def test_empty_review_is_glad(
    client: Client, people: People, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    round = loaded(
        document(
            goals=[goal("1", assessment="full")], indicators=[], activities=[activity("1", "A")]
        )
    )
    client.force_login(people.rolf)

    assert "Well done" in page(client, round)


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_few_queries(
    client: Client,
    people: People,
    loaded: Callable[[dict[str, Any]], Round],
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    round = loaded(areas(count))
    client.force_login(people.eva)

    with django_assert_num_queries(15):
        page(client, round)


@pytest.mark.parametrize(("who", "sees"), [("eva", True), ("karin", True), ("rolf", False)])
def test_report_and_goal_tell_those_who_mend(
    client: Client, people: People, reviewed: Round, who: str, sees: bool
) -> None:
    client.force_login(getattr(people, who))
    review = f"/aby/2023/{reviewed.slug}/granskning/"

    report = client.get(f"/aby/2023/{reviewed.slug}/rapport/").content.decode()
    goal_page = client.get(f"/aby/2023/{reviewed.slug}/mal/1.1/").content.decode()

    assert (f'href="{review}"' in report) is sees
    assert (f'href="{review}?mal=1.1"' in goal_page) is sees
    assert (goal_page.count('<li class="finding"') == 2) is sees


@pytest.mark.parametrize("kind", ["annual", "t1", "plan"])
def test_every_finding_leads_to_a_page(
    client: Client, people: People, loaded: Callable[[dict[str, Any]], Round], kind: str
) -> None:
    round = loaded(
        document(
            kind=kind,
            goals=[goal("1"), goal("1.1", analysis="Se xxx."), goal("1.1.1")],
            indicators=[indicator("1.1", "Andel", outcome="50 %", women="60 %", men="70 %")],
            activities=[activity("1.1.1", "Öppna", start="2022-01-01", end="2022-12-31")],
            sections=[
                {"key": "summary", "heading": "Sammanfattning", "body": ""},
                {"key": "introduction", "heading": "Inledning", "body": ""},
                {"key": "own", "heading": "Eget", "body": "Här saknas xxx."},
            ],
        )
    )
    client.force_login(people.eva)
    found = findings_of(round).open

    links = {mend_address(finding.spot, round) for finding in found}

    assert len(links) > 3
    assert {client.get(link).status_code for link in links} == {200}
