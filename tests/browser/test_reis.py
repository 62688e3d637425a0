"""The main job in a real browser: from an address to a new number on the open infographic."""

from __future__ import annotations

import datetime

import pytest

from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Waarneming
from tests.browser.conftest import MaakScherm, wacht_tot
from tests.factories import WACHTWOORD
from tests.wereld import Wereld


def leegstand_op_infographic(scherm: MaakScherm) -> str:
    pagina = scherm().ga("/infographics/gemeente/GM0321/")
    return pagina.locator(".akt-tegel", has_text="Leegstand").filter(has_text="m²").first.inner_text()


@pytest.mark.usefixtures("werker")
def test_loods_legt_leegstand_vast_en_het_open_cijfer_verandert(wereld: Wereld, scherm: MaakScherm) -> None:
    assert "1.200" in leegstand_op_infographic(scherm)

    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/")
    pagina.get_by_role("link", name="Pand vastleggen").first.click()
    # The address is found while typing, with a Dutch abbreviation, and chosen with the keyboard.
    pagina.locator("#id_q").press_sequentially("korte sch", delay=20)
    pagina.get_by_role("option", name="Korte Schaft 2").wait_for()
    loods.beeld("vastleggen-zoeken")
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="Korte Schaft 2").wait_for()
    assert pagina.locator("[name=voorraad_m2]").input_value() == "1500"
    # On a wide screen the map stands beside the form, in view.
    pagina.locator(".leaflet-interactive").first.wait_for(state="attached")
    loods.beeld("vastleggen-formulier")

    # First a mistake: the message names the field and takes one there.
    pagina.fill("[name=leegstand_m2]", "9000")
    pagina.get_by_role("button", name="Vastleggen").click()
    samenvatting = pagina.get_by_role("alert")
    samenvatting.wait_for()
    assert "groter dan de voorraad" in samenvatting.inner_text()
    loods.beeld("vastleggen-fout")
    samenvatting.get_by_role("link").first.click()
    assert pagina.evaluate("document.activeElement.name") == "leegstand_m2"
    # The browser itself notes each answer of 422 in its console; that is what we asked for here.
    loods.klachten[:] = [klacht for klacht in loods.klachten if "422" not in klacht]

    pagina.fill("[name=leegstand_m2]", "800")
    pagina.fill("[name=leeg_sinds]", "2024-02-01")
    pagina.get_by_role("button", name="Vastleggen").click()
    pagina.get_by_text("Vastgelegd: 800").wait_for()
    loods.beeld("pand")

    waarneming = Waarneming.objects.latest("id")
    assert (waarneming.leegstand_m2, waarneming.peildatum) == (800, begin_kwartaal(datetime.date.today()))

    # The worker recomputes, and whoever comes by sees the new figure.
    wacht_tot(lambda: "2.000" in leegstand_op_infographic(scherm))
    bezoeker = scherm()
    bezoeker.ga("/infographics/gemeente/GM0321/")
    bezoeker.blader()
    bezoeker.beeld("infographics-gemeente")


@pytest.mark.usefixtures("werker")
def test_beheerder_volgt_de_herbouw_tot_het_einde(wereld: Wereld, scherm: MaakScherm) -> None:
    beheerder = scherm()
    beheerder.log_in("beheer@voorbeeld.example", WACHTWOORD)
    pagina = beheerder.ga("/kerncijfers/")
    pagina.get_by_role("button", name="Herbouw alle kerncijfers nu").click()
    pagina.get_by_text("Klaar").first.wait_for(timeout=40_000)
    beheerder.beeld("taak-klaar")


def test_grafiek_en_kaart_worden_getekend_en_te_bewaren(wereld: Wereld, scherm: MaakScherm) -> None:
    bezoeker = scherm()
    pagina = bezoeker.ga("/infographics/")
    for figuur in ("vergelijking", "ontwikkeling", "duur"):
        vak = pagina.locator(f"#{figuur}").locator("xpath=ancestor-or-self::section[1]")
        vak.scroll_into_view_if_needed()
        vak.locator(".main-svg").first.wait_for()
    pagina.locator("[data-kaart]").first.scroll_into_view_if_needed()
    pagina.locator(".leaflet-interactive").first.wait_for(state="attached")
    bezoeker.beeld("infographics")
    vak = pagina.locator("#ontwikkeling").locator("xpath=ancestor-or-self::section[1]")
    for naam, begin in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with pagina.expect_download() as ophalen:
            vak.get_by_role("button", name=naam).click()
        assert ophalen.value.path().read_bytes().startswith(begin)


def test_zonder_javascript_staan_de_cijfers_er(wereld: Wereld, scherm: MaakScherm) -> None:
    bezoeker = scherm(java_script_enabled=False)
    pagina = bezoeker.ga("/infographics/gemeente/GM0321/")
    assert "1.200" in pagina.locator("body").inner_text()
    bezoeker.beeld("infographics-zonder-javascript")
