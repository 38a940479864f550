"""The texts of a report in a browser: written by keyboard, kept while written, and seen beside."""

import re

import pytest
from playwright.sync_api import expect

from goals.choices import Part
from goals.models import Draft
from reports.models import Comment, Section
from reports.writing.sections import write_section
from reports.writing.template import changed, default_template
from reports.writing.templates import set_template
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows
from tests.e2e.editor import editor, go_to_end
from tests.e2e.test_work import open_by_keyboard, tab_to


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
    assert faults(page) == []
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
    assert faults(page) == []

    # Asked first, without a script: one's own text is not gone by a slip.
    page.get_by_text("Back to the computed page").click()
    page.get_by_role("button", name="Take my text away").click()
    expect(page.get_by_role("button", name="Write it yourself")).to_be_visible()
    assert Section.objects.get(key="first_page").body == ""


@pytest.fixture
def instructed(town: Town) -> Town:
    """A summary with instructions, required by the city."""
    template = changed(default_template(), "summary", instructions="Skriv **kort**.", required=True)
    part = Part(town.report.part)
    set_template(year=town.report.year, part=part, sections=template, version=0, by=town.karin)
    return town


def test_preview_follows_and_section_is_marked_ready_by_keyboard(
    instructed: Town, windows: Windows
) -> None:
    page = windows.open(instructed.eva, locale="en-GB", viewport={"width": 1440, "height": 900})
    page.goto(f"{instructed.report.get_absolute_url()}rapport/text/summary/")
    instructions = page.locator("[data-instructions]")
    expect(instructions.locator("strong")).to_be_visible()
    tab_to(page, instructions.locator("summary"))
    page.keyboard.press("Enter")
    expect(instructions.locator("strong")).to_be_hidden()

    tab_to(page, editor(page))
    page.keyboard.type("Kort sagt gick det bra.")
    preview = page.locator("[data-preview-place]")
    expect(preview).to_contain_text("Kort sagt gick det bra.")
    # Beside what is written.
    written, shown = editor(page).bounding_box(), preview.bounding_box()
    assert written is not None
    assert shown is not None
    assert shown["x"] > written["x"] + written["width"]
    assert preview.locator("[aria-live]").count() == 0

    tab_to(page, page.get_by_role("button", name="Save, and mark as ready"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Not ready after all")).to_be_visible()
    # That the instructions are hidden is remembered.
    expect(instructions.locator("strong")).to_be_hidden()
    assert faults(page) == []


def test_passage_is_commented_and_resolved(town: Town, windows: Windows) -> None:
    write_section(
        round=town.report, name="background", body="Det gick bra.", version=0, by=town.eva
    )
    page = windows.open(town.eva, locale="en-GB")
    page.goto(f"{town.report.get_absolute_url()}rapport/text/background/")
    expect(editor(page)).to_be_visible()
    go_to_end(editor(page))
    for _letter in "bra.":
        page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_label("Passage")).to_have_value("bra.")
    # What is being written is not lost by sending a comment.
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" Mer.")
    tab_to(page, page.locator("summary", has_text="Write a comment"))
    page.keyboard.press("Enter")
    page.get_by_label("Comment", exact=True).fill("Hur bra?")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the comment").click()
    expect(editor(page)).to_contain_text("Mer.")
    expect(page.locator("mark.passage")).to_have_text("bra.")
    assert faults(page) == []

    # The passage is written away: the comment says so.
    editor(page).press("Control+a")
    page.keyboard.type("Nej.")
    expect(page.locator("[data-lost]")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved comment")).to_be_visible()
    assert Comment.objects.get().resolved_by == town.eva


def test_template_is_changed_by_keyboard(instructed: Town, windows: Windows) -> None:
    page = windows.open(instructed.karin, locale="en-GB")
    page.goto(f"/mallar/{instructed.report.year}/{instructed.report.slug}/")
    up = page.locator("#section-background button[value=up]")
    tab_to(page, up)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    headings = page.locator(".template__line h3").all_inner_texts()
    assert headings.index("Bakgrund") < headings.index("Inledning")
    assert faults(page) == []
