"""Answers in a scan: reading them as scores, and storing those of one aspect without losing another's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from akt.fouten import Conflict
from akt.models import Gebruiker
from scans.models import Antwoord, Catalogus, Criterium, Scan, Scanaspect
from scans.score import Uitslag, vergelijk
from scans.verloop import op_slot


@dataclass(frozen=True)
class Gegeven:
    """What someone filled in on one criterium; `per_variant` only where it differs."""

    criterium: Criterium
    gunstig: bool | None
    bewijs: str
    per_variant: dict[str, bool | None]


@dataclass(frozen=True)
class Herrekening:
    """The same answers on a newer catalogue: outcomes before and after, and the questions that came and went."""

    catalogus: Catalogus
    paren: list[tuple[Uitslag, Uitslag]]
    erbij: list[Criterium]
    eraf: list[Criterium]


def herreken(scan: Scan, nieuw: Catalogus | None, oude: list[Uitslag]) -> Herrekening | None:
    """What a newer catalogue would make of the scan, which keeps its own; None when there is nothing newer."""
    if nieuw is None or nieuw.versie <= scan.catalogus.versie:
        return None
    was = {criterium.code: criterium for criterium in scan.catalogus.criteria.all()}
    wordt = {criterium.code: criterium for criterium in nieuw.criteria.all()}
    return Herrekening(
        nieuw,
        list(zip(oude, uitslagen(scan, nieuw), strict=True)),
        [criterium for code, criterium in wordt.items() if code not in was],
        [criterium for code, criterium in was.items() if code not in wordt],
    )


def uitslagen(scan: Scan, catalogus: Catalogus | None = None) -> list[Uitslag]:
    """The outcome of each destination of the scan, with the catalogue that it was made with or another."""
    catalogus = catalogus or scan.catalogus
    criteria = list(catalogus.criteria.all())
    antwoorden = {
        (code, variant): gunstig
        for code, variant, gunstig in scan.antwoorden.values_list("criterium__code", "variant", "gunstig")
    }
    varianten = [rij.variant for rij in scan.varianten.all()]
    return vergelijk(criteria, list(catalogus.klassen.all()), antwoorden, varianten)


def versie_van(aspect: Scanaspect) -> str:
    """Marks what someone saw: changes with every answer or advice of this aspect."""
    advies = aspect.history.aggregate(m=Max("history_id"))["m"] or 0
    antwoorden = Antwoord.history.filter(scan_id=aspect.scan_id, criterium__aspect=aspect.aspect)  # type: ignore[attr-defined]
    return f"{advies}-{antwoorden.aggregate(m=Max('history_id'))['m'] or 0}"


def mag_nu(scan: Scan) -> bool:
    """Answers are given while the scan is with the experts."""
    return scan.fase == Scan.Fase.EXPERTS


@transaction.atomic
def bewaar(aspect: Scanaspect, gegeven: list[Gegeven], door: Gebruiker, *, gezien: str, afronden: bool) -> None:
    """Store answers and advice. Raises Conflict when someone else was first, or the scan is in another phase."""
    if not mag_nu(op_slot(aspect.scan)):
        raise Conflict("Antwoorden geeft u in de fase “Bij de experts”. De scan is nu in een andere fase.")
    if versie_van(aspect) != gezien:
        raise Conflict(
            "Iemand anders wijzigde dit aspect terwijl u bezig was. Hieronder staat wat u invulde. Sla opnieuw op als "
            "dat moet gelden."
        )
    # First what hangs under it, so that an aspect that is done has its answers.
    er_al: dict[Any, Antwoord] = {
        (antwoord.criterium_id, antwoord.variant): antwoord
        for antwoord in aspect.scan.antwoorden.filter(criterium__aspect=aspect.aspect)
    }
    for rij in gegeven:
        _zet(aspect.scan, er_al, rij.criterium, "", rij.gunstig, rij.bewijs, door)
        for variant, gunstig in rij.per_variant.items():
            _zet(aspect.scan, er_al, rij.criterium, variant, gunstig, "", door)
    aspect.klaar_op = timezone.now() if afronden else None
    aspect.save()


def _zet(
    scan: Scan, er_al: dict[Any, Antwoord], criterium: Criterium, variant: str, gunstig: bool | None, bewijs: str,
    door: Gebruiker,
) -> None:  # fmt: skip
    antwoord = er_al.get((criterium.pk, variant))
    if antwoord is None:
        if gunstig is not None or bewijs:
            Antwoord.objects.create(
                scan=scan, criterium=criterium, variant=variant, gunstig=gunstig, bewijs=bewijs, door=door
            )
    elif (antwoord.gunstig, antwoord.bewijs) != (gunstig, bewijs):
        antwoord.gunstig, antwoord.bewijs, antwoord.door, antwoord.vooraf = gunstig, bewijs, door, False
        antwoord.save()
