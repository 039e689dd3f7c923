"""The municipality: nullable, so that the release before this one can go on inserting rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("communities", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="community",
            name="municipality",
            field=models.CharField(blank=True, max_length=80, null=True),
        ),
    ]
