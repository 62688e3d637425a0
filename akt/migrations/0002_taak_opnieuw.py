import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akt", "0001_initieel"),
    ]

    operations = [
        migrations.AddField(
            model_name="taak",
            name="gegevens",
            field=models.JSONField(
                blank=True, default=dict, help_text="Waarmee het werk is gestart.", verbose_name="gegevens"
            ),
        ),
        migrations.AddField(
            model_name="taak",
            name="gemeld_op",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="laatste teken"),
        ),
        migrations.AddField(
            model_name="taak",
            name="herhaalt",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="herhaling",
                to="akt.taak",
                verbose_name="herhaalt",
            ),
        ),
        migrations.AddField(
            model_name="taak",
            name="werk",
            field=models.CharField(
                blank=True, help_text="Naam van de Celery-taak.", max_length=120, verbose_name="werk"
            ),
        ),
    ]
