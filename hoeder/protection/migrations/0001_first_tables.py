import django.db.models.deletion
import hoeder.erasable.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_first_tables'),
        ('organisations', '0001_first_tables'),
        ('organisations', '__first__'),
        ('reports', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Care',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='cases.case')),
                ('state', models.CharField(choices=[('needed', 'a plan is needed'), ('proposed', 'a plan is proposed'), ('approved', 'the reporter approved the plan'), ('refused', 'the reporter refused the plan'), ('declined', 'the reporter wants no plan'), ('outdated', 'the plan is out of date')], default='needed', max_length=16)),
                ('since', models.DateField()),
                ('assessed_on', models.DateField(null=True)),
                ('settled', models.CharField(blank=True, choices=[('approved', 'a plan that she approved'), ('declined', 'her documented refusal'), ('no-answer', 'no answer from the reporter'), ('no-plan', 'no plan was made in time')], default='', max_length=16)),
                ('settled_by', models.CharField(blank=True, default='', max_length=48)),
                ('owed', models.UUIDField(null=True)),
                ('way', models.CharField(choices=[('page', 'on her page'), ('officer', 'by the protection officer, as she said'), ('none', 'not at all')], default='page', max_length=16)),
                ('next_on', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['next_on'], name='care_by_next_check_in')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['needed', 'proposed', 'approved', 'refused', 'declined', 'outdated']), ('way__in', ['page', 'officer', 'none'])), name='care_is_in_a_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('settled', ''), ('settled_by', '')), models.Q(models.Q(('settled', ''), _negated=True), models.Q(('settled_by', ''), _negated=True)), _connector='OR'), name='settled_care_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('opens_on', models.DateField()),
                ('due_on', models.DateField()),
                ('silent_on', models.DateField(null=True)),
                ('care', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='protection.care')),
            ],
            options={
                'ordering': ['due_on'],
                'constraints': [models.UniqueConstraint(fields=('care', 'due_on'), name='one_check_in_per_day')],
            },
        ),
        migrations.CreateModel(
            name='CheckInAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('well', 'well'), ('worried', 'worried'), ('begun', 'it has begun'), ('no-answer', 'no answer wanted')], max_length=16)),
                ('by', models.CharField(max_length=48)),
                ('item', models.UUIDField(unique=True)),
                ('day', models.DateField()),
                ('number', models.PositiveIntegerField()),
                ('care', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='protection.care')),
                ('check_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='protection.checkin')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('care', 'number'), name='one_answer_per_number'), models.CheckConstraint(condition=models.Q(('answer__in', ['well', 'worried', 'begun', 'no-answer'])), name='answer_is_of_a_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('return', 'return to the post'), ('belongings', 'belongings'), ('home', 'home'), ('pay', 'pay'), ('travel', 'travel'), ('contact_ban', 'contact ban'), ('acting_manager', 'another manager for the time being'), ('no_contact', 'no contact with certain people'), ('support', 'help and support'), ('other', 'something else')], max_length=16)),
                ('due_on', models.DateField()),
                ('promised_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('proposed', 'proposed, waits for the reporter'), ('refused', 'not wanted by the reporter'), ('offered', 'waits for an answer'), ('accepted', 'accepted'), ('declined', 'declined, with reasons'), ('claimed', 'kept, says the owner'), ('kept', 'kept, says the reporter'), ('disputed', 'not kept, says the reporter'), ('ended', 'no longer followed, says the commission')], max_length=16)),
                ('proposed_by', models.CharField(max_length=48)),
                ('proposed_on', models.DateField()),
                ('offered_on', models.DateField(null=True)),
                ('answered_on', models.DateField(null=True)),
                ('statement', models.TextField(blank=True, default='')),
                ('signature', models.CharField(blank=True, default='', max_length=128)),
                ('signed_with', models.CharField(blank=True, default='', max_length=64)),
                ('claimed_on', models.DateField(null=True)),
                ('settled_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['return', 'belongings', 'home', 'pay', 'travel', 'contact_ban', 'acting_manager', 'no_contact', 'support', 'other'])), name='commitment_is_of_a_known_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'refused', 'offered', 'accepted', 'declined', 'claimed', 'kept', 'disputed', 'ended'])), name='commitment_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('signature', ''), ('signed_with', ''), ('statement', '')), models.Q(models.Q(('statement', ''), _negated=True), models.Q(('signature', ''), _negated=True), models.Q(('signed_with', ''), _negated=True)), _connector='OR'), name='accepted_commitment_is_signed_or_not'), models.CheckConstraint(condition=models.Q(models.Q(('offered_on', None), ('state__in', ['proposed', 'refused'])), models.Q(models.Q(('state__in', ['proposed', 'refused']), _negated=True), ('offered_on__isnull', False)), _connector='OR'), name='offered_commitment_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), models.Q(('statement', ''), _negated=True), _connector='OR'), name='accepted_commitment_has_a_signature')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('stop_colleagues', 'stop reprisals by colleagues')], max_length=24)),
                ('given_on', models.DateField()),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('reader_recipient', models.TextField(blank=True, default='')),
                ('reader_verify', models.CharField(blank=True, default='', max_length=64)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['stop_colleagues'])), name='duty_is_of_a_known_kind'), models.UniqueConstraint(condition=models.Q(('done_on', None)), fields=('case', 'kind'), name='one_open_duty_per_case_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='Elsewhere',
            fields=[
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='reports.receipt')),
                ('fingerprint', models.CharField(max_length=64)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
        ),
        migrations.CreateModel(
            name='Emergency',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('return', 'return to the post'), ('belongings', 'belongings'), ('home', 'home'), ('pay', 'pay'), ('travel', 'travel'), ('contact_ban', 'contact ban'), ('acting_manager', 'another manager for the time being'), ('no_contact', 'no contact with certain people'), ('support', 'help and support'), ('other', 'something else')], max_length=16)),
                ('asked_on', models.DateField()),
                ('decision', models.CharField(blank=True, choices=[('granted', 'granted'), ('refused', 'refused')], default='', max_length=16)),
                ('ground', models.CharField(blank=True, choices=[('impossible', 'it cannot be done'), ('not_ours', 'another body decides this'), ('done', 'it has been done already'), ('other_measure', 'another measure does the same'), ('safety', 'it would endanger somebody')], default='', max_length=16)),
                ('decided_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['asked_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['return', 'belongings', 'home', 'pay', 'travel', 'contact_ban', 'acting_manager', 'no_contact', 'support', 'other'])), name='emergency_is_of_a_known_kind'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('decided_on', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='decided_emergency_says_who_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'refused'), models.Q(('ground', ''), _negated=True)), models.Q(models.Q(('decision', 'refused'), _negated=True), ('ground', '')), _connector='OR'), name='refused_emergency_has_a_ground')],
            },
        ),
        migrations.CreateModel(
            name='GroundsMonth',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('due_on', models.DateField()),
                ('complete_on', models.DateField(null=True)),
                ('complete_by', models.CharField(blank=True, default='', max_length=48)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'ordering': ['-month', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('body', 'month'), name='one_month_of_grounds_per_body'), models.CheckConstraint(condition=models.Q(models.Q(('complete_by', ''), ('complete_on', None)), models.Q(('complete_on__isnull', False), models.Q(('complete_by', ''), _negated=True)), _connector='OR'), name='complete_month_of_grounds_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='GroundsQuestion',
            fields=[
                ('item', models.UUIDField(primary_key=True, serialize=False)),
                ('asked_on', models.DateField()),
                ('due_on', models.DateField()),
                ('answered_on', models.DateField(null=True)),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='protection.groundsmonth')),
            ],
            options={
                'ordering': ['asked_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GroundsReview',
            fields=[
                ('item', models.UUIDField(primary_key=True, serialize=False)),
                ('room_kind', models.CharField(choices=[('dialogue', 'dialogue'), ('investigation', 'investigation'), ('advice', 'advice'), ('care', 'care'), ('commission', 'commission'), ('file', 'detriment file'), ('commitment', 'commitment')], max_length=16)),
                ('asked_on', models.DateField()),
                ('due_on', models.DateField()),
                ('weighed', models.CharField(blank=True, choices=[('justified', 'grounds that justify it, from before the report'), ('not-justified', 'grounds that do not justify it'), ('no-grounds', 'no grounds on record')], default='', max_length=16)),
                ('weighed_on', models.DateField(null=True)),
                ('weighed_by', models.CharField(blank=True, default='', max_length=48)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ['asked_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('weighed', ''), ('weighed_by', ''), ('weighed_on', None)), models.Q(models.Q(('weighed', ''), _negated=True), ('weighed_on__isnull', False), models.Q(('weighed_by', ''), _negated=True)), _connector='OR'), name='weighed_decision_says_by_whom_and_when'), models.CheckConstraint(condition=models.Q(('weighed__in', ('', 'justified', 'not-justified', 'no-grounds'))), name='decision_is_weighed_as_known')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('name-out', 'the name is out'), ('probing', 'repeated refused requests')], max_length=16)),
                ('chain', models.UUIDField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=48)),
                ('told', models.PositiveSmallIntegerField(default=0)),
                ('measures_on', models.DateField(null=True)),
                ('notification', models.CharField(blank=True, choices=[('made', 'the authority was notified'), ('no-risk', 'a risk is unlikely')], default='', max_length=16)),
                ('notification_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('closed_by', models.CharField(blank=True, default='', max_length=48)),
                ('default_told_on', models.DateField(null=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ['opened_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('chain', 'kind'), name='one_open_incident_per_kind_and_case'), models.CheckConstraint(condition=models.Q(('kind__in', ['name-out', 'probing'])), name='incident_is_of_a_known_kind'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by', ''), ('closed_on', None)), models.Q(('closed_on__isnull', False), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='closed_incident_says_by_whom_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('notification', ''), ('notification_on', None)), models.Q(models.Q(('notification', ''), _negated=True), ('notification_on__isnull', False)), _connector='OR'), name='decided_notification_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=48)),
                ('asked_on', models.DateField()),
                ('answered_on', models.DateField(null=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accounts', to='protection.incident')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('incident', 'holder'), name='one_account_per_incident_and_holder')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('care', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='protection.care')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('care', 'day'), name='one_origin_per_case_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('item', models.CharField(max_length=64)),
                ('proposed_by', models.CharField(max_length=48)),
                ('proposed_on', models.DateField()),
                ('approved', models.BooleanField(null=True)),
                ('answered_on', models.DateField(null=True)),
                ('care', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='protection.care')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('care', 'number'), name='one_plan_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('answered_on', None), ('approved', None)), models.Q(('answered_on__isnull', False), ('approved__isnull', False)), _connector='OR'), name='answered_plan_says_when')],
            },
        ),
        migrations.CreateModel(
            name='SharedDetriment',
            fields=[
                ('item', models.UUIDField(primary_key=True, serialize=False)),
                ('chain', models.UUIDField(db_index=True)),
                ('room_kind', models.CharField(choices=[('dialogue', 'dialogue'), ('investigation', 'investigation'), ('advice', 'advice'), ('care', 'care'), ('commission', 'commission'), ('file', 'detriment file'), ('commitment', 'commitment')], max_length=16)),
                ('form', models.CharField(blank=True, choices=[('a', 'suspension, lay-off, dismissal or the like'), ('b', 'demotion, or a promotion withheld'), ('c', 'other duties, place, hours or less pay'), ('d', 'training withheld'), ('e', 'a negative assessment or reference'), ('f', 'a disciplinary measure, reprimand or fine'), ('g', 'coercion, intimidation, harassment or shutting out'), ('h', 'discrimination or unfair treatment'), ('i', 'no permanent contract where one was to be expected'), ('j', 'a temporary contract not renewed or ended early'), ('k', 'harm to the reputation, or financial loss'), ('l', 'blacklisting'), ('m', 'a contract for goods or services ended early'), ('n', 'a licence or permit cancelled'), ('o', 'sent to a doctor or psychiatrist'), ('threat', 'a threat'), ('attempt', 'an attempt'), ('omission_withheld_care', 'nothing done, care withheld'), ('identity_revealed', 'the name was revealed'), ('vexatious_proceedings', 'proceedings meant to harm'), ('denied_return_or_property', 'return or own belongings refused'), ('other', 'something else')], default='', max_length=32)),
                ('colleagues', models.BooleanField(default=False)),
                ('shared_on', models.DateField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('room_kind__in', ('care', 'commission'))), name='detriment_is_shared_in_a_room_of_hers'), models.CheckConstraint(condition=models.Q(('form__in', ('', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'threat', 'attempt', 'omission_withheld_care', 'identity_revealed', 'vexatious_proceedings', 'denied_return_or_property', 'other'))), name='shared_detriment_has_a_known_form_or_none')],
            },
        ),
        migrations.CreateModel(
            name='SupportOffer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(choices=[('intake', 'she chose who protects her'), ('leak', 'her name is out'), ('detriment', 'she shared what was done to her')], max_length=16)),
                ('about', models.UUIDField()),
                ('since', models.DateField()),
                ('met_on', models.DateField(null=True)),
                ('met_by', models.CharField(blank=True, default='', max_length=48)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ['since', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('case', 'cause', 'about'), name='one_offer_per_case_and_cause'), models.CheckConstraint(condition=models.Q(('cause__in', ['intake', 'leak', 'detriment'])), name='offer_is_for_a_known_cause'), models.CheckConstraint(condition=models.Q(models.Q(('met_by', ''), ('met_on', None)), models.Q(('met_on__isnull', False), models.Q(('met_by', ''), _negated=True)), _connector='OR'), name='offer_that_was_made_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='AccountLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(max_length=48)),
                ('sealed', hoeder.erasable.fields.ErasableField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='protection.account')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('account', 'to'), name='one_letter_per_account_and_reader')],
            },
        ),
    ]
