from django.db import migrations

# How many households lie in a community is guessed from a sample that knows a hundred communities by name. Of
# the others PostgreSQL expects one, and then goes through all of them for every person on a list.
KNOWN_COMMUNITIES = 500


class Migration(migrations.Migration):
    dependencies = [("residents", "0003_visits_by_day")]
    operations = [
        migrations.RunSQL(
            f"alter table residents_household alter column path set statistics {KNOWN_COMMUNITIES}",
            "alter table residents_household alter column path set statistics -1",
        )
    ]
