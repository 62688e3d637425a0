"""Writing, keeping, reading along, publishing and reading practices."""

from __future__ import annotations

import datetime
import json
import re
import uuid
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from akt.fouten import AktFout, Conflict
from akt.models import Bericht, Gebruiker, Rol
from akt.opmaak import getal
from kennissysteem import herzien, praktijken
from kennissysteem.markdown import naar_html
from kennissysteem.models import Klad, Knelpunt, Praktijk, Praktijkcontact, Praktijkversie
from kennissysteem.verschillen import Stuk, verschil
from loodsen.models import Contactpersoon, Organisatie
from loodsen.vragen import stel
from monitoring.models import Gemeente, Transformatie
from tests.factories import BronFactory, GebruikerFactory, GemeenteFactory, PandFactory, loods_van

Status = Praktijk.Status


@pytest.fixture
def houten(db: None) -> Gemeente:
    return GemeenteFactory()


@pytest.fixture
def loods(houten: Gemeente) -> Gebruiker:
    return loods_van(houten, naam="Loes Houten")


@pytest.fixture
def coach(db: None) -> Gebruiker:
    return GebruikerFactory(rol=Rol.KANTORENCOACH, naam="Coen Coach")


@pytest.fixture
def ander(db: None) -> Gebruiker:
    return loods_van(GemeenteFactory(code="GM0344"), naam="Ulla Utrecht")


@pytest.fixture
def praktijk(loods: Gebruiker, houten: Gemeente) -> Praktijk:
    """A concept with all its texts and someone to ask."""
    ding: Praktijk = Praktijk.objects.create(
        titel="Studio's aan het Rond", samenvatting="Leeg kantoor werd studio's.", situatie="Leeg.",
        aanpak="Verbouwd.", resultaat="Vol.", gemeente=houten, auteur=loods,
    )  # fmt: skip
    Praktijkcontact.objects.create(praktijk=ding, contactpersoon=maak_contact(), rol="bouwer")
    return ding


def maak_contact(naam: str = "Stan Studio", **velden: Any) -> Contactpersoon:
    organisatie, _ = Organisatie.objects.get_or_create(naam="Bouwer bv", defaults={"soort": "bouwer"})
    return Contactpersoon.objects.create(
        organisatie=organisatie, naam=naam, email=f"{naam.split()[0].lower()}@voorbeeld.example",
        telefoon="030 123 45 67", **velden,
    )  # fmt: skip


def als(gebruiker: Gebruiker | None) -> Client:
    client = Client()
    if gebruiker:
        client.force_login(gebruiker)
    return client


def invoer(praktijk: Praktijk, **velden: Any) -> dict[str, Any]:
    """What a browser sends of the writing form."""
    klad = praktijken.klad_van(praktijk)
    return {
        "titel": praktijk.titel, "samenvatting": praktijk.samenvatting, "situatie": praktijk.situatie,
        "aanpak": praktijk.aanpak, "resultaat": praktijk.resultaat, "lessen": "", "anders": "",
        "van_gebruik": "Kantoor", "naar_gebruik": "", "vvo_m2": "", "woningen": "", "kosten": "", "duur_maanden": "",
        "jaar": "", "gemeente": praktijk.gemeente_id or "", "transformatie": "", "pand": "", "openbaarheid": "open",
        "kosten_tabel-TOTAL_FORMS": "4", "kosten_tabel-INITIAL_FORMS": "0", "stap_tabel-TOTAL_FORMS": "4",
        "stap_tabel-INITIAL_FORMS": "0", "gezien": klad.stand, "venster": str(uuid.uuid4()), "actie": "opslaan",
        **velden,
    }  # fmt: skip


def schrijf(client: Client, praktijk: Praktijk, **velden: Any) -> Any:
    return client.post(f"/kennis/{praktijk.pk}/wijzigen/", invoer(praktijk, **velden))


def publiceer(praktijk: Praktijk, coach: Gebruiker) -> Praktijk:
    praktijken.publiceer(praktijk, coach)
    praktijk.refresh_from_db()
    return praktijk


# --- Markdown ----------------------------------------------------------------------------------
KWAAD = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](java\tscript:alert(1))",
    "[klik](&#106;avascript:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://elders.example/spion.gif)",
    '[a](https://x.example "onmouseover=alert(1)")',
    '[a](https://x.example "\\" onmouseover=\\"alert(1)")',
    "<a href='https://x.example' onclick='alert(1)'>x</a>",
    "<style>body{display:none}</style>",
    "<form action='https://x.example'><input name=wachtwoord></form>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "<<script>script>alert(1)</script>",
    "# <b onclick=alert(1)>kop</b>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<!--><script>alert(1)</script>-->",
    "\x00<script>alert(1)</script>",
]


@pytest.mark.parametrize("tekst", KWAAD)
def test_markdown_laat_niets_kwaads_door(tekst: str) -> None:
    mis: list[str] = []

    class Kijk(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            mag = {"a": {"href", "title", "rel"}, "ol": {"start"}}.get(tag, set())
            if tag not in {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "blockquote", "code", "pre", "hr"}:
                mis.append(tag)
            for naam, waarde in attrs:
                if naam not in mag or (
                    naam == "href" and not str(waarde).startswith(("http://", "https://", "mailto:"))
                ):
                    mis.append(f"{tag} {naam}={waarde}")

    Kijk().feed(str(naar_html(tekst)))
    assert mis == []


def test_markdown_maakt_op_en_houdt_de_koppen_in_de_maat() -> None:
    html = naar_html("# Kop\n\n**vet** en [link](https://x.example)\n\n- een\n- twee")
    assert "<h3>Kop</h3>" in html
    assert "<strong>vet</strong>" in html
    assert 'href="https://x.example" rel="nofollow noopener noreferrer"' in html
    assert html.count("<li>") == 2


# --- differences -------------------------------------------------------------------------------
def test_verschil_per_woord() -> None:
    assert verschil("Alle studio's zijn verhuurd.", "Alle 48 studio's zijn snel verhuurd.") == [
        Stuk("gelijk", "Alle "), Stuk("erbij", "48 "), Stuk("gelijk", "studio's zijn "), Stuk("erbij", "snel "),
        Stuk("gelijk", "verhuurd."),
    ]  # fmt: skip
    stukken = verschil("a b c\n\nd", "a c\n\nd e")
    assert "".join(stuk.tekst for stuk in stukken if stuk.soort != "weg") == "a c\n\nd e"


# --- beginning ---------------------------------------------------------------------------------
def test_beginnen_met_een_vraag_neemt_over_zonder_namen(loods: Gebruiker, houten: Gemeente) -> None:
    vraag = stel(
        {
            "naam": "Vera Verzonnen", "email": "vera@voorbeeld.example", "organisatie": "", "telefoon": "",
            "onderwerp": "Parkeren bij studio's", "plek": "", "tekst": "Hoeveel plekken? Groet, Vera Verzonnen",
        },
        houten, verzending="proef",
    )  # fmt: skip
    client = als(loods)
    assert "Parkeren bij studio" in client.get(f"/kennis/nieuw/?vraag={vraag.nummer}").content.decode()
    antwoord = client.post(
        f"/kennis/nieuw/?vraag={vraag.nummer}", {"titel": "Parkeren opgelost", "gemeente": houten.pk}
    )  # fmt: skip
    praktijk = Praktijk.objects.get()
    assert antwoord.url == f"/kennis/{praktijk.pk}/wijzigen/"
    assert (praktijk.titel, praktijk.auteur, praktijk.status) == ("Parkeren opgelost", loods, Status.CONCEPT)
    assert "Hoeveel plekken?" in praktijk.situatie
    assert "Verzonnen" not in praktijk.situatie
    vraag.refresh_from_db()
    assert vraag.kennis_op


def test_beginnen_met_wat_iemand_niet_mag_zien_geeft_een_lege(ander: Gebruiker, houten: Gemeente) -> None:
    pand = PandFactory(gemeente=houten)
    ding = Transformatie.objects.create(
        naam="Geheim", gemeente=houten, bestemming="wonen", vvo_m2=100, bron=BronFactory()
    )
    assert praktijken.begin_met(ander, pand=pand.bag_id).velden == {}
    assert praktijken.begin_met(ander, transformatie=str(ding.pk)).velden == {}


def test_beginnen_met_een_transformatie(loods: Gebruiker, houten: Gemeente) -> None:
    ding = Transformatie.objects.create(
        naam="Het Rond", gemeente=houten, bestemming="wonen", vvo_m2=2400, woningen=48, bron=BronFactory(),
        fase="gereed",
        start_op=datetime.date(2021, 3, 1), gereed_op=datetime.date(2023, 5, 1),
    )  # fmt: skip
    als(loods).post(f"/kennis/nieuw/?transformatie={ding.pk}", {"titel": "Het Rond", "gemeente": houten.pk})
    praktijk = Praktijk.objects.get()
    assert (praktijk.transformatie, praktijk.vvo_m2, praktijk.woningen) == (ding, 2400, 48)
    assert (praktijk.duur_maanden, praktijk.jaar) == (26, 2023)


# --- writing -----------------------------------------------------------------------------------
def test_opslaan_met_tabellen_en_som(loods: Gebruiker, praktijk: Praktijk) -> None:
    knelpunt = Knelpunt.objects.create(code="p", naam="Parkeren", groep="tijdens", uitleg="x")
    velden = {
        "kosten_tabel-0-naam": "Verbouwing", "kosten_tabel-0-bedrag": "1.250.000", "kosten_tabel-1-naam": "Leges",
        "kosten_tabel-1-bedrag": "€ 50.000,50", "stap_tabel-0-naam": "Bouw", "stap_tabel-0-maanden": "14",
        "knelpunten": ["p"], "woningen": "48",
    }  # fmt: skip
    client = als(loods)
    assert schrijf(client, praktijk, **velden).status_code == 302
    praktijk.refresh_from_db()
    assert (praktijk.kosten, praktijk.woningen) == (1_300_000.5, 48)
    assert list(praktijk.stappen.values_list("naam", "maanden")) == [("Bouw", 14)]
    assert list(praktijk.knelpunten.all()) == [knelpunt]
    pagina = client.get(f"/kennis/{praktijk.pk}/").content.decode()
    assert f"€ {getal(1_300_000.5)}" in pagina
    # Again, with a row less.
    assert (
        schrijf(client, praktijk, **{"kosten_tabel-0-naam": "Alles", "kosten_tabel-0-bedrag": "5"}).status_code == 302
    )
    assert list(praktijk.kostenposten.values_list("naam", flat=True)) == ["Alles"]


def test_fout_in_een_regel_wordt_gezegd_en_niets_gaat_verloren(loods: Gebruiker, praktijk: Praktijk) -> None:
    antwoord = schrijf(als(loods), praktijk, situatie="Nieuw verhaal", **{"kosten_tabel-0-naam": "Leges"})
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert "Controleer de kostenposten" in pagina
    assert "Vul het bedrag in" in pagina
    assert "Nieuw verhaal" in pagina
    praktijk.refresh_from_db()
    assert praktijk.situatie == "Leeg."


def test_pand_van_een_ander_kan_niet_en_wat_er_staat_blijft(
    ander: Gebruiker, loods: Gebruiker, praktijk: Praktijk
) -> None:
    pand = PandFactory(gemeente=praktijk.gemeente)
    vreemd = PandFactory(gemeente=Gemeente.objects.get(pk="GM0344"), bag_id="0344100000000001")
    assert schrijf(als(loods), praktijk, pand=vreemd.bag_id).status_code == 422
    assert schrijf(als(loods), praktijk, pand=pand.bag_id).status_code == 302
    praktijk.medeauteurs.add(ander)
    pagina = als(ander).get(f"/kennis/{praktijk.pk}/wijzigen/").content.decode()
    assert pand.bag_id not in pagina
    assert schrijf(als(ander), praktijk, lessen="Begin vroeg.").status_code == 302
    praktijk.refresh_from_db()
    assert (praktijk.pand, praktijk.lessen) == (pand, "Begin vroeg.")


# --- the klad ----------------------------------------------------------------------------------
def test_klad_bewaart_wat_half_is(loods: Gebruiker, praktijk: Praktijk) -> None:
    client = als(loods)
    antwoord = schrijf(client, praktijk, actie="klad", titel="", woningen="vee", situatie="Half af")
    assert antwoord.json()["stand"] == 1
    praktijk.refresh_from_db()
    assert praktijk.situatie == "Leeg."
    pagina = client.get(f"/kennis/{praktijk.pk}/wijzigen/").content.decode()
    assert 'value="vee"' in pagina
    assert "Half af" in pagina
    assert client.post(f"/kennis/{praktijk.pk}/wijzigen/", {"actie": "weggooien"}).status_code == 302
    assert "Half af" not in client.get(f"/kennis/{praktijk.pk}/wijzigen/").content.decode()


def test_klad_kent_alleen_de_velden_van_het_formulier_en_een_grens(loods: Gebruiker, praktijk: Praktijk) -> None:
    client = als(loods)
    schrijf(client, praktijk, actie="klad", status="gepubliceerd", auteur="1", situatie="a\0b")
    bewaard = Klad.objects.get().invoer
    assert {"status", "auteur", "csrfmiddlewaretoken", "actie"}.isdisjoint(bewaard)
    assert bewaard["situatie"] == ["ab"]
    assert schrijf(client, praktijk, actie="klad", situatie="x" * 300_000).status_code == 422


def test_tweede_venster_overschrijft_niets_stil(loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk) -> None:
    client, venster = als(loods), str(uuid.uuid4())
    schrijf(client, praktijk, actie="klad", gezien=0, venster=venster, situatie="Van mij")
    antwoord = schrijf(als(coach), praktijk, actie="klad", gezien=0, situatie="Van de coach")
    assert antwoord.status_code == 409
    assert "Loes Houten heeft deze praktijk intussen ook gewijzigd" in antwoord.json()["tekst"]
    assert (antwoord.json()["stand"], antwoord.json()["anders"]) == (1, "Situatie")
    # The first window itself, whose answer was lost on the way, is not in conflict with itself.
    assert schrijf(client, praktijk, actie="klad", gezien=0, venster=venster, situatie="Van mij").json()["stand"] == 1
    assert schrijf(client, praktijk, actie="klad", gezien=0, venster=venster, situatie="Meer").json()["stand"] == 2
    assert Klad.objects.get().invoer["situatie"] == ["Meer"]


def test_conflict_zonder_script_toont_de_eigen_tekst(loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk) -> None:
    schrijf(als(loods), praktijk, actie="klad", situatie="Van de loods")
    antwoord = schrijf(als(coach), praktijk, gezien=0, situatie="Van de coach")
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert "Van de coach" in pagina
    assert "Loes Houten heeft" in pagina
    praktijk.refresh_from_db()
    assert praktijk.situatie == "Leeg."
    # Now it was seen.
    assert schrijf(als(coach), praktijk, gezien=antwoord.context["gezien"], situatie="Van de coach").status_code == 302


def test_wat_gepubliceerd_is_verandert_pas_bij_publiceren(
    loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk
) -> None:
    publiceer(praktijk, coach)
    client = als(loods)
    assert schrijf(client, praktijk, resultaat="Helemaal vol.").status_code == 302
    assert "Helemaal vol." not in als(None).get(f"/kennis/{praktijk.pk}/").content.decode()
    assert client.post(f"/kennis/{praktijk.pk}/publiceren/", {"toelichting": "Aangevuld"}).status_code == 302
    assert "Helemaal vol." in als(None).get(f"/kennis/{praktijk.pk}/").content.decode()
    assert Klad.objects.get().invoer is None
    pagina = client.get(f"/kennis/{praktijk.pk}/versies/").content.decode()
    assert "<ins>" in pagina
    assert "Aangevuld" in pagina


def test_half_klad_houdt_publiceren_tegen(loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk) -> None:
    publiceer(praktijk, coach)
    client = als(loods)
    schrijf(client, praktijk, actie="klad", woningen="vee")
    pagina = client.get(f"/kennis/{praktijk.pk}/publiceren/").content.decode()
    assert "#id_woningen" in pagina
    assert client.post(f"/kennis/{praktijk.pk}/publiceren/").status_code == 422
    praktijk.refresh_from_db()
    assert praktijk.versie == 1


# --- states ------------------------------------------------------------------------------------
def test_wat_mist_staat_er_met_een_link(loods: Gebruiker) -> None:
    praktijk = praktijken.begin(loods, "Kaal", None, praktijken.Begin({}))
    pagina = als(loods).get(f"/kennis/{praktijk.pk}/publiceren/").content.decode()
    for doel in ("#id_samenvatting", "#id_situatie", "#id_aanpak", "#id_resultaat", "#id_gemeente", "#contactpersonen"):
        assert doel in pagina
    assert als(loods).post(f"/kennis/{praktijk.pk}/publiceren/").status_code == 422
    with pytest.raises(praktijken.NogNietKlaar, match="contactpersoon"):
        praktijken.publiceer(praktijk, loods)


def test_van_concept_tot_ingetrokken(loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk) -> None:
    with pytest.raises(praktijken.NogNietKlaar, match="meelezen"):
        praktijken.publiceer(praktijk, loods)
    assert als(loods).post(f"/kennis/{praktijk.pk}/").status_code == 403
    assert als(coach).post(f"/kennis/{praktijk.pk}/").status_code == 302
    praktijk.refresh_from_db()
    assert (praktijk.status, praktijk.meegelezen_door) == (Status.MEEGELEZEN, coach)
    assert als(loods).post(f"/kennis/{praktijk.pk}/publiceren/").status_code == 302
    praktijk.refresh_from_db()
    assert (praktijk.status, praktijk.versie) == (Status.GEPUBLICEERD, 1)
    assert praktijk.herzien_voor == timezone.localdate() + datetime.timedelta(days=365)

    Praktijk.objects.update(herzien_voor=timezone.localdate())
    assert herzien.herzie() == 1
    assert "Te herzien" in als(None).get(f"/kennis/{praktijk.pk}/").content.decode()
    # It still holds: another term, no new version.
    praktijken.publiceer(praktijk, loods)
    praktijk.refresh_from_db()
    assert (praktijk.status, praktijk.versie, Praktijkversie.objects.count()) == (Status.GEPUBLICEERD, 1, 1)

    als(loods).post(f"/kennis/{praktijk.pk}/intrekken/", {"reden": "Klopt niet meer"})
    assert als(None).get(f"/kennis/{praktijk.pk}/").status_code == 404
    assert "Klopt niet meer" in als(loods).get(f"/kennis/{praktijk.pk}/").content.decode()
    praktijk.refresh_from_db()
    with pytest.raises(Conflict):
        praktijken.trek_in(praktijk, loods, "nog eens")


def test_versie_blijft_zoals_zij_was_en_noemt_geen_mensen(
    loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk
) -> None:
    publiceer(praktijk, coach)
    praktijk.resultaat = "Iets anders."
    praktijk.save()
    versie = Praktijkversie.objects.get()
    assert versie.inhoud["resultaat"] == "Vol."
    assert "Stan" not in str(versie.inhoud)


# --- rights ------------------------------------------------------------------------------------
def test_concept_van_een_ander_bestaat_niet(
    loods: Gebruiker, coach: Gebruiker, ander: Gebruiker, praktijk: Praktijk
) -> None:
    for pad in ("", "wijzigen/", "mensen/", "publiceren/", "versies/"):
        adres = f"/kennis/{praktijk.pk}/{pad}"
        assert als(ander).get(adres).status_code == 404, adres
        assert als(loods).get(adres).status_code == 200, adres
        assert als(coach).get(adres).status_code == 200, adres
    assert als(None).get(f"/kennis/{praktijk.pk}/").status_code == 404
    assert als(GebruikerFactory(rol=Rol.MARKTPARTIJ)).get(f"/kennis/{praktijk.pk}/").status_code == 404
    praktijk.medeauteurs.add(ander)
    assert als(ander).get(f"/kennis/{praktijk.pk}/wijzigen/").status_code == 200
    with pytest.raises(PermissionDenied):
        praktijken.lees_mee(praktijk, loods)


def test_open_pagina_noemt_niemand(coach: Gebruiker, ander: Gebruiker, praktijk: Praktijk) -> None:
    praktijk.pand = PandFactory(gemeente=praktijk.gemeente)
    praktijk.save()
    publiceer(praktijk, coach)
    pagina = als(None).get(f"/kennis/{praktijk.pk}/").content.decode()
    for geheim in ("Stan", "stan@", "030 123", "Loes", "Coen", praktijk.pand.bag_id):
        assert geheim not in pagina, geheim
    binnen = als(ander).get(f"/kennis/{praktijk.pk}/").content.decode()
    for bekend in ("Stan Studio", "stan@voorbeeld.example", "Loes Houten", "Coen Coach"):
        assert bekend in binnen, bekend
    # The pand is of another gemeente.
    assert praktijk.pand.bag_id not in binnen
    Praktijk.objects.update(openbaarheid="netwerk")
    assert als(None).get(f"/kennis/{praktijk.pk}/").status_code == 404
    assert als(ander).get(f"/kennis/{praktijk.pk}/").status_code == 200
    assert als(ander).get(f"/kennis/{praktijk.pk}/wijzigen/").status_code == 403


def test_wie_is_gewist_staat_er_niet_meer(coach: Gebruiker, ander: Gebruiker, praktijk: Praktijk) -> None:
    publiceer(praktijk, coach)
    Contactpersoon.objects.update(bewaren_tot=datetime.date.today())
    assert "stan@" not in als(ander).get(f"/kennis/{praktijk.pk}/").content.decode()


# --- people ------------------------------------------------------------------------------------
def test_contact_zoeken_toevoegen_en_weghalen(loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk) -> None:
    client, adres = als(loods), f"/kennis/{praktijk.pk}/mensen/"
    piet = maak_contact("Piet Proef")
    assert "Piet Proef" in client.get(f"{adres}?q=piet").content.decode()
    client.post(adres, {"actie": "erbij", "id": piet.pk, "rol": "architect"})
    assert praktijk.praktijkcontacten.get(contactpersoon=piet).rol == "architect"
    publiceer(praktijk, coach)
    eerste, tweede = praktijk.praktijkcontacten.order_by("pk")
    client.post(adres, {"actie": "weg", "id": eerste.pk})
    antwoord = client.post(adres, {"actie": "weg", "id": tweede.pk}, follow=True)
    assert "moet iemand kunnen vragen" in antwoord.content.decode()
    assert list(praktijk.praktijkcontacten.all()) == [tweede]
    with pytest.raises(AktFout):
        praktijken.haal_contact_weg(praktijk, tweede.pk)


def test_nieuwe_contactpersoon_met_organisatie_vraagt_toestemming(loods: Gebruiker, praktijk: Praktijk) -> None:
    client, adres = als(loods), f"/kennis/{praktijk.pk}/mensen/"
    velden = {
        "actie": "nieuw", "nieuw-naam": "Nora Nieuw", "nieuw-email": "nora@voorbeeld.example",
        "nieuw-grondslag": "toestemming", "nieuw-organisatienaam": "Nieuw Wonen", "nieuw-rol": "belegger",
    }  # fmt: skip
    antwoord = client.post(adres, velden)
    assert antwoord.status_code == 422
    assert "Kies wat voor organisatie" in antwoord.content.decode()
    assert client.post(adres, {**velden, "nieuw-soort": "belegger"}).status_code == 302
    nora = Contactpersoon.objects.get(naam="Nora Nieuw")
    assert (nora.organisatie.naam, praktijk.praktijkcontacten.get(contactpersoon=nora).rol) == (
        "Nieuw Wonen",
        "belegger",
    )
    assert Bericht.objects.filter(aan=nora.email, soort="toestemming").exists()
    # A second time: found above, not made again.
    assert client.post(adres, {**velden, "nieuw-soort": "belegger"}).status_code == 422
    assert Organisatie.objects.filter(naam="Nieuw Wonen").count() == 1


def test_medeauteur_uit_een_andere_gemeente(loods: Gebruiker, ander: Gebruiker, praktijk: Praktijk) -> None:
    client, adres = als(loods), f"/kennis/{praktijk.pk}/mensen/"
    assert client.post(adres, {"actie": "medeauteur", "medeauteur": ander.pk}).status_code == 302
    assert "Studio" in als(ander).get("/kennis/mijn/").content.decode()
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ)
    assert client.post(adres, {"actie": "medeauteur", "medeauteur": markt.pk}).status_code == 422
    client.post(adres, {"actie": "medeauteur-weg", "id": ander.pk})
    assert als(ander).get(f"/kennis/{praktijk.pk}/").status_code == 404


# --- number of queries -------------------------------------------------------------------------
def test_lijst_en_pagina_vragen_een_vast_aantal(
    loods: Gebruiker, coach: Gebruiker, houten: Gemeente, praktijk: Praktijk
) -> None:
    publiceer(praktijk, coach)
    client = als(loods)

    def tel(adres: str) -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(adres).status_code == 200
        return len(vragen)

    client.get("/kennis/mijn/")
    adressen = ["/kennis/mijn/", f"/kennis/{praktijk.pk}/", f"/kennis/{praktijk.pk}/wijzigen/"]
    eerst = [tel(adres) for adres in adressen]
    for nummer in range(8):
        Praktijk.objects.create(titel=f"Nog een {nummer}", auteur=loods, gemeente=houten)
        praktijk.kostenposten.create(naam=f"Post {nummer}", bedrag=5)
        praktijk.knelpunten.add(
            Knelpunt.objects.create(code=f"k{nummer}", naam=f"K{nummer}", groep="markt", uitleg="x")
        )
        Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=maak_contact(f"Naam{nummer} Proef"))
    assert [tel(adres) for adres in adressen] == eerst


# --- open and closed ---------------------------------------------------------------------------
@pytest.fixture
def open_en_dicht(
    loods: Gebruiker, coach: Gebruiker, houten: Gemeente, praktijk: Praktijk
) -> tuple[Praktijk, Praktijk]:
    dicht: Praktijk = Praktijk.objects.create(
        titel="Alleen voor ons", samenvatting="x", situatie="x", aanpak="x", resultaat="x", gemeente=houten,
        auteur=loods, openbaarheid="netwerk",
    )  # fmt: skip
    Praktijkcontact.objects.create(praktijk=dicht, contactpersoon=Contactpersoon.objects.get())
    Praktijk.objects.create(titel="Nog een concept", auteur=loods)
    return publiceer(praktijk, coach), publiceer(dicht, coach)


def test_sitemap_en_feed_hebben_alleen_wat_open_is(open_en_dicht: tuple[Praktijk, Praktijk]) -> None:
    praktijk, dicht = open_en_dicht
    kaart = als(None).get("/sitemap.xml")
    assert kaart["Content-Type"].startswith("application/xml")
    assert f"/kennis/{praktijk.pk}/</loc>" in kaart.content.decode()
    feed = als(None).get("/kennis/atom.xml")
    assert feed["Content-Type"].startswith("application/atom+xml")
    boom = ElementTree.fromstring(feed.content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [titel.text for titel in boom.findall(f"{atom}entry/{atom}title")] == [praktijk.titel]
    for antwoord in (kaart, feed):
        tekst = antwoord.content.decode()
        assert f"/kennis/{dicht.pk}/" not in tekst
        assert "Stan" not in tekst
        assert "Loes" not in tekst


def test_open_pagina_vertelt_zoekmachines_wat_het_is(
    loods: Gebruiker, open_en_dicht: tuple[Praktijk, Praktijk]
) -> None:  # fmt: skip
    praktijk, dicht = open_en_dicht
    praktijk.titel = "Slim </script><script>alert(1)</script> & 'snel'"
    praktijk.save()
    antwoord = als(None).get(f"/kennis/{praktijk.pk}/")
    pagina = antwoord.content.decode()
    assert "X-Robots-Tag" not in antwoord
    blok = re.search(r'<script type="application/ld\+json">(.*?)</script>', pagina, re.DOTALL)
    assert blok
    artikel = json.loads(blok[1])
    assert (artikel["@type"], artikel["headline"]) == ("Article", praktijk.titel)
    assert artikel["contentLocation"]["name"] == "Houten"
    assert "<script>alert" not in pagina
    assert 'property="og:title"' in pagina
    assert 'type="application/atom+xml"' in pagina
    binnen = als(loods).get(f"/kennis/{dicht.pk}/")
    assert binnen["X-Robots-Tag"] == "noindex"
    assert "ld+json" not in binnen.content.decode()


def test_vraag_gaat_naar_de_contactpersoon_en_verraadt_geen_adres(
    coach: Gebruiker, praktijk: Praktijk, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("akt.openform.TE_SNEL", 0)
    publiceer(praktijk, coach)
    adres, client = f"/kennis/{praktijk.pk}/vraag/", als(None)
    pagina = client.get(adres)
    assert pagina["X-Robots-Tag"] == "noindex"
    velden = {
        "tekst": "Hoe ging het met parkeren?", "naam": "Otto Onecht", "email": "otto@voorbeeld.example", "website": "",
        "stempel": pagina.context["form"].initial["stempel"],
    }  # fmt: skip
    assert client.post(adres, {**velden, "website": "spam"}).status_code == 422
    klaar = client.post(adres, velden, follow=True)
    # Sent twice it is one mail.
    client.post(adres, velden)
    bericht = Bericht.objects.get(soort="praktijkvraag")
    assert (bericht.aan, bericht.antwoord_aan) == ("stan@voorbeeld.example", "otto@voorbeeld.example")
    assert "Hoe ging het met parkeren?" in bericht.tekst
    assert "stan@" not in klaar.content.decode() + pagina.content.decode()


def test_vraag_zonder_contact_gaat_naar_de_schrijver_en_heeft_een_grens(
    loods: Gebruiker, coach: Gebruiker, praktijk: Praktijk, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("akt.openform.TE_SNEL", 0)
    publiceer(praktijk, coach)
    Contactpersoon.objects.update(bewaren_tot=datetime.date.today())
    client, adres = als(None), f"/kennis/{praktijk.pk}/vraag/"
    velden = {"naam": "Otto Onecht", "email": "otto@voorbeeld.example", "website": ""}
    statussen = []
    for nummer in range(11):
        stempel = client.get(adres).context["form"].initial["stempel"]
        antwoord = client.post(adres, {**velden, "tekst": f"Dit is vraag {nummer}", "stempel": stempel})
        statussen.append(antwoord.status_code)
    assert statussen == [302] * 10 + [429]
    assert set(Bericht.objects.filter(soort="praktijkvraag").values_list("aan", flat=True)) == {loods.email}


def test_vraag_over_een_concept_kan_niet(loods: Gebruiker, praktijk: Praktijk) -> None:
    assert als(loods).get(f"/kennis/{praktijk.pk}/vraag/").status_code == 404
