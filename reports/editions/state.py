"""Where a report is between its draft and its editions. Reads, and changes nothing."""

from dataclasses import dataclass, replace
from functools import cached_property

from config.formats import format_date
from goals.models import Round
from reports.compose import compose_report
from reports.document import Document
from reports.editions.comparing import Comparison, compare_documents
from reports.models import Edition
from reports.snapshot import digest, freeze, thaw


def decision_words(edition: Edition) -> str:
    """The decision of an edition: "2024-02-15, § 7"; nothing for a proposal."""
    if edition.decided_on is None:
        return ""
    return f"{format_date(edition.decided_on)}, § {edition.paragraph}"


@dataclass(frozen=True)
class Draft:
    """What a round says now, beside the editions that have been made of it."""

    round: Round
    document: Document
    last: Edition | None
    # The edition that holds now, and the latest proposal since.
    published: Edition | None
    proposal: Edition | None

    @property
    def number(self) -> int:
        """The number that the next edition gets."""
        return self.last.number + 1 if self.last else 1

    @cached_property
    def mark(self) -> str:
        """A mark of everything the document says: another when anything of it has changed."""
        return digest(freeze(replace(self.document, status="", registry_number="", earlier=None)))

    @cached_property
    def since_published(self) -> Comparison | None:
        """What differs from the edition that holds now; none: nothing is published."""
        return self.since(self.published)

    @cached_property
    def since_proposal(self) -> Comparison | None:
        """What differs from the latest proposal; none: there is none."""
        return self.since(self.proposal)

    def since(self, edition: Edition | None) -> Comparison | None:
        """What differs from an edition, beside the act."""
        return compare_documents(thaw(edition.snapshot), self.document) if edition else None


def draft_of(round: Round, document: Document | None = None) -> Draft:
    """What the round says now, with its editions."""
    editions = list(Edition.objects.filter(round=round).order_by("number"))
    published = next((one for one in reversed(editions) if one.is_published), None)
    proposals = [one for one in editions if not one.is_published]
    return Draft(
        round=round,
        document=document or compose_report(round),
        last=editions[-1] if editions else None,
        published=published,
        proposal=None if published or not proposals else proposals[-1],
    )
