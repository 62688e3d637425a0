"""The registry of rules that look for errors in the data.

A rule is one function that returns one SELECT over all panden at once, with the columns pand_id, bron_id, sleutel,
feiten and uitleg. It reads the panden from the relation it is given: all of them, or only those just entered. `sleutel`
says what the finding is about, so that it is kept once; `feiten` holds the numbers it rests on, so that what someone
called right stays away until they change. Per cent signs in the SQL are doubled: it is run with parameters.
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from monitoring.models import Bron, Gebruik, Pand, Signaal

# --- thresholds --------------------------------------------------------------------------------
BRONNEN_VERSCHIL = 0.10  # share by which two sources may differ
BRONNEN_MAANDEN = 12  # within which they speak of the same
BAG_VERSCHIL = 0.25  # share by which a waarneming may differ from the BAG
BAG_VEELVOUD = 2  # times the BAG's area from which the voorraad can hardly be right
SPRONG_DEEL = 0.25  # share by which the voorraad changes at once
SPRONG_M2 = 500
KLEIN_M2 = 100  # m² below which a difference is not worth anybody's time
AANBOD_JAREN = 2  # on offer and in use for so long
VEROUDERD_MAANDEN = 24
GRENS_METER = 50  # borders are drawn less precisely than panden


@dataclass(frozen=True)
class Regel:
    """One rule: what it is called, what it checks, what one does about it, and the query that finds it."""

    slug: str
    naam: str
    ernst: Signaal.Ernst
    controleert: str
    voorstel: str
    zoek: Callable[[str], str]
    # Whether the form to record a waarneming mends it; else the BAG must change.
    vastleggen: bool = True


REGELS: dict[str, Regel] = {}
NAAM_MELDING = "Melding van een bezoeker"
Zoek = Callable[[str], str]


def regel(
    slug: str, naam: str, ernst: Signaal.Ernst, controleert: str, voorstel: str, *, vastleggen: bool = True
) -> Callable[[Zoek], Zoek]:
    """Put a function in the registry."""

    def zet_erbij(zoek: Zoek) -> Zoek:
        if slug in REGELS:
            raise ValueError(f"Er zijn twee regels met de naam {slug}.")
        REGELS[slug] = Regel(slug, naam, ernst, controleert, voorstel, zoek, vastleggen)
        return zoek

    return zet_erbij


def naam_van(slug: str) -> str:
    """A rule as people know it; one that is no longer in the registry keeps its slug."""
    if slug == Signaal.MELDING:
        return NAAM_MELDING
    return REGELS[slug].naam if slug in REGELS else slug


def invoer() -> dict[str, Any]:
    """Parameters that the rules share."""
    return {
        "nooit_gebouwd": [str(status) for status in Pand.NOOIT_GEBOUWD],
        "anders": Gebruik.ANDERS,
        "deels": Gebruik.DEELS,
        "factor_go": settings.AKT_FACTOR_GO_NAAR_VVO,
        "drempel": settings.AKT_KANTOOR_DREMPEL_M2,
        "bag": Bron.objects.filter(soort=Bron.Soort.KADASTER).order_by("pk").values_list("pk", flat=True).first(),
    }


# --- pieces of SQL -----------------------------------------------------------------------------
def _m2(uitdrukking: str) -> str:
    """'1.234 m²', as akt.opmaak.m2 writes it."""
    return f"translate(to_char({uitdrukking}, 'FM999,999,990'), ',', '.') || '\u00a0m²'"


def _datum(uitdrukking: str) -> str:
    """'1-7-2024', as akt.opmaak.datum_kort writes it."""
    return f"to_char({uitdrukking}, 'FMDD-FMMM-YYYY')"


def _procent(deel: str, geheel: str) -> str:
    return f"round(100.0 * ({deel}) / ({geheel})) || '%%'"


BESTAAND = "p.einde IS NULL AND p.bag_status <> ALL(%(nooit_gebouwd)s)"
RAMING = "round(p.go_kantoor_m2 * %(factor_go)s::float8)::int"
# Of a pair one is asked after the other. IS TRUE keeps the planner from walking half of the index for each pand.
EERDER = "(q.bag_id < p.bag_id) IS TRUE"
# The pand counts as kantoor, by what was seen or else by the BAG.
TELT = f"coalesce(s.voorraad_m2, {RAMING}) >= %(drempel)s"
# A pand with its latest current waarneming, and the one before that.
LAATSTE = """
    {panden} p
    JOIN monitoring_pandstand s ON s.pand_id = p.id
    JOIN monitoring_waarneming w ON w.id = s.waarneming_id
"""
VORIGE = """
    CROSS JOIN LATERAL (
        SELECT peildatum, voorraad_m2, leegstand_m2 FROM monitoring_waarneming
        WHERE pand_id = p.id AND vervangen_op IS NULL AND peildatum < s.peildatum
        ORDER BY peildatum DESC LIMIT 1
    ) v
"""


def _laatste(panden: str) -> str:
    return LAATSTE.format(panden=panden)


# --- the rules: what a waarneming says ---------------------------------------------------------
@regel(
    "sloop-met-voorraad",
    "Gesloopt, maar nog voorraad",
    Signaal.Ernst.FOUT,
    "Volgens de BAG bestaat het pand niet meer, maar een waarneming van daarna noemt nog kantoorruimte.",
    "Is het pand weg, leg dan een voorraad van 0 m² vast. Staat het er nog, meld de fout dan bij de BAG.",
)
def sloop_met_voorraad(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel,
               concat_ws('|', p.bag_status, p.einde, s.peildatum, s.voorraad_m2) AS feiten,
               'De BAG zegt: ' || lower(p.bag_status) || coalesce(' op ' || {_datum("p.einde")}, '')
               || '. De waarneming van ' || {_datum("s.peildatum")} || ' noemt nog ' || {_m2("s.voorraad_m2")}
               || ' voorraad.' AS uitleg
        FROM {_laatste(panden)}
        WHERE s.voorraad_m2 > 0
          AND (s.peildatum >= p.einde OR (p.einde IS NULL AND p.bag_status = ANY(%(nooit_gebouwd)s)))
    """


@regel(
    "gebruik-botst",
    "Geen kantoor meer, maar wel voorraad",
    Signaal.Ernst.FOUT,
    "De waarneming zegt dat het pand geen kantoor meer is, en noemt toch kantoorruimte.",
    "Leg een voorraad van 0 m² vast, of kies een ander gebruik.",
)
def gebruik_botst(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel, concat_ws('|', s.peildatum, s.voorraad_m2) AS feiten,
               'Op ' || {_datum("s.peildatum")} || ' is het gebruik ''geen kantoor meer'', maar de voorraad is '
               || {_m2("s.voorraad_m2")} || '.' AS uitleg
        FROM {_laatste(panden)}
        WHERE w.gebruik = %(anders)s AND s.voorraad_m2 > 0 AND {BESTAAND}
    """


@regel(
    "leeg-voor-bouwjaar",
    "Leeg sinds voor het bouwjaar",
    Signaal.Ernst.FOUT,
    "Het pand zou al leeg staan voordat het er was.",
    "Verbeter 'leeg sinds', of meld een verkeerd bouwjaar bij de BAG.",
)
def leeg_voor_bouwjaar(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel, concat_ws('|', s.leeg_sinds, p.bouwjaar) AS feiten,
               'Leeg sinds ' || {_datum("s.leeg_sinds")} || ', maar het pand is van ' || p.bouwjaar || '.' AS uitleg
        FROM {_laatste(panden)}
        WHERE extract(year FROM s.leeg_sinds) < p.bouwjaar AND {BESTAAND}
    """


@regel(
    "leeg-sinds-onbekend",
    "Leeg, maar sinds wanneer?",
    Signaal.Ernst.TIP,
    "Er is leegstand, maar 'leeg sinds' is niet ingevuld. Dan telt de leegstand niet als frictie of structureel.",
    "Vul 'leeg sinds' in. De eerste dag van een maand is goed genoeg.",
)
def leeg_sinds_onbekend(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel, s.leegstand_m2::text AS feiten,
               'Op ' || {_datum("s.peildatum")} || ' stond ' || {_m2("s.leegstand_m2")}
               || ' leeg; sinds wanneer is niet ingevuld.' AS uitleg
        FROM {_laatste(panden)}
        WHERE s.leegstand_m2 > 0 AND s.leeg_sinds IS NULL AND s.voorraad_m2 >= %(drempel)s AND {BESTAAND}
    """


@regel(
    "bronnen-verschillen",
    "Twee bronnen spreken elkaar tegen",
    Signaal.Ernst.LET_OP,
    f"Twee bronnen noemen binnen {BRONNEN_MAANDEN} maanden een voorraad die meer dan {BRONNEN_VERSCHIL:.0%} verschilt.",
    "Zoek uit welke bron gelijk heeft en leg dat vast.",
)
def bronnen_verschillen(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel,
               concat_ws('|', w.bron_id, s.voorraad_m2, v.bron_id, v.voorraad_m2) AS feiten,
               b.naam || ' noemt ' || {_m2("s.voorraad_m2")} || ' voorraad (' || {_datum("s.peildatum")} || '), '
               || c.naam || ' ' || {_m2("v.voorraad_m2")} || ' (' || {_datum("v.peildatum")} || '): een verschil van '
               || {_procent("abs(s.voorraad_m2 - v.voorraad_m2)", "greatest(s.voorraad_m2, v.voorraad_m2)")}
               || '.' AS uitleg
        FROM {_laatste(panden)}
        CROSS JOIN LATERAL (
            SELECT peildatum, voorraad_m2, bron_id FROM monitoring_waarneming
            WHERE pand_id = p.id AND vervangen_op IS NULL AND bron_id <> w.bron_id AND peildatum < s.peildatum
              AND peildatum > s.peildatum - interval '{BRONNEN_MAANDEN} months'
            ORDER BY peildatum DESC LIMIT 1
        ) v
        JOIN monitoring_bron b ON b.id = w.bron_id
        JOIN monitoring_bron c ON c.id = v.bron_id
        WHERE abs(s.voorraad_m2 - v.voorraad_m2) > {BRONNEN_VERSCHIL} * greatest(s.voorraad_m2, v.voorraad_m2)
          AND abs(s.voorraad_m2 - v.voorraad_m2) > {KLEIN_M2} AND {BESTAAND}
    """


@regel(
    "sprong-voorraad",
    "Sprong in de voorraad",
    Signaal.Ernst.LET_OP,
    f"De voorraad veranderde tussen twee waarnemingen meer dan {SPRONG_DEEL:.0%} en meer dan {SPRONG_M2} m², zonder "
    "dat het gebruik een reden geeft.",
    "Controleer of er geen typefout is gemaakt. Is er gebouwd, gesplitst of omgebouwd? Zeg dan dat het klopt.",
)
def sprong_voorraad(panden: str) -> str:
    # A pand that is partly or no longer an office explains why its voorraad went down.
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel,
               concat_ws('|', v.peildatum, v.voorraad_m2, s.peildatum, s.voorraad_m2) AS feiten,
               'De voorraad ging van ' || {_m2("v.voorraad_m2")} || ' (' || {_datum("v.peildatum")} || ') naar '
               || {_m2("s.voorraad_m2")} || ' (' || {_datum("s.peildatum")} || ').' AS uitleg
        FROM {_laatste(panden)} {VORIGE}
        WHERE abs(s.voorraad_m2 - v.voorraad_m2) > {SPRONG_M2}
          AND abs(s.voorraad_m2 - v.voorraad_m2) > {SPRONG_DEEL} * v.voorraad_m2
          AND NOT (w.gebruik IN (%(deels)s, %(anders)s) AND s.voorraad_m2 < v.voorraad_m2) AND {BESTAAND}
    """


@regel(
    "ineens-geheel-leeg",
    "Ineens geheel leeg",
    Signaal.Ernst.LET_OP,
    "Bij de vorige waarneming stond niets leeg, nu het hele pand.",
    "Controleer de leegstand. Is de gebruiker echt vertrokken? Zeg dan dat het klopt.",
)
def ineens_geheel_leeg(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel,
               concat_ws('|', v.peildatum, s.peildatum, s.leegstand_m2) AS feiten,
               'Op ' || {_datum("v.peildatum")} || ' stond niets leeg, op ' || {_datum("s.peildatum")}
               || ' het hele pand (' || {_m2("s.leegstand_m2")} || ').' AS uitleg
        FROM {_laatste(panden)} {VORIGE}
        WHERE v.leegstand_m2 = 0 AND v.voorraad_m2 > 0 AND s.leegstand_m2 = s.voorraad_m2
          AND s.voorraad_m2 >= %(drempel)s AND {BESTAAND}
    """


@regel(
    "aanbod-zonder-leegstand",
    "Jaren te huur, nooit leeg",
    Signaal.Ernst.TIP,
    f"Het pand staat al {AANBOD_JAREN} jaar of langer te huur of te koop, zonder dat er iets leegstaat.",
    "Vraag na of het aanbod er nog is, of dat er toch leegstand is.",
)
def aanbod_zonder_leegstand(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel, reeks.sinds::text AS feiten,
               'Sinds ' || {_datum("reeks.sinds")} || ' staat het pand te huur of te koop (nu '
               || {_m2("s.aanbod_m2")} || '), en al die tijd stond er niets leeg.' AS uitleg
        FROM {_laatste(panden)}
        CROSS JOIN LATERAL (
            SELECT min(peildatum) AS sinds FROM monitoring_waarneming
            WHERE pand_id = p.id AND vervangen_op IS NULL AND peildatum > coalesce(
                (SELECT max(peildatum) FROM monitoring_waarneming
                 WHERE pand_id = p.id AND vervangen_op IS NULL AND NOT (aanbod_m2 > 0 AND leegstand_m2 = 0)),
                '-infinity')
        ) reeks
        WHERE s.aanbod_m2 > 0 AND s.leegstand_m2 = 0 AND s.voorraad_m2 >= %(drempel)s AND {BESTAAND}
          AND reeks.sinds <= s.peildatum - interval '{AANBOD_JAREN} years'
    """


@regel(
    "verouderd",
    "Lang niet gekeken",
    Signaal.Ernst.LET_OP,
    f"Volgens de BAG is hier kantoorruimte, maar er is al {VEROUDERD_MAANDEN} maanden of langer niets vastgelegd.",
    "Bevestig of verbeter de stand van dit pand.",
)
def verouderd(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel, coalesce(s.peildatum::text, 'nooit') AS feiten,
               coalesce('De laatste waarneming is van ' || {_datum("s.peildatum")} || '.',
                        'Dit pand is nog nooit vastgelegd.')
               || ' De BAG noemt ' || {_m2("p.go_kantoor_m2")} || ' GO kantoor.' AS uitleg
        FROM {panden} p
        LEFT JOIN monitoring_pandstand s ON s.pand_id = p.id
        LEFT JOIN monitoring_waarneming w ON w.id = s.waarneming_id
        WHERE p.go_kantoor_m2 > 0 AND {RAMING} >= %(drempel)s AND {BESTAAND}
          AND (s.peildatum IS NULL OR s.peildatum <= %(vandaag)s::date - interval '{VEROUDERD_MAANDEN} months')
    """


# --- the rules: a waarneming beside the BAG ----------------------------------------------------
@regel(
    "ver-boven-bag",
    "Veel meer voorraad dan in de BAG",
    Signaal.Ernst.LET_OP,
    f"De voorraad is meer dan {BAG_VEELVOUD} keer het kantooroppervlak in de BAG, of de BAG kent hier geen kantoor.",
    "Controleer of er geen nul te veel is getypt. Klopt de voorraad, meld de fout dan bij de BAG.",
)
def ver_boven_bag(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel,
               concat_ws('|', s.voorraad_m2, p.go_kantoor_m2) AS feiten,
               'De voorraad is ' || {_m2("s.voorraad_m2")} || ' (' || {_datum("s.peildatum")} || '); '
               || CASE WHEN p.go_kantoor_m2 = 0 THEN 'de BAG kent hier geen kantoorruimte.'
                       ELSE 'volgens de BAG is er ongeveer ' || {_m2(RAMING)} || ' kantoor.' END AS uitleg
        FROM {_laatste(panden)}
        WHERE s.voorraad_m2 > {BAG_VEELVOUD} * {RAMING} AND s.voorraad_m2 >= %(drempel)s AND {BESTAAND}
    """


@regel(
    "wijkt-af-van-bag",
    "Andere voorraad dan in de BAG",
    Signaal.Ernst.TIP,
    f"De voorraad verschilt meer dan {BAG_VERSCHIL:.0%} van wat uit de BAG volgt.",
    "Controleer de voorraad. De BAG telt ruimte met kantoorfunctie; wat u ziet telt.",
)
def wijkt_af_van_bag(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, w.bron_id, p.bag_id AS sleutel,
               concat_ws('|', s.voorraad_m2, p.go_kantoor_m2) AS feiten,
               'De voorraad is ' || {_m2("s.voorraad_m2")} || ' (' || {_datum("s.peildatum")}
               || '); volgens de BAG ongeveer ' || {_m2(RAMING)} || ': '
               || {_procent(f"abs(s.voorraad_m2 - {RAMING})", RAMING)}
               || CASE WHEN s.voorraad_m2 > {RAMING} THEN ' meer.' ELSE ' minder.' END AS uitleg
        FROM {_laatste(panden)}
        WHERE {RAMING} >= %(drempel)s AND s.voorraad_m2 <= {BAG_VEELVOUD} * {RAMING}
          AND abs(s.voorraad_m2 - {RAMING}) > {BAG_VERSCHIL} * {RAMING}
          AND w.gebruik NOT IN (%(deels)s, %(anders)s) AND {BESTAAND}
    """


# --- the rules: the pand itself ----------------------------------------------------------------
@regel(
    "buiten-gemeente",
    "Pand buiten zijn gemeente",
    Signaal.Ernst.FOUT,
    f"Het pand ligt meer dan {GRENS_METER} meter buiten de grens van de gemeente waar het bij hoort.",
    "Vraag de beheerder de gemeente van dit pand te verbeteren, of lees de BAG opnieuw in.",
    vastleggen=False,
)
def buiten_gemeente(panden: str) -> str:
    # Cut in small parts a border is cheap to ask; the distance is measured only for the few that fall outside.
    return f"""
        WITH delen AS MATERIALIZED (
            SELECT code, ST_Subdivide(grens, 128) AS deel FROM monitoring_gemeente
            WHERE grens IS NOT NULL AND NOT grens_schematisch AND code IN (SELECT gemeente_id FROM {panden} alle)
        ), buiten AS (
            SELECT p.id, p.bag_id, p.omtrek, p.gemeente_id FROM {panden} p
            WHERE p.omtrek IS NOT NULL AND {BESTAAND}
              AND p.gemeente_id IN (SELECT code FROM delen)
              AND NOT EXISTS (SELECT FROM delen d WHERE d.code = p.gemeente_id AND ST_Intersects(d.deel, p.omtrek))
            OFFSET 0
        )
        SELECT b.id AS pand_id, %(bag)s::bigint AS bron_id, b.bag_id AS sleutel,
               concat_ws('|', b.gemeente_id, round(afstand)) AS feiten,
               'Het pand hoort bij ' || g.naam || ', maar ligt '
               || CASE WHEN afstand < 1000 THEN round(afstand) || ' meter'
                       ELSE replace(round((afstand / 1000)::numeric, 1)::text, '.', ',') || ' kilometer' END
               || ' buiten de gemeentegrens.' AS uitleg
        FROM buiten b
        JOIN monitoring_gemeente g ON g.code = b.gemeente_id
        CROSS JOIN LATERAL (SELECT ST_Distance(b.omtrek, g.grens) AS afstand) a
        WHERE afstand > {GRENS_METER}
    """


@regel(
    "dubbel-adres",
    "Twee panden op een adres",
    Signaal.Ernst.LET_OP,
    "Twee panden met kantoorruimte hebben hetzelfde adres. Misschien telt dezelfde ruimte dubbel.",
    "Leg de ruimte bij een van de twee panden vast. Zijn het echt twee gebouwen? Zeg dan dat het klopt.",
)
def dubbel_adres(panden: str) -> str:
    # The finding belongs to the pand with the higher number, and names the lowest other one.
    return f"""
        SELECT DISTINCT ON (p.id) p.id AS pand_id, w.bron_id, p.bag_id || '-' || q.bag_id AS sleutel,
               concat_ws('|', s.voorraad_m2, t.voorraad_m2) AS feiten,
               'Pand ' || q.bag_id || ' heeft ook het adres ' || a.straat || ' ' || a.huisnummer || a.huisletter
               || CASE WHEN a.toevoeging <> '' THEN '-' || a.toevoeging ELSE '' END
               || '. Vastgelegd is hier ' || {_m2("s.voorraad_m2")} || ' en daar ' || {_m2("t.voorraad_m2")}
               || '.' AS uitleg
        FROM {_laatste(panden)}
        JOIN monitoring_adrespand ap ON ap.pand_id = p.id
        JOIN monitoring_adres a ON a.id = ap.adres_id AND a.einde IS NULL AND a.postcode <> ''
        JOIN monitoring_adres e ON e.postcode = a.postcode AND e.huisnummer = a.huisnummer
             AND e.huisletter = a.huisletter AND e.toevoeging = a.toevoeging AND e.einde IS NULL
        JOIN monitoring_adrespand eq ON eq.adres_id = e.id
        JOIN monitoring_pand q ON q.id = eq.pand_id AND {EERDER}
             AND q.einde IS NULL AND q.bag_status <> ALL(%(nooit_gebouwd)s)
        JOIN monitoring_pandstand t ON t.pand_id = q.id
        WHERE s.voorraad_m2 > 0 AND t.voorraad_m2 > 0 AND {BESTAAND}
        ORDER BY p.id, q.bag_id, a.id
    """


@regel(
    "dubbele-omtrek",
    "Twee panden op dezelfde plek",
    Signaal.Ernst.LET_OP,
    "Twee bestaande panden hebben precies dezelfde omtrek.",
    "Vermoedelijk staat het pand twee keer in de BAG. Meld dat daar, en leg de ruimte bij een van de twee vast.",
)
def dubbele_omtrek(panden: str) -> str:
    return f"""
        SELECT DISTINCT ON (p.id) p.id AS pand_id, %(bag)s::bigint AS bron_id,
               p.bag_id || '-' || q.bag_id AS sleutel, '' AS feiten,
               'Pand ' || q.bag_id || ' heeft precies dezelfde omtrek, van '
               || {_m2("ST_Area(p.omtrek)::numeric")} || '.' AS uitleg
        FROM {panden} p
        JOIN monitoring_pand q ON q.omtrek ~= p.omtrek AND {EERDER}
             AND q.einde IS NULL AND q.bag_status <> ALL(%(nooit_gebouwd)s)
        WHERE {BESTAAND} AND p.go_kantoor_m2 + q.go_kantoor_m2 > 0 AND ST_Equals(p.omtrek, q.omtrek)
        ORDER BY p.id, q.bag_id
    """


@regel(
    "bouwjaar-ontbreekt",
    "Bouwjaar ontbreekt",
    Signaal.Ernst.TIP,
    "Het pand heeft kantoorruimte, maar geen bouwjaar. Het telt dan in geen enkele bouwperiode mee.",
    "Meld het bouwjaar bij de BAG; bij de volgende levering staat het hier ook.",
    vastleggen=False,
)
def bouwjaar_ontbreekt(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, %(bag)s::bigint AS bron_id, p.bag_id AS sleutel, '' AS feiten,
               'Van dit pand met ' || {_m2(f"coalesce(s.voorraad_m2, {RAMING})")}
               || ' kantoorruimte is het bouwjaar onbekend.' AS uitleg
        FROM {panden} p LEFT JOIN monitoring_pandstand s ON s.pand_id = p.id
        WHERE p.bouwjaar IS NULL AND {TELT} AND {BESTAAND}
    """


@regel(
    "in-onderzoek",
    "De BAG is in onderzoek",
    Signaal.Ernst.TIP,
    "De gemeente onderzoekt of de gegevens van dit pand in de BAG kloppen.",
    "Vraag de BAG-beheerder van de gemeente wat er wordt onderzocht. Het signaal verdwijnt als het onderzoek klaar is.",
    vastleggen=False,
)
def in_onderzoek(panden: str) -> str:
    return f"""
        SELECT p.id AS pand_id, %(bag)s::bigint AS bron_id, p.bag_id AS sleutel, '' AS feiten,
               'Dit pand met ' || {_m2(f"coalesce(s.voorraad_m2, {RAMING})")}
               || ' kantoorruimte is in onderzoek.' AS uitleg
        FROM {panden} p LEFT JOIN monitoring_pandstand s ON s.pand_id = p.id
        WHERE p.in_onderzoek AND {TELT} AND {BESTAAND}
    """
