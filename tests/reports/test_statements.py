"""What a document's counts say in Swedish: none, one, two, some and all of each."""

from typing import Any

import pytest

from config.numerals import COMMITTEE_GOAL
from reports.document import Document
from reports.interchange import read
from reports.statements import (
    activities_said,
    deviations_said,
    goals_said,
    indicators_said,
    results_said,
)
from tests.documents import activity, as_file, document, goal, indicator

OUTCOMES = {"full": "80", "partial": "70", "none": "10", "lacking": None}


def made(kind: str = "annual", **fields: Any) -> Document:
    return read(as_file(document(kind=kind, **fields)))


def with_indicators(full: int, partial: int, none: int, lacking: int, kind: str) -> Document:
    counts = {"full": full, "partial": partial, "none": none, "lacking": lacking}
    cell = "outcome" if kind == "annual" else "forecast"
    rows = [
        indicator("1.1", f"{name} {number}", target="80", **{cell: OUTCOMES[name]})
        for name, many in counts.items()
        for number in range(many)
    ]
    return made(kind, indicators=rows, activities=[])


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0, 0), "indikatorer saknas"),
        ((1, 0, 0, 0), "indikatorn har uppfyllts helt"),
        ((0, 1, 0, 0), "indikatorn har uppfyllts delvis"),
        ((0, 0, 1, 0), "ingen indikator har uppfyllts"),
        ((0, 0, 0, 1), "indikatorn saknar utfall"),
        ((2, 0, 0, 0), "båda indikatorerna har uppfyllts helt"),
        ((0, 2, 0, 0), "båda indikatorerna har uppfyllts delvis"),
        ((0, 0, 2, 0), "ingen av de två indikatorerna har uppfyllts"),
        ((0, 0, 0, 2), "båda indikatorerna saknar utfall"),
        ((1, 1, 0, 0), "en av två indikatorer har uppfyllts helt och en delvis"),
        ((1, 0, 1, 0), "en av två indikatorer har uppfyllts helt, ingen delvis och en inte"),
        ((1, 0, 0, 1), "en av två indikatorer har uppfyllts helt och en saknar utfall"),
        (
            (0, 1, 1, 0),
            "ingen av de två indikatorerna har uppfyllts helt, en delvis och en inte",
        ),
        ((5, 0, 0, 0), "samtliga fem indikatorer har uppfyllts helt"),
        ((0, 5, 0, 0), "samtliga fem indikatorer har uppfyllts delvis"),
        ((0, 0, 5, 0), "ingen av fem indikatorer har uppfyllts"),
        ((0, 0, 0, 5), "samtliga fem indikatorer saknar utfall"),
        ((0, 3, 0, 1), "tre av fyra indikatorer har uppfyllts delvis och en saknar utfall"),
        ((0, 0, 2, 1), "ingen av tre indikatorer har uppfyllts, varav en saknar utfall"),
        ((3, 7, 2, 0), "tre av tolv indikatorer har uppfyllts helt, sju delvis och två inte"),
        (
            (1, 1, 1, 2),
            "en av fem indikatorer har uppfyllts helt, en delvis, en inte och två saknar utfall",
        ),
        (
            (3, 9, 1, 1),
            "3 av 14 indikatorer har uppfyllts helt, 9 delvis, 1 inte och 1 saknar utfall",
        ),
    ],
)
def test_indicators_of_an_annual_report(counts: tuple[int, int, int, int], said: str) -> None:
    report = with_indicators(*counts, kind="annual")

    assert indicators_said(list(report.indicators()), report) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1, 0, 0, 0), "indikatorn bedöms uppfyllas helt"),
        ((2, 0, 0, 0), "båda indikatorerna bedöms uppfyllas helt"),
        ((0, 0, 3, 0), "ingen av tre indikatorer bedöms uppfyllas"),
        ((0, 0, 0, 3), "samtliga tre indikatorer saknar prognos"),
        ((3, 7, 2, 0), "tre av tolv indikatorer bedöms uppfyllas helt, sju delvis och två inte"),
        ((3, 0, 0, 1), "tre av fyra indikatorer bedöms uppfyllas helt och en saknar prognos"),
    ],
)
def test_indicators_of_a_tertial_report(counts: tuple[int, int, int, int], said: str) -> None:
    report = with_indicators(*counts, kind="t1")

    assert indicators_said(list(report.indicators()), report) == said


def test_reasons_for_no_assessment_are_told_apart() -> None:
    rows = [
        indicator("1.1", "A", target="80"),
        indicator("1.1", "B", target="Fastställs 2024", outcome="7"),
        indicator("1.1", "C", target="80", state="too_few"),
        indicator("1.1", "D", target="80", outcome=".."),
    ]
    report = made(indicators=rows)

    assert indicators_said(list(report.indicators()), report) == (
        "en av fyra indikatorer saknar utfall, två har för litet underlag"
        " och en återstår att bedöma"
    )


def test_plan_says_only_how_many_there_are() -> None:
    plan = with_indicators(0, 0, 0, 3, kind="plan")

    assert indicators_said(list(plan.indicators()), plan) == "tre indikatorer"
    assert goals_said(plan.goals[2:], COMMITTEE_GOAL, plan) == "ett nämndmål"
    assert activities_said([], plan) == "aktiviteter saknas"


@pytest.mark.parametrize(
    ("kind", "levels", "said"),
    [
        ("annual", [], "nämndmål saknas"),
        ("annual", ["full"], "nämndmålet bedöms ha uppfyllts helt"),
        ("annual", ["none"], "inget nämndmål bedöms ha uppfyllts"),
        ("annual", [None], "nämndmålet återstår att bedöma"),
        ("annual", ["full", "full"], "båda nämndmålen bedöms ha uppfyllts helt"),
        ("annual", ["none", "none"], "inget av de två nämndmålen bedöms ha uppfyllts"),
        (
            "annual",
            ["full", "partial"],
            "ett av två nämndmål bedöms ha uppfyllts helt och ett delvis",
        ),
        (
            "annual",
            ["full", "full", "none"],
            "två av tre nämndmål bedöms ha uppfyllts helt, inget delvis och ett inte",
        ),
        (
            "annual",
            ["full", "partial", None],
            "ett av tre nämndmål bedöms ha uppfyllts helt, ett delvis och ett återstår att bedöma",
        ),
        ("t2", ["full"] * 5, "samtliga fem nämndmål bedöms uppfyllas helt"),
        (
            "t1",
            ["full", None],
            "ett av två nämndmål bedöms uppfyllas helt och ett återstår att bedöma",
        ),
    ],
)
def test_goals(kind: str, levels: list[str | None], said: str) -> None:
    codes = [f"1.1.{number}" for number in range(1, len(levels) + 1)]
    below = [goal(code, assessment=level) for code, level in zip(codes, levels, strict=True)]
    report = made(kind, goals=[goal("1"), goal("1.1"), *below], indicators=[], activities=[])

    assert goals_said(report.goals[2:], COMMITTEE_GOAL, report) == said


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ([], "aktiviteter saknas"),
        (["done"], "aktiviteten är genomförd"),
        (["ongoing"], "ingen aktivitet är genomförd"),
        ([""], "aktiviteten saknar status"),
        (["done", "done"], "båda aktiviteterna är genomförda"),
        (["ongoing", "ongoing"], "ingen av de två aktiviteterna är genomförd"),
        (["", ""], "båda aktiviteterna saknar status"),
        (["done", "", "", "", "stopped"], "en av fem aktiviteter är genomförd"),
        (["done", "done", "ongoing", "", ""], "två av fem aktiviteter är genomförda"),
        (["not_started"] * 5, "ingen av fem aktiviteter är genomförd"),
        (["done"] * 5, "samtliga fem aktiviteter är genomförda"),
        ([""] * 5, "samtliga fem aktiviteter saknar status"),
        (["done"] * 13, "samtliga 13 aktiviteter är genomförda"),
    ],
)
def test_activities(statuses: list[str], said: str) -> None:
    rows = [
        activity("1.1.1", f"Aktivitet {number}") | ({"status": status} if status else {})
        for number, status in enumerate(statuses)
    ]
    report = made(activities=rows)

    assert activities_said(list(report.activities()), report) == said


@pytest.mark.parametrize(
    ("deviating", "total", "said"),
    [
        (0, 0, "aktiviteter saknas"),
        (0, 1, "ingen aktivitet avviker från planen"),
        (1, 1, "aktiviteten avviker från planen"),
        (0, 2, "ingen av de två aktiviteterna avviker från planen"),
        (2, 2, "båda aktiviteterna avviker från planen"),
        (1, 5, "en av fem aktiviteter avviker från planen"),
        (5, 5, "samtliga fem aktiviteter avviker från planen"),
    ],
)
def test_deviations(deviating: int, total: int, said: str) -> None:
    rows = [activity("1.1", f"{number}", deviation=number < deviating) for number in range(total)]

    assert deviations_said(list(made(activities=rows).activities())) == said


@pytest.mark.parametrize(
    ("expected", "reached", "said"),
    [
        ([], [], "förväntade resultat saknas"),
        (["A"], ["A"], "det förväntade resultatet har uppnåtts"),
        (["A"], [], "inget förväntat resultat har uppnåtts"),
        (["A", "B"], ["A", "B"], "båda de förväntade resultaten har uppnåtts"),
        (["A", "B"], ["B"], "ett av två förväntade resultat har uppnåtts"),
        (["A", "B", "C"], [], "inget av tre förväntade resultat har uppnåtts"),
        # What was reached once and is no longer expected does not count.
        (["A", "B", "C"], ["A", "Z"], "ett av tre förväntade resultat har uppnåtts"),
        (["A", "B", "C"], ["A", "B", "C"], "samtliga tre förväntade resultat har uppnåtts"),
    ],
)
def test_expected_results(expected: list[str], reached: list[str], said: str) -> None:
    below = goal("1.1.1", expected_results=expected, reached_results=reached)
    report = made(goals=[goal("1"), goal("1.1"), below])

    assert results_said(report.by_code["1.1.1"], report) == said
