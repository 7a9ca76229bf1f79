import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import hoeder.organisations.models.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(unique=True)),
                ('name_nl', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('root', models.CharField(max_length=64, unique=True, validators=[django.core.validators.RegexValidator('\\A[0-9a-f]{64}\\Z')])),
            ],
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField()),
                ('name_nl', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('service', 'Service'), ('commission', 'Commission'), ('authority', 'Authority')], max_length=20)),
                ('law', models.CharField(default='nl', max_length=8)),
                ('time_zone', models.CharField(default='Europe/Amsterdam', max_length=64)),
                ('shows_readers', models.BooleanField(default=False)),
                ('grounds_from', models.DateField(blank=True, null=True)),
                ('above', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directly_below', to='organisations.body')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'slug'), name='body_slug_is_unique_in_organisation'), models.CheckConstraint(condition=models.Q(('above', models.F('pk')), _negated=True), name='body_is_not_above_itself'), models.CheckConstraint(condition=models.Q(('kind__in', ['service', 'commission', 'authority'])), name='body_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('is_active', models.BooleanField(default=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='organisations.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='officer_email_is_in_small_letters')],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField()),
                ('title_nl', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='organisations.body')),
            ],
        ),
        migrations.CreateModel(
            name='ChannelReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.channel')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'officer'), name='officer_reads_a_channel_once')],
            },
        ),
        migrations.AddField(
            model_name='channel',
            name='readers',
            field=models.ManyToManyField(related_name='channels', through='organisations.ChannelReader', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('ready_on', models.DateField(blank=True, null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='organisations.body')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'number'), name='custodies_are_numbered'), models.UniqueConstraint(condition=models.Q(('ready_on', None)), fields=('body',), name='one_custody_is_prepared')],
            },
        ),
        migrations.CreateModel(
            name='CustodyPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('custody', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='organisations.custody')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('custody', 'officer'), name='one_place_per_officer_in_a_custody'), models.UniqueConstraint(fields=('custody', 'number'), name='places_in_a_custody_are_numbered'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 10)), name='a_custody_has_few_places')],
            },
        ),
        migrations.CreateModel(
            name='OfficerKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(default=1)),
                ('recipient', models.TextField()),
                ('verify', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('\\A[0-9a-f]{64}\\Z')])),
                ('wrap', models.TextField()),
                ('created_on', models.DateField(default=hoeder.organisations.models.fields.today)),
                ('confirmed_on', models.DateField(blank=True, null=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('officer', 'number'), name='officer_keys_are_numbered'), models.UniqueConstraint(fields=('recipient',), name='recipient_is_used_once'), models.UniqueConstraint(fields=('verify',), name='verify_key_is_used_once'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', None), ('confirmed_on', None)), models.Q(('confirmed_by__isnull', False), ('confirmed_on__isnull', False)), _connector='OR'), name='confirmed_key_says_by_whom_and_when'), models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('officer')), _negated=True), name='nobody_confirms_their_own_key'), models.UniqueConstraint(condition=models.Q(('confirmed_on', None), ('withdrawn_on', None)), fields=('officer',), name='one_key_waits_per_officer'), models.UniqueConstraint(condition=models.Q(('confirmed_on__isnull', False), ('withdrawn_on', None)), fields=('officer',), name='one_confirmed_key_per_officer')],
            },
        ),
        migrations.CreateModel(
            name='DirectoryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('document', models.TextField()),
                ('signature', models.CharField(max_length=128, validators=[django.core.validators.RegexValidator('\\A[0-9a-f]{128}\\Z')])),
                ('published_on', models.DateField(default=hoeder.organisations.models.fields.today)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directories', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'version'), name='directory_versions_are_numbered')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name_nl', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisations.body')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directly_below', to='organisations.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'name_nl'), name='unit_name_is_unique_in_body'), models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='unit_is_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Function',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title_nl', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('holder_name', models.CharField(blank=True, default='', max_length=200)),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='functions', to=settings.AUTH_USER_MODEL)),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organisations.function')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='functions', to='organisations.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reports_to', models.F('pk')), _negated=True), name='function_does_not_report_to_itself')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('handler', 'handler'), ('investigator', 'investigator'), ('confidential_adviser', 'confidential adviser'), ('protection_officer', 'protection officer'), ('custodian', 'custodian'), ('commission_member', 'commission member'), ('administrator', 'administrator'), ('director', 'director'), ('works_council', 'works council member'), ('data_protection_officer', 'data protection officer'), ('authority', 'external authority'), ('owner', 'commitment owner')], max_length=24)),
                ('until', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='organisations.body')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('officer', 'role', 'body'), name='officer_holds_a_role_at_a_body_once'), models.CheckConstraint(condition=models.Q(('role__in', ['handler', 'investigator', 'confidential_adviser', 'protection_officer', 'custodian', 'commission_member', 'administrator', 'director', 'works_council', 'data_protection_officer', 'authority', 'owner'])), name='role_is_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(fields=('body', 'slug'), name='channel_slug_is_unique_in_body'),
        ),
    ]
