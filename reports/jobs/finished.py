"""Telling people of files that became ready while they were somewhere else."""

from collections.abc import Callable

from django.http import HttpRequest

from organisation.access import Action, may
from reports.models import ReportFile

# In the session: the keys of the files to tell about. Without any, no page asks the database.
ASKED_FOR = "files_asked_for"


def remember(request: HttpRequest, file: ReportFile) -> None:
    """The person is told when the file is finished, on the next page they come to."""
    if file.is_under_way:
        request.session[ASKED_FOR] = sorted({*request.session.get(ASKED_FOR, []), file.pk})


def forget(request: HttpRequest, file: ReportFile) -> None:
    """The person has seen for themselves."""
    if file.pk in request.session.get(ASKED_FOR, []):
        request.session[ASKED_FOR] = [pk for pk in request.session[ASKED_FOR] if pk != file.pk]


def finished_files(request: HttpRequest) -> dict[str, Callable[[], list[ReportFile]]]:
    """For templates: the files to tell about, each once. Nothing is asked before a page tells."""
    return {"finished_files": lambda: _to_tell(request)}


def _to_tell(request: HttpRequest) -> list[ReportFile]:
    session = getattr(request, "session", None)
    asked_for = session.get(ASKED_FOR) if session is not None else None
    if session is None or not asked_for:
        return []
    files = ReportFile.objects.filter(pk__in=asked_for).select_related(
        "round__committee", "edition"
    )
    found = list(files.defer("content", "source", "edition__snapshot").order_by("pk"))
    under_way = [file.pk for file in found if file.is_under_way]
    if under_way != asked_for:
        session[ASKED_FOR] = under_way
    return [
        file
        for file in found
        if not file.is_under_way and may(request.user, Action.READ, file.round.committee)
    ]
