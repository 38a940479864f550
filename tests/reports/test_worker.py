"""Workers as processes of their own: killed, told to end, many at once, on both databases."""

import signal
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from goals.models import Round
from organisation.models import Role
from reports.choices import FileState
from reports.jobs.beating import SILENT
from reports.jobs.files import ask_for_pdf, cancel
from reports.jobs.sweeping import sweep
from reports.models import ReportFile
from reports.models.files import ATTEMPTS
from tests.conftest import People
from tests.documents import areas, document
from tests.factories import member
from tests.workers import is_alive, kill, until, until_drawn, until_file, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def long(people: People, loaded: Any) -> ReportFile:
    """A file that takes some seconds to make."""
    return ask_for_pdf(round=loaded(areas(12)), by=people.rolf)


def is_ready(file: ReportFile) -> bool:
    return file.state == FileState.READY


def tasks_seen() -> object:
    return list(DBTaskResult.objects.values_list("status", "worker_ids"))


def age(file: ReportFile) -> None:
    """As if its worker had been silent for long."""
    ReportFile.objects.filter(pk=file.pk).update(beat_at=timezone.now() - 2 * SILENT)


def test_killed_worker_is_noticed_and_its_job_done_again_within_a_minute(
    long: ReportFile,
) -> None:
    with worker() as first:
        drawing = until_drawn(long, by=first)
        kill(first)

        with worker():
            took = until_file(long, lambda file: file.attempt == 2)
            until_file(long, is_ready)

    assert took < 60
    assert not any(is_alive(child) for child in drawing)
    file = ReportFile.objects.get()
    assert file.attempt == 2
    assert bytes(file.content or b"").startswith(b"%PDF-1.7")


def test_job_that_kills_its_workers_is_given_up(long: ReportFile) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        with worker() as one:
            until_drawn(long, by=one)
            assert ReportFile.objects.get(pk=long.pk).attempt == attempt
            kill(one)
        age(long)
        sweep()

    long.refresh_from_db()
    assert (long.state, long.attempt) == (FileState.FAILED, ATTEMPTS)
    assert long.error
    assert not DBTaskResult.objects.ready().exists()


def test_cancelling_stops_the_drawing_and_the_worker_goes_on(
    people: People, long: ReportFile, loaded: Any
) -> None:
    with worker() as one:
        drawing = until_drawn(long, by=one)
        cancel(file=long, by=people.rolf)
        took = until(lambda: not any(is_alive(child) for child in drawing))

        next_one = ask_for_pdf(round=loaded(document(year=2022)), by=people.rolf)
        until_file(next_one, is_ready)

    assert took < 15
    long.refresh_from_db()
    assert (long.state, long.content) == (FileState.CANCELLED, None)


def test_worker_told_to_end_gives_its_job_back(long: ReportFile) -> None:
    with worker() as one:
        until_drawn(long, by=one)
        one.send_signal(signal.SIGTERM)
        took = until(lambda: one.poll() is not None)

    assert (one.returncode, took < 15) == (0, True)
    long.refresh_from_db()
    # It is as if nobody had begun with it.
    assert (long.state, long.attempt, long.worker) == (FileState.QUEUED, 0, "")
    with worker("--batch") as other:
        assert other.wait(240) == 0
    long.refresh_from_db()
    assert is_ready(long)


@pytest.mark.postgres
def test_many_workers_share_the_queue_and_do_each_job_once(people: People, loaded: Any) -> None:
    rounds: list[Round] = [loaded(document(year=2010 + number)) for number in range(9)]
    files = [ask_for_pdf(round=round, by=member(Role.READER, round.committee)) for round in rounds]

    # A file is ready a moment before its worker has written that the task is done.
    with worker(), worker(), worker():
        until(lambda: DBTaskResult.objects.finished().count() == len(files), seen=tasks_seen)

    made = ReportFile.objects.all()
    assert {(file.state, file.attempt) for file in made} == {(FileState.READY, 1)}
    assert len({bytes(file.content or b"") for file in made}) == len(files)
    tasks = DBTaskResult.objects.all()
    assert {(task.status, len(task.worker_ids)) for task in tasks} == {
        (TaskResultStatus.SUCCESSFUL, 1)
    }
    assert len({worker for task in tasks for worker in task.worker_ids}) > 1
