"""A round is locked with a reason, and one goal of it unlocked for a time, by keyboard alone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from goals.lifecycle import end_of_day
from goals.models import Round, Unlock
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows
from tests.e2e.test_work import open_by_keyboard, tab_to


def unfold(page: Page, title: str) -> None:
    tab_to(page, page.locator("summary", has_text=title))
    page.keyboard.press("Enter")


def test_round_is_locked_and_a_goal_unlocked(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, locale="en-GB")
    page.goto(town.report.get_absolute_url())
    open_by_keyboard(page, page.get_by_role("link", name="Days and lock", exact=True))

    # Without a reason it stays open, and says so first
    lock = "Lock Tertial report 1 2023"
    unfold(page, lock)
    open_by_keyboard(page, page.get_by_role("button", name=lock))
    expect(page.locator(".error-summary")).to_be_focused()
    assert faults(page) == []
    assert Round.objects.get(pk=town.report.pk).is_open

    tab_to(page, page.get_by_label("Reason", exact=True).and_(page.locator(":visible")))
    page.keyboard.type("Rapporten skrivs ihop.")
    open_by_keyboard(page, page.get_by_role("button", name=lock))
    expect(page.locator(".notice--success")).to_have_text("Tertial report 1 2023 is locked.")
    expect(page.locator(".events")).to_contain_text("Rapporten skrivs ihop.")
    assert Round.objects.get(pk=town.report.pk).is_locked
    assert faults(page) == []

    # One goal for two days
    unfold(page, "Unlock for a time")
    panel = page.locator("details[open]")
    tab_to(page, panel.get_by_label("What"))
    page.keyboard.type("1.1 ")
    day = timezone.localdate() + timedelta(days=2)
    panel.get_by_label("Until the end of").fill(day.isoformat())
    panel.get_by_label("Reason").fill("Fel siffra.")
    assert faults(page) == []
    open_by_keyboard(page, panel.get_by_role("button", name="Unlock for a time"))
    expect(page.locator(".unlocks")).to_contain_text("Fel siffra.")
    made = Unlock.objects.get()
    assert (made.kind, made.until) == ("goal", end_of_day(day))
    assert faults(page) == []

    # Everybody sees it on the round
    reader = windows.open(town.rolf, locale="en-GB")
    reader.goto(town.report.get_absolute_url())
    expect(reader.locator(".page-head")).to_contain_text("Unlocked now: 1.1 ")
    expect(reader.locator(".page-head")).to_contain_text(f"{day} 23:59")
    assert faults(reader) == []

    # And it is locked again at once
    open_by_keyboard(page, page.get_by_role("button", name="Lock again now"))
    assert Unlock.objects.get().until <= timezone.now()
