"""What commands that work for a person have in common."""

from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from organisation.access import SYSTEM, Principal
from organisation.models import User


def add_user_argument(parser: ArgumentParser) -> None:
    """`--user EMAIL`: do it with that person's rights; without it, as the program itself."""
    parser.add_argument("--user", metavar="EMAIL", help="do it with this person's rights")


def require_database() -> None:
    """Let a command go on only with a database that has every table it needs.

    Raises:
        CommandError: it has not been migrated.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(_("The database is not up to date. Run manage.py migrate first."))


def principal(email: str | None) -> Principal:
    """Who a command works for.

    Raises:
        CommandError: nobody active has that e-mail address.
    """
    if email is None:
        return SYSTEM
    try:
        return User.objects.get(email__iexact=email, is_active=True)
    except User.DoesNotExist:
        raise CommandError(
            _("Nobody who may log in has the e-mail address %(email)s.") % {"email": email}
        ) from None
