"""Measure the check of the data at the size of the country; called by scripts/bench.py inside its data.

The reference is one plain aggregate over the same current waarnemingen: reading them all once.
"""

from __future__ import annotations

import statistics
from typing import Any

from django.db import connection

from monitoring.models import Pand, Signaal
from monitoring.signalen import controleer
from monitoring.signalen.regels import REGELS
from scripts.bench_kerncijfers import _duur, _regel
from scripts.bench_paginas import AANKLEDING, AANKLEDING_UIT

HERHALINGEN = 3
REFERENTIE = """
    SELECT pand_id, max(peildatum), sum(voorraad_m2), sum(leegstand_m2) FROM monitoring_waarneming
    WHERE vervangen_op IS NULL GROUP BY pand_id
"""
# Each gemeente a round border with as many points as a real one, around the middle of the country.
GRENZEN = """
    UPDATE monitoring_gemeente SET grens_schematisch = false,
        grens = ST_Multi(ST_Buffer(ST_SetSRID(ST_MakePoint(141000, 461000), 28992), 40000, 250))
    WHERE code BETWEEN 'GM5000' AND 'GM5339'
"""


def meet() -> list[dict[str, Any]]:
    """Nightly check in full and for one pand, and the slowest rule; dicts as in the other benches."""
    with connection.cursor() as cursor:
        cursor.execute(AANKLEDING, [])
        cursor.execute(GRENZEN)
        cursor.execute("VACUUM ANALYZE monitoring_pand, monitoring_adres, monitoring_adrespand")
    try:
        return _meet()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM monitoring_signaal WHERE pand_id IN (SELECT id FROM monitoring_pand WHERE demo)"
            )
            cursor.execute(AANKLEDING_UIT)


def _referentie() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({REFERENTIE}) r")  # noqa: S608


def _meet() -> list[dict[str, Any]]:
    eerste = controleer()
    referentie, nacht, een = [], [], []
    pand = Pand.objects.filter(demo=True).values_list("pk", flat=True)[0]
    for _ in range(HERHALINGEN):
        referentie.append(_duur(_referentie))
        uitkomst = controleer()
        if uitkomst.nieuw or uitkomst.vervallen:
            raise RuntimeError("Een tweede controle vindt iets anders dan de eerste.")
        nacht.append(uitkomst)
        een.append(_duur(lambda: controleer([pand])))
    duur = statistics.median(uitkomst.duur for uitkomst in nacht)
    lezen = statistics.median(referentie)
    per_regel = {slug: statistics.median(u.seconden[slug] for u in nacht) for slug in REGELS}
    traagste = max(per_regel, key=per_regel.__getitem__)
    open_ = Signaal.objects.open().count()
    return [
        _regel(
            f"Alle {len(REGELS)} regels over alle panden",
            f"{duur / lezen / len(REGELS):.2f}x per regel".replace(".", ","),
            "1x per regel",
            duur <= lezen * len(REGELS),
            f"{duur:.2f} s, tegen {lezen:.2f} s om alle waarnemingen eenmaal te lezen; {open_} signalen open; de "
            f"eerste keer {eerste.duur:.2f} s; traagste regel {traagste} met {per_regel[traagste]:.2f} s",
        ),
        _regel(
            "De regels over een pand, na invoer",
            f"{100 * statistics.median(een) / duur:.1f}%".replace(".", ","),
            "5%",
            statistics.median(een) < 0.05 * duur,
            f"{1000 * statistics.median(een):.0f} ms, tegen de controle van alle panden",
        ),
    ]
