"""The column gets the name the statistics authority uses."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("communities", "0002_community_municipality")]

    operations = [
        migrations.RenameField("community", "population", "residents"),
    ]
