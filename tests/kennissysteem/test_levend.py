"""Questions, thanks, reads, following, the weekly mail, reviews, and the figures about them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory

from akt import post
from akt.models import Bericht, Rol
from kennissysteem import levend
from kennissysteem.levend import Soort, plaats
from kennissysteem.models import Hielp, Knelpunt, Lezing, Reactie, Volgt
from kennissysteem.stamgegevens import laad_stamgegevens
from tests.factories import GebruikerFactory, GemeenteFactory
from tests.kennissysteem.test_knelpunten import leesbaar
from tests.kennissysteem.test_modellen import maak_praktijk


@pytest.fixture(autouse=True)
def _stamgegevens(db: None) -> None:
    laad_stamgegevens()


@pytest.fixture
def financiering() -> Knelpunt:
    return Knelpunt.objects.get(pk="financiering")


def ingelogd(gebruiker: Any) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def gemaild(soort: str = "") -> list[str]:
    berichten = Bericht.objects.filter(soort=soort) if soort else Bericht.objects.all()
    return sorted(berichten.values_list("aan", flat=True))


# --- questions and reactions -------------------------------------------------------------------
def test_vraag_gaat_naar_contactpersoon_en_auteur_een_keer() -> None:
    praktijk = leesbaar("Praktijk", "financiering")
    vrager = GebruikerFactory(naam="Vera Vraagt")
    merk = uuid.uuid4()
    for _ in range(2):
        plaats(vrager, praktijk, Soort.VRAAG, "Wie betaalde dat?", verzending=merk)
    assert Reactie.objects.count() == 1
    assert gemaild("kennis-vraag") == sorted(["pien@voorbeeld.example", praktijk.auteur.email])
    bericht = Bericht.objects.first()
    assert bericht is not None
    assert bericht.antwoord_aan == vrager.email
    assert "Wie betaalde dat?" in bericht.tekst


def test_antwoord_gaat_naar_de_vraagsteller_en_sluit_de_vraag() -> None:
    praktijk = leesbaar("Praktijk")
    vrager = GebruikerFactory()
    vraag = plaats(vrager, praktijk, Soort.VRAAG, "Hoe?")
    assert list(Reactie.objects.open()) == [vraag]
    Bericht.objects.all().delete()
    antwoord = plaats(praktijk.auteur, praktijk, Soort.ANTWOORD, "Zo.", ouder=vraag)
    assert gemaild("kennis-vraag") == [vrager.email]
    assert gemaild("kennis-reactie") == ["pien@voorbeeld.example"]
    assert not Reactie.objects.open().exists()
    levend.trek_in(antwoord, praktijk.auteur, "Klopte niet")
    assert list(Reactie.objects.open()) == [vraag], "een ingetrokken antwoord is geen antwoord"


def test_vraag_over_een_knelpunt_gaat_naar_wie_het_volgt(financiering: Knelpunt) -> None:
    volger, ander, weg = GebruikerFactory(), GebruikerFactory(), GebruikerFactory()
    levend.volg(volger, knelpunt=financiering)
    levend.volg(ander, knelpunt=Knelpunt.objects.get(pk="bestemming"))
    levend.volg(weg, knelpunt=financiering)
    weg.rol = Rol.MARKTPARTIJ
    weg.save()
    plaats(GebruikerFactory(), financiering, Soort.VRAAG, "Welke bank?")
    assert gemaild() == [volger.email]


def test_wie_zich_afmeldt_krijgt_geen_reacties_maar_wel_vragen() -> None:
    praktijk = leesbaar("Praktijk")
    auteur = praktijk.auteur
    post.meld_af(auteur.email, levend.REACTIE)
    post.meld_af(auteur.email, levend.VRAAG)
    plaats(GebruikerFactory(), praktijk, Soort.REACTIE, "Mooi.")
    plaats(GebruikerFactory(), praktijk, Soort.VRAAG, "Hoe?")
    post.verstuur()
    standen = dict(Bericht.objects.filter(aan=auteur.email).values_list("soort", "status"))
    assert standen == {"kennis-reactie": "afgemeld", "kennis-vraag": "verstuurd"}


def test_buiten_het_netwerk_plaatst_en_leest_niemand(client: Client) -> None:
    praktijk = leesbaar("Praktijk", "financiering")
    plaats(GebruikerFactory(), praktijk, Soort.VRAAG, "Alleen voor ons")
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ)
    with pytest.raises(PermissionDenied):
        plaats(markt, praktijk, Soort.VRAAG, "Mag ik ook?")
    assert ingelogd(markt).post(f"/kennis/{praktijk.pk}/reageren/", {"soort": "vraag", "tekst": "x"}).status_code == 403
    for wie in (AnonymousUser(), markt):
        assert "gesprek" not in levend.bij_praktijk(praktijk, wie)
        assert not levend.zichtbaar_voor(wie).exists()


def test_concept_heeft_geen_gesprek() -> None:
    concept = maak_praktijk()
    ander = GebruikerFactory()
    with pytest.raises(PermissionDenied):
        plaats(ander, concept, Soort.VRAAG, "Hoe?")
    assert ingelogd(ander).get(f"/kennis/{concept.pk}/reageren/").status_code == 404


def test_formulier_op_de_pagina(financiering: Knelpunt) -> None:
    client = ingelogd(GebruikerFactory(naam="Vera Vraagt"))
    adres = "/kennis/knelpunten/financiering/reageren/"
    assert client.post(adres, {"soort": "vraag", "tekst": "  "}).status_code == 422
    antwoord = client.post(adres, {"soort": "vraag", "tekst": "<script>alert(1)</script>"})
    assert antwoord.headers["Location"] == financiering.get_absolute_url()
    pagina = client.get(financiering.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in pagina
    assert "Wacht op antwoord" in pagina
    vraag = Reactie.objects.get()
    client.post(f"/kennis/reacties/{vraag.pk}/", {"tekst": "Deze bank."})
    pagina = client.get(financiering.get_absolute_url()).content.decode()
    assert "Deze bank." in pagina
    assert "Wacht op antwoord" not in pagina


def test_intrekken_door_schrijver_of_coach_met_reden(financiering: Knelpunt) -> None:
    schrijver, ander = GebruikerFactory(), GebruikerFactory()
    eerste = plaats(schrijver, financiering, Soort.REACTIE, "Eerste tekst")
    tweede = plaats(schrijver, financiering, Soort.REACTIE, "Tweede tekst")
    adres = f"/kennis/reacties/{eerste.pk}/intrekken/"
    assert ingelogd(ander).post(adres, {"reden": "zomaar"}).status_code == 404
    assert ingelogd(schrijver).post(adres, {"reden": " "}).status_code == 422
    assert ingelogd(schrijver).post(adres, {"reden": "Dubbel"}).status_code == 302
    levend.trek_in(tweede, GebruikerFactory(rol=Rol.KANTORENCOACH), "Noemt een persoon")
    pagina = ingelogd(ander).get(financiering.get_absolute_url()).content.decode()
    assert "Eerste tekst" not in pagina
    assert "Tweede tekst" not in pagina
    assert "Dubbel" in pagina
    assert "Noemt een persoon" in pagina


def test_database_weigert_wat_niet_klopt(financiering: Knelpunt) -> None:
    door = GebruikerFactory()
    for mis in (
        {"soort": "vraag"},
        {"soort": "antwoord", "knelpunt": financiering},
        {"soort": "vraag", "knelpunt": financiering, "praktijk": maak_praktijk()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reactie.objects.create(tekst="x", door=door, **mis)


# --- it helped ---------------------------------------------------------------------------------
def test_hielp_een_keer_per_persoon_en_de_auteur_hoort_het_een_keer() -> None:
    praktijk = leesbaar("Praktijk")
    wie = GebruikerFactory(naam="Hanna Helpt")
    client = ingelogd(wie)
    adres = f"/kennis/{praktijk.pk}/hielp/"
    assert client.post(adres, {"hielp-waar": ""}).status_code == 422
    for waar in ("Houten", "Houten, Kokermolen 1"):
        assert client.post(adres, {"hielp-waar": waar, "hielp-toelichting": "De volgorde."}).status_code == 302
    assert Hielp.objects.get().waar == "Houten, Kokermolen 1"
    assert gemaild() == [praktijk.auteur.email]
    assert post.SOORTEN["kennis-hielp"].optioneel
    assert ingelogd(praktijk.auteur).post(adres, {"hielp-waar": "Hier"}).status_code == 404


# --- reads -------------------------------------------------------------------------------------
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def test_lezingen_zonder_robots_en_zonder_de_schrijvers() -> None:
    praktijk = leesbaar("Praktijk")
    mede = GebruikerFactory()
    praktijk.medeauteurs.add(mede)

    def open_pagina(gebruiker: Any, agent: str, **koppen: str) -> None:
        request = RequestFactory().get("/", headers={"User-Agent": agent, **koppen})
        request.user = gebruiker
        levend.lees(praktijk, request)

    for agent in ("", "Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.0", "python-requests/2.32"):
        open_pagina(AnonymousUser(), agent)
    open_pagina(praktijk.auteur, FIREFOX)
    open_pagina(mede, FIREFOX)
    open_pagina(AnonymousUser(), FIREFOX, **{"Sec-Purpose": "prefetch"})
    assert not Lezing.objects.exists()
    open_pagina(AnonymousUser(), FIREFOX)
    open_pagina(GebruikerFactory(), FIREFOX)
    assert Lezing.objects.get().aantal == 2
    assert {veld.name for veld in Lezing._meta.fields} == {"id", "praktijk", "dag", "aantal"}, "niet wie"


# --- following ---------------------------------------------------------------------------------
def test_volgen_met_een_knop_en_met_de_lijst(financiering: Knelpunt) -> None:
    wie, gemeente = GebruikerFactory(), GemeenteFactory()
    client = ingelogd(wie)
    for _ in range(2):
        client.post("/kennis/volgen/", {"knelpunt": "financiering", "actie": "volg"})
    sinds = Volgt.objects.get().gemeld_tot
    client.post("/kennis/volgen/", {"alles": "on", "knelpunten": ["financiering"], "gemeenten": [gemeente.pk]})
    assert Volgt.objects.filter(gebruiker=wie).count() == 3
    assert Volgt.objects.get(knelpunt=financiering).gemeld_tot == sinds
    client.post("/kennis/volgen/", {"knelpunt": "financiering", "actie": "stop"})
    assert not Volgt.objects.filter(knelpunt=financiering).exists()
    client.post("/kennis/volgen/", {})
    assert not Volgt.objects.exists()
