"""The process that draws a PDF: its limits, how it is stopped, and what it tells."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.interchange import read
from reports.rendering.press.static import static_path
from reports.rendering.progress import Attachment, Progress
from reports.rendering.render import (
    RenderFailed,
    RenderStopped,
    render_html,
    render_pdf_safely,
)
from tests.documents import as_file, document

EMPTY_PAGE = '<html lang="sv"><head><title>T</title></head><body><h1>R</h1>{}</body></html>'


def test_same_html_gives_same_bytes() -> None:
    html = render_html(read(as_file(document())))

    assert render_pdf_safely(html) == render_pdf_safely(html)


@pytest.mark.parametrize(
    "address",
    ["static:../manage.py", "static:/etc/passwd", "static:css/../../manage.py", "file:///x", ""],
)
def test_only_static_files_have_an_address(address: str) -> None:
    assert static_path(address) is None


def test_static_file_is_found_by_its_address() -> None:
    found = static_path("static:css/print/report.css")

    assert found is not None
    assert found.name == "report.css"


BOMBS = {
    "nested": "<div>" * 50_000,
    "wide": "<table><tr>" + '<td colspan="100000000">x</td>' * 40 + "</tr></table>",
    "long": "<p>" + "ord " * 3_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_child_is_stopped_when_it_takes_too_much(bomb: str, settings: Any) -> None:
    settings.PDF_SECONDS, settings.PDF_MEMORY_BYTES = 5, 700 * 1024 * 1024

    with pytest.raises(RenderFailed):
        render_pdf_safely(EMPTY_PAGE.format(bomb))


def test_child_that_sleeps_is_stopped(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.PDF_SECONDS = 1
    sleeper = tmp_path / "python"
    sleeper.write_text("#!/bin/sh\nexec sleep 30\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(sleeper))

    with pytest.raises(RenderFailed):
        render_pdf_safely("x")


def test_making_is_stopped_when_somebody_asks() -> None:
    asked: list[bool] = []

    def should_stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(RenderStopped):
        render_pdf_safely(EMPTY_PAGE.format("<p>" + "ord " * 300_000), should_stop=should_stop)


def test_making_tells_how_far_it_has_come() -> None:
    told: list[Progress] = []
    render_pdf_safely(EMPTY_PAGE.format("x"), told=told.append)

    assert (told[0].step, told[0].done) == ("layout", 0)
    assert all(0 <= one.done <= one.total for one in told)
    assert told[-1].done == told[-1].total


def test_attachments_are_in_the_file() -> None:
    data = Attachment("data.json", "application/json", b"{}", "Uppgifterna")
    made = render_pdf_safely(EMPTY_PAGE.format("x"), attachments=[data])

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.attachments["data.json"].get_file().read_bytes() == b"{}"
