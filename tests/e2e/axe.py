"""What axe finds on a page as it stands."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of what is in order it need not tell every place.
OPTIONS = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}


def faults(page: Page) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    answer = page.evaluate("options => axe.run(document, options)", OPTIONS)
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in answer["violations"]
        for node in fault["nodes"]
    ]


def faults_in_both_schemes(page: Page) -> list[str]:
    """In light and in dark colours, one after the other."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in faults(page)]
    return found
