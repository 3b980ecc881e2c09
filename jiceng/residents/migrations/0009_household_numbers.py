from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0008_honest_blanks")]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["number", "path"], name="household_numbered"),
        )
    ]
