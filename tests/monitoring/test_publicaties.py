"""Releases: frozen while the live figures change, the same on page, CSV, chart and API, and safe beside each other."""

from __future__ import annotations

import csv
import datetime
import io
from itertools import combinations
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from akt.fouten import Conflict
from akt.models import Taak
from monitoring import publicaties
from monitoring.kerncijfers import herbouw, meld_waarneming, meld_wijziging, werk_bij
from monitoring.models import (
    Bouwperiode,
    Gemeente,
    Grootteklasse,
    Kerncijfer,
    Pand,
    Publicatie,
    Publicatiecijfer,
    Publicatiestand,
    Ronde,
    Signaal,
    Waarneming,
)
from monitoring.publicaties import Voorbeeld, publiceer
from monitoring.stamgegevens import laad_stamgegevens
from monitoring.tasks import maak_voorbeeld
from monitoring.tasks import publiceer as publiceer_taak
from tests.factories import PandFactory, TerreinFactory, WaarnemingFactory
from tests.wereld import Wereld, maak_wereld

DAG = datetime.date(2024, 1, 1)
LATER = datetime.date(2024, 4, 1)


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def corrigeer(waarneming: Waarneming, **velden: Any) -> Waarneming:
    """Replace a waarneming, as the portal does, and compute the figures."""
    nu = timezone.now()
    Waarneming.objects.filter(pk=waarneming.pk).update(vervangen_op=nu)
    gegevens = {
        naam: getattr(waarneming, naam)
        for naam in ("pand", "peildatum", "voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "bron")
    }
    nieuw = Waarneming.objects.create(
        **{
            **gegevens,
            "ingevoerd_door": waarneming.ingevoerd_door,
            "vervangt": waarneming,
            "ingevoerd_op": nu,
            **velden,
        }
    )
    meld_waarneming(nieuw)
    werk_bij()
    return nieuw


def keuze_peildata() -> list[datetime.date]:
    return publicaties.keuze_peildata(Publicatie.objects.laatste())


def vingerafdruk(dag: datetime.date) -> str:
    return publicaties.vingerafdruk(dag, Publicatie.objects.laatste())


def voorbeeld(dag: datetime.date) -> Voorbeeld:
    """As a worker makes it and the page shows it."""
    publicaties.bereken_voorbeeld(dag)
    beeld = publicaties.voorbeeld(dag, Publicatie.objects.laatste())
    assert beeld is not None
    return beeld


def laatste_waarnemingen(panden: list[Pand]) -> list[Waarneming]:
    return [pand.waarnemingen.actueel().latest("peildatum") for pand in panden]


def houten(cijfers: Any) -> int:
    return cijfers.van("gemeente", "GM0321").totalen().latest("peildatum").leegstand_m2


# --- frozen --------------------------------------------------------------------------------------


def test_publicatie_bevat_alles_zoals_het_was(wereld: Wereld) -> None:
    velden = ("niveau", "gebied_code", "peildatum", "grootteklasse", "bouwperiode", "openbaar", *Kerncijfer.MATEN)
    publicatie = publiceer("De eerste.", wereld.gebruikers["beheerder"])
    assert str(publicatie) == "Publicatie 1"
    live = set(Kerncijfer.objects.values_list(*velden))
    assert set(publicatie.cijfers.values_list(*velden)) == live
    for waarneming in laatste_waarnemingen(wereld.panden):
        corrigeer(waarneming, leegstand_m2=waarneming.leegstand_m2 + 100)
    assert set(Kerncijfer.objects.values_list(*velden)) != live
    assert set(publicatie.cijfers.values_list(*velden)) == live


def test_bezoeker_ziet_de_publicatie_en_het_netwerk_de_actuele_stand(wereld: Wereld, client: Client) -> None:
    publiceer("De eerste.", None)
    oud = houten(Kerncijfer.objects)
    for waarneming in laatste_waarnemingen(wereld.panden):
        corrigeer(waarneming, leegstand_m2=waarneming.leegstand_m2 + 100)
    nieuw = houten(Kerncijfer.objects)
    assert nieuw == oud + 600

    def gezien(vraag: str = "") -> set[int]:
        """The figure on the page, in the CSV, in the chart and in the API."""
        pagina = client.get(f"/infographics/gemeente/GM0321/{vraag}").context["blad"].laatste.leegstand_m2
        tabel = client.get(f"/infographics/gemeente/GM0321/ontwikkeling.csv{vraag}")
        rijen = list(csv.DictReader(io.StringIO(b"".join(tabel.streaming_content).decode("utf-8-sig"))))
        grafiek = client.get(f"/infographics/gemeente/GM0321/ontwikkeling.json{vraag}").json()
        return {pagina, int(rijen[-1]["leegstand"]), grafiek["data"][0]["y"][-1]}

    def api() -> int:
        antwoord = client.get("/api/v1/kerncijfers", {"gebied": "GM0321", "niveau": "gemeente", "sort": "-peildatum"})
        return antwoord.json()["results"][0]["leegstandM2"]

    assert gezien() == {oud}
    assert api() == oud
    assert "Publicatie 1 van" in client.get("/infographics/").content.decode()
    assert "Publicatie 1 van" in client.get("/").content.decode()
    # What is not for a visitor stays shut, whatever the address says.
    assert gezien("?stand=actueel") == {oud}
    assert gezien("?bekendOp=2030-01-01") == {oud}
    client.force_login(wereld.gebruikers["marktpartij"])
    assert gezien("?stand=actueel") == {oud}
    assert api() == oud

    client.force_login(wereld.gebruikers["loods"])
    assert gezien() == {nieuw}
    assert gezien("?stand=publicatie") == {oud}
    # The API is the same for all, so that a copy of an answer is right for everyone.
    assert api() == oud
    assert "nog niet gepubliceerd" in client.get("/infographics/").content.decode()
    assert client.get("/infographics/gemeente/GM0321/duur.json")["Cache-Control"] == "private, no-cache"
    assert "public" in client.get("/infographics/gemeente/GM0321/duur.json?stand=publicatie")["Cache-Control"]


def test_kaart_start_en_delen_komen_uit_de_publicatie(wereld: Wereld, client: Client) -> None:
    publiceer("De eerste.", None)
    oud = Kerncijfer.objects.van("provincie", "PV26").totalen().latest("peildatum").leegstand_m2
    for waarneming in laatste_waarnemingen(wereld.panden):
        corrigeer(waarneming, leegstand_m2=waarneming.leegstand_m2 + 100)
    assert client.get("/").context["blad"].laatste.leegstand_m2 == oud
    vlakken = client.get("/infographics/provincie/PV26/kaart.geojson").json()["features"]
    teksten = [vlak["properties"]["tekst"][0] for vlak in vlakken if vlak["properties"]["titel"] == "Houten"]
    assert teksten == ["Leegstand: 1.200\xa0m² (8,9%)"]


def test_zonder_publicatie_zijn_de_cijfers_voorlopig(wereld: Wereld, client: Client) -> None:
    antwoord = client.get("/infographics/gemeente/GM0321/")
    assert "Voorlopige cijfers" in antwoord.content.decode()
    assert antwoord.context["blad"].laatste.leegstand_m2 == houten(Kerncijfer.objects)
    assert client.get("/api/v1/kerncijfers").json()["toelichting"]["publicatie"] is None


def test_database_weigert_een_wijziging(wereld: Wereld) -> None:
    publicatie = publiceer("De eerste.", wereld.gebruikers["beheerder"])
    cijfer, pand = Publicatiecijfer.objects.first(), Publicatiestand.objects.first()
    assert cijfer is not None
    assert pand is not None
    pogingen = [
        lambda: Publicatiecijfer.objects.filter(pk=cijfer.pk).update(leegstand_m2=0),
        lambda: Publicatiecijfer.objects.filter(pk=cijfer.pk).delete(),
        lambda: Publicatiestand.objects.filter(pk=pand.pk).update(leegstand_m2=0),
        lambda: Publicatiestand.objects.filter(pk=pand.pk).delete(),
        lambda: Publicatie.objects.filter(pk=publicatie.pk).update(toelichting="Anders"),
        lambda: Publicatie.objects.filter(pk=publicatie.pk).update(vastgesteld_op=None),
        lambda: publicatie.delete(),
        lambda: Publicatiecijfer(
            publicatie=publicatie, niveau="gemeente", gebied_code="GM9999", peildatum=DAG, **cijfer.als_dict()
        ).save(force_insert=True),
    ]
    for poging in pogingen:
        with pytest.raises(IntegrityError, match="niet gewijzigd"), transaction.atomic():
            poging()
    # Only who did it may be forgotten.
    Publicatie.objects.filter(pk=publicatie.pk).update(vastgesteld_door=None)


def test_demopublicatie_gaat_met_de_demo_weg(wereld: Wereld) -> None:
    Pand.objects.update(demo=True)
    publicatie = publiceer("Van demogegevens.", None)
    assert publicatie.demo
    publicatie.delete()
    assert not Publicatiecijfer.objects.exists()
    assert not Publicatiestand.objects.exists()


# --- numbers and versions ------------------------------------------------------------------------


def test_nummer_en_versie(wereld: Wereld) -> None:
    dagen = keuze_peildata()
    eerste = publiceer("Een.", None, peildatum=dagen[2])
    assert max(eerste.cijfers.values_list("peildatum", flat=True)) == dagen[2]
    assert keuze_peildata() == dagen[:3]
    tweede = publiceer("Een, gecorrigeerd.", None, peildatum=dagen[2])
    derde = publiceer("Twee.", None)
    assert [(p.naam, p.corrigeert) for p in (eerste, tweede, derde)] == [("1", None), ("1.2", eerste), ("2", None)]
    assert Publicatie.objects.laatste() == derde
    with pytest.raises(Conflict, match="Kies die peildatum of een latere"):
        publiceer("Terug.", None, peildatum=dagen[2])
    with pytest.raises(Conflict, match="geen kerncijfers"):
        publiceer("Vooruit.", None, peildatum=datetime.date(2090, 1, 1))


def test_wat_bekeken_is_komt_naar_buiten_of_niets(wereld: Wereld) -> None:
    gezien = vingerafdruk(keuze_peildata()[0])
    corrigeer(laatste_waarnemingen(wereld.panden)[0], leegstand_m2=5)
    with pytest.raises(Conflict, match="veranderd sinds"):
        publiceer("Een.", None, gezien=gezien)
    assert not Publicatie.objects.exists()
    publiceer("Een.", None, gezien=vingerafdruk(keuze_peildata()[0]))
    assert Publicatie.objects.get().naam == "1"


# --- revisions -----------------------------------------------------------------------------------


def test_correctie_van_een_pand_blijft_binnen(wereld: Wereld) -> None:
    publiceer("Een.", None)
    voor = houten(Publicatiecijfer.objects)
    corrigeer(laatste_waarnemingen(wereld.panden)[0], leegstand_m2=1000)
    beeld = voorbeeld(keuze_peildata()[0])
    assert [rij.naam for rij in beeld.vast] == ["Houten"]
    assert not beeld.verandert_iets
    tweede = publiceer("Een, gecorrigeerd.", None)
    assert houten(tweede.cijfers) == voor
    # The whole adds up to what its parts say.
    totaal = tweede.cijfers.van("provincie", "PV26").totalen().latest("peildatum").leegstand_m2
    delen = tweede.cijfers.filter(niveau="gemeente", peildatum=keuze_peildata()[0]).totalen()
    assert totaal == sum(cijfer.leegstand_m2 for cijfer in delen)


def test_correctie_van_genoeg_panden_komt_naar_buiten(db: None) -> None:
    laad_stamgegevens()
    gemeente = Gemeente.objects.get(code="GM0321")
    panden = PandFactory.create_batch(8, gemeente=gemeente)
    rijen = [WaarnemingFactory(pand=p, voorraad_m2=2000, leegstand_m2=200) for p in panden]
    herbouw()
    eerste = publiceer("Een.", None)
    for rij in rijen[:3]:
        rij = corrigeer(rij, leegstand_m2=500)
    beeld = voorbeeld(keuze_peildata()[0])
    assert [rij.naam for rij in beeld.herzien] == ["Houten"]
    assert beeld.naam == "1.2"
    tweede = publiceer("Een, gecorrigeerd.", None)
    assert houten(eerste.cijfers) == 1600
    assert houten(tweede.cijfers) == 2500
    # One more pand, next to the three: against the second release it would be one.
    corrigeer(rijen[4], leegstand_m2=900)
    derde = publiceer("Een, nog eens.", None)
    assert houten(derde.cijfers) == 2500
    # Two of the three back and one more: against the first release two panden differ, against the second three.
    for rij in rijen[:2]:
        corrigeer(rij.vervangen_door, leegstand_m2=200)
    assert voorbeeld(keuze_peildata()[0]).vast
    assert houten(publiceer("Een, ten slotte.", None).cijfers) == 2500


def test_nieuwe_peildatum_is_altijd_bij(db: None) -> None:
    laad_stamgegevens()
    panden = PandFactory.create_batch(8, gemeente_id="GM0321")
    for pand in panden:
        WaarnemingFactory(pand=pand, peildatum=DAG, voorraad_m2=2000, leegstand_m2=200)
    herbouw()
    publiceer("Een.", None, peildatum=DAG)
    corrigeer(panden[0].waarnemingen.get(), leegstand_m2=900)
    tweede = publiceer("Twee.", None, peildatum=LATER)
    reeks = {c.peildatum: c.leegstand_m2 for c in tweede.cijfers.van("gemeente", "GM0321").totalen()}
    assert reeks[DAG] == 1600
    assert reeks[LATER] == 2300


def test_een_klein_terrein_gaat_niet_open_door_een_herziening(db: None) -> None:
    """T0 holds two panden and T1 hides with it; that T0 grows must not show what T1, and so T0, was."""
    laad_stamgegevens()
    gemeente = Gemeente.objects.get(code="GM0321")
    t0, t1, t2 = (TerreinFactory(code=f"T{i}", naam=f"T {i}", gemeente=gemeente) for i in range(3))
    for terrein, hoeveel in ((t0, 2), (t1, 3), (t2, 6)):
        for pand in PandFactory.create_batch(hoeveel, gemeente=gemeente, terrein=terrein):
            WaarnemingFactory(pand=pand, peildatum=DAG, voorraad_m2=2000, leegstand_m2=200)
    herbouw()
    eerste = publiceer("Een.", None)

    def open_terreinen(cijfers: Any) -> set[str]:
        rijen = cijfers.filter(niveau="terrein", peildatum=DAG).totalen().openbaar()
        return set(rijen.values_list("gebied_code", flat=True))

    assert open_terreinen(eerste.cijfers) == {"T2"}
    for pand in PandFactory.create_batch(3, gemeente=gemeente, terrein=t0):
        WaarnemingFactory(pand=pand, peildatum=DAG, voorraad_m2=2000, leegstand_m2=200)
    herbouw()
    assert open_terreinen(Kerncijfer.objects) == {"T0", "T1", "T2"}
    assert open_terreinen(publiceer("Een, aangevuld.", None).cijfers) == {"T2"}


# --- nobody learns of one or two panden from two releases ----------------------------------------

MATEN = ("voorraad_m2", "aanbod_m2", "leegstand_m2")
standen = st.tuples(st.sampled_from([600, 1500, 3000]), st.sampled_from([0, 0, 200, 500]))
# Of each pand: gemeente, terrein, bouwjaar and state.
werelden = st.lists(
    st.tuples(st.sampled_from([0, 0, 1]), st.sampled_from([None, 0, 1]), st.sampled_from([1970, 1990]), standen),
    min_size=8, max_size=20,
)  # fmt: skip
rondes = st.lists(st.lists(st.tuples(st.integers(0, 25), standen), min_size=1, max_size=8), min_size=1, max_size=2)


Regel = dict[int, int]


def vergelijkingen(reeks: list[Publicatie], maat: str) -> tuple[list[Regel], list[set[int]]]:
    """What a reader knows: an equation for every open figure, with a column for each value of a pand that is not 0.

    A pand that did not change between releases has one column, because the reader may know that it did not. Returns
    the equations (all coefficients are 1) and the columns of each pand.
    """
    standen: list[dict[int, Any]] = []
    for publicatie in reeks:
        nu = dict(standen[-1]) if standen else {}
        nu |= {stand.pand_id: stand for stand in Publicatiestand.objects.filter(publicatie=publicatie, peildatum=DAG)}
        standen.append(nu)
    versies: list[dict[int, int]] = []
    for nummer, nu in enumerate(standen):
        vorige, toen = (standen[nummer - 1], versies[-1]) if nummer else ({}, {})
        versies.append(
            {
                pand: toen[pand] if pand in vorige and getattr(vorige[pand], maat) == getattr(stand, maat) else nummer
                for pand, stand in nu.items()
            }
        )
    kolommen: dict[tuple[int, int], int] = {}
    regels = []
    for nummer, publicatie in enumerate(reeks):
        for cijfer in publicatie.cijfers.filter(peildatum=DAG).openbaar():
            leden = [s for s in standen[nummer].values() if getattr(s, maat) and hoort_bij(s, cijfer)]
            # The figure is the sum of the states that the release says it was made of.
            assert sum(getattr(stand, maat) for stand in leden) == getattr(cijfer, maat), (publicatie, cijfer, maat)
            sleutels = [(stand.pand_id, versies[nummer][stand.pand_id]) for stand in leden]
            regels.append({kolommen.setdefault(sleutel, len(kolommen)): 1 for sleutel in sleutels})
    per_pand: dict[int, set[int]] = {}
    for (pand, _), kolom in kolommen.items():
        per_pand.setdefault(pand, set()).add(kolom)
    return regels, list(per_pand.values())


REGIO: dict[str, set[str]] = {}


def hoort_bij(stand: Publicatiestand, cijfer: Publicatiecijfer) -> bool:
    if cijfer.grootteklasse and list(Grootteklasse.values)[stand.grootte] != cijfer.grootteklasse:
        return False
    if cijfer.bouwperiode and list(Bouwperiode.values)[stand.periode] != cijfer.bouwperiode:
        return False
    match cijfer.niveau:
        case "terrein":
            return stand.terrein_code == cijfer.gebied_code
        case "gemeente":
            return stand.gemeente_code == cijfer.gebied_code
        case "regio":
            return stand.gemeente_code in REGIO[cijfer.gebied_code]
        case _:
            return True


PRIEM = 2**61 - 1


def trap(regels: list[Regel]) -> dict[int, Regel]:
    """Reduced row echelon form, exact: pivot column -> its row, in the integers modulo a large prime."""
    gevonden: dict[int, Regel] = {}

    def trek_af(regel: Regel, pivot: int, basis: Regel) -> None:
        factor = regel.get(pivot, 0)
        if factor:
            for kolom, waarde in basis.items():
                regel[kolom] = (regel.get(kolom, 0) - factor * waarde) % PRIEM
                if not regel[kolom]:
                    del regel[kolom]

    for oud in regels:
        regel = dict(oud)
        for pivot, basis in gevonden.items():
            trek_af(regel, pivot, basis)
        if not regel:
            continue
        pivot = min(regel)
        inverse = pow(regel[pivot], -1, PRIEM)
        regel = {kolom: waarde * inverse % PRIEM for kolom, waarde in regel.items()}
        for basis in gevonden.values():
            trek_af(basis, pivot, regel)
        gevonden[pivot] = regel
    return gevonden


def uit_te_rekenen(regels: list[Regel], per_pand: list[set[int]]) -> list[set[int]]:
    """Sets of columns of one or two panden of which some combination follows from the equations.

    That is so when the columns, seen in the solutions that the equations leave free, depend on each other.
    """
    basis = trap(regels)
    vrij = {kolom for kolommen in per_pand for kolom in kolommen} - set(basis)
    ruimte = {kolom: {kolom: 1} for kolom in vrij}
    for pivot, regel in basis.items():
        ruimte[pivot] = {kolom: -waarde % PRIEM for kolom, waarde in regel.items() if kolom != pivot}
    groepen = [set().union(*groep) for hoeveel in (1, 2) for groep in combinations(per_pand, hoeveel)]
    return [groep for groep in groepen if len(trap([ruimte[kolom] for kolom in groep])) < len(groep)]


def test_de_aanval_zelf_werkt() -> None:
    """Three panden and two releases: the second shows that only the first pand changed."""
    panden = [{0, 3}, {1}, {2}]
    assert uit_te_rekenen([{0: 1, 1: 1, 2: 1}], [{0}, {1}, {2}]) == []
    assert {0, 3} in uit_te_rekenen([{0: 1, 1: 1, 2: 1}, {3: 1, 1: 1, 2: 1}], panden)


class TweePublicatiesTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        laad_stamgegevens()
        gemeenten = list(Gemeente.objects.filter(code__in=["GM0321", "GM0344"]))
        cls.gemeenten = gemeenten
        cls.terreinen = [
            [TerreinFactory(code=f"T{g}{t}", naam=f"T {g} {t}", gemeente=gemeente) for t in range(2)]
            for g, gemeente in enumerate(gemeenten)
        ]
        for gemeente in Gemeente.objects.prefetch_related("regios"):
            for regio in gemeente.regios.all():
                REGIO.setdefault(regio.code, set()).add(gemeente.code)

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )  # fmt: skip
    @given(werelden, rondes)
    def test_verschil_van_publicaties_vertelt_niets_over_een_of_twee_panden(self, opzet: Any, rondes: Any) -> None:
        rijen: dict[int, Waarneming] = {}
        for nummer, (g, t, bouwjaar, (voorraad, leeg)) in enumerate(opzet):
            terrein = self.terreinen[g][t] if t is not None else None
            pand = PandFactory(gemeente=self.gemeenten[g], terrein=terrein, bouwjaar=bouwjaar, go_kantoor_m2=0)
            rijen[nummer] = WaarnemingFactory(
                pand=pand, peildatum=DAG, voorraad_m2=voorraad, leegstand_m2=min(leeg, voorraad), aanbod_m2=0
            )
        herbouw()
        reeks = [publiceer("Een.", None, peildatum=DAG)]
        for ronde in rondes:
            for plek, (voorraad, leeg) in ronde:
                rij = rijen[plek % len(rijen)]
                rijen[plek % len(rijen)] = corrigeer_los(rij, voorraad, min(leeg, voorraad))
            herbouw()
            reeks.append(publiceer("Correctie.", None, peildatum=DAG))
        for maat in MATEN:
            # What one release gives away by itself is the subject of test_openheid.
            if not uit_te_rekenen(*vergelijkingen(reeks[:1], maat)):
                assert uit_te_rekenen(*vergelijkingen(reeks, maat)) == [], maat


def corrigeer_los(waarneming: Waarneming, voorraad: int, leeg: int) -> Waarneming:
    nu = timezone.now()
    Waarneming.objects.filter(pk=waarneming.pk).update(vervangen_op=nu)
    return Waarneming.objects.create(
        pand=waarneming.pand, peildatum=DAG, voorraad_m2=voorraad, leegstand_m2=leeg, bron=waarneming.bron,
        ingevoerd_door=waarneming.ingevoerd_door, vervangt=waarneming, ingevoerd_op=nu,
    )  # fmt: skip


# --- as known on a day ---------------------------------------------------------------------------


def test_zoals_bekend_op_maakt_correcties_ongedaan(wereld: Wereld, client: Client) -> None:
    oud = houten(Kerncijfer.objects)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE monitoring_waarneming DISABLE TRIGGER waarneming_alleen_toevoegen")
        cursor.execute("UPDATE monitoring_waarneming SET ingevoerd_op = '2025-02-01T12:00:00Z'")
        cursor.execute("ALTER TABLE monitoring_waarneming ENABLE TRIGGER waarneming_alleen_toevoegen")
    for waarneming in laatste_waarnemingen(wereld.panden):
        corrigeer(waarneming, leegstand_m2=waarneming.leegstand_m2 + 100)
    client.force_login(wereld.gebruikers["loods"])

    def leegstand(vraag: str) -> int:
        return client.get(f"/infographics/gemeente/GM0321/{vraag}").context["blad"].laatste.leegstand_m2

    assert leegstand("") == oud + 600
    assert leegstand("?bekendOp=2025-03-01") == oud
    assert leegstand(f"?bekendOp={datetime.date.today()}") == oud + 600
    antwoord = client.get("/infographics/gemeente/GM0321/?bekendOp=2025-03-01")
    assert "Cijfers zoals bekend op 1 maart 2025" in antwoord.content.decode()
    assert client.get("/infographics/gemeente/GM0321/?bekendOp=2020-01-01").context["tegels"] == []
    for soort, code in (("terrein", "HET-RONDEEL"), ("regio", "U10"), ("provincie", "PV26")):
        vandaag = client.get(f"/infographics/{soort}/{code}/?bekendOp={datetime.date.today()}").context["blad"]
        gewoon = client.get(f"/infographics/{soort}/{code}/").context["blad"]
        assert [c.als_dict() for c in vandaag.reeks] == [c.als_dict() for c in gewoon.reeks], soort


# --- pages, task and command ---------------------------------------------------------------------


def test_voorbeeld_toont_verschil_signalen_en_ronde(
    wereld: Wereld, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    dag = keuze_peildata()[0]
    publiceer("Een.", None, peildatum=keuze_peildata()[1])
    Signaal.objects.create(
        regel="oud", sleutel="1", ernst=Signaal.Ernst.TIP, gemeente=wereld.houten, uitleg="Oude waarneming."
    )
    # Only what this test makes.
    Ronde.objects.all().delete()
    Signaal.objects.exclude(regel="oud").delete()
    ronde = Ronde.objects.create(peildatum=dag, deadline=dag + datetime.timedelta(days=30))
    ronde.deelnames.create(gemeente=wereld.houten)
    ronde.deelnames.create(gemeente=wereld.utrecht, afgerond_op=timezone.now())
    pand = wereld.panden[0]
    nieuw = WaarnemingFactory(
        pand=pand, peildatum=dag, voorraad_m2=1000, leegstand_m2=900, ingevoerd_door=wereld.gebruikers["loods"]
    )
    meld_wijziging(pand, nieuw.peildatum)
    werk_bij()
    voorbeeld(dag)
    with django_assert_max_num_queries(14):  # two of them for who is logged in
        beeld = client.get("/publicaties/nieuw/").context["voorbeeld"]
    rij = beeld.gemeenten[0]
    assert (rij.naam, rij.signalen, rij.ronde, rij.verschil_m2) == ("Houten", 1, "open", 500)
    assert [r.naam for r in beeld.niet_afgerond] == ["Houten"]
    assert {r.naam: r.ronde for r in beeld.gemeenten}["Utrecht"] == "klaar"
    inhoud = client.get("/publicaties/nieuw/").content.decode()
    for tekst in ("1 signaal staat", "1 gemeente heeft", "Dit wordt Publicatie 2", "+500"):
        assert tekst in inhoud


def test_vaststellen_gaat_als_taak(
    wereld: Wereld, client: Client, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    voorbeeld(keuze_peildata()[0])
    form = client.get("/publicaties/nieuw/").context["form"]
    gegevens = {**form.initial, "peildatum": form.initial["peildatum"].isoformat()}
    leeg = client.post("/publicaties/nieuw/", gegevens)
    assert leeg.status_code == 422
    assert not Publicatie.objects.exists()
    gestart: list[dict[str, Any]] = []
    monkeypatch.setattr(publiceer_taak, "delay", lambda **werk: gestart.append(werk))
    with django_capture_on_commit_callbacks(execute=True):
        antwoord = client.post("/publicaties/nieuw/", {**gegevens, "toelichting": "De eerste <b>publicatie</b>."})
    assert antwoord["Location"].startswith("/taken/")
    (werk,) = gestart
    publiceer_taak(**werk)
    taak = Taak.objects.get(pk=werk["taak_id"])
    assert taak.status == Taak.Status.KLAAR
    assert taak.melding.startswith("Publicatie 1 is vastgesteld")
    # Delivered a second time: still one release, and the task says what it did.
    publiceer_taak(**werk)
    taak.refresh_from_db()
    assert (Publicatie.objects.count(), taak.status) == (1, Taak.Status.KLAAR)
    inhoud = client.get("/publicaties/").content.decode()
    assert "De eerste &lt;b&gt;publicatie&lt;/b&gt;." in inhoud
    voorbeeld(keuze_peildata()[0])
    assert "Er is niets om te corrigeren" in client.get("/publicaties/nieuw/").content.decode()


def test_voorbeeld_maakt_een_taak_en_de_pagina_zegt_of_het_nog_klopt(
    wereld: Wereld, client: Client, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    dag = keuze_peildata()[0]
    gestart: list[dict[str, Any]] = []
    monkeypatch.setattr(maak_voorbeeld, "delay", lambda **werk: gestart.append(werk))

    def klik() -> str:
        with django_capture_on_commit_callbacks(execute=True):
            antwoord = client.post("/publicaties/nieuw/", {"actie": "voorbeeld", "peildatum": dag.isoformat()})
        return client.get(antwoord["Location"]).content.decode()

    leeg = client.get("/publicaties/nieuw/")
    assert leeg.context["voorbeeld"] is None
    assert "Stel Publicatie" not in leeg.content.decode()
    inhoud = klik()
    assert "<progress" in inhoud
    assert 'hx-trigger="every 1s"' in inhoud
    # A second click while it runs starts nothing.
    klik()
    (werk,) = gestart
    maak_voorbeeld(**werk)
    assert Taak.objects.get(pk=werk["taak_id"]).status == Taak.Status.KLAAR
    pagina = client.get("/publicaties/nieuw/")
    assert "hx-trigger" not in pagina.content.decode().split('id="voorbeeld"')[1]
    assert "Stel Publicatie 1 vast" in pagina.content.decode()
    assert pagina.context["form"].initial["gezien"] == vingerafdruk(dag)
    # It is there already: nothing to make.
    klik()
    assert len(gestart) == 1
    corrigeer(laatste_waarnemingen(wereld.panden)[0], leegstand_m2=5)
    inhoud = client.get("/publicaties/nieuw/").content.decode()
    assert "geldt niet meer" in inhoud
    assert "Stel Publicatie" not in inhoud
    klik()
    maak_voorbeeld(**gestart[1])
    assert "Stel Publicatie 1 vast" in client.get("/publicaties/nieuw/").content.decode()
    # A release that came out meanwhile makes it another preview too.
    publiceer("De eerste.", None)
    assert client.get("/publicaties/nieuw/").context["voorbeeld"] is None


def test_voorbeeld_dat_mislukt_zegt_het(wereld: Wereld, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    dag = keuze_peildata()[0].isoformat()
    taak = Taak.objects.create(
        naam="Voorbeeld", werk=maak_voorbeeld.name, gegevens={"peildatum": dag},
        gestart_door=wereld.gebruikers["beheerder"],
    )  # fmt: skip

    # A statement that the database refuses.
    monkeypatch.setattr(publicaties, "NAAST", "SELECT niets")
    with pytest.raises(ProgrammingError):
        maak_voorbeeld(peildatum=dag, taak_id=str(taak.pk))
    inhoud = client.get("/publicaties/nieuw/").content.decode()
    assert "Het voorbeeld is niet gemaakt" in inhoud
    assert 'value="voorbeeld"' in inhoud


def test_taak_meldt_dat_de_cijfers_veranderden(wereld: Wereld) -> None:
    taak = Taak.objects.create(naam="Publicatie vaststellen", gestart_door=wereld.gebruikers["beheerder"])
    publiceer_taak(
        toelichting="Een.", peildatum=keuze_peildata()[0].isoformat(), gezien="anders",
        gebruiker_id=wereld.gebruikers["beheerder"].pk, taak_id=str(taak.pk),
    )  # fmt: skip
    taak.refresh_from_db()
    assert taak.status == Taak.Status.MISLUKT
    assert "veranderd sinds" in taak.melding


@pytest.mark.parametrize("rol", ["loods", "coach", "marktpartij"])
def test_alleen_de_beheerder_publiceert(wereld: Wereld, client: Client, rol: str) -> None:
    client.force_login(wereld.gebruikers[rol])
    assert client.post("/publicaties/nieuw/", {"toelichting": "Een."}).status_code == 403
    assert not Publicatie.objects.exists()


def test_opdracht_publiceert(wereld: Wereld, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("publiceer", "De eerste.", door="beheer@voorbeeld.example")
    assert "Publicatie 1 is vastgesteld" in capsys.readouterr().out
    assert Publicatie.objects.get().vastgesteld_door == wereld.gebruikers["beheerder"]
    with pytest.raises(CommandError, match="geen gebruiker"):
        call_command("publiceer", "Nog een.", door="niemand@voorbeeld.example")
