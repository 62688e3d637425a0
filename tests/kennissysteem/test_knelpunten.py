"""The pages of knelpunten: what is on them, and for whom."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akt.models import Rol
from kennissysteem.models import Knelpunt, Praktijk, Praktijkcontact
from kennissysteem.stamgegevens import laad_stamgegevens
from loodsen.models import Contactpersoon, Kantorencoach, Organisatie
from tests.factories import GebruikerFactory
from tests.kennissysteem.test_modellen import maak_praktijk, publiceer


@pytest.fixture(autouse=True)
def _stamgegevens(db: None) -> None:
    laad_stamgegevens()


def maak_persoon(naam: str = "Pien Praktijk") -> Contactpersoon:
    organisatie, _ = Organisatie.objects.get_or_create(naam="Bouwer BV", defaults={"soort": "bouwer"})
    return Contactpersoon.objects.create(
        organisatie=organisatie, naam=naam, email=f"{naam.split()[0].lower()}@voorbeeld.example",
        bewaren_tot=datetime.date(2100, 1, 1),
    )  # fmt: skip


def leesbaar(titel: str, *knelpunten: str, **velden: Any) -> Praktijk:
    """A published praktijk with a contactpersoon of its own."""
    praktijk = maak_praktijk(titel=titel, **velden)
    persoon = Contactpersoon.objects.filter(naam="Pien Praktijk").first() or maak_persoon()
    Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=persoon)
    publiceer(praktijk)
    praktijk.knelpunten.set(knelpunten)
    return praktijk


def loods_client() -> Client:
    client = Client()
    client.force_login(GebruikerFactory(rol=Rol.KANTORENLOODS))
    return client


def test_drie_groepen_met_aantallen(client: Client) -> None:
    leesbaar("Open praktijk", "financiering", "bestemming")
    leesbaar("Besloten praktijk", "financiering", openbaarheid="netwerk")
    maak_praktijk(titel="Concept").knelpunten.add("financiering")
    for wie, verwacht in ((client, 1), (loods_client(), 2)):
        groepen = wie.get("/kennis/knelpunten/").context["groepen"]
        assert [groep for groep, _ in groepen] == Knelpunt.Groep.labels
        regels = {regel.knelpunt.pk: regel for _, regels in groepen for regel in regels}
        assert regels["financiering"].praktijken == verwacht
        assert regels["bestemming"].praktijken == 1
        assert regels["financiering"].oplossingen == Knelpunt.objects.get(pk="financiering").oplossingen.count()


def test_wat_alleen_voor_het_netwerk_is_staat_niet_op_de_open_pagina(client: Client) -> None:
    leesbaar("Open praktijk", "financiering")
    leesbaar("Geheime aanpak", "financiering", openbaarheid="netwerk")
    maak_praktijk(titel="Half geschreven").knelpunten.add("financiering")
    open_pagina = client.get("/kennis/knelpunten/financiering/").content.decode()
    assert "Open praktijk" in open_pagina
    for geheim in ("Geheime aanpak", "Half geschreven", "Pien Praktijk", "pien@voorbeeld.example"):
        assert geheim not in open_pagina
    netwerk = loods_client().get("/kennis/knelpunten/financiering/").content.decode()
    assert "Geheime aanpak" in netwerk
    assert "pien@voorbeeld.example" in netwerk
    assert "Half geschreven" not in netwerk


def test_richtingen_met_bron_en_wie_het_tegenkomt(client: Client) -> None:
    knelpunt = Knelpunt.objects.get(pk="financiering")
    pagina = client.get(knelpunt.get_absolute_url()).content.decode()
    oplossing = knelpunt.oplossingen.first()
    assert oplossing is not None
    assert oplossing.naam in pagina
    assert f"Bron: {oplossing.bron}" in pagina
    assert "Stel uw vraag" in pagina


def test_coach_met_de_passende_expertise_de_besloten_alleen_voor_het_netwerk(client: Client) -> None:
    for naam, expertise, openbaar in (
        ("Fien Financier", ["financiering"], True),
        ("Bart Besloten", ["financiering", "markt"], False),
        ("Theo Techniek", ["techniek"], True),
    ):
        Kantorencoach.objects.create(
            naam=naam, herkomst="markt", expertise=expertise, openbaar=openbaar,
            email=f"{naam.split()[0].lower()}@voorbeeld.example",
        )  # fmt: skip
    for wie, verwacht in ((client, ["Fien Financier"]), (loods_client(), ["Bart Besloten", "Fien Financier"])):
        coaches = wie.get("/kennis/knelpunten/financiering/").context["coaches"]
        assert [coach.naam for coach in coaches] == verwacht


def test_inactief_knelpunt_is_er_niet(client: Client) -> None:
    Knelpunt.objects.filter(pk="labeling").update(actief=False)
    assert client.get("/kennis/knelpunten/labeling/").status_code == 404
    assert "Labeling" not in client.get("/kennis/knelpunten/").content.decode()


def test_beheerder_gaat_naar_het_beheer(client: Client) -> None:
    client.force_login(GebruikerFactory(rol=Rol.BEHEERDER, is_staff=True, is_superuser=True))
    assert "/beheer/kennissysteem/knelpunt/financiering/change/" in (
        client.get("/kennis/knelpunten/financiering/").content.decode()
    )
    assert "/beheer/kennissysteem" not in loods_client().get("/kennis/knelpunten/financiering/").content.decode()


def test_aantal_vragen_aan_de_database_groeit_niet() -> None:
    client = loods_client()

    def tel() -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert client.get("/kennis/knelpunten/").status_code == 200
            assert client.get("/kennis/knelpunten/financiering/").status_code == 200
        return len(vragen)

    leesbaar("Eerste", "financiering")
    tel()  # what is looked up once in the life of a server
    eerst = tel()
    for nummer in range(5):
        leesbaar(f"Nog een {nummer}", "financiering", "bestemming")
    assert tel() == eerst
