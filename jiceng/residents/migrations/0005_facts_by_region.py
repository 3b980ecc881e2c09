from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0004_household_statistics")]
    operations = [migrations.AddIndex("facts", models.Index(fields=["region"], name="facts_of_region"))]
