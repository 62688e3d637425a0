"""The coach before and after a meeting, on a phone too; the loods who does what was agreed; and joining the agenda."""

from __future__ import annotations

import datetime

from loodsen.models import Actie, Coachcontact, Coachtraject, Gemeenteagendapunt
from tests.browser.conftest import MaakScherm
from tests.factories import WACHTWOORD
from tests.wereld import Wereld


def test_coach_bereidt_een_gesprek_voor_en_legt_het_vast(wereld: Wereld, scherm: MaakScherm) -> None:
    coach = scherm()
    coach.log_in("coach@voorbeeld.example", WACHTWOORD)
    pagina = coach.ga("/coaching/")
    rij = pagina.get_by_role("row", name="Houten")
    assert "te laat" in rij.inner_text()
    coach.beeld("coaching")
    rij.get_by_role("link", name="Houten", exact=True).click()
    # What was said last and what is still open stand on one page.
    assert "Kennismaking" in pagina.locator(".akt-tijdlijn__punt").first.inner_text()
    assert "te laat" in pagina.locator(".actie", has_text="Lijst met lege panden").inner_text()
    coach.beeld("coaching-traject")

    # After the meeting, on a phone: one line and a button.
    telefoon = scherm(360)
    telefoon.log_in("coach@voorbeeld.example", WACHTWOORD)
    pagina = telefoon.ga(f"/coaching/{Coachtraject.objects.get().pk}/")
    pagina.get_by_role("link", name="Ik sprak …").click()
    pagina.locator("[data-selecteer]:focus").wait_for()
    pagina.keyboard.type("Gebiedsvisie")
    pagina.get_by_text("Bezoek", exact=True).click()
    pagina.get_by_text("Afspraak toevoegen").click()
    pagina.get_by_label("Wat is afgesproken?").fill("Eigenaren bellen")
    pagina.get_by_label("Wie doet het?").select_option(label="Loes Houten")
    telefoon.beeld("coaching-contact-telefoon")
    pagina.get_by_role("button", name="Leg vast").click()
    pagina.get_by_text("Het contact is vastgelegd.").wait_for()
    assert "op tijd" in pagina.locator("main header").inner_text()
    contact = Coachcontact.objects.get(onderwerp="Gebiedsvisie")
    assert (contact.vorm, contact.datum) == ("bezoek", datetime.date.today())

    # The loods finds it among the own acties and ticks it off in place, with the keyboard.
    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/acties/")
    loods.beeld("acties")
    actie = Actie.objects.get(omschrijving="Eigenaren bellen")
    knop = pagina.locator(f"#vink-{actie.pk}")
    knop.focus()
    pagina.keyboard.press("Enter")
    regel = pagina.locator(f"#actie-{actie.pk}")
    regel.get_by_text("door Loes Houten").wait_for()
    assert pagina.evaluate("document.activeElement.id") == f"vink-{actie.pk}"
    assert regel.get_by_role("button").inner_text().startswith("Toch niet")
    actie.refresh_from_db()
    assert actie.gedaan_door == wereld.gebruikers["loods"]


def test_afvinken_zonder_javascript(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm(320, java_script_enabled=False)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/acties/")
    pagina.get_by_role("button", name="Lijst met lege panden sturen").click()
    pagina.get_by_text("Afgevinkt.").wait_for()
    assert "Er staat niets open." in pagina.locator("main").inner_text()


def test_gemeente_werkt_haar_agenda_bij_en_een_bezoeker_leest_het(wereld: Wereld, scherm: MaakScherm) -> None:
    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/agenda/?jaar=2015")
    loods.beeld("agenda-2015")
    pagina.get_by_role("link", name="Houten").click()
    pagina.get_by_role("link", name="Kritisch naar de eigen processen").click()
    pagina.get_by_label("Stand").select_option("bezig")
    pagina.locator("[name=verbetering-0-wat]").fill("Vooroverleg binnen vier weken")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("Opgeslagen.").wait_for()
    loods.beeld("agenda-gemeente")
    assert Gemeenteagendapunt.objects.get(agenda="GM0321", punt=3).stand == "bezig"

    bezoeker = scherm(320, donker=True)
    pagina = bezoeker.ga("/agenda/GM0321/")
    assert "Vooroverleg binnen vier weken" in pagina.locator("#punt-3").inner_text()
    assert "Bezig" in pagina.locator("#punt-3").inner_text()
    assert pagina.get_by_role("link", name="Bijwerken").count() == 0
    bezoeker.beeld("agenda-gemeente-320")
