"""Mail: written with what gives reason to it, sent once, retried, refused, forgotten."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from akt import post
from akt.models import Afmelding, Bericht

NIEUWS = post.SOORTEN.get("proef") or post.soort("proef", "Een proef", optioneel=True)
ZAKELIJK = post.SOORTEN.get("zakelijk") or post.soort("zakelijk", "Iets dat moet")
SJABLOON = "akt/post/bericht.txt"


def schrijf(wat: post.Soort = ZAKELIJK, onderwerp: str = "Hallo", **meer: Any) -> Bericht | None:
    gegevens = {"bericht": {"tekst": "Beste <b>Mark</b>,\n\nzie https://akt.example/panden/"}}
    return post.schrijf(wat, "mark@voorbeeld.example", onderwerp, SJABLOON, gegevens, **meer)


def test_bericht_gaat_als_tekst_en_html_met_bijlage(db: None) -> None:
    schrijf(
        onderwerp="Regel een\nBcc: ander@voorbeeld.example", antwoord_aan="loods@voorbeeld.example",
        bijlagen=[post.Bijlage("afspraak.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")],
    )  # fmt: skip
    assert post.verstuur() == 1
    [bericht] = mail.outbox
    assert bericht.to == ["mark@voorbeeld.example"] and bericht.bcc == []
    assert bericht.subject == "Regel een Bcc: ander@voorbeeld.example"
    assert bericht.reply_to == ["loods@voorbeeld.example"]
    assert "Beste <b>Mark</b>" in bericht.body
    html, soort = bericht.alternatives[0]
    assert soort == "text/html" and "&lt;b&gt;Mark" in html and '<a href="https://akt.example/panden/"' in html
    assert bericht.attachments[0][0] == "afspraak.ics"
    assert "List-Unsubscribe" not in bericht.extra_headers
    assert Bericht.objects.get().status == Bericht.Status.VERSTUURD
    assert post.verstuur() == 0


def test_wat_wordt_teruggedraaid_wordt_niet_verstuurd(transactional_db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        schrijf()
        raise RuntimeError
    assert post.verstuur() == 0 and mail.outbox == []


def test_een_sleutel_wordt_een_keer_verstuurd(db: None) -> None:
    assert schrijf(sleutel="ronde-1-loods-2") is not None
    assert schrijf(sleutel="ronde-1-loods-2") is None
    post.verstuur()
    assert schrijf(sleutel="ronde-1-loods-2") is None
    post.verstuur()
    assert len(mail.outbox) == 1


def test_mislukt_wordt_later_opnieuw_geprobeerd_en_houdt_de_rest_niet_op(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.akt.test_post.Hapert"
    eerste, tweede = schrijf(onderwerp="hapert"), schrijf(onderwerp="gaat")
    assert eerste and tweede
    assert post.verstuur() == 1
    eerste.refresh_from_db()
    tweede.refresh_from_db()
    assert (eerste.status, eerste.pogingen, eerste.fout) == ("wacht", 1, "mailserver weg")
    assert tweede.status == "verstuurd"
    assert post.verstuur() == 0, "nog niet aan de beurt"
    Bericht.objects.update(probeer_na=timezone.now(), pogingen=post.MAX_POGINGEN - 1)
    post.verstuur()
    eerste.refresh_from_db()
    assert eerste.status == "mislukt"


class Hapert:
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def __enter__(self) -> Hapert:
        return self

    def __exit__(self, *args: Any) -> None: ...

    def send_messages(self, berichten: list[Any]) -> int:
        if berichten[0].subject == "hapert":
            raise ConnectionRefusedError("mailserver weg")
        return len(berichten)


def test_afmelden_geldt_voor_die_soort_en_alleen_als_het_mag(db: None, client: Client) -> None:
    schrijf(NIEUWS)
    post.verstuur()
    adres = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert adres in mail.outbox[0].body
    pad = adres.partition("akt.example")[2]
    assert "Meld mij af" in client.get(pad).content.decode()
    assert Afmelding.objects.count() == 0, "kijken is nog geen afmelden"
    # Mail programs post by themselves, without cookies.
    assert Client(enforce_csrf_checks=True).post(pad).status_code == 200
    assert client.get(pad[:-3] + "xx/").status_code == 404
    schrijf(NIEUWS)
    schrijf(ZAKELIJK)
    post.verstuur()
    assert [bericht.subject for bericht in mail.outbox] == ["Hallo", "Hallo"]
    assert set(Bericht.objects.values_list("soort", "status")) == {
        ("proef", "verstuurd"), ("proef", "afgemeld"), ("zakelijk", "verstuurd")
    }  # fmt: skip


def test_teksten_en_regels_worden_vergeten(db: None, settings: Any) -> None:
    schrijf()
    post.verstuur()
    wacht = schrijf()
    Bericht.objects.update(aangemaakt_op=timezone.now() - datetime.timedelta(days=settings.AKT_POST_TEKST_DAGEN + 1))
    assert post.ruim_op() == (1, 0)
    assert Bericht.objects.get(status="verstuurd").tekst == ""
    Bericht.objects.update(aangemaakt_op=timezone.now() - datetime.timedelta(days=settings.AKT_POST_DAGEN + 1))
    assert post.ruim_op() == (0, 1)
    assert Bericht.objects.get() == wacht


def test_lijst_zoekt_en_telt_vast(db: None, client: Client, django_assert_max_num_queries: Any) -> None:
    from tests.factories import GebruikerFactory

    client.force_login(GebruikerFactory(rol="beheerder", is_superuser=True, is_staff=True))
    for nummer in range(60):
        schrijf(onderwerp=f"Nummer {nummer}")
    with django_assert_max_num_queries(8):
        assert "Nummer 59" in client.get("/post/").content.decode()
    assert "Nummer 7" in client.get("/post/", {"zoek": "nummer 7"}).content.decode()
    assert "Er is geen post" in client.get("/post/", {"status": "mislukt"}).content.decode()
