"""The start set every database needs: gebieden, definities, bronnen and the provincie's baseline figures.

Gebieden are names and codes of the CBS; the figures are those the AKT report quotes from Stec (2012).
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import transaction

from monitoring.models import Bron, Definitie, Doelstelling, Gemeente, Provincie, Regio, Trendcijfer


def _lees(naam: str) -> Any:
    return json.loads((settings.BASE_DIR / "fixtures" / naam).read_text(encoding="utf-8"))


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    nieuw = 0
    gebieden = _lees("gebieden.json")
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
    for rij in _lees("definities.json"):
        nieuw += Definitie.objects.get_or_create(term=rij["term"], defaults=rij)[1]
    cijfers = _lees("bronnen.json")
    for rij in cijfers["bronnen"]:
        nieuw += Bron.objects.get_or_create(naam=rij["naam"], defaults=rij)[1]
    for rij in cijfers["trendcijfers"]:
        bron = Bron.objects.get(naam=rij["bron"])
        sleutel = {naam: rij[naam] for naam in ("soort", "gebied_code", "peildatum")}
        nieuw += Trendcijfer.objects.get_or_create(**sleutel, bron=bron, defaults={**rij, "bron": bron})[1]
    for rij in _lees("programma.json")["doelstellingen"]:
        sleutel = {naam: rij[naam] for naam in ("niveau", "gebied_code", "soort", "jaar")}
        nieuw += Doelstelling.objects.get_or_create(**sleutel, defaults=rij)[1]
    return nieuw
