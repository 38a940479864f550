"""Do the background work: make the files that people ask for."""

import os
import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from django.utils.crypto import get_random_string

from reports.jobs.worker import Worker


class Command(BaseCommand):
    help = "Make the files that people ask for, until told to stop. Run as many as are needed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Do what waits, and end.")
        parser.add_argument(
            "--interval", type=float, default=1.0, help="Seconds between looking for work (1)."
        )
        parser.add_argument(
            "--no-reload", action="store_true", help="With DEBUG: go on when the code changes."
        )

    def handle(self, *, batch: bool, interval: float, no_reload: bool, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name="default",
            interval=max(interval, 0.05),
            batch=batch,
            startup_delay=not batch,
            max_tasks=None,
            worker_id=f"{socket.gethostname()}:{os.getpid()}:{get_random_string(8)}"[-64:],
        )
        if not settings.DEBUG or batch or no_reload:
            worker.configure_signals()
            worker.run()
            return
        if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            worker.configure_signals()
        run_with_reloader(worker.run)
