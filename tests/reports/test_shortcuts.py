"""Shortcuts through WeasyPrint: what comes of them is what came without them."""

import subprocess
from contextlib import nullcontext

import pytest
from weasyprint import draw
from weasyprint.layout import inline
from weasyprint.text.line_break import Layout

from reports.rendering.press import drawing, shortcuts
from reports.rendering.press.drawing import draw_whole

PAGE = '<html lang="sv"><head><title>T</title><style>{}</style></head><body>{}</body></html>'
# Lines that are broken, cut, spaced and turned in every way that reports could have.
LINES = PAGE.format(
    "@page { size: 300px 400px } div { width: 60px } .just { width: 200px; text-align: justify }"
    ".cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap } .as-is { white-space:"
    "pre-line } .broken { overflow-wrap: anywhere } .parted { hyphens: auto }"
    ".far { letter-spacing: 3px; word-spacing: 5px } .above { text-decoration: underline }"
    "li::after { content: leader(' . ') target-counter(attr(data-href), page) }",
    "<h1 id='a'>Åtgärder för ungas hälsa</h1>"
    "<p class='just'>Nämnden har under året arbetat vidare med målet, och ser att det går bra.</p>"
    "<div class='cut'>Fritidsbiblioteket är försenat</div>"
    "<div class='broken'>Fritidsbiblioteksverksamheten</div>"
    "<div class='parted'>Fritidsbiblioteksverksamheten är försenad</div>"
    "<div class='as-is'>En rad \n och \n\n en till</div><div class='far'>Glest satt text</div>"
    "<p class='above'>Under <em>strecket</em> <a href='#a'>en länk</a> </p>"
    "<ul><li data-href='#a'>Innehåll</li></ul>"
    "<svg viewBox='0 0 100 20' width='100' height='20'><title>Text</title>"
    "<text x='5' y='15' font-size='12' letter-spacing='2'>Årsmål</text></svg>"
    "<div style='column-count: 2; column-rule: 1px solid'>En spalt och en till</div>",
)
# On whole pixels, so that a picture of one pixel each shows where the edges are.
CELL = PAGE.format(
    "@page {{ size: 100px 60px; margin: 10px }} table {{ border-spacing: 0; width: 80px }}"
    "td {{ height: 20px; padding: 0; {} }}",
    "<table><tr><td>x</td><td>y</td></tr></table>",
)
RULE = "border-bottom: 2px solid #00508c"
OTHERS = [
    "border: 0",
    "border-bottom: 2px dashed #00508c",
    "border-bottom: 4px double #00508c",
    f"{RULE}; border-top: 1px solid #c00",
    f"{RULE}; border-left: 1px solid #c00",
    f"{RULE}; border-bottom-left-radius: 4px",
    f"{RULE}; visibility: hidden",
    f"{RULE}; column-count: 2; column-rule: 1px solid",
]


@pytest.fixture
def straight(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Undone, the shortcuts are taken again."""
    monkeypatch.setattr(drawing, "shortcuts", nullcontext)
    return monkeypatch


def picture(html: str) -> bytes:
    """Pixels of its first page, black or white without steps between."""
    drawn = draw_whole(html).pdf
    asked = ["pdftoppm", "-r", "96", "-gray", "-aaVector", "no", "-"]
    return subprocess.run(asked, input=drawn, capture_output=True, check=True).stdout


@pytest.mark.parametrize("html", [LINES, *(CELL.format(other) for other in OTHERS)])
def test_lines_and_all_other_borders_are_drawn_as_ever(
    html: str, straight: pytest.MonkeyPatch
) -> None:
    before = draw_whole(html).pdf
    straight.undo()
    assert draw_whole(html).pdf == before


def test_the_rule_under_a_cell_is_where_it_was(straight: pytest.MonkeyPatch) -> None:
    html = CELL.format(RULE)
    before, written = picture(html), draw_whole(html).pdf
    assert before != picture(CELL.format("border: 0; padding-bottom: 2px"))
    straight.undo()
    assert picture(html) == before
    # And it was another way to it.
    assert draw_whole(html).pdf != written


def test_they_are_taken_while_something_is_drawn() -> None:
    def ways() -> tuple[object, ...]:
        return draw.draw_border, inline.strut, Layout.deactivate, Layout.reactivate

    before = ways()
    with pytest.raises(RuntimeError), shortcuts.shortcuts():
        assert not set(ways()) & set(before)
        raise RuntimeError
    assert ways() == before
