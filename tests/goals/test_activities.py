"""The page that follows up activities."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goals.cells import Typed, mark
from goals.choices import Part, RoundState
from goals.models import ActivityReport, Draft, Responsibility, Round
from goals.queries import date_notes
from goals.rules import enter_activity
from organisation.models import User
from tests.conftest import People
from tests.factories import ActivityReportFactory, RoundFactory

pytestmark = pytest.mark.usefixtures("in_english")
SCRIPT = {"X-Requested-With": "fetch"}
CELLS = ("status", "deviation", "new_end", "analysis")
NOTHING_SEEN = {name: mark("") for name in CELLS}


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
        "seen": json.dumps(NOTHING_SEEN),
        "status": "ongoing",
        "deviation": "yes",
        "new_end": "2023-12-31",
        "analysis": "Bygget är försenat.",
        **changes,
    }


def send(client: Client, report: ActivityReport, by: User, **texts: str) -> Any:
    """Send cells of the activity's row as the page's script does."""
    round = report.round
    address = reverse("activity_cells", args=[round.committee.slug, round.year, round.slug])
    cells = {name: {"text": text, "seen": NOTHING_SEEN[name]} for name, text in texts.items()}
    said = {"place": f"activity:{report.activity_id}", "cells": cells}
    return client.post(
        address,
        {"person": by.pk, "typed": 1, "rows": [said]},
        content_type="application/json",
        headers=SCRIPT,
    )


def states(answer: Any) -> dict[str, str]:
    (row,) = answer.json()["rows"]
    return {name: cell["state"] for name, cell in row["cells"].items() if cell["state"]}


def test_the_page_has_a_row_to_fill_in(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.mona)
    answer = client.get(page_of(report.round))
    assert answer.status_code == 200
    assert "Öppna en förskola" in answer.text
    assert "0 of 1 followed up" in answer.text
    assert f'id="activity-{report.activity_id}"' in answer.text
    for name in CELLS:
        assert answer.text.count(f'name="{name}"') == 1


def test_a_reader_and_a_controller_read_and_may_not_save(
    client: Client, people: People, report: ActivityReport
) -> None:
    for person in (people.rolf, people.karin):
        client.force_login(person)
        answer = client.get(page_of(report.round))
        assert answer.status_code == 200
        assert 'name="status"' not in answer.text
        assert client.post(address_of(report), typed()).status_code == 403
        assert send(client, report, person, status="done").status_code == 403
    report.refresh_from_db()
    assert report.version == 1


def test_another_committees_person_finds_nothing(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.nils)
    assert client.get(page_of(report.round)).status_code == 404
    assert client.get(address_of(report)).status_code == 404
    assert client.post(address_of(report), typed()).status_code == 404
    assert send(client, report, people.nils, status="done").status_code == 404


def test_a_plan_shows_its_activities_to_read(
    client: Client, people: People, report: ActivityReport
) -> None:
    Round.objects.update(part=Part.PLAN)
    report = ActivityReport.objects.get()
    client.force_login(people.mona)
    answer = client.get(page_of(report.round))
    assert answer.status_code == 200
    assert "Öppna en förskola" in answer.text
    assert "1 activity" in answer.text
    assert '<th scope="col" class="sheet__choice">' not in answer.text
    assert 'name="status"' not in answer.text
    assert client.post(address_of(report), typed()).status_code == 404
    assert send(client, report, people.mona, status="done").status_code == 404


def test_saving_without_scripts_goes_back_to_the_row(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.mona)
    answer = client.post(f"{address_of(report)}?visa=saknas", typed())
    assert answer.status_code == 302
    place = f"activity-{report.activity_id}"
    assert answer["Location"] == f"{page_of(report.round)}?visa=saknas#{place}"
    report.refresh_from_db()
    assert (report.status, report.deviation, report.version) == ("ongoing", True, 2)
    assert (report.new_end, report.analysis) == (date(2023, 12, 31), "Bygget är försenat.")


def test_a_cell_sent_by_a_script_is_saved_alone(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.mona)
    answer = send(client, report, people.mona, status="done")
    assert states(answer) == {"status": "saved"}
    (row,) = answer.json()["rows"]
    assert row["cells"]["status"]["mark"] == mark("done")
    report.refresh_from_db()
    assert (report.status, report.deviation, report.analysis) == ("done", False, "")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_deviation_waits_for_its_analysis_and_both_are_saved_then(
    client: Client, people: People, report: ActivityReport, scripts: bool
) -> None:
    client.force_login(people.mona)
    if scripts:
        answer = send(client, report, people.mona, deviation="yes", status="ongoing")
        assert states(answer) == {"deviation": "invalid", "status": "saved"}
        assert "Describe the deviation" in answer.json()["rows"][0]["cells"]["deviation"]["message"]
    else:
        answer = client.post(address_of(report), typed(analysis=" "))
        assert answer.status_code == 422
        assert "There is a problem" in answer.text
        assert "Describe the deviation" in answer.text
    report.refresh_from_db()
    assert (report.status, report.deviation) == ("ongoing", False)
    # The tick is there when the page is opened again, for its writer only.
    draft = Draft.objects.get(cell="deviation")
    assert (draft.text, draft.by) == ("yes", people.mona)
    assert 'data-state="draft"' in client.get(page_of(report.round)).text

    answer = send(client, report, people.mona, deviation="yes", analysis="Bygget är försenat.")
    assert states(answer) == {"deviation": "saved", "analysis": "saved"}
    report.refresh_from_db()
    assert (report.deviation, report.analysis) == (True, "Bygget är försenat.")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("wrong", ["i höst", "2022-12-31"])
def test_a_new_end_date_is_a_day_after_the_start(
    client: Client, people: People, report: ActivityReport, wrong: str
) -> None:
    client.force_login(people.mona)
    answer = send(client, report, people.mona, new_end=wrong, status="ongoing")
    assert states(answer) == {"new_end": "invalid", "status": "saved"}
    assert f'value="{wrong}"' in client.get(page_of(report.round)).text
    report.refresh_from_db()
    assert report.new_end is None


@pytest.mark.parametrize("scripts", [True, False])
def test_a_conflict_shows_both_with_name_and_keeps_what_was_typed(
    client: Client, people: People, report: ActivityReport, scripts: bool
) -> None:
    client.force_login(people.eva)
    send(client, report, people.eva, analysis="Klart i mars.")
    client.force_login(people.mona)
    if scripts:
        answer = send(client, report, people.mona, analysis="Bygget är försenat.")
        assert states(answer) == {"analysis": "conflict"}
        notes = answer.json()["rows"][0]["html"][f"activity-{report.activity_id}-notes"]
    else:
        answer = client.post(address_of(report), typed(deviation=""))
        assert answer.status_code == 409
        notes = answer.text
    for text in ("Klart i mars.", "Bygget är försenat.", "Eva saved here"):
        assert text in notes
    report.refresh_from_db()
    assert report.analysis == "Klart i mars."

    # Saving over theirs is a choice made knowingly.
    seen = json.dumps({**NOTHING_SEEN, "status": mark(report.status)})
    client.post(address_of(report), typed(mine="analysis", seen=seen, status=report.status))
    report.refresh_from_db()
    assert report.analysis == "Bygget är försenat."


def test_what_was_typed_can_be_given_up(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.mona)
    send(client, report, people.mona, new_end="snart")
    assert Draft.objects.count() == 1
    assert client.post(address_of(report), typed(forget="new_end")).status_code == 302
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_locked_round_refuses_and_keeps_what_was_typed(
    client: Client, people: People, report: ActivityReport, scripts: bool
) -> None:
    Round.objects.update(state=RoundState.LOCKED)
    client.force_login(people.mona)
    if scripts:
        answer = send(client, report, people.mona, analysis="Bygget är försenat.")
        assert states(answer) == {"analysis": "locked"}
    else:
        assert client.post(address_of(report), typed()).status_code == 409
    report.refresh_from_db()
    assert report.version == 1
    page = client.get(page_of(report.round))
    assert 'name="status"' not in page.text
    # It can be read and copied.
    assert "your draft of" in page.text
    assert "Bygget är försenat." in page.text


def test_a_page_that_somebody_else_opened_saves_nothing(
    client: Client, people: People, report: ActivityReport
) -> None:
    client.force_login(people.eva)
    answer = send(client, report, people.mona, status="done")
    assert answer.status_code == 401
    report.refresh_from_db()
    assert report.status == ""


def test_an_activity_of_another_round_is_not_found(
    client: Client, people: People, report: ActivityReport
) -> None:
    other = RoundFactory(committee=people.committee, year=2022)
    client.force_login(people.mona)
    wrong = reverse(
        "activity_save", args=[people.committee.slug, other.year, other.slug, report.activity_id]
    )
    assert client.post(wrong, typed()).status_code == 404


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("", {"Ny", "Klar", "Avviker", "Gammal"}),
        ("finns-inte", {"Ny", "Klar", "Avviker", "Gammal"}),
        ("saknas", {"Ny", "Gammal"}),
        ("mina", {"Klar"}),
        ("avvikelser", {"Avviker"}),
        ("datum", {"Gammal"}),
    ],
)
def test_a_filter_leaves_what_fits(
    client: Client, people: People, choice: str, expected: set[str]
) -> None:
    round = RoundFactory(committee=people.committee)
    ActivityReportFactory(round=round, activity__title="Ny")
    done = ActivityReportFactory(round=round, activity__title="Klar", status="done")
    ActivityReportFactory(
        round=round, activity__title="Avviker", status="ongoing", deviation=True, analysis="Sen."
    )
    ActivityReportFactory(round=round, activity__title="Gammal", start=date(2022, 1, 1))
    # Who answers for the goal answers for what nobody is named for.
    Responsibility.objects.create(
        committee=people.committee, kind="goal", key=done.activity.goal_id, person=people.mona
    )
    client.force_login(people.mona)
    answer = client.get(page_of(round), {"visa": choice})
    rows = [row.name for _goal, rows in answer.context["groups"] for row in rows]
    assert set(rows) == expected
    assert "2 of 4 followed up" in answer.text
    assert "1 deviation" in answer.text


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow(
    client: Client, people: People, django_assert_num_queries: Any, items: int
) -> None:
    round = RoundFactory(committee=people.committee)
    ActivityReportFactory.create_batch(items, round=round)
    client.force_login(people.mona)
    with django_assert_num_queries(8):
        client.get(page_of(round))


def test_the_head_of_the_page_is_counted_again(
    client: Client, people: People, report: ActivityReport
) -> None:
    cells = {"deviation": Typed("yes", mark("")), "analysis": Typed("Sen.", mark(""))}
    enter_activity(report=report, cells=cells, by=people.mona)
    client.force_login(people.mona)
    round = report.round
    args = [round.committee.slug, round.year, round.slug]
    text = client.get(reverse("activities_state", args=args)).text
    assert "0 of 1 followed up" in text
    assert "1 deviation" in text


@pytest.mark.parametrize(
    ("dates", "status", "expected"),
    [
        ({"start": date(2023, 1, 1), "end": date(2023, 12, 31)}, "", []),
        (
            {"start": date(2023, 1, 1), "end": date(2023, 4, 29)},
            "",
            ["The end date has passed"],
        ),
        ({"end": date(2023, 4, 29), "new_end": date(2023, 9, 30)}, "", []),
        (
            {"end": date(2023, 3, 1), "new_end": date(2023, 4, 1)},
            "ongoing",
            ["The end date has passed"],
        ),
        ({"start": date(2023, 1, 1), "end": date(2023, 4, 29)}, "done", []),
        ({"start": date(2023, 1, 1), "end": date(2023, 4, 30)}, "", []),
        (
            {"start": date(2022, 1, 1), "end": date(2022, 12, 31)},
            "done",
            ["Starts in 2022", "Ends in 2022"],
        ),
        ({}, "", []),
    ],
)
def test_odd_dates_are_said_in_words(
    dates: dict[str, date], status: str, expected: list[str]
) -> None:
    report = ActivityReport(round=Round(year=2023, part="t1"), status=status, **dates)
    assert date_notes(report, today=date(2026, 1, 1)) == expected


def test_an_end_date_has_not_passed_before_its_day() -> None:
    report = ActivityReport(round=Round(year=2023, part="t1"), end=date(2023, 3, 31))
    assert date_notes(report, today=date(2023, 3, 31)) == []
    assert date_notes(report, today=date(2023, 4, 1)) == ["The end date has passed"]


def test_a_plan_is_not_late() -> None:
    report = ActivityReport(round=Round(year=2023, part="plan"), end=date(2023, 3, 31))
    assert date_notes(report, today=date(2026, 1, 1)) == []
