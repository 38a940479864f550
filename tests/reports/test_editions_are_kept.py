"""The database keeps editions and their files: whatever comes, they stay as they were made."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from reports.migrations._keep_editions import keep_editions, triggers
from reports.models import Edition, EditionFile
from tests.factories import RoundFactory, edition, edition_file

pytestmark = pytest.mark.django_db
NEVER = "an edition is never changed"
CHANGES = [
    "UPDATE reports_edition SET snapshot = '{}'",
    "UPDATE reports_edition SET note = '' WHERE id > 0",
    "DELETE FROM reports_edition",
    "UPDATE reports_editionfile SET size = 7",
    "DELETE FROM reports_editionfile",
]
AROUND = {
    "sqlite": [
        "REPLACE INTO reports_edition SELECT * FROM reports_edition",
        "INSERT OR REPLACE INTO reports_editionfile SELECT * FROM reports_editionfile",
        "UPDATE OR REPLACE reports_editionfile SET format = 'json'",
    ],
    "postgresql": [
        "TRUNCATE reports_edition CASCADE",
        "TRUNCATE reports_editionfile",
        "INSERT INTO reports_editionfile SELECT * FROM reports_editionfile"
        " ON CONFLICT (id) DO UPDATE SET size = 7",
    ],
}


@pytest.fixture
def kept() -> Iterator[Edition]:
    """An edition with a file, that is there as it was when the test is over."""
    made = edition(RoundFactory())
    edition_file(made)
    yield made
    assert list(Edition.objects.values()) == [
        {name: value for name, value in vars(made).items() if not name.startswith("_")}
    ]
    assert EditionFile.objects.get().size == len(b"%PDF-1.7")


def refused(statement: str) -> None:
    # Else PostgreSQL refuses to empty a table for what is left to check of its keys.
    connection.check_constraints()
    with (
        pytest.raises(IntegrityError, match=NEVER),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("change", [*CHANGES, *AROUND[connection.vendor]])
def test_a_statement_that_changes_an_edition_is_refused(kept: Edition, change: str) -> None:
    refused(change)


def test_nobody_deletes_an_edition_or_its_round(kept: Edition) -> None:
    with pytest.raises(models.ProtectedError):
        kept.delete()
    with pytest.raises(models.ProtectedError):
        kept.round.delete()
    with pytest.raises(IntegrityError, match=NEVER), transaction.atomic():
        kept.save()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite makes tables anew")
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_makes_the_tables_anew_keeps_the_triggers() -> None:
    """What a migration does that ends with `keep_editions`, as it must."""
    made = edition(RoundFactory())
    edition_file(made)
    # Only SQLite's has what makes a table anew.
    editor: Any
    with connection.schema_editor() as editor:
        for model in (Edition, EditionFile):
            editor._remake_table(model)
        keep_editions(None, editor)

    for change in (*CHANGES, *AROUND["sqlite"]):
        refused(change)
    assert Edition.objects.get() == made


def test_every_trigger_lies_where_the_migrations_have_been() -> None:
    """A migration that changes these tables must end with `keep_editions`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
        laid = {name for (name,) in cursor.fetchall()}

    assert set(triggers(connection.vendor)) <= laid
