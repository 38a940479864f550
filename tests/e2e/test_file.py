"""The page that shows how far a PDF has come: leaving it, coming back, cancelling, by keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from goals.models import Round
from organisation.access import SYSTEM
from reports.choices import FileState
from reports.interchange import read
from reports.load import load
from reports.models import ReportFile
from tests.documents import areas, as_file
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows
from tests.workers import until, until_file, worker

# Every word that is read out, and when, in milliseconds.
LISTEN = """() => {
  window.heard = [];
  const region = document.querySelector("[data-say-here]");
  new MutationObserver(() => window.heard.push([Date.now(), region.textContent]))
    .observe(region, { childList: true, characterData: true, subtree: true });
}"""

pytestmark = pytest.mark.long


@pytest.fixture
def long(town: Town) -> Round:
    """A round whose PDF takes some seconds to make."""
    return load(read(as_file(areas(12) | {"year": 2021})), by=SYSTEM).round


@pytest.fixture
def longer(town: Town) -> Round:
    """A round whose PDF is not made before somebody has looked at it and cancelled it."""
    return load(read(as_file(areas(50) | {"year": 2021})), by=SYSTEM).round


@pytest.fixture
def works(town: Town) -> Iterator[None]:
    """A worker beside the server, as in an installation."""
    with worker():
        yield


def ask(page: Page, round: Round) -> None:
    page.goto(f"{round.get_absolute_url()}rapport/")
    button = page.locator("form[action$='rapport/pdf/'] button")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pdf-progress progress")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_progress_is_shown_and_said_politely(
    windows: Windows, town: Town, long: Round, works: None, width: int
) -> None:
    page = windows.open(town.rolf, viewport={"width": width, "height": 900})
    ask(page, long)
    page.evaluate(LISTEN)
    assert faults(page) == []

    expect(page.locator(".making__bar[value]")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    download = page.locator("#pdf-progress a.ds-button")
    expect(download).to_be_focused(timeout=90_000)
    assert faults(page) == []

    heard = page.evaluate("window.heard")
    pauses = [later[0] - earlier[0] for earlier, later in zip(heard, heard[1:], strict=False)]
    assert heard
    assert all(pause >= 4900 for pause in pauses), heard


def test_one_can_leave_and_is_told_when_it_is_ready(
    windows: Windows, town: Town, long: Round, works: None
) -> None:
    page = windows.open(town.rolf)
    ask(page, long)
    file = ReportFile.objects.get()
    here = f"a[href='{long.get_absolute_url()}rapport/pdf/{file.pk}/']"
    page.goto(f"/aby/{long.year}/")
    expect(page.locator(f".card__foot {here}")).to_be_visible()
    page.goto(f"{long.get_absolute_url()}rapport/")
    page.locator(f".page-head {here}").click()
    expect(page.locator("#pdf-progress")).to_be_visible()
    page.goto("/kalender/2023/")
    until_file(ReportFile.objects.get(), lambda file: file.state == FileState.READY)

    page.goto("/aby/")
    notice = page.locator(f"#messages .notice--success {here}")
    expect(notice).to_be_visible()
    assert faults(page) == []
    notice.click()
    with page.expect_download() as download:
        page.locator("#pdf-progress a.ds-button").click()
    assert download.value.suggested_filename == "aby-2021-vb.pdf"
    page.goto("/aby/")
    expect(page.locator("#messages .notice--success")).to_have_count(0)


def test_a_server_that_does_not_answer_is_told_until_it_does(
    windows: Windows, town: Town, long: Round
) -> None:
    page = windows.open(town.rolf)
    ask(page, long)
    notice = page.locator("[data-no-answer]")
    expect(notice).to_be_hidden()
    # Its scripts must have come before the network goes.
    page.wait_for_load_state()
    page.context.set_offline(True)
    expect(notice).to_be_visible()
    assert faults(page) == []
    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    # What the browser and htmx themselves said of it.
    windows.wrong.clear()


def test_cancelling_by_keyboard_stops_it_and_it_can_be_made_again(
    windows: Windows, town: Town, longer: Round, works: None
) -> None:
    page = windows.open(town.rolf)
    ask(page, longer)
    expect(page.locator("[aria-current=step]")).to_have_count(1, timeout=60_000)
    cancelling = page.locator("#cancel-making")
    cancelling.focus()
    # What is replaced every other second keeps the focus.
    shown = page.locator("#pdf-progress")
    shown.evaluate("shown => { shown.seenBefore = true; }")
    until(lambda: not shown.evaluate("shown => shown.seenBefore"), seconds=15)
    expect(cancelling).to_be_focused()
    page.keyboard.press("Enter")

    notice = page.locator("#pdf-progress .notice")
    expect(notice).to_be_focused()
    expect(notice).to_contain_text("Rolf")
    assert ReportFile.objects.get().state == FileState.CANCELLED
    assert faults(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pdf-progress progress")).to_be_visible()
    assert ReportFile.objects.count() == 2


def test_everything_works_without_scripts(windows: Windows, town: Town, works: None) -> None:
    page = windows.open(town.rolf, java_script_enabled=False)
    page.goto(f"{town.report.get_absolute_url()}rapport/")
    page.locator("form[action$='rapport/pdf/'] button").click()
    expect(page).to_have_url(re.compile(r"/rapport/pdf/\d+/$"))
    until_file(ReportFile.objects.get(), lambda file: file.state == FileState.READY)

    if page.locator("#see-how-far").count():
        page.locator("#see-how-far").click()

    with page.expect_download() as download:
        page.locator("#pdf-progress a.ds-button").click()
    assert download.value.suggested_filename == "aby-2023-t1.pdf"
