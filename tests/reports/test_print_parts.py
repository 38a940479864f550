"""The parts of a printed document that may be laid out by themselves."""

import re

from reports.interchange import read
from reports.rendering.render import render_html
from tests.documents import DEMO, as_file, document, goal

MARK = re.compile(r'<section data-part="([^"]+)">')


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
            f"goal-{number}" for number in range(1, 1 + sum(g.depth == 1 for g in made.goals))
        ]
        # Nothing stands between the parts, and none within another.
        body = html.split("<body", 1)[1].split(">", 1)[1].split("</body>")[0]
        depth, outside = 0, []
        for tag, text in re.findall(r"<(/?section)[^>]*>([^<]*)", body):
            depth += -1 if tag.startswith("/") else 1
            if not depth:
                outside.append(text.strip())
        assert (depth, set(outside), len(outside)) == (0, {""}, len(parts))


def test_a_direction_takes_all_under_it_along_though_steps_are_missing() -> None:
    goals = [goal("1"), goal("1.1.1"), goal("2"), goal("2.2.1"), goal("3")]
    html = render_html(read(as_file(document(goals=goals, indicators=[], activities=[]))))

    first, second, third = (html.split(f'data-part="goal-{n}"')[1] for n in (1, 2, 3))
    assert 'id="goal-1-1-1"' in first.split("data-part")[0]
    assert 'id="goal-2-2-1"' in second.split("data-part")[0]
    assert 'id="goal-3"' in third


def test_parts_without_anything_in_them_are_left_out() -> None:
    html = render_html(
        read(as_file(document(goals=[goal("1")], indicators=[], activities=[], economy={})))
    )

    assert parts_of(html) == ["front", "goal-1", "deviations", "method"]
