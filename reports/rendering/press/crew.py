"""Many hands: pieces of work done in processes side by side, each in one of its own.

A process is forked for each piece, so it has the fonts and style sheets that were read
before, and gives all its memory back when it is done. A piece of work may ask something
that can only be answered when others have come as far; while it waits, another takes its
place at the processors.
"""

import multiprocessing
import os
import pickle
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from reports.rendering.press.limits import die_with_parent
from reports.rendering.progress import RenderFailed

# Each holds its memory while it waits for an answer.
MOST_ASKING = 8
# Answers what is asked of it; with None where nobody has time to wait for the answer.
Ask = Callable[[Any], Any]
Act = Callable[[Ask], object]
ASKS, MADE, FAILED = "asks", "made", "failed"


class News(NamedTuple):
    """What comes from a piece of work: what it has made, or what it asks."""

    key: Any
    said: Any
    is_asking: bool


class _Hand(NamedTuple):
    """A process at work, and the pipe to it."""

    key: Hashable
    process: ForkProcess
    pipe: Connection


class Crew:
    """So many processes at work at once; none is left when the crew is dismissed."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._to_begin: list[tuple[Hashable, Act]] = []
        self._to_go_on: list[tuple[_Hand, object]] = []
        self._at_work: dict[Connection, _Hand] = {}
        self._asking: dict[Hashable, _Hand] = {}

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *error: object) -> None:
        left = [*self._at_work.values(), *self._asking.values()]
        for hand in [*left, *(hand for hand, _answer in self._to_go_on)]:
            hand.process.kill()
            hand.process.join()
            hand.pipe.close()

    def add(self, key: Hashable, act: Act) -> None:
        """A piece of work to be done when its turn comes."""
        self._to_begin.append((key, act))

    def answer(self, key: Hashable, answer: object) -> None:
        """Let a piece of work that asked go on when its turn comes."""
        self._to_go_on.append((self._asking.pop(key), answer))

    def news(self) -> Iterator[News]:
        """What comes of the work, until all of it is done or waits for answers.

        Raises:
            RenderFailed: a piece could not be done.
        """
        while self._to_begin or self._to_go_on or self._at_work:
            self._take_up()
            for pipe in wait(list(self._at_work)):
                yield from self._heard(self._at_work.pop(pipe))  # type: ignore[call-overload]

    def _take_up(self) -> None:
        """Put free hands to work."""
        while len(self._at_work) < self.processes and (self._to_begin or self._to_go_on):
            if self._to_begin:
                hand = _begun(*self._to_begin.pop(0))
            else:
                hand, answer = self._to_go_on.pop(0)
                # One that has died while it waited is heard of when it says nothing more.
                with suppress(OSError):
                    hand.pipe.send(answer)
            self._at_work[hand.pipe] = hand

    def _heard(self, hand: _Hand) -> Iterator[News]:
        kind, said = _message(hand.pipe)
        if kind == ASKS and len(self._asking) >= MOST_ASKING:
            hand.pipe.send(None)
            self._at_work[hand.pipe] = hand
            return
        if kind == ASKS:
            self._asking[hand.key] = hand
        else:
            hand.process.join()
            hand.pipe.close()
        if kind == FAILED:
            raise RenderFailed(said)
        yield News(hand.key, said, kind == ASKS)


def _begun(key: Hashable, act: Act) -> _Hand:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(act, theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Hand(key, process, ours)


def _work(act: Act, pipe: Connection, parent: int) -> None:
    die_with_parent(parent)

    def ask(said: object) -> object:
        pipe.send((ASKS, said))
        return pipe.recv()

    try:
        said = pickle.dumps((MADE, act(ask)))
    except RenderFailed as error:
        said = pickle.dumps((FAILED, str(error)))
    except MemoryError:
        said = pickle.dumps((FAILED, _("Making the PDF took too much memory.")))
    except RecursionError:
        said = pickle.dumps((FAILED, _("Something in the document is nested too deeply.")))
    pipe.send_bytes(said)


def _message(pipe: Connection) -> tuple[str, Any]:
    """What a process has sent."""
    try:
        # Of our own process, which could as well have written it into our memory.
        kind, said = pipe.recv()
    except (EOFError, OSError):
        kind = FAILED
        said = _("Making the PDF took too long or too much memory, and was stopped.")
    return kind, said
