"""The parts of a printed document that may be laid out by themselves."""

import re

import pytest

from reports.interchange import read
from reports.rendering.presentation import Presentation
from reports.rendering.render import render_html, render_pdf_safely
from tests.documents import DEMO, as_file, document, goal
from tests.print_html import text_of

MARK = re.compile(r'<section\s+data-part="([^"]+)"')


def parts_of(html: str) -> list[str]:
    return MARK.findall(html)


def test_every_part_stands_right_under_the_body_once() -> None:
    for path in DEMO:
        made = read(path.read_bytes())
        html = render_html(made)
        parts = parts_of(html)

        assert len(parts) == len(set(parts))
        assert parts[0] == "front"
        assert [part for part in parts if part.startswith("goal-")] == [
            Presentation.anchor_of(goal.code) for goal in made.goals if goal.depth == 1
        ]
        # Nothing stands between the parts, and none within another.
        body = html.split("<body", 1)[1].split(">", 1)[1].split("</body>")[0]
        depth, outside = 0, []
        for tag, text in re.findall(r"<(/?section)[^>]*>([^<]*)", body):
            depth += -1 if tag.startswith("/") else 1
            if not depth:
                outside.append(text.strip())
        assert (depth, set(outside), len(outside)) == (0, {""}, len(parts))


LONG = "Nämnden har arbetat vidare. " * 2000


@pytest.mark.parametrize(
    ("analysis", "wanted", "places"),
    [
        ("Kort.", ["goal-1", "goal-2"], {"1-1-2": 0, "2-2-1": 1}),
        # Of an area that is not said itself, the first goal begins the page.
        (LONG, ["goal-1", "goal-1-1-1", "goal-2", "goal-2-2"], {"1-1-2": 1, "2-2-1": 3}),
    ],
)
def test_areas_begin_pages_where_they_fill_some(
    analysis: str, wanted: list[str], places: dict[str, int]
) -> None:
    codes = ["1", "1.1.1", "1.1.2", "2", "2.2", "2.2.1"]
    goals = [goal(code, analysis=analysis) for code in codes]
    html = render_html(read(as_file(document(goals=goals, indicators=[], activities=[]))))

    assert [part for part in parts_of(html) if part.startswith("goal")] == wanted
    for code, place in places.items():
        part = html.split(f'data-part="{wanted[place]}"')[1].split("data-part")[0]
        assert f'id="goal-{code}"' in part


def test_parts_without_anything_in_them_are_left_out() -> None:
    html = render_html(
        read(as_file(document(goals=[goal("1")], indicators=[], activities=[], economy={})))
    )

    assert parts_of(html) == ["front", "goal-1", "deviations", "method"]


def test_last_chapters_of_a_short_document_share_pages() -> None:
    economy = {"unit": "mnkr", "operating_areas": [{"name": "Förskola", "budget_net": "2,0"}]}
    short = read(as_file(document(economy=economy)))
    html = render_html(short)
    assert parts_of(html) == ["front", "goal-1", "economy", "deviations", "method", "index"]
    headings = [
        "Uppföljning av ekonomi",
        "Allt som avviker",
        "Så läses dokumentet",
        "Register över",
    ]

    # On fewer pages than they are, in their order, and none is cut.
    pages = text_of(render_pdf_safely(html)).split("\f")
    places = [max(n for n, page in enumerate(pages) if heading in page) for heading in headings]
    assert places == sorted(places)
    assert len(set(places)) < len(places)
