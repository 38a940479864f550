"""A committee with a report that was proposed, decided and corrected, and a draft beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from goals.models import Round
from reports.choices import EditionKind
from reports.models import Edition
from tests.documents import document
from tests.factories import edition

HOSTILE = "<script>alert('x')</script><b onclick=\"x\">fet</b>"


@dataclass(frozen=True)
class Published:
    """The report with its three editions, and a plan that is only proposed."""

    round: Round
    proposal: Edition
    decided: Edition
    correction: Edition
    plan: Round

    @property
    def address(self) -> str:
        return f"/publicerat/aby/{self.round.year}/vb/"


@pytest.fixture
def published(loaded: Callable[[dict[str, Any]], Round]) -> Published:
    round = loaded(
        document(
            sections=[
                {"key": "summary", "heading": "Sammanfattning", "body": "Året gick bra på Åsö."},
                {"key": "other", "heading": "Övrigt <i>", "body": HOSTILE},
            ]
        )
    )
    plan = loaded(document(kind="plan"))
    edition(plan, kind=EditionKind.PROPOSAL)
    return Published(
        round=round,
        plan=plan,
        proposal=edition(round, number=1, kind=EditionKind.PROPOSAL),
        decided=edition(round, number=2, with_earlier=True),
        correction=edition(
            round, number=3, kind=EditionKind.CORRECTION, note="Fel siffra.", with_earlier=True
        ),
    )
