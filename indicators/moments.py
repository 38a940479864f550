"""An indicator at a place in time: what a report says of it. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from config.formats import NOTHING, Value


@dataclass(frozen=True)
class Moment:
    """What one committee's report says of an indicator, at its place in time."""

    label: str
    total: Value
    women: Value = NOTHING
    men: Value = NOTHING
    target: Decimal | None = None
    # Whether it cannot be compared with the moment before: the series breaks between them.
    breaks_before: bool = False

    @property
    def values(self) -> list[Value]:
        """Those that have a number."""
        return [value for value in (self.total, self.women, self.men) if value.is_number]
