"""Demo scans: a few leegstaande demo panden, each in another phase, with made-up answers."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from django.utils import timezone

from akt.opmaak import aantal
from monitoring.models import Pand
from scans.aanvragen import koppel, zet_varianten
from scans.catalogus import actueel
from scans.models import Antwoord, Aspect, Catalogus, Scan, Scanaspect
from scans.models.scans import TEKENS

Fase = Scan.Fase


@dataclass(frozen=True, slots=True)
class Demoscan:
    """`gunstig` is the chance of a favourable answer, `klaar` the number of aspects that are done."""

    fase: str
    varianten: tuple[str, ...]
    aanleiding: str
    dagen: int
    gunstig: float = 0.7
    klaar: int = 0
    aanvrager: str = Scan.Aanvrager.EIGENAAR


SCANS = (
    Demoscan(Fase.INTAKE, ("wonen-starters", "hotel"), "Wat kan er met dit pand, nu de huurder vertrekt?", 3),
    Demoscan(
        Fase.EXPERTS, ("wonen-studenten", "wonen-starters", "tijdelijk"), "Zijn hier woningen te maken?", 30, 0.75, 3,
        Scan.Aanvrager.LOODS,
    ),
    Demoscan(
        Fase.CONCEPT, ("wonen-ouderen", "zorg", "sloop-nieuwbouw"), "Is zorg met wonen hier haalbaar?", 75, 0.6, 5,
        Scan.Aanvrager.COACH,
    ),
    Demoscan(
        Fase.OPGELEVERD, ("hotel", "werken", "wonen-starters"), "Welke bestemming brengt het meest op?", 160, 0.85, 5,
    ),
    Demoscan(
        Fase.GEEVALUEERD, ("wonen-studenten", "onderwijs"), "Past een campus in dit gebouw?", 400, 0.8, 5,
        Scan.Aanvrager.LOODS,
    ),
    Demoscan(Fase.AFGEBROKEN, ("sloop", "werken"), "Slopen of opknappen?", 210),
)  # fmt: skip
ADVIES = {
    Aspect.MARKTKANSEN: "Er is vraag, vooral naar kleine eenheden.",
    Aspect.FINANCIEEL: "Haalbaar als de eigenaar de boekwaarde verlaagt.",
    Aspect.PROCEDUREEL: "Vooroverleg met de gemeente eerst; reken op een half jaar.",
    Aspect.TECHNISCH: "De constructie is goed, de installaties moeten eruit.",
    Aspect.DUURZAAMHEID: "Label A is haalbaar met nieuw glas en een warmtepomp.",
}


def maak_demo(zaad: int) -> str:
    """One scan in each phase, on the largest demo panden with leegstand, in different gemeenten where possible."""
    catalogus, toeval = actueel(), random.Random(f"scans-{zaad}")
    if catalogus is None:
        return ""
    panden = _panden(len(SCANS))
    for opzet, pand in zip(SCANS, panden, strict=False):
        _maak(opzet, pand, catalogus, toeval)
    hoeveel = min(len(SCANS), len(panden))
    return aantal(hoeveel, "scan", "scans") if hoeveel else ""


def _panden(hoeveel: int) -> list[Pand]:
    leeg = Pand.objects.filter(demo=True, stand__leegstand_m2__gt=0, gemeente__isnull=False).bestaand()
    kandidaten = leeg.select_related("terrein", "gemeente").defer("gemeente__grens", "terrein__grens")
    eerste: dict[str | None, Pand] = {}
    rest: list[Pand] = []
    for pand in kandidaten.order_by("-stand__leegstand_m2", "bag_id")[:200]:
        if pand.gemeente_id in eerste:
            rest.append(pand)
        else:
            eerste[pand.gemeente_id] = pand
    return [*eerste.values(), *rest][:hoeveel]


def _maak(opzet: Demoscan, pand: Pand, catalogus: Catalogus, toeval: random.Random) -> None:
    adres = pand.adressen.defer("plek").first()
    sinds = timezone.now() - datetime.timedelta(days=opzet.dagen)
    scan = Scan(
        nummer=f"SC-{''.join(toeval.choices(TEKENS, k=6))}", gemeente_id=pand.gemeente_id,
        titel=str(adres or pand)[:140], aanleiding=opzet.aanleiding, soort_aanvrager=opzet.aanvrager,
        catalogus=catalogus, aangevraagd_op=sinds,
        demo=True, fase=opzet.fase, intake={"plek": ""},
    )  # fmt: skip
    if opzet.fase in {Fase.OPGELEVERD, Fase.GEEVALUEERD}:
        scan.opgeleverd_op = sinds + datetime.timedelta(days=100)
        scan.advies = "Werk de eerste bestemming uit, en vraag de gemeente om een stempel."
        scan.gekozen = opzet.varianten[0]
    if opzet.fase == Fase.GEEVALUEERD:
        scan.gebruikt, scan.evaluatie = True, "De eigenaar ging met de scan naar de bank en kreeg een lening."
    if opzet.fase == Fase.AFGEBROKEN:
        scan.reden = "De eigenaar vond toch een nieuwe huurder."
    scan.save()
    zet_varianten(scan, opzet.varianten)
    koppel(scan, [pand])
    for nummer, aspect in enumerate(Aspect):
        klaar = nummer < opzet.klaar
        Scanaspect.objects.create(
            scan=scan, aspect=aspect, advies=ADVIES[aspect] if klaar else "",
            vertrouwen=toeval.choice(Scanaspect.Vertrouwen.values) if klaar else None,
            klaar_op=sinds + datetime.timedelta(days=40 + nummer) if klaar else None,
        )  # fmt: skip
        if klaar:
            _antwoord(scan, aspect, opzet.gunstig, toeval)


def _antwoord(scan: Scan, aspect: str, gunstig: float, toeval: random.Random) -> None:
    """Answers to what the portal didn't know; here and there a veto for the last destination only."""
    bekend = set(scan.antwoorden.filter(gunstig__isnull=False).values_list("criterium", flat=True))
    for criterium in scan.catalogus.criteria.filter(aspect=aspect).exclude(pk__in=bekend):
        if toeval.random() < 0.1:
            continue
        veto = criterium.soort == criterium.Soort.VETO
        Antwoord.objects.update_or_create(
            scan=scan, criterium=criterium, variant="",
            defaults={"gunstig": veto or toeval.random() < gunstig, "bewijs": "Verzonnen voor de demo.",
                      "vooraf": False},
        )  # fmt: skip
    laatste = scan.varianten.last()
    wil = scan.catalogus.criteria.filter(aspect=aspect, code="gemeente-wil").first()
    if wil and laatste and len(scan.varianten.all()) > 2:
        Antwoord.objects.create(scan=scan, criterium=wil, variant=laatste.variant, gunstig=False)


def verwijder() -> None:
    Scan.objects.filter(demo=True).delete()
