import django.contrib.postgres.operations
import django.db.models.deletion
import jiceng.core.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', jiceng.core.models.CText(db_collation='C', max_length=12, unique=True, verbose_name='区划代码')),
                ('path', jiceng.core.models.CText(db_collation='C', max_length=12, unique=True)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '省'), (2, '市'), (3, '县(区)'), (4, '街道(乡镇)'), (5, '社区(村)')], verbose_name='级别')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('opened_on', models.DateField(null=True, verbose_name='设立日期')),
                ('closed_on', models.DateField(null=True, verbose_name='撤销日期')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='regions.region')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='regions.region')),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='机构名称')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('region', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='office', to='regions.region')),
            ],
        ),
        migrations.CreateModel(
            name='FormerPath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', jiceng.core.models.CText(db_collation='C', db_index=True, max_length=12)),
                ('until', models.DateField()),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_paths', to='regions.region')),
            ],
        ),
    ]
