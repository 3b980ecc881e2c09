import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="waiver",
            name="answer",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="答复"),
        ),
        migrations.AddField(
            model_name="waiver",
            name="postponed_to",
            field=models.DateField(null=True, verbose_name="延期至"),
        ),
        migrations.AddField(
            model_name="waiver",
            name="refused_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="waiver",
            name="refused_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
