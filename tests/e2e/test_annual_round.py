"""A whole annual report's outcomes, 81 indicators of a real committee, by keyboard alone."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from goals.models import Draft, Round
from indicators.models import Outcome, Target
from organisation.access import SYSTEM
from organisation.models import Role
from reports.interchange import read
from reports.load import load
from tests.documents import DEMO, as_file
from tests.e2e.conftest import Windows
from tests.factories import member

FIGURES = ("outcome", "women", "men")


@dataclass
class Keyboard:
    """Counts what is pressed: the characters of the values, and every other key."""

    page: Page
    characters: int = 0
    moves: int = 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.characters += len(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.moves += 1

    def tab_to(self, wanted: Locator) -> None:
        for _press in range(60):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError("it cannot be reached by Tab")


def annual_report() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        next(path for path in DEMO if path.stem.endswith("annual")).read_text()
    )
    return found


@pytest.fixture
def empty_round(transactional_db: None) -> Round:
    data = annual_report()
    for entry in data["indicators"]:
        entry |= dict.fromkeys(FIGURES) | {"commented": False, "analysis": None}
    data["sections"], data["economy"] = [], None
    return load(read(as_file(data)), by=SYSTEM).round


def enter_row(keys: Keyboard, row: Locator, figures: list[str]) -> None:
    """Type a row's figures, and accept by keyboard what looks wrong and is printed so."""
    for place, figure in enumerate(figures):
        if place:
            keys.press("Tab")
        keys.type(figure)
    keys.press("Enter")
    expect(row.locator("[data-state=saving], [data-state=unsaved]")).to_have_count(0)
    if row.locator("[data-state=warning]").count() == 0:
        return
    # Back up into the row, and on to the warnings under it.
    keys.press("ArrowUp")
    last = row.locator("[name=accept]").last
    for box in row.locator("[name=accept]").all():
        keys.tab_to(box)
        keys.press("Space")
    keys.tab_to(last)
    keys.press("Tab")
    keys.type("Rätt")
    keys.press("Tab", "Enter")
    expect(row.locator("[data-state=warning], [data-state=saving]")).to_have_count(0)
    keys.press("Enter")


def test_eighty_one_indicators_are_entered_by_keyboard_alone(
    empty_round: Round, windows: Windows
) -> None:
    eva = member(Role.ADMINISTRATOR, empty_round.committee, name="Eva")
    entries = {(e["goal"], e["name"]): e for e in annual_report()["indicators"]}
    targets = {
        target.measure_id: entries[target.measure.goal.code, target.measure.indicator.name]
        for target in Target.objects.filter(round=empty_round).select_related(
            "measure__goal", "measure__indicator"
        )
    }
    page = windows.open(eva)
    page.set_default_timeout(30_000)
    page.goto(f"{empty_round.get_absolute_url()}utfall/")
    keys = Keyboard(page)
    rows = page.locator("[data-row]").all()
    keys.tab_to(rows[0].locator("[data-cell=total]"))

    values = 0
    for row in rows:
        measure = int((row.get_attribute("data-row") or "").partition(":")[2])
        figures = [targets[measure][name] for name in FIGURES if targets[measure][name]]
        field = row.locator("[data-cell=total]")
        # The last row's Enter goes nowhere, every other to the next row's outcome.
        assert field.evaluate("element => element === document.activeElement")
        enter_row(keys, row, figures)
        values += len(figures)

    expect(page.locator("#progress progress")).to_have_attribute("value", "81")
    expect(page.locator("#unsaved")).to_be_hidden()
    assert (len(rows), values) == (81, 151)
    for outcome in Outcome.objects.filter(round=empty_round):
        entry = targets[outcome.measure_id]
        for name, column in zip(FIGURES, ("total", "women", "men"), strict=True):
            # A number without a unit has got the target's: it begins as it was typed.
            assert getattr(outcome, column).text.startswith(entry[name] or "")
    assert not Draft.objects.exists()
    print(f"{values} values: {keys.characters} characters, {keys.moves} other keys")
    assert keys.moves <= 1.75 * values
