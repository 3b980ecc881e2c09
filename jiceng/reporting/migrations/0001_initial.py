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
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=60, verbose_name='报表')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('first', models.DateField(verbose_name='期初')),
                ('last', models.DateField(verbose_name='期末')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已上报'), ('returned', '已退回'), ('accepted', '已审核'), ('locked', '已锁定')], default='draft', max_length=10, verbose_name='状态')),
                ('revision', models.PositiveSmallIntegerField(default=0, verbose_name='版次')),
                ('submitted_on', models.DateField(null=True, verbose_name='上报日期')),
                ('lock_version', models.PositiveIntegerField(default=0)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='regions.region')),
            ],
            options={
                'indexes': [models.Index(fields=['form', 'first', 'path'], name='filing_in')],
                'constraints': [models.UniqueConstraint(fields=('form', 'region', 'first'), name='filing_once', violation_error_message='该期报表已存在')],
            },
        ),
        migrations.CreateModel(
            name='FilingAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('act', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('on', models.DateField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='reporting.filing')),
            ],
        ),
        migrations.CreateModel(
            name='Freeze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('revision', models.PositiveSmallIntegerField()),
                ('rows', models.JSONField(default=list)),
                ('columns', models.JSONField(default=list)),
                ('definition', models.JSONField(default=dict)),
                ('cells', models.JSONField(default=dict)),
                ('known_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='reporting.filing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('filing', 'revision'), name='one_revision')],
            },
        ),
        migrations.CreateModel(
            name='FrozenSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('since', models.DateField(null=True)),
                ('rows', models.BigIntegerField()),
                ('columns', models.BigIntegerField()),
                ('display', models.CharField(max_length=120)),
                ('number_cipher', models.BinaryField(null=True)),
                ('freeze', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='reporting.freeze')),
            ],
            options={
                'indexes': [models.Index(fields=['freeze', 'subject', 'subject_id'], name='frozen_of')],
            },
        ),
        migrations.CreateModel(
            name='LateEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('first', models.DateField()),
                ('row', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('since', models.DateField(null=True)),
                ('change', models.SmallIntegerField()),
                ('display', models.CharField(max_length=120)),
                ('freeze', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_entries', to='reporting.freeze')),
            ],
        ),
    ]
