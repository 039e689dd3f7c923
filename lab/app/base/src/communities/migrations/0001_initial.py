"""The first table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Community",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("IX", "Region IX (Zamboanga Peninsula)"),
                            ("X", "Region X (Northern Mindanao)"),
                            ("XI", "Region XI (Davao Region)"),
                            ("XII", "Region XII (SOCCSKSARGEN)"),
                        ],
                        default="XII",
                        max_length=4,
                    ),
                ),
                ("population", models.PositiveIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"verbose_name_plural": "communities", "ordering": ["name"]},
        ),
    ]
