"""Two things at the same moment, in an order that the test decides. Only PostgreSQL has moments."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, transaction

# A machine that does much else is slow; a pair that never meets is a fault.
PATIENCE = 30
Act = Callable[[], Any]


@dataclass(frozen=True)
class Pair:
    """What two acts gave, or the exceptions they ended in; whether the second had to wait."""

    first: Any
    second: Any
    waited: bool


class Racers:
    """Two threads, each with a connection of its own to the database."""

    def __init__(self) -> None:
        self._first = ThreadPoolExecutor(1)
        self._second = ThreadPoolExecutor(1)
        self._pid: int = self._second.submit(_pid).result(PATIENCE)

    def forced(self, first: Act, second: Act) -> Pair:
        """Do the first; before it is committed, begin the second; commit the first when the
        second waits for it, or is done."""
        begun = threading.Event()
        later = self._second.submit(_after, begun, second)
        gave, waited = self._first.submit(self._hold, first, begun, later).result(PATIENCE)
        return Pair(gave, later.result(PATIENCE), waited)

    def _hold(self, act: Act, begun: threading.Event, later: "Future[Any]") -> tuple[Any, bool]:
        waited = False
        try:
            with transaction.atomic():
                gave = act()
                begun.set()
                deadline = time.monotonic() + PATIENCE
                while not (waited or later.done()) and time.monotonic() < deadline:
                    waited = self._second_waits()
                    time.sleep(0.001)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            gave = error
        finally:
            begun.set()
        return gave, waited

    def _second_waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [self._pid])
            return cursor.fetchone() is not None

    def close(self) -> None:
        for threads in (self._first, self._second):
            threads.submit(connections.close_all).result(PATIENCE)
            threads.shutdown()


@contextmanager
def racers() -> Iterator[Racers]:
    pair = Racers()
    try:
        yield pair
    finally:
        pair.close()


def at_once(*acts: Act) -> list[Any]:
    """Everything at the same moment: what each gave, or the exception it ended in."""
    barrier = threading.Barrier(len(acts))

    def run(act: Act) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            return _tried(act)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def _pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid: int = cursor.fetchone()[0]
        return pid


def _after(begun: threading.Event, act: Act) -> Any:
    begun.wait(PATIENCE)
    return _tried(act)


def _tried(act: Act) -> Any:
    try:
        return act()
    except Exception as error:  # noqa: BLE001 - the test looks at it
        return error
