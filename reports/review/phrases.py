"""Running text taken apart for the checks: sentences, number words, short quotations. Pure."""

import re
from collections.abc import Iterator

# How much of a sentence a message quotes.
QUOTED_LENGTH = 160

# What ends with a full stop without ending a sentence, when a capital follows.
_ABBREVIATIONS = r"(?<!bl\.a\.)(?<!t\.ex\.)(?<!d\.v\.s\.)(?<!m\.m\.)(?<! ca\.)(?<! kl\.)(?<! nr\.)"
_END = re.compile(rf"(?<=[.!?]){_ABBREVIATIONS}\s+(?=[A-ZÅÄÖ0-9\"”–-])")
# A line that begins something of its own: an item of a list, a heading.
_OWN_LINE = re.compile(r"\n(?=[ \t]*(?:[-•*–]|#{1,6}|[0-9]+\.)[ \t])")
_HEADING = re.compile(r"#{1,6}[ \t]+")


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs, items and headings, each on one line, without marks."""
    cut = re.split(r"\n[ \t]*\n", _OWN_LINE.sub("\n\n", text.replace("\r\n", "\n")))
    return [" ".join(part.split()) for part in cut if part.strip()]


def is_heading(paragraph: str) -> bool:
    """Whether the paragraph is marked as a heading."""
    return _HEADING.match(paragraph) is not None


def sentences(text: str) -> Iterator[str]:
    """The text's sentences in order; a heading or an item of a list is one."""
    for paragraph in paragraphs(text):
        for sentence in _END.split(paragraph):
            # A footnote's space or a mark may stand alone.
            if any(letter.isalnum() for letter in sentence):
                yield sentence.strip()


def quoted(sentence: str) -> str:
    """The sentence for a message, shortened at a word."""
    if len(sentence) <= QUOTED_LENGTH:
        return sentence
    return sentence[:QUOTED_LENGTH].rsplit(" ", 1)[0].rstrip(",;") + " …"
