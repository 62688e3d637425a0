"""What the database guards in the knowledge base, and its start set."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kennissysteem.models import Knelpunt, Oplossing, Praktijk, Praktijkcontact
from kennissysteem.stamgegevens import laad_stamgegevens
from loodsen.models import Contactpersoon, Organisatie
from tests.factories import GebruikerFactory, GemeenteFactory

COMPLEET: dict[str, Any] = {
    "titel": "Van kantoor naar 48 woningen", "situatie": "Leeg.", "aanpak": "Verbouwd.", "resultaat": "Vol.",
}  # fmt: skip


def maak_contact() -> Contactpersoon:
    organisatie = Organisatie.objects.create(naam="Bouwer BV", soort="bouwer")
    return Contactpersoon.objects.create(
        organisatie=organisatie, naam="Piet Proef", email="piet@voorbeeld.example",
        bewaren_tot=datetime.date(2030, 1, 1),
    )  # fmt: skip


def publiceer(praktijk: Praktijk) -> None:
    praktijk.status, praktijk.versie = Praktijk.Status.GEPUBLICEERD, 1
    praktijk.gepubliceerd_op, praktijk.herzien_voor = timezone.now(), datetime.date(2030, 1, 1)
    praktijk.save()


def maak_praktijk(**velden: Any) -> Praktijk:
    return Praktijk.objects.create(
        gemeente=GemeenteFactory(), auteur=GebruikerFactory(), **{**COMPLEET, **velden}
    )  # fmt: skip


def test_publiceren_zonder_contactpersoon_weigert_de_database(transactional_db: None) -> None:
    praktijk = maak_praktijk()
    with pytest.raises(IntegrityError, match="contactpersoon"), transaction.atomic():
        publiceer(praktijk)
    with transaction.atomic():
        publiceer(praktijk)
        Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=maak_contact())
    assert Praktijk.objects.gepubliceerd().get() == praktijk


def test_laatste_contactpersoon_kan_niet_weg_zolang_mensen_het_lezen(transactional_db: None) -> None:
    praktijk = maak_praktijk()
    contact = Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=maak_contact())
    publiceer(praktijk)
    with pytest.raises(IntegrityError, match="contactpersoon"), transaction.atomic():
        contact.delete()
    # With the praktijk itself it goes.
    praktijk.delete()
    assert not Praktijkcontact.objects.exists()


def test_half_geschreven_is_niet_te_publiceren(db: None) -> None:
    praktijk = maak_praktijk(resultaat="")
    Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=maak_contact())
    with pytest.raises(IntegrityError, match="praktijk_leesbaar_is_compleet"), transaction.atomic():
        publiceer(praktijk)


def test_knelpunten_van_het_rapport(db: None) -> None:
    assert laad_stamgegevens() > 0
    assert Knelpunt.objects.filter(groep="markt").count() == 10
    assert set(Knelpunt.objects.values_list("groep", flat=True)) == {"markt", "overheid", "tijdens"}
    assert (
        not Knelpunt.objects.filter(oplossingen=None).exclude(code__in=["openbare-ruimte", "tijdens-fiscaal"]).exists()
    ), "het rapport geeft hier een richting"
    Knelpunt.objects.filter(code="financiering").update(naam="Geld")
    Oplossing.objects.filter(code="omu").delete()
    assert laad_stamgegevens() == 1
    assert Knelpunt.objects.get(code="financiering").naam == "Geld"
