"""Initiatieven in a real browser: a market party files one, the loods finds a pand and releases it."""

from __future__ import annotations

import re

from akt.post import verstuur
from loodsen.models import Initiatief, Koppeling
from tests.browser.conftest import MaakScherm
from tests.factories import WACHTWOORD
from tests.wereld import Wereld


def test_van_initiatief_naar_een_plek(wereld: Wereld, scherm: MaakScherm) -> None:
    markt = scherm()
    markt.log_in("markt@voorbeeld.example", WACHTWOORD)
    pagina = markt.ga("/initiatieven/indienen/")
    pagina.get_by_label("titel").fill("Zorgwoningen met een tuin")
    pagina.get_by_label("Gebruik", exact=True).select_option(label="Zorg")
    pagina.get_by_label("ten minste").fill("300")
    pagina.get_by_label("Houten").check()
    pagina.wait_for_timeout(3500)
    markt.beeld("initiatief-indienen")
    pagina.get_by_role("button", name="Dien in").click()
    pagina.get_by_role("heading", name="Zorgwoningen met een tuin").wait_for()
    volgen = pagina.url
    assert "nog geen plek" in pagina.locator("main").inner_text()
    initiatief = Initiatief.objects.get(titel="Zorgwoningen met een tuin")

    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga("/initiatieven/")
    pagina.get_by_role("link", name="Zorgwoningen met een tuin").click()
    pagina.wait_for_url(f"**/initiatieven/{initiatief.nummer}/")
    # A slider moves, and the places and the address follow without a new page.
    with pagina.expect_response(lambda antwoord: "trein=0" in antwoord.url):
        schuif = pagina.get_by_label("Lopen naar de trein")
        schuif.focus()
        schuif.press("Home")
    pagina.wait_for_url(re.compile("trein=0"))
    pagina.get_by_role("button", name="Bewaar deze gewichten").wait_for()
    loods.beeld("initiatief-matches")
    pagina.get_by_role("button", name=re.compile(r"^Stel voor\s*: Papiermolen")).first.click()
    pagina.get_by_role("heading", name="Waarom deze plek?").wait_for()
    assert Koppeling.objects.get(initiatief=initiatief).vrijgegeven_op is None
    markt.pagina.reload()
    assert "Papiermolen" not in markt.pagina.content()

    pagina.get_by_label("Bericht").fill("De eigenaar leidt u graag rond.")
    pagina.get_by_role("button", name="Geef vrij en mail").click()
    pagina.get_by_text("De initiatiefnemer krijgt een mail").wait_for()
    loods.beeld("koppeling-vrijgegeven")
    verstuur()

    pagina = markt.ga("/mijn-initiatieven/")
    pagina.get_by_text("1 plek om te bekijken").wait_for()
    pagina.get_by_role("link", name="Zorgwoningen met een tuin").click()
    assert pagina.url == volgen
    pagina.get_by_role("heading", name=re.compile("Papiermolen")).wait_for()
    assert pagina.locator(".akt-matches > li").count() == 1
    markt.beeld("initiatief-volgen")


def test_zonder_javascript_rekent_de_knop(wereld: Wereld, scherm: MaakScherm) -> None:
    initiatief = Initiatief.objects.get(titel="Wonen voor starters")
    loods = scherm(java_script_enabled=False)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga(f"/initiatieven/{initiatief.nummer}/")
    pagina.get_by_label("Hoe lang leeg").fill("0")
    pagina.get_by_role("button", name="Reken opnieuw").click()
    assert "duur=0" in pagina.url
    # Reasons of what counts no more are gone.
    assert "leeg sinds juni 2021" not in pagina.locator("#matches").inner_text()
