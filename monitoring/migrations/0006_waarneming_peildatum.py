from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0005_openbaar"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="waarneming",
            index=models.Index(
                condition=models.Q(("vervangen_op__isnull", True)), fields=["peildatum"], name="waarneming_peildatum"
            ),
        ),
    ]
