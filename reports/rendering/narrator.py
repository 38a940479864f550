"""How the first page tells of a document's things: in lists of items, each with its place."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.formats import Value
from reports.document import ActivityEntry, IndicatorEntry
from reports.firstpage import FirstPage
from reports.references import PRINTED
from reports.rendering.frame import Frame
from reports.rendering.items import Item, Listing
from reports.rendering.layout import Status, shown
from reports.rendering.registers import DEVIATIONS

Thing = TypeVar("Thing")
# How many activities or indicators a list shows: what does not fit on a page is no first page.
MOST_OTHERS = 3


class Narrator:
    """What all that is told on a document's first page is told with."""

    def __init__(self, frame: Frame, *, live: bool = False) -> None:
        """`live`: the document's values as references, for a text that is going to be edited."""
        self.frame = frame
        self.live = live
        self.document = frame.document
        self.page = FirstPage(frame.document)

    def listing(
        self,
        caption: str,
        things: Sequence[Thing],
        most: int,
        item: Callable[[Thing], Item],
        *,
        counts: bool = True,
        rest: str = "",
    ) -> list[Listing]:
        """A list of the first of the things; nothing without any. `rest`: where all of them are."""
        if not things:
            return []
        # One more takes no more room than saying that there is one more.
        most = most + 1 if len(things) == most + 1 else most
        left = len(things) - most
        more = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left}
        # A number that is written down stays as it is when the data change.
        counts = counts and not self.live
        return [
            Listing(
                f"{caption} ({len(things)})" if counts else caption,
                tuple(item(thing) for thing in things[:most]),
                more if left > 0 and counts else "",
                rest,
            )
        ]

    @property
    def judged_by(self) -> str:
        """The cell that this document judges an indicator by."""
        return "forecast" if self.document.has_forecast else "outcome"

    def value(self, row: IndicatorEntry, cell: str) -> str:
        """A value of the document: as it is, or in a text to be edited by reference."""
        value: Value = getattr(row, cell)
        if self.live and row.key is not None and value.is_number:
            return f"[[value:{row.key}.{cell}.{PRINTED}]]"
        return shown(value) or "–"

    def about(
        self,
        row: IndicatorEntry,
        said: str,
        status: Status | None = None,
        note: str = "",
        why: str = "",
    ) -> Item:
        """An indicator, with what is said of it."""
        anchor = self.frame.indicator_anchor(row)
        return Item(row.name, anchor, row.goal, said, status, note, why)

    def deviations(self, rows: Sequence[ActivityEntry]) -> list[Listing]:
        """Activities that deviate: in a report that follows another, those that have begun to."""
        is_new = self.page.follows_the_year
        caption = _("Activities that have begun to deviate") if is_new else ""
        return self.listing(
            caption or _("Activities that deviate"),
            rows,
            MOST_OTHERS,
            self._deviation,
            rest=DEVIATIONS,
        )

    def _deviation(self, row: ActivityEntry) -> Item:
        return Item(label=row.title, anchor=self.frame.activity_anchor(row), code=row.goal)
