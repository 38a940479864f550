"""What the review finds in three published documents, each finding judged by hand."""

from collections import Counter
from pathlib import Path

import pytest

from reports.interchange import read
from reports.review.catalogue import review
from reports.review.findings import Case
from tests.documents import SHARED

pytestmark = pytest.mark.skipif(not SHARED, reason="the published documents are not here")

# Document → check → how many things it finds there. All were looked up in print.
FOUND = {
    "eav-2023-annual": {
        "goal.differs": 7,
        "goal.empty": 2,
        "target.weaker": 1,
        "target.unit": 1,
        "target.share_unit": 2,
        "indicator.outside_sexes": 4,
        "indicator.unit_missing": 7,
        "indicator.jump_year": 3,
        "duplicate.elsewhere": 3,
    },
    "hv-2024-plan": {
        "activity.outside_year": 3,
        "target.weaker": 2,
        "target.undecided": 4,
        "target.share_unit": 4,
        "goal.empty": 1,
    },
    "norrmalm-2023-t1": {
        "goal.differs": 1,
        "goal.empty": 4,
        "target.unit": 1,
        "target.share_unit": 6,
        "indicator.outside_sexes": 2,
        "indicator.unit_missing": 8,
        "activity.beyond_year": 2,
    },
}


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_findings_are_those_that_were_judged(path: Path) -> None:
    found = review(Case(read(path.read_bytes())))

    assert Counter(one.code for one in found) == FOUND[path.stem]
