"""The common rules, set by keyboard; and what a proposal makes of them."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from goals.policy import set_policy
from goals.queries import policy_now
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows
from tests.e2e.test_every_page import choose_language

TELEPHONE = {"width": 390, "height": 844}


def rules(windows: Windows, town: Town, **options: object) -> Page:
    page = windows.open(town.karin, **options)
    page.goto("/halsa/")
    choose_language(page, "en")
    page.goto("/regler/")
    return page


def test_rules_are_changed_by_keyboard(town: Town, windows: Windows) -> None:
    page = rules(windows, town)

    page.get_by_label("Tolerance of an indicator, percent").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("mycket")
    page.keyboard.press("Enter")

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Tolerance of an indicator, percent")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.get_by_label("Tolerance of an indicator, percent")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-invalid") == "true"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("12,5")
    page.keyboard.press("Enter")

    expect(page.get_by_text("20 % → 12,5 %")).to_be_visible()
    expect(page.get_by_label("Tolerance of an indicator, percent")).to_have_value("12,5")
    assert str(policy_now().tolerance) == "0.125"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_refused_form_or_a_conflict(
    town: Town, windows: Windows, scheme: Literal["light", "dark"]
) -> None:
    page = rules(windows, town, color_scheme=scheme, viewport=TELEPHONE)
    assert faults(page) == []
    page.get_by_label("Met fully from, percent").fill("10")
    page.get_by_role("button", name="Change the rules for all committees").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []

    set_policy(values={"smallest_group": 5}, version=0, by=town.karin)
    page.get_by_label("Met fully from, percent").fill("80")
    page.get_by_role("button", name="Change the rules for all committees").click()
    expect(page.get_by_role("alert")).to_contain_text("Karin has saved")
    assert faults(page) == []
    page.get_by_role("button", name="Change the rules for all committees").click()
    expect(page.get_by_text("75 % → 80 %")).to_be_visible()
