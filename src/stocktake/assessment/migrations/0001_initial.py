import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reporting", "0004_claims"),
    ]

    operations = [
        migrations.CreateModel(
            name="Material",
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
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("content", models.TextField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", ""), _negated=True),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="material_has_content_and_hash",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                ("state", models.CharField(max_length=3)),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="why there is a new version"
                    ),
                ),
                ("as_of", models.DateField()),
                ("made_by", models.CharField(max_length=40)),
                (
                    "inputs",
                    models.CharField(
                        help_text="SHA-256 of the material", max_length=64
                    ),
                ),
                (
                    "content",
                    models.TextField(help_text="what was found, in canonical JSON"),
                ),
                (
                    "sha256",
                    models.CharField(help_text="of the content", max_length=64),
                ),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reporting.round",
                    ),
                ),
            ],
            options={
                "ordering": ["round_id", "state", "code", "version"],
                "indexes": [
                    models.Index(fields=["round", "code"], name="findings_on_an_item")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "state", "code", "version"),
                        name="finding_version_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 1),
                            models.Q(("reason", ""), _negated=True),
                            _connector="XOR",
                        ),
                        name="finding_has_a_reason_from_its_second_version_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version__gte", 1),
                            models.Q(("content", ""), _negated=True),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                            ("inputs__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="finding_has_content_and_hashes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
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
                ("state", models.CharField(max_length=3)),
                ("code", models.CharField(max_length=40)),
                (
                    "version",
                    models.PositiveIntegerField(help_text="of the finding it answers"),
                ),
                ("language", models.CharField(max_length=8)),
                ("text", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finding_replies",
                        to="reporting.round",
                    ),
                ),
            ],
            options={
                "ordering": ["round_id", "state", "code", "id"],
                "indexes": [
                    models.Index(
                        fields=["round", "state", "code"], name="replies_to_a_finding"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("language", ""), _negated=True),
                        ),
                        name="reply_to_a_finding_says_something",
                    )
                ],
            },
        ),
    ]
