"""Invented initiatieven, with the places that the demo panden offer them."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from akt.models import Gebruiker, Rol
from akt.opmaak import aantal
from loodsen.initiatieven import koppel, maak_cluster, plek_in_woorden
from loodsen.matching import beste_panden
from loodsen.models import Cluster, Initiatief, Koppeling
from monitoring.demo.gebruikers import DOMEIN
from monitoring.models import Bestemming, Gemeente, Pand
from monitoring.rules import gemeenten_van

Fase = Koppeling.Fase


@dataclass(frozen=True)
class Idee:
    """What someone in the demo wants; `gemeenten` by name, none for everywhere."""

    titel: str
    omschrijving: str
    naam: str
    organisatie: str
    bestemming: Bestemming
    m2: tuple[int | None, int | None]
    gemeenten: tuple[str, ...] = ()
    overig: dict[str, object] = field(default_factory=dict)
    fasen: tuple[Fase, ...] = ()


IDEEEN = (
    Idee("Woningen voor starters", "Zestig studio's van 30 m² met een gedeelde binnentuin.", "Sanne Verzonnen",
         "Woningstichting De Verzinning", Bestemming.WONEN, (1500, 4000), ("Utrecht", "Nieuwegein"),
         {"max_trein_m": 1200, "budget": Decimal("110.00"), "budget_soort": Initiatief.Budget.HUUR},
         (Fase.GESPREK, Fase.BEZICHTIGD, Fase.AFGEVALLEN)),
    Idee("Studentenhotel", "Kamers voor een nacht of een studiejaar, met een café dat open is voor de buurt.",
         "Tom Bedacht", "Hotel Fictie", Bestemming.HOTEL, (2500, 8000), ("Utrecht", "Amersfoort"),
         {"max_trein_m": 800}, (Fase.VOORGESTELD,)),
    Idee("Praktijkschool", "Tien lokalen en een werkplaats. Liefst vlak bij een bushalte.", "Noor Denkbeeld",
         "Scholengroep Stel Je Voor", Bestemming.ONDERWIJS, (1200, 3000), ("Nieuwegein", "Houten"),
         {"max_ov_m": 500}, (Fase.VOORGESTELD, Fase.BEZICHTIGD)),
    Idee("Zorgwoningen met dagopvang", "Twintig appartementen voor mensen met dementie, op de begane grond.",
         "Fatima Bijvoorbeeld", "Zorg aan Huis van Papier", Bestemming.ZORG, (1000, 2500), ("Amersfoort",),
         {"bouwjaar_van": 1975}, (Fase.GELUKT,)),
    Idee("Ateliers voor makers", "Werkplaatsen voor vijf jaar, ruw opgeleverd is goed.", "Bram Verbeelding",
         "Collectief Luchtkasteel", Bestemming.TIJDELIJK, (400, 1200), (), {"tijdelijk": True, "leeg_maanden": 24}),
    Idee("Flexkantoor voor zelfstandigen", "Kleine kantoren en vergaderruimte per uur.", "Lotte Proef",
         "Werkplek Nergens", Bestemming.WERKEN, (600, 1500), ("Zeist", "Woerden", "Veenendaal")),
    Idee("Wonen en werken aan de Vecht", "Gezinswoningen met werkruimte aan de straat.", "Joris Idee",
         "Ontwikkelmaatschappij Eventueel", Bestemming.WONEN, (3000, 9000), ("Stichtse Vecht",),
         {"bouwjaar_tot": 1995}),
)  # fmt: skip
CLUSTER = "Leren en wonen in Nieuwegein"


def maak_demo(zaad: int) -> str:
    toeval = random.Random(zaad + 11)
    markt = Gebruiker.objects.filter(email=f"marktpartij@{DOMEIN}").first()
    gemeenten = {gemeente.naam: gemeente for gemeente in Gemeente.objects.huidig().only("code", "naam")}
    gemaakt = []
    for nummer, idee in enumerate(IDEEEN):
        initiatief = Initiatief.objects.create(
            titel=idee.titel, omschrijving=idee.omschrijving, indiener_naam=f"{idee.naam} (demo)",
            indiener_email=f"{idee.naam.lower().replace(' ', '.')}@{DOMEIN}", organisatie=idee.organisatie,
            bestemming=idee.bestemming, m2_min=idee.m2[0], m2_max=idee.m2[1], gebruiker=markt if nummer < 2 else None,
            gemaakt_op=timezone.now() - datetime.timedelta(days=toeval.randint(5, 200)), demo=True, **idee.overig,
        )  # fmt: skip
        initiatief.gemeenten.set([gemeenten[naam] for naam in idee.gemeenten if naam in gemeenten])
        _koppel(initiatief, idee.fasen)
        gemaakt.append(initiatief)
    cluster = maak_cluster(
        CLUSTER, "De leerlingen werken aan de studio's, de bewoners eten in de schoolkantine. Verzonnen voorbeeld.",
        [gemaakt[0], gemaakt[2]],
    )  # fmt: skip
    Cluster.objects.filter(pk=cluster.pk).update(demo=True)
    return f"{aantal(len(gemaakt), 'initiatief', 'initiatieven')} in het netwerk."


def _koppel(initiatief: Initiatief, fasen: tuple[Fase, ...]) -> None:
    """The best panden, each as far as its phase says; what is further than proposed is released."""
    for match, fase in zip(beste_panden(initiatief, hoeveel=len(fasen) or 1), fasen, strict=False):
        pand = match.plek
        loods = _loods(pand.gemeente_id)
        if loods is None or not isinstance(pand, Pand):
            continue
        koppeling = koppel(initiatief, pand, loods)
        koppeling.fase = fase
        if fase == Fase.AFGEVALLEN:
            koppeling.reden_afgevallen = "De eigenaar verhuurt toch weer als kantoor."
        elif fase != Fase.VOORGESTELD:
            koppeling.vrijgegeven_op, koppeling.vrijgegeven_door = timezone.now(), loods
            koppeling.vrijgegeven_plek, koppeling.vrijgegeven_m2 = plek_in_woorden(pand), match.leeg_m2
            koppeling.vrijgegeven_tekst = "De eigenaar wil u graag rondleiden. Bel mij voor een afspraak."
        koppeling.save()
        if fase == Fase.GELUKT:
            Initiatief.objects.filter(pk=initiatief.pk).update(status=Initiatief.Status.GEKOPPELD)


def _loods(gemeente: str | None) -> Gebruiker | None:
    loodsen = Gebruiker.objects.filter(rol=Rol.KANTORENLOODS, email__endswith=f"@{DOMEIN}").order_by("email")
    return next((loods for loods in loodsen if gemeenten_van(loods).filter(pk=gemeente).exists()), None)


def verwijder() -> None:
    """Also what people proposed of demo panden and terreinen, which go."""
    Koppeling.objects.filter(Q(demo=True) | Q(pand__demo=True) | Q(terrein__demo=True)).delete()
    Initiatief.terreinen.through.objects.filter(terrein__demo=True).delete()
    Initiatief.objects.filter(demo=True).delete()
    Cluster.objects.filter(demo=True).delete()
    for model in (Koppeling, Initiatief, Cluster):
        model.history.filter(demo=True).delete()
