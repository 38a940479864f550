"""What the first page consists of: topics of sentences and lists of lines."""

from dataclasses import dataclass

from reports.rendering.layout import Status

# Letters on a line of the first chapter, and how many lines its headings take.
LETTERS_ON_LINE = 120
HEADING_LINES, CAPTION_LINES = 3.0, 1.5


@dataclass(frozen=True)
class Item:
    """A line: what it is about, with its place in the document, and what is said of it."""

    label: str
    anchor: str
    code: str = ""
    said: str = ""
    status: Status | None = None
    # What is said of the status: what it was before.
    note: str = ""
    why: str = ""


@dataclass(frozen=True)
class Listing:
    """A list with its caption; `more` says how many it leaves out, `rest` where all of them are."""

    caption: str
    items: tuple[Item, ...]
    more: str = ""
    rest: str = ""

    @property
    def lines(self) -> float:
        """About how many lines it takes in print."""
        said = sum(
            lines_of(len(item.label) + len(item.said)) + lines_of(len(item.why))
            for item in self.items
        )
        return CAPTION_LINES * bool(self.caption) + said + bool(self.more)


@dataclass(frozen=True)
class Topic:
    """A heading with its sentences and lists."""

    heading: str
    sentences: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()

    @property
    def lines(self) -> float:
        """About how many lines it takes in print."""
        lists = sum(each.lines for each in self.listings)
        return HEADING_LINES + lines_of(len(" ".join(self.sentences))) + lists


def lines_of(letters: int) -> int:
    """About how many lines so many letters take in the first chapter."""
    return -(-letters // LETTERS_ON_LINE)


def lower(words: str) -> str:
    """The words as they go on in a sentence."""
    return words[:1].lower() + words[1:]
