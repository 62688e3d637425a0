"""Publishing in a real browser: preview, one step, and what a visitor sees before and after."""

from __future__ import annotations

import datetime

import pytest

from monitoring.kerncijfers import herbouw
from monitoring.models import Publicatie
from tests.browser.conftest import MaakScherm
from tests.factories import WACHTWOORD, WaarnemingFactory
from tests.wereld import Wereld


@pytest.mark.usefixtures("werker")
def test_beheerder_stelt_een_publicatie_vast(wereld: Wereld, scherm: MaakScherm) -> None:
    bezoeker = scherm()
    assert "Voorlopige cijfers" in bezoeker.ga("/infographics/gemeente/GM0321/").locator("main").inner_text()

    beheerder = scherm()
    beheerder.log_in("beheer@voorbeeld.example", WACHTWOORD)
    pagina = beheerder.ga("/publicaties/")
    pagina.get_by_role("link", name="Nieuwe publicatie").click()
    pagina.get_by_role("button", name="Maak voorbeeld").click()
    pagina.get_by_role("heading", name="Wat verandert er?").wait_for(timeout=40_000)
    beheerder.beeld("publicatie-voorbeeld")
    pagina.get_by_label("Toelichting voor lezers").fill("De eerste cijfers van het programma.")
    pagina.get_by_role("button", name="Stel Publicatie 1 vast").click()
    pagina.get_by_text("Publicatie 1 is vastgesteld").first.wait_for(timeout=40_000)

    # What changes from now on is for the network; a visitor keeps seeing the publicatie.
    for pand in wereld.panden:
        WaarnemingFactory(pand=pand, peildatum=datetime.date(2025, 6, 1), voorraad_m2=9000, leegstand_m2=8000)
    herbouw()
    tekst = bezoeker.ga("/infographics/gemeente/GM0321/").locator("main").inner_text()
    assert "Publicatie 1 van" in tekst
    assert "48.000" not in tekst
    bezoeker.ga("/publicaties/").get_by_text("De eerste cijfers van het programma.").wait_for()
    bezoeker.beeld("publicaties")
    netwerk = beheerder.ga("/infographics/gemeente/GM0321/")
    assert "48.000" in netwerk.locator("main").inner_text()
    netwerk.get_by_label("Cijfers", exact=True).select_option("publicatie")
    netwerk.get_by_role("button", name="Pas toe").click()
    netwerk.get_by_text("Publicatie 1 van").first.wait_for()
    assert Publicatie.objects.count() == 1


@pytest.mark.parametrize(("breedte", "donker"), [(1280, False), (320, True)])
def test_figuur_op_een_andere_site(wereld: Wereld, scherm: MaakScherm, breedte: int, donker: bool) -> None:
    venster = scherm(breedte, donker)
    pagina = venster.ga("/infographics/gemeente/GM0321/ontwikkeling/insluiten/")
    pagina.locator(".main-svg").first.wait_for()
    assert pagina.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    venster.beeld(f"insluiten-{breedte}")
