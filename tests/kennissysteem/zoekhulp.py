"""The fixed corpus for tests of searching, and a praktijk of one's own in a line."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from akt import ruimtes
from kennissysteem.demo.praktijken import lees_corpus, maak_contacten, schrijf
from kennissysteem.models import Praktijk, Praktijkcontact
from kennissysteem.woorden import ververs
from loodsen.models import Contactpersoon, Organisatie
from monitoring.models import Gemeente
from tests.factories import GemeenteFactory

VRAGENSET = Path(__file__).with_name("vragenset.json")


def vragenset() -> list[dict[str, Any]]:
    vragen: list[dict[str, Any]] = json.loads(VRAGENSET.read_text(encoding="utf-8"))
    return vragen


def maak_corpus() -> dict[str, Praktijk]:
    """All fictitious practices, published, with the list of words; by key."""
    ruimtes.laad_stamgegevens()
    geschreven = schrijf(lees_corpus(), maak_contacten(), 1)
    ververs()
    return geschreven


def contact(naam: str = "Bouwer BV") -> Contactpersoon:
    organisatie, _ = Organisatie.objects.get_or_create(naam=naam, defaults={"soort": "bouwer"})
    return Contactpersoon.objects.get_or_create(
        organisatie=organisatie, naam="Piet Proefpersoon", email="piet@voorbeeld.example",
        defaults={"bewaren_tot": datetime.date(2030, 1, 1)},
    )[0]  # fmt: skip


def publiceer(
    titel: str, *, gemeente: Gemeente | None = None, organisatie: str = "Bouwer BV", **velden: Any
) -> Praktijk:
    """A readable praktijk with these fields."""
    vulling = {"situatie": "Er was iets.", "aanpak": "Er is iets gedaan.", "resultaat": "Het lukte."}
    knelpunten, oplossingen = velden.pop("knelpunten", []), velden.pop("oplossingen", [])
    status = velden.pop("status", Praktijk.Status.GEPUBLICEERD)
    praktijk = Praktijk.objects.create(
        titel=titel, gemeente=gemeente or GemeenteFactory(), versie=1, herzien_voor=datetime.date(2030, 1, 1),
        **{"gepubliceerd_op": timezone.now(), **vulling, **velden},
    )  # fmt: skip
    Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=contact(organisatie))
    praktijk.knelpunten.set(knelpunten)
    praktijk.oplossingen.set(oplossingen)
    praktijk.status = status
    praktijk.save()
    return praktijk
