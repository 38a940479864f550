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


@pytest.mark.parametrize(("who", "words"), [("eva", "Well done"), ("rolf", "Nothing was found")])
def test_empty_review_is_glad(
    client: Client,
    people: People,
    loaded: Callable[[dict[str, Any]], Round],
    who: str,
    words: str,
) -> None:
    round = loaded(
        document(
            goals=[goal("1", assessment="full")], indicators=[], activities=[activity("1", "A")]
        )
    )
    client.force_login(getattr(people, who))

    assert words in page(client, round)


@pytest.mark.parametrize(
    ("kind", "who", "decided", "words"),
    [
        ("annual", "eva", False, "before the report goes on"),
        ("plan", "eva", False, "before the plan goes on"),
        ("annual", "rolf", False, "has found so far"),
        ("annual", "karin", False, "has found so far"),
        ("annual", "eva", True, "Decided: this was left"),
    ],
)
def test_page_says_what_is_to_be_done_with_it(
    client: Client,
    people: People,
    loaded: Callable[[dict[str, Any]], Round],
    kind: str,
    who: str,
    decided: bool,
    words: str,
) -> None:
    unfinished = goal("1.1", description="Se xxx.")
    round = loaded(document(kind=kind, goals=[goal("1"), unfinished, goal("1.1.1")]))
    if decided:
        Round.objects.update(state="decided")
    client.force_login(getattr(people, who))

    html = page(client, round)

    assert words in html
    assert ("The plan" in strip_tags(html)) is (kind == "plan")
    assert ("granskning/godta/" in html) is (who == "eva" and not decided)


def test_accepted_are_counted_beside_the_open(
    client: Client, people: People, reviewed: Round
) -> None:
    client.force_login(people.eva)
    assert 'href="#accepted"' not in page(client, reviewed)
    client.post(f"/aby/2023/{reviewed.slug}/granskning/godta/", form(reviewed, "goal.unassessed"))

    html = page(client, reviewed)

    assert "+1" in html.partition('href="#accepted"')[2].partition("</a>")[0]
    assert '<ul class="findings" id="accepted">' in html


def test_equal_notes_of_a_goal_share_a_row(
    client: Client, people: People, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    cells = {"outcome": "85", "target": "80 %"}
    names = [("1.1", "Ett"), ("1.1", "Två"), ("1.1", "Tre"), ("1.1.1", "Fyra")]
    round = loaded(document(indicators=[indicator(code, name, **cells) for code, name in names]))
    client.force_login(people.eva)

    html = page(client, round, "?allvar=note")

    folded = html.partition('<details class="finding__many"')[2]
    assert '<details class="finding__many"' not in folded
    assert "3 places" in folded.partition("</summary>")[0]
    inside = strip_tags(folded.partition("</ul>")[0])
    assert [name in inside for _code, name in names] == [True, True, True, False]
    assert not repeated_ids(html)


def test_sections_and_tables_go_by_their_titles(
    client: Client, people: People, loaded: Callable[[dict[str, Any]], Round]
) -> None:
    area = {"part_of_above": False, "budget_costs": "9,0", "budget_income": "-1,0"}
    nets = {"Omsorg": "8,0", "Kultur": "8,0", "Vägar": "2,0"}
    areas_of_work = [{"name": name, **area, "budget_net": net} for name, net in nets.items()]
    round = loaded(
        document(
            sections=[
                {"key": "other", "heading": "Verksamhetens lokaler", "body": "Här saknas xxx."},
                {"key": "other", "heading": "Bilagor", "body": "Här saknas yyy och xxx."},
            ],
            economy={"unit": "mnkr", "operating_areas": areas_of_work},
        )
    )
    client.force_login(people.eva)

    words = strip_tags(page(client, round).partition("<h1")[2])

    for heading in ("Verksamhetens lokaler", "Bilagor", "Operating budget by area"):
        assert words.count(heading) == 1
    assert "operating_areas" not in words


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

    with django_assert_num_queries(21):
        page(client, round)


@pytest.mark.parametrize(("who", "sees"), [("eva", True), ("karin", True), ("rolf", False)])
def test_report_and_goal_tell_those_who_mend(
    client: Client, people: People, reviewed: Round, who: str, sees: bool
) -> None:
    client.force_login(getattr(people, who))
    review = f"/aby/2023/{reviewed.slug}/granskning/"

    report = client.get(f"/aby/2023/{reviewed.slug}/rapport/").content.decode()
    goal_page = client.get(f"/aby/2023/{reviewed.slug}/mal/1.1/").content.decode()

    assert f'href="{review}"' in report
    assert (
        "review-box" in report and "<strong>" in report.partition("review-box")[2][:900]
    ) is sees
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
