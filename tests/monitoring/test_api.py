"""The open resources of the monitoring: what they give, to whom, and what they never give."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from monitoring.infographics import BRON
from monitoring.kerncijfers import herbouw
from monitoring.models import Bouwperiode, Definitie, Gemeente, Grootteklasse, Kerncijfer, Pand, Terrein
from tests.factories import PandFactory, TerreinFactory, WaarnemingFactory
from tests.wereld import Wereld, maak_wereld

V1 = "/api/v1"
# What anyone may know about a pand: this list, and nothing more.
OPEN_VAN_EEN_PAND = {
    "url", "bagId", "bouwjaar", "bagStatus", "inOnderzoek", "kantooroppervlakteGoM2", "gemeente", "terrein", "punt",
    "begin", "einde", "demo", "gewijzigdOp",
}  # fmt: skip


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def lijst(client: Client, bron: str, **vraag: Any) -> list[dict[str, Any]]:
    antwoord = client.get(f"{V1}/{bron}", vraag)
    assert antwoord.status_code == 200, antwoord.content
    return antwoord.json()["results"]


# --- gemeenten ----------------------------------------------------------------------------------


def test_gemeente_met_regios_en_zonder_grens(wereld: Wereld, client: Client) -> None:
    gemeente = client.get(f"{V1}/gemeenten/GM0321").json()
    assert gemeente == {
        "url": f"http://testserver{V1}/gemeenten/GM0321",
        "code": "GM0321",
        "naam": "Houten",
        "provincie": "PV26",
        "begin": str(wereld.houten.begin),
        "einde": None,
        "opgegaanIn": None,
        "regios": [regio.code for regio in wereld.houten.regios.all()],
        "overeenstemming": False,
    }
    assert gemeente["regios"]
    assert client.get(gemeente["url"]).json() == gemeente


def test_gemeenten_filteren_en_sorteren(wereld: Wereld, client: Client) -> None:
    toen = {rij["code"]: rij for rij in lijst(client, "gemeenten", geldigOp="2018-12-31")}
    nu = {rij["code"] for rij in lijst(client, "gemeenten", geldigOp="2019-01-01")}
    assert toen["GM0620"]["opgegaanIn"] == "GM1961"
    assert "GM0620" not in nu
    assert "GM1961" in nu
    assert [rij["naam"] for rij in lijst(client, "gemeenten", naam="houT")] == ["Houten"]
    assert lijst(client, "gemeenten", provincie="PV25") == []
    assert len(lijst(client, "gemeenten", provincie="PV25,PV26")) == Gemeente.objects.count()
    namen = [rij["code"] for rij in lijst(client, "gemeenten", sort="-code")]
    assert namen == sorted(namen, reverse=True)


# --- panden -------------------------------------------------------------------------------------


def test_pand_geeft_iedereen_alleen_wat_open_is(wereld: Wereld, client: Client) -> None:
    for rol in (None, "marktpartij"):
        if rol:
            client.force_login(wereld.gebruikers[rol])
        pand = client.get(f"{V1}/panden/{wereld.pand.bag_id}").json()
        rijen = lijst(client, "panden")
        assert len(rijen) == 10
        assert pand in rijen
        assert all(set(rij) == OPEN_VAN_EEN_PAND for rij in [*rijen, pand])


def test_feiten_en_plek_van_een_pand(wereld: Wereld, client: Client) -> None:
    pand = client.get(f"{V1}/panden/{wereld.pand.bag_id}").json()
    assert (pand["bouwjaar"], pand["bagStatus"], pand["gemeente"], pand["terrein"]) == (
        1960, "Pand in gebruik", "GM0321", "HET-RONDEEL",
    )  # fmt: skip
    assert pand["kantooroppervlakteGoM2"] == 2000
    assert pand["punt"]["type"] == "Point"
    lengte, breedte = pand["punt"]["coordinates"]
    assert 5.1 < lengte < 5.3
    assert 52.0 < breedte < 52.1
    assert re.fullmatch(r"[0-9-]{10}T[0-9:.]+Z", pand["gewijzigdOp"])
    zonder = PandFactory(omtrek=None, terrein=None, bouwjaar=None)
    pand = client.get(f"{V1}/panden/{zonder.bag_id}").json()
    assert (pand["punt"], pand["terrein"], pand["bouwjaar"]) == (None, None, None)


@pytest.mark.parametrize(
    ("rol", "eigen", "elders"),
    [
        ("bezoeker", "geen", "geen"),
        ("marktpartij", "geen", "geen"),
        ("loods", "stand", None),
        ("coach", "stand", "stand"),
        ("beheerder", "stand", "stand"),
    ],
)
def test_stand_per_rol(wereld: Wereld, client: Client, rol: str, eigen: str, elders: str | None) -> None:
    if rol != "bezoeker":
        client.force_login(wereld.gebruikers[rol])
    gebruiker = wereld.gebruikers.get(rol)
    rijen = {rij["bagId"]: rij for rij in lijst(client, "panden")}
    for pand, verwacht in ((wereld.pand, eigen), (wereld.elders, elders)):
        for antwoord in (rijen[pand.bag_id], client.get(f"{V1}/panden/{pand.bag_id}").json()):
            if verwacht == "geen":
                assert "stand" not in antwoord
            elif verwacht is None:
                assert antwoord["stand"] is None
            else:
                assert set(antwoord["stand"]) == {
                    "peildatum", "voorraadM2", "aanbodM2", "leegstandM2", "leegSinds", "geraamd",
                }  # fmt: skip
                assert antwoord["stand"]["leegstandM2"] == pand.stand.leegstand_m2 > 0
            if gebruiker:
                assert (verwacht == "stand") == gebruiker.has_perm("monitoring.view_pand", pand)


def test_uitgezet_account_of_afgelopen_werkgebied_ziet_geen_stand(wereld: Wereld, client: Client) -> None:
    loods = wereld.gebruikers["loods"]
    client.force_login(loods)
    loods.werkgebieden.update(tot=datetime.date.today())
    assert all(rij["stand"] is None for rij in lijst(client, "panden"))
    loods.is_active = False
    loods.save()
    assert all("stand" not in rij for rij in lijst(client, "panden"))


def test_antwoord_voor_een_persoon_wordt_niet_gedeeld(wereld: Wereld, client: Client) -> None:
    adres = f"{V1}/panden/{wereld.pand.bag_id}"
    anoniem = client.get(adres)
    assert anoniem["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in anoniem["Vary"]
    for rol in ("marktpartij", "coach"):
        client.force_login(wereld.gebruikers[rol])
        antwoord = client.get(adres)
        assert antwoord["Cache-Control"] == "private, no-cache"
        assert "Cookie" in antwoord["Vary"]
        assert client.get(f"{V1}/panden")["Cache-Control"] == "private, no-cache"
    assert antwoord["ETag"] != anoniem["ETag"]


def test_open_bronnen_hangen_niet_af_van_wie_vraagt(wereld: Wereld, client: Client) -> None:
    for bron in ("gemeenten", "kerncijfers", "definities"):
        open_ = client.get(f"{V1}/{bron}")
        client.force_login(wereld.gebruikers["beheerder"])
        ingelogd = client.get(f"{V1}/{bron}")
        assert ingelogd.content == open_.content
        assert ingelogd["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in ingelogd["Vary"]
        client.logout()


def test_panden_filteren(wereld: Wereld, client: Client) -> None:
    def ids(**vraag: Any) -> set[str]:
        return {rij["bagId"] for rij in lijst(client, "panden", **vraag)}

    houten = {pand.bag_id for pand in wereld.panden}
    assert ids(gemeente="GM0321") == houten
    assert len(ids(gemeente="GM0321,GM0344")) == 10
    assert ids(terrein="HET-RONDEEL") == {pand.bag_id for pand in wereld.panden[::2]}
    assert ids(gemeente="GM0321", bouwjaarMin=1978, bouwjaarMax=1987) == {pand.bag_id for pand in wereld.panden[2:4]}
    gesloopt = PandFactory(bag_status=Pand.BagStatus.GESLOOPT, einde=datetime.date(2020, 1, 1), go_kantoor_m2=0)
    assert ids(bagStatus="Pand gesloopt") == {gesloopt.bag_id}
    assert ids(kantoorfunctie="false") == {gesloopt.bag_id}
    assert gesloopt.bag_id not in ids(kantoorfunctie="true")
    moment = timezone.now()
    assert ids(gewijzigdSinds=moment.isoformat()) == set()
    wereld.pand.save()
    assert ids(gewijzigdSinds=moment.isoformat()) == {wereld.pand.bag_id}
    assert ids(gewijzigdSinds=f"{moment:%Y-%m-%dT%H:%M:%S.%f}+23:59") == ids(gewijzigdSinds="2020-01-01T00:00:00-23:59")


@pytest.mark.parametrize(
    "vraag",
    [
        "bouwjaarMin=1.5",
        "bouwjaarMin=-1",
        "bouwjaarMax=99999999999999999999",
        "kantoorfunctie=ja",
        "gewijzigdSinds=gisteren",
        "gewijzigdSinds=2024-13-01T00:00:00Z",
        "gemeente=GM%201",
        "bagStatus=pand",
    ],
)
def test_ongeldige_filterwaarde_wordt_genoemd(wereld: Wereld, client: Client, vraag: str) -> None:
    antwoord = client.get(f"{V1}/panden?{vraag}")
    assert antwoord.status_code == 400
    assert {fout["location"]["name"] for fout in antwoord.json()["errors"]} == {vraag.split("=")[0]}


@pytest.mark.parametrize("datum", ["1-1-2024", "2024-1-1", "01/02/2024", "2024-02-30", "20240101", "٢٠٢٤-٠١-٠١"])
def test_datum_is_alleen_iso(wereld: Wereld, client: Client, datum: str) -> None:
    fout = client.get(f"{V1}/gemeenten", {"geldigOp": datum}).json()["errors"][0]
    assert fout["location"] == {"name": "geldigOp"}
    assert fout["detail"] == "Geef een datum als jjjj-mm-dd."


def test_niets_open_bevat_leegstand_van_een_pand(wereld: Wereld, client: Client) -> None:
    """A number that only one pand has must not turn up anywhere for who is not logged in, whatever is asked."""
    WaarnemingFactory(
        pand=wereld.pand, peildatum=datetime.date(2025, 4, 1), voorraad_m2=123457, leegstand_m2=87643, aanbod_m2=76541,
        ingevoerd_door=wereld.gebruikers["loods"], toelichting="zeer-vertrouwelijk",
    )  # fmt: skip
    client.force_login(wereld.gebruikers["coach"])
    assert b"87643" in client.get(f"{V1}/panden").content
    client.logout()
    for adres in (
        "panden?pageSize=1000", f"panden/{wereld.pand.bag_id}", "panden?sort=-gewijzigdOp",
        "panden?kantoorfunctie=true", "gemeenten", "definities", "openapi.json",
    ):  # fmt: skip
        inhoud = client.get(f"{V1}/{adres}").content.decode()
        for geheim in ("87643", "123457", "76541", "vertrouwelijk", "Loes", "loods@", "2025-04-01"):
            assert geheim not in inhoud, f"{geheim} in {adres}"
    for vraag in ("leegstand=1", "stand__leegstand_m2=1", "sort=leegstandM2", "sort=stand"):
        assert client.get(f"{V1}/panden?{vraag}").status_code == 400


# --- kerncijfers --------------------------------------------------------------------------------


def test_kerncijfer_met_percentages_en_toelichting(wereld: Wereld, client: Client) -> None:
    rij = Kerncijfer.objects.van("gemeente", "GM0321").totalen().get(peildatum="2024-01-01")
    antwoord = client.get(f"{V1}/kerncijfers/gemeente.GM0321.2024-01-01").json()
    for maat, naam in (("voorraad_m2", "voorraadM2"), ("frictie_m2", "frictieM2"), ("panden_leeg", "pandenLeeg")):
        assert antwoord[naam] == getattr(rij, maat)
    assert antwoord["leegstandspercentage"] == round(100 * rij.leegstand_m2 / rij.voorraad_m2, 2) == 8.89
    assert antwoord["dekking"] == 100
    assert (antwoord["grootteklasse"], antwoord["bouwperiode"]) == (None, None)
    toelichting = antwoord["toelichting"]
    assert toelichting["bron"] == BRON
    assert toelichting["demogegevens"] is False
    definities = {deel["term"]: deel for deel in toelichting["definities"]}
    assert {"voorraad", "aanbod", "leegstand", "leegstandspercentage", "dekking", "geraamd"} <= set(definities)
    assert client.get(definities["leegstand"]["url"]).json()["versie"] == definities["leegstand"]["versie"] == 1


def test_kerncijfers_noemen_demogegevens_en_de_geldende_versie(wereld: Wereld, client: Client) -> None:
    Pand.objects.filter(pk=wereld.pand.pk).update(demo=True)
    cache.clear()
    Definitie.objects.create(
        term="leegstand", naam="Leegstand", tekst="Anders", versie=2, geldig_vanaf=datetime.date(2020, 1, 1)
    )
    toelichting = client.get(f"{V1}/kerncijfers").json()["toelichting"]
    assert toelichting["demogegevens"] is True
    assert {deel["term"]: deel["versie"] for deel in toelichting["definities"]}["leegstand"] == 2


def test_zonder_voorraad_geen_percentage(wereld: Wereld, client: Client) -> None:
    Kerncijfer.objects.create(
        niveau="gemeente",
        gebied_code="GM0310",
        peildatum=datetime.date(2024, 1, 1),
        **dict.fromkeys(Kerncijfer.MATEN, 0),
    )
    antwoord = client.get(f"{V1}/kerncijfers/gemeente.GM0310.2024-01-01").json()
    assert (antwoord["leegstandspercentage"], antwoord["aanbodpercentage"], antwoord["dekking"]) == (None, None, None)


def test_alleen_totalen_tenzij_om_segmenten_gevraagd(db: None, client: Client) -> None:
    # Enough in each segment to be open, once there are three vacant panden in the smallest.
    wereld = maak_wereld(panden=40)
    for pand, voorraad in ((wereld.panden[1], 1500), (wereld.panden[3], 2500), (wereld.panden[5], 3500)):
        WaarnemingFactory(
            pand=pand, peildatum=datetime.date(2025, 4, 1), voorraad_m2=voorraad, leegstand_m2=100,
            ingevoerd_door=wereld.gebruikers["loods"],
        )  # fmt: skip
    herbouw()

    def rijen(**vraag: Any) -> list[dict[str, Any]]:
        return lijst(client, "kerncijfers", niveau="provincie", gebied="PV26", pageSize=1000, **vraag)

    assert rijen()
    assert all(rij["grootteklasse"] is None and rij["bouwperiode"] is None for rij in rijen())
    assert rijen(segment="totaal") == rijen()
    klassen, perioden = rijen(segment="grootteklasse"), rijen(segment="bouwperiode")
    assert {rij["grootteklasse"] for rij in klassen} <= set(Grootteklasse.values)
    assert {rij["bouwperiode"] for rij in perioden} <= set(Bouwperiode.values)
    assert klassen
    assert perioden
    assert len(rijen(segment="alle")) == len(rijen()) + len(klassen) + len(perioden)
    for rij in (klassen[0], perioden[0]):
        assert {naam: waarde for naam, waarde in client.get(rij["url"]).json().items() if naam != "toelichting"} == rij


def test_kerncijfers_filteren_op_gebied_en_peildatum(wereld: Wereld, client: Client) -> None:
    def peildata(**vraag: Any) -> list[str]:
        return [rij["peildatum"] for rij in lijst(client, "kerncijfers", gebied="GM0321", **vraag)]

    alle = peildata()
    assert alle == sorted(alle)
    assert peildata(sort="-peildatum") == alle[::-1]
    assert peildata(peildatum="2024-01-01") == ["2024-01-01"]
    assert peildata(peildatumMin="2024-01-01", peildatumMax="2024-12-31") == [d for d in alle if d.startswith("2024")]
    assert peildata(peildatum="1999-01-01") == []
    gebieden = {rij["gebied"] for rij in lijst(client, "kerncijfers", gebied="GM0321,HET-RONDEEL", pageSize=1000)}
    assert gebieden == {"GM0321", "HET-RONDEEL"}


def test_wat_niet_openbaar_is_komt_er_voor_niemand_uit(wereld: Wereld, client: Client) -> None:
    for nummer in (1, 2):  # two terreinen with too few panden, so that neither can be worked out
        terrein = TerreinFactory(code=f"KLEIN-{nummer}", gemeente=wereld.houten)
        WaarnemingFactory(pand=PandFactory(gemeente=wereld.houten, terrein=terrein), leegstand_m2=777)
    herbouw()
    dicht = Kerncijfer.objects.filter(openbaar=False)
    assert dicht.filter(niveau="terrein", gebied_code="KLEIN-1").exists()
    for rol in (None, "beheerder"):
        if rol:
            client.force_login(wereld.gebruikers[rol])
        alle = lijst(client, "kerncijfers", segment="alle", pageSize=1000)
        assert len(alle) == min(1000, Kerncijfer.objects.openbaar().count())
        assert not {rij["gebied"] for rij in alle} & {"KLEIN-1", "KLEIN-2"}
        assert client.get(f"{V1}/kerncijfers/terrein.KLEIN-1.2024-01-01").status_code == 404


# --- definities ---------------------------------------------------------------------------------


def test_definitie_geeft_de_versie_van_vandaag_en_de_lijst_alle(wereld: Wereld, client: Client) -> None:
    oud = client.get(f"{V1}/definities/leegstand").json()
    assert (oud["versie"], oud["eenheid"], oud["geldigVanaf"]) == (1, "m² VVO", "2014-01-01")
    straks = datetime.date.today() + datetime.timedelta(days=30)
    for versie, vanaf in ((2, datetime.date(2020, 1, 1)), (3, straks)):
        Definitie.objects.create(term="leegstand", naam="Leegstand", tekst="Nieuw", versie=versie, geldig_vanaf=vanaf)
    assert client.get(f"{V1}/definities/leegstand").json()["versie"] == 2
    assert [rij["versie"] for rij in lijst(client, "definities", term="leegstand", sort="geldigVanaf")] == [1, 2, 3]
    assert [rij["versie"] for rij in lijst(client, "definities", term="leegstand", geldigOp="2019-12-31")] == [1]
    assert [rij["versie"] for rij in lijst(client, "definities", term="leegstand", geldigOp=straks)] == [3]
    Definitie.objects.create(term="nieuw", naam="Nieuw", tekst="Later", geldig_vanaf=straks)
    assert client.get(f"{V1}/definities/nieuw").status_code == 404
    assert {rij["term"] for rij in lijst(client, "definities", term="nieuw,leegstand")} == {"nieuw", "leegstand"}


# --- cost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rol", "bron", "meest"),
    [
        (None, "gemeenten", 2), (None, "panden", 1), ("loods", "panden", 4), ("coach", "panden", 4),
        (None, "kerncijfers?segment=alle", 5), (None, "definities", 1),
    ],
)  # fmt: skip
def test_aantal_querys_is_vast(
    wereld: Wereld, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, rol: str | None, bron: str,
    meest: int,
) -> None:  # fmt: skip
    if rol:
        client.force_login(wereld.gebruikers[rol])
    client.get(f"{V1}/{bron}")
    with django_assert_max_num_queries(meest):
        weinig = client.get(f"{V1}/{bron}").json()["results"]
    for nummer in range(30):
        pand = PandFactory(gemeente=wereld.houten, terrein=Terrein.objects.order_by("?").first())
        WaarnemingFactory(pand=pand, ingevoerd_door=wereld.gebruikers["loods"])
        Definitie.objects.create(term=f"term-{nummer}", naam="Term", tekst="Tekst")
        Gemeente.objects.create(code=f"GM9{nummer:03d}", naam="Gemeente", provincie=wereld.houten.provincie)
    herbouw()
    with django_assert_max_num_queries(meest):
        veel = client.get(f"{V1}/{bron}").json()["results"]
    assert len(veel) >= len(weinig)
    assert bron.startswith("kerncijfers") or len(veel) >= len(weinig) + 30
