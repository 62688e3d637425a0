"""The start set of the knowledge base: knelpunten and directions for a solution of the report (bijlage II)."""

from __future__ import annotations

from django.db import transaction

from akt.ruimtes import lees_fixture
from kennissysteem.models import Knelpunt, Oplossing, Synoniem


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    gegevens = lees_fixture("knelpunten.json")
    nieuw = 0
    for rij in gegevens["knelpunten"]:
        nieuw += Knelpunt.objects.get_or_create(code=rij["code"], defaults={**rij, "bron": gegevens["bron"]})[1]
    for rij in gegevens["oplossingen"]:
        velden = {naam: waarde for naam, waarde in rij.items() if naam != "knelpunten"}
        oplossing, gemaakt = Oplossing.objects.get_or_create(
            code=rij["code"], defaults={**velden, "bron": gegevens["bron"]}
        )
        if gemaakt:
            oplossing.knelpunten.set(rij["knelpunten"])
            nieuw += 1
    synoniemen = lees_fixture("synoniemen.json")
    for naam, woorden in synoniemen.items():
        nieuw += Synoniem.objects.get_or_create(naam=naam, defaults={"woorden": ", ".join(woorden)})[1]
    return nieuw
