"""What the tests of reports share: a round with something of everything, and a press."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from goals.models import Round
from reports.interchange import read
from reports.rendering.press import work
from reports.rendering.render import render_pdf_safely
from tests.conftest import People
from tests.factories import RoundFactory
from tests.reports.filled import fill
from tests.sharing import Once


@pytest.fixture
def english() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def round(people: People) -> Round:
    due = timezone.localdate() + timedelta(days=6)
    return fill(RoundFactory(committee=people.committee, due=due))


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Path:
    """An empty store of parts."""
    settings.PDF_CACHE_DIR = str(tmp_path / "press")
    return tmp_path / "press"


@pytest.fixture
def always_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even short documents are laid out in parts."""
    monkeypatch.setattr(work, "SHORT", 0)


@pytest.fixture(scope="session")
def demo_pdf(once: Once) -> Callable[[Path], Path]:
    """Where a document of the demo lies as PDF, made as a worker makes it, and to be read only."""

    def draw(document: Path) -> bytes:
        # Tests that look at what is drawn do not test how quick the machine is.
        with override_settings(PDF_SECONDS=1_800):
            return render_pdf_safely(read(document.read_bytes()))

    def find(document: Path) -> Path:
        return once.path(f"{document.stem}.pdf", lambda path: path.write_bytes(draw(document)))

    return find
