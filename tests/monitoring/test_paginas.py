"""The pages: the same numbers in tile, table, CSV and chart, with few queries however many rows there are."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from monitoring.kerncijfers import herbouw
from monitoring.models import Gemeente, Kerncijfer, Pand, Werkgebied
from tests.factories import PandFactory, WaarnemingFactory, adres_in
from tests.paginas import html
from tests.rechten import MATRIX
from tests.wereld import Wereld, maak_wereld

MAX_QUERIES = 12
# Pages that bring much together; constant all the same.
RUIM = {"loodsen:initiatief": 16, "kennissysteem:levend": 24}
# What only takes a form sends a look on to another page.
TONEN = [pagina for pagina in html() if MATRIX[pagina.naam]["beheerder"] == 200]


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def lees_csv(antwoord: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(antwoord.streaming_content).decode("utf-8-sig"))))


def test_tegels_tonen_de_kerncijfers_van_het_gebied(wereld: Wereld, client: Client) -> None:
    inhoud = client.get("/infographics/gemeente/GM0321/").content.decode()
    laatste = Kerncijfer.objects.van("gemeente", "GM0321").totalen().latest("peildatum")
    assert laatste.leegstand_m2 == 1200
    assert "1.200\xa0m²" in inhoud
    assert f"{laatste.voorraad_m2:,}".replace(",", ".") + "\xa0m²" in inhoud


def test_tabel_csv_en_grafiek_geven_dezelfde_cijfers(wereld: Wereld, client: Client) -> None:
    rijen = lees_csv(client.get("/infographics/gemeente/GM0321/ontwikkeling.csv"))
    grafiek = client.get("/infographics/gemeente/GM0321/ontwikkeling.json").json()
    inhoud = client.get("/infographics/gemeente/GM0321/").content.decode()
    assert [float(rij["leegstand"]) for rij in rijen] == grafiek["data"][0]["y"]
    assert [rij["peildatum"] for rij in rijen] == grafiek["data"][0]["x"]
    assert rijen[0]["gebiedCode"] == "GM0321"
    assert "Monitoring kantoren" in rijen[0]["bron"]
    assert f"{int(rijen[-1]['voorraad']):,}".replace(",", ".") in inhoud


@pytest.mark.parametrize("figuur", ["vergelijking", "ontwikkeling", "duur", "grootte", "bouwperiode"])
def test_elke_grafiek_is_een_plotly_figuur(wereld: Wereld, client: Client, figuur: str) -> None:
    tekening = client.get(f"/infographics/provincie/PV26/{figuur}.json").json()
    assert tekening["data"]
    assert all(len(spoor["x"]) == len(spoor["y"]) > 0 for spoor in tekening["data"])


def test_onbekend_gebied_en_onbekende_figuur_geven_404(wereld: Wereld, client: Client) -> None:
    for adres in (
        "/infographics/gemeente/GM9999/",
        "/infographics/straat/GM0321/",
        "/infographics/gemeente/GM0321/onzin.json",
        "/infographics/gemeente/GM0321/kaart.json",
    ):
        assert client.get(adres).status_code == 404, adres


def test_peildatum_in_de_permalink_blijft(wereld: Wereld, client: Client) -> None:
    antwoord = client.get("/infographics/gemeente/GM0321/", {"peildatum": "2024-02-15"})
    blad = antwoord.context["blad"]
    assert blad.peildatum == datetime.date(2024, 1, 1)
    assert all(figuur.permalink.startswith("/infographics/gemeente/GM0321/?peildatum=2024-01-01")
               for figuur in antwoord.context["figuren"])  # fmt: skip
    assert all(rij["peildatum"] <= "2024-01-01" for rij in lees_csv(client.get(
        "/infographics/gemeente/GM0321/ontwikkeling.csv?peildatum=2024-01-01")))  # fmt: skip


@pytest.mark.parametrize("vraag", ["?peildatum=onzin", "?peildatum=1900-01-01", "?maat=%3Cscript%3E", "?gemeenten=GM1"])
def test_rare_keuzes_breken_niets(wereld: Wereld, client: Client, vraag: str) -> None:
    antwoord = client.get(f"/infographics/{vraag}")
    assert antwoord.status_code == 200
    assert "<script>" not in antwoord.content.decode().split("<body")[1].split("Infographics")[0]


def test_vergelijking_toont_alleen_de_gekozen_gemeenten(wereld: Wereld, client: Client) -> None:
    rijen = lees_csv(client.get("/infographics/provincie/PV26/vergelijking.csv?gemeenten=GM0321"))
    assert [rij["gebied"] for rij in rijen] == ["Houten"]


def test_uitgangspunt_van_stec_staat_er_met_bron(wereld: Wereld, client: Client) -> None:
    inhoud = client.get("/infographics/").content.decode()
    deel = inhoud[inhoud.index('id="uitgangspunt"') :]
    for tekst in ("6.300.000", "1.000.000", "1.300.000", "600.000", "meer dan", "Stec Groep 2012"):
        assert tekst in deel


def test_terrein_met_te_weinig_panden_is_nergens_te_zien(wereld: Wereld, client: Client) -> None:
    Pand.objects.filter(terrein=wereld.terrein).exclude(pk=wereld.pand.pk).update(terrein=None)
    herbouw()
    assert Kerncijfer.objects.van("terrein", wereld.terrein.code).exists()
    antwoord = client.get(wereld.terrein.get_absolute_url())
    assert antwoord.context["tegels"] == []
    rijen = lees_csv(client.get("/infographics/gemeente/GM0321/kaart.csv"))
    assert [rij["voorraad"] for rij in rijen if rij["gebied"] == "Het Rondeel"] == [""]
    kaart = client.get("/infographics/gemeente/GM0321/kaart.geojson").json()
    omtrek, terrein = (vlak["properties"] for vlak in kaart["features"])
    assert omtrek == {"titel": "Houten", "klasse": "omtrek"}
    assert terrein["klasse"] is None
    assert "Te weinig panden" in terrein["tekst"][0]


def test_opgeheven_gemeente_verwijst_naar_haar_opvolger(wereld: Wereld, client: Client) -> None:
    vianen = Gemeente.objects.get(code="GM0620")
    for pand in PandFactory.create_batch(3, gemeente_id="GM1961", gemeente_voorheen=vianen):
        WaarnemingFactory(pand=pand, peildatum=datetime.date(2017, 1, 1), leegstand_m2=100)
    herbouw()
    antwoord = client.get("/infographics/gemeente/GM0620/")
    assert antwoord.context["blad"].peildatum < datetime.date(2019, 1, 1)
    assert "Vijfheerenlanden" in antwoord.content.decode()


@pytest.mark.parametrize("pagina", TONEN, ids=lambda pagina: pagina.naam)
def test_aantal_querys_is_klein_en_vast(
    wereld: Wereld, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, pagina: Any
) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    adres = pagina.adres(wereld)
    assert client.get(adres).status_code == 200
    hoogstens = RUIM.get(pagina.naam, MAX_QUERIES)
    with django_assert_max_num_queries(hoogstens + 2) as klein:  # log-in and session come on top
        client.get(adres)
    for i in range(30):
        pand = PandFactory(gemeente=wereld.houten)
        adres_in(pand, straat="Extra", huisnummer=i + 1)
        WaarnemingFactory(pand=pand, ingevoerd_door=wereld.gebruikers["loods"])
    herbouw()
    with django_assert_max_num_queries(len(klein)):
        client.get(adres)


def test_lijst_filtert_zoekt_en_sorteert(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])

    def panden(**vraag: str) -> list[str]:
        return [rij.record.eerste_adressen[0].regel for rij in client.get("/panden/", vraag).context["table"].page]

    alle = panden()
    assert len(alle) == 6
    assert all("Orteliuslaan" not in regel for regel in alle)
    assert panden(leegstand="ja") == ["Kokermolen 1", "Papiermolen 3", "Standerdmolen 5"]
    assert panden(leegstand="structureel") == panden(leegstand="ja")
    assert panden(leegstand="frictie") == []
    assert panden(terrein="HET-RONDEEL", leegstand="ja") == panden(leegstand="ja")
    assert panden(q="burg wallerweg") == ["Burgemeester Wallerweg 4"]
    assert panden(q=wereld.pand.bag_id) == ["Kokermolen 1"]
    assert panden(grootte="500-1000") == []
    assert panden(grootte="1000-2500", sort="voorraad")[0] == "Kokermolen 1"
    assert panden(waarneming="nooit") == []
    assert panden(sort="-voorraad")[0] == "Het Rond 6"


def test_loods_kan_met_een_filter_niet_bij_een_andere_gemeente(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    for adres in ("/panden/", "/panden/kaart.geojson", "/panden/panden.csv"):
        antwoord = client.get(adres, {"gemeente": "GM0344"})
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
        assert b"Orteliuslaan" not in inhoud


def test_export_geeft_de_gefilterde_lijst_veilig(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    wereld.adres.straat = "=HYPERLINK(1)"
    wereld.adres.save()
    rijen = lees_csv(client.get("/panden/panden.csv", {"leegstand": "ja"}))
    assert {rij["Adres"][:2] for rij in rijen} == {"'=", "Pa", "St"}
    blad = load_workbook(io.BytesIO(b"".join(client.get("/panden/panden.xlsx").streaming_content)))["panden"]
    assert blad.max_row == 7
    assert all(not str(cel.value).startswith("=") for rij in blad.iter_rows() for cel in rij)


def test_kaart_van_panden_geeft_punten_in_wgs84(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    kaart = json.loads(client.get("/panden/kaart.geojson").content)
    assert len(kaart["features"]) == 6
    x, y = kaart["features"][0]["geometry"]["coordinates"]
    assert 5 < x < 5.4
    assert 52 < y < 52.2


def test_pandpagina_toont_ook_wat_vervangen_is(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    WaarnemingFactory(
        pand=wereld.pand, leegstand_m2=77, vervangen_op=timezone.now(), peildatum=datetime.date(2025, 1, 1)
    )
    inhoud = client.get(wereld.pand.get_absolute_url()).content.decode()
    assert "77\xa0m²" in inhoud
    assert "vervangen" in inhoud
    assert "Loes Houten" in inhoud


def test_demo_staat_op_elke_pagina(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    adressen = [pagina.adres(wereld) for pagina in TONEN]
    for adres in adressen:
        assert "verzonnen" not in client.get(adres).content.decode().split("</header>")[0], adres
    Pand.objects.filter(pk=wereld.pand.pk).update(demo=True)
    from django.core.cache import cache

    cache.clear()
    for adres in adressen:
        antwoord = client.get(adres)
        assert "Demogegevens" in antwoord.content.decode(), adres


def test_herbouw_door_de_beheerder_wordt_een_taak(
    wereld: Wereld, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    with django_capture_on_commit_callbacks():
        antwoord = client.post(reverse("monitoring:kerncijfers"))
    assert antwoord.status_code == 302
    assert antwoord["Location"].startswith("/taken/")


@pytest.mark.parametrize("sortering", ["gemeente", "-gemeente", "bouwjaar", "-bouwjaar", "voorraad", "-leeg_sinds"])
def test_bladeren_laat_elk_pand_een_keer_zien(db: None, client: Client, sortering: str) -> None:
    wereld = maak_wereld(panden=60)
    Pand.objects.update(bouwjaar=1990)
    client.force_login(wereld.gebruikers["coach"])
    gezien: list[str] = []
    for pagina in range(1, 4):
        tabel = client.get("/panden/", {"sort": sortering, "page": pagina}).context["table"]
        gezien += [rij.record.bag_id for rij in tabel.page]
    assert len(gezien) == len(set(gezien)) == 64


@pytest.mark.parametrize("vraag", [{"grootte": "onzin"}, {"gemeente": "GM0344", "terrein": "HET-RONDEEL"}])
def test_een_filter_dat_niet_kan_toont_en_exporteert_niets(
    wereld: Wereld, client: Client, vraag: dict[str, str]
) -> None:
    client.force_login(wereld.gebruikers["coach"])
    assert client.get("/panden/", vraag).context["filter"].errors
    assert lees_csv(client.get("/panden/panden.csv", vraag)) == []


def test_pand_toont_wat_is_ingetrokken_en_waarom(wereld: Wereld, client: Client) -> None:
    loods = wereld.gebruikers["loods"]
    client.force_login(loods)
    laatste = wereld.pand.waarnemingen.actueel().latest("peildatum")
    adres = f"/panden/{wereld.pand.bag_id}/waarnemingen/{laatste.pk}/intrekken/"
    assert adres in client.get(wereld.pand.get_absolute_url()).content.decode()
    client.post(adres, {"reden": "Verkeerde peildatum"})
    inhoud = client.get(wereld.pand.get_absolute_url()).content.decode()
    assert "ingetrokken door Loes Houten" in inhoud
    assert "Verkeerde peildatum" in inhoud
    assert adres not in inhoud


def test_andere_keuzes_gaan_mee_naar_een_ander_gebied(wereld: Wereld, client: Client) -> None:
    vraag = "peildatum=2024-01-01&maat=m2&gemeenten=GM0321&naast=regio%3AU10"
    pagina = client.get(f"/infographics/?{vraag}").content.decode()
    formulier = pagina[pagina.index('action="/infographics/kies/"') :].split("</form>")[0]
    velden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', formulier)
    assert dict(velden) == {
        "peildatum": "2024-01-01", "maat": "m2", "gemeenten": "GM0321", "naast": "regio:U10",
    }  # fmt: skip
    for gebied, adres in (("gemeente:GM0344", "/infographics/gemeente/GM0344/"), ("", "/infographics/")):
        antwoord = client.get("/infographics/kies/", {"gebied": gebied, **dict(velden)})
        assert antwoord["Location"] == f"{adres}?{vraag}"
        keuzes = client.get(antwoord["Location"]).context["blad"].keuzes
        assert (keuzes.maat, keuzes.gemeenten, keuzes.naast) == ("m2", ["GM0321"], "regio:U10")
    # A choice of gemeenten takes no terreinen away.
    assert lees_csv(client.get(f"/infographics/gemeente/GM0321/kaart.csv?{vraag}"))
    # Without choices the address stays short.
    assert client.get("/infographics/kies/", {"gebied": "regio:U10"})["Location"] == "/infographics/regio/U10/"
    # The choice of gemeenten keeps what stands beside them.
    vergelijking = pagina[pagina.index('id="vergelijking"') :].split("</form>")[0]
    assert 'name="naast" value="regio:U10"' in vergelijking


@pytest.mark.parametrize(
    ("adres", "zin"),
    [
        ("/infographics/?peildatum=1990-01-01", "Op 1 januari 1990 zijn er nog geen cijfers van dit gebied."),
        ("/infographics/?peildatum=gisteren", "De peildatum in het adres is geen datum."),
        ("/infographics/?gemeenten=GM9999&gemeenten=GM0321", "tellen niet mee: GM9999."),
        ("/infographics/regio/AMERSFOORT/?gemeenten=GM0321", "Niet in deze regio"),
        ("/infographics/?naast=gemeente:GM9999", "Het gebied dat u ernaast wilt zetten bestaat niet."),
    ],
)
def test_keuze_die_niet_kan_wordt_gezegd(wereld: Wereld, client: Client, adres: str, zin: str) -> None:
    assert zin in client.get(adres).content.decode()


def test_geen_melding_bij_gewone_keuzes(wereld: Wereld, client: Client) -> None:
    for vraag in ("", "?peildatum=2024-02-15", "?gemeenten=GM0321", "?naast=gemeente:GM0344", "?maat=onzin"):
        assert client.get(f"/infographics/{vraag}").context["blad"].meldingen == [], vraag
    assert client.get("/infographics/regio/U10/?naast=regio:U10").context["blad"].meldingen == []


def test_loods_van_een_gemeente_ziet_geen_kolom_en_keuze_van_gemeente(wereld: Wereld, client: Client) -> None:
    loods = wereld.gebruikers["loods"]

    def ziet(adres: str) -> tuple[bool, bool]:
        antwoord = client.get(adres)
        kolommen = [kolom.name for kolom in antwoord.context["table"].columns if kolom.visible]
        return "gemeente" in kolommen, 'for="id_gemeente"' in antwoord.content.decode()

    client.force_login(loods)
    assert ziet("/panden/") == (False, False)
    assert ziet("/kaart/") == (False, False)
    Werkgebied.objects.create(gebruiker=loods, gemeente=wereld.utrecht, van=datetime.date(2020, 1, 1))
    assert ziet("/panden/") == (True, True)
    client.force_login(wereld.gebruikers["coach"])
    assert ziet("/panden/") == (True, True)


def test_wie_intussen_is_uitgelogd_krijgt_terug_wat_hij_typte(wereld: Wereld) -> None:
    adres = f"/panden/{wereld.pand.bag_id}/vastleggen/"
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(wereld.gebruikers["loods"])
    pagina = browser.get(adres).content.decode()
    sleutel = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', pagina)
    assert sleutel is not None
    browser.cookies.pop("sessionid")
    gegevens = {"csrfmiddlewaretoken": sleutel[1], "voorraad_m2": "1234", "toelichting": "Een <b>lang</b> verhaal."}
    antwoord = browser.post(adres, gegevens)
    inhoud = antwoord.content.decode()
    assert antwoord.status_code == 403
    assert "U bent niet meer ingelogd" in inhoud
    assert "Een &lt;b&gt;lang&lt;/b&gt; verhaal." in inhoud
    assert "1234" in inhoud
    assert f"/account/login/?next={adres}" in inhoud
    assert f"<dd>{sleutel[1]}" not in inhoud
    assert "no-store" in antwoord["Cache-Control"]
    # Without the token of a page of ours nothing comes back.
    vreemd = browser.post(adres, {"toelichting": "Bel dit nummer."})
    assert vreemd.status_code == 403
    assert "Bel dit nummer." not in vreemd.content.decode()


def test_coach_krijgt_geen_link_naar_de_taak_van_een_ander(wereld: Wereld, client: Client) -> None:
    adres = wereld.taak.get_absolute_url()
    for rol, ziet in (("beheerder", True), ("coach", False)):
        client.force_login(wereld.gebruikers[rol])
        assert (f'href="{adres}"' in client.get("/kerncijfers/").content.decode()) is ziet, rol
