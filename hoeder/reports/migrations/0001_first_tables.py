import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_first_tables'),
        ('organisations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('lookup', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('request_key', models.CharField(max_length=64)),
                ('author_key', models.CharField(max_length=64)),
                ('recipient', models.TextField()),
                ('case', models.UUIDField(unique=True)),
                ('talk', models.UUIDField(null=True, unique=True)),
                ('file', models.UUIDField(null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Joined',
            fields=[
                ('case', models.UUIDField(primary_key=True, serialize=False)),
                ('group', models.UUIDField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Joint',
            fields=[
                ('code', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('made_on', models.DateField()),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joints', to='reports.receipt')),
            ],
        ),
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='advice', serialize=False, to='reports.receipt')),
                ('begun_on', models.DateField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='registration', serialize=False, to='reports.receipt')),
                ('registered_on', models.DateField()),
                ('possessed_on', models.DateField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='report', serialize=False, to='reports.receipt')),
                ('directory', models.PositiveIntegerField()),
                ('received_on', models.DateField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('channel', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.channel')),
            ],
        ),
    ]
