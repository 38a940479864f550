"""Background work: what a worker (`manage.py report_worker`) does for reports."""

import errno
import logging
import os
import socket

from django.db import OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from goals.models import Round
from organisation.access import SYSTEM, Action, may
from reports.choices import FileState
from reports.editions.files import keep_files, make_files
from reports.jobs.beating import Beat, leaving
from reports.models import ReportFile
from reports.rendering.progress import RenderFailed, RenderStopped
from reports.rendering.render import render_pdf_safely
from reports.snapshot import thaw

# Finished files of a round that are kept; older ones can be made again.
FILES_KEPT = 3
# What PostgreSQL calls it.
DISK_FULL = "53100"


@task()
def make_file(pk: int) -> None:
    """Make the file that was asked for; nothing when it is gone, or somebody has begun with it.

    Whatever happens, the file ends in a state that says so; only a worker that is killed
    leaves it, and then another begins again (`reports.jobs.sweeping`).
    """
    file = _claim(pk)
    if file is None:
        return
    if not _may_have(file):
        reason = _("The person who asked for the file may not read the report any more.")
        _finish(file, error=reason)
        return
    with Beat(file) as beat:
        try:
            _make(file, beat)
        except BaseException as error:
            if leaving.is_set() or not isinstance(error, Exception):
                give_back(file)
            elif not beat.is_lost:
                _finish(file, error=_why(error))
            if not isinstance(error, RenderFailed | RenderStopped):
                logging.getLogger(__name__).exception("File %s could not be made", pk)
                raise
    _forget_old(file.round)


def queue(file: ReportFile) -> None:
    """Have a worker make the file, once what is being stored is stored."""
    transaction.on_commit(lambda: make_file.enqueue(file.pk))


@transaction.atomic
def give_back(file: ReportFile) -> None:
    """Let another worker make the file: this one ends, and that is no failed attempt."""
    given = _own(file).update(
        state=FileState.QUEUED, attempt=F("attempt") - 1, worker="", beat_at=None, step=""
    )
    if given:
        queue(file)


def _claim(pk: int) -> ReportFile | None:
    """The file as this worker's own, if nobody else has it."""
    now = timezone.now()
    claimed = ReportFile.objects.filter(pk=pk, state=FileState.QUEUED).update(
        state=FileState.MAKING,
        started_at=now,
        beat_at=now,
        worker=f"{socket.gethostname()}:{os.getpid()}"[:100],
        attempt=F("attempt") + 1,
        step="",
        done=0,
        total=0,
    )
    if not claimed:
        return None
    files = ReportFile.objects.select_related("round__committee", "asked_by", "edition")
    return files.filter(pk=pk).first()


def _may_have(file: ReportFile) -> bool:
    """Whether who asked for the file may still have it."""
    if file.edition is not None:
        # The program itself made some editions, and asks for nobody.
        asked_by = file.asked_by or (SYSTEM if file.edition.made_by_id is None else None)
        action = Action.MAKE_EDITIONS
    else:
        asked_by, action = file.asked_by, Action.READ
    return asked_by is not None and may(asked_by, action, file.round.committee)


def _make(file: ReportFile, beat: Beat) -> None:
    """Make what was asked for, and store all of it or nothing."""
    if file.edition is None:
        document = thaw(file.source)
        _finish(
            file,
            content=render_pdf_safely(document, told=beat.told, should_stop=beat.should_stop),
        )
        return
    files = make_files(file.edition, told=beat.told, should_stop=beat.should_stop)
    with transaction.atomic():
        if _own(file).select_for_update().exists():
            keep_files(file.edition, files)
            _finish(file)


def _why(error: BaseException) -> str:
    """Why there is no file, for the person who wanted it."""
    if isinstance(error, RenderFailed):
        return str(error)
    if _is_full(error):
        return _("The disk or the database is full. Tell whoever runs the program.")
    return _("The PDF could not be made. Tell whoever runs the program.")


def _is_full(error: BaseException) -> bool:
    """Whether there was no room: on the disk, as SQLite says it, and as PostgreSQL does."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, OperationalError) and (
        "is full" in str(error) or getattr(error.__cause__, "sqlstate", "") == DISK_FULL
    )


def _own(file: ReportFile) -> QuerySet[ReportFile]:
    """The file, as long as it is this attempt that makes it."""
    return ReportFile.objects.filter(
        pk=file.pk, state=FileState.MAKING, attempt=file.attempt, worker=file.worker
    )


def _finish(file: ReportFile, *, content: bytes | None = None, error: str = "") -> None:
    """Store how it went, unless the file was cancelled, begun again or deleted meanwhile."""
    _own(file).update(
        state=FileState.FAILED if error else FileState.READY,
        finished_at=timezone.now(),
        content=content,
        error=error[: ReportFile._meta.get_field("error").max_length],
        source="",
        step="",
    )


def _forget_old(round: Round) -> None:
    """Delete all but the round's latest finished files; those of editions are kept with them."""
    finished = ReportFile.objects.filter(round=round, edition=None).exclude(
        state__in=ReportFile.UNDER_WAY
    )
    kept = list(finished.order_by("-pk").values_list("pk", flat=True)[:FILES_KEPT])
    finished.exclude(pk__in=kept).delete()
