"""What the tests of the sheets share: finding a cell, and knowing how it stands."""

from playwright.sync_api import Locator, Page, expect


def row(page: Page, name: str) -> Locator:
    """The row of an indicator or an activity."""
    return page.locator("[data-row]", has=page.locator("th", has_text=name))


def cell(page: Page, name: str, column: str = "total") -> Locator:
    """A field in the row."""
    return row(page, name).locator(f"[data-cell='{column}']")


def expect_state(field: Locator, state: str) -> None:
    """The field says how its saving went, also in words."""
    expect(field).to_have_attribute("data-state", state)
    said = field.evaluate("element => document.getElementById(`${element.id}-state`).textContent")
    assert said.strip(), f"{state} is told by colour alone"
