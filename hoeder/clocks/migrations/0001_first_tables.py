from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.UUIDField()),
                ('kind', models.CharField(choices=[('acknowledgement', 'acknowledgement of receipt'), ('feedback', 'feedback'), ('next_feedback', 'further feedback'), ('breach_measures', 'measures after a name got out'), ('breach_notice', 'notification of the data protection authority'), ('meeting', 'a proposal for a meeting'), ('emergency', 'decision in an emergency'), ('answer', 'answer to a commitment'), ('promise', 'what was promised'), ('check_in', 'check-in'), ('duty', 'a task of the employer'), ('review', 'review')], max_length=16)),
                ('about', models.UUIDField(null=True)),
                ('due_on', models.DateField()),
                ('due_at', models.DateTimeField()),
                ('met_on', models.DateField(null=True)),
                ('missed_on', models.DateField(null=True)),
                ('warned_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['due_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('ended_on', None), ('met_on', None), ('missed_on', None)), fields=['due_at'], name='running_clocks_by_due'), models.Index(fields=['case'], name='clocks_by_case'), models.Index(condition=models.Q(('ended_on', None), ('met_on', None), ('missed_on__isnull', False)), fields=['case', 'kind'], name='overdue_clocks')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['acknowledgement', 'feedback', 'next_feedback', 'breach_measures', 'breach_notice', 'meeting', 'emergency', 'answer', 'promise', 'check_in', 'duty', 'review'])), name='clock_is_of_a_known_kind'), models.UniqueConstraint(condition=models.Q(('about', None), ('ended_on', None), ('met_on', None)), fields=('case', 'kind'), name='one_running_clock_per_case_and_kind'), models.UniqueConstraint(condition=models.Q(('about__isnull', False), ('ended_on', None), ('met_on', None)), fields=('case', 'kind', 'about'), name='one_running_clock_per_case_kind_and_cause'), models.CheckConstraint(condition=models.Q(('met_on', None), ('ended_on', None), _connector='OR'), name='a_clock_is_met_or_has_ended'), models.CheckConstraint(condition=models.Q(('missed_on', None), ('missed_on__gt', models.F('due_on')), _connector='OR'), name='a_clock_is_missed_after_its_day')],
            },
        ),
    ]
