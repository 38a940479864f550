"""What is published: the decided and corrected editions, found by their addresses.

The only module that decides it. Each page asks it the same few questions, whatever it shows,
and none of them takes a snapshot or a file out of the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import QuerySet

from config.formats import swedish_key
from goals.models import PART_SLUGS
from goals.rounds import PARTS_BY_SLUG
from organisation.models import Committee
from reports.editions import queries
from reports.models import Edition, EditionFile
from reports.publishing.addresses import Address

# The order of the year's documents, the last first.
PARTS = tuple(reversed(PART_SLUGS))
MOST_LATEST = 5


@dataclass(frozen=True)
class Publication:
    """A round's report as everybody may read it: its published editions, the latest first."""

    editions: tuple[Edition, ...]
    # Which of them is shown, and whether it was asked for by its number.
    edition: Edition
    by_number: bool = False
    # The committee's other reports, each by its latest edition; the latest report first.
    others: tuple["Publication", ...] = ()

    @property
    def committee(self) -> Committee:
        return self.edition.round.committee

    @property
    def stable(self) -> Address:
        """The address that leads to the latest edition for ever."""
        round = self.edition.round
        return Address(round.committee.slug, round.year, PART_SLUGS[round.part])

    @property
    def address(self) -> Address:
        """The address that this edition is read at."""
        return self.stable.numbered(self.edition.number) if self.by_number else self.stable

    @property
    def numbered(self) -> Address:
        """The address of this very edition."""
        return self.stable.numbered(self.edition.number)

    @property
    def latest(self) -> Edition:
        return self.editions[0]

    @property
    def title(self) -> str:
        return self.edition.round.title

    @property
    def place(self) -> tuple[int, int]:
        """Where the report stands among the committee's: by year, then by part."""
        return self.edition.round.year, -PARTS.index(self.edition.round.part)

    @property
    def earlier(self) -> tuple["Publication", ...]:
        """The committee's reports from before this one, the latest first."""
        return tuple(other for other in self.others if other.place < self.place)

    @cached_property
    def files(self) -> dict[str, EditionFile]:
        """The edition's files by format, without what is in them."""
        files = EditionFile.objects.filter(edition=self.edition).defer("content")
        return {file.format: file for file in files}

    @property
    def facts(self) -> tuple[object, ...]:
        """Everything but the snapshot that a page of it may show: if none differs, nothing does."""
        return (
            self.committee.name,
            [_fact(edition) for edition in self.editions],
            self.edition.number,
            [(_fact(other.edition), other.stable) for other in self.others],
            [(file.format, file.digest, file.size) for file in self.files.values()],
        )


def _fact(edition: Edition) -> tuple[object, ...]:
    """An edition never changes, so that its number and its digest say all of it."""
    return edition.pk, edition.number, edition.digest


def published() -> QuerySet[Edition]:
    """The editions that everybody may read, with what their addresses are made of."""
    editions = queries.published().select_related("round__committee")
    return editions.order_by("round", "-number")


def publications(editions: Iterable[Edition]) -> tuple[Publication, ...]:
    """The reports that the editions are of, the latest report first."""
    found = [
        Publication(editions=tuple(group), edition=group[0])
        for _round, group in ((key, list(rows)) for key, rows in groupby(editions, _round_of))
    ]
    return tuple(sorted(found, key=lambda one: one.place, reverse=True))


def _round_of(edition: Edition) -> int:
    return edition.round_id


def find(address: Address) -> Publication | None:
    """The report at that address; nothing where none is published."""
    if address.part not in PARTS_BY_SLUG:
        return None
    of_committee = publications(published().filter(round__committee__slug=address.committee))
    stable = Address(address.committee, address.year, address.part)
    for one in of_committee:
        if one.stable == stable:
            others = tuple(other for other in of_committee if other is not one)
            return _shown(one.editions, address.number, others)
    return None


def _shown(
    editions: tuple[Edition, ...], number: int | None, others: tuple[Publication, ...]
) -> Publication | None:
    if number is None:
        return Publication(editions, editions[0], others=others)
    asked = next((edition for edition in editions if edition.number == number), None)
    return Publication(editions, asked, by_number=True, others=others) if asked else None


@dataclass(frozen=True)
class Shelf:
    """A committee's published reports, by year."""

    committee: Committee
    years: tuple[tuple[int, tuple[Publication, ...]], ...]


def shelves(found: Iterable[Publication]) -> tuple[Shelf, ...]:
    """The reports by committee and year: committees by name, years the latest first."""
    by_committee: dict[int, list[Publication]] = {}
    for one in found:
        by_committee.setdefault(one.committee.pk, []).append(one)
    stood = [
        Shelf(
            ones[0].committee,
            tuple((year, tuple(group)) for year, group in groupby(ones, _year_of)),
        )
        for ones in by_committee.values()
    ]
    return tuple(sorted(stood, key=lambda shelf: swedish_key(shelf.committee.name)))


def _year_of(one: Publication) -> int:
    return one.edition.round.year


def newest(found: Iterable[Publication]) -> tuple[Publication, ...]:
    """The reports that were published last."""
    ordered = sorted(found, key=lambda one: (one.edition.made_at, one.edition.pk), reverse=True)
    return tuple(ordered[:MOST_LATEST])
