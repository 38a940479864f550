"""A real browser against the real program: Debian's Chromium, no network but our own server."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from goals.choices import RoundState
from goals.models import Round
from organisation.access import SYSTEM
from organisation.models import Role, User
from reports.interchange import read
from reports.load import load
from tests.documents import activity, as_file, document, goal, indicator
from tests.factories import member

# Playwright runs an event loop in the test's thread, where Django then refuses to query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
expect.set_options(timeout=15_000)
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A page asks for several things at once. In memory SQLite refuses that; in a file they wait
    for each other, as they do outside the tests."""
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Windows:
    """Opens windows, and keeps what goes wrong in them."""

    browser: Browser
    address: str
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, user: User | None = None, **options: Any) -> Page:
        """A window of its own, in which the person is logged in already."""
        options.setdefault("locale", "sv-SE")
        context = self.browser.new_context(base_url=self.address, **options)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        if user is not None:
            self.log_in(page, user)
        page.on("console", lambda message: self._note(message.text, message.type))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        return page

    def log_in(self, page: Page, user: User) -> None:
        """From now on the window is the person's."""
        page.context.add_cookies(
            [{"name": "sessionid", "value": _session(user), "url": self.address}]
        )

    def _note(self, text: str, kind: str) -> None:
        # A refused form answers 409 or 422, which the browser counts as an error; we do not.
        if kind == "error" and "status of 4" not in text:
            self.wrong.append(text)


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def windows(chromium: Browser, live_server: LiveServer) -> Iterator[Windows]:
    """Windows whose pages must run without an error and within the security policy."""
    windows = Windows(chromium, live_server.url)
    yield windows
    for context in windows.contexts:
        # A page that is left tells so; the answers come before the database is emptied.
        for page in context.pages:
            page.goto("about:blank")
            page.wait_for_timeout(200)
        context.close()
    assert windows.wrong == []


@dataclass(frozen=True)
class Town:
    """A committee with a report to fill in, and a plan that is decided."""

    report: Round
    plan: Round
    eva: User
    rolf: User
    karin: User


def _report() -> dict[str, Any]:
    return document(
        kind="t1",
        goals=[
            goal("1", "Ett Ängö som håller samman", assessment="full"),
            goal(
                "1.1", "Alla barn ska ges jämlika uppväxtvillkor", analysis="Det går bra.\n\nMer."
            ),
            goal(
                "1.1.1",
                "Barn och unga har en trygg och meningsfull fritid",
                assessment="partial",
                description="Med trygg menas trygg.",
                expected_results=["Fler är nöjda.", "Färre är otrygga."],
            ),
            goal("2", "Ett grönt Ängö"),
            goal("2.1", "Utsläppen ska minska", assessment="none", analysis="Det går sämre."),
        ],
        indicators=[
            indicator(
                "1.1",
                "Andel nöjda barn",
                by_sex=True,
                outcome="77 %",
                women="80 %",
                men="75 %",
                previous_year="70 %",
                forecast="79 %",
                target="80 %",
                council_target="öka",
                period="Tertial 1 2023",
                commented=True,
                analysis="Flickor är nöjdare.",
            ),
            indicator("1.1", "Barn per grupp", better="lower", target="15", previous_year="16,1"),
            indicator("1.1.1", "Antal träffar", target="200 st", previous_year="180 st"),
            indicator("2.1", "Utsläpp", outcome="2,5 kg", target="1,6 kg", better="lower"),
        ],
        activities=[
            activity(
                "1.1", "Kommunstyrelsen ska i samarbete med nämnderna ta fram en handlingsplan"
            ),
            activity(
                "1.1.1", "Öppna en mötesplats", deviation=True, analysis="Lokalen är försenad."
            ),
        ],
        sections=[{"key": "summary", "heading": "Sammanfattande analys", "body": "I korthet bra."}],
        economy={
            "unit": "mnkr",
            "operating_areas": [
                {"name": "Förskola", "part_of_above": False, "budget_net": "292,9"},
                {"name": "varav barn", "part_of_above": True, "budget_net": "-1,0"},
            ],
            "tables": [
                {"section": "Förskola", "title": "Barn", "columns": ["År"], "rows": [["1"]]}
            ],
        },
    )


@pytest.fixture
def town(transactional_db: None) -> Town:
    report = load(read(as_file(_report())), by=SYSTEM).round
    plan = load(read(as_file(_report() | {"kind": "plan"})), by=SYSTEM).round
    plan.state = RoundState.DECIDED
    plan.save()
    return Town(
        report=report,
        plan=plan,
        eva=member(Role.ADMINISTRATOR, report.committee, name="Eva", email="eva@example.com"),
        rolf=member(Role.READER, report.committee, name="Rolf"),
        karin=member(Role.CONTROLLER, name="Karin"),
    )


@pytest.fixture
def work() -> Callable[[], None]:
    """Lets a worker do what waits, as `bin/worker --batch` would."""

    def do_what_waits() -> None:
        call_command("report_worker", batch=True)

    return do_what_waits
