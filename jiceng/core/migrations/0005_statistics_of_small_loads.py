from django.db import migrations

from jiceng.core.statistics import MAKE


class Migration(migrations.Migration):
    dependencies = [("core", "0004_statistics_of_emptied_tables")]
    operations = [migrations.RunSQL(MAKE, migrations.RunSQL.noop)]
