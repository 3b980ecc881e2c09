from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_household_place")]
    operations = [migrations.AddIndex("visit", models.Index(fields=["on", "id"], name="visit_by_day"))]
