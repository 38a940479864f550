"""The history in a browser: from a change to its sentence, its place and its evidence."""

import re

from playwright.sync_api import expect

from goals.choices import Verb
from goals.models import Event
from goals.rules import assess_goal
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows


def judge(town: Town, analysis: str, level: str) -> None:
    assessment = town.report.assessments.get(goal__code="2.1")
    assess_goal(
        assessment=assessment,
        level=level,
        analysis=analysis,
        version=assessment.version,
        by=town.eva,
    )


def test_history_is_read_filtered_and_followed_to_its_evidence(
    town: Town, windows: Windows
) -> None:
    judge(town, "Det går sämre, men inte mycket.", "partial")
    judge(town, "Det går bättre nu.", "full")
    page = windows.open(town.rolf, locale="en-GB")
    page.goto(town.report.get_absolute_url())
    page.get_by_role("link", name="History").click()

    sentences = page.locator(".event__text")
    expect(sentences.first).to_contain_text(re.compile("2.1 Utsläppen ska minska"))
    assert sentences.count() == Event.objects.filter(round=town.report).count()

    # Without a word being sent: the list is narrowed in its place, and the address follows.
    page.evaluate("window.stays = true")
    page.get_by_label("About").select_option("mal")
    expect(sentences).to_have_count(2)
    expect(page).to_have_url(re.compile("amne=mal"))
    expect(page.locator("#announcement")).to_have_text("2 events")
    page.get_by_label("Search for a name").fill("FINNS INTE")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    expect(page).to_have_url(re.compile("FINNS"))
    assert page.evaluate("window.stays") is True
    page.go_back()
    expect(sentences).to_have_count(2)
    expect(page.get_by_role("heading", level=1)).to_have_text("History")

    page.get_by_role("link", name="Evidence").first.click()
    expect(page.locator("del").first).to_contain_text("sämre,")
    expect(page.locator("ins").first).to_contain_text("bättre")
    assert faults(page) == []

    page.get_by_role("link", name="Go there").click()
    expect(page).to_have_url(re.compile("/mal/2.1/$"))
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History: 2.1 Utsläppen ska minska")
    expect(sentences).to_have_count(2)


def test_history_is_filtered_without_scripts(town: Town, windows: Windows) -> None:
    judge(town, "Det går bättre nu.", "full")
    page = windows.open(town.eva, locale="en-GB", java_script_enabled=False)
    page.goto(f"{town.report.get_absolute_url()}historik/")
    page.get_by_label("Person").select_option("Eva")
    page.get_by_label("About").select_option("Goals")
    page.get_by_role("button", name="Filter").click()

    expect(page.locator(".event__text")).to_have_count(
        Event.objects.filter(verb=Verb.GOAL_ASSESSED, by=town.eva).count()
    )
    expect(page).to_have_url(re.compile("amne=mal"))
