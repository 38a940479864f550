"""What the review finds in three published documents, each finding read by hand."""

from collections import Counter
from pathlib import Path

import pytest

from reports.interchange import read
from reports.references import expand
from reports.review.catalogue import review
from reports.review.findings import Case
from tests.documents import DEMO, SHARED

# The demo's documents have the same figures, and texts that agree with them.
IN_THE_DEMO = {"section.missing", "text.section"}

# Document → check → how many things it finds there. Each was read against the file’s figures; the
# totals outside both sexes, and some of the missing units, were looked up in print too.
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
        "gap.unexplained": 1,
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
        "indicator.unlike_units": 1,
        "activity.beyond_year": 2,
    },
}


@pytest.mark.skipif(not SHARED, reason="the published documents are not here")
@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_findings_are_those_that_were_judged(path: Path) -> None:
    found = review(Case(read(path.read_bytes())))

    # The tables of the economy are judged in their own tests.
    codes = (one.code for one in found if not one.code.startswith("table."))
    assert Counter(codes) == FOUND[path.stem]


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_texts_of_the_demo_agree_with_its_figures(path: Path) -> None:
    found = review(Case(expand(read(path.read_bytes()))))

    real = {code for codes in FOUND.values() for code in codes}
    codes = {one.code for one in found if not one.code.startswith("table.")}
    assert codes <= real | IN_THE_DEMO
