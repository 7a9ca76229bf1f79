import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_first_tables'),
        ('organisations', '0001_first_tables'),
        ('protection', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chain', models.UUIDField()),
                ('opened_on', models.DateField()),
                ('opened_by', models.CharField(max_length=48)),
                ('protection', models.CharField(choices=[('not_yet', 'not decided yet'), ('established', 'fell short'), ('partly', 'fell short in part'), ('not_established', 'did not fall short')], default='not_yet', max_length=16)),
                ('protection_on', models.DateField(null=True)),
                ('care', models.CharField(choices=[('not_yet', 'not decided yet'), ('established', 'fell short'), ('partly', 'fell short in part'), ('not_established', 'did not fall short')], default='not_yet', max_length=16)),
                ('care_on', models.DateField(null=True)),
                ('reporter_heard_on', models.DateField(null=True)),
                ('body_heard_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('closed_by', models.CharField(blank=True, default='', max_length=48)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('level', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'ordering': ['opened_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('chain',), name='one_open_review_per_case'), models.CheckConstraint(condition=models.Q(('closed_on', None), models.Q(('protection', 'not_yet'), ('care', 'not_yet'), _connector='OR', _negated=True), _connector='OR'), name='a_review_closes_with_both_findings'), models.CheckConstraint(condition=models.Q(models.Q(('protection', 'not_yet'), ('protection_on', None)), models.Q(models.Q(('protection', 'not_yet'), _negated=True), ('protection_on__isnull', False)), _connector='OR'), name='finding_on_protection_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('care', 'not_yet'), ('care_on', None)), models.Q(models.Q(('care', 'not_yet'), _negated=True), ('care_on__isnull', False)), _connector='OR'), name='finding_on_care_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner_role', models.CharField(choices=[('handler', 'handler'), ('investigator', 'investigator'), ('confidential_adviser', 'confidential adviser'), ('protection_officer', 'protection officer'), ('custodian', 'custodian'), ('commission_member', 'commission member'), ('administrator', 'administrator'), ('director', 'director'), ('works_council', 'works council member'), ('data_protection_officer', 'data protection officer'), ('authority', 'external authority'), ('owner', 'commitment owner')], max_length=24)),
                ('measure', models.CharField(choices=[('answer', 'answer the reporter'), ('plan', 'make or keep a protection plan'), ('restore', 'put right what was done to the reporter'), ('stop', 'stop retaliation'), ('promise', 'keep what was promised'), ('handler', 'let somebody else handle the case'), ('pay', 'compensate damage'), ('procedure', 'change how it is done'), ('other', 'something else')], max_length=16)),
                ('due_on', models.DateField()),
                ('made_on', models.DateField()),
                ('made_by', models.CharField(max_length=48)),
                ('said_done_on', models.DateField(null=True)),
                ('said_done_by', models.CharField(blank=True, default='', max_length=48)),
                ('done_on', models.DateField(null=True)),
                ('owner_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='oversight.review')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('said_done_by', ''), ('said_done_on', None)), models.Q(('said_done_on__isnull', False), models.Q(('said_done_by', ''), _negated=True)), _connector='OR'), name='said_done_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='YearlyReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('figures', models.JSONField()),
                ('published_on', models.DateField()),
                ('published_by', models.CharField(max_length=48)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'ordering': ['-year', 'body'],
                'constraints': [models.UniqueConstraint(fields=('body', 'year'), name='a_year_of_a_body_is_published_once')],
            },
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chain', models.UUIDField()),
                ('kind', models.CharField(choices=[('hindering', 'hindering a report'), ('retaliation', 'retaliation'), ('vexatious', 'vexatious proceedings'), ('revealing', 'revealing the identity')], max_length=16)),
                ('actor', models.CharField(choices=[('unknown', 'not known'), ('director', 'a director'), ('manager', 'a manager'), ('colleague', 'a colleague'), ('personnel', 'human resources'), ('handler', 'a handler or investigator'), ('protection_officer', 'a protection officer'), ('commission', 'a member of the commission'), ('outsider', 'somebody from outside')], default='unknown', max_length=24)),
                ('happened_on', models.DateField()),
                ('opened_on', models.DateField()),
                ('opened_by', models.CharField(max_length=48)),
                ('decision', models.CharField(blank=True, choices=[('established', 'it was a breach'), ('not_established', 'it was no breach')], default='', max_length=16)),
                ('sanction', models.CharField(blank=True, choices=[('none', 'no sanction'), ('conversation', 'a conversation on the record'), ('warning', 'a written warning'), ('discipline', 'a disciplinary measure'), ('moved', 'taken out of the line or the post'), ('prosecutor', 'handed to the public prosecutor')], default='', max_length=16)),
                ('ground', models.CharField(blank=True, choices=[('log', 'what the log shows'), ('statements', 'what people said'), ('documents', 'documents'), ('no_evidence', 'too little evidence'), ('mistake', 'a mistake without intent or harm')], default='', max_length=16)),
                ('closed_on', models.DateField(null=True)),
                ('closed_by', models.CharField(blank=True, default='', max_length=48)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('incident', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.incident')),
                ('level', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'ordering': ['opened_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['hindering', 'retaliation', 'vexatious', 'revealing'])), name='breach_is_of_one_of_four_kinds'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by', ''), ('closed_on', None), ('decision', ''), ('ground', ''), ('sanction', '')), models.Q(('closed_on__isnull', False), models.Q(('closed_by', ''), _negated=True), models.Q(('decision', ''), _negated=True), models.Q(('sanction', ''), _negated=True), models.Q(('ground', ''), _negated=True)), _connector='OR'), name='a_breach_closes_with_a_decision_and_its_ground'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'not_established'), _negated=True), ('sanction', 'none'), _connector='OR'), name='no_sanction_where_there_was_no_breach')],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chain', models.UUIDField()),
                ('cause', models.CharField(choices=[('asked', 'the reporter asked for it'), ('missed', 'a date was missed'), ('alarm', 'a name is out'), ('probing', 'repeated refused requests'), ('check_in', 'a check-in said that it has begun'), ('emergency', 'a request in an emergency was refused'), ('promise', 'a promise was broken or refused'), ('grounds', 'the employer put no grounds of its decisions on record')], max_length=16)),
                ('side', models.CharField(blank=True, choices=[('handler', 'the handlers of the case'), ('protection', 'the protection officer'), ('owner', 'whoever made the promise'), ('employer', 'the employer'), ('commission', 'the commission')], default='', max_length=16)),
                ('duty', models.CharField(blank=True, choices=[('acknowledgement', 'acknowledgement of receipt'), ('feedback', 'feedback'), ('next_feedback', 'further feedback'), ('breach_measures', 'measures after a name got out'), ('breach_notice', 'notification of the data protection authority'), ('meeting', 'a proposal for a meeting'), ('emergency', 'decision in an emergency'), ('answer', 'answer to a commitment'), ('promise', 'what was promised'), ('check_in', 'check-in'), ('duty', 'a task of the employer'), ('review', 'review')], default='', max_length=16)),
                ('about', models.UUIDField()),
                ('trace', models.CharField(max_length=100, unique=True)),
                ('opened_on', models.DateField()),
                ('opened_by', models.CharField(max_length=48)),
                ('told', models.PositiveSmallIntegerField(default=0)),
                ('closed_on', models.DateField(null=True)),
                ('closed_by', models.CharField(blank=True, default='', max_length=48)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('level', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['opened_on', 'pk'],
                'indexes': [models.Index(fields=['level', 'closed_on'], name='escalations_by_level')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('chain', 'cause', 'duty', 'about'), name='one_open_escalation_per_cause'), models.CheckConstraint(condition=models.Q(('cause__in', ['asked', 'missed', 'alarm', 'probing', 'check_in', 'emergency', 'promise', 'grounds'])), name='escalation_has_a_known_cause'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by', ''), ('closed_on', None)), models.Q(('closed_on__isnull', False), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='closed_escalation_says_by_whom_and_when')],
            },
        ),
    ]
