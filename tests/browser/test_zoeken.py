"""Finding from a problem and from a pand, in a real browser."""

from __future__ import annotations

from kennissysteem.models import Zoekvraag
from kennissysteem.stamgegevens import laad_stamgegevens
from kennissysteem.woorden import ververs
from tests.browser.conftest import MaakScherm, wacht_tot
from tests.factories import WACHTWOORD
from tests.kennissysteem.zoekhulp import publiceer
from tests.wereld import Wereld


def vul(wereld: Wereld) -> None:
    laad_stamgegevens()
    publiceer(
        "Deelauto's maakten een lagere parkeernorm mogelijk", gemeente=wereld.houten, naar_gebruik="wonen", vvo_m2=1000,
        knelpunten=["parkeren-geluid"], samenvatting="Tien deelauto's vervingen zestig plaatsen.",
    )  # fmt: skip
    publiceer("Parkeren onder een hotel", gemeente=wereld.utrecht, naar_gebruik="hotel", openbaarheid="netwerk")
    publiceer("Een gevel van hout", gemeente=wereld.utrecht, naar_gebruik="hotel")
    ververs()


def test_vinden_vanuit_een_probleem(wereld: Wereld, scherm: MaakScherm) -> None:
    vul(wereld)
    bezoeker = scherm()
    pagina = bezoeker.ga("/kennis/")
    veld = pagina.get_by_label("Uw vraag of probleem")
    veld.press_sequentially("parkeer normen", delay=20)
    pagina.get_by_role("heading", name="Deelauto's maakten").wait_for()
    pagina.get_by_role("heading", name="Een gevel van hout").wait_for(state="detached")
    # Open ones only, marked, with the knelpunt itself beside it, and the question in the address.
    assert pagina.get_by_text("Parkeren onder een hotel").count() == 0
    assert pagina.locator("mark", has_text="parkeernorm").count() > 0
    assert pagina.get_by_role("link", name="Parkeren en geluid").is_visible()
    assert "q=parkeer" in pagina.url
    assert veld.evaluate("veld => veld === document.activeElement"), "Wie typt, houdt de cursor."
    # Stood still for a while, it is counted; what was typed on the way is not.
    wacht_tot(lambda: Zoekvraag.objects.exists())
    assert list(Zoekvraag.objects.values_list("tekst", flat=True)) == ["parkeer normen"]
    veld.fill("")
    keuze = pagina.get_by_role("checkbox", name="Hotel")
    keuze.check()
    pagina.get_by_role("heading", name="Deelauto's maakten").wait_for(state="detached")
    pagina.get_by_role("heading", name="Een gevel van hout").wait_for()
    assert "gebruik=hotel" in pagina.url
    pagina.reload()
    assert pagina.get_by_role("checkbox", name="Hotel").is_checked()
    pagina.get_by_role("link", name="Haal weg: Nieuw gebruik: Hotel").click()
    pagina.get_by_role("heading", name="Deelauto's maakten").wait_for()
    # Last: a screenshot leaves empty style attributes behind, which htmx would copy and the CSP refuse.
    bezoeker.beeld("kennis-zoeken")


def test_zoeken_kan_zonder_javascript(wereld: Wereld, scherm: MaakScherm) -> None:
    vul(wereld)
    bezoeker = scherm(java_script_enabled=False)
    pagina = bezoeker.ga("/kennis/")
    pagina.get_by_label("Uw vraag of probleem").fill("parkernorm")
    pagina.get_by_role("button", name="Zoek").click()
    pagina.get_by_role("heading", name="Deelauto's maakten").wait_for()
    pagina.get_by_text("U typte 'parkernorm'").wait_for()
    pagina = bezoeker.ga("/kennis/")
    pagina.get_by_role("checkbox", name="Hotel").check()
    pagina.get_by_role("button", name="Pas toe").click()
    pagina.get_by_role("heading", name="Een gevel van hout").wait_for()
    assert pagina.get_by_role("heading", name="Deelauto's maakten").count() == 0


def test_vinden_vanuit_een_pand(wereld: Wereld, scherm: MaakScherm) -> None:
    vul(wereld)
    loods = scherm()
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga(wereld.pand.get_absolute_url())
    pagina.get_by_role("link", name="Vergelijkbare gevallen").click()
    pagina.get_by_label("Nieuw gebruik").select_option("wonen")
    pagina.get_by_role("checkbox", name="Parkeren en geluid").check()
    pagina.get_by_role("button", name="Vergelijk").click()
    eerste = pagina.locator(".kennis-treffer").first
    assert "Deelauto's" in eerste.inner_text()
    assert "hetzelfde knelpunt: Parkeren en geluid" in eerste.inner_text()
    loods.beeld("kennis-bij-pand")
