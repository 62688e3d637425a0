"""What is open says nothing about a handful of panden, not even to who subtracts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.test import Client

from monitoring.kerncijfers import herbouw, meld_pand, werk_bij
from monitoring.models import Gemeente, Kerncijfer, Pand, Terrein
from tests.factories import PandFactory, TerreinFactory, WaarnemingFactory

DAG = datetime.date(2024, 1, 1)


@pytest.fixture
def houten(stamgegevens: None) -> Gemeente:
    return Gemeente.objects.get(code="GM0321")


def panden_in(
    gemeente: Gemeente, hoeveel: int, terrein: Terrein | None = None, leegstand: int = 200, **velden: int
) -> list[Pand]:
    panden = PandFactory.create_batch(hoeveel, gemeente=gemeente, terrein=terrein, **velden)
    for pand in panden:
        WaarnemingFactory(pand=pand, peildatum=DAG, voorraad_m2=2000, leegstand_m2=leegstand)
    return panden


def open_codes(niveau: str) -> set[str]:
    cijfers = Kerncijfer.objects.filter(niveau=niveau, peildatum=DAG).totalen().openbaar()
    return set(cijfers.values_list("gebied_code", flat=True))


def terreinen(gemeente: Gemeente, aantallen: Iterable[int]) -> list[Terrein]:
    gemaakt = []
    for nummer, hoeveel in enumerate(aantallen):
        gemaakt.append(TerreinFactory(code=f"T{nummer}", naam=f"Terrein {nummer}", gemeente=gemeente))
        panden_in(gemeente, hoeveel, gemaakt[-1])
    return gemaakt


def test_terrein_met_te_weinig_panden_blijft_dicht(houten: Gemeente) -> None:
    terreinen(houten, [2, 3, 4])
    panden_in(houten, 5)
    herbouw()
    # Two panden hidden and five on no terrein: what is left over tells nothing of the two.
    assert open_codes("terrein") == {"T1", "T2"}


def test_zonder_panden_buiten_terreinen_gaat_ook_het_kleinste_dicht(houten: Gemeente) -> None:
    terreinen(houten, [2, 3, 4])
    herbouw()
    assert open_codes("terrein") == {"T2"}


def test_een_pand_buiten_de_terreinen_is_niet_uit_te_rekenen(houten: Gemeente) -> None:
    terreinen(houten, [3, 4])
    panden_in(houten, 1)
    herbouw()
    assert open_codes("terrein") == {"T1"}


def test_genoeg_panden_overal_dan_is_alles_open(houten: Gemeente) -> None:
    terreinen(houten, [3, 4])
    panden_in(houten, 3)
    herbouw()
    assert open_codes("terrein") == {"T0", "T1"}
    assert open_codes("gemeente") == {"GM0321"}


def test_leegstand_van_een_pand_onder_velen_blijft_dicht(houten: Gemeente) -> None:
    vol, leeg = terreinen(houten, [5, 6])
    panden_in(houten, 9, terrein=vol, leegstand=0)
    een = TerreinFactory(code="EEN", naam="Een leeg pand", gemeente=houten)
    panden_in(houten, 9, een, leegstand=0)
    panden_in(houten, 1, een)
    geen = TerreinFactory(code="GEEN", naam="Niets leeg", gemeente=houten)
    panden_in(houten, 4, geen, leegstand=0)
    panden_in(houten, 3)
    herbouw()
    assert open_codes("terrein") == {vol.code, leeg.code, "GEEN"}


def verdeling_open(niveau: str, code: str) -> set[str]:
    cijfers = Kerncijfer.objects.van(niveau, code).filter(peildatum=DAG).exclude(bouwperiode="").openbaar()
    return set(cijfers.values_list("bouwperiode", flat=True))


def test_kleine_klasse_sluit_de_verdeling_maar_niet_het_totaal(houten: Gemeente) -> None:
    panden_in(houten, 4, bouwjaar=1970)
    panden_in(houten, 1, bouwjaar=1990)
    herbouw()
    assert verdeling_open("gemeente", "GM0321") == set()
    # The only gemeente with that pand: what holds for it holds for regio and provincie.
    assert verdeling_open("provincie", "PV26") == set()
    assert open_codes("gemeente") == {"GM0321"}
    assert open_codes("provincie") == {"PV26"}


def test_verdeling_is_niet_uit_die_van_de_anderen_te_rekenen(houten: Gemeente) -> None:
    panden_in(houten, 4, bouwjaar=1970)
    panden_in(houten, 1, bouwjaar=1990)
    for code, hoeveel in (("GM0356", 5), ("GM0344", 9)):
        panden_in(Gemeente.objects.get(code=code), hoeveel, bouwjaar=1970)
        panden_in(Gemeente.objects.get(code=code), hoeveel, bouwjaar=1990)
    herbouw()
    assert verdeling_open("provincie", "PV26") == {"1950-1979", "1980-1999"}
    assert verdeling_open("gemeente", "GM0344") == {"1950-1979", "1980-1999"}
    assert verdeling_open("gemeente", "GM0356") == set()
    assert open_codes("gemeente") == {"GM0321", "GM0356", "GM0344"}


def test_gemeente_met_een_pand_is_niet_uit_de_provincie_te_rekenen(houten: Gemeente) -> None:
    # Houten, Nieuwegein and Utrecht share a regio, so that one of them goes along with Houten.
    panden_in(houten, 1)
    for code, hoeveel in (("GM0356", 5), ("GM0344", 20), ("GM0307", 8)):
        panden_in(Gemeente.objects.get(code=code), hoeveel)
    herbouw()
    assert open_codes("gemeente") == {"GM0344", "GM0307"}
    assert open_codes("regio") == {"U10", "AMERSFOORT"}
    assert "PV26" in open_codes("provincie")


def test_segmenten_van_een_terrein_zijn_nooit_open(houten: Gemeente) -> None:
    terreinen(houten, [8, 9])
    herbouw()
    assert not Kerncijfer.objects.filter(niveau="terrein").exclude(grootteklasse="", bouwperiode="").openbaar().exists()


def test_een_wijziging_opent_en_sluit_zoals_een_herbouw(houten: Gemeente) -> None:
    klein, _ = terreinen(houten, [2, 5])
    (pand, *_) = panden_in(houten, 4)
    herbouw()
    assert open_codes("terrein") == {"T1"}

    Pand.objects.filter(pk=pand.pk).update(terrein=klein)
    meld_pand(Pand.objects.get(pk=pand.pk))
    werk_bij()

    assert open_codes("terrein") == {"T0", "T1"}


def test_pagina_kaart_en_csv_zwijgen_over_wat_dicht_is(houten: Gemeente, client: Client) -> None:
    terreinen(houten, [2, 3, 4])
    panden_in(houten, 5)
    herbouw()
    pagina = client.get("/infographics/terrein/T0/").content.decode()
    assert "te weinig panden" in pagina
    assert "4.000" not in pagina
    kaart = client.get("/infographics/gemeente/GM0321/kaart.geojson").json()["features"]
    teksten = {vlak["properties"]["titel"]: vlak["properties"].get("tekst") for vlak in kaart}
    assert teksten["Terrein 0"] == ["Te weinig panden om cijfers te tonen."]
    assert "6.000" in teksten["Terrein 1"][1]
    csv = b"".join(client.get("/infographics/gemeente/GM0321/kaart.csv").streaming_content).decode("utf-8-sig")
    assert "Terrein 0,,,,," in csv
    assert "Een streepje staat bij" in client.get("/infographics/gemeente/GM0321/").content.decode()


def test_de_grens_is_die_van_het_programma() -> None:
    assert settings.AKT_MINIMUM_PANDEN_OPEN == 3
