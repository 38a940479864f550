"""The panel about a value beside the sheet, in a real browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from goals.cells import Typed, mark
from goals.choices import RoundState, Verb
from goals.models import Event
from indicators.models import Measure, Outcome
from indicators.queries import line_of
from indicators.rules import enter_outcome, outcome_texts
from tests.e2e.axe import faults_in_both_schemes
from tests.e2e.conftest import Town, Windows
from tests.e2e.test_every_page import DESK, TELEPHONE
from tests.e2e.test_work import row, stored, tab_to, total

NAME = "Antal träffar"


def enter(town: Town, text: str) -> None:
    """Save an outcome as somebody else does, meanwhile."""
    measure = Measure.objects.get(indicator__name=NAME)
    seen = outcome_texts(line_of(town.report, measure.pk))["total"]
    cells = {"total": Typed(text, mark(seen))}
    assert enter_outcome(round=town.report, measure=measure, cells=cells, by=town.eva).is_saved


@pytest.fixture
def two_versions(town: Town) -> Town:
    enter(town, "187 st")
    enter(town, "190 st")
    return town


def panel_of(page: Page) -> Locator:
    return page.locator("#sheet-panel")


def open_panel(page: Page, town: Town) -> Locator:
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    total(page, NAME).focus()
    page.keyboard.press("Control+Enter")
    panel = panel_of(page)
    expect(panel.locator("#value-history")).to_be_visible()
    return panel


def has_focus(thing: Locator) -> bool:
    return bool(thing.evaluate("element => element === document.activeElement"))


def test_escape_closes_and_gives_the_focus_back(two_versions: Town, windows: Windows) -> None:
    page = windows.open(two_versions.eva, viewport=DESK)
    panel = open_panel(page, two_versions)
    expect(panel.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_role("dialog", name=NAME)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert has_focus(total(page, NAME))
    assert total(page, NAME).input_value() == "190 st"


def test_the_link_opens_it_by_keyboard(two_versions: Town, windows: Windows) -> None:
    page = windows.open(two_versions.eva, viewport=DESK)
    page.goto(f"{two_versions.report.get_absolute_url()}utfall/")
    link = row(page, NAME).locator("[data-details]")
    tab_to(page, link)
    page.keyboard.press("Enter")
    expect(panel_of(page).locator("#value-history")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel_of(page)).to_be_hidden()
    assert has_focus(link)


def test_a_reader_has_the_panel_too_and_restores_nothing(
    two_versions: Town, windows: Windows
) -> None:
    page = windows.open(two_versions.rolf, viewport=DESK)
    page.goto(f"{two_versions.report.get_absolute_url()}utfall/")
    row(page, NAME).locator("[data-details]").click()
    expect(panel_of(page).locator("#value-versions")).to_be_visible()
    assert panel_of(page).locator("form[method=post]").count() == 0


def test_what_was_just_typed_is_saved_and_told(two_versions: Town, windows: Windows) -> None:
    page = windows.open(two_versions.eva, viewport=DESK)
    page.goto(f"{two_versions.report.get_absolute_url()}utfall/")
    total(page, NAME).fill("195 st")
    page.keyboard.press("Control+Enter")
    expect(panel_of(page).locator(".value-figures__main dd")).to_have_text("195 st")
    assert stored(NAME).total.text == "195 st"


def test_unreadable_text_stays_while_the_panel_is_open(
    two_versions: Town, windows: Windows
) -> None:
    page = windows.open(two_versions.eva, viewport=DESK)
    page.goto(f"{two_versions.report.get_absolute_url()}utfall/")
    total(page, NAME).fill("ungefär 200")
    page.keyboard.press("Control+Enter")
    expect(panel_of(page).locator(".value-figures__main dd")).to_have_text("190 st")
    page.keyboard.press("Escape")
    assert total(page, NAME).input_value() == "ungefär 200"


def test_restoring_by_keyboard_changes_the_cell_and_the_database(
    two_versions: Town, windows: Windows
) -> None:
    page = windows.open(two_versions.eva, viewport=DESK)
    # A cell that was saved from this page before is compared with what is stored now.
    page.goto(f"{two_versions.report.get_absolute_url()}utfall/")
    total(page, NAME).fill("193 st")
    page.keyboard.press("Tab")
    expect(total(page, NAME)).to_have_attribute("data-state", "saved")
    total(page, NAME).focus()
    page.keyboard.press("Control+Enter")
    restore = panel_of(page).locator("tr", has_text="187 st").locator("button")
    tab_to(page, restore)
    page.keyboard.press("Enter")

    said = panel_of(page).locator("[data-said]")
    expect(said).to_contain_text("187 st")
    assert has_focus(said)
    expect(panel_of(page).locator(".value-figures__main dd")).to_have_text("187 st")
    outcome = stored(NAME)
    before: Any = outcome.history.order_by("-history_id")[1]
    assert (outcome.total.text, outcome.version) == ("187 st", before.version + 1)
    assert Event.objects.filter(verb=Verb.OUTCOME_RESTORED).count() == 1
    page.keyboard.press("Escape")
    expect(total(page, NAME)).to_have_value("187 st")
    # And the cell goes on being saved against what is stored.
    total(page, NAME).fill("188 st")
    page.keyboard.press("Tab")
    expect(total(page, NAME)).to_have_attribute("data-state", "saved")
    assert Outcome.objects.get(pk=outcome.pk).total.text == "188 st"


def test_a_lock_meanwhile_is_told_and_nothing_is_restored(
    two_versions: Town, windows: Windows
) -> None:
    page = windows.open(two_versions.eva, viewport=DESK)
    panel = open_panel(page, two_versions)
    two_versions.report.state = RoundState.LOCKED
    two_versions.report.save()
    panel.locator("form[method=post] button").first.click()
    expect(panel.locator(".notice--error")).to_be_visible()
    assert panel.locator("form[method=post]").count() == 0
    assert stored(NAME).total.text == "190 st"


def test_without_contact_the_panel_says_so(two_versions: Town, windows: Windows) -> None:
    page = windows.open(two_versions.eva, viewport=DESK)
    page.goto(f"{two_versions.report.get_absolute_url()}utfall/")
    page.route("**/varde/", lambda route: route.fulfill(status=404))
    total(page, NAME).focus()
    page.keyboard.press("Control+Enter")
    failed = panel_of(page).get_attribute("data-failed")
    expect(panel_of(page).locator("h2")).to_have_text(str(failed))


def test_without_scripts_the_page_does_the_same(two_versions: Town, windows: Windows) -> None:
    page = windows.open(two_versions.eva, java_script_enabled=False)
    page.goto(f"{two_versions.report.get_absolute_url()}utfall/")
    row(page, NAME).locator("[data-details]").click()
    expect(page).to_have_url(re.compile(r"/varde/$"))
    page.locator("form[action$='/aterstall/'] button").first.click()
    expect(page.locator("#messages")).to_contain_text("187 st")
    assert stored(NAME).total.text == "187 st"


@pytest.mark.parametrize("viewport", [DESK, TELEPHONE])
def test_axe_finds_nothing_in_the_open_panel(
    two_versions: Town, windows: Windows, viewport: Any
) -> None:
    page = windows.open(two_versions.eva, viewport=viewport)
    panel = open_panel(page, two_versions)
    assert faults_in_both_schemes(page) == []
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] == viewport["width"]
    assert viewport != TELEPHONE or box["x"] == 0
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
