"""The start set every database needs: gebieden, definities, bronnen and the provincie's baseline figures.

Gebieden are names and codes of the CBS; the figures are those the AKT report quotes from Stec (2012).
"""

from __future__ import annotations

from django.db import transaction

from akt.ruimtes import lees_fixture
from monitoring.models import Bron, Definitie, Doelstelling, Gemeente, Provincie, Regio, Trendcijfer


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    nieuw = 0
    gebieden = lees_fixture("gebieden.json")
    for rij in gebieden["provincies"]:
        nieuw += Provincie.objects.get_or_create(code=rij["code"], defaults=rij)[1]
    provincie = Provincie.objects.get(code=gebieden["provincies"][0]["code"])
    for rij in gebieden["gemeenten"]:
        velden = {naam: waarde for naam, waarde in rij.items() if naam != "opgegaan_in"}
        velden |= {"opgegaan_in_id": rij.get("opgegaan_in"), "provincie": provincie}
        nieuw += Gemeente.objects.get_or_create(code=rij["code"], defaults=velden)[1]
    for rij in gebieden["regios"]:
        regio, gemaakt = Regio.objects.get_or_create(
            code=rij["code"], defaults={"naam": rij["naam"], "provincie": provincie}
        )
        if gemaakt:
            regio.gemeenten.set(rij["gemeenten"])
            nieuw += 1
    for rij in lees_fixture("definities.json"):
        nieuw += Definitie.objects.get_or_create(term=rij["term"], defaults=rij)[1]
    cijfers = lees_fixture("bronnen.json")
    for rij in cijfers["bronnen"]:
        nieuw += Bron.objects.get_or_create(naam=rij["naam"], defaults=rij)[1]
    for rij in cijfers["trendcijfers"]:
        bron = Bron.objects.get(naam=rij["bron"])
        sleutel = {naam: rij[naam] for naam in ("soort", "gebied_code", "peildatum")}
        nieuw += Trendcijfer.objects.get_or_create(**sleutel, bron=bron, defaults={**rij, "bron": bron})[1]
    for rij in lees_fixture("programma.json")["doelstellingen"]:
        sleutel = {naam: rij[naam] for naam in ("niveau", "gebied_code", "soort", "jaar")}
        nieuw += Doelstelling.objects.get_or_create(**sleutel, defaults=rij)[1]
    return nieuw
