from django.db import migrations

# How many households lie in a community is guessed from a sample that knows a hundred communities by name. Of
# the others PostgreSQL expects one, and then goes through all of them for every person on a list.
KNOWN_COMMUNITIES = 500


class Migration(migrations.Migration):
    """A version's household lies in the version's community: one composite key, kept by the database."""

    dependencies = [("residents", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            alter table residents_facts add constraint facts_household_here
                foreign key (household_id, region_id) references residents_household (id, region_id)
                deferrable initially deferred
            """,
            "alter table residents_facts drop constraint facts_household_here",
        ),
        migrations.RunSQL(
            f"alter table residents_household alter column path set statistics {KNOWN_COMMUNITIES}",
            "alter table residents_household alter column path set statistics -1",
        ),
    ]
