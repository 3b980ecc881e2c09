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
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.CharField(max_length=40, verbose_name='文书')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('serial', models.PositiveIntegerField(verbose_name='序号')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12)),
                ('printed_on', models.DateField(verbose_name='打印日期')),
                ('printed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='residents.household')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.office')),
                ('printed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region')),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='residents.resident')),
            ],
            options={
                'verbose_name': '文书',
                'constraints': [models.UniqueConstraint(fields=('office', 'year', 'serial'), name='paper_number_once', violation_error_message='文书编号重复，请重试'), models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('resident', None)), models.Q(('household', None), ('resident__isnull', False)), _connector='OR'), name='paper_about_one', violation_error_message='文书应写明居民或家庭之一')],
            },
        ),
    ]
