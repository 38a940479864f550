"""A controller and a manager talk of a goal's assessment while it is written, in a browser."""

import re

from playwright.sync_api import expect

from goals.models import Assessment
from organisation.models import Role
from reports.models import Comment
from tests.e2e.axe import faults_in_both_schemes
from tests.e2e.conftest import Town, Windows
from tests.e2e.editor import editor, go_to_end
from tests.e2e.test_every_page import TELEPHONE
from tests.e2e.test_work import open_by_keyboard, tab_to
from tests.factories import member

MARK = "text => getSelection().selectAllChildren(text)"


def test_assessment_is_talked_of_beside_its_text(town: Town, windows: Windows) -> None:
    mona = member(Role.MANAGER, town.report.committee, name="Mona", email="mona@example.com")
    goal = f"{town.report.get_absolute_url()}mal/1.1/"

    # The controller reads the goal, marks what she asks about, and asks.
    page = windows.open(town.karin, locale="en-GB")
    page.goto(goal)
    open_by_keyboard(page, page.get_by_role("link", name="Comment on the assessment"))
    page.locator("[data-passages] p").first.evaluate(MARK)
    expect(page.get_by_label("Passage")).to_have_value("Det går bra.")
    page.get_by_label("Comment", exact=True).fill("Hur bra?")
    page.get_by_role("button", name="Send the comment").click()
    expect(page).to_have_url(re.compile("/bedom/#comments$"))
    expect(page.locator("mark.passage")).to_have_text("Det går bra.")
    assert faults_in_both_schemes(page) == []

    # The manager finds it from the report, beside what she writes; sending an answer keeps that.
    page = windows.open(mona, locale="en-GB", viewport=TELEPHONE)
    page.goto(f"{town.report.get_absolute_url()}rapport/")
    page.locator(".writings summary").click()
    page.locator(".writings a[href$='#comments']").click()
    expect(page.get_by_text("Hur bra?", exact=True)).to_be_visible()
    go_to_end(editor(page))
    page.keyboard.type(" Bättre än i fjol.")
    tab_to(page, page.locator(".comment summary", has_text="Answer"))
    page.keyboard.press("Enter")
    page.get_by_label("Answer", exact=True).fill("Nu står det.")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the answer").click()
    expect(editor(page)).to_contain_text("Bättre än i fjol.")
    expect(page.locator(".comment__answer")).to_contain_text("Nu står det.")
    assert faults_in_both_schemes(page) == []

    # Resolved, it is folded away; what she wrote is still there to be saved.
    with page.expect_navigation():
        page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved comment")).to_be_visible()
    expect(editor(page)).to_contain_text("Bättre än i fjol.")
    page.get_by_role("button", name="Save the assessment").click()
    expect(page.locator("#messages .notice--success")).to_be_visible()
    line = Assessment.objects.get(round=town.report, goal__code="1.1")
    assert line.analysis.endswith("Bättre än i fjol.")
    assert Comment.objects.get(answers=None).resolved_by == mona


def test_analysis_of_an_activity_is_talked_of_from_its_row(town: Town, windows: Windows) -> None:
    report = town.report.get_absolute_url()
    page = windows.open(town.karin, locale="en-GB")
    page.goto(f"{report}mal/1.1.1/")
    open_by_keyboard(page, page.locator(".comments-link", has_text="Öppna en mötesplats"))
    page.locator("[data-passages] p").first.evaluate(MARK)
    expect(page.get_by_label("Passage")).to_have_value("Lokalen är försenad.")
    page.get_by_label("Comment", exact=True).fill("Till när?")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator("mark.passage")).to_have_text("Lokalen är försenad.")

    # Whoever follows the activities up finds it in the row.
    page = windows.open(town.eva, locale="en-GB")
    page.goto(f"{report}aktiviteter/")
    open_by_keyboard(page, page.locator(".comments-link", has_text="1 open comment"))
    expect(page.get_by_text("Till när?", exact=True)).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved comment")).to_be_visible()
    assert faults_in_both_schemes(page) == []
