from django.db import migrations

from hoeder.erasable.fields import ErasableField
from hoeder.erasable.keys import Part
from hoeder.erasable.upgrading import mask_rows

LETTER = (
    "SELECT i.chain, 'letter' FROM protection_accountletter l"
    " JOIN protection_account a ON a.id = l.account_id"
    " JOIN protection_incident i ON i.id = a.incident_id WHERE l.id = %s"
)


def protection(_kind):
    return Part.PROTECTION


class Migration(migrations.Migration):
    """Store the heads of sealed files masked (docs/spec/erasure.md)."""

    dependencies = [("protection", "0007_restoring")]

    operations = [
        migrations.AlterField("accountletter", "sealed", ErasableField()),
        migrations.RunPython(
            mask_rows("protection_accountletter", "sealed", LETTER, protection),
            migrations.RunPython.noop,
        ),
    ]
