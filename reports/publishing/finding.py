"""Finding words in a report, as people who read Swedish expect. Pure: no database, no clock.

Capitals do not matter, nor do accents: "idé" is found by "IDE". But å, ä and ö are letters of
their own: "mal" does not find "mål". Every word that is looked for must stand in the same place,
as a word or a part of one: "förskola" finds "förskolan".
"""

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

# Characters that are read of what somebody looks for, and words.
MOST_CHARACTERS, MOST_WORDS = 100, 8
LEAST_CHARACTERS = 2
# Characters of a text that are shown beside what was found.
AROUND = 90
SWEDISH = frozenset("åäö")


@dataclass(frozen=True)
class Folded:
    """A text as it is searched, and for each of its characters where it stands in the text."""

    text: str
    letters: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Folded":
        """The text with white space made single, without capitals and accents."""
        text = " ".join(unicodedata.normalize("NFC", text).split())
        letters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(text):
            for letter in _letters(character):
                letters.append(letter)
                places.append(place)
        return cls(text, "".join(letters), tuple(places))

    def spans(self, words: tuple[str, ...]) -> list[tuple[int, int]]:
        """Where the words stand in the text, in order, none over another."""
        found: list[tuple[int, int]] = []
        for word in words:
            start = self.letters.find(word)
            while start >= 0:
                end = start + len(word)
                found.append((self.places[start], self.places[end - 1] + 1))
                start = self.letters.find(word, end)
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if kept and start < kept[-1][1]:
                kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
            else:
                kept.append((start, end))
        return kept


def _letters(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""
    small = character.casefold()
    if small in SWEDISH:
        return small
    apart = unicodedata.normalize("NFKD", small)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def words_of(looked_for: str) -> tuple[str, ...]:
    """The words that are looked for, each once; nothing when there is too little to look for."""
    words = Folded.of(looked_for[:MOST_CHARACTERS]).letters.split()
    if sum(map(len, words)) < LEAST_CHARACTERS:
        return ()
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


@dataclass(frozen=True)
class Piece:
    """A part of what is shown: found, or beside what was found."""

    text: str
    is_found: bool = False


@dataclass(frozen=True)
class Spot:
    """Something in a report that can be found: what it is called, what it says, and where it is."""

    kind: str
    title: str
    address: str
    code: str = ""
    text: str = field(default="", repr=False)

    @cached_property
    def folded_title(self) -> Folded:
        return Folded.of(f"{self.code} {self.title}" if self.code else self.title)

    @cached_property
    def folded_text(self) -> Folded:
        return Folded.of(self.text)


@dataclass(frozen=True)
class Hit:
    """Something that was found, with its words marked."""

    spot: Spot
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


def search(spots: tuple[Spot, ...], looked_for: str) -> tuple[Hit, ...]:
    """What holds every word: first what has them in its name, then in the report's order."""
    words = words_of(looked_for)
    if not words:
        return ()
    in_title, in_text = [], []
    for spot in spots:
        title, text = spot.folded_title, spot.folded_text
        if all(word in title.letters for word in words):
            in_title.append(spot)
        elif all(word in title.letters or word in text.letters for word in words):
            in_text.append(spot)
    return tuple(_hit(spot, words) for spot in (*in_title, *in_text))


def _hit(spot: Spot, words: tuple[str, ...]) -> Hit:
    title, text = spot.folded_title, spot.folded_text
    return Hit(
        spot,
        title=_pieces(title.text, title.spans(words), 0, len(title.text)),
        snippet=_snippet(text, text.spans(words)),
    )


def _snippet(text: Folded, spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """What stands around the first that was found; else how the text begins."""
    if not text.text:
        return ()
    first = spans[0] if spans else (0, 0)
    start, end = max(0, first[0] - AROUND), min(len(text.text), first[1] + AROUND)
    if start:
        start = text.text.find(" ", start, first[0]) + 1 or start
    if end < len(text.text):
        cut = text.text.rfind(" ", first[1], end)
        end = cut if cut > first[1] else end
    pieces = _pieces(text.text, spans, start, end)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(text.text) else ()
    return (*before, *pieces, *after)


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = start
    for first, last in spans:
        if first >= end or last <= at:
            continue
        last = min(last, end)
        if first > at:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[max(first, at) : last], is_found=True))
        at = last
    if at < end:
        found.append(Piece(text[at:end]))
    return tuple(found)
