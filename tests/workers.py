"""Workers as processes of their own, on the database of the tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# A machine that does much else is slow; a worker that never answers is a fault.
PATIENCE = 240
Worker = subprocess.Popen[bytes]


def database_url() -> str:
    """The address of the tests' database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@contextmanager
def worker(*arguments: str) -> Iterator[Worker]:
    """A worker that runs until the test is done with it, or it is killed."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "report_worker", "--interval", "0.1", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill(process: Worker) -> None:
    """As the system does when memory runs out: without a word."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def children_of(process: Worker) -> list[int]:
    """The processes that it has begun."""
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def is_alive(pid: int) -> bool:
    """Whether the process does anything still."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def until(is_so: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait until it is so; the seconds it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, "it never came so far"
        time.sleep(0.05)
    return time.monotonic() - began
