"""What the tests of texts share: the editor, standing in it, and what is kept of it."""

from playwright.sync_api import Locator, Page

from goals.models import Draft
from tests.workers import until

SECONDS = 15
# The library looks 20 ms after it got the focus where the browser stands, and goes back to where
# it stood itself when it has not heard of a step yet. No hand takes a step as soon as that; a
# script does. What is set to go off later goes off after it.
STAND = "text => new Promise(done => { text.focus(); setTimeout(done, 60); })"
IS_LAST = "text => text.editor.state.selection.from >= text.editor.state.doc.content.size - 1"


def editor(page: Page) -> Locator:
    return page.locator("[data-editor=started] [role=textbox]")


def stand_in(text: Locator) -> None:
    """As somebody does who has come to the text, and now takes hold of the keyboard."""
    text.evaluate(STAND)


def go_to_end(text: Locator) -> None:
    """Go to the end of the text; the editor has heard of it."""
    stand_in(text)
    text.press("Control+End")
    until(lambda: text.evaluate(IS_LAST), SECONDS, seen=text.inner_html)


def until_kept(**texts: str) -> None:
    """Wait until these drafts, and no others, are kept. What is sent while a page is left arrives
    in its own time, and may come after a draft of the same cell with less in it."""

    def kept() -> dict[str, str]:
        return dict(Draft.objects.values_list("cell", "text"))

    until(lambda: kept() == texts, SECONDS, seen=kept)
