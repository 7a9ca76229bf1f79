import django.db.models.deletion
import hoeder.erasable.fields
import hoeder.rooms.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('dialogue', 'dialogue'), ('investigation', 'investigation'), ('advice', 'advice'), ('care', 'care'), ('commission', 'commission'), ('file', 'detriment file'), ('commitment', 'commitment')], max_length=16)),
                ('case', models.UUIDField()),
                ('epoch', models.PositiveIntegerField(default=1)),
                ('head_sequence', models.PositiveIntegerField(default=0)),
                ('head_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('head_on', models.DateField(null=True)),
                ('stale', models.BooleanField(default=False)),
                ('erased_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['dialogue', 'investigation', 'advice', 'care', 'commission', 'file', 'commitment'])), name='room_is_of_a_known_kind'), models.UniqueConstraint(condition=models.Q(('kind', 'commitment'), _negated=True), fields=('case', 'kind'), name='one_room_per_case_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('epoch', models.PositiveIntegerField()),
                ('by', models.CharField(max_length=48)),
                ('sealed_size', models.PositiveBigIntegerField()),
                ('pieces', models.PositiveIntegerField()),
                ('complete', models.BooleanField(default=False)),
                ('touched_on', models.DateField(default=hoeder.rooms.models.today)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='rooms.room')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('complete', False)), fields=['touched_on'], name='unfinished_attachments')],
                'constraints': [models.CheckConstraint(condition=models.Q(('pieces__gte', 1)), name='attachment_has_a_piece')],
            },
        ),
        migrations.CreateModel(
            name='AttachmentFetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=48)),
                ('day', models.DateField(default=hoeder.rooms.models.today)),
                ('attachment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.attachment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('attachment', 'holder', 'day'), name='one_fetch_per_holder_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('attachment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stored', to='rooms.attachment')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('attachment', 'number'), name='one_piece_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=48)),
                ('until', models.DateField(null=True)),
                ('removed_on', models.DateField(null=True)),
                ('seen_sequence', models.PositiveIntegerField(default=0)),
                ('room', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='rooms.room')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['holder', 'room'], name='rooms_of_a_holder')],
                'constraints': [models.UniqueConstraint(fields=('room', 'holder'), name='one_membership_per_holder')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('epoch', models.PositiveIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('sealed', hoeder.erasable.fields.ErasableField()),
                ('by', models.CharField(max_length=48)),
                ('day', models.DateField()),
                ('room', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='rooms.room')),
            ],
            options={
                'ordering': ['sequence'],
                'constraints': [models.UniqueConstraint(fields=('room', 'sequence'), name='one_item_per_sequence'), models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='items_are_numbered_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.PositiveIntegerField()),
                ('holder', models.CharField(max_length=48)),
                ('by', models.CharField(max_length=48)),
                ('sealed', hoeder.erasable.fields.ErasableField()),
                ('granted_on', models.DateField(default=hoeder.rooms.models.today)),
                ('room', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='rooms.room')),
            ],
            options={
                'ordering': ['epoch', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('room', 'holder', 'epoch', 'by'), name='one_grant_per_epoch_holder_and_giver')],
            },
        ),
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('recipient', models.TextField()),
                ('started_on', models.DateField(default=hoeder.rooms.models.today)),
                ('room', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='epochs', to='rooms.room')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('room', 'number'), name='one_epoch_per_number')],
            },
        ),
    ]
