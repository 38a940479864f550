"""Submit, decide, correct and compare in the browser, by keyboard, with axe on every page."""

from typing import Any

from playwright.sync_api import Page, expect

from goals.models import Assessment, Round
from reports.models import Edition
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows
from tests.pages import address


def check(page: Page) -> None:
    """No fault by axe, and nothing that has to be scrolled sideways on a telephone."""
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 800})


def put(round: Round, **state: Any) -> None:
    Round.objects.filter(pk=round.pk).update(**state)


def confirm(page: Page) -> None:
    """Press what asks once more, and then the act, with the Enter key."""
    page.locator("main form button[type=submit]").first.press("Enter")
    page.wait_for_selector("[name=confirmed]")
    check(page)
    page.locator("[name=confirmed]").press("Enter")
    page.wait_for_selector(".notice--success")


def test_a_report_goes_all_the_way_by_keyboard(windows: Windows, town: Town) -> None:
    page = windows.open(town.eva, locale="en-GB")
    editions = address("editions", town.report)
    page.goto(editions)
    check(page)
    page.get_by_label("Registry number").fill("KS 2023/17")
    confirm(page)
    expect(page.locator("#utgava-1")).to_contain_text("KS 2023/17")
    check(page)

    put(town.report, state="locked", locks=None)
    page.goto(editions)
    page.get_by_label("Decided on").fill("2023-05-25")
    page.get_by_label("Paragraph").fill("§ 7")
    page.get_by_label("as proposed in edition 1").press("Space")
    confirm(page)

    page.get_by_label("What is to be corrected").fill("Fel siffra")
    confirm(page)
    Assessment.objects.filter(goal__code="1.1").update(analysis="Det går bra.\n\nMycket mer.")
    put(town.report, state="locked", locks=None)
    page.goto(editions)
    page.get_by_label("What was corrected").fill("Analysen av 1.1")
    confirm(page)
    check(page)

    page.get_by_role("link", name="What differs from edition 2").press("Enter")
    page.wait_for_selector(".compared ins")
    expect(page.locator(".compared ins")).to_contain_text("Mycket mer.")
    check(page)
    page.goto(address("edition", town.report, 3))
    expect(page.locator(".notice--success")).to_be_visible()
    check(page)
    kinds = Edition.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["proposal", "decided", "correction"]
