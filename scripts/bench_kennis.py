"""Measure searching: its quality on questions with known answers, and its speed over many practices."""

from __future__ import annotations

import datetime
import json
import math
import random
import statistics
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

from django.db import connection

VRAGENSET = Path(__file__).resolve().parent.parent / "tests" / "kennissysteem" / "vragenset.json"
Zoeker = Callable[[str], list[int]]
GRENS_MS = 100


# --- quality -----------------------------------------------------------------------------------
def ndcg(gevonden: list[int], goed: dict[int, int], k: int = 10) -> float:
    """nDCG@k with grades as gains 2^grade - 1; 1 is the best order there can be."""

    def dcg(graden: list[int]) -> float:
        return sum((2**graad - 1) / math.log2(plek + 2) for plek, graad in enumerate(graden[:k]))

    best = dcg(sorted(goed.values(), reverse=True))
    return dcg([goed.get(nummer, 0) for nummer in gevonden]) / best if best else 0.0


def reciprook(gevonden: list[int], goed: dict[int, int]) -> float:
    """One over the place of the first good answer; 0 when it is not there."""
    return next((1 / (plek + 1) for plek, nummer in enumerate(gevonden) if goed.get(nummer)), 0.0)


def kwaliteit(zoeker: Zoeker, vragen: list[dict[str, Any]], ids: dict[str, int]) -> tuple[float, float]:
    """Mean nDCG@10 and MRR over the questions."""
    ndcgs, mrrs = [], []
    for vraag in vragen:
        goed = {ids[sleutel]: graad for sleutel, graad in vraag["antwoorden"].items()}
        gevonden = zoeker(vraag["vraag"])
        ndcgs.append(ndcg(gevonden, goed))
        mrrs.append(reciprook(gevonden, goed))
    return statistics.mean(ndcgs), statistics.mean(mrrs)


def portaal(q: str) -> list[int]:
    from kennissysteem.zoeken import volgorde

    return volgorde(q)


TEKST = """concat_ws(' ', p.titel, p.samenvatting, p.situatie, p.aanpak, p.resultaat, p.lessen,
    (SELECT string_agg(k.naam, ' ') FROM kennissysteem_praktijk_knelpunten m
     JOIN kennissysteem_knelpunt k ON k.code = m.knelpunt_id WHERE m.praktijk_id = p.id))"""


def bevat(q: str) -> list[int]:
    """What `icontains` does with each word of the question; newest first."""
    woorden = q.split()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT p.id FROM kennissysteem_praktijk p WHERE p.status = 'gepubliceerd' AND
                {" AND ".join([f"{TEKST} ILIKE %s"] * len(woorden))} ORDER BY p.gepubliceerd_op DESC LIMIT 10""",  # noqa: S608
            [f"%{woord}%" for woord in woorden],
        )
        return [nummer for (nummer,) in cursor.fetchall()]


def kaal(q: str) -> list[int]:
    """PostgreSQL's own Dutch search without anything added, in its own order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT p.id FROM kennissysteem_praktijk p, websearch_to_tsquery('dutch', %s) q
                WHERE p.status = 'gepubliceerd' AND to_tsvector('dutch', {TEKST}) @@ q
                ORDER BY ts_rank(to_tsvector('dutch', {TEKST}), q) DESC, p.id LIMIT 10""",  # noqa: S608
            [q],
        )
        return [nummer for (nummer,) in cursor.fetchall()]


def vragenset() -> list[dict[str, Any]]:
    vragen: list[dict[str, Any]] = json.loads(VRAGENSET.read_text(encoding="utf-8"))
    return vragen


# --- speed -------------------------------------------------------------------------------------
# Ids of what is generated start here, so that it can be told apart.
VANAF = 10_000_000
KOLOMMEN = (
    "id", "titel", "samenvatting", "situatie", "aanpak", "resultaat", "lessen", "anders", "van_gebruik",
    "naar_gebruik", "vvo_m2", "jaar", "gemeente_id", "status", "openbaarheid", "versie", "gepubliceerd_op",
    "herzien_voor", "demo", "gemaakt_op", "gewijzigd_op",
)  # fmt: skip
GEBRUIK = ("wonen", "werken", "hotel", "zorg", "sloop")
PER_KEER = 5_000


def genereer(hoeveel: int) -> None:
    """So many readable practices of words of the corpus and others, indexed."""
    toeval = random.Random(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT woord FROM kennissysteem_woord ORDER BY keer DESC, woord")
        woorden = [woord for (woord,) in cursor.fetchall()] + [f"verzinsel{nummer:x}" for nummer in range(20_000)]
        # As often as in language: the second half as often as the first.
        gewichten = list(accumulate(1 / (plek + 3) for plek in range(len(woorden))))
        cursor.execute("SELECT code FROM monitoring_gemeente WHERE code < 'GM5000' ORDER BY code")
        gemeenten = [code for (code,) in cursor.fetchall()]
        cursor.execute("SELECT code FROM kennissysteem_knelpunt ORDER BY code")
        knelpunten = [code for (code,) in cursor.fetchall()]
        nu = datetime.datetime.now(datetime.UTC)

        def zin(lengte: int) -> str:
            return " ".join(toeval.choices(woorden, cum_weights=gewichten, k=lengte))

        # Without triggers: the index is filled in parts afterwards.
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(f"COPY kennissysteem_praktijk ({', '.join(KOLOMMEN)}) FROM STDIN") as kopie:
            for n in range(hoeveel):
                op = nu - datetime.timedelta(minutes=40 * n)
                kopie.write_row(
                    (VANAF + n, zin(6)[:140], zin(14)[:300], zin(35), zin(45), zin(25), zin(25), "", "Kantoor",
                     GEBRUIK[n % 5], 600 + n % 12_000, 2012 + n % 14, gemeenten[n % len(gemeenten)], "gepubliceerd",
                     "open" if n % 6 else "netwerk", 1, op, nu.date(), True, op, op)
                )  # fmt: skip
        with cursor.copy("COPY kennissysteem_praktijk_knelpunten (praktijk_id, knelpunt_id) FROM STDIN") as kopie:
            for n in range(hoeveel):
                for code in toeval.sample(knelpunten, 2):
                    kopie.write_row((VANAF + n, code))
        cursor.execute("SET session_replication_role = origin")
        for begin in range(VANAF, VANAF + hoeveel, PER_KEER):
            cursor.execute(
                "SELECT kennissysteem_indexeer(ARRAY(SELECT generate_series(%s::bigint, %s)))",
                [begin, begin + PER_KEER - 1],
            )


def tijden(vragen: list[str], keer: int = 2) -> list[float]:
    """Milliseconds of a whole search (facets, snippets and all) for each question, the first time left out."""
    from kennissysteem.zoeken import Opdracht, zoek

    metingen = []
    for ronde in range(keer + 1):
        for q in vragen:
            begin = time.perf_counter()
            zoek(Opdracht(q=q), netwerk=ronde % 2 == 0)
            if ronde:
                metingen.append(1000 * (time.perf_counter() - begin))
    return metingen


def p95(metingen: list[float]) -> float:
    return statistics.quantiles(metingen, n=20)[-1]


# --- the report --------------------------------------------------------------------------------
def meet(hoeveel: int = 50_000) -> list[dict[str, Any]]:
    """Lines for the report; leaves the database as it was."""
    from akt import ruimtes
    from kennissysteem.demo import praktijken
    from kennissysteem.woorden import ververs
    from scripts.bench_kerncijfers import _regel

    ruimtes.laad_stamgegevens()
    geschreven = praktijken.schrijf(praktijken.lees_corpus(), praktijken.maak_contacten(), 1)
    try:
        ververs()
        vragen = vragenset()
        ids = {sleutel: praktijk.pk for sleutel, praktijk in geschreven.items()}
        uitkomst = {zoeker.__name__: kwaliteit(zoeker, vragen, ids) for zoeker in (portaal, bevat, kaal)}
        ons, anders = uitkomst["portaal"], max(uitkomst["bevat"], uitkomst["kaal"])
        genereer(hoeveel)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE kennissysteem_praktijkindex, kennissysteem_praktijk")
        begin = time.perf_counter()
        woorden = ververs()
        duur = time.perf_counter() - begin
        toeval = random.Random(1)
        metingen = tijden(toeval.sample([vraag["vraag"] for vraag in vragen], 40))
        return [
            _regel(
                f"Zoeken in kennis: nDCG@10 over {len(vragen)} vragen",
                f"{ons[0]:.2f}".replace(".", ","),
                "beter dan beide andere",
                ons[0] > anders[0],
                "MRR {:.2f}; icontains {:.2f} (MRR {:.2f}); to_tsvector('dutch') {:.2f} (MRR {:.2f})".format(
                    ons[1], *uitkomst["bevat"], *uitkomst["kaal"]
                ).replace(".", ","),
            ),
            _regel(
                f"Zoeken in {hoeveel} praktijken, p95",
                f"{p95(metingen):.0f} ms",
                f"{GRENS_MS} ms",
                p95(metingen) < GRENS_MS,
                f"mediaan {statistics.median(metingen):.0f} ms, met telling per facet en fragmenten; lijst van "
                f"{woorden} woorden opnieuw gemaakt in {duur:.0f} s".replace(".", ","),
            ),
        ]
    finally:
        with connection.cursor() as cursor:
            # Without triggers, which would index each praktijk again for each knelpunt that it loses.
            cursor.execute("SET session_replication_role = replica")
            for tabel, sleutel in (("praktijkindex", "praktijk_id"), ("praktijk_knelpunten", "praktijk_id"),
                                   ("praktijk", "id")):  # fmt: skip
                cursor.execute(f"DELETE FROM kennissysteem_{tabel} WHERE {sleutel} >= %s", [VANAF])  # noqa: S608
            cursor.execute("SET session_replication_role = origin")
        praktijken.verwijder()
        ververs()
