"""How a scan moves on: from phase to phase, none skipped, and what is still missing for the next one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from akt.fouten import Conflict
from akt.models import Gebruiker
from scans.models import Scan

Fase = Scan.Fase

# Where each phase leads. A stempel of the gemeente comes between concept and opgeleverd, where there is one.
OVERGANGEN: dict[str, tuple[str, ...]] = {
    Fase.INTAKE: (Fase.EXPERTS, Fase.AFGEBROKEN),
    Fase.EXPERTS: (Fase.CONCEPT, Fase.AFGEBROKEN),
    Fase.CONCEPT: (Fase.OPGELEVERD, Fase.EXPERTS, Fase.AFGEBROKEN),
    Fase.GESTEMPELD: (Fase.OPGELEVERD, Fase.AFGEBROKEN),
    Fase.OPGELEVERD: (Fase.GEEVALUEERD,),
    Fase.GEEVALUEERD: (),
    Fase.AFGEBROKEN: (),
}
# What people read on the button.
STAP = {
    Fase.EXPERTS: "Naar de experts",
    Fase.CONCEPT: "Maak het concept",
    Fase.OPGELEVERD: "Lever op",
    Fase.GEEVALUEERD: "Rond de evaluatie af",
    Fase.AFGEBROKEN: "Breek de scan af",
}


def ontbreekt(scan: Scan, naar: str) -> list[str]:
    """What must be done before the scan can go there, in Dutch; empty when it can."""
    match naar:
        case Fase.EXPERTS:
            eisen = [
                (scan.panden.exists(), "Koppel ten minste één pand."),
                (scan.varianten.exists(), "Kies ten minste één bestemming."),
                (bool(scan.aanleiding.strip()), "Vul in wat de eigenaar wil weten."),
            ]
        case Fase.CONCEPT:
            eisen = [
                (aspect.klaar_op is not None, f"Rond het aspect {aspect.get_aspect_display().lower()} af.")
                for aspect in scan.aspecten.all()
            ] or [(False, "Deze scan heeft geen aspecten.")]
        case Fase.OPGELEVERD:
            eisen = [(bool(scan.advies.strip()), "Schrijf een advies.")]
        case Fase.GEEVALUEERD:
            eisen = [
                (scan.gebruikt is not None, "Vul in of de eigenaar de scan heeft gebruikt."),
                (bool(scan.evaluatie.strip()), "Vul in wat er van kwam."),
            ]
        case Fase.AFGEBROKEN:
            eisen = [(bool(scan.reden.strip()), "Geef aan waarom de scan wordt afgebroken.")]
        case _:
            eisen = []
    return [tekst for gedaan, tekst in eisen if not gedaan]


def op_slot(scan: Scan) -> Scan:
    """The scan as it is now, locked until the end of the transaction."""
    return Scan.objects.select_for_update(of=("self",)).get(pk=scan.pk)


@transaction.atomic
def verzet(scan: Scan, naar: str, door: Gebruiker, **velden: Any) -> Scan:
    """Move the scan on, with what belongs to that step (reden, advies). Raises Conflict with what is missing."""
    actueel = op_slot(scan)
    if naar not in OVERGANGEN[actueel.fase]:
        raise Conflict(
            f"De scan is in de fase “{actueel.get_fase_display()}”. Deze stap kan dan niet. Laad de pagina opnieuw."
        )
    for naam, waarde in velden.items():
        setattr(actueel, naam, waarde)
    if mis := ontbreekt(actueel, naar):
        raise Conflict(f"Dit kan nog niet. {' '.join(mis)}")
    actueel.fase = naar
    if naar == Fase.EXPERTS and actueel.behandelaar is None:
        actueel.behandelaar = door
    if naar == Fase.OPGELEVERD:
        actueel.opgeleverd_op = timezone.now()
    actueel.save()
    return actueel
