"""Makes a PDF in a process of its own: the order comes in on stdin, the PDF goes out on stdout.

Run as `python -m reports.rendering.pdf_child PIPE`; how far it has come is told on the pipe
of that number, a line of JSON each time. It limits itself before it reads anything.
"""

import ctypes
import gc
import json
import os
import resource
import signal
import sys

from django.conf import settings

# Layout makes millions of objects that all live to the end: the collector only walks them.
COLLECTOR = (200_000, 50, 1000)
# prctl(PR_SET_PDEATHSIG): Linux ends the process when its parent does.
PARENT_DEATH_SIGNAL = 1


def limit_myself() -> None:
    """No more processor time and memory than the settings give, and no longer life than theirs
    who wait for it."""
    seconds, memory = settings.PDF_SECONDS, settings.PDF_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A child that keeps the machine busy must not keep the web waiting.
    os.nice(5)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


def main() -> None:
    limit_myself()
    import weasyprint  # noqa: F401 (imported before the collector freezes what there is)

    from reports.rendering.press.order import Order
    from reports.rendering.progress import Progress, RenderFailed
    from reports.rendering.render import draw_pdf

    gc.freeze()
    gc.set_threshold(*COLLECTOR)
    pipe = int(sys.argv[1])

    def tell(progress: Progress) -> None:
        said = [progress.step.value, progress.done, progress.total]
        os.write(pipe, json.dumps(said).encode() + b"\n")

    try:
        pdf = draw_pdf(Order.unpacked(sys.stdin.buffer.read()), told=tell)
    except RenderFailed as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
