"""Tasks: the page of one's own, what hangs is seen, and what failed can be started again, once and by who may."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from akt.models import Gebruiker, Rol, Taak
from akt.taken import start_taak
from monitoring import tasks
from tests.factories import GebruikerFactory

WERK = tasks.herbouw_kerncijfers


@pytest.fixture
def beheerder(stamgegevens: None) -> Gebruiker:
    return GebruikerFactory(rol=Rol.BEHEERDER)


@pytest.fixture
def gevraagd(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is handed to the queue."""
    berichten: list[dict[str, Any]] = []
    monkeypatch.setattr(WERK, "delay", lambda **gegevens: berichten.append(gegevens))
    return berichten


def mislukte(gebruiker: Gebruiker, **velden: Any) -> Taak:
    taak = Taak.objects.create(naam="Kerncijfers herbouwen", gestart_door=gebruiker, werk=WERK.name, **velden)
    taak.sluit("De database was weg.", gelukt=False)
    return taak


def stil(taak: Taak) -> Taak:
    Taak.objects.filter(pk=taak.pk).update(gemeld_op=timezone.now() - Taak.STILTE - datetime.timedelta(minutes=1))
    taak.refresh_from_db()
    return taak


def test_taak_onthoudt_zijn_werk(beheerder: Gebruiker) -> None:
    taak = start_taak("Iets", WERK, beheerder, jaar=2024)
    taak.refresh_from_db()
    assert (taak.werk, taak.gegevens) == ("monitoring.herbouw_kerncijfers", {"jaar": 2024})


def test_opnieuw_proberen_begint_hetzelfde_werk(
    client: Client, beheerder: Gebruiker, gevraagd: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    oud = mislukte(beheerder, gegevens={"jaar": 2024})
    client.force_login(beheerder)
    assert "Opnieuw proberen" in client.get(oud.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        antwoord = client.post(oud.get_absolute_url())
    nieuw = Taak.objects.get(herhaalt=oud)
    assert antwoord["Location"] == nieuw.get_absolute_url()
    assert gevraagd == [{"taak_id": str(nieuw.pk), "jaar": 2024}]
    # Once: the old one points at the new, and a second click does nothing.
    inhoud = client.get(oud.get_absolute_url()).content.decode()
    assert "Opnieuw proberen" not in inhoud
    assert nieuw.get_absolute_url() in inhoud
    assert client.post(oud.get_absolute_url()).status_code == 409
    assert Taak.objects.count() == 2


def test_vastgelopen_taak_is_te_zien_en_kan_opnieuw(
    client: Client, beheerder: Gebruiker, gevraagd: list[dict[str, Any]]
) -> None:
    taak = Taak.objects.create(naam="Kerncijfers herbouwen", gestart_door=beheerder, werk=WERK.name)
    taak.meld(3, 10, "Gemeente 3")
    assert (taak.loopt, taak.vastgelopen) == (True, False)
    client.force_login(beheerder)
    assert client.post(taak.get_absolute_url()).status_code == 409, "Wat loopt, begint niet nog eens."
    taak = stil(taak)
    assert (taak.loopt, taak.vastgelopen, taak.stand) == (False, True, "Vastgelopen")
    for adres in ("/taken/", taak.get_absolute_url()):
        inhoud = client.get(adres).content.decode()
        assert "Vastgelopen" in inhoud
        assert "Opnieuw proberen" in inhoud
    assert client.post(taak.get_absolute_url()).status_code == 302
    taak.refresh_from_db()
    assert taak.status == Taak.Status.MISLUKT
    # A sign of life after all: it is no longer taken to hang.
    levend = stil(Taak.objects.create(naam="Traag", gestart_door=beheerder))
    levend.meld(4, 10)
    assert levend.loopt


def test_alleen_toegestaan_werk_en_alleen_wie_mag(client: Client, beheerder: Gebruiker) -> None:
    loods = GebruikerFactory(rol=Rol.KANTORENLOODS)
    vreemd = mislukte(beheerder)
    Taak.objects.filter(pk=vreemd.pk).update(werk="os.system")
    eigen = mislukte(loods)  # own task, but no permission for this work
    klaar = Taak.objects.create(naam="Klaar", gestart_door=beheerder, werk=WERK.name)
    klaar.sluit("Gedaan.")
    client.force_login(beheerder)
    assert client.post(vreemd.get_absolute_url()).status_code == 409
    assert client.post(klaar.get_absolute_url()).status_code == 409
    client.force_login(loods)
    assert "Opnieuw proberen" not in client.get(eigen.get_absolute_url()).content.decode()
    assert client.post(eigen.get_absolute_url()).status_code == 409
    assert client.post(klaar.get_absolute_url()).status_code == 404
    assert not Taak.objects.filter(herhaalt__isnull=False).exists()


def test_lijst_toont_eigen_taken_en_de_beheerder_alles(client: Client, beheerder: Gebruiker) -> None:
    loods = GebruikerFactory(rol=Rol.KANTORENLOODS, naam="Loes Houten")
    Taak.objects.create(naam="Excel inlezen", gestart_door=loods)
    mislukte(beheerder)
    Taak.objects.create(naam="Nachtwerk")
    client.force_login(loods)
    antwoord = client.get("/taken/")
    assert [taak.naam for taak in antwoord.context["taken"]] == ["Excel inlezen"]
    assert "hx-get" in antwoord.content.decode().split("<main")[1]
    client.force_login(beheerder)
    inhoud = client.get("/taken/").content.decode()
    for tekst in ("Excel inlezen", "Kerncijfers herbouwen", "Nachtwerk", "Loes Houten", "De database was weg."):
        assert tekst in inhoud


def test_lijst_vraagt_evenveel_bij_veel_taken(
    client: Client, beheerder: Gebruiker, django_assert_max_num_queries: Any
) -> None:
    client.force_login(beheerder)
    mislukte(beheerder)
    client.get("/taken/")
    with django_assert_max_num_queries(8) as klein:
        client.get("/taken/")
    for _ in range(15):
        mislukte(GebruikerFactory())
    with django_assert_max_num_queries(len(klein)):
        client.get("/taken/")
