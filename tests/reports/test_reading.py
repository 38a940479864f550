"""Print HTML read as XML, where it is: the tree that browsers make of it, in less time."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from weasyprint import HTML

from reports.interchange import read
from reports.rendering.press import reading
from reports.rendering.press.parts import divide
from reports.rendering.press.static import static_fetcher
from reports.rendering.render import render_html
from tests.documents import DEMO


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_a_report_is_read_as_browsers_read_it(path: Path) -> None:
    division = divide(render_html(read(path.read_bytes())))
    assert division is not None
    for place in range(len(division.parts)):
        html = division.page(place)
        as_xml = reading.tree_of_xml(html)
        assert as_xml is not None
        as_html = HTML(string=html).etree_element
        pairs = list(zip(as_xml.iter(), as_html.iter(), strict=True))
        assert all(
            (one.tag, one.attrib, one.tail or "") == (other.tag, other.attrib, other.tail or "")
            for one, other in pairs
        )
        assert all(one.text == other.text for one, other in pairs[1:])


@pytest.mark.parametrize(
    ("html", "spared"),
    [
        ("<p>  Å \n ö </p>", "<p>Å \n ö</p>"),
        ("<td>\u00a0x\u00a0 </td>", "<td>\u00a0x\u00a0</td>"),
        ("<li> <a> x </a> </li>", "<li><a> x</a></li>"),
        ("<li><a> x </a> y </li>", "<li><a> x </a> y</li>"),
        ("<p>x <em>y <a>z </a></em></p>", "<p>x <em>y <a>z</a></em></p>"),
        ("<p>x <br /> </p>", "<p>x <br /></p>"),
        ("<p> </p>", "<p />"),
        ("<section> <p>x</p> y <p>z</p> </section>", "<section> <p>x</p> y <p>z</p> </section>"),
        ("<div><i> x </i> <i> y </i> </div>", "<div><i> x </i> <i> y </i></div>"),
        (
            "<table> <tbody> <tr> <th>x </th> <td> y</td> </tr> </tbody> </table>",
            "<table><tbody><tr><th>x</th><td>y</td></tr></tbody></table>",
        ),
        (
            "<table> <thead> <tr><th> x </th></tr></thead></table>",
            "<table><thead> <tr><th> x </th></tr></thead></table>",
        ),
    ],
)
def test_white_space_that_is_nothing_is_left_out(html: str, spared: str) -> None:
    root = reading.tree_of_xml(f"<html>{html}</html>")
    assert root is not None
    reading.spare_space(root)
    assert ElementTree.tostring(root, encoding="unicode") == f"<html>{spared}</html>"


def test_no_style_keeps_white_space() -> None:
    """It would show what is left out."""
    sheets = (settings.BASE_DIR / "static/css/print").glob("*.css")
    kept = [sheet.name for sheet in sheets if re.search(r"white-space: *pre", sheet.read_text())]
    assert kept == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>never closed",
        "<p>no&nbsp;entity",
        "<b><i>crossed</b></i>",
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>',
        "<!-- a comment --><html><body>x</body></html>",
        "<p>no root</p>",
    ],
)
def test_what_is_no_xml_is_read_as_html(html: str) -> None:
    assert reading.tree_of_xml(html) is None
    made = reading.PrintHTML(html, base_url="static:", url_fetcher=static_fetcher())
    assert made.etree_element.find("body") is not None


def test_boxes_in_the_margins_say_themselves_how_they_are_set() -> None:
    """Nothing else does: WeasyPrint's rules for them are left out."""
    sheets = (settings.BASE_DIR / "static/css/print").glob("*.css")
    found = [
        rule
        for sheet in sheets
        for rule in re.findall(r"@(?:top|bottom|left|right)-[a-z-]+ {([^}]*)}", sheet.read_text())
        if "content: none" not in rule
    ]
    assert len(found) >= 4
    for rule in found:
        assert "text-align:" in rule
        assert "vertical-align:" in rule
