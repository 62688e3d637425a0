"""Practices like a pand: by size, build year, kind of location, use, place and knelpunten, each with its reason.

Likeness runs from 0 to 1. An aspect that is unknown at either side weighs nothing, so that a praktijk isn't punished
for what nobody wrote down; but with little known it can't come first (`ZEKER`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from akt.opmaak import m2
from kennissysteem.models import Knelpunt, Praktijk
from monitoring.models import Bestemming, Gemeente, Pand, Terrein

# Weight of each aspect. The questions of who looks (use, knelpunten) weigh only when asked.
GEWICHTEN = {"grootte": 3.0, "bouwjaar": 2.0, "ligging": 1.5, "gebruik": 3.0, "gemeente": 1.0, "knelpunten": 3.0}
# Weight that is added to what is known, with likeness 0.
ZEKER = 1.5
# Four times as large or small, and thirty years older or younger, is not alike at all.
FACTOR, JAREN = 4, 30
HOEVEEL = 8

SQL = """
    WITH gelijk AS (
        SELECT p.id, p.vvo_m2, pand.bouwjaar, t.soort AS ligging, p.gemeente_id, p.naar_gebruik, p.gepubliceerd_op,
            CASE WHEN p.vvo_m2 > 0 AND %(grootte)s::int > 0
                THEN greatest(0, 1 - abs(ln(p.vvo_m2::float / %(grootte)s::int)) / ln(%(factor)s)) END AS is_grootte,
            CASE WHEN pand.bouwjaar IS NOT NULL AND %(bouwjaar)s::int IS NOT NULL
                THEN greatest(0, 1 - abs(pand.bouwjaar - %(bouwjaar)s::int) / %(jaren)s::float) END AS is_bouwjaar,
            CASE WHEN pand.id IS NOT NULL
                THEN (coalesce(t.soort, '') = %(ligging)s)::int::float END AS is_ligging,
            CASE WHEN %(gebruik)s <> '' AND p.naar_gebruik <> ''
                THEN (p.naar_gebruik = %(gebruik)s)::int::float END AS is_gebruik,
            CASE WHEN p.gemeente_id = %(gemeente)s THEN 1.0
                WHEN p.gemeente_id = ANY(%(regio)s::varchar[]) THEN 0.6 ELSE 0 END AS is_gemeente,
            CASE WHEN cardinality(%(knelpunten)s::varchar[]) > 0
                THEN cardinality(ARRAY(SELECT unnest(i.knelpunten) INTERSECT SELECT unnest(%(knelpunten)s::varchar[])))
                    / cardinality(%(knelpunten)s::varchar[])::float END AS is_knelpunten,
            i.knelpunten
        FROM kennissysteem_praktijkindex i
        JOIN kennissysteem_praktijk p ON p.id = i.praktijk_id
        LEFT JOIN monitoring_pand pand ON pand.id = p.pand_id
        LEFT JOIN monitoring_terrein t ON t.id = pand.terrein_id
        WHERE p.pand_id IS DISTINCT FROM %(pand)s
    )
    SELECT id, {aspecten}, ({som}) / ({gewicht} + %(zeker)s) AS score, knelpunten, bouwjaar, ligging
    FROM gelijk ORDER BY score DESC, gepubliceerd_op DESC, id DESC LIMIT %(hoeveel)s
""".format(  # noqa: S608
    aspecten=", ".join(f"is_{naam}" for naam in GEWICHTEN),
    som=" + ".join(f"coalesce({gewicht} * is_{naam}, 0)" for naam, gewicht in GEWICHTEN.items()),
    gewicht=" + ".join(f"CASE WHEN is_{naam} IS NULL THEN 0 ELSE {gewicht} END" for naam, gewicht in GEWICHTEN.items()),
)


@dataclass(frozen=True)
class Geval:
    """A praktijk like the pand, why, and how much (0 to 1)."""

    praktijk: Praktijk
    redenen: list[str]
    score: float


def grootte_van(pand: Pand) -> int:
    """m² VVO office space: observed, or else estimated from the BAG; 0 when unknown."""
    stand = getattr(pand, "stand", None)
    return stand.voorraad_m2 if stand and stand.voorraad_m2 else pand.geraamde_voorraad


def gedacht_gebruik(pand: Pand) -> str:
    """What the last transformatie of this pand makes of it, or ''."""
    laatste = pand.transformaties.order_by("-gewijzigd_op", "-pk").values_list("bestemming", flat=True).first()
    return laatste or ""


def vergelijkbare(
    pand: Pand, *, gebruik: str = "", knelpunten: Sequence[str] = (), hoeveel: int = HOEVEEL
) -> list[Geval]:
    """The readable practices most like a pand, best first, also those for the network only; another than its own."""
    regio: list[str] = []
    if pand.gemeente_id:
        regio = list(
            Gemeente.objects.filter(regios__gemeenten=pand.gemeente_id).values_list("code", flat=True).distinct()
        )
    gegevens: dict[str, Any] = {
        "pand": pand.pk, "grootte": grootte_van(pand), "bouwjaar": pand.bouwjaar, "gebruik": gebruik,
        "ligging": pand.terrein.soort if pand.terrein else "", "gemeente": pand.gemeente_id or "", "regio": regio,
        "knelpunten": list(knelpunten), "factor": FACTOR, "jaren": JAREN, "zeker": ZEKER, "hoeveel": hoeveel,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SQL, gegevens)
        rijen = cursor.fetchall()
    praktijken = (
        Praktijk.objects.select_related("gemeente")
        .defer("gemeente__grens")
        .prefetch_related("knelpunten")
        .in_bulk([rij[0] for rij in rijen])
    )
    namen = dict(Knelpunt.objects.values_list("code", "naam"))
    gevallen = []
    for nummer, *gelijk, score, eigen, bouwjaar, ligging in rijen:
        if nummer in praktijken and score > 0:
            mate = dict(zip(GEWICHTEN, gelijk, strict=True))
            gedeeld = [namen[code] for code in eigen if code in knelpunten and code in namen]
            redenen = _redenen(praktijken[nummer], gegevens, mate, gedeeld, bouwjaar, ligging)
            gevallen.append(Geval(praktijken[nummer], redenen, float(score)))
    return gevallen


def _redenen(
    praktijk: Praktijk, pand: dict[str, Any], mate: dict[str, float | None], gedeeld: list[str], bouwjaar: int | None,
    ligging: str | None,
) -> list[str]:  # fmt: skip
    """In Dutch, in what they are alike; what differs or is unknown is not said."""
    redenen = []
    if gedeeld:
        woord = "hetzelfde knelpunt" if len(gedeeld) == 1 else "dezelfde knelpunten"
        redenen.append(f"{woord}: {', '.join(gedeeld)}")
    if mate["gebruik"]:
        redenen.append(f"ook naar {Bestemming(praktijk.naar_gebruik).label.lower()}")
    if (mate["grootte"] or 0) >= 0.5:
        redenen.append(f"ongeveer even groot: {m2(praktijk.vvo_m2)}, dit pand {m2(pand['grootte'])}")
    if (mate["bouwjaar"] or 0) >= 0.6:
        redenen.append(f"uit dezelfde tijd: {bouwjaar}, dit pand {pand['bouwjaar']}")
    if mate["ligging"]:
        soort = Terrein.Soort(ligging).label.lower() if ligging else ""
        redenen.append(f"ook op een {soort}" if soort else "ook buiten een terrein")
    if mate["gemeente"] == 1:
        redenen.append("in dezelfde gemeente")
    elif mate["gemeente"]:
        redenen.append("in dezelfde regio")
    return redenen
