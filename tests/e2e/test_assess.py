"""A goal is judged with the evidence on the table: by keyboard alone, and without losing a word."""

import pytest
from playwright.sync_api import Page, expect

from goals.cells import mark
from goals.choices import Kind
from goals.drafts import keep_draft
from goals.models import Assessment, Draft
from goals.places import Place
from goals.rules import assess_goal
from organisation.access import SYSTEM
from reports.compose import compose
from tests.e2e.axe import faults_in_both_schemes
from tests.e2e.conftest import Town, Windows
from tests.e2e.editor import editor, go_to_end, until_kept
from tests.e2e.test_every_page import DESK, TELEPHONE
from tests.e2e.test_work import tab_to


def address(town: Town, code: str = "1.1.1") -> str:
    return f"{town.report.get_absolute_url()}mal/{code}/bedom/"


def stored(code: str = "1.1.1") -> Assessment:
    return Assessment.objects.get(goal__code=code, round__part="t1")


def kept(page: Page) -> None:
    expect(page.locator("[data-draft-state]")).not_to_be_empty()


def test_a_goal_is_judged_by_keyboard_alone(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}mal/1.1.1/")
    tab_to(page, page.locator(f"main a[href='{address(town)}']").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(editor(page)).to_be_visible()

    # The evidence, and what is reached of what was expected
    tab_to(page, page.locator("input[name=reached_results]").first)
    page.keyboard.press("Space")

    # A level that differs from the proposed one asks for a reason
    proposed = page.locator("[data-reason]").get_attribute("data-proposed")
    reason = page.locator("textarea[name=reason]")
    expect(reason).to_be_hidden()
    tab_to(page, page.locator("input[name=level]:checked"))
    while page.locator("input[name=level]:checked").input_value() in ("", proposed):
        page.keyboard.press("ArrowDown")
    level = page.locator("input[name=level]:checked").input_value()
    page.keyboard.press("Tab")
    expect(reason).to_be_focused()
    page.keyboard.type("Träffarna betyder mest.")

    # The analysis: bold, a list, and a count from the menu
    tab_to(page, editor(page))
    page.keyboard.type("Fritiden ")
    page.keyboard.press("Control+b")
    page.keyboard.type("blev bättre")
    page.keyboard.press("Control+b")
    page.keyboard.type(": ")
    tab_to(page, page.locator("[data-editor-insert] select"))
    page.keyboard.press("ArrowDown")
    chip = page.locator("[data-editor-insert] option:checked")
    token, words = chip.get_attribute("value"), chip.get_attribute("data-words")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    expect(editor(page).locator(".chip")).to_have_text(words or "")
    expect(page.locator("[data-editor] > [role=status]")).to_contain_text(words or "")
    page.keyboard.type(".")
    page.keyboard.press("Enter")
    page.keyboard.type("- fler träffar")
    page.keyboard.press("Enter")
    page.keyboard.type("färre bråk")

    tab_to(page, page.locator("main form[data-sheet] button[type=submit]").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    line = stored()
    assert line.level == level
    assert line.reached_results == ["Fler är nöjda."]
    assert line.reason == "Träffarna betyder mest."
    assert (
        line.analysis == f"Fritiden **blev bättre**: [[{token}]].\n\n- fler träffar\n- färre bråk"
    )

    # In the report the count is counted, and set
    page.goto(f"{town.report.get_absolute_url()}rapport/")
    section = page.locator("#goal-1-1-1").locator("xpath=..")
    expect(section.locator("strong", has_text="blev bättre")).to_be_visible()
    expect(section.locator("li", has_text="färre bråk")).to_be_visible()
    assert (words or "?") in section.inner_text()
    assert "[[" not in (compose(town.report).by_code["1.1.1"].analysis or "")


def test_a_chip_is_taken_away_as_one_sign(town: Town, windows: Windows) -> None:
    Assessment.objects.filter(pk=stored().pk).update(analysis="Nu är [[activities:1.1.1]]")
    page = windows.open(town.eva)
    page.goto(address(town))
    expect(editor(page).locator(".chip")).to_have_count(1)
    go_to_end(editor(page))
    page.keyboard.press("Backspace")
    expect(editor(page).locator(".chip")).to_have_count(0)
    expect(page.locator("[data-editor] > [role=status]")).not_to_be_empty()
    expect(editor(page)).to_have_text("Nu är ")


def test_rich_text_is_kept_when_the_tab_is_closed(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(address(town))
    editor(page).press("Control+b")
    page.keyboard.type("Mitt i en men")
    page.locator("input[name=reached_results]").last.check()
    page.close(run_before_unload=True)
    again = windows.contexts[-1].new_page()
    until_kept(analysis="**Mitt i en men**", reached_results="Färre är otrygga.")
    again.goto(address(town))
    expect(editor(again).locator("strong")).to_have_text("Mitt i en men")
    expect(again.locator("input[name=reached_results]").last).to_be_checked()
    assert stored().analysis == ""


def test_an_unchanged_text_is_saved_as_it_was(town: Town, windows: Windows) -> None:
    """Opening the editor rewrites nothing: only what was changed is written anew."""
    written = "Ett.\n• två\n• tre"
    Assessment.objects.filter(pk=stored().pk).update(analysis=written)
    page = windows.open(town.eva)
    page.goto(address(town))
    expect(editor(page).locator("li")).to_have_count(2)
    page.locator("input[name=reached_results]").first.check()
    page.locator("main form[data-sheet] button[type=submit]").first.click()
    expect(page.locator("#messages .notice--success")).to_be_visible()
    assert (stored().analysis, stored().reached_results) == (written, ["Fler är nöjda."])


def test_what_is_typed_right_after_a_button_is_in_the_text(town: Town, windows: Windows) -> None:
    Assessment.objects.filter(pk=stored().pk).update(analysis="")
    page = windows.open(town.eva, locale="en-GB")
    page.goto(address(town))
    editor(page).click()
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type("Fetord")
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type(" och vanligt.")
    expect(editor(page)).to_have_text("Fetord och vanligt.")
    expect(editor(page).locator("strong")).to_have_text("Fetord")


def test_a_link_is_made_and_taken_away_by_keyboard(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(address(town))
    editor(page).press_sequentially("planen")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.keyboard.type("aby.se/plan")
    page.keyboard.press("Enter")
    expect(editor(page).locator("a")).to_have_attribute("href", "https://aby.se/plan")
    until_kept(analysis="[planen](https://aby.se/plan)")


@pytest.mark.parametrize("viewport", [DESK, TELEPHONE])
def test_axe_finds_nothing_in_the_editor(
    town: Town, windows: Windows, viewport: dict[str, int]
) -> None:
    page = windows.open(town.eva, viewport=viewport)
    page.goto(address(town))
    editor(page).press("Control+b")
    page.keyboard.type("Fet")
    page.keyboard.press("Control+k")
    expect(page.locator("[data-editor-link]")).to_be_visible()
    assert faults_in_both_schemes(page) == []


def test_what_two_wrote_stands_beside_each_other_as_it_was_set(
    town: Town, windows: Windows
) -> None:
    page = windows.open(town.eva)
    page.goto(address(town))
    editor(page).press("Control+b")
    page.keyboard.type("Mitt")
    kept(page)
    line = stored()
    assess_goal(
        assessment=line,
        level="full",
        analysis="- Deras",
        version=line.version,
        by=SYSTEM,
    )
    page.locator("main form[data-sheet] button[type=submit]").first.click()
    expect(page.locator(".theirs li")).to_have_text("Deras")
    expect(editor(page).locator("strong")).to_have_text("Mitt")
    assert stored().analysis == "- Deras"
    page.locator("main form[data-sheet] button[type=submit]").first.click()
    expect(page.locator("#messages .notice--success")).to_be_visible()
    assert stored().analysis == "**Mitt**"


def test_rich_text_survives_a_lost_session(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(address(town))
    expect(editor(page)).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    editor(page).press("Control+i")
    page.keyboard.type("Skrivet utloggad")
    expect(page.locator("#sheet-trouble")).to_be_visible()
    assert not Draft.objects.exists()
    windows.log_in(page, town.eva)
    expect(page.locator("#sheet-trouble")).to_be_hidden(timeout=20_000)
    kept(page)
    assert Draft.objects.get(cell="analysis").text == "*Skrivet utloggad*"
    windows.wrong.clear()


def test_the_drafted_beginning_is_put_first_by_a_button(town: Town, windows: Windows) -> None:
    Assessment.objects.filter(pk=stored().pk).update(analysis="Skrivet förut.")
    page = windows.open(town.eva)
    page.goto(address(town))
    expect(editor(page)).to_be_visible()
    page.locator("button[data-first]").press("Enter")
    expect(editor(page).locator("p").first).to_contain_text("Förvaltningen bedömer")
    expect(editor(page).locator("p").last).to_have_text("Skrivet förut.")
    expect(page.locator("[data-editor] > [role=status]")).to_be_in_viewport(ratio=1)
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Här: ")
    expect(editor(page).locator("p").first).to_contain_text("Här: Förvaltningen")
    menu = page.locator("[data-editor-insert]")
    menu.locator("select").select_option(index=1)
    menu.locator("button").click()
    expect(menu.locator("select")).to_have_value("")


def test_without_script_the_beginning_is_a_link(town: Town, windows: Windows) -> None:
    Assessment.objects.filter(pk=stored().pk).update(analysis="Skrivet förut.")
    page = windows.open(town.eva, java_script_enabled=False)
    page.goto(address(town))
    page.locator("a[data-first]").click()
    text = page.locator("textarea[name=analysis]").input_value()
    assert text.startswith("Förvaltningen bedömer")
    assert text.endswith("\n\nSkrivet förut.")


def test_nothing_that_has_the_focus_is_under_the_bar_that_saves(
    town: Town, windows: Windows
) -> None:
    page = windows.open(town.eva, viewport={"width": 1440, "height": 900})
    page.goto(address(town))
    expect(editor(page)).to_be_visible()
    bar = page.locator(".assess__decision .actions")
    expect(bar).to_be_in_viewport(ratio=1)
    assert page.locator(".assess__decision").evaluate("e => getComputedStyle(e).overflowY") == (
        "visible"
    )
    last = bar.locator("button").last
    page.locator("input[name=reached_results]").first.focus()
    for _step in range(60):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const bar = document.querySelector(".assess__decision .actions");
              const one = document.activeElement;
              const box = one.getBoundingClientRect();
              return !bar.contains(one) && bar.parentElement.contains(one) && box.height < 100
                && box.bottom > bar.getBoundingClientRect().top ? one.outerHTML : "";
            }"""
        )
        assert covered == ""
        if last.evaluate("e => e === document.activeElement"):
            break
    else:
        raise AssertionError("Tab never came to the bar.")

    page.locator("input[name=level][value=none]").check()
    with page.expect_navigation():
        bar.locator("button").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_be_in_viewport(ratio=1)


def test_the_figures_fit_on_a_telephone(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, viewport=TELEPHONE)
    page.goto(address(town, "1.1"))
    table = page.locator(".table-scroll:has(.evidence)")
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
    expect(table.locator(".cell-label").first).to_be_visible()
    page.locator(".assess__jump a").click()
    expect(page.locator("#decision")).to_be_in_viewport()


def test_what_was_typed_right_before_loading_again_is_there(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(address(town))
    editor(page).press_sequentially("Nyss skrivet")
    page.reload()
    expect(editor(page)).to_have_text("Nyss skrivet")
    expect(page.locator("main form.notice--warning")).to_be_visible()


def test_a_draft_that_comes_after_the_page_is_shown(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(address(town))
    page.evaluate(
        "sessionStorage.setItem(`draft on its way: ${location.pathname}`, String(Date.now()))"
    )
    page.reload(wait_until="domcontentloaded")
    line = stored()
    keep_draft(
        round=line.round,
        place=Place(Kind.GOAL, line.goal_id),
        cell="analysis",
        text="Kom sent",
        seen=mark(""),
        typed=1,
        by=town.eva,
    )
    expect(editor(page)).to_have_text("Kom sent")
