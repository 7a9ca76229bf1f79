from django.db import migrations

from hoeder.erasable.fields import ErasableField
from hoeder.erasable.keys import Part
from hoeder.erasable.upgrading import mask_rows

BOX = "SELECT \"case\", 'box' FROM identities_box WHERE id = %s"
LETTER = (
    "SELECT b.\"case\", 'letter' FROM identities_letter l"
    " JOIN identities_opening o ON o.id = l.opening_id"
    " JOIN identities_box b ON b.id = o.box_id WHERE l.id = %s"
)


def identity(_kind):
    return Part.IDENTITY


class Migration(migrations.Migration):
    """Store the heads of sealed files masked (docs/spec/erasure.md)."""

    dependencies = [("identities", "0002_frozen")]

    operations = [
        migrations.AlterField("box", "content", ErasableField()),
        migrations.AlterField("letter", "sealed", ErasableField()),
        migrations.RunPython(
            mask_rows("identities_box", "content", BOX, identity), migrations.RunPython.noop
        ),
        migrations.RunPython(
            mask_rows("identities_letter", "sealed", LETTER, identity), migrations.RunPython.noop
        ),
    ]
