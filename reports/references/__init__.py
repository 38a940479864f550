"""References in texts: `[[indicators:1.3]]` stands for what the document counts. Pure.

A reference is a kind and an argument between double brackets. Until the edition is frozen it is
kept as it is and computed each time the document is read; `docs/writing.md` lists the kinds. What
it becomes is Swedish, as the documents are. One that points at nothing is left as it is written,
so that the review finds it. `token` below is what stands between the brackets.
"""

from reports.references.expanding import begins_sentence, dangling, expand, expanded
from reports.references.kinds import KINDS, PRINTED, words
from reports.references.menu import Choice, choices

__all__ = [
    "KINDS",
    "PRINTED",
    "Choice",
    "begins_sentence",
    "choices",
    "dangling",
    "expand",
    "expanded",
    "words",
]
