from django.db import migrations


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
        )
    ]
