"""The press: parts side by side, joined as if they were one, and kept; and what stops it."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import outloud
import page
import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.html import UA

from reports.interchange import read
from reports.rendering.press import guard, reading, work
from reports.rendering.press.guard import memory_of_session, press, uses_more_than
from reports.rendering.press.order import Order
from reports.rendering.press.parts import divide
from reports.rendering.press.store import Store
from reports.rendering.progress import Attachment, Progress, Step, never, tell_nobody
from reports.rendering.render import render_html, render_pdf_safely
from tests.documents import DEMO
from tests.pdf_walk import Walk
from tests.print_html import HEAD, PART, STYLED, text_of
from tests.sharing import Once
from tests.workers import descendants_of, is_alive, until


def told_while(html: str) -> tuple[bytes, list[Progress]]:
    told: list[Progress] = []
    return work.make(Order(html), told.append), told


# What it is divided into ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("<p>x</p>", None),
        (PART.format(1, "x"), None),
        (PART.format(1, "x") + PART.format(2, "y"), 2),
        (PART.format(1, "<section>a</section>b") + PART.format(2, "y"), 2),
        (PART.format(1, "x") + "<p>outside</p>" + PART.format(2, "y"), None),
        (PART.format(1, "x") + "<section data-part><p>never closed", 2),
    ],
)
def test_a_document_is_divided_where_all_of_it_is_in_parts(body: str, parts: int | None) -> None:
    division = divide(HEAD + body)

    assert (len(division.parts) if division else None) == parts


def test_a_document_whose_parts_share_pages_is_not_divided() -> None:
    body = PART.format(1, "x") + PART.format(2, "y")
    assert divide(HEAD.replace("<body", '<body data-whole=""') + body) is None
    # Said of it only as a word.
    assert divide(HEAD.replace("<body", '<body data-running="data-whole"') + body) is not None


def test_a_part_has_empty_places_where_the_others_stand() -> None:
    division = divide(HEAD + PART.format(1, "x") + PART.format(2, "y"))
    assert division is not None

    alone = division.page(1)
    assert "Del 1" not in alone
    assert '<section data-part="1" data-elsewhere=""></section>' in alone
    assert "Del 2" in alone


# The parts joined ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def annual() -> str:
    """The print HTML of the demo's annual report."""
    return render_html(read(DEMO[0].read_bytes()))


@pytest.mark.long
def test_joined_parts_are_as_the_whole(
    annual: str, demo_pdf: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = demo_pdf(DEMO[0]).read_bytes()
    monkeypatch.setattr(work, "SHORT", len(annual) + 1)
    whole = work.make(Order(annual))

    assert text_of(joined, "-layout") == text_of(whole, "-layout")
    with pikepdf.open(io.BytesIO(joined)) as one, pikepdf.open(io.BytesIO(whole)) as other:
        walk, as_whole = Walk(one), Walk(other)
        assert walk.bookmarks() == as_whole.bookmarks()
        kinds = [node.kind for node in walk.root.all()]
        assert kinds == [node.kind for node in as_whole.root.all()]
        assert walk.dead_links() == as_whole.dead_links() == 0
        fonts = {
            bytes(found.FontFile2.read_raw_bytes())
            for found in one.objects
            if isinstance(found, pikepdf.Dictionary) and "/FontFile2" in found
        }
        files = {
            found.FontFile2.objgen
            for found in one.objects
            if isinstance(found, pikepdf.Dictionary) and "/FontFile2" in found
        }
    assert len(files) == len(fonts)


@pytest.mark.long
def test_the_same_order_gives_the_same_bytes_with_and_without_kept_parts(
    annual: str, store: Path, demo_pdf: Callable[[Path], Path]
) -> None:
    first, told = told_while(annual)
    again = work.make(Order(annual))

    # The one that all the tests look at was made in a process of its own, and nothing kept.
    assert first == again == demo_pdf(DEMO[0]).read_bytes()
    assert [one.step for one in told] == sorted((one.step for one in told), key=list(Step).index)
    assert all(0 <= one.done <= one.total for one in told)


def test_an_edited_paragraph_draws_one_part_again(
    always_divided: None, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [PART.format(number, "ord") for number in range(4)]
    work.make(Order(STYLED.format("".join(parts))))
    before = set(store.iterdir())
    parts[2] = PART.format(2, "andra ord")
    edited = work.make(Order(STYLED.format("".join(parts))))

    assert len(set(store.iterdir()) - before) == 1
    assert "andra ord" in text_of(edited)


# What is kept ------------------------------------------------------------------------------------


def test_a_damaged_part_is_as_good_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path / "press", 10_000)
    store.put("a", b"content")
    assert store.get("a") == b"content"

    (tmp_path / "press/a").write_bytes(b"x" * 60)
    assert store.get("a") is None
    assert store.get("b") is None


def test_what_has_lain_longest_is_forgotten_first(tmp_path: Path) -> None:
    store = Store(tmp_path / "press", 2_500)
    for place, key in enumerate("abc"):
        store.put(key, b"x" * 1_000)
        os.utime(tmp_path / "press" / key, (place, place))
    store.get("a")
    store.sweep()

    assert store.get("b") is None
    assert store.get("a") and store.get("c")


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file", 1)
    store.put("a", b"x")
    store.sweep()

    assert store.get("a") is None


# The archive copy --------------------------------------------------------------------------------

DATA = (
    Attachment("rapport.json", "application/json", b'{"year": 2023}', "Rapportens uppgifter"),
    Attachment("rapport.csv.zip", "application/zip", b"PK\x05\x06" + bytes(18), "Som tabeller"),
)
# The checker takes a stream whose last byte is a carriage return for one byte too long;
# every stream's length is counted below.
FALSE_ALARMS = {"PDFA3A-STREAM-LENGTH-001"}


@pytest.fixture(scope="session")
def archive(once: Once) -> bytes:
    def draw(path: Path) -> None:
        document = replace(read(DEMO[1].read_bytes()), registry_number="ÄK 2024/17 & 18")
        path.write_bytes(render_pdf_safely(document, attachments=DATA))

    return once.path("archive.pdf", draw).read_bytes()


def test_the_archive_copy_is_pdf_a_and_pdf_ua(archive: bytes) -> None:
    accessible = page.validate_pdf_bytes(archive, profile="ua1")
    assert accessible.is_compliant, str(accessible)

    kept = page.validate_pdf_bytes(archive, profile="3a")
    failed = {line.split("]")[0][1:] for line in str(kept).splitlines() if line.startswith("[")}
    assert failed <= FALSE_ALARMS, str(kept)


def test_every_stream_is_as_long_as_it_says(archive: bytes) -> None:
    """Between "stream" and "endstream" stands what was announced, and one line's end."""
    with pikepdf.open(io.BytesIO(archive)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream):
                raw = found.read_raw_bytes()
                assert len(raw) == int(found.Length)
                assert raw + b"\nendstream" in archive


def test_the_archive_copy_holds_the_data(archive: bytes) -> None:
    with pikepdf.open(io.BytesIO(archive)) as pdf:
        held = {str(file.UF): file for file in pdf.Root.AF}
        assert set(held) == {one.name for one in DATA}
        for one in DATA:
            assert held[one.name].EF.F.read_bytes() == one.content
            assert str(held[one.name].Desc) == one.description
            assert str(held[one.name].AFRelationship) == "/Data"
            assert str(held[one.name].EF.F.Subtype) == f"/{one.content_type}"


def test_metadata_says_who_what_and_which_language(archive: bytes) -> None:
    data = json.loads(DEMO[1].read_text())
    with pikepdf.open(io.BytesIO(archive)) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == "sv"
    assert info["/Author"] == data["committee"]["name"]
    assert data["committee"]["name"] in packet
    assert "<dc:identifier>ÄK 2024/17 &amp; 18</dc:identifier>" in packet
    assert "<dc:language><rdf:Bag><rdf:li>sv</rdf:li>" in packet
    assert not {"/CreationDate", "/ModDate"} & set(info)


# Hooks into WeasyPrint ---------------------------------------------------------------------------


def test_weasyprint_has_what_the_press_takes_hold_of() -> None:
    """The version is pinned; a new one must be looked at before this test is changed."""
    import weasyprint
    from weasyprint import document, draw
    from weasyprint.css import targets
    from weasyprint.draw import border
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.pdf import fonts, tags
    from weasyprint.text.line_break import Layout

    assert weasyprint.__version__ == "70.0"
    assert document.TargetCollector is targets.TargetCollector
    assert {"lookup_target"} <= set(vars(targets.TargetCollector))
    assert callable(targets.anchor_name_from_token)
    assert callable(tags._build_box_tree)
    assert callable(fonts.Font.clean)
    assert issubclass(boxes.MarginBox, boxes.BlockContainerBox)
    assert callable(HTML._ua_stylesheets)
    assert callable(inline.strut) and draw.draw_border is border.draw_border
    assert callable(Layout.deactivate) and callable(Layout.reactivate)
    assert len(reading.NOTES.findall(UA)) == 5
    assert f"\n{reading.MARKER}" in UA and UA.count(reading.MARKER) == 1


# What stops it -----------------------------------------------------------------------------------


def test_no_process_is_left_when_the_worker_is_killed(annual: str, tmp_path: Path) -> None:
    script = (
        "from reports.rendering.render import render_pdf_safely;"
        "import sys; render_pdf_safely(sys.stdin.read(), told=lambda p: print(p, flush=True))"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PDF_CACHE_DIR": ""},
        text=True,
    )
    assert worker.stdin is not None and worker.stdout is not None
    worker.stdin.write(annual)
    worker.stdin.close()
    worker.stdout.readline()
    children = descendants_of(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()

    assert children
    until(lambda: not any(map(is_alive, children)))


@contextmanager
def two_processes(script: str) -> Iterator[int]:
    """A process and its fork, when both have said that they are there; the first one's number."""
    leader = subprocess.Popen(
        [sys.executable, "-c", f"import os, time\n{script}\nprint(flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert leader.stdout is not None
    leader.stdout.readline()
    leader.stdout.readline()
    yield leader.pid
    os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()
    leader.stdout.close()


def test_memory_of_all_processes_counts_together() -> None:
    with two_processes("os.fork(); held = bytearray(b'x') * 60_000_000") as leader:
        assert 120_000_000 < memory_of_session(leader) < 200_000_000
        assert uses_more_than(120_000_000, leader)
        assert not uses_more_than(200_000_000, leader)


def test_memory_that_processes_share_counts_once() -> None:
    with two_processes("held = bytearray(b'x') * 60_000_000; os.fork()") as leader:
        assert 60_000_000 < memory_of_session(leader) < 100_000_000
        assert uses_more_than(60_000_000, leader)
        assert not uses_more_than(100_000_000, leader)


def test_a_process_stands_ready_where_that_is_asked_for(settings: Any) -> None:
    settings.PDF_KEEP_READY = True
    page_of_one = Order(HEAD + "<h1>x</h1>")
    first = press(page_of_one, told=tell_nobody, should_stop=never)
    (waiting,) = guard._ready
    settings.PDF_KEEP_READY = False
    second = press(page_of_one, told=tell_nobody, should_stop=never)

    assert first == second
    assert waiting.process.returncode == 0
    assert guard._ready == []


def test_a_ready_process_that_has_died_is_not_asked() -> None:
    dead = guard.Child()
    dead.process.kill()
    dead.process.wait()
    guard._ready.append(dead)

    made = press(Order(HEAD + "<h1>x</h1>"), told=tell_nobody, should_stop=never)
    assert made.startswith(b"%PDF")


# As a reader meets it ----------------------------------------------------------------------------


@pytest.fixture(scope="session", params=DEMO, ids=lambda path: path.stem)
def printed(request: pytest.FixtureRequest, demo_pdf: Callable[[Path], Path]) -> bytes:
    """A demo document as PDF."""
    return demo_pdf(request.param).read_bytes()


def test_the_structure_makes_sense(printed: bytes) -> None:
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        walk = Walk(pdf)
        levels = walk.heading_levels()
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
        assert all(str(figure.pdf.Alt).strip() for figure in walk.root.of("Figure"))
        assert walk.tables_without_headers() == []
        assert walk.lost_headers() == []
        assert walk.undescribed_links() == []
        assert walk.dead_links() == 0
        assert walk.untagged_text() == []
        assert walk.out_of_order() == []
        pages = [number for _label, number in walk.bookmarks()]
        assert pages == sorted(pages)


def test_checkers_find_no_error(printed: bytes, tmp_path: Path) -> None:
    report = page.validate_pdf_bytes(printed, profile="ua1")
    assert report.is_compliant, str(report)

    path = tmp_path / "report.pdf"
    path.write_bytes(printed)
    errors = [one for one in outloud.check(str(path)).findings if one.severity == "error"]
    assert errors == []
