"""A question in a real browser: asked without an account, answered by the loods, read and erased by who asked."""

from __future__ import annotations

import pytest

from akt.models import Bericht
from loodsen.models import Vraag
from tests.browser.conftest import MaakScherm, wacht_tot
from tests.browser.test_toegankelijk import bevindingen, past
from tests.factories import WACHTWOORD
from tests.wereld import Wereld


@pytest.mark.usefixtures("werker")
def test_vraag_antwoord_en_wissen(wereld: Wereld, scherm: MaakScherm) -> None:
    markt = scherm(390, java_script_enabled=False)
    pagina = markt.ga("/kantorenloods/GM0321/vraag/")
    pagina.get_by_label("Onderwerp").fill("Hotel in een leeg kantoor")
    pagina.get_by_label("Uw vraag").fill("Is er ruimte in het hotelbeleid voor 80 kamers?")
    pagina.get_by_label("Uw naam").fill("Otto Onecht")
    pagina.get_by_label("Uw e-mailadres").fill("otto@voorbeeld.example")
    pagina.get_by_role("button", name="Verstuur uw vraag").click()
    # Too quick for a person: nothing is lost and sending again works.
    pagina.get_by_text("Dat ging wel heel snel").wait_for()
    assert pagina.get_by_label("Onderwerp").input_value() == "Hotel in een leeg kantoor"
    pagina.wait_for_timeout(3500)
    pagina.get_by_role("button", name="Verstuur uw vraag").click()
    pagina.get_by_text("Uw vraag ligt bij Loes Houten").wait_for()
    vraag = Vraag.objects.get(email="otto@voorbeeld.example")
    assert vraag.nummer in pagina.locator("main").inner_text()
    volgen = pagina.url
    markt.beeld("vraag-verstuurd")
    markt.klachten.clear()  # the browser reports the 422 of the first try

    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    binnen = loods.ga("/")
    binnen.get_by_text("Netwerk", exact=True).click()
    binnen.get_by_role("link", name="Vragen", exact=True).click()
    loods.beeld("vragen-loods")
    binnen.get_by_role("link", name="Hotel in een leeg kantoor").click()
    binnen.get_by_text("Een notitie maken").click()
    binnen.get_by_label("Notitie").fill("Kijk in het hotelbeleid van 2024.")
    binnen.get_by_role("button", name="Bewaar de notitie").click()
    binnen.get_by_text("De notitie is bewaard").wait_for()
    binnen.get_by_label("Uw antwoord").fill("Ja, er zijn nog 160 kamers.")
    binnen.get_by_role("button", name="Verstuur het antwoord").click()
    binnen.get_by_text("Uw antwoord is verstuurd").wait_for()
    loods.beeld("vraag-beantwoord")
    # The worker really sent it, with where a reply goes to.
    antwoord = Bericht.objects.filter(aan="otto@voorbeeld.example", onderwerp__startswith="Antwoord")
    wacht_tot(lambda: antwoord.filter(status=Bericht.Status.VERSTUURD).exists())
    assert antwoord.get().antwoord_aan == "loods@voorbeeld.example"

    pagina.goto(volgen)
    pagina.get_by_text("Ja, er zijn nog 160 kamers.").wait_for()
    assert pagina.get_by_text("Kijk in het hotelbeleid").count() == 0
    pagina.get_by_label("Uw reactie").fill("Dank u. Wie beslist daarover?")
    pagina.get_by_role("button", name="Verstuur", exact=True).click()
    pagina.get_by_text("Uw reactie is verstuurd").wait_for()
    pagina.get_by_role("button", name="Ja, sluit mijn vraag").click()
    pagina.get_by_text("Uw vraag is afgesloten").wait_for()
    pagina.get_by_text("Wis mijn vraag").click()
    pagina.get_by_role("button", name="Wis alles, definitief").click()
    pagina.get_by_role("heading", name="Deze vraag is gewist").wait_for()
    markt.beeld("vraag-gewist")
    vraag.refresh_from_db()
    assert (vraag.email, vraag.tekst, vraag.berichten.count()) == ("", "", 0)


def test_paginas_van_vragen_zijn_toegankelijk(wereld: Wereld, scherm: MaakScherm) -> None:
    """With what tests/rechten made, and with errors on show."""
    vraag = Vraag.objects.get()
    for breedte, donker in ((1280, False), (320, True)):
        loods = scherm(breedte, donker, bypass_csp=True)
        loods.log_in("loods@voorbeeld.example", WACHTWOORD)
        for adres in ("/kantorenloods/GM0321/vraag/", vraag.get_volg_url(), "/vragen/", vraag.get_absolute_url()):
            loods.ga(adres)
            assert bevindingen(loods) == [], adres
            assert past(loods), adres
        pagina = loods.ga(vraag.get_absolute_url())
        pagina.get_by_text("Doorgeven aan iemand anders").click()
        pagina.get_by_role("button", name="Geef de vraag door").click()
        pagina.get_by_text("Kies aan wie u de vraag doorgeeft.").first.wait_for()
        assert bevindingen(loods) == []
        loods.klachten.clear()  # the browser reports the 422 of the wrong form
        loods.beeld(f"vraag-fout-{breedte}")
