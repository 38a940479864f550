"""Workers as processes of their own, on the database of the tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from reports.choices import FileState
from reports.models import ReportFile

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


def children_of(pid: int) -> list[int]:
    """The processes that it has begun; a thread may end while it is looked at."""
    children: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            children += [int(child) for child in listed.read_text().split()]
    return children


def descendants_of(pid: int) -> list[int]:
    """The processes that it has begun, and theirs."""
    return [one for child in children_of(pid) for one in (child, *descendants_of(child))]


def is_alive(pid: int) -> bool:
    """Whether the process does anything still."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def until(
    is_so: Callable[[], object],
    seconds: float = PATIENCE,
    *,
    seen: Callable[[], object] = lambda: "nothing else",
) -> float:
    """Wait until it is so; the seconds it took. When patience ends, tell what is seen."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            pytest.fail(f"It never came so far in {seconds} s; seen: {seen()}")
        time.sleep(0.05)
    return time.monotonic() - began


def until_file(
    file: ReportFile, is_so: Callable[[ReportFile], object], seconds: float = PATIENCE
) -> float:
    """Wait until it is so with the file; the seconds it took. A job that has ended otherwise
    never comes so far: that is told at once."""

    def look() -> bool:
        stored = ReportFile.objects.get(pk=file.pk)
        if is_so(stored):
            return True
        if not stored.is_under_way:
            pytest.fail(f"The job has ended already; seen: {_said_of(stored)}")
        return False

    return until(look, seconds, seen=lambda: _said_of(ReportFile.objects.get(pk=file.pk)))


def until_drawn(file: ReportFile, by: Worker) -> list[int]:
    """Wait until the worker is in the middle of the file; the processes that draw it."""
    drawing: list[int] = []

    def is_drawn(stored: ReportFile) -> bool:
        drawing[:] = children_of(by.pid)
        return stored.state == FileState.MAKING and bool(stored.step) and bool(drawing)

    until_file(file, is_drawn)
    return drawing


def _said_of(file: ReportFile) -> str:
    step = f"step {file.step or 'none'} ({file.done} of {file.total})"
    return f"{file.state}, attempt {file.attempt}, {step}, error {file.error!r}"
