"""The review by keyboard alone: a finding may stand for a reason, and is taken back."""

from playwright.sync_api import expect

from reports.models import AcceptedFinding
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows
from tests.e2e.test_work import open_by_keyboard, tab_to


def test_finding_is_accepted_and_taken_back(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, locale="en-GB")
    page.goto(f"{town.report.get_absolute_url()}rapport/")
    open_by_keyboard(page, page.get_by_role("main").get_by_role("link", name="Review", exact=True))
    before = page.locator(".place .finding").count()
    assert before > 1

    # Only what must be mended, of one goal
    open_by_keyboard(page, page.locator(".filters__severities a", has_text="Must be mended"))
    expect(page.locator(".place .severity--look")).to_have_count(0)
    tab_to(page, page.get_by_label("Goal", exact=True))
    page.keyboard.type("1.1 ")
    open_by_keyboard(page, page.get_by_role("button", name="Show", exact=True))
    finding = page.locator(".place .finding", has_text="The goal is not assessed")
    expect(finding).to_have_count(1)

    # It may stand, for a reason
    tab_to(page, finding.locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, finding.get_by_label("Why it may stand"))
    page.keyboard.type("Nämnden bedömer målet i nästa rapport.")
    assert faults(page) == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("?allvar=must&mal=1.1")
    expect(page.locator(".notice--success")).to_be_visible()
    expect(finding).to_have_count(0)
    assert AcceptedFinding.objects.get().by == town.eva

    # Who said so, and taking it back
    tab_to(page, page.locator(".accepted > summary"))
    page.keyboard.press("Enter")
    expect(page.locator(".accepted")).to_contain_text("Nämnden bedömer målet i nästa rapport.")
    assert faults(page) == []
    open_by_keyboard(page, page.locator(".accepted").get_by_role("button", name="Take back"))
    expect(finding).to_have_count(1)
    assert not AcceptedFinding.objects.exists()


def test_review_works_without_javascript(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, locale="en-GB", java_script_enabled=False)
    page.goto(f"{town.report.get_absolute_url()}granskning/?mal=1.1")
    finding = page.locator(".place .finding", has_text="The goal is not assessed")

    finding.locator("summary").click()
    finding.get_by_label("Why it may stand").fill("Senare.")
    finding.get_by_role("button", name="Let it stand").click()

    expect(page.locator(".accepted > summary")).to_have_text("1 may stand")


def test_controller_switches_a_check_off(town: Town, windows: Windows) -> None:
    page = windows.open(town.karin, locale="en-GB")
    page.goto("/regler/granskning/")
    tab_to(page, page.get_by_label("A goal is not assessed"))
    page.keyboard.type("Off")
    open_by_keyboard(page, page.get_by_role("button", name="Change the checks"))

    expect(page.locator(".notice--success")).to_be_visible()
    page.goto(f"{town.report.get_absolute_url()}granskning/")
    expect(page.locator(".finding", has_text="The goal is not assessed")).to_have_count(0)
