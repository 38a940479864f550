"""A worker: does the tasks that wait, and looks after those whose worker died."""

import logging
import threading
from types import FrameType

from django.db import connection
from django_tasks_db.management.commands import db_worker

from reports.jobs import beating
from reports.jobs.sweeping import sweep

# With the silence that makes a worker dead, and the time to begin, well under a minute.
SWEEP_SECONDS = 5


class Worker(db_worker.Worker):
    """As django-tasks-db's, which has no heartbeat, and keeps what it has begun when it ends."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Give back what is being made, and end."""
        beating.leaving.set()
        super().shutdown(signum, frame)

    def run(self) -> None:
        """Work and sweep; a batch sweeps once, and ends when nothing waits."""
        sweep()
        if self.batch:
            super().run()
            return
        ended = threading.Event()
        sweeper = threading.Thread(target=_sweep_until, args=[ended], name="sweeper", daemon=True)
        sweeper.start()
        try:
            super().run()
        finally:
            ended.set()


def _sweep_until(ended: threading.Event) -> None:
    while not ended.wait(SWEEP_SECONDS):
        try:
            sweep()
        except Exception:
            # The database may be away for a while; the next time it is tried again.
            logging.getLogger(__name__).exception("The queue could not be swept")
        finally:
            connection.close()
