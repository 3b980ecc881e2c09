import django.contrib.postgres.constraints
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
        ('employers', '0001_initial'),
        ('regions', '0001_initial'),
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('known_on', models.DateField(verbose_name='获知日期')),
                ('entered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='作废原因')),
                ('lock_version', models.PositiveIntegerField(db_default=0, default=0)),
                ('start', models.DateField(verbose_name='开始日期')),
                ('stop', models.DateField(null=True, verbose_name='截止日期')),
                ('form', models.CharField(choices=[('010', '单位就业'), ('021', '个体经营'), ('022', '灵活就业'), ('030', '公益性岗位'), ('040', '转移就业')], max_length=3, verbose_name='就业形式')),
                ('credit_code', jiceng.core.models.CText(blank=True, db_collation='C', max_length=18, verbose_name='统一社会信用代码')),
                ('employer_name', models.CharField(blank=True, max_length=120, verbose_name='单位名称')),
                ('occupation', models.CharField(blank=True, max_length=60, verbose_name='岗位工种')),
                ('contract_start', models.DateField(null=True, verbose_name='合同起始日期')),
                ('contract_stop', models.DateField(null=True, verbose_name='合同终止日期')),
                ('monthly_income', models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name='月收入')),
                ('end_reason', models.CharField(blank=True, max_length=60, verbose_name='终止原因')),
                ('workplace_code', jiceng.core.models.CText(blank=True, db_collation='C', max_length=12, verbose_name='工作地社区代码')),
                ('changed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='employers.employer')),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region')),
                ('resident', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='residents.resident')),
            ],
            options={
                'verbose_name': '就业登记',
                'indexes': [models.Index(fields=['resident', 'start'], name='employment_of'), models.Index(fields=['path', 'start'], name='employment_in'), models.Index(fields=['start', 'id'], name='employment_by_start')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('voided_at', None)), expressions=[(models.F('resident'), '='), (models.Func(models.F('start'), models.F('stop'), function='daterange', output_field=models.Field()), '&&')], name='employment_once', violation_error_message='与该居民已登记的就业时间重叠'), models.CheckConstraint(condition=models.Q(('stop', None), ('stop__gt', models.F('start')), _connector='OR'), name='employment_not_backwards', violation_error_message='终止日期不能早于就业日期')],
            },
        ),
        migrations.CreateModel(
            name='EmploymentEvent',
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
                ('start', models.DateField(verbose_name='开始日期')),
                ('stop', models.DateField(null=True, verbose_name='截止日期')),
                ('form', models.CharField(choices=[('010', '单位就业'), ('021', '个体经营'), ('022', '灵活就业'), ('030', '公益性岗位'), ('040', '转移就业')], max_length=3, verbose_name='就业形式')),
                ('credit_code', jiceng.core.models.CText(blank=True, db_collation='C', max_length=18, verbose_name='统一社会信用代码')),
                ('employer_name', models.CharField(blank=True, max_length=120, verbose_name='单位名称')),
                ('occupation', models.CharField(blank=True, max_length=60, verbose_name='岗位工种')),
                ('contract_start', models.DateField(null=True, verbose_name='合同起始日期')),
                ('contract_stop', models.DateField(null=True, verbose_name='合同终止日期')),
                ('monthly_income', models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name='月收入')),
                ('end_reason', models.CharField(blank=True, max_length=60, verbose_name='终止原因')),
                ('workplace_code', jiceng.core.models.CText(blank=True, db_collation='C', max_length=12, verbose_name='工作地社区代码')),
                ('changed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employers.employer')),
                ('entered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employment.employment')),
                ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region')),
                ('resident', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='residents.resident')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('known_on', models.DateField(verbose_name='获知日期')),
                ('entered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='作废原因')),
                ('lock_version', models.PositiveIntegerField(db_default=0, default=0)),
                ('start', models.DateField(verbose_name='开始日期')),
                ('stop', models.DateField(null=True, verbose_name='截止日期')),
                ('unemployed_on', models.DateField(null=True, verbose_name='失业日期')),
                ('reason', models.CharField(blank=True, choices=[('10', '年满16周岁从学校毕业、肄业未升学'), ('20', '与企业解除或终止劳动关系'), ('30', '从机关事业单位辞职或被辞退解聘'), ('40', '农转非并失去承包土地'), ('50', '军人退出现役未纳入统一安置'), ('60', '刑满释放或假释、监外执行'), ('70', '劳动教养期满或提前解除'), ('80', '个体/私营业主停止经营'), ('90', '其他')], max_length=2, verbose_name='失业原因')),
                ('category', models.CharField(blank=True, choices=[('新成长失业人员', '新成长失业人员'), ('就业转失业人员', '就业转失业人员'), ('其他失业人员', '其他失业人员')], max_length=20, verbose_name='失业人员类别')),
                ('former_employer', models.CharField(blank=True, max_length=120, verbose_name='原工作单位')),
                ('job_wish', models.CharField(blank=True, max_length=40, verbose_name='求职意愿')),
                ('training_wish', models.CharField(blank=True, max_length=40, verbose_name='培训意愿')),
                ('cancel_reason', models.CharField(blank=True, choices=[('010', '单位就业'), ('020', '个体就业'), ('030', '灵活就业'), ('040', '退休'), ('050', '丧失劳动能力'), ('060', '退出市场'), ('070', '判刑劳教'), ('080', '不接受服务'), ('090', '未主动联系'), ('死亡', '死亡'), ('990', '其他')], max_length=20, verbose_name='注销原因')),
                ('changed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region')),
                ('resident', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='residents.resident')),
            ],
            options={
                'verbose_name': '失业登记',
                'indexes': [models.Index(fields=['resident', 'start'], name='registration_of'), models.Index(fields=['path', 'start'], name='registration_in'), models.Index(fields=['start', 'id'], name='registration_by_start')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('voided_at', None), ('stop__isnull', False)), expressions=[(models.F('resident'), '='), (models.Func(models.F('start'), models.F('stop'), function='daterange', output_field=models.Field()), '&&')], name='registration_once', violation_error_message='与该居民已注销的失业登记时间重叠'), models.CheckConstraint(condition=models.Q(('stop', None), ('stop__gte', models.F('start')), _connector='OR'), name='registration_not_backwards', violation_error_message='注销日期不能早于失业登记日期'), models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('resident', 'start'), name='registration_once_a_day', violation_error_message='该居民当日已有失业登记')],
            },
        ),
        migrations.CreateModel(
            name='RegistrationEvent',
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
                ('start', models.DateField(verbose_name='开始日期')),
                ('stop', models.DateField(null=True, verbose_name='截止日期')),
                ('unemployed_on', models.DateField(null=True, verbose_name='失业日期')),
                ('reason', models.CharField(blank=True, choices=[('10', '年满16周岁从学校毕业、肄业未升学'), ('20', '与企业解除或终止劳动关系'), ('30', '从机关事业单位辞职或被辞退解聘'), ('40', '农转非并失去承包土地'), ('50', '军人退出现役未纳入统一安置'), ('60', '刑满释放或假释、监外执行'), ('70', '劳动教养期满或提前解除'), ('80', '个体/私营业主停止经营'), ('90', '其他')], max_length=2, verbose_name='失业原因')),
                ('category', models.CharField(blank=True, choices=[('新成长失业人员', '新成长失业人员'), ('就业转失业人员', '就业转失业人员'), ('其他失业人员', '其他失业人员')], max_length=20, verbose_name='失业人员类别')),
                ('former_employer', models.CharField(blank=True, max_length=120, verbose_name='原工作单位')),
                ('job_wish', models.CharField(blank=True, max_length=40, verbose_name='求职意愿')),
                ('training_wish', models.CharField(blank=True, max_length=40, verbose_name='培训意愿')),
                ('cancel_reason', models.CharField(blank=True, choices=[('010', '单位就业'), ('020', '个体就业'), ('030', '灵活就业'), ('040', '退休'), ('050', '丧失劳动能力'), ('060', '退出市场'), ('070', '判刑劳教'), ('080', '不接受服务'), ('090', '未主动联系'), ('死亡', '死亡'), ('990', '其他')], max_length=20, verbose_name='注销原因')),
                ('changed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employment.registration')),
                ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region')),
                ('resident', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='residents.resident')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employment_employmentevent" ("changed_at", "changed_by_id", "contract_start", "contract_stop", "credit_code", "employer_id", "employer_name", "end_reason", "entered_at", "entered_by_id", "form", "id", "known_on", "lock_version", "monthly_income", "occupation", "path", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "resident_id", "start", "stop", "void_reason", "voided_at", "workplace_code") SELECT old_values."changed_at", old_values."changed_by_id", old_values."contract_start", old_values."contract_stop", old_values."credit_code", old_values."employer_id", old_values."employer_name", old_values."end_reason", old_values."entered_at", old_values."entered_by_id", old_values."form", old_values."id", old_values."known_on", old_values."lock_version", old_values."monthly_income", old_values."occupation", old_values."path", NOW(), \'changed\', old_values."id", old_values."region_id", old_values."resident_id", old_values."start", old_values."stop", old_values."void_reason", old_values."voided_at", old_values."workplace_code" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='82a7558ac2fbe9370fb9b42e8c90960959bcba05', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_dc643', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employment_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employment_employmentevent" ("changed_at", "changed_by_id", "contract_start", "contract_stop", "credit_code", "employer_id", "employer_name", "end_reason", "entered_at", "entered_by_id", "form", "id", "known_on", "lock_version", "monthly_income", "occupation", "path", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "resident_id", "start", "stop", "void_reason", "voided_at", "workplace_code") SELECT old_values."changed_at", old_values."changed_by_id", old_values."contract_start", old_values."contract_stop", old_values."credit_code", old_values."employer_id", old_values."employer_name", old_values."end_reason", old_values."entered_at", old_values."entered_by_id", old_values."form", old_values."id", old_values."known_on", old_values."lock_version", old_values."monthly_income", old_values."occupation", old_values."path", NOW(), \'deleted\', old_values."id", old_values."region_id", old_values."resident_id", old_values."start", old_values."stop", old_values."void_reason", old_values."voided_at", old_values."workplace_code" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2c60e97544ce92c731c377ede61484df54b89757', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_420b5', referencing='REFERENCING OLD TABLE AS old_values ', table='employment_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employment_registrationevent" ("cancel_reason", "category", "changed_at", "changed_by_id", "entered_at", "entered_by_id", "former_employer", "id", "job_wish", "known_on", "lock_version", "path", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "resident_id", "start", "stop", "training_wish", "unemployed_on", "void_reason", "voided_at") SELECT old_values."cancel_reason", old_values."category", old_values."changed_at", old_values."changed_by_id", old_values."entered_at", old_values."entered_by_id", old_values."former_employer", old_values."id", old_values."job_wish", old_values."known_on", old_values."lock_version", old_values."path", NOW(), \'changed\', old_values."id", old_values."reason", old_values."region_id", old_values."resident_id", old_values."start", old_values."stop", old_values."training_wish", old_values."unemployed_on", old_values."void_reason", old_values."voided_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d95ef9c05b9b4e1a2dc492149e7efe7951a70199', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_fc322', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employment_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employment_registrationevent" ("cancel_reason", "category", "changed_at", "changed_by_id", "entered_at", "entered_by_id", "former_employer", "id", "job_wish", "known_on", "lock_version", "path", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "resident_id", "start", "stop", "training_wish", "unemployed_on", "void_reason", "voided_at") SELECT old_values."cancel_reason", old_values."category", old_values."changed_at", old_values."changed_by_id", old_values."entered_at", old_values."entered_by_id", old_values."former_employer", old_values."id", old_values."job_wish", old_values."known_on", old_values."lock_version", old_values."path", NOW(), \'deleted\', old_values."id", old_values."reason", old_values."region_id", old_values."resident_id", old_values."start", old_values."stop", old_values."training_wish", old_values."unemployed_on", old_values."void_reason", old_values."voided_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='943be77e684bc7d57cfd3e56dac3657fb72e81bf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_ed6ce', referencing='REFERENCING OLD TABLE AS old_values ', table='employment_registration', when='AFTER')),
        ),
    ]
