"""Asking for a report as PDF."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.models import Round
from organisation.access import Action, require
from organisation.models import User
from reports.choices import FileState
from reports.models import ReportFile
from reports.tasks import make_pdf

# How much longer than the drawing itself the making may take.
SPARE_TIME = timedelta(seconds=60)
# A file that no worker has begun with by then was lost on its way.
LONGEST_QUEUE = timedelta(hours=1)


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
    if under_way := files.filter(state__in=ReportFile.UNDER_WAY).order_by("-pk").first():
        return under_way
    file = ReportFile.objects.create(round=round, asked_by=by)
    transaction.on_commit(lambda: make_pdf.enqueue(file.pk))
    return file


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
