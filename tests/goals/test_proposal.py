"""What is proposed about a goal, under which rule, and the words for the reasons."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from goals.choices import Level, ProposalMode
from goals.grounds import GroundCode
from goals.models import Policy
from goals.proposal import (
    ActivityState,
    Evidence,
    Ground,
    Judged,
    JudgingRule,
    Proposal,
    propose,
)
from goals.queries import rule_of

FULL, PARTIAL, NONE = Level.FULL, Level.PARTIAL, Level.NONE
DONE, ONGOING = ActivityState.DONE, ActivityState.ONGOING
DEVIATING, STOPPED = ActivityState.DEVIATING, ActivityState.STOPPED
UNKNOWN, UNSTATED = ActivityState.UNKNOWN, ActivityState.UNSTATED
RULE = JudgingRule()


def things(*levels: Level | None) -> tuple[Judged, ...]:
    return tuple(Judged(f"Sak {number}", level) for number, level in enumerate(levels))


def indicators(full: int = 0, partial: int = 0, none: int = 0, open: int = 0) -> tuple[Judged, ...]:
    levels = [FULL] * full + [PARTIAL] * partial + [NONE] * none + [None] * open
    return things(*levels)


CASES: list[tuple[str, Evidence, Level | None]] = [
    ("nothing", Evidence(), None),
    ("only what cannot be judged", Evidence(indicators=indicators(open=3)), None),
    ("only activities nobody has followed up", Evidence(activities=(UNKNOWN,)), None),
    ("only goals below that are not judged", Evidence(children=things(None, None)), None),
    ("only results", Evidence(results=3, reached=3), None),
    ("one indicator fully", Evidence(indicators=indicators(1)), FULL),
    ("one indicator partly", Evidence(indicators=indicators(0, 1)), PARTIAL),
    ("one indicator not", Evidence(indicators=indicators(0, 0, 1)), NONE),
    ("half of the indicators", Evidence(indicators=indicators(2, 0, 2)), PARTIAL),
    ("exactly three quarters", Evidence(indicators=indicators(3, 0, 1)), FULL),
    ("just below three quarters", Evidence(indicators=indicators(73, 0, 27)), PARTIAL),
    ("exactly a quarter", Evidence(indicators=indicators(1, 0, 3)), PARTIAL),
    ("just below a quarter", Evidence(indicators=indicators(24, 0, 76)), NONE),
    ("activities to plan", Evidence(activities=(DONE, ONGOING)), FULL),
    ("one of two activities deviates", Evidence(activities=(DONE, DEVIATING)), FULL),
    ("all activities deviate", Evidence(activities=(DEVIATING, DEVIATING)), PARTIAL),
    ("all activities stopped", Evidence(activities=(STOPPED,)), NONE),
    ("goals below", Evidence(children=things(FULL, PARTIAL)), FULL),
    ("goals below, one not judged", Evidence(children=things(PARTIAL, None)), PARTIAL),
    # (2 · 6,5/12 + 1 · 1 + 3 · 7/8) / 6 = 0,78: the printed area 1.3.
    (
        "all three",
        Evidence(
            indicators=indicators(3, 7, 2),
            activities=(ONGOING,) * 3,
            children=things(FULL, PARTIAL, FULL, FULL),
        ),
        FULL,
    ),
]


@pytest.mark.parametrize(
    ("evidence", "level"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_level_that_is_proposed(evidence: Evidence, level: Level | None) -> None:
    proposal = propose(evidence, RULE)

    assert proposal.level == level
    assert proposal.grounds


def codes(proposal: Proposal) -> list[GroundCode]:
    return [ground.code for ground in proposal.grounds]


def test_nothing_is_proposed_by_hand() -> None:
    proposal = propose(Evidence(indicators=indicators(5)), replace(RULE, mode=ProposalMode.MANUAL))

    assert (proposal.level, codes(proposal)) == (None, [GroundCode.MANUAL])


def test_never_full_while_an_indicator_is_not_met() -> None:
    rule = replace(RULE, never_full_with_unmet=True)
    held_back = propose(Evidence(indicators=indicators(9, 0, 1)), rule)

    assert (held_back.level, codes(held_back)[-1]) == (PARTIAL, GroundCode.NEVER_FULL)
    # A partly met indicator is not an unmet one; and what is low already says no rule.
    assert propose(Evidence(indicators=indicators(9, 1)), rule).level == FULL
    half = propose(Evidence(indicators=indicators(1, 0, 1)), rule)
    assert GroundCode.NEVER_FULL not in codes(half)


def test_never_full_holds_also_where_indicators_weigh_nothing() -> None:
    rule = replace(RULE, never_full_with_unmet=True, indicator_weight=0)
    evidence = Evidence(indicators=indicators(0, 0, 1), children=things(FULL))

    assert propose(evidence, rule).level == PARTIAL


@pytest.mark.parametrize(
    ("evidence", "rule", "count"),
    [
        (Evidence(indicators(open=3), (DONE, ONGOING)), RULE, 2),
        (Evidence(indicators(open=3), (DONE, UNKNOWN), things(None)), RULE, 1),
        (Evidence(children=things(None), activities=(DONE,)), RULE, 1),
        (Evidence(activities=(DONE, ONGOING)), RULE, None),
        (Evidence(indicators(1, open=2), (DONE,)), RULE, None),
        (Evidence(indicators(open=2), (DONE,), things(FULL)), RULE, None),
        (Evidence(indicators(open=3), (UNKNOWN,)), RULE, None),
        # What weighs nothing is not missed.
        (Evidence(indicators(open=3), (DONE,)), replace(RULE, indicator_weight=0), None),
    ],
)
def test_that_nothing_but_activities_could_be_judged_is_told(
    evidence: Evidence, rule: JudgingRule, count: int | None
) -> None:
    proposal = propose(evidence, rule)
    alone = [each for each in proposal.grounds if each.code == GroundCode.ACTIVITIES_ALONE]

    assert [each.figures["count"] for each in alone] == ([] if count is None else [count])
    # It says how sure the proposal is; it does not change it.
    only_activities = Evidence(activities=evidence.activities)
    assert not alone or proposal.level == propose(only_activities, rule).level


def test_nothing_weighs_anything() -> None:
    rule = replace(RULE, indicator_weight=0, activity_weight=0, child_weight=0)
    evidence = Evidence(indicators(3), (DONE,), things(FULL), 2, 2)

    assert propose(evidence, rule).level is None


def test_default_rule_is_the_default_policy() -> None:
    assert rule_of(Policy()) == JudgingRule()


# Laws --------------------------------------------------------------------------------

LEVELS = st.lists(st.sampled_from([FULL, PARTIAL, NONE, None]), max_size=6)
RULES = st.builds(
    JudgingRule,
    indicator_weight=st.integers(0, 10),
    activity_weight=st.integers(0, 10),
    child_weight=st.integers(0, 10),
    full_from=st.decimals("0.5", 1, places=3),
    partial_from=st.decimals(0, "0.5", places=3),
    never_full_with_unmet=st.booleans(),
)
EVIDENCE = st.builds(
    lambda indicators, activities, children, results, reached, forecasts: Evidence(
        things(*indicators),
        tuple(activities),
        things(*children),
        results,
        min(results, reached),
        forecasts,
    ),
    LEVELS,
    st.lists(st.sampled_from(ActivityState), max_size=6),
    LEVELS,
    st.integers(0, 4),
    st.integers(0, 4),
    st.booleans(),
)
HEIGHT = {None: -1, NONE: 0, PARTIAL: 1, FULL: 2}
BETTER_ACTIVITY = {STOPPED: DEVIATING, DEVIATING: ONGOING, ONGOING: DONE}
BETTER_LEVEL = {NONE: PARTIAL, PARTIAL: FULL}


def bettered(levels: tuple[Judged, ...], place: int) -> tuple[Judged, ...]:
    one = levels[place]
    better = BETTER_LEVEL.get(one.level, one.level) if one.level else None
    return (*levels[:place], Judged(one.name, better), *levels[place + 1 :])


@given(evidence=EVIDENCE, rule=RULES, data=st.data())
def test_better_evidence_never_lowers_the_proposal(
    evidence: Evidence, rule: JudgingRule, data: st.DataObject
) -> None:
    better = evidence
    if evidence.indicators:
        place = data.draw(st.integers(0, len(evidence.indicators) - 1))
        better = replace(better, indicators=bettered(evidence.indicators, place))
    if evidence.children:
        place = data.draw(st.integers(0, len(evidence.children) - 1))
        better = replace(better, children=bettered(evidence.children, place))
    if evidence.activities:
        first, *rest = evidence.activities
        better = replace(better, activities=(BETTER_ACTIVITY.get(first, first), *rest))

    assert HEIGHT[propose(better, rule).level] >= HEIGHT[propose(evidence, rule).level]


@given(evidence=EVIDENCE, rule=RULES, data=st.data())
def test_order_does_not_matter(evidence: Evidence, rule: JudgingRule, data: st.DataObject) -> None:
    shuffled = replace(
        evidence,
        indicators=tuple(data.draw(st.permutations(evidence.indicators))),
        activities=tuple(data.draw(st.permutations(evidence.activities))),
        children=tuple(data.draw(st.permutations(evidence.children))),
    )

    assert propose(shuffled, rule) == propose(evidence, rule)


@given(evidence=EVIDENCE, rule=RULES)
def test_kind_without_weight_is_left_out(evidence: Evidence, rule: JudgingRule) -> None:
    rule = replace(rule, indicator_weight=0, activity_weight=0, never_full_with_unmet=False)

    assert propose(evidence, rule) == propose(replace(evidence, indicators=(), activities=()), rule)


@given(evidence=EVIDENCE, rule=RULES, times=st.integers(2, 5))
def test_only_the_proportions_of_the_weights_matter(
    evidence: Evidence, rule: JudgingRule, times: int
) -> None:
    heavier = replace(
        rule,
        indicator_weight=rule.indicator_weight * times,
        activity_weight=rule.activity_weight * times,
        child_weight=rule.child_weight * times,
    )

    assert propose(evidence, heavier) == propose(evidence, rule)


@given(evidence=EVIDENCE, rule=RULES)
def test_grounds_come_back_from_json_in_the_same_words(
    evidence: Evidence, rule: JudgingRule
) -> None:
    for ground in propose(evidence, rule).grounds:
        again = Ground.read(json.loads(json.dumps(ground.stored)))
        assert again is not None
        assert again.words == ground.words
        assert ground.words.endswith(".") and "%(" not in ground.words


@pytest.mark.parametrize(
    "stored", [None, [], {}, "x", {"code": "unheard of", "figures": {}}, {"code": "manual"}]
)
def test_ground_that_cannot_be_read_is_none(stored: object) -> None:
    assert Ground.read(stored) is None


# Words -------------------------------------------------------------------------------


def told(evidence: Evidence, rule: JudgingRule = RULE) -> list[str]:
    return [ground.words for ground in propose(evidence, rule).grounds]


SENTENCES: list[tuple[Evidence, str]] = [
    (
        Evidence(indicators=indicators(3, 7, 2)),
        "3 of 12 indicators are met fully, 7 partly and 2 not.",
    ),
    (Evidence(indicators=indicators(1, 9)), "1 of 10 indicators is met fully and 9 partly."),
    (Evidence(indicators=indicators(0, 1, 3)), "1 of 4 indicators is met partly and 3 not."),
    (Evidence(indicators=indicators(5)), "All 5 indicators are met fully."),
    (Evidence(indicators=indicators(0, 4)), "All 4 indicators are met partly."),
    (Evidence(indicators=indicators(0, 0, 4)), "None of 4 indicators is met."),
    (Evidence(indicators=indicators(1)), "The only indicator is met fully."),
    (Evidence(indicators=indicators(1, open=1)), "1 of 2 indicators is met fully."),
    (Evidence(indicators=indicators(2, open=3)), "2 of 5 indicators are met fully."),
    (Evidence(indicators=indicators(0, 0, 2, open=1)), "2 of 3 indicators are not met."),
    (Evidence(indicators=indicators(0, 0, 1)), "The only indicator is not met."),
    (
        Evidence(indicators=indicators(3, 1), forecasts=True),
        "3 of 4 indicators are expected to be met fully and 1 partly.",
    ),
    (
        Evidence(indicators=indicators(0, 0, 2), forecasts=True),
        "Neither indicator is expected to be met.",
    ),
    (
        Evidence(activities=(DONE, DONE, ONGOING, DEVIATING, STOPPED)),
        "2 of 5 activities are done, 1 goes to plan, 1 deviates from its plan and 1 is stopped.",
    ),
    (Evidence(activities=(ONGOING,) * 3), "All 3 activities go to plan."),
    (Evidence(activities=(ONGOING,) * 2), "Both activities go to plan."),
    (Evidence(activities=(ONGOING,)), "The only activity goes to plan."),
    (
        Evidence(activities=(UNSTATED,) * 6),
        "None of 6 activities has a deviation; their status is not stated.",
    ),
    (
        Evidence(activities=(UNSTATED,) * 2),
        "Neither activity has a deviation; their status is not stated.",
    ),
    (
        Evidence(activities=(UNSTATED,)),
        "The only activity has no deviation; its status is not stated.",
    ),
    (
        Evidence(activities=(UNSTATED, DEVIATING, UNSTATED)),
        "1 of 3 activities deviates from its plan and 2 have no deviation;"
        " their status is not stated.",
    ),
    (
        Evidence(activities=(UNSTATED, DEVIATING)),
        "1 of 2 activities deviates from its plan and 1 has no deviation;"
        " its status is not stated.",
    ),
    (Evidence(indicators=indicators(open=1)), "The only indicator cannot be judged yet."),
    (Evidence(indicators=indicators(open=2)), "Neither indicator can be judged yet."),
    (Evidence(indicators=indicators(open=3)), "None of 3 indicators can be judged yet."),
    (Evidence(activities=(UNKNOWN,) * 3), "None of 3 activities is followed up yet."),
    (Evidence(children=things(None, None)), "Neither goal below is judged yet."),
    (Evidence(results=1, reached=1), "The only expected result is reached."),
    (Evidence(results=2, reached=2), "Both expected results are reached."),
    (Evidence(results=3, reached=3), "All 3 expected results are reached."),
    (Evidence(children=things(FULL, FULL)), "Both goals below are judged as met fully."),
    (
        Evidence(children=things(FULL, FULL, PARTIAL, NONE, NONE)),
        "2 of 5 goals below are judged as met fully, 1 as met partly and 2 as not met.",
    ),
    (
        Evidence(children=things(FULL, PARTIAL), forecasts=True),
        "1 of 2 goals below is expected to be met fully and 1 partly.",
    ),
]


@pytest.mark.parametrize(("evidence", "sentence"), SENTENCES)
def test_first_reason_in_words(in_english: None, evidence: Evidence, sentence: str) -> None:
    assert told(evidence)[0] == sentence


def test_further_reasons_in_words(in_english: None) -> None:
    rule = replace(RULE, never_full_with_unmet=True, full_from=Decimal("0.725"))
    evidence = Evidence(
        indicators(3, 0, 1, open=1), (DONE, UNKNOWN), things(FULL, None, None), results=3, reached=2
    )

    assert told(evidence, rule) == [
        "3 of 5 indicators are met fully and 1 not.",
        "1 of 5 indicators cannot be judged yet.",
        "1 of 2 activities is done.",
        "1 of 2 activities is not followed up yet.",
        "1 of 3 goals below is judged as met fully.",
        "2 of 3 goals below are not judged yet.",
        "2 of 3 expected results are reached.",
        "Weighed together 91 %; from 72,5 % met fully is proposed.",
        "The rule: never fully while an indicator is not met.",
    ]


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ((DONE,), "The proposal rests on only 1 activity."),
        ((DONE, ONGOING), "The proposal rests on only 2 activities."),
    ],
)
def test_little_to_go_by_in_words(
    in_english: None, states: tuple[ActivityState, ...], sentence: str
) -> None:
    assert told(Evidence(indicators(open=3), states))[-1] == sentence


def test_nothing_and_no_rule_in_words(in_english: None) -> None:
    assert told(Evidence()) == ["There is nothing to go by yet."]
    assert told(Evidence(), replace(RULE, mode=ProposalMode.MANUAL)) == [
        "The municipality judges without proposals."
    ]


SWEDISH: list[tuple[Evidence, str]] = [
    (
        Evidence(indicators=indicators(3, 7, 2)),
        "Tre av tolv indikatorer uppfylls helt, sju delvis och två inte.",
    ),
    (
        Evidence(indicators=indicators(1, 9), forecasts=True),
        "En av tio indikatorer bedöms uppfyllas helt och nio delvis.",
    ),
    (Evidence(indicators=indicators(9, 4)), "9 av 13 indikatorer uppfylls helt och 4 delvis."),
    (Evidence(indicators=indicators(0, 0, 3)), "Ingen av de tre indikatorerna uppfylls."),
    (
        Evidence(activities=(DONE, STOPPED)),
        "En av två aktiviteter är genomförd och en är avbruten.",
    ),
    (Evidence(children=things(*[FULL] * 3)), "Alla tre mål under är bedömda som helt uppfyllda."),
    (
        Evidence(children=things(FULL, None, None)),
        "Ett av tre mål under är bedömt som helt uppfyllt.",
    ),
]


@pytest.mark.parametrize(("evidence", "sentence"), SWEDISH)
def test_first_reason_in_swedish(evidence: Evidence, sentence: str) -> None:
    """The sentences are put together; here that they come out right in Swedish."""
    with translation.override("sv"):
        assert told(evidence)[0] == sentence
