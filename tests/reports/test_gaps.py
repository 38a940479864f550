"""The gaps between women and men: how they are measured, ordered, printed and reviewed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import page
import pytest
from django.test import Client

from config.formats import parse_value
from goals.choices import Part
from goals.models import Policy, Round
from reports.compose import compose
from reports.document import WOMEN_AND_MEN, Document, SectionEntry
from reports.gaps import gaps_of, rounded, split_share, to_analyse
from reports.interchange import read
from reports.rendering.presentation import Presentation
from reports.rendering.render import render_html, render_pdf
from reports.review.catalogue import review
from reports.review.findings import Case
from tests.conftest import People
from tests.documents import as_file, document, indicator
from tests.factories import AssessmentFactory, OutcomeFactory, RoundFactory, TargetFactory
from tests.pages import address, text_of


def made(*rows: dict[str, Any], **fields: Any) -> Document:
    return read(as_file(document(indicators=list(rows), **fields)))


def row(women: str | None, men: str | None, name: str = "Nöjdhet", **fields: Any) -> dict[str, Any]:
    return indicator("1.1", name, women=women, men=men, **fields)


# How they are measured --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("women", "men", "difference", "in_points"),
    [
        ("57 %", "66 %", "-9", True),
        ("66%", "57 %", "9", True),
        ("50 %", "50 %", "0", True),
        ("634 st", "666 st", "-4.8", False),
        ("80", "40", "50", False),
        ("40", "80 st", "-50", False),
        ("0", "0", "0", False),
        ("0", "12", "-100", False),
        ("-2", "-1", "-50", False),
    ],
)
def test_a_gap_is_in_points_or_in_percent_of_the_larger(
    women: str, men: str, difference: str, in_points: bool
) -> None:
    (gap,) = gaps_of(made(row(women, men)))

    assert (rounded(gap.difference), gap.in_points) == (Decimal(difference), in_points)


@pytest.mark.parametrize(
    ("outcome", "women", "men", "count"),
    [
        ("37,4 %", "36,4 %", "0,9 %", 0),
        ("35,2 %", "34 %", "2,2 %", 0),
        ("100 %", "60 %", "40 %", 0),
        ("1,69 %", "1,61 %", "1,51 %", 1),
        ("37,4 %", "36,4 %", "3,9 %", 1),
        ("36,4 %", "36,4 %", "0,0 %", 1),
        ("92 %", "60 %", "70 %", 1),
        ("65 %", "60 %", "70 %", 1),
        ("50 st", "30 st", "20 st", 1),
        (None, "36,4 %", "0,9 %", 1),
    ],
)
def test_shares_of_one_whole_have_no_gap(
    outcome: str | None, women: str, men: str, count: int
) -> None:
    assert len(gaps_of(made(row(women, men, outcome=outcome)))) == count


def test_last_years_shares_of_one_whole_are_not_compared(people: People) -> None:
    now: Round = RoundFactory(committee=people.committee, year=2024, part=Part.ANNUAL)
    before: Round = RoundFactory(committee=people.committee, year=2023, part=Part.ANNUAL)
    target = TargetFactory(round=now, by_sex=True)
    earlier = TargetFactory(
        round=before, measure__indicator=target.measure.indicator, measure__goal__year=2023
    )
    own = {"total": "56 %", "women": "50 %", "men": "62 %", "previous_year": "60 %"}
    OutcomeFactory(round=now, measure=target.measure, **own)
    OutcomeFactory(round=before, measure=earlier.measure, total="60 %", women="55 %", men="5 %")
    AssessmentFactory(round=now, goal=target.measure.goal)

    (gap,) = gaps_of(compose(now))

    assert (gap.difference, gap.before) == (Decimal(-12), None)


def test_figures_without_a_unit_are_shares_where_the_row_says_so() -> None:
    by_name = made(row("57", "66", "Andel nöjda"))
    by_target = made(row("57", "66", target="80 %"))
    by_neither = made(row("57", "66"))

    assert [gap.in_points for d in (by_name, by_target, by_neither) for gap in gaps_of(d)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("women", "men"),
    [("57 %", None), (None, "57 %"), ("57 %", ".."), ("57 %", "57 st"), ("-", "1")],
)
def test_without_two_figures_of_a_kind_there_is_no_gap(women: str | None, men: str | None) -> None:
    assert gaps_of(made(row(women, men))) == ()


@pytest.mark.parametrize(
    ("better", "women", "men", "target", "better_for"),
    [
        ("higher", "60 %", "50 %", None, 1),
        ("higher", "50 %", "60 %", None, -1),
        ("lower", "60 %", "50 %", None, -1),
        ("lower", "50 %", "60 %", None, 1),
        ("higher", "50 %", "50 %", None, 0),
        ("within", "50 %", "60 %", "52 %", 1),
        ("within", "50 %", "60 %", "61 %", -1),
        ("within", "50 %", "60 %", None, 0),
        ("within", "-1 %", "2 %", "+/-1 %", 1),
    ],
)
def test_who_it_is_better_for(
    better: str, women: str, men: str, target: str | None, better_for: int
) -> None:
    (gap,) = gaps_of(made(row(women, men, better=better, target=target)))

    assert gap.better_for == better_for


def test_the_largest_comes_first_points_and_percent_on_one_scale() -> None:
    rows = [
        row("50 %", "59 %", "B"),
        row("50 %", "59 %", "A"),
        row("40", "80", "C"),
        row("10 %", "50 %", "D"),
    ]

    assert [gap.indicator.name for gap in gaps_of(made(*rows))] == ["C", "D", "A", "B"]


def test_a_plan_has_no_gaps() -> None:
    assert gaps_of(made(row("1 %", "9 %"), kind="plan")) == ()


def test_the_change_since_last_year_is_of_the_same_committees_annual_report(
    people: People,
) -> None:
    now: Round = RoundFactory(committee=people.committee, year=2024, part=Part.T1)
    before: Round = RoundFactory(committee=people.committee, year=2023, part=Part.ANNUAL)
    target = TargetFactory(round=now, by_sex=True)
    earlier = TargetFactory(
        round=before, measure__indicator=target.measure.indicator, measure__goal__year=2023
    )
    OutcomeFactory(round=now, measure=target.measure, women="50 %", men="62 %")
    OutcomeFactory(round=before, measure=earlier.measure, women="55 %", men="50 %")
    AssessmentFactory(round=now, goal=target.measure.goal)

    (gap,) = gaps_of(compose(now))

    assert [gap.difference, gap.before, gap.change] == [Decimal(-12), Decimal(5), Decimal(7)]


def test_how_many_about_people_are_split() -> None:
    rows = [
        row("57 %", "66 %", "Båda", by_sex=True),
        row("57 %", None, "En", by_sex=True),
        row("..", "..", "Dolda", outcome="20"),
        row(None, None, "Ingen", outcome="57 %", by_sex=True),
        row(None, None, "Antal ungdomar som fått feriejobb", outcome="12 st"),
        row(None, None, "Utan utfall", by_sex=True),
        row(None, None, "Energi", outcome="2,5 GWh"),
    ]

    share = split_share(made(*rows))

    assert (share.split, share.of_people) == (2, 5)


# What is to be analysed -------------------------------------------------------------------


def test_a_gap_at_the_threshold_is_to_be_analysed_until_it_is() -> None:
    rows = [
        row("50 %", "60 %", "Vid gränsen"),
        row("50 %", "59,9 %", "Under"),
        row("50 %", "90 %", "Förklarad", analysis="För att."),
        row("50 %", "90 %", "Kommenterad", commented=True),
    ]

    assert [gap.indicator.name for gap in to_analyse(made(*rows))] == ["Vid gränsen"]


def test_a_threshold_of_nothing_asks_only_where_there_is_a_gap() -> None:
    rows = [row("50 %", "50 %", "Lika"), row("50 %", "51 %", "Olika")]
    asked = to_analyse(replace(made(*rows), gap_threshold=Decimal(0)))

    assert [gap.indicator.name for gap in asked] == ["Olika"]


def test_the_review_finds_a_large_gap_without_an_analysis(in_english: None) -> None:
    wide = made(row("50 %", "90 %", by_sex=True))

    found = [one for one in review(Case(wide)) if one.code == "gap.unexplained"]
    calm = [one for one in review(Case(wide, gap_threshold=Decimal(50))) if one.code[:3] == "gap"]

    assert [(one.spot.name, one.about) for one in found] == [("Nöjdhet", "50 % | 90 %")]
    assert "40" in found[0].message
    assert calm == []


# The section ------------------------------------------------------------------------------


def sentences(shown: Document) -> str:
    return " ".join(Presentation(shown).differences.sentences)


def test_the_section_counts_first(in_english: None) -> None:
    rows = [row("50 %", "90 %", "A"), row("50 %", "49 %", "B"), row("1 %", None, "C")]

    said = sentences(made(*rows))

    assert "2 of 3 indicators about people" in said
    assert "In 1 of them" in said
    assert "1 are better for women and 1 for men" in said


def test_no_large_difference_is_told_in_words(in_english: None) -> None:
    said = sentences(made(row("50 %", "51 %", "A")))

    assert "In none of them" in said
    assert "In 0 of them" not in said


def test_the_section_says_so_when_nothing_can_be_compared(in_english: None) -> None:
    shown = Presentation(made(row("1 %", None)))

    assert shown.differences.is_shown
    assert "No difference" in sentences(shown.document)
    assert shown.differences.rows == ()


def test_without_people_there_is_no_section() -> None:
    shown = Presentation(made(indicator("1.1", "Energi", outcome="2,5 GWh")))

    assert not shown.differences.is_shown
    assert 'id="women-and-men"' not in render_html(shown.document)
    assert not Presentation(made(row("1 %", "9 %"), kind="plan")).differences.is_shown


def test_a_row_says_how_it_is_and_how_it_was(in_english: None) -> None:
    shown = made(row("50 %", "60 %", "A"))
    (goal,) = (goal for goal in shown.goals if goal.indicators)
    for before, words in (("55 %", "5 pp wider"), ("75 %", "5 pp narrower"), ("70 %", "As last")):
        entry = replace(
            goal.indicators[0],
            previous_women=parse_value(before),
            previous_men=parse_value("60 %"),
        )
        other = replace(goal, indicators=(entry,))
        goals = tuple(other if one.code == other.code else one for one in shown.goals)
        (line,) = Presentation(replace(shown, goals=goals)).differences.rows
        assert line.change.replace("\N{NO-BREAK SPACE}", " ").startswith(words)
        assert (line.code, line.anchor, line.better_for) == ("1.1", "goal-1-1", "Men")


def test_many_small_gaps_are_only_counted(in_english: None) -> None:
    rows = [row("50 %", "70 %", f"Stor {n}") for n in range(14)]
    rows += [row("50 %", "52 %", f"Liten {n}") for n in range(3)]
    few = Presentation(made(*rows[14:]))

    shown = Presentation(made(*rows)).differences

    assert (len(shown.rows), shown.rest[:6]) == (14, "3 more")
    assert (len(few.differences.rows), few.differences.rest) == (3, "")


def test_what_the_committee_writes_stands_with_the_table() -> None:
    section = SectionEntry(WOMEN_AND_MEN, "Skillnader", "Pojkar läser mindre.")
    shown = replace(made(row("50 %", "90 %")), sections=(section,))
    plan = replace(made(kind="plan"), sections=(section,))

    for one in (shown, plan):
        html = render_html(one)
        assert html.count("Pojkar läser mindre.") == 1
        assert html.index('id="women-and-men"') < html.index("Pojkar läser mindre.")


def test_the_section_is_valid_pdf_ua() -> None:
    section = SectionEntry(WOMEN_AND_MEN, "Skillnader", "En text.\n\n- En punkt")
    shown = replace(made(row("50 %", "90 %"), row("634 st", "666 st", "B")), sections=(section,))

    report = page.validate_pdf_bytes(render_pdf(shown), profile="ua1")

    assert report.is_compliant, str(report)


# The page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "asked"), [("eva", True), ("mona", True), ("rolf", False)])
def test_those_who_write_are_asked_to_analyse(
    client: Client, people: People, who: str, asked: bool
) -> None:
    Policy.objects.create(gap_threshold=10)
    round: Round = RoundFactory(committee=people.committee)
    target = TargetFactory(round=round, by_sex=True)
    OutcomeFactory(round=round, measure=target.measure, women="50 %", men="62 %")
    AssessmentFactory(round=round, goal=target.measure.goal)
    client.force_login(getattr(people, who))

    html = text_of(client.get(address("report", round)))

    assert (address("section", round, WOMEN_AND_MEN) in html) is asked
    assert (address("outcome_value", round, target.measure_id) in html) is asked
    assert 'id="women-and-men"' in html


@pytest.mark.parametrize(
    ("better", "words"), [("higher", "better for men"), ("lower", "better for women")]
)
def test_the_goals_page_tells_the_gap(
    english: Client, people: People, better: str, words: str
) -> None:
    round: Round = RoundFactory(committee=people.committee)
    target = TargetFactory(round=round, by_sex=True, better=better)
    OutcomeFactory(round=round, measure=target.measure, women="50 %", men="62 %")
    AssessmentFactory(round=round, goal=target.measure.goal)
    english.force_login(people.rolf)

    html = text_of(english.get(address("goal", round, target.measure.goal.code)))

    assert f"differ by 12\N{NO-BREAK SPACE}pp, {words}" in html
