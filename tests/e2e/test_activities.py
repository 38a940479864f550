"""Following up activities and judging goals in a real browser: by keyboard, in bulk, and what
is not saved yet."""

from playwright.sync_api import Locator, Page, expect

from goals.models import ActivityReport, Assessment, Draft
from tests.e2e.conftest import Town, Windows
from tests.e2e.editor import editor, go_to_end, until_kept

COUNCILS = "Kommunstyrelsen ska i samarbete med nämnderna ta fram en handlingsplan"


def row(page: Page, activity: str) -> Locator:
    return page.locator("[data-row]", has_text=activity)


def cell(page: Page, activity: str, name: str) -> Locator:
    return row(page, activity).locator(f"[data-cell={name}]")


def expect_state(cell: Locator, state: str) -> None:
    expect(cell).to_have_attribute("data-state", state)


def stored(activity: str) -> ActivityReport:
    return ActivityReport.objects.get(activity__title=activity, round__part="t1")


def open_page(page: Page, town: Town) -> None:
    page.goto(f"{town.report.get_absolute_url()}aktiviteter/")


def test_keyboard_alone_follows_up_an_activity_with_a_deviation(
    town: Town, windows: Windows
) -> None:
    page = windows.open(town.eva)
    open_page(page, town)
    status, deviation = cell(page, COUNCILS, "status"), cell(page, COUNCILS, "deviation")
    status.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect_state(status, "saved")
    assert stored(COUNCILS).status == "ongoing"

    # A deviation waits for its analysis, and both are saved when it has come.
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect_state(deviation, "invalid")
    expect(row(page, COUNCILS).locator(".line__problem")).to_be_visible()
    assert not stored(COUNCILS).deviation
    page.keyboard.press("Tab")
    page.keyboard.type("2023-12-15")
    page.keyboard.press("Tab")
    page.keyboard.type("Samarbetet är försenat.")
    page.keyboard.press("Tab")
    for name in ("deviation", "new_end", "analysis"):
        expect_state(cell(page, COUNCILS, name), "saved")
    expect(row(page, COUNCILS).locator(".line__problem")).to_have_count(0)
    line = stored(COUNCILS)
    assert (line.deviation, line.analysis) == (True, "Samarbetet är försenat.")
    assert str(line.new_end) == "2023-12-15"
    expect(page.locator("#progress progress")).to_have_attribute("value", "1")


def test_a_deviation_without_analysis_waits_for_its_writer(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    open_page(page, town)
    cell(page, COUNCILS, "deviation").check()
    expect_state(cell(page, COUNCILS, "deviation"), "invalid")
    open_page(page, town)
    expect(cell(page, COUNCILS, "deviation")).to_be_checked()
    expect_state(cell(page, COUNCILS, "deviation"), "draft")
    cell(page, COUNCILS, "analysis").fill("Samarbetet är försenat.")
    cell(page, COUNCILS, "analysis").blur()
    expect_state(cell(page, COUNCILS, "deviation"), "saved")
    assert stored(COUNCILS).deviation


def test_the_rest_is_said_at_once_and_undone(town: Town, windows: Windows) -> None:
    for scripts in (True, False):
        page = windows.open(town.eva, java_script_enabled=scripts)
        open_page(page, town)
        page.locator("a[href*='/ovriga/']").click()
        expect(page.locator(".rest-list li")).to_have_count(1)
        page.locator("button[name=status]").first.click()
        assert (stored(COUNCILS).status, stored("Öppna en mötesplats").status) == ("ongoing", "")
        expect(page.locator(".sheet-done")).to_be_visible()
        expect(cell(page, COUNCILS, "status")).to_have_value("ongoing")
        page.locator("button[name=undo]").click()
        expect(cell(page, COUNCILS, "status")).to_have_value("")
        assert stored(COUNCILS).status == ""


def test_activities_are_followed_up_without_javascript(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, java_script_enabled=False)
    open_page(page, town)
    cell(page, COUNCILS, "status").select_option("ongoing")
    cell(page, COUNCILS, "deviation").check()
    row(page, COUNCILS).locator("button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(cell(page, COUNCILS, "deviation")).to_be_checked()
    cell(page, COUNCILS, "analysis").fill("Samarbetet är försenat.")
    row(page, COUNCILS).locator("button[type=submit]").first.click()
    line = stored(COUNCILS)
    assert (line.status, line.deviation) == ("ongoing", True)


def judgement() -> Assessment:
    return Assessment.objects.get(goal__code="1.1", round__part="t1")


def test_a_judgement_survives_a_tab_closed_in_mid_sentence(town: Town, windows: Windows) -> None:
    address = f"{town.report.get_absolute_url()}mal/1.1/bedom/"
    page = windows.open(town.eva)
    page.goto(address)
    editor(page).fill("Det går trögt, för att")
    page.locator("input[name=level][value=none]").check()
    page.close(run_before_unload=True)
    context = windows.contexts[-1]
    again = context.new_page()
    until_kept(analysis="Det går trögt, för att", level="none")
    again.goto(address)
    expect(editor(again)).to_have_text("Det går trögt, för att")
    expect(again.locator("input[name=level][value=none]")).to_be_checked()
    assert judgement().analysis == "Det går bra.\n\nMer."

    # Saved, it is a draft no more.
    go_to_end(editor(again))
    editor(again).press_sequentially(" vi saknar folk.")
    again.locator("textarea[name=reason]").fill("Det viktigaste är inte gjort.")
    again.locator("main form[data-sheet] button[type=submit]").first.click()
    expect(again.locator("#messages .notice--success")).to_be_visible()
    assert judgement().analysis == "Det går trögt, för att vi saknar folk."
    assert not Draft.objects.exists()


def test_a_judgement_is_kept_within_a_second_and_can_be_forgotten(
    town: Town, windows: Windows
) -> None:
    address = f"{town.report.get_absolute_url()}mal/1.1/bedom/"
    page = windows.open(town.eva)
    page.goto(address)
    editor(page).fill("Ett utkast")
    expect(page.locator("[data-draft-state]")).not_to_be_empty()
    assert Draft.objects.get().text == "Ett utkast"
    page.goto(address)
    page.locator("button[name=forget]").click()
    expect(editor(page).locator("p")).to_have_text(["Det går bra.", "Mer."])
    assert not Draft.objects.exists()


def test_a_judgement_without_a_network_waits_and_is_sent_once(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}mal/1.1/bedom/")
    # The network is away: nothing can be sent to the place where drafts are kept.
    page.route("**/utkast/", lambda route: route.abort("failed"))
    editor(page).fill("Det vände i april.")
    expect(page.locator("#sheet-trouble")).to_be_visible()
    page.locator("main form[data-sheet] button[type=submit]").first.click()
    assert judgement().analysis == "Det går bra.\n\nMer."
    page.unroute("**/utkast/")
    expect(page.locator("#messages .notice--success")).to_be_visible(timeout=20_000)
    assert judgement().analysis == "Det vände i april."
    assert judgement().version == 2
    windows.wrong.clear()
