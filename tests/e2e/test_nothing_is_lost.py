"""Whatever happens to the browser, the network or the session: the text is there afterwards."""

import json
import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from goals.lifecycle import lock_round
from goals.models import Draft, Event
from indicators.models import Outcome
from organisation.models import Role, User
from tests.e2e.conftest import Town, Windows
from tests.e2e.editor import until_kept
from tests.e2e.sheet import cell, expect_state, row
from tests.factories import PASSWORD, member

TEXT = "Fler träffar än väntat. Två enheter"


def address(town: Town) -> str:
    return f"{town.report.get_absolute_url()}utfall/"


def stored(name: str) -> Outcome:
    return Outcome.objects.get(measure__indicator__name=name, round__part="t1")


def kept(user: User) -> dict[str, str]:
    return dict(Draft.objects.filter(by=user).values_list("cell", "text"))


@pytest.fixture
def page(town: Town, windows: Windows) -> Iterator[Page]:
    opened = windows.open(town.eva)
    opened.goto(address(town))
    yield opened


def test_a_tab_that_is_closed_in_mid_sentence_keeps_the_text(
    town: Town, windows: Windows, page: Page
) -> None:
    cell(page, "Antal träffar", "analysis").focus()
    page.keyboard.type(TEXT)
    with page.expect_event("close"):
        page.close(run_before_unload=True)

    again = windows.open(town.eva)
    until_kept(analysis=TEXT)
    again.goto(address(town))
    expect(cell(again, "Antal träffar", "analysis")).to_have_value(TEXT)
    expect_state(cell(again, "Antal träffar", "analysis"), "draft")
    # A draft is not in the round before it is saved; leaving the field saves it.
    assert stored("Antal träffar").analysis == ""
    cell(again, "Antal träffar", "analysis").focus()
    again.keyboard.press("End")
    again.keyboard.type(" gick ihop.")
    again.keyboard.press("Tab")
    expect_state(cell(again, "Antal träffar", "analysis"), "saved")
    assert stored("Antal träffar").analysis == f"{TEXT} gick ihop."
    assert kept(town.eva) == {}


def test_a_draft_is_kept_within_a_second_of_the_last_key(
    town: Town, windows: Windows, page: Page
) -> None:
    # The page's own second: how long the machine takes for it says nothing.
    page.clock.install()
    page.reload()
    field = cell(page, "Antal träffar", "analysis")
    field.focus()
    page.keyboard.type("Kort.")
    with page.expect_response(re.compile("/utkast/")) as answer:
        page.clock.run_for(1000)
    assert answer.value.status == 204
    assert kept(town.eva) == {"analysis": "Kort."}
    expect_state(field, "draft")


def test_a_lost_network_costs_nothing(town: Town, windows: Windows, page: Page) -> None:
    field = cell(page, "Antal träffar")
    page.context.set_offline(True)
    field.fill("187 st")
    field.press("Enter")
    expect_state(field, "failed")
    expect(page.locator("#sheet-trouble")).to_be_visible()
    cell(page, "Antal träffar", "analysis").fill(TEXT)

    page.context.set_offline(False)
    expect_state(field, "saved")
    page.keyboard.press("Tab")
    expect_state(cell(page, "Antal träffar", "analysis"), "saved")
    expect(page.locator("#sheet-trouble")).to_be_hidden()
    outcome = stored("Antal träffar")
    assert (outcome.total.text, outcome.analysis) == ("187 st", TEXT)
    # A browser without a network says so itself.
    windows.wrong[:] = [text for text in windows.wrong if "ERR_INTERNET_DISCONNECTED" not in text]


def test_an_answer_that_gets_lost_stores_the_value_once(
    town: Town, windows: Windows, page: Page
) -> None:
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/utfall/celler/", lose_the_first)
    field = cell(page, "Antal träffar")
    field.fill("187 st")
    field.press("Enter")
    expect_state(field, "saved")
    assert lost == [200]
    outcome = stored("Antal träffar")
    assert outcome.total.text == "187 st"
    assert Event.objects.filter(verb="outcome_changed").count() == 1
    windows.wrong[:] = [text for text in windows.wrong if "ERR_FAILED" not in text]


def test_a_session_that_ends_while_typing_costs_nothing(
    town: Town, windows: Windows, page: Page
) -> None:
    field = cell(page, "Antal träffar", "analysis")
    field.focus()
    page.keyboard.type("Fler träffar")
    Session.objects.all().delete()
    page.keyboard.type(" än väntat.")
    page.keyboard.press("Tab")
    trouble = page.locator("#sheet-trouble")
    expect(trouble).to_be_visible()
    expect(field).to_have_value("Fler träffar än väntat.")

    with page.context.expect_page() as opened:
        trouble.locator("a").click()
    login = opened.value
    login.locator("input[name=login]").fill(town.eva.email)
    login.locator("input[name=password]").fill(PASSWORD)
    with login.expect_navigation():
        login.keyboard.press("Enter")
    expect_state(field, "saved")
    expect(trouble).to_be_hidden()
    assert stored("Antal träffar").analysis == "Fler träffar än väntat."


def test_somebody_else_who_logs_in_meanwhile_saves_nothing_of_mine(
    town: Town, windows: Windows, page: Page
) -> None:
    nils = member(Role.ADMINISTRATOR, town.report.committee, name="Nils", email="nils@example.com")
    windows.log_in(page, nils)
    field = cell(page, "Antal träffar")
    field.fill("187 st")
    field.press("Enter")
    expect(page.locator("#sheet-trouble")).to_contain_text("Nils")
    assert stored("Antal träffar").total.is_nothing
    windows.log_in(page, town.eva)
    expect_state(field, "saved")
    assert stored("Antal träffar").history.first().history_user == town.eva


def test_a_double_click_stores_once(town: Town, windows: Windows, page: Page) -> None:
    field = cell(page, "Andel nöjda barn")
    field.fill("130 %")
    field.press("Tab")
    expect_state(field, "warning")
    notes = row(page, "Andel nöjda barn")
    for box in notes.locator("[name=accept]").all():
        box.check()
    notes.locator("[name=reason]").fill("Två kommuner räknas.")
    notes.locator("[data-accept]").dblclick()
    expect_state(field, "saved")
    outcome = stored("Andel nöjda barn")
    assert outcome.total.text == "130 %"
    assert Event.objects.filter(verb="outcome_changed").count() == 1
    codes = outcome.acceptances.values_list("code", flat=True)
    assert len(codes) == len(set(codes)) > 0


def test_two_browsers_on_one_cell_see_each_other(town: Town, windows: Windows, page: Page) -> None:
    nils = member(Role.ADMINISTRATOR, town.report.committee, name="Nils", email="nils@example.com")
    other = windows.open(nils)
    other.goto(address(town))
    with other.expect_response(re.compile("/narvaro/")):
        cell(other, "Antal träffar").focus()
    cell(page, "Antal träffar").focus()
    expect(row(page, "Antal träffar").locator(".cell__who")).to_contain_text("Nils")

    cell(other, "Antal träffar").fill("190 st")
    cell(other, "Antal träffar").press("Enter")
    expect_state(cell(other, "Antal träffar"), "saved")
    cell(page, "Antal träffar").fill("210 st")
    cell(page, "Antal träffar").press("Enter")
    expect_state(cell(page, "Antal träffar"), "conflict")
    conflict = row(page, "Antal träffar").locator("[data-conflict]")
    for text in ("Nils", "190 st", "210 st"):
        expect(conflict).to_contain_text(text)
    assert stored("Antal träffar").total.text == "190 st"

    conflict.locator("[data-theirs]").click()
    expect(cell(page, "Antal träffar")).to_have_value("190 st")
    expect(conflict).to_have_count(0)
    assert stored("Antal träffar").version == 2


def test_another_cell_of_the_same_row_is_nobodys_conflict(
    town: Town, windows: Windows, page: Page
) -> None:
    other = windows.open(town.eva)
    other.goto(address(town))
    cell(other, "Andel nöjda barn", "women").fill("81 %")
    cell(other, "Andel nöjda barn", "women").press("Tab")
    expect_state(cell(other, "Andel nöjda barn", "women"), "saved")
    cell(page, "Andel nöjda barn", "men").fill("76 %")
    cell(page, "Andel nöjda barn", "men").press("Tab")
    expect_state(cell(page, "Andel nöjda barn", "men"), "saved")
    expect(cell(page, "Andel nöjda barn", "women")).to_have_value("81 %")
    outcome = stored("Andel nöjda barn")
    assert (outcome.women.text, outcome.men.text) == ("81 %", "76 %")


def test_a_lock_while_typing_keeps_the_text_to_copy(
    town: Town, windows: Windows, page: Page
) -> None:
    cell(page, "Antal träffar", "analysis").fill(TEXT)
    lock_round(round=town.report, reason="Rapporten skrivs.", by=town.karin)
    page.keyboard.press("Tab")
    expect_state(cell(page, "Antal träffar", "analysis"), "locked")
    expect(row(page, "Antal träffar")).to_contain_text("Karin")
    page.reload()
    expect(row(page, "Antal träffar")).to_contain_text(TEXT)
    assert stored("Antal träffar").analysis == ""


def test_an_old_tab_after_a_deploy_is_told_and_keeps_its_text(
    town: Town, windows: Windows, page: Page
) -> None:
    # An old page may send a cell that is no more.
    def age(route: Route) -> None:
        said = json.loads(route.request.post_data or "")
        for sent in said["rows"]:
            sent["cells"] = {"gone": sent["cells"].popitem()[1]}
        route.continue_(post_data=json.dumps(said))

    page.route("**/utfall/celler/", age)
    field = cell(page, "Antal träffar")
    field.fill("187 st")
    expect_state(field, "draft")
    field.press("Enter")
    expect_state(field, "failed")
    expect(field).to_have_value("187 st")
    page.unroute("**/utfall/celler/")
    page.reload()
    expect(field).to_have_value("187 st")
    assert kept(town.eva) == {"total": "187 st"}
