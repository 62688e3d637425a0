"""The map in a real browser: drawn on canvas, worked by mouse and keys, with the list beside it; and the dossier."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings

from tests.browser.conftest import MaakScherm, Scherm, wacht_tot
from tests.factories import WACHTWOORD
from tests.wereld import Wereld

# The pixels of one layer that are painted, by the name that the layer has in its address.
BESCHILDERD = """() => [...document.querySelectorAll("canvas.akt-tegel-laag")].reduce((som, doek) => {
  const beeld = doek.getContext("2d").getImageData(0, 0, doek.width, doek.height).data;
  for (let i = 3; i < beeld.length; i += 4) som += beeld[i] > 0;
  return som;
}, 0)"""


def open_kaart(scherm: Scherm, adres: str = "/kaart/", rol: str = "loods") -> Page:
    scherm.log_in(f"{rol}@voorbeeld.example", WACHTWOORD)
    pagina = scherm.ga(adres)
    pagina.wait_for_load_state("networkidle")
    wacht_tot(lambda: pagina.evaluate(BESCHILDERD) > 0)
    return pagina


def test_kaart_met_de_muis(wereld: Wereld, scherm: MaakScherm) -> None:
    """One pand is chosen by a click, and its page is a click further."""
    loods = scherm()
    pagina = open_kaart(loods, f"/kaart/?q={wereld.pand.bag_id}")
    loods.beeld("kaart-een-pand")
    pagina.locator("[data-tegelkaart]").evaluate("vak => vak.scrollIntoView({block: 'center'})")
    vak = pagina.locator("[data-tegelkaart]").bounding_box()
    assert vak is not None
    pagina.mouse.click(vak["x"] + vak["width"] / 2, vak["y"] + vak["height"] / 2)
    link = pagina.locator(".leaflet-popup-content a")
    expect(link).to_have_text("Kokermolen 1, Houten")
    expect(pagina.locator(".leaflet-popup-content")).to_contain_text("400 m² van 1.000 m² (40%)")
    loods.beeld("kaart-gekozen")
    link.click()
    pagina.wait_for_url(f"**/panden/{wereld.pand.bag_id}/")


def test_kaart_met_het_toetsenbord(wereld: Wereld, scherm: MaakScherm) -> None:
    """Tab to the map, zoom, choose the pand nearest to the cross, and back again by Escape."""
    loods = scherm()
    pagina = open_kaart(loods)
    kaart = pagina.locator("[data-tegelkaart]")
    pagina.get_by_label("Percelen (alleen van dichtbij)").focus()
    pagina.keyboard.press("Tab")
    expect(kaart).to_be_focused()
    loods.beeld("kaart-focus")
    # From far away Enter zooms in on the group; in the end there is a pand, and the focus on its link.
    link = pagina.locator(".leaflet-popup-content a")
    for _ in range(20):
        pagina.keyboard.press("Enter")
        pagina.wait_for_timeout(300)
        # Once a pand is chosen no key more: pressed while its text is on the way, it would follow the link at once.
        if pagina.locator(".leaflet-popup-content").count():
            break
    expect(link).to_be_focused()
    expect(link).to_have_attribute("href", re.compile(r"^/panden/\d{16}/$"))
    pagina.keyboard.press("Escape")
    expect(kaart).to_be_focused()
    expect(link).to_have_count(0)


def test_lijst_volgt_de_kaart_en_de_filters_gaan_mee(wereld: Wereld, scherm: MaakScherm) -> None:
    coach = scherm()
    pagina = open_kaart(coach, "/kaart/?leegstand=ja", "coach")
    expect(pagina.locator("[data-lijst] [role=status]")).to_have_text("7 panden gevonden")
    coach.beeld("kaart")
    pagina.locator("[data-tegelkaart]").focus()
    for _ in range(8):
        pagina.keyboard.press("+")
        pagina.wait_for_timeout(250)
    expect(pagina.locator("[data-lijst] [role=status]")).to_contain_text("in beeld")
    expect(pagina.locator("[data-lijst] [role=status]")).not_to_contain_text("7 panden")
    assert "vak=" in pagina.url and "leegstand=ja" in pagina.url
    # The address holds the view: opened again, the same list.
    pagina.wait_for_timeout(1000)
    tekst = pagina.locator("[data-lijst] [role=status]").inner_text()
    pagina.reload()
    expect(pagina.locator("[data-lijst] [role=status]")).to_have_text(tekst)
    pagina.get_by_role("link", name="Toon als lijst").click()
    pagina.wait_for_url("**/panden/?leegstand=ja")
    pagina.get_by_role("link", name="Grote kaart").click()
    pagina.wait_for_url("**/kaart/?leegstand=ja")


def test_lagen_aan_en_uit_en_het_thema(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm()
    pagina = open_kaart(loods)
    lagen = pagina.locator(".leaflet-tile-pane > .leaflet-layer")
    # Only visible layers stand on the map: panden, gemeenten and terreinen.
    expect(lagen).to_have_count(3)
    pagina.get_by_label("Terreinen").uncheck()
    pagina.get_by_label("Gemeenten").uncheck()
    expect(lagen).to_have_count(1)
    pagina.wait_for_load_state("networkidle")
    kleur = """() => {
      const doek = [...document.querySelectorAll("canvas.akt-tegel-laag")].find((deel) => deel.lagen?.panden?.length);
      const [x, y] = doek.lagen.panden[0].delen[0][0];
      return [...doek.getContext("2d").getImageData(x * doek.scherp, y * doek.scherp, 1, 1).data].join();
    }"""
    licht = pagina.evaluate(kleur)
    pagina.get_by_role("button", name="Donker").click()
    wacht_tot(lambda: pagina.evaluate(kleur) != licht)


def test_achtergrond_die_niet_komt_valt_stil_weg(wereld: Wereld, scherm: MaakScherm, settings: Settings) -> None:
    """The background is refused by its server; the map is complete without it and says nothing."""
    settings.AKT_ACHTERGRONDKAART_URL = "/achtergrond-is-weg/{z}/{x}/{y}.png"
    loods = scherm()
    gevraagd: list[str] = []

    def weiger(route: Route) -> None:
        gevraagd.append(route.request.url)
        route.fulfill(status=503)

    loods.pagina.route("**/achtergrond-is-weg/**", weiger)
    pagina = open_kaart(loods)
    wacht_tot(lambda: pagina.locator("img.leaflet-tile").count() == 0)
    assert gevraagd
    expect(pagina.locator("[data-kaartstatus]")).to_have_text("")
    assert pagina.evaluate(BESCHILDERD) > 0
    # Only the browser itself notes the failed pictures, in its console.
    assert all("503" in klacht for klacht in loods.klachten)
    loods.klachten.clear()


def test_tegels_die_niet_komen_worden_gemeld(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm()
    loods.pagina.route("**/tegels/panden/**", lambda route: route.fulfill(status=500))
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/kaart/")
    expect(pagina.locator("[data-kaartstatus]")).to_contain_text("De lijst geeft alle panden")
    expect(pagina.locator("[data-lijst] tbody tr")).to_have_count(6)
    loods.klachten.clear()


@pytest.mark.parametrize(("breedte", "donker"), [(1400, False), (320, True)])
def test_kaart_en_dossier_in_beeld(wereld: Wereld, scherm: MaakScherm, breedte: int, donker: bool) -> None:
    loods = scherm(breedte, donker)
    pagina = open_kaart(loods)
    naam = f"{breedte}{'-donker' if donker else ''}"
    loods.beeld(f"kaart-{naam}")
    assert pagina.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    pagina = loods.ga(wereld.pand.get_absolute_url())
    loods.blader()
    loods.beeld(f"dossier-{naam}")
    assert pagina.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(pagina.locator("#tijdlijn ~ ol > li, #tijdlijn ~ .akt-tijdlijn > li")).to_have_count(
        len(pagina.locator(".akt-tijdlijn__punt").all())
    )
    pagina.get_by_role("link", name=re.compile("^Waarnemingen")).click()
    pagina.wait_for_url("**?soort=waarneming#tijdlijn")
    expect(pagina.locator(".akt-tijdlijn__punt")).to_have_count(3)


def test_kaart_zonder_javascript_is_een_lijst(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm(java_script_enabled=False)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/kaart/?leegstand=ja")
    expect(pagina.locator("[data-lijst] tbody tr")).to_have_count(3)
    expect(pagina.locator("[data-lagen]")).to_be_hidden()
    expect(pagina.locator("[data-tegelkaart]")).to_be_hidden()
    expect(pagina.locator("noscript p").first).to_be_visible()
