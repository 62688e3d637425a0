import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import loodsen.models.bijeenkomsten
import loodsen.models.organisaties

# The rules that a constraint cannot hold. They are here and not in Python alone, so that also a psql session keeps them.
MAAK = """
-- The agenda of a PAKT is fixed by a whole agendacommissie: the market, the loodsen and the coaches.
CREATE FUNCTION loodsen_eis_commissie(welke bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Who fixes an agenda and who takes a member away follow each other.
    PERFORM FROM loodsen_bijeenkomst
        WHERE id = welke AND soort = 'pakt' AND agenda_vastgesteld_op IS NOT NULL FOR UPDATE;
    IF FOUND AND (SELECT count(DISTINCT hoedanigheid) FROM loodsen_agendacommissielid WHERE bijeenkomst_id = welke) < 3
    THEN
        RAISE EXCEPTION 'De agenda van een PAKT vraagt een marktpartij, een kantorenloods en een kantorencoach.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bijeenkomst_commissie_compleet';
    END IF;
END $$;
CREATE FUNCTION loodsen_bijeenkomst_commissie() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM loodsen_eis_commissie(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER bijeenkomst_commissie AFTER INSERT OR UPDATE OF agenda_vastgesteld_op, soort ON loodsen_bijeenkomst
    FOR EACH ROW EXECUTE FUNCTION loodsen_bijeenkomst_commissie();
CREATE FUNCTION loodsen_commissielid_weg() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM loodsen_eis_commissie(OLD.bijeenkomst_id);
    RETURN NULL;
END $$;
-- At the end of the transaction, so that a member can be replaced and a whole bijeenkomst can go.
CREATE CONSTRAINT TRIGGER commissielid_weg AFTER UPDATE OR DELETE ON loodsen_agendacommissielid
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION loodsen_commissielid_weg();

-- An invitation has the period of its bijeenkomst. A yes to another moment is no yes.
CREATE FUNCTION loodsen_uitnodiging_periode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT CASE WHEN status <> 'afgelast' THEN tstzrange("begin", einde) END INTO NEW.periode
        FROM loodsen_bijeenkomst WHERE id = NEW.bijeenkomst_id FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER uitnodiging_periode BEFORE INSERT OR UPDATE OF bijeenkomst_id, periode ON loodsen_uitnodiging
    FOR EACH ROW EXECUTE FUNCTION loodsen_uitnodiging_periode();
CREATE FUNCTION loodsen_bijeenkomst_verzet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD."begin", OLD.einde) <> (NEW."begin", NEW.einde) THEN
        UPDATE loodsen_uitnodiging SET periode = NULL, stand = 'opnieuw', wacht_sinds = NULL
            WHERE bijeenkomst_id = NEW.id AND stand IN ('komt', 'wachtlijst');
    END IF;
    -- The trigger of the invitation fills in which.
    UPDATE loodsen_uitnodiging SET periode = NULL WHERE bijeenkomst_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER bijeenkomst_verzet AFTER UPDATE OF "begin", einde, status ON loodsen_bijeenkomst
    FOR EACH ROW WHEN ((OLD."begin", OLD.einde, OLD.status) IS DISTINCT FROM (NEW."begin", NEW.einde, NEW.status))
    EXECUTE FUNCTION loodsen_bijeenkomst_verzet();

-- Fixed minutes stay, with their decisions.
CREATE FUNCTION loodsen_notulen_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.demo THEN
            RETURN OLD;
        END IF;
    ELSIF OLD.notulen = NEW.notulen AND OLD.notulen_vastgesteld_op = NEW.notulen_vastgesteld_op
          -- The account of who fixed them may go.
          AND (NEW.notulen_vastgesteld_door_id IS NULL
               OR OLD.notulen_vastgesteld_door_id = NEW.notulen_vastgesteld_door_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Vastgestelde notulen worden niet gewijzigd.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bijeenkomst_notulen_vast';
END $$;
CREATE TRIGGER notulen_vast BEFORE UPDATE OR DELETE ON loodsen_bijeenkomst
    FOR EACH ROW WHEN (OLD.notulen_vastgesteld_op IS NOT NULL) EXECUTE FUNCTION loodsen_notulen_vast();
CREATE FUNCTION loodsen_besluit_vast() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rij loodsen_bijeenkomst;
BEGIN
    FOR rij IN
        SELECT * FROM loodsen_bijeenkomst WHERE id IN (OLD.bijeenkomst_id, NEW.bijeenkomst_id) FOR SHARE
    LOOP
        IF rij.notulen_vastgesteld_op IS NOT NULL AND NOT (TG_OP = 'DELETE' AND rij.demo) THEN
            RAISE EXCEPTION 'Een besluit uit vastgestelde notulen wordt niet gewijzigd.'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'besluit_vast';
        END IF;
    END LOOP;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER besluit_vast BEFORE INSERT OR UPDATE OR DELETE ON loodsen_besluit
    FOR EACH ROW EXECUTE FUNCTION loodsen_besluit_vast();
"""
WEG = """
DROP TRIGGER besluit_vast ON loodsen_besluit;
DROP TRIGGER notulen_vast ON loodsen_bijeenkomst;
DROP TRIGGER bijeenkomst_verzet ON loodsen_bijeenkomst;
DROP TRIGGER uitnodiging_periode ON loodsen_uitnodiging;
DROP TRIGGER commissielid_weg ON loodsen_agendacommissielid;
DROP TRIGGER bijeenkomst_commissie ON loodsen_bijeenkomst;
DROP FUNCTION loodsen_besluit_vast, loodsen_notulen_vast, loodsen_bijeenkomst_verzet, loodsen_uitnodiging_periode,
    loodsen_commissielid_weg, loodsen_bijeenkomst_commissie, loodsen_eis_commissie;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("loodsen", "0005_coaching_agenda"),
        ("monitoring", "0013_perceel"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agendafeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sleutel",
                    models.CharField(
                        default=loodsen.models.organisaties.nieuwe_sleutel,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="sleutel",
                    ),
                ),
                ("gemaakt_op", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                (
                    "gebruiker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agendafeed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "persoonlijke agenda",
                "verbose_name_plural": "persoonlijke agenda's",
            },
        ),
        migrations.CreateModel(
            name="Bijeenkomst",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "soort",
                    models.CharField(
                        choices=[
                            ("loodsensessie", "Loodsensessie"),
                            ("pakt", "PAKT"),
                            ("codesign", "CoDesign"),
                            ("gebiedssessie", "Gebiedssessie"),
                            ("regio-overleg", "Regio-overleg"),
                        ],
                        max_length=16,
                        verbose_name="soort",
                    ),
                ),
                ("titel", models.CharField(max_length=120, verbose_name="titel")),
                ("begin", models.DateTimeField(verbose_name="begin")),
                ("einde", models.DateTimeField(verbose_name="einde")),
                ("locatie", models.CharField(blank=True, max_length=200, verbose_name="locatie")),
                ("online_url", models.URLField(blank=True, verbose_name="link voor wie online meedoet")),
                (
                    "plaatsen",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leeg: onbeperkt. Is het vol, dan komt wie ja zegt op de wachtlijst.",
                        null=True,
                        verbose_name="aantal plaatsen",
                    ),
                ),
                ("toelichting", models.TextField(blank=True, max_length=4000, verbose_name="toelichting")),
                (
                    "openbaar",
                    models.BooleanField(
                        default=False,
                        help_text="Namen van deelnemers, notulen en documenten blijven binnen het netwerk.",
                        verbose_name="iedereen mag deze bijeenkomst zien",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("gepland", "Gepland"), ("gehouden", "Gehouden"), ("afgelast", "Afgelast")],
                        default="gepland",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "reden",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="reden van afgelasten"),
                ),
                (
                    "agenda_vastgesteld_op",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="agenda vastgesteld op"),
                ),
                ("notulen", models.TextField(blank=True, editable=False, max_length=50000, verbose_name="notulen")),
                (
                    "notulen_vastgesteld_op",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="notulen vastgesteld op"),
                ),
                ("volgnummer", models.PositiveIntegerField(default=0, editable=False, verbose_name="volgnummer")),
                ("reeks", models.UUIDField(blank=True, editable=False, null=True, verbose_name="reeks")),
                ("demo", models.BooleanField(default=False, editable=False, verbose_name="demogegevens")),
                ("gewijzigd_op", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                (
                    "agenda_vastgesteld_door",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agenda vastgesteld door",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        help_text="Voor een bijeenkomst over één gemeente.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bijeenkomsten",
                        to="monitoring.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "notulen_vastgesteld_door",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="notulen vastgesteld door",
                    ),
                ),
                (
                    "organisator",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="georganiseerde_bijeenkomsten",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="organisator",
                    ),
                ),
                (
                    "regio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg: voor de hele provincie.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bijeenkomsten",
                        to="monitoring.regio",
                        verbose_name="regio",
                    ),
                ),
                (
                    "terrein",
                    models.ForeignKey(
                        blank=True,
                        help_text="Voor een bijeenkomst over één gebied.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bijeenkomsten",
                        to="monitoring.terrein",
                        verbose_name="terrein",
                    ),
                ),
            ],
            options={
                "verbose_name": "bijeenkomst",
                "verbose_name_plural": "bijeenkomsten",
                "ordering": ["begin", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Besluit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nummer", models.PositiveSmallIntegerField(editable=False, verbose_name="nummer")),
                ("tekst", models.CharField(max_length=500, verbose_name="besluit")),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="besluiten",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
                ),
            ],
            options={
                "verbose_name": "besluit",
                "verbose_name_plural": "besluiten",
                "ordering": ["nummer"],
            },
        ),
        migrations.CreateModel(
            name="Agendapunt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("volgorde", models.PositiveSmallIntegerField(default=1, verbose_name="volgorde")),
                ("onderwerp", models.CharField(max_length=200, verbose_name="onderwerp")),
                ("inleider", models.CharField(blank=True, max_length=120, verbose_name="wie leidt het in")),
                ("minuten", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minuten")),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agendapunten",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
                ),
            ],
            options={
                "verbose_name": "agendapunt",
                "verbose_name_plural": "agendapunten",
                "ordering": ["volgorde", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Agendacommissielid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hoedanigheid",
                    models.CharField(
                        choices=[
                            ("marktpartij", "Marktpartij"),
                            ("kantorenloods", "Kantorenloods"),
                            ("kantorencoach", "Kantorencoach"),
                        ],
                        max_length=14,
                        verbose_name="namens",
                    ),
                ),
                ("naam", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "gebruiker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commissie",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
                ),
            ],
            options={
                "verbose_name": "lid van de agendacommissie",
                "verbose_name_plural": "leden van de agendacommissie",
                "ordering": ["hoedanigheid", "naam"],
            },
        ),
        migrations.AddField(
            model_name="actie",
            name="bijeenkomst",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="acties",
                to="loodsen.bijeenkomst",
                verbose_name="bijeenkomst",
            ),
        ),
        migrations.AddField(
            model_name="historicalactie",
            name="bijeenkomst",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="loodsen.bijeenkomst",
                verbose_name="bijeenkomst",
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("naam", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "bestand",
                    models.FileField(
                        max_length=120, upload_to=loodsen.models.bijeenkomsten.pad_van, verbose_name="bestand"
                    ),
                ),
                (
                    "soort",
                    models.CharField(
                        editable=False,
                        help_text="MIME-type, naar de inhoud.",
                        max_length=100,
                        verbose_name="soort bestand",
                    ),
                ),
                ("grootte", models.PositiveIntegerField(editable=False, verbose_name="grootte in bytes")),
                ("toegevoegd_op", models.DateTimeField(auto_now_add=True, verbose_name="toegevoegd op")),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documenten",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
                ),
                (
                    "toegevoegd_door",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="toegevoegd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documenten",
                "ordering": ["toegevoegd_op", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgendacommissielid",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "hoedanigheid",
                    models.CharField(
                        choices=[
                            ("marktpartij", "Marktpartij"),
                            ("kantorenloods", "Kantorenloods"),
                            ("kantorencoach", "Kantorencoach"),
                        ],
                        max_length=14,
                        verbose_name="namens",
                    ),
                ),
                ("naam", models.CharField(max_length=120, verbose_name="naam")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
                ),
                (
                    "gebruiker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
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
            ],
            options={
                "verbose_name": "historical lid van de agendacommissie",
                "verbose_name_plural": "historical leden van de agendacommissie",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAgendapunt",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("volgorde", models.PositiveSmallIntegerField(default=1, verbose_name="volgorde")),
                ("onderwerp", models.CharField(max_length=200, verbose_name="onderwerp")),
                ("inleider", models.CharField(blank=True, max_length=120, verbose_name="wie leidt het in")),
                ("minuten", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minuten")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
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
            ],
            options={
                "verbose_name": "historical agendapunt",
                "verbose_name_plural": "historical agendapunten",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBesluit",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("nummer", models.PositiveSmallIntegerField(editable=False, verbose_name="nummer")),
                ("tekst", models.CharField(max_length=500, verbose_name="besluit")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
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
            ],
            options={
                "verbose_name": "historical besluit",
                "verbose_name_plural": "historical besluiten",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBijeenkomst",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "soort",
                    models.CharField(
                        choices=[
                            ("loodsensessie", "Loodsensessie"),
                            ("pakt", "PAKT"),
                            ("codesign", "CoDesign"),
                            ("gebiedssessie", "Gebiedssessie"),
                            ("regio-overleg", "Regio-overleg"),
                        ],
                        max_length=16,
                        verbose_name="soort",
                    ),
                ),
                ("titel", models.CharField(max_length=120, verbose_name="titel")),
                ("begin", models.DateTimeField(verbose_name="begin")),
                ("einde", models.DateTimeField(verbose_name="einde")),
                ("locatie", models.CharField(blank=True, max_length=200, verbose_name="locatie")),
                ("online_url", models.URLField(blank=True, verbose_name="link voor wie online meedoet")),
                (
                    "plaatsen",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leeg: onbeperkt. Is het vol, dan komt wie ja zegt op de wachtlijst.",
                        null=True,
                        verbose_name="aantal plaatsen",
                    ),
                ),
                ("toelichting", models.TextField(blank=True, max_length=4000, verbose_name="toelichting")),
                (
                    "openbaar",
                    models.BooleanField(
                        default=False,
                        help_text="Namen van deelnemers, notulen en documenten blijven binnen het netwerk.",
                        verbose_name="iedereen mag deze bijeenkomst zien",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("gepland", "Gepland"), ("gehouden", "Gehouden"), ("afgelast", "Afgelast")],
                        default="gepland",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "reden",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="reden van afgelasten"),
                ),
                (
                    "agenda_vastgesteld_op",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="agenda vastgesteld op"),
                ),
                ("notulen", models.TextField(blank=True, editable=False, max_length=50000, verbose_name="notulen")),
                (
                    "notulen_vastgesteld_op",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="notulen vastgesteld op"),
                ),
                ("volgnummer", models.PositiveIntegerField(default=0, editable=False, verbose_name="volgnummer")),
                ("reeks", models.UUIDField(blank=True, editable=False, null=True, verbose_name="reeks")),
                ("demo", models.BooleanField(default=False, editable=False, verbose_name="demogegevens")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "agenda_vastgesteld_door",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agenda vastgesteld door",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Voor een bijeenkomst over één gemeente.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.gemeente",
                        verbose_name="gemeente",
                    ),
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
                    "notulen_vastgesteld_door",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="notulen vastgesteld door",
                    ),
                ),
                (
                    "organisator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="organisator",
                    ),
                ),
                (
                    "regio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leeg: voor de hele provincie.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.regio",
                        verbose_name="regio",
                    ),
                ),
                (
                    "terrein",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Voor een bijeenkomst over één gebied.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.terrein",
                        verbose_name="terrein",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical bijeenkomst",
                "verbose_name_plural": "historical bijeenkomsten",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Uitnodiging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("naam", models.CharField(max_length=120, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                (
                    "hoedanigheid",
                    models.CharField(
                        choices=[
                            ("gedeputeerde", "Gedeputeerde"),
                            ("wethouder", "Wethouder"),
                            ("kantorenloods", "Kantorenloods"),
                            ("coach", "Kantorencoach"),
                            ("marktpartij", "Marktpartij"),
                            ("overig", "Overig"),
                        ],
                        default="overig",
                        max_length=14,
                        verbose_name="namens",
                    ),
                ),
                (
                    "sleutel",
                    models.CharField(
                        default=loodsen.models.organisaties.nieuwe_sleutel,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="sleutel",
                    ),
                ),
                (
                    "stand",
                    models.CharField(
                        choices=[
                            ("uitgenodigd", "Nog geen antwoord"),
                            ("opnieuw", "Opnieuw gevraagd"),
                            ("komt", "Komt"),
                            ("wachtlijst", "Wachtlijst"),
                            ("komt niet", "Komt niet"),
                        ],
                        default="uitgenodigd",
                        max_length=12,
                        verbose_name="antwoord",
                    ),
                ),
                ("opmerking", models.CharField(blank=True, max_length=300, verbose_name="opmerking")),
                (
                    "gevraagd_op",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="gevraagd op"),
                ),
                (
                    "geantwoord_op",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="geantwoord op"),
                ),
                (
                    "wacht_sinds",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="op de wachtlijst sinds"),
                ),
                ("aanwezig", models.BooleanField(blank=True, null=True, verbose_name="aanwezig")),
                (
                    "periode",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        editable=False, null=True, verbose_name="periode"
                    ),
                ),
                (
                    "bijeenkomst",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uitnodigingen",
                        to="loodsen.bijeenkomst",
                        verbose_name="bijeenkomst",
                    ),
                ),
                (
                    "contactpersoon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uitnodigingen",
                        to="loodsen.contactpersoon",
                        verbose_name="contactpersoon",
                    ),
                ),
                (
                    "gebruiker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uitnodigingen",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitnodiging",
                "verbose_name_plural": "uitnodigingen",
                "ordering": ["naam", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="bijeenkomst",
            index=models.Index(fields=["begin"], name="bijeenkomst_begin"),
        ),
        migrations.AddConstraint(
            model_name="bijeenkomst",
            constraint=models.CheckConstraint(
                condition=models.Q(("einde__gt", models.F("begin"))),
                name="bijeenkomst_einde_na_begin",
                violation_error_message="Het einde ligt voor het begin. Controleer de tijden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bijeenkomst",
            constraint=models.CheckConstraint(
                condition=models.Q(("plaatsen__isnull", True), ("plaatsen__gte", 1), _connector="OR"),
                name="bijeenkomst_plaatsen_mogelijk",
                violation_error_message="Kies ten minste 1 plaats, of laat het veld leeg.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bijeenkomst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("soort", "regio-overleg"), _negated=True), ("regio__isnull", False), _connector="OR"
                ),
                name="bijeenkomst_regio_overleg_heeft_regio",
                violation_error_message="Kies van welke regio het overleg is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bijeenkomst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("soort", "gebiedssessie"), _negated=True), ("gemeente__isnull", False), _connector="OR"
                ),
                name="bijeenkomst_gebiedssessie_heeft_gemeente",
                violation_error_message="Kies in welke gemeente het gebied ligt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bijeenkomst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("notulen_vastgesteld_op__isnull", True), models.Q(("notulen", ""), _negated=True), _connector="OR"
                ),
                name="bijeenkomst_notulen_niet_leeg",
                violation_error_message="Schrijf eerst de notulen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bijeenkomst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "afgelast"), _negated=True),
                    models.Q(("reden", ""), _negated=True),
                    _connector="OR",
                ),
                name="bijeenkomst_afgelast_heeft_reden",
                violation_error_message="Zeg kort waarom de bijeenkomst niet doorgaat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bijeenkomst",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("status", "afgelast"), _negated=True),
                expressions=[
                    (models.F("soort"), "="),
                    (
                        django.db.models.functions.comparison.Coalesce(
                            models.F("regio"), models.Value(""), output_field=models.CharField()
                        ),
                        "=",
                    ),
                    (
                        django.db.models.functions.comparison.Coalesce(
                            models.F("gemeente"), models.Value(""), output_field=models.CharField()
                        ),
                        "=",
                    ),
                    (loodsen.models.bijeenkomsten.Tijdvak("begin", "einde"), "&&"),
                ],
                name="bijeenkomst_niet_tegelijk",
                violation_error_message="Op dat moment is er al zo'n bijeenkomst in dit gebied. Kies een ander moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="besluit",
            constraint=models.UniqueConstraint(fields=("bijeenkomst", "nummer"), name="besluit_nummer_uniek"),
        ),
        migrations.AddConstraint(
            model_name="agendapunt",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("bijeenkomst", "volgorde"),
                name="agendapunt_volgorde_uniek",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendacommissielid",
            constraint=models.CheckConstraint(
                condition=models.Q(("hoedanigheid__in", ["marktpartij", "kantorenloods", "kantorencoach"])),
                name="agendacommissielid_hoedanigheid_bestaat",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendacommissielid",
            constraint=models.UniqueConstraint(
                models.F("bijeenkomst"),
                django.db.models.functions.text.Lower("naam"),
                name="agendacommissielid_eenmaal",
                violation_error_message="Deze persoon zit al in de agendacommissie.",
            ),
        ),
        migrations.AddConstraint(
            model_name="uitnodiging",
            constraint=models.UniqueConstraint(
                models.F("bijeenkomst"),
                django.db.models.functions.text.Lower("email"),
                name="uitnodiging_eenmaal",
                violation_error_message="Deze persoon is al uitgenodigd.",
            ),
        ),
        migrations.AddConstraint(
            model_name="uitnodiging",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stand", "wachtlijst"), ("wacht_sinds__isnull", False)),
                    models.Q(models.Q(("stand", "wachtlijst"), _negated=True), ("wacht_sinds__isnull", True)),
                    _connector="OR",
                ),
                name="uitnodiging_wachtlijst_heeft_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="uitnodiging",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("stand", "komt")),
                expressions=[
                    (models.Func(models.F("email"), function="LOWER", output_field=models.CharField()), "="),
                    (models.F("periode"), "&&"),
                ],
                name="uitnodiging_niet_tegelijk",
                violation_error_message="Deze persoon komt op dat moment al naar een andere bijeenkomst.",
            ),
        ),
        migrations.RunSQL(MAAK, WEG),
    ]
