"""`manage.py send_reminders`: remind people of what they have left to do. Run it every day."""

from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext

from organisation.commands import require_database
from reports.reminders import message, reminders_for, send


class Command(BaseCommand):
    """Sends the day's reminders; run again, it sends those that could not be sent."""

    help = "Send the day's reminders by e-mail; each person gets one a day at most."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would be sent, and send nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        reminders = reminders_for(timezone.localdate())
        if options["dry_run"]:
            for reminder in reminders:
                mail = message(reminder)
                self.stdout.write(f"{reminder.person.email}: {mail.subject}\n\n{mail.body}")
            return
        sent, failed = 0, 0
        for reminder in reminders:
            try:
                sent += send(reminder)
            except (OSError, SMTPException) as error:
                failed += 1
                self.stderr.write(f"{reminder.person.email}: {error}")
        text = ngettext("%(count)s reminder sent.", "%(count)s reminders sent.", sent)
        self.stdout.write(text % {"count": sent})
        if failed:
            text = ngettext(
                "%(count)s reminder could not be sent. It is tried again the next time.",
                "%(count)s reminders could not be sent. They are tried again the next time.",
                failed,
            )
            raise CommandError(text % {"count": failed})
