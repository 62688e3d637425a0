"""Signalen in a real browser: a visitor reports an error, the loods handles it, and a hanging task is started again."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from akt.models import Taak
from monitoring.models import Pand, Signaal
from monitoring.signalen import controleer
from tests.browser.conftest import MaakScherm, wacht_tot
from tests.factories import WACHTWOORD
from tests.wereld import Wereld


def test_bezoeker_meldt_en_loods_handelt_af(wereld: Wereld, scherm: MaakScherm) -> None:
    bezoeker = scherm()
    pagina = bezoeker.ga("/fout-melden/?waar=/infographics/gemeente/GM0321/")
    pagina.get_by_label("Wat klopt er niet?").fill("De leegstand aan de Kokermolen is veel te hoog.")
    pagina.wait_for_timeout(3500)
    pagina.get_by_role("button", name="Verstuur").click()
    pagina.get_by_role("heading", name="Bedankt voor uw melding").wait_for()
    melding = Signaal.objects.get(regel="melding")
    assert melding.sleutel in pagina.locator("main").inner_text()
    bezoeker.beeld("fout-gemeld")

    Pand.objects.filter(gemeente=wereld.houten).update(bouwjaar=None)
    controleer()
    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/signalen/")
    pagina.get_by_role("link", name="Melding van een bezoeker").first.wait_for()
    loods.beeld("signalen-lijst")
    # One click for one; ticks and a reason for all the others of a rule.
    pagina.get_by_role("button", name=re.compile(r"^Opgelost\s*: De leegstand aan")).click()
    pagina.get_by_text("1 signaal afgehandeld").wait_for()
    pagina = loods.ga("/signalen/?regel=bouwjaar-ontbreekt")
    pagina.get_by_role("button", name="Kies alles op deze pagina").click()
    # Enter in the reason means that it is right, for what was ticked; not the first button of the list.
    pagina.locator("#reden").fill("Het bouwjaar is nergens te vinden.")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("6 signalen afgehandeld").wait_for()
    loods.beeld("signalen-afgehandeld")
    assert Signaal.objects.filter(status="klopt", reden="Het bouwjaar is nergens te vinden.").count() == 6


def test_afhandelen_kan_zonder_javascript(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm(java_script_enabled=False)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/signalen/?regel=sprong-voorraad")
    pagina.get_by_role("button", name="Klopt, want").first.click()
    pagina.get_by_label("Klopt, want").fill("Er is aangebouwd.")
    pagina.get_by_role("button", name="Het klopt").click()
    pagina.get_by_text("Het signaal is afgehandeld").wait_for()
    assert Signaal.objects.get(regel="sprong-voorraad").reden == "Er is aangebouwd."


@pytest.mark.usefixtures("werker")
def test_vastgelopen_taak_opnieuw(wereld: Wereld, scherm: MaakScherm) -> None:
    dood = Taak.objects.create(
        naam="Kerncijfers herbouwen", werk="monitoring.herbouw_kerncijfers", status="bezig", gedaan=3, totaal=10,
        gestart_door=wereld.gebruikers["beheerder"], gemeld_op=timezone.now() - 2 * Taak.STILTE,
    )  # fmt: skip
    beheerder = scherm()
    beheerder.log_in("beheer@voorbeeld.example", WACHTWOORD)
    pagina = beheerder.ga("/taken/")
    pagina.get_by_text("Vastgelopen").wait_for()
    beheerder.beeld("taken-vastgelopen")
    pagina.get_by_role("button", name="Opnieuw proberen").first.click()
    # Left and found again.
    pagina = beheerder.ga("/taken/")
    wacht_tot(lambda: Taak.objects.filter(herhaalt=dood, status="klaar").exists(), 60)
    pagina.get_by_text("Klaar", exact=True).first.wait_for()
    pagina.get_by_role("link", name="Nieuwe poging").wait_for()
    beheerder.beeld("taken")
