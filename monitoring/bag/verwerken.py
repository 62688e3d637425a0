"""From the objects of a delivery to the panden and adressen of the portal, in set-based SQL.

Working tables, in the order in which they are filled, all gone at the end of the transaction:

    bag_pnd, bag_vbo, bag_num, bag_opr, bag_wpl, bag_onderzoek   the delivery, as it is
    bag_geldig_pand, bag_geldig_adres                            what holds on the peildatum, and why it cannot be used
    bag_link, bag_link_weg, bag_go                               which adres lies in which pand, and office space
    bag_pand, bag_adres                                          the state wanted, beside `soort`: what it means
        n: new, w: changed, e: ended, g: the same
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from monitoring.adressen import normaliseer
from monitoring.ligging import LIGGING

VOORKOMEN = """
    bag_id text, voorkomen int, status text, begin date, eind date, inactief text, inactief_lv text, niet_bag text
"""
KOLOMMEN = {
    "PND": f"omtrek geometry, {VOORKOMEN}, bouwjaar int",
    "VBO": f"plek geometry, {VOORKOMEN}, gebruiksdoelen text[], oppervlakte int, hoofdadres text, panden text[]",
    "NUM": f"{VOORKOMEN}, huisnummer int, huisletter text, toevoeging text, postcode text, openbare_ruimte text, "
    "woonplaats text",
    "OPR": f"{VOORKOMEN}, naam text, woonplaats text",
    "WPL": f"{VOORKOMEN}, naam text",
}
WERKTABELLEN = "".join(
    f"DROP TABLE IF EXISTS pg_temp.bag_{naam}; CREATE TEMP TABLE bag_{naam} ({kolommen}) ON COMMIT DROP;"
    for naam, kolommen in {
        **{soort.lower(): kolommen for soort, kolommen in KOLOMMEN.items()},
        "onderzoek": "soort text, bag_id text",
        "tekst": "tekst text, norm text",
    }.items()
) + "".join(
    f"DROP TABLE IF EXISTS pg_temp.bag_{naam};"
    for naam in ("geldig_pand", "geldig_adres", "link", "link_weg", "go", "pand", "adres")
)

# For this transaction. Rough statistics are enough to choose a join by, and take a tenth of the time to make.
INSTELLINGEN = """
    SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL jit = off;
    SET LOCAL default_statistics_target = 10
"""
# Right after a first fill nothing is known of these tables yet, and a wrong guess makes every comparison quadratic.
PEIL_DOELTABELLEN = """
    ANALYZE monitoring_pand (id, bag_id, einde, demo, bag_peildatum);
    ANALYZE monitoring_adres (id, bag_id, nummeraanduiding_id, einde, demo, bag_peildatum, bag_status, gebruiksdoelen);
    ANALYZE monitoring_adrespand (adres_id, pand_id)
"""
# A voorkomen that was withdrawn never held; the others hold from `begin` up to `eind`.
ACTIEF = "inactief IS NULL AND inactief_lv IS NULL AND niet_bag IS NULL"
GELDIG = f"{ACTIEF} AND begin <= %(peildatum)s::date AND (eind IS NULL OR eind > %(peildatum)s::date)"

# The columns that the planner has to know about; of the others statistics cost time only.
GETELD = "bag_id, begin, eind, inactief, inactief_lv, niet_bag"

# Reasons to leave an object out, as people read them.
ANDER_NUMMER = "het BAG-nummer heeft geen 16 cijfers"
ANDERE_STATUS = "de status is onbekend"
DEMO = "het nummer is in gebruik door een demogegeven"
NIEUWER = "het portaal heeft al een nieuwere stand van de BAG"
ZONDER_OMTREK = "er is geen bruikbare omtrek"
BUITEN = "ligt buiten de gemeenten van het portaal"
ANDERE_GEMEENTE = "ligt buiten de gevraagde gemeenten"
NIET_GELDIG = "geen voorkomen geldt op de peildatum"

GELDIG_PAND = f"""
    CREATE TEMP TABLE bag_geldig_pand ON COMMIT DROP AS
    WITH eerste AS (SELECT bag_id, min(begin) AS eerste FROM bag_pnd WHERE {ACTIEF} GROUP BY bag_id),
    geldig AS (
        SELECT DISTINCT ON (bag_id) bag_id, voorkomen, status, begin AS sinds, bouwjaar, ST_Multi(omtrek) AS omtrek
        FROM bag_pnd WHERE {GELDIG} ORDER BY bag_id, voorkomen DESC
    ), naast_oud AS (
        SELECT g.*, e.eerste, p.id AS pand_id, p.demo, p.bag_peildatum AS stand, p.gemeente_id, p.terrein_id,
               p.perceel_id, p.gemeente_id IS NULL OR g.omtrek IS DISTINCT FROM p.omtrek AS zoek
        FROM geldig g JOIN eerste e USING (bag_id) LEFT JOIN monitoring_pand p USING (bag_id)
    ), schoon AS (
        SELECT *, CASE WHEN NOT zoek OR ST_IsValid(omtrek) THEN omtrek
                       ELSE ST_Multi(ST_CollectionExtract(ST_MakeValid(omtrek), 3)) END AS vlak
        FROM naast_oud OFFSET 0
    ), punten AS (
        SELECT *, CASE WHEN zoek THEN ST_PointOnSurface(vlak) END AS punt FROM schoon OFFSET 0
    ), geplaatst AS (
        SELECT bag_id, pand_id, voorkomen, status, sinds, eerste, bouwjaar, vlak AS omtrek, demo, stand,
               coalesce(nu_gemeente_id, gemeente_id) AS gemeente_id,
               CASE WHEN zoek THEN nu_terrein_id ELSE terrein_id END AS terrein_id,
               CASE WHEN zoek THEN nu_perceel_id ELSE perceel_id END AS perceel_id
        FROM ({LIGGING.format(punten="punten")}) l
    )
    SELECT *, CASE
        WHEN bag_id IS NULL OR bag_id !~ '^[0-9]{{16}}$' THEN '{ANDER_NUMMER}'
        WHEN status IS NULL OR status <> ALL(%(statussen)s::text[]) THEN '{ANDERE_STATUS}'
        WHEN demo THEN '{DEMO}'
        WHEN stand > %(peildatum)s::date THEN '{NIEUWER}'
        WHEN omtrek IS NULL OR ST_IsEmpty(omtrek) THEN '{ZONDER_OMTREK}'
        WHEN pand_id IS NULL AND gemeente_id IS NULL THEN '{BUITEN}'
        WHEN gemeente_id <> ALL(%(alleen)s::text[]) THEN '{ANDERE_GEMEENTE}'
        WHEN pand_id IS NULL AND gemeente_id = ANY(%(nieuwer)s::text[]) THEN '{NIEUWER}'
        END AS reden
    FROM geplaatst
"""

# The parts of an address come from the delivery; what that lacks stays as it was, for the same nummeraanduiding.
GELDIG_ADRES = f"""
    CREATE TEMP TABLE bag_geldig_adres ON COMMIT DROP AS
    WITH vbo AS (SELECT DISTINCT ON (bag_id) * FROM bag_vbo WHERE {GELDIG} ORDER BY bag_id, voorkomen DESC),
    num AS (
        SELECT DISTINCT ON (bag_id) *, upper(replace(postcode, ' ', '')) AS code
        FROM bag_num WHERE {GELDIG} ORDER BY bag_id, voorkomen DESC
    ),
    opr AS (SELECT DISTINCT ON (bag_id) * FROM bag_opr WHERE {GELDIG} ORDER BY bag_id, voorkomen DESC),
    wpl AS (SELECT DISTINCT ON (bag_id) * FROM bag_wpl WHERE {GELDIG} ORDER BY bag_id, voorkomen DESC)
    SELECT v.bag_id, a.id AS adres_id, a.demo, a.bag_peildatum AS stand, v.panden,
           left(coalesce(v.hoofdadres, ''), 16) AS nummeraanduiding_id,
           left(coalesce(o.naam, oud.straat, ''), 80) AS straat,
           CASE WHEN n.bag_id IS NULL THEN oud.huisnummer
                WHEN n.huisnummer BETWEEN 1 AND 99999 THEN n.huisnummer END AS huisnummer,
           CASE WHEN n.bag_id IS NULL THEN coalesce(oud.huisletter, '')
                WHEN length(n.huisletter) = 1 THEN n.huisletter ELSE '' END AS huisletter,
           CASE WHEN n.bag_id IS NULL THEN coalesce(oud.toevoeging, '')
                WHEN length(n.toevoeging) <= 4 THEN n.toevoeging ELSE '' END AS toevoeging,
           CASE WHEN n.bag_id IS NULL THEN coalesce(oud.postcode, '')
                WHEN n.code ~ '^[1-9][0-9]{{3}}[A-Z]{{2}}$' THEN n.code ELSE '' END AS postcode,
           left(coalesce(w.naam, oud.woonplaats, ''), 80) AS woonplaats,
           coalesce(v.gebruiksdoelen, '{{}}')::varchar(40)[] AS gebruiksdoelen,
           -- 999999 is how the BAG writes that nobody knows.
           CASE WHEN v.oppervlakte BETWEEN 1 AND 999998 THEN v.oppervlakte END AS oppervlakte_m2,
           left(coalesce(v.status, ''), 60) AS bag_status,
           CASE WHEN 'VBO' = ANY(%(onderzocht)s::text[]) THEN k.bag_id IS NOT NULL
                ELSE coalesce(a.in_onderzoek, false) END AS in_onderzoek,
           v.plek, CASE WHEN v.status = ANY(%(vbo_einde)s::text[]) THEN v.begin END AS einde,
           greatest(coalesce(v.voorkomen, 0), 0) AS bag_voorkomen, n.bag_id IS NOT NULL AS met_adres
    FROM vbo v
    LEFT JOIN monitoring_adres a ON a.bag_id = v.bag_id
    LEFT JOIN monitoring_adres oud ON oud.id = a.id AND oud.nummeraanduiding_id = v.hoofdadres
    LEFT JOIN num n ON n.bag_id = v.hoofdadres
    LEFT JOIN opr o ON o.bag_id = n.openbare_ruimte
    LEFT JOIN wpl w ON w.bag_id = coalesce(n.woonplaats, o.woonplaats)
    LEFT JOIN (SELECT DISTINCT bag_id FROM bag_onderzoek WHERE soort = 'VBO') k ON k.bag_id = v.bag_id
"""
LINK = """
    CREATE TEMP TABLE bag_link ON COMMIT DROP AS
    SELECT r.adres, r.pand, ap.id IS NULL AS nieuw
    FROM (
        SELECT v.bag_id AS adres, v.adres_id, d.pand
        FROM bag_geldig_adres v CROSS JOIN LATERAL (SELECT DISTINCT unnest(v.panden) AS pand) d
    ) r
    LEFT JOIN bag_geldig_pand g ON g.bag_id = r.pand AND g.reden IS NULL
    LEFT JOIN monitoring_pand p ON g.bag_id IS NULL AND p.bag_id = r.pand AND NOT p.demo
        AND (p.bag_peildatum IS NULL OR p.bag_peildatum <= %(peildatum)s::date)
        AND p.gemeente_id IS NOT NULL AND (%(alleen)s::text[] IS NULL OR p.gemeente_id = ANY(%(alleen)s::text[]))
    LEFT JOIN monitoring_adrespand ap ON ap.adres_id = r.adres_id AND ap.pand_id = coalesce(g.pand_id, p.id)
    WHERE g.bag_id IS NOT NULL OR p.id IS NOT NULL
"""
LINK_WEG = """
    CREATE TEMP TABLE bag_link_weg ON COMMIT DROP AS
    SELECT v.bag_id AS adres, ap.id
    FROM bag_geldig_adres v
    JOIN monitoring_adrespand ap ON ap.adres_id = v.adres_id
    JOIN monitoring_pand p ON p.id = ap.pand_id
    WHERE p.bag_id <> ALL(v.panden)
"""

ADRESVELDEN = (
    "bag_id", "nummeraanduiding_id", "straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats",
    "gebruiksdoelen", "oppervlakte_m2", "bag_status", "in_onderzoek", "plek", "einde", "bag_voorkomen",
)  # fmt: skip


def _velden(velden: tuple[str, ...], uit: str, **anders: str) -> str:
    """Columns of a relation; `anders` names the column that stands for another."""
    return ", ".join(f"{uit}.{anders.get(veld, veld)}" for veld in velden)


# What a delivery covers: all of the country, or gemeenten (`gebied`) by location and by the code in the BAG number,
# because a pand at the edge may lie within a border on the map and be kept by the neighbour.
VERDWENEN = """
    {tabel}.einde IS NULL AND NOT {tabel}.demo
    AND ({tabel}.bag_peildatum IS NULL OR {tabel}.bag_peildatum <= %(peildatum)s::date)
    AND (weg.bag_id IS NOT NULL OR (
        %(volledig)s AND (%(gebied)s::text[] IS NULL OR {ligt_in_gebied})
        AND (%(hele_land)s OR left({tabel}.bag_id, 4) IN (
            SELECT right(unnest(%(gebied)s::text[]), 4) UNION SELECT left(bag_id, 4) FROM bag_{soort}))))
"""
ADRES_IN_GEBIED = """(
    EXISTS (SELECT FROM monitoring_adrespand ap JOIN monitoring_pand p ON p.id = ap.pand_id
            WHERE ap.adres_id = a.id AND p.gemeente_id = ANY(%(gebied)s::text[]))
    OR EXISTS (SELECT FROM monitoring_gemeente g WHERE g.code = ANY(%(gebied)s::text[]) AND ST_Covers(g.grens, a.plek))
)"""
GEEN_VOORKOMEN = """(
    SELECT bag_id, max(eind) FILTER (WHERE eind <= %(peildatum)s::date) AS eind FROM bag_{soort} GROUP BY bag_id
)"""

ADRES = f"""
    CREATE TEMP TABLE bag_adres ON COMMIT DROP AS
    WITH geleverd AS (
        SELECT v.*, l.adres IS NOT NULL AS gelinkt, CASE
            WHEN v.bag_id IS NULL OR v.bag_id !~ '^[0-9]{{16}}$' THEN '{ANDER_NUMMER}'
            WHEN v.demo THEN '{DEMO}'
            WHEN v.stand > %(peildatum)s::date THEN '{NIEUWER}'
            WHEN l.adres IS NOT NULL OR (v.adres_id IS NOT NULL AND %(alleen)s::text[] IS NULL) THEN NULL
            WHEN g.code IS NULL THEN '{BUITEN}'
            WHEN g.code <> ALL(%(alleen)s::text[]) THEN '{ANDERE_GEMEENTE}'
            WHEN v.adres_id IS NULL AND g.code = ANY(%(nieuwer)s::text[]) THEN '{NIEUWER}'
            END AS reden
        FROM bag_geldig_adres v
        LEFT JOIN (SELECT DISTINCT adres FROM bag_link) l ON l.adres = v.bag_id
        LEFT JOIN LATERAL (
            SELECT code FROM monitoring_gemeente
            WHERE l.adres IS NULL AND einde IS NULL AND ST_Covers(grens, v.plek) ORDER BY code LIMIT 1
        ) g ON true
    ), verdwenen AS (
        SELECT a.*, coalesce(weg.eind, %(peildatum)s::date) AS tot
        FROM monitoring_adres a
        LEFT JOIN {GEEN_VOORKOMEN.format(soort="vbo")} weg ON weg.bag_id = a.bag_id
        LEFT JOIN bag_geldig_adres nog ON nog.bag_id = a.bag_id
        WHERE nog.bag_id IS NULL AND %(met_vbo)s AND {
    VERDWENEN.format(
        tabel="a",
        soort="vbo",
        ligt_in_gebied="(EXISTS (SELECT FROM monitoring_adrespand ap JOIN monitoring_pand p ON p.id = ap.pand_id "
        "WHERE ap.adres_id = a.id AND p.gemeente_id = ANY(%(gebied)s)) OR EXISTS (SELECT FROM monitoring_gemeente g "
        "WHERE g.code = ANY(%(gebied)s) AND ST_Covers(g.grens, a.plek)))",
    )
}
    ), gewenst AS (
        SELECT {_velden(ADRESVELDEN, "geleverd")}, adres_id, panden, met_adres, reden FROM geleverd
        UNION ALL
        SELECT {
    _velden(ADRESVELDEN, "verdwenen").replace("verdwenen.einde", "tot")
}, id, NULL, true, NULL FROM verdwenen
    )
    SELECT w.*, CASE
        WHEN w.reden IS NOT NULL THEN NULL
        WHEN w.adres_id IS NULL THEN 'n'
        WHEN a.einde IS NULL AND w.einde IS NOT NULL THEN 'e'
        WHEN ({_velden(ADRESVELDEN, "w")}) IS DISTINCT FROM ({_velden(ADRESVELDEN, "a")}) THEN 'w'
        WHEN v.adres IS NOT NULL THEN 'w'
        ELSE 'g' END::"char" AS soort
    FROM gewenst w
    LEFT JOIN monitoring_adres a ON a.id = w.adres_id
    LEFT JOIN (SELECT adres FROM bag_link WHERE nieuw UNION SELECT adres FROM bag_link_weg) v ON v.adres = w.bag_id
"""

# Office space of a verblijfsobject goes in equal whole parts to the panden it lies in, what is left to the first of
# them; so all panden together hold exactly what the verblijfsobjecten hold. Adressen outside the delivery count on.
GO = """
    CREATE TEMP TABLE bag_go ON COMMIT DROP AS
    WITH kantoor AS (
        SELECT l.pand, l.adres, a.oppervlakte_m2
        FROM bag_adres a JOIN bag_link l ON l.adres = a.bag_id
        WHERE a.soort IS NOT NULL AND a.panden IS NOT NULL AND a.bag_status = ANY(%(vbo_bestaat)s::text[])
            AND 'kantoorfunctie' = ANY(a.gebruiksdoelen)
        UNION ALL
        SELECT p.bag_id, a.bag_id, a.oppervlakte_m2
        FROM monitoring_adres a
        JOIN monitoring_adrespand ap ON ap.adres_id = a.id
        JOIN monitoring_pand p ON p.id = ap.pand_id AND NOT p.demo
        WHERE a.einde IS NULL AND NOT a.demo AND a.bag_status = ANY(%(vbo_bestaat)s::text[])
            AND 'kantoorfunctie' = ANY(a.gebruiksdoelen)
            AND NOT EXISTS (SELECT FROM bag_adres b WHERE b.bag_id = a.bag_id AND b.soort IS NOT NULL)
    )
    SELECT pand, sum(oppervlakte_m2 / delen + (nummer <= oppervlakte_m2 %% delen)::int)::int AS m2
    FROM (
        SELECT pand, oppervlakte_m2, count(*) OVER (PARTITION BY adres)::int AS delen,
               row_number() OVER (PARTITION BY adres ORDER BY pand)::int AS nummer
        FROM kantoor WHERE oppervlakte_m2 IS NOT NULL
    ) verdeeld
    GROUP BY pand
"""

PANDVELDEN = (
    "bag_id", "bouwjaar", "bag_status", "in_onderzoek", "omtrek", "gemeente_id", "terrein_id", "perceel_id",
    "go_kantoor_m2", "begin", "einde", "bag_voorkomen",
)  # fmt: skip
PAND = f"""
    CREATE TEMP TABLE bag_pand ON COMMIT DROP AS
    WITH geleverd AS (
        SELECT g.bag_id, CASE WHEN g.bouwjaar BETWEEN 1000 AND %(laatste_bouwjaar)s THEN g.bouwjaar END AS bouwjaar,
               g.status AS bag_status,
               CASE WHEN 'PND' = ANY(%(onderzocht)s::text[]) THEN k.bag_id IS NOT NULL
                    ELSE coalesce(p.in_onderzoek, false) END AS in_onderzoek,
               g.omtrek, g.gemeente_id, g.terrein_id, g.perceel_id,
               -- A pand that has ended keeps the office space it had: the past still counts it.
               CASE WHEN p.id IS NOT NULL AND (NOT %(met_vbo)s OR g.status = ANY(%(pand_einde)s::text[]))
                    THEN p.go_kantoor_m2 ELSE coalesce(go.m2, 0) END AS go_kantoor_m2,
               g.eerste AS begin, CASE WHEN g.status = ANY(%(pand_einde)s::text[]) THEN g.sinds END AS einde,
               greatest(coalesce(g.voorkomen, 0), 0) AS bag_voorkomen, g.pand_id
        FROM bag_geldig_pand g
        LEFT JOIN monitoring_pand p ON p.id = g.pand_id
        LEFT JOIN bag_go go ON go.pand = g.bag_id
        LEFT JOIN (SELECT DISTINCT bag_id FROM bag_onderzoek WHERE soort = 'PND') k ON k.bag_id = g.bag_id
        WHERE g.reden IS NULL
    ), verdwenen AS (
        SELECT p.*, greatest(p.begin, coalesce(weg.eind, %(peildatum)s::date)) AS tot
        FROM monitoring_pand p
        LEFT JOIN {GEEN_VOORKOMEN.format(soort="pnd")} weg ON weg.bag_id = p.bag_id
        LEFT JOIN bag_geldig_pand nog ON nog.bag_id = p.bag_id
        WHERE nog.bag_id IS NULL AND %(met_pnd)s
            AND {VERDWENEN.format(tabel="p", soort="pnd", ligt_in_gebied="p.gemeente_id = ANY(%(gebied)s::text[])")}
    ), geraakt AS (
        -- Panden of which only the adressen were delivered.
        SELECT p.*, coalesce(go.m2, 0) AS m2
        FROM (
            SELECT p.id FROM bag_link l JOIN bag_adres a ON a.bag_id = l.adres AND a.soort IN ('n', 'w', 'e')
            JOIN monitoring_pand p ON p.bag_id = l.pand
            UNION
            SELECT ap.pand_id FROM bag_adres a JOIN monitoring_adrespand ap ON ap.adres_id = a.adres_id
            WHERE a.soort IN ('n', 'w', 'e')
        ) g
        JOIN monitoring_pand p ON p.id = g.id AND NOT p.demo AND p.einde IS NULL
            AND (p.bag_peildatum IS NULL OR p.bag_peildatum <= %(peildatum)s::date)
        LEFT JOIN bag_go go ON go.pand = p.bag_id
        WHERE NOT EXISTS (SELECT FROM geleverd d WHERE d.pand_id = p.id)
            AND NOT EXISTS (SELECT FROM verdwenen v WHERE v.id = p.id)
    ), gewenst AS (
        SELECT {_velden(PANDVELDEN, "geleverd")}, pand_id, %(peildatum)s::date AS stand FROM geleverd
        UNION ALL
        SELECT {_velden(PANDVELDEN, "verdwenen", einde="tot")}, id, %(peildatum)s::date FROM verdwenen
        UNION ALL
        SELECT {_velden(PANDVELDEN, "geraakt", go_kantoor_m2="m2")}, id, bag_peildatum FROM geraakt
    )
    SELECT w.*, p.gemeente_id AS oude_gemeente_id, CASE
        WHEN p.id IS NULL THEN 'n'
        WHEN p.einde IS NULL AND w.einde IS NOT NULL THEN 'e'
        WHEN ({_velden(PANDVELDEN, "w")}) IS DISTINCT FROM ({_velden(PANDVELDEN, "p")}) THEN 'w'
        ELSE 'g' END::"char" AS soort,
        -- Whether figures follow from the change.
        CASE WHEN p.id IS NULL THEN w.go_kantoor_m2 > 0
             ELSE (w.go_kantoor_m2 > 0 OR p.go_kantoor_m2 > 0
                   OR EXISTS (SELECT FROM monitoring_pandstand s WHERE s.pand_id = p.id))
              AND (w.go_kantoor_m2, w.bouwjaar, w.bag_status, w.einde, w.gemeente_id, w.terrein_id) IS DISTINCT FROM
                  (p.go_kantoor_m2, p.bouwjaar, p.bag_status, p.einde, p.gemeente_id, p.terrein_id) END AS telt
    FROM gewenst w LEFT JOIN monitoring_pand p ON p.id = w.pand_id
"""

# --- writing -----------------------------------------------------------------------------------
NIEUWE_PANDEN = f"""
    INSERT INTO monitoring_pand ({", ".join(PANDVELDEN)}, naam, bag_peildatum, demo, gewijzigd_op)
    SELECT {", ".join(PANDVELDEN)}, '', stand, false, statement_timestamp()
    FROM bag_pand WHERE soort = 'n' ORDER BY bag_id
"""
GEWIJZIGDE_PANDEN = f"""
    UPDATE monitoring_pand p
    SET {", ".join(f"{veld} = w.{veld}" for veld in PANDVELDEN)}, bag_peildatum = w.stand,
        gewijzigd_op = statement_timestamp()
    FROM bag_pand w WHERE w.soort IN ('w', 'e') AND p.id = w.pand_id
"""
VERANDERDE_PANDEN = "SELECT pand_id FROM bag_pand WHERE soort IN ('w', 'e')"
# What stayed the same is confirmed for a newer day; that is no change of the pand.
BEVESTIGDE_PANDEN = """
    UPDATE monitoring_pand p SET bag_peildatum = w.stand
    FROM bag_pand w WHERE w.soort = 'g' AND p.id = w.pand_id AND p.bag_peildatum IS DISTINCT FROM w.stand
"""
NUMMER = """concat(w.huisnummer, w.huisletter, CASE WHEN w.toevoeging <> '' THEN '-' || w.toevoeging END)"""
# Words are normalised one by one, so the parts of an address are, each distinct one once. A postcode is the exception:
# without one, digits and letters of neighbouring parts may look like it, and the address is normalised as a whole.
ADRESTEKST = f"""
    SELECT w.*, {NUMMER} AS nummer,
           w.postcode = '' OR w.huisnummer IS NULL AS als_geheel,
           w.huisletter ~ '^[A-Za-z]?$' AND w.toevoeging ~ '^[0-9]*$' AS gewoon,
           concat_ws(' ', w.straat, {NUMMER}, w.postcode, w.woonplaats) AS geheel
    FROM bag_adres w WHERE w.soort IN ('n', 'w', 'e')
"""
TEKSTEN = f"""
    WITH a AS ({ADRESTEKST})
    SELECT straat FROM a WHERE NOT als_geheel UNION SELECT woonplaats FROM a WHERE NOT als_geheel
    UNION SELECT nummer FROM a WHERE NOT als_geheel AND NOT gewoon
    UNION SELECT geheel FROM a WHERE als_geheel
"""
ZOEKTEKST = f"""
    SELECT a.*, left(CASE WHEN a.als_geheel THEN g.norm ELSE concat_ws(' ',
               nullif(s.norm, ''), CASE WHEN a.gewoon THEN lower(a.nummer) ELSE nullif(n.norm, '') END,
               lower(a.postcode), nullif(p.norm, '')) END, 220) AS zoektekst
    FROM ({ADRESTEKST}) a
    LEFT JOIN bag_tekst s ON s.tekst = a.straat AND NOT a.als_geheel
    LEFT JOIN bag_tekst p ON p.tekst = a.woonplaats AND NOT a.als_geheel
    LEFT JOIN bag_tekst n ON n.tekst = a.nummer AND NOT a.als_geheel AND NOT a.gewoon
    LEFT JOIN bag_tekst g ON g.tekst = a.geheel AND a.als_geheel
"""
NIEUWE_ADRESSEN = f"""
    INSERT INTO monitoring_adres ({", ".join(ADRESVELDEN)}, zoektekst, bag_peildatum, demo)
    SELECT {", ".join(ADRESVELDEN)}, zoektekst, %(peildatum)s::date, false
    FROM ({ZOEKTEKST}) w WHERE soort = 'n' ORDER BY bag_id
"""
GEWIJZIGDE_ADRESSEN = f"""
    UPDATE monitoring_adres a
    SET {", ".join(f"{veld} = w.{veld}" for veld in ADRESVELDEN)}, zoektekst = w.zoektekst,
        bag_peildatum = %(peildatum)s::date
    FROM ({ZOEKTEKST}) w WHERE w.soort IN ('w', 'e') AND a.id = w.adres_id
"""
BEVESTIGDE_ADRESSEN = """
    UPDATE monitoring_adres a SET bag_peildatum = %(peildatum)s::date
    FROM bag_adres w WHERE w.soort = 'g' AND a.id = w.adres_id AND a.bag_peildatum IS DISTINCT FROM %(peildatum)s::date
"""
OUDE_LINKS = """
    DELETE FROM monitoring_adrespand ap
    USING bag_link_weg l JOIN bag_adres w ON w.bag_id = l.adres AND w.soort IS NOT NULL WHERE ap.id = l.id
"""
NIEUWE_LINKS = """
    INSERT INTO monitoring_adrespand (adres_id, pand_id)
    SELECT a.id, p.id
    FROM bag_link l
    JOIN bag_adres w ON w.bag_id = l.adres AND w.soort IS NOT NULL
    JOIN monitoring_adres a ON a.bag_id = l.adres
    JOIN monitoring_pand p ON p.bag_id = l.pand
    WHERE l.nieuw
"""

# --- what happened ------------------------------------------------------------------------------
TEL = """
    SELECT coalesce(soort, '-'), count(*) FROM bag_{tabel} GROUP BY 1
"""
GEWEIGERD = """
    SELECT reden, count(*) FROM bag_{uit} WHERE reden IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT '{niet_geldig}', count(*) FROM (
        SELECT bag_id FROM bag_{soort} EXCEPT SELECT bag_id FROM bag_geldig_{tabel}
        EXCEPT SELECT bag_id FROM bag_{tabel} WHERE soort = 'e'
    ) o HAVING count(*) > 0
"""
OPMERKINGEN = """
    SELECT 'panden zonder bruikbaar bouwjaar', count(*) FROM bag_pand WHERE bouwjaar IS NULL
    UNION ALL SELECT 'panden in onderzoek', count(*) FROM bag_pand WHERE in_onderzoek
    UNION ALL SELECT 'adressen zonder nummeraanduiding in de levering', count(*) FROM bag_adres
        WHERE soort IS NOT NULL AND NOT met_adres
    UNION ALL SELECT 'adressen zonder pand in het portaal', count(*) FROM bag_adres a
        WHERE soort IS NOT NULL AND panden IS NOT NULL AND NOT EXISTS (SELECT FROM bag_link l WHERE l.adres = a.bag_id)
    UNION ALL SELECT 'adressen in meer dan een pand', count(*) FROM (
        SELECT adres FROM bag_link l JOIN bag_adres a ON a.bag_id = l.adres AND a.soort IS NOT NULL
        GROUP BY 1 HAVING count(*) > 1) m
"""
GERAAKTE_GEMEENTEN = """
    SELECT w.gemeente_id, w.oude_gemeente_id, p.gemeente_voorheen_id
    FROM bag_pand w LEFT JOIN monitoring_pand p ON p.id = w.pand_id
    WHERE w.telt AND w.soort IN ('n', 'w', 'e') GROUP BY 1, 2, 3
"""

# Below this a rebuild of indexes costs more than it saves.
VEEL = 10_000
DOELTABELLEN = ("monitoring_pand", "monitoring_adres", "monitoring_adrespand")


@contextmanager
def grote_vulling(cursor: Any, nieuw: int) -> Iterator[None]:
    """Build the indexes of the target tables after a first fill of `nieuw` rows, and check foreign keys once for all.

    Only when more comes in than there is: readers wait for the import then, who had little to read yet.
    """
    cursor.execute(
        """
        SELECT count(*) FROM (
            (SELECT FROM monitoring_pand LIMIT %(nieuw)s) UNION ALL (SELECT FROM monitoring_adres LIMIT %(nieuw)s)) oud
        """,
        {"nieuw": nieuw},
    )
    if nieuw < VEEL or cursor.fetchone()[0] >= nieuw:
        yield
        return
    # Rows that wait for their deferred check would stand in the way.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(
        """
        SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
               format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tabellen)s::regclass[])
        UNION ALL
        SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        FROM pg_index
        WHERE indrelid = ANY(%(tabellen)s::regclass[]) AND NOT indisunique
        """,
        {"tabellen": list(DOELTABELLEN)},
    )
    weg, terug = zip(*cursor.fetchall(), strict=True)
    cursor.execute("; ".join(weg))
    yield
    cursor.execute("; ".join(terug))


def vul_teksten(cursor: Any) -> None:
    """Normalise each distinct part of the new and changed addresses once; in batches, so memory stays flat."""
    with connection.chunked_cursor() as teksten:
        teksten.execute(TEKSTEN)
        while rijen := teksten.fetchmany(10_000):
            with cursor.copy("COPY bag_tekst FROM STDIN") as kopie:
                for (tekst,) in rijen:
                    kopie.write_row((tekst, normaliseer(tekst)))
    cursor.execute("ANALYZE bag_tekst")
