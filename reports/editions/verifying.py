"""Whether every edition is as it was made. One edition, or one file, in memory at a time.

The database refuses changes by triggers (reports/migrations/_keep_editions.py); this finds
what was changed all the same, by somebody who took them away, or by a failing disk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.choices import Verb
from goals.models import Event
from reports.choices import EditionFormat
from reports.migrations._keep_editions import triggers
from reports.models import Edition, EditionFile
from reports.snapshot import UnreadableSnapshot, digest, thaw

VERBS = (Verb.EDITION_SUBMITTED, Verb.EDITION_DECIDED, Verb.EDITION_CORRECTED)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with what."""

    what: str
    message: str

    def __str__(self) -> str:
        return f"{self.what}: {self.message}"


def faults() -> Iterator[Fault]:
    """Everything that is wrong with the editions, their files, and what keeps them."""
    yield from _triggers()
    yield from _editions()
    yield from _files()
    yield from _told()


def without_files() -> list[Edition]:
    """Editions that some file is missing of: it is being made, or has to be asked for again."""
    kept: dict[int, int] = {}
    for edition in EditionFile.objects.values_list("edition", flat=True).iterator():
        kept[edition] = kept.get(edition, 0) + 1
    editions = Edition.objects.select_related("round__committee").defer("snapshot")
    return [
        one
        for one in editions.order_by("pk").iterator()
        if kept.get(one.pk, 0) < len(EditionFormat)
    ]


def laid_triggers() -> set[str]:
    """The triggers that lie in the database, by their names."""
    statement = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name for (name,) in cursor.fetchall()}


def _triggers() -> Iterator[Fault]:
    missing = set(triggers(connection.vendor)) - laid_triggers()
    for name in sorted(missing):
        yield Fault(name, _("The trigger that refuses changes is not there."))


def _editions() -> Iterator[Fault]:
    # What is large is read one by one: a cell that cannot be read stops nothing else.
    editions = Edition.objects.select_related("round__committee").defer("snapshot")
    editions = editions.order_by("round", "number")
    for _round, of_round in groupby(editions.iterator(chunk_size=1), lambda one: one.round_id):
        number, follows = 0, ""
        for edition in of_round:
            name = str(edition)
            if edition.number != number + 1:
                yield Fault(name, _("The edition before it is missing."))
                follows = ""
            for message in _edition(edition, follows if edition.number == number + 1 else None):
                yield Fault(name, message)
            number, follows = edition.number, edition.digest


def _edition(edition: Edition, follows: str | None) -> Iterator[str]:
    """What is wrong with one; `follows` is the digest of the one before, where that is known."""
    try:
        snapshot = edition.snapshot
    except DatabaseError as error:
        yield _("The snapshot cannot be read: %(why)s") % {"why": error}
        return
    if digest(snapshot) != edition.digest:
        yield _("The snapshot is not the one that its digest was made of.")
    try:
        document = thaw(snapshot)
    except UnreadableSnapshot as error:
        yield _("The snapshot cannot be read: %(why)s") % {"why": error}
        return
    mark = document.edition
    if mark is None:
        yield _("The snapshot does not say which edition it is.")
        return
    if follows is not None and mark.follows != follows:
        yield _("It does not follow the edition that stands before it.")
    said = {
        "number": mark.number,
        "kind": mark.kind.value,
        "registry_number": document.registry_number,
        "decided_on": mark.decided_on,
        "paragraph": mark.paragraph,
        "note": mark.note,
        "signature": mark.signature,
    }
    wrong = [name for name, value in said.items() if getattr(edition, name) != value]
    if timezone.localdate(edition.made_at) != mark.made_on:
        wrong.append("made_at")
    if wrong:
        yield _("Columns differ from the snapshot: %(columns)s") % {"columns": ", ".join(wrong)}


def _files() -> Iterator[Fault]:
    files = EditionFile.objects.select_related("edition__round__committee").defer(
        "content", "edition__snapshot"
    )
    for file in files.order_by("pk").iterator(chunk_size=1):
        try:
            content = bytes(file.content)
        except (DatabaseError, TypeError) as error:
            yield Fault(str(file), _("The file cannot be read: %(why)s") % {"why": error})
            continue
        if digest(content) != file.digest or len(content) != file.size:
            yield Fault(str(file), _("The file is not the one that its digest was made of."))


def _told() -> Iterator[Fault]:
    """What the events tell of, which the database keeps by itself, but is not there."""
    there = set(Edition.objects.values_list("round", "number"))
    for event in Event.objects.filter(verb__in=VERBS).select_related("round__committee").iterator():
        number = str(event.details.get("number", ""))
        if event.round_id and (event.round_id, int(number or 0)) not in there:
            yield Fault(f"{event.round} · {number}", _("The history tells of it, but it is gone."))
