"""A published edition taken out to be read: its document, thawed once and kept for a while."""

from functools import lru_cache

from reports.document import Document
from reports.models import Edition
from reports.publishing.addresses import Address
from reports.publishing.chapters import Reading
from reports.publishing.shelf import Publication
from reports.snapshot import thaw

# Documents and readings kept in a process; a large document takes about 10 MB.
MOST_DOCUMENTS, MOST_READINGS = 8, 8


@lru_cache(maxsize=MOST_DOCUMENTS)
def _document(edition: int, digest: str) -> Document:
    """By the digest too: what it says can then never be another's."""
    return thaw(Edition.objects.values_list("snapshot", flat=True).get(pk=edition, digest=digest))


@lru_cache(maxsize=MOST_READINGS)
def _reading(edition: int, digest: str, address: Address) -> Reading:
    return Reading(_document(edition, digest), address)


def document_of(publication: Publication) -> Document:
    """What the edition says."""
    return _document(publication.edition.pk, publication.edition.digest)


def reading_of(publication: Publication) -> Reading:
    """The edition, to be read where it was asked for."""
    return _reading(publication.edition.pk, publication.edition.digest, publication.address)
