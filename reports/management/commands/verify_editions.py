"""`manage.py verify_editions`: whether every edition is as it was made."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.editions.verifying import faults, without_files
from reports.models import Edition, EditionFile


class Command(BaseCommand):
    """Ends with 1 when anything is wrong; meant for every night."""

    help = "Recompute the digests of all editions and files, and say what is not as it was made."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in faults():
            found += 1
            self.stderr.write(str(fault))
        for edition in without_files():
            self.stdout.write(_("%(edition)s: not all its files are made.") % {"edition": edition})
        if found:
            self.stderr.write(
                ngettext("%(count)s fault.", "%(count)s faults.", found) % {"count": found}
            )
            sys.exit(1)
        self.stdout.write(
            _("%(editions)s editions and %(files)s files are as they were made.")
            % {"editions": Edition.objects.count(), "files": EditionFile.objects.count()}
        )
