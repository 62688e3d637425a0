"""A kantorenloods in a real browser: a destination calculated, an error mended, a line unfolded, a simulation run."""

from __future__ import annotations

from scans.models import Simulatie
from scans.stamgegevens import laad_stamgegevens
from tests.browser.conftest import MaakScherm, wacht_tot
from tests.factories import WACHTWOORD
from tests.scans.cases import maak_scan
from tests.wereld import Wereld


def test_loods_rekent_een_bestemming_door(wereld: Wereld, scherm: MaakScherm, werker: None) -> None:
    laad_stamgegevens()
    scan = maak_scan(wereld.houten, *wereld.panden[:2])
    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga(f"/scans/{scan.nummer}/businesscase/")
    pagina.get_by_role("link", name="Wonen: starters").click()
    # The floor area comes from the panden: 2.500 m² VVO is 3.125 m² BVO.
    assert pagina.locator("[name=bvo]").input_value() == "3.125"
    pagina.fill("[name=rendement]", "veel")
    pagina.fill("[name=boekwaarde]", "€ 1.500.000")
    pagina.fill("[name=inbreng]", "900.000")
    pagina.get_by_role("button", name="Opslaan en doorrekenen").click()
    fout = pagina.get_by_role("alert")
    fout.wait_for()
    fout.get_by_role("link").first.click()
    assert pagina.evaluate("document.activeElement.name") == "rendement"
    # The browser itself notes each answer of 422 in its console; that is what we asked for here.
    loods.klachten[:] = [klacht for klacht in loods.klachten if "422" not in klacht]
    pagina.fill("[name=rendement]", "4,6%")
    pagina.get_by_role("button", name="Opslaan en doorrekenen").click()
    pagina.get_by_text("Opgeslagen en doorgerekend.").wait_for()
    # By keyboard: a line unfolds to its formula.
    regel = pagina.locator("summary", has_text="Waarde vrij op naam (v.o.n.)").first
    regel.focus()
    pagina.keyboard.press("Enter")
    assert "÷ 4,6%" in regel.locator("xpath=..").inner_text()
    loods.blader()
    loods.beeld("businesscase")

    pagina.fill("[name=aantal]", "500")
    pagina.get_by_role("button", name="Simuleren").click()
    wacht_tot(lambda: Simulatie.objects.filter(businesscase__scan=scan, uitkomst__isnull=False).exists())
    pagina.goto(loods.basis + scan.businesscases.get().get_absolute_url())
    pagina.get_by_text("Midden (P50)").wait_for()
    loods.blader()
    assert pagina.locator("[data-grafiek] .main-svg").count() >= 2
