"""Every page: nothing for axe to find, and no sideways scrolling on a telephone."""

import pytest
from playwright.sync_api import Page

from goals.choices import Verb
from goals.models import Event
from goals.rules import assess_goal
from indicators.models import Indicator, Measure
from organisation.models import User
from reports.choices import FileState
from reports.models import ReportFile
from reports.writing.comments import add_comment
from tests.e2e.axe import faults, faults_in_both_schemes
from tests.e2e.conftest import Town, Windows

TELEPHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
BEFORE_LOGIN = ["/logga-in/", "/konto/losenord/glomt/", "/konto/losenord/glomt/skickat/"]


def addresses(town: Town) -> list[str]:
    """Every page that somebody who is logged in can open."""
    report, plan = town.report.get_absolute_url(), town.plan.get_absolute_url()
    names = ("Andel nöjda barn", "Antal träffar")
    measures = [Measure.objects.get(indicator__name=name).pk for name in names]
    file = ReportFile.objects.create(round=town.report, state=FileState.QUEUED)
    ready = ReportFile.objects.create(round=town.report, state=FileState.READY, content=b"%PDF")
    failed = ReportFile.objects.create(round=town.report, state=FileState.FAILED, error="Fel")
    event = enter(town)
    for name in (f"measure:{measures[0]}", f"goal:{event.place.key}"):
        add_comment(round=town.report, name=name, text="Stämmer det?", by=town.karin)
    return [
        "/",
        "/aby/",
        "/aby/historik/",
        f"{report}historik/",
        f"{report}historik/?amne=varningar&fran=x",
        f"{report}historik/?plats={event.place}",
        f"{report}historik/{event.pk}/",
        f"{plan}historik/",
        "/aby/2023/",
        report,
        f"{report}?sok=finns-inte",
        f"{report}mal/1.1/",
        f"{report}mal/1.1.1/",
        f"{report}mal/1.1/bedom/",
        f"{report}utfall/",
        f"{report}utfall/?visa=saknas",
        *(f"{report}utfall/{measure}/varde/" for measure in measures),
        f"{report}aktiviteter/",
        f"{report}aktiviteter/?visa=datum",
        f"{report}aktiviteter/ovriga/",
        f"{report}rapport/",
        f"{report}rapport/text/summary/",
        f"{report}rapport/text/first_page/",
        f"{report}rapport/kommentarer/measure:{measures[0]}/",
        f"{report}rapport/mall/",
        f"{report}rapport/mall/?andra=ny",
        "/mallar/",
        "/mallar/2023/t1/",
        f"{report}granskning/",
        f"{report}granskning/?allvar=must&slag=goal",
        f"{plan}granskning/",
        "/regler/",
        "/regler/granskning/",
        *(f"{report}rapport/pdf/{made.pk}/" for made in (file, ready, failed)),
        f"{report}arbete/",
        f"{report}arbete/?visa=alla&brist=utfall",
        "/aby/2023/ansvar/",
        "/aby/2023/ansvar/?visa=utan",
        plan,
        f"{plan}mal/1.1/",
        f"{plan}aktiviteter/",
        f"{plan}rapport/",
        f"/indikator/{Indicator.objects.get(name='Andel nöjda barn').pk}/",
        f"/indikator/{Indicator.objects.get(name='Antal träffar').pk}/",
        f"{report}omgang/",
        f"{plan}omgang/",
        "/kalender/2023/",
        "/konto/losenord/",
        "/konto/paminnelser/",
        "/logga-ut/",
        "/finns-inte/",
    ]


def enter(town: Town) -> Event:
    """Somebody assesses a goal, so that there is something in the history."""
    assessment = town.report.assessments.get(goal__code="2.1")
    assess_goal(
        assessment=assessment,
        level="partial",
        analysis="Det går bättre.",
        version=assessment.version,
        by=town.eva,
    )
    return Event.objects.filter(verb=Verb.GOAL_ASSESSED)[0]


def choose_language(page: Page, language: str) -> None:
    address = str(page.evaluate("location.origin"))
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])


@pytest.mark.long
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("who", "viewport"), [(None, DESK), ("eva", DESK), ("rolf", TELEPHONE)])
def test_axe_finds_nothing(
    town: Town, windows: Windows, language: str, who: str | None, viewport: dict[str, int]
) -> None:
    found = []
    page = windows.open(getattr(town, who) if who else None, viewport=viewport)
    page.goto("/halsa/")
    choose_language(page, language)
    for address in addresses(town) if who else BEFORE_LOGIN:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_in_both_schemes(page)]
        if address != "/logga-ut/":
            assert page.locator("html").get_attribute("lang") == language
    assert found == []


def sideways(page: Page) -> dict[int, int]:
    """How many pixels of the page lie outside windows of these widths."""
    outside = {}
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        outside[width] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    return {width: pixels for width, pixels in outside.items() if pixels > 0}


@pytest.mark.parametrize("who", [None, "eva"])
def test_no_page_scrolls_sideways(town: Town, windows: Windows, who: str | None) -> None:
    wide = {}
    page = windows.open(getattr(town, who) if who else None)
    for address in addresses(town) if who else BEFORE_LOGIN:
        page.set_viewport_size({"width": 320, "height": 844})
        page.goto(address)
        if outside := sideways(page):
            wide[address] = outside
    assert wide == {}


def test_long_name_fits_in_the_page_head(town: Town, windows: Windows) -> None:
    User.objects.filter(pk=town.karin.pk).update(name="Karin Nyberg-Åkerström")
    page = windows.open(town.karin, viewport={"width": 320, "height": 700})
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("width", [320, 390])
def test_counts_of_the_first_page_fit_beside_each_other(
    town: Town, windows: Windows, width: int
) -> None:
    page = windows.open(town.eva, viewport={"width": width, "height": 844})
    page.goto(f"{town.report.get_absolute_url()}rapport/")
    heads = page.locator(".document .tallies thead th")
    assert heads.count() == 5
    edges = [box["x"] + box["width"] for head in heads.all() if (box := head.bounding_box())]
    assert sorted(set(edges)) == edges
    assert edges[-1] <= width


def test_every_page_has_one_heading_and_a_title_of_its_own(town: Town, windows: Windows) -> None:
    page = windows.open(town.eva)
    titles: dict[str, str] = {}
    for address in addresses(town):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        titles.setdefault(page.title(), address)
    assert all(len(title) > len("Rödtråd") for title in titles)


def test_the_checks_can_find_something(town: Town, windows: Windows) -> None:
    """A check that cannot fail proves nothing."""
    page = windows.open(town.eva)
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"/static/icon.svg\">')")
    assert "image-alt" in {fault.partition(":")[0] for fault in faults(page)}
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          const dark = "@media (prefers-color-scheme: dark) { main * { color: #222 !important; } }";
          sheet.replaceSync(dark);
          document.adoptedStyleSheets.push(sheet);
        }"""
    )
    contrasts = [fault for fault in faults_in_both_schemes(page) if "color-contrast" in fault]
    assert {fault.partition(":")[0] for fault in contrasts} == {"dark"}
