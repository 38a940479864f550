"""The one who stands beside the press: starts it, listens, and stops it when it must end.

The child limits its own processor time and memory; here stand the limits that no process
can keep by itself: the clock, and the memory of all its processes together. Whatever
happens, none of them is left when this returns.
"""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

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


def press(order: Order, *, told: Told, should_stop: ShouldStop) -> bytes:
    """The PDF that was ordered, made by a child process with limits.

    Raises:
        RenderFailed: it took too long or too much memory, or the HTML asks for what it may not.
        RenderStopped: should_stop() was true.
    """
    with (
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as made,
        tempfile.TemporaryFile() as said,
    ):
        asked.write(order.packed())
        asked.seek(0)
        code = _watched(asked, made, said, told, should_stop)
        made.seek(0)
        said.seek(0)
        pdf = made.read()
        if code or not pdf.startswith(b"%PDF"):
            raise RenderFailed(_why(code, said.read().decode(errors="replace").strip()))
        return pdf


def _watched(
    asked: IO[bytes], made: IO[bytes], said: IO[bytes], told: Told, should_stop: ShouldStop
) -> int:
    """Run the child to its end, or to the end of our patience; its exit code."""
    reading, writing = os.pipe()
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "reports.rendering.pdf_child", str(writing), str(os.getpid())],
        stdin=asked,
        stdout=made,
        stderr=said,
        pass_fds=[writing],
        cwd=settings.BASE_DIR,
        env=_environment(),
        start_new_session=True,
    )
    os.close(writing)
    try:
        _listen(child, reading, told, should_stop)
        return child.wait()
    finally:
        _end(child)
        os.close(reading)


def _listen(
    child: "subprocess.Popen[bytes]", pipe: int, told: Told, should_stop: ShouldStop
) -> None:
    """Pass on what the child tells until it ends.

    Raises:
        RenderFailed, RenderStopped: it must end now.
    """
    deadline = time.monotonic() + settings.PDF_SECONDS
    heard = b""
    while True:
        # Asked before the pipe is read, so that its last words are heard too.
        ended = child.poll() is not None
        news = _news(pipe, 0 if ended else LOOKS_EVERY)
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
        if memory_of_session(child.pid) > settings.PDF_MEMORY_BYTES:
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


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Leave no process of the child's session behind."""
    # Either error says that all have ended; macOS has the second.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


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
    if "MemoryError" in said:
        return _("Making the PDF took too much memory.")
    last = said.splitlines()[-1] if said else ""
    return _("The PDF could not be made: %(why)s") % {"why": last[-LAST_WORDS:]}
