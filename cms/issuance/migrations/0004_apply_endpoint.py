import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issuance', '0003_creds_sets_expiry_endorsements'),
    ]

    operations = [
        migrations.CreateModel(
            name='AwardFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('media_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stored_as', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(help_text='SHA-256 of the content.', max_length=64)),
                ('created', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=255)),
                ('body', models.TextField()),
                ('changed', models.DateTimeField(auto_now=True)),
                ('changed_by', models.CharField(blank=True, max_length=255)),
            ],
            options={
                'ordering': ['kind', 'language'],
            },
        ),
        migrations.CreateModel(
            name='RateCount',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField()),
                ('expires', models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='mailmessage',
            name='issuance_mail_due',
        ),
        migrations.RemoveIndex(
            model_name='mailmessage',
            name='issuance_mail_to',
        ),
        migrations.AddField(
            model_name='application',
            name='idempotency_key',
            field=models.CharField(blank=True, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='application',
            name='proof',
            field=models.CharField(blank=True, help_text='The proof of work that was spent on it.', max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='mailmessage',
            name='attach_badge',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='mailmessage',
            name='due',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='mailmessage',
            name='failed_at',
            field=models.DateTimeField(blank=True, help_text='No further try: refused, or tried too long.', null=True),
        ),
        migrations.AddField(
            model_name='mailmessage',
            name='values',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='linktoken',
            name='purpose',
            field=models.CharField(choices=[('confirm', 'Confirm'), ('mend', 'Mend'), ('status', 'Status')], max_length=10),
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='body',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='purpose',
            field=models.CharField(blank=True, choices=[('confirm', 'Confirm'), ('mend', 'Mend'), ('status', 'Status')], max_length=10),
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='subject',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddIndex(
            model_name='mailmessage',
            index=models.Index(condition=models.Q(('failed_at', None), ('sent_at', None)), fields=['next_try'], name='issuance_mail_due'),
        ),
        migrations.AddIndex(
            model_name='mailmessage',
            index=models.Index(fields=['to', 'due'], name='issuance_mail_to'),
        ),
        migrations.AddField(
            model_name='awardfile',
            name='award',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='issuance.award'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='issuance.application'),
        ),
        migrations.AddConstraint(
            model_name='mailtext',
            constraint=models.UniqueConstraint(fields=('kind', 'language'), name='issuance_mail_text'),
        ),
        migrations.AddIndex(
            model_name='ratecount',
            index=models.Index(fields=['expires'], name='issuance_rate_expires'),
        ),
        migrations.AddConstraint(
            model_name='awardfile',
            constraint=models.UniqueConstraint(fields=('award', 'name'), name='issuance_award_file'),
        ),
    ]
