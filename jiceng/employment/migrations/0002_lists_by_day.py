from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("employment", "0001_initial")]
    operations = [
        migrations.AddIndex(
            "employment", models.Index(fields=["start", "id"], name="employment_by_start")
        ),
        migrations.AddIndex(
            "registration", models.Index(fields=["start", "id"], name="registration_by_start")
        ),
    ]
