"""A kantorenloods in a real browser: a plan recorded by hand and by file, and agreement on the definities."""

from __future__ import annotations

import datetime
from pathlib import Path

from openpyxl import load_workbook

from monitoring.models import Overeenstemming, Plancapaciteit
from monitoring.overeenstemming import geldige_definities
from tests.browser.conftest import MaakScherm
from tests.factories import WACHTWOORD
from tests.wereld import Wereld


def test_loods_legt_een_plan_vast_en_leest_een_bestand_in(wereld: Wereld, scherm: MaakScherm, tmp_path: Path) -> None:
    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/metingen/")
    loods.beeld("metingen")
    pagina.get_by_role("link", name="Plancapaciteit").first.click()
    pagina.get_by_role("link", name="Plancapaciteit vastleggen").click()
    # The one gemeente of this loods is filled in.
    assert pagina.locator("[name=gemeente]").input_value() == "GM0321"
    pagina.fill("[name=plan]", "Molenzoom")
    pagina.select_option("[name=terrein]", label="Het Rondeel (Houten)")
    pagina.select_option("[name=status]", "zacht")
    pagina.fill("[name=bvo_m2]", "2500")
    pagina.select_option("[name=bron]", label="Parate kennis van de kantorenloods")
    pagina.fill("[name=peildatum]", "2090-01-01")
    pagina.get_by_role("button", name="Opslaan").click()
    samenvatting = pagina.get_by_role("alert")
    samenvatting.wait_for()
    assert "in de toekomst" in samenvatting.inner_text()
    loods.beeld("metingen-fout")
    samenvatting.get_by_role("link").first.click()
    assert pagina.evaluate("document.activeElement.name") == "peildatum"
    # The browser itself notes each answer of 422 in its console; that is what we asked for here.
    loods.klachten[:] = [klacht for klacht in loods.klachten if "422" not in klacht]
    pagina.fill("[name=peildatum]", "2024-01-01")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("Opgeslagen.").wait_for()
    assert "Loes Houten" in pagina.locator("section", has_text="Geschiedenis").inner_text()
    loods.beeld("metingen-ding")

    # The template, filled in and chosen again: first a mistake, then right.
    pagina.get_by_role("link", name="Plancapaciteit").first.click()
    pagina.get_by_role("link", name="Inlezen uit Excel").click()
    with pagina.expect_download() as ophalen:
        pagina.get_by_role("link", name="Haal het sjabloon op").click()
    bestand = tmp_path / "plannen.xlsx"
    ophalen.value.save_as(bestand)
    boek = load_workbook(bestand)
    boek.active.append(["Kade", "Houten", "", "Hard", 1200, datetime.date(2024, 1, 1), "Onbekende bron", ""])
    boek.save(bestand)
    pagina.set_input_files("[name=bestand]", bestand)
    pagina.get_by_role("button", name="Bekijk wat er verandert").click()
    pagina.get_by_role("rowheader", name="G2").wait_for()
    loods.beeld("metingen-inlezen-fout")
    boek.active["G2"] = "Schouw ter plaatse"
    boek.active.append(["Molenzoom", "Houten", "Het Rondeel", "Zacht", 900, "1-1-2024", "Schouw ter plaatse", ""])
    boek.save(bestand)
    pagina.set_input_files("[name=bestand]", bestand)
    pagina.get_by_role("button", name="Bekijk wat er verandert").click()
    pagina.get_by_text("van 2.500 naar 900").wait_for()
    loods.beeld("metingen-inlezen-voorstel")
    pagina.get_by_role("button", name="Bevestigen en opslaan").click()
    pagina.get_by_text("Ingelezen uit plannen.xlsx").wait_for()
    assert "3 opgaven: 14.100" in pagina.locator("[role=status]").last.inner_text().replace("\u00a0", " ")
    loods.beeld("metingen-lijst")
    assert Plancapaciteit.objects.get(plan="Molenzoom").bvo_m2 == 900


def test_loods_stemt_in_met_de_definities(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm(320, donker=True)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/overeenstemming/")
    pagina.get_by_role("button", name="Eens met Aanbod", exact=True).click()
    pagina.get_by_text("Houten is het eens met 1 definitie.").wait_for()
    loods.beeld("overeenstemming-320-donker")
    pagina.get_by_role("button", name="die nog open staan").click()
    pagina.get_by_text("Houten is het eens met alle definities.").wait_for()
    assert Overeenstemming.objects.filter(gemeente="GM0321").count() == len(geldige_definities())

    coach = scherm()
    coach.log_in("coach@voorbeeld.example", WACHTWOORD)
    pagina = coach.ga("/overeenstemming/")
    aantal = len(geldige_definities())
    assert f"{aantal} van {aantal}" in pagina.get_by_role("row", name="Houten").inner_text()
    coach.beeld("overeenstemming-matrix")
