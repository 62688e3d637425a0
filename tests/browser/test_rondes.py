"""A round in a real browser: three clicks for 300 panden, the grid by keyboard, Excel, a lost connection."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, Route

from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Deelname, Ronde, Waarneming
from monitoring.rondes import voortgang
from tests.browser.conftest import MaakScherm, Scherm, wacht_tot
from tests.browser.handelingen import Teller, bevestig_alle
from tests.browser.test_toegankelijk import bevindingen, past
from tests.factories import WACHTWOORD, PandFactory, WaarnemingFactory, adres_in
from tests.wereld import Wereld

PEILDATUM = begin_kwartaal(datetime.date.today())


@pytest.fixture
def deelname(wereld: Wereld) -> Deelname:
    # The one that tests/rechten made for every world.
    return Deelname.objects.select_related("ronde").get(gemeente=wereld.houten)


def als_loods(scherm: MaakScherm, adres: str, **opties: object) -> tuple[Scherm, Page]:
    loods = scherm(**opties)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    return loods, loods.ga(adres)


def op_peildatum() -> list[tuple[int, int, int]]:
    rijen = Waarneming.objects.actueel().filter(peildatum=PEILDATUM, pand__gemeente="GM0321").order_by("pand__bag_id")
    return list(rijen.values_list("voorraad_m2", "aanbod_m2", "leegstand_m2"))


def cel(pagina: Page, rij: int, kolom: int) -> str:
    return pagina.locator("tbody tr").nth(rij).locator("[data-veld]").nth(kolom).inner_text()


def test_driehonderd_panden_bevestigen_in_drie_klikken(wereld: Wereld, deelname: Deelname, scherm: MaakScherm) -> None:
    for i in range(294):
        pand = PandFactory(gemeente=wereld.houten)
        adres_in(pand, straat=f"Standerdmolen{i % 9}")
        WaarnemingFactory(pand=pand, peildatum=datetime.date(2025, 1, 1), leegstand_m2=i)
    loods = scherm()
    teller = Teller(loods.pagina)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    loods.ga(deelname.get_absolute_url()).get_by_text("Nog 300 van 300 panden te doen").wait_for()
    loods.beeld("ronde-gemeente")
    pagina = loods.ga("/rondes/")
    loods.beeld("rondes-loods")
    telling = bevestig_alle(pagina, teller, "Houten", 300)
    assert 1 <= telling.klikken <= 3 and telling.toetsen == 0
    assert voortgang([deelname.pk])[deelname.pk].te_doen == 0
    loods.beeld("ronde-bevestigd")
    pagina.get_by_role("button", name="Ongedaan maken").click()
    pagina.get_by_text("De bevestiging van 300 panden is ongedaan gemaakt").wait_for()
    assert voortgang([deelname.pk])[deelname.pk].te_doen == 300


def test_rooster_met_het_toetsenbord(wereld: Wereld, deelname: Deelname, scherm: MaakScherm) -> None:
    loods, pagina = als_loods(scherm, deelname.get_absolute_url())
    assert pagina.get_by_role("grid").count() == 1
    pagina.locator("[data-veld]").first.focus()
    toets = pagina.keyboard
    # To the column of the vacancy, typing overwrites, Enter goes down.
    toets.press("ArrowRight")
    toets.press("ArrowRight")
    toets.type("400,4")
    toets.press("Enter")
    toets.type("0")
    # Tab goes right and then over to the next row.
    toets.press("Tab")
    toets.press("Delete")
    toets.press("Tab")
    assert pagina.evaluate("[document.activeElement.dataset.veld, document.activeElement.rij.nummer]") == [
        "voorraad_m2", 2,
    ]  # fmt: skip
    pagina.get_by_text("Alles is opgeslagen.").wait_for()
    assert cel(pagina, 0, 2) == "400"
    assert [leeg for _, _, leeg in op_peildatum()].count(400) == 1
    assert pagina.locator("tbody tr").first.get_by_text("klaar").is_visible()
    # F2 edits what is there; Escape leaves it.
    toets.press("F2")
    toets.press("End")
    toets.type("99")
    toets.press("Escape")
    voor = cel(pagina, 2, 0)
    # A mistake is told at its cell, by the server.
    toets.press("End")
    toets.press("ArrowLeft")
    toets.type("999999")
    toets.press("Enter")
    pagina.get_by_text("groter dan de voorraad").wait_for()
    fout = pagina.locator("[aria-invalid=true]")
    assert fout.get_attribute("data-veld") == "leegstand_m2"
    assert "groter dan de voorraad" in pagina.locator(f"#{fout.get_attribute('aria-describedby')}").inner_text()
    assert "1 pand heeft een fout" in pagina.locator("[data-opslag]").inner_text()
    loods.beeld("ronde-rooster-fout")
    assert cel(pagina, 2, 0) == voor
    # Undo and redo, across rows.
    toets.press("Control+z")
    assert pagina.locator("[aria-invalid=true]").count() == 0
    toets.press("Control+y")
    assert cel(pagina, 2, 2) == "999999"
    for _ in range(4):
        toets.press("Control+z")
    assert cel(pagina, 0, 2) != "400"
    pagina.get_by_text("Alles is opgeslagen.").wait_for()
    # Nobody gets caught: Escape and Tab leave the grid.
    toets.press("Escape")
    toets.press("Tab")
    assert not pagina.evaluate("Boolean(document.activeElement.dataset.veld)")


def test_blok_uit_excel_plakken(wereld: Wereld, deelname: Deelname, scherm: MaakScherm) -> None:
    loods, pagina = als_loods(scherm, deelname.get_absolute_url())
    eerste = pagina.locator("[data-veld]").first
    eerste.focus()
    blok = "1.250,0\t100\t250\t1-3-2024\r\n1500\t0\t0\t\r\n9.999\tveel\t12\t2019\r\n"
    eerste.evaluate(
        """(cel, tekst) => {
          const gegevens = new DataTransfer();
          gegevens.setData("text/plain", tekst);
          cel.dispatchEvent(new ClipboardEvent("paste", { clipboardData: gegevens, bubbles: true, cancelable: true }));
        }""",
        blok,
    )
    pagina.get_by_text("geen getal").wait_for()
    assert [cel(pagina, 0, kolom) for kolom in range(4)] == ["1.250", "100", "250", "1-3-2024"]
    assert pagina.locator("[aria-invalid=true]").count() == 2
    assert sorted(op_peildatum()) == [(1250, 100, 250), (1500, 0, 0)]
    loods.beeld("ronde-rooster-geplakt")
    # One undo takes the whole block back.
    pagina.keyboard.press("Control+z")
    assert cel(pagina, 2, 1) != "veel"


def plak(pagina: Page, tekst: str) -> None:
    """With the clipboard of the browser, as people do."""
    pagina.evaluate("tekst => navigator.clipboard.writeText(tekst)", tekst)
    pagina.keyboard.press("Control+V")


def test_wat_niet_in_de_tabel_past_wordt_gemeld(wereld: Wereld, deelname: Deelname, scherm: MaakScherm) -> None:
    """A block of more rows and columns than there are below and beside the cell: nothing goes missing in silence."""
    _, pagina = als_loods(scherm, deelname.get_absolute_url())
    pagina.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pagina.locator("tbody tr").nth(4).locator("[data-veld]").first.focus()
    plak(pagina, "2000\t0\t1\t\tnotitie\r\n2001\t0\t2\t\t\r\n2002\t0\t3\t\t\r\n\t\t\t\t\r\n2003\t0\t4\t\t\r\n")
    melding = "Van wat u plakte pasten 2 rijen en 1 kolom niet in de tabel; die zijn niet overgenomen."
    pagina.get_by_text(melding).wait_for()
    # Also after the rest of it was saved.
    pagina.get_by_text(f"Alles is opgeslagen. {melding}").wait_for()
    assert sorted(op_peildatum()) == [(2000, 0, 1), (2001, 0, 2)]
    pagina.keyboard.press("Control+z")
    pagina.get_by_text(melding).wait_for(state="hidden")


def test_cel_met_een_regeleinde_plakken(wereld: Wereld, deelname: Deelname, scherm: MaakScherm) -> None:
    """A spreadsheet puts such a cell between quotes; the cells after it stay in their own row."""
    _, pagina = als_loods(scherm, deelname.get_absolute_url())
    pagina.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pagina.locator("[data-veld]").first.focus()
    plak(pagina, '"1900\n"\t"0"\t6\t1-2-2024\n1800\t0\t7\t\n')
    pagina.get_by_text("Alles is opgeslagen.").wait_for()
    assert [cel(pagina, 0, kolom) for kolom in range(4)] == ["1.900", "0", "6", "1-2-2024"]
    assert sorted(op_peildatum()) == [(1800, 0, 7), (1900, 0, 6)]
    # A quote that is no such mark, is just a character.
    plak(pagina, '"17')
    pagina.get_by_text("1 pand heeft een fout").wait_for()
    assert cel(pagina, 0, 0) == '"17'


def test_wie_is_uitgelogd_hoort_dat_en_verliest_niets(wereld: Wereld, deelname: Deelname, scherm: MaakScherm) -> None:
    loods, pagina = als_loods(scherm, deelname.get_absolute_url())
    pagina.locator("[data-veld]").nth(2).focus()
    pagina.context.clear_cookies(name="sessionid")
    pagina.keyboard.type("66")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("1 wijziging nog niet opgeslagen. U bent uitgelogd.").wait_for()
    assert op_peildatum() == []
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    loods.ga(deelname.get_absolute_url())
    pagina.get_by_text("Alles is opgeslagen.").wait_for()
    assert [leeg for _, _, leeg in op_peildatum()] == [66]


def test_antwoord_dat_onderweg_kwijtraakt_geeft_geen_dubbele(
    wereld: Wereld, deelname: Deelname, scherm: MaakScherm
) -> None:
    """The server saved it, the browser never heard so and sends it again."""
    loods, pagina = als_loods(scherm, deelname.get_absolute_url())
    keren = []

    def kwijt(route: Route) -> None:
        keren.append(route.request.post_data)
        if len(keren) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    pagina.route("**/rijen.json", kwijt)
    pagina.locator("[data-veld]").nth(2).focus()
    pagina.keyboard.type("55")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("Er is geen verbinding").wait_for()
    pagina.get_by_text("Alles is opgeslagen.").wait_for()
    assert len(keren) == 2
    assert [leeg for _, _, leeg in op_peildatum()] == [55]
    loods.klachten[:] = [klacht for klacht in loods.klachten if "ERR_FAILED" not in klacht]


def test_wat_zonder_verbinding_is_getypt_gaat_niet_verloren(
    wereld: Wereld, deelname: Deelname, scherm: MaakScherm
) -> None:
    loods, pagina = als_loods(scherm, deelname.get_absolute_url())
    pagina.locator("[data-veld]").nth(2).focus()
    pagina.context.set_offline(True)
    for waarde in ("11", "12", "13"):
        pagina.keyboard.type(waarde)
        pagina.keyboard.press("Enter")
    pagina.get_by_text("3 wijzigingen nog niet opgeslagen. Er is geen verbinding").wait_for()
    assert op_peildatum() == []
    loods.beeld("ronde-zonder-verbinding")
    # The window is closed and opened again, still with the changes.
    pagina.context.set_offline(False)
    pagina.goto("about:blank")
    loods.ga(deelname.get_absolute_url())
    pagina.get_by_text("Alles is opgeslagen.").wait_for()
    assert sorted(leeg for _, _, leeg in op_peildatum()) == [11, 12, 13]
    assert pagina.evaluate("localStorage.length") == 0
    loods.klachten[:] = [klacht for klacht in loods.klachten if "ERR_INTERNET_DISCONNECTED" not in klacht]


def test_wat_een_ander_intussen_vastlegde_wordt_niet_overschreven(
    wereld: Wereld, deelname: Deelname, scherm: MaakScherm
) -> None:
    _, pagina = als_loods(scherm, deelname.get_absolute_url())
    pand = next(
        p for p in wereld.panden if p.bag_id == pagina.locator("tr[data-pand]").first.get_attribute("data-pand")
    )
    WaarnemingFactory(pand=pand, peildatum=PEILDATUM, leegstand_m2=77, ingevoerd_door=wereld.gebruikers["beheerder"])
    pagina.locator("[data-veld]").nth(2).focus()
    pagina.keyboard.type("500")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("Bea Beheer heeft dit pand intussen ook vastgelegd").wait_for()
    assert op_peildatum() == [(2000, 0, 77)]
    # Typing it again, knowing theirs, does replace it.
    pagina.keyboard.press("ArrowUp")
    pagina.keyboard.type("501")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("Alles is opgeslagen.").wait_for()
    assert [leeg for _, _, leeg in op_peildatum()] == [501]


def test_sjabloon_heen_en_terug(wereld: Wereld, deelname: Deelname, scherm: MaakScherm, tmp_path: Path) -> None:
    loods, pagina = als_loods(scherm, deelname.get_absolute_url())
    pagina.get_by_role("link", name="Invullen met Excel").click()
    with pagina.expect_download() as ophalen:
        pagina.get_by_role("link", name="Excel", exact=True).last.click()
    bestand = tmp_path / "panden.xlsx"
    ophalen.value.save_as(bestand)
    boek = load_workbook(bestand)
    boek["Panden"]["H2"] = "250"
    boek["Panden"]["I2"] = "1 maart 2024"
    boek["Panden"]["H3"] = "veel"
    boek.save(bestand)
    pagina.set_input_files("[name=bestand]", bestand)
    loods.beeld("ronde-excel")
    pagina.get_by_role("button", name="Bekijk wat er verandert").click()
    pagina.get_by_role("heading", name="Controleer wat er verandert").wait_for()
    loods.beeld("ronde-voorbeeld")
    assert pagina.get_by_role("row", name="H3").get_by_text("geen getal").is_visible()
    assert op_peildatum() == []
    pagina.get_by_role("button", name="Opslaan", exact=True).click()
    pagina.get_by_role("heading", name="5 panden opgeslagen").wait_for()
    loods.beeld("ronde-opgeslagen")
    assert 250 in [leeg for _, _, leeg in op_peildatum()]
    with pagina.expect_download() as ophalen:
        pagina.get_by_role("link", name="Download ze met opmerkingen").click()
    ophalen.value.save_as(bestand)
    assert load_workbook(bestand)["Panden"].max_row == 2


@pytest.mark.usefixtures("werker")
def test_groot_bestand_wordt_door_een_werker_gecontroleerd(
    wereld: Wereld, deelname: Deelname, scherm: MaakScherm, tmp_path: Path
) -> None:
    """The page shows the progress and turns into the preview by itself."""
    bestand = tmp_path / "groot.csv"
    nummers = [pand.bag_id for pand in wereld.panden]
    regels = [f"{nummer};900;0;40;1-1-2024;{'x' * 40_000}" for nummer in nummers]
    bestand.write_text("\n".join(["BAG-pandnummer;Voorraad;Aanbod;Leegstand;Leeg sinds;Notitie", *regels]))
    _, pagina = als_loods(scherm, f"{deelname.get_absolute_url()}excel/")
    pagina.set_input_files("[name=bestand]", bestand)
    pagina.get_by_role("button", name="Bekijk wat er verandert").click()
    pagina.get_by_role("heading", name="Het bestand wordt verwerkt").wait_for()
    pagina.get_by_role("heading", name="Controleer wat er verandert").wait_for(timeout=40_000)
    pagina.get_by_role("button", name="Opslaan", exact=True).click()
    pagina.get_by_role("heading", name="6 panden opgeslagen").wait_for()


def test_zonder_javascript_is_het_een_tabel_met_links(wereld: Wereld, deelname: Deelname, scherm: MaakScherm) -> None:
    _, pagina = als_loods(scherm, deelname.get_absolute_url(), java_script_enabled=False)
    pagina.get_by_role("checkbox").first.check()
    pagina.get_by_role("button", name="Bevestig de aangevinkte panden ongewijzigd").click()
    assert "1 pand ongewijzigd bevestigd" in pagina.locator("main").inner_text()
    assert len(op_peildatum()) == 1
    pagina.locator("tbody th a").first.click()
    assert "/vastleggen/" in pagina.url


def test_beheerder_opent_een_ronde(wereld: Wereld, scherm: MaakScherm) -> None:
    Ronde.objects.all().delete()
    beheerder = scherm()
    beheerder.log_in("beheer@voorbeeld.example", WACHTWOORD)
    pagina = beheerder.ga("/rondes/")
    pagina.get_by_role("link", name="Nieuwe ronde").click()
    beheerder.beeld("ronde-nieuw")
    assert pagina.get_by_role("checkbox", checked=True).count() == 2
    pagina.get_by_role("button", name="Ronde openen en mailen").click()
    pagina.get_by_text("De ronde is open voor 2 gemeenten").wait_for()
    beheerder.beeld("ronde")
    wacht_tot(lambda: Deelname.objects.count() == 2)


@pytest.mark.parametrize(("breedte", "donker"), [(1280, False), (320, True)])
def test_rondepaginas_zijn_toegankelijk(
    wereld: Wereld, deelname: Deelname, scherm: MaakScherm, breedte: int, donker: bool
) -> None:
    beheerder = scherm(breedte, donker, bypass_csp=True)
    beheerder.log_in("beheer@voorbeeld.example", WACHTWOORD)
    basis = deelname.get_absolute_url()
    mis = []
    for naam, adres in {
        "rondes": "/rondes/",
        "ronde-nieuw": "/rondes/nieuw/",
        "ronde": deelname.ronde.get_absolute_url(),
        "ronde-gemeente": basis,
        "ronde-excel": f"{basis}excel/",
        "ronde-upload": f"{basis}excel/{wereld.argumenten['upload_id']}/",
    }.items():
        beheerder.ga(adres)
        mis += [f"{adres}: {regel}" for regel in bevindingen(beheerder)]
        if not past(beheerder):
            mis.append(f"{adres}: past niet in de breedte")
        beheerder.beeld(f"{naam}-{breedte}")
    assert mis == []
