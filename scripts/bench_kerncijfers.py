"""Measure the kerncijfers at the size of the country, beside one hand-written SQL aggregate over the same rows.

Called by scripts/bench.py in an empty, migrated database, which it leaves empty. The reference is what a competent SQL
writer would do first:
the state of each pand on each peildatum by a window over its waarnemingen, and one INSERT ... SELECT with GROUPING SETS
for the same levels and segments into the same table. It leaves out what makes the real thing harder: estimates from the
BAG, former gemeenten and panden that end.
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module and of monitoring.kerncijfers.

from __future__ import annotations

import datetime
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from monitoring.kerncijfers import herbouw, meld_waarneming, peildata, werk_bij
from monitoring.models import Bron, Kerncijfer, Pand, Waarneming

MATEN = ", ".join(Kerncijfer.MATEN)
HERHALINGEN = 3

# 12 provincies, 340 gemeenten, 24 regio's and 3,000 terreinen; panden are spread unevenly over the gemeenten.
GEBIEDEN = """
    INSERT INTO monitoring_provincie (code, naam) SELECT 'PV' || i, 'Provincie ' || i FROM generate_series(50, 61) i;
    INSERT INTO monitoring_gemeente (code, naam, provincie_id, begin, grens_bron, grens_schematisch, gewijzigd_op)
    SELECT 'GM' || 5000 + i, 'Gemeente ' || i, 'PV' || 50 + i %% 12, '1900-01-01', '', false, now()
    FROM generate_series(0, 339) i;
    INSERT INTO monitoring_regio (code, naam, provincie_id)
    SELECT 'bench-' || i, 'Regio ' || i, 'PV' || 50 + i %% 12 FROM generate_series(0, 23) i;
    INSERT INTO monitoring_regio_gemeenten (regio_id, gemeente_id)
    SELECT 'bench-' || i %% 24, 'GM' || 5000 + i FROM generate_series(0, 339) i;
    INSERT INTO monitoring_terrein (code, naam, gemeente_id, soort, in_structuurvisie, grens, demo, gewijzigd_op)
    SELECT 'BT' || i, 'Terrein ' || i, 'GM' || 5000 + i %% 340, 'kantorenlocatie', false,
           ST_GeomFromText('MULTIPOLYGON(((0 0, 0 1, 1 1, 0 0)))', 28992), true, now()
    FROM generate_series(0, 2999) i;
    INSERT INTO monitoring_pand (bag_id, naam, bouwjaar, bag_status, in_onderzoek, gemeente_id, terrein_id,
                                 go_kantoor_m2, bag_voorkomen, demo, gewijzigd_op)
    SELECT '9' || lpad(i::text, 15, '0'), '', 1900 + i * 7 %% 113, 'Pand in gebruik', false, 'GM' || 5000 + g,
           (SELECT id FROM monitoring_terrein WHERE code = 'BT' || g + 340 * (i / 340 %% 9)), 0, 0, true, now()
    FROM (SELECT i, floor(340 * power(i * 7919 %% %(panden)s / %(panden)s::float8, 1.3))::int AS g
          FROM generate_series(0, %(panden)s - 1) i) p
"""
# One quarter at a time, in the order in which rounds bring them in.
KWARTAAL = """
    INSERT INTO monitoring_waarneming
        (pand_id, peildatum, voorraad_m2, aanbod_m2, leegstand_m2, leeg_sinds, opgegeven_in, geraamd, gebruik, bron_id,
         toelichting, ingevoerd_op)
    SELECT id, %(dag)s, voorraad, leegstand / 2, leegstand,
           CASE WHEN leegstand > 0 THEN %(dag)s::date - (id %% 2000)::int END, 'VVO', false, 'kantoor', %(bron)s, '',
           now()
    FROM (
        SELECT id, 550 + (id * 37 %% 15000)::int AS voorraad,
               CASE WHEN (id + %(nummer)s) %% 5 = 0 THEN 100 + (id * 37 %% 15000)::int / 3 ELSE 0 END AS leegstand
        FROM monitoring_pand WHERE demo
    ) p
"""
REFERENTIE = f"""
    INSERT INTO monitoring_kerncijfer (niveau, gebied_code, peildatum, grootteklasse, bouwperiode, {MATEN})
    WITH stand AS (
        {{stand}}
    ), pand AS (
        SELECT p.id, t.code AS terrein, p.gemeente_id AS gemeente, g.provincie_id AS provincie, m.regio_id AS regio,
               CASE WHEN bouwjaar < 1950 THEN 'voor-1950' WHEN bouwjaar < 1980 THEN '1950-1979'
                    WHEN bouwjaar < 2000 THEN '1980-1999' WHEN bouwjaar < 2010 THEN '2000-2009'
                    WHEN bouwjaar IS NULL THEN 'onbekend' ELSE 'vanaf-2010' END AS periode
        FROM monitoring_pand p
        JOIN monitoring_gemeente g ON g.code = p.gemeente_id
        LEFT JOIN monitoring_regio_gemeenten m ON m.gemeente_id = g.code
        LEFT JOIN monitoring_terrein t ON t.id = p.terrein_id
    ), rij AS (
        SELECT pand.*, stand.*,
               CASE WHEN voorraad_m2 < 1000 THEN '500-1000' WHEN voorraad_m2 < 2500 THEN '1000-2500'
                    WHEN voorraad_m2 < 5000 THEN '2500-5000' WHEN voorraad_m2 < 10000 THEN '5000-10000'
                    ELSE '10000+' END AS grootte
        FROM stand JOIN pand ON pand.id = stand.pand_id
        WHERE voorraad_m2 >= 500
    )
    SELECT CASE WHEN grouping(terrein) = 0 THEN 'terrein' WHEN grouping(gemeente) = 0 THEN 'gemeente'
                WHEN grouping(regio) = 0 THEN 'regio' ELSE 'provincie' END,
           coalesce(terrein, gemeente, regio, provincie), dag, coalesce(grootte, ''), coalesce(periode, ''),
           sum(voorraad_m2), sum(aanbod_m2), sum(leegstand_m2),
           coalesce(sum(leegstand_m2) FILTER (WHERE leeg_sinds > dag - interval '1 year'), 0),
           coalesce(sum(leegstand_m2) FILTER (WHERE leeg_sinds <= dag - interval '1 year'
                                              AND leeg_sinds > dag - interval '3 years'), 0),
           coalesce(sum(leegstand_m2) FILTER (WHERE leeg_sinds <= dag - interval '3 years'), 0),
           coalesce(sum(leegstand_m2) FILTER (WHERE leeg_sinds IS NULL), 0),
           coalesce(sum(voorraad_m2) FILTER (WHERE geraamd), 0),
           coalesce(sum(voorraad_m2) FILTER (WHERE peildatum > dag - interval '12 months'), 0),
           count(*), count(*) FILTER (WHERE leegstand_m2 > 0),
           count(*) FILTER (WHERE leegstand_m2 = voorraad_m2 AND leegstand_m2 > 0),
           count(*) FILTER (WHERE peildatum > dag - interval '12 months')
    FROM rij
    GROUP BY GROUPING SETS (
        (terrein, dag, grootte), (terrein, dag, periode), (terrein, dag),
        (gemeente, dag, grootte), (gemeente, dag, periode), (gemeente, dag),
        (regio, dag, grootte), (regio, dag, periode), (regio, dag),
        (provincie, dag, grootte), (provincie, dag, periode), (provincie, dag))
    HAVING coalesce(terrein, gemeente, regio, provincie) IS NOT NULL
"""
# Two ways to carry a waarneming forward; the reference is the faster of the two on the machine at hand.
DRAAG_VOORT = {
    "venster": """
        SELECT w.*, dag::date AS dag
        FROM (
            SELECT pand_id, peildatum, voorraad_m2, aanbod_m2, leegstand_m2, leeg_sinds, geraamd,
                   lead(peildatum, 1, (%(laatste)s::date + interval '3 months')::date)
                       OVER (PARTITION BY pand_id ORDER BY peildatum) AS tot
            FROM monitoring_waarneming WHERE vervangen_op IS NULL
        ) w
        CROSS JOIN generate_series(date_trunc('quarter', w.peildatum + interval '3 months' - interval '1 day'),
                                   w.tot - interval '1 day', '3 months') dag
    """,
    "opzoeken": """
        SELECT w.*, dag::date AS dag
        FROM generate_series(%(eerste)s::date, %(laatste)s::date, '3 months') dag
        CROSS JOIN monitoring_pand p
        CROSS JOIN LATERAL (
            SELECT pand_id, peildatum, voorraad_m2, aanbod_m2, leegstand_m2, leeg_sinds, geraamd
            FROM monitoring_waarneming
            WHERE pand_id = p.id AND peildatum <= dag AND vervangen_op IS NULL
            ORDER BY peildatum DESC LIMIT 1
        ) w
    """,
}


def _sql(opdracht: str, waarden: dict[str, Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(opdracht, waarden or {})


def _duur(werk: Callable[[], object]) -> float:
    """Seconds of wall clock."""
    begin = time.perf_counter()
    werk()
    return time.perf_counter() - begin


def _vul(panden: int, kwartalen: int) -> None:
    bron = Bron.objects.create(naam="bench", soort=Bron.Soort.PARATE_KENNIS)
    _sql(GEBIEDEN, {"panden": panden})
    for nummer, dag in enumerate(_peildata(kwartalen)):
        _sql(KWARTAAL, {"dag": dag, "bron": bron.pk, "nummer": nummer})
        # As autovacuum does between two quarters; the trigger has updated every row of it.
        _sql("VACUUM ANALYZE monitoring_pandstand")
    _sql("VACUUM ANALYZE monitoring_waarneming")
    _sql("ANALYZE monitoring_pand; ANALYZE monitoring_terrein; ANALYZE monitoring_gemeente")


def _peildata(kwartalen: int) -> list[datetime.date]:
    laatste = peildata()[-1]
    maanden = [laatste.year * 12 + laatste.month - 1 - 3 * terug for terug in range(kwartalen)]
    return [datetime.date(maand // 12, maand % 12 + 1, 1) for maand in reversed(maanden)]


def _leeg() -> None:
    _sql(
        "TRUNCATE monitoring_kerncijfer, monitoring_herberekening, monitoring_waarneming, monitoring_pandstand;"
        "DELETE FROM monitoring_pand WHERE demo; DELETE FROM monitoring_terrein WHERE demo;"
        "DELETE FROM monitoring_regio_gemeenten WHERE regio_id LIKE 'bench-%%';"
        "DELETE FROM monitoring_regio WHERE code LIKE 'bench-%%';"
        "DELETE FROM monitoring_gemeente WHERE code BETWEEN 'GM5000' AND 'GM5339';"
        "DELETE FROM monitoring_provincie WHERE code BETWEEN 'PV50' AND 'PV61';"
        "DELETE FROM monitoring_bron WHERE naam = 'bench'"
    )


def _schone_tabel() -> None:
    _sql("TRUNCATE monitoring_kerncijfer")
    _sql("VACUUM ANALYZE monitoring_kerncijfer")
    _sql("CHECKPOINT")


def _referentie(vorm: str, opnieuw: bool) -> None:
    momenten = peildata()
    with transaction.atomic():
        if opnieuw:
            _sql("DELETE FROM monitoring_kerncijfer")
        _sql(REFERENTIE.format(stand=DRAAG_VOORT[vorm]), {"eerste": momenten[0], "laatste": momenten[-1]})


def _afdruk() -> list[tuple[Any, ...]]:
    """Sums per level and segment kind: equal for two ways that computed the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT niveau, grootteklasse, bouwperiode, count(*), sum(hashtextextended(concat_ws('|', gebied_code, "
            f"peildatum, {MATEN}), 0)::numeric) FROM monitoring_kerncijfer GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()


def _een_wijziging(pand: Pand, vorige: Waarneming) -> None:
    """Someone corrects one waarneming, halfway the series, and the figures follow."""
    with transaction.atomic():
        Waarneming.objects.filter(pk=vorige.pk).update(vervangen_op=datetime.datetime.now(datetime.UTC))
        nieuw = Waarneming.objects.create(
            pand=pand,
            peildatum=vorige.peildatum,
            voorraad_m2=vorige.voorraad_m2 + 10,
            bron=vorige.bron,
            vervangt=vorige,
        )
        meld_waarneming(nieuw)
    uitkomst = werk_bij()
    if uitkomst.volledig or not uitkomst.veranderd:
        raise RuntimeError("De wijziging is niet als wijziging verwerkt.")


def _regel(naam: str, waarde: str, grens: str, gehaald: bool | None, toelichting: str) -> dict[str, Any]:
    oordeel = "ter vergelijking" if gehaald is None else "gehaald" if gehaald else "niet gehaald"
    return {"naam": naam, "waarde": waarde, "grens": grens, "oordeel": oordeel, "toelichting": toelichting}


@contextmanager
def land(panden: int = 100_000, kwartalen: int = 40) -> Iterator[None]:
    """A database as large as the country; empty again afterwards. Raises RuntimeError when there are panden already."""
    if Pand.objects.exists():
        raise RuntimeError("De bench draait alleen in een lege database.")
    try:
        _vul(panden, kwartalen)
        yield
    finally:
        _leeg()


def meet(panden: int = 100_000, kwartalen: int = 40) -> list[dict[str, Any]]:
    """Medians of three alternating runs, as dicts with naam, waarde, grens, oordeel and toelichting.

    Runs inside `land` of the same size. Raises RuntimeError when both ways do not come to exactly the same figures.
    """
    proef = {}
    for vorm in DRAAG_VOORT:
        _schone_tabel()
        proef[vorm] = _duur(lambda vorm=vorm: _referentie(vorm, opnieuw=False))
    vorm = min(proef, key=proef.__getitem__)
    verwacht = _afdruk()

    leeg: dict[str, list[float]] = {"referentie": [], "herbouw": []}
    gevuld: dict[str, list[float]] = {"referentie": [], "herbouw": [], "alles anders": []}
    for _ in range(HERHALINGEN):
        _schone_tabel()
        leeg["referentie"].append(_duur(lambda: _referentie(vorm, opnieuw=False)))
        gevuld["referentie"].append(_duur(lambda: _referentie(vorm, opnieuw=True)))
        _schone_tabel()
        leeg["herbouw"].append(_duur(herbouw))
        if _afdruk() != verwacht:
            raise RuntimeError("Herbouw en referentie komen op andere cijfers.")
        _sql("VACUUM ANALYZE monitoring_kerncijfer")
        gevuld["herbouw"].append(_duur(herbouw))
        _sql("UPDATE monitoring_kerncijfer SET voorraad_m2 = voorraad_m2 + 1")
        _sql("VACUUM ANALYZE monitoring_kerncijfer")
        gevuld["alles anders"].append(_duur(herbouw))
    if _afdruk() != verwacht:
        raise RuntimeError("Herbouw over andere cijfers heen komt op andere cijfers dan de referentie.")

    tracemalloc.start()
    herbouw()
    geheugen = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()

    # A gemeente of more than average size, and a change halfway that the next waarneming ends.
    pand = Pand.objects.filter(gemeente_id="GM5010").order_by("id")[0]
    midden = _peildata(kwartalen)[kwartalen // 2]
    wijziging = []
    for _ in range(2 * HERHALINGEN + 1):
        vorige = pand.waarnemingen.actueel().select_related("bron").get(peildatum=midden)
        wijziging.append(_duur(lambda vorige=vorige: _een_wijziging(pand, vorige)))

    med = {naam: statistics.median(tijden) for naam, tijden in gevuld.items()}
    med_leeg = {naam: statistics.median(tijden) for naam, tijden in leeg.items()}
    med_wijziging = statistics.median(wijziging)
    rijen = sum(rij[3] for rij in verwacht)
    omvang = f"{panden} panden, {kwartalen} kwartalen, {rijen} rijen kerncijfers"

    def verhouding(teller: float, noemer: float) -> str:
        return f"{teller / noemer:.2f}x".replace(".", ",")

    def sec(seconden: float) -> str:
        return f"{seconden:.2f} s".replace(".", ",")

    return [
        _regel(
            "Kerncijfers herbouwen, tabel leeg",
            verhouding(med_leeg["herbouw"], med_leeg["referentie"]),
            "1,5x",
            med_leeg["herbouw"] <= 1.5 * med_leeg["referentie"],
            f"{sec(med_leeg['herbouw'])} tegen {sec(med_leeg['referentie'])} voor INSERT ... SELECT ({vorm}); {omvang}",
        ),
        _regel(
            "Kerncijfers herbouwen, niets veranderd",
            verhouding(med["herbouw"], med["referentie"]),
            "1,5x",
            med["herbouw"] <= 1.5 * med["referentie"],
            f"{sec(med['herbouw'])} tegen {sec(med['referentie'])} voor DELETE en INSERT ... SELECT",
        ),
        _regel(
            "Kerncijfers herbouwen, elke rij veranderd",
            verhouding(med["alles anders"], med["referentie"]),
            "1,5x",
            med["alles anders"] <= 1.5 * med["referentie"],
            f"{sec(med['alles anders'])} tegen {sec(med['referentie'])} voor DELETE en INSERT ... SELECT",
        ),
        _regel(
            "Eén gewijzigde waarneming",
            f"{100 * med_wijziging / med['herbouw']:.2f}%".replace(".", ","),
            "1%",
            med_wijziging < 0.01 * med["herbouw"],
            f"{1000 * med_wijziging:.0f} ms van invoer tot kerncijfers, tegen de snelste volledige herbouw",
        ),
        _regel(
            "Geheugen van Python bij een herbouw",
            f"{geheugen:.1f} MiB".replace(".", ","),
            "20 MiB",
            geheugen < 20,
            "hoogste stand volgens tracemalloc; hangt niet van het aantal panden af",
        ),
    ]
