"""Makes a PDF in a process of its own: the order comes in on stdin, the PDF goes out on stdout.

Run as `python -m reports.rendering.pdf_child NEWS SIGN PARENT`: how far it has come is told
on the pipe NEWS, a line of JSON each time; when the pipe SIGN is closed, the order is there.
It limits itself before it reads anything.
"""

import json
import os
import sys

from reports.rendering.press.limits import collect_seldom, die_with_parent, limit_myself


def main() -> None:
    pipe, sign, parent = map(int, sys.argv[1:])
    die_with_parent(parent)
    limit_myself()

    from reports.rendering.press.order import Order
    from reports.rendering.press.work import get_ready, make
    from reports.rendering.progress import Progress, RenderFailed

    # While there is nothing else to do: it takes longer than some pages.
    get_ready()
    collect_seldom()
    os.read(sign, 1)

    def tell(progress: Progress) -> None:
        said = [progress.step.value, progress.done, progress.total]
        os.write(pipe, json.dumps(said).encode() + b"\n")

    try:
        pdf = make(Order.unpacked(sys.stdin.buffer.read()), tell)
    except RenderFailed as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    # There is nothing to take down, and taking it down takes longer than a page.
    os._exit(0)


if __name__ == "__main__":
    main()
