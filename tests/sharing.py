"""What is made once in a run, or by one at a time, however many processes test side by side."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Once:
    """A folder that all the processes of a run share, and that is a new one for each run."""

    folder: Path

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """What is done under one name is never done side by side."""
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def path(self, name: str, make: Callable[[Path], object]) -> Path:
        """The file of that name: the first who asks makes it, and the others wait."""
        path = self.folder / name
        with self.alone(name):
            if not path.exists():
                unfinished = path.with_name(f"{name}.unfinished")
                make(unfinished)
                unfinished.rename(path)
        return path


def shared_by_run(tmp_path_factory: pytest.TempPathFactory) -> Once:
    folder = tmp_path_factory.getbasetemp()
    # Each of the processes has a folder of its own in that of the run.
    return Once(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)
