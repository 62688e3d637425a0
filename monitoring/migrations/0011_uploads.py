import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0010_signalen"),
        ("akt", "0001_initieel"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("bestandsnaam", models.CharField(max_length=120, verbose_name="bestandsnaam")),
                (
                    "bestand",
                    models.BinaryField(help_text="Alleen tot het is gelezen.", null=True, verbose_name="bestand"),
                ),
                (
                    "rijen",
                    models.JSONField(
                        default=list, help_text="De rijen zoals ze in het bestand staan.", verbose_name="rijen"
                    ),
                ),
                ("gelezen_op", models.DateTimeField(blank=True, null=True, verbose_name="gelezen op")),
                ("gemaakt_op", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemaakt op")),
                ("toegepast_op", models.DateTimeField(blank=True, null=True, verbose_name="toegepast op")),
                ("uitkomst", models.JSONField(default=dict, verbose_name="uitkomst")),
                (
                    "deelname",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="monitoring.deelname",
                        verbose_name="deelname",
                    ),
                ),
                (
                    "gebruiker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gebruiker",
                    ),
                ),
                (
                    "taak",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uploads",
                        to="akt.taak",
                        verbose_name="taak",
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "ordering": ["-gemaakt_op"],
                "indexes": [models.Index(fields=["gemaakt_op"], name="upload_gemaakt_op")],
            },
        ),
    ]
