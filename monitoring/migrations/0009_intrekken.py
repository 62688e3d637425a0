import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A row may be marked as replaced once; who withdrew it and why may come along, and nothing else.
FUNCTIE = """
CREATE OR REPLACE FUNCTION monitoring_waarneming_alleen_toevoegen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM monitoring_pand WHERE id = OLD.pand_id AND demo) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'Een waarneming wordt niet verwijderd; voer een correctie in.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.vervangen_op IS NULL AND NEW.vervangen_op IS NOT NULL
       AND to_jsonb(OLD) - %(velden)s = to_jsonb(NEW) - %(velden)s THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Een waarneming wordt niet gewijzigd; voer een correctie in.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
NU = FUNCTIE % {"velden": "'{vervangen_op,ingetrokken_door_id,intrekreden}'::text[]"}
EERST = FUNCTIE % {"velden": "'{vervangen_op}'::text[]"}


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0008_minder_indexen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="waarneming",
            name="ingetrokken_door",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ingetrokken door",
            ),
        ),
        migrations.AddField(
            model_name="waarneming",
            name="intrekreden",
            field=models.CharField(
                blank=True, db_default="", editable=False, max_length=300, verbose_name="reden van intrekking"
            ),
        ),
        migrations.AddConstraint(
            model_name="waarneming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("leeg_sinds__isnull", True), ("leeg_sinds__gte", datetime.date(1900, 1, 1)), _connector="OR"
                ),
                name="waarneming_leeg_sinds_vanaf_1900",
            ),
        ),
        migrations.AddConstraint(
            model_name="waarneming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ingetrokken_door__isnull", True), ("intrekreden", "")),
                    models.Q(("vervangen_op__isnull", False), models.Q(("intrekreden", ""), _negated=True)),
                    _connector="OR",
                ),
                name="waarneming_intrekking_heeft_reden",
            ),
        ),
        migrations.RunSQL(NU, EERST),
    ]
