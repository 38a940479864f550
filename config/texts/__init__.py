"""Long texts: plain, with a little Markdown.

Paragraphs are parted by an empty line, and a line break in one is kept. `- ` and `1. ` begin the
items of a list, `### ` and `#### ` a heading. In a line there is `**strong**`, `*emphasis*`,
`[a link](https://…)` and `[[kind:argument]]`, a reference to something that is counted. Nothing
else means anything: HTML in a text is text.
"""

from config.texts.editor import from_editor, to_editor
from config.texts.parts import REFERENCE, TOKEN, Block, BlockKind, Line, Run, Shown, words_of
from config.texts.reading import blocks, plain
from config.texts.writing import literal, normal

__all__ = [
    "REFERENCE",
    "TOKEN",
    "Block",
    "BlockKind",
    "Line",
    "Run",
    "Shown",
    "blocks",
    "from_editor",
    "literal",
    "normal",
    "plain",
    "to_editor",
    "words_of",
]
