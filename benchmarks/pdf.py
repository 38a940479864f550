"""How long a report takes to become a PDF, beside a browser that prints the same HTML.

    .venv/bin/python benchmarks/pdf.py [--sizes 35,70,140,280] [--runs 3]

The document is the demo's annual report. 35 and 70 pages are one direction goal and all of
it, with texts as short as they are; 140 pages are the same with analyses as long as those
of published reports; 280 pages are those twice over. What is measured, in turns:

- chromium: a warm browser prints it (the yardstick; tags and outline as it can make them)
- cold: the PDF as a worker makes it, nothing kept from before
- edited: again after a word in one paragraph was changed
- grown: again after paragraphs were added that move the pages after them

Times are of the whole, from HTML to bytes. As in a worker that is not busy, a child process
stands ready when the job comes; starting one takes about as long as importing WeasyPrint.
Memory is that of all the child's processes together, shared pages counted once; the browser's
is not measured.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")

import django

django.setup()

import pikepdf
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from reports.document import Document, GoalEntry
from reports.interchange import read
from reports.rendering.press import guard
from reports.rendering.press.guard import memory_of_session
from reports.rendering.press.static import static_path
from reports.rendering.render import render_html, render_pdf_safely

ANNUAL = Path("reports/demo/enskede-arsta-vantor-2023-annual.json")
FILLER = (
    "Nämnden har under året arbetat vidare med målet och ser att insatserna ger resultat. "
    "Verksamheterna har följt upp sina aktiviteter varje månad, och avvikelser har lett till "
    "åtgärder inom ramen för ordinarie budget. Samverkan med andra nämnder har utvecklats. "
)
# By about how many pages come of it: direction goals, and paragraphs under each goal.
SIZES = {35: (1, 1), 70: (3, 1), 140: (3, 9), 280: (6, 9)}
CHROMIUM = ["--no-sandbox", "--disable-gpu"]
MEGABYTE = 1024**2


def filled(document: Document, directions: int, paragraphs: int) -> Document:
    """The document with so many direction goals: its own, again and again, with more text."""
    own = [goal.code for goal in document.goals if "." not in goal.code]
    goals = [
        _again(goal, str(place + 1), paragraphs)
        for place in range(directions)
        for goal in document.goals
        if goal.code.partition(".")[0] == own[place % len(own)]
    ]
    return replace(document, goals=tuple(goals))


def _again(goal: GoalEntry, direction: str, paragraphs: int) -> GoalEntry:
    """A copy of a goal under another direction."""
    _first, dot, rest = goal.code.partition(".")
    code = f"{direction}{dot}{rest}"
    return replace(
        goal,
        code=code,
        analysis="\n\n".join([FILLER * 2] * paragraphs),
        indicators=tuple(replace(row, goal=code) for row in goal.indicators),
        activities=tuple(replace(row, goal=code) for row in goal.activities),
    )


def html_of(pages: int) -> str:
    """Print HTML of about that many pages; one of the `SIZES`."""
    return render_html(filled(read(ANNUAL.read_bytes()), *SIZES[pages]))


# What is measured -----------------------------------------------------------------------------


def for_browser(html: str, folder: Path) -> Path:
    """The same HTML in a file, with addresses that a browser understands."""
    path = folder / "report.html"
    style = static_path("static:css/print/report.css")
    assert style is not None
    path.write_text(html.replace("static:css/print/report.css", style.as_uri()))
    return path


def printed(browser: Browser, path: Path) -> bytes:
    """What a browser prints."""
    page = browser.new_page()
    page.goto(path.as_uri())
    made = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    page.close()
    return made


@contextmanager
def most_memory() -> Iterator[list[int]]:
    """The most memory that child processes used while this was open, as the one item."""
    most = [0]
    done = threading.Event()
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")

    def look() -> None:
        while not done.wait(0.2):
            for child in children.read_text().split():
                most[0] = max(most[0], memory_of_session(int(child)))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


def rest() -> None:
    """Wait until the process that stands ready for the next job has read what it needs.

    So it has in a worker, but for one with jobs waiting, which gets on with the next at once.
    """
    while True:
        before = [_processor_time(child.process.pid) for child in guard._ready]
        time.sleep(0.5)
        if before == [_processor_time(child.process.pid) for child in guard._ready]:
            return


def _processor_time(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]


def memory_of(act: Callable[[], bytes]) -> int:
    """The most bytes of memory that it uses."""
    with most_memory() as most:
        act()
    return most[0]


def measured(act: Callable[[], bytes]) -> dict[str, float]:
    """How long it takes, and how many pages come of it."""
    begun = time.perf_counter()
    made = act()
    seconds = time.perf_counter() - begun
    with tempfile.TemporaryFile() as file:
        file.write(made)
        with pikepdf.open(file) as pdf:
            pages = len(pdf.pages)
    return {"seconds": seconds, "pages": pages, "bytes": len(made)}


def acts(html: str, browser: Browser, folder: Path) -> dict[str, Callable[[], bytes]]:
    """What is measured, the yardstick first."""
    path = for_browser(html, folder)
    turn = iter(range(1000))
    kept = folder / "press"
    # Children that stand ready have it from the environment.
    settings.PDF_CACHE_DIR = os.environ["PDF_CACHE_DIR"] = str(kept)
    edited, grown = "ordinarie budget", "Samverkan med andra nämnder har utvecklats."

    def cold() -> bytes:
        shutil.rmtree(kept, ignore_errors=True)
        return render_pdf_safely(html)

    def with_word() -> bytes:
        return render_pdf_safely(html.replace(edited, f"ordinarie ram {next(turn)}", 1))

    def with_paragraphs() -> bytes:
        longer = f"{grown}{f'</p><p>{FILLER * 12}' * 3} {next(turn)}"
        return render_pdf_safely(html.replace(grown, longer, 1))

    return {
        "chromium": lambda: printed(browser, path),
        "cold": cold,
        "edited": with_word,
        "grown": with_paragraphs,
    }


def run(size: int, runs: int) -> dict[str, Any]:
    """Medians of so many turns, and the ratio to the yardstick of the same turn."""
    rows: dict[str, list[dict[str, float]]] = {}
    html = html_of(size)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            args=CHROMIUM, executable_path=shutil.which("chromium")
        )
        to_measure = acts(html, browser, Path(folder))
        # A turn of its own, which also warms: looking takes time from those who are looked at.
        memory = {name: memory_of(act) for name, act in to_measure.items()}
        # Its processes are not children of ours.
        memory["chromium"] = 0
        for _turn in range(runs):
            for name, act in to_measure.items():
                rest()
                rows.setdefault(name, []).append(measured(act))
        browser.close()
    yardstick = [row["seconds"] for row in rows["chromium"]]
    return {
        name: {
            "ratio": statistics.median(
                row["seconds"] / unit for row, unit in zip(turns, yardstick, strict=True)
            ),
            "memory": memory[name],
            **{
                key: statistics.median(row[key] for row in turns)
                for key in ("seconds", "pages", "bytes")
            },
        }
        for name, turns in rows.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--sizes",
        default="35,70,140,280",
        help="pages, with commas between: 35, 70, 140 and 280 are known",
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    os.chdir(settings.BASE_DIR)
    # As in a worker.
    settings.PDF_KEEP_READY = True
    found = {}
    print("| pages | | ratio | seconds | pages/s | MB memory | kB |")
    print("| --: | --- | --: | --: | --: | --: | --: |")
    for size in map(int, options.sizes.split(",")):
        found[size] = run(size, options.runs)
        for name, row in found[size].items():
            memory = f"{row['memory'] / MEGABYTE:.0f}" if row["memory"] else "–"
            print(
                f"| {row['pages']:.0f} | {name} | {row['ratio']:.2f} | {row['seconds']:.2f} "
                f"| {row['pages'] / row['seconds']:.1f} | {memory} "
                f"| {row['bytes'] / 1024:.0f} |",
                flush=True,
            )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
