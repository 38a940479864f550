"""Noticing jobs whose worker died, and keeping the queue tidy.

django-tasks-db gives a task to one worker and never looks at it again: were that worker killed,
the task would be "running" for ever. So every worker sweeps, and so does the page that shows
how far a file has come.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reports.choices import FileState
from reports.jobs.beating import SILENT
from reports.jobs.tasks import make_file, queue
from reports.models import ReportFile
from reports.models.files import ATTEMPTS

# A file that waits has a task that waits; one that is missing this long after was lost.
LOST_AFTER = timedelta(seconds=10)
# Nobody is going to begin with what has waited for this long.
LONGEST_QUEUE = timedelta(hours=1)
# A task that has run for this long without a file in the making belongs to a dead worker.
SURELY_DEAD = timedelta(seconds=60)
# Results of tasks are for whoever looks for a fault.
RESULTS_KEPT = timedelta(days=14)


class WorkerDied(Exception):
    """What is written on a task that nobody does any more."""


def sweep() -> None:
    """Rescue jobs of dead workers, and tidy what they and the living leave behind."""
    rescue()
    _tidy()


def rescue() -> None:
    """Put back what dead workers had begun with, or fail it when that was the last attempt."""
    _put_back()
    _queue_again()


def _put_back() -> None:
    """Jobs whose worker is silent; each by one sweeper, however many sweep at once."""
    silent = Q(beat_at__lt=timezone.now() - SILENT) | Q(beat_at=None)
    dead = ReportFile.objects.filter(silent, state=FileState.MAKING)
    for file in dead.only("attempt", "worker"):
        # As it was seen: not one that beats again, or that another has put back.
        seen = dead.filter(pk=file.pk, attempt=file.attempt, worker=file.worker)
        if file.attempt >= ATTEMPTS:
            _fail(seen, _("Making the file was interrupted three times, and is given up."))
            continue
        with transaction.atomic():
            if seen.update(state=FileState.QUEUED, worker="", beat_at=None, step=""):
                queue(file)


def _queue_again() -> None:
    """Files that wait without a task: it was lost with a worker that was about to begin."""
    now = timezone.now()
    waiting = ReportFile.objects.filter(state=FileState.QUEUED, asked_at__lt=now - LOST_AFTER)
    lost = set(waiting.values_list("pk", flat=True))
    if not lost:
        return
    _fail(
        waiting.filter(attempt=0, asked_at__lt=now - LONGEST_QUEUE),
        _("No worker has begun with the file. Tell whoever runs the program."),
    )
    begins = Q(status=TaskResultStatus.RUNNING, started_at__gt=now - LOST_AFTER)
    tasks = _tasks().filter(Q(status=TaskResultStatus.READY) | begins)
    for file in waiting.only("pk").exclude(pk__in=[_file_of(task) for task in tasks]):
        queue(file)


def _fail(files: QuerySet[ReportFile], error: str) -> None:
    files.update(
        state=FileState.FAILED, finished_at=timezone.now(), error=error, source="", step=""
    )


def _tidy() -> None:
    """Tasks that a dead worker left running are failed, and old results thrown away."""
    now = timezone.now()
    running = _tasks().filter(status=TaskResultStatus.RUNNING, started_at__lt=now - SURELY_DEAD)
    making = set(ReportFile.objects.filter(state=FileState.MAKING).values_list("pk", flat=True))
    for task in running:
        if _file_of(task) not in making:
            task.set_failed(WorkerDied("The worker that did this was killed."))
    DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT).delete()


def _tasks() -> QuerySet[DBTaskResult[Any, Any]]:
    return DBTaskResult.objects.filter(task_path=make_file.module_path)


def _file_of(task: DBTaskResult[Any, Any]) -> int:
    """The key of the file that a task is about."""
    pk: int = task.args_kwargs["args"][0]
    return pk
