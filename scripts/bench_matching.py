"""Time of matching at size land; called by scripts/bench.py inside its data.

The reference is one plain pass over the same panden with their stand, sorted by vacancy: reading them all once.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

from django.db import connection

from loodsen.matching import BESTE, beste_initiatieven, beste_panden, beste_terreinen
from loodsen.models import Initiatief
from monitoring.models import Pand
from scripts.bench_kerncijfers import _duur, _regel
from scripts.bench_paginas import AANKLEDING, AANKLEDING_UIT

HERHALINGEN = 11
MAX_MS = 300
INITIATIEVEN = 200
VOORZIENINGEN = """
    INSERT INTO monitoring_voorziening (terrein_id, soort, afstand_m, toelichting)
    SELECT t.id, s.soort, 50 * (t.id * (7 + s.nr) %% 40), ''
    FROM monitoring_terrein t
    CROSS JOIN unnest(ARRAY['trein', 'ov', 'winkels', 'horeca', 'kinderopvang', 'sport', 'groen', 'parkeren'])
        WITH ORDINALITY AS s(soort, nr)
    WHERE t.demo
"""
# In one of eight panden people live already.
WONINGEN = (
    "UPDATE monitoring_adres SET gebruiksdoelen = ARRAY['kantoorfunctie', 'woonfunctie'] WHERE demo AND id %% 8 = 0"
)
REFERENTIE = """
    SELECT p.id, s.leegstand_m2 FROM monitoring_pandstand s JOIN monitoring_pand p ON p.id = s.pand_id
    WHERE s.leegstand_m2 > 0 ORDER BY s.leegstand_m2 DESC, p.bag_id LIMIT 20
"""


def meet() -> list[dict[str, Any]]:
    """Medians (ms) of both directions, panden with their addresses included; dicts as in the other benches."""
    with connection.cursor() as cursor:
        cursor.execute(AANKLEDING, [])
        cursor.execute(VOORZIENINGEN, [])
        cursor.execute(WONINGEN, [])
        cursor.execute("VACUUM ANALYZE monitoring_pand, monitoring_adres, monitoring_adrespand, monitoring_voorziening")
    try:
        return _meet()
    finally:
        Initiatief.objects.filter(demo=True).delete()
        Initiatief.history.filter(demo=True).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM monitoring_voorziening v USING monitoring_terrein t WHERE t.id = v.terrein_id AND t.demo"
            )
            cursor.execute(AANKLEDING_UIT)


def _referentie() -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFERENTIE)
        cursor.fetchall()


def _mediaan(werk: Callable[[], object]) -> float:
    werk()
    return 1000 * statistics.median(_duur(werk) for _ in range(HERHALINGEN))


def _meet() -> list[dict[str, Any]]:
    wonen = Initiatief.objects.create(
        titel="Wonen", indiener_naam="Bench", indiener_email="bench@voorbeeld.example", bestemming="wonen",
        m2_min=500, m2_max=4000, budget=150, budget_soort=Initiatief.Budget.HUUR, demo=True,
    )  # fmt: skip
    Initiatief.objects.bulk_create(
        Initiatief(titel=f"Initiatief {i}", indiener_naam="Bench", indiener_email="bench@voorbeeld.example",
                   bestemming="wonen", m2_min=100 + i, demo=True)
        for i in range(INITIATIEVEN - 1)
    )  # fmt: skip
    pand = beste_panden(wonen)[0].plek
    if not isinstance(pand, Pand):
        raise TypeError("Het beste pand is geen pand.")
    lezen = _mediaan(_referentie)
    panden = _mediaan(lambda: beste_panden(wonen))
    terreinen = _mediaan(lambda: beste_terreinen(wonen))
    terug = _mediaan(lambda: beste_initiatieven(pand, Initiatief.objects.open()))
    aantal = Pand.objects.count()

    def regel(naam: str, duur: float, toelichting: str) -> dict[str, Any]:
        return _regel(naam, f"{duur:.0f} ms", f"< {MAX_MS} ms", duur < MAX_MS, toelichting)

    return [
        regel(
            f"Matching: de beste {BESTE} panden bij een initiatief", panden,
            f"{aantal} panden, alle criteria, met adressen; {panden / lezen:.1f}x zo lang als alle leegstand eenmaal "
            f"lezen en sorteren ({lezen:.0f} ms)".replace(".", ","),
        ),
        regel("Matching: de beste terreinen bij een initiatief", terreinen, f"dezelfde {aantal} panden opgeteld"),
        regel("Matching: de beste initiatieven bij een pand", terug, f"{INITIATIEVEN} initiatieven"),
    ]  # fmt: skip
