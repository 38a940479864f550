"""What a process of the press may use, said by itself before it reads anything."""

import ctypes
import gc
import os
import resource
import signal
import sys

from django.conf import settings

# Layout makes millions of objects that all live to the end: the collector only walks them.
COLLECTOR = (200_000, 50, 1000)
# prctl(PR_SET_PDEATHSIG): Linux ends a process when its parent does.
PARENT_DEATH_SIGNAL = 1


def limit_myself() -> None:
    """No more processor time and memory than the settings give, for this process and each of
    those that it forks."""
    seconds, memory = settings.PDF_SECONDS, settings.PDF_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A child that keeps the machine busy must not keep the web waiting.
    os.nice(5)


def die_with_parent(parent: int) -> None:
    """End when the process does that waits for the work, however that one ends."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        # It ended before this was said.
        os._exit(1)


def collect_seldom() -> None:
    """Let the collector leave what there is, and look at the rest only now and then."""
    gc.freeze()
    gc.set_threshold(*COLLECTOR)
