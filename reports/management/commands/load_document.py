"""`manage.py load_document FILE…`: put documents of the interchange format into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from goals.rules import RoundLocked
from organisation.access import Principal
from organisation.commands import add_user_argument, principal, require_database
from reports.entry import BrokenDocument
from reports.interchange import read
from reports.load import Changes, load


class Command(BaseCommand):
    """Loads every file, or none of them."""

    help = "Load plans and reports in the interchange format document/1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        by = principal(options["user"])
        with transaction.atomic():
            for path in options["files"]:
                try:
                    changes = load_file(path, by=by)
                except (BrokenDocument, RoundLocked, PermissionDenied) as error:
                    raise CommandError(f"{path}: {error}") from error
                except OSError as error:
                    raise CommandError(
                        _("%(path)s: the file cannot be read.") % {"path": path}
                    ) from error
                except Http404 as error:
                    raise CommandError(
                        _("%(path)s: You may not load documents for that committee.")
                        % {"path": path}
                    ) from error
                for note in changes.notes:
                    self.stderr.write(f"{path}: {note}")
                self.stdout.write(f"{path}: {told(changes)}")


def load_file(path: Path, *, by: Principal) -> Changes:
    """Load one file.

    Raises:
        BrokenDocument, RoundLocked, PermissionDenied, Http404, OSError: nothing is stored.
    """
    most = settings.LOAD_DOCUMENT_MAX_BYTES
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise BrokenDocument.single(
            _("The file is larger than %(most)d kB, which no document is.") % {"most": most // 1024}
        )
    notes: list[str] = []
    changes = load(read(data, notes=notes), by=by)
    changes.notes[:0] = notes
    return changes


def told(changes: Changes) -> str:
    """What a load did, in words."""
    if not changes:
        return _("%(round)s: nothing changed.") % {"round": changes.round}
    return _("%(round)s: %(added)d added, %(changed)d changed, %(removed)d removed.") % {
        "round": changes.round,
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
    }
