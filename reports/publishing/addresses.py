"""The addresses of a published report: the latest edition's, which stays, and each edition's."""

from dataclasses import dataclass, replace

from django.urls import reverse

from goals.models import PART_SLUGS
from reports.models import Edition


@dataclass(frozen=True)
class Address:
    """Where a published report is. Without a number: its latest edition, whichever that is."""

    committee: str
    year: int
    part: str
    number: int | None = None

    def to(self, name: str, *what: str) -> str:
        """The address of one of the report's pages."""
        number = [] if self.number is None else [self.number]
        return reverse(name, args=[self.committee, self.year, self.part, *number, *what])

    @property
    def report(self) -> str:
        return self.to("publication")

    @property
    def whole(self) -> str:
        return self.to("public_whole")

    @property
    def search(self) -> str:
        return self.to("public_search")

    @property
    def changes(self) -> str:
        return self.to("public_changes")

    def chapter(self, name: str) -> str:
        return self.to("public_chapter", name)

    def goal(self, code: str) -> str:
        return self.to("public_goal", code)

    def indicator(self, key: str) -> str:
        return self.to("public_indicator", key)

    def file(self, name: str) -> str:
        return self.to("public_file", name)

    def numbered(self, number: int) -> "Address":
        """The same report in the edition of that number."""
        return replace(self, number=number)


def address_of(edition: Edition) -> Address:
    """Where the latest published edition of the report is that this is an edition of."""
    round = edition.round
    return Address(round.committee.slug, round.year, PART_SLUGS[round.part])


def public_address(edition: Edition) -> str:
    """Where everybody reads this edition; "" for one that is not published."""
    return address_of(edition).numbered(edition.number).report if edition.is_published else ""
