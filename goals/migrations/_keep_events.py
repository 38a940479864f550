"""Triggers by which the database keeps events as they were written.

An UPDATE is refused on SQLite and PostgreSQL. A DELETE is refused on PostgreSQL only:
Django empties SQLite's tables between tests with DELETE, where PostgreSQL has TRUNCATE,
which no row trigger sees.

SQLite makes a table anew when a column or constraint of it changes, and its triggers
are gone then: a migration that changes goals.Event must end with `keep_events` again.
tests/test_constraints.py fails until it does.
"""

MESSAGE = "an event is never changed"
SQLITE = f"""
CREATE TRIGGER event_never_changes BEFORE UPDATE ON goals_event
BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER event_never_changes BEFORE UPDATE OR DELETE ON goals_event
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event()
"""


def keep_events(apps, schema_editor):
    """Lay the triggers; those that lie already are laid again."""
    let_events_go(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[vendor], params=None)


def let_events_go(apps, schema_editor):
    """Take the triggers away."""
    on_table = " ON goals_event" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS event_never_changes{on_table}", params=None)
