from django.db import migrations

from jiceng.core.statistics import MAKE, REMOVE


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, REMOVE)]
