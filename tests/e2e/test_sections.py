"""The texts of a report in a browser: written by keyboard, kept while written, and seen beside."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from goals.models import Draft
from reports.models import Section
from tests.e2e.conftest import Town, Windows
from tests.e2e.test_every_page import STANDARDS
from tests.e2e.test_work import open_by_keyboard, tab_to


def editor(page: Page) -> Locator:
    return page.locator("[data-editor=started] [role=textbox]")


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def test_section_is_written_by_keyboard_alone(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, locale="en-GB")
    page.goto(f"{town.report.get_absolute_url()}rapport/")
    summary = page.locator(".writings summary")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    open_by_keyboard(page, page.locator(".writings a[href$='/background/']"))

    expect(editor(page)).to_be_visible()
    tab_to(page, editor(page))
    page.keyboard.type("Året var ovanligt.")
    # What is written is kept before anybody has saved it.
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft kept")
    assert "Året var ovanligt." in Draft.objects.get().text
    tab_to(page, page.get_by_role("button", name="Save the text"))
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="As it stands in the report")).to_be_visible()
    assert Section.objects.get(key="background").body == "Året var ovanligt."
    assert not Draft.objects.exists()
    assert violations(page) == []
    open_by_keyboard(page, page.get_by_role("link", name="Back to the report"))
    expect(page.locator(".chapter").get_by_text("Året var ovanligt.")).to_be_visible()


def test_first_page_is_taken_over_and_given_back(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, locale="en-GB")
    page.goto(f"{town.report.get_absolute_url()}rapport/")
    glance = page.locator(".glance")
    expect(glance.get_by_role("link", name="Utsläppen ska minska")).to_be_visible()
    # Each line leads to its place.
    glance.get_by_role("link", name="Utsläppen ska minska").first.click()
    expect(page).to_have_url(re.compile("#goal-2-1$"))

    page.goto(f"{town.report.get_absolute_url()}rapport/text/first_page/")
    page.get_by_role("button", name="Write it yourself").click()
    expect(editor(page)).to_contain_text("Utsläppen ska minska")
    # A value of the data is a chip that shows what it says now.
    expect(editor(page).locator(".chip").first).to_be_visible()
    assert violations(page) == []

    # Asked first, without a script: one's own text is not gone by a slip.
    page.get_by_text("Back to the computed page").click()
    page.get_by_role("button", name="Take my text away").click()
    expect(page.get_by_role("button", name="Write it yourself")).to_be_visible()
    assert Section.objects.get(key="first_page").body == ""
