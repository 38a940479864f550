"""The one who stands beside the press: starts it, listens, and stops it when it must end.

The child limits its own processor time and memory; here stand the limits that no process
can keep by itself: the clock, and the memory of all its processes together. Whatever
happens, none of them is left when this returns.
"""

import json
import logging
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from reports.rendering.press.order import Order
from reports.rendering.progress import (
    Progress,
    RenderFailed,
    RenderStopped,
    ShouldStop,
    Step,
    Told,
)

# How often it is asked whether to stop, and looked at the memory, in seconds.
LOOKS_EVERY = 0.2
LAST_WORDS = 300
PROCESSES = Path("/proc")
PAGE = resource.getpagesize()


def press(order: Order, *, told: Told, should_stop: ShouldStop) -> bytes:
    """The PDF that was ordered, made by a child process with limits.

    Raises:
        RenderFailed: it took too long or too much memory, or the HTML asks for what it may not.
        RenderStopped: should_stop() was true.
    """
    child = _child_at_hand()
    try:
        child.begin(order)
        _listen(child, told, should_stop)
        return child.made_pdf()
    finally:
        child.end()
        if settings.PDF_KEEP_READY:
            _ready.append(Child())


class Child:
    """A process of the press, and the files through which it is spoken to.

    It gets ready at once, and waits for its order.
    """

    def __init__(self) -> None:
        # What it leaves lying when it is killed, as fonts, is taken away with its folder.
        self.folder = tempfile.TemporaryDirectory()
        self.order = tempfile.TemporaryFile()  # noqa: SIM115
        self.made = tempfile.TemporaryFile()  # noqa: SIM115
        self.said = tempfile.TemporaryFile()  # noqa: SIM115
        self.news, telling = os.pipe()
        waiting, self.sign = os.pipe()
        self._pipes = {self.news, self.sign}
        pipes = [telling, waiting]
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "reports.rendering.pdf_child", *map(str, pipes)]
            + [str(os.getpid())],
            stdin=self.order,
            stdout=self.made,
            stderr=self.said,
            pass_fds=pipes,
            cwd=settings.BASE_DIR,
            env=_environment() | {"TMPDIR": self.folder.name},
            start_new_session=True,
        )
        for pipe in pipes:
            os.close(pipe)

    def begin(self, order: Order) -> None:
        """Give it its order."""
        self.order.write(order.packed())
        self.order.seek(0)
        self._close(self.sign)

    def made_pdf(self) -> bytes:
        """What it has made, when it has ended.

        Raises:
            RenderFailed: it made nothing.
        """
        code = self.process.wait()
        self.made.seek(0)
        self.said.seek(0)
        pdf = self.made.read()
        if code or not pdf.startswith(b"%PDF"):
            raise RenderFailed(_why(code, self.said.read().decode(errors="replace").strip()))
        return pdf

    def end(self) -> None:
        """Leave nothing of it behind, neither process nor file."""
        # Either error says that all have ended; macOS has the second.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close(self.sign)
        self._close(self.news)
        for file in (self.order, self.made, self.said):
            file.close()
        self.folder.cleanup()

    def _close(self, pipe: int) -> None:
        if pipe in self._pipes:
            self._pipes.remove(pipe)
            os.close(pipe)


# Children that are ready and wait for an order, in a worker that keeps them.
_ready: list[Child] = []


def _child_at_hand() -> Child:
    """One that is ready, if there is one that still lives; else a new one."""
    while _ready:
        child = _ready.pop()
        if child.process.poll() is None:
            return child
        child.end()
    return Child()


def _listen(child: Child, told: Told, should_stop: ShouldStop) -> None:
    """Pass on what the child tells until it ends.

    Raises:
        RenderFailed, RenderStopped: it must end now.
    """
    deadline = time.monotonic() + settings.PDF_SECONDS
    heard = b""
    while True:
        # Asked before the pipe is read, so that its last words are heard too.
        ended = child.process.poll() is not None
        news = _news(child.news, 0 if ended else LOOKS_EVERY)
        *lines, heard = (heard + news).split(b"\n")
        for line in lines:
            step, done, total = json.loads(line)
            told(Progress(Step(step), done, total))
        if ended:
            return
        if should_stop():
            raise RenderStopped
        if time.monotonic() > deadline:
            raise RenderFailed(_("Making the PDF took too long."))
        if uses_more_than(settings.PDF_MEMORY_BYTES, child.process.pid):
            raise RenderFailed(_("Making the PDF took too much memory."))


def _news(pipe: int, patience: float) -> bytes:
    """What has come through a pipe, if anything does before patience ends."""
    if not select.select([pipe], [], [], patience)[0]:
        return b""
    news = os.read(pipe, 65536)
    if not news:
        # Closed: it always has nothing to tell, so wait as if it were open.
        time.sleep(patience / 10)
    return news


def uses_more_than(limit: int, leader: int) -> bool:
    """Whether a session's processes use more bytes of memory than that.

    What they share is told apart only where it matters: for that the system walks through all
    their memory, and they stand still meanwhile.
    """
    members = list(_members(leader))
    return sum(map(_resident, members)) > limit and sum(map(_memory, members)) > limit


def memory_of_session(leader: int) -> int:
    """Bytes of memory that a session's processes use, what they share counted once.

    Nothing where the system does not tell: there each process still has its own limit.
    """
    return sum(map(_memory, _members(leader)))


def _members(leader: int) -> Iterator[int]:
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            # After the name in parentheses: state, parent, group, session.
            group = (folder / "stat").read_text().rpartition(")")[2].split()[2]
        except OSError:
            continue
        if int(group) == leader:
            yield int(folder.name)


def _resident(process: int) -> int:
    """Bytes of memory that a process uses, with all that it shares; nothing when it has ended."""
    try:
        return int((PROCESSES / str(process) / "statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def _memory(process: int) -> int:
    try:
        for line in (PROCESSES / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        # It ended meanwhile.
        pass
    return 0


def _environment() -> dict[str, str]:
    """What the child needs to find the program's settings, and these limits."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings"),
        "PDF_SECONDS": str(settings.PDF_SECONDS),
        "PDF_MEMORY_BYTES": str(settings.PDF_MEMORY_BYTES),
    }


def _why(code: int, said: str) -> str:
    """Why a child gave no PDF, for a person; what it said last is for the log."""
    logging.getLogger(__name__).error("PDF child ended with %s: %s", code, said)
    if code < 0:
        return _("Making the PDF took too long or too much memory, and was stopped.")
    if "RecursionError" in said:
        return _("Something in the document is nested too deeply.")
    if "MemoryError" in said:
        return _("Making the PDF took too much memory.")
    last = said.splitlines()[-1] if said else ""
    return _("The PDF could not be made: %(why)s") % {"why": last[-LAST_WORDS:]}
