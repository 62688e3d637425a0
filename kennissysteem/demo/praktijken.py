"""Fictitious practices of the demo; the same texts are what the quality of searching is measured on."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Abs
from django.utils import timezone

from akt.models import Gebruiker
from akt.opmaak import aantal
from kennissysteem import woorden
from kennissysteem.models import Oplossing, Praktijk, Praktijkcontact
from loodsen.models import Contactpersoon, Organisatie
from monitoring.demo.gebruikers import DOMEIN
from monitoring.models import Gemeente, Pand

HOEVEEL = 40
VELDEN = ("titel", "samenvatting", "situatie", "aanpak", "resultaat", "lessen", "naar_gebruik", "vvo_m2", "woningen",
          "jaar")  # fmt: skip
# Name and kind of the invented organisations, and who one reaches there.
WIE = (
    ("Verzonnen Steen Bouw (fictief)", "bouwer", "Bram Baksteen", "projectleider"),
    ("Luchtkasteel Ontwikkeling (fictief)", "ontwikkelaar", "Olga Optop", "ontwikkelaar"),
    ("Denkbeeldig Wonen (fictief)", "corporatie", "Wim Woonblok", "manager vastgoed"),
    ("Fantasie Vastgoed (fictief)", "eigenaar", "Vera Verdieping", "vermogensbeheerder"),
    ("Schijnbaar Advies (fictief)", "adviseur", "Aad Advies", "adviseur transformatie"),
)
# One in so many is for the network only.
NETWERK_PER = 7


def lees_corpus() -> list[dict[str, Any]]:
    """The fictitious practices in fixtures/praktijken_fictief.json, each with a `sleutel`."""
    pad = settings.BASE_DIR / "fixtures" / "praktijken_fictief.json"
    rijen: list[dict[str, Any]] = json.loads(pad.read_text(encoding="utf-8"))["praktijken"]
    return rijen


def schrijf(rijen: Sequence[dict[str, Any]], contacten: Sequence[Contactpersoon], zaad: int) -> dict[str, Praktijk]:
    """Publish these practices as demo, open but for some; by their key. Knelpunten and gemeenten must be there."""
    toeval = random.Random(zaad)
    nu = timezone.now()
    auteurs = {
        code: gebruiker
        for gebruiker in Gebruiker.objects.filter(email__endswith=f"@{DOMEIN}", werkgebieden__isnull=False)
        for code in gebruiker.werkgebieden.values_list("gemeente_id", flat=True)
    }
    bekend = set(Oplossing.objects.values_list("code", flat=True))
    gemeenten = set(Gemeente.objects.values_list("code", flat=True))
    geschreven = {}
    for nummer, rij in enumerate(rijen):
        op = nu - datetime.timedelta(days=toeval.randrange(10, 400), minutes=nummer)
        praktijk = Praktijk.objects.create(
            **{veld: rij[veld] for veld in VELDEN},
            gemeente_id=rij["gemeente"] if rij["gemeente"] in gemeenten else sorted(gemeenten)[0],
            pand=_pand(rij),
            auteur=auteurs.get(rij["gemeente"]),
            openbaarheid=Praktijk.Openbaarheid.NETWERK if nummer % NETWERK_PER == 3 else Praktijk.Openbaarheid.OPEN,
            demo=True,
        )
        praktijk.knelpunten.set(rij["knelpunten"])
        praktijk.oplossingen.set([code for code in rij["oplossingen"] if code in bekend])
        Praktijkcontact.objects.create(
            praktijk=praktijk, contactpersoon=contacten[nummer % len(contacten)], rol="betrokken bij de uitvoering"
        )
        # Only now: the database may already ask for the contactpersoon.
        praktijk.status, praktijk.versie, praktijk.gepubliceerd_op = Praktijk.Status.GEPUBLICEERD, 1, op
        praktijk.herzien_voor = op.date() + datetime.timedelta(days=365)
        praktijk.save()
        geschreven[rij["sleutel"]] = praktijk
    return geschreven


def _pand(rij: dict[str, Any]) -> Pand | None:
    """The demo pand in that gemeente whose size is nearest."""
    if not rij["vvo_m2"]:
        return None
    panden: QuerySet[Pand] = Pand.objects.filter(demo=True, gemeente_id=rij["gemeente"]).defer("omtrek")
    return panden.order_by(Abs(F("go_kantoor_m2") - rij["vvo_m2"]), "pk").first()


def maak_contacten() -> list[Contactpersoon]:
    """Invented people at invented organisations."""
    contacten = []
    for organisatie, soort, naam, functie in WIE:
        contacten.append(
            Contactpersoon.objects.create(
                organisatie=Organisatie.objects.create(naam=organisatie, soort=soort, demo=True),
                naam=f"{naam} (fictief)",
                functie=functie,
                email=f"{naam.lower().replace(' ', '.')}@{DOMEIN}",
                telefoon="030 000 00 00",
                toestemming_op=datetime.date.today(),
                bewaren_tot=datetime.date.today() + datetime.timedelta(days=730),
                demo=True,
            )
        )
    return contacten


def maak_demo(zaad: int) -> str:
    geschreven = schrijf(lees_corpus()[:HOEVEEL], maak_contacten(), zaad)
    woorden.ververs()
    return f"{aantal(len(geschreven), 'verzonnen praktijk', 'verzonnen praktijken')} in het kennissysteem."


def verwijder() -> None:
    praktijken = Praktijk.objects.filter(demo=True)
    # Withdrawn first: a readable praktijk holds on to its last contactpersoon.
    praktijken.update(status=Praktijk.Status.INGETROKKEN)
    praktijken.delete()
    Praktijk.history.filter(demo=True).delete()
    namen = [organisatie for organisatie, *_ in WIE]
    Contactpersoon.objects.filter(demo=True, organisatie__naam__in=namen).delete()
    Contactpersoon.history.filter(demo=True, organisatie__naam__in=namen).delete()
    Organisatie.objects.filter(demo=True, naam__in=namen).delete()
    Organisatie.history.filter(demo=True, naam__in=namen).delete()
