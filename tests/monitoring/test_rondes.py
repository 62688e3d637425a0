"""Rounds: opening, mails, progress, confirming in bulk and taking it back, and who may."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from akt import post
from akt.models import Gebruiker, Rol
from akt.opmaak import datum, datum_kort
from monitoring import rondes
from monitoring.demo.rondes import maak_demo, verwijder
from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Deelname, Gemeente, Herberekening, Pand, Pandstand, Ronde, Waarneming, Werkgebied
from monitoring.tasks import herinner_rondes, nodig_uit_voor_rondes
from tests.factories import GebruikerFactory, GemeenteFactory, PandFactory, WaarnemingFactory, adres_in, loods_van

VANDAAG = datetime.date.today()
PEILDATUM = begin_kwartaal(VANDAAG)
EERDER = datetime.date(2024, 1, 1)


@pytest.fixture
def houten(stamgegevens: None) -> Gemeente:
    return GemeenteFactory(code="GM0321")


@pytest.fixture
def loods(houten: Gemeente) -> Gebruiker:
    return loods_van(houten, naam="Loes Houten", email="loes@voorbeeld.example")


@pytest.fixture
def deelname(houten: Gemeente) -> Deelname:
    ronde = Ronde.objects.create(peildatum=PEILDATUM, deadline=VANDAAG + datetime.timedelta(20))
    return Deelname.objects.create(ronde=ronde, gemeente=houten)


def maak_panden(aantal: int, **velden: Any) -> list[Pand]:
    """Panden with an address and a waarneming of an earlier quarter."""
    panden = [PandFactory(**velden) for _ in range(aantal)]
    for i, pand in enumerate(panden):
        adres_in(pand)
        WaarnemingFactory(
            pand=pand, peildatum=EERDER, voorraad_m2=1000 + i, leegstand_m2=300, aanbod_m2=100, vraaghuur="139.50",
            leeg_sinds=datetime.date(2022, 5, 1), opgegeven_in="BVO", geraamd=True, gebruik="deels",
        )  # fmt: skip
    return panden


def stand(deelname: Deelname) -> tuple[int, int]:
    voortgang = rondes.voortgang([deelname.pk])[deelname.pk]
    return voortgang.panden, voortgang.gedaan


# --- which panden ------------------------------------------------------------------------------
def test_een_ronde_vraagt_om_bestaande_kantoren_vanaf_de_drempel(deelname: Deelname) -> None:
    gevraagd = maak_panden(2)
    nooit = PandFactory()
    klein = PandFactory(go_kantoor_m2=300)
    WaarnemingFactory(pand=klein, voorraad_m2=280)
    PandFactory(go_kantoor_m2=500)
    PandFactory(einde=datetime.date(2023, 1, 1))
    PandFactory(bag_status=Pand.BagStatus.NIET_GEREALISEERD)
    PandFactory(bouwjaar=PEILDATUM.year + 1)
    PandFactory(gemeente=GemeenteFactory(code="GM0344"))
    assert set(rondes.panden_in([deelname.pk])) == {*gevraagd, nooit}
    assert stand(deelname) == (3, 0)


def test_klaar_is_wie_een_waarneming_op_de_peildatum_heeft(deelname: Deelname) -> None:
    pand, ander, _ = maak_panden(3)
    WaarnemingFactory(pand=pand, peildatum=PEILDATUM, voorraad_m2=0)
    WaarnemingFactory(pand=ander, peildatum=PEILDATUM + datetime.timedelta(1), voorraad_m2=900)
    # A pand that turned out to be no office stays in the count.
    assert stand(deelname) == (3, 1)
    assert rondes.Voortgang(3, 1).procent == 33
    assert rondes.Voortgang(1000, 999).procent == 99


def test_voortgang_telt_per_ronde_en_gemeente_in_een_query(
    deelname: Deelname, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    maak_panden(3)
    utrecht = GemeenteFactory(code="GM0344")
    pand = PandFactory(gemeente=utrecht)
    oud = Ronde.objects.create(peildatum=datetime.date(2020, 1, 1), deadline=VANDAAG)
    WaarnemingFactory(pand=pand, peildatum=oud.peildatum)
    ids = [
        deelname.pk,
        *(Deelname.objects.create(ronde=ronde, gemeente=utrecht).pk for ronde in (oud, deelname.ronde)),
    ]
    with django_assert_num_queries(1):
        gevonden = rondes.voortgang(ids)
    assert [(gevonden[pk].panden, gevonden[pk].gedaan) for pk in ids] == [(3, 0), (1, 1), (1, 0)]


# --- confirming --------------------------------------------------------------------------------
def test_bevestigen_maakt_een_waarneming_gelijk_aan_de_laatste(deelname: Deelname, loods: Gebruiker) -> None:
    panden = maak_panden(3)
    nooit = PandFactory()
    uitkomst = rondes.bevestig_ongewijzigd(deelname, loods, rondes.panden_in([deelname.pk]))
    assert (uitkomst.aantal, uitkomst.zonder_eerdere) == (3, 1)
    for pand in panden:
        oud, nieuw = pand.waarnemingen.order_by("peildatum")
        assert nieuw.peildatum == PEILDATUM
        assert nieuw.ingevoerd_door == loods
        for veld in ("voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "vraaghuur", "gebruik", "bron",
                     "opgegeven_in", "geraamd"):  # fmt: skip
            assert getattr(nieuw, veld) == getattr(oud, veld), veld
        assert Pandstand.objects.get(pand=pand).peildatum == PEILDATUM
    assert not nooit.waarnemingen.exists()
    assert stand(deelname) == (4, 3)
    assert Herberekening.objects.filter(gemeente_id="GM0321", vanaf=PEILDATUM).count() == 1


def test_bevestigen_doet_niets_over_en_neemt_de_laatste_voor_de_peildatum(deelname: Deelname, loods: Gebruiker) -> None:
    pand, ander = maak_panden(2)
    WaarnemingFactory(pand=pand, peildatum=PEILDATUM, leegstand_m2=7)
    WaarnemingFactory(pand=ander, peildatum=datetime.date(2025, 1, 1), leegstand_m2=1, voorraad_m2=900)
    assert rondes.bevestig_ongewijzigd(deelname, loods, rondes.panden_in([deelname.pk])).aantal == 1
    assert rondes.bevestig_ongewijzigd(deelname, loods, rondes.panden_in([deelname.pk])).aantal == 0
    assert pand.waarnemingen.actueel().get(peildatum=PEILDATUM).leegstand_m2 == 7
    assert ander.waarnemingen.actueel().get(peildatum=PEILDATUM).leegstand_m2 == 1


def test_bevestigen_kost_voor_driehonderd_panden_evenveel_queries(
    deelname: Deelname, loods: Gebruiker, django_assert_max_num_queries: Any
) -> None:
    maak_panden(300)
    with django_assert_max_num_queries(9):
        assert rondes.bevestig_ongewijzigd(deelname, loods, rondes.panden_in([deelname.pk])).aantal == 300


def test_ongedaan_maken_laat_staan_wat_intussen_is_verbeterd(deelname: Deelname, loods: Gebruiker) -> None:
    pand, ander = maak_panden(2)
    uitkomst = rondes.bevestig_ongewijzigd(deelname, loods, rondes.panden_in([deelname.pk]))
    bevestigd = ander.waarnemingen.get(peildatum=PEILDATUM)
    Waarneming.objects.filter(pk=bevestigd.pk).update(vervangen_op=uitkomst.moment)
    WaarnemingFactory(pand=ander, peildatum=PEILDATUM, leegstand_m2=5, vervangt=bevestigd)
    assert rondes.maak_ongedaan(deelname, GebruikerFactory(), uitkomst.moment) == 0
    assert rondes.maak_ongedaan(deelname, loods, uitkomst.moment) == 1
    assert Pandstand.objects.get(pand=pand).peildatum == EERDER
    assert Pandstand.objects.get(pand=ander).leegstand_m2 == 5
    # What was withdrawn stays to be seen, and can be confirmed again.
    assert pand.waarnemingen.count() == 2
    assert rondes.bevestig_ongewijzigd(deelname, loods, rondes.panden_in([deelname.pk])).aantal == 1


def test_een_gesloten_ronde_neemt_niets_meer_aan(deelname: Deelname, loods: Gebruiker) -> None:
    maak_panden(1)
    rondes.zet_gesloten(deelname.ronde, True)
    with pytest.raises(rondes.RondeGesloten):
        rondes.bevestig_ongewijzigd(deelname, loods, rondes.panden_in([deelname.pk]))
    assert stand(deelname) == (1, 0)


# --- pages -------------------------------------------------------------------------------------
def adres(deelname: Deelname) -> str:
    return deelname.get_absolute_url()


def test_loods_bevestigt_alles_en_maakt_het_ongedaan(client: Client, deelname: Deelname, loods: Gebruiker) -> None:
    maak_panden(3)
    PandFactory()
    client.force_login(loods)
    inhoud = client.get(adres(deelname)).content.decode()
    assert "Nog 4 van 4 panden te doen" in inhoud
    antwoord = client.post(adres(deelname), {"actie": "bevestigen", "welke": "alle"}, follow=True)
    inhoud = antwoord.content.decode()
    assert "3 panden ongewijzigd bevestigd" in inhoud
    assert "1 pand is nog nooit vastgelegd" in inhoud
    assert stand(deelname) == (4, 3)
    inhoud = client.post(adres(deelname), {"actie": "ongedaan"}, follow=True).content.decode()
    assert "De bevestiging van 3 panden is ongedaan gemaakt" in inhoud
    assert stand(deelname) == (4, 0)
    inhoud = client.post(adres(deelname), {"actie": "ongedaan"}, follow=True).content.decode()
    assert "kan niet meer ongedaan" in inhoud


def test_alleen_het_aangevinkte_of_het_gefilterde_wordt_bevestigd(
    client: Client, deelname: Deelname, loods: Gebruiker
) -> None:
    panden = maak_panden(4)
    adres_in(panden[3], straat="Papiermolen", huisnummer=77)
    vreemd = maak_panden(1, gemeente=GemeenteFactory(code="GM0344"))[0]
    client.force_login(loods)
    gekozen = [panden[0].bag_id, vreemd.bag_id]
    client.post(adres(deelname), {"actie": "bevestigen", "welke": "aangevinkt", "pand": gekozen})
    assert [pand.waarnemingen.count() for pand in (*panden, vreemd)] == [2, 1, 1, 1, 1]
    client.post(f"{adres(deelname)}?q=papiermolen", {"actie": "bevestigen", "welke": "alle"})
    assert [pand.waarnemingen.count() for pand in (*panden, vreemd)] == [2, 1, 1, 2, 1]


def test_afronden_en_heropenen(client: Client, deelname: Deelname, loods: Gebruiker) -> None:
    client.force_login(loods)
    client.post(adres(deelname), {"actie": "afronden"})
    deelname.refresh_from_db()
    assert deelname.afgerond_op is not None
    assert deelname.afgerond_door == loods
    client.post(adres(deelname), {"actie": "heropenen"})
    deelname.refresh_from_db()
    assert deelname.afgerond_op is None


@pytest.mark.parametrize("aantal", [3, 40])
def test_paginas_kosten_een_vast_aantal_queries(
    client: Client, deelname: Deelname, loods: Gebruiker, aantal: int, django_assert_max_num_queries: Any
) -> None:
    maak_panden(aantal)
    client.force_login(loods)
    client.get(adres(deelname))
    for pagina in (adres(deelname), deelname.ronde.get_absolute_url(), "/rondes/"):
        with django_assert_max_num_queries(12):
            assert client.get(pagina).status_code == 200


def test_loods_van_elders_vindt_de_gemeente_niet(client: Client, deelname: Deelname) -> None:
    maak_panden(1)
    client.force_login(loods_van(GemeenteFactory(code="GM0344")))
    for pad in ("", "rijen.json", "excel/", "sjabloon.xlsx", "sjabloon.csv"):
        assert client.get(adres(deelname) + pad).status_code in {404, 405}, pad
        assert client.post(adres(deelname) + pad, {"actie": "bevestigen"}).status_code in {404, 405}, pad
    assert client.get(deelname.ronde.get_absolute_url()).status_code == 404
    assert "Houten" not in client.get("/rondes/").content.decode()
    assert stand(deelname) == (1, 0)


def test_coach_kijkt_mee_maar_vult_niets_in(client: Client, deelname: Deelname) -> None:
    maak_panden(1)
    client.force_login(GebruikerFactory(rol=Rol.KANTORENCOACH))
    inhoud = client.get(adres(deelname)).content.decode()
    assert "Nog 1 van 1 pand te doen" in inhoud
    assert "ongewijzigd</button>" not in inhoud
    assert client.post(adres(deelname), {"actie": "bevestigen", "welke": "alle"}).status_code == 403
    assert client.post(deelname.ronde.get_absolute_url(), {"actie": "sluiten"}).status_code == 403
    assert stand(deelname) == (1, 0)


def test_verkeerde_datum_in_het_adres_bestaat_niet(client: Client, loods: Gebruiker) -> None:
    client.force_login(loods)
    assert client.get("/rondes/2026-13-45/").status_code == 404
    assert client.get("/rondes/2019-01-01/").status_code == 404


def test_beheerder_geeft_een_gemeente_een_eigen_deadline(client: Client, deelname: Deelname, loods: Gebruiker) -> None:
    maak_panden(1)
    beheerder = GebruikerFactory(rol=Rol.BEHEERDER)
    client.force_login(beheerder)
    pagina = deelname.ronde.get_absolute_url()
    Deelname.objects.update(herinnerd_op=timezone.now())
    later = VANDAAG + datetime.timedelta(40)
    gegevens = {"actie": "deadline", "gemeente": "GM0321", "eigen_deadline": later.isoformat()}
    inhoud = client.post(pagina, gegevens, follow=True).content.decode()
    assert f"Houten kan invullen tot en met {datum(later)}" in inhoud
    assert f"{datum_kort(later)} (eigen)" in inhoud
    deelname.refresh_from_db()
    # The reminder comes again, before the new day.
    assert (deelname.deadline, deelname.herinnerd_op) == (later, None)
    assert deelname.history.latest().history_user == beheerder
    client.force_login(loods)
    assert f"Invullen tot en met {datum(later)}" in client.get(adres(deelname)).content.decode()
    assert "eigen deadline" not in client.get(pagina).content.decode()
    assert client.post(pagina, gegevens).status_code == 403
    # Empty, and the day of the round itself, mean that of the round.
    client.force_login(beheerder)
    for dag in ("", deelname.ronde.deadline.isoformat()):
        Deelname.objects.update(deadline=later)
        client.post(pagina, gegevens | {"eigen_deadline": dag})
        deelname.refresh_from_db()
        assert deelname.deadline is None
        assert deelname.uiterste_dag == deelname.ronde.deadline


@pytest.mark.parametrize(
    ("velden", "fout"),
    [
        ({"eigen_deadline": "2020-01-01"}, "Deze dag is al voorbij"),
        ({"eigen_deadline": "morgen"}, "datum"),
        ({"gemeente": "GM0344"}, "GM0344"),
        ({"gemeente": ""}, "Kies een gemeente."),
    ],
)
def test_verkeerde_eigen_deadline_wordt_geweigerd(
    client: Client, deelname: Deelname, velden: dict[str, str], fout: str
) -> None:
    client.force_login(GebruikerFactory(rol=Rol.BEHEERDER))
    gegevens = {"actie": "deadline", "gemeente": "GM0321", "eigen_deadline": str(VANDAAG + datetime.timedelta(9))}
    antwoord = client.post(deelname.ronde.get_absolute_url(), gegevens | velden)
    assert antwoord.status_code == 422
    assert fout in antwoord.content.decode()
    deelname.refresh_from_db()
    assert deelname.deadline is None


def test_gesloten_ronde_neemt_geen_eigen_deadline(client: Client, deelname: Deelname) -> None:
    client.force_login(GebruikerFactory(rol=Rol.BEHEERDER))
    rondes.zet_gesloten(deelname.ronde, True)
    pagina = deelname.ronde.get_absolute_url()
    assert "eigen deadline" not in client.get(pagina).content.decode()
    gegevens = {"actie": "deadline", "gemeente": "GM0321", "eigen_deadline": str(VANDAAG + datetime.timedelta(9))}
    assert "gesloten" in client.post(pagina, gegevens, follow=True).content.decode()
    deelname.refresh_from_db()
    assert deelname.deadline is None


# --- opening, mail -----------------------------------------------------------------------------
def open_formulier(client: Client, **velden: Any) -> Any:
    form = client.get("/rondes/nieuw/").context["form"]
    gegevens = {naam: form[naam].value() for naam in form.fields}
    return client.post("/rondes/nieuw/", {**gegevens, "toelichting": "Let op de nieuwbouw.", **velden})


def test_beheerder_opent_een_ronde_voor_gemeenten_met_kantoren(
    client: Client, houten: Gemeente, django_capture_on_commit_callbacks: Any
) -> None:
    maak_panden(2)
    client.force_login(GebruikerFactory(rol=Rol.BEHEERDER))
    with django_capture_on_commit_callbacks() as na_commit:
        antwoord = open_formulier(client)
    ronde = Ronde.objects.get()
    assert antwoord["Location"] == ronde.get_absolute_url()
    assert (ronde.peildatum, ronde.toelichting) == (PEILDATUM, "Let op de nieuwbouw.")
    assert [deelname.gemeente for deelname in ronde.deelnames.all()] == [houten]
    assert len(na_commit) == 1


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"peildatum": f"{VANDAAG.year + 1}-01-01"}, "peildatum"),
        ({"peildatum": "2024-02-01"}, "__all__"),
        ({"deadline": "2020-01-01"}, "deadline"),
        ({"gemeenten": []}, "gemeenten"),
    ],
)
def test_een_ronde_die_niet_kan_wordt_geweigerd(
    client: Client, houten: Gemeente, velden: dict[str, Any], veld: str
) -> None:
    maak_panden(1)
    client.force_login(GebruikerFactory(rol=Rol.BEHEERDER))
    antwoord = open_formulier(client, **velden)
    assert antwoord.status_code == 422
    assert antwoord.context["form"].errors[veld]
    assert not Ronde.objects.exists()


def test_elke_loods_krijgt_een_mail_met_al_zijn_gemeenten(deelname: Deelname, loods: Gebruiker, settings: Any) -> None:
    settings.BASIS_URL = "https://akt.example"
    maak_panden(2)
    utrecht = GemeenteFactory(code="GM0344")
    Deelname.objects.create(ronde=deelname.ronde, gemeente=utrecht)
    beide = loods_van(deelname.gemeente, utrecht, email="beide@voorbeeld.example")
    loods_van(utrecht, email="weg@voorbeeld.example", is_active=False)
    zonder = Deelname.objects.create(ronde=deelname.ronde, gemeente=GemeenteFactory(code="GM0999"))
    nodig_uit_voor_rondes()
    post.verstuur()
    assert sorted(bericht.to[0] for bericht in mail.outbox) == [beide.email, loods.email]
    bericht = next(bericht for bericht in mail.outbox if bericht.to == [loods.email])
    assert "2 panden" in bericht.body
    assert f"https://akt.example{deelname.get_absolute_url()}" in bericht.body
    assert next(bericht for bericht in mail.outbox if bericht.to == [beide.email]).body.count("https://") == 2
    deelname.refresh_from_db()
    zonder.refresh_from_db()
    assert deelname.uitgenodigd_op is not None
    assert zonder.uitgenodigd_op is None
    nodig_uit_voor_rondes()
    post.verstuur()
    assert len(mail.outbox) == 2


def test_een_mislukte_transactie_mailt_en_markeert_niemand(deelname: Deelname, loods: Gebruiker) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        assert rondes.nodig_uit() == 1
        raise RuntimeError
    assert (post.verstuur(), mail.outbox) == (0, [])
    assert Deelname.objects.get().uitgenodigd_op is None
    assert rondes.nodig_uit() == 1
    assert Deelname.objects.get().uitgenodigd_op is not None
    # The mark gone, the outbox still knows that it went.
    Deelname.objects.update(uitgenodigd_op=None)
    assert rondes.nodig_uit() == 0
    assert post.verstuur() == 1


def test_een_gemeente_met_een_latere_deadline_krijgt_haar_eigen_herinnering(
    deelname: Deelname, loods: Gebruiker
) -> None:
    maak_panden(1)
    utrecht = GemeenteFactory(code="GM0344")
    maak_panden(1, gemeente=utrecht)
    later = Deelname.objects.create(ronde=deelname.ronde, gemeente=utrecht)
    Werkgebied.objects.create(gebruiker=loods, gemeente=utrecht, van=datetime.date(2015, 1, 1))
    rondes.nodig_uit()
    Deelname.objects.filter(pk=deelname.pk).update(deadline=VANDAAG + datetime.timedelta(5))
    assert rondes.herinner() == 1
    Deelname.objects.filter(pk=later.pk).update(deadline=VANDAAG + datetime.timedelta(6))
    assert rondes.herinner() == 1
    post.verstuur()
    houten, ander = (bericht.body for bericht in mail.outbox if "Herinnering" in bericht.subject)
    assert "Houten" in houten and "Utrecht: nog" not in houten
    assert "Utrecht: nog" in ander and datum(VANDAAG + datetime.timedelta(6)) in ander


def test_herinnering_komt_eenmaal_vlak_voor_de_deadline(deelname: Deelname, loods: Gebruiker) -> None:
    (pand,) = maak_panden(1)
    nodig_uit_voor_rondes()
    post.verstuur()
    mail.outbox.clear()
    herinner_rondes()
    assert post.verstuur() == 0
    Deelname.objects.update(deadline=VANDAAG + datetime.timedelta(5))
    herinner_rondes()
    herinner_rondes()
    post.verstuur()
    assert [bericht.to for bericht in mail.outbox] == [[loods.email]]
    assert "nog 1 pand," in mail.outbox[0].body
    # Nobody is reminded of what is done.
    Deelname.objects.update(herinnerd_op=None)
    WaarnemingFactory(pand=pand, peildatum=PEILDATUM)
    herinner_rondes()
    assert post.verstuur() == 0


def test_beheerder_sluit_en_heropent(client: Client, deelname: Deelname) -> None:
    client.force_login(GebruikerFactory(rol=Rol.BEHEERDER))
    client.post(deelname.ronde.get_absolute_url(), {"actie": "sluiten"})
    assert Ronde.objects.get().gesloten_op is not None
    assert "gesloten" in client.get(adres(deelname)).content.decode()
    client.post(deelname.ronde.get_absolute_url(), {"actie": "openen"})
    assert Ronde.objects.get().gesloten_op is None


# --- the demo ----------------------------------------------------------------------------------
def test_demoronde_is_deels_gevuld_en_gaat_er_helemaal_uit(stamgegevens: None) -> None:
    loodsen = {}
    for code in ("GM0321", "GM0344", "GM0307"):
        gemeente = GemeenteFactory(code=code)
        loodsen[code] = loods_van(gemeente)
        for _ in range(4):
            WaarnemingFactory(pand=PandFactory(gemeente=gemeente, demo=True), peildatum=PEILDATUM)
    ronde = maak_demo(loodsen, random.Random(1))
    assert maak_demo(loodsen, random.Random(1)) is None
    stand = rondes.voortgang(ronde.deelnames.all())
    assert sorted((v.panden, v.gedaan) for v in stand.values()) == [(4, 0), (4, 2), (4, 4)]
    assert ronde.deelnames.filter(afgerond_op__isnull=False).count() == 1
    verwijder()
    assert not Ronde.objects.exists()
    assert not Ronde.history.exists()
    assert not Deelname.history.exists()
