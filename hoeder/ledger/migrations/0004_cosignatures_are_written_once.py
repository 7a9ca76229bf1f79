"""Let the database refuse to change what a witness signed, whoever asks.

Deleting is refused on PostgreSQL only, as for the journal; `verify_ledger` names a row that is gone.
"""

from django.db import migrations

SQLITE = """
    CREATE TRIGGER cosignature_is_written_once BEFORE UPDATE ON ledger_cosignature
    BEGIN SELECT RAISE(ABORT, 'cosignatures are never changed'); END
"""
POSTGRESQL = """
    CREATE TRIGGER cosignature_is_written_once BEFORE UPDATE OR DELETE ON ledger_cosignature
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses()
"""


def add_trigger(apps, schema_editor):
    statement = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_witnesses")]
    operations = [migrations.RunPython(add_trigger, elidable=False)]
