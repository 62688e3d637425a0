"""An owner on a phone: the quick scan from the menu to the outcome, without an account, and every step accessible."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import MaakScherm
from tests.browser.test_toegankelijk import bevindingen, past
from tests.wereld import Wereld


def antwoord(pagina: Page, vraag: str, keuze: str) -> None:
    pagina.get_by_role("group", name=vraag).get_by_label(keuze, exact=True).check()


def test_eigenaar_doet_de_snelle_scan_op_zijn_telefoon(wereld: Wereld, scherm: MaakScherm) -> None:
    # axe is put into the page, which the strict policy would refuse.
    eigenaar = scherm(360, bypass_csp=True, has_touch=True)
    pagina = eigenaar.ga("/scans/snel/")

    def bekijk(naam: str) -> None:
        assert bevindingen(eigenaar) == []
        assert past(eigenaar)
        eigenaar.beeld(f"snelscan-{naam}")

    pagina.get_by_role("button", name="Verder").click()
    pagina.get_by_role("alert").wait_for()
    bekijk("fout")
    eigenaar.klachten[:] = [klacht for klacht in eigenaar.klachten if "422" not in klacht]
    pagina.get_by_label("Wonen: starters").check()
    pagina.get_by_label("Hotel").check()
    pagina.get_by_role("button", name="Verder").click()
    pagina.get_by_text("Stap 2 van 4").wait_for()
    antwoord(pagina, "Is aan de geluidsnormen te voldoen", "Nee")
    bekijk("kan-het")
    pagina.get_by_role("button", name="Verder").click()
    antwoord(pagina, "Is er een treinstation", "Ja")
    pagina.get_by_role("button", name="Terug").click()
    assert pagina.get_by_role("group", name="Is aan de geluidsnormen").get_by_label("Nee", exact=True).is_checked()
    pagina.get_by_role("button", name="Verder").click()
    assert pagina.get_by_role("group", name="Is er een treinstation").get_by_label("Ja", exact=True).is_checked()
    pagina.get_by_role("button", name="Verder").click()
    antwoord(pagina, "Is het pand ouder dan vijftien jaar", "Ja")
    pagina.get_by_role("button", name="Bekijk de uitslag").click()
    pagina.get_by_role("heading", name="Uitslag van de snelle scan").wait_for()
    hotel = pagina.get_by_role("listitem").filter(has=pagina.get_by_role("heading", name="Hotel"))
    assert "Uitstekend transformeerbaar" in hotel.inner_text()
    starters = pagina.get_by_role("listitem").filter(has=pagina.get_by_role("heading", name="Wonen: starters"))
    assert "Uitgesloten" in starters.inner_text()
    assert pagina.get_by_role("button", name="Druk af").is_visible()
    bekijk("uitslag")
    pagina.get_by_role("link", name="Vraag een scan aan").click()
    pagina.wait_for_url("**/account/login/**")
