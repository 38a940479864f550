"""Why something is not met, in a few of the analysis' own words."""

import re
from collections.abc import Iterator

from config.texts import BlockKind, blocks, words_of

# Characters of an analysis that tell why on a first page; a longer sentence is cut.
WHY_LENGTH = 125
# A sentence ends where a new one begins, but not after a short form.
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖÉ0-9\[])")
SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:t\.ex|bl\.a|m\.m|dvs|d\.v\.s|s\.k|f\.d|o\.d|osv|etc|ca|jfr|kl|nr|resp|inkl|exkl|"
    r"[A-ZÅÄÖ])\.$",
    re.IGNORECASE,
)
# A sentence that only says the assessment once more: the status beside it does.
VERDICT = re.compile(
    r"^[^\d]{0,90}\b(?:uppfyll\w*|uppnå\w*|nå\w*)\b[^\d,:;]{0,20}\b(?:helt|delvis|inte|inte alls)"
    r"\b[^\d,:;]{0,20}\.$",
    re.IGNORECASE,
)


def why(analysis: str | None, most: int = WHY_LENGTH) -> str:
    """The first sentences of an analysis that fit; the first one cut where not even that does.

    Headings are passed over, and a first sentence that only repeats the assessment.
    """
    said = list(_sentences(analysis or ""))
    if len(said) > 1 and VERDICT.match(said[0]):
        said = said[1:]
    if not said:
        return ""
    told = said[0]
    for sentence in said[1:]:
        if len(told) + 1 + len(sentence) > most:
            break
        told = f"{told} {sentence}"
    return told if len(told) <= most * 3 // 2 else _cut(told, most)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, its list items among them."""
    for block in blocks(text):
        if block.kind == BlockKind.HEADING:
            continue
        lines = ["".join(words_of(run) for run in line) for line in block.lines]
        is_list = block.kind != BlockKind.PARAGRAPH
        for paragraph in lines if is_list else [" ".join(lines)]:
            yield from _divided(" ".join(paragraph.split()))


def _divided(paragraph: str) -> Iterator[str]:
    begun = ""
    for piece in SENTENCE_END.split(paragraph):
        begun = f"{begun} {piece}" if begun else piece
        if not SHORT_FORM.search(begun):
            yield begun
            begun = ""
    if begun:
        yield begun


def _cut(text: str, most: int) -> str:
    """The text up to a word's end, with dots for the rest."""
    return text[: most + 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
