"""Fill the editable table with the holiday notices that are known."""

from django.db import migrations

from jiceng.core.workdays import published_days


def fill(apps, schema_editor):
    holiday = apps.get_model("core", "Holiday")
    holiday.objects.using(schema_editor.connection.alias).bulk_create(
        [holiday(day=day, is_working=is_working) for day, is_working in published_days().items()],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0002_refresh_statistics")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
