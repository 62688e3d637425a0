from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0009_intrekken"),
    ]

    operations = [
        migrations.AddField(
            model_name="signaal",
            name="feiten",
            field=models.CharField(
                blank=True,
                help_text="De getallen waarop de bevinding rust, als vaste tekst.",
                max_length=120,
                verbose_name="feiten",
            ),
        ),
        migrations.AddField(
            model_name="signaal",
            name="melder",
            field=models.EmailField(
                blank=True,
                help_text="Wordt gewist zodra het signaal is afgehandeld.",
                max_length=254,
                verbose_name="e-mailadres van de melder",
            ),
        ),
        migrations.AddField(
            model_name="signaal",
            name="plek",
            field=models.CharField(
                blank=True, help_text="Waar iemand de fout zag.", max_length=200, verbose_name="waar gezien"
            ),
        ),
        migrations.AddConstraint(
            model_name="signaal",
            constraint=models.CheckConstraint(
                condition=models.Q(("melder", ""), ("status", "open"), _connector="OR"),
                name="signaal_melder_alleen_open",
            ),
        ),
    ]
