"""Evidence may be published with the report it supports."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0004_claims"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="public",
            field=models.BooleanField(default=False),
        ),
    ]
