"""What every file says of itself: whose document it is, and whether it is decided."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from config.formats import format_date
from reports.choices import EditionKind, ReportStatus
from reports.rendering.presentation import Presentation


def facts(shown: Presentation) -> Iterator[tuple[str, str]]:
    """How far the document has come, and where it is filed. In the language that is active."""
    document, edition = shown.document, shown.document.edition
    yield _("Status"), shown.status
    if edition:
        kind = str(EditionKind(edition.kind).label)
        yield _("Edition"), f"{edition.number} ({kind}, {format_date(edition.made_on)})"
        if edition.decided_on:
            decided = f"{format_date(edition.decided_on)}, § {edition.paragraph}"
            yield _("Decided on"), decided
        if edition.note:
            yield _("About the edition"), edition.note
    if document.registry_number:
        yield _("Registry number"), document.registry_number


def is_decided(shown: Presentation) -> bool:
    """Whether it is; what is not says so on every page."""
    return shown.document.status == ReportStatus.DECIDED
