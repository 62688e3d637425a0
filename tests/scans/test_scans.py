"""A scan from request to evaluation: who sees what, what is frozen, conflicts, and steps that are refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from akt.fouten import Conflict
from akt.models import Gebruiker, Rol
from monitoring.models import Gemeente, Pand
from scans import aanvragen, verloop
from scans.antwoorden import uitslagen
from scans.demo import scans as demo
from scans.models import Antwoord, Catalogus, Scan
from scans.stamgegevens import laad_stamgegevens
from tests.factories import GebruikerFactory, GemeenteFactory, PandFactory, WaarnemingFactory, loods_van

Fase = Scan.Fase


@pytest.fixture
def houten(db: None) -> Gemeente:
    laad_stamgegevens()
    return GemeenteFactory(code="GM0321")


@pytest.fixture
def pand(houten: Gemeente) -> Pand:
    pand = PandFactory(gemeente=houten, bouwjaar=1985)
    WaarnemingFactory(pand=pand, voorraad_m2=2500, leegstand_m2=2500)
    return pand


@pytest.fixture
def loods(houten: Gemeente) -> Gebruiker:
    return loods_van(houten)


@pytest.fixture
def eigenaar(db: None) -> Gebruiker:
    return GebruikerFactory(rol=Rol.MARKTPARTIJ)


def vraag_aan(door: Gebruiker, gemeente: Gemeente, *panden: Pand, **velden: Any) -> Scan:
    scan = Scan(**{"titel": "Kokermolen 1", "gemeente": gemeente, "aanleiding": "Wat kan hier?"} | velden)
    return aanvragen.vraag_aan(scan, door, ["hotel", "wonen-starters"], panden=panden)


@pytest.fixture
def scan(loods: Gebruiker, houten: Gemeente, pand: Pand) -> Scan:
    return vraag_aan(loods, houten, pand)


def tekst(antwoord: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", antwoord.content.decode())).replace("&#x27;", "'")


def ingevuld(client: Client, url: str) -> dict[str, Any]:
    """The form as a browser sends it back unchanged."""
    form = client.get(url).context["form"]
    return {veld.html_name: veld.value() for veld in form if veld.value() not in (None, "")}


# --- asking -----------------------------------------------------------------------------------------------------------
def test_loods_vraagt_aan_vanaf_een_pand_en_de_intake_is_bevroren(client: Client, loods: Gebruiker, pand: Pand) -> None:
    client.force_login(loods)
    url = f"/scans/aanvragen/?pand={pand.bag_id}"
    data = ingevuld(client, url)
    assert data["panden"] == pand.bag_id
    antwoord = client.post(url, data | {"aanleiding": "Staat lang leeg.", "varianten": ["hotel", "zorg"]})
    scan = Scan.objects.get()
    assert antwoord.url == scan.get_absolute_url()
    assert (scan.soort_aanvrager, scan.aanvrager) == (Scan.Aanvrager.LOODS, loods)
    assert scan.intake["panden"][0]["leegstand_m2"] == 2500
    assert scan.aspecten.count() == 5
    leeg = scan.antwoorden.get(criterium__code="geheel-leeg")
    assert leeg.gunstig is True and leeg.vooraf and "2.500" in leeg.bewijs
    WaarnemingFactory(pand=pand, voorraad_m2=2500, leegstand_m2=0, peildatum=timezone.localdate())
    scan.refresh_from_db()
    assert scan.intake["panden"][0]["leegstand_m2"] == 2500


def test_eigenaar_noemt_een_plek_en_krijgt_geen_gegevens_tot_de_loods_koppelt(
    client: Client, eigenaar: Gebruiker, loods: Gebruiker, pand: Pand, houten: Gemeente
) -> None:
    client.force_login(eigenaar)
    assert client.get(f"/scans/aanvragen/?pand={pand.bag_id}").status_code == 404
    data = {"titel": "Mijn kantoor", "gemeente": houten.pk, "plek": "Kokermolen 1", "aanleiding": "Wat kan?",
            "varianten": ["hotel"], "panden": pand.bag_id}  # fmt: skip
    antwoord = client.post("/scans/aanvragen/", data)
    scan = Scan.objects.get()
    assert antwoord.url == scan.get_absolute_url()
    assert not scan.panden.exists() and not scan.antwoorden.exists()
    assert "Kokermolen 1" in tekst(client.get(antwoord.url))
    # The own request may be changed as long as the intake lasts.
    url = f"{scan.get_absolute_url()}wijzigen/"
    assert client.post(url, ingevuld(client, url) | {"titel": "Ons kantoor"}).status_code == 302
    client.force_login(loods)
    assert client.post(url, ingevuld(client, url) | {"panden": pand.bag_id}).status_code == 302
    scan.refresh_from_db()
    assert (scan.titel, scan.panden.get(), scan.intake["plek"]) == ("Ons kantoor", pand, "Kokermolen 1")
    verloop.verzet(scan, Fase.EXPERTS, loods)
    client.force_login(eigenaar)
    assert client.get(url).status_code == 409
    assert client.post(scan.get_absolute_url(), {"naar": "afgebroken", "afgebroken-reden": "x"}).status_code == 403


@pytest.mark.parametrize("nummers", ["", "0321100999999999", "12"])
def test_alleen_eigen_panden_zijn_aan_te_vragen(client: Client, loods: Gebruiker, pand: Pand, nummers: str) -> None:
    client.force_login(loods)
    elders = PandFactory(gemeente=GemeenteFactory(code="GM0344"))
    data = {"titel": "X", "gemeente": "GM0321", "aanleiding": "Y", "varianten": ["hotel"]}
    for panden in (nummers, elders.bag_id):
        assert client.post("/scans/aanvragen/", data | {"panden": panden}).status_code == 422
    assert not Scan.objects.exists()


def test_wie_te_laat_is_met_de_aanvraag_krijgt_409(client: Client, loods: Gebruiker, scan: Scan) -> None:
    client.force_login(loods)
    url = f"{scan.get_absolute_url()}wijzigen/"
    data = ingevuld(client, url)
    assert client.post(url, data | {"titel": "Eerste"}).status_code == 302
    assert client.post(url, data | {"titel": "Tweede"}).status_code == 409
    scan.refresh_from_db()
    assert scan.titel == "Eerste"


# --- seeing -----------------------------------------------------------------------------------------------------------
def test_lijst_toont_alleen_wat_men_mag_zien(
    client: Client, scan: Scan, eigenaar: Gebruiker, houten: Gemeente, loods: Gebruiker
) -> None:
    eigen = vraag_aan(eigenaar, houten, titel="Van de eigenaar")
    elders = vraag_aan(loods_van(GemeenteFactory(code="GM0344")), GemeenteFactory(code="GM0344"), titel="In Utrecht")
    expert = GebruikerFactory(rol=Rol.EXPERT)
    elders.aspecten.filter(aspect="technisch").update(expert=expert)
    coach = GebruikerFactory(rol=Rol.KANTORENCOACH)
    for wie, gezien in (
        (eigenaar, {eigen}),
        (loods, {scan, eigen}),
        (expert, {elders}),
        (coach, {scan, eigen, elders}),
    ):
        client.force_login(wie)
        assert set(client.get("/scans/").context["table"].data.data) == gezien, wie.rol
        for een in (scan, eigen, elders):
            assert client.get(een.get_absolute_url()).status_code == (200 if een in gezien else 404)
    assert set(client.get("/scans/?gemeente=GM0344").context["table"].data.data) == {elders}
    assert set(client.get("/scans/?zoek=eigenaar&fase=intake").context["table"].data.data) == {eigen}
    client.force_login(expert)
    assert client.get(f"{elders.get_absolute_url()}aspect/technisch/").status_code == 200
    assert client.get(f"{elders.get_absolute_url()}aspect/financieel/").status_code == 404
    assert client.get(f"{elders.get_absolute_url()}aspect/bestaat-niet/").status_code == 404


def test_lijst_vraagt_niet_meer_bij_meer_scans(
    client: Client, loods: Gebruiker, scan: Scan, houten: Gemeente, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(loods)
    client.get("/scans/")
    with CaptureQueriesContext(connection) as een:
        client.get("/scans/")
    for nummer in range(4):
        vraag_aan(loods, houten, titel=f"Scan {nummer}")
    with django_assert_num_queries(len(een)):
        client.get("/scans/")


# --- answering --------------------------------------------------------------------------------------------------------
@pytest.fixture
def bij_experts(scan: Scan, loods: Gebruiker) -> Scan:
    return verloop.verzet(scan, Fase.EXPERTS, loods)


def test_antwoorden_met_bewijs_en_verschil_per_bestemming(
    client: Client, bij_experts: Scan, loods: Gebruiker, eigenaar: Gebruiker
) -> None:
    url = f"{bij_experts.get_absolute_url()}aspect/procedureel/"
    client.force_login(loods)
    data = ingevuld(client, url) | {
        "antwoord-gemeente-wil": "ja", "bewijs-gemeente-wil": "Gesprek van 3 maart.",
        "antwoord-gemeente-wil-hotel": "nee", "advies": "Vraag om een stempel.", "vertrouwen": "2", "afronden": "1",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    hotel, wonen = uitslagen(bij_experts)
    assert [veto.code for veto in hotel.vetos] == ["gemeente-wil"]
    assert wonen.vetos == ()
    aspect = bij_experts.aspecten.get(aspect="procedureel")
    assert aspect.klaar_op and aspect.advies == "Vraag om een stempel."
    # What the portal filled in and nobody changed stays the portal's.
    assert bij_experts.antwoorden.get(criterium__code="geheel-leeg").vooraf
    pagina = tekst(client.get(bij_experts.get_absolute_url()))
    assert "Staat de gemeente open voor deze bestemming? Nee." in pagina
    # Someone who still has the old page is told, and keeps what was typed.
    antwoord = client.post(url, data | {"bewijs-gemeente-wil": "Mail van 4 maart."})
    assert antwoord.status_code == 409
    assert "Mail van 4 maart." in antwoord.content.decode()
    assert Antwoord.objects.get(criterium__code="gemeente-wil", variant="").bewijs == "Gesprek van 3 maart."


def test_afronden_vraagt_advies_en_vertrouwen(client: Client, bij_experts: Scan, loods: Gebruiker) -> None:
    client.force_login(loods)
    url = f"{bij_experts.get_absolute_url()}aspect/technisch/"
    antwoord = client.post(url, ingevuld(client, url) | {"afronden": "1"})
    assert antwoord.status_code == 422
    assert set(antwoord.context["form"].errors) == {"advies", "vertrouwen"}


def test_alleen_wie_mag_vult_in_en_alleen_bij_de_experts(
    client: Client, scan: Scan, loods: Gebruiker, eigenaar: Gebruiker
) -> None:
    Scan.objects.filter(pk=scan.pk).update(aanvrager=eigenaar)
    url = f"{scan.get_absolute_url()}aspect/technisch/"
    client.force_login(loods)
    data = ingevuld(client, url)
    assert client.post(url, data | {"advies": "Te vroeg."}).status_code == 409
    verloop.verzet(scan, Fase.EXPERTS, loods)
    client.force_login(eigenaar)
    assert client.get(url).status_code == 200
    assert client.post(url, data | {"advies": "Zelf bedacht."}).status_code == 403
    assert scan.aspecten.get(aspect="technisch").advies == ""


def test_scan_houdt_zijn_catalogus_en_toont_wat_een_nieuwere_ervan_maakt(
    client: Client, bij_experts: Scan, loods: Gebruiker
) -> None:
    client.force_login(loods)
    assert client.get(bij_experts.get_absolute_url()).context["herrekening"] is None
    nieuw = Catalogus.objects.create(versie=2, naam="Nieuw", vast_op=timezone.now())
    nieuw.klassen.create(naam="Kan", vanaf=0)
    nieuw.criteria.create(code="geheel-leeg", aspect="technisch", schaal="gebouw", soort="veto", vraag="Leeg?")
    nieuw.criteria.create(code="uitzicht", aspect="technisch", schaal="gebouw", soort="gewogen", vraag="Uitzicht?")
    bij_experts.antwoorden.filter(criterium__code="geheel-leeg").update(gunstig=False)
    pagina = client.get(bij_experts.get_absolute_url())
    herrekening = pagina.context["herrekening"]
    assert [criterium.code for criterium in herrekening.erbij] == ["uitzicht"]
    assert "vraag" in {criterium.code for criterium in herrekening.eraf}
    oud, anders = herrekening.paren[0]
    assert (oud.uitgesloten, anders.uitgesloten) == (False, True)
    assert "Uitzicht?" in tekst(pagina)
    bij_experts.refresh_from_db()
    assert bij_experts.catalogus.versie == 1


# --- moving on --------------------------------------------------------------------------------------------------------
def test_hele_weg_en_niets_overgeslagen(client: Client, scan: Scan, loods: Gebruiker) -> None:
    client.force_login(loods)
    url = scan.get_absolute_url()

    def naar(fase: str, **velden: str) -> int:
        return client.post(url, {"naar": fase, **{f"{fase}-{naam}": w for naam, w in velden.items()}}).status_code

    assert naar("concept") == 409
    assert naar("opgeleverd", advies="Doen.") == 409
    assert naar("experts") == 302
    antwoord = client.post(url, {"naar": "concept"})
    assert antwoord.status_code == 409
    assert "Rond het aspect marktkansen af." in tekst(antwoord)
    for aspect in scan.aspecten.all():
        aspect.advies, aspect.vertrouwen, aspect.klaar_op = "Kan.", 2, timezone.now()
        aspect.save()
    assert naar("concept") == 302
    assert naar("opgeleverd") == 422
    assert naar("opgeleverd", advies="Maak er een hotel van.", gekozen="hotel") == 302
    scan.refresh_from_db()
    assert scan.opgeleverd_op and scan.behandelaar == loods
    assert naar("afgebroken", reden="Toch niet.") == 409
    assert naar("geevalueerd", gebruikt="ja") == 422
    assert naar("geevalueerd", gebruikt="ja", evaluatie="Het hotel is open.") == 302
    scan.refresh_from_db()
    assert (scan.fase, scan.gebruikt) == (Fase.GEEVALUEERD, True)
    assert "gebruikt. Het hotel is open." in tekst(client.get(url))
    assert naar("bestaat-niet") == 404


def test_scan_zonder_pand_gaat_niet_naar_de_experts(eigenaar: Gebruiker, houten: Gemeente, loods: Gebruiker) -> None:
    scan = vraag_aan(eigenaar, houten)
    with pytest.raises(Conflict, match="Koppel ten minste één pand"):
        verloop.verzet(scan, Fase.EXPERTS, loods)
    verloop.verzet(scan, Fase.AFGEBROKEN, loods, reden="Geen eigenaar.")
    with pytest.raises(Conflict, match="Afgebroken"):
        verloop.verzet(scan, Fase.EXPERTS, loods)


# --- demo -------------------------------------------------------------------------------------------------------------
def test_demo_heeft_een_scan_in_elke_fase_en_is_elke_keer_dezelfde(houten: Gemeente) -> None:
    for nummer in range(8):
        pand = PandFactory(gemeente=houten, demo=True)
        WaarnemingFactory(pand=pand, voorraad_m2=2500 + nummer, leegstand_m2=500)

    def maak() -> list[Any]:
        assert demo.maak_demo(2015) == "6 scans"
        gemaakt = list(Scan.objects.filter(demo=True).order_by("pk"))
        return [(scan.nummer, scan.fase, [(u.score, u.vetos) for u in uitslagen(scan)]) for scan in gemaakt]

    eerst = maak()
    assert len({fase for _, fase, _ in eerst}) == 6
    concept = Scan.objects.get(fase=Fase.CONCEPT)
    assert verloop.ontbreekt(concept, Fase.CONCEPT) == []
    assert [uitslag.uitgesloten for uitslag in uitslagen(concept)] == [False, False, True]
    demo.verwijder()
    assert not Scan.objects.exists()
    assert maak() == eerst
