"""Photos of panden, with a history that has everything but the files."""

import datetime

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import monitoring.models.fotos


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0013_perceel"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalFoto",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "bijschrift",
                    models.CharField(
                        help_text="Wat is er te zien? Bijvoorbeeld: de voorgevel met de ingang. Wie niet ziet, hoort deze tekst.",
                        max_length=160,
                        verbose_name="bijschrift",
                    ),
                ),
                (
                    "genomen_op",
                    models.DateField(
                        blank=True,
                        help_text="Leeg: de dag die de camera in de foto zette, als die er is.",
                        null=True,
                        verbose_name="genomen op",
                    ),
                ),
                (
                    "maker",
                    models.CharField(
                        blank=True,
                        help_text="Wie nam de foto, of waar komt hij vandaan? Leeg: uzelf.",
                        max_length=80,
                        verbose_name="maker of bron",
                    ),
                ),
                (
                    "toegevoegd_op",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="toegevoegd op"
                    ),
                ),
                ("demo", models.BooleanField(default=False, editable=False, verbose_name="demogegevens")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pand",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.pand",
                        verbose_name="pand",
                    ),
                ),
                (
                    "toegevoegd_door",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="toegevoegd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical foto",
                "verbose_name_plural": "historical foto's",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Foto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "bestand",
                    models.ImageField(
                        editable=False,
                        max_length=60,
                        upload_to=monitoring.models.fotos.willekeurige_naam,
                        verbose_name="bestand",
                    ),
                ),
                (
                    "miniatuur",
                    models.ImageField(
                        editable=False,
                        max_length=60,
                        upload_to=monitoring.models.fotos.willekeurige_naam,
                        verbose_name="miniatuur",
                    ),
                ),
                (
                    "breedte",
                    models.PositiveIntegerField(editable=False, help_text="In pixels.", verbose_name="breedte"),
                ),
                ("hoogte", models.PositiveIntegerField(editable=False, help_text="In pixels.", verbose_name="hoogte")),
                (
                    "vingerafdruk",
                    models.CharField(
                        editable=False,
                        help_text="SHA-256 van het beeld: dezelfde foto komt één keer.",
                        max_length=64,
                        verbose_name="vingerafdruk",
                    ),
                ),
                (
                    "bijschrift",
                    models.CharField(
                        help_text="Wat is er te zien? Bijvoorbeeld: de voorgevel met de ingang. Wie niet ziet, hoort deze tekst.",
                        max_length=160,
                        verbose_name="bijschrift",
                    ),
                ),
                (
                    "genomen_op",
                    models.DateField(
                        blank=True,
                        help_text="Leeg: de dag die de camera in de foto zette, als die er is.",
                        null=True,
                        verbose_name="genomen op",
                    ),
                ),
                (
                    "maker",
                    models.CharField(
                        blank=True,
                        help_text="Wie nam de foto, of waar komt hij vandaan? Leeg: uzelf.",
                        max_length=80,
                        verbose_name="maker of bron",
                    ),
                ),
                (
                    "toegevoegd_op",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="toegevoegd op"
                    ),
                ),
                ("demo", models.BooleanField(default=False, editable=False, verbose_name="demogegevens")),
                (
                    "pand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fotos",
                        to="monitoring.pand",
                        verbose_name="pand",
                    ),
                ),
                (
                    "toegevoegd_door",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fotos",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="toegevoegd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "foto",
                "verbose_name_plural": "foto's",
                "ordering": ["-toegevoegd_op", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pand", "vingerafdruk"),
                        name="foto_eenmaal_bij_pand",
                        violation_error_message="Deze foto staat al bij dit pand.",
                    ),
                    models.UniqueConstraint(fields=("bestand",), name="foto_bestand_uniek"),
                    models.UniqueConstraint(fields=("miniatuur",), name="foto_miniatuur_uniek"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bestand__regex", "^fotos/[0-9a-f]{2}/[0-9a-f]{32}\\.jpg$"),
                            ("miniatuur__regex", "^fotos/[0-9a-f]{2}/[0-9a-f]{32}\\.jpg$"),
                        ),
                        name="foto_naam_is_willekeurig",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("breedte__gt", 0), ("hoogte__gt", 0)), name="foto_heeft_maten"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bijschrift", ""), _negated=True),
                        name="foto_heeft_bijschrift",
                        violation_error_message="Zeg kort wat er te zien is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("genomen_op__isnull", True),
                            ("genomen_op__gte", datetime.date(1839, 1, 1)),
                            _connector="OR",
                        ),
                        name="foto_genomen_vanaf_1839",
                        violation_error_message="Zo oud is geen foto. Controleer het jaar.",
                    ),
                ],
            },
        ),
    ]
