"""From what a visitor types to the gemeente it is about: by name, by address, misspelled or not.

Of an address only its gemeente comes out: that a pand is there, or how empty it is, is not for everyone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import Prefetch, QuerySet

from loodsen.models import Kantorenloods
from monitoring.adressen import normaliseer, zoek_adressen
from monitoring.models import AdresPand, Gemeente

MAX_LENGTE = 120
HOEVEEL = 8
# How alike a name must be to count as misspelled.
GELIJKENIS = 0.8


@dataclass(frozen=True)
class Treffer:
    """A gemeente that was found, and by what."""

    gemeente: Gemeente
    uitleg: str


def met_team(gemeenten: QuerySet[Gemeente]) -> QuerySet[Any]:
    """Gemeenten with who is kantorenloods there today as `team`, the first contact first, in one extra query."""
    return gemeenten.defer("grens").prefetch_related(
        Prefetch("kantorenloodsen", Kantorenloods.objects.op(datetime.date.today()), to_attr="team")  # type: ignore[attr-defined]
    )


def opvolger(gemeente: Gemeente) -> Gemeente:
    """What a gemeente is part of today: itself, unless it merged."""
    while gemeente.opgegaan_in is not None:
        gemeente = gemeente.opgegaan_in
    return gemeente


def zoek_gemeenten(vraag: str) -> list[Treffer]:
    """Gemeenten that may be meant, the likeliest first; nothing for fewer than two characters."""
    tekst = normaliseer(vraag[:MAX_LENGTE])
    if len(tekst) < 2:
        return []
    gemeenten = list(Gemeente.objects.select_related("opgegaan_in").defer("grens", "opgegaan_in__grens"))
    namen = {normaliseer(gemeente.naam): gemeente for gemeente in gemeenten}
    namen |= {gemeente.code.lower(): gemeente for gemeente in gemeenten}
    if tekst in namen:
        return _treffers([namen[tekst]])
    begin = [gemeente for naam, gemeente in namen.items() if naam.startswith(tekst)]
    if begin:
        return _treffers(sorted(begin, key=lambda gemeente: gemeente.naam))
    if not any(teken.isdigit() for teken in tekst):
        lijkt = get_close_matches(tekst, namen, n=3, cutoff=GELIJKENIS)
        if lijkt:
            return _treffers([namen[naam] for naam in lijkt])
    op_adres = _van_adres(vraag[:MAX_LENGTE])
    if op_adres:
        return op_adres
    # "Dorpsstraat 99, Woerden", of which we don't know the street.
    return _treffers([gemeente for naam, gemeente in namen.items() if f" {naam} " in f" {tekst} "])


def _treffers(gemeenten: list[Gemeente]) -> list[Treffer]:
    gevonden: dict[str, Treffer] = {}
    for gemeente in gemeenten:
        nu = opvolger(gemeente)
        uitleg = "" if nu == gemeente else f"{gemeente} hoort nu bij {nu}"
        gevonden.setdefault(nu.pk, Treffer(nu, uitleg))
    return list(gevonden.values())[:HOEVEEL]


def _van_adres(vraag: str) -> list[Treffer]:
    adressen = [adres.pk for adres in zoek_adressen(vraag)]
    plek = dict(
        AdresPand.objects.filter(adres__in=adressen, pand__gemeente__isnull=False).values_list(
            "adres", "pand__gemeente"
        )
    )
    codes = list(dict.fromkeys(plek[adres] for adres in adressen if adres in plek))
    gemeenten = Gemeente.objects.defer("grens").in_bulk(codes)
    return [Treffer(gemeenten[code], "Daar ligt een adres dat hierop lijkt") for code in codes]
