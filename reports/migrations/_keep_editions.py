"""Triggers by which the database keeps editions and their files as they were made.

Every UPDATE and DELETE is refused, on SQLite and on PostgreSQL, and so is what comes
round them: REPLACE on SQLite, which deletes without asking a trigger, and TRUNCATE on
PostgreSQL, which no trigger of rows sees.

SQLite makes a table anew when a column or constraint of it changes, and its triggers
are gone then: a migration that changes Edition or EditionFile must end with
`keep_editions` again. tests/reports/test_editions_are_kept.py fails until it does, and
`manage.py verify_editions` looks for them where the program runs.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MESSAGE = "an edition is never changed"
# Each table, and what besides its key is there once.
TABLES = {
    "reports_edition": ("round_id", "number"),
    "reports_editionfile": ("edition_id", "format"),
}


def triggers(vendor: str) -> dict[str, tuple[str, str]]:
    """The triggers by their names, each with its table and the statement that lays it."""
    laid = {}
    for table, once in TABLES.items():
        if vendor == "sqlite":
            for act in ("UPDATE", "DELETE"):
                laid[f"{table}_no_{act.lower()}"] = (table, f"BEFORE {act} ON {table}")
            same = " AND ".join(f"{column} = NEW.{column}" for column in once)
            laid[f"{table}_no_replace"] = (
                table,
                f"BEFORE INSERT ON {table} WHEN EXISTS"
                f" (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same}))",
            )
        else:
            laid[f"{table}_no_change"] = (table, f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW")
            laid[f"{table}_no_truncate"] = (
                table,
                f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
            )
    act = {
        "sqlite": f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        "postgresql": "EXECUTE FUNCTION refuse_change_of_edition()",
    }[vendor]
    return {
        name: (table, f"CREATE TRIGGER {name} {when} {act}")
        for name, (table, when) in laid.items()
    }


FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change_of_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def laying(vendor: str) -> list[str]:
    """The statements that lay the triggers."""
    function = [FUNCTION] if vendor == "postgresql" else []
    return [*function, *(statement for _, statement in triggers(vendor).values())]


def taking(vendor: str) -> list[str]:
    """The statements that take the triggers away."""
    on = " ON {}" if vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}{on.format(table)}"
        for name, (table, _) in triggers(vendor).items()
    ]


def keep_editions(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the triggers; those that lie already are laid again."""
    let_editions_go(apps, schema_editor)
    for statement in laying(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def let_editions_go(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    for statement in taking(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)
