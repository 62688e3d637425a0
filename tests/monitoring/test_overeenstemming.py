"""Definities in versions, who agreed to which, and bronnen."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from akt.fouten import Conflict
from monitoring.models import Bron, Definitie, Overeenstemming
from monitoring.overeenstemming import geldige_definities, gemeenten_zonder_overeenstemming, stem_in, woordenlijst
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
