"""The pictures in the PDF: each has a text alternative, and the file is PDF/UA all the same."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from reports.interchange import read
from reports.rendering.render import render_pdf
from tests.documents import document, indicator

ROWS = [
    indicator("1.1", "Andel nöjda barn", outcome="77 %", women="80 %", men="73,1 %", target="80 %"),
    indicator("1.1", "Andel trygga äldre", outcome="90 %", women="91 %", men="88 %", target="85 %"),
]


def alternatives(element: Any) -> list[str]:
    """The text alternatives of the figures under a structure element."""
    found = [str(element.Alt)] if element.get("/S") == "/Figure" and "/Alt" in element else []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += alternatives(kid)
    return found


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    data = json.dumps(document(indicators=ROWS), ensure_ascii=False).encode()
    return pikepdf.open(BytesIO(render_pdf(read(data))))


def test_every_picture_tells_its_numbers(pdf: pikepdf.Pdf) -> None:
    texts = " ".join(alternatives(pdf.Root.StructTreeRoot))
    for number in ("77 %", "80 %", "73,1 %", "90 %", "91 %", "88 %", "85 %"):
        assert number in texts
    assert "Andel nöjda barn" in texts


def test_no_figure_is_without_a_text(pdf: pikepdf.Pdf) -> None:
    def figures(element: Any) -> int:
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        below: int = sum(figures(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary))
        return below + int(element.get("/S") == "/Figure")

    tree = pdf.Root.StructTreeRoot
    assert figures(tree) == len(alternatives(tree)) > len(ROWS)
