from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(help_text='officer:<id in hex>', max_length=64)),
                ('kind', models.CharField(max_length=64)),
                ('due_on', models.DateField(help_text='Not before this day, in UTC.')),
                ('sent_on', models.DateField(null=True)),
                ('seen_on', models.DateField(help_text='On the desk, which says more than mail.', null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_on__isnull', True)), fields=['due_on'], name='notice_waiting'), models.Index(condition=models.Q(('seen_on__isnull', True)), fields=['holder'], name='notice_unseen')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('sent_on__isnull', True)), fields=('holder', 'kind', 'due_on'), name='one_waiting_notice_per_holder_kind_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('hour', models.PositiveSmallIntegerField(help_text='In UTC.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'hour'), name='one_round_of_mail_per_hour')],
            },
        ),
    ]
