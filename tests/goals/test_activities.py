"""The page that follows up activities."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goals.choices import ActivityStatus, RoundState
from goals.models import ActivityReport, Round
from goals.rules import follow_up_activity
from goals.views.activities import date_notes
from tests.conftest import People
from tests.factories import ActivityReportFactory, RoundFactory

pytestmark = pytest.mark.usefixtures("in_english")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def report(people: People) -> ActivityReport:
    made: ActivityReport = ActivityReportFactory(
        round=RoundFactory(committee=people.committee), activity__title="Öppna en förskola"
    )
    return made


def page_of(round: Round) -> str:
    return reverse("activities", args=[round.committee.slug, round.year, round.slug])


def address_of(report: ActivityReport) -> str:
    round = report.round
    return reverse(
        "activity_save",
        args=[round.committee.slug, round.year, round.slug, report.activity_id],
    )


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "status": "ongoing",
        "deviation": "on",
        "analysis": "Bygget är försenat.",
        **changes,
    }


def test_the_page_has_a_form_for_a_manager(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.mona)
    answer = client.get(page_of(report.round))
    assert answer.status_code == 200
    assert "Öppna en förskola" in answer.text
    assert f'form="activity-{report.activity_id}-form"' in answer.text


def test_a_reader_reads_and_may_not_save(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.rolf)
    answer = client.get(page_of(report.round))
    assert answer.status_code == 200
    assert "<form id=" not in answer.text
    assert client.post(address_of(report), typed()).status_code == 403
    report.refresh_from_db()
    assert report.version == 1


def test_another_committees_person_finds_nothing(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.nils)
    assert client.get(page_of(report.round)).status_code == 404
    assert client.get(address_of(report)).status_code == 404
    assert client.post(address_of(report), typed()).status_code == 404


def test_saving_without_javascript_goes_back_to_the_row(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(report), typed())
    assert answer.status_code == 302
    assert answer["Location"] == f"{page_of(report.round)}#activity-{report.activity_id}"
    report.refresh_from_db()
    assert (report.status, report.deviation, report.version) == ("ongoing", True, 2)


def test_saving_with_htmx_answers_with_the_row(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(report), typed(), headers=HTMX)
    assert answer.status_code == 200
    assert f'id="activity-{report.activity_id}"' in answer.text
    assert "Saved" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_deviation_without_analysis_keeps_what_was_typed(
    client: Client, people: People, report: ActivityReport, headers: dict[str, str]
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(report), typed(analysis=" "), headers=headers)
    assert answer.status_code == 422
    assert "Describe the deviation" in answer.text
    assert '<option value="ongoing" selected>' in answer.text
    report.refresh_from_db()
    assert (report.deviation, report.version) == (False, 1)


def test_a_conflict_shows_both_and_keeps_what_was_typed(
    client: Client, people: People, report: ActivityReport
) -> None:
    follow_up_activity(
        report=report,
        status=ActivityStatus.DONE,
        deviation=False,
        analysis="Klart i mars.",
        version=1,
        by=people.eva,
    )
    client.force_login(people.mona)
    answer = client.post(address_of(report), typed(), headers=HTMX)
    assert answer.status_code == 409
    assert "Klart i mars." in answer.text
    assert "Bygget är försenat." in answer.text
    assert 'name="version" value="2"' in answer.text
    report.refresh_from_db()
    assert report.analysis == "Klart i mars."


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_locked_round_refuses_and_keeps_what_was_typed(
    client: Client, people: People, report: ActivityReport, headers: dict[str, str]
) -> None:
    Round.objects.filter(pk=report.round_id).update(state=RoundState.LOCKED)
    client.force_login(people.mona)
    answer = client.post(address_of(report), typed(), headers=headers)
    assert answer.status_code == 409
    assert "Bygget är försenat." in answer.text
    report.refresh_from_db()
    assert report.version == 1
    assert "<form id=" not in client.get(page_of(report.round)).text


def test_an_activity_of_another_round_is_not_found(
    client: Client, people: People, report: ActivityReport
) -> None:
    other = RoundFactory(committee=people.committee, year=2022)
    client.force_login(people.mona)
    wrong = reverse(
        "activity_save", args=[people.committee.slug, other.year, other.slug, report.activity_id]
    )
    assert client.post(wrong, typed()).status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow(
    client: Client, people: People, django_assert_num_queries: Any, items: int
) -> None:
    round = RoundFactory(committee=people.committee)
    ActivityReportFactory.create_batch(items, round=round)
    client.force_login(people.mona)
    with django_assert_num_queries(5):
        client.get(page_of(round))


@pytest.mark.parametrize(
    ("start", "end", "status", "expected"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), "", []),
        (date(2023, 1, 1), date(2023, 4, 29), "", ["The end date has passed"]),
        (date(2023, 1, 1), date(2023, 4, 29), "done", []),
        (date(2023, 1, 1), date(2023, 4, 30), "", []),
        (date(2022, 1, 1), date(2022, 12, 31), "done", ["Starts in 2022", "Ends in 2022"]),
        (None, None, "", []),
    ],
)
def test_odd_dates_are_said_in_words(
    start: date | None, end: date | None, status: str, expected: list[str]
) -> None:
    report = ActivityReport(round=Round(year=2023, part="t1"), start=start, end=end, status=status)
    assert date_notes(report, today=date(2026, 1, 1)) == expected


def test_an_end_date_has_not_passed_before_its_day() -> None:
    report = ActivityReport(round=Round(year=2023, part="t1"), end=date(2023, 3, 31))
    assert date_notes(report, today=date(2023, 3, 31)) == []
    assert date_notes(report, today=date(2023, 4, 1)) == ["The end date has passed"]


def test_a_plan_is_not_late() -> None:
    report = ActivityReport(round=Round(year=2023, part="plan"), end=date(2023, 3, 31))
    assert date_notes(report, today=date(2026, 1, 1)) == []
