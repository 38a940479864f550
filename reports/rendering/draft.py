"""The first page as a text of the writer's own, to be edited: Markdown with live values."""

from collections.abc import Iterable, Iterator

from django.utils import translation

from config.texts import literal
from reports.document import Document
from reports.rendering.digest import Digest
from reports.rendering.frame import Frame
from reports.rendering.items import Item, Topic, lower
from reports.rendering.render import LANGUAGE


def draft_first_page(document: Document) -> str:
    """What is worked out for the first page, as a text; the values in it stay live.

    Counts are left out: a number that is written down stays as it is when the data change.
    """
    with translation.override(LANGUAGE):
        topics = Digest(Frame(document), live=True).topics
        return "\n\n".join(_parts(topics))


def _parts(topics: Iterable[Topic]) -> Iterator[str]:
    for topic in topics:
        yield f"### {literal(topic.heading)}"
        if topic.sentences:
            yield literal(" ".join(topic.sentences))
        for listing in topic.listings:
            if listing.caption:
                yield f"#### {literal(listing.caption)}"
            yield "\n".join(f"- {_line(item)}" for item in listing.items)


def _line(item: Item) -> str:
    status = lower(item.status.word) if item.status else ""
    said = ", ".join(filter(None, [item.said, status]))
    said = f"{said} ({item.note})" if item.note else said
    line = f"{item.code} **{literal(item.label)}**".strip()
    line = f"{line}: {said}" if said else line
    return f"{line}. {literal(item.why)}" if item.why else line
