"""The quick scan as anyone walks through it, and what a loods gets filled in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from monitoring.models import Pand
from scans.models import Catalogus, Scan
from scans.stamgegevens import laad_stamgegevens
from tests.factories import GebruikerFactory, GemeenteFactory, PandFactory, WaarnemingFactory, loods_van

URL = "/scans/snel/"


@pytest.fixture(autouse=True)
def catalogus(db: None) -> Catalogus:
    laad_stamgegevens()
    return Catalogus.objects.get()


@pytest.fixture
def pand() -> Pand:
    pand = PandFactory(gemeente=GemeenteFactory(code="GM0321"), bouwjaar=1985)
    WaarnemingFactory(pand=pand, voorraad_m2=2500, leegstand_m2=2500)
    return pand


def meegedragen(antwoord: Any) -> dict[str, list[str]]:
    """The hidden inputs of a step, as the browser sends them on."""
    data: dict[str, list[str]] = {}
    for naam, waarde in re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', antwoord.content.decode()):
        data.setdefault(naam, []).append(waarde)
    return data


def tekst(antwoord: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", antwoord.content.decode()))


def test_bezoeker_loopt_alle_stappen_door(client: Client) -> None:
    antwoord = client.get(URL)
    assert reverse("scans:snelscan") == URL
    antwoord = client.post(URL, {"varianten": ["wonen-starters", "hotel"], "naar": "kan-het"})
    velden = {veld.name for veld in antwoord.context["velden"]}
    assert "geluid-haalbaar" in velden
    data = meegedragen(antwoord) | {"naar": ["plek"], "geluid-haalbaar": ["nee"], "vraag": ["ja"]}
    antwoord = client.post(URL, data)
    assert meegedragen(antwoord)["geluid-haalbaar"] == ["nee"]
    antwoord = client.post(URL, meegedragen(antwoord) | {"naar": ["pand"], "trein": ["ja"], "ov": ["nee"]})
    antwoord = client.post(URL, meegedragen(antwoord) | {"naar": ["uitslag"], "oud-genoeg": ["ja"]})
    wonen, hotel = (uitslag for _, uitslag in antwoord.context["uitslagen"])
    assert [veto.code for veto in wonen.vetos] == ["geluid-haalbaar"]
    assert hotel.vetos == ()
    # Trein 5 and oud genoeg 3 of the 13 points answered.
    assert round(hotel.score) == 62
    assert hotel.klasse.naam == "Goed transformeerbaar"
    gelezen = tekst(antwoord)
    assert "Uitgesloten" in gelezen and "Goed transformeerbaar voorlopig" in gelezen
    # With so few answers no promise is made.
    assert "te weinig beantwoord" in gelezen and "De moeite waard" not in gelezen
    assert antwoord.context["uitzoeken"][0].soort == "veto"
    assert "geen advies" in gelezen
    assert not Scan.objects.exists()
    assert settings.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize("varianten", [[], ["hotel", "zorg", "werken", "sloop", "tijdelijk"], ["zwembad"]])
def test_een_tot_vier_bestaande_bestemmingen(client: Client, varianten: list[str]) -> None:
    antwoord = client.post(URL, {"varianten": varianten, "naar": "uitslag"})
    assert antwoord.status_code == 422
    assert antwoord.context["stap"] == "bestemming"
    assert "Er ging iets mis" in tekst(antwoord)


def test_wat_niet_bij_de_bestemming_hoort_wordt_niet_gevraagd(client: Client) -> None:
    antwoord = client.post(URL, {"varianten": ["sloop"], "naar": "kan-het"})
    assert "hoogte" not in {veld.name for veld in antwoord.context["velden"]}


def test_loods_krijgt_ingevuld_wat_het_portaal_weet(client: Client, pand: Pand) -> None:
    client.force_login(loods_van(pand.gemeente))  # type: ignore[arg-type]
    url = f"{URL}?pand={pand.bag_id}"
    antwoord = client.post(url, {"varianten": ["hotel"], "naar": "pand"})
    veld = next(veld for veld in antwoord.context["velden"] if veld.name == "geheel-leeg")
    assert veld.value() == "ja"
    assert "Het portaal weet: 2.500\xa0m² van 2.500\xa0m² staat leeg" in antwoord.content.decode()
    # What is answered otherwise stays so.
    antwoord = client.post(url, {"varianten": ["hotel"], "naar": "uitslag", "geheel-leeg": "nee"})
    assert antwoord.context["form"].antwoorden()["geheel-leeg", ""] is False
    assert antwoord.context["form"].antwoorden()["omvang", ""] is True


def test_gegevens_van_een_pand_zijn_niet_voor_iedereen(client: Client, pand: Pand) -> None:
    url = f"{URL}?pand={pand.bag_id}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"varianten": ["hotel"], "naar": "pand"}).status_code == 404
    for gebruiker in (GebruikerFactory(rol="marktpartij"), loods_van(GemeenteFactory(code="GM0344"))):
        client.force_login(gebruiker)
        assert client.get(url).status_code == 404


def test_zonder_catalogus_is_er_nog_niets_te_vragen(client: Client, catalogus: Catalogus) -> None:
    Catalogus.objects.update(vast_op=None)
    assert "De vragen zijn er nog niet" in tekst(client.get(URL))
    assert client.post(URL, {"varianten": ["hotel"], "naar": "uitslag"}).status_code == 200
