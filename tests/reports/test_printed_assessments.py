"""How the default rule compares with 82 printed assessments: the numbers of ADR 14."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from goals.choices import GoalLevel, Level, Part
from goals.proposal import Evidence, JudgingRule, propose
from reports.document import Document, GoalEntry
from reports.interchange import read
from reports.proposals import evidence_of, proposal_of
from tests.documents import SHARED

pytestmark = pytest.mark.skipif(not SHARED, reason="the published documents are not here")

RULE = JudgingRule()
HEIGHT: dict[Level | None, int] = {Level.NONE: 0, Level.PARTIAL: 1, Level.FULL: 2}
Propose = Callable[[Evidence], Level | None]


def documents() -> Iterator[Document]:
    for path in SHARED:
        if path.stem in ("eav-2023-annual", "norrmalm-2023-t1"):
            yield read(path.read_bytes())


def goals() -> Iterator[tuple[Document, GoalEntry]]:
    for document in documents():
        yield from ((document, goal) for goal in document.goals)


def by(**fields: object) -> Propose:
    rule = replace(RULE, **fields)  # type: ignore[arg-type]
    return lambda evidence: propose(evidence, rule).level


def worst(evidence: Evidence) -> Level | None:
    levels = [one.level for one in (*evidence.indicators, *evidence.children) if one.level]
    return min(levels, key=HEIGHT.__getitem__, default=None)


def weighing(indicators: int, activities: int, below: int, full_from: str = "0.75") -> Propose:
    return by(
        indicator_weight=indicators,
        activity_weight=activities,
        child_weight=below,
        full_from=Decimal(full_from),
    )


CANDIDATES: list[tuple[str, Propose, tuple[int, ...]]] = [
    ("always fully", lambda _evidence: Level.FULL, (70, 0, 12, 0, 0)),
    ("the worst", worst, (34, 15, 0, 33, 5)),
    ("indicators only", weighing(1, 0, 0), (24, 5, 0, 53, 5)),
    ("goals below only", weighing(0, 0, 1), (34, 0, 4, 44, 3)),
    ("all alike", weighing(1, 1, 1), (67, 0, 9, 6, 3)),
    ("the default", by(), (68, 0, 8, 6, 4)),
    ("fully from 80 %", weighing(2, 1, 3, "0.8"), (67, 3, 6, 6, 6)),
    ("fully from 90 %", weighing(2, 1, 3, "0.9"), (64, 9, 3, 6, 9)),
    ("mostly indicators", weighing(3, 2, 1), (69, 1, 6, 6, 6)),
    ("without activities", weighing(2, 0, 3), (44, 1, 4, 33, 4)),
    ("never fully with an unmet one", by(never_full_with_unmet=True), (64, 5, 7, 6, 5)),
]


@pytest.mark.parametrize(
    ("candidate", "numbers"),
    [case[1:] for case in CANDIDATES],
    ids=[case[0] for case in CANDIDATES],
)
def test_candidates_compare_as_the_decision_says(
    candidate: Propose, numbers: tuple[int, ...]
) -> None:
    pairs = [(goal.assessment, candidate(evidence_of(goal, said))) for said, goal in goals()]
    told = [(printed, proposed) for printed, proposed in pairs if proposed is not None]

    assert len(pairs) == 82
    assert numbers == (
        sum(printed == proposed for printed, proposed in told),
        sum(HEIGHT[proposed] < HEIGHT[printed] for printed, proposed in told),
        sum(HEIGHT[proposed] > HEIGHT[printed] for printed, proposed in told),
        len(pairs) - len(told),
        sum(printed == proposed == Level.PARTIAL for printed, proposed in told),
    )


def test_default_compares_level_by_level_as_the_decision_says() -> None:
    full, partial = Level.FULL, Level.PARTIAL
    counts = Counter(
        (said.part, goal.level, goal.assessment, proposal_of(goal, said).level)
        for said, goal in goals()
    )

    assert counts == {
        (Part.ANNUAL, GoalLevel.DIRECTION, full, full): 2,
        (Part.ANNUAL, GoalLevel.DIRECTION, partial, full): 1,
        (Part.ANNUAL, GoalLevel.AREA, full, full): 11,
        (Part.ANNUAL, GoalLevel.AREA, partial, partial): 2,
        (Part.ANNUAL, GoalLevel.AREA, partial, full): 3,
        (Part.ANNUAL, GoalLevel.COMMITTEE, full, full): 19,
        (Part.ANNUAL, GoalLevel.COMMITTEE, full, None): 2,
        (Part.ANNUAL, GoalLevel.COMMITTEE, partial, partial): 1,
        (Part.ANNUAL, GoalLevel.COMMITTEE, partial, full): 3,
        (Part.T1, GoalLevel.DIRECTION, full, full): 3,
        (Part.T1, GoalLevel.AREA, full, full): 15,
        (Part.T1, GoalLevel.AREA, partial, partial): 1,
        (Part.T1, GoalLevel.COMMITTEE, full, full): 14,
        (Part.T1, GoalLevel.COMMITTEE, full, None): 4,
        (Part.T1, GoalLevel.COMMITTEE, partial, full): 1,
    }


def test_those_that_differ_are_the_ones_that_the_decision_names() -> None:
    differ = {
        (said.part.value, goal.code)
        for said, goal in goals()
        if proposal_of(goal, said).level != goal.assessment
    }

    annual = ("3", "3.1", "3.3", "3.6", "1.2.1", "2.4.1", "3.2.1", "1.3.3", "3.1.1")
    tertial = ("3.6.1", "2.3.1", "3.1.1", "3.2.1", "3.3.2")
    assert differ == {("annual", code) for code in annual} | {("t1", code) for code in tertial}
