"""Recording a waarneming: what is saved, what is refused, and what happens when two people do it at once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from akt.models import Rol
from monitoring.models import Herberekening, Pand, Pandstand, Waarneming
from tests.factories import GebruikerFactory, GemeenteFactory, PandFactory, WaarnemingFactory, adres_in, loods_van

GISTEREN = datetime.date.today() - datetime.timedelta(days=1)


@pytest.fixture
def pand(stamgegevens: None) -> Pand:
    pand = PandFactory(gemeente=GemeenteFactory(code="GM0321"))
    adres_in(pand, straat="Kokermolen", huisnummer=3)
    return pand


@pytest.fixture
def loods(client: Client, pand: Pand) -> Client:
    client.force_login(loods_van(pand.gemeente, naam="Loes Houten"))
    return client


def invoer(client: Client, pand: Pand, **velden: Any) -> dict[str, Any]:
    """The form as a person finds it, with some fields changed."""
    form = client.get(adres_van(pand)).context["form"]
    gegevens = {naam: form[naam].value() for naam in form.fields}
    gegevens = {naam: "" if waarde is None else waarde for naam, waarde in gegevens.items()}
    return {**gegevens, "peildatum": GISTEREN.isoformat(), "leegstand_m2": 500, **velden}


def adres_van(pand: Pand) -> str:
    return reverse("monitoring:pand-vastleggen", args=[pand.bag_id])


def test_formulier_staat_klaar_met_wat_bekend_is(loods: Client, pand: Pand) -> None:
    assert loods.get(adres_van(pand)).context["form"]["voorraad_m2"].value() == 1900  # 2000 m² GO x 0,95
    WaarnemingFactory(pand=pand, voorraad_m2=1750, leegstand_m2=250, leeg_sinds=datetime.date(2022, 3, 1))
    form = loods.get(adres_van(pand)).context["form"]
    assert (form["voorraad_m2"].value(), form["leegstand_m2"].value()) == (1750, 250)
    assert form["leeg_sinds"].value() == datetime.date(2022, 3, 1)


def test_vastleggen_bewaart_wie_wat_en_wanneer(loods: Client, pand: Pand) -> None:
    antwoord = loods.post(adres_van(pand), invoer(loods, pand, leeg_sinds="2024-02-01", toelichting="Boven leeg"))
    assert antwoord.status_code == 302
    assert antwoord["Location"] == pand.get_absolute_url()
    waarneming = pand.waarnemingen.get()
    assert (waarneming.voorraad_m2, waarneming.leegstand_m2) == (1900, 500)
    assert waarneming.leeg_sinds == datetime.date(2024, 2, 1)
    assert waarneming.ingevoerd_door.naam == "Loes Houten"
    assert not waarneming.geraamd
    assert Pandstand.objects.get(pand=pand).leegstand_m2 == 500
    assert Herberekening.objects.filter(gemeente_id="GM0321", vanaf__lte=GISTEREN).exists()


def test_bvo_wordt_omgerekend_en_heet_geraamd(loods: Client, pand: Pand) -> None:
    loods.post(adres_van(pand), invoer(loods, pand, voorraad_m2=2000, leegstand_m2=1000, opgegeven_in="BVO"))
    waarneming = pand.waarnemingen.get()
    assert (waarneming.voorraad_m2, waarneming.leegstand_m2, waarneming.geraamd) == (1600, 800, True)


@pytest.mark.parametrize(
    ("velden", "veld", "woorden"),
    [
        ({"leegstand_m2": 5000}, "leegstand_m2", ["5.000\xa0m²", "1.900\xa0m²", "groter dan de voorraad"]),
        ({"aanbod_m2": 5000}, "aanbod_m2", ["groter dan de voorraad"]),
        ({"peildatum": "2099-01-01"}, "peildatum", ["toekomst"]),
        ({"peildatum": "1970-01-01"}, "peildatum", ["1988"]),
        ({"leeg_sinds": datetime.date.today().isoformat()}, "leeg_sinds", ["na de peildatum"]),
        ({"leegstand_m2": 0, "leeg_sinds": "2020-01-01"}, "leeg_sinds", ["geen leegstand"]),
        ({"leegstand_m2": -1}, "leegstand_m2", ["0"]),
        ({"leegstand_m2": "veel"}, "leegstand_m2", ["getal"]),
        ({"leegstand_m2": ""}, "leegstand_m2", ["Vul", "in."]),
        ({"voorraad_m2": 200000}, "voorraad_m2", ["tien keer"]),
        ({"vraaghuur": -5}, "vraaghuur", ["0"]),
        ({"peildatum": "gisteren"}, "peildatum", ["datum"]),
        ({"leegstand_m2": "1234,5"}, "leegstand_m2", ["geheel getal"]),
        ({"leeg_sinds": "0026-01-01"}, "leeg_sinds", ["26", "Bedoelt u 2026?"]),
        ({"leeg_sinds": "1950-01-01"}, "leeg_sinds", ["1988"]),
        ({"gebruik": "anders"}, "gebruik", ["geen kantoor meer"]),
        ({"gezien": ""}, "gezien", ["Laad haar opnieuw"]),
    ],
)
def test_fouten_noemen_het_veld_en_de_remedie(
    loods: Client, pand: Pand, velden: dict[str, Any], veld: str, woorden: list[str]
) -> None:
    antwoord = loods.post(adres_van(pand), invoer(loods, pand, **velden))
    assert antwoord.status_code == 422
    fout = " ".join(antwoord.context["form"].errors[veld])
    for woord in woorden:
        assert woord in fout
    assert not pand.waarnemingen.exists()


def test_gesloopt_pand_krijgt_geen_waarneming_na_zijn_einde(loods: Client, pand: Pand) -> None:
    Pand.objects.filter(pk=pand.pk).update(einde=datetime.date(2020, 1, 1))
    antwoord = loods.post(adres_van(pand), invoer(loods, pand))
    assert "bestaat het pand niet meer" in antwoord.context["form"].errors["peildatum"][0]


def test_zelfde_peildatum_vervangt_en_bewaart_de_oude(loods: Client, pand: Pand) -> None:
    loods.post(adres_van(pand), invoer(loods, pand, leegstand_m2=500))
    loods.post(adres_van(pand), invoer(loods, pand, leegstand_m2=700))
    oud, nieuw = pand.waarnemingen.order_by("id")
    assert oud.vervangen_op is not None
    assert nieuw.vervangt == oud
    assert [rij.leegstand_m2 for rij in pand.waarnemingen.actueel()] == [700]
    assert [r.leegstand_m2 for r in pand.waarnemingen.zoals_bekend_op(oud.ingevoerd_op)] == [500]
    assert Pandstand.objects.get(pand=pand).leegstand_m2 == 700


def test_wie_intussen_opsloeg_wordt_genoemd_en_niet_overschreven(loods: Client, pand: Pand) -> None:
    mijn = invoer(loods, pand, leegstand_m2=300)
    WaarnemingFactory(
        pand=pand, peildatum=GISTEREN, leegstand_m2=900, ingevoerd_door=GebruikerFactory(naam="Jan Jansen")
    )
    antwoord = loods.post(adres_van(pand), mijn)
    assert antwoord.status_code == 409
    assert "Jan Jansen" in antwoord.content.decode()
    assert "900\xa0m²" in antwoord.content.decode()
    assert [rij.leegstand_m2 for rij in pand.waarnemingen.all()] == [900]
    # Saving again, knowing theirs, replaces it.
    nogmaals = {**mijn, "gezien": antwoord.context["form"]["gezien"].value()}
    assert loods.post(adres_van(pand), nogmaals).status_code == 302
    assert [rij.leegstand_m2 for rij in pand.waarnemingen.actueel()] == [300]


def test_loods_van_elders_ziet_het_pand_niet(client: Client, pand: Pand) -> None:
    client.force_login(loods_van(GemeenteFactory(code="GM0344")))
    assert client.get(adres_van(pand)).status_code == 404
    assert client.post(adres_van(pand), {}).status_code == 404
    assert client.get(pand.get_absolute_url()).status_code == 404


def test_coach_leest_maar_legt_niet_vast(client: Client, pand: Pand) -> None:
    client.force_login(GebruikerFactory(rol=Rol.KANTORENCOACH))
    assert client.get(pand.get_absolute_url()).status_code == 200
    assert client.get(adres_van(pand)).status_code == 403


def test_oud_werkgebied_geeft_geen_toegang(client: Client, pand: Pand) -> None:
    loods = loods_van(pand.gemeente)
    loods.werkgebieden.update(tot=datetime.date(2020, 1, 1))
    client.force_login(loods)
    assert client.get(adres_van(pand)).status_code == 404


def test_zoeken_geeft_alleen_panden_van_de_eigen_gemeente(loods: Client, pand: Pand) -> None:
    elders = PandFactory(gemeente=GemeenteFactory(code="GM0344"))
    adres_in(elders, straat="Kokermolen", huisnummer=9, woonplaats="Utrecht")
    resultaten = loods.get(reverse("monitoring:adressen"), {"q": "kokermolen"}).json()["resultaten"]
    assert [resultaat["tekst"] for resultaat in resultaten] == ["Kokermolen 3, Houten"]
    assert resultaten[0]["url"] == adres_van(pand)


def test_zoeken_werkt_zonder_javascript(loods: Client, pand: Pand) -> None:
    inhoud = loods.get(reverse("monitoring:vastleggen"), {"q": "kokermolen 3"}).content.decode()
    assert adres_van(pand) in inhoud
    assert "1 adres gevonden" in inhoud


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE monitoring_waarneming SET leegstand_m2 = 1",
        "DELETE FROM monitoring_waarneming",
        "UPDATE monitoring_waarneming SET vervangen_op = now(), voorraad_m2 = 9999",
    ],
)
def test_de_database_weigert_wijzigen_en_verwijderen(pand: Pand, opdracht: str) -> None:
    WaarnemingFactory(pand=pand)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht)
    assert Waarneming.objects.get().voorraad_m2 == 2000


@pytest.mark.parametrize(
    "velden",
    [
        {"leegstand_m2": 3000},
        {"aanbod_m2": 3000},
        {"leeg_sinds": datetime.date(2020, 1, 1)},
        {"leegstand_m2": 10, "leeg_sinds": datetime.date(2030, 1, 1)},
        {"opgegeven_in": "BVO"},
    ],
)
def test_de_database_bewaakt_de_regels(pand: Pand, velden: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WaarnemingFactory(pand=pand, **velden)


def test_een_actuele_waarneming_per_peildatum(pand: Pand) -> None:
    WaarnemingFactory(pand=pand)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaarnemingFactory(pand=pand)
    WaarnemingFactory(pand=pand, vervangen_op=timezone.now())


def test_stand_volgt_de_laatste_actuele_waarneming(pand: Pand) -> None:
    WaarnemingFactory(pand=pand, peildatum=datetime.date(2024, 1, 1), leegstand_m2=100)
    WaarnemingFactory(pand=pand, peildatum=datetime.date(2023, 1, 1), leegstand_m2=900)
    assert Pandstand.objects.get(pand=pand).leegstand_m2 == 100
    Waarneming.objects.filter(peildatum=datetime.date(2024, 1, 1)).update(vervangen_op=timezone.now())
    assert Pandstand.objects.get(pand=pand).leegstand_m2 == 900


def test_ongewijzigd_opslaan_raakt_een_eerder_kwartaal_niet(loods: Client, pand: Pand) -> None:
    WaarnemingFactory(pand=pand, peildatum=GISTEREN, voorraad_m2=1900, leegstand_m2=300, leeg_sinds=GISTEREN)
    form = loods.get(adres_van(pand)).context["form"]
    gegevens = {naam: form[naam].value() for naam in form.fields}
    antwoord = loods.post(adres_van(pand), {naam: "" if w is None else w for naam, w in gegevens.items()})
    assert antwoord.status_code == 302
    assert [rij.peildatum for rij in pand.waarnemingen.actueel()] == [GISTEREN]


def test_weer_in_gebruik_haalt_leeg_sinds_vanzelf_weg(loods: Client, pand: Pand) -> None:
    WaarnemingFactory(pand=pand, voorraad_m2=1900, leegstand_m2=300, leeg_sinds=datetime.date(2022, 3, 1))
    assert loods.post(adres_van(pand), invoer(loods, pand, leegstand_m2=0)).status_code == 302
    laatste = pand.waarnemingen.actueel().latest("peildatum")
    assert (laatste.leegstand_m2, laatste.leeg_sinds) == (0, None)


def intrekken(waarneming: Waarneming) -> str:
    return reverse("monitoring:waarneming-intrekken", args=[waarneming.pand.bag_id, waarneming.pk])


def test_ingetrokken_waarneming_telt_niet_meer_en_blijft_te_zien(loods: Client, pand: Pand) -> None:
    goed = WaarnemingFactory(pand=pand, peildatum=datetime.date(2024, 1, 1), voorraad_m2=1900, leegstand_m2=100)
    fout = WaarnemingFactory(pand=pand, peildatum=datetime.date(2025, 1, 1), voorraad_m2=1900, leegstand_m2=1900)
    assert loods.post(intrekken(fout), {"reden": ""}).status_code == 200
    assert pand.waarnemingen.actueel().count() == 2

    assert loods.post(intrekken(fout), {"reden": "Verkeerd pand"}).status_code == 302

    fout.refresh_from_db()
    assert (fout.ingetrokken_door.naam, fout.intrekreden) == ("Loes Houten", "Verkeerd pand")
    assert list(pand.waarnemingen.actueel()) == [goed]
    assert Pandstand.objects.get(pand=pand).leegstand_m2 == 100
    assert Herberekening.objects.filter(gemeente_id="GM0321", vanaf=fout.peildatum).exists()
    assert loods.get(intrekken(fout)).status_code == 404


def test_andermans_waarneming_trekt_niemand_in(loods: Client, pand: Pand) -> None:
    elders = WaarnemingFactory(pand=PandFactory(gemeente=GemeenteFactory(code="GM0344")))
    assert loods.post(intrekken(elders), {"reden": "x"}).status_code == 404
    eigen = WaarnemingFactory(pand=pand)
    adres = reverse("monitoring:waarneming-intrekken", args=[pand.bag_id, elders.pk])
    assert loods.post(adres, {"reden": "x"}).status_code == 404
    eigen.refresh_from_db()
    assert eigen.vervangen_op is None


def test_intrekken_zonder_reden_weigert_ook_de_database(pand: Pand) -> None:
    waarneming = WaarnemingFactory(pand=pand)
    with pytest.raises(IntegrityError), transaction.atomic():
        Waarneming.objects.filter(pk=waarneming.pk).update(
            vervangen_op=timezone.now(), ingetrokken_door=waarneming.ingevoerd_door
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Waarneming.objects.filter(pk=waarneming.pk).update(intrekreden="zomaar")
