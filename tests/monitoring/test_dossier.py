"""The dossier of a pand: everything on one timeline, in words that are right, for whom it is meant."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from monitoring.dossier import figuur_verloop, lees_waarnemingen, tijdlijn
from monitoring.models import Bron, Pand, Signaal, Transactie, Transformatie
from monitoring.vastleggen import Invoer, laatst_ingevoerd, leg_vast, trek_in
from tests.factories import GebruikerFactory, GemeenteFactory, PandFactory, TerreinFactory, WaarnemingFactory
from tests.wereld import Wereld, maak_wereld


@pytest.fixture
def pand(db: None) -> Pand:
    return PandFactory()


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def van(pand: Pand, soort: str = "", **zicht: bool) -> list[Any]:
    zicht = {"mag_vastleggen": False, "ziet_signalen": True} | zicht
    gebeurtenissen = tijdlijn(pand, lees_waarnemingen(pand), **zicht)
    return [gebeurtenis for gebeurtenis in gebeurtenissen if soort in ("", gebeurtenis.soort)]


def waarneming(pand: Pand, jaar: int, **velden: Any) -> Any:
    return WaarnemingFactory(pand=pand, peildatum=datetime.date(jaar, 1, 1), **velden)


# --- waarnemingen in words ---------------------------------------------------------------------
def test_verschil_met_de_vorige_in_woorden(pand: Pand) -> None:
    waarneming(pand, 2022, voorraad_m2=2000)
    waarneming(pand, 2023, voorraad_m2=2000, leegstand_m2=500, aanbod_m2=300, leeg_sinds=datetime.date(2022, 7, 1))
    waarneming(pand, 2024, voorraad_m2=1800, leegstand_m2=200, aanbod_m2=300, leeg_sinds=datetime.date(2022, 7, 1))
    waarneming(pand, 2025, voorraad_m2=1800, leegstand_m2=200, aanbod_m2=300, leeg_sinds=datetime.date(2022, 7, 1))
    verschillen = [gebeurtenis.regels[1].replace("\xa0", " ") for gebeurtenis in van(pand)]
    assert verschillen == [
        "Ten opzichte van 1 januari 2024: geen verschil in de cijfers.",
        "Ten opzichte van 1 januari 2023: 300 m² minder leegstand en 200 m² minder voorraad.",
        "Ten opzichte van 1 januari 2022: 500 m² meer leegstand en 300 m² meer aanbod.",
        "De eerste waarneming.",
    ]
    assert "leeg sinds 1 juli 2022 (6 maanden)" in van(pand)[2].regels[0]


def test_gebruik_huur_en_drie_verschillen(pand: Pand) -> None:
    waarneming(pand, 2023, vraaghuur=Decimal("120.00"))
    waarneming(pand, 2024, vraaghuur=Decimal("130.50"), gebruik="deels", leegstand_m2=100)
    assert van(pand)[0].regels[1].replace("\xa0", " ") == (
        "Ten opzichte van 1 januari 2023: 100 m² meer leegstand, gebruik was “kantoor”, nu “deels kantoor, deels "
        "anders” en vraaghuur was € 120,00."
    )


def test_correctie_en_intrekking_blijven_zichtbaar(pand: Pand) -> None:
    """The difference of a later waarneming is with the one that counts, not with what it replaced."""
    loods = GebruikerFactory(naam="Loes Houten")
    waarneming(pand, 2023, leegstand_m2=900)
    dag = datetime.date(2023, 1, 1)
    invoer = Invoer(dag, 2000, 0, 700, None, "VVO", {"bron": Bron.objects.get()})
    leg_vast(pand, invoer, loods, laatst_ingevoerd(pand))
    later = waarneming(pand, 2024, leegstand_m2=100)
    fout = waarneming(pand, 2025, leegstand_m2=2000)
    trek_in(fout, loods, "Verkeerd pand")
    ingetrokken, laatste, correctie, oud = van(pand, mag_vastleggen=True)
    assert "600\xa0m² minder leegstand" in laatste.regels[1]
    assert correctie.regels[1].replace("\xa0", " ") == "Correctie: 200 m² minder leegstand."
    assert [merk.tekst for merk in oud.merken] == ["vervangen"]
    assert (oud.vervallen, correctie.vervallen, laatste.vervallen, ingetrokken.vervallen) == (True, False, False, True)
    assert [merk.tekst for merk in ingetrokken.merken] == ["ingetrokken"]
    assert "ingetrokken door Loes Houten" in ingetrokken.herkomst and "Verkeerd pand" in ingetrokken.herkomst
    # Only what counts can be withdrawn, and only by who may record.
    assert [bool(g.intrekken) for g in (ingetrokken, laatste, correctie, oud)] == [False, True, True, False]
    assert f"/waarnemingen/{later.pk}/intrekken/" in laatste.intrekken
    assert not any(gebeurtenis.intrekken for gebeurtenis in van(pand, mag_vastleggen=False))


# --- the other kinds ---------------------------------------------------------------------------
def test_alles_op_een_lijn_nieuwste_eerst(pand: Pand) -> None:
    bron = waarneming(pand, 2024, leegstand_m2=100).bron
    project = Transformatie.objects.create(
        naam="De Molen wordt wonen", gemeente=pand.gemeente, bestemming="wonen", vvo_m2=2000, woningen=30,
        fase="bouw", start_op=datetime.date(2025, 3, 1), gereed_op=datetime.date(2027, 3, 1), bron=bron,
    )  # fmt: skip
    project.panden.set([pand])
    Transactie.objects.create(
        datum=datetime.date(2023, 5, 1), gemeente=pand.gemeente, pand=pand, vvo_m2=400, soort="huur",
        prijs=Decimal("145"), sector="ict", bron=bron,
    )  # fmt: skip
    Transactie.objects.create(
        datum=datetime.date(2022, 5, 1), gemeente=pand.gemeente, vvo_m2=999, soort="huur", bron=bron
    )
    Signaal.objects.create(
        regel="verouderd", sleutel="x", ernst="let_op", pand=pand, gemeente=pand.gemeente, uitleg="Te lang geleden."
    )
    Signaal.objects.create(
        regel="sprong", sleutel="y", ernst="fout", pand=pand, gemeente=pand.gemeente, uitleg="Een sprong.",
        status="klopt", reden="Er is bijgebouwd", afgehandeld_op=timezone.now(),
    )  # fmt: skip
    assert [gebeurtenis.soort for gebeurtenis in van(pand)] == [
        "signaal", "signaal", "transformatie", "waarneming", "transactie"
    ]  # fmt: skip
    (bouw,) = van(pand, "transformatie")
    assert (bouw.titel, [m.tekst for m in bouw.merken]) == ("Transformatie: De Molen wordt wonen", ["bouw"])
    assert bouw.regels == [
        "Wonen, 2.000\xa0m² kantoorruimte verdwijnt.", "30 woningen erbij.", "Verwacht gereed op 1 maart 2027."
    ]  # fmt: skip
    (verhuur,) = van(pand, "transactie")
    assert verhuur.regels == ["Huur van 400\xa0m², € 145,00 per m² per jaar. Sector: ict en media."]
    merken = {tuple(m.tekst for m in gebeurtenis.merken): gebeurtenis for gebeurtenis in van(pand, "signaal")}
    assert set(merken) == {("Let op", "open"), ("klopt",)}
    assert "Afgehandeld: Er is bijgebouwd" in merken[("klopt",)].regels
    assert van(pand, "signaal", ziet_signalen=False) == []


def test_wijzigingen_van_de_feiten_in_woorden(pand: Pand) -> None:
    """Gebieden by name, dates and yes or no in Dutch; who and why."""
    terrein = TerreinFactory(naam="Het Rondeel", gemeente=GemeenteFactory())
    pand.bouwjaar, pand.terrein, pand.in_onderzoek = 1990, terrein, True
    pand._change_reason = "Ligging opnieuw bepaald"
    pand.save()
    (wijziging,) = van(pand, "wijziging")
    assert set(wijziging.regels) == {
        "Bouwjaar: van 1988 naar 1990.", "Terrein: van – naar Het Rondeel.", "In onderzoek: van nee naar ja."
    }  # fmt: skip
    assert wijziging.herkomst.startswith("Door een import (Ligging opnieuw bepaald) op ")
    terrein.delete()
    assert "Terrein: van – naar een vervallen gebied." in van(Pand.objects.get(), "wijziging")[-1].regels


# --- the course --------------------------------------------------------------------------------
def test_verloop_is_wat_telt_in_de_tijd(pand: Pand) -> None:
    waarneming(pand, 2023, leegstand_m2=100)
    assert figuur_verloop(pand, lees_waarnemingen(pand)) is None
    waarneming(pand, 2025, leegstand_m2=600)
    trek_in(waarneming(pand, 2024, leegstand_m2=2000), GebruikerFactory(), "Fout")
    figuur = figuur_verloop(pand, lees_waarnemingen(pand))
    assert figuur is not None
    assert [(rij["peildatum"].year, rij["leegstand"]) for rij in figuur.rijen] == [(2023, 100), (2025, 600)]
    assert figuur.uitleg == "500\xa0m² meer dan op 1 januari 2023."


def test_grafiek_en_tabel_geven_dezelfde_cijfers(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    grafiek = client.get(f"/panden/{wereld.pand.bag_id}/verloop.json").json()
    figuur = client.get(wereld.pand.get_absolute_url()).context["figuur"]
    reeksen = {spoor["name"].lower(): spoor for spoor in grafiek["data"]}
    assert reeksen["leegstand"]["y"] == [rij["leegstand"] for rij in figuur.rijen] == [400, 400, 400]
    assert reeksen["voorraad"]["x"] == ["2023-01-01", "2024-01-01", "2025-01-01"]
    assert client.get(f"/panden/{wereld.elders.bag_id}/verloop.json").status_code == 404
    client.force_login(wereld.gebruikers["coach"])
    # One waarneming is no course.
    assert client.get(f"/panden/{wereld.elders.bag_id}/verloop.json").status_code == 404


# --- the page ----------------------------------------------------------------------------------
def test_filter_en_bladeren(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    for jaar in range(1960, 2000):
        waarneming(wereld.pand, jaar)
    adres = wereld.pand.get_absolute_url()
    eerste = client.get(adres, {"soort": "waarneming"})
    laatste = client.get(adres, {"soort": "waarneming", "page": 2})
    dagen = [gebeurtenis.dag for antwoord in (eerste, laatste) for gebeurtenis in antwoord.context["pagina"]]
    assert dagen == sorted(dagen, reverse=True)
    assert len(dagen) == 43
    assert "Pagina 1 van 2" in eerste.content.decode()
    assert ">1960</h3>" in laatste.content.decode()
    # What is no kind, is no filter.
    assert client.get(adres, {"soort": "onzin"}).context["gekozen"] == ""
    assert f'href="{adres}?soort=waarneming#tijdlijn" aria-current="true"' in eerste.content.decode()


def test_dossier_vraagt_niet_meer_naarmate_er_meer_gebeurde(
    wereld: Wereld, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(wereld.gebruikers["loods"])
    bron = Bron.objects.first()
    for jaar in range(1990, 2020):
        waarneming(wereld.pand, jaar, leegstand_m2=jaar - 1989)
        Transactie.objects.create(
            datum=datetime.date(jaar, 5, 1),
            gemeente=wereld.houten,
            pand=wereld.pand,
            vvo_m2=400,
            soort="huur",
            bron=bron,
        )
        wereld.pand.bouwjaar = jaar
        wereld.pand.terrein = TerreinFactory(gemeente=wereld.houten)
        wereld.pand.save()
    with django_assert_max_num_queries(20):
        client.get(wereld.pand.get_absolute_url())
