"""What must be counted while a Word document is written: places, outside links, lists."""

import hashlib
from dataclasses import dataclass, field

from reports.office.word.markup import Xml, element, joined

# Word cuts a longer name, and what led to it then leads nowhere.
LONGEST_BOOKMARK = 40
# Numbers of the lists in numbering.xml; every list that counts begins anew, with one of its own.
BULLETS, FIRST_NUMBERS = 1, 2


@dataclass
class Pen:
    """What has been used so far."""

    bookmarks: int = 0
    # By address, in the order they are met.
    links: dict[str, str] = field(default_factory=dict)
    lists: int = 0

    def place(self, anchor: str, content: Xml) -> Xml:
        """The content, as a place that can be linked to."""
        self.bookmarks += 1
        return joined(
            element("bookmarkStart", id=self.bookmarks, name=bookmark(anchor)),
            content,
            element("bookmarkEnd", id=self.bookmarks),
        )

    def link(self, address: str, content: Xml) -> Xml:
        """A link out of the document."""
        key = self.links.setdefault(address, f"rLink{len(self.links) + 1}")
        return Xml(f'<w:hyperlink r:id="{key}" w:history="1">{content}</w:hyperlink>')

    def next_numbers(self) -> int:
        """The number of a new list that counts from one."""
        self.lists += 1
        return FIRST_NUMBERS + self.lists - 1


def bookmark(anchor: str) -> str:
    """What Word calls a place: letters, digits and underscores, at most forty."""
    name = anchor.replace("-", "_")
    if len(name) <= LONGEST_BOOKMARK:
        return name
    return f"p_{hashlib.sha256(anchor.encode()).hexdigest()[:30]}"
