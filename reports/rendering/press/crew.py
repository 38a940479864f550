"""Many hands: pieces of work done in processes side by side, each in one of its own.

A process is forked for each piece, so it has the fonts and style sheets that were read
before, and gives all its memory back when it is done.
"""

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import TypeVar

from django.utils.translation import gettext as _

from reports.rendering.press.limits import die_with_parent
from reports.rendering.progress import RenderFailed

Key = TypeVar("Key")
Made = TypeVar("Made")


def side_by_side(
    work: Mapping[Key, Callable[[], Made]], processes: int
) -> Iterator[tuple[Key, Made]]:
    """Do each piece of work, as many at once as there are processes; yield what comes of them.

    Raises:
        RenderFailed: one could not be done.
    """
    waiting = list(work.items())
    under_way: dict[Connection, tuple[Key, ForkProcess]] = {}
    while waiting or under_way:
        while waiting and len(under_way) < processes:
            key, act = waiting.pop(0)
            under_way.update([_begun(key, act)])
        ready = wait(list(under_way))
        for pipe in [pipe for pipe in under_way if pipe in ready]:
            key, process = under_way.pop(pipe)
            yield key, _result(pipe, process)


def _begun(key: Key, act: Callable[[], Made]) -> tuple[Connection, tuple[Key, ForkProcess]]:
    context = multiprocessing.get_context("fork")
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(act, writing, os.getpid()))
    process.start()
    writing.close()
    return reading, (key, process)


def _work(act: Callable[[], object], pipe: Connection, parent: int) -> None:
    die_with_parent(parent)
    try:
        said = pickle.dumps((True, act()))
    except RenderFailed as error:
        said = pickle.dumps((False, str(error)))
    except MemoryError:
        said = pickle.dumps((False, _("Making the PDF took too much memory.")))
    except RecursionError:
        said = pickle.dumps((False, _("Something in the document is nested too deeply.")))
    pipe.send_bytes(said)


def _result(pipe: Connection, process: ForkProcess) -> Made:  # type: ignore[type-var]
    """What a process has sent.

    Raises:
        RenderFailed: it says why, or it died.
    """
    try:
        # Of our own process, which could as well have written it into our memory.
        well, said = pickle.loads(pipe.recv_bytes())  # noqa: S301
    except EOFError:
        well, said = False, _("Making the PDF took too long or too much memory, and was stopped.")
    pipe.close()
    process.join()
    if not well:
        raise RenderFailed(said)
    made: Made = said
    return made
