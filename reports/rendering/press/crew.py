"""Many hands: pieces of work done in processes side by side.

A hand is forked when it is needed, so it has the fonts and style sheets that were read before,
and knows the pieces of work that were waiting then; it does one after the other of them. A
piece of work may ask something that can only be answered when others have come as far; while
its hand waits, another takes its place at the processors.
"""

import multiprocessing
import os
import pickle
from collections import deque
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
    """A process, the pipe to it, and how many pieces of work it knows."""

    process: ForkProcess
    pipe: Connection
    knows: int

    def say(self, said: object) -> None:
        # One that has died is heard of when it says nothing more.
        with suppress(OSError):
            self.pipe.send(said)

    def dismiss(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Crew:
    """So many processes at work at once; none is left when the crew is dismissed."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._works: list[tuple[Hashable, Act]] = []
        # Places among the works, or answers and who has asked; the first is next.
        self._waiting: deque[int | tuple[int, object]] = deque()
        self._at_work: dict[Connection, tuple[_Hand, int]] = {}
        self._asking: dict[int, _Hand] = {}
        self._idle: list[_Hand] = []

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *error: object) -> None:
        at_work = [hand for hand, _place in self._at_work.values()]
        for hand in [*at_work, *self._asking.values(), *self._idle]:
            hand.dismiss()

    def add(self, key: Hashable, act: Act) -> None:
        """A piece of work to be done when its turn comes."""
        self._waiting.append(len(self._works))
        self._works.append((key, act))

    def answer(self, key: Hashable, answer: object) -> None:
        """Let a piece of work that asked go on when its turn comes."""
        place = next(place for place in self._asking if self._works[place][0] == key)
        self._waiting.append((place, answer))

    def news(self) -> Iterator[News]:
        """What comes of the work, until all of it is done or waits for answers.

        Raises:
            RenderFailed: a piece could not be done.
        """
        self._take_up()
        while self._at_work:
            for pipe in wait(list(self._at_work)):
                heard = list(self._heard(*self._at_work.pop(pipe)))  # type: ignore[call-overload]
                # Nobody waits while the news is taken in.
                self._take_up()
                yield from heard
            self._take_up()
        for hand in self._idle:
            hand.dismiss()
        self._idle.clear()

    def _take_up(self) -> None:
        """Put free hands to work."""
        while self._waiting and len(self._at_work) < self.processes:
            next_one = self._waiting.popleft()
            if isinstance(next_one, int):
                place, hand = next_one, self._free(next_one)
                hand.say(place)
            else:
                place, answer = next_one
                hand = self._asking.pop(place)
                hand.say(answer)
            self._at_work[hand.pipe] = hand, place

    def _free(self, place: int) -> _Hand:
        """A hand that knows this piece of work: one that is idle, else a new one."""
        while self._idle:
            hand = self._idle.pop()
            if place < hand.knows:
                return hand
            hand.dismiss()
        return _hired([act for _key, act in self._works])

    def _heard(self, hand: _Hand, place: int) -> Iterator[News]:
        kind, said = _message(hand.pipe)
        if kind == ASKS and len(self._asking) >= MOST_ASKING:
            hand.say(None)
            self._at_work[hand.pipe] = hand, place
            return
        if kind == ASKS:
            self._asking[place] = hand
        else:
            self._idle.append(hand)
        if kind == FAILED:
            raise RenderFailed(said)
        yield News(self._works[place][0], said, kind == ASKS)


def _hired(acts: list[Act]) -> _Hand:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(acts, theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Hand(process, ours, len(acts))


def _work(acts: list[Act], pipe: Connection, parent: int) -> None:
    die_with_parent(parent)

    def ask(said: object) -> object:
        pipe.send((ASKS, said))
        return pipe.recv()

    while True:
        act = acts[pipe.recv()]
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
