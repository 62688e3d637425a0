"""What may be open: no figure of fewer panden than `AKT_MINIMUM_PANDEN_OPEN`, nor one that subtraction would give away.

The leegstand of a gebied is a figure of its vacant panden: with one or two of those it is as telling as a gebied of one
or two panden, so both counts must be large enough (a gebied without leegstand tells nothing).

Kerncijfers add up along lines: a provincie or regio and its gemeenten, a gemeente and its terreinen (with a rest:
panden on no terrein). A reader who knows all but one number of a line knows that one too. So in every line either
nothing is hidden, or at least two numbers are, and what is hidden together holds enough panden. Where a line falls
short its smallest part is hidden as well, until all lines hold (cell suppression, line by line).

The figures by size class or build period of a gebied are open all together or not at all: a total is never hidden for
the sake of a class. By terrein they are never open.

The answer depends on the stored kerncijfers of one peildatum only, so an update and a full rebuild give the same.
"""

from __future__ import annotations

from typing import Any

# The gebieden to decide on: the provincies in kc_bereik, and all they share a regio with.
GEBIEDEN = """
    DROP TABLE IF EXISTS pg_temp.kc_gebied, pg_temp.kc_cel, pg_temp.kc_lid, pg_temp.kc_klasse, pg_temp.kc_verdeling,
        pg_temp.kc_klasselid;
    CREATE TEMP TABLE kc_gebied ON COMMIT DROP AS
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
    ), span AS (
        SELECT (%(peildata)s::date[])[min(van)] AS eerste, (%(peildata)s::date[])[max(tot) - 1] AS laatste
        FROM kc_bereik
    )
    SELECT gebied.*, span.*
    FROM span CROSS JOIN (
        SELECT 'provincie' AS niveau, code FROM samen
        UNION ALL SELECT 'gemeente', code FROM gemeente
        UNION ALL SELECT 'terrein', t.code FROM monitoring_terrein t JOIN gemeente g ON g.code = t.gemeente_id
        UNION ALL
        SELECT DISTINCT 'regio', m.regio_id
        FROM monitoring_regio_gemeenten m JOIN gemeente g ON g.code = m.gemeente_id
    ) gebied;
    ANALYZE kc_gebied;
"""
# Which gemeenten make up a regio or provincie today.
LEDEN = """
    SELECT 'provincie' AS niveau, provincie_id AS geheel, code AS deel FROM monitoring_gemeente WHERE einde IS NULL
    UNION ALL
    SELECT 'regio', m.regio_id, g.code
    FROM monitoring_regio_gemeenten m JOIN monitoring_gemeente g ON g.code = m.gemeente_id AND g.einde IS NULL
"""

# --- totals ------------------------------------------------------------------------------------
CELLEN = """
    CREATE TEMP TABLE kc_cel ON COMMIT DROP AS
        SELECT k.id, k.niveau, k.gebied_code AS code, k.peildatum AS dag, k.panden, k.panden_leegstand AS leeg,
               k.panden < %(minimum)s OR k.panden_leegstand BETWEEN 1 AND %(minimum)s - 1 AS dicht
        FROM kc_gebied g
        JOIN monitoring_kerncijfer k ON k.niveau = g.niveau AND k.gebied_code = g.code
            AND k.peildatum BETWEEN g.eerste AND g.laatste AND k.grootteklasse = '' AND k.bouwperiode = '';
    CREATE INDEX ON kc_cel (id);
    ANALYZE kc_cel;
"""
# A line is named after its whole; the last bit says whether the parts are terreinen, which leave a rest.
LEDEN_VAN_CELLEN = f"""
    CREATE TEMP TABLE kc_lid ON COMMIT DROP AS
        SELECT 2 * geheel.id AS lijn, deel.id AS cel
        FROM ({LEDEN}) l
        JOIN kc_cel geheel ON geheel.niveau = l.niveau AND geheel.code = l.geheel
        JOIN kc_cel deel ON deel.niveau = 'gemeente' AND deel.code = l.deel AND deel.dag = geheel.dag
        UNION ALL
        SELECT 2 * geheel.id + 1, deel.id
        FROM monitoring_terrein t
        JOIN kc_cel geheel ON geheel.niveau = 'gemeente' AND geheel.code = t.gemeente_id
        JOIN kc_cel deel ON deel.niveau = 'terrein' AND deel.code = t.code AND deel.dag = geheel.dag;
    ANALYZE kc_lid;
"""  # noqa: S608 - put together from constants
# One more number hidden in each line that gives something away: its smallest open part, or else the whole.
VERBERG_CELLEN = """
    WITH lijn AS (
        SELECT l.lijn, l.lijn / 2 AS geheel, count(*) FILTER (WHERE c.dicht) AS delen_dicht,
               coalesce(sum(c.panden) FILTER (WHERE c.dicht), 0) AS panden_dicht, sum(c.panden) AS panden,
               coalesce(sum(c.leeg) FILTER (WHERE c.dicht), 0) AS leeg_dicht, sum(c.leeg) AS leeg
        FROM kc_lid l JOIN kc_cel c ON c.id = l.cel
        GROUP BY l.lijn
    ), lek AS (
        SELECT lijn.lijn, lijn.geheel
        FROM lijn
        JOIN kc_cel g ON g.id = lijn.geheel
        CROSS JOIN LATERAL (
            SELECT CASE WHEN lijn.lijn %% 2 = 1 THEN greatest(g.panden - lijn.panden, 0) ELSE 0 END AS rest,
                   CASE WHEN lijn.lijn %% 2 = 1 THEN greatest(g.leeg - lijn.leeg, 0) ELSE 0 END AS rest_leeg
        ) r
        WHERE CASE
            WHEN g.dicht THEN delen_dicht = 0 AND rest = 0
            WHEN delen_dicht = 0 THEN
                (rest > 0 AND rest < %(minimum)s) OR (rest_leeg > 0 AND rest_leeg < %(minimum)s)
            ELSE delen_dicht + (rest > 0)::int < 2 OR panden_dicht + rest < %(minimum)s
                OR leeg_dicht + rest_leeg BETWEEN 1 AND %(minimum)s - 1
        END
    ), kleinste AS (
        SELECT DISTINCT ON (lek.lijn) coalesce(c.id, lek.geheel) AS id
        FROM lek
        LEFT JOIN (kc_lid l JOIN kc_cel c ON c.id = l.cel AND NOT c.dicht) ON l.lijn = lek.lijn
        ORDER BY lek.lijn, c.panden, c.code
    )
    UPDATE kc_cel SET dicht = true FROM kleinste WHERE kc_cel.id = kleinste.id AND NOT kc_cel.dicht
"""

# --- distributions: all size classes, or all build periods, of one gebied ----------------------
VERDELINGEN = f"""
    CREATE TEMP TABLE kc_klasse ON COMMIT DROP AS
        SELECT k.id, k.niveau, k.gebied_code AS code, k.peildatum AS dag, k.bouwperiode <> '' AS naar_bouwperiode,
               k.grootteklasse || k.bouwperiode AS klasse, k.panden, k.panden_leegstand AS leeg
        FROM kc_gebied g
        JOIN monitoring_kerncijfer k ON k.niveau = g.niveau AND k.gebied_code = g.code
            AND k.peildatum BETWEEN g.eerste AND g.laatste AND (k.grootteklasse <> '' OR k.bouwperiode <> '')
        WHERE g.niveau <> 'terrein';
    -- With one class the class is the total, and as open as that is.
    CREATE TEMP TABLE kc_verdeling ON COMMIT DROP AS
        SELECT row_number() OVER () AS nr, k.*, c.panden, c.dicht OR (k.klassen > 1 AND kleinste < %(minimum)s) AS dicht
        FROM (
            SELECT niveau, code, dag, naar_bouwperiode, count(*) AS klassen,
                   min(CASE WHEN leeg = 0 THEN panden ELSE leeg END) AS kleinste
            FROM kc_klasse GROUP BY 1, 2, 3, 4
        ) k
        JOIN kc_cel c ON c.niveau = k.niveau AND c.code = k.code AND c.dag = k.dag;
    ANALYZE kc_klasse; ANALYZE kc_verdeling;
    CREATE TEMP TABLE kc_klasselid ON COMMIT DROP AS
        SELECT geheel.nr AS geheel, deel.nr AS deel, k.klasse, k.panden, k.leeg
        FROM ({LEDEN}) l
        JOIN kc_verdeling geheel ON geheel.niveau = l.niveau AND geheel.code = l.geheel
        JOIN kc_verdeling deel ON deel.niveau = 'gemeente' AND deel.code = l.deel AND deel.dag = geheel.dag
            AND deel.naar_bouwperiode = geheel.naar_bouwperiode
        JOIN kc_klasse k ON k.niveau = 'gemeente' AND k.code = deel.code AND k.dag = deel.dag
            AND k.naar_bouwperiode = deel.naar_bouwperiode;
    CREATE INDEX ON kc_verdeling (nr);
    ANALYZE kc_klasselid;
"""  # noqa: S608 - put together from constants
VERBERG_VERDELINGEN = """
    WITH lek AS (
        SELECT l.geheel, l.klasse
        FROM kc_klasselid l
        JOIN kc_verdeling g ON g.nr = l.geheel AND NOT g.dicht
        JOIN kc_verdeling d ON d.nr = l.deel AND d.dicht
        GROUP BY l.geheel, l.klasse
        HAVING count(*) = 1 OR sum(l.panden) < %(minimum)s OR sum(l.leeg) BETWEEN 1 AND %(minimum)s - 1
    ), kleinste AS (
        SELECT DISTINCT ON (lek.geheel, lek.klasse) coalesce(d.nr, lek.geheel) AS nr
        FROM lek
        LEFT JOIN (kc_klasselid l JOIN kc_verdeling d ON d.nr = l.deel AND NOT d.dicht AND d.klassen > 1)
            ON l.geheel = lek.geheel AND l.klasse = lek.klasse
        ORDER BY lek.geheel, lek.klasse, d.panden, d.code
    )
    UPDATE kc_verdeling v SET dicht = true FROM kleinste WHERE v.nr = kleinste.nr AND NOT v.dicht
"""

ZET = """
    UPDATE monitoring_kerncijfer k SET openbaar = NOT dicht
    FROM (
        SELECT id, dicht FROM kc_cel
        UNION ALL
        SELECT k.id, v.dicht
        FROM kc_verdeling v
        JOIN kc_klasse k ON k.niveau = v.niveau AND k.code = v.code AND k.dag = v.dag
            AND k.naar_bouwperiode = v.naar_bouwperiode
    ) besluit
    WHERE k.id = besluit.id AND k.openbaar = besluit.dicht
"""


def bepaal_openheid(cursor: Any, invoer: dict[str, Any]) -> None:
    """Set `openbaar` of the kerncijfers of the provincies and spans in kc_bereik; part of a rebuild or update."""
    for voorbereiding, verberg in (
        (GEBIEDEN + CELLEN + LEDEN_VAN_CELLEN, VERBERG_CELLEN),
        (VERDELINGEN, VERBERG_VERDELINGEN),
    ):
        cursor.execute(voorbereiding, invoer)
        while True:
            cursor.execute(verberg, invoer)
            if not cursor.rowcount:
                break
    cursor.execute(ZET)
