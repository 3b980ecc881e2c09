import django.db.models.deletion
import django.db.models.functions.datetime
import jiceng.core.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('regions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('due', models.DateField()),
                ('status', models.CharField(max_length=10)),
                ('evidence', models.DateField(null=True)),
                ('closed_on', models.DateField()),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'duty', 'due'], name='outcome_in')],
                'constraints': [models.UniqueConstraint(fields=('duty', 'subject_id', 'since'), name='one_outcome_a_duty')],
            },
        ),
        migrations.CreateModel(
            name='Enactment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('document', models.CharField(max_length=80, verbose_name='文号')),
                ('issued', models.DateField(verbose_name='发布日期')),
                ('digest', models.CharField(max_length=64)),
                ('text', models.TextField()),
                ('enacted_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('enacted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enactments', to='regions.region')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'region', 'digest'), name='enacted_once')],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(max_length=60, verbose_name='事项')),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('start', models.DateField(verbose_name='起')),
                ('last', models.DateField(verbose_name='止')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agreed_at', models.DateTimeField(null=True)),
                ('postponed_to', models.DateField(null=True, verbose_name='延期至')),
                ('refused_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, default='', max_length=200, verbose_name='答复')),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['duty', 'subject_id'], name='waiver_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('start'))), name='waiver_not_backwards', violation_error_message='免办的截止日期不能早于起始日期')],
            },
        ),
    ]
