"""Celery tasks of the scans: thin and idempotent."""

from __future__ import annotations

from dataclasses import asdict

from celery import shared_task

from akt.models import Taak
from akt.opmaak import aantal, procent
from akt.taken import herhaalbaar
from scans.businesscase import Invoer
from scans.businesscase.onzekerheid import simuleer
from scans.models import Simulatie


@shared_task(name="scans.simuleer_businesscase")
def simuleer_businesscase(taak_id: str, simulatie_id: int) -> None:
    """Monte Carlo of a businesscase; the same seed and input give the same outcome, so twice does no harm."""
    taak = Taak.objects.get(pk=taak_id)
    simulatie = Simulatie.objects.select_related("businesscase").filter(pk=simulatie_id).first()
    if simulatie is None:
        taak.sluit("De businesscase is er niet meer.", gelukt=False)
        return
    # The page of the businesscase follows the newest attempt.
    Simulatie.objects.filter(pk=simulatie_id).update(taak=taak)
    try:
        kansen = simuleer(
            Invoer.van_json(simulatie.businesscase.variant, simulatie.invoer),
            simulatie.spreiding,
            simulatie.aantal,
            simulatie.zaad,
            lambda gedaan, totaal: taak.meld(gedaan, totaal, "Trekkingen doorrekenen"),
        )
        # Only where nobody started it anew with something else meanwhile.
        Simulatie.objects.filter(
            pk=simulatie_id, invoer=simulatie.invoer, aantal=simulatie.aantal, zaad=simulatie.zaad
        ).update(uitkomst=asdict(kansen))
    except Exception:
        taak.sluit("De simulatie is mislukt. Probeer het opnieuw of vraag de beheerder om hulp.", gelukt=False)
        raise
    taak.sluit(
        f"{aantal(kansen.aantal, 'trekking', 'trekkingen')} doorgerekend. De kans dat het pand meer waard is dan de "
        f"boekwaarde is {procent(kansen.kans_boekwaarde, 0)}."
    )


herhaalbaar(simuleer_businesscase, "scans.change_scan")
