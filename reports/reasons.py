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
# Words by which a sentence tells what fell short. "Inte bara" and "inga brister" do not.
SHORT = re.compile(
    r"\b(?:inte(?!\s+(?:bara|minst|enbart))|ej|men|dock|däremot|delvis|saknas|saknade\w*|saknar"
    r"|(?<!inte )bara|endast|avvek|avviker|avvikit|lägre|sämre|missa\w*|långt från"
    r"|(?<!inga )(?<!ingen )(?<!utan )(?:brist\w*|försen\w*|svag\w*|underskott\w*)|brast"
    r"|(?:mot|under|jämf\w+ med|nivå med) (?:års)?målet|ing(?:en|et|a)\b[^.]*\bnår)\b",
    re.IGNORECASE,
)
# Words that often do: what decreases may as well be good.
MAYBE_SHORT = re.compile(
    r"\b(?:minskat|minskade|minskar|sjönk|sjunk\w+|föll|fallit|nedgång\w*|färre|svår\w*)\b",
    re.IGNORECASE,
)
# What they stand in without telling why: the bare miss, and that there is nothing to compare with.
ASIDE = re.compile(
    r"^(?:årsmålet [\d\s,%]*(?:nås|nåddes) (?:ändå |dock )?inte(?: riktigt)?\.$"
    r"|(?:någon )?(?:jämförelse|tidigare )[^.]*\bsaknas\b)",
    re.IGNORECASE,
)
# A sentence that begins so leans on the one before it.
LEANS = re.compile(r"^(?:Därför|Därmed|Däremot|Det|Den|De|Detta|Denna|Dessa|Dock|Men)\b")


def why(analysis: str | None, most: int = WHY_LENGTH) -> str:
    """The sentences of an analysis from the first that tells a shortfall, as many as fit.

    Where none does, from the first of all; the first one is cut where not even that fits.
    Headings are passed over, and a first sentence that only repeats the assessment.
    """
    said = list(_sentences(analysis or ""))
    if len(said) > 1 and VERDICT.match(said[0]):
        said = said[1:]
    if not said:
        return ""
    said = said[_start(said, most) :]
    told = said[0]
    for sentence in said[1:]:
        if len(told) + 1 + len(sentence) > most:
            break
        told = f"{told} {sentence}"
    return told if len(told) <= most * 3 // 2 else _cut(told, most)


def _start(said: list[str], most: int) -> int:
    """Where the why begins: with the sentence before, if the first leans on it and both fit."""
    for words in (SHORT, MAYBE_SHORT):
        for number, sentence in enumerate(said):
            if words.search(sentence) and not ASIDE.match(sentence):
                leans = number > 0 and LEANS.match(sentence)
                fits = len(said[number - 1]) + 1 + len(sentence) <= most
                return number - 1 if leans and fits else number
    return 0


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
