"""What happens to jobs when workers die, are late, or find no room; and what is said of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from goals.models import Round
from organisation.models import Membership, Role
from reports.choices import EditionFormat, FileState
from reports.editions.making import submit_proposal
from reports.jobs import beating, tasks
from reports.jobs.beating import SILENT, Beat
from reports.jobs.files import ask_for_files, ask_for_pdf
from reports.jobs.how_far import how_far
from reports.jobs.sweeping import rescue, sweep
from reports.jobs.tasks import make_file
from reports.models import Edition, ReportFile
from reports.models.files import ATTEMPTS
from reports.rendering.progress import Progress, Step
from tests.conftest import People
from tests.documents import document
from tests.pages import address, text_of
from tests.workers import until, until_file

making = pytest.mark.django_db(transaction=True)
LONG_AGO = 2 * SILENT


@pytest.fixture
def round(people: People, loaded: Any) -> Round:
    found: Round = loaded(document())
    return found


@pytest.fixture
def file(people: People, round: Round) -> ReportFile:
    return ask_for_pdf(round=round, by=people.rolf)


def set_to(file: ReportFile, **fields: Any) -> ReportFile:
    ReportFile.objects.filter(pk=file.pk).update(**fields)
    file.refresh_from_db()
    return file


def begun(file: ReportFile, *, ago: timedelta, attempt: int = 1) -> ReportFile:
    """As a worker leaves it that was last heard of then."""
    beat_at = timezone.now() - ago
    return set_to(file, state=FileState.MAKING, attempt=attempt, worker="w", beat_at=beat_at)


def waiting_tasks() -> list[int]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return [task.args_kwargs["args"][0] for task in ready]


# Dead workers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "attempt", "state"),
    [
        (timedelta(0), 1, FileState.MAKING),
        (SILENT / 2, ATTEMPTS, FileState.MAKING),
        (LONG_AGO, 1, FileState.QUEUED),
        (LONG_AGO, ATTEMPTS - 1, FileState.QUEUED),
        (LONG_AGO, ATTEMPTS, FileState.FAILED),
    ],
)
def test_job_of_a_silent_worker_is_put_back_until_the_last_attempt(
    file: ReportFile,
    ago: timedelta,
    attempt: int,
    state: FileState,
    django_capture_on_commit_callbacks: Any,
) -> None:
    begun(file, ago=ago, attempt=attempt)

    with django_capture_on_commit_callbacks(execute=True):
        rescue()

    file.refresh_from_db()
    assert (file.state, file.attempt) == (state, attempt)
    assert waiting_tasks() == ([file.pk] if state == FileState.QUEUED else [])
    assert bool(file.error) is (state == FileState.FAILED)


def test_job_is_put_back_once_however_often_it_is_swept(
    file: ReportFile, django_capture_on_commit_callbacks: Any
) -> None:
    begun(file, ago=LONG_AGO)

    for _sweep in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            rescue()

    assert waiting_tasks() == [file.pk]


@pytest.mark.parametrize(
    ("status", "is_lost"),
    [(None, True), (TaskResultStatus.RUNNING, True), (TaskResultStatus.READY, False)],
)
def test_file_whose_task_was_lost_gets_another(
    file: ReportFile,
    status: str | None,
    is_lost: bool,
    django_capture_on_commit_callbacks: Any,
) -> None:
    if status:
        task = make_file.enqueue(file.pk)
        then = timezone.now() - timedelta(minutes=1)
        DBTaskResult.objects.filter(pk=task.id).update(status=status, started_at=then)
    set_to(file, asked_at=timezone.now() - timedelta(minutes=1))

    for _sweep in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            rescue()

    assert waiting_tasks() == [file.pk]
    assert DBTaskResult.objects.count() == 1 + (bool(status) and is_lost)


def test_file_that_nobody_begins_with_fails_in_the_end(file: ReportFile) -> None:
    set_to(file, asked_at=timezone.now() - timedelta(hours=2))

    rescue()

    file.refresh_from_db()
    assert file.state == FileState.FAILED
    assert file.error


@pytest.mark.parametrize(
    ("state", "ago", "is_dead"),
    [
        (FileState.READY, timedelta(minutes=2), True),
        (FileState.READY, timedelta(seconds=5), False),
        (FileState.MAKING, timedelta(minutes=2), False),
    ],
)
def test_task_that_a_killed_worker_left_running_is_failed(
    file: ReportFile, state: FileState, ago: timedelta, is_dead: bool
) -> None:
    task = make_file.enqueue(file.pk)
    then = timezone.now() - ago
    DBTaskResult.objects.filter(pk=task.id).update(status=TaskResultStatus.RUNNING, started_at=then)
    set_to(file, state=state, beat_at=timezone.now())

    sweep()

    expected = TaskResultStatus.FAILED if is_dead else TaskResultStatus.RUNNING
    assert DBTaskResult.objects.get().status == expected


def test_old_results_are_thrown_away(db: None) -> None:
    for days in (1, 15):
        task = make_file.enqueue(0)
        DBTaskResult.objects.filter(pk=task.id).update(
            status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - timedelta(days=days)
        )

    sweep()

    assert DBTaskResult.objects.count() == 1


def test_sweeping_asks_as_many_times_for_many_files(
    people: People, loaded: Any, django_assert_num_queries: Any
) -> None:
    for count in (1, 3):
        for number in range(count):
            ask_for_pdf(round=loaded(document(year=2000 + 10 * count + number)), by=people.karin)
        ReportFile.objects.update(asked_by=None)
        # Silent ones, waiting ones; those running and those made, old results.
        with django_assert_num_queries(5):
            sweep()


# Beating --------------------------------------------------------------------------------------


@making
def test_silent_job_beats(file: ReportFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beating, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(beating, "LOOK_SECONDS", 0.05)
    then = begun(file, ago=LONG_AGO).beat_at
    assert then is not None

    with Beat(file):
        until(lambda: ReportFile.objects.filter(pk=file.pk, beat_at__gt=then + SILENT).exists())


@making
def test_progress_is_stored(file: ReportFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beating, "LOOK_SECONDS", 0.05)
    begun(file, ago=timedelta(0))

    with Beat(file) as beat:
        beat.told(Progress(Step.LAYOUT, 3, 7))
        until_file(file, lambda stored: stored.step)

    file.refresh_from_db()
    assert (file.step, file.done, file.total) == (Step.LAYOUT, 3, 7)


@making
@pytest.mark.parametrize(
    "change",
    [
        {"state": FileState.CANCELLED},
        {"attempt": 2},
        {"worker": "another"},
        None,
    ],
)
def test_job_that_is_no_longer_ours_is_stopped(
    file: ReportFile, change: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beating, "LOOK_SECONDS", 0.05)
    begun(file, ago=timedelta(0))

    with Beat(file) as beat:
        assert not beat.should_stop()
        if change:
            set_to(file, **change)
        else:
            ReportFile.objects.all().delete()
        until(beat.should_stop)
        assert beat.is_lost


@making
def test_job_that_is_stuck_stops_beating(file: ReportFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beating, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(beating, "PATIENCE", 0)
    begun(file, ago=timedelta(0))

    with Beat(file) as beat:
        until(beat.should_stop)


# Late and full --------------------------------------------------------------------------------


def test_late_worker_overwrites_nothing(file: ReportFile) -> None:
    late = begun(file, ago=timedelta(0))
    second = begun(ReportFile.objects.get(pk=file.pk), ago=timedelta(0), attempt=2)
    tasks._finish(second, content=b"%PDF the second")

    tasks._finish(late, content=b"%PDF the first")
    tasks._finish(late, error="Too late")

    file.refresh_from_db()
    assert (file.state, file.content, file.error) == (FileState.READY, b"%PDF the second", "")


def test_job_given_back_is_no_attempt(
    file: ReportFile, django_capture_on_commit_callbacks: Any
) -> None:
    begun(file, ago=timedelta(0), attempt=ATTEMPTS)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.give_back(file)

    file.refresh_from_db()
    assert (file.state, file.attempt) == (FileState.QUEUED, ATTEMPTS - 1)
    assert waiting_tasks() == [file.pk]


@making
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be told to be full")
def test_full_database_fails_the_file_and_keeps_no_half(file: ReportFile) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 1}")
    try:
        with pytest.raises(Exception, match="full"):
            make_file.call(file.pk)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)
    assert file.error


# The files of an edition ----------------------------------------------------------------------


@pytest.fixture
def edition(people: People, round: Round) -> Edition:
    return submit_proposal(round=round, registry_number="ABY 2024/1", by=people.eva)


@making
def test_submitting_has_the_files_made_and_kept(edition: Edition) -> None:
    job = ReportFile.objects.get(edition=edition)
    assert waiting_tasks() == [job.pk]

    make_file.call(job.pk)

    job.refresh_from_db()
    assert (job.state, job.content) == (FileState.READY, None)
    kept = {file.format: bytes(file.content) for file in edition.files.all()}
    assert kept[EditionFormat.PDF].startswith(b"%PDF-1.7")
    assert EditionFormat.ARCHIVE in kept


def test_finished_files_lead_to_their_edition(
    people: People, edition: Edition, client: Client
) -> None:
    job = set_to(ReportFile.objects.get(edition=edition), state=FileState.READY)
    client.force_login(people.rolf)

    page = text_of(client.get(address("report_pdf_status", edition.round, job.pk)))

    assert f'href="{address("edition", edition.round, edition.number)}"' in page


@making
def test_files_of_an_edition_are_made_once(people: People, edition: Edition) -> None:
    job = ReportFile.objects.get(edition=edition)
    assert ask_for_files(edition=edition, by=people.eva) == job
    make_file.call(job.pk)
    assert ask_for_files(edition=edition, by=people.eva) == job
    # A worker that was killed after it had kept them: the next one keeps nothing new.
    kept = set(edition.files.values_list("pk", flat=True))
    set_to(job, state=FileState.QUEUED)
    make_file.call(job.pk)

    assert set(edition.files.values_list("pk", flat=True)) == kept
    job.refresh_from_db()
    assert (job.state, job.attempt) == (FileState.READY, 2)


@making
def test_who_makes_no_editions_any_more_gets_no_files(people: People, edition: Edition) -> None:
    Membership.objects.filter(user=people.eva).update(role=Role.READER)
    job = ReportFile.objects.get(edition=edition)

    make_file.call(job.pk)

    job.refresh_from_db()
    assert job.state == FileState.FAILED
    assert not edition.files.exists()
    with pytest.raises(PermissionDenied):
        ask_for_files(edition=edition, by=people.mona)


# What is said ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "percent"),
    [
        ({"state": FileState.QUEUED}, None),
        ({"state": FileState.MAKING}, None),
        ({"state": FileState.MAKING, "step": Step.LAYOUT, "done": 0, "total": 4}, 0),
        ({"state": FileState.MAKING, "step": Step.LAYOUT, "done": 4, "total": 4}, 80),
        ({"state": FileState.MAKING, "step": Step.CHECK, "done": 1, "total": 1}, 100),
        ({"state": FileState.MAKING, "step": Step.CHECK}, 95),
    ],
)
def test_how_far_a_file_has_come(
    file: ReportFile, fields: dict[str, Any], percent: int | None
) -> None:
    far = how_far(set_to(file, **fields))

    assert far.text
    assert far.percent == percent


@pytest.mark.usefixtures("in_english")
def test_step_is_told_with_its_count(file: ReportFile) -> None:
    set_to(file, state=FileState.MAKING, step=Step.LAYOUT, done=3, total=7)

    assert how_far(file).text.endswith(": 3 of 7")


@pytest.mark.usefixtures("in_english")
def test_place_in_the_queue_is_told(people: People, loaded: Any, file: ReportFile) -> None:
    second = ask_for_pdf(round=loaded(document(year=2022)), by=people.rolf)

    assert "next in turn" in how_far(file).text
    assert "1 file is made before it" in how_far(second).text
