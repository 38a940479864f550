"""Overviews, lists and the index: what a reader finds their way by."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from reports.choices import EditionKind
from reports.document import Document, EditionMark, SectionEntry
from reports.interchange import read
from reports.rendering.layout import Overview
from reports.rendering.money import money_sentences
from reports.rendering.presentation import Presentation
from reports.rendering.render import render_body, render_html
from reports.templatetags.document_text import unbroken
from tests.documents import DEMO, activity, as_file, document, goal, indicator


def made(**fields: Any) -> Document:
    return read(as_file(document(**fields)))


def shown(**fields: Any) -> Presentation:
    return Presentation(made(**fields))


def overview_of(presentation: Presentation, code: str) -> Overview | None:
    return next(one for one in presentation.goals if one.code == code).overview


# Overviews --------------------------------------------------------------------------------------


def test_a_direction_opens_with_all_that_lies_under_it() -> None:
    presentation = shown(
        activities=[activity("1.1", "A", deviation=True), activity("1.1.1", "B")],
        indicators=[
            indicator("1.1", "Mer", outcome="9", target="8"),
            indicator("1.1.1", "Mindre", outcome="1", target="8"),
            indicator("1.1.1", "Utan"),
        ],
    )
    with translation.override("en"):
        overview = overview_of(presentation, "1")
        below = overview_of(presentation, "1.1")
    assert overview is not None
    assert [(row.code, row.depth) for row in overview.rows] == [("1.1", 0), ("1.1.1", 1)]
    # Counted with all that lies under, of those that can be judged.
    assert [row.indicators for row in overview.rows] == ["1 of 2", "0 of 1"]
    assert [row.activities for row in overview.rows] == ["1 of 2", "0 of 1"]
    assert below is None


def test_what_has_nothing_under_it_has_no_overview_and_no_counts() -> None:
    presentation = shown(goals=[goal("1"), goal("2"), goal("2.1")], indicators=[], activities=[])

    assert overview_of(presentation, "1") is None
    under = overview_of(presentation, "2")
    assert under is not None
    assert (under.rows[0].indicators, under.rows[0].activities) == ("–", "–")


def test_a_plan_counts_and_does_not_judge() -> None:
    presentation = shown(kind="plan")
    overview = overview_of(presentation, "1")

    assert overview is not None
    assert [(row.indicators, row.activities) for row in overview.rows] == [("2", "1"), ("1", "1")]
    assert presentation.registers.deviations == ()


@pytest.mark.parametrize(
    ("count", "density"), [(3, "calm"), (40, "calm"), (58, "close"), (90, "long")]
)
def test_the_tree_stands_closer_the_more_goals_there_are(count: int, density: str) -> None:
    goals = [goal("1"), *(goal(f"1.{number}") for number in range(1, count))]
    tree = shown(goals=goals, indicators=[], activities=[]).overviews.tree

    assert (len(tree.rows), tree.density) == (count, density)


def test_very_long_titles_count_as_the_lines_they_take() -> None:
    goals = [
        goal("1"),
        *(goal(f"1.{number}", "Ett mycket långt mål " * 20) for number in range(1, 20)),
    ]

    assert shown(goals=goals, indicators=[], activities=[]).overviews.tree.density == "long"


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_every_link_and_page_number_leads_to_a_place(path: Any) -> None:
    html = render_html(read(path.read_bytes()))

    places = re.findall(r'\bid="([^"]+)"', html)
    wanted = set(re.findall(r'(?:href|data-href)="#([^"]+)"', html))
    assert len(places) == len(set(places))
    assert wanted <= set(places)


def test_the_page_has_no_page_numbers_and_links_inside() -> None:
    body = render_body(read(DEMO[0].read_bytes()))

    assert "data-href" not in body
    assert set(re.findall(r'href="#([^"]+)"', body)) <= set(re.findall(r'\bid="([^"]+)"', body))


# Lists ------------------------------------------------------------------------------------------


def test_everything_that_deviates_is_listed_the_worst_first() -> None:
    presentation = shown(
        goals=[
            goal("1"),
            goal("1.1", assessment="partial"),
            goal("1.1.1", assessment="none", analysis="Två av tre insatser blev inte av."),
        ],
        indicators=[
            indicator("1.1", "Nära", outcome="7", target="8"),
            indicator("1.1", "Långt", outcome="1", target="8"),
            indicator("1.1", "Nådd", outcome="8", target="8"),
        ],
        activities=[activity("1.1", "Sen", deviation=True), activity("1.1", "I tid")],
    )
    goals, indicators, activities = presentation.registers.deviations

    assert [line.code for line in goals.lines] == ["1.1.1", "1.1"]
    assert "blev inte av" in goals.lines[0].why
    assert [(line.label, line.cells) for line in indicators.lines] == [
        ("Långt", ("1", "8")),
        ("Nära", ("7", "8")),
    ]
    assert [line.label for line in activities.lines] == ["Sen"]


def test_a_report_without_deviations_says_so() -> None:
    document = made(goals=[goal("1")], indicators=[], activities=[])
    lists = Presentation(document).registers.deviations

    assert [one.lines for one in lists] == [(), (), ()]
    html = render_html(document).split('id="deviations"')[1].split("</section>")[0]
    assert "<table" not in html
    assert html.count("<p>") == 3


def test_a_tertial_report_lists_forecasts() -> None:
    presentation = shown(
        kind="t1", indicators=[indicator("1.1", "A", outcome="9", forecast="2", target="8")]
    )

    assert presentation.registers.deviations[1].lines[0].cells == ("2", "8")


def test_index_is_in_swedish_order_with_every_indicator() -> None:
    names = ["Öppna", "Zebra", "Andel", "Ängar", "Årlig", "andel b"]
    index = shown(
        indicators=[indicator("1.1", name) for name in names] + [indicator("1.1.1", "Andel")],
        activities=[],
    ).registers.index

    assert [line.name for line in index] == [
        "Andel",
        "Andel",
        "andel b",
        "Zebra",
        "Årlig",
        "Ängar",
        "Öppna",
    ]
    assert {(line.outcome, line.target) for line in index} == {("", "")}
    assert [(line.code, line.of_council) for line in index[:2]] == [("1.1", True), ("1.1.1", False)]


# The economy in short ---------------------------------------------------------------------------


def area(name: str, budget: str | None, after: str | None, **fields: Any) -> dict[str, Any]:
    return {"name": name, "budget_net": budget, "outcome_after_transfers": after, **fields}


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ([], []),
        ([area("A", "1 000,0", None)], []),
        ([area("A", "1 000,0", "990,5"), area("B", "x", "1")], []),
        (
            [area("A", "1 000,0", "1 010,0"), area("varav a", "500", "900"), area("B", "5", "1,5")],
            ["6,5 mnkr more", "A, 10,0 mnkr", "B, 3,5 mnkr"],
        ),
        ([area("A", "10", "10")], ["as budgeted"]),
    ],
)
def test_money_adds_the_areas_and_never_their_parts(areas: list[Any], expected: list[str]) -> None:
    economy = {"unit": "mnkr", "operating_areas": areas, "tables": []}
    with translation.override("en"):
        said = money_sentences(made(economy=economy))

    assert len(said) == len(expected)
    for sentence, words in zip(said, expected, strict=True):
        assert words in sentence.replace("\N{NO-BREAK SPACE}", " ")


def test_money_of_a_tertial_report_counts_what_is_added_to_the_budget() -> None:
    areas = [
        {
            "name": "A",
            "budget_net": "10",
            "performance_changes": "2",
            "forecast_after_transfers": "11",
        }
    ]
    with translation.override("en"):
        (first, _area) = money_sentences(
            made(kind="t1", economy={"unit": "mnkr", "operating_areas": areas, "tables": []})
        )
    assert "12,0" in first
    assert "1,0" in first


# How far it has come ----------------------------------------------------------------------------


def test_a_draft_says_so_on_every_page_and_a_decided_report_says_when() -> None:
    draft = made(registry_number="Dnr 1/2024")
    mark = EditionMark(
        number=2,
        kind=EditionKind.DECIDED,
        made_on=date(2024, 2, 16),
        signature="Eva Lind",
        decided_on=date(2024, 2, 15),
        paragraph="12",
    )
    with translation.override("en"):
        before = Presentation(draft).standing
        after = Presentation(replace(draft, edition=mark)).standing

        assert (before.draft, before.foot) == ("DRAFT", "Dnr 1/2024")
        assert (after.draft, after.foot) == ("", "Decided 2024-02-15, § 12 · Dnr 1/2024")
        facts = dict(after.facts)
    assert facts["Edition"] == "2"
    assert "Eva Lind" in facts["Made"]


def test_an_empty_section_keeps_its_heading_and_says_that_it_is_empty() -> None:
    sections = (
        SectionEntry("other", "Övrigt", required=True),
        SectionEntry("q", "Kvalitet", "Text"),
    )
    html = render_html(replace(made(), sections=sections))

    assert html.count('class="unwritten"') == 1
    assert html.index("Övrigt</h1>") < html.index('class="unwritten"') < html.index("Kvalitet</h1>")


# On a telephone ---------------------------------------------------------------------------------


def test_a_figure_is_told_with_its_heading_on_the_page_and_only_there() -> None:
    of = made(indicators=[indicator("1.1", "Andel", outcome="79 %", target="80 %")])

    assert 'data-label="Årsmål"' in render_body(of)
    printed = render_html(of).split('class="table indicators')[1].split("</table>")[0]
    assert "data-label" not in printed


def test_a_number_stays_with_its_per_cent_sign() -> None:
    assert unbroken("Prognosen 80 % nås") == "Prognosen 80\N{NO-BREAK SPACE}% nås"
