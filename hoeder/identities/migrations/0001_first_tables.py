import django.db.models.deletion
import hoeder.erasable.fields
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
            name='Box',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('case', models.UUIDField(unique=True)),
                ('recipient', models.TextField()),
                ('content', hoeder.erasable.fields.ErasableField()),
                ('version', models.PositiveIntegerField()),
                ('statement', models.TextField()),
                ('signature', models.CharField(max_length=128)),
                ('author_key', models.CharField(max_length=64)),
                ('authority_sealed', models.BinaryField()),
                ('authority_hash', models.CharField(max_length=64)),
                ('authority_proof_hash', models.CharField(max_length=64)),
                ('made_on', models.DateField()),
                ('frozen_on', models.DateField(null=True)),
                ('erased_on', models.DateField(null=True)),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='box_versions_begin_at_one')],
            },
        ),
        migrations.CreateModel(
            name='Drill',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('statement', models.TextField()),
                ('signature', models.CharField(max_length=128)),
                ('day', models.DateField()),
                ('custody', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.custody')),
                ('started_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DrillShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveSmallIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('proof_hash', models.CharField(max_length=64)),
                ('sealed', models.BinaryField(null=True)),
                ('passed_on', models.DateField(null=True)),
                ('drill', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='identities.drill')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('drill', 'officer'), name='one_part_per_drill'), models.CheckConstraint(condition=models.Q(models.Q(('passed_on', None), ('sealed__isnull', False)), models.Q(('passed_on__isnull', False), ('sealed', None)), _connector='OR'), name='what_was_opened_in_a_drill_is_erased')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('consent', 'by consent'), ('override', 'by override')], max_length=16)),
                ('purpose', models.CharField(blank=True, choices=[('protection', 'protect her against retaliation'), ('hearing', 'hear her as a witness'), ('legal_aid', 'arrange legal or other support'), ('reintegration', 'arrange her return to work'), ('contact', 'reach her outside this channel')], default='', max_length=24)),
                ('ground', models.CharField(blank=True, choices=[('investigation', 'a duty in law, in an investigation by a national authority (Dir. 16(2); Wbk art. 1a)'), ('proceedings', 'a duty in law, in judicial proceedings (Dir. 16(2); Wbk art. 1a)')], default='', max_length=24)),
                ('authority_name', models.CharField(blank=True, default='', max_length=200)),
                ('legal_basis', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(choices=[('asked', 'asked of the reporter'), ('consented', 'the reporter agreed; waiting for custodians'), ('announced', 'announced to the reporter'), ('deferred', 'announced; notice to the reporter is put off'), ('ripe', 'the waiting time is over; waiting for custodians'), ('open', 'open to one person'), ('ended', 'ended'), ('refused', 'refused'), ('withdrawn', 'withdrawn by the reporter'), ('expired', 'expired')], max_length=16)),
                ('requested_on', models.DateField()),
                ('not_after', models.DateField()),
                ('opens_on', models.DateField(null=True)),
                ('deferred_until', models.DateField(null=True)),
                ('notice_given_on', models.DateField(null=True)),
                ('consent', models.TextField(blank=True, default='')),
                ('consent_signature', models.CharField(blank=True, default='', max_length=128)),
                ('half', models.BinaryField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('box', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='identities.box')),
                ('requested_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', frozenset(['announced', 'asked', 'consented', 'deferred', 'open', 'ripe']))), fields=['not_after'], name='openings_that_may_lapse')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['consent', 'override']), ('state__in', ['asked', 'consented', 'announced', 'deferred', 'ripe', 'open', 'ended', 'refused', 'withdrawn', 'expired'])), name='opening_is_of_a_known_kind_and_state'), models.CheckConstraint(condition=models.Q(models.Q(('deferred_until', None), ('ground', ''), ('kind', 'consent'), ('opens_on', None), models.Q(('purpose', ''), _negated=True)), models.Q(('kind', 'override'), ('opens_on__isnull', False), ('purpose', ''), models.Q(('ground', ''), _negated=True), models.Q(('authority_name', ''), _negated=True), models.Q(('legal_basis', ''), _negated=True)), _connector='OR'), name='an_opening_says_what_it_is_for'), models.CheckConstraint(condition=models.Q(('half', None), ('state__in', ['consented', 'open']), _connector='OR'), name='a_half_is_kept_only_while_it_may_be_used'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', frozenset(['announced', 'asked', 'consented', 'deferred', 'open', 'ripe'])), ('ended_on', None)), models.Q(models.Q(('state__in', frozenset(['announced', 'asked', 'consented', 'deferred', 'open', 'ripe'])), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='an_opening_that_ended_says_when'), models.UniqueConstraint(condition=models.Q(('state__in', frozenset(['announced', 'asked', 'consented', 'deferred', 'open', 'ripe']))), fields=('box', 'to', 'kind'), name='one_live_opening_per_box_and_person')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('request', 'reasons of a request'), ('refusal', 'reasons of a refusal'), ('approval', 'reasons of an approval'), ('override', 'reasons of an override'), ('deferral', 'reasons why notice is put off')], max_length=16)),
                ('holder', models.CharField(max_length=48)),
                ('by', models.CharField(max_length=48)),
                ('sealed', hoeder.erasable.fields.ErasableField()),
                ('day', models.DateField()),
                ('opening', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='identities.opening')),
            ],
            options={
                'indexes': [models.Index(fields=['holder'], name='letters_of_a_holder')],
                'constraints': [models.UniqueConstraint(fields=('opening', 'kind', 'holder', 'by'), name='one_letter_of_a_kind_per_holder')],
            },
        ),
        migrations.CreateModel(
            name='CircleRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.UUIDField()),
                ('knower', models.CharField(max_length=48)),
                ('how', models.CharField(choices=[('opened', 'opened the box'), ('told_by_reporter', 'told by the reporter'), ('told_by_somebody', 'told by somebody else'), ('guessed', 'guessed'), ('knew_before', 'knew before')], max_length=24)),
                ('ground', models.CharField(blank=True, default='', max_length=24)),
                ('since', models.DateField()),
                ('declared_by', models.CharField(max_length=48)),
                ('day', models.DateField()),
                ('opening', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identities.opening')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['case'], name='circle_of_a_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('how', 'opened')), fields=('case', 'knower'), name='one_row_per_person_who_opened'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'opened'), ('opening__isnull', False)), models.Q(models.Q(('how', 'opened'), _negated=True), ('opening', None)), _connector='OR'), name='only_an_opening_makes_a_row_of_opening'), models.CheckConstraint(condition=models.Q(('how__in', ['opened', 'told_by_reporter', 'told_by_somebody', 'guessed', 'knew_before'])), name='how_somebody_knows_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveSmallIntegerField()),
                ('approved', models.BooleanField()),
                ('sealed', models.BinaryField(null=True)),
                ('day', models.DateField()),
                ('custodian', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opening', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='identities.opening')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('opening', 'index'), name='one_answer_per_opening_and_share'), models.UniqueConstraint(fields=('opening', 'custodian'), name='one_answer_per_opening_and_custodian'), models.CheckConstraint(condition=models.Q(('approved', True), ('sealed', None), _connector='OR'), name='a_refusal_hands_out_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.UUIDField()),
                ('statement', models.TextField()),
                ('signature', models.CharField(max_length=128)),
                ('day', models.DateField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'officer'), name='one_pledge_per_case')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('index', models.PositiveSmallIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('proof_hash', models.CharField(max_length=64)),
                ('sealed', models.BinaryField()),
                ('sealed_on', models.DateField()),
                ('tested_on', models.DateField(null=True)),
                ('waiting', models.BooleanField(default=False)),
                ('ended_on', models.DateField(null=True)),
                ('box', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='identities.box')),
                ('custodian', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('box', 'index', 'waiting'), name='one_share_per_index_and_one_that_waits'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('custodian', 'box'), name='one_share_per_custodian_and_box'), models.CheckConstraint(condition=models.Q(('waiting', False), ('tested_on', None), _connector='OR'), name='a_tested_share_does_not_wait')],
            },
        ),
        migrations.CreateModel(
            name='ShutOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.UUIDField()),
                ('by', models.CharField(max_length=48)),
                ('day', models.DateField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'officer'), name='shut_out_of_a_case_once')],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'officer'), name='one_alias_per_officer'), models.UniqueConstraint(fields=('case', 'number'), name='no_alias_is_given_twice')],
            },
        ),
    ]
