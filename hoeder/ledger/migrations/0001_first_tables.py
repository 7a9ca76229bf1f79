import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('case', models.UUIDField(primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=32, null=True)),
                ('length', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('number', models.PositiveBigIntegerField(help_text='Counts from 0, no gaps.', primary_key=True, serialize=False)),
                ('size', models.PositiveBigIntegerField(unique=True)),
                ('note', models.TextField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('digest', models.CharField(help_text='SHA-256 of the manifest, in hex.', max_length=64, primary_key=True, serialize=False)),
                ('manifest', models.TextField(help_text='A line for each file: SHA-256 in hex, two spaces, path.')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('size', models.PositiveBigIntegerField(help_text='Leaves of the checkpoint.', primary_key=True, serialize=False)),
                ('note', models.TextField(help_text='The checkpoint with its cosignatures, exactly as stamped.')),
                ('response', models.BinaryField()),
                ('at', models.DateTimeField(help_text='By the clock of the authority.')),
                ('authority', models.CharField(help_text='As its certificate names it.', max_length=200)),
                ('kept_on', models.DateField(help_text='In UTC. One a day is enough.', unique=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(help_text='Verifier key, as in C2SP tlog-cosignature.', unique=True)),
                ('kept', models.PositiveBigIntegerField(default=0, help_text='How many cosignatures are kept.')),
                ('outcome', models.CharField(choices=[('cosigned', 'It has cosigned.'), ('unreachable', 'It cannot be reached.'), ('nonsense', 'Its answer is not that of a witness, or its signature is wrong.'), ('unknown_log', 'It does not know this log.'), ('wrong_key', 'It knows this log by another key.'), ('malformed', 'It does not understand what it was sent.'), ('wrong_clock', 'Its clock is wrong.'), ('other_history', 'It refuses: it has seen another history of this log.')], default='cosigned', max_length=16)),
                ('asked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.UUIDField(help_text='The case, or NO_CASE.')),
                ('n', models.PositiveBigIntegerField(help_text='Counts from 0 within the chain, without gaps.')),
                ('kind', models.CharField(max_length=64)),
                ('actor', models.CharField(max_length=64)),
                ('day', models.DateField(help_text='In UTC.')),
                ('at', models.DateTimeField(help_text='Never kept for a reporter.', null=True)),
                ('event', models.TextField(help_text='Canonical JSON: the exact text that the leaf commits to.')),
                ('leaf', models.PositiveBigIntegerField(help_text='Its place in the log: set once, when it is published.', null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('leaf__isnull', True)), fields=['id'], name='journal_not_yet_published')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'n'), name='one_event_per_number_in_a_chain'), models.UniqueConstraint(fields=('leaf',), name='one_event_per_leaf'), models.CheckConstraint(condition=models.Q(('at__isnull', True), models.Q(('actor__startswith', 'reporter'), _negated=True), _connector='OR'), name='no_hour_is_kept_for_a_reporter')],
            },
        ),
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('origin', models.CharField(max_length=200)),
                ('key', models.CharField(help_text='Verifier key, as in C2SP signed-note.', max_length=400)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='there_is_one_log')],
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField()),
                ('number', models.PositiveBigIntegerField()),
                ('width', models.PositiveSmallIntegerField()),
                ('data', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='one_tile_per_place'), models.CheckConstraint(condition=models.Q(('width__gte', 1), ('width__lte', 256)), name='a_tile_holds_1_to_256')],
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.TextField(help_text='As it stands under the checkpoint.')),
                ('signed_at', models.DateTimeField(help_text="By the witness's own clock.")),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='ledger.checkpoint')),
                ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='ledger.witness')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('checkpoint', 'witness'), name='a_witness_cosigns_a_checkpoint_once')],
            },
        ),
    ]
