"""Draws a PDF in a process of its own: print HTML comes in on stdin, the PDF goes out on stdout.

Run as `python -m reports.rendering.pdf_child`. It limits itself before it reads anything.
"""

import gc
import os
import resource
import sys

from django.conf import settings

# Layout makes millions of objects that all live to the end: the collector only walks them.
COLLECTOR = (200_000, 50, 1000)


def limit_myself() -> None:
    """No more processor time and memory than the settings give."""
    seconds, memory = settings.PDF_SECONDS, settings.PDF_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A child that keeps the machine busy must not keep the web waiting.
    os.nice(5)


def main() -> None:
    limit_myself()
    import weasyprint  # noqa: F401 (imported before the collector freezes what there is)

    from reports.rendering.render import RenderFailed, draw_pdf

    gc.freeze()
    gc.set_threshold(*COLLECTOR)
    try:
        pdf = draw_pdf(sys.stdin.buffer.read().decode())
    except RenderFailed as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
