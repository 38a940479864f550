"""Marking the passages that comments are about."""

import re

import pytest
from django.utils.safestring import SafeString

from reports.rendering.passages import mark_passages
from reports.rendering.preview import render_preview

TEXT = "Ekonomin är **i balans** & god.\n\n- förskolan <b>växer</b>\n- hemtjänsten väntar"


def marked(passages: dict[int, str], text: str = TEXT) -> tuple[str, set[int]]:
    return mark_passages(render_preview("", text), passages)


def words_in_marks(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", one) for one in re.findall("<mark.*?</mark>", html))


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("är i balans", "är  i balans"),
        ("balans & god", "balans  &amp; god"),
        # Over the end of a paragraph and into a list; space and line breaks don't matter.
        ("god.\n förskolan", "god. förskolan"),
        ("<b>växer</b>", "&lt;b&gt;växer&lt;/b&gt;"),
    ],
)
def test_passage_is_marked_where_it_stands(quote: str, expected: str) -> None:
    html, found = marked({7: quote})
    assert found == {7}
    assert words_in_marks(html).split() == expected.split()
    assert html.count('id="passage-7"') == 1


@pytest.mark.parametrize("quote", ["", " ", "finns inte", "<strong>", "amp;"])
def test_what_does_not_stand_there_is_lost(quote: str) -> None:
    html, found = marked({7: quote})
    assert found == set()
    assert html == render_preview("", TEXT)


def test_marking_changes_nothing_but_the_marks() -> None:
    html, found = marked({1: "är i balans", 2: "balans & god", 3: "är i balans"})
    assert found == {1, 2, 3}
    assert re.sub("</?mark[^>]*>", "", html) == render_preview("", TEXT)
    # Each mark lies inside one element.
    assert not [one for one in re.findall("<mark[^>]*>(.*?)</mark>", html) if "<" in one]


def test_long_text_with_many_comments_is_marked_at_once() -> None:
    words = SafeString("<p>" + "ord " * 5000 + "</p>")
    html, found = mark_passages(words, dict.fromkeys(range(200), "ord ord"))
    assert len(found) == 200
    assert html.count("<mark") == 1
