"""My work, and naming who does it, by keyboard alone."""

from playwright.sync_api import Page, expect

from goals.models import Responsibility
from organisation.models import Role, Unit
from tests.e2e.axe import faults
from tests.e2e.conftest import Town, Windows
from tests.e2e.test_work import open_by_keyboard, tab_to
from tests.factories import member


def choose(page: Page, label: str, typed: str) -> None:
    """Reach a list by Tab, and choose in it by writing."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(typed)


def test_everything_is_given_to_a_person_and_from_them_to_another_by_keyboard(
    town: Town, windows: Windows
) -> None:
    mona = member(Role.MANAGER, town.report.committee, name="Mona Ek")
    Unit.objects.create(committee=town.report.committee, name="Förskola")
    page = windows.open(town.eva, locale="en-GB")

    # From the list of what nobody answers for, to the rows
    page.goto(f"{town.report.get_absolute_url()}arbete/")
    assert faults(page) == []
    open_by_keyboard(page, page.get_by_role("link", name="Name who is responsible"))
    rows = page.locator("tbody tr")
    assert rows.count() > 5

    # Choose all of them, and name a unit and a person
    tab_to(page, page.get_by_label("Choose all rows"))
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen-count]")).to_have_text(f"{rows.count()} rows chosen")
    count = rows.count()
    choose(page, "Unit", "För")
    choose(page, "Person", "Mona")
    assert faults(page) == []
    open_by_keyboard(page, page.get_by_role("button", name="Make responsible"))
    expect(page.locator(".notice--success")).to_contain_text(f"{count} rows changed")
    assert Responsibility.objects.filter(person=mona, unit__name="Förskola").count() == count
    assert faults(page) == []

    # Mona leaves: all of hers goes to Eva, after a question that tells how much
    mona.is_active = False
    mona.save()
    page.goto("/aby/2023/ansvar/")
    open_by_keyboard(page, page.get_by_role("link", name="Reassign everything"))
    choose(page, "From", "Mona")
    choose(page, "To", "Eva")
    open_by_keyboard(page, page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("alert")).to_contain_text(f"{count} rows go from Mona Ek to Eva.")
    assert faults(page) == []
    open_by_keyboard(page, page.get_by_role("button", name="Reassign", exact=True))
    assert Responsibility.objects.filter(person=town.eva).count() == count


def test_the_whole_row_leads_to_the_place(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, locale="en-GB")
    page.goto(f"{town.report.get_absolute_url()}arbete/?visa=alla&brist=utfall")

    # In the empty space between the name and the status, not on the name.
    row = page.locator(".job").first
    box = row.bounding_box()
    assert box is not None
    with page.expect_navigation():
        row.click(position={"x": box["width"] / 2, "y": box["height"] - 4})

    assert "/utfall/#measure-" in page.url


def test_rows_are_chosen_and_named_without_javascript(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva, java_script_enabled=False, locale="en-GB")
    page.goto("/aby/2023/ansvar/")

    page.locator("input[name=places]").first.check()
    page.get_by_label("Person", exact=True).select_option(label="Eva")
    page.get_by_role("button", name="Make responsible").click()

    expect(page.locator(".notice--success")).to_contain_text("1 row changed, of 1 chosen.")
    assert Responsibility.objects.get().person == town.eva
