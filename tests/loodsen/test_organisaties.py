"""Organisations: list and page, two people at one form, and making one of two with all that points at them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from akt.fouten import AktFout, Conflict
from akt.ruimtes import laad_stamgegevens
from akt.versies import laatste_versie
from loodsen import contactpersonen
from loodsen.models import Contactpersoon, Organisatie, Speler
from loodsen.organisaties import kandidaten, voeg_samen
from loodsen.verwijzingen import verplaats, verwijzingen
from monitoring.models import Definitie, Maatregel, Overeenstemming
from tests.factories import GemeenteFactory, TerreinFactory
from tests.wereld import Wereld, maak_wereld

VANDAAG = datetime.date.today()
INVUL = {"naam": "Nieuw Vastgoed", "soort": "belegger", "actief": "on"}


@pytest.fixture
def wereld(db: None) -> Wereld:
    wereld = maak_wereld()
    laad_stamgegevens()
    return wereld


def organisatie(naam: str, **velden: Any) -> Organisatie:
    return Organisatie.objects.create(naam=naam, **{"soort": "belegger", **velden})


def persoon(bij: Organisatie, email: str, **velden: Any) -> Contactpersoon:
    return Contactpersoon.objects.create(organisatie=bij, **{"naam": email.split("@")[0], "email": email, **velden})


# --- list, page, form --------------------------------------------------------------------------
def test_lijst_zoekt_en_filtert(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    weg = organisatie("Ooit Actief", actief=False)
    leeg = organisatie("Zonder Iemand", soort="bouwer", gemeente=wereld.utrecht)
    gewist = organisatie("Alleen Gewisten")
    contactpersonen.wis(Contactpersoon.objects.filter(pk=persoon(gewist, "x@x.example").pk))
    persoon(gewist, "y@x.example", bewaren_tot=VANDAAG)

    def namen(**keuze: str) -> set[str]:
        gevonden = {rij.record.naam for rij in client.get("/organisaties/", keuze).context["table"].rows}
        return gevonden - {"Studiobouwer bv", "Bouwer van de praktijk"}  # of the pages of other subjects

    papier = {"Papieren Huis Ontwikkeling", "Papieren Huis Ontwikkelingen"}
    assert namen() == papier | {leeg.naam, gewist.naam}
    assert namen(q="papiren huis") == papier, "een tikfout mag"
    assert namen(q="Pia") == {"Papieren Huis Ontwikkeling"}, "ook op wie er werkt"
    assert namen(soort="bouwer") == {leeg.naam} and namen(gemeente="GM0344") == {leeg.naam}
    assert namen(contact="zonder") == {leeg.naam, gewist.naam}
    assert namen(contact="toestemming") == papier and namen(contact="met") == papier
    assert namen(actief="nee") == {weg.naam}


def test_lijst_telt_vast(wereld: Wereld, client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.force_login(wereld.gebruikers["coach"])
    client.get("/organisaties/")
    for reeks in range(2):
        with django_assert_num_queries(7):
            client.get("/organisaties/")
        for nummer in range(8):
            persoon(organisatie(f"Nummer {reeks} {nummer}", gemeente=wereld.houten), "a@b.example")


def test_pagina_toont_de_tekst_van_de_soort_met_bron_tenzij_er_een_eigen_is(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    belegger = organisatie("Fonds", belang="Wij willen rust.")
    tekst = client.get(f"/organisaties/{belegger.pk}/").content.decode()
    assert "Wij willen rust." in tekst
    soort = Speler.objects.get(pk="belegger")
    assert soort.belang not in tekst and "Samenwerken met andere beleggers in één gebied" in tekst
    assert "bijlage III" in tekst
    overig = client.get(f"/organisaties/{organisatie('Iets', soort='overig').pk}/").content.decode()
    assert "Waar deze organisatie voor staat" not in overig and "bijlage III" not in overig


def test_elke_speler_van_het_rapport_staat_er_en_edits_blijven(wereld: Wereld) -> None:
    assert Speler.objects.count() == 9
    Speler.objects.filter(pk="rijk").update(rol="Anders")
    assert laad_stamgegevens() == 0 and Speler.objects.get(pk="rijk").rol == "Anders"


def test_toevoegen_wijzigen_en_geschiedenis(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    fout = client.post("/organisaties/nieuw/", INVUL | {"naam": "papieren huis ontwikkeling", "kvk_nummer": "12"})
    assert fout.status_code == 422
    assert "Een KvK-nummer heeft 8 cijfers" in fout.content.decode()
    dubbel = client.post("/organisaties/nieuw/", INVUL | {"naam": "papieren huis ONTWIKKELING"})
    assert "Er is al een organisatie met deze naam" in dubbel.content.decode()
    client.post("/organisaties/nieuw/", INVUL | {"website": "www.nieuw.example"})
    nieuw = Organisatie.objects.get(naam="Nieuw Vastgoed")
    assert nieuw.website == "https://www.nieuw.example"
    eerder = laatste_versie(nieuw)
    client.post(f"/organisaties/{nieuw.pk}/wijzigen/", INVUL | {"soort": "eigenaar", "gezien": eerder})
    tekst = client.get(f"/organisaties/{nieuw.pk}/").content.decode()
    assert "soort van Belegger naar Eigenaar" in tekst and "Loes Houten" in tekst
    conflict = client.post(f"/organisaties/{nieuw.pk}/wijzigen/", INVUL | {"soort": "bouwer", "gezien": eerder})
    assert conflict.status_code == 409 and "Loes Houten heeft dit intussen ook gewijzigd" in conflict.content.decode()
    nieuw.refresh_from_db()
    assert nieuw.soort == "eigenaar"


def test_onbekende_organisatie_bestaat_niet(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    assert client.get("/organisaties/999999/").status_code == 404
    assert client.get("/contactpersonen/999999/").status_code == 404


# --- one of two --------------------------------------------------------------------------------
def test_kandidaten_op_naam_en_domein(wereld: Wereld) -> None:
    een, ander = organisatie("Zonnig Beheer"), organisatie("Iets Heel Anders")
    persoon(een, "a@zonnig.example")
    persoon(ander, "b@Zonnig.example")
    vrij, ook = organisatie("Losse Flodder"), organisatie("Kale Kip")
    persoon(vrij, "c@gmail.com")
    persoon(ook, "d@gmail.com")
    organisatie("Papieren Huis Ontwikkel", kvk_nummer="12345678")
    organisatie("Papieren Huis Ontwikkels", kvk_nummer="87654321")
    paren = {(k.een.naam, k.ander.naam): k.reden for k in kandidaten()}
    assert paren[("Papieren Huis Ontwikkeling", "Papieren Huis Ontwikkelingen")] == (
        "de namen lijken op elkaar en allebei e-mailadressen van papierenhuis.example"
    )
    assert paren[("Zonnig Beheer", "Iets Heel Anders")] == "allebei e-mailadressen van zonnig.example"
    assert not any("Losse Flodder" in paar for paar in paren), "een domein van iedereen zegt niets"
    assert ("Papieren Huis Ontwikkel", "Papieren Huis Ontwikkels") not in paren, "twee KvK-nummers zijn twee bedrijven"


def test_samenvoegen_kiest_verhuist_en_vertelt_het(wereld: Wereld, client: Client) -> None:
    coach = wereld.gebruikers["coach"]
    client.force_login(coach)
    een = Organisatie.objects.get(naam="Papieren Huis Ontwikkeling")
    ander = Organisatie.objects.get(naam="Papieren Huis Ontwikkelingen")
    # Pia is at both; at the other with her consent.
    dubbel = persoon(ander, "PIA@papierenhuis.example", naam="Pia P.", telefoon="06", toestemming_op=VANDAAG,
                     bewaren_tot=VANDAAG + datetime.timedelta(99))  # fmt: skip
    adres = f"/organisaties/samenvoegen/{een.pk}/{ander.pk}/"
    assert "Pier Papier" in client.get(adres).content.decode()
    keuzes = {"naam": "ander", "gemeente": "een", "website": "ander"}
    invul = keuzes | {"gezien_een": laatste_versie(een), "gezien_ander": laatste_versie(ander)}
    assert client.post(adres, {k: v for k, v in invul.items() if k != "naam"}).status_code == 422
    antwoord = client.post(adres, invul, follow=True)
    assert "Papieren Huis Ontwikkelingen is opgegaan in Papieren Huis Ontwikkelingen" in antwoord.content.decode()
    een.refresh_from_db()
    assert (een.naam, een.gemeente, een.website) == (
        "Papieren Huis Ontwikkelingen", wereld.houten, "https://papierenhuis.example",
    )  # fmt: skip
    assert not Organisatie.objects.filter(pk=ander.pk).exists()
    assert {p.email for p in een.contactpersonen.all()} == {"pia@papierenhuis.example", "pier@papierenhuis.example"}
    pia = een.contactpersonen.get(email="pia@papierenhuis.example")
    assert (pia.naam, pia.toestemming_op, pia.telefoon) == ("Pia Papier", VANDAAG, "030 765 43 21")
    assert pia.bewaren_tot == VANDAAG + datetime.timedelta(99)
    assert not Contactpersoon.history.filter(id=dubbel.pk).exists(), "van de dubbele blijft niets achter"
    versie = een.history.latest()
    assert versie.history_change_reason == "Papieren Huis Ontwikkelingen ging hierin op"
    assert versie.history_user == coach
    assert Organisatie.history.filter(id=ander.pk, history_type="-").get().history_change_reason


def test_samenvoegen_over_iemands_wijziging_heen_kan_niet(wereld: Wereld) -> None:
    een, ander = organisatie("Aap"), organisatie("Noot")
    gezien = (laatste_versie(een), laatste_versie(ander))
    ander.website = "https://noot.example"
    ander.save()
    with pytest.raises(Conflict):
        voeg_samen(een, ander, {}, gezien)
    assert Organisatie.objects.filter(naam="Noot").exists()


def test_alles_wat_wijst_verhuist_zonder_dat_iemand_het_noemt(wereld: Wereld) -> None:
    """Tried on gemeenten, at which most models of the portal point: keys, lists of many, and one of a kind."""
    van, naar = GemeenteFactory(code="GM0001"), GemeenteFactory(code="GM0002")
    terrein, bij = TerreinFactory(gemeente=van), organisatie("Wijst", gemeente=van)
    samen = Maatregel.objects.create(naam="Samen", spoor="sturen", begin=VANDAAG)
    alleen = Maatregel.objects.create(naam="Alleen", spoor="sturen", begin=VANDAAG)
    samen.gemeenten.set([van, naar])
    alleen.gemeenten.set([van])
    with transaction.atomic():
        verplaats(van, naar, "proef")
    terrein.refresh_from_db()
    bij.refresh_from_db()
    assert terrein.gemeente == bij.gemeente == naar
    assert bij.history.latest().history_change_reason == "proef"
    assert list(samen.gemeenten.all()) == [naar] and list(alleen.gemeenten.all()) == [naar]
    assert not any(rijen.exists() for _, rijen in verwijzingen(van))
    van.delete()


def test_waar_er_maar_een_van_mag_zijn_zegt_het_samenvoegen_welke(wereld: Wereld) -> None:
    van, naar = GemeenteFactory(code="GM0001"), GemeenteFactory(code="GM0002")
    definitie = Definitie.objects.all()[0]
    for gemeente in (van, naar):
        Overeenstemming.objects.create(gemeente=gemeente, definitie=definitie)
    with pytest.raises(AktFout, match="hebben allebei: Gemeente GM0002: "), transaction.atomic():
        verplaats(van, naar, "proef")
    assert Overeenstemming.objects.filter(gemeente=van).exists()


def test_de_database_bewaakt_wat_uniek_is(wereld: Wereld) -> None:
    organisatie("Met nummer", kvk_nummer="12345678")
    for velden in (
        {"naam": "met NUMMER"},
        {"naam": "Ander", "kvk_nummer": "12345678"},
        {"naam": "Kort", "kvk_nummer": "1"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            organisatie(**velden)
    bij = organisatie("Een")
    persoon(bij, "a@b.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        persoon(bij, "A@B.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contactpersoon.objects.filter(email="a@b.example").update(gewist_op="2020-01-01T00:00:00Z")
