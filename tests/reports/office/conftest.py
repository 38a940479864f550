"""The demo's three documents, and how they are laid out."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from reports.document import Document
from reports.interchange import read
from reports.rendering.presentation import Presentation
from tests.documents import DEMO


@pytest.fixture(scope="session", params=DEMO, ids=lambda path: path.stem)
def demo(request: pytest.FixtureRequest) -> Document:
    return read(request.param.read_bytes())


@pytest.fixture
def shown(demo: Document) -> Iterator[Presentation]:
    """The document as the page and the PDF show it, in Swedish as they do."""
    with translation.override("sv"):
        yield Presentation(demo)
