"""Page numbers of places in other parts, for WeasyPrint's `target-counter()`.

A part is laid out by itself, and cannot see the others. So the numbers that its text
shows are given from outside; while they are not known, it is laid out with a number of
the usual width in their place. WeasyPrint has no hook for this: its collector of targets
is replaced by one of ours while a part is laid out.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

UNKNOWN = 888


class FixedCounters:
    """Stands where WeasyPrint looks for a target's counters."""

    def __init__(self, number: int) -> None:
        self.cached_counter_values = {"page": [number]}


@contextmanager
def numbers_given(known: Mapping[str, int] | None) -> Iterator[list[str]]:
    """While this is open, targets have these page numbers; yields the names asked for.

    With None WeasyPrint finds the numbers itself, as it can in a whole document.
    """
    from weasyprint import document
    from weasyprint.css.targets import TargetCollector, TargetLookupItem, anchor_name_from_token

    asked: list[str] = []
    numbers = known or {}

    class GivenTargets(TargetCollector):
        def lookup_target(self, token: Any, source: Any, *rest: Any) -> TargetLookupItem:
            if token[0] == "attr()":
                attribute, _type, fallback = token[1]
                token = ("string", source.element.get(attribute, fallback))
            name = str(anchor_name_from_token(token))
            if name not in asked:
                asked.append(name)
            item = TargetLookupItem("up-to-date")
            item.target_box = FixedCounters(numbers.get(name, UNKNOWN))
            return item

    original = document.TargetCollector
    if known is not None:
        document.TargetCollector = GivenTargets
    try:
        yield asked
    finally:
        document.TargetCollector = original
