"""Asking for a report as PDF, and making it in the background."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.models import Round
from organisation.access import Action, may, require
from organisation.models import User
from reports.choices import FileState
from reports.compose import compose
from reports.models import ReportFile
from reports.render import RenderFailed, render_pdf_safely

UNDER_WAY = (FileState.QUEUED, FileState.MAKING)
# How much longer than the drawing itself the making may take.
SPARE_TIME = timedelta(seconds=60)
# A file that no worker has begun with by then was lost on its way.
LONGEST_QUEUE = timedelta(hours=1)
# Finished files of a round that are kept; older ones can be made again.
FILES_KEPT = 3


@transaction.atomic
def ask_for_pdf(*, round: Round, by: User) -> ReportFile:
    """The file that is being made of the round, or a new one, set to work.

    Raises:
        Http404: the person may not know of the round.
    """
    require(by, Action.READ, round.committee)
    # Two who ask at once wait for each other here, and get the same file.
    Round.objects.select_for_update().get(pk=round.pk)
    give_up_stuck(round)
    files = ReportFile.objects.filter(round=round).defer("content")
    if under_way := files.filter(state__in=UNDER_WAY).order_by("-pk").first():
        return under_way
    file = ReportFile.objects.create(round=round, asked_by=by)
    transaction.on_commit(lambda: _enqueue(file.pk))
    return file


def _enqueue(pk: int) -> None:
    from reports.tasks import make_pdf

    make_pdf.enqueue(pk)


def give_up_stuck(round: Round) -> None:
    """Mark the round's files as failed that should have been made long ago: their worker died."""
    now = timezone.now()
    longest = timedelta(seconds=settings.PDF_SECONDS) + SPARE_TIME
    ReportFile.objects.filter(
        Q(state=FileState.MAKING, started_at__lt=now - longest)
        | Q(state=FileState.QUEUED, asked_at__lt=now - LONGEST_QUEUE),
        round=round,
    ).update(
        state=FileState.FAILED,
        finished_at=now,
        error=_("Making the PDF was interrupted. Ask for it again."),
    )


def make(pk: int) -> None:
    """Make the file that was asked for; nothing when it is gone, or somebody has begun with it."""
    claimed = ReportFile.objects.filter(pk=pk, state=FileState.QUEUED).update(
        state=FileState.MAKING, started_at=timezone.now()
    )
    file = ReportFile.objects.select_related("round__committee", "asked_by").filter(pk=pk).first()
    if not claimed or file is None:
        return
    if file.asked_by is None or not may(file.asked_by, Action.READ, file.round.committee):
        _finish(pk, error=_("The person who asked for the file may not read the report any more."))
        return
    try:
        _finish(pk, content=render_pdf_safely(compose(file.round)))
    except RenderFailed as error:
        _finish(pk, error=str(error))
    except Exception:
        logging.getLogger(__name__).exception("File %s could not be made", pk)
        _finish(pk, error=_("The PDF could not be made. Tell whoever runs the program."))
        raise
    _forget_old(file.round)


def _finish(pk: int, *, content: bytes | None = None, error: str = "") -> None:
    """Store how it went, unless the file was given up or deleted meanwhile."""
    ReportFile.objects.filter(pk=pk, state=FileState.MAKING).update(
        state=FileState.FAILED if error else FileState.READY,
        finished_at=timezone.now(),
        content=content,
        error=error[: ReportFile._meta.get_field("error").max_length],
    )


def _forget_old(round: Round) -> None:
    """Delete all but the round's latest finished files."""
    finished = ReportFile.objects.filter(round=round).exclude(state__in=UNDER_WAY)
    kept = list(finished.order_by("-pk").values_list("pk", flat=True)[:FILES_KEPT])
    finished.exclude(pk__in=kept).delete()
