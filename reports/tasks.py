"""Background work: what `manage.py db_worker` does for reports."""

import logging

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from goals.models import Round
from organisation.access import Action, may
from reports.choices import FileState
from reports.compose import compose_report
from reports.models import ReportFile
from reports.rendering.render import RenderFailed, render_pdf_safely

# Finished files of a round that are kept; older ones can be made again.
FILES_KEPT = 3


@task()
def make_pdf(pk: int) -> None:
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
        _finish(pk, content=render_pdf_safely(compose_report(file.round)))
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
    finished = ReportFile.objects.filter(round=round).exclude(state__in=ReportFile.UNDER_WAY)
    kept = list(finished.order_by("-pk").values_list("pk", flat=True)[:FILES_KEPT])
    finished.exclude(pk__in=kept).delete()
