from django.db import migrations

# Append-only is guarded here and not in Python alone: also a psql session cannot rewrite what people entered.
MAAK = """
CREATE FUNCTION monitoring_waarneming_alleen_toevoegen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM monitoring_pand WHERE id = OLD.pand_id AND demo) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'Een waarneming wordt niet verwijderd; voer een correctie in.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.vervangen_op IS NULL AND NEW.vervangen_op IS NOT NULL
       AND to_jsonb(OLD) - 'vervangen_op' = to_jsonb(NEW) - 'vervangen_op' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Een waarneming wordt niet gewijzigd; voer een correctie in.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER waarneming_alleen_toevoegen BEFORE UPDATE OR DELETE ON monitoring_waarneming
    FOR EACH ROW EXECUTE FUNCTION monitoring_waarneming_alleen_toevoegen();
"""
WEG = """
DROP TRIGGER waarneming_alleen_toevoegen ON monitoring_waarneming;
DROP FUNCTION monitoring_waarneming_alleen_toevoegen();
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_monitoring")]
    operations = [migrations.RunSQL(MAAK, WEG)]
