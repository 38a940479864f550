"""What the tests of reports share: a round with something of everything, and a press."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goals.models import Round
from reports.rendering.press import work
from tests.conftest import People
from tests.factories import (
    RoundFactory,
)
from tests.reports.filled import fill


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
