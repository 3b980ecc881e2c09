import django.db.models.deletion
import django.db.models.functions.datetime
import jiceng.core.models
import pgtrigger.compiler
import pgtrigger.migrations
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
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('known_on', models.DateField(verbose_name='获知日期')),
                ('entered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='作废原因')),
                ('lock_version', models.PositiveIntegerField(db_default=0, default=0)),
                ('name', jiceng.core.models.CText(db_collation='C', max_length=120, verbose_name='单位名称')),
                ('credit_code', jiceng.core.models.CText(db_collation='C', max_length=18, verbose_name='统一社会信用代码')),
                ('industry', models.CharField(blank=True, max_length=60, verbose_name='行业')),
                ('ownership', models.CharField(blank=True, max_length=60, verbose_name='经济类型')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('contact', models.CharField(blank=True, max_length=40, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('headcount', models.PositiveIntegerField(null=True, verbose_name='职工人数')),
                ('contracts_signed', models.PositiveIntegerField(null=True, verbose_name='签订劳动合同人数')),
                ('insured', models.PositiveIntegerField(null=True, verbose_name='参保人数')),
                ('changed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region')),
            ],
            options={
                'verbose_name': '用人单位',
                'indexes': [models.Index(fields=['path', 'name', 'id'], name='employer_in'), models.Index(fields=['name', 'id'], name='employer_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('credit_code',), name='employer_once', violation_error_message='该统一社会信用代码已登记')],
            },
        ),
        migrations.CreateModel(
            name='EmployerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('known_on', models.DateField(verbose_name='获知日期')),
                ('entered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='作废原因')),
                ('lock_version', models.PositiveIntegerField(db_default=0, default=0)),
                ('name', jiceng.core.models.CText(db_collation='C', max_length=120, verbose_name='单位名称')),
                ('credit_code', jiceng.core.models.CText(db_collation='C', max_length=18, verbose_name='统一社会信用代码')),
                ('industry', models.CharField(blank=True, max_length=60, verbose_name='行业')),
                ('ownership', models.CharField(blank=True, max_length=60, verbose_name='经济类型')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('contact', models.CharField(blank=True, max_length=40, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('headcount', models.PositiveIntegerField(null=True, verbose_name='职工人数')),
                ('contracts_signed', models.PositiveIntegerField(null=True, verbose_name='签订劳动合同人数')),
                ('insured', models.PositiveIntegerField(null=True, verbose_name='参保人数')),
                ('changed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employers.employer')),
                ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employer',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employers_employerevent" ("address", "changed_at", "changed_by_id", "contact", "contracts_signed", "credit_code", "entered_at", "entered_by_id", "headcount", "id", "industry", "insured", "known_on", "lock_version", "name", "ownership", "path", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_id", "void_reason", "voided_at") SELECT old_values."address", old_values."changed_at", old_values."changed_by_id", old_values."contact", old_values."contracts_signed", old_values."credit_code", old_values."entered_at", old_values."entered_by_id", old_values."headcount", old_values."id", old_values."industry", old_values."insured", old_values."known_on", old_values."lock_version", old_values."name", old_values."ownership", old_values."path", NOW(), \'changed\', old_values."id", old_values."phone", old_values."region_id", old_values."void_reason", old_values."voided_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='729c8f7a80cf30c5790f79174da418f6b8b9a4b6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_e81fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employers_employer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employer',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employers_employerevent" ("address", "changed_at", "changed_by_id", "contact", "contracts_signed", "credit_code", "entered_at", "entered_by_id", "headcount", "id", "industry", "insured", "known_on", "lock_version", "name", "ownership", "path", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_id", "void_reason", "voided_at") SELECT old_values."address", old_values."changed_at", old_values."changed_by_id", old_values."contact", old_values."contracts_signed", old_values."credit_code", old_values."entered_at", old_values."entered_by_id", old_values."headcount", old_values."id", old_values."industry", old_values."insured", old_values."known_on", old_values."lock_version", old_values."name", old_values."ownership", old_values."path", NOW(), \'deleted\', old_values."id", old_values."phone", old_values."region_id", old_values."void_reason", old_values."voided_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='506fc716b9317355abaeae01f52f315749d45999', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_bdf5b', referencing='REFERENCING OLD TABLE AS old_values ', table='employers_employer', when='AFTER')),
        ),
    ]
