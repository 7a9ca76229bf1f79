import django.db.models.deletion
import uuid
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
            name='CaseNumber',
            fields=[
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='organisations.body')),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('received', 'received'), ('acknowledged', 'acknowledged'), ('investigated', 'under investigation'), ('answered', 'feedback given'), ('closed', 'closed')], default='received', max_length=16)),
                ('classification', models.CharField(choices=[('report', 'report of suspected wrongdoing'), ('integrity_violation', 'integrity violation'), ('undesirable_conduct', 'undesirable conduct'), ('complaint', 'complaint'), ('personnel_matter', 'personnel matter'), ('signal', 'signal')], default='report', max_length=24)),
                ('received_on', models.DateField()),
                ('acknowledged_on', models.DateField(null=True)),
                ('next_kind', models.CharField(blank=True, choices=[('acknowledgement', 'acknowledgement of receipt'), ('feedback', 'feedback'), ('next_feedback', 'further feedback'), ('breach_measures', 'measures after a name got out'), ('breach_notice', 'notification of the data protection authority'), ('meeting', 'a proposal for a meeting'), ('emergency', 'decision in an emergency'), ('answer', 'answer to a commitment'), ('promise', 'what was promised'), ('check_in', 'check-in'), ('duty', 'a task of the employer'), ('review', 'review')], default='', max_length=16)),
                ('next_due_on', models.DateField(null=True)),
                ('frozen_on', models.DateField(null=True)),
                ('protection_settled_on', models.DateField(null=True)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('handler', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['next_due_on'], name='cases_by_next_due')],
                'constraints': [models.UniqueConstraint(fields=('body', 'number'), name='one_case_per_number_and_body'), models.CheckConstraint(condition=models.Q(('status__in', ['received', 'acknowledged', 'investigated', 'answered', 'closed'])), name='case_status_is_known'), models.CheckConstraint(condition=models.Q(('classification__in', ['report', 'integrity_violation', 'undesirable_conduct', 'complaint', 'personnel_matter', 'signal'])), name='case_classification_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_on', None), ('status', 'received')), models.Q(models.Q(('status', 'received'), _negated=True), ('acknowledged_on__isnull', False)), _connector='OR'), name='acknowledged_case_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('next_due_on', None), ('next_kind', '')), models.Q(models.Q(('next_kind', ''), _negated=True), ('next_due_on__isnull', False)), _connector='OR'), name='what_is_due_next_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('established', 'established'), ('partly_established', 'partly established'), ('not_established', 'not established'), ('out_of_scope', 'not investigated: outside the scope of this scheme'), ('too_little', 'not investigated: too little to go on'), ('another_authority', 'not investigated here: with another authority'), ('another_case', 'handled in another case')], max_length=24)),
                ('told_on', models.DateField()),
                ('answer_by', models.DateField()),
                ('answer', models.CharField(blank=True, choices=[('agrees', 'agrees'), ('objects', 'objects')], default='', max_length=8)),
                ('answered_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closings', to='cases.case')),
                ('told_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('case',), name='one_closing_counts_per_case'), models.CheckConstraint(condition=models.Q(('outcome__in', ['established', 'partly_established', 'not_established', 'out_of_scope', 'too_little', 'another_authority', 'another_case'])), name='outcome_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on', None)), models.Q(('answer__in', ['agrees', 'objects']), ('answered_on__isnull', False)), _connector='OR'), name='answered_closing_says_when')],
            },
        ),
        migrations.CreateModel(
            name='ClosingOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('confirmed', models.BooleanField(default=False)),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overs', to='cases.closing')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_on', None)), fields=('closing',), name='one_closingover_waits_per_closing'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed', False), ('decided_by', None), ('decided_on', None)), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='decided_closingover_says_who_and_when'), models.CheckConstraint(condition=models.Q(('confirmed', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='nobody_confirms_their_own_closingover')],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='cases.case')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'officer'), name='one_declaration_per_case')],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='cases.case')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('officer', 'case'), name='one_exclusion_per_case')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.UUIDField(unique=True)),
                ('stage', models.CharField(choices=[('taken', 'this was done'), ('envisaged', 'this is planned')], max_length=16)),
                ('measure', models.CharField(choices=[('enquiry', 'an internal enquiry'), ('investigation', 'an investigation'), ('organisation', 'a change in how the work is organised or checked'), ('person', 'a measure concerning a person'), ('recovery', 'recovering money'), ('crime', 'a report to the police or the public prosecutor'), ('referral', 'passing it on to another authority'), ('none', 'no further action')], max_length=16)),
                ('reason', models.CharField(choices=[('still_examined', 'the facts are still being looked into'), ('established', 'what was reported was established'), ('partly_established', 'part of what was reported was established'), ('not_established', 'what was reported could not be established'), ('too_little', 'there is too little to go on'), ('out_of_scope', 'it falls outside this scheme'), ('another_authority', 'another authority decides on it'), ('another_case', 'it is handled in another case')], max_length=24)),
                ('given_on', models.DateField()),
                ('next_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='cases.case')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('measure__in', ['enquiry', 'investigation', 'organisation', 'person', 'recovery', 'crime', 'referral', 'none']), ('reason__in', ['still_examined', 'established', 'partly_established', 'not_established', 'too_little', 'out_of_scope', 'another_authority', 'another_case']), ('stage__in', ['taken', 'envisaged'])), name='feedback_has_known_types'), models.CheckConstraint(condition=models.Q(('next_on__isnull', False), models.Q(('stage', 'taken'), models.Q(('reason', 'still_examined'), _negated=True)), _connector='OR'), name='feedback_that_is_not_the_last_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Forwarding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=16)),
                ('item', models.CharField(max_length=64, unique=True)),
                ('day', models.DateField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forwardings', to='cases.case')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('shown_on', models.DateField()),
                ('heard_on', models.DateField(null=True)),
                ('cleared_on', models.DateField(null=True)),
                ('begun_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hearings', to='cases.case')),
            ],
            options={
                'ordering': ['shown_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('heard_on', None), ('heard_on__gte', models.F('shown_on')), _connector='OR'), name='nobody_is_heard_before_they_were_shown_the_view')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'asked for'), ('proposed', 'days are proposed'), ('agreed', 'a day is agreed'), ('recorded', 'minutes wait for the reporter'), ('corrected', 'the reporter corrects the minutes'), ('signed', 'the reporter agreed to the minutes'), ('unsigned', 'the reporter does not agree to the minutes'), ('withdrawn', 'withdrawn')], default='asked', max_length=12)),
                ('asked_on', models.DateField()),
                ('changed_on', models.DateField()),
                ('minutes', models.CharField(blank=True, default='', max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='cases.case')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='meetings_count_in_each_case'), models.UniqueConstraint(condition=models.Q(('state__in', frozenset(['signed', 'unsigned', 'withdrawn'])), _negated=True), fields=('case',), name='one_meeting_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'proposed', 'agreed', 'recorded', 'corrected', 'signed', 'unsigned', 'withdrawn'])), name='meeting_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('minutes', ''), _negated=True), models.Q(('state__in', ['recorded', 'corrected', 'signed', 'unsigned']), _negated=True), _connector='OR'), name='minutes_come_before_what_is_said_of_them')],
            },
        ),
        migrations.CreateModel(
            name='Postponement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('postponed_on', models.DateField()),
                ('until', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postponements', to='cases.case')),
            ],
            options={
                'ordering': ['postponed_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('case',), name='one_postponement_runs_per_case'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('postponed_on'))), name='a_postponement_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Reclassification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('confirmed', models.BooleanField(default=False)),
                ('to', models.CharField(choices=[('report', 'report of suspected wrongdoing'), ('integrity_violation', 'integrity violation'), ('undesirable_conduct', 'undesirable conduct'), ('complaint', 'complaint'), ('personnel_matter', 'personnel matter'), ('signal', 'signal')], max_length=24)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reclassifications', to='cases.case')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_on', None)), fields=('case',), name='one_reclassification_waits_per_case'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed', False), ('decided_by', None), ('decided_on', None)), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='decided_reclassification_says_who_and_when'), models.CheckConstraint(condition=models.Q(('confirmed', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='nobody_confirms_their_own_reclassification')],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='cases.case')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('officer', 'case'), name='one_recusal_per_case')],
            },
        ),
        migrations.CreateModel(
            name='Unheard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('confirmed', models.BooleanField(default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unheard', to='cases.case')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_on', None)), fields=('case',), name='one_unheard_waits_per_case'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed', False), ('decided_by', None), ('decided_on', None)), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='decided_unheard_says_who_and_when'), models.CheckConstraint(condition=models.Q(('confirmed', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='nobody_confirms_their_own_unheard')],
            },
        ),
    ]
