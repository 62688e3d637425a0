"""A knelpunt in a real browser: read by a visitor, followed and asked about by a loods, answered by the coach."""

from __future__ import annotations

import pytest

from akt.models import Bericht
from kennissysteem.models import Reactie
from tests.browser.conftest import MaakScherm, wacht_tot
from tests.browser.test_toegankelijk import bevindingen, past
from tests.factories import WACHTWOORD
from tests.wereld import Wereld

BESTEMMING = "/kennis/knelpunten/bestemming/"


@pytest.mark.usefixtures("werker")
def test_volgen_vragen_en_antwoorden(wereld: Wereld, scherm: MaakScherm) -> None:
    bezoeker = scherm(320, True, bypass_csp=True)
    pagina = bezoeker.ga("/kennis/knelpunten/")
    pagina.get_by_role("link", name="Bestemming", exact=True).click()
    pagina.get_by_role("heading", name="Richtingen voor een oplossing").wait_for()
    assert pagina.get_by_text("Vragen en reacties").count() == 0
    assert bevindingen(bezoeker) == []
    assert past(bezoeker)

    coach = scherm()
    coach.log_in("coach@voorbeeld.example", WACHTWOORD)
    team = coach.ga(BESTEMMING)
    team.get_by_role("button", name="Volg dit knelpunt").click()
    team.get_by_role("button", name="Niet meer volgen").wait_for()

    # A loods asks, without JavaScript.
    loods = scherm(390, java_script_enabled=False)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    binnen = loods.ga(BESTEMMING)
    binnen.get_by_text("Stel een vraag of reageer").click()
    binnen.get_by_label("Uw vraag of reactie").fill("Hoe lang duurt een omgevingsvergunning bij u?")
    binnen.get_by_role("button", name="Plaats").click()
    binnen.get_by_text("Wacht op antwoord").wait_for()
    loods.beeld("knelpunt-vraag")
    vraag = Bericht.objects.filter(aan="coach@voorbeeld.example", soort="kennis-reactie")
    wacht_tot(lambda: vraag.filter(status=Bericht.Status.VERSTUURD).exists())

    team.reload()
    team.get_by_role("link", name="Antwoord op Loes Houten").click()
    team.get_by_label("Uw antwoord").fill("Acht weken, na een vooroverleg van zes.")
    team.get_by_role("button", name="Verstuur het antwoord").click()
    team.get_by_text("Uw antwoord is geplaatst").wait_for()
    assert not Reactie.objects.open().filter(knelpunt="bestemming").exists()
    antwoord = Bericht.objects.filter(aan="loods@voorbeeld.example", soort="kennis-vraag")
    wacht_tot(lambda: antwoord.filter(status=Bericht.Status.VERSTUURD).exists())
    assert "Acht weken" in antwoord.get().tekst
