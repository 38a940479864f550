"""How far a document has come, as it says itself: on its cover, and on every page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.formats import format_date
from reports.choices import EditionKind, ReportStatus
from reports.document import Document, EditionMark

STATUS_OF = {
    EditionKind.PROPOSAL: ReportStatus.PROPOSAL,
    EditionKind.DECIDED: ReportStatus.DECIDED,
    EditionKind.CORRECTION: ReportStatus.DECIDED,
}


class Standing:
    """A document's status, and what belongs to it."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @property
    def status(self) -> ReportStatus:
        """How far it has come; nothing said means a draft."""
        if self.document.edition is not None:
            return STATUS_OF[EditionKind(self.document.edition.kind)]
        return ReportStatus(self.document.status or ReportStatus.DRAFT)

    @property
    def is_draft(self) -> bool:
        """Whether anything in it may still change."""
        return self.status == ReportStatus.DRAFT

    @property
    def is_decided(self) -> bool:
        """Whether it is; what is not says so on every page."""
        return self.status == ReportStatus.DECIDED

    @property
    def label(self) -> str:
        """The status in words: "Decided", "Decided, corrected"."""
        edition = self.document.edition
        if edition is not None and edition.kind == EditionKind.CORRECTION:
            return _("Decided, corrected")
        return str(self.status.label)

    @property
    def draft(self) -> str:
        """What every page of a draft says in large letters; nothing once it is more than that."""
        return _("DRAFT") if self.is_draft else ""

    @property
    def foot(self) -> str:
        """What the foot of every page says: how far it has come, and its registry number."""
        said = [" ".join(filter(None, [self.label, self._decision])), self.document.registry_number]
        return " · ".join(filter(None, said[self.is_draft :]))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What the cover says, with the names of it."""
        return tuple(fact for fact in self._facts() if fact[1])

    def _facts(self) -> Iterator[tuple[str, str]]:
        yield _("Status"), self.label
        yield _("Decision"), self._decision
        yield _("Registry number"), self.document.registry_number
        edition = self.document.edition
        if edition is not None:
            yield pgettext("of a document", "Edition"), str(edition.number)
            yield (
                _("Made"),
                ", ".join(filter(None, [format_date(edition.made_on), edition.signature])),
            )
            if edition.kind == EditionKind.CORRECTION:
                yield _("Corrected"), edition.note

    @property
    def _decision(self) -> str:
        """ "2024-02-15, § 12"; nothing before the decision."""
        return decision_of(self.document.edition) if self.document.edition else ""


def decision_of(edition: EditionMark) -> str:
    """When and in which paragraph it was decided, as every file says it: "2024-02-15, § 12"."""
    day = format_date(edition.decided_on) if edition.decided_on else ""
    paragraph = edition.paragraph.strip()
    if paragraph and not paragraph.startswith("§"):
        paragraph = f"§ {paragraph}"
    return ", ".join(filter(None, [day, paragraph]))
