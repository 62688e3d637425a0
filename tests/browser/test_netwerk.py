"""The network in a real browser: a visitor finds the loods, a coach appoints one, a person arranges the own data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from akt.models import Rol
from loodsen.contactpersonen import eigen_adres
from loodsen.models import Contactpersoon, Kantorenloods, Organisatie
from monitoring.rules import gemeenten_van
from tests.browser.conftest import MaakScherm
from tests.factories import WACHTWOORD, GebruikerFactory
from tests.wereld import Wereld


@pytest.mark.parametrize(("breedte", "donker"), [(1280, False), (320, True)])
def test_de_loods_van_een_gemeente_in_twee_klikken(
    wereld: Wereld, scherm: MaakScherm, breedte: int, donker: bool
) -> None:
    bezoeker = scherm(breedte, donker)
    pagina = bezoeker.ga("/")
    pagina.get_by_role("link", name="Ik heb een plan").click()
    pagina.get_by_role("list").get_by_role("link", name="Houten", exact=True).click()
    pagina.get_by_role("heading", name="Kantorenloods van Houten").wait_for()
    assert pagina.get_by_role("link", name="030 123 45 67").get_attribute("href") == "tel:0301234567"
    bezoeker.beeld(f"kantorenloods-{breedte}")


def test_zoeken_op_adres_en_op_de_kaart(wereld: Wereld, scherm: MaakScherm) -> None:
    bezoeker = scherm()
    pagina = bezoeker.ga("/kantorenloods/")
    bezoeker.blader()
    bezoeker.beeld("kantorenloodsen")
    pagina.locator("path.akt-vlak--pand").click()
    pagina.locator(".leaflet-popup").get_by_role("link", name="Houten").click()
    pagina.wait_for_url("**/kantorenloods/GM0321/")
    pagina.go_back()
    # The keyboard alone: type an address, take the suggestion.
    pagina.locator("#id_q").press_sequentially("kokermoln 1")
    pagina.get_by_role("option", name=re.compile("Houten")).wait_for()
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/kantorenloods/GM0321/")
    # As a gemeente has it on its own site.
    pagina.goto(bezoeker.basis + "/kantorenloods/GM0321/insluiten/")
    pagina.get_by_role("link", name="Meer op het AKT-portaal").wait_for()
    bezoeker.beeld("kantorenloods-insluiten")


def test_coach_stelt_een_loods_aan(wereld: Wereld, scherm: MaakScherm) -> None:
    wie = GebruikerFactory(rol=Rol.KANTORENLOODS, naam="Uma Utrecht", email="uma@voorbeeld.example")
    coach = scherm()
    coach.log_in("coach@voorbeeld.example", WACHTWOORD)
    pagina = coach.ga("/netwerk/?loods=zonder")
    coach.beeld("netwerk")
    pagina.get_by_role("link", name="Utrecht", exact=True).click()
    pagina.get_by_text("heeft nog geen kantorenloods").wait_for()
    pagina.get_by_role("link", name="Deze pagina wijzigen").click()
    pagina.get_by_role("link", name="Kantorenloods aanstellen").click()
    pagina.select_option("[name=gebruiker]", label="Uma Utrecht (uma@voorbeeld.example)")
    pagina.fill("[name=naam]", "Uma Utrecht")
    pagina.fill("[name=email]", "uma@voorbeeld.example")
    coach.beeld("loods-aanstellen")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("De kantorenloods is aangesteld.").wait_for()
    coach.beeld("gemeenteprofiel")
    assert [gemeente.naam for gemeente in gemeenten_van(wie)] == ["Utrecht"]
    assert Kantorenloods.objects.huidig().filter(gemeente="GM0344").exists()


def test_loods_houdt_organisaties_bij_en_de_persoon_beslist_zelf(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/organisaties/")
    loods.beeld("organisaties")
    pagina.get_by_role("link", name="Organisatie toevoegen").click()
    pagina.fill("[name=naam]", "Zon Vastgoed")
    pagina.select_option("[name=soort]", "belegger")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_role("link", name="Contactpersoon toevoegen").click()
    pagina.fill("[name=naam]", "Zus Zon")
    pagina.fill("[name=email]", "zus@zon.example")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("nog open").wait_for()
    loods.beeld("contactpersoon")
    zus = Contactpersoon.objects.get(email="zus@zon.example")

    # Without an account, with the link of the mail.
    zelf = scherm(320)
    pagina = zelf.ga(eigen_adres(zus).partition("akt.example")[2])
    zelf.beeld("mijn-gegevens-320")
    pagina.get_by_role("button", name="Ja, bewaar mijn gegevens").click()
    pagina.get_by_text("Dank u wel.").wait_for()
    with pagina.expect_download() as meegenomen:
        pagina.get_by_role("link", name="Neem mijn gegevens mee").click()
    assert "Zus Zon" in Path(meegenomen.value.path()).read_text()
    pagina.get_by_label("Ja, wis deze gegevens").check()
    pagina.get_by_role("button", name="Wis mijn gegevens").click()
    pagina.get_by_role("heading", name="Uw gegevens zijn gewist").wait_for()
    assert not Contactpersoon.history.filter(email="zus@zon.example").exists()


def test_coach_maakt_een_van_twee(wereld: Wereld, scherm: MaakScherm) -> None:
    coach = scherm()
    coach.log_in("coach@voorbeeld.example", WACHTWOORD)
    pagina = coach.ga("/organisaties/dubbel/")
    pagina.get_by_role("link", name="Naast elkaar").click()
    coach.beeld("organisaties-samenvoegen")
    pagina.get_by_role("button", name="Samenvoegen").click()
    pagina.get_by_text("is opgegaan in").wait_for()
    assert Organisatie.objects.get(naam__startswith="Papieren Huis").contactpersonen.count() == 2
    coach.beeld("organisatie")
