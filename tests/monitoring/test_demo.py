"""The demo data: the same each time, calibrated to the report, consistent, and never among real panden."""

from __future__ import annotations

import datetime
from collections import Counter
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.contrib.gis.db.models.functions import AsWKB
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from akt.fouten import AktFout
from akt.models import Gebruiker, Rol
from monitoring.context import heeft_demogegevens
from monitoring.demo import WACHTWOORD, Opzet, laad_demo
from monitoring.demo.terreinen import TERREINEN
from monitoring.demo.verloop import PROGRAMMA, Koers, ontwerp, verdeel, waarnemingen
from monitoring.kerncijfers import herbouw
from monitoring.models import (
    Adres,
    AdresPand,
    Bron,
    Gemeente,
    Herberekening,
    Kerncijfer,
    Niveau,
    Pand,
    Pandstand,
    Terrein,
    Waarneming,
)
from monitoring.rules import gemeenten_van
from monitoring.stamgegevens import laad_stamgegevens
from tests.factories import (
    AdresFactory,
    BronFactory,
    GebruikerFactory,
    PandFactory,
    TerreinFactory,
    WaarnemingFactory,
    vierkant,
)

KLEIN = Opzet(panden=300, kwartalen=6)
VASTE_PEILDATA = [datetime.date(2019 + kwartaal // 4, kwartaal % 4 * 3 + 1, 1) for kwartaal in range(24)]


@pytest.fixture
def demo(db: None) -> None:
    laad_demo(KLEIN)


def provincie() -> list[Kerncijfer]:
    return list(Kerncijfer.objects.van(Niveau.PROVINCIE, "PV26").totalen().order_by("peildatum"))


def afdruk() -> tuple[list[Any], ...]:
    """Everything that was generated, without keys of the database and the moment of entry."""

    def rijen(objecten: QuerySet, *velden: str) -> list[Any]:
        return list(objecten.filter(demo=True).values_list(*velden))

    return (
        rijen(
            Pand.objects.annotate(vorm=AsWKB("omtrek")).order_by("bag_id"), "bag_id", "bouwjaar", "bag_status",
            "gemeente", "gemeente_voorheen", "terrein__code", "go_kantoor_m2", "einde", "vorm",
        ),
        rijen(
            Adres.objects.order_by("bag_id"), "bag_id", "straat", "huisnummer", "huisletter", "postcode", "woonplaats",
            "oppervlakte_m2", "zoektekst", "in_panden__pand__bag_id",
        ),
        rijen(
            Waarneming.objects.annotate(demo=F("pand__demo")).order_by("pand__bag_id", "peildatum"), "pand__bag_id",
            "peildatum", "voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "opgegeven_in", "geraamd",
            "vraaghuur", "gebruik", "toelichting", "ingevoerd_door__email",
        ),
        rijen(Terrein.objects.annotate(vorm=AsWKB("grens")).order_by("code"), "code", "naam", "vorm"),
    )  # fmt: skip


# --- the made-up market, without a database ----------------------------------------------------
def test_verdeel_telt_op_en_volgt_de_gewichten() -> None:
    assert verdeel(10, [1, 1, 2]) in ([3, 2, 5], [2, 3, 5])
    assert sum(verdeel(6000, [43.0, 15.0, 0.1, 0.25])) == 6000
    assert verdeel(0, [1, 2]) == [0, 0]


def test_markt_van_6000_panden_klopt_met_de_cijfers_van_stec() -> None:
    """The whole size, straight from the generator: 6.3 and 1.0 million m² at the start, and the course afterwards."""
    panden = ontwerp(6000, VASTE_PEILDATA, 2015)
    leegstand, aanbod, voorraad = Counter[datetime.date](), Counter[datetime.date](), Counter[datetime.date]()
    rijen = 0
    for pand in panden:
        gezien = {rij.peildatum: rij for rij in waarnemingen(pand, VASTE_PEILDATA, 2015)}
        rijen += len(gezien)
        laatste = None
        for kwartaal, dag in enumerate(VASTE_PEILDATA):
            laatste = gezien.get(dag, laatste)
            if pand.gesloopt is not None and kwartaal >= pand.gesloopt:
                break
            if laatste is None:
                voorraad[dag] += pand.voorraad_m2 if pand.vanaf <= kwartaal and pand.telt else 0
            elif laatste.voorraad_m2 >= 500:
                voorraad[dag] += laatste.voorraad_m2
                leegstand[dag] += laatste.leegstand_m2
                aanbod[dag] += laatste.aanbod_m2
    eerste, einde = VASTE_PEILDATA[0], VASTE_PEILDATA[-1]
    assert voorraad[eerste] == pytest.approx(6_300_000, rel=0.01)
    assert aanbod[eerste] == pytest.approx(1_000_000, rel=0.03)
    deel = [leegstand[dag] / voorraad[dag] for dag in VASTE_PEILDATA]
    assert deel[0] == pytest.approx(0.15, abs=0.003)
    assert max(deel) == max(deel[1:8]) and 0.151 < max(deel) < 0.165
    assert 0.08 < deel[-1] < 0.092
    assert max(abs(a - b) for a, b in pairwise(deel)) < 0.01
    assert 6_350_000 > max(voorraad.values()) > voorraad[eerste] > voorraad[einde] > 5_900_000
    assert 0.75 < rijen / (6000 * 24) < 0.9


def test_koers_begint_hoog_stijgt_nog_even_en_daalt() -> None:
    for kwartalen in (1, 2, 6, 24, 40):
        koers = Koers(kwartalen)
        reeks = [koers.leegstand(kwartaal) for kwartaal in range(kwartalen)]
        assert reeks[0] == pytest.approx(0.15, abs=0.001)
        assert kwartalen < 6 or max(reeks) > reeks[0] > reeks[-1]
        assert all(a <= b for a, b in pairwise(koers.gekomen)) and all(a <= b for a, b in pairwise(koers.gegaan))


def test_leegstand_van_een_pand_is_een_doorlopend_verhaal() -> None:
    """While a pand stays empty its leeg_sinds stays, and it lies after the last time it was seen in use."""
    perioden = 0
    for pand in ontwerp(2000, VASTE_PEILDATA, 7):
        vorige = None
        for rij in waarnemingen(pand, VASTE_PEILDATA, 7):
            assert (rij.leegstand_m2 > 0) == (rij.leeg_sinds is not None)
            if rij.leeg_sinds:
                assert rij.leeg_sinds <= rij.peildatum
                assert rij.leegstand_m2 <= rij.voorraad_m2 and rij.aanbod_m2 in (0, rij.leegstand_m2)
                if vorige and vorige.leeg_sinds and (vorige.leeg_sinds != rij.leeg_sinds):
                    assert rij.leeg_sinds > vorige.peildatum
                elif vorige and not vorige.leeg_sinds:
                    assert rij.leeg_sinds > vorige.peildatum
                    perioden += 1
            vorige = rij
    assert perioden > 100


# --- in the database ---------------------------------------------------------------------------
def test_zelfde_zaad_zelfde_gegevens_ander_zaad_andere(demo: None) -> None:
    eerste = afdruk()
    laad_demo(KLEIN)
    assert afdruk() == eerste
    laad_demo(Opzet(panden=300, kwartalen=6, zaad=1))
    ander = afdruk()
    assert ander[2] != eerste[2] and ander[0] != eerste[0]


def test_kerncijfers_zijn_geijkt_en_herbouwd(demo: None) -> None:
    reeks = provincie()
    assert [cijfer.peildatum for cijfer in reeks] == KLEIN.peildata()
    vandaag = timezone.localdate()
    assert reeks[-1].peildatum <= vandaag < reeks[-1].peildatum + datetime.timedelta(days=92)
    begin, eind = reeks[0], reeks[-1]
    assert begin.voorraad_m2 == pytest.approx(6_300_000 * 300 / 6000, rel=0.01)
    assert begin.aanbod_m2 == pytest.approx(1_000_000 * 300 / 6000, rel=0.06)
    assert begin.leegstandspercentage is not None and 13 < begin.leegstandspercentage < 17
    assert eind.leegstandspercentage is not None and 6.5 < eind.leegstandspercentage < 11
    assert eind.voorraad_m2 < begin.voorraad_m2
    assert eind.dekking is not None and 85 < eind.dekking < 97
    assert 0.1 < eind.geraamd_m2 / eind.voorraad_m2 < 0.25
    assert begin.frictie_m2 > 0 and begin.langdurig_m2 > 0 and begin.structureel_m2 > 0
    assert herbouw().veranderd == 0
    assert not Herberekening.objects.exists()


def test_gemeenten_en_terreinen_verschillen(demo: None) -> None:
    laatste = KLEIN.peildata()[-1]
    gemeenten = {
        rij.gebied_code: rij for rij in Kerncijfer.objects.filter(niveau="gemeente", peildatum=laatste).totalen()
    }
    panden = Counter(Pand.objects.filter(demo=True).values_list("gemeente", flat=True))
    assert 0.40 < panden["GM0344"] / 300 < 0.46
    assert panden["GM0307"] > panden["GM0356"] > panden["GM0321"] > panden["GM0308"]
    assert set(PROGRAMMA) <= set(gemeenten)
    assert 0.6 < Pand.objects.filter(terrein__isnull=False).count() / 300 < 0.7
    eerste = Kerncijfer.objects.filter(niveau="gemeente", peildatum=KLEIN.peildata()[0]).totalen()
    per_code = {rij.gebied_code: rij.leegstandspercentage or 0 for rij in eerste}
    assert per_code["GM0356"] > per_code["GM0344"]


def test_alles_is_herkenbaar_als_demo(demo: None) -> None:
    assert not Pand.objects.filter(demo=False).exists()
    assert not Adres.objects.filter(demo=False).exists()
    assert not Terrein.objects.filter(demo=False).exists()
    assert set(Waarneming.objects.values_list("bron__soort", flat=True)) == {Bron.Soort.DEMO}
    assert heeft_demogegevens()
    # No gemeente has number 9999, so no BAG object has these ids.
    assert not Pand.objects.exclude(bag_id__startswith="999910").exists()
    assert not Adres.objects.exclude(bag_id__startswith="999901", nummeraanduiding_id__startswith="999920").exists()
    met_schema = Gemeente.objects.filter(grens_schematisch=True)
    assert set(met_schema.values_list("grens_bron", flat=True)) == {"Schema voor de demo"}
    assert not Gemeente.objects.huidig().exclude(grens_schematisch=True).exists()


def test_ligging_klopt(demo: None) -> None:
    """Terreinen in their gemeente, panden in their terrein and gemeente, and no two on one spot."""
    assert Terrein.objects.count() == len(TERREINEN) == 60
    assert Terrein.objects.filter(in_structuurvisie=True, reductiedoel_m2__gt=0).count() == 20
    assert not Terrein.objects.exclude(grens__coveredby=F("gemeente__grens")).exists()
    assert not Pand.objects.exclude(omtrek__coveredby=F("gemeente__grens")).exists()
    assert not Pand.objects.filter(terrein__isnull=False).exclude(omtrek__coveredby=F("terrein__grens")).exists()
    assert not Pand.objects.exclude(terrein__gemeente=F("gemeente")).filter(terrein__isnull=False).exists()
    assert not Pand.objects.exclude(omtrek__isvalid=True).exists()
    with connection.cursor() as cursor:
        for tabel, vorm in (("monitoring_pand", "omtrek"), ("monitoring_terrein", "grens")):
            cursor.execute(
                f"SELECT count(*) FROM {tabel} a JOIN {tabel} b ON a.id < b.id AND ST_Intersects(a.{vorm}, b.{vorm})"
            )
            assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT count(*) FROM monitoring_pand p JOIN monitoring_terrein t "
            "ON p.terrein_id IS DISTINCT FROM t.id AND ST_Intersects(p.omtrek, t.grens)"
        )
        assert cursor.fetchone() == (0,)
    assert not Adres.objects.exclude(plek__coveredby=F("in_panden__pand__omtrek")).exists()


def test_grenzen_vormen_een_kaart_zonder_gaten_en_overlap(demo: None) -> None:
    gemeenten = list(Gemeente.objects.huidig().order_by("code"))
    assert all(gemeente.grens.valid and len(gemeente.grens) == 1 for gemeente in gemeenten)
    geheel = gemeenten[0].grens
    for gemeente in gemeenten[1:]:
        geheel = geheel.union(gemeente.grens)
    assert geheel.geom_type == "Polygon" and geheel.num_interior_rings == 0
    assert geheel.area == pytest.approx(sum(gemeente.grens.area for gemeente in gemeenten), rel=1e-9)
    vianen, nu = Gemeente.objects.get(code="GM0620"), Gemeente.objects.get(code="GM1961")
    assert nu.grens.covers(vianen.grens)


def test_schema_lijkt_op_de_echte_kaart(demo: None, echte_data: Any) -> None:
    """Recognisable: over 60% of the provincie is coloured as the gemeente that it really is."""
    schema = {gemeente.code: gemeente.grens for gemeente in Gemeente.objects.huidig()}
    call_command("importeer_gebieden", str(echte_data / "cbs-gemeenten-2022.geojson"), stdout=StringIO())
    echt = {gemeente.code: gemeente.grens for gemeente in Gemeente.objects.huidig()}
    gelijk = sum(schema[code].intersection(echt[code]).area for code in echt)
    assert gelijk / sum(grens.area for grens in echt.values()) > 0.6
    assert Pand.objects.filter(demo=True).count() == 300
    # With real borders there, the demo fits itself into them.
    laad_demo(KLEIN)
    assert not Gemeente.objects.huidig().filter(grens_schematisch=True).exists()
    assert not Pand.objects.exclude(omtrek__coveredby=F("gemeente__grens")).exists()
    assert not Terrein.objects.exclude(grens__coveredby=F("gemeente__grens")).exists()


def test_adressen_bestaan_een_keer_en_horen_bij_hun_pand(demo: None) -> None:
    adressen = list(Adres.objects.values_list("straat", "huisnummer", "huisletter", "woonplaats"))
    assert len(adressen) == len(set(adressen)) >= 300
    postcodes = list(Adres.objects.values_list("postcode", "huisnummer", "huisletter"))
    assert len(postcodes) == len(set(postcodes))
    assert not Adres.objects.filter(zoektekst="").exists()
    assert AdresPand.objects.count() == len(adressen)
    assert not Pand.objects.filter(adressen__isnull=True).exists()
    kantoor = dict(
        AdresPand.objects.filter(adres__gebruiksdoelen=["kantoorfunctie"])
        .values_list("pand").annotate(Sum("adres__oppervlakte_m2")).order_by()
    )  # fmt: skip
    # But for the few whose BAG the demo makes wrong, so that there is a signaal to find.
    assert sum(kantoor.get(pand.pk, 0) != pand.go_kantoor_m2 for pand in Pand.objects.all()) <= 5
    houten = Adres.objects.filter(in_panden__pand__gemeente="GM0321", woonplaats="Houten")
    assert {adres.postcode[:4] for adres in houten} <= {"3991", "3992", "3994", "3995"} and houten.exists()


def test_waarnemingen_zijn_volledig_en_samenhangend(demo: None) -> None:
    alle = Waarneming.objects.all()
    assert not alle.filter(ingevoerd_op__gt=timezone.now()).exists()
    assert not alle.filter(ingevoerd_op__date__lt=F("peildatum")).exists()
    assert set(alle.filter(opgegeven_in="VVO").values_list("geraamd", flat=True)) == {False}
    assert set(alle.exclude(opgegeven_in="VVO").values_list("geraamd", flat=True)) == {True}
    assert alle.filter(vraaghuur__isnull=False).exists() and not alle.filter(vraaghuur__gt=0, aanbod_m2=0).exists()
    assert Pandstand.objects.count() == alle.values("pand").distinct().count()
    # Some panden nobody has ever seen; they count by what the BAG says.
    ongezien = Pand.objects.filter(waarnemingen__isnull=True)
    assert 0 < ongezien.count() < 30 and not ongezien.filter(go_kantoor_m2=0).exists()
    # The voorraad that was seen last and the BAG's area tell the same, but for the few made wrong on purpose.
    gezien = Pand.objects.filter(stand__isnull=False).select_related("stand")
    anders = [p for p in gezien if p.geraamde_voorraad != pytest.approx(p.stand.voorraad_m2, rel=0.035, abs=2)]
    assert len(anders) <= 5
    houten = alle.filter(pand__gemeente="GM0321").values_list("ingevoerd_door__email", flat=True)
    assert set(houten) == {"loods.houten@voorbeeld.example"}


def test_onttrokken_panden(db: None) -> None:
    """Over many quarters panden are demolished or become homes; the first end, the others keep standing as homes."""
    laad_demo(Opzet(panden=1500, kwartalen=12))
    gesloopt = Pand.objects.filter(einde__isnull=False)
    assert gesloopt.exists()
    for pand in gesloopt.prefetch_related("waarnemingen", "adressen"):
        assert pand.bag_status == Pand.BagStatus.GESLOOPT
        assert all(waarneming.peildatum < pand.einde for waarneming in pand.waarnemingen.all())
        assert all(adres.einde == pand.einde for adres in pand.adressen.all())
    anders = Pand.objects.filter(waarnemingen__gebruik="anders")
    assert anders.exists()
    for pand in anders:
        laatste = pand.waarnemingen.order_by("peildatum").last()
        assert laatste is not None and (laatste.voorraad_m2, laatste.leegstand_m2, pand.go_kantoor_m2) == (0, 0, 0)
        assert pand.adressen.get().gebruiksdoelen == ["woonfunctie"]
    # Later built: in nobody's figures before its bouwjaar.
    nieuw = Pand.objects.filter(bouwjaar__gte=Opzet(1500, 12).peildata()[0].year)
    assert nieuw.exists()
    for pand in nieuw:
        eerste = pand.waarnemingen.order_by("peildatum").first()
        assert eerste is not None and eerste.peildatum == datetime.date(pand.bouwjaar or 0, 1, 1)


def test_vianen_houdt_zijn_reeks_binnen_vijfheerenlanden(db: None) -> None:
    """Long enough a series to reach back to when Vianen was a gemeente of its own."""
    kwartalen = (timezone.localdate().year - 2018) * 4 + 1
    laad_demo(Opzet(panden=600, kwartalen=kwartalen))
    uit_vianen = Pand.objects.filter(gemeente_voorheen="GM0620")
    assert uit_vianen.exists() and set(uit_vianen.values_list("gemeente", flat=True)) == {"GM1961"}
    assert not Pand.objects.filter(gemeente="GM0620").exists()
    vianen = Kerncijfer.objects.van(Niveau.GEMEENTE, "GM0620").totalen()
    assert vianen.exists() and not vianen.filter(peildatum__gte=datetime.date(2019, 1, 1)).exists()
    assert Kerncijfer.objects.van(Niveau.GEMEENTE, "GM1961").totalen().count() == kwartalen


# --- replacing, refusing -----------------------------------------------------------------------
def test_opnieuw_laden_vervangt_en_zegt_wat_er_weggaat(demo: None) -> None:
    pand = Pand.objects.filter(demo=True, waarnemingen__isnull=True)[0]
    WaarnemingFactory(pand=pand, bron=BronFactory(), peildatum=datetime.date(2020, 5, 1))
    pand.naam = "Anders genoemd"
    pand.save()
    uitvoer = StringIO()
    call_command("laad_demo", panden=100, kwartalen=2, stdout=uitvoer)
    assert "Oude demogegevens verwijderd: 300 panden en 60 terreinen." in uitvoer.getvalue()
    assert "Ook 1 waarneming die mensen bij demopanden hadden vastgelegd, is weg." in uitvoer.getvalue()
    assert "Demogegevens geladen: 100 panden, 60 terreinen en" in uitvoer.getvalue()
    assert Pand.objects.count() == 100 and Terrein.objects.count() == 60
    assert Pand.history.count() == 0
    assert [cijfer.peildatum for cijfer in provincie()] == Opzet(100, 2).peildata()
    assert Gebruiker.objects.count() == 11 + 1


def test_echte_gegevens_blijven(db: None, settings: Any) -> None:
    """With DEBUG on the demo may stand beside real panden; replacing it leaves those alone."""
    settings.DEBUG = True
    laad_stamgegevens()
    houten = Gemeente.objects.get(code="GM0321")
    houten.grens, houten.grens_bron = vierkant(136_000, 444_000, 8000), "CBS, 2022"
    houten.save()
    terrein = TerreinFactory(gemeente=houten, naam="Molenzoom", grens=vierkant(139_900, 449_900, 900))
    pand = PandFactory(gemeente=houten, terrein=terrein, omtrek=vierkant(140_000, 450_000))
    adres = AdresFactory()
    WaarnemingFactory(pand=pand)
    for _ in range(2):
        laad_demo(Opzet(panden=100, kwartalen=2))
        assert Pand.objects.filter(demo=True).count() == 100
        assert Terrein.objects.filter(naam="Molenzoom (demo)", demo=True).exists()
        # A real pand may have been drawn on a demo terrein.
        Pand.objects.filter(pk=pand.pk).update(terrein=Terrein.objects.filter(demo=True, gemeente=houten)[0])
    laad_demo(Opzet(panden=100, kwartalen=2))
    pand.refresh_from_db()
    adres.refresh_from_db()
    houten.refresh_from_db()
    assert pand.waarnemingen.count() == 1 and not pand.demo
    assert Terrein.objects.filter(demo=False).get() == terrein
    assert (houten.grens_bron, houten.grens_schematisch) == ("CBS, 2022", False)
    assert not Terrein.objects.filter(gemeente=houten, demo=True).exclude(grens__coveredby=houten.grens).exists()


def test_geweigerd_waar_echte_panden_staan(db: None) -> None:
    pand = PandFactory()
    with pytest.raises(CommandError) as fout:
        call_command("laad_demo", stdout=StringIO())
    assert str(fout.value) == "In deze database staan echte panden. Demogegevens komen daar niet bij."
    assert fout.value.returncode == 1
    assert list(Pand.objects.all()) == [pand] and not Terrein.objects.exists() and not Bron.objects.exists()


@pytest.mark.parametrize("echt", [True, False])
def test_als_leeg_laat_met_rust_wat_er_is(db: None, echt: bool) -> None:
    pand = PandFactory(demo=not echt)
    uitvoer = StringIO()
    call_command("laad_demo", als_leeg=True, stdout=uitvoer)
    assert uitvoer.getvalue() == "Er zijn al panden; er is niets veranderd.\n"
    assert list(Pand.objects.all()) == [pand] and not Gebruiker.objects.exists()


def test_als_leeg_vult_een_lege_database(db: None) -> None:
    call_command("laad_demo", als_leeg=True, panden=60, kwartalen=1, stdout=StringIO())
    assert Pand.objects.count() == 60 and len(provincie()) == 1


@pytest.mark.parametrize(("panden", "kwartalen"), [(10, 4), (100, 0), (100, 81)])
def test_onmogelijke_vraag(db: None, panden: int, kwartalen: int) -> None:
    with pytest.raises(AktFout):
        laad_demo(Opzet(panden=panden, kwartalen=kwartalen))
    assert not Gemeente.objects.exists()


# --- people ------------------------------------------------------------------------------------
def test_gebruikers_hebben_hun_rol_en_werkgebied(demo: None) -> None:
    rollen = Counter(Gebruiker.objects.values_list("rol", flat=True))
    assert rollen == {Rol.KANTORENLOODS: 8, Rol.KANTORENCOACH: 1, Rol.BEHEERDER: 1, Rol.MARKTPARTIJ: 1}
    werkgebieden = [list(gemeenten_van(loods)) for loods in Gebruiker.objects.filter(rol=Rol.KANTORENLOODS)]
    assert sorted(gemeenten[0].code for gemeenten in werkgebieden) == sorted(PROGRAMMA)
    assert all(len(gemeenten) == 1 for gemeenten in werkgebieden)
    loods = Gebruiker.objects.get(email="loods.houten@voorbeeld.example")
    assert [gemeente.naam for gemeente in gemeenten_van(loods)] == ["Houten"]
    beheerder = Gebruiker.objects.get(rol=Rol.BEHEERDER)
    assert beheerder.is_staff and beheerder.is_superuser
    assert not Gebruiker.objects.exclude(pk=beheerder.pk).filter(is_staff=True).exists()
    for gebruiker in Gebruiker.objects.all():
        validate_password(WACHTWOORD, gebruiker)
        assert gebruiker.check_password(WACHTWOORD) and gebruiker.email.endswith("@voorbeeld.example")
    assert authenticate(username="coach@voorbeeld.example", password=WACHTWOORD) is not None


def test_toon_demo(db: None) -> None:
    uitvoer = StringIO()
    call_command("toon_demo", stdout=uitvoer)
    assert uitvoer.getvalue() == "Er zijn geen demogebruikers. Maak ze met laad_demo.\n"
    GebruikerFactory(email="iemand@voorbeeld.example")
    laad_demo(Opzet(panden=50, kwartalen=1))
    coach = Gebruiker.objects.get(email="coach@voorbeeld.example")
    coach.set_password("een-heel-ander-wachtwoord")
    coach.save()
    uitvoer = StringIO()
    call_command("toon_demo", stdout=uitvoer)
    regels = uitvoer.getvalue().splitlines()
    assert len(regels) == 12
    assert regels[0].split() == ["Rol", "E-mailadres", "Wachtwoord", "Gemeente"]
    houten = next(regel for regel in regels if "Houten" in regel)
    assert houten.split() == ["Kantorenloods", "loods.houten@voorbeeld.example", WACHTWOORD, "Houten"]
    assert "(zelf gekozen)" in next(regel for regel in regels if "coach@" in regel)
    assert len({regel.index("@") > 0 and regel.index(WACHTWOORD) for regel in regels if WACHTWOORD in regel}) == 1
