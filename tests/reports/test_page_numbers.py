"""Page numbers that the text of one part tells of places in others."""

import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from reports.rendering.press import crew, work
from reports.rendering.press.order import Order
from reports.rendering.progress import RenderFailed
from tests.print_html import BREAK, PART, STYLED, text_of


def test_page_numbers_follow_when_a_part_before_grows(always_divided: None, store: Path) -> None:
    contents = '<h1>Innehåll</h1><ul><li data-href="#p3"><a href="#p3">Tre</a></ul>'
    front = f'<section data-part="f"><div class="contents">{contents}</div></section>'
    short = STYLED.format(front + PART.format(2, "x") + PART.format(3, "y"))
    long = STYLED.format(front + PART.format(2, "x" + BREAK) + PART.format(3, "y"))
    work.make(Order(short))
    pages = text_of(work.make(Order(long)), "-layout").split("\f")[:-1]

    said = [line.split()[1] for one in pages for line in one.splitlines() if "Sida" in line]
    (row,) = [line for line in pages[0].splitlines() if "Tre" in line]
    assert row.split()[-1] == str(len(pages))
    assert said == [str(number + 1) for number in range(len(pages))]


def mentions(*places: int) -> str:
    """A page of its own with a list of contents, that tells where these parts begin."""
    row = '<li data-href="#p{0}"><a href="#p{0}">Del {0}</a></li>'
    return f'{BREAK}<div class="contents"><ul>{"".join(map(row.format, places))}</ul></div>'


def test_numbers_of_any_length_end_at_the_same_edge(always_divided: None, store: Path) -> None:
    parts = [PART.format(0, mentions(1, 2, 3))]
    parts += [PART.format(number, BREAK * count) for number, count in ((1, 8), (2, 90), (3, 0))]
    pdf = work.make(Order(STYLED.format("".join(parts))))

    words = re.findall(r'xMax="([\d.]+)"[^>]*>(\d+)</word>', text_of(pdf, "-bbox", "-l", "2"))
    edges = {int(number): float(edge) for edge, number in words if float(edge) > 300}
    assert {3, 12, 103} < set(edges)
    assert edges[3] == pytest.approx(edges[103], abs=0.05)
    assert edges[12] == pytest.approx(edges[103], abs=0.05)


def test_more_parts_than_can_wait_mention_pages(
    always_divided: None, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = crew.MOST_ASKING + 3
    parts = [PART.format(one, mentions((one + 1) % count)) for one in range(count)]
    html = STYLED.format("".join(parts))
    pdf = work.make(Order(html))
    monkeypatch.setattr(crew, "MOST_ASKING", count)
    shutil.rmtree(store)

    assert pdf == work.make(Order(html))
    pages = text_of(pdf, "-layout").split("\f")[:-1]
    said = [line.split()[-1] for one in pages for line in one.splitlines() if ". . ." in line]
    assert said == [str(2 * ((one + 1) % count) + 1) for one in range(count)]


def test_a_part_that_dies_while_it_waits_is_a_clear_failure() -> None:
    with crew.Crew(1) as hands:
        hands.add("part", lambda ask: ask(os.getpid()))
        (asked,) = hands.news()
        os.kill(asked.said, signal.SIGKILL)
        os.waitid(os.P_PID, asked.said, os.WEXITED | os.WNOWAIT)
        hands.answer("part", {})
        with pytest.raises(RenderFailed):
            list(hands.news())


def test_a_link_that_leads_nowhere_is_a_clear_failure(always_divided: None, store: Path) -> None:
    body = PART.format(1, '<p><a href="#gone">x</a></p>') + PART.format(2, "y")
    with pytest.raises(RenderFailed, match="gone"):
        work.make(Order(STYLED.format(body)))
