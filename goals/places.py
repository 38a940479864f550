"""Where in a round something is: the round itself, a goal, an indicator or an activity.

Locks, drafts, events and responsibilities are all about a place. A place is a
kind and a key, so that goals can speak of indicators without knowing their
models. Pure: no database.
"""

from dataclasses import dataclass
from typing import Self

from goals.choices import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of thing and its primary key; written "measure:45" in pages and addresses."""

    kind: Kind
    key: int

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.key}"

    @property
    def anchor(self) -> str:
        """The place's id on a page: "measure-45"."""
        return f"{self.kind.value}-{self.key}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The place that "measure:45" names.

        Raises:
            ValueError: the text names none.
        """
        kind, colon, key = text.partition(":")
        if not colon or not key.isascii() or not key.isdecimal() or len(key) > 18:
            raise ValueError(f"no place: {text[:40]!r}")
        return cls(Kind(kind), int(key))
