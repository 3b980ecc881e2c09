import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import jiceng.core.models


class Migration(migrations.Migration):
    """Imports know what they wrote, by which names of columns, and whether they were undone."""

    dependencies = [
        ("core", "0005_statistics_of_small_loads"),
        ("regions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("importrun", "aliases", models.JSONField(default=dict)),
        migrations.AddField("importrun", "repeated", models.PositiveIntegerField(default=0)),
        migrations.AddField("importrun", "undo_reason", models.CharField(blank=True, max_length=200)),
        migrations.AddField("importrun", "undone_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "importrun",
            "undone_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "importrun",
            "written_at",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), default=list, size=None
            ),
        ),
        migrations.AlterField(
            "importrun",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "等待处理"),
                    ("checking", "正在核对"),
                    ("checked", "核对完毕"),
                    ("done", "已导入"),
                    ("failed", "未导入"),
                    ("undone", "已撤销"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            "importrun", models.Index(fields=["started_at", "id"], name="import_run_by_start")
        ),
        migrations.CreateModel(
            name="HeaderAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", jiceng.core.models.CText(db_collation="C", max_length=12)),
                ("ledger", models.CharField(max_length=30)),
                ("header", models.CharField(max_length=100)),
                ("meaning", models.CharField(blank=True, max_length=40)),
                ("set_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("region", "ledger", "header"), name="header_alias_once")
                ]
            },
        ),
    ]
