"""Let the database refuse to change what stands in the ledger, whoever asks.

Deleting is refused on PostgreSQL only: on SQLite a trigger cannot tell a deletion from the flush
between tests. Either way `verify_ledger` names a row that is gone.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER journal_is_written_once BEFORE UPDATE ON ledger_journal
    WHEN OLD.leaf IS NOT NULL OR NEW.leaf IS NULL OR NEW.id IS NOT OLD.id
      OR NEW.chain IS NOT OLD.chain OR NEW.n IS NOT OLD.n OR NEW.kind IS NOT OLD.kind
      OR NEW.actor IS NOT OLD.actor OR NEW.day IS NOT OLD.day OR NEW.at IS NOT OLD.at
      OR NEW.event IS NOT OLD.event
    BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$
    """,
    """
    CREATE TRIGGER journal_is_written_once BEFORE UPDATE ON ledger_journal FOR EACH ROW
    WHEN (OLD.leaf IS NOT NULL OR NEW.leaf IS NULL OR
      (NEW.id, NEW.chain, NEW.n, NEW.kind, NEW.actor, NEW.day, NEW.at, NEW.event)
      IS DISTINCT FROM
      (OLD.id, OLD.chain, OLD.n, OLD.kind, OLD.actor, OLD.day, OLD.at, OLD.event))
    EXECUTE FUNCTION ledger_refuses()
    """,
    # The rows of a case leave with its key, when the case is erased, and in no other way.
    """
    CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT 1 FROM ledger_chain WHERE "case" = OLD.chain AND "key" IS NULL) THEN
        RETURN OLD;
      END IF;
      RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;
    END $$
    """,
    """
    CREATE TRIGGER journal_is_not_removed BEFORE DELETE ON ledger_journal
    FOR EACH ROW EXECUTE FUNCTION journal_stays()
    """,
]


#: Tables of which no row is changed in any way, and what the database says.
NEVER_CHANGED = {
    "checkpoint": "checkpoints",
    "cosignature": "cosignatures",
    "stamp": "stamps",
    "release": "releases",
}
SQLITE_REFUSES = """
    CREATE TRIGGER {0}_is_written_once BEFORE UPDATE ON ledger_{0}
    BEGIN SELECT RAISE(ABORT, '{1} are never changed'); END
"""
POSTGRESQL_REFUSES = """
    CREATE TRIGGER {0}_is_written_once BEFORE UPDATE OR DELETE ON ledger_{0}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses()
"""


def add_triggers(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    refuses = SQLITE_REFUSES if on_sqlite else POSTGRESQL_REFUSES
    each = [refuses.format(*table) for table in NEVER_CHANGED.items()]
    for statement in [*(SQLITE if on_sqlite else POSTGRESQL), *each]:
        # Without parameters: a % in the text then stands for itself.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_first_tables")]
    operations = [migrations.RunPython(add_triggers, elidable=False)]
