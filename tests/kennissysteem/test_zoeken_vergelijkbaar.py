"""Practices like a pand, and the demo practices."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennissysteem.demo import praktijken as demo
from kennissysteem.models import Praktijk
from kennissysteem.stamgegevens import laad_stamgegevens
from kennissysteem.vergelijkbaar import vergelijkbare
from loodsen.models import Contactpersoon, Organisatie
from monitoring.models import Terrein
from tests.factories import GemeenteFactory, PandFactory, TerreinFactory
from tests.kennissysteem.zoekhulp import publiceer
from tests.wereld import Wereld, maak_wereld


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def test_het_meest_gelijkende_geval_staat_voorop_met_redenen(db: None) -> None:
    laad_stamgegevens()
    houten, elders = GemeenteFactory(code="GM0321"), GemeenteFactory(code="GM0999")
    terrein = TerreinFactory(gemeente=houten, soort=Terrein.Soort.KANTORENLOCATIE)
    pand = PandFactory(gemeente=houten, terrein=terrein, bouwjaar=1985, go_kantoor_m2=2000)
    ander = PandFactory(gemeente=houten, terrein=terrein, bouwjaar=1988)
    publiceer("Heel anders", gemeente=elders, vvo_m2=30_000, naar_gebruik="hotel")
    publiceer(
        "Bijna hetzelfde", gemeente=houten, pand=ander, vvo_m2=2000, naar_gebruik="wonen",
        knelpunten=["parkeren-geluid"],
    )  # fmt: skip
    publiceer("Over dit pand zelf", gemeente=houten, pand=pand, vvo_m2=1900, naar_gebruik="wonen")
    publiceer("Nog niet klaar", gemeente=houten, pand=ander, vvo_m2=1900, naar_gebruik="wonen", status="concept")
    eerste, *rest = vergelijkbare(pand, gebruik="wonen", knelpunten=["parkeren-geluid", "bestemming"])
    assert eerste.praktijk.titel == "Bijna hetzelfde"
    assert eerste.redenen == [
        "hetzelfde knelpunt: Parkeren en geluid",
        "ook naar wonen",
        "ongeveer even groot: 2.000\u00a0m², dit pand 1.900\u00a0m²",
        "uit dezelfde tijd: 1988, dit pand 1985",
        "ook op een kantorenlocatie",
        "in dezelfde gemeente",
    ]
    assert "Over dit pand zelf" not in [geval.praktijk.titel for geval in rest]
    assert "Nog niet klaar" not in [geval.praktijk.titel for geval in rest]
    assert all(0 < geval.score <= 1 for geval in [eerste, *rest])


def test_wat_onbekend_is_telt_niet_en_zekerheid_gaat_voor(db: None) -> None:
    pand = PandFactory(bouwjaar=None, go_kantoor_m2=0)
    publiceer("Zonder feiten")
    (geval,) = vergelijkbare(pand)
    assert geval.redenen == ["in dezelfde gemeente"]
    assert geval.score < 0.5


def test_pagina_bij_een_pand(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    publiceer("Een geval", gemeente=wereld.houten, vvo_m2=1000, openbaarheid="netwerk")
    adres = f"/kennis/bij-pand/{wereld.pand.bag_id}/"
    assert adres in client.get(wereld.pand.get_absolute_url()).content.decode()
    tekst = client.get(f"{adres}?gebruik=wonen&knelpunt=bestemming&knelpunt=bestaatniet").content.decode()
    assert "Een geval" in tekst
    assert "in dezelfde gemeente" in tekst
    assert client.get(f"/kennis/bij-pand/{wereld.elders.bag_id}/").status_code == 404


def test_aantal_queries_bij_een_pand_is_vast(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    laad_stamgegevens()
    adres = f"/kennis/bij-pand/{wereld.pand.bag_id}/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            client.get(adres)
        return len(gevangen)

    publiceer("Een", gemeente=wereld.houten, knelpunten=["bestemming"])
    queries()
    weinig = queries()
    for nummer in range(6):
        publiceer(f"Nog een {nummer}", gemeente=wereld.houten, knelpunten=["bestemming", "financiering"])
    assert queries() == weinig


def test_demopraktijken_zijn_fictief_gevuld_en_weer_weg(db: None) -> None:
    laad_stamgegevens()
    GemeenteFactory(code="GM0344")
    echt = publiceer("Een echte")
    assert "verzonnen praktijken" in demo.maak_demo(1)
    praktijken = Praktijk.objects.filter(demo=True).gepubliceerd()
    assert praktijken.count() == demo.HOEVEEL
    assert all(praktijk.samenvatting.startswith("Fictief") for praktijk in praktijken)
    assert not praktijken.filter(praktijkcontacten=None).exists()
    assert not praktijken.filter(knelpunten=None).exists()
    assert Contactpersoon.objects.filter(demo=True).exclude(email__endswith="@voorbeeld.example").count() == 0
    demo.verwijder()
    assert list(Praktijk.objects.all()) == [echt]
    assert not Organisatie.objects.filter(demo=True).exists()
    assert not Praktijk.history.filter(demo=True).exists()
