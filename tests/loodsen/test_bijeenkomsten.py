"""Bijeenkomsten: what the functions do, and what the database refuses whatever the code does."""

from __future__ import annotations

import datetime
import io
import threading
import zipfile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from akt import post
from akt.fouten import AktFout, Conflict
from akt.models import Bericht, Gebruiker, Rol
from akt.versies import laatste_versie
from loodsen import bestanden, bijeenkomsten, ics
from loodsen.models import (
    Actie,
    Agendacommissielid,
    Agendafeed,
    Agendapunt,
    Bijeenkomst,
    Contactpersoon,
    Document,
    Kantorenloods,
    Organisatie,
    Uitnodiging,
)
from loodsen.tasks import herinner_bijeenkomsten
from monitoring.models import Gemeente, Regio
from tests.factories import GebruikerFactory, loods_van

Soort, Stand = Bijeenkomst.Soort, Uitnodiging.Stand
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UUR = datetime.timedelta(hours=1)


def over(dagen: float) -> datetime.datetime:
    return timezone.now().replace(microsecond=0) + datetime.timedelta(dagen)


def maak(soort: str = Soort.LOODSENSESSIE, begin: datetime.datetime | None = None, **velden: Any) -> Bijeenkomst:
    begin = begin or over(20)
    return Bijeenkomst.objects.create(
        **{"soort": soort, "titel": "Sessie", "begin": begin, "einde": begin + 2 * UUR, **velden}
    )


def vraag(bijeenkomst: Bijeenkomst, *namen: str) -> list[Uitnodiging]:
    """Ask people with these names."""
    gasten = [bijeenkomsten.Genodigde(naam, f"{naam.lower()}@voorbeeld.example", "overig") for naam in namen]
    return bijeenkomsten.nodig_uit(bijeenkomst, gasten)


def standen(bijeenkomst: Bijeenkomst) -> dict[str, str]:
    return dict(bijeenkomst.uitnodigingen.order_by("pk").values_list("naam", "stand"))


@pytest.fixture
def coach(db: None) -> Gebruiker:
    return GebruikerFactory(rol=Rol.KANTORENCOACH, naam="Coen Coach", email="coach@voorbeeld.example")


# --- the agenda of a PAKT ----------------------------------------------------------------------
def commissie(bijeenkomst: Bijeenkomst, *hoedanigheden: str) -> None:
    for nummer, hoedanigheid in enumerate(hoedanigheden):
        Agendacommissielid.objects.create(
            bijeenkomst=bijeenkomst, hoedanigheid=hoedanigheid, naam=f"{hoedanigheid} {nummer}"
        )


ALLEN = ("marktpartij", "kantorenloods", "kantorencoach")


@pytest.mark.parametrize("ontbreekt", ALLEN)
def test_agenda_van_een_pakt_vraagt_de_hele_commissie(coach: Gebruiker, ontbreekt: str) -> None:
    pakt = maak(Soort.PAKT)
    Agendapunt.objects.create(bijeenkomst=pakt, onderwerp="Opening")
    # Twice the same doesn't make up for one that lacks.
    er_zijn = [wie for wie in ALLEN if wie != ontbreekt]
    commissie(pakt, *er_zijn, er_zijn[0])
    with pytest.raises(AktFout, match=f"ontbreekt nog een {ontbreekt}"):
        bijeenkomsten.stel_agenda_vast(pakt, coach)
    with (
        pytest.raises(IntegrityError, match="agenda van een PAKT"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE loodsen_bijeenkomst SET agenda_vastgesteld_op = now() WHERE id = %s", [pakt.pk])
    commissie(pakt, ontbreekt)
    bijeenkomsten.stel_agenda_vast(pakt, coach)
    pakt.refresh_from_db()
    assert pakt.agenda_vastgesteld_op is not None and pakt.agenda_vastgesteld_door == coach


def test_uit_een_vastgestelde_commissie_gaat_niemand_weg(coach: Gebruiker) -> None:
    pakt = maak(Soort.PAKT)
    Agendapunt.objects.create(bijeenkomst=pakt, onderwerp="Opening")
    commissie(pakt, *ALLEN)
    bijeenkomsten.stel_agenda_vast(pakt, coach)
    for opdracht in (
        "DELETE FROM loodsen_agendacommissielid WHERE bijeenkomst_id = %s AND hoedanigheid = 'marktpartij'",
        "UPDATE loodsen_agendacommissielid SET hoedanigheid = 'kantorenloods' WHERE bijeenkomst_id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, [pakt.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    bijeenkomsten.open_agenda(pakt)
    pakt.commissie.filter(hoedanigheid="marktpartij").delete()
    assert bijeenkomsten.ontbreekt_in_commissie(pakt) == ["een marktpartij"]


def test_andere_agenda_vraagt_geen_commissie_maar_wel_een_punt(coach: Gebruiker) -> None:
    sessie = maak()
    with pytest.raises(AktFout, match="nog niets op de agenda"):
        bijeenkomsten.stel_agenda_vast(sessie, coach)
    Agendapunt.objects.create(bijeenkomst=sessie, onderwerp="Opening")
    bijeenkomsten.stel_agenda_vast(sessie, coach)
    # Nor does a fixed session become a PAKT by the back door.
    with pytest.raises(IntegrityError), transaction.atomic():
        Bijeenkomst.objects.filter(pk=sessie.pk).update(soort=Soort.PAKT)


def test_agenda_met_tijden() -> None:
    begin = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    punten = [Agendapunt(onderwerp="a", minuten=10), Agendapunt(onderwerp="b"), Agendapunt(onderwerp="c", minuten=5)]
    regels = bijeenkomsten.met_tijden(Bijeenkomst(begin=begin), punten)
    assert [moment for moment, _ in regels] == [begin, begin + datetime.timedelta(minutes=10), None]


# --- what the database refuses -----------------------------------------------------------------
def test_twee_keer_uitnodigen_weigert_de_database(db: None) -> None:
    sessie = maak()
    [gast] = vraag(sessie, "Anna")
    assert vraag(sessie, "Anna", "Bert")[0].naam == "Bert"
    with pytest.raises(IntegrityError, match="uitnodiging_eenmaal"), transaction.atomic():
        Uitnodiging.objects.create(bijeenkomst=sessie, naam="Anna", email=gast.email.upper())
    assert Bericht.objects.filter(soort="bijeenkomst-uitnodiging").count() == 2


def test_ja_op_twee_tegelijk_kan_niet_en_na_elkaar_wel(db: None) -> None:
    begin = over(20)
    [een] = vraag(maak(begin=begin), "Anna")
    [twee] = vraag(maak(Soort.CODESIGN, begin=begin + UUR), "ANNA")
    [daarna] = vraag(maak(Soort.CODESIGN, begin=begin + 3 * UUR), "Anna")
    bijeenkomsten.antwoord(een, True)
    with pytest.raises(AktFout, match="andere bijeenkomst"):
        bijeenkomsten.antwoord(twee, True)
    with pytest.raises(IntegrityError, match="uitnodiging_niet_tegelijk"), transaction.atomic():
        Uitnodiging.objects.filter(pk=twee.pk).update(stand=Stand.KOMT)
    bijeenkomsten.antwoord(daarna, True)
    # A period made up by hand doesn't help: the database fills it in.
    Uitnodiging.objects.filter(pk=twee.pk).update(periode=None)
    twee.refresh_from_db()
    assert twee.periode.lower == twee.bijeenkomst.begin
    # Off is off: then the other can be said yes to.
    bijeenkomsten.gelast_af(een.bijeenkomst, "Te weinig aanmeldingen.")
    assert bijeenkomsten.antwoord(twee, True).stand == Stand.KOMT


def test_twee_van_een_soort_op_een_moment_in_een_gebied(stamgegevens: None) -> None:
    begin = over(20)
    u10, amersfoort = Regio.objects.get(code="U10"), Regio.objects.exclude(code="U10").first()
    maak(Soort.PAKT, begin=begin)
    maak(Soort.PAKT, begin=begin, regio=u10)
    maak(Soort.PAKT, begin=begin, regio=amersfoort)
    maak(Soort.CODESIGN, begin=begin)
    for velden in ({}, {"regio": u10}):
        with pytest.raises(AktFout, match="al zo'n bijeenkomst"):
            bijeenkomsten.bewaar(
                Bijeenkomst(soort=Soort.PAKT, titel="Nog een", begin=begin + UUR, einde=begin + 3 * UUR, **velden)
            )
    aansluitend = maak(Soort.PAKT, begin=begin + 2 * UUR)
    assert aansluitend.pk


@pytest.mark.parametrize(
    ("velden", "regel"),
    [
        ({"soort": Soort.REGIO}, "heeft_regio"),
        ({"soort": Soort.GEBIEDSSESSIE}, "heeft_gemeente"),
        ({"plaatsen": 0}, "plaatsen_mogelijk"),
        ({"einde": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, "einde_na_begin"),
        ({"status": "afgelast"}, "heeft_reden"),
        ({"notulen_vastgesteld_op": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, "notulen_niet_leeg"),
    ],
)
def test_wat_niet_kan_weigert_de_database(db: None, velden: dict[str, Any], regel: str) -> None:
    with pytest.raises(IntegrityError, match=regel), transaction.atomic():
        maak(**velden)


# --- answers and the waiting list --------------------------------------------------------------
def test_wachtlijst_gaat_op_volgorde(db: None, django_capture_on_commit_callbacks: Any) -> None:
    sessie = maak(plaatsen=1)
    anna, bert, cora, dirk = vraag(sessie, "Anna", "Bert", "Cora", "Dirk")
    for gast in (anna, cora, bert):
        bijeenkomsten.antwoord(gast, True)
    assert standen(sessie) == {"Anna": "komt", "Bert": "wachtlijst", "Cora": "wachtlijst", "Dirk": "uitgenodigd"}
    cora.refresh_from_db()
    bert.refresh_from_db()
    assert (bijeenkomsten.plaats_in_rij(cora), bijeenkomsten.plaats_in_rij(bert)) == (1, 2)
    # Saying yes again doesn't cost the place in the queue.
    bijeenkomsten.antwoord(cora, True, "Graag vegetarisch")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=False):
        bijeenkomsten.antwoord(anna, False)
    assert standen(sessie) == {"Anna": "komt niet", "Bert": "wachtlijst", "Cora": "komt", "Dirk": "uitgenodigd"}
    [bericht] = Bericht.objects.filter(soort="bijeenkomst-plaats")
    assert bericht.aan == "cora@voorbeeld.example"
    # More places: the next one comes in.
    bijeenkomsten.wijzig(sessie, {"plaatsen": 2}, laatste_versie(sessie))
    assert standen(sessie)["Bert"] == "komt"
    assert bijeenkomsten.antwoord(dirk, True).stand == Stand.WACHTLIJST


def test_wie_intussen_elders_is_wordt_overgeslagen(db: None) -> None:
    begin = over(20)
    sessie, elders = maak(begin=begin, plaatsen=1), maak(Soort.CODESIGN, begin=begin)
    anna, bert, cora = vraag(sessie, "Anna", "Bert", "Cora")
    [bert_elders] = vraag(elders, "Bert")
    for gast in (anna, bert, cora):
        bijeenkomsten.antwoord(gast, True)
    bijeenkomsten.antwoord(bert_elders, True)
    bijeenkomsten.antwoord(anna, False)
    assert standen(sessie) == {"Anna": "komt niet", "Bert": "wachtlijst", "Cora": "komt"}


def test_twee_tegelijk_op_de_laatste_plaats(transactional_db: None) -> None:
    """Two connections at once: one comes, the other waits."""
    sessie = maak(plaatsen=1)
    gasten = vraag(sessie, "Anna", "Bert", "Cora", "Dirk")
    start = threading.Barrier(len(gasten))
    fouten: list[Exception] = []

    def zeg_ja(gast: Uitnodiging) -> None:
        try:
            start.wait()
            bijeenkomsten.antwoord(gast, True)
        except Exception as fout:
            fouten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=zeg_ja, args=(gast,)) for gast in gasten]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert fouten == []
    assert sorted(standen(sessie).values()) == ["komt", "wachtlijst", "wachtlijst", "wachtlijst"]


def test_afgelast_of_begonnen_neemt_geen_antwoord(db: None) -> None:
    sessie = maak()
    [gast] = vraag(sessie, "Anna")
    Bijeenkomst.objects.filter(pk=sessie.pk).update(begin=over(-1), einde=over(-0.9))
    with pytest.raises(AktFout, match="begonnen of geweest"):
        bijeenkomsten.antwoord(gast, True)


# --- moving and calling off --------------------------------------------------------------------
def test_verzetten_vraagt_opnieuw_en_werkt_de_agenda_bij(db: None) -> None:
    sessie = maak(plaatsen=1)
    anna, bert, cora = vraag(sessie, "Anna", "Bert", "Cora")
    bijeenkomsten.antwoord(anna, True)
    bijeenkomsten.antwoord(bert, True)
    bijeenkomsten.antwoord(cora, False)
    Bericht.objects.all().delete()
    nieuw = over(27)
    hoeveel = bijeenkomsten.wijzig(sessie, {"begin": nieuw, "einde": nieuw + UUR}, laatste_versie(sessie))
    assert hoeveel == 2
    assert standen(sessie) == {"Anna": "opnieuw", "Bert": "opnieuw", "Cora": "komt niet"}
    for gast in (anna, cora):
        gast.refresh_from_db()
        assert (gast.periode.lower, gast.periode.upper) == (nieuw, nieuw + UUR)
    bericht = Bericht.objects.get(aan=anna.email)
    [afspraak] = Calendar.from_ical(bericht.bijlagen[0]["inhoud"]).events
    assert afspraak["SEQUENCE"] == 1 and afspraak.decoded("DTSTART") == nieuw
    assert "opnieuw" in bericht.tekst and anna.sleutel in bericht.tekst


def test_een_andere_toelichting_stoort_niemand(db: None) -> None:
    sessie = maak()
    vraag(sessie, "Anna")
    Bericht.objects.all().delete()
    assert bijeenkomsten.wijzig(sessie, {"toelichting": "Neem uw laptop mee."}, laatste_versie(sessie)) == 0
    sessie.refresh_from_db()
    assert sessie.volgnummer == 0 and not Bericht.objects.exists()


def test_wijzigen_over_een_ander_heen_wordt_gemeld(coach: Gebruiker) -> None:
    sessie = maak()
    gezien = laatste_versie(sessie)
    bijeenkomsten.wijzig(sessie, {"titel": "Eerst"}, gezien)
    with pytest.raises(Conflict):
        bijeenkomsten.wijzig(sessie, {"titel": "Later"}, gezien)


def test_afgelasten_haalt_de_afspraak_weg(db: None) -> None:
    sessie = maak()
    anna, bert = vraag(sessie, "Anna", "Bert")
    bijeenkomsten.antwoord(bert, False)
    Bericht.objects.all().delete()
    assert bijeenkomsten.gelast_af(sessie, "De zaal is niet vrij.") == 1
    [bericht] = Bericht.objects.all()
    assert bericht.aan == anna.email and "De zaal is niet vrij." in bericht.tekst
    assert bericht.bijlagen[0]["type"] == "text/calendar; method=CANCEL"
    kalender = Calendar.from_ical(bericht.bijlagen[0]["inhoud"])
    assert kalender["METHOD"] == "CANCEL"
    [afspraak] = kalender.events
    assert afspraak["STATUS"] == "CANCELLED" and afspraak["SEQUENCE"] == 1
    with pytest.raises(AktFout, match="afgelast"):
        vraag(sessie, "Cora")


# --- calendars ---------------------------------------------------------------------------------
def test_ics_is_geldig_en_ontsnapt_wat_moet(db: None) -> None:
    sessie = maak(
        titel="Wonen; werken, leren: é\\n", locatie="Zaal 1, Utrecht",
        begin=datetime.datetime(2030, 7, 1, 8, tzinfo=datetime.UTC),
        toelichting="Regel een\nRegel twee, met komma; en puntkomma. " + "Lang " * 40,
    )  # fmt: skip
    [gast] = vraag(sessie, "Anna")
    Uitnodiging.objects.filter(pk=gast.pk).update(naam='Anna "A", van; der\r\nATTENDEE:mailto:x@voorbeeld.example')
    gast.refresh_from_db()
    tekst = ics.voor_genodigde(gast)
    assert all(len(regel.encode()) <= 75 for regel in tekst.split("\r\n")), "gevouwen op 75 bytes"
    assert "\n" not in tekst.replace("\r\n", "")
    # Nothing that someone typed becomes a line of its own.
    assert sum(regel.startswith("ATTENDEE") for regel in tekst.split("\r\n")) == 1
    kalender = Calendar.from_ical(tekst)
    assert kalender["METHOD"] == "REQUEST"
    [afspraak] = kalender.events
    assert afspraak["SUMMARY"] == "Wonen; werken, leren: é\\n"
    assert afspraak["LOCATION"] == "Zaal 1, Utrecht"
    assert "Regel een\nRegel twee, met komma; en puntkomma." in afspraak["DESCRIPTION"]
    assert gast.sleutel in afspraak["DESCRIPTION"]
    assert "SUMMARY:Wonen\\; werken\\, leren" in tekst.replace("\r\n ", "")
    assert "DTSTART:20300701T080000Z" in tekst
    assert afspraak["UID"] == f"bijeenkomst-{sessie.pk}@akt.example"
    assert str(afspraak["ATTENDEE"]) == "mailto:anna@voorbeeld.example"


def test_mail_draagt_de_uitnodiging(db: None) -> None:
    vraag(maak(titel="PAKT voorjaar"), "Anna")
    post.verstuur()
    [bericht] = mail.outbox
    assert bericht.subject.startswith("Uitnodiging: PAKT voorjaar")
    [deel] = [deel for deel in bericht.message().walk() if deel.get_content_type() == "text/calendar"]
    assert deel.get_param("method") == "REQUEST"
    assert Calendar.from_ical(deel.get_payload(decode=True).decode())["METHOD"] == "REQUEST"


def test_persoonlijke_agenda(coach: Gebruiker, client: Client) -> None:
    ja, nee, ander = maak(titel="Ja"), maak(Soort.CODESIGN, titel="Nee"), maak(Soort.PAKT, titel="Ander")
    for sessie in (ja, nee):
        Uitnodiging.objects.create(bijeenkomst=sessie, naam=coach.naam, email=coach.email, gebruiker=coach)
    bijeenkomsten.antwoord(nee.uitnodigingen.get(), False)
    client.force_login(coach)
    client.post("/bijeenkomsten/mijn-agenda/", {"actie": "nieuw"})
    feed = Agendafeed.objects.get(gebruiker=coach)
    adres = f"/agenda/persoonlijk/{feed.sleutel}.ics"
    assert adres in client.get("/bijeenkomsten/mijn-agenda/").content.decode()
    antwoord = Client().get(adres)
    assert antwoord.status_code == 200 and "no-store" in antwoord["Cache-Control"]
    titels = [str(afspraak["SUMMARY"]) for afspraak in Calendar.from_ical(antwoord.content.decode()).events]
    assert titels == ["Ja"] and ander.titel not in antwoord.content.decode()
    # A new address, then none: the ones before are dead.
    client.post("/bijeenkomsten/mijn-agenda/", {"actie": "nieuw"})
    nieuw = f"/agenda/persoonlijk/{Agendafeed.objects.get(gebruiker=coach).sleutel}.ics"
    assert nieuw != adres
    assert (Client().get(adres).status_code, Client().get(nieuw).status_code) == (404, 200)
    client.post("/bijeenkomsten/mijn-agenda/", {"actie": "intrekken"})
    assert Client().get(nieuw).status_code == 404
    feed = bijeenkomsten.nieuwe_feed(coach)
    Gebruiker.objects.filter(pk=coach.pk).update(is_active=False)
    assert Client().get(f"/agenda/persoonlijk/{feed.sleutel}.ics").status_code == 404


def test_openbare_agenda_toont_alleen_wat_open_is(client: Client, db: None) -> None:
    open_ = maak(titel="Open", openbaar=True, online_url="https://overleg.example/geheim")
    maak(Soort.PAKT, titel="Besloten")
    vraag(Bijeenkomst.objects.get(titel="Open"), "Anna")
    inhoud = client.get("/bijeenkomsten/openbaar.ics").content.decode()
    assert [str(afspraak["SUMMARY"]) for afspraak in Calendar.from_ical(inhoud).events] == ["Open"]
    assert "anna" not in inhoud and Uitnodiging.objects.get().sleutel not in inhoud
    for adres in ("/bijeenkomsten/openbaar.ics", f"/bijeenkomsten/{open_.pk}.ics", open_.get_absolute_url()):
        assert "overleg.example" not in client.get(adres).content.decode(), adres
    assert "overleg.example/geheim" in ics.voor_genodigde(Uitnodiging.objects.get())


# --- the link of a guest -----------------------------------------------------------------------
def test_gast_antwoordt_zonder_account(client: Client, db: None) -> None:
    sessie = maak()
    [gast] = vraag(sessie, "Anna")
    adres = f"/bijeenkomsten/antwoord/{gast.sleutel}/"
    antwoord = client.get(adres)
    assert antwoord.status_code == 200 and "no-store" in antwoord["Cache-Control"]
    assert "noindex" in antwoord["X-Robots-Tag"] and antwoord["Referrer-Policy"] == "same-origin"
    gast.refresh_from_db()
    assert gast.stand == Stand.UITGENODIGD, "kijken zegt niets toe"
    assert client.post(adres, {"opmerking": "?"}).status_code == 422
    assert client.post(adres, {"komt": "ja", "opmerking": "Met de trein"}).status_code == 302
    gast.refresh_from_db()
    assert (gast.stand, gast.opmerking) == (Stand.KOMT, "Met de trein")
    assert client.post(adres, {"komt": "nee"}).status_code == 302
    gast.refresh_from_db()
    assert gast.stand == Stand.KOMT_NIET


def test_sleutels_zijn_niet_te_raden(client: Client, db: None) -> None:
    gasten = vraag(maak(), *"ABCDEFGH")
    sleutels = {gast.sleutel for gast in gasten}
    assert len(sleutels) == 8 and all(len(sleutel) >= 32 for sleutel in sleutels)
    for raad in (str(gasten[0].pk), gasten[0].sleutel[:-1], gasten[0].sleutel.swapcase(), "x" * 32, "%00"):
        assert client.get(f"/bijeenkomsten/antwoord/{raad}/").status_code in {400, 404}
        assert client.get(f"/agenda/persoonlijk/{raad}.ics").status_code in {400, 404}
    # An invitation's secret opens no calendar.
    assert client.get(f"/agenda/persoonlijk/{gasten[0].sleutel}.ics").status_code == 404


def test_te_veel_antwoorden_van_een_adres(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from loodsen.views import bijeenkomsten as views

    monkeypatch.setattr(views, "ANTWOORDEN_PER_UUR", 2)
    [gast] = vraag(maak(), "Anna")
    adres = f"/bijeenkomsten/antwoord/{gast.sleutel}/"
    statussen = [client.post(adres, {"komt": "ja"}).status_code for _ in range(3)]
    assert statussen == [302, 302, 429]


# --- a series ----------------------------------------------------------------------------------
def test_reeks_over_een_jaar_zonder_weekend() -> None:
    dagen = bijeenkomsten.reeksdata(datetime.date(2026, 1, 31), 3)
    # 31 January is a Saturday, April has no 31st, 31 July is a Friday, 31 October a Saturday.
    assert dagen == [
        datetime.date(2026, 2, 2), datetime.date(2026, 4, 30), datetime.date(2026, 7, 31), datetime.date(2026, 11, 2),
    ]  # fmt: skip
    assert len(bijeenkomsten.reeksdata(datetime.date(2026, 1, 5), 6)) == 2
    assert bijeenkomsten.reeksdata(datetime.date(2028, 8, 31), 6)[1] == datetime.date(2029, 2, 28)


def test_reeks_houdt_de_tijd_van_de_klok(coach: Gebruiker) -> None:
    """Winter and summer time: ten o'clock stays ten o'clock."""
    gemaakt = bijeenkomsten.plan_reeks(
        [datetime.date(2030, 1, 7), datetime.date(2030, 7, 8)], datetime.time(10), datetime.time(12), coach,
        soort=Soort.LOODSENSESSIE, titel="Sessie",
    )  # fmt: skip
    assert [sessie.begin.astimezone(datetime.UTC).hour for sessie in gemaakt] == [9, 8]
    assert {sessie.begin.astimezone(AMSTERDAM).hour for sessie in gemaakt} == {10}
    assert gemaakt[0].reeks == gemaakt[1].reeks is not None
    with pytest.raises(AktFout, match="7 januari 2030"):
        bijeenkomsten.plan_reeks(
            [datetime.date(2030, 3, 4), datetime.date(2030, 1, 7)], datetime.time(11), datetime.time(13), coach,
            soort=Soort.LOODSENSESSIE, titel="Nog een",
        )  # fmt: skip
    assert not Bijeenkomst.objects.filter(titel="Nog een").exists(), "alles of niets"


def test_reeks_eerst_zien_dan_plannen(coach: Gebruiker, client: Client) -> None:
    client.force_login(coach)
    eerste = timezone.localdate() + datetime.timedelta(10)
    invoer = {"soort": "loodsensessie", "titel": "Loodsensessie", "eerste": eerste.isoformat(), "maanden": "3",
              "van": "10:00", "tot": "12:00"}  # fmt: skip
    antwoord = client.post("/bijeenkomsten/reeks/", {**invoer, "actie": "voorbeeld"})
    assert antwoord.status_code == 200 and not Bijeenkomst.objects.exists()
    dagen = antwoord.context["dagen"]
    assert len(dagen) == 4 and all(dag.weekday() < 5 for dag in dagen)
    gekozen = [dag.isoformat() for dag in dagen[:3]]
    # A day that was not proposed is not planned.
    antwoord = client.post("/bijeenkomsten/reeks/", {**invoer, "actie": "bevestigen", "dag": [*gekozen, "2031-01-01"]})
    assert antwoord.status_code == 302
    assert [timezone.localtime(s.begin).date() for s in Bijeenkomst.objects.all()] == dagen[:3]


# --- reminders ---------------------------------------------------------------------------------
def test_herinneringen_een_keer(db: None) -> None:
    week, morgen = maak(begin=over(6)), maak(Soort.CODESIGN, begin=over(0.9))
    zwijgt, komt_week = vraag(week, "Zwijgt", "Week")
    komt, nee = vraag(morgen, "Komt", "Nee")
    ver = maak(Soort.PAKT, begin=over(12))
    vraag(ver, "Ver")
    for gast, ja in ((komt_week, True), (komt, True), (nee, False)):
        bijeenkomsten.antwoord(gast, ja)
    Bericht.objects.all().delete()
    herinner_bijeenkomsten()
    assert set(Bericht.objects.values_list("aan", flat=True)) == {komt.email}, "net gevraagd is nog niet herinnerd"
    Uitnodiging.objects.update(gevraagd_op=over(-3))
    for _ in range(2):
        herinner_bijeenkomsten()
    assert sorted(Bericht.objects.values_list("aan", flat=True)) == [komt.email, zwijgt.email]
    # Asked for another day: then there is something to remind of again.
    nieuw = over(5)
    bijeenkomsten.wijzig(week, {"begin": nieuw, "einde": nieuw + UUR}, laatste_versie(week))
    Uitnodiging.objects.update(gevraagd_op=over(-3))
    herinner_bijeenkomsten()
    assert Bericht.objects.filter(soort="bijeenkomst-herinnering", aan=zwijgt.email).count() == 2


def test_oude_gasten_worden_vergeten(db: None) -> None:
    oud, nieuw = maak(begin=over(-740)), maak(Soort.CODESIGN, begin=over(-700))
    for sessie in (oud, nieuw):
        Uitnodiging.objects.create(bijeenkomst=sessie, naam="Anna", email="anna@voorbeeld.example")
    assert bijeenkomsten.wis_oude_gasten() == 1
    assert Uitnodiging.objects.get().bijeenkomst == nieuw


# --- who is asked ------------------------------------------------------------------------------
def contact(organisatie: Organisatie, naam: str, **velden: Any) -> Contactpersoon:
    return Contactpersoon.objects.create(
        **{
            "organisatie": organisatie, "naam": naam, "email": f"{naam.lower().replace(' ', '.')}@voorbeeld.example",
            "bewaren_tot": timezone.localdate() + datetime.timedelta(100), "toestemming_op": timezone.localdate(),
            **velden,
        }
    )  # fmt: skip


def test_voorstel_voor_een_pakt(stamgegevens: None, coach: Gebruiker) -> None:
    houten = Gemeente.objects.get(code="GM0321")
    Kantorenloods.objects.create(gemeente=houten, naam="Loes Houten", email="loes@voorbeeld.example")
    Kantorenloods.objects.create(
        gemeente=Gemeente.objects.get(code="GM0344"), naam="Was Loods", email="was@voorbeeld.example",
        van=datetime.date(2020, 1, 1), tot=datetime.date(2021, 1, 1),
    )  # fmt: skip
    gemeente = Organisatie.objects.create(naam="Gemeente Houten", soort="gemeente", gemeente=houten)
    contact(gemeente, "Wim Wethouder", functie="Wethouder wonen", grondslag="taak", toestemming_op=None)
    contact(gemeente, "Sam Secretaris", functie="Secretaris")
    provincie = Organisatie.objects.create(naam="Provincie Utrecht", soort="provincie")
    contact(provincie, "Gea Gedeputeerde", functie="Gedeputeerde", grondslag="taak")
    for soort, hoeveel in (("belegger", 15), ("financier", 2), ("ontwikkelaar", 15), ("adviseur", 3)):
        bedrijf = Organisatie.objects.create(naam=f"{soort} bv", soort=soort)
        for nummer in range(hoeveel):
            contact(bedrijf, f"{soort} {nummer:02d}")
    belegger = Organisatie.objects.get(soort="belegger")
    contact(belegger, "Aa Zonder", toestemming_op=None)
    contact(belegger, "Aa Verlopen", bewaren_tot=timezone.localdate() - datetime.timedelta(1))
    pakt = maak(Soort.PAKT)
    voorstel = bijeenkomsten.voorstel(pakt)
    per_rang: dict[str, list[str]] = {}
    for gast in voorstel:
        per_rang.setdefault(gast.hoedanigheid, []).append(gast.naam)
    assert per_rang["kantorenloods"] == ["Loes Houten"]
    assert per_rang["wethouder"] == ["Wim Wethouder"]
    assert per_rang["gedeputeerde"] == ["Gea Gedeputeerde"]
    assert per_rang["coach"] == ["Coen Coach"]
    markt = per_rang["marktpartij"]
    assert len(markt) == 20 and not any(naam.startswith("Aa") for naam in markt)
    # Spread over the kinds, not the first twenty of one.
    soorten = [naam.split()[0] for naam in markt]
    assert {soort: soorten.count(soort) for soort in set(soorten)} == {"belegger": 9, "financier": 2, "ontwikkelaar": 9}
    bijeenkomsten.nodig_uit(pakt, voorstel[:3])
    assert len(bijeenkomsten.voorstel(pakt)) == len(voorstel) - 3
    # Who has themselves erased takes their invitations along.
    Contactpersoon.objects.get(naam="Wim Wethouder").delete()
    assert not Uitnodiging.objects.filter(naam="Wim Wethouder").exists()


# --- minutes -----------------------------------------------------------------------------------
def test_notulen_van_concept_tot_vast(coach: Gebruiker) -> None:
    sessie = maak(begin=over(-1))
    Uitnodiging.objects.create(bijeenkomst=sessie, naam="Anna", email="anna@voorbeeld.example")
    with pytest.raises(AktFout, match="Schrijf eerst"):
        bijeenkomsten.stel_notulen_vast(sessie, coach, laatste_versie(sessie))
    gezien = laatste_versie(sessie)
    bijeenkomsten.bewaar_notulen(sessie, "We spraken over leegstand.", gezien)
    with pytest.raises(Conflict):
        bijeenkomsten.bewaar_notulen(sessie, "Een andere versie.", gezien)
    eerste = bijeenkomsten.voeg_besluit_toe(sessie, "De ronde gaat door.")
    weg = bijeenkomsten.voeg_besluit_toe(sessie, "Een vergissing.")
    bijeenkomsten.haal_weg(sessie, weg)
    Actie.objects.create(bijeenkomst=sessie, omschrijving="Lijst maken", eigenaar=coach)
    assert bijeenkomsten.stel_notulen_vast(sessie, coach, laatste_versie(sessie)) == 1
    [bericht] = Bericht.objects.filter(soort="bijeenkomst-notulen")
    for tekst in ("We spraken over leegstand.", "1. De ronde gaat door.", "Lijst maken (Coen Coach)"):
        assert tekst in bericht.tekst
    with pytest.raises(AktFout, match="veranderen niet meer"):
        bijeenkomsten.voeg_besluit_toe(sessie, "Te laat.")
    for opdracht in (
        "UPDATE loodsen_bijeenkomst SET notulen = 'anders' WHERE id = %s",
        "UPDATE loodsen_bijeenkomst SET notulen_vastgesteld_op = NULL WHERE id = %s",
        "DELETE FROM loodsen_besluit WHERE bijeenkomst_id = %s",
        "UPDATE loodsen_besluit SET tekst = 'anders' WHERE bijeenkomst_id = %s",
        "INSERT INTO loodsen_besluit (bijeenkomst_id, nummer, tekst) VALUES (%s, 9, 'erbij')",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, [sessie.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Bijeenkomst.objects.filter(pk=sessie.pk).delete()
    eerste.refresh_from_db()
    # The account of who fixed them may go, and actions are ticked off still.
    Gebruiker.objects.filter(pk=coach.pk).delete()
    sessie.refresh_from_db()
    assert sessie.notulen_vastgesteld_door is None and sessie.status == "gehouden"


def test_notulenpagina_bewaart_alles_wat_er_staat(coach: Gebruiker, client: Client) -> None:
    sessie = maak(begin=over(-1))
    client.force_login(coach)
    adres = f"{sessie.get_absolute_url()}notulen/"
    # Half an action is refused, and what was typed comes back.
    half = {"notulen": "Verslag", "gezien": laatste_versie(sessie), "actie-omschrijving": "Lijst"}
    antwoord = client.post(adres, half)
    assert antwoord.status_code == 422 and "Verslag" in antwoord.content.decode()
    assert client.post(adres, {**half, "notulen": "", "actie-omschrijving": "", "vast": "1"}).status_code == 422
    heel = {**half, "actie-eigenaar": coach.pk, "besluit-tekst": "Besloten"}
    assert client.post(adres, heel).status_code == 302
    assert client.post(adres, {**heel, "notulen": "Anders"}).status_code == 409
    sessie.refresh_from_db()
    besluit, actie = sessie.besluiten.get(), sessie.acties.get()
    assert (sessie.notulen, besluit.tekst, actie.eigenaar) == ("Verslag", "Besloten", coach)
    gezien = laatste_versie(sessie)
    ander = maak(Soort.PAKT, begin=over(-1))
    vreemd = bijeenkomsten.voeg_besluit_toe(ander, "Van een ander")
    weg = {"notulen": "Verslag 2", "gezien": gezien, "besluit-weg": vreemd.pk}
    assert client.post(adres, weg).status_code == 404
    assert client.post(adres, {**weg, "besluit-weg": besluit.pk, "vast": "1"}).status_code == 302
    sessie.refresh_from_db()
    assert sessie.notulen == "Verslag 2" and sessie.notulen_vastgesteld_door == coach and not sessie.besluiten.exists()
    assert client.post(adres, {"notulen": "Stiekem", "gezien": laatste_versie(sessie)}).status_code == 422


def test_wie_er_was(coach: Gebruiker) -> None:
    sessie = maak()
    anna, _ = vraag(sessie, "Anna", "Bert")
    with pytest.raises(AktFout, match="begonnen"):
        bijeenkomsten.leg_aanwezigheid_vast(sessie, [anna.pk])
    Bijeenkomst.objects.filter(pk=sessie.pk).update(begin=over(-0.1))
    elders = Uitnodiging.objects.create(bijeenkomst=maak(Soort.PAKT), naam="Elders", email="e@voorbeeld.example")
    assert bijeenkomsten.leg_aanwezigheid_vast(sessie, [anna.pk, elders.pk]) == 1
    assert dict(Uitnodiging.objects.values_list("naam", "aanwezig")) == {"Anna": True, "Bert": False, "Elders": None}
    sessie.refresh_from_db()
    assert sessie.status == "gehouden"


# --- often enough ------------------------------------------------------------------------------
def test_ritme_in_woorden(stamgegevens: None, django_assert_num_queries: Any) -> None:
    nu = datetime.datetime(2030, 6, 15, 12, tzinfo=datetime.UTC)
    assert [ritme.oordeel for ritme in bijeenkomsten.ritmes(nu)] == ["Nog nooit gehouden; plan de eerste."] * 2
    maak(begin=datetime.datetime(2030, 1, 15, 9, tzinfo=datetime.UTC))
    maak(Soort.PAKT, begin=datetime.datetime(2030, 2, 1, 9, tzinfo=datetime.UTC))
    maak(Soort.PAKT, begin=datetime.datetime(2030, 8, 1, 9, tzinfo=datetime.UTC))
    u10 = Regio.objects.get(code="U10")
    maak(Soort.PAKT, begin=datetime.datetime(2029, 12, 1, 9, tzinfo=datetime.UTC), regio=u10)
    maak(Soort.PAKT, begin=datetime.datetime(2030, 9, 2, 9, tzinfo=datetime.UTC), regio=u10)
    maak(begin=datetime.datetime(2030, 6, 1, 9, tzinfo=datetime.UTC), status="afgelast", reden="Ziekte")
    with django_assert_num_queries(1):
        sessie, pakt, regio = bijeenkomsten.ritmes(nu)
    assert (sessie.stand, sessie.oordeel) == ("fout", "8 weken te laat: had uiterlijk 15 april 2030 moeten zijn.")
    assert (pakt.stand, pakt.oordeel) == ("goed", "Op tijd gepland.")
    assert (regio.naam, regio.oordeel) == ("PAKT U10", "De volgende is 13 weken later dan afgesproken.")


# --- rights ------------------------------------------------------------------------------------
@pytest.fixture
def houten(stamgegevens: None) -> Gemeente:
    return Gemeente.objects.get(code="GM0321")


def test_besloten_bestaat_niet_voor_een_vreemde(coach: Gebruiker, client: Client) -> None:
    sessie = maak(titel="Besloten sessie", online_url="https://overleg.example/geheim")
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ)
    assert client.get(sessie.get_absolute_url()).status_code == 404
    assert client.get(f"/bijeenkomsten/{sessie.pk}.ics").status_code == 404
    assert "Besloten sessie" not in client.get("/bijeenkomsten/").content.decode()
    client.force_login(markt)
    assert client.get(sessie.get_absolute_url()).status_code == 404
    Uitnodiging.objects.create(bijeenkomst=sessie, naam=markt.naam, email=markt.email, gebruiker=markt)
    assert client.get(sessie.get_absolute_url()).status_code == 200
    assert "Besloten sessie" in client.get("/bijeenkomsten/").content.decode()


def test_namen_en_notulen_blijven_binnen(coach: Gebruiker, client: Client) -> None:
    sessie = maak(begin=over(-1), openbaar=True, notulen="Het verslag", status="gehouden")
    Uitnodiging.objects.create(bijeenkomst=sessie, naam="Anna Gast", email="anna@voorbeeld.example")
    bijeenkomsten.voeg_besluit_toe(sessie, "Een besluit")
    binnen = ("Anna Gast", "Het verslag", "Een besluit")

    def ziet() -> list[bool]:
        inhoud = client.get(sessie.get_absolute_url()).content.decode()
        return [tekst in inhoud for tekst in binnen]

    assert ziet() == [False, False, False]
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ)
    Uitnodiging.objects.create(bijeenkomst=sessie, naam="Mark", email=markt.email, gebruiker=markt)
    client.force_login(markt)
    assert ziet() == [False, False, False], "een concept is voor wie het maakt"
    bijeenkomsten.stel_notulen_vast(sessie, coach, laatste_versie(sessie))
    assert ziet() == [False, True, True], "namen ziet alleen het netwerk"
    client.force_login(coach)
    assert ziet() == [True, True, True]
    client.logout()
    assert ziet() == [False, False, False]


@pytest.mark.parametrize(
    ("soort", "gemeente", "status"),
    [
        ("gebiedssessie", "GM0321", 200),
        ("codesign", "GM0321", 200),
        ("codesign", "GM0344", 403),
        ("codesign", None, 403),
        ("loodsensessie", "GM0321", 403),
        ("pakt", None, 403),
    ],
)
def test_loods_organiseert_alleen_in_de_eigen_gemeente(
    houten: Gemeente, client: Client, soort: str, gemeente: str | None, status: int
) -> None:
    sessie = maak(soort, gemeente_id=gemeente)
    client.force_login(loods_van(houten))
    for pagina in ("wijzigen", "agenda", "uitnodigen", "afgelasten", "aanwezig", "notulen", "documenten"):
        assert client.get(f"{sessie.get_absolute_url()}{pagina}/").status_code == status, pagina
    if status == 403:
        assert client.post(sessie.get_absolute_url(), {"actie": "agenda-vast"}).status_code == 403
        assert client.post(f"{sessie.get_absolute_url()}afgelasten/", {"reden": "x"}).status_code == 403


def invoer(**velden: Any) -> dict[str, Any]:
    dag = timezone.localdate() + datetime.timedelta(30)
    return {"soort": "codesign", "titel": "Ontwerpmiddag", "dag": dag.isoformat(), "van": "13:00", "tot": "15:00",
            "gemeente": "GM0321", **velden}  # fmt: skip


def test_loods_plant_in_de_eigen_gemeente_en_nergens_anders(houten: Gemeente, client: Client) -> None:
    client.force_login(loods_van(houten))
    assert client.post("/bijeenkomsten/nieuw/", invoer(gemeente="GM0344")).status_code == 422
    assert client.post("/bijeenkomsten/nieuw/", invoer(soort="pakt")).status_code == 422
    assert not Bijeenkomst.objects.exists()
    assert client.post("/bijeenkomsten/nieuw/", invoer()).status_code == 302
    sessie = Bijeenkomst.objects.get()
    assert timezone.localtime(sessie.begin).hour == 13
    # Nor does it move it away.
    adres = f"{sessie.get_absolute_url()}wijzigen/"
    assert client.post(adres, invoer(gemeente="GM0344", gezien=laatste_versie(sessie))).status_code == 422
    assert client.post(adres, invoer(titel="Nieuw", gezien=laatste_versie(sessie))).status_code == 302
    assert client.post(adres, invoer(titel="Oud", gezien="1")).status_code == 409
    sessie.refresh_from_db()
    assert sessie.titel == "Nieuw" and sessie.regio is None


@pytest.mark.parametrize(
    ("fout", "veld"),
    [({"tot": "12:00"}, "tot"), ({"dag": "2020-01-01"}, "dag"), ({"soort": "regio-overleg"}, "regio"),
     ({"soort": "gebiedssessie", "gemeente": ""}, "gemeente"), ({"plaatsen": "0"}, "__all__"),
     ({"online_url": "javascript:alert(1)"}, "online_url")],
)  # fmt: skip
def test_onmogelijke_invoer(
    stamgegevens: None, coach: Gebruiker, client: Client, fout: dict[str, Any], veld: str
) -> None:
    client.force_login(coach)
    antwoord = client.post("/bijeenkomsten/nieuw/", invoer(**fout))
    assert antwoord.status_code == 422 and veld in antwoord.context["form"].errors


def test_tegelijk_plannen_zegt_het_bij_de_dag(stamgegevens: None, coach: Gebruiker, client: Client) -> None:
    client.force_login(coach)
    assert client.post("/bijeenkomsten/nieuw/", invoer()).status_code == 302
    antwoord = client.post("/bijeenkomsten/nieuw/", invoer(van="14:00", tot="16:00"))
    assert antwoord.status_code == 422 and "al zo&#x27;n bijeenkomst" in antwoord.content.decode()


def test_actie_afvinken(coach: Gebruiker, houten: Gemeente, client: Client) -> None:
    sessie = maak(begin=over(-1), openbaar=True)
    loods, ander = loods_van(houten), loods_van(houten)
    actie = Actie.objects.create(bijeenkomst=sessie, omschrijving="Lijst", eigenaar=loods)
    adres = sessie.get_absolute_url()
    for wie, status in ((None, 403), (ander, 403), (loods, 302)):
        client.logout()
        if wie:
            client.force_login(wie)
        assert client.post(adres, {"actie": "afvinken", "welke": actie.pk}).status_code == status
    actie.refresh_from_db()
    assert actie.gedaan_door == loods
    client.force_login(coach)
    client.post(adres, {"actie": "heropenen", "welke": actie.pk})
    actie.refresh_from_db()
    assert actie.gedaan_op is None


def test_agenda_bewerken(coach: Gebruiker, client: Client) -> None:
    sessie = maak()
    client.force_login(coach)
    adres = f"{sessie.get_absolute_url()}agenda/"
    beheer = {"punt-TOTAL_FORMS": "3", "punt-INITIAL_FORMS": "0", "actie": "agenda"}
    client.post(adres, {
        **beheer, "punt-0-onderwerp": "Tweede", "punt-0-volgorde": "5", "punt-0-minuten": "20",
        "punt-1-onderwerp": "Eerste", "punt-1-volgorde": "1", "punt-2-volgorde": "",
    })  # fmt: skip
    assert list(sessie.agendapunten.values_list("volgorde", "onderwerp")) == [(1, "Eerste"), (2, "Tweede")]
    eerste, tweede = sessie.agendapunten.all()
    antwoord = client.post(adres, {
        "punt-TOTAL_FORMS": "2", "punt-INITIAL_FORMS": "2", "actie": "agenda",
        "punt-0-id": eerste.pk, "punt-0-onderwerp": "Eerste", "punt-0-volgorde": "1", "punt-0-DELETE": "on",
        "punt-1-id": tweede.pk, "punt-1-onderwerp": "Tweede!", "punt-1-volgorde": "2",
    })  # fmt: skip
    assert antwoord.status_code == 302
    assert list(sessie.agendapunten.values_list("volgorde", "onderwerp")) == [(1, "Tweede!")]
    bijeenkomsten.stel_agenda_vast(sessie, coach)
    client.post(adres, {**beheer, "punt-0-onderwerp": "Stiekem"})
    assert sessie.agendapunten.count() == 1
    # The point of another bijeenkomst is out of reach.
    ander = Agendapunt.objects.create(bijeenkomst=maak(Soort.PAKT), onderwerp="Van een ander")
    bijeenkomsten.open_agenda(sessie)
    antwoord = client.post(adres, {
        "punt-TOTAL_FORMS": "1", "punt-INITIAL_FORMS": "1", "actie": "agenda", "punt-0-id": ander.pk,
        "punt-0-onderwerp": "Gekaapt", "punt-0-volgorde": "1",
    })  # fmt: skip
    ander.refresh_from_db()
    assert ander.onderwerp == "Van een ander"


def test_lijst_vraagt_de_database_even_vaak(
    coach: Gebruiker, client: Client, django_assert_max_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    client.force_login(coach)
    maak()
    client.get("/bijeenkomsten/")
    with CaptureQueriesContext(connection) as weinig:
        client.get("/bijeenkomsten/")
    for nummer in range(12):
        vraag(maak(begin=over(21 + nummer)), "Anna", "Bert")
    with CaptureQueriesContext(connection) as veel:
        client.get("/bijeenkomsten/?tijd=alles")
    assert len(veel) == len(weinig)


# --- documents ---------------------------------------------------------------------------------
def zip_met(**delen: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zip_:
        for naam, inhoud in delen.items():
            zip_.writestr(naam, inhoud)
    return buffer.getvalue()


def test_bestand_wordt_op_inhoud_herkend() -> None:
    assert bestanden.herken(b"%PDF-1.7\n...") == ("application/pdf", ".pdf")
    assert bestanden.herken(zip_met(**{"word/document.xml": "<w/>"}))[1] == ".docx"
    assert bestanden.herken(zip_met(mimetype="application/vnd.oasis.opendocument.text"))[1] == ".odt"
    for inhoud in (b"<html><script>", b"MZ\x90", b"", zip_met(**{"setup.txt": "x"}), b"PK\x03\x04kapot",
                   zip_met(mimetype="text/html")):  # fmt: skip
        with pytest.raises(AktFout, match="soort bestand kan niet"):
            bestanden.herken(inhoud)
    with pytest.raises(AktFout, match="macro"):
        bestanden.herken(zip_met(**{"word/document.xml": "<w/>", "word/vbaProject.bin": "x"}))
    with pytest.raises(AktFout, match="te groot"):
        bestanden.herken(b"%PDF-" + b"x" * bestanden.MAX_BYTES)
    assert bestanden.naam_met_einde("../../etc/verslag.exe", ".pdf") == "verslag.pdf"
    assert bestanden.naam_met_einde("C:\\map\\Verslag 1.PDF", ".pdf") == "Verslag 1.pdf"


def test_document_met_rechten(
    coach: Gebruiker, client: Client, settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sessie = maak(openbaar=True)
    client.force_login(coach)
    adres = f"{sessie.get_absolute_url()}documenten/"
    nep = SimpleUploadedFile("stukken.pdf", b"<html>", content_type="application/pdf")
    assert client.post(adres, {"bestand": nep}).status_code == 422
    pdf = SimpleUploadedFile("../stukken.html", b"%PDF-1.7 inhoud", content_type="text/html")
    assert client.post(adres, {"bestand": pdf}).status_code == 302
    document = Document.objects.get()
    assert document.naam == "stukken.pdf" and "stukken" not in document.bestand.name
    antwoord = client.get(document.get_absolute_url())
    assert b"".join(antwoord.streaming_content) == b"%PDF-1.7 inhoud"
    assert antwoord["Content-Type"] == "application/pdf" and antwoord["X-Content-Type-Options"] == "nosniff"
    assert antwoord["Content-Disposition"] == 'attachment; filename="stukken.pdf"'
    assert client.get(f"/media/{document.bestand.name}").status_code == 404
    # Another bijeenkomst, another user.
    assert client.get(f"{maak(Soort.PAKT).get_absolute_url()}documenten/{document.pk}.bestand").status_code == 404
    client.force_login(GebruikerFactory(rol=Rol.MARKTPARTIJ))
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(coach)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(adres, {"weg": document.pk}).status_code == 302
    assert (
        not Document.objects.exists()
        and not list(tmp_path.rglob("*.*"))
        and not any(pad.is_file() for pad in tmp_path.rglob("*"))
    )


# --- demo --------------------------------------------------------------------------------------
def test_demo_maakt_en_ruimt_op(stamgegevens: None) -> None:
    from loodsen.demo import bijeenkomsten as demo
    from loodsen.demo import loodsen
    from monitoring.demo.gebruikers import maak_gebruikers

    eigen = maak(Soort.CODESIGN, begin=over(100))
    maak_gebruikers()
    loodsen.maak_demo(1)
    assert demo.maak_demo(1) == "5 bijeenkomsten in de agenda."
    pakt = Bijeenkomst.objects.get(soort=Soort.PAKT)
    assert bijeenkomsten.ontbreekt_in_commissie(pakt) == ["een marktpartij"]
    assert Bijeenkomst.objects.filter(demo=True, openbaar=True).exists()
    assert Bijeenkomst.objects.get(status="gehouden").notulen_vastgesteld_op
    assert not Bericht.objects.exists()
    demo.verwijder()
    assert list(Bijeenkomst.objects.all()) == [eigen] and not Actie.objects.exists()
