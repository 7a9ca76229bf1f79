"""Let the database refuse to change stamps and lists of releases, whoever asks.

Deleting is refused on PostgreSQL only, as for the journal; `verify_ledger` names a row that is gone.
"""

from django.db import migrations

TABLES = {"stamp": "stamps", "release": "releases"}
SQLITE = """
    CREATE TRIGGER {0}_is_written_once BEFORE UPDATE ON ledger_{0}
    BEGIN SELECT RAISE(ABORT, '{1} are never changed'); END
"""
POSTGRESQL = """
    CREATE TRIGGER {0}_is_written_once BEFORE UPDATE OR DELETE ON ledger_{0}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses()
"""


def add_triggers(apps, schema_editor):
    statement = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for table in TABLES.items():
        schema_editor.execute(statement.format(*table), params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_stamps_and_releases")]
    operations = [migrations.RunPython(add_triggers, elidable=False)]
