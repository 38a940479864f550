"""What is published, as people meet it: on a telephone, by keyboard, with axe looking on."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

from goals.choices import Level
from goals.models import Round
from organisation.access import SYSTEM
from reports.choices import EditionFormat, EditionKind
from reports.compose import compose
from reports.document import Document
from reports.interchange import read
from reports.load import load
from reports.snapshot import digest, freeze
from tests.documents import DEMO
from tests.e2e.axe import faults_in_both_schemes
from tests.e2e.conftest import Town, Windows
from tests.e2e.test_every_page import DESK, TELEPHONE, sideways
from tests.factories import edition, edition_file

OTHERWISE = {Level.FULL: Level.NONE, Level.PARTIAL: Level.FULL, Level.NONE: Level.PARTIAL}
REPORT = "/publicerat/aby/2023/t1/"
# The largest report there is: about 140 pages in print.
LARGEST = next(path for path in DEMO if "annual" in path.name)
# What a telephone may have to fetch: all that the first page needs, and the whole of the report.
MOST_FIRST, MOST_WHOLE = 120_000, 180_000


def publish(town: Town) -> list[str]:
    """A report with an edition before it and files; gives every page that everybody can open."""
    edition(town.report, number=1, with_earlier=True)
    told = replace(compose(town.report), earlier=_before(town.report))
    snapshot = freeze(told)
    latest = edition(
        town.report,
        number=2,
        kind=EditionKind.CORRECTION,
        snapshot=snapshot,
        digest=digest(snapshot),
    )
    edition_file(latest, EditionFormat.PDF, b"%PDF-1.7")
    edition(town.plan)
    return [
        "/publicerat/",
        "/publicerat/?q=finns+inte",
        "/publicerat/aby/",
        REPORT,
        f"{REPORT}utgava/1/",
        f"{REPORT}hela/",
        f"{REPORT}sok/",
        f"{REPORT}sok/?q=barn",
        f"{REPORT}sok/?q=xyzzy",
        f"{REPORT}andringar/",
        f"{REPORT}kapitel/sammanfattande-analys/",
        f"{REPORT}kapitel/mal-1/",
        f"{REPORT}kapitel/kvinnor-och-man/",
        f"{REPORT}kapitel/ekonomi/",
        f"{REPORT}mal/1.1/",
        f"{REPORT}indikator/1.1-1/",
        "/publicerat/aby/2023/vp/",
        "/publicerat/aby/2023/vp/kapitel/mal-1/",
        "/oppna-data/",
        "/publicerat/finns-inte/",
    ]


def _before(round: Round) -> Document:
    """The same report with another assessment and other figures."""
    document = compose(round)
    goals = []
    for goal in document.goals:
        level = OTHERWISE[goal.assessment] if goal.assessment else None
        rows = [replace(row, forecast=row.target) for row in goal.indicators]
        goals.append(replace(goal, assessment=level, indicators=tuple(rows)))
    return replace(document, goals=tuple(goals))


@pytest.mark.long
@pytest.mark.parametrize("viewport", [DESK, TELEPHONE])
def test_axe_finds_nothing_on_public_pages(
    town: Town, windows: Windows, viewport: dict[str, int]
) -> None:
    found = []
    page = windows.open(viewport=viewport)
    for address in publish(town):
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_in_both_schemes(page)]
        assert page.locator("html").get_attribute("lang") == "sv"
        assert page.locator("h1").count() == 1, address
    assert found == []


def test_no_public_page_scrolls_sideways(town: Town, windows: Windows) -> None:
    page = windows.open()
    wide = {}
    for address in publish(town):
        page.set_viewport_size({"width": 320, "height": 844})
        page.goto(address)
        if outside := sideways(page):
            wide[address] = outside
    assert wide == {}


def pixels_outside(page: Page) -> int:
    """How many pixels of the page lie outside the window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def test_headings_stand_in_order(town: Town, windows: Windows) -> None:
    page = windows.open()
    for address in publish(town):
        page.goto(address)
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
        )
        jumps = [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
        assert levels[0] == 1 and jumps == [], address


def test_a_report_is_read_by_keyboard_alone(town: Town, windows: Windows) -> None:
    publish(town)
    page = windows.open()
    page.goto("/publicerat/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    go_by_keyboard(page, "Tertialrapport 1 2023")
    assert page.url.endswith(REPORT)
    go_by_keyboard(page, "1 Ett Ängö som håller samman")
    assert page.url.endswith("/kapitel/mal-1/")

    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator(".at-hand details").get_attribute("open") is not None

    # On a telephone the figures stand under their names: nothing lies outside the page.
    page.set_viewport_size({"width": 320, "height": 700})
    outside = "all => all.map(one => one.scrollWidth - one.clientWidth)"
    tables = page.locator(".table-scroll:has(> :is(.indicators, .activities))")
    assert set(tables.evaluate_all(outside)) == {0}


def test_searching_by_keyboard_leads_to_the_place(town: Town, windows: Windows) -> None:
    publish(town)
    page = windows.open()
    page.goto(REPORT)
    tab_to(page, "#q")
    page.keyboard.type("öppna mötesplats")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok/?q=*")
    assert page.locator("mark").all_inner_texts() == ["Öppna", "mötesplats"]
    go_by_keyboard(page, "Öppna en mötesplats")
    assert page.url.endswith("/mal/1.1.1/#activity-1-1-1-1")


def tab_to(page: Page, selector: str) -> None:
    """Tab until what the selector names has the focus, and see that it shows."""
    for _step in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) != "none", selector
            return
    raise AssertionError(f"{selector} cannot be reached")


def go_by_keyboard(page: Page, words: str) -> None:
    """Tab to the link with the words in it, and follow it."""
    for _step in range(120):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()")
        tag = page.evaluate("document.activeElement.tagName")
        if tag == "A" and words in text:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no link with {words!r}")


@pytest.fixture
def largest(transactional_db: None) -> Round:
    round = load(read(Path(LARGEST).read_bytes()), by=SYSTEM).round
    edition(round)
    return round


def slow_telephone(windows: Windows) -> tuple[Page, list[Response]]:
    """A telephone with a processor six times slower than ours, on a poor 3G network."""
    page = windows.open(viewport=TELEPHONE, device_scale_factor=3, is_mobile=True, has_touch=True)
    page.context.set_default_timeout(90_000)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 300,
            "downloadThroughput": 500_000 / 8,
            "uploadThroughput": 250_000 / 8,
        },
    )
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    return page, answers


def weight(answers: list[Response]) -> int:
    """The bytes that came over the network."""
    return sum(int(sizes["responseBodySize"]) for one in answers if (sizes := one.request.sizes()))


def test_the_largest_report_opens_on_a_slow_telephone(largest: Round, windows: Windows) -> None:
    page, answers = slow_telephone(windows)
    address = f"/publicerat/{largest.committee.slug}/2023/vb/"

    page.goto(address)
    assert pixels_outside(page) == 0
    assert page.locator("h1").is_visible()
    assert weight(answers) < MOST_FIRST
    # Styles and letters, and no script: nothing else is asked for.
    kinds = [one.request.resource_type for one in answers]
    assert set(kinds) <= {"document", "stylesheet", "font", "other"}
    assert len(kinds) <= 14

    answers.clear()
    page.goto(f"{address}hela/")
    assert weight(answers) < MOST_WHOLE
    assert pixels_outside(page) == 0
    laid_out = page.evaluate(
        "[...document.querySelectorAll('.whole section[data-part] > :first-child')]"
        ".filter(part => part.checkVisibility({contentVisibilityAuto: true})).length"
    )
    parts = page.locator(".whole section[data-part]").count()
    # Only what is near is laid out; the rest waits until somebody comes there.
    assert 0 <= laid_out < parts
    page.locator("#economy").scroll_into_view_if_needed()
    assert page.locator("#economy").is_visible()
    assert pixels_outside(page) == 0


def test_nothing_is_fetched_twice_on_the_way_through(largest: Round, windows: Windows) -> None:
    page = windows.open(viewport=TELEPHONE)
    page.goto(f"/publicerat/{largest.committee.slug}/2023/vb/")
    fetched: list[str] = []
    page.on("response", lambda answer: fetched.append(answer.request.resource_type))
    page.locator(".toc__chapter > a").first.click()
    page.wait_for_url("**/kapitel/**")
    assert fetched.count("document") == 1
    assert "script" not in fetched
