"""Practices in a real browser: written, kept through a lost connection and a second window, published, asked about."""

from __future__ import annotations

import re

from akt.models import Bericht
from kennissysteem.models import Klad, Praktijk
from tests.browser.conftest import MaakScherm, wacht_tot
from tests.browser.test_toegankelijk import bevindingen, past
from tests.factories import WACHTWOORD
from tests.wereld import Wereld

LOODS, COACH = "loods@voorbeeld.example", "coach@voorbeeld.example"


def test_schrijven_meelezen_publiceren_en_vragen(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm()
    loods.log_in(LOODS, WACHTWOORD)
    pagina = loods.ga("/kennis/mijn/")
    pagina.get_by_role("link", name="Schrijf een praktijk").click()
    pagina.get_by_label("Titel").fill("Studio's boven de winkels")
    pagina.get_by_label("Gemeente").select_option(label="Houten")
    pagina.get_by_role("button", name="Begin met schrijven").click()
    pagina.get_by_label("In één zin").fill("Twintig studio's in een half jaar.")
    pagina.get_by_label("Situatie").fill("Twee lagen kantoor stonden **leeg**.")
    pagina.get_by_label("Aanpak").fill("- Gepraat met de eigenaar\n- Verbouwd")
    pagina.get_by_label("Resultaat").fill("Twintig studio's.")
    pagina.get_by_label("Post", exact=True).fill("Verbouwing")
    pagina.get_by_label("Bedrag in euro", exact=True).fill("900.000")
    pagina.get_by_text(re.compile(r"Bewaard om \d\d:\d\d uur")).wait_for()
    loods.beeld("praktijk-schrijven")
    pagina.get_by_role("button", name="Opslaan en naar mensen").click()
    pagina.get_by_label("Naam of organisatie").fill("studio")
    pagina.get_by_role("button", name="Zoek").click()
    pagina.get_by_role("button", name=re.compile("Voeg toe.*Stan Studio")).click()
    pagina.get_by_text("Stan Studio is toegevoegd").wait_for()
    loods.beeld("praktijk-mensen")
    pagina.get_by_role("link", name="Naar publiceren").click()
    pagina.get_by_role("link", name="Laat iemand anders van het netwerk meelezen.").click()
    praktijk = Praktijk.objects.get(titel__startswith="Studio's boven")
    loods.beeld("praktijk-concept")

    coach = scherm()
    coach.log_in(COACH, WACHTWOORD)
    coach.ga("/kennis/mijn/").get_by_role("link", name="Studio's boven de winkels").click()
    coach.pagina.get_by_role("button", name="Ik heb dit meegelezen").click()
    coach.pagina.get_by_text("Bedankt voor het meelezen").wait_for()

    pagina.get_by_role("link", name="Publiceren").click()
    pagina.get_by_role("button", name="Publiceer").click()
    pagina.get_by_text("Gepubliceerd als versie 1").wait_for()
    # A text that arrived is not offered again.
    pagina = loods.ga(f"/kennis/{praktijk.pk}/wijzigen/")
    assert pagina.locator("[data-keuze]").inner_text() == ""
    assert pagina.evaluate("Object.keys(localStorage).filter(k => k.startsWith('akt-praktijk')).length") == 0

    # Without an account, without scripts, on a phone. The block of data for search engines passes the CSP.
    bezoeker = scherm(390)
    open_ = bezoeker.ga(f"/kennis/{praktijk.pk}/")
    assert open_.locator("script[type='application/ld+json']").count() == 1
    assert "stan@" not in open_.content()
    bezoeker.beeld("praktijk-open-390")
    open_.get_by_role("link", name="Stel een vraag").click()
    open_.get_by_label("Uw vraag").fill("Hoe lang duurde de vergunning?")
    open_.get_by_label("Uw naam").fill("Otto Onecht")
    open_.get_by_label("Uw e-mailadres").fill("otto@voorbeeld.example")
    open_.wait_for_timeout(3500)
    open_.get_by_role("button", name="Verstuur uw vraag").click()
    open_.get_by_text("Uw vraag is gemaild").wait_for()
    assert Bericht.objects.get(soort="praktijkvraag").aan == "stan@voorbeeld.example"


def test_schrijven_overleeft_geen_verbinding_en_een_tweede_venster(wereld: Wereld, scherm: MaakScherm) -> None:
    praktijk = Praktijk.objects.get(contactpersonen__email="stan@voorbeeld.example")
    adres = f"/kennis/{praktijk.pk}/wijzigen/"
    loods = scherm()
    loods.log_in(LOODS, WACHTWOORD)
    pagina = loods.ga(adres)
    ruimte = pagina.context
    ruimte.set_offline(True)
    pagina.get_by_label("Situatie").fill("Geschreven in de trein.")
    pagina.get_by_text("Geen verbinding. Uw tekst staat op dit apparaat").wait_for()
    loods.beeld("praktijk-zonder-verbinding")
    # The window is closed before the connection is back.
    pagina.close()
    ruimte.set_offline(False)
    assert not Klad.objects.filter(invoer__isnull=False).exists()
    loods.klachten.clear()  # the browser reports that it had no connection

    tweede = ruimte.new_page()
    tweede.goto(loods.basis + adres)
    tweede.get_by_text("Op dit apparaat staat tekst van").wait_for()
    tweede.screenshot(path="var/schermen/praktijk-terug.png", full_page=True)
    tweede.get_by_role("button", name="Zet die tekst terug").click()
    assert tweede.get_by_label("Situatie").input_value() == "Geschreven in de trein."
    tweede.get_by_text(re.compile(r"Bewaard om \d\d:\d\d uur")).wait_for()
    assert Klad.objects.get(praktijk=praktijk).invoer["situatie"] == ["Geschreven in de trein."]
    # The connection comes back by itself.
    ruimte.set_offline(True)
    tweede.get_by_label("Lessen").fill("Neem een oplader mee.")
    tweede.get_by_text("Geen verbinding.").wait_for()
    ruimte.set_offline(False)
    tweede.get_by_text(re.compile(r"Bewaard om \d\d:\d\d uur")).wait_for()
    wacht_tot(lambda: Klad.objects.get(praktijk=praktijk).invoer.get("lessen") == ["Neem een oplader mee."])

    # A second window that was opened before: its text is kept nowhere until someone chooses.
    derde, vierde = ruimte.new_page(), ruimte.new_page()
    for venster in (derde, vierde):
        venster.goto(loods.basis + adres)
    derde.get_by_label("Resultaat").fill("Uit het derde venster.")
    derde.get_by_text(re.compile(r"Bewaard om \d\d:\d\d uur")).wait_for()
    vierde.get_by_label("Resultaat").fill("Uit het vierde venster.")
    vierde.get_by_text("in een ander venster").wait_for()
    vierde.get_by_text("Verschillend: Resultaat").wait_for()
    vierde.screenshot(path="var/schermen/praktijk-conflict.png", full_page=True)
    assert Klad.objects.get(praktijk=praktijk).invoer["resultaat"] == ["Uit het derde venster."]
    vierde.get_by_role("button", name="Bewaar mijn tekst toch").click()
    vierde.get_by_text(re.compile(r"Bewaard om \d\d:\d\d uur")).wait_for()
    assert Klad.objects.get(praktijk=praktijk).invoer["resultaat"] == ["Uit het vierde venster."]
    # Readers saw nothing of all this.
    praktijk.refresh_from_db()
    assert praktijk.resultaat == "48 studio's, alle verhuurd binnen een maand."
    loods.klachten.clear()


def test_paginas_van_praktijken_zijn_toegankelijk(wereld: Wereld, scherm: MaakScherm) -> None:
    praktijk = Praktijk.objects.get(contactpersonen__email="stan@voorbeeld.example")
    delen = ("", "wijzigen/", "mensen/?q=piet", "bijlagen/", "publiceren/", "intrekken/", "versies/", "vraag/")
    adressen = ["/kennis/mijn/", "/kennis/nieuw/", *(f"/kennis/{praktijk.pk}/{deel}" for deel in delen)]
    mis: list[str] = []
    for breedte, donker in ((1280, False), (320, True)):
        loods = scherm(breedte, donker, bypass_csp=True)
        loods.log_in(LOODS, WACHTWOORD)
        for nummer, adres in enumerate(adressen):
            pagina = loods.ga(adres)
            pagina.evaluate("document.querySelectorAll('main details').forEach((uitklap) => { uitklap.open = true; })")
            loods.beeld(f"praktijken-{nummer}-{breedte}")
            mis += [f"{adres} ({breedte} px): {regel}" for regel in bevindingen(loods)]
            if not past(loods):
                mis.append(f"{adres} ({breedte} px): past niet")
    assert mis == []
