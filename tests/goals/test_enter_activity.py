"""Following up an activity, cell by cell."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from goals.cells import CellState, RowAnswer, Typed, mark
from goals.choices import Kind, Part, RoundState, Verb
from goals.drafts import TEXT_LENGTH
from goals.models import ActivityReport, Event, Round
from goals.places import Place
from goals.rules import RoundLocked, activity_texts, enter_activity
from organisation.access import SYSTEM
from organisation.models import User
from tests.conftest import People
from tests.factories import ActivityReportFactory, RoundFactory

SAVED, INVALID, CONFLICT = CellState.SAVED, CellState.INVALID, CellState.CONFLICT


@pytest.fixture
def report(people: People) -> ActivityReport:
    made: ActivityReport = ActivityReportFactory(round=RoundFactory(committee=people.committee))
    return made


def enter(report: ActivityReport, by: User, seen: Any = None, **cells: str) -> RowAnswer:
    """Write in the cells after having seen what is stored, or what `seen` says."""
    stood = seen or activity_texts(ActivityReport.objects.get(pk=report.pk))
    typed = {name: Typed(text, mark(stood.get(name, ""))) for name, text in cells.items()}
    return enter_activity(report=report, cells=typed, by=by)


def states(answer: RowAnswer) -> dict[str, str]:
    return {name: str(cell.state) for name, cell in answer.cells.items()}


def test_cells_are_stored_with_history_and_an_event(people: People, report: ActivityReport) -> None:
    answer = enter(
        report,
        people.mona,
        status="ongoing",
        deviation="yes",
        analysis=" Försenad. ",
        new_end="2024-03-31",
    )

    assert answer.is_saved
    report.refresh_from_db()
    assert (report.status, report.deviation, report.analysis) == ("ongoing", True, "Försenad.")
    assert (report.new_end, report.commented, report.version) == (date(2024, 3, 31), True, 2)
    history = report.history.order_by("history_id")
    assert [line.deviation for line in history] == [False, True]
    assert history.last().history_user == people.mona
    event = Event.objects.get()
    assert (event.verb, event.by) == (Verb.ACTIVITY_CHANGED, people.mona)
    assert event.place == Place(Kind.ACTIVITY, report.activity_id)
    assert event.details == {
        "name": report.activity.title,
        "cells": [
            ["status", "", "ongoing"],
            ["deviation", "", "yes"],
            ["analysis", None, None],
            ["new_end", "", "2024-03-31"],
        ],
        "version": 2,
    }


WAITS = {"deviation": "invalid", "status": "saved"}
TOGETHER: list[tuple[dict[str, Any], dict[str, str], dict[str, str]]] = [
    # stored before, sent in, and how it ends
    ({}, {"deviation": "yes"}, {"deviation": "invalid"}),
    ({}, {"deviation": "yes", "status": "done"}, WAITS),
    ({}, {"deviation": "yes", "analysis": " "}, {"deviation": "invalid", "analysis": "saved"}),
    ({}, {"deviation": "yes", "analysis": "A"}, {"deviation": "saved", "analysis": "saved"}),
    ({"analysis": "A"}, {"deviation": "yes"}, {"deviation": "saved"}),
    # A loaded document may say that there is an analysis without its text.
    ({"commented": True}, {"deviation": "yes"}, {"deviation": "saved"}),
    ({"deviation": True, "analysis": "A"}, {"analysis": ""}, {"analysis": "invalid"}),
    (
        {"deviation": True, "analysis": "A"},
        {"analysis": "", "deviation": ""},
        {"analysis": "saved", "deviation": "saved"},
    ),
    ({"deviation": True, "analysis": "A"}, {"deviation": ""}, {"deviation": "saved"}),
    # What a document brought without an analysis does not stop the rest.
    ({"deviation": True}, {"status": "done"}, {"status": "saved"}),
    ({"deviation": True}, {"deviation": "yes"}, {"deviation": "saved"}),
    ({}, {"new_end": "2023-01-01"}, {"new_end": "saved"}),
    ({}, {"new_end": "2022-12-31"}, {"new_end": "invalid"}),
    ({"start": None}, {"new_end": "2022-12-31"}, {"new_end": "saved"}),
    ({}, {"new_end": "31/12 2023"}, {"new_end": "invalid"}),
    ({}, {"new_end": "2023-02-30"}, {"new_end": "invalid"}),
    ({"new_end": date(2024, 1, 1)}, {"new_end": " "}, {"new_end": "saved"}),
    ({}, {"status": "soon"}, {"status": "invalid"}),
    ({"status": "done"}, {"status": ""}, {"status": "saved"}),
    ({}, {"analysis": "å" * TEXT_LENGTH}, {"analysis": "saved"}),
    ({}, {"analysis": "å" * (TEXT_LENGTH + 1), "status": "done"}, {"analysis": "invalid"}),
    ({}, {"analysis": "a\0b"}, {"analysis": "invalid"}),
    ({}, {"analysis": "\udcff"}, {"analysis": "invalid"}),
    ({}, {"status": "\0"}, {"status": "invalid"}),
    ({}, {"new_end": "2023\0"}, {"new_end": "invalid"}),
]


@pytest.mark.parametrize(("before", "cells", "expected"), TOGETHER)
def test_what_fits_is_stored_and_the_rest_is_not(
    people: People,
    report: ActivityReport,
    before: dict[str, Any],
    cells: dict[str, str],
    expected: dict[str, str],
) -> None:
    ActivityReport.objects.filter(pk=report.pk).update(**before)
    stood = activity_texts(ActivityReport.objects.get(pk=report.pk))

    answer = enter(report, people.mona, **cells)

    now = activity_texts(ActivityReport.objects.get(pk=report.pk))
    assert expected.items() <= states(answer).items()
    for name, cell in answer.cells.items():
        if cell.state == SAVED:
            assert (cell.text, cell.seen, cell.message) == (now[name], mark(now[name]), "")
        else:
            assert (cell.text, cell.seen) == (cells[name], mark(stood[name]))
            assert cell.message
            assert now[name] == stood[name]
    assert Event.objects.count() == (now != stood)


def test_the_same_answer_twice_is_stored_once(people: People, report: ActivityReport) -> None:
    stood = activity_texts(report)
    for _time in range(2):
        answer = enter(report, people.mona, seen=stood, status="done", analysis="Klart.")
        assert answer.is_saved
    report.refresh_from_db()
    assert (report.version, report.history.count(), Event.objects.count()) == (2, 2, 1)


def test_two_people_in_different_cells_never_meet(people: People, report: ActivityReport) -> None:
    stood = activity_texts(report)
    assert enter(report, people.mona, seen=stood, status="done").is_saved
    assert enter(report, people.eva, seen=stood, analysis="Klart.").is_saved
    report.refresh_from_db()
    assert (report.status, report.analysis, report.version) == ("done", "Klart.", 3)


def test_a_conflict_is_one_cells_and_names_who_wrote_it(
    people: People, report: ActivityReport
) -> None:
    stood = activity_texts(report)
    enter(report, people.mona, status="done")
    # Who saved the line last did not write the cell.
    enter(report, people.eva, analysis="Klart.")

    answer = enter(report, people.eva, seen=stood, status="stopped", new_end="2024-01-31")

    assert states(answer) == {"status": "conflict", "new_end": "saved"}
    theirs = answer.cells["status"].theirs
    assert theirs is not None
    assert (theirs.text, theirs.name) == ("done", "Mona")
    assert theirs.at == Event.objects.order_by("pk")[0].at
    report.refresh_from_db()
    assert report.status == "done"


def test_a_conflict_with_what_a_document_brought_names_nobody(
    people: People, report: ActivityReport
) -> None:
    enter(report, people.mona, status="done")
    stored = ActivityReport.objects.get(pk=report.pk)
    stored.status = "stopped"
    stored.save()

    answer = enter(report, people.mona, seen={"status": "done"}, status="ongoing")

    theirs = answer.cells["status"].theirs
    assert theirs is not None
    assert (theirs.text, theirs.name) == ("stopped", "")


@pytest.mark.parametrize("name", ["total", "version", "id", "commented", "start", ""])
def test_a_cell_that_there_is_not_refuses_the_row(
    people: People, report: ActivityReport, name: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        enter(report, people.mona, **{"status": "done", name: "x"})
    assert caught.value.code == "no_cell"
    report.refresh_from_db()
    assert (report.status, report.version) == ("", 1)


def test_who_may(people: People, report: ActivityReport) -> None:
    for person in (people.rolf, people.karin):
        with pytest.raises(PermissionDenied):
            enter(report, person, status="done")
    with pytest.raises(Http404):
        enter(report, people.nils, status="done")
    for status, person in (("ongoing", people.eva), ("done", people.mona)):
        assert enter(report, person, status=status).is_saved
    assert enter_activity(
        report=report, cells={"status": Typed("stopped", mark("done"))}, by=SYSTEM
    ).is_saved
    assert Event.objects.latest("pk").by is None


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.DECIDED])
def test_a_round_that_is_not_open_refuses(
    people: People, report: ActivityReport, state: str
) -> None:
    Round.objects.filter(pk=report.round_id).update(state=state)
    with pytest.raises(RoundLocked):
        enter(report, people.mona, status="done")
    report.refresh_from_db()
    assert report.version == 1


def test_a_plan_is_not_followed_up(people: People, report: ActivityReport) -> None:
    Round.objects.filter(pk=report.round_id).update(part=Part.PLAN)
    with pytest.raises(Http404):
        enter(report, people.mona, status="done")


def test_a_save_touches_one_row(people: People, report: ActivityReport) -> None:
    enter(report, people.mona, status="ongoing")  # reads the memberships, once
    stored = ActivityReport.objects.select_related(
        "activity__goal__parent__parent", "round__committee"
    ).get(pk=report.pk)
    typed = {"status": Typed("done", mark("ongoing"))}
    with CaptureQueriesContext(connection) as captured:
        enter_activity(report=stored, cells=typed, by=people.mona)
    changed = [one["sql"] for one in captured if one["sql"].startswith("UPDATE")]
    assert len(changed) == 1
    assert changed[0].startswith('UPDATE "goals_activityreport" SET ')
    assert changed[0].endswith(f'WHERE "goals_activityreport"."id" = {report.pk}')
    # Savepoint, round, line, its change, history, event, end of the savepoint.
    assert len(captured) == 7
