"""Figures pasted from Excel: seen first, saved at once, and taken back."""

from collections.abc import Sequence

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from goals.models import Draft, Event, Round
from indicators.choices import OutcomeState
from indicators.models import Outcome
from organisation.models import Role, User
from tests.e2e.axe import faults
from tests.e2e.conftest import Windows
from tests.e2e.sheet import cell, expect_state
from tests.factories import (
    CommitteeFactory,
    GoalFactory,
    IndicatorFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
    member,
)

MINUS, THIN, NO_BREAK, NARROW = "\N{MINUS SIGN}", "\u2009", "\xa0", "\u202f"
# As Excel shows them in Swedish: total, women, men and forecast, with the target they belong to.
SHARE = ("80 %", ("86,5 %", "87,5%", f"85,5{NO_BREAK}%", "88 %"))
COUNT = ("2 500 st", (f"2{NARROW}468", f"1{THIN}234", f"1{NO_BREAK}234", "2 600"))
CHANGE = ("1 %", (f"{MINUS}3,5 %", f"{MINUS}2,5 %", f"{MINUS}4,5 %", f"{MINUS}3 %"))
KINDS = (SHARE, COUNT, CHANGE)
MANY = 30


@pytest.fixture
def eva(transactional_db: None) -> User:
    return member(Role.ADMINISTRATOR, CommitteeFactory(slug="aby"), name="Eva")


@pytest.fixture
def round(eva: User) -> Round:
    """A round with thirty indicators that are split by sex."""
    made: Round = RoundFactory(committee=eva.memberships.get().committee)
    goal = GoalFactory(code="1.1")
    for number in range(MANY):
        TargetFactory(
            round=made,
            measure__goal=goal,
            measure__indicator=IndicatorFactory(name=f"Indikator {number:02d}"),
            target=KINDS[number % 3][0],
            by_sex=True,
        )
    return made


def block(state: str) -> list[list[str]]:
    return [[*KINDS[number % 3][1], state] for number in range(MANY)]


def as_text(rows: Sequence[Sequence[str]]) -> str:
    return "".join("\t".join(row) + "\r\n" for row in rows)


def paste(field: Locator, text: str, html: str = "<table></table>") -> None:
    """What the browser does with what Excel has put on the clipboard."""
    field.focus()
    field.evaluate(
        """(field, [text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            data.setData("text/html", html);
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            field.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        [text, html],
    )


def open_sheet(windows: Windows, eva: User, round: Round) -> tuple[Page, Locator]:
    page = windows.open(eva)
    page.goto(f"{round.get_absolute_url()}utfall/")
    return page, page.locator("#paste")


def stored(name: str) -> Outcome | None:
    return Outcome.objects.filter(measure__indicator__name=name).first()


def test_a_block_of_150_cells_is_seen_saved_and_taken_back_by_keyboard(
    windows: Windows, eva: User, round: Round
) -> None:
    with translation.override("sv"):
        entered = str(OutcomeState.ENTERED.label)
    rows = block(entered)
    rows[4][1], rows[17][3] = "1.234", "cirka 50"
    OutcomeFactory(
        round=round,
        measure=round.targets.get(measure__indicator__name="Indikator 00").measure,
        total="70 %",
    )
    page, dialog = open_sheet(windows, eva, round)
    paste(cell(page, "Indikator 00"), as_text(rows))

    # Seen first: nothing is stored, and what cannot be read is told with its text.
    expect(dialog).to_be_visible()
    expect(dialog.locator("h2")).to_contain_text("148")
    expect(dialog.locator("h2")).to_contain_text("150")
    expect(dialog.locator("[data-fate='invalid']")).to_have_count(2)
    expect(dialog.locator("[data-fate='saved']")).to_have_count(147)
    expect(dialog.locator("[data-fate='unchanged']")).to_have_count(1)
    expect(dialog).to_contain_text("cirka 50")
    assert Outcome.objects.count() == 1
    assert faults(page) == []

    # The button has the focus already.
    page.keyboard.press("Enter")
    bar = page.locator("#paste-done")
    expect(bar).to_contain_text("148")
    expect(page.locator("[data-cell][data-state='saved']")).to_have_count(148)
    assert {outcome.state for outcome in Outcome.objects.all()} == {OutcomeState.ENTERED}
    assert stored("Indikator 00").total.text == "86,5 %"  # type: ignore[union-attr]
    assert stored("Indikator 01").total.amount == 2468  # type: ignore[union-attr]
    assert str(stored("Indikator 02").men.amount) == "-4.500000"  # type: ignore[union-attr]
    figures = [
        value
        for outcome in Outcome.objects.all()
        for value in (outcome.total, outcome.women, outcome.men, outcome.forecast)
    ]
    assert sum(value.is_number for value in figures) == 4 * MANY - 2

    # The two keep their text, and still do where the page is opened again.
    again = page.context.new_page()
    again.goto(page.url)
    for name, column, text in (
        ("Indikator 04", "women", "1.234"),
        ("Indikator 17", "forecast", "cirka 50"),
    ):
        expect(cell(page, name, column)).to_have_value(text)
        expect_state(cell(page, name, column), "invalid")
        expect(cell(again, name, column)).to_have_value(text)
        expect_state(cell(again, name, column), "draft")
    assert Draft.objects.count() == 2

    # Taken back, as new versions.
    expect(cell(page, "Indikator 00")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(bar.locator("[data-undo]")).to_be_hidden()
    expect(cell(page, "Indikator 00")).to_have_value("70 %")
    expect(cell(page, "Indikator 29")).to_have_value("")
    expect(cell(page, "Indikator 04", "women")).to_have_value("")
    first, last = stored("Indikator 00"), stored("Indikator 29")
    assert first is not None
    assert last is not None
    assert (first.total.text, first.women.text, first.state) == ("70 %", "", OutcomeState.ENTERED)
    assert (last.total.text, last.state, last.version) == ("", OutcomeState.MISSING, 2)
    assert not any(
        value.is_number
        for outcome in Outcome.objects.exclude(pk=first.pk)
        for value in (outcome.total, outcome.women, outcome.men, outcome.forecast)
    )
    expect(page.locator("#unsaved")).to_be_hidden()
    assert Draft.objects.count() == 0
    assert Event.objects.count() == 2 * MANY


def test_what_has_no_field_is_told_and_a_warning_is_accepted(
    windows: Windows, eva: User, round: Round
) -> None:
    round.targets.filter(measure__indicator__name="Indikator 28").update(by_sex=False)
    page, dialog = open_sheet(windows, eva, round)
    rows = [["70 %", "71 %"], ["130 %", "140 %"], ["utanför", "4711"]]
    paste(cell(page, "Indikator 28"), as_text([["2 400 st", "5 st"], rows[0], rows[2]]))
    expect(dialog.locator("[data-fate='nowhere']")).to_contain_text("")
    expect(dialog.locator(".paste__beyond")).to_contain_text("4711")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cell(page, "Indikator 28")).to_have_value("")

    paste(cell(page, "Indikator 00"), as_text([["130 %", ""], ["2 400", '"1"']]))
    expect(dialog.locator("[data-fate='warning']")).to_have_count(1)
    page.locator("#paste [name=accept]").check()
    page.locator("#paste [name=reason]").fill("Två kommuner räknas.")
    page.locator("#paste [value=paste]").click()
    expect_state(cell(page, "Indikator 00"), "saved")
    expect_state(cell(page, "Indikator 01", "women"), "invalid")
    expect(cell(page, "Indikator 01", "women")).to_have_value('"1"')
    outcome = stored("Indikator 00")
    assert outcome is not None
    assert outcome.acceptances.get().reason == "Två kommuner räknas."

    # Somebody else writes in a cell; the button takes back the rest.
    Outcome.objects.filter(pk=outcome.pk).update(total_printed="131 %", total_amount=131)
    page.locator("#paste-done [data-undo]").click()
    expect(cell(page, "Indikator 00")).to_have_value("131 %")
    expect(cell(page, "Indikator 01")).to_have_value("")
    expect(page.locator("#paste-done")).to_contain_text("1")


def test_prose_goes_into_its_text_and_a_column_of_texts_down_the_rows(
    windows: Windows, eva: User, round: Round
) -> None:
    page, dialog = open_sheet(windows, eva, round)
    field = cell(page, "Indikator 00", "analysis")
    paste(field, "Ett stycke.\n\nEtt till.", "<p>Ett stycke.</p><p>Ett till.</p>")
    page.wait_for_timeout(300)
    expect(dialog).to_be_hidden()

    with translation.override("sv"):
        later = str(OutcomeState.LATER.label)
    text = f'{later}\t"Två rader,\n""citat"" och\ttabb."\nFel ord\tMer.\n'
    paste(cell(page, "Indikator 00", "state"), text)
    expect(dialog.locator("[data-fate='saved']")).to_have_count(3)
    page.keyboard.press("Enter")
    expect_state(field, "saved")
    outcome = stored("Indikator 00")
    assert outcome is not None
    assert outcome.analysis == 'Två rader,\n"citat" och\ttabb.'
    assert outcome.state == OutcomeState.LATER
    # A word that the list does not have stands there all the same, also afterwards.
    wrong = cell(page, "Indikator 01", "state")
    expect(wrong).to_have_value("Fel ord")
    expect_state(wrong, "invalid")
    page.reload()
    expect(wrong).to_have_value("Fel ord")
