"""Definities in versions, who agreed to which, and bronnen."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from akt.fouten import Conflict
from monitoring.kerncijfers import herbouw
from monitoring.models import Bron, Definitie, Overeenstemming
from monitoring.overeenstemming import geldige_definities, gemeenten_zonder_overeenstemming, stem_in, woordenlijst
from monitoring.publicaties import publiceer
from tests.factories import PandFactory, TerreinFactory, WaarnemingFactory
from tests.wereld import Wereld, maak_wereld

ADRES = "/overeenstemming/"


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def definitie(term: str) -> Definitie:
    return geldige_definities([term])[0]


def nieuwe_versie(term: str, vanaf: datetime.date, tekst: str = "Anders.") -> Definitie:
    oud = Definitie.objects.filter(term=term).order_by("versie").last()
    assert oud is not None
    return Definitie.objects.create(
        term=term, naam=oud.naam, tekst=tekst, versie=oud.versie + 1, geldig_vanaf=vanaf, herkomst=oud.herkomst
    )  # fmt: skip


def test_gemeente_zonder_overeenstemming_over_een_van_de_termen(wereld: Wereld) -> None:
    leegstand, voorraad = definitie("leegstand"), definitie("voorraad")
    loods = wereld.gebruikers["loods"]
    assert {"GM0321", "GM0344"} <= gemeenten_zonder_overeenstemming(["leegstand"])
    stem_in(wereld.houten, [leegstand.pk], loods)
    assert "GM0321" not in gemeenten_zonder_overeenstemming(["leegstand"])
    assert "GM0321" in gemeenten_zonder_overeenstemming(["leegstand", "voorraad"])
    stem_in(wereld.houten, [voorraad.pk], loods)
    assert "GM0321" not in gemeenten_zonder_overeenstemming(["leegstand", "voorraad"])
    assert "GM0344" in gemeenten_zonder_overeenstemming(["leegstand"])
    # One that merged isn't asked; nor does an unknown term ask anything.
    assert "GM0620" not in gemeenten_zonder_overeenstemming(["leegstand"])
    assert gemeenten_zonder_overeenstemming(["bestaat-niet"]) == set()
    # A version that is not in force yet asks nothing, one in force asks again.
    nieuwe_versie("leegstand", datetime.date.today() + datetime.timedelta(days=1))
    assert "GM0321" not in gemeenten_zonder_overeenstemming(["leegstand"])
    nieuwe_versie("voorraad", datetime.date.today())
    assert "GM0321" in gemeenten_zonder_overeenstemming(["voorraad"])


# --- the mark at figures -------------------------------------------------------------------------
ZIN = "nog niet ingestemd met de definities van voorraad en leegstand"


def lees_csv(client: Client, adres: str) -> list[dict[str, str]]:
    inhoud = b"".join(client.get(adres).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(inhoud)))


@pytest.fixture
def houten_eens(wereld: Wereld) -> Wereld:
    """Houten agrees to what its figures are counted by, Utrecht does not."""
    termen = [definitie.pk for definitie in geldige_definities(["voorraad", "leegstand"])]
    stem_in(wereld.houten, termen, wereld.gebruikers["loods"])
    return wereld


@pytest.mark.parametrize("figuur", ["kaart", "vergelijking"])
def test_cijfers_van_wie_niet_instemde_zijn_gemerkt(houten_eens: Wereld, client: Client, figuur: str) -> None:
    adres = f"/infographics/provincie/PV26/{figuur}"
    per_naam = {rij["gebied"]: rij["overeenstemming"] for rij in lees_csv(client, f"{adres}.csv")}
    assert (per_naam["Houten"], per_naam["Utrecht"]) == ("ja", "nee")
    boek = load_workbook(io.BytesIO(b"".join(client.get(f"{adres}.xlsx").streaming_content)))  # type: ignore[attr-defined]
    kop, *rijen = boek.worksheets[0].iter_rows(values_only=True)
    assert {rij[0]: rij[kop.index("overeenstemming")] for rij in rijen}["Utrecht"] == "nee"
    assert "Overeenstemming: of de gemeente" in boek["Toelichting"]["A1"].value
    for pagina in ("/infographics/", f"{adres}/insluiten/", *(["/"] if figuur == "kaart" else [])):
        inhoud = client.get(pagina).content.decode()
        assert ">Utrecht *</th>" in inhoud, pagina
        assert ">Houten</th>" in inhoud, pagina
        assert f"* Deze gemeente heeft {ZIN}." in inhoud, pagina
    stem_in(houten_eens.utrecht, [d.pk for d in geldige_definities()], houten_eens.gebruikers["loods"])
    assert ">Utrecht</th>" in client.get(f"{adres}/insluiten/").content.decode()


def test_grafiek_en_kaart_noemen_wie_niet_instemde(houten_eens: Wereld, client: Client) -> None:
    grafiek = client.get("/infographics/provincie/PV26/vergelijking.json").json()
    assert {"Houten", "Utrecht *"} <= set(grafiek["data"][0]["y"])
    vlakken = client.get("/infographics/provincie/PV26/kaart.geojson").json()["features"]
    gemerkt = {
        vlak["properties"]["titel"]: "Nog niet ingestemd met de definities" in vlak["properties"]["tekst"]
        for vlak in vlakken
    }
    assert (gemerkt["Houten"], gemerkt["Utrecht"]) == (False, True)


def test_pagina_van_de_gemeente_en_van_haar_terrein_zeggen_het(houten_eens: Wereld, client: Client) -> None:
    def zegt(adres: str) -> bool:
        return f"Gemeente Utrecht heeft {ZIN}." in client.get(adres).content.decode()

    assert zegt("/infographics/gemeente/GM0344/")
    assert zegt("/infographics/terrein/PAPENDORP/")
    assert zegt("/infographics/gemeente/GM0344/ontwikkeling/insluiten/")
    assert {rij["overeenstemming"] for rij in lees_csv(client, "/infographics/gemeente/GM0344/ontwikkeling.csv")} == {
        "nee"
    }
    # Beside another gebied too.
    assert zegt("/infographics/gemeente/GM0321/?naast=gemeente:GM0344")
    assert ZIN not in client.get("/infographics/gemeente/GM0321/").content.decode()
    assert {rij["overeenstemming"] for rij in lees_csv(client, "/infographics/gemeente/GM0321/ontwikkeling.csv")} == {
        "ja"
    }
    # A gemeente of the past was never asked.
    assert ZIN not in client.get("/infographics/gemeente/GM0620/").content.decode()


def test_terreinen_in_de_kansen_krijgen_het_merk_van_hun_gemeente(houten_eens: Wereld, client: Client) -> None:
    for gemeente, code in ((houten_eens.houten, "A"), (houten_eens.utrecht, "B")):
        for pand in PandFactory.create_batch(
            3, gemeente=gemeente, terrein=TerreinFactory(code=code, gemeente=gemeente)
        ):
            WaarnemingFactory(pand=pand, voorraad_m2=2000, leegstand_m2=100)
    herbouw()
    rijen = lees_csv(client, "/infographics/provincie/PV26/kansen.csv")
    assert {(rij["gemeente"], rij["overeenstemming"]) for rij in rijen} == {("Houten", "ja"), ("Utrecht", "nee")}


def test_merk_staat_ook_bij_een_oudere_publicatie_en_is_van_vandaag(houten_eens: Wereld, client: Client) -> None:
    publiceer("De eerste.", None)

    def utrecht() -> tuple[str, Any, Any]:
        per_naam = {rij["gebied"]: rij for rij in lees_csv(client, "/infographics/provincie/PV26/kaart.csv")}
        api = client.get("/api/v1/kerncijfers", {"gebied": "GM0344", "niveau": "gemeente"}).json()["results"]
        return (
            per_naam["Utrecht"]["overeenstemming"],
            {rij["overeenstemming"] for rij in api},
            client.get("/api/v1/gemeenten/GM0344").json()["overeenstemming"],
        )

    assert utrecht() == ("nee", {False}, False)
    stem_in(houten_eens.utrecht, [d.pk for d in geldige_definities()], houten_eens.gebruikers["loods"])
    assert utrecht() == ("ja", {True}, True)
    nieuwe_versie("leegstand", datetime.date.today())
    assert utrecht() == ("nee", {False}, False)


def test_api_zegt_van_elk_gebied_of_de_gemeente_instemde(houten_eens: Wereld, client: Client) -> None:
    rijen = client.get("/api/v1/kerncijfers", {"pageSize": 1000}).json()["results"]
    per_gebied = {(rij["niveau"], rij["gebied"]): rij["overeenstemming"] for rij in rijen}
    assert per_gebied["gemeente", "GM0321"] is True
    assert per_gebied["gemeente", "GM0344"] is False
    assert per_gebied["terrein", "HET-RONDEEL"] is True
    assert per_gebied["provincie", "PV26"] is None
    een = client.get(f"/api/v1/kerncijfers/gemeente.GM0344.{rijen[0]['peildatum']}").json()
    assert een["overeenstemming"] is False
    assert client.get("/api/v1/gemeenten/GM0620").json()["overeenstemming"] is None


# --- agreeing ------------------------------------------------------------------------------------


def test_loods_stemt_in_met_een_klik_en_met_alles_in_een_klik(wereld: Wereld, client: Client) -> None:
    loods = wereld.gebruikers["loods"]
    client.force_login(loods)
    pagina = client.get(ADRES)
    assert pagina.context["gekozen"] == wereld.houten
    assert pagina.context["matrix"] == []
    alle = pagina.context["open"]
    assert len(alle) == len(geldige_definities())
    client.post(ADRES, {"gemeente": "GM0321", "definities": str(alle[0])})
    [een] = Overeenstemming.objects.all()
    assert (een.gemeente, een.definitie_id, een.door, een.datum) == (
        wereld.houten, alle[0], loods, datetime.date.today(),
    )  # fmt: skip
    assert een.history.get().history_user == loods
    rest = client.get(ADRES).context["open"]
    assert len(rest) == len(alle) - 1
    antwoord = client.post(ADRES, {"gemeente": "GM0321", "definities": ",".join(map(str, rest))}, follow=True)
    assert antwoord.context["open"] == []
    assert "eens met alle definities" in antwoord.content.decode()
    # A second click changes nothing.
    client.post(ADRES, {"gemeente": "GM0321", "definities": str(alle[0])})
    assert Overeenstemming.objects.count() == len(alle)


def test_nieuwe_versie_vraagt_opnieuw_en_een_oude_pagina_stemt_niet_ongelezen_in(
    wereld: Wereld, client: Client
) -> None:
    client.force_login(wereld.gebruikers["loods"])
    oud = definitie("leegstand")
    stem_in(wereld.houten, [oud.pk], wereld.gebruikers["loods"])
    open_toen = client.get(ADRES).context["open"]
    nieuw = nieuwe_versie("leegstand", datetime.date.today(), "Nieuwe tekst.")
    pagina = client.get(ADRES)
    assert nieuw.pk in pagina.context["open"]
    assert "Eerder eens met versie 1" in pagina.content.decode()
    nieuwe_versie("voorraad", datetime.date.today())
    antwoord = client.post(ADRES, {"gemeente": "GM0321", "definities": ",".join(map(str, open_toen))}, follow=True)
    assert "intussen een nieuwe versie" in antwoord.content.decode()
    assert Overeenstemming.objects.count() == 1
    with pytest.raises(Conflict):
        stem_in(wereld.houten, [oud.pk], wereld.gebruikers["loods"])


def test_wie_voor_wie_mag_instemmen(wereld: Wereld, client: Client) -> None:
    keuze = {"definities": str(definitie("voorraad").pk)}
    for rol, gemeente, status in (
        ("loods", "GM0344", 403), ("coach", "GM0321", 403), ("marktpartij", "GM0321", 403),
        ("beheerder", "GM0344", 302), ("beheerder", "GM0620", 404), ("loods", "GM0321", 302),
    ):  # fmt: skip
        client.force_login(wereld.gebruikers[rol])
        assert client.post(ADRES, {**keuze, "gemeente": gemeente}).status_code == status, (rol, gemeente)
    assert set(Overeenstemming.objects.values_list("gemeente", flat=True)) == {"GM0344", "GM0321"}


def test_provincie_ziet_alle_gemeenten_naast_elkaar(wereld: Wereld, client: Client) -> None:
    stem_in(wereld.houten, [definitie("voorraad").pk], wereld.gebruikers["loods"])
    client.force_login(wereld.gebruikers["coach"])
    pagina = client.get(ADRES)
    standen = {rij["gemeente"].code: rij["eens"] for rij in pagina.context["matrix"]}
    assert standen["GM0321"] == 1
    assert standen["GM0344"] == 0
    assert "GM0620" not in standen
    assert pagina.context["gekozen"] is None
    assert "<button" not in pagina.content.decode().split("<main")[1].split("</main")[0]


def test_definities_tonen_versies_en_wie_het_eens_is(wereld: Wereld, client: Client) -> None:
    begin = definitie("leegstand")
    stem_in(wereld.houten, [begin.pk], wereld.gebruikers["loods"])
    inhoud = client.get("/definities/").content.decode()
    assert "is het eens met deze versie" in inhoud
    assert "Houten" in inhoud
    nieuwe_versie("leegstand", datetime.date(2020, 1, 1), "Tekst van twee.")
    nieuwe_versie("leegstand", datetime.date(2090, 1, 1), "Tekst van drie.")
    woord = next(woord for woord in woordenlijst() if woord.nu.term == "leegstand")
    assert woord.nu.tekst == "Tekst van twee."
    assert [(versie.definitie.versie, versie.tot) for versie in woord.vroeger] == [(1, datetime.date(2020, 1, 1))]
    assert [straks.versie for straks in woord.straks] == [3]
    assert woord.eens == []
    inhoud = client.get("/definities/").content.decode()
    for tekst in ("Versie 1, van 1 januari 2014 tot 1 januari 2020", "Vanaf 1 januari 2090", "Tekst van drie."):
        assert tekst in inhoud


def test_bronnen_noemen_licentie_en_leverancier_maar_geen_mensen(wereld: Wereld, client: Client) -> None:
    Bron.objects.create(
        naam="Makelaar X", soort="makelaars", leverancier="Kantoor X", toelichting="Bel Jan, 06 12345678"
    )
    inhoud = client.get("/bronnen/").content.decode()
    for tekst in ("Makelaar X", "Kantoor X", "Publiek domein", "Kadaster", "niet open"):
        assert tekst in inhoud
    assert "06 12345678" not in inhoud
