"""What people do, in a real browser: by keyboard alone, without JavaScript, and together."""

import io
import re
from collections.abc import Callable

import pikepdf
from playwright.sync_api import Locator, Page, expect

from goals.choices import RoundState
from goals.models import Assessment
from indicators.models import Outcome
from tests.e2e.conftest import Town, Windows
from tests.factories import PASSWORD

MOST_TABS = 150


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted thing has the focus, as somebody without a mouse does."""
    expect(wanted).to_have_count(1)
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
        assert page.evaluate("document.activeElement !== null")
    raise AssertionError(f"{wanted} cannot be reached by Tab")


def open_by_keyboard(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def row(page: Page, indicator: str) -> Locator:
    return page.locator("[data-row]", has=page.get_by_role("link", name=indicator, exact=True))


def total(page: Page, indicator: str) -> Locator:
    return row(page, indicator).locator("input[name=total]")


def expect_saved(cell: Locator) -> None:
    expect(cell).to_have_attribute("data-state", "saved")


def stored(indicator: str) -> Outcome:
    return Outcome.objects.get(measure__indicator__name=indicator, round__part="t1")


def link(page: Page, address: str) -> Locator:
    return page.locator(f"main a[href^='{address}']").first


def test_keyboard_alone_does_the_work(
    town: Town, windows: Windows, work: Callable[[], None]
) -> None:
    """Log in, enter an outcome, assess a goal, make a PDF, log out: without a mouse."""
    page = windows.open()
    round = town.report.get_absolute_url()
    page.goto(round)

    # Log in
    tab_to(page, page.locator("input[name=login]"))
    page.keyboard.type(town.eva.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"^[^?]+{round}$"))

    # Enter an outcome
    open_by_keyboard(page, link(page, f"{round}utfall/"))
    tab_to(page, total(page, "Antal träffar"))
    page.keyboard.type("187 st")
    page.keyboard.press("Enter")
    expect_saved(total(page, "Antal träffar"))
    assert page.evaluate("document.activeElement !== document.body")
    assert stored("Antal träffar").total.text == "187 st"

    # Assess a goal
    page.goto(f"{round}mal/1.1/")
    open_by_keyboard(page, link(page, f"{round}mal/1.1/bedom/"))
    radios = page.locator("input[type=radio][name=level]")
    first = page.locator("input[type=radio][name=level]:checked")
    tab_to(page, first)
    page.keyboard.press("ArrowDown")
    chosen = page.locator("input[type=radio][name=level]:checked")
    level = chosen.get_attribute("value")
    assert radios.count() == 4
    # It is another than the proposed one, so that a reason is asked for.
    tab_to(page, page.locator("textarea[name=reason]"))
    page.keyboard.type("Det viktigaste är gjort.")
    tab_to(page, page.locator("main form[data-sheet] button[type=submit]").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Assessment.objects.get(round=town.report, goal__code="1.1").level == level

    # Make a PDF
    page.goto(f"{round}rapport/")
    tab_to(page, page.locator(f"form[action='{round}rapport/pdf/'] button"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    work()
    download = page.locator("#pdf-progress a.ds-button")
    expect(download).to_be_visible()
    tab_to(page, download)
    with page.expect_download() as made:
        page.keyboard.press("Enter")
    with pikepdf.open(io.BytesIO(made.value.path().read_bytes())) as pdf:
        assert len(pdf.pages) >= 3
    assert made.value.suggested_filename == "aby-2023-t1.pdf"

    # Log out
    page.goto("/")
    tab_to(page, page.locator("details.menu summary"))
    page.keyboard.press("Enter")
    open_by_keyboard(page, page.locator("form[action='/logga-ut/'] button"))
    page.goto("/")
    assert "/logga-in/" in page.url


def test_skip_link_goes_to_the_content(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


def test_outcome_is_saved_when_the_row_is_left(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    total(page, "Barn per grupp").fill("15,4 barn/avd.")
    total(page, "Antal träffar").focus()

    expect_saved(total(page, "Barn per grupp"))
    assert stored("Barn per grupp").total.text == "15,4 barn/avd."
    expect(total(page, "Antal träffar")).to_be_focused()
    expect(page.locator("#progress")).to_contain_text("3")


def test_progress_moves_with_its_words(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    bar = page.locator("#progress progress")
    before = int(bar.get_attribute("value") or 0)
    total(page, "Barn per grupp").fill("15")
    total(page, "Barn per grupp").press("Enter")

    expect(bar).to_have_attribute("value", str(before + 1))
    expect(page.locator("#progress")).to_contain_text(str(before + 1))


def test_back_button_shows_what_was_saved(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    total(page, "Antal träffar").fill("187 st")
    total(page, "Antal träffar").press("Enter")
    expect_saved(total(page, "Antal träffar"))
    page.goto("/")
    page.go_back()

    expect(total(page, "Antal träffar")).to_have_value("187 st")
    total(page, "Antal träffar").fill("188 st")
    total(page, "Antal träffar").press("Enter")
    expect_saved(total(page, "Antal träffar"))
    assert stored("Antal träffar").total.text == "188 st"


def test_what_cannot_be_read_stays_and_is_told(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    total(page, "Barn per grupp").fill("1.234")
    total(page, "Barn per grupp").press("Enter")

    expect(row(page, "Barn per grupp").locator(".line__problem")).to_contain_text("1234")
    expect(total(page, "Barn per grupp")).to_have_value("1.234")
    assert stored("Barn per grupp").total.is_nothing

    total(page, "Barn per grupp").fill("15,4")
    total(page, "Barn per grupp").press("Enter")
    expect_saved(total(page, "Barn per grupp"))
    assert str(stored("Barn per grupp").total.amount) == "15.400000"


def test_two_people_on_one_row_both_keep_their_words(town: Town, windows: Windows) -> None:
    address = f"{town.report.get_absolute_url()}utfall/"
    first, second = windows.open(town.eva), windows.open(town.eva)
    for page in (first, second):
        page.goto(address)
    total(first, "Antal träffar").fill("190 st")
    total(first, "Antal träffar").press("Enter")
    expect_saved(total(first, "Antal träffar"))

    total(second, "Antal träffar").fill("210 st")
    total(second, "Antal träffar").press("Enter")

    expect(row(second, "Antal träffar")).to_contain_text("190 st")
    expect(total(second, "Antal träffar")).to_have_value("210 st")
    assert stored("Antal träffar").total.text == "190 st"

    row(second, "Antal träffar").locator("[data-mine]").click()
    expect_saved(total(second, "Antal träffar"))
    assert stored("Antal träffar").total.text == "210 st"


def test_round_that_is_locked_meanwhile_keeps_what_was_typed(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    town.report.state = RoundState.LOCKED
    town.report.save()
    total(page, "Antal träffar").fill("210 st")
    total(page, "Antal träffar").press("Enter")

    expect(row(page, "Antal träffar").locator(".notice--error")).to_be_visible()
    expect(total(page, "Antal träffar")).to_have_value("210 st")
    assert stored("Antal träffar").total.is_nothing


def test_everything_works_without_javascript(
    town: Town, windows: Windows, work: Callable[[], None]
) -> None:
    page = windows.open(town.eva, java_script_enabled=False)
    round = town.report.get_absolute_url()
    page.goto(f"{round}utfall/")
    total(page, "Antal träffar").fill("187 st")
    row(page, "Antal träffar").locator("button[type=submit]").first.click()
    assert stored("Antal träffar").total.text == "187 st"

    total(page, "Barn per grupp").fill("1e3")
    row(page, "Barn per grupp").locator("button[type=submit]").first.click()
    expect(total(page, "Barn per grupp")).to_have_value("1e3")
    expect(row(page, "Barn per grupp").locator(".line__problem")).to_contain_text("1000")

    page.goto(f"{round}mal/2.1/bedom/")
    page.locator("input[name=level][value=partial]").check()
    page.locator("textarea[name=analysis]").fill("Det vände i april.")
    page.get_by_role("button", name="Spara bedömningen").click()
    assessment = Assessment.objects.get(round=town.report, goal__code="2.1")
    assert (assessment.level, assessment.analysis) == ("partial", "Det vände i april.")

    page.goto(f"{round}rapport/")
    page.locator(f"form[action='{round}rapport/pdf/'] button").click()
    work()
    page.reload()
    expect(page.locator("#pdf-progress a.ds-button")).to_be_visible()


def test_an_assessment_is_saved_at_the_first_press(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}mal/2.1/bedom/")
    with page.expect_response(re.compile("/utkast/")):
        page.locator("[data-editor=started] [role=textbox]").fill("Det vände i april.")
    with page.expect_navigation():
        page.locator("main form[data-sheet] button[type=submit]").first.click()
    assessment = Assessment.objects.get(round=town.report, goal__code="2.1")
    assert assessment.analysis == "Det vände i april."


def test_what_was_said_of_a_text_goes_with_it(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    field = total(page, "Barn per grupp")
    field.fill("ganska bra")
    field.press("Enter")
    expect(row(page, "Barn per grupp").locator(".line__problem")).to_be_visible()
    field.focus()
    field.press("Escape")
    expect(row(page, "Barn per grupp").locator(".line__problem")).to_have_count(0)
    expect(field).to_have_value("")


def test_filters_count_along(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto(f"{town.report.get_absolute_url()}utfall/")
    missing = page.locator("[data-filter=saknas]")
    before = int(missing.inner_text())
    total(page, "Barn per grupp").fill("15,4")
    total(page, "Barn per grupp").press("Enter")
    expect(missing).to_have_text(str(before - 1))


def test_reader_sees_values_but_no_fields(town: Town, windows: Windows) -> None:
    page = windows.open(town.rolf)
    page.goto(f"{town.report.get_absolute_url()}utfall/")

    expect(page.locator("main")).to_contain_text("77 %")
    assert page.locator("main input, main textarea, main select").count() == 0


def test_language_is_chosen_and_kept(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "sv"
    page.locator("form[action='/sprak/'] button", has_text=re.compile("English")).first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/aby/")
    assert page.locator("html").get_attribute("lang") == "en"
