"""The print style sheets keep to one scale, and to what the engine lays out quickly."""

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).resolve().parent.parent.parent / "static/css/print"
# What is set by the scale; the pictures have sizes of their own, which their data decide.
FILES = sorted(set(SHEETS.glob("*.css")) - {SHEETS / "scale.css", SHEETS / "pictures.css"})
SIZES = re.compile(r"(?<![\w.#-])-?(\d*\.?\d+(?:pt|mm))\b")
COLOURS = re.compile(r"#[0-9a-fA-F]{3,8}\b")
GUTTER = "3.6mm"
# Grids, floats and hyphens are slow here; the first page of a plan has five counts in a row.
SLOW = re.compile(r"display:\s*(?:flex|grid)|columns:|hyphens:\s*auto|border-collapse:\s*collapse")


def without_comments(path: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"url\([^)]*\)", "", text)


def scale() -> dict[str, set[str]]:
    listed = re.findall(r"--([\w-]+):\s*([^;]+);", without_comments(SHEETS / "scale.css"))
    return {name: set(values.split()) for name, values in listed}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_size_is_on_the_scale(path: Path) -> None:
    text, steps = without_comments(path), scale()

    type_sizes = set(re.findall(r"font(?:-size)?:\s*(\d*\.?\d+pt)", text))
    leading = set(re.findall(r"line-height:\s*(\d*\.?\d+pt)", text))
    every = set(SIZES.findall(text))
    assert type_sizes - steps["type"] == set()
    assert leading - steps["leading"] == set()
    assert every - set().union(*steps.values()) - {GUTTER} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_colour_is_on_the_scale(path: Path) -> None:
    assert set(COLOURS.findall(without_comments(path))) - scale()["colours"] == set()


def test_every_sheet_is_taken_in() -> None:
    taken = re.findall(
        r'@import url\("static:css/print/([\w.]+)"\)', (SHEETS / "report.css").read_text()
    )
    assert {path.name for path in FILES} - {"report.css"} <= set(taken)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_slow_to_lay_out(path: Path) -> None:
    found = SLOW.findall(without_comments(path))
    # Only where the words of a table's headings fit on no page.
    assert found == (["hyphens: auto"] if path.name == "economy.css" else [])


def test_table_sizes_are_those_that_widths_are_worked_out_for() -> None:
    from reports.rendering.column_widths import PORTRAIT
    from reports.rendering.column_widths import SIZES as TABLE_SIZES

    assert {f"{size:g}pt" for size in TABLE_SIZES} <= scale()["type"]
    assert f"{PORTRAIT:g}mm" in scale()["columns"]
