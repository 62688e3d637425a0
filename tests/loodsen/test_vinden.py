"""Finding the kantorenloods, the page of a gemeente, and appointing someone with the rights that go with it."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from akt.fouten import AktFout
from akt.models import Rol
from akt.ruimtes import laad_stamgegevens
from loodsen import netwerk, vinden
from loodsen.models import Gemeenteprofiel, Kantorenloods
from monitoring.models import Gemeente, Werkgebied
from monitoring.rules import gemeenten_van
from tests.factories import GebruikerFactory
from tests.wereld import Wereld, maak_wereld

VANDAAG = datetime.date.today()
DAG = datetime.timedelta(days=1)


@pytest.fixture
def wereld(db: None) -> Wereld:
    wereld = maak_wereld()
    laad_stamgegevens()
    return wereld


def loods(gemeente: Any, **velden: Any) -> Kantorenloods:
    return Kantorenloods(**{"gemeente": gemeente, "naam": "Noor", "email": "noor@voorbeeld.example", **velden})


def gevonden(vraag: str) -> list[str]:
    return [treffer.gemeente.naam for treffer in vinden.zoek_gemeenten(vraag)]


# --- finding -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("vraag", "namen"),
    [
        ("Houten", ["Houten"]),
        ("houtn", ["Houten"]),
        ("GM0344", ["Utrecht"]),
        ("utrechtse", ["Utrechtse Heuvelrug"]),
        ("Vianen", ["Vijfheerenlanden"]),
        ("Kokermolen 1, Houten", ["Houten"]),
        ("kokermoln 1", ["Houten"]),
        ("3528BB", ["Utrecht"]),
        ("Onbekendestraat 99 Woerden", ["Woerden"]),
        ("x", []),
        ("qqqqqqqq", []),
    ],
)
def test_zoeken_op_naam_en_adres(wereld: Wereld, vraag: str, namen: list[str]) -> None:
    assert gevonden(vraag) == namen


def test_een_treffer_gaat_meteen_naar_de_pagina(wereld: Wereld, client: Client) -> None:
    assert client.get("/kantorenloods/", {"q": "Kokermolen 1"})["Location"] == "/kantorenloods/GM0321/"
    antwoord = client.get("/kantorenloods/", {"q": "qqqqqqqq"})
    assert antwoord.status_code == 200 and "Wij vinden geen gemeente of adres" in antwoord.content.decode()


def test_van_een_adres_komt_alleen_de_gemeente_naar_buiten(wereld: Wereld, client: Client) -> None:
    """Nobody learns here which panden are known, let alone how empty they are."""
    for pand in [*wereld.panden, wereld.elders]:
        adres = pand.adressen.first()
        assert adres is not None
        for vraag in (f"{adres.straat} {adres.huisnummer}", f"{adres.postcode} {adres.huisnummer}", pand.bag_id):
            antwoord = client.get("/kantorenloods/zoeken.json", {"q": vraag})
            [treffer] = antwoord.json()["resultaten"]
            assert set(treffer) == {"tekst", "uitleg", "url"}
            assert treffer["tekst"] == pand.gemeente.naam
            assert treffer["url"] == f"/kantorenloods/{pand.gemeente_id}/"
            tekst = antwoord.content.decode()
            assert pand.bag_id not in tekst and adres.straat not in tekst and "m²" not in tekst
    pagina = client.get("/kantorenloods/", {"q": "3994"}).content.decode()
    assert not any(pand.bag_id in pagina for pand in wereld.panden)


def test_wie_te_vaak_zoekt_wacht(wereld: Wereld, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loodsen.views.vinden.ZOEKEN", 3)
    for _ in range(3):
        assert client.get("/kantorenloods/zoeken.json", {"q": "Houten"}).status_code == 200
    assert client.get("/kantorenloods/zoeken.json", {"q": "Houten"}).status_code == 429
    antwoord = client.get("/kantorenloods/", {"q": "Houten"})
    assert antwoord.status_code == 429 and "kies uw gemeente in de lijst" in antwoord.content.decode()
    assert client.get("/kantorenloods/").status_code == 200, "de lijst zelf blijft open"


def test_kaart_en_lijst_tonen_dezelfde_gemeenten(wereld: Wereld, client: Client) -> None:
    kaart = json.loads(client.get("/kantorenloods/kaart.geojson").content)
    per_naam = {vlak["properties"]["titel"]: vlak["properties"] for vlak in kaart["features"]}
    assert set(per_naam) == {"Houten", "Utrecht"}, "alleen die een grens hebben"
    assert per_naam["Houten"]["klasse"] == "pand" and per_naam["Utrecht"]["klasse"] is None
    pagina = client.get("/kantorenloods/").content.decode()
    for gemeente in Gemeente.objects.huidig():
        assert f'href="/kantorenloods/{gemeente.pk}/"' in pagina
    assert "/kantorenloods/GM0620/" not in pagina, "Vianen is opgegaan in een andere"


def test_vaste_aantallen_queries(
    wereld: Wereld, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/kantorenloods/")
    with django_assert_num_queries(2):
        client.get("/kantorenloods/")
    for gemeente in Gemeente.objects.huidig().exclude(pk="GM0321"):
        loods(gemeente).save()
    with django_assert_num_queries(2):
        client.get("/kantorenloods/")


# --- the page ----------------------------------------------------------------------------------
def test_pagina_toont_team_commitment_en_hoe_te_bereiken(wereld: Wereld, client: Client) -> None:
    loods(wereld.houten, naam="Tweede Man", email="twee@voorbeeld.example", eerste=False).save()
    loods(wereld.houten, naam="Was Ooit", email="oud@voorbeeld.example", eerste=False, van=VANDAAG - 9 * DAG,
          tot=VANDAAG).save()  # fmt: skip
    Gemeenteprofiel.objects.filter(gemeente="GM0321").update(
        wethouder="W. Ethouder", commitment="Elk leeg kantoor een gesprek.", commitment_op=datetime.date(2015, 3, 1)
    )
    tekst = client.get("/kantorenloods/GM0321/").content.decode()
    assert tekst.index("Loes Houten") < tekst.index("Tweede Man"), "het eerste aanspreekpunt eerst"
    assert "Was Ooit" not in tekst
    assert 'href="tel:0301234567"' in tekst and 'href="mailto:loods@voorbeeld.example"' in tekst
    assert "Elk leeg kantoor een gesprek." in tekst and "Wethouder W. Ethouder, 1 maart 2015" in tekst
    assert 'itemtype="https://schema.org/ContactPoint"' in tekst
    assert "/infographics/gemeente/GM0321/" in tekst
    assert "Deze pagina wijzigen" not in tekst


def test_zonder_loods_zegt_de_pagina_wie_wel_helpt(wereld: Wereld, client: Client, settings: Any) -> None:
    tekst = client.get("/kantorenloods/GM0344/").content.decode()
    assert "Utrecht heeft nog geen kantorenloods" in tekst and settings.AKT_CONTACT["email"] in tekst


def test_opgegane_en_onbekende_gemeente(wereld: Wereld, client: Client) -> None:
    antwoord = client.get("/kantorenloods/GM0620/")
    assert (antwoord.status_code, antwoord["Location"]) == (301, "/kantorenloods/GM1961/")
    assert client.get("/kantorenloods/gm0321/")["Location"] == "/kantorenloods/GM0321/"
    assert client.get("/kantorenloods/GM0620/insluiten/")["Location"] == "/kantorenloods/GM1961/insluiten/"
    assert client.get("/kantorenloods/GM9999/").status_code == 404


def test_alleen_de_insluitpagina_mag_in_een_andere_site(wereld: Wereld, client: Client) -> None:
    binnen, gewoon = client.get("/kantorenloods/GM0321/insluiten/"), client.get("/kantorenloods/GM0321/")
    assert "frame-ancestors *" in binnen["Content-Security-Policy"] and "X-Frame-Options" not in binnen
    assert "frame-ancestors 'none'" in gewoon["Content-Security-Policy"]
    assert "/kantorenloods/GM0321/insluiten/" in gewoon.content.decode(), "de code om over te nemen"
    assert "<script" not in binnen.content.decode()


# --- appointing --------------------------------------------------------------------------------
def rechten(gebruiker: Any) -> list[str]:
    return [gemeente.pk for gemeente in gemeenten_van(gebruiker)]


def test_aanstelling_en_schrijfrecht_lopen_gelijk(wereld: Wereld) -> None:
    nieuw = GebruikerFactory(rol=Rol.KANTORENLOODS)
    term = netwerk.stel_aan(loods(wereld.utrecht, gebruiker=nieuw, van=VANDAAG))
    assert rechten(nieuw) == ["GM0344"]
    term.tot = VANDAAG + DAG
    netwerk.stel_aan(term)
    assert rechten(nieuw) == ["GM0344"]
    assert Werkgebied.objects.get(gebruiker=nieuw).tot == VANDAAG + DAG
    term.van, term.tot = VANDAAG - DAG, VANDAAG
    netwerk.stel_aan(term)
    assert rechten(nieuw) == [] and not Kantorenloods.objects.huidig().filter(gemeente="GM0344").exists()
    # A later term gives the right back from that day, and a follower gets it instead.
    netwerk.stel_aan(loods(wereld.utrecht, gebruiker=nieuw, van=VANDAAG + 5 * DAG, email="noor2@voorbeeld.example"))
    assert rechten(nieuw) == []
    assert Werkgebied.objects.filter(gebruiker=nieuw, van=VANDAAG + 5 * DAG, tot=None).exists()
    ander = GebruikerFactory(rol=Rol.KANTORENLOODS)
    later = Kantorenloods.objects.get(van=VANDAAG + 5 * DAG)
    later.gebruiker = ander
    netwerk.stel_aan(later)
    assert not Werkgebied.objects.filter(gebruiker=nieuw, van=VANDAAG + 5 * DAG).exists()
    assert Werkgebied.objects.filter(gebruiker=ander).count() == 1


def test_aansluitende_termijnen_zijn_een_werkgebied(wereld: Wereld) -> None:
    wie = GebruikerFactory(rol=Rol.KANTORENLOODS)
    netwerk.stel_aan(loods(wereld.utrecht, gebruiker=wie, van=VANDAAG - 9 * DAG, tot=VANDAAG))
    netwerk.stel_aan(loods(wereld.utrecht, gebruiker=wie, van=VANDAAG))
    assert list(Werkgebied.objects.filter(gebruiker=wie).values_list("van", "tot")) == [(VANDAAG - 9 * DAG, None)]


def test_alleen_een_account_van_een_loods(wereld: Wereld) -> None:
    with pytest.raises(AktFout, match="rol kantorenloods"):
        netwerk.stel_aan(loods(wereld.utrecht, gebruiker=wereld.gebruikers["marktpartij"]))
    assert not Kantorenloods.objects.filter(gemeente="GM0344").exists()


@pytest.mark.parametrize(
    "velden", [{"email": "ander@voorbeeld.example"}, {"email": "LOODS@voorbeeld.example", "eerste": False}]
)
def test_de_database_weigert_overlap(wereld: Wereld, velden: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        loods(wereld.houten, van=VANDAAG, **velden).save()


INVUL = {"naam": "Noor", "functie": "Kantorenloods", "email": "noor@voorbeeld.example", "van": "2015-01-01"}


def test_coach_stelt_aan_en_ziet_overlap_in_gewone_woorden(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    antwoord = client.post("/kantorenloods/GM0321/aanstellen/", INVUL | {"eerste": "on"})
    assert antwoord.status_code == 422
    assert "heeft in die tijd al een eerste aanspreekpunt" in antwoord.content.decode()
    zelfde = INVUL | {"email": "Loods@voorbeeld.example"}
    assert "in die tijd al kantorenloods" in client.post("/kantorenloods/GM0321/aanstellen/", zelfde).content.decode()
    fout = client.post("/kantorenloods/GM0344/aanstellen/", INVUL | {"tot": "2014-01-01"})
    assert "De einddatum ligt voor de begindatum" in fout.content.decode()
    wie = GebruikerFactory(rol=Rol.KANTORENLOODS)
    gelukt = client.post("/kantorenloods/GM0344/aanstellen/", INVUL | {"eerste": "on", "gebruiker": wie.pk})
    assert gelukt["Location"] == "/kantorenloods/GM0344/wijzigen/"
    assert rechten(wie) == ["GM0344"]
    term = Kantorenloods.objects.get(gebruiker=wie)
    assert term.history.get().history_user == wereld.gebruikers["coach"]
    einde = INVUL | {"eerste": "on", "gebruiker": wie.pk, "tot": VANDAAG.isoformat(), "gezien": term.history.get().pk}
    client.post(f"/kantorenloods/GM0344/team/{term.pk}/", einde)
    assert rechten(wie) == []


def test_loods_wijzigt_de_eigen_pagina_en_die_van_een_ander_bestaat_niet(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    term = Kantorenloods.objects.get()
    invul = INVUL | {"naam": "Loes H.", "profiel": "Alles", "tot": VANDAAG.isoformat(), "gezien": term.history.get().pk}
    assert client.post(f"/kantorenloods/GM0321/team/{term.pk}/", invul).status_code == 302
    term.refresh_from_db()
    assert (term.naam, term.profiel, term.tot) == ("Loes H.", "Alles", None), "de termijn is niet aan de loods"
    assert rechten(wereld.gebruikers["loods"]) == ["GM0321"]
    assert client.get("/kantorenloods/GM0344/wijzigen/").status_code == 404
    assert client.get(f"/kantorenloods/GM0344/team/{term.pk}/").status_code == 404
    assert client.post("/kantorenloods/GM0344/wijzigen/", {"wethouder": "Ik"}).status_code == 404
    assert client.get("/kantorenloods/GM0321/aanstellen/").status_code == 403
    client.post("/kantorenloods/GM0321/wijzigen/", {"wethouder": "W.", "in_programma": "", "gezien": _versie()})
    profiel = Gemeenteprofiel.objects.get(gemeente="GM0321")
    assert profiel.wethouder == "W." and profiel.in_programma, "meedoen regelt de coach"


def _versie() -> int:
    return Gemeenteprofiel.history.filter(gemeente="GM0321").latest().history_id


def test_tegelijk_wijzigen_wordt_gemeld(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    eerder = _versie()
    client.post("/kantorenloods/GM0321/wijzigen/", {"wethouder": "Een", "gezien": eerder})
    antwoord = client.post("/kantorenloods/GM0321/wijzigen/", {"wethouder": "Twee", "gezien": eerder})
    assert antwoord.status_code == 409 and "Loes Houten heeft dit intussen ook gewijzigd" in antwoord.content.decode()
    assert Gemeenteprofiel.objects.get(gemeente="GM0321").wethouder == "Een"
    client.post(
        "/kantorenloods/GM0321/wijzigen/", {"wethouder": "Twee", "gezien": antwoord.context["form"].data["gezien"]}
    )
    assert Gemeenteprofiel.objects.get(gemeente="GM0321").wethouder == "Twee"


def test_een_gemeente_zonder_profiel_krijgt_er_een(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    assert client.get("/kantorenloods/GM0308/wijzigen/").status_code == 200
    antwoord = client.post(
        "/kantorenloods/GM0308/wijzigen/", {"wethouder": "B.", "in_programma": "on", "commitment_op": "2015-01-01"}
    )
    assert "Schrijf bij de datum ook het commitment zelf" in antwoord.content.decode()
    assert client.post("/kantorenloods/GM0308/wijzigen/", {"wethouder": "B.", "in_programma": "on"}).status_code == 302
    assert Gemeenteprofiel.objects.get(gemeente="GM0308").in_programma


# --- the table ---------------------------------------------------------------------------------
def test_netwerk_toont_wie_er_nog_geen_heeft(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    antwoord = client.get("/netwerk/")
    stand = antwoord.context["stand"]
    assert (stand.met_loods, stand.programma, stand.programma_met_loods) == (1, 8, 1)
    assert stand.gemeenten == Gemeente.objects.huidig().count()

    def namen(**keuze: str) -> list[str]:
        return [rij.record.naam for rij in client.get("/netwerk/", keuze).context["table"].rows]

    assert namen(loods="met") == ["Houten"]
    assert "Utrecht" in namen(loods="zonder", programma="ja") and len(namen(loods="zonder", programma="ja")) == 7
    assert namen(loods="binnenkort") == []
    Kantorenloods.objects.update(tot=VANDAAG + 30 * DAG)
    assert namen(loods="binnenkort") == ["Houten"]
    assert namen(commitment="met") == [] and namen(q="outen") == ["Houten"]


def test_netwerk_telt_vast(wereld: Wereld, client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(wereld.gebruikers["coach"])
    for gemeente in Gemeente.objects.huidig().exclude(pk="GM0321"):
        loods(gemeente).save()
        loods(gemeente, email="twee@voorbeeld.example", eerste=False).save()
    with django_assert_max_num_queries(9):
        assert client.get("/netwerk/").status_code == 200
