import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_first_tables'),
        ('organisations', '0001_first_tables'),
        ('organisations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Keeping',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('closed_on', models.DateField()),
                ('review_on', models.DateField(null=True)),
                ('suspended_on', models.DateField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(choices=[('identity', 'who the reporter is'), ('protection', 'protection and promises'), ('circle', 'who knows who she is'), ('content', 'the report, the conversation, the investigation and the files'), ('evidence', 'what was due, and when it was done'), ('statistics', 'the number and the outcome in the register')], max_length=16)),
                ('category', models.CharField(max_length=40)),
                ('action', models.CharField(choices=[('destroy', 'destroy'), ('keep', 'keep for good')], max_length=16)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'record'), name='one_category_per_class')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('by', models.CharField(max_length=48)),
                ('since', models.DateField()),
                ('review_on', models.DateField()),
                ('confirmed_by', models.CharField(blank=True, default='', max_length=48)),
                ('confirmed_on', models.DateField(null=True)),
                ('lift_by', models.CharField(blank=True, default='', max_length=48)),
                ('lift_on', models.DateField(null=True)),
                ('ended_by', models.CharField(blank=True, default='', max_length=48)),
                ('ended_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ['since', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('case', 'by'), name='one_standing_hold_per_person_and_case'), models.CheckConstraint(condition=models.Q(('confirmed_on', None), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), name='nobody_confirms_their_own_hold')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('confirmed', models.BooleanField(default=False)),
                ('destroy', models.CharField(blank=True, max_length=100)),
                ('review_on', models.DateField()),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keeping', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='retention.keeping')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_on', None)), fields=('keeping',), name='one_decision_waits_per_keeping'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed', False), ('decided_by', None), ('decided_on', None)), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='decided_decision_says_who_and_when'), models.CheckConstraint(condition=models.Q(('confirmed', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='nobody_confirms_their_own_decision')],
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(choices=[('identity', 'who the reporter is'), ('protection', 'protection and promises'), ('circle', 'who knows who she is'), ('content', 'the report, the conversation, the investigation and the files'), ('evidence', 'what was due, and when it was done'), ('statistics', 'the number and the outcome in the register')], max_length=16)),
                ('not_before', models.DateField()),
                ('destroy_on', models.DateField(null=True)),
                ('ground', models.CharField(blank=True, choices=[('law', 'the term of the law is over'), ('decision', 'two people decided that it is not needed any longer')], default='', max_length=16)),
                ('offered_on', models.DateField(null=True)),
                ('begun_on', models.DateField(null=True)),
                ('destroyed_on', models.DateField(null=True)),
                ('category', models.CharField(blank=True, default='', max_length=40)),
                ('count', models.PositiveIntegerField(null=True)),
                ('keeping', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='records', to='retention.keeping')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('keeping', 'record'), name='one_record_per_class'), models.CheckConstraint(condition=models.Q(('record__in', ['identity', 'protection', 'circle', 'content', 'evidence', 'statistics'])), name='class_of_records_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('destroy_on', None), ('ground', '')), models.Q(('destroy_on__isnull', False), ('ground__in', ['law', 'decision'])), _connector='OR'), name='what_will_be_destroyed_has_a_ground'), models.CheckConstraint(condition=models.Q(('begun_on', None), models.Q(('destroy_on__isnull', False), ('offered_on__isnull', False), ('record__in', ('identity', 'protection', 'circle', 'content'))), _connector='OR'), name='nothing_is_destroyed_that_was_not_offered'), models.CheckConstraint(condition=models.Q(models.Q(('count', None), ('destroyed_on', None)), models.Q(('begun_on__isnull', False), ('count__isnull', False), ('destroyed_on__isnull', False)), _connector='OR'), name='what_was_destroyed_was_begun_and_counted')],
            },
        ),
    ]
