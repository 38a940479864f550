"""Asking for a PDF, making it, and fetching it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from goals.models import Goal, Round
from organisation.models import Membership
from reports.choices import FileState, ReportStatus
from reports.jobs.files import JOBS_PER_PERSON, ask_for_pdf, cancel
from reports.jobs.tasks import FILES_KEPT, make_file
from reports.models import Report, ReportFile
from reports.snapshot import UnreadableSnapshot
from tests.conftest import People
from tests.documents import document
from tests.pages import address, inline_code, repeated_ids, text_of
from tests.races import at_once

PDF = b"%PDF-1.7 a small one"


# What makes files beats beside them, with a connection of its own to the database.
making = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round(people: People, loaded: Any) -> Round:
    found: Round = loaded(document())
    return found


def ready(round: Round) -> ReportFile:
    """A file that was made some time ago."""
    return ReportFile.objects.create(round=round, state=FileState.READY, content=PDF)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def state_of(file: ReportFile) -> str:
    return ReportFile.objects.get(pk=file.pk).state


# Asking ---------------------------------------------------------------------------------------


def test_asking_sets_work_once_it_is_stored(
    people: People, round: Round, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        file = ask_for_pdf(round=round, by=people.rolf)
        assert DBTaskResult.objects.count() == 0

    assert (file.state, file.asked_by) == (FileState.QUEUED, people.rolf)
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [file.pk]


@pytest.mark.parametrize(
    ("state", "is_given"),
    [
        (FileState.QUEUED, True),
        (FileState.MAKING, True),
        (FileState.READY, True),
        (FileState.FAILED, False),
        (FileState.CANCELLED, False),
    ],
)
def test_same_input_is_made_once(
    people: People, round: Round, state: FileState, is_given: bool
) -> None:
    first = ask_for_pdf(round=round, by=people.rolf)
    ReportFile.objects.filter(pk=first.pk).update(state=state)

    assert (ask_for_pdf(round=round, by=people.eva) == first) is is_given


def test_changed_report_is_another_file(people: People, round: Round) -> None:
    first = ask_for_pdf(round=round, by=people.rolf)
    Goal.objects.filter(code="1.1").update(title="Ett annat mål")

    second = ask_for_pdf(round=round, by=people.rolf)

    assert second != first
    assert "Ett annat mål" in second.source
    assert "Ett annat mål" not in first.source


def test_program_that_draws_differently_makes_another_file(
    people: People, round: Round, settings: Settings, tmp_path: Path
) -> None:
    first = ask_for_pdf(round=round, by=people.rolf)
    # A program without templates: certainly another one.
    settings.BASE_DIR = tmp_path

    assert ask_for_pdf(round=round, by=people.rolf) != first


def test_one_person_cannot_fill_the_queue(people: People, round: Round, loaded: Any) -> None:
    for year in range(JOBS_PER_PERSON):
        ask_for_pdf(round=loaded(document(year=2020 + year)), by=people.rolf)

    with pytest.raises(ValidationError):
        ask_for_pdf(round=round, by=people.rolf)
    assert ask_for_pdf(round=round, by=people.eva).is_under_way
    # What is under way already costs nothing more.
    assert ask_for_pdf(round=round, by=people.rolf).is_under_way


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_job(people: People, round: Round) -> None:
    asked = at_once(
        lambda: ask_for_pdf(round=round, by=people.rolf),
        lambda: ask_for_pdf(round=round, by=people.eva),
        lambda: ask_for_pdf(round=round, by=people.mona),
    )

    file = ReportFile.objects.get()
    assert asked == [file] * 3
    assert DBTaskResult.objects.count() == 1


def test_database_keeps_one_job_for_each_input(people: People, round: Round) -> None:
    first = ask_for_pdf(round=round, by=people.rolf)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFile.objects.create(round=round, digest=first.digest)


# Cancelling -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ReportFile.UNDER_WAY)
def test_who_asked_can_cancel(people: People, round: Round, state: FileState) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    ReportFile.objects.filter(pk=file.pk).update(state=state)

    assert cancel(file=file, by=people.rolf)

    file.refresh_from_db()
    assert (file.state, file.source) == (FileState.CANCELLED, "")
    assert "Rolf" in file.error


def test_who_manages_the_round_can_cancel_and_no_one_else(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)

    for person, refusal in ((people.mona, PermissionDenied), (people.nils, Http404)):
        with pytest.raises(refusal):
            cancel(file=file, by=person)
    assert state_of(file) == FileState.QUEUED
    assert cancel(file=file, by=people.eva)


def test_what_is_finished_is_not_cancelled(people: People, round: Round) -> None:
    file = ready(round)

    assert not cancel(file=file, by=people.eva)
    assert state_of(file) == FileState.READY


def test_cancelled_file_is_not_begun(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    cancel(file=file, by=people.rolf)

    make_file.call(file.pk)

    assert state_of(file) == FileState.CANCELLED


def test_only_who_may_read_can_ask(people: People, round: Round) -> None:
    with pytest.raises(Http404):
        ask_for_pdf(round=round, by=people.nils)

    assert ReportFile.objects.count() == 0


# Making ---------------------------------------------------------------------------------------


@making
def test_making_stores_the_pdf(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)

    make_file.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.error, file.source) == (FileState.READY, "", "")
    assert (file.attempt, file.step) == (1, "")
    assert bytes(file.content or b"").startswith(b"%PDF-1.7")
    assert file.started_at is not None
    assert file.finished_at is not None


@making
def test_making_twice_draws_once(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)

    make_file.call(file.pk)
    finished = ReportFile.objects.get(pk=file.pk).finished_at
    make_file.call(file.pk)

    assert ReportFile.objects.get(pk=file.pk).finished_at == finished is not None


def test_deleted_file_is_not_made(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    ReportFile.objects.all().delete()

    make_file.call(file.pk)

    assert not ReportFile.objects.exists()


def test_who_lost_access_gets_nothing(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    Membership.objects.filter(user=people.rolf).delete()

    make_file.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)


def test_deleted_person_gets_nothing(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    people.rolf.delete()

    make_file.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)


@making
def test_failure_is_told(people: People, round: Round, settings: Settings) -> None:
    settings.PDF_SECONDS = 0
    file = ask_for_pdf(round=round, by=people.rolf)

    make_file.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)
    assert file.error


@making
def test_unexpected_failure_is_told_and_raised(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    ReportFile.objects.filter(pk=file.pk).update(source="nothing that can be read")

    with pytest.raises(UnreadableSnapshot):
        make_file.call(file.pk)
    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)
    assert file.error


@making
def test_old_files_are_deleted(people: People, round: Round) -> None:
    old = [ready(round) for _number in range(FILES_KEPT)]
    file = ask_for_pdf(round=round, by=people.rolf)

    make_file.call(file.pk)

    kept = ReportFile.objects.order_by("pk").values_list("pk", flat=True)
    assert list(kept) == [made.pk for made in (*old[1:], file)]


# On the pages ---------------------------------------------------------------------------------


def test_report_page_shows_the_document(people: People, round: Round) -> None:
    page = text_of(client_of(people.rolf).get(address("report", round)))

    assert "1\N{NO-BREAK SPACE}945\N{NO-BREAK SPACE}st" in page
    assert inline_code(page) == []
    assert repeated_ids(page) == set()


@pytest.mark.parametrize("status", ReportStatus)
def test_report_page_says_how_far_the_report_has_come(
    people: People, round: Round, status: ReportStatus
) -> None:
    Report.objects.update_or_create(round=round, defaults={"status": status})
    with translation.override("en"):
        answer = client_of(people.rolf).get(
            address("report", round), headers={"accept-language": "en"}
        )
        (head,) = re.findall(r'class="page-head__meta">(.*?)</p>', text_of(answer), re.DOTALL)
        assert f">{status.label}</span>" in head


def test_asking_on_the_page_leads_to_how_far_it_has_come(people: People, round: Round) -> None:
    answer = client_of(people.rolf).post(address("report_pdf_ask", round))

    file = ReportFile.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == address("report_pdf_status", round, file.pk)


def finish(file: ReportFile) -> None:
    ReportFile.objects.filter(pk=file.pk).update(
        state=FileState.READY, content=PDF, finished_at=timezone.now()
    )


@pytest.mark.usefixtures("in_english")
def test_a_pdf_older_than_the_report_says_so_until_a_new_one_is_made(
    people: People, round: Round
) -> None:
    client, here = client_of(people.rolf), address("report", round)
    headers = {"accept-language": "en"}
    goal = Goal.objects.order_by("pk").first()
    assert goal is not None
    first, title = ask_for_pdf(round=round, by=people.rolf), goal.title
    finish(first)
    assert "has changed since" not in text_of(client.get(here, headers=headers))

    Goal.objects.filter(pk=goal.pk).update(title="Ett annat mål")
    page = text_of(client.get(here, headers=headers))
    assert "has changed since" in page
    assert "Make a new PDF" in page
    assert address("report_pdf_download", round, first.pk) in page

    second = ask_for_pdf(round=round, by=people.rolf)
    assert "has changed since" in text_of(client.get(here, headers=headers))
    finish(second)
    page = text_of(client.get(here, headers=headers))
    assert "has changed since" not in page
    assert address("report_pdf_download", round, second.pk) in page

    # What is put back as it was has its file already.
    Goal.objects.filter(pk=goal.pk).update(title=title)
    page = text_of(client.get(here, headers=headers))
    assert "has changed since" not in page
    assert address("report_pdf_download", round, first.pk) in page


def test_status_asks_again_until_it_is_ready(people: People, round: Round) -> None:
    client = client_of(people.rolf)
    file = ask_for_pdf(round=round, by=people.rolf)
    here = address("report_pdf_status", round, file.pk)

    whole, part = (
        text_of(client.get(here)),
        text_of(client.get(here, headers={"HX-Request": "true"})),
    )
    assert 'hx-trigger="every 2s"' in whole
    assert 'role="status"' in whole
    assert f'href="{here}"' in whole
    assert "<progress" in part
    assert "<html" not in part
    assert inline_code(whole) == []
    assert repeated_ids(whole) == set()

    made = ready(round)
    here = address("report_pdf_status", round, made.pk)
    done = text_of(client.get(here, headers={"HX-Request": "true"}))
    assert "hx-trigger" not in done
    assert address("report_pdf_download", round, made.pk) in done


def test_status_rescues_what_a_dead_worker_left(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    ReportFile.objects.filter(pk=file.pk).update(state=FileState.MAKING, attempt=1)

    client_of(people.rolf).get(address("report_pdf_status", round, file.pk))

    assert state_of(file) == FileState.QUEUED


def test_only_who_may_cancel_is_offered_to(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    cancelling = address("report_pdf_cancel", round, file.pk)

    for person, is_offered in ((people.mona, False), (people.rolf, True), (people.eva, True)):
        ReportFile.objects.update(state=FileState.QUEUED)
        page = text_of(client_of(person).get(address("report_pdf_status", round, file.pk)))
        assert (cancelling in page) is is_offered
        assert client_of(person).post(cancelling).status_code == (302 if is_offered else 403)


def test_what_was_not_made_can_be_asked_for_again(people: People, round: Round) -> None:
    client = client_of(people.rolf)
    file = ask_for_pdf(round=round, by=people.rolf)
    cancel(file=file, by=people.eva)
    page = text_of(client.get(address("report_pdf_status", round, file.pk)))
    again = address("report_pdf_again", round, file.pk)
    assert again in page
    assert "Eva" in page

    answer = client.post(again)

    new = ReportFile.objects.latest("pk")
    assert answer["Location"] == address("report_pdf_status", round, new.pk)
    assert new.is_under_way


def test_one_too_many_is_refused_with_a_message(people: People, round: Round, loaded: Any) -> None:
    for year in range(JOBS_PER_PERSON):
        ask_for_pdf(round=loaded(document(year=2020 + year)), by=people.rolf)

    client = client_of(people.rolf)
    answer = client.post(address("report_pdf_ask", round), follow=True)

    assert "notice--error" in text_of(answer)
    assert not round.files.exists()


def test_pages_of_the_round_tell_of_its_files(people: People, round: Round) -> None:
    client = client_of(people.rolf)
    pages = (address("report", round), reverse("year", args=["aby", round.year]))
    file = ask_for_pdf(round=round, by=people.rolf)
    here = address("report_pdf_status", round, file.pk)
    for page in pages:
        assert here in text_of(client.get(page))

    made = ReportFile.objects.filter(pk=file.pk)
    made.update(state=FileState.READY, finished_at=timezone.now(), content=PDF)
    assert f'"{here}"' not in text_of(client.get(pages[0]))
    assert address("report_pdf_download", round, file.pk) in text_of(client.get(pages[0]))
    assert here in text_of(client.get(pages[1]))


@pytest.mark.parametrize("state", [FileState.READY, FileState.FAILED])
def test_who_went_elsewhere_is_told_once_when_it_is_finished(
    people: People, round: Round, state: FileState
) -> None:
    client = client_of(people.rolf)
    client.post(address("report_pdf_ask", round))
    file = ReportFile.objects.get()
    notice = f'href="{address("report_pdf_status", round, file.pk)}"'
    elsewhere = reverse("calendar_now")
    assert notice not in text_of(client.get(elsewhere, follow=True))

    ReportFile.objects.update(state=state)

    assert notice in text_of(client.get(elsewhere, follow=True))
    assert notice not in text_of(client.get(elsewhere, follow=True))


def test_who_saw_it_finished_is_not_told_again(people: People, round: Round) -> None:
    client = client_of(people.rolf)
    client.post(address("report_pdf_ask", round))
    ReportFile.objects.update(state=FileState.READY)

    client.get(address("report_pdf_status", round, ReportFile.objects.get().pk))

    assert "notice--success" not in text_of(client.get(reverse("calendar_now"), follow=True))


def test_nobody_is_told_of_what_they_may_not_read_any_more(people: People, round: Round) -> None:
    client = client_of(people.rolf)
    client.post(address("report_pdf_ask", round))
    ReportFile.objects.update(state=FileState.READY)
    Membership.objects.filter(user=people.rolf).delete()

    assert round.title not in text_of(client.get(reverse("calendar_now"), follow=True))


def test_download_is_a_file_that_nobody_keeps(people: People, round: Round) -> None:
    client = client_of(people.rolf)
    file = ask_for_pdf(round=round, by=people.rolf)
    assert client.get(address("report_pdf_download", round, file.pk)).status_code == 302

    answer = client.get(address("report_pdf_download", round, ready(round).pk))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="aby-2023-vb.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_file_of_another_round_is_not_found(people: People, round: Round, loaded: Any) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    other = loaded(document(year=2022))

    for name in ("report_pdf_status", "report_pdf_download"):
        assert client_of(people.rolf).get(address(name, other, file.pk)).status_code == 404
        assert client_of(people.nils).get(address(name, round, file.pk)).status_code == 404


def test_report_as_data_says_what_was_loaded(people: People, round: Round) -> None:
    answer = client_of(people.rolf).get(address("report_json", round))

    assert answer["Content-Disposition"] == 'attachment; filename="aby-2023-vb.json"'
    assert [row["outcome"] for row in answer.json()["indicators"]] == ["77%", "1 945 st"]
