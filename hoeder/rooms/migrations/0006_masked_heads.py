from django.db import migrations

from hoeder.erasable.fields import ErasableField
from hoeder.erasable.keys import Part
from hoeder.erasable.upgrading import mask_rows

#: As the kinds were when this was written.
PARTS = {
    "dialogue": Part.CONTENT,
    "investigation": Part.CONTENT,
    "advice": Part.ADVICE,
    "care": Part.PROTECTION,
    "commission": Part.PROTECTION,
    "file": Part.FILE,
    "commitment": Part.PROTECTION,
}


def masked(table):
    where_from = (
        f'SELECT r."case", r.kind FROM {table} t JOIN rooms_room r ON r.id = t.room_id WHERE t.id = %s'
    )
    return migrations.RunPython(
        mask_rows(table, "sealed", where_from, PARTS.__getitem__), migrations.RunPython.noop
    )


class Migration(migrations.Migration):
    """Store the heads of sealed files masked (docs/spec/erasure.md)."""

    dependencies = [("rooms", "0005_commitment_rooms")]

    operations = [
        migrations.AlterField("grant", "sealed", ErasableField()),
        migrations.AlterField("item", "sealed", ErasableField()),
        masked("rooms_grant"),
        masked("rooms_item"),
    ]
