"""The heartbeat of a job: its row says that its worker lives, and how far it has come.

A worker that is killed says nothing any more. That is how the others notice it, and why a job
that is drawn in silence must still beat: a thread does, with a connection of its own.
"""

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from reports.choices import FileState
from reports.models import ReportFile
from reports.rendering.progress import Progress

# How often a worker says that it lives, and how often it looks whether its job is still its own.
BEAT_SECONDS = 5
LOOK_SECONDS = 0.5
# A worker that has been silent for this long is dead.
SILENT = timedelta(seconds=20)
# Nothing takes this many times as long as a PDF may. What does is stuck, and stops beating.
PATIENCE = 5

# Set when the process is asked to end: jobs are given back.
leaving = threading.Event()


class Beat:
    """Beats for a job while this is open; stops it when it was cancelled, or begun by another."""

    def __init__(self, file: ReportFile) -> None:
        self._own = ReportFile.objects.filter(
            pk=file.pk, attempt=file.attempt, worker=file.worker, state=FileState.MAKING
        )
        self._lost = threading.Event()
        self._closed = threading.Event()
        self._progress: Progress | None = None
        self._thread = threading.Thread(target=self._beat, name=f"beat-{file.pk}", daemon=True)

    def told(self, progress: Progress) -> None:
        """Keep how far it has come; the next beat stores it."""
        self._progress = progress

    @property
    def is_lost(self) -> bool:
        """Whether the job is no longer this worker's, and nothing of it may be stored."""
        return self._lost.is_set()

    def should_stop(self) -> bool:
        """Whether there is any use in going on."""
        return self.is_lost or leaving.is_set()

    def __enter__(self) -> "Beat":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._thread.join()

    def _beat(self) -> None:
        started = beaten = time.monotonic()
        stored: Progress | None = None
        longest = PATIENCE * max(settings.PDF_SECONDS, BEAT_SECONDS)
        try:
            while not self._closed.wait(LOOK_SECONDS):
                now, progress = time.monotonic(), self._progress
                if now - started > longest:
                    self._lost.set()
                    return
                try:
                    if now - beaten >= BEAT_SECONDS or progress != stored:
                        self._store(progress)
                        beaten, stored = now, progress
                    elif not self._own.exists():
                        self._lost.set()
                except DatabaseError:
                    # It may come back; meanwhile nobody else can see that nothing was said.
                    logging.getLogger(__name__).exception("A beat was lost")
                    connection.close()
        finally:
            connection.close()

    def _store(self, progress: Progress | None) -> None:
        far = {}
        if progress:
            far = {"step": progress.step, "done": progress.done, "total": progress.total}
        if not self._own.update(beat_at=timezone.now(), **far):
            self._lost.set()
