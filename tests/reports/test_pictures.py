"""The pictures: every mark inside, every number told, nothing drawn that is not known."""

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formats import NOTHING, Value, make_value, parse_value
from goals.choices import GoalLevel, Level, Owner, Part
from indicators.choices import Better
from indicators.moments import Moment
from indicators.suppression import HIDDEN
from reports.document import Document, GoalEntry, IndicatorEntry
from reports.gaps import gap_of, rounded
from reports.pictures.bullet import SIZE, bullet, bullet_title, reached
from reports.pictures.dumbbell import dumbbell
from reports.pictures.economy import areas_of, economy_bar, scales_of
from reports.pictures.panels import economy_panel, goal_panels, strips_below
from reports.pictures.scale import scale_of
from reports.pictures.strip import status_strip
from reports.rendering.money import money_sentences
from reports.rendering.render import render_html
from reports.summary import Tally

pytestmark = pytest.mark.usefixtures("in_english")
SVG = "{http://www.w3.org/2000/svg}"


def row(name: str = "Andel nöjda", better: Better = Better.HIGHER, **texts: str) -> IndicatorEntry:
    values = {field: parse_value(text) for field, text in texts.items()}
    return IndicatorEntry("1.1", name, Owner.COUNCIL, better, **values)  # type: ignore[arg-type]


def document(*rows: IndicatorEntry, part: Part = Part.ANNUAL, **fields: object) -> Document:
    goals = (
        GoalEntry("1", GoalLevel.DIRECTION, "Ett tryggt Åby"),
        GoalEntry("1.1", GoalLevel.AREA, "Barn får en god start", indicators=rows),
    )
    return Document("Ängö", "Åby nämnd", "aby", part, 2023, goals, **fields)  # type: ignore[arg-type]


def panels(*rows: IndicatorEntry, part: Part = Part.ANNUAL) -> dict[str, str]:
    """The findings of the goal's panels, by kind."""
    made = document(*rows, part=part)
    return {panel.kind: panel.finding for panel in goal_panels(made.goals[1], made, "g")}


def marks(svg: str) -> list[ElementTree.Element]:
    """The shapes of a picture; that it can be parsed is half the point."""
    return [one for one in ElementTree.fromstring(svg) if one.tag != "title"]  # noqa: S314


def kinds(svg: str | None) -> list[str]:
    return [one.get("class", "").removeprefix("pic__") for one in marks(svg or "<svg/>")]


def far_right(mark: ElementTree.Element) -> float:
    """How far to the right a mark reaches; a path, where it begins."""
    if mark.tag == "rect":
        return float(mark.get("x", 0)) + float(mark.get("width", 0))
    if mark.tag == "circle":
        return float(mark.get("cx", 0)) + float(mark.get("r", 0))
    return max(float(x) for x in re.findall(r"[ML]([\d.-]+)", mark.get("d", "M0")))


@pytest.mark.parametrize(
    ("better", "target", "previous", "edges"),
    [
        (Better.HIGHER, "80 %", "", (80, None)),
        (Better.LOWER, "80 %", "", (None, 80)),
        (Better.WITHIN, "80 %", "", (80, 80)),
        (Better.HIGHER, "0", "", (0, None)),
        (Better.HIGHER, "Max 10 personer", "", (None, 10)),
        (Better.LOWER, "minst 3", "", (3, None)),
        (Better.HIGHER, "+/-1 %", "", (-1, 1)),
        (Better.LOWER, "öka", "70 %", (70, None)),
        (Better.HIGHER, "minska", "70 %", (None, 70)),
        (Better.HIGHER, "öka", "", None),
        (Better.HIGHER, "Fastställs 2024", "70 %", None),
        (Better.HIGHER, "", "", None),
    ],
)
def test_where_the_target_is_reached(
    better: Better, target: str, previous: str, edges: tuple[int | None, int | None] | None
) -> None:
    assert reached(row(better=better, target=target, previous_year=previous)) == edges


@pytest.mark.parametrize(
    ("values", "forecasts", "drawn"),
    [
        ({"outcome": "77 %", "target": "80 %"}, False, ["field", "axis", "bar", "target"]),
        ({"outcome": "0", "target": "0"}, False, ["field", "axis", "bar", "target"]),
        ({"outcome": "77 %"}, False, ["axis", "bar"]),
        ({"outcome": "77 %", "previous_year": "70 %"}, False, ["axis", "bar", "before"]),
        ({"outcome": "-1 %", "target": "+/-1 %"}, False, ["field", "axis", "bar", *["target"] * 2]),
        (
            {"outcome": "7", "target": "8", "council_target": "9"},
            False,
            ["field", "axis", "bar", "target", "council"],
        ),
        ({"outcome": "7", "forecast": "9"}, True, ["axis", "forecast", "bar"]),
        ({"forecast": "9"}, True, ["axis", "forecast"]),
        ({"forecast": "9"}, False, []),
        ({"target": "80 %"}, False, []),
        ({}, True, []),
    ],
)
def test_bullet_draws_what_is_known(
    values: dict[str, str], forecasts: bool, drawn: list[str]
) -> None:
    shown = row(**values)  # type: ignore[arg-type]
    assert kinds(bullet(shown, forecasts=forecasts)) == drawn


def test_hidden_outcome_has_no_bullet_and_is_told_nowhere() -> None:
    few = replace(row(target="5"), outcome=HIDDEN, women=HIDDEN, men=HIDDEN)
    assert bullet(few) is None
    assert panels(few, few) == {}


def test_bar_is_as_long_as_its_number() -> None:
    """Twice the number is twice the bar: every scale begins at zero."""
    scale = scale_of((Decimal(40), Decimal(80)), left=0, right=100, shares=True)
    assert scale.x(Decimal(80)) == 2 * scale.x(Decimal(40)) == 80


def test_title_tells_every_number_and_the_level() -> None:
    shown = row(
        "Andel <nöjda>", outcome="77 %", target="80 %", council_target="öka", previous_year="75 %"
    )
    assert bullet_title(shown) == (
        "Andel <nöjda>: outcome 77 %, target 80 %, the council's target öka, last year 75 %."
        " Met partly."
    )
    assert "Andel &lt;nöjda&gt;" in (bullet(shown) or "")
    assert "style=" not in (bullet(shown) or "")


amounts = st.one_of(
    st.none(), st.decimals(-(10**9), 10**9, places=2), st.decimals(0, 100, places=1)
)


def value(amount: Decimal | None) -> Value:
    return NOTHING if amount is None else make_value(amount, "%")


@given(amounts, amounts, amounts, amounts, amounts, st.sampled_from(Better), st.booleans())
def test_every_mark_of_a_bullet_lies_within_it(
    outcome: Decimal | None,
    forecast: Decimal | None,
    target: Decimal | None,
    council: Decimal | None,
    before: Decimal | None,
    better: Better,
    forecasts: bool,
) -> None:
    shown = replace(
        row(better=better),
        outcome=value(outcome),
        forecast=value(forecast),
        target=value(target),
        council_target=value(council),
        previous_year=value(before),
    )
    svg = bullet(shown, forecasts=forecasts)
    if svg is None:
        assert outcome is None
        return
    assert all(0 <= far_right(mark) <= SIZE[0] for mark in marks(svg))
    assert bullet(shown, forecasts=forecasts) == svg


@given(st.decimals(-1000, 1000, places=1), st.decimals(-1000, 1000, places=1))
def test_every_mark_of_a_dumbbell_lies_within_it(women: Decimal, men: Decimal) -> None:
    shown = replace(row(), women=value(women), men=value(men))
    gap = gap_of(document(shown).goals[1], shown)
    assert gap is not None
    svg = dumbbell(gap, "1 %")
    assert kinds(svg)[-2:] == ["men", "women"]
    assert all(0 <= far_right(mark) <= 260 for mark in marks(svg))


@given(*[st.integers(0, 60)] * 4)
def test_strip_has_a_cell_for_each_thing_as_long_as_they_can_be_told_apart(
    full: int, partial: int, none: int, unassessed: int
) -> None:
    tally = Tally(full, partial, none, unassessed)
    svg = status_strip("Mål", tally)
    if svg is None:
        assert tally.total == 0
        return
    found = kinds(svg)
    counts = [found.count(kind) for kind in ("full", "partial", "none", "open")]
    told = [full, partial, none, unassessed]
    assert counts == (told if tally.total <= 35 else [min(count, 1) for count in told])
    assert all(0 <= far_right(mark) <= 320.1 for mark in marks(svg))


def test_an_outcome_without_a_forecast_is_drawn_and_nothing_is_said_of_it() -> None:
    known = row(outcome="8,6", forecast="8", target="8")
    waiting = row("Andel trygga", outcome="79", target="83")
    made = document(known, row("Andel hela", forecast="9", target="8"), waiting, part=Part.T1)

    first, _second, last = goal_panels(made.goals[1], made, "g")[0].rows

    assert (first.said, first.level, first.note) == ("8", Level.FULL, "target 8")
    assert (last.said, last.level, last.note) == ("", None, "target 83")
    body = render_html(made)
    spoken = body[body.index("Andel trygga</span>") :].split("panel__key")[0]
    assert "status" not in spoken and "–" not in spoken


@pytest.mark.parametrize(
    ("outcomes", "finding"),
    [
        (["80 %", "90 %", "10 %"], "Två av tre indikatorer når målet"),
        (["80 %", "90 %"], "Båda indikatorerna når målet"),
        (["1 %", "2 %"], "Ingen av de två indikatorerna når målet"),
        (["80 %", "90 %", ""], "Båda de bedömda indikatorerna når målet"),
        (["80 %"] * 14, "Samtliga 14 indikatorer når målet"),
        (["80 %"], None),
        ([], None),
    ],
)
def test_bullets_say_how_many_reach_their_target(outcomes: list[str], finding: str | None) -> None:
    rows = [row(f"Å{n}", outcome=text, target="80 %") for n, text in enumerate(outcomes)]
    assert panels(*rows).get("bullets") == finding


def test_tertial_report_expects() -> None:
    rows = [row(f"Å{n}", forecast="80 %", target="80 %") for n in range(2)]
    assert panels(*rows, part=Part.T1) == {"bullets": "Båda indikatorerna väntas nå målet"}
    assert panels(*rows, part=Part.PLAN) == {}


def test_bars_with_nothing_to_be_held_against_are_no_panel() -> None:
    assert panels(row(outcome="7"), row("B", outcome="8")) == {}


@pytest.mark.parametrize(
    ("part", "texts", "finding"),
    [
        (Part.ANNUAL, {"outcome": "80 %"}, "Indikatorn når målet"),
        (Part.ANNUAL, {"outcome": "1 %"}, "Indikatorn når inte målet"),
        (Part.T1, {"forecast": "80 %"}, "Indikatorn väntas nå målet"),
        (Part.T1, {"forecast": "1 %"}, "Indikatorn väntas inte nå målet"),
    ],
)
def test_a_bullet_alone_says_whether_its_indicator_reaches_the_target(
    part: Part, texts: dict[str, str], finding: str
) -> None:
    made = document(row("Andel nöjda", Better.HIGHER, target="75 %", **texts), part=part)
    (panel,) = goal_panels(made.goals[1], made, "g", least=1)
    assert panel.finding == finding


@pytest.mark.parametrize(
    ("pairs", "finding"),
    [
        (
            [("10 %", "3,1 %"), ("8 %", "7 %")],
            "Kvinnor ligger högre än män i båda indikatorerna: störst skillnad 6,9 procentenheter",
        ),
        (
            [("3 %", "4 %"), ("5 %", "5 %"), ("1 %", "1,4 %")],
            "Män ligger högre än kvinnor i två av tre indikatorer: störst skillnad 1 procentenhet",
        ),
        (
            [("3 %", "4 %"), ("4 %", "3 %")],
            "Kvinnor och män ligger högst lika ofta: störst skillnad 1 procentenhet, män högre",
        ),
        (
            [("9 %", "4 %"), ("3 %", "4 %"), ("1 %", "2 %")],
            "Män ligger högre än kvinnor i två av tre indikatorer:"
            " störst skillnad 5 procentenheter, kvinnor högre",
        ),
        ([("5 %", "5 %"), ("6 %", "6 %")], None),
        ([("3 %", "4 %")], None),
    ],
)
def test_dumbbells_say_who_is_higher_and_the_largest_gap(
    pairs: list[tuple[str, str]], finding: str | None
) -> None:
    rows = [row(f"Å{n}", women=women, men=men) for n, (women, men) in enumerate(pairs)]
    found = panels(*rows).get("dumbbells")
    assert (found and found.replace("\xa0", " ")) == finding


def years(*texts: str) -> tuple[Moment, ...]:
    return tuple(Moment(str(2023 - len(texts) + n), parse_value(t)) for n, t in enumerate(texts, 1))


def test_lines_need_three_years_and_say_what_became_better() -> None:
    up = replace(row(outcome="3"), series=years("1", "2", "3"))
    down = replace(row("B", outcome="1"), series=years("3", "2", "1"))
    short = replace(row("C", outcome="1"), series=years("3", "1"))
    finding = "En av två indikatorer är bättre än när serien började och en är sämre"
    assert panels(up, down, short).get("lines") == finding
    assert "lines" not in panels(short)


def test_line_is_compared_only_since_it_broke() -> None:
    series = list(years("90 %", "80 %", "10 %", "20 %"))
    series[2] = replace(series[2], breaks_before=True)
    made = document(replace(row(), series=tuple(series)))
    (panel,) = goal_panels(made.goals[1], made, "g")
    assert panel.rows[0].note == "Upp från 10 % (2022) till 20 %"
    assert "breaks" in panel.key


ECONOMY = {
    "unit": "mnkr",
    "operating_areas": [
        {"name": "Äldreomsorg", "budget_net": "807,3", "outcome_after_transfers": "817,7"},
        {"name": "varav hemtjänst", "part_of_above": True, "budget_net": "1", "outcome": "2"},
        {"name": "Förskola", "budget_net": "600", "outcome_after_transfers": "590,5"},
        {"name": "Övrigt", "budget_net": "0,0", "outcome_after_transfers": "0,0"},
        {"name": "Intäkter", "budget_net": "-3", "outcome": "-3", "deviation": "0"},
        {"name": "Otydligt", "budget_net": "1 23", "outcome": None},
        {"name": "Summa nämnden", "budget_net": "1 407,3", "outcome": "1 408,2"},
    ],
}


def test_economy_compares_whole_areas_only() -> None:
    made = document(economy=ECONOMY)
    areas = areas_of(made)
    assert [(area.name, area.deviation) for area in areas] == [
        ("Äldreomsorg", Decimal("-10.4")),
        ("Förskola", Decimal("9.5")),
        ("Intäkter", 0),
    ]
    panel = economy_panel(made)
    assert panel is not None
    finding = "Ett av tre verksamhetsområden har underskott, störst för Äldreomsorg: 10,4 mnkr"
    assert panel.finding.replace("\xa0", " ") == finding
    found = [kinds(economy_bar(area, scales_of(areas))) for area in areas]
    assert ["deficit" in one for one in found] == [True, False, False]
    assert ["surplus" in one for one in found] == [False, True, False]


def test_what_is_added_to_a_budget_is_counted_as_on_the_first_page() -> None:
    rows = [
        {
            "name": "Omsorg",
            "budget_net": "214,9",
            "performance_changes": "7,9",
            "forecast": "226,3",
        },
        {
            "name": "Förskola",
            "budget_net": "292,9",
            "performance_changes": "-1,0",
            "forecast": "291,9",
        },
    ]
    made = document(part=Part.T1, economy={"unit": "mnkr", "operating_areas": rows})
    assert [area.deviation for area in areas_of(made)] == [Decimal("-3.5"), 0]
    panel = economy_panel(made)
    assert panel is not None
    assert "is counted in it" in panel.key
    assert any("Omsorg, 3,5" in said for said in money_sentences(made))
    assert "3,5" in panel.finding
    assert "is counted in it" not in (economy_panel(document(economy=ECONOMY)) or panel).key


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0.03", "0.03"), ("0.07", "0.07"), ("0.096", "0.1"), ("0.16", "0.2"), ("0", "0.0")],
)
def test_a_gap_is_never_shown_as_none(amount: str, shown: str) -> None:
    assert rounded(Decimal(amount)) == Decimal(shown)


@pytest.mark.parametrize("economy", [None, {}, {"operating_areas": []}, {"operating_areas": ["x"]}])
def test_no_areas_make_no_picture(economy: dict[str, object] | None) -> None:
    assert economy_panel(document(economy=economy)) is None


def test_direction_goal_tells_what_lies_below() -> None:
    made = document(row(outcome="80 %", target="80 %"), row("B"))
    said = [(strip.name, strip.said) for strip in strips_below(made.goals[0], made)]
    assert said == [
        ("Goals below", "1 not assessed"),
        ("Indicators", "1 met fully, 1 not assessed"),
    ]


def test_a_very_long_name_stands_whole_beside_its_picture() -> None:
    long = "Andel " + "åldersadekvat förskollärartäthet " * 14
    html = render_html(
        document(row(long, outcome="7", target="8"), row("B", outcome="8", target="8"))
    )
    assert html.count(long.strip()) >= 2
    assert 'class="panel panel--bullets"' in html
