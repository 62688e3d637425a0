"""Kerncijfers: from waarnemingen and the BAG to the figures of every gebied on every peildatum.

All work is done in set-based SQL on PostgreSQL. The state of a pand on a peildatum has one definition, `STAND`, and the
measures over those states another, `SOMMEN`; the stored figures, those of one pand and those of one perceel share both.

Peildata are numbered from 1; a span `van`..`tot` of such numbers includes `van` and not `tot`. A full rebuild does the
same as an update of all gemeenten, a part at a time. Only what differs is written, so an unchanged rebuild leaves
no dead rows, and readers keep the old figures until the commit.
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

import calendar
import datetime
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from akt.opmaak import aantal, getal
from akt.taken import probeer
from monitoring.models import (
    Bouwperiode,
    Gemeente,
    Grootteklasse,
    Herberekening,
    Kerncijfer,
    Niveau,
    Pand,
    Perceel,
    Provincie,
    Regio,
    Terrein,
    Waarneming,
)
from monitoring.openheid import bepaal_openheid

log = structlog.get_logger(__name__)

Voortgang = Callable[[int, int, str], None]

VERSIESLEUTEL = "monitoring:kerncijfers:versie"
# Number of the advisory lock that lets one rebuild or update run at a time; any constant will do.
SLOT = 20140415
# Panden per part of a full rebuild: large enough to be set-based, small enough for the hashes to stay in memory.
PANDEN_PER_DEEL = 5_000

# --- the definitions, in SQL -------------------------------------------------------------------
# Lower bounds of all classes but the first, in the order of the choices.
GROOTTES = (1_000, 2_500, 5_000, 10_000)
BOUWJAREN = (1950, 1980, 2000, 2010)

# The state of each pand of a relation `panden` (pand_id, groep, van, tot, periode, raming_m2, raming_van) as spans.
# A waarneming holds until the next one. Before the first, the BAG's estimate holds; `tot` ends at the pand's own end.
# `geldig` says which waarnemingen count: those that no correction replaced, or those known at some moment.
_STAND = """
    SELECT pand_id, groep, periode, waargenomen_op, voorraad_m2, aanbod_m2, leegstand_m2, leeg_sinds, geraamd, van, tot
    FROM (
        SELECT p.pand_id, p.groep, p.periode, w.peildatum AS waargenomen_op, w.voorraad_m2, w.aanbod_m2, w.leegstand_m2,
               w.leeg_sinds, w.geraamd,
               greatest(p.van, width_bucket(w.peildatum - 1, %(peildata)s::date[]) + 1) AS van,
               least(p.tot, lead(width_bucket(w.peildatum - 1, %(peildata)s::date[]) + 1)
                                OVER (PARTITION BY w.pand_id ORDER BY w.peildatum)) AS tot
        FROM panden p
        JOIN monitoring_waarneming w ON w.pand_id = p.pand_id AND {geldig}
    ) waargenomen
    WHERE van < tot
    UNION ALL
    SELECT p.pand_id, p.groep, p.periode, NULL, p.raming_m2, 0, 0, NULL, true, span.van, span.tot
    FROM panden p
    LEFT JOIN LATERAL (
        SELECT width_bucket(w.peildatum - 1, %(peildata)s::date[]) + 1 AS nummer
        FROM monitoring_waarneming w
        WHERE w.pand_id = p.pand_id AND {geldig}
        ORDER BY w.peildatum LIMIT 1
    ) eerste ON true
    CROSS JOIN LATERAL (
        SELECT greatest(p.van, p.raming_van) AS van, least(p.tot, eerste.nummer) AS tot
    ) span
    WHERE p.raming_m2 > 0 AND span.van < span.tot
"""
STAND = _STAND.format(geldig="w.vervangen_op IS NULL")
STAND_ZOALS_BEKEND = _STAND.format(
    geldig="w.ingevoerd_op <= %(bekend_op)s AND (w.vervangen_op IS NULL OR w.vervangen_op > %(bekend_op)s)"
)

# The columns of `panden` above that follow from a row `p` of monitoring_pand; `van` and `tot` are the span asked for.
# round() of a double rounds half to even, as Python does in `Pand.geraamde_voorraad`.
PANDVELDEN = """
    greatest(1, {van}) AS van,
    least({tot}, width_bucket(p.einde - 1, %(peildata)s::date[]) + 1) AS tot,
    coalesce(width_bucket(p.bouwjaar::int, %(bouwjaren)s::int[]), %(bouwjaar_onbekend)s)::smallint AS periode,
    CASE WHEN p.bag_status = ANY(%(nooit_gebouwd)s) AND NOT (p.bag_status = %(gesloopt)s AND p.einde IS NOT NULL)
         THEN 0 ELSE round(p.go_kantoor_m2 * %(factor_go)s::float8)::int END AS raming_m2,
    coalesce(width_bucket(make_date(p.bouwjaar, 1, 1) - 1, %(peildata)s::date[]) + 1, 1) AS raming_van
"""

# One row for each pand that counts and each peildatum `nr`, out of a relation `stand`.
STAND_PER_PEILDATUM = """
    SELECT groep, nr, grootte, periode, voorraad_m2, aanbod_m2, leegstand_m2, geraamd,
           waargenomen_op > (%(dekking_na)s::date[])[nr] AS recent,
           CASE WHEN leegstand_m2 = 0 THEN NULL
                WHEN leeg_sinds IS NULL THEN 'o'
                WHEN leeg_sinds > (%(jaar_terug)s::date[])[nr] THEN 'f'
                WHEN leeg_sinds > (%(drie_jaar_terug)s::date[])[nr] THEN 'l'
                ELSE 's' END::"char" AS duur
    FROM (
        SELECT s.*, width_bucket(voorraad_m2, %(groottes)s::int[])::smallint AS grootte,
               generate_series(van, tot - 1) AS nr
        FROM stand s WHERE voorraad_m2 >= %(drempel)s
    ) per_peildatum
    OFFSET 0
"""

# What is summed over those rows, in the order of Kerncijfer.MATEN.
SOMMEN = """
    sum(voorraad_m2) AS voorraad_m2,
    sum(aanbod_m2) AS aanbod_m2,
    sum(leegstand_m2) AS leegstand_m2,
    coalesce(sum(leegstand_m2) FILTER (WHERE duur = 'f'), 0) AS frictie_m2,
    coalesce(sum(leegstand_m2) FILTER (WHERE duur = 'l'), 0) AS langdurig_m2,
    coalesce(sum(leegstand_m2) FILTER (WHERE duur = 's'), 0) AS structureel_m2,
    coalesce(sum(leegstand_m2) FILTER (WHERE duur = 'o'), 0) AS duur_onbekend_m2,
    coalesce(sum(voorraad_m2) FILTER (WHERE geraamd), 0) AS geraamd_m2,
    coalesce(sum(voorraad_m2) FILTER (WHERE recent), 0) AS waargenomen_m2,
    count(*) AS panden,
    count(*) FILTER (WHERE leegstand_m2 > 0) AS panden_leegstand,
    count(*) FILTER (WHERE leegstand_m2 = voorraad_m2 AND leegstand_m2 > 0) AS panden_leeg,
    count(*) FILTER (WHERE recent) AS panden_waargenomen
"""
MATEN = ", ".join(Kerncijfer.MATEN)
# Sums of bigint are numeric; the cast back keeps joins and comparisons on integers.
OPGETELD = ", ".join(f"sum({maat})::bigint AS {maat}" for maat in Kerncijfer.MATEN)

# --- the working tables of one run -------------------------------------------------------------
WERKTABELLEN = """
    DROP TABLE IF EXISTS pg_temp.kc_gemeente, pg_temp.kc_bereik, pg_temp.kc_pand, pg_temp.kc_doel, pg_temp.kc_verschil;
    -- Each gemeente, the current gemeente its panden count for, and the number at which its own series ends.
    CREATE TEMP TABLE kc_gemeente ON COMMIT DROP AS
        WITH RECURSIVE keten (code, nu) AS (
            SELECT code, code FROM monitoring_gemeente
            UNION
            SELECT k.code, g.opgegaan_in_id FROM keten k JOIN monitoring_gemeente g ON g.code = k.nu
            WHERE g.opgegaan_in_id IS NOT NULL
        )
        SELECT g.code, g.einde IS NULL AS huidig,
               (SELECT k.nu FROM keten k JOIN monitoring_gemeente n ON n.code = k.nu
                WHERE k.code = g.code AND n.einde IS NULL) AS telt_bij,
               coalesce(width_bucket(g.einde - 1, %(peildata)s::date[]), %(aantal)s) + 1 AS tot
        FROM monitoring_gemeente g;
    -- The gebieden of this run with the span to compute.
    CREATE TEMP TABLE kc_bereik (nr serial, niveau text, code text, van int, tot int) ON COMMIT DROP;
    -- The panden behind them; those of one gemeente, former gemeente and terrein form a groep.
    CREATE TEMP TABLE kc_pand (
        pand_id bigint, groep int, gemeente_id text, gemeente_voorheen_id text, terrein_id bigint,
        van int, tot int, periode smallint, raming_m2 int, raming_van int
    ) ON COMMIT DROP;
    -- For which gebieden a groep counts, and when.
    CREATE TEMP TABLE kc_doel (groep int, nr int, van int, tot int) ON COMMIT DROP;
    CREATE TEMP TABLE kc_verschil (
        LIKE monitoring_kerncijfer
    ) ON COMMIT DROP;
    ALTER TABLE kc_verschil DROP COLUMN openbaar;
    ALTER TABLE kc_verschil ADD COLUMN soort "char";
    ALTER TABLE kc_verschil ALTER COLUMN id DROP NOT NULL;
"""

BEREIK_GEMEENTEN = """
    INSERT INTO kc_bereik (niveau, code, van, tot)
    SELECT 'gemeente', code, min(van), max(tot)
    FROM (
        SELECT unnest(%(codes)s::text[]) AS code, unnest(%(van)s::int[]) AS van, unnest(%(tot)s::int[]) AS tot
    ) gevraagd
    GROUP BY code ORDER BY code
"""
BEREIK_TERREINEN = """
    INSERT INTO kc_bereik (niveau, code, van, tot)
    SELECT 'terrein', t.code, min(van), max(tot)
    FROM (
        SELECT t.id, b.van, b.tot FROM kc_bereik b JOIN monitoring_terrein t ON t.gemeente_id = b.code
        UNION ALL
        SELECT p.terrein_id, b.van, b.tot FROM kc_bereik b JOIN monitoring_pand p ON p.gemeente_id = b.code
        WHERE p.terrein_id IS NOT NULL
    ) geraakt
    JOIN monitoring_terrein t ON t.id = geraakt.id
    GROUP BY t.code ORDER BY t.code
"""
VUL_PANDEN = f"""
    INSERT INTO kc_pand
    SELECT p.id, dense_rank() OVER (ORDER BY p.gemeente_id, p.gemeente_voorheen_id, p.terrein_id),
           p.gemeente_id, p.gemeente_voorheen_id, p.terrein_id,
           {PANDVELDEN.format(van="1", tot="%(aantal)s + 1")}
    FROM (
        SELECT p.id FROM kc_bereik b JOIN kc_gemeente g ON b.code IN (g.code, g.telt_bij)
        JOIN monitoring_pand p ON p.gemeente_id = g.code WHERE b.niveau = 'gemeente'
        UNION
        SELECT p.id FROM kc_bereik b JOIN monitoring_pand p ON p.gemeente_voorheen_id = b.code
        WHERE b.niveau = 'gemeente'
        UNION
        SELECT p.id FROM kc_bereik b JOIN monitoring_terrein t ON t.code = b.code
        JOIN monitoring_pand p ON p.terrein_id = t.id WHERE b.niveau = 'terrein'
    ) geraakt
    JOIN monitoring_pand p ON p.id = geraakt.id AND p.gemeente_id IS NOT NULL
"""
VUL_DOELEN = """
    INSERT INTO kc_doel
    WITH groepen AS (SELECT DISTINCT groep, gemeente_id, gemeente_voorheen_id, terrein_id FROM kc_pand)
    SELECT gr.groep, b.nr, b.van, b.tot
    FROM groepen gr
    JOIN kc_gemeente g ON g.code = gr.gemeente_id
    JOIN kc_bereik b ON b.niveau = 'gemeente' AND b.code = g.telt_bij
    UNION ALL
    SELECT gr.groep, b.nr, b.van, least(b.tot, g.tot)
    FROM groepen gr
    JOIN kc_gemeente g ON g.code IN (gr.gemeente_id, gr.gemeente_voorheen_id) AND NOT g.huidig
    JOIN kc_bereik b ON b.niveau = 'gemeente' AND b.code = g.code
    UNION ALL
    SELECT gr.groep, b.nr, b.van, b.tot
    FROM groepen gr
    JOIN monitoring_terrein t ON t.id = gr.terrein_id
    JOIN kc_bereik b ON b.niveau = 'terrein' AND b.code = t.code;
    UPDATE kc_pand p SET van = greatest(p.van, d.van), tot = least(p.tot, d.tot)
    FROM (SELECT groep, min(van) AS van, max(tot) AS tot FROM kc_doel GROUP BY groep) d
    WHERE d.groep = p.groep AND (p.van < d.van OR p.tot > d.tot);
    ANALYZE kc_bereik; ANALYZE kc_pand; ANALYZE kc_doel;
"""

# Each pand is summed per groep, once by size and once by build period; all else adds those rows up.
NIEUW_UIT_PANDEN = f"""
    panden AS (SELECT * FROM kc_pand WHERE van < tot),
    stand AS ({STAND}),
    deel AS MATERIALIZED (
        SELECT groep, nr AS moment, grootte, periode, {SOMMEN}
        FROM ({STAND_PER_PEILDATUM}) s
        GROUP BY GROUPING SETS ((groep, nr, grootte), (groep, nr, periode))
    ),
    naar_doel AS MATERIALIZED (
        SELECT d.nr, deel.moment, deel.grootte, deel.periode, {OPGETELD}
        FROM deel JOIN kc_doel d ON d.groep = deel.groep AND deel.moment >= d.van AND deel.moment < d.tot
        GROUP BY 1, 2, 3, 4
    ),
    nieuw AS (
        SELECT b.niveau, b.code AS gebied_code, (%(peildata)s::date[])[r.moment] AS peildatum,
               coalesce((%(grootteklassen)s::text[])[r.grootte + 1], '') AS grootteklasse,
               coalesce((%(bouwperiodes)s::text[])[r.periode + 1], '') AS bouwperiode, {MATEN}
        FROM (
            SELECT * FROM naar_doel
            UNION ALL
            SELECT nr, moment, NULL, NULL, {OPGETELD} FROM naar_doel WHERE grootte IS NOT NULL GROUP BY nr, moment
        ) r
        JOIN kc_bereik b ON b.nr = r.nr
    )
"""
NIEUW_UIT_GEMEENTEN = f"""
    lid AS (
        SELECT b.nr, g.code AS gemeente
        FROM kc_bereik b JOIN monitoring_gemeente g ON g.provincie_id = b.code AND g.einde IS NULL
        WHERE b.niveau = 'provincie'
        UNION ALL
        SELECT b.nr, g.code
        FROM kc_bereik b
        JOIN monitoring_regio_gemeenten m ON m.regio_id = b.code
        JOIN monitoring_gemeente g ON g.code = m.gemeente_id AND g.einde IS NULL
        WHERE b.niveau = 'regio'
    ),
    nieuw AS (
        SELECT b.niveau, b.code AS gebied_code, k.peildatum, k.grootteklasse, k.bouwperiode, {OPGETELD}
        FROM kc_bereik b
        JOIN lid ON lid.nr = b.nr
        JOIN monitoring_kerncijfer k ON k.niveau = 'gemeente' AND k.gebied_code = lid.gemeente
            AND k.peildatum BETWEEN (%(peildata)s::date[])[b.van] AND (%(peildata)s::date[])[b.tot - 1]
        GROUP BY 1, 2, 3, 4, 5
    )
"""
SLEUTEL = ("niveau", "gebied_code", "peildatum", "grootteklasse", "bouwperiode")
VERSCHIL = f"""
    INSERT INTO kc_verschil (id, {", ".join(SLEUTEL)}, {MATEN}, soort)
    WITH {{nieuw}},
    oud AS (
        SELECT k.* FROM kc_bereik b
        JOIN monitoring_kerncijfer k ON k.niveau = b.niveau AND k.gebied_code = b.code
            AND k.peildatum BETWEEN (%(peildata)s::date[])[b.van] AND (%(peildata)s::date[])[b.tot - 1]
    )
    SELECT o.id, {", ".join(f"coalesce(n.{kolom}, o.{kolom})" for kolom in (*SLEUTEL, *Kerncijfer.MATEN))},
           CASE WHEN o.id IS NULL THEN 'n' WHEN n.niveau IS NULL THEN 'v' ELSE 'w' END::"char"
    FROM nieuw n FULL JOIN oud o ON {" AND ".join(f"n.{kolom} = o.{kolom}" for kolom in SLEUTEL)}
    WHERE o.id IS NULL OR n.niveau IS NULL
       OR ({", ".join(f"n.{maat}" for maat in Kerncijfer.MATEN)})
          IS DISTINCT FROM ({", ".join(f"o.{maat}" for maat in Kerncijfer.MATEN)})
"""
VERWIJDER = "DELETE FROM monitoring_kerncijfer k USING kc_verschil v WHERE v.soort = 'v' AND k.id = v.id"
WIJZIG = f"""
    UPDATE monitoring_kerncijfer k SET {", ".join(f"{maat} = v.{maat}" for maat in Kerncijfer.MATEN)}
    FROM kc_verschil v WHERE v.soort = 'w' AND k.id = v.id
"""
VOEG_TOE = f"""
    INSERT INTO monitoring_kerncijfer ({", ".join(SLEUTEL)}, {MATEN}, openbaar)
    SELECT {", ".join(SLEUTEL)}, {MATEN}, niveau <> 'terrein' OR (grootteklasse = '' AND bouwperiode = '')
    FROM kc_verschil WHERE soort = 'n'
"""
# Whole gebieden and peildata that are no more; the parts of a full rebuild only see those that exist.
RUIM_OP = """
    DELETE FROM monitoring_kerncijfer
    WHERE peildatum < %(eerste)s OR peildatum > %(laatste)s
       OR (niveau, gebied_code) NOT IN (
           SELECT 'terrein', code FROM monitoring_terrein UNION ALL SELECT 'gemeente', code FROM monitoring_gemeente
           UNION ALL SELECT 'regio', code FROM monitoring_regio
           UNION ALL SELECT 'provincie', code FROM monitoring_provincie)
"""

# What waits, as spans per gemeente; an ended gemeente brings in the current one that its panden count for.
OPENSTAAND = """
    SELECT code, min(van), max(tot)
    FROM (
        SELECT unnest(ARRAY[g.code, g.telt_bij]) AS code, width_bucket(h.vanaf - 1, %(peildata)s::date[]) + 1 AS van,
               coalesce(width_bucket(h.tot - 1, %(peildata)s::date[]), %(aantal)s) + 1 AS tot
        FROM monitoring_herberekening h JOIN kc_gemeente g ON g.code = h.gemeente_id
        WHERE h.id = ANY(%(ids)s)
    ) h
    WHERE code IS NOT NULL AND van < tot
    GROUP BY code
"""
BEREIK_GEHELEN = """
    CREATE TEMP TABLE kc_geheel ON COMMIT DROP AS
        SELECT 'provincie' AS niveau, g.provincie_id AS code, min(b.van) AS van, max(b.tot) AS tot
        FROM kc_bereik b JOIN monitoring_gemeente g ON g.code = b.code
        WHERE b.niveau = 'gemeente' GROUP BY g.provincie_id
        UNION ALL
        SELECT 'regio', m.regio_id, min(b.van), max(b.tot)
        FROM kc_bereik b JOIN monitoring_regio_gemeenten m ON m.gemeente_id = b.code
        WHERE b.niveau = 'gemeente' GROUP BY m.regio_id;
    TRUNCATE kc_bereik;
    INSERT INTO kc_bereik (niveau, code, van, tot) SELECT niveau, code, van, tot FROM kc_geheel;
    DROP TABLE kc_geheel;
    ANALYZE kc_bereik;
"""
BEREIK_ALLE_GEHELEN = """
    TRUNCATE kc_bereik;
    INSERT INTO kc_bereik (niveau, code, van, tot)
    SELECT 'provincie', code, 1, %(aantal)s + 1 FROM monitoring_provincie
    UNION ALL
    SELECT 'regio', code, 1, %(aantal)s + 1 FROM monitoring_regio;
    ANALYZE kc_bereik;
"""


@dataclass
class Uitkomst:
    """What a rebuild or update did. `seconden` includes waiting for another one that ran."""

    volledig: bool = False
    peildata: int = 0
    gemeenten: int = 0
    toegevoegd: int = 0
    gewijzigd: int = 0
    verwijderd: int = 0
    seconden: float = 0.0

    @property
    def veranderd(self) -> int:
        """Rows written or removed."""
        return self.toegevoegd + self.gewijzigd + self.verwijderd

    def samenvatting(self) -> str:
        """One Dutch line for people."""
        if not self.gemeenten:
            return "Alle kerncijfers waren al bijgewerkt."
        wat = "Alle kerncijfers zijn herberekend" if self.volledig else "De kerncijfers zijn bijgewerkt"
        return (
            f"{wat}: {aantal(self.gemeenten, 'gemeente', 'gemeenten')} en "
            f"{aantal(self.peildata, 'peildatum', 'peildata')}, {aantal(self.toegevoegd, 'rij', 'rijen')} toegevoegd, "
            f"{getal(self.gewijzigd)} gewijzigd en {getal(self.verwijderd)} verwijderd, "
            f"in {getal(self.seconden, 1)} seconden."
        )


@dataclass(frozen=True, slots=True)
class Stand:
    """State of one pand on a peildatum, in whole m² VVO; `waargenomen_op` is None when the BAG's estimate is all."""

    pand_id: int
    voorraad_m2: int
    aanbod_m2: int
    leegstand_m2: int
    leeg_sinds: datetime.date | None
    geraamd: bool
    waargenomen_op: datetime.date | None


# --- peildata ----------------------------------------------------------------------------------
def begin_kwartaal(datum: datetime.date) -> datetime.date:
    """First day of the quarter a date lies in."""
    return datetime.date(datum.year, datum.month - (datum.month - 1) % 3, 1)


def _maanden_terug(datum: datetime.date, maanden: int) -> datetime.date:
    """The same day some months earlier, or that month's last day, as PostgreSQL counts."""
    jaar, maand = divmod(datum.year * 12 + datum.month - 1 - maanden, 12)
    return datetime.date(jaar, maand + 1, min(datum.day, calendar.monthrange(jaar, maand + 1)[1]))


def peildata() -> list[datetime.date]:
    """First days of quarters, from the first at or after the first current waarneming to the last one begun.

    Without such a quarter it is the current one alone, so that a BAG without waarnemingen shows its estimate.
    """
    laatste = begin_kwartaal(timezone.localdate())
    eerste = Waarneming.objects.actueel().aggregate(eerste=Min("peildatum"))["eerste"]
    dag = begin_kwartaal(eerste) if eerste else laatste
    if eerste and dag < eerste:
        dag = _maanden_terug(dag, -3)
    gevonden = []
    while dag <= laatste:
        gevonden.append(dag)
        dag = _maanden_terug(dag, -3)
    return gevonden or [laatste]


def invoer_voor(momenten: list[datetime.date]) -> dict[str, Any]:
    """The parameters all SQL above shares."""
    return {
        "peildata": momenten,
        "aantal": len(momenten),
        "eerste": momenten[0],
        "laatste": momenten[-1],
        "jaar_terug": [_maanden_terug(dag, 12) for dag in momenten],
        "drie_jaar_terug": [_maanden_terug(dag, 36) for dag in momenten],
        "dekking_na": [_maanden_terug(dag, settings.AKT_DEKKING_MAANDEN) for dag in momenten],
        "drempel": settings.AKT_KANTOOR_DREMPEL_M2,
        "minimum": settings.AKT_MINIMUM_PANDEN_OPEN,
        "factor_go": settings.AKT_FACTOR_GO_NAAR_VVO,
        "groottes": list(GROOTTES),
        "bouwjaren": list(BOUWJAREN),
        "bouwjaar_onbekend": len(BOUWJAREN) + 1,
        "grootteklassen": [str(klasse) for klasse in Grootteklasse.values],
        "bouwperiodes": [str(periode) for periode in Bouwperiode.values],
        "nooit_gebouwd": [str(status) for status in Pand.NOOIT_GEBOUWD],
        "gesloopt": str(Pand.BagStatus.GESLOOPT),
    }


# --- rebuild and update ------------------------------------------------------------------------
@contextmanager
def aan_de_beurt() -> Iterator[Any]:
    """A transaction that writes kerncijfers while no other does; yields its cursor."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLOT])
        yield cursor


def _schrijf(cursor: Any, nieuw: str, invoer: dict[str, Any], uitkomst: Uitkomst) -> None:
    """Make the stored rows of the gebieden and spans in kc_bereik equal to the relation `nieuw`."""
    cursor.execute("TRUNCATE kc_verschil")
    cursor.execute(VERSCHIL.format(nieuw=nieuw), invoer)
    if not cursor.rowcount:
        return
    cursor.execute("ANALYZE kc_verschil (id, soort)")
    cursor.execute(VERWIJDER)
    uitkomst.verwijderd += cursor.rowcount
    cursor.execute(WIJZIG)
    uitkomst.gewijzigd += cursor.rowcount
    cursor.execute(VOEG_TOE)
    uitkomst.toegevoegd += cursor.rowcount


def _reken_gemeenten(
    cursor: Any, bereik: list[tuple[str, int, int]], invoer: dict[str, Any], uitkomst: Uitkomst
) -> None:
    """Compute gemeenten (code, van, tot) and the terreinen they touch; kc_bereik holds them afterwards."""
    codes, van, tot = zip(*bereik, strict=True)
    cursor.execute("TRUNCATE kc_bereik, kc_pand, kc_doel")
    cursor.execute(BEREIK_GEMEENTEN, {"codes": list(codes), "van": list(van), "tot": list(tot)})
    cursor.execute(BEREIK_TERREINEN)
    cursor.execute(VUL_PANDEN, invoer)
    cursor.execute(VUL_DOELEN)
    _schrijf(cursor, NIEUW_UIT_PANDEN, invoer, uitkomst)
    uitkomst.gemeenten += len(bereik)


def _delen(cursor: Any) -> list[list[str]]:
    """All gemeenten in parts of some PANDEN_PER_DEEL panden; a former gemeente comes with its successor."""
    cursor.execute(
        "SELECT g.code, (SELECT count(*) FROM monitoring_pand p WHERE p.gemeente_id = g.code) "
        "FROM kc_gemeente g ORDER BY coalesce(g.telt_bij, g.code), g.code"
    )
    delen: list[list[str]] = []
    vol = PANDEN_PER_DEEL
    for code, panden in cursor.fetchall():
        if vol >= PANDEN_PER_DEEL:
            delen.append([])
            vol = 0
        delen[-1].append(code)
        vol += panden
    return delen


def _herbouw(cursor: Any, momenten: list[datetime.date], voortgang: Voortgang | None) -> Uitkomst:
    """Full rebuild inside the caller's turn."""
    uitkomst = Uitkomst(volledig=True, peildata=len(momenten))
    invoer = invoer_voor(momenten)
    # Read before any data, so that a change that commits meanwhile keeps its row and is done again.
    wachtend = list(Herberekening.objects.values_list("id", flat=True))
    cursor.execute(WERKTABELLEN, invoer)
    delen = _delen(cursor)
    totaal = sum(map(len, delen)) + 1
    for deel in delen:
        if voortgang:
            voortgang(uitkomst.gemeenten, totaal, f"Gemeenten berekenen: {uitkomst.gemeenten} van {totaal - 1}")
        _reken_gemeenten(cursor, [(code, 1, len(momenten) + 1) for code in deel], invoer, uitkomst)
    if voortgang:
        voortgang(totaal - 1, totaal, "Regio's en provincies optellen")
    cursor.execute(RUIM_OP, invoer)
    uitkomst.verwijderd += cursor.rowcount
    cursor.execute(BEREIK_ALLE_GEHELEN, invoer)
    _schrijf(cursor, NIEUW_UIT_GEMEENTEN, invoer, uitkomst)
    bepaal_openheid(cursor, invoer)
    Herberekening.objects.filter(id__in=wachtend).delete()
    return uitkomst


def herbouw(voortgang: Voortgang | None = None) -> Uitkomst:
    """Recompute all kerncijfers in one transaction; readers see the old figures until it commits.

    `voortgang` gets (gemeenten done, total, Dutch line). Safe to run twice at once: the second waits for the first.
    """
    begin = time.monotonic()
    with aan_de_beurt() as cursor:
        uitkomst = _herbouw(cursor, peildata(), voortgang)
        transaction.on_commit(_nieuwe_versie)
    return _klaar(uitkomst, begin, voortgang)


def werk_bij(voortgang: Voortgang | None = None) -> Uitkomst:
    """Recompute what open Herberekening rows ask for; everything when there are no figures or peildata changed."""
    begin = time.monotonic()
    with aan_de_beurt() as cursor:
        wachtend = list(Herberekening.objects.values_list("id", flat=True))
        uitkomst = Uitkomst()
        if wachtend:
            momenten = peildata()
            if _opgeslagen_grenzen() == (momenten[0], momenten[-1]):
                uitkomst = _werk_bij(cursor, momenten, wachtend, voortgang)
            else:
                uitkomst = _herbouw(cursor, momenten, voortgang)
            transaction.on_commit(_nieuwe_versie)
    return _klaar(uitkomst, begin, voortgang)


def _werk_bij(cursor: Any, momenten: list[datetime.date], ids: list[int], voortgang: Voortgang | None) -> Uitkomst:
    uitkomst = Uitkomst(peildata=len(momenten))
    invoer = invoer_voor(momenten)
    cursor.execute(WERKTABELLEN, invoer)
    cursor.execute(OPENSTAAND, {**invoer, "ids": ids})
    bereik = cursor.fetchall()
    if bereik:
        if voortgang:
            voortgang(0, len(bereik) + 1, f"{aantal(len(bereik), 'gemeente', 'gemeenten')} berekenen")
        _reken_gemeenten(cursor, bereik, invoer, uitkomst)
        cursor.execute(BEREIK_GEHELEN)
        _schrijf(cursor, NIEUW_UIT_GEMEENTEN, invoer, uitkomst)
        bepaal_openheid(cursor, invoer)
    Herberekening.objects.filter(id__in=ids).delete()
    return uitkomst


def _opgeslagen_grenzen() -> tuple[datetime.date | None, datetime.date | None]:
    """First and last stored peildatum; asked per level because the index starts with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(eerste), max(laatste) FROM unnest(%s::text[]) n (niveau) CROSS JOIN LATERAL ("
            "SELECT min(peildatum) AS eerste, max(peildatum) AS laatste "
            "FROM monitoring_kerncijfer k WHERE k.niveau = n.niveau) k",
            [[str(niveau) for niveau in Niveau.values]],
        )
        eerste, laatste = cursor.fetchone()
    return eerste, laatste


def _klaar(uitkomst: Uitkomst, begin: float, voortgang: Voortgang | None) -> Uitkomst:
    uitkomst.seconden = time.monotonic() - begin
    if uitkomst.gemeenten:
        log.info("kerncijfers_klaar", volledig=uitkomst.volledig, gemeenten=uitkomst.gemeenten,
                 veranderd=uitkomst.veranderd, seconden=round(uitkomst.seconden, 2))  # fmt: skip
    if voortgang:
        voortgang(uitkomst.gemeenten + 1, uitkomst.gemeenten + 1, uitkomst.samenvatting())
    return uitkomst


# --- changes -----------------------------------------------------------------------------------
def meld_wijziging(pand: Pand, vanaf: datetime.date, tot: datetime.date | None = None) -> None:
    """Ask for the figures of a pand from `vanaf` up to `tot`, not included; call in the transaction of the change.

    Without `tot` that is the peildatum of the pand's next current waarneming, or the end of the series.
    """
    if tot is None:
        tot = pand.waarnemingen.actueel().filter(peildatum__gt=vanaf).aggregate(m=Min("peildatum"))["m"]
    meld_gemeenten([pand.gemeente_id, pand.gemeente_voorheen_id], vanaf, tot)


def meld_waarneming(waarneming: Waarneming) -> None:
    """Ask for what a new waarneming changes, and what changes where the one it replaced held."""
    meld_wijziging(waarneming.pand, waarneming.peildatum)
    vorige = waarneming.vervangt
    if vorige is not None and (vorige.pand_id, vorige.peildatum) != (waarneming.pand_id, waarneming.peildatum):
        meld_wijziging(vorige.pand, vorige.peildatum)


def meld_pand(pand: Pand, ook: Iterable[str | None] = ()) -> None:
    """Ask for all peildata of a pand whose own data changed: bouwjaar, einde, BAG's area, gemeente or terrein.

    `ook` names the codes of gemeenten it counted for before the change, and of the terrein it left.
    """
    meld_gemeenten([pand.gemeente_id, pand.gemeente_voorheen_id, *ook], datetime.date.min, None)


def meld_gemeenten(codes: Iterable[str | None], vanaf: datetime.date, tot: datetime.date | None) -> None:
    """Ask for whole gemeenten from `vanaf` up to `tot` (None: to the end); for imports. Empty codes are skipped."""
    rijen = [Herberekening(gemeente_id=code, vanaf=vanaf, tot=tot) for code in sorted({c for c in codes if c})]
    if not rijen:
        return
    Herberekening.objects.bulk_create(rijen)
    # One task a transaction: an import reports thousands of panden.
    if not any(functie is _zet_taak_klaar for _, functie, *_ in connection.run_on_commit):
        transaction.on_commit(_zet_taak_klaar)


def _zet_taak_klaar() -> None:
    """Enqueue the update. Without Redis the rows wait for the beat, so that is a delay and not an error."""
    from monitoring.tasks import werk_kerncijfers_bij

    probeer(werk_kerncijfers_bij)


def _nieuwe_versie() -> None:
    cache.set(VERSIESLEUTEL, uuid.uuid4().hex, timeout=None)


def kerncijfers_versie() -> str:
    """Changes with every new set of figures; part of the key of whatever is cached from them."""
    versie = cache.get(VERSIESLEUTEL)
    if versie is None:
        versie = uuid.uuid4().hex
        if not cache.add(VERSIESLEUTEL, versie, timeout=None):
            versie = cache.get(VERSIESLEUTEL, versie)
    return str(versie)


# --- figures that are not stored ---------------------------------------------------------------
LOSSE_PANDEN = f"""
    panden AS MATERIALIZED (
        SELECT p.id AS pand_id, {{groep}} AS groep, {PANDVELDEN.format(van="1", tot="%(aantal)s + 1")}
        FROM monitoring_pand p WHERE {{welke}}
    ),
    stand AS ({{stand}})
"""


def stand_van_panden(panden: QuerySet[Pand] | Iterable[int], peildatum: datetime.date) -> dict[int, Stand]:
    """State of each pand that exists on a date, by pand id, also below the threshold of a kantoor.

    `panden` is a queryset or ids. One query; a pand that has ended or of which nothing is known has no entry.
    """
    invoer = invoer_voor([peildatum])
    if isinstance(panden, QuerySet):
        sql, waarden = panden.order_by().values("pk").query.sql_with_params()
        # Django numbers its parameters by place and the definitions by name.
        namen = {f"welke{i}": waarde for i, waarde in enumerate(waarden)}
        welke = f"p.id IN ({sql % tuple(f'%(welke{i})s' for i in range(len(waarden)))})"
    else:
        namen, welke = {"ids": list(panden)}, "p.id = ANY(%(ids)s)"
    velden = ", ".join(Stand.__slots__)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {LOSSE_PANDEN.format(welke=welke, groep=1, stand=STAND)} SELECT {velden} FROM stand",
            {**invoer, **namen},
        )
        return {rij[0]: Stand(*rij) for rij in cursor}


def kerncijfers_van_pand(pand: Pand, peildatum: datetime.date | None = None) -> list[Kerncijfer]:
    """Unsaved kerncijfers (totals) of one pand, on all peildata where it counts or on the one given."""
    return _losse_reeks("p.id = %(id)s", pand.pk, pand.bag_id, peildatum)


def kerncijfers_van_perceel(perceel: Perceel, peildatum: datetime.date | None = None) -> list[Kerncijfer]:
    """Unsaved kerncijfers (totals) of the panden on a perceel, on all peildata or on the one given."""
    return _losse_reeks("p.perceel_id = %(id)s", perceel.pk, str(perceel.pk), peildatum)


def _losse_reeks(welke: str, sleutel: int, code: str, peildatum: datetime.date | None) -> list[Kerncijfer]:
    momenten = [peildatum] if peildatum else peildata()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {LOSSE_PANDEN.format(welke=welke, groep=1, stand=STAND)} "
            f"SELECT nr, {SOMMEN} FROM ({STAND_PER_PEILDATUM}) s GROUP BY nr ORDER BY nr",
            {**invoer_voor(momenten), "id": sleutel},
        )
        return [
            Kerncijfer(gebied_code=code, peildatum=momenten[nr - 1], **dict(zip(Kerncijfer.MATEN, maten, strict=True)))
            for nr, *maten in cursor
        ]


def reeks_zoals_bekend(gebied: Provincie | Regio | Gemeente | Terrein, moment: datetime.datetime) -> list[Kerncijfer]:
    """Unsaved kerncijfers (totals) of a gebied as the database knew them at a moment, on all peildata until then.

    Later corrections are undone and later waarnemingen left out; which panden there are, and where, is as of today.
    """
    momenten = [dag for dag in peildata() if dag <= moment.date()]
    tot = None
    sleutel: list[Any]
    if isinstance(gebied, Terrein):
        welke, sleutel = "p.terrein_id = ANY(%(sleutel)s)", [gebied.pk]
    else:
        kenmerk = {Niveau.PROVINCIE: "provincie_id", Niveau.REGIO: "regios", Niveau.GEMEENTE: "code"}[gebied.niveau]
        codes = list(Gemeente.objects.filter(**{kenmerk: gebied.pk}).values_list("code", flat=True))
        welke, sleutel = "p.gemeente_id IN (SELECT code FROM keten)", codes
        if isinstance(gebied, Gemeente) and gebied.einde:
            welke, tot = f"({welke} OR p.gemeente_voorheen_id = ANY(%(sleutel)s))", gebied.einde
    momenten = [dag for dag in momenten if tot is None or dag < tot]
    if not momenten:
        return []
    keten = (
        "keten (code) AS (SELECT unnest(%(sleutel)s::text[]) UNION "
        "SELECT g.code FROM keten k JOIN monitoring_gemeente g ON g.opgegaan_in_id = k.code), "
    )
    panden = LOSSE_PANDEN.format(welke=welke, groep=1, stand=STAND_ZOALS_BEKEND)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE {'' if isinstance(gebied, Terrein) else keten}{panden} "
            f"SELECT nr, {SOMMEN} FROM ({STAND_PER_PEILDATUM}) s GROUP BY nr ORDER BY nr",
            {**invoer_voor(momenten), "sleutel": sleutel, "bekend_op": moment},
        )
        return [
            Kerncijfer(niveau=gebied.niveau, gebied_code=gebied.code, peildatum=momenten[nr - 1],
                       **dict(zip(Kerncijfer.MATEN, maten, strict=True)))
            for nr, *maten in cursor
        ]  # fmt: skip
