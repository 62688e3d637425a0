"""Questions: from asking to forgetting, the reply time, and what must never happen to them."""

from __future__ import annotations

import datetime
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from akt import post
from akt.models import Bericht, Gebruiker, Rol
from akt.openform import STEMPEL, TE_OUD, TE_SNEL
from loodsen import vragen
from loodsen.demo import vragen as demo
from loodsen.models import Kantorenloods, Vraag, Vraagbericht
from loodsen.tasks import herinner_vragen, vergeet_vragen
from loodsen.vragen import Soort, Status, Via, VraagConflict
from loodsen.werktijd import grens, uiterste_dag, werkdagen, werkuren
from monitoring.models import Gemeente, Werkgebied
from tests.factories import GebruikerFactory, GemeenteFactory, PandFactory, adres_in, loods_van

STELLEN = "/kantorenloods/GM0321/vraag/"
ZONE = timezone.get_default_timezone()


def loods_in(gemeente: Gemeente, naam: str, email: str, **velden: Any) -> Gebruiker:
    """A kantorenloods with an account and a place in the team."""
    gebruiker = loods_van(gemeente, naam=naam, email=email)
    Kantorenloods.objects.create(
        gemeente=gemeente, gebruiker=gebruiker, naam=naam, email=email, van=datetime.date(2015, 1, 1), **velden
    )
    return gebruiker


@pytest.fixture
def houten(db: None) -> Gemeente:
    return GemeenteFactory(code="GM0321")


@pytest.fixture
def utrecht(db: None) -> Gemeente:
    return GemeenteFactory(code="GM0344")


@pytest.fixture
def loods(houten: Gemeente) -> Gebruiker:
    return loods_in(houten, "Loes Houten", "loes@voorbeeld.example")


@pytest.fixture
def coach(db: None) -> Gebruiker:
    return GebruikerFactory(rol=Rol.KANTORENCOACH, naam="Coen Coach", email="coen@voorbeeld.example")


def stempel(seconden: int = TE_SNEL + 2) -> str:
    with patch("time.time", return_value=datetime.datetime.now(datetime.UTC).timestamp() - seconden):
        return STEMPEL.sign("formulier")


@pytest.fixture
def formulier() -> dict[str, Any]:
    return {
        "onderwerp": "Woningen aan de Kokermolen", "tekst": "Mag dit kantoor appartementen worden?",
        "plek": "Kokermolen 1", "naam": "Jan de Vries", "email": "jan@voorbeeld.example",
        "organisatie": "Vries Vastgoed", "telefoon": "06 12 34 56 78", "website": "", "stempel": stempel(),
    }  # fmt: skip


def maak(gemeente: Gemeente, **velden: Any) -> Vraag:
    gegevens = {
        "naam": "Jan de Vries", "email": "jan@voorbeeld.example", "organisatie": "Vries Vastgoed", "telefoon": "",
        "onderwerp": "Woningen", "tekst": "Mag dit kantoor appartementen worden?", "plek": "",
    }  # fmt: skip
    sinds = velden.pop("sinds", None)
    vraag = vragen.stel(gegevens | velden, gemeente, verzending=f"{Vraag.objects.count()}-{gemeente.pk}")
    if sinds:
        Vraag.objects.filter(pk=vraag.pk).update(sinds=sinds)
        vraag.refresh_from_db()
    return vraag


def bezorg() -> dict[str, Any]:
    """Send what waits; the mails by receiver, the last one counting."""
    mail.outbox.clear()
    post.verstuur()
    return {bericht.to[0]: bericht for bericht in mail.outbox}


def geleden(**hoeveel: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**hoeveel)


# --- asking ------------------------------------------------------------------------------------
def test_van_vraag_tot_antwoord(client: Client, loods: Gebruiker, formulier: dict[str, Any], settings: Any) -> None:
    settings.BASIS_URL = "https://akt.example"
    assert "Loes Houten beantwoordt uw vraag" in client.get(STELLEN).content.decode()
    antwoord = client.post(STELLEN, formulier)
    vraag = Vraag.objects.get()
    assert antwoord["Location"] == vraag.get_volg_url()
    inhoud = client.get(vraag.get_volg_url()).content.decode()
    assert vraag.nummer in inhoud and "Uw vraag ligt bij Loes Houten" in inhoud
    assert (vraag.status, vraag.loods.gebruiker, vraag.bij_coachteam) == ("open", loods, False)  # type: ignore[union-attr]

    berichten = bezorg()
    naar_loods, naar_vrager = berichten["loes@voorbeeld.example"], berichten["jan@voorbeeld.example"]
    assert naar_loods.reply_to == ["jan@voorbeeld.example"] and "appartementen" in naar_loods.body
    assert f"https://akt.example{vraag.get_absolute_url()}" in naar_loods.body
    assert f"https://akt.example{vraag.get_volg_url()}" in naar_vrager.body and vraag.nummer in naar_vrager.subject

    binnen = Client()
    binnen.force_login(loods)
    assert "Woningen aan de Kokermolen" in binnen.get("/vragen/").content.decode()
    assert "06 12 34 56 78" in binnen.get(vraag.get_absolute_url()).content.decode()
    invoer = {"actie": "antwoord", "antwoord-gezien": "0", "antwoord-tekst": "Ja, dat mag."}
    assert "Uw antwoord is verstuurd" in binnen.post(vraag.get_absolute_url(), invoer, follow=True).content.decode()
    vraag.refresh_from_db()
    assert vraag.status == Status.BEANTWOORD and vraag.beantwoord_op is not None
    bericht = bezorg()["jan@voorbeeld.example"]
    assert bericht.reply_to == ["loes@voorbeeld.example"] and "Ja, dat mag." in bericht.body
    assert "Ja, dat mag." in client.get(vraag.get_volg_url()).content.decode()

    # The asker says more: the loods gets it, and the question waits again while the first answer stays.
    eerste = vraag.beantwoord_op
    reactie = {"actie": "reageren", "tekst": "En parkeren?", "gezien": str(vragen.laatste(vraag))}
    client.post(vraag.get_volg_url(), reactie)
    assert "En parkeren?" in bezorg()["loes@voorbeeld.example"].body
    vraag.refresh_from_db()
    assert (vraag.status, vraag.beantwoord_op) == ("open", eerste)
    client.post(vraag.get_volg_url(), {"actie": "sluiten"})
    vraag.refresh_from_db()
    assert (vraag.status, vraag.beantwoord_op) == ("gesloten", eerste)


def test_ontvangstbevestiging_bevat_niets_dat_is_ingevuld(houten: Gemeente, loods: Gebruiker) -> None:
    """Else anyone could have the portal mail anything to anyone."""
    maak(houten, naam="Koop nu", onderwerp="Gratis geld", tekst="Kijk op mijn site voor gratis geld", organisatie="X")
    bericht = bezorg()["jan@voorbeeld.example"]
    for woord in ("Koop nu", "Gratis geld", "mijn site"):
        assert woord not in bericht.body and woord not in bericht.subject


def test_zonder_loods_gaat_de_vraag_naar_het_coachteam(
    client: Client, houten: Gemeente, coach: Gebruiker, formulier: dict[str, Any]
) -> None:
    assert "Houten heeft nog geen kantorenloods" in client.get(STELLEN).content.decode()
    inhoud = client.post(STELLEN, formulier, follow=True).content.decode()
    assert "Uw vraag ligt bij het coachteam" in inhoud
    assert Vraag.objects.get().bij_coachteam
    berichten = bezorg()
    assert "coachteam" in berichten["jan@voorbeeld.example"].body
    assert "nog geen kantorenloods" in berichten["coen@voorbeeld.example"].body


def test_zonder_loods_en_zonder_coach_krijgt_het_programma_de_vraag(houten: Gemeente, settings: Any) -> None:
    maak(houten)
    assert settings.AKT_CONTACT["email"] in bezorg()


def test_wie_nu_loods_is_krijgt_de_vraag(houten: Gemeente) -> None:
    loods_in(houten, "Vroeger", "vroeger@voorbeeld.example", eerste=False, tot=datetime.date(2020, 1, 1))
    loods_in(houten, "Ander", "ander@voorbeeld.example", eerste=False)
    loods_in(houten, "Eerst", "eerst@voorbeeld.example")
    vraag = maak(houten)
    assert set(bezorg()) == {"eerst@voorbeeld.example", "jan@voorbeeld.example"}
    # When that one has left, the mail goes to who is there.
    Kantorenloods.objects.filter(naam="Eerst").update(tot=timezone.localdate())
    vragen.reageer(vraag, "Is er al nieuws?", 0)
    assert set(bezorg()) == {"ander@voorbeeld.example"}


def test_gemeente_die_niet_bestaat_heeft_geen_formulier(client: Client, houten: Gemeente) -> None:
    assert client.get("/kantorenloods/GM9999/vraag/").status_code == 404
    Gemeente.objects.filter(pk=houten.pk).update(einde=datetime.date(2020, 1, 1))
    assert client.get(STELLEN).status_code == 404


def test_wie_is_ingelogd_hoeft_minder_in_te_vullen(client: Client, loods: Gebruiker, formulier: dict[str, Any]) -> None:
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ, naam="Mark Markt", email="mark@voorbeeld.example")
    client.force_login(markt)
    form = client.get(STELLEN).context["form"]
    assert (form["naam"].value(), form["email"].value()) == ("Mark Markt", "mark@voorbeeld.example")
    client.post(STELLEN, formulier)
    assert Vraag.objects.get().gebruiker == markt


def test_netwerk_komt_van_een_pand_en_een_ander_niet(
    client: Client, loods: Gebruiker, coach: Gebruiker, formulier: dict[str, Any]
) -> None:
    pand = PandFactory(gemeente=Gemeente.objects.get(pk="GM0321"))
    adres_in(pand, straat="Papiermolen", huisnummer=7)
    adres = f"{STELLEN}?pand={pand.bag_id}"
    assert "Papiermolen" not in client.get(adres).content.decode()
    client.force_login(GebruikerFactory(rol=Rol.MARKTPARTIJ))
    assert "Papiermolen" not in client.get(adres).content.decode()
    client.force_login(coach)
    assert "Vraag de kantorenloods" in client.get(pand.get_absolute_url()).content.decode()
    assert "Papiermolen 7" in client.get(adres).context["form"]["plek"].value()
    client.post(adres, formulier)
    assert Vraag.objects.get().pand == pand


# --- abuse -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("anders", "klacht"),
    [
        ({"website": "https://spam.example"}, "robots te herkennen"),
        ({"stempel": "verzonnen"}, "te lang open"),
        ({"tekst": "Te kort"}, "Schrijf iets meer"),
        ({"tekst": "Kijk op http://a.example www.b.example https://c.example https://d.example"}, "niet meer dan 3"),
        ({"naam": "Koop op www.spam.example"}, "alleen uw naam"),
        ({"email": "geen adres"}, "geen goed e-mailadres"),
        ({"email": "jan@voorbeeld.example\nBcc: ander@voorbeeld.example"}, "geen goed e-mailadres"),
        ({"onderwerp": ""}, "waar het over gaat"),
        ({"tekst": "x" * 4001}, "4000"),
    ],
)
def test_wat_niet_kan_wordt_geweigerd_en_blijft_staan(
    client: Client, loods: Gebruiker, formulier: dict[str, Any], anders: dict[str, str], klacht: str
) -> None:
    antwoord = client.post(STELLEN, formulier | anders)
    assert antwoord.status_code == 422
    assert klacht in antwoord.content.decode()
    assert antwoord.context["form"]["organisatie"].value() == "Vries Vastgoed"
    assert not Vraag.objects.exists() and not Bericht.objects.exists()


def test_te_snel_of_te_oud_kan_daarna_gewoon_opnieuw(
    client: Client, loods: Gebruiker, formulier: dict[str, Any]
) -> None:
    for fout, klacht in ((stempel(0), "wel heel snel"), (stempel(TE_OUD + 60), "te lang open")):
        antwoord = client.post(STELLEN, formulier | {"stempel": fout})
        assert antwoord.status_code == 422 and klacht in antwoord.content.decode()
        assert antwoord.context["form"]["tekst"].value() == formulier["tekst"]
        STEMPEL.unsign(antwoord.context["form"]["stempel"].value(), max_age=TE_OUD)
    assert client.post(STELLEN, formulier).status_code == 302


def test_regeleinden_komen_niet_in_een_kop(client: Client, loods: Gebruiker, formulier: dict[str, Any]) -> None:
    client.post(STELLEN, formulier | {
        "onderwerp": "Hallo\r\nBcc: slachtoffer@voorbeeld.example", "naam": "Jan\r\nTo: ander@voorbeeld.example",
    })  # fmt: skip
    assert not Vraag.objects.exists(), "een naam is geen adres"
    client.post(STELLEN, formulier | {"onderwerp": "Hallo\r\nBcc: slachtoffer@voorbeeld.example", "naam": "Jan\r\nV"})
    assert set(bezorg()) == {"loes@voorbeeld.example", "jan@voorbeeld.example"}
    for bericht in mail.outbox:
        koppen = bericht.message()
        assert koppen["Bcc"] is None and "\n" not in bericht.subject
    assert Vraag.objects.get().naam == "Jan V"


def test_twee_keer_verstuurd_is_een_vraag_en_veranderd_een_nieuwe(
    client: Client, loods: Gebruiker, formulier: dict[str, Any]
) -> None:
    eerste = client.post(STELLEN, formulier)["Location"]
    assert client.post(STELLEN, formulier)["Location"] == eerste
    assert Vraag.objects.count() == 1 and Bericht.objects.count() == 2
    # Back in the browser to mend the address: that is not the same question.
    assert client.post(STELLEN, formulier | {"email": "jan2@voorbeeld.example"})["Location"] != eerste
    assert Vraag.objects.count() == 2


def test_tegelijk_verstuurd_is_ook_een_vraag(transactional_db: None) -> None:
    gemeente = GemeenteFactory(code="GM0321")
    loods_in(gemeente, "Loes Houten", "loes@voorbeeld.example")
    gegevens = {"naam": "Jan", "email": "jan@voorbeeld.example", "onderwerp": "Iets", "tekst": "Iets meer dan dat."}

    def stel(_: int) -> int:
        try:
            return vragen.stel(gegevens, gemeente, verzending="dezelfde").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as draden:
        assert len(set(draden.map(stel, range(8)))) == 1
    assert (Vraag.objects.count(), Bericht.objects.count()) == (1, 2)


def test_te_veel_vragen_van_een_plek(client: Client, loods: Gebruiker, formulier: dict[str, Any]) -> None:
    statussen = [
        client.post(STELLEN, formulier | {"onderwerp": f"Vraag {i}", "email": f"jan{i}@voorbeeld.example"}).status_code
        for i in range(11)
    ]
    assert statussen == [302] * 10 + [429]
    # What was sent already is no new question, and someone elsewhere is not in the way.
    assert (
        client.post(STELLEN, formulier | {"onderwerp": "Vraag 3", "email": "jan3@voorbeeld.example"}).status_code == 302
    )
    assert client.post(STELLEN, formulier, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_geen_postbus_wordt_gevuld(client: Client, loods: Gebruiker, formulier: dict[str, Any]) -> None:
    statussen = [
        client.post(STELLEN, formulier | {"onderwerp": f"Vraag {i}"}, REMOTE_ADDR=f"192.0.2.{i}").status_code
        for i in range(11)
    ]
    assert statussen == [302] * 10 + [429]


def test_stellen_en_volgen_vragen_csrf(loods: Gebruiker, houten: Gemeente, formulier: dict[str, Any]) -> None:
    streng = Client(enforce_csrf_checks=True)
    assert streng.post(STELLEN, formulier).status_code == 403
    assert streng.post(maak(houten).get_volg_url(), {"actie": "wissen"}).status_code == 403


# --- the conversation --------------------------------------------------------------------------
def test_de_vraagsteller_ziet_geen_notitie_en_geen_reden(
    client: Client, houten: Gemeente, loods: Gebruiker, coach: Gebruiker
) -> None:
    vraag = maak(houten)
    notitie = vragen.noteer(vraag, loods, "Pas op met deze partij.", 0)
    plek = next(plek for plek in vragen.bestemmingen(vraag) if plek.waarde == "coachteam")
    vragen.draag_over(vraag, loods, plek, "Geen zin in.", notitie.pk)
    inhoud = client.get(vraag.get_volg_url()).content.decode()
    assert "Pas op" not in inhoud and "Geen zin in" not in inhoud
    assert "Doorgegeven aan Coachteam van de provincie" in inhoud
    # What went on inside does not stand in the way of a reaction.
    reactie = {"actie": "reageren", "tekst": "Nog iets.", "gezien": "0"}
    assert client.post(vraag.get_volg_url(), reactie).status_code == 302


def test_een_ander_was_eerder_en_niets_gaat_verloren(client: Client, houten: Gemeente, loods: Gebruiker) -> None:
    vraag = maak(houten)
    collega = loods_in(houten, "Kees Collega", "kees@voorbeeld.example", eerste=False)
    vragen.beantwoord(vraag, collega, "Dat mag.", 0)
    client.force_login(loods)
    invoer = {"actie": "antwoord", "antwoord-gezien": "0", "antwoord-tekst": "Dat mag niet."}
    antwoord = client.post(vraag.get_absolute_url(), invoer)
    assert antwoord.status_code == 409
    inhoud = antwoord.content.decode()
    assert "Intussen is er iets bij gekomen" in inhoud and "Dat mag niet." in inhoud and "Dat mag." in inhoud
    assert vraag.berichten.count() == 1
    nieuw = antwoord.context["antwoord"]["gezien"].value()
    assert client.post(vraag.get_absolute_url(), invoer | {"antwoord-gezien": nieuw}).status_code == 302
    assert vraag.berichten.count() == 2


def test_dubbel_klikken_op_antwoord_mailt_een_keer(client: Client, houten: Gemeente, loods: Gebruiker) -> None:
    vraag = maak(houten)
    client.force_login(loods)
    invoer = {"actie": "antwoord", "antwoord-gezien": "0", "antwoord-tekst": "Dat mag."}
    for _ in range(2):
        assert client.post(vraag.get_absolute_url(), invoer).status_code == 302
    assert vraag.berichten.count() == 1
    assert Bericht.objects.filter(onderwerp__startswith="Antwoord").count() == 1


@pytest.mark.parametrize(
    ("invoer", "klacht"),
    [
        ({"actie": "antwoord", "antwoord-tekst": "  "}, "Schrijf uw antwoord"),
        ({"actie": "elders"}, "Kies hoe de vraag is beantwoord"),
        ({"actie": "elders", "elders-via": "portaal"}, "geldige"),
        ({"actie": "overdracht", "overdracht-naar": "gemeente:GM9999", "overdracht-reden": "x"}, "geldige"),
        ({"actie": "overdracht", "overdracht-naar": "coachteam"}, "waarom u de vraag doorgeeft"),
        ({"actie": "notitie"}, "Schrijf uw notitie"),
    ],
)
def test_lege_of_vreemde_invoer(
    client: Client, houten: Gemeente, loods: Gebruiker, invoer: dict[str, str], klacht: str
) -> None:
    vraag = maak(houten)
    client.force_login(loods)
    antwoord = client.post(vraag.get_absolute_url(), invoer)
    assert antwoord.status_code == 422
    assert klacht in antwoord.content.decode()
    assert not vraag.berichten.exists()
    assert client.post(vraag.get_absolute_url(), {"actie": "iets"}).status_code == 302


def test_per_mail_of_telefoon_beantwoord_stopt_de_klok_en_mailt_niet(
    client: Client, houten: Gemeente, loods: Gebruiker
) -> None:
    vraag = maak(houten)
    bezorg()
    client.force_login(loods)
    client.post(vraag.get_absolute_url(), {"actie": "elders", "elders-gezien": "0", "elders-via": "telefoon"})
    vraag.refresh_from_db()
    assert vraag.status == Status.BEANTWOORD and vraag.beantwoord_op is not None
    assert bezorg() == {}
    assert "antwoordde per telefoon" in client.get(vraag.get_volg_url()).content.decode()


# --- handing over ------------------------------------------------------------------------------
def geef_door(client: Client, vraag: Vraag, naar: str) -> Any:
    return client.post(
        vraag.get_absolute_url(),
        {
            "actie": "overdracht", "overdracht-naar": naar, "overdracht-reden": "Dit pand ligt daar.",
            "overdracht-gezien": str(vragen.laatste(vraag)),
        },
    )  # fmt: skip


def test_doorgeven_in_het_team_aan_het_coachteam_en_aan_een_andere_gemeente(
    client: Client, houten: Gemeente, utrecht: Gemeente, loods: Gebruiker, coach: Gebruiker
) -> None:
    loods_in(houten, "Kees Collega", "kees@voorbeeld.example", eerste=False)
    uti = loods_in(utrecht, "Ula Utrecht", "ula@voorbeeld.example")
    GemeenteFactory(code="GM0999")
    vraag = maak(houten)
    sinds = vraag.sinds
    bezorg()
    client.force_login(loods)
    kees = Kantorenloods.objects.get(naam="Kees Collega")
    assert [plek.waarde for plek in vragen.bestemmingen(vraag)] == [f"loods:{kees.pk}", "coachteam", "gemeente:GM0344"]

    geef_door(client, vraag, f"loods:{kees.pk}")
    assert set(bezorg()) == {"kees@voorbeeld.example"}
    bericht = mail.outbox[0]
    assert "Dit pand ligt daar." in bericht.body and bericht.reply_to == ["loes@voorbeeld.example"]

    geef_door(client, vraag, "coachteam")
    berichten = bezorg()
    assert set(berichten) == {"coen@voorbeeld.example", "jan@voorbeeld.example"}
    assert "Dit pand ligt daar" not in berichten["jan@voorbeeld.example"].body
    vraag.refresh_from_db()
    assert vraag.bij_coachteam and vraag.loods is None
    # It is still a question about Houten, which its loods may follow.
    assert client.get(vraag.get_absolute_url()).status_code == 200

    antwoord = geef_door(client, vraag, "gemeente:GM0344")
    assert antwoord["Location"] == "/vragen/"
    assert set(bezorg()) == {"ula@voorbeeld.example", "jan@voorbeeld.example"}
    assert client.get(vraag.get_absolute_url()).status_code == 404
    vraag.refresh_from_db()
    assert (vraag.gemeente, vraag.loods.gebruiker, vraag.bij_coachteam) == (utrecht, uti, False)  # type: ignore[union-attr]
    # Who asked keeps the place in the row.
    assert (vraag.status, vraag.sinds) == ("open", sinds)
    client.force_login(uti)
    assert client.get(vraag.get_absolute_url()).status_code == 200


def test_vraag_van_een_andere_gemeente_bestaat_niet(
    client: Client, houten: Gemeente, utrecht: Gemeente, loods: Gebruiker, coach: Gebruiker
) -> None:
    vraag = maak(utrecht, onderwerp="Alleen voor Utrecht")
    client.force_login(loods)
    assert client.get(vraag.get_absolute_url()).status_code == 404
    invoer = {"actie": "antwoord", "antwoord-gezien": "0", "antwoord-tekst": "Nee."}
    for post_ in (invoer, {"actie": "wissen"}):
        assert client.post(vraag.get_absolute_url(), post_).status_code == 404
    for lijst in ("/vragen/?status=alle", "/vragen/?status=alle&zoek=utrecht", "/vragen/?status=alle&gemeente=GM0344"):
        assert "Alleen voor Utrecht" not in client.get(lijst).content.decode()
    assert not vraag.berichten.exists()
    # Someone who no longer works there sees no more of it either.
    Werkgebied.objects.filter(gebruiker=loods).update(tot=timezone.localdate())
    assert client.get(maak(houten).get_absolute_url()).status_code == 404
    client.force_login(coach)
    assert client.get(vraag.get_absolute_url()).status_code == 200


# --- the list ----------------------------------------------------------------------------------
def test_lijst_filtert_telt_en_zet_wie_het_langst_wacht_bovenaan(
    client: Client, houten: Gemeente, utrecht: Gemeente, loods: Gebruiker, coach: Gebruiker
) -> None:
    nieuw, oud = maak(houten, onderwerp="Nieuw"), maak(houten, onderwerp="Oud", sinds=geleden(days=20))
    klaar = maak(houten, onderwerp="Klaar", organisatie="Corporatie Zoek")
    vragen.beantwoord(klaar, loods, "Ja.", 0)
    maak(utrecht, onderwerp="Elders")
    client.force_login(loods)

    def namen(vraag: str = "") -> list[str]:
        return [rij.onderwerp for rij in client.get(f"/vragen/{vraag}").context["table"].data.data]

    assert namen() == ["Oud", "Nieuw"]
    assert namen("?status=te-laat") == ["Oud"]
    assert namen("?status=beantwoord") == ["Klaar"]
    assert set(namen("?status=alle")) == {"Oud", "Nieuw", "Klaar"}
    assert namen("?status=alle&zoek=corporatie+zoek") == ["Klaar"]
    assert namen(f"?status=alle&zoek={nieuw.nummer}") == ["Nieuw"]
    assert namen("?bij=ik") == ["Oud", "Nieuw"]
    assert namen("?bij=coachteam") == []
    assert client.get("/vragen/").context["tellingen"] == {
        "open": 2, "te_laat": 1, "bij_coachteam": 0, "beantwoord": 1
    }  # fmt: skip
    client.force_login(coach)
    assert namen() == ["Oud", "Nieuw", "Elders"]
    assert namen("?bij=coachteam") == ["Elders"]
    assert oud.get_absolute_url() in client.get("/vragen/").content.decode()


@pytest.mark.parametrize("aantal", [2, 30])
def test_paginas_kosten_een_vast_aantal_queries(
    client: Client, houten: Gemeente, loods: Gebruiker, coach: Gebruiker, aantal: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for i in range(aantal):
        vraag = maak(houten, onderwerp=f"Vraag {i}")
        for _ in range(3):
            vragen.beantwoord(vraag, loods, f"Antwoord {_}", vragen.laatste(vraag))
    client.force_login(coach)
    client.get("/vragen/")
    for adres, hoogstens in (
        ("/vragen/?status=alle", 9), ("/vragen/cijfers/", 6), (vraag.get_absolute_url(), 12), (vraag.get_volg_url(), 7)
    ):  # fmt: skip
        with django_assert_max_num_queries(hoogstens):
            assert client.get(adres).status_code == 200


# --- reply time --------------------------------------------------------------------------------
def op(tekst: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(tekst).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("begin", "eind", "dagen", "uren"),
    [
        ("2026-06-01 09:00", "2026-06-01 17:00", 0, 8),
        ("2026-06-05 16:00", "2026-06-08 10:00", 1, 18),  # Friday to Monday
        ("2026-06-06 12:00", "2026-06-07 12:00", 0, 0),  # within a weekend
        ("2026-06-06 12:00", "2026-06-08 09:00", 1, 9),  # Saturday to Monday
        ("2026-06-01 09:00", "2026-06-08 09:00", 5, 120),
        ("2026-06-01 09:00", "2026-06-22 09:00", 15, 360),
        ("2026-03-27 16:00", "2026-03-30 10:00", 1, 18),  # summer time begins
        ("2026-10-23 16:00", "2026-10-26 10:00", 1, 18),  # and ends
        ("2026-03-28 12:00", "2026-03-29 12:00", 0, 0),
        ("2025-12-31 12:00", "2026-01-02 12:00", 2, 48),
    ],
)
def test_werktijd(begin: str, eind: str, dagen: int, uren: float) -> None:
    assert werkdagen(op(begin), op(eind)) == dagen
    assert werkuren(op(begin), op(eind)) == pytest.approx(uren)
    # The same moments in UTC are as long.
    utc = [op(moment).astimezone(datetime.UTC) for moment in (begin, eind)]
    assert (werkdagen(*utc), werkuren(*utc)) == (dagen, pytest.approx(uren))


def test_dag_telt_naar_de_klok_van_nederland() -> None:
    """23:30 UTC on Sunday is Monday here."""
    zondag = datetime.datetime(2026, 6, 7, 22, 30, tzinfo=datetime.UTC)
    assert werkdagen(op("2026-06-05 16:00"), zondag) == 1
    assert werkuren(op("2026-06-05 16:00"), zondag) == pytest.approx(8.5)


def test_uiterste_dag_en_grens_zeggen_hetzelfde() -> None:
    nu = op("2026-06-17 15:00")
    for dagen in range(40):
        begin = nu - datetime.timedelta(days=dagen, hours=7)
        for norm in (1, 3, 5):
            laat = werkdagen(begin, nu) > norm
            assert (begin < grens(nu, norm)) == laat, (begin, norm)
            assert (timezone.localtime(nu).date() > uiterste_dag(begin, norm)) == laat, (begin, norm)
            assert uiterste_dag(begin, norm).weekday() < 5


def test_cijfers_per_gemeente(client: Client, houten: Gemeente, utrecht: Gemeente, coach: Gebruiker) -> None:
    nu = timezone.now()
    basis = {"naam": "Jan", "email": "jan@voorbeeld.example", "onderwerp": "Iets", "tekst": "Iets anders."}
    begin = nu - datetime.timedelta(days=56 + nu.weekday())  # a Monday
    for dagen in (0, 1, 9):
        antwoord = begin + datetime.timedelta(days=dagen)
        Vraag.objects.create(
            gemeente=houten, **basis, gesteld_op=begin, sinds=antwoord, beantwoord_op=antwoord, status="beantwoord"
        )
    Vraag.objects.create(gemeente=houten, **basis, gesteld_op=begin, sinds=begin)
    Vraag.objects.create(gemeente=utrecht, **basis)
    alles, (rij, ander) = vragen.reactietijden(Vraag.objects.all())
    assert (rij.naam, rij.open, rij.te_laat, rij.gesteld, rij.beantwoord) == ("Houten", 1, 1, 4, 3)
    assert (rij.dagen, rij.in_dagen, rij.in_uren) == (1, "1 werkdag", "24 uur")
    assert rij.op_tijd == 50.0  # two of four: one too late, one not at all
    assert (ander.open, ander.te_laat, ander.dagen, ander.op_tijd) == (1, 0, None, None)
    assert (alles.open, alles.gesteld, alles.beantwoord) == (2, 5, 3)
    client.force_login(coach)
    inhoud = client.get("/vragen/cijfers/").content.decode()
    assert "50%" in inhoud and "1 werkdag" in inhoud


# --- reminders ---------------------------------------------------------------------------------
def test_herinneringen_komen_eenmaal(houten: Gemeente, loods: Gebruiker, coach: Gebruiker, settings: Any) -> None:
    nu = op("2026-06-17 09:00")  # a Wednesday
    vraag = maak(houten, sinds=op("2026-06-12 15:00"))  # the Friday before
    bezorg()
    vragen.herinner(op("2026-06-16 09:00"))
    assert bezorg() == {}, "na twee werkdagen nog niet"
    for _ in range(2):
        vragen.herinner(nu)
    assert set(bezorg()) == {"loes@voorbeeld.example"} and len(mail.outbox) == 1
    assert "19 juni 2026" in mail.outbox[0].body and "3 werkdagen" in mail.outbox[0].body
    vragen.herinner(op("2026-06-19 23:00"))
    assert bezorg() == {}, "de vijfde werkdag is nog op tijd, ook na het weekend ervoor"
    for _ in range(2):
        vragen.herinner(op("2026-06-22 08:00"))
    assert set(bezorg()) == {"coen@voorbeeld.example"} and len(mail.outbox) == 1
    # Answered, asked again: a new wait has its own reminders.
    vragen.beantwoord(vraag, loods, "Ja.", 0)
    vragen.reageer(vraag, "En nu?", vragen.laatste(vraag, Soort.VRAAGSTELLER))
    bezorg()
    vragen.herinner(timezone.now() + datetime.timedelta(days=14))
    assert set(bezorg()) == {"loes@voorbeeld.example", "coen@voorbeeld.example"}


def test_wie_een_vraag_krijgt_doorgegeven_wordt_zelf_herinnerd(
    houten: Gemeente, loods: Gebruiker, coach: Gebruiker
) -> None:
    vraag = maak(houten, sinds=geleden(days=14))
    herinner_vragen()
    assert {"loes@voorbeeld.example", "coen@voorbeeld.example"} <= set(bezorg())
    loods_in(houten, "Kees Collega", "kees@voorbeeld.example", eerste=False)
    kees = next(plek for plek in vragen.bestemmingen(vraag) if plek.waarde.startswith("loods"))
    vragen.draag_over(vraag, loods, kees, "Jij weet dit.", 0)
    bezorg()
    herinner_vragen()
    assert set(bezorg()) == {"kees@voorbeeld.example"}


# --- forgetting --------------------------------------------------------------------------------
def sporen(vraag: Vraag) -> str:
    """Everything about a question that the database still holds, its history and mail included."""
    rijen = [
        *Vraag.objects.filter(pk=vraag.pk).values_list(),
        *Vraag.history.filter(id=vraag.pk).values_list(),
        *Vraagbericht.objects.filter(vraag=vraag).values_list(),
        *Bericht.objects.values_list(),
    ]
    return re.sub(r"\s+", " ", repr(rijen))


def test_de_vraagsteller_wist_alles(client: Client, houten: Gemeente, loods: Gebruiker) -> None:
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ)
    gegevens = {
        "naam": "Jan de Vries", "email": "jan@voorbeeld.example", "organisatie": "Vries Vastgoed", "plek": "Molen 9",
        "telefoon": "0612345678", "onderwerp": "Geheim plan", "tekst": "Vertel dit aan niemand.",
    }  # fmt: skip
    client.force_login(markt)
    vraag = vragen.stel(gegevens, houten, verzending="x", gebruiker=markt)
    client.post(vraag.get_volg_url(), {"actie": "reageren", "tekst": "Het gaat om 40 woningen.", "gezien": "0"})
    post.verstuur()
    vragen.beantwoord(vraag, loods, "Beste Jan, 40 kan.", vragen.laatste(vraag))
    assert "jan@voorbeeld.example" in sporen(vraag)
    inhoud = client.post(vraag.get_volg_url(), {"actie": "wissen"}, follow=True).content.decode()
    assert "Deze vraag is gewist" in inhoud
    over = sporen(vraag)
    for woord in ("Jan", "jan@", "Vries", "0612", "Geheim", "niemand", "Molen", "40 woningen", "40 kan"):
        assert woord not in over, woord
    assert not Vraag.history.filter(history_user=markt).exists()
    vraag.refresh_from_db()
    assert (vraag.status, vraag.gebruiker) == ("gesloten", None) and vraag.beantwoord_op is not None
    # It can still be looked at on both sides, and nothing can be added any more.
    client.post(vraag.get_volg_url(), {"actie": "reageren", "tekst": "Toch nog iets.", "gezien": "0"})
    client.post(vraag.get_volg_url(), {"actie": "sluiten"})
    assert not vraag.berichten.exists()
    with pytest.raises(VraagConflict):
        vragen.beantwoord(vraag, loods, "Te laat.", 0)
    client.force_login(loods)
    assert "gewist" in client.get(vraag.get_absolute_url()).content.decode()
    assert "Gewist" in client.get("/vragen/?status=alle").content.decode()


def test_loods_wist_wat_geen_vraag_is(client: Client, houten: Gemeente, loods: Gebruiker) -> None:
    vraag = maak(houten, onderwerp="Gratis geld")
    client.force_login(loods)
    client.post(vraag.get_absolute_url(), {"actie": "wissen"})
    assert "Gratis geld" not in sporen(vraag)
    assert client.get("/vragen/").context["tellingen"]["open"] == 0
    alles, _ = vragen.reactietijden(Vraag.objects.all())
    assert (alles.beantwoord, alles.op_tijd) == (0, None)


def test_na_een_jaar_wordt_vergeten_wat_klaar_is(houten: Gemeente, loods: Gebruiker, settings: Any) -> None:
    oud, pas, wacht = maak(houten), maak(houten), maak(houten, sinds=geleden(days=500))
    for vraag in (oud, pas):
        vragen.beantwoord(vraag, loods, "Ja.", 0)
    Vraag.objects.filter(pk=oud.pk).update(sinds=geleden(days=settings.AKT_VRAAG_BEWAREN_DAGEN + 1))
    Vraag.objects.filter(pk=pas.pk).update(sinds=geleden(days=settings.AKT_VRAAG_BEWAREN_DAGEN - 1))
    vergeet_vragen()
    vergeet_vragen()
    for vraag in (oud, pas, wacht):
        vraag.refresh_from_db()
    assert oud.gewist_op and not oud.email and not oud.tekst and not oud.berichten.exists()
    assert pas.gewist_op is None and wacht.gewist_op is None


def test_bouwstenen_zonder_personen_en_kennis_die_blijft(
    houten: Gemeente, utrecht: Gemeente, loods: Gebruiker, coach: Gebruiker
) -> None:
    vraag = maak(
        houten, onderwerp="Wonen in een kantoor van Vries Vastgoed",
        tekst="Beste Loes,\n\nMag een kantoor van 2.000 m² uit 1985 in Houten woningen worden? Bel mij op 06-12345678 "
        "of +31 6 1234 5678, of mail jan.devries@vriesvastgoed.example.\n\nMet vriendelijke groet,\nJan de Vries\nX",
    )  # fmt: skip
    vragen.beantwoord(
        vraag, loods, "Beste Jan,\n\nJa, als het geluid het toelaat. De Vries uit 1985 kent dat.\n\nGroet,\nLoes", 0
    )
    vragen.noteer(vraag, loods, "Lastige klant.", vragen.laatste(vraag))
    stenen = vragen.als_bouwstenen(vraag, coach)
    assert stenen["titel"] == "Wonen in een kantoor van [naam]"
    assert stenen["situatie"] == (
        "Mag een kantoor van 2.000 m² uit 1985 in Houten woningen worden? Bel mij op [telefoonnummer] of "
        "[telefoonnummer], of mail [e-mailadres]."
    )
    assert stenen["antwoord"] == "Ja, als het geluid het toelaat. De [naam] uit 1985 kent dat."
    assert stenen["gemeente"] == "GM0321"
    for naam in ("Jan", "Vries", "Loes", "vriesvastgoed", "Lastige"):
        assert naam not in "".join(stenen.values())
    with pytest.raises(PermissionDenied):
        vragen.als_bouwstenen(vraag, loods_in(utrecht, "Ula", "ula@voorbeeld.example"))
    vragen.werd_kennis(vraag)
    vragen.wis(vraag)
    vraag.refresh_from_db()
    assert vraag.onderwerp == stenen["titel"] and vraag.tekst == stenen["situatie"]
    assert [bericht.tekst for bericht in vraag.berichten.all()] == [stenen["antwoord"]]
    assert vraag.email == "" and vraag.naam == ""


def test_van_een_antwoord_wordt_kennis_gemaakt(client: Client, houten: Gemeente, loods: Gebruiker) -> None:
    vraag, wacht = maak(houten), maak(houten)
    vragen.beantwoord(vraag, loods, "Ja.", 0)
    client.force_login(loods)
    inhoud = client.get(vraag.get_absolute_url()).content.decode()
    assert f'href="/kennis/nieuw/?vraag={vraag.nummer}"' in inhoud
    assert "/kennis/nieuw/" not in client.get(wacht.get_absolute_url()).content.decode(), "zonder antwoord nog niet"


# --- what the database holds -------------------------------------------------------------------
@pytest.mark.parametrize(
    "wijziging",
    [
        {"status": "beantwoord"},
        {"status": "verzonnen"},
        {"email": ""},
        {"beantwoord_op": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)},
        {"gewist_op": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"bij_coachteam": True},
        {"gesteld_op": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_database_weigert_wat_niet_kan(houten: Gemeente, loods: Gebruiker, wijziging: dict[str, Any]) -> None:
    vraag = maak(houten)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vraag.objects.filter(pk=vraag.pk).update(**wijziging)


def test_eerste_antwoord_en_wissen_staan_vast(houten: Gemeente, loods: Gebruiker) -> None:
    vraag = maak(houten)
    vragen.beantwoord(vraag, loods, "Ja.", 0)
    for wanneer in (None, timezone.now() + datetime.timedelta(days=1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vraag.objects.filter(pk=vraag.pk).update(status="open", beantwoord_op=wanneer)
    vragen.wis(vraag)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vraag.objects.filter(pk=vraag.pk).update(
            gewist_op=None, naam="X", email="x@x.example", onderwerp="X", tekst="X"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Vraag.objects.filter(pk=vraag.pk).update(naam="Toch weer")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vraag.objects.create(gemeente=houten, nummer=vraag.nummer, naam="X", email="x@x.nl", onderwerp="X", tekst="X")


@pytest.mark.parametrize(
    "velden",
    [
        {"soort": "antwoord"},
        {"soort": "vraagsteller", "via": "telefoon", "tekst": "x"},
        {"soort": "overdracht", "tekst": "x"},
        {"soort": "notitie", "tekst": "x", "naar": "iemand"},
        {"soort": "iets", "tekst": "x"},
    ],
)
def test_database_weigert_een_bericht_dat_niet_kan(houten: Gemeente, loods: Gebruiker, velden: dict[str, str]) -> None:
    vraag = maak(houten)
    with pytest.raises(IntegrityError), transaction.atomic():
        vraag.berichten.create(**velden)
    assert vraag.berichten.create(soort=Soort.ANTWOORD, via=Via.TELEFOON).pk


# --- the demo ----------------------------------------------------------------------------------
def test_demovragen_en_weer_weg(houten: Gemeente, loods: Gebruiker) -> None:
    eigen = maak(houten)
    assert demo.maak_demo(2015) == "", "zonder demoloodsen geen demovragen"
    Kantorenloods.objects.update(demo=True)
    assert "7 vragen" in demo.maak_demo(2015)
    assert vragen.tel(Vraag.objects.filter(demo=True))["te_laat"] == 1
    assert set(Vraag.objects.filter(demo=True).values_list("status", flat=True)) == {"open", "beantwoord"}
    herinner_vragen()
    assert Bericht.objects.filter(soort="vraag-herinnering").exists()
    demo.verwijder()
    assert list(Vraag.objects.all()) == [eigen]
    assert not Bericht.objects.filter(soort="vraag-herinnering").exists()
    assert not Vraag.history.filter(demo=True).exists()
