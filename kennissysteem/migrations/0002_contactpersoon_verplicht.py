from django.db import migrations

# Checked at the commit, so that a praktijk and its contactpersonen may be saved in any order, and for every way in:
# the rule of the report is that whoever reads can ask someone who did it.
MAAK = """
CREATE FUNCTION kennissysteem_eis_contactpersoon() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    welke bigint := CASE TG_TABLE_NAME
        WHEN 'kennissysteem_praktijk' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(OLD) ->> 'praktijk_id' END;
BEGIN
    IF EXISTS (SELECT FROM kennissysteem_praktijk WHERE id = welke AND status IN ('gepubliceerd', 'te_herzien'))
       AND NOT EXISTS (SELECT FROM kennissysteem_praktijkcontact WHERE praktijk_id = welke) THEN
        RAISE EXCEPTION 'Een gepubliceerde praktijk heeft een contactpersoon nodig die eraan werkte.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'praktijk_heeft_contactpersoon';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER praktijk_heeft_contactpersoon
    AFTER INSERT OR UPDATE OF status ON kennissysteem_praktijk DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION kennissysteem_eis_contactpersoon();
CREATE CONSTRAINT TRIGGER praktijk_houdt_contactpersoon
    AFTER DELETE OR UPDATE OF praktijk_id ON kennissysteem_praktijkcontact DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION kennissysteem_eis_contactpersoon();
"""
WEG = """
DROP TRIGGER praktijk_houdt_contactpersoon ON kennissysteem_praktijkcontact;
DROP TRIGGER praktijk_heeft_contactpersoon ON kennissysteem_praktijk;
DROP FUNCTION kennissysteem_eis_contactpersoon();
"""


class Migration(migrations.Migration):
    dependencies = [("kennissysteem", "0001_kennis")]
    operations = [migrations.RunSQL(MAAK, WEG)]
