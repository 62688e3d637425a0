"""What may be open: no figure of fewer panden than `AKT_MINIMUM_PANDEN_OPEN`, nor one that subtraction would give away.

Kerncijfers add up along lines: a gebied and its size classes, a provincie and its gemeenten, a gemeente and its
terreinen (with a rest: panden on no terrein). A reader who knows all but one number of a line knows that one too. So
in every line either nothing is hidden, or at least two numbers are, and what is hidden together holds enough panden.
Where a line falls short its smallest part is hidden as well, until all lines hold (cell suppression, line by line).

The answer depends on the stored kerncijfers of one peildatum only, so an update and a full rebuild give the same.
"""

from __future__ import annotations

from typing import Any

# The numbers of the provincies in kc_bereik and of all they share a regio with; figures by segment of a terrein are
# never open, and are stored so.
CELLEN = """
    DROP TABLE IF EXISTS pg_temp.kc_cel, pg_temp.kc_lid;
    CREATE TEMP TABLE kc_cel ON COMMIT DROP AS
    WITH RECURSIVE samen (code) AS (
        SELECT code FROM kc_bereik WHERE niveau = 'provincie'
        UNION
        SELECT buur.provincie_id
        FROM samen
        JOIN monitoring_gemeente g ON g.provincie_id = samen.code
        JOIN monitoring_regio_gemeenten m ON m.gemeente_id = g.code
        JOIN monitoring_regio_gemeenten n ON n.regio_id = m.regio_id
        JOIN monitoring_gemeente buur ON buur.code = n.gemeente_id
    ), gemeente AS (
        SELECT g.code FROM monitoring_gemeente g JOIN samen ON samen.code = g.provincie_id
    ), gebied AS (
        SELECT 'provincie' AS niveau, code FROM samen
        UNION ALL SELECT 'gemeente', code FROM gemeente
        UNION ALL SELECT 'terrein', t.code FROM monitoring_terrein t JOIN gemeente g ON g.code = t.gemeente_id
        UNION ALL
        SELECT DISTINCT 'regio', m.regio_id
        FROM monitoring_regio_gemeenten m JOIN gemeente g ON g.code = m.gemeente_id
    ), span AS (
        SELECT (%(peildata)s::date[])[min(van)] AS eerste, (%(peildata)s::date[])[max(tot) - 1] AS laatste
        FROM kc_bereik
    )
    SELECT k.id, k.niveau, k.gebied_code AS code, k.peildatum AS dag, k.grootteklasse || k.bouwperiode AS segment,
           k.bouwperiode <> '' AS naar_bouwperiode, k.panden, k.panden < %(minimum)s AS dicht
    FROM span
    CROSS JOIN gebied
    JOIN monitoring_kerncijfer k ON k.niveau = gebied.niveau AND k.gebied_code = gebied.code
        AND k.peildatum BETWEEN span.eerste AND span.laatste
    WHERE k.niveau <> 'terrein' OR (k.grootteklasse = '' AND k.bouwperiode = '');
    CREATE INDEX ON kc_cel (id);
    ANALYZE kc_cel;
"""

# The parts of each line. A line is named after its whole, with its kind in the last two bits: 0 size classes,
# 1 build periods, 2 gemeenten of a regio or provincie, 3 terreinen.
LIJNEN = """
    CREATE TEMP TABLE kc_lid ON COMMIT DROP AS
        SELECT 4 * geheel.id + deel.naar_bouwperiode::int AS lijn, deel.id AS cel
        FROM kc_cel deel
        JOIN kc_cel geheel ON geheel.niveau = deel.niveau AND geheel.code = deel.code AND geheel.dag = deel.dag
            AND geheel.segment = ''
        WHERE deel.segment <> ''
        UNION ALL
        SELECT 4 * geheel.id + 2, deel.id
        FROM kc_cel deel
        JOIN monitoring_gemeente g ON g.code = deel.code AND g.einde IS NULL
        JOIN kc_cel geheel ON geheel.niveau = 'provincie' AND geheel.code = g.provincie_id
            AND geheel.dag = deel.dag AND geheel.segment = deel.segment
        WHERE deel.niveau = 'gemeente'
        UNION ALL
        SELECT 4 * geheel.id + 2, deel.id
        FROM kc_cel deel
        JOIN monitoring_gemeente g ON g.code = deel.code AND g.einde IS NULL
        JOIN monitoring_regio_gemeenten m ON m.gemeente_id = g.code
        JOIN kc_cel geheel ON geheel.niveau = 'regio' AND geheel.code = m.regio_id
            AND geheel.dag = deel.dag AND geheel.segment = deel.segment
        WHERE deel.niveau = 'gemeente'
        UNION ALL
        SELECT 4 * geheel.id + 3, deel.id
        FROM kc_cel deel
        JOIN monitoring_terrein t ON t.code = deel.code
        JOIN kc_cel geheel ON geheel.niveau = 'gemeente' AND geheel.code = t.gemeente_id
            AND geheel.dag = deel.dag AND geheel.segment = ''
        WHERE deel.niveau = 'terrein';
    ANALYZE kc_lid;
"""

# One more number hidden in each line that gives something away: its smallest open part, or else the whole.
VERBERG = """
    WITH lijn AS (
        SELECT l.lijn, l.lijn / 4 AS geheel, count(*) FILTER (WHERE c.dicht) AS delen_dicht,
               coalesce(sum(c.panden) FILTER (WHERE c.dicht), 0) AS panden_dicht, sum(c.panden) AS panden
        FROM kc_lid l JOIN kc_cel c ON c.id = l.cel
        GROUP BY l.lijn
    ), lek AS (
        SELECT lijn.lijn, lijn.geheel
        FROM lijn
        JOIN kc_cel g ON g.id = lijn.geheel
        CROSS JOIN LATERAL (
            SELECT CASE WHEN lijn.lijn %% 4 = 3 THEN greatest(g.panden - lijn.panden, 0) ELSE 0 END AS rest
        ) r
        WHERE CASE
            WHEN g.dicht THEN delen_dicht = 0 AND rest = 0
            WHEN delen_dicht = 0 THEN rest > 0 AND rest < %(minimum)s
            ELSE delen_dicht + (rest > 0)::int < 2 OR panden_dicht + rest < %(minimum)s
        END
    ), kleinste AS (
        SELECT DISTINCT ON (lek.lijn) coalesce(c.id, lek.geheel) AS id
        FROM lek
        LEFT JOIN (kc_lid l JOIN kc_cel c ON c.id = l.cel AND NOT c.dicht) ON l.lijn = lek.lijn
        ORDER BY lek.lijn, c.panden, c.code, c.segment
    )
    UPDATE kc_cel SET dicht = true FROM kleinste WHERE kc_cel.id = kleinste.id AND NOT kc_cel.dicht
"""
ZET = (
    "UPDATE monitoring_kerncijfer k SET openbaar = NOT c.dicht FROM kc_cel c WHERE k.id = c.id AND k.openbaar = c.dicht"
)


def bepaal_openheid(cursor: Any, invoer: dict[str, Any]) -> None:
    """Set `openbaar` of the kerncijfers of the provincies and spans in kc_bereik; part of a rebuild or update."""
    cursor.execute(CELLEN, invoer)
    cursor.execute(LIJNEN)
    while True:
        cursor.execute(VERBERG, invoer)
        if not cursor.rowcount:
            break
    cursor.execute(ZET)
