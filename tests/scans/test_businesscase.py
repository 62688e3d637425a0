"""Businesscases in the portal: kengetallen, the form, the pages, conflicts, simulation and exports."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from akt.models import Gebruiker, Rol, Taak
from monitoring.models import Gemeente, Pand
from monitoring.rules import gemeenten_van
from scans import kengetallen
from scans.businesscase import OngeldigeInvoer, bereken, velden_voor
from scans.demo import businesscase as demo
from scans.models import Businesscase, Kengetal, Scan, Scanvariant, Simulatie, Variant
from scans.stamgegevens import laad_stamgegevens
from scans.tasks import simuleer_businesscase
from tests.factories import GebruikerFactory, GemeenteFactory, PandFactory, WaarnemingFactory, loods_van
from tests.scans.cases import gegevens, maak_businesscase, maak_scan


@pytest.fixture
def houten(db: None) -> Gemeente:
    laad_stamgegevens()
    return GemeenteFactory(code="GM0321")


@pytest.fixture
def pand(houten: Gemeente) -> Pand:
    pand = PandFactory(gemeente=houten)
    WaarnemingFactory(pand=pand, voorraad_m2=2000)
    return pand


@pytest.fixture
def scan(houten: Gemeente, pand: Pand) -> Scan:
    return maak_scan(houten, pand)


@pytest.fixture
def loods(houten: Gemeente, client: Client) -> Gebruiker:
    loods = loods_van(houten)
    client.force_login(loods)
    return loods


def nieuw_adres(scan: Scan, variant: str = Variant.WONEN_STARTERS) -> str:
    return reverse("scans:businesscase-nieuw", args=[scan.nummer, variant])


def adres(case: Businesscase, wat: str, *meer: str) -> str:
    return reverse(f"scans:businesscase-{wat}", args=[case.scan.nummer, case.pk, *meer])


def ingevuld(client: Client, url: str) -> dict[str, Any]:
    """The form as a browser would send it back unchanged: each field as text, as it is shown."""
    form = client.get(url).context["form"]
    waarden = {}
    for veld in [*form.visible_fields(), *form.hidden_fields()]:
        getoond = veld.field.widget.format_value(veld.value())
        waarden[veld.html_name] = str((getoond[0] if isinstance(getoond, list) else getoond) or "")
    return waarden


def tekst(antwoord: Any) -> str:
    """What people read of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", antwoord.content.decode())).replace("&#x27;", "'")


# --- kengetallen ----------------------------------------------------------------------------------------------------
def test_startset_past_op_de_berekening(houten: Gemeente) -> None:
    for kengetal in Kengetal.objects.all():
        kengetal.full_clean()
    assert laad_stamgegevens() == 0
    Kengetal.objects.filter(code="rente").update(waarde=7)
    laad_stamgegevens()
    assert Kengetal.objects.get(code="rente").waarde == 7, "wat de beheerder wijzigde, blijft"


def test_alleen_wat_in_de_wet_staat_heeft_een_andere_bron_dan_het_portaal(houten: Gemeente) -> None:
    bronnen = set(Kengetal.objects.exclude(bron="aanname van het portaal").values_list("code", flat=True))
    assert bronnen == {"btw", "overdracht", "kosten_koper"}


def test_elke_bestemming_heeft_bijna_alle_kengetallen(houten: Gemeente) -> None:
    eigen = {"bvo", "bvo_nieuw", "eenheden", "boekwaarde", "inbreng", "kavel", "restwaarde"}
    for variant in Variant.values:
        nodig = {veld.naam for veld in velden_voor(variant)} - eigen
        assert nodig <= set(kengetallen.kengetallen(variant, 1)), variant


def test_nieuwe_versie_heeft_alleen_wat_veranderde(houten: Gemeente) -> None:
    Kengetal.objects.create(
        code="bouwkosten", variant="werken", versie=2, waarde=900, eenheid="euro", bron="Onderzoek", jaar=2027
    )
    oud, nieuw = kengetallen.kengetallen("werken", 1), kengetallen.kengetallen("werken", 2)
    assert (oud["bouwkosten"].waarde, nieuw["bouwkosten"].waarde) == (800, 900)
    assert nieuw["rente"] == oud["rente"]
    assert kengetallen.nieuwste_versie() == 2
    # The one of a destination goes before a newer one for all.
    Kengetal.objects.create(code="btw", variant="", versie=2, waarde=5, eenheid="%", bron="Onderzoek", jaar=2027)
    assert kengetallen.kengetallen("zorg", 2)["btw"].waarde == 21
    assert kengetallen.kengetallen("hotel", 2)["btw"].waarde == 5


def test_kengetal_kent_zijn_veld_en_zijn_grenzen(houten: Gemeente) -> None:
    with pytest.raises(ValidationError, match="geen enkel invoerveld"):
        Kengetal(code="bestaat-niet", waarde=1, eenheid="euro", bron="x", jaar=2026).full_clean()
    with pytest.raises(ValidationError, match="0% tot en met 25%"):
        Kengetal(code="rente", variant="zorg", waarde=40, eenheid="%", bron="x", jaar=2026).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Kengetal.objects.create(code="rente", versie=1, waarde=4, eenheid="%", bron="x", jaar=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        Kengetal.objects.create(code="rente", versie=9, waarde=4, eenheid="%", bron="", jaar=2026)


def test_startwaarden_komen_van_de_panden(scan: Scan, houten: Gemeente) -> None:
    scan.panden.add(PandFactory(gemeente=houten, go_kantoor_m2=1000))
    start = kengetallen.startwaarden(scan, "wonen-starters", kengetallen.kengetallen("wonen-starters", 1))
    # 2.000 m² VVO as observed and 950 estimated from the BAG: 2.950 / 0,8 BVO; 2.950 / 0,95 GO / 48 m² a home.
    assert start["bvo"] == 3688
    assert start["eenheden"] == 64
    assert start["bouwkosten"] == 1550


# --- model ----------------------------------------------------------------------------------------------------------
def test_wat_niet_door_te_rekenen_is_wordt_niet_opgeslagen(scan: Scan) -> None:
    with pytest.raises(OngeldigeInvoer, match="bouwkosten"):
        maak_businesscase(scan, bouwkosten="-1")
    assert not Businesscase.objects.exists()


def test_naam_is_eenmalig_per_bestemming(scan: Scan) -> None:
    maak_businesscase(scan)
    maak_businesscase(scan, Variant.WERKEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        maak_businesscase(scan)


def test_andere_kengetallen_veranderen_een_oude_businesscase_niet(scan: Scan) -> None:
    case = maak_businesscase(scan)
    eerst = bereken(case.als_invoer())["residueel"]
    Kengetal.objects.update(waarde=1)
    assert bereken(Businesscase.objects.get().als_invoer())["residueel"] == eerst


# --- form -----------------------------------------------------------------------------------------------------------
def test_formulier_toont_kengetal_met_bron_en_jaar(client: Client, loods: Gebruiker, scan: Scan) -> None:
    pagina = tekst(client.get(nieuw_adres(scan)))
    assert "Kengetal: € 1.550 (aanname van het portaal, 2026)" in pagina
    assert "Kengetal: 21% (Wet op de omzetbelasting 1968, artikel 9 (algemeen tarief), 2012)" in pagina
    assert "Kengetal: 80% (omrekening NEN 2580, instelling van het portaal)" in pagina


@pytest.mark.parametrize("variant", Variant.values)
def test_elke_bestemming_is_in_te_vullen(client: Client, loods: Gebruiker, scan: Scan, variant: str) -> None:
    url = nieuw_adres(scan, variant)
    antwoorden = ingevuld(client, url) | {"boekwaarde": "€ 2.000.000", "inbreng": "1.500.000,00"}
    antwoorden |= {"kavel": "3.000 m²", "einddatum": "2032-01-01", "start": "2026-01-01", "restwaarde": "1200000"}
    antwoord = client.post(url, antwoorden)
    assert antwoord.status_code == 302, antwoord.context["form"].errors
    case = Businesscase.objects.get()
    assert case.als_invoer().boekwaarde == 2_000_000
    assert case.history.get().history_user == loods
    pagina = client.get(case.get_absolute_url())
    assert pagina.status_code == 200
    assert bereken(case.als_invoer()).regels["residueel"].rond.replace("\xa0", " ") in tekst(pagina)
    # Opened again it shows the same, and saving changes nothing.
    opnieuw = ingevuld(client, adres(case, "wijzigen"))
    client.post(adres(case, "wijzigen"), opnieuw)
    assert Businesscase.objects.get().invoer == case.invoer


def test_getallen_zoals_mensen_ze_schrijven(client: Client, loods: Gebruiker, scan: Scan) -> None:
    url = nieuw_adres(scan)
    client.post(
        url,
        ingevuld(client, url)
        | {
            "boekwaarde": "2.500.000",
            "inbreng": "0",
            "rendement": "4,65%",
            "huur_maand": "1.020,50",
            "bvo": "2.500 m2",
        },
    )
    kreeg = Businesscase.objects.get().als_invoer()
    assert (kreeg.rendement, kreeg.huur_maand, kreeg.bvo) == (Decimal("4.65"), Decimal("1020.50"), 2500)


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("huur_maand", "veel", "Vul een bedrag in, bijvoorbeeld 139,50."),
        ("rendement", "4,6 procent", "Vul een percentage in, bijvoorbeeld 4,5."),
        ("rendement", "0,1", "Vul een waarde in van 0,5% tot en met 30%."),
        ("eenheden", "0", "Vul een waarde in van 1 tot en met 5.000."),
        ("bvo", "-5", "Vul een waarde in van 1 m² tot en met 500.000 m²."),
        ("btw", "31", "Vul een waarde in van 0% tot en met 30%."),
        ("bouwtijd", "2,5", "Vul een geheel getal in, bijvoorbeeld 1234."),
        ("naam", "", "Dit veld is vereist."),
    ],
)
def test_fout_staat_bij_het_veld_en_niets_is_opgeslagen(
    client: Client, loods: Gebruiker, scan: Scan, veld: str, waarde: str, melding: str
) -> None:
    url = nieuw_adres(scan)
    antwoord = client.post(url, ingevuld(client, url) | {"boekwaarde": "1", "inbreng": "1", veld: waarde})
    assert antwoord.status_code == 422
    assert [fout.replace("\xa0", " ") for fout in antwoord.context["form"].errors[veld]] == [melding]
    assert not Businesscase.objects.exists()


def test_einddatum_voor_de_oplevering_zegt_hoeveel_er_nodig_is(client: Client, loods: Gebruiker, scan: Scan) -> None:
    url = nieuw_adres(scan, Variant.TIJDELIJK)
    antwoord = client.post(
        url,
        ingevuld(client, url)
        | {"boekwaarde": "1", "inbreng": "1", "restwaarde": "1", "start": "2026-01-01", "einddatum": "2026-04-01"},
    )
    assert "minstens 3 kwartalen nodig, en er is er 1" in tekst(antwoord)


def test_scenario_begint_als_kopie_en_vraagt_een_andere_naam(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan, huur_maand="1111")
    url = f"{nieuw_adres(scan)}?van={case.pk}"
    antwoorden = ingevuld(client, url)
    assert antwoorden["huur_maand"] == "1.111"
    assert antwoorden["naam"] == ""
    antwoord = client.post(url, antwoorden | {"naam": "Midden"})
    assert "Deze naam is er al bij deze bestemming. Kies een andere." in tekst(antwoord)
    assert client.post(url, antwoorden | {"naam": "Hogere huur", "huur_maand": "1.200"}).status_code == 302
    ander = Businesscase.objects.get(naam="Hogere huur")
    pagina = client.get(case.get_absolute_url())
    assert ("Hogere huur", ander.get_absolute_url()) in pagina.context["vergelijking"]["kolommen"]


def test_andermans_wijziging_wordt_niet_stil_overschreven(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan)
    url = adres(case, "wijzigen")
    antwoorden = ingevuld(client, url)
    case.toelichting = "Van een ander."
    case.save()
    antwoord = client.post(url, antwoorden | {"huur_maand": "1.234"})
    assert antwoord.status_code == 409
    assert "intussen ook gewijzigd" in tekst(antwoord)
    assert antwoord.context["form"].data["huur_maand"] == "1.234"
    assert Businesscase.objects.get().als_invoer().huur_maand == 1000
    # Saving again says: mine, knowing theirs.
    zeker = antwoorden | {"huur_maand": "1.234", "gezien": antwoord.context["form"].data["gezien"]}
    assert client.post(url, zeker).status_code == 302
    assert Businesscase.objects.get().als_invoer().huur_maand == 1234


def test_verwijderen_vraagt_het_eerst(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan)
    url = adres(case, "verwijderen")
    gezien = client.get(url).context["gezien"]
    assert client.post(url, {"gezien": 0}).status_code == 409
    assert client.post(url, {"gezien": gezien}).status_code == 302
    assert not Businesscase.objects.exists()
    assert Businesscase.history.filter(history_type="-").exists()


# --- pages ----------------------------------------------------------------------------------------------------------
def test_elk_getal_is_uit_te_klappen_tot_zijn_formule(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan)
    antwoord = client.get(case.get_absolute_url())
    pagina, html = tekst(antwoord), antwoord.content.decode()
    regels = bereken(case.als_invoer()).regels
    for regel in regels.values():
        assert f"= {regel.formule}".replace("\xa0", " ") in pagina, regel.code
    assert html.count("akt-regel-bc__uitklap") >= len(regels)


def test_oordeel_zegt_of_het_plan_uitkomt(client: Client, loods: Gebruiker, scan: Scan) -> None:
    goed = maak_businesscase(scan, naam="goed", inbreng="1000", boekwaarde="0")
    duur = maak_businesscase(scan, naam="duur", bouwkosten="9000")
    assert "met een overschot van" in tekst(client.get(goed.get_absolute_url()))
    assert "ook als het pand niets kost, is er een tekort van" in tekst(client.get(duur.get_absolute_url()))
    assert "tekort op de dag van aankoop" in tekst(client.get(maak_businesscase(scan).get_absolute_url()))


def test_aantal_vragen_aan_de_database_groeit_niet_mee(
    client: Client, loods: Gebruiker, scan: Scan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lijst = reverse("scans:businesscases", args=[scan.nummer])
    eerste = maak_businesscase(scan)
    client.get(lijst)
    with django_assert_max_num_queries(12) as weinig:
        client.get(lijst)
    with django_assert_max_num_queries(14) as een:
        client.get(eerste.get_absolute_url())
    for nummer in range(8):
        maak_businesscase(scan, naam=f"Scenario {nummer}")
        maak_businesscase(scan, Variant.HOTEL, naam=f"Scenario {nummer}")
    with django_assert_max_num_queries(len(weinig)):
        assert len(client.get(lijst).context["uitkomsten"]) == 17
    with django_assert_max_num_queries(len(een)):
        client.get(eerste.get_absolute_url())


def test_lijst_zet_de_bestemmingen_van_de_scan_vooraan(client: Client, loods: Gebruiker, scan: Scan) -> None:
    Scanvariant.objects.create(scan=scan, variant=Variant.ZORG)
    maak_businesscase(scan)
    maak_businesscase(scan, Variant.ZORG)
    context = client.get(reverse("scans:businesscases", args=[scan.nummer])).context
    assert [case.variant for case, _ in context["uitkomsten"]] == ["zorg", "wonen-starters"]
    assert context["nieuw"][0][0] == Variant.ZORG


# --- rights ---------------------------------------------------------------------------------------------------------
def test_aanvrager_ziet_maar_wijzigt_niet(client: Client, scan: Scan) -> None:
    eigenaar = GebruikerFactory(rol=Rol.MARKTPARTIJ)
    case = maak_businesscase(scan)
    client.force_login(eigenaar)
    assert client.get(case.get_absolute_url()).status_code == 404
    Scan.objects.filter(pk=scan.pk).update(aanvrager=eigenaar)
    pagina = client.get(case.get_absolute_url())
    assert pagina.status_code == 200
    assert "Wijzigen" not in tekst(pagina)
    assert client.get(adres(case, "xlsx")).status_code == 200
    for url in (adres(case, "wijzigen"), adres(case, "verwijderen"), nieuw_adres(scan)):
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
    assert client.post(case.get_absolute_url(), {"aantal": 500, "zaad": 1}).status_code == 403
    assert not Simulatie.objects.exists()


def test_loods_van_een_andere_gemeente_vindt_niets(client: Client, scan: Scan) -> None:
    case = maak_businesscase(scan)
    ander = loods_van(GemeenteFactory(code="GM0344"))
    assert gemeenten_van(ander).exists()
    client.force_login(ander)
    for url in (case.get_absolute_url(), adres(case, "figuur", "tornado"), adres(case, "wijzigen")):
        assert client.get(url).status_code == 404


def test_businesscase_van_een_andere_scan_bestaat_hier_niet(
    client: Client, loods: Gebruiker, scan: Scan, houten: Gemeente
) -> None:
    case = maak_businesscase(scan)
    elders = maak_scan(houten)
    for naam in ("businesscase", "businesscase-wijzigen", "businesscase-verwijderen", "businesscase-xlsx"):
        assert client.get(reverse(f"scans:{naam}", args=[elders.nummer, case.pk])).status_code == 404
    assert client.get(nieuw_adres(scan, "kasteel")).status_code == 404


# --- figures and exports --------------------------------------------------------------------------------------------
def test_tornado_als_grafiek_tabel_en_csv(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan)
    context = client.get(f"{case.get_absolute_url()}?stap=20").context
    rijen = context["tornado"].rijen
    assert context["stap"] == 20
    grafiek = json.loads(client.get(context["tornado"].grafiek_url).content)
    assert [reeks["name"] for reeks in grafiek["data"]] == ["Invoer lager", "Invoer hoger"]
    # The widest bar lies at the top, thus last.
    assert grafiek["data"][0]["y"][-1].replace("<br>", " ") == rijen[0]["invoer"]
    eind = grafiek["data"][0]["base"] + grafiek["data"][0]["x"][-1]
    assert eind == pytest.approx(float(rijen[0]["bij_laag"]))
    csv = b"".join(client.get(context["tornado"].csv_url).streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert csv[0] == "invoer,laag,hoog,bij_laag,bij_hoog,spreiding"
    assert csv[1].startswith(f"{rijen[0]['invoer']},")
    assert len(csv) == len(rijen) + 1
    assert client.get(adres(case, "figuur", "kansen")).status_code == 404
    assert client.get(adres(case, "csv", "iets-anders")).status_code == 404


def test_rekenblad_heeft_elk_getal_met_formule_en_geen_gevaarlijke_cel(
    client: Client, loods: Gebruiker, scan: Scan
) -> None:
    Kengetal.objects.filter(code="rente").update(bron="=HYPERLINK(1)")
    case = maak_businesscase(scan, naam="=1+1")
    antwoord = client.get(adres(case, "xlsx"))
    boek = load_workbook(io.BytesIO(b"".join(antwoord.streaming_content)))  # type: ignore[attr-defined]
    assert boek.sheetnames == ["Invoer", "Berekening", "Scenario's", "Gevoeligheid", "Per kwartaal", "Toelichting"]
    uitkomst = bereken(case.als_invoer())
    berekening = {rij[0]: rij for rij in boek["Berekening"].iter_rows(min_row=2, values_only=True)}
    assert len(berekening) == len(uitkomst.regels)
    assert berekening["Residuele waarde"][1] == pytest.approx(float(uitkomst["residueel"]))
    assert berekening["Bouwsom"][3] == uitkomst.regels["bouwsom"].formule
    assert [cel.value for cel in boek["Scenario's"][1]] == ["Regel", "Laag", "Midden", "Hoog"]
    assert boek["Per kwartaal"].max_row == len(uitkomst.kasstroom) + 1
    for blad in boek:
        for rij in blad.iter_rows():
            assert not [cel.value for cel in rij if cel.data_type == "f"], blad.title


# --- simulation -----------------------------------------------------------------------------------------------------
def start_simulatie(client: Client, case: Businesscase, **velden: Any) -> Any:
    return client.post(case.get_absolute_url(), {"aantal": "1.000", "zaad": "7", **velden})


def test_simulatie_loopt_als_taak_en_toont_haar_uitkomst(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan)
    assert start_simulatie(client, case).status_code == 302
    simulatie, taak = Simulatie.objects.get(), Taak.objects.get()
    assert (simulatie.taak, simulatie.aantal, simulatie.zaad) == (taak, 1000, 7)
    assert simulatie.spreiding["bouwkosten"] == "12.0"
    assert "progress" in client.get(case.get_absolute_url()).content.decode()
    simuleer_businesscase(taak_id=str(taak.pk), **taak.gegevens)
    taak.refresh_from_db()
    assert taak.status == Taak.Status.KLAAR
    assert "1.000 trekkingen doorgerekend" in taak.melding
    simulatie.refresh_from_db()
    antwoord = client.get(case.get_absolute_url())
    pagina = tekst(antwoord)
    assert f"€ {simulatie.uitkomst['p50']:,}".replace(",", ".") in pagina
    assert "verouderd" not in pagina
    grafiek = json.loads(client.get(antwoord.context["kansen"].grafiek_url).content)
    assert sum(grafiek["data"][0]["y"]) == 1000
    # Delivered twice by the queue it gives the same.
    eerst = simulatie.uitkomst
    simuleer_businesscase(taak_id=str(taak.pk), **taak.gegevens)
    simulatie.refresh_from_db()
    assert simulatie.uitkomst == eerst


def test_simulatie_veroudert_als_de_invoer_verandert(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan)
    start_simulatie(client, case)
    simuleer_businesscase(taak_id=str(Taak.objects.get().pk), simulatie_id=Simulatie.objects.get().pk)
    case.invoer = gegevens(case.variant) | {"huur_maand": "900"}
    case.save()
    assert "De invoer is gewijzigd na deze simulatie" in tekst(client.get(case.get_absolute_url()))
    start_simulatie(client, case)
    assert Simulatie.objects.get().uitkomst is None


def test_simulatie_van_wat_weg_is_zegt_dat(client: Client, loods: Gebruiker, scan: Scan) -> None:
    case = maak_businesscase(scan)
    start_simulatie(client, case)
    taak = Taak.objects.get()
    case.delete()
    simuleer_businesscase(taak_id=str(taak.pk), **taak.gegevens)
    taak.refresh_from_db()
    assert (taak.status, taak.melding) == (Taak.Status.MISLUKT, "De businesscase is er niet meer.")


@pytest.mark.parametrize(
    ("velden", "melding"),
    [({"aantal": "20001"}, "Kies hoogstens 20.000 trekkingen."), ({"aantal": "5"}, "Kies minstens 100 trekkingen.")],
)
def test_simulatie_kent_haar_grenzen(
    client: Client, loods: Gebruiker, scan: Scan, velden: dict[str, str], melding: str
) -> None:
    antwoord = start_simulatie(client, maak_businesscase(scan), **velden)
    assert antwoord.status_code == 422
    assert melding in tekst(antwoord)
    assert not Simulatie.objects.exists()


# --- beheer and demo ------------------------------------------------------------------------------------------------
def test_beheerder_maakt_een_nieuwe_versie_van_een_kengetal(client: Client, houten: Gemeente) -> None:
    client.force_login(GebruikerFactory(rol=Rol.BEHEERDER, is_staff=True, is_superuser=True))
    rente = Kengetal.objects.get(code="rente")
    url = reverse("admin:scans_kengetal_change", args=[rente.pk])
    velden = {"code": "rente", "variant": "", "versie": "2", "waarde": "6.25", "eenheid": rente.eenheid,
              "spreiding": "15", "bron": "Rekenkamer", "jaar": "2027", "_saveasnew": "1"}  # fmt: skip
    assert client.post(url, velden).status_code == 302
    assert kengetallen.kengetallen("werken", 2)["rente"].waarde == Decimal("6.25")
    assert kengetallen.kengetallen("werken", 1)["rente"].waarde == 5


def test_demo_rekent_elke_bestemming_van_een_demoscan_door(scan: Scan) -> None:
    for variant in Variant.values:
        Scanvariant.objects.create(scan=scan, variant=variant)
    assert demo.maak_demo(2015) == ""
    Scan.objects.update(demo=True)
    echt = maak_businesscase(scan, naam="Echt")
    assert demo.maak_demo(2015) == f"{len(Variant.values)} businesscases"
    eerst = list(Businesscase.objects.filter(demo=True).values_list("variant", "invoer"))
    demo.verwijder()
    assert Businesscase.objects.get() == echt
    demo.maak_demo(2015)
    assert list(Businesscase.objects.filter(demo=True).values_list("variant", "invoer")) == eerst
