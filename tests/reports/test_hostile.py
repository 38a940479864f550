"""What a text, or a whole print document, cannot make the press do."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reports.rendering.press import work
from reports.rendering.press.order import Order
from reports.rendering.progress import RenderFailed
from reports.rendering.render import render_pdf_safely

PAGE = '<html lang="sv"><head><title>T</title></head><body>{}</body></html>'
PARTS = '<section data-part="a"><h1>A</h1>{}</section><section data-part="b"><h1>B</h1>x</section>'
SECRET = "what nobody may read in a report"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'

# Each asks for the address in its own way.
VECTORS = {
    "image": '<img alt="x" src="{}">',
    "set of images": '<img alt="x" src="x" srcset="{} 2x">',
    "style sheet": '<link rel="stylesheet" href="{}">',
    "import": '<style>@import "{}";</style>',
    "import by address": "<style>@import url({});</style>",
    "font": '<style>@font-face {{ font-family: F; src: url("{}") }} *{{ font-family: F }}</style>',
    "background": '<p style="background: url({})">x</p>',
    "content": '<style>p::before {{ content: url("{}") }}</style><p>x</p>',
    "list": '<ul style="list-style-image: url({})"><li>x</ul>',
    "border": '<p style="border: 1px solid; border-image: url({}) 1">x</p>',
    "mask": '<p style="mask-border-source: url({})">x</p>',
    "page": '<style>@page {{ background: url("{}"); @top-left {{ content: url("{}") }} }}</style>',
    "object": '<object data="{}">x</object>',
    "embed": '<embed src="{}">',
    "frame": '<iframe src="{}"></iframe>',
    "video": '<video poster="{}" src="{}"></video>',
    "button": '<input type="image" src="{}" alt="x">',
    "attachment": '<link rel="attachment" href="{}">',
    "attached link": '<a rel="attachment" href="{}">x</a>',
    "base": '<base href="{}"><img alt="x" src="x.png">',
    "drawing's image": SVG + '<title>x</title><image href="{}" width="9" height="9"/></svg>',
    "drawing's old image": SVG + '<title>x</title><image xlink:href="{}" width="9"/></svg>',
    "drawing's use": SVG + '<title>x</title><use href="{}#a"/></svg>',
    "drawing's style": SVG + '<title>x</title><style>@import "{}";</style><path d="M0 0h9"/></svg>',
    "drawing's fill": SVG + '<title>x</title><rect width="9" height="9" fill="url({}#a)"/></svg>',
    "profile": '<style>@color-profile --p {{ src: url("{}") }} p {{ color: color(--p 0) }}</style>',
}


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A server on this machine, and whoever has called it."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                calls.append(address)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], calls
        stop.set()
        thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that the program may read, and a report may not show."""
    path = tmp_path / "secret.svg"
    path.write_text(f"{SVG}<title>{SECRET}</title><desc>{SECRET}</desc></svg>")
    return path


@pytest.mark.parametrize("body", ["{}", PARTS], ids=["whole", "parts"])
@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_nothing_is_fetched(
    vector: str,
    body: str,
    listener: tuple[int, list[object]],
    secret: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It fails, or leaves out what it may not have; and there is nothing to see of it."""
    settings.PDF_CACHE_DIR = ""
    monkeypatch.setattr(work, "SHORT", 0)
    port, calls = listener
    for address in (
        f"http://127.0.0.1:{port}/x.png",
        f"//127.0.0.1:{port}/x.png",
        secret.as_uri(),
        str(secret),
        f"static:{secret}",
    ):
        html = PAGE.format(
            body.format(vector.replace("{{", "{").replace("}}", "}").replace("{}", address))
        )
        try:
            made = work.make(Order(html))
        except RenderFailed as error:
            assert SECRET not in str(error)
            continue
        assert made.startswith(b"%PDF")
        assert b"EmbeddedFile" not in made
    assert calls == []


BOMBS = {
    "wide": '<table><tr><td colspan="100000">x</td></tr><tr><td>y</td></tr></table>',
    "wide rows": "<table>"
    + '<tr><td colspan="100000" rowspan="65000">x</td></tr>' * 50
    + "</table>",
    "nested": "<div>" * 3_000 + "x",
    "nested tables": "<table><tr><td>" * 400 + "x",
    "nested lists": "<ul><li>" * 1_500 + "x",
    "rows": "<table>" + "<tr><th scope=row>Rad</th><td>1</td><td>2</td></tr>" * 5_000 + "</table>",
    "one word": "<p>" + "ord" * 400_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_hostile_text_fails_clearly_or_is_printed_and_the_next_is_made(
    bomb: str, settings: Any
) -> None:
    settings.PDF_SECONDS, settings.PDF_MEMORY_BYTES = 12, 700 * 1024**2
    settings.PDF_CACHE_DIR = ""
    try:
        assert render_pdf_safely(PAGE.format(bomb)).startswith(b"%PDF")
    except RenderFailed as error:
        assert str(error)
        assert "Traceback" not in str(error)
    settings.PDF_SECONDS = 60
    assert render_pdf_safely(PAGE.format("<h1>Nästa</h1>")).startswith(b"%PDF")
