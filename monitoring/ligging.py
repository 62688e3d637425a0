"""Where a pand lies: its gemeente, terrein and perceel follow from a point in its omtrek, in set-based SQL."""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import connection, transaction

from monitoring.geschiedenis import bewaar_nieuwe_stand, bewaar_oude_stand
from monitoring.kerncijfers import meld_gemeenten

# Each row of a relation `punten` (with a `punt`, and the `gemeente_id` where it lay so far) with the gemeente of today,
# the terrein and the perceel that hold the point, or NULL. On a shared border the gemeente so far wins.
LIGGING = """
    SELECT k.*, g.code AS nu_gemeente_id, t.id AS nu_terrein_id, c.id AS nu_perceel_id
    FROM {punten} k
    LEFT JOIN LATERAL (
        SELECT code FROM monitoring_gemeente
        WHERE einde IS NULL AND ST_Covers(grens, k.punt)
        ORDER BY code IS DISTINCT FROM k.gemeente_id, code LIMIT 1
    ) g ON true
    LEFT JOIN LATERAL (
        SELECT id FROM monitoring_terrein
        WHERE NOT demo AND ST_Covers(grens, k.punt)
        ORDER BY gemeente_id IS DISTINCT FROM g.code, id LIMIT 1
    ) t ON true
    LEFT JOIN LATERAL (
        SELECT id FROM monitoring_perceel WHERE ST_Covers(grens, k.punt) ORDER BY id LIMIT 1
    ) c ON true
"""

# A pand outside every border loses its gemeente, unless that gemeente has no border to lie outside of.
VERPLAATST = f"""
    CREATE TEMP TABLE ligging_verplaatst ON COMMIT DROP AS
    WITH punten AS MATERIALIZED (
        SELECT id AS pand_id, ST_PointOnSurface(omtrek) AS punt, gemeente_id, gemeente_voorheen_id, terrein_id,
               perceel_id,
               go_kantoor_m2 > 0 OR EXISTS (SELECT FROM monitoring_pandstand s WHERE s.pand_id = p.id) AS telt
        FROM monitoring_pand p
        WHERE NOT demo AND omtrek IS NOT NULL AND (%(alle)s OR id = ANY(%(ids)s))
    ), nieuw AS (
        SELECT l.pand_id, l.nu_terrein_id AS terrein_id, l.nu_perceel_id AS perceel_id,
               CASE WHEN l.nu_gemeente_id IS NULL AND (oud.grens IS NULL OR oud.einde IS NOT NULL) THEN l.gemeente_id
                    ELSE l.nu_gemeente_id END AS gemeente_id,
               l.gemeente_id AS oude_gemeente_id, l.gemeente_voorheen_id, l.terrein_id AS oud_terrein_id,
               l.perceel_id AS oud_perceel_id, l.telt
        FROM ({LIGGING.format(punten="punten")}) l
        LEFT JOIN monitoring_gemeente oud ON oud.code = l.gemeente_id
    )
    SELECT * FROM nieuw
    WHERE (gemeente_id, terrein_id, perceel_id)
        IS DISTINCT FROM (oude_gemeente_id, oud_terrein_id, oud_perceel_id)
"""
WIJZIG = """
    UPDATE monitoring_pand p
    SET gemeente_id = v.gemeente_id, terrein_id = v.terrein_id, perceel_id = v.perceel_id,
        gewijzigd_op = statement_timestamp()
    FROM ligging_verplaatst v WHERE p.id = v.pand_id
"""
GERAAKTE_GEMEENTEN = """
    SELECT v.gemeente_id, v.oude_gemeente_id, v.gemeente_voorheen_id, t.gemeente_id
    FROM ligging_verplaatst v LEFT JOIN monitoring_terrein t ON t.id = v.oud_terrein_id
    WHERE telt AND (v.gemeente_id, v.terrein_id) IS DISTINCT FROM (v.oude_gemeente_id, v.oud_terrein_id)
    GROUP BY 1, 2, 3, 4
"""


def bepaal_ligging(panden: Iterable[int] | None = None) -> int:
    """Set gemeente, terrein and perceel of the panden with these ids (all when None) by location.

    Leaves demo panden, panden without omtrek and `gemeente_voorheen` alone. Asks for the kerncijfers of the gemeenten
    that lost or gained office space. Returns the number of panden that changed.
    """
    ids = None if panden is None else list(panden)
    if ids is not None and not ids:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.ligging_verplaatst")
        cursor.execute(VERPLAATST, {"alle": ids is None, "ids": ids or []})
        veranderd: int = cursor.rowcount
        if veranderd:
            welke = "SELECT pand_id FROM ligging_verplaatst"
            bewaar_oude_stand(cursor, welke)
            cursor.execute(WIJZIG)
            bewaar_nieuwe_stand(cursor, welke, "Ligging opnieuw bepaald")
            cursor.execute(GERAAKTE_GEMEENTEN)
            meld_gemeenten({code for rij in cursor.fetchall() for code in rij}, datetime.date.min, None)
    return veranderd
