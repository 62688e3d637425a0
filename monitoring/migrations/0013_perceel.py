"""Where the border of a terrein and a perceel come from; the last waarneming replaced is found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0012_publicaties"),
    ]

    operations = [
        migrations.AddField(
            model_name="terrein",
            name="grens_bron",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=120, verbose_name="bron van de grens"
            ),
        ),
        migrations.AddField(
            model_name="historicalterrein",
            name="grens_bron",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=120, verbose_name="bron van de grens"
            ),
        ),
        migrations.AddField(
            model_name="perceel",
            name="bron",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="bron"),
        ),
        migrations.AddIndex(
            model_name="waarneming",
            index=models.Index(
                condition=models.Q(("vervangen_op__isnull", False)),
                fields=["vervangen_op"],
                name="waarneming_vervangen_op",
            ),
        ),
    ]
