"""Asking for a PDF, making it, and fetching it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from goals.models import Goal, Round
from organisation.models import Membership
from reports.choices import FileState
from reports.files import ask_for_pdf
from reports.models import ReportFile
from reports.tasks import FILES_KEPT, make_pdf
from tests.conftest import People
from tests.documents import document
from tests.pages import address, inline_code, repeated_ids, text_of

PDF = b"%PDF-1.7 a small one"


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


def test_asking_again_gives_the_file_under_way(people: People, round: Round) -> None:
    first = ask_for_pdf(round=round, by=people.rolf)

    assert ask_for_pdf(round=round, by=people.eva) == first
    make_it = ReportFile.objects.filter(pk=first.pk)
    make_it.update(state=FileState.MAKING, started_at=timezone.now())
    assert ask_for_pdf(round=round, by=people.eva) == first
    make_it.update(state=FileState.READY)
    assert ask_for_pdf(round=round, by=people.eva) != first


def test_stuck_file_fails_and_a_new_one_is_made(
    people: People, round: Round, settings: Any
) -> None:
    stuck = ask_for_pdf(round=round, by=people.rolf)
    begun = timezone.now() - timedelta(seconds=settings.PDF_SECONDS + 61)
    ReportFile.objects.filter(pk=stuck.pk).update(state=FileState.MAKING, started_at=begun)

    assert ask_for_pdf(round=round, by=people.rolf) != stuck
    assert state_of(stuck) == FileState.FAILED


def test_file_that_nobody_began_with_fails_in_the_end(people: People, round: Round) -> None:
    lost = ask_for_pdf(round=round, by=people.rolf)
    ReportFile.objects.filter(pk=lost.pk).update(asked_at=timezone.now() - timedelta(hours=2))

    assert ask_for_pdf(round=round, by=people.rolf) != lost
    assert state_of(lost) == FileState.FAILED


def test_only_who_may_read_can_ask(people: People, round: Round) -> None:
    with pytest.raises(Http404):
        ask_for_pdf(round=round, by=people.nils)

    assert ReportFile.objects.count() == 0


# Making ---------------------------------------------------------------------------------------


def test_making_stores_the_pdf(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)

    make_pdf.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.error) == (FileState.READY, "")
    assert bytes(file.content or b"").startswith(b"%PDF-1.7")
    assert file.started_at is not None
    assert file.finished_at is not None


def test_making_twice_draws_once(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)

    make_pdf.call(file.pk)
    finished = ReportFile.objects.get(pk=file.pk).finished_at
    make_pdf.call(file.pk)

    assert ReportFile.objects.get(pk=file.pk).finished_at == finished is not None


def test_deleted_file_is_not_made(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    ReportFile.objects.all().delete()

    make_pdf.call(file.pk)

    assert not ReportFile.objects.exists()


def test_who_lost_access_gets_nothing(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    Membership.objects.filter(user=people.rolf).delete()

    make_pdf.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)


def test_deleted_person_gets_nothing(people: People, round: Round) -> None:
    file = ask_for_pdf(round=round, by=people.rolf)
    people.rolf.delete()

    make_pdf.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)


def test_failure_is_told(people: People, round: Round, settings: Settings) -> None:
    settings.PDF_SECONDS = 0
    file = ask_for_pdf(round=round, by=people.rolf)

    make_pdf.call(file.pk)

    file.refresh_from_db()
    assert (file.state, file.content) == (FileState.FAILED, None)
    assert file.error


def test_unexpected_failure_is_told_and_raised(people: People, round: Round) -> None:
    Goal.objects.filter(code="1.1").update(code="no code")
    file = ask_for_pdf(round=round, by=people.rolf)

    with pytest.raises(ValueError, match="no code"):
        make_pdf.call(file.pk)
    assert state_of(file) == FileState.FAILED


def test_old_files_are_deleted(people: People, round: Round) -> None:
    old = [ready(round) for _number in range(FILES_KEPT)]
    file = ask_for_pdf(round=round, by=people.rolf)

    make_pdf.call(file.pk)

    kept = ReportFile.objects.order_by("pk").values_list("pk", flat=True)
    assert list(kept) == [made.pk for made in (*old[1:], file)]


# On the pages ---------------------------------------------------------------------------------


def test_report_page_shows_the_document(people: People, round: Round) -> None:
    page = text_of(client_of(people.rolf).get(address("report", round)))

    assert "1\N{NO-BREAK SPACE}945\N{NO-BREAK SPACE}st" in page
    assert inline_code(page) == []
    assert repeated_ids(page) == set()


def test_asking_on_the_page_leads_to_how_far_it_has_come(people: People, round: Round) -> None:
    answer = client_of(people.rolf).post(address("report_pdf_ask", round))

    file = ReportFile.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == address("report_pdf_status", round, file.pk)


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
    assert "<html" not in part

    made = ready(round)
    here = address("report_pdf_status", round, made.pk)
    done = text_of(client.get(here, headers={"HX-Request": "true"}))
    assert "hx-trigger" not in done
    assert address("report_pdf_download", round, made.pk) in done


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
