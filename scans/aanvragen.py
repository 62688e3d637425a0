"""Asking for a scan: who asks, for which panden, and what was known of them at that moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from akt.fouten import Conflict
from akt.models import Gebruiker
from akt.rules import is_kantorenloods, is_provincie
from akt.versies import laatste_versie
from monitoring.models import Pand, Pandstand
from scans import vooraf
from scans.catalogus import actueel
from scans.models import Antwoord, Aspect, Scan
from scans.verloop import op_slot


def soort_aanvrager(gebruiker: Any) -> str:
    if is_provincie(gebruiker):
        return Scan.Aanvrager.COACH
    return Scan.Aanvrager.LOODS if is_kantorenloods(gebruiker) else Scan.Aanvrager.EIGENAAR


@transaction.atomic
def vraag_aan(
    scan: Scan, door: Gebruiker, varianten: Sequence[str], panden: Sequence[Pand] = (), plek: str = ""
) -> Scan:
    """Store a new request, made from a form. Raises Conflict when there are no criteria to scan with."""
    catalogus = actueel()
    if catalogus is None:
        raise Conflict("Er is nog geen vastgestelde catalogus met criteria. Vraag de beheerder.")
    scan.catalogus, scan.aanvrager, scan.soort_aanvrager = catalogus, door, soort_aanvrager(door)
    scan.intake = {"plek": plek}
    scan.save()
    for aspect in Aspect.values:
        scan.aspecten.create(aspect=aspect)
    zet_varianten(scan, varianten)
    if panden:
        koppel(scan, panden)
    return scan


@transaction.atomic
def wijzig(
    scan: Scan, varianten: Sequence[str], *, panden: Sequence[Pand] | None, plek: str | None, gezien: int | None
) -> Scan:  # fmt: skip
    """Store a changed request. `panden` and `plek` None leave them; `gezien` is the version that was changed.

    Raises Conflict after the intake, or when someone else was first.
    """
    eis_intake(op_slot(scan))
    if gezien != laatste_versie(scan):
        raise Conflict("Iemand anders wijzigde deze aanvraag intussen. Laad de pagina opnieuw.")
    if plek is not None:
        scan.intake = {**scan.intake, "plek": plek}
    scan.save()
    zet_varianten(scan, varianten)
    if panden is not None and {pand.pk for pand in panden} != set(scan.panden.values_list("pk", flat=True)):
        koppel(scan, panden)
    return scan


def eis_intake(scan: Scan) -> None:
    if scan.fase != Scan.Fase.INTAKE:
        raise Conflict("De intake is afgerond. De aanvraag kan niet meer worden gewijzigd.")


def zet_varianten(scan: Scan, varianten: Iterable[str]) -> None:
    gekozen = list(varianten)
    scan.varianten.exclude(variant__in=gekozen).delete()
    for volgorde, variant in enumerate(gekozen, start=1):
        scan.varianten.update_or_create(variant=variant, defaults={"volgorde": volgorde})


def koppel(scan: Scan, panden: Sequence[Pand]) -> None:
    """Set the panden, freeze what is known of them now, and answer what follows from it.

    What a person answered stays; an answer that the portal gave is looked up again.
    """
    scan.panden.set(panden)
    scan.intake = {**scan.intake, "vastgelegd_op": timezone.localdate().isoformat(),
                   "panden": [feiten_van(pand) for pand in panden]}  # fmt: skip
    scan.save()
    criteria = list(scan.catalogus.criteria.exclude(vooraf=""))
    bevindingen = vooraf.beantwoord(panden, [criterium.vooraf for criterium in criteria])
    scan.antwoorden.filter(vooraf=True).delete()
    er_al = set(scan.antwoorden.filter(variant="").values_list("criterium", flat=True))
    for criterium in criteria:
        bevinding = bevindingen.get(criterium.vooraf)
        if bevinding and criterium.pk not in er_al:
            Antwoord.objects.create(
                scan=scan, criterium=criterium, gunstig=bevinding.gunstig, bewijs=bevinding.bewijs, vooraf=True
            )


def feiten_van(pand: Pand) -> dict[str, Any]:
    """What the portal knows of a pand, as plain values that stay as they are."""
    stand = Pandstand.objects.filter(pand=pand).first()
    adres = pand.adressen.filter(einde__isnull=True).defer("plek").first()
    return {
        "bag_id": pand.bag_id,
        "adres": str(adres or pand),
        "bouwjaar": pand.bouwjaar,
        "terrein": str(pand.terrein) if pand.terrein else "",
        "go_kantoor_m2": pand.go_kantoor_m2,
        "voorraad_m2": stand.voorraad_m2 if stand else None,
        "leegstand_m2": stand.leegstand_m2 if stand else None,
        "leeg_sinds": stand.leeg_sinds.isoformat() if stand and stand.leeg_sinds else None,
        "peildatum": stand.peildatum.isoformat() if stand else None,
        "plannen": [str(project) for project in pand.transformaties.exclude(fase="afgeblazen")],
    }
