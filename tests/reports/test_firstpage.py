"""What the committee must know first: moved, not met and why, without a value."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from config.texts import BlockKind, blocks, plain
from reports.choices import ReportStatus
from reports.document import FIRST_PAGE, Document, SectionEntry
from reports.firstpage import FirstPage
from reports.interchange import read
from reports.references import expand
from reports.rendering.digest import MOST_SHORT, Digest
from reports.rendering.draft import draft_first_page
from reports.rendering.frame import Frame
from reports.rendering.items import Item, Listing
from reports.rendering.render import render_body
from tests.documents import activity, as_file, document, goal, indicator


def document_of(part: str = "t2", year: int = 2023, **fields: Any) -> Document:
    rows: dict[str, Any] = {"goals": [goal("1"), goal("1.1")], "indicators": [], "activities": []}
    return read(as_file(document(kind=part, year=year, **rows | fields)))


def since(now: Document, before: Document | None) -> FirstPage:
    return FirstPage(replace(now, earlier=before))


# Goals that moved -----------------------------------------------------------------------------


MOVES = [
    ("up", "partial", "full", [("1.1", "partial", "full", False)]),
    ("down", "full", "none", [("1.1", "full", "none", True)]),
    ("same", "partial", "partial", []),
    ("appeared", None, "full", []),
    ("disappeared", "full", None, []),
]


@pytest.mark.parametrize(
    ("before", "after", "moved"), [m[1:] for m in MOVES], ids=[m[0] for m in MOVES]
)
def test_goals_assessed_otherwise_have_moved(
    before: str | None, after: str | None, moved: list[Any]
) -> None:
    page = since(
        document_of(goals=[goal("1"), goal("1.1", assessment=after)]),
        document_of("t1", goals=[goal("1"), goal("1.1", assessment=before)]),
    )

    found = [(one.goal.code, one.before, one.after, one.is_worse) for one in page.moved_goals]
    assert found == moved


def test_goal_is_known_by_its_words_when_the_tree_is_numbered_anew() -> None:
    page = since(
        document_of(
            "t1",
            goals=[goal("1"), goal("1.1", "Ny", assessment="full")]
            + [goal("1.2", "Åldras  väl", assessment="none")],
        ),
        document_of(
            "annual", 2022, goals=[goal("1"), goal("1.1", "ÅLDRAS VÄL", assessment="full")]
        ),
    )

    assert [one.goal.code for one in page.moved_goals] == ["1.2"]


def test_goals_with_the_same_words_are_told_apart_by_their_codes() -> None:
    same = [goal("1", "Lika"), goal("1.1", "Lika", assessment="full")]
    page = since(
        document_of(goals=[goal("1", "Lika", assessment="full"), same[1]]),
        document_of("t1", goals=[goal("1", "Lika", assessment="none"), same[1]]),
    )

    assert [one.goal.code for one in page.moved_goals] == ["1"]


def test_goals_that_fell_come_first() -> None:
    def goals(first: str, second: str) -> list[Any]:
        return [goal("1"), goal("1.1", assessment=first), goal("1.2", assessment=second)]

    page = since(
        document_of(goals=goals("full", "none")), document_of("t1", goals=goals("none", "full"))
    )
    assert [one.goal.code for one in page.moved_goals] == ["1.2", "1.1"]


# Forecasts that moved -------------------------------------------------------------------------


def forecasts(part: str, *values: str | None, **fields: Any) -> Document:
    field = "outcome" if part == "annual" else "forecast"
    rows = [
        indicator("1.1", f"Indikator {number}", **{"target": "80 %", field: value, **fields})
        for number, value in enumerate(values)
    ]
    return document_of(part, indicators=rows)


FORECASTS = [
    ("up to the target", "70 %", "80 %", {}, [("partial", "full", 1)]),
    ("down", "81 %", "70 %", {}, [("full", "partial", -1)]),
    ("within full", "81 %", "85 %", {}, [("full", "full", 1)]),
    ("lower is better", "85 %", "75 %", {"better": "lower"}, [("partial", "full", 1)]),
    ("within a band", "85 %", "75 %", {"better": "within"}, [None]),
    ("same, written otherwise", "80 %", "80,0%", {}, []),
    ("appeared", None, "75 %", {}, []),
    ("disappeared", "75 %", None, {}, []),
    ("zero before", "0 %", "75 %", {}, [("none", "partial", 1)]),
    ("word before", "minska", "75 %", {}, [(None, "partial", 0)]),
    ("same word", "Minska", "minska", {}, []),
    ("hidden now", "75 %", "..", {}, []),
]


@pytest.mark.parametrize(
    ("before", "after", "fields", "moved"),
    [f[1:] for f in FORECASTS],
    ids=[f[0] for f in FORECASTS],
)
def test_forecasts_that_changed_have_moved(
    before: str | None, after: str | None, fields: dict[str, Any], moved: list[Any]
) -> None:
    page = since(forecasts("t2", after, **fields), forecasts("t1", before, **fields))

    found = [(one.level_before, one.level, one.direction) for one in page.moved_forecasts]
    assert len(found) == len(moved)
    for said, wanted in zip(found, moved, strict=True):
        if wanted is None:
            assert said[2] == 0
        else:
            assert said == wanted


def test_annual_report_tells_only_targets_met_otherwise_than_forecast() -> None:
    page = since(
        forecasts("annual", "79 %", "70 %", "82 %"), forecasts("t2", "78 %", "81 %", "81 %")
    )

    assert [one.indicator.name for one in page.moved_forecasts] == ["Indikator 1"]


def test_last_years_report_has_no_forecasts_to_compare_with() -> None:
    before = replace(forecasts("annual", "70 %"), year=2022)
    page = since(forecasts("t1", "80 %"), before)

    assert page.moved_forecasts == ()
    assert not page.follows_the_year


def test_what_changes_the_target_comes_first_then_the_largest_change() -> None:
    page = since(
        forecasts("t2", "90 %", "99 %", "70 %", "80 %"),
        forecasts("t1", "81 %", "81 %", "81 %", "70 %"),
    )
    names = [one.indicator.name[-1] for one in page.moved_forecasts]
    assert names == ["2", "3", "1", "0"]


def test_indicator_under_two_goals_is_compared_with_itself() -> None:
    def rows(first: str, second: str) -> list[Any]:
        return [
            indicator(code, "Nöjda", target="80 %", forecast=value)
            for code, value in (("1", first), ("1.1", second))
        ]

    page = since(
        document_of(indicators=rows("70 %", "80 %")),
        document_of("t1", indicators=rows("70 %", "70 %")),
    )
    assert [one.indicator.goal for one in page.moved_forecasts] == ["1.1"]


# Deviations -----------------------------------------------------------------------------------


def test_only_what_did_not_deviate_before_deviates_newly() -> None:
    page = since(
        document_of(
            activities=[
                activity("1.1", "Gammal", deviation=True),
                activity("1.1", "Nyss", deviation=True),
                activity("1.1", "Ny", deviation=True),
                activity("1.1", "Löst"),
            ]
        ),
        document_of(
            "t1",
            activities=[
                activity("1.1", "Gammal", deviation=True),
                activity("1.1", "Nyss"),
                activity("1.1", "Löst", deviation=True),
            ],
        ),
    )
    assert [row.title for row in page.new_deviations] == ["Ny", "Nyss"]


# What is not met, and why ---------------------------------------------------------------------


def test_goals_and_indicators_are_short_of_their_targets_the_worst_first() -> None:
    page = FirstPage(
        document_of(
            "annual",
            goals=[
                goal("1", assessment="partial", analysis="Därför."),
                goal("1.1", assessment="none"),
                goal("1.2", assessment="full"),
            ],
            indicators=[
                indicator("1.1", "Nära", outcome="79 %", target="80 %", commented=True),
                indicator("1.1", "Långt", outcome="9 %", target="80 %", analysis="Långt kvar."),
                indicator("1.1", "Nått", outcome="80 %", target="80 %"),
            ],
        )
    )
    assert [(one.thing.code, one.why) for one in page.short_goals] == [
        ("1.1", ""),
        ("1", "Därför."),
    ]
    assert [(one.thing.name, one.why, one.is_elsewhere) for one in page.short_indicators] == [
        ("Långt", "Långt kvar.", False),
        ("Nära", "", True),
    ]


# What has no value yet ------------------------------------------------------------------------


def test_what_comes_is_told_apart_from_what_never_does() -> None:
    page = FirstPage(
        document_of(
            indicators=[
                indicator("1.1", "Nolla", outcome="0"),
                indicator("1.1", "Senare", state="later"),
                indicator("1.1", "Saknas"),
                indicator("1.1", "Mäts inte", state="not_measured"),
                indicator("1.1", "Mäts inte heller", state="not_measured"),
                indicator("1.1", "För få", state="too_few"),
            ]
        )
    )
    assert [row.name for row in page.without_value] == ["Saknas", "Senare"]
    assert page.settled == {"not_measured": 2, "too_few": 1}


def test_plan_has_no_values_to_miss() -> None:
    page = FirstPage(document_of("plan", indicators=[indicator("1.1", "A")]))
    assert (page.without_value, page.settled) == ((), {})


# In words -------------------------------------------------------------------------------------


def worded(now: Document, before: Document | None = None) -> tuple[list[str], list[Listing]]:
    """The sentences and the lists, in the language of the source."""
    with translation.override("en"):
        topics = Digest(Frame(replace(now, earlier=before))).topics
        sentences = [str(one) for topic in topics for one in topic.sentences]
        return sentences, [one for topic in topics for one in topic.listings]


def items(listings: Iterable[Listing], caption: str) -> tuple[Item, ...]:
    (found,) = [one.items for one in listings if one.caption.startswith(caption)]
    return found


def test_nothing_to_tell_is_said_calmly() -> None:
    sentences, listings = worded(document_of(), document_of("t1"))

    assert listings == []
    assert sentences == [
        "No goal is assessed otherwise than in tertial report 1 2023.",
        "No forecast has changed since tertial report 1 2023.",
        "No activity has begun to deviate since tertial report 1 2023.",
        "All goals that are assessed are expected to be met fully.",
        "All indicators that can be assessed are expected to reach their target.",
        "No activity deviates.",
        "Every indicator has an outcome.",
    ]


def test_without_a_report_before_nothing_is_said_of_one() -> None:
    sentences, _listings = worded(document_of("annual"))
    assert not [one for one in sentences if "since" in one or "than in" in one]


@pytest.mark.parametrize(
    ("part", "said"),
    [("t1", "from 14,2 % to the forecast 24 %"), ("annual", "from 14,2 % to 24 %")],
)
def test_what_is_only_expected_has_not_happened(part: str, said: str) -> None:
    rows = [indicator("1.1", "Nöjda", outcome="24 %", forecast="24 %", previous_year="14,2 %")]
    _sentences, listings = worded(document_of(part, indicators=rows))

    (beside,) = [one for one in listings if "last year" in one.caption]
    assert beside.items[0].said.replace("\u00a0", " ") == said


def test_moved_forecast_tells_from_to_and_whether_the_target_is_met() -> None:
    _sentences, listings = worded(forecasts("t2", "70 %"), forecasts("t1", "81 %"))

    (item,) = items(listings, "Forecasts that have changed")
    assert item.said.replace("\u00a0", " ") == ("forecast 70 %, before 81 %, target 80 %")
    assert item.note == "before: expected to be met fully"
    assert item.status is not None
    assert item.status.word == "Expected to be met partly"
    assert (item.label, item.anchor) == ("Indikator 0", "indicator-1-1-1")


def test_moved_goal_speaks_as_each_report_does() -> None:
    _sentences, listings = worded(
        document_of("annual", goals=[goal("1", assessment="none")]),
        document_of("t2", goals=[goal("1", assessment="full")]),
    )
    (item,) = items(listings, "Goals assessed otherwise than in tertial report 2 2023 (1)")
    assert item.note == "before: expected to be met fully"
    assert item.status is not None
    assert item.status.word == "Not met"
    assert item.anchor == "goal-1"


@pytest.mark.parametrize(
    ("count", "listed", "more"),
    [(1, 1, ""), (5, 5, ""), (6, 4, "and 2 more"), (40, 4, "and 36 more")],
)
def test_long_list_says_how_many_more(count: int, listed: int, more: str) -> None:
    assert MOST_SHORT == 4
    goals = [goal("1"), *(goal(f"1.{n}", assessment="partial") for n in range(1, count + 1))]
    _sentences, listings = worded(document_of("annual", goals=goals))

    (found,) = listings
    assert found.caption == f"Goals not met fully ({count})"
    assert (len(found.items), found.more) == (listed, more)
    # What is left out can be gone to.
    assert found.rest == "deviations"
    assert {item.why for item in found.items} == {"No analysis."}


def test_every_item_leads_to_its_place() -> None:
    page = render_body(
        document_of(
            "annual",
            goals=[goal("1"), goal("1.1", assessment="none")],
            indicators=[indicator("1.1", "Å", outcome="7", target="80"), indicator("1.1", "Ö")],
            activities=[activity("1.1", "Ö", deviation=True)],
        )
    )
    for anchor in ("goal-1-1", "indicator-1-1-1", "indicator-1-1-2", "activity-1-1-1"):
        assert f'href="#{anchor}"' in page
        assert page.count(f'id="{anchor}"') == 1


def section(key: str, body: str) -> dict[str, str]:
    return {"key": key, "heading": "Rubrik", "body": body}


def test_writers_words_stand_where_they_belong() -> None:
    goals = [goal("1"), goal("1.1", "Tryggt Åby", assessment="none", analysis="Färre svarade.")]
    opening = section("first_page_opening", "Ett år av prövningar.")
    own, empty = section("first_page", "Jag säger det själv."), section("first_page", " ")

    both = render_body(document_of("annual", goals=goals, sections=[opening, empty]))
    assert both.index("Ett år av prövningar.") < both.index("Färre svarade.")
    alone = render_body(document_of("annual", goals=goals, sections=[own]))
    glance = alone[: alone.index("</section>")]
    assert "Jag säger det själv." in glance
    assert "Färre svarade." not in glance
    assert alone.count("Jag säger det själv.") == 1
    assert "Rubrik" not in alone


def test_document_knows_nothing_of_the_one_before_it() -> None:
    now, before = document_of(status=ReportStatus.DRAFT.value), document_of("t1")
    assert replace(now, earlier=before) == now


def test_largest_differences_between_the_sexes_are_told() -> None:
    rows = [
        indicator(
            "1.1", f"Andel {gap}", by_sex=True, outcome="50 %", women=f"{50 + gap} %", men="50 %"
        )
        for gap in (3, 40, 20, 1, 10)
    ]
    _sentences, listings = worded(document_of("annual", indicators=rows))

    (sexes,) = [one for one in listings if not one.caption]
    assert [item.label for item in sexes.items] == ["Andel 40", "Andel 20", "Andel 10"]
    assert sexes.items[0].said.replace("\u00a0", " ") == "women 90 %, men 50 %"


def test_no_difference_between_the_sexes_is_said_calmly() -> None:
    rows = [indicator("1.1", "Andel", by_sex=True, outcome="5 %", women="5 %", men="5 %")]
    sentences, _listings = worded(document_of("annual", indicators=rows))
    assert "No difference between women and men can be computed." in sentences


# As a text of one's own ---------------------------------------------------------------------------


def keyed(document: Document) -> Document:
    """As if it came from the database, where indicators have keys."""
    goals = tuple(
        replace(
            goal,
            indicators=tuple(
                replace(row, key=100 + number) for number, row in enumerate(goal.indicators)
            ),
        )
        for goal in document.goals
    )
    return replace(document, goals=goals)


def test_draft_says_what_the_computed_page_says_with_live_values() -> None:
    goals = [goal("1"), goal("1.1", "Åldras * väl", assessment="none", analysis="Färre svarade.")]
    now = document_of(
        "annual",
        goals=goals,
        indicators=[indicator("1.1", "Nöjda", outcome="9,5 %", target="80 %", analysis="Kort.")],
    )
    draft = draft_first_page(keyed(now))

    assert "1.1 **Åldras \\* väl**: " in draft
    assert ". Färre svarade." in draft
    assert "[[value:100.outcome.printed]]" in draft
    assert "[[value:100.target.printed]]" in draft
    assert "9,5" not in draft
    kinds = [block.kind for block in blocks(draft)]
    assert {BlockKind.HEADING, BlockKind.BULLETS, BlockKind.PARAGRAPH} == set(kinds)
    section = SectionEntry(FIRST_PAGE, "I korthet", draft)
    expanded = expand(replace(keyed(now), sections=(section,))).section(FIRST_PAGE)
    assert expanded is not None
    assert "9,5\u00a0%" in expanded.body
    assert "[[" not in expanded.body


VALUES = st.sampled_from(["9,5 %", "57 st", "1 017", "3,8", "12 barn/avd.", "0", "-4 mnkr", None])


@given(
    part=st.sampled_from(["t1", "t2", "annual"]),
    rows=st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=6),
)
def test_draft_says_the_values_as_the_computed_page_does(part: str, rows: list[Any]) -> None:
    field = "outcome" if part == "annual" else "forecast"
    indicators = [
        indicator("1.1", f"Mått {number}", target=target, previous_year=before, **{field: value})
        for number, (value, target, before) in enumerate(rows)
    ]
    now = keyed(document_of(part, indicators=indicators))
    section = SectionEntry(FIRST_PAGE, "I korthet", draft_first_page(now))
    written = expand(replace(now, sections=(section,))).section(FIRST_PAGE)
    assert written is not None
    lines = plain(written.body).splitlines()
    with translation.override("sv"):
        topics = Digest(Frame(now)).topics
    items = [item for topic in topics for one in topic.listings for item in one.items]
    for item in filter(lambda item: item.said, items):
        assert any(f"{item.label}: {item.said}" in line for line in lines)


def test_draft_of_a_file_has_its_values_as_they_are() -> None:
    rows = [indicator("1.1", "Nöjda", outcome="9,5 %", target="80 %")]
    draft = draft_first_page(document_of("annual", indicators=rows))
    assert "9,5" in draft
    assert "[[" not in draft


def test_plan_tells_what_it_has_not_decided() -> None:
    rows = [
        indicator("1.1", "Nöjda", target="Fastställs 2024"),
        indicator("1.1", "Träffar", target="8"),
    ]
    plan = document_of("plan", indicators=rows)
    with translation.override("en"):
        (topic,) = Digest(Frame(plan)).topics
    (item,) = topic.listings[0].items
    assert (item.label, item.said.replace("\u00a0", " ")) == ("Nöjda", "Fastställs 2024")
    assert "Nöjda" in draft_first_page(plan)
